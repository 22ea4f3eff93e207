#include "check/making.h"
#include "check/trend.h"

/* A change in percent is told with this many decimals at least, and with more
 * where it would read as the bound itself. */
enum { CHANGE_DECIMALS = 1, CHANGE_MOST = 9 };

/* What the new value may be, times `unit`, for one end of the earlier one: three
 * straight lines, the bound being the outermost. `sign` 1: at most the largest of
 * them; -1: at least the smallest. */
static bool lines_at(const struct kl_trend *state, struct kl_decimal earlier,
	int sign, int64_t unit, struct kl_decimal lines[3])
{
	int64_t share = (int64_t)state->percent.coefficient;
	struct kl_decimal whole, absolute;

	return kl_decimal_scale(earlier, unit, &whole)
		&& kl_decimal_scale(state->absolute, sign * unit, &absolute)
		&& kl_decimal_add(whole, absolute, &lines[0])
		&& kl_decimal_scale(earlier, unit + share, &lines[1])
		&& kl_decimal_scale(earlier, unit - share, &lines[2]);
}

/* The innermost and outermost that the bound can be while the earlier value runs
 * from low to high. Exact where the lines rise, as they do up to 100 %; else the
 * innermost is on the safe side. */
static bool bound_of(const struct kl_trend *state,
	const struct kl_trend_value *earlier, int sign, int64_t unit,
	struct kl_decimal *inner, struct kl_decimal *outer)
{
	struct kl_decimal a[3], b[3];

	if (!lines_at(state, earlier->low, sign, unit, a)
			|| !lines_at(state, earlier->high, sign, unit, b))
		return false;
	for (int i = 0; i < 3; i++) {
		bool rises = kl_decimal_compare(a[i], b[i]) * sign <= 0;
		struct kl_decimal near = rises ? a[i] : b[i];
		struct kl_decimal far = rises ? b[i] : a[i];
		if (i == 0 || kl_decimal_compare(near, *inner) * sign > 0)
			*inner = near;
		if (i == 0 || kl_decimal_compare(far, *outer) * sign > 0)
			*outer = far;
	}
	return true;
}

enum kl_outcome kl_trend_within(const struct kl_trend *state,
	const struct kl_trend_value *earlier, const struct kl_trend_value *now)
{
	int64_t unit = 100 * (int64_t)kl_power_of_ten(state->percent.decimals);
	struct kl_decimal top, highest, bottom, lowest, low, high;

	if (earlier->unknown || now->unknown
			|| !bound_of(state, earlier, 1, unit, &top, &highest)
			|| !bound_of(state, earlier, -1, unit, &bottom, &lowest)
			|| !kl_decimal_scale(now->low, unit, &low)
			|| !kl_decimal_scale(now->high, unit, &high))
		return KL_UNDECIDED;
	if (kl_decimal_compare(high, top) <= 0
			&& kl_decimal_compare(low, bottom) >= 0)
		return KL_HOLDS;
	return kl_decimal_compare(low, highest) > 0
		|| kl_decimal_compare(high, lowest) < 0 ? KL_VIOLATED : KL_UNDECIDED;
}

static bool is_point(const struct kl_trend_value *value)
{
	return kl_decimal_compare(value->low, value->high) == 0;
}

/* 100 * |now - earlier| / |earlier|, rounded half up; false if it is not one
 * number, or does not fit. */
static bool change_of(const struct kl_trend *state,
	const struct kl_trend_value *earlier, const struct kl_trend_value *now,
	struct kl_decimal *out)
{
	struct kl_decimal difference, scaled, same;

	if (!is_point(earlier) || !is_point(now)
			|| kl_decimal_sign(earlier->low) == 0
			|| !kl_decimal_subtract(now->low, earlier->low, &difference))
		return false;
	/* Both with the same decimals: their quotient is that of the coefficients. */
	same = earlier->low;
	while (same.decimals < difference.decimals) {
		if (!kl_decimal_scale(same, 10, &same))
			return false;
		same.decimals++;
	}
	kl_int128 part = difference.coefficient, whole = same.coefficient;
	part = part < 0 ? -part : part;
	whole = whole < 0 ? -whole : whole;
	for (int decimals = CHANGE_DECIMALS; decimals <= CHANGE_MOST; decimals++) {
		if (!kl_decimal_scale((struct kl_decimal){ part, 0 },
				200 * (int64_t)kl_power_of_ten(decimals), &scaled)
				|| whole > scaled.coefficient + whole)
			return false;
		*out = (struct kl_decimal){ (scaled.coefficient + whole) / (2 * whole),
			decimals };
		if (kl_decimal_compare(*out, state->percent) != 0)
			break;
	}
	while (out->decimals > 0 && out->coefficient % 10 == 0) {
		out->coefficient /= 10;
		out->decimals--;
	}
	return true;
}

/* A finding about one key, in the making. */
struct made {
	struct kl_making making;
	struct kl_finding_cell cells[2];
	char value[KL_INTERVAL_TEXT], expected[KL_INTERVAL_TEXT];
};

static struct kl_span name_of(const struct kl_scope *scope,
	const struct kl_table *table)
{
	/* Of files named one by one people know the paths. */
	return kl_span_of(scope->dataset->given ? table->shown : table->name);
}

static void start(struct made *made, const struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_trend_side *side,
	struct kl_span key)
{
	made->making = (struct kl_making){ .finding = {
		.code = KL_CODE_trend_exceeded, .label = key,
		.decimal_char = side->decimal_char, .cells = made->cells,
		.place = { .order = side->table->order,
			.table = side->table->name, .path = side->table->shown,
			.field = kl_text_span(&state->name) } } };
	kl_making_text(&made->making, "earlier",
		name_of(scope, state->earlier.table));
}

/* The cell that stands for a value: its first, or the first of the key. */
static struct kl_finding_cell cell_of(const struct kl_trend *state,
	const struct kl_trend_side *side, size_t entry, size_t number)
{
	const struct kl_trend_entry *first = &side->entries[entry];
	struct kl_finding_cell cell = { .place = { .order = side->table->order,
		.table = side->table->name, .path = side->table->shown,
		.sheet = side->sheet } };

	if (number < state->columns->word_count) {
		const struct kl_trend_value *value =
			&side->values[entry * kl_trend_width(state) + number];
		cell.place.line = value->line;
		cell.place.column = value->column;
		cell.place.row = value->row;
		cell.place.field = state->columns->words[number].text;
		cell.value = value->printed;
		return cell;
	}
	cell.place.line = first->line;
	cell.place.column = first->column;
	cell.place.row = first->row;
	cell.place.field = state->key->words[0].text;
	cell.value = first->first;
	return cell;
}

/* What the key has: the printed cell if it is one, else the sum. */
static struct kl_span show(const struct kl_trend *state,
	const struct kl_trend_side *side, size_t entry, size_t number, char *text)
{
	const struct kl_trend_value *value =
		&side->values[entry * kl_trend_width(state) + number];
	struct kl_interval range = kl_interval_range(value->low, value->high);

	if (number < state->columns->word_count && side->entries[entry].rows == 1)
		return kl_span_trim(value->printed);
	return (struct kl_span){ text, kl_interval_format(&range,
		side->decimal_char, text) };
}

/* A key that one of the tables lacks: at its first row, but in the table that is
 * checked. */
static enum kl_status report_key(const struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_trend_side *side,
	const struct kl_trend_side *has, size_t at, struct kl_error *error)
{
	const struct kl_trend_entry *entry = &has->entries[at];
	bool vanished = has == &state->earlier;
	struct made made;
	struct kl_finding *finding = &made.making.finding;

	start(&made, state, scope, side, entry->key);
	made.cells[0] = cell_of(state, has, at, SIZE_MAX);
	finding->cell_count = 1;
	finding->unlisted_cells = entry->rows - 1;
	if (vanished) {
		finding->message = entry->rows == 1 ? KL_MESSAGE_trend_vanished
			: KL_MESSAGE_trend_vanished_rows;
		finding->expected = entry->key;
	} else {
		finding->message = entry->rows == 1 ? KL_MESSAGE_trend_new
			: KL_MESSAGE_trend_new_rows;
		finding->value = entry->key;
		finding->place = made.cells[0].place;
		finding->place.field = kl_text_span(&state->name);
	}
	kl_making_count(&made.making, "count",
		kl_decimal_of((int64_t)entry->rows));
	kl_report_outcome(scope->report, scope->rule_index, KL_VIOLATED, 1);
	return kl_making_report(&made.making, scope, error);
}

static void add_bound(struct kl_making *making, const struct kl_trend *state)
{
	kl_making_phrase(making, "bound", kl_decimal_sign(state->absolute) > 0
		? KL_MESSAGE_trend_bound_both : KL_MESSAGE_trend_bound);
	kl_making_count(making, "percent", state->percent);
	kl_making_count(making, "absolute", state->absolute);
}

static enum kl_status report_change(const struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_trend_side *side,
	size_t now, size_t before, size_t number, struct kl_error *error)
{
	size_t width = kl_trend_width(state);
	const struct kl_trend_value *one = &side->values[now * width + number];
	const struct kl_trend_value *other =
		&state->earlier.values[before * width + number];
	bool counted = number == state->columns->word_count;
	bool more = kl_decimal_compare(one->low, other->high) > 0;
	struct kl_decimal change;
	struct made made;
	struct kl_finding *finding = &made.making.finding;

	start(&made, state, scope, side, side->entries[now].key);
	made.cells[0] = cell_of(state, side, now, number);
	made.cells[1] = cell_of(state, &state->earlier, before, number);
	finding->cell_count = 2;
	finding->unlisted_cells = side->entries[now].rows
		+ state->earlier.entries[before].rows - 2;
	finding->place = made.cells[0].place;
	finding->value = show(state, side, now, number, made.value);
	finding->expected = show(state, &state->earlier, before, number,
		made.expected);
	kl_making_phrase(&made.making, "what", counted
		? KL_MESSAGE_trend_what_rows : KL_MESSAGE_trend_what_column);
	if (change_of(state, other, one, &change)) {
		finding->message = more ? KL_MESSAGE_trend_more
			: KL_MESSAGE_trend_less;
		kl_making_percentage(&made.making, "change", change);
	} else {
		finding->message = is_point(other)
			&& kl_decimal_sign(other->low) == 0 ? KL_MESSAGE_trend_from_nil
			: more ? KL_MESSAGE_trend_range_more : KL_MESSAGE_trend_range_less;
	}
	add_bound(&made.making, state);
	return kl_making_report(&made.making, scope, error);
}

static enum kl_status compare_values(const struct kl_trend *state,
	const struct kl_scope *scope, const struct kl_trend_side *side,
	size_t now, size_t before, struct kl_error *error)
{
	size_t width = kl_trend_width(state);
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < width && status == KL_OK; i++) {
		enum kl_outcome outcome = kl_trend_within(state,
			&state->earlier.values[before * width + i],
			&side->values[now * width + i]);
		kl_report_outcome(scope->report, scope->rule_index, outcome, 1);
		if (outcome == KL_VIOLATED)
			status = report_change(state, scope, side, now, before, i,
				error);
	}
	return status;
}

enum kl_status kl_trend_compare(struct kl_trend *state,
	const struct kl_scope *scope, struct kl_trend_side *side,
	struct kl_error *error)
{
	struct kl_trend_side *earlier = &state->earlier;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < earlier->count; i++)
		earlier->entries[i].met = false;
	for (size_t i = 0; i < side->count && status == KL_OK; i++) {
		uint32_t before;
		if (kl_index_find(&earlier->keys, side->entries[i].sought, &before)) {
			earlier->entries[before].met = true;
			status = compare_values(state, scope, side, i, before, error);
		} else if (state->tells_new) {
			status = report_key(state, scope, side, side, i, error);
		}
	}
	for (size_t i = 0; i < earlier->count && status == KL_OK
			&& state->tells_vanished; i++) {
		if (!earlier->entries[i].met)
			status = report_key(state, scope, side, earlier, i, error);
	}
	return status;
}
