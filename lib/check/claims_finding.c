#include "check/claims.h"

#include <stdio.h>

#include "check/making.h"

enum { CELLS = 16, MORE_DECIMALS = 6 };

struct telling {
	const struct kl_claims *state;
	const struct kl_scope *scope;
	const struct kl_claim *claim;
	const struct kl_claims_answer *answer;
	struct kl_making making;
	struct kl_finding_cell cells[CELLS];
	char expected[KL_RANGE_TEXT + 2], low[KL_RANGE_TEXT + 2];
	char high[KL_RANGE_TEXT + 2], perhaps[KL_RANGE_TEXT + 2];
	enum kl_status status;          /* of another figure that was evaluated */
	struct kl_error *error;
};

static void add_number(struct telling *t, const char *name, int64_t number)
{
	kl_making_number(&t->making, name, kl_decimal_of(number));
}

/* The value as people write it, in percent where the claim is. */
static void write_range(const struct telling *t, const struct kl_range *value,
	int most, char *out)
{
	const struct kl_range hundred = kl_range_point(kl_ratio_of(100));
	struct kl_range shown = *value;
	bool percent = t->claim->percent
		&& kl_range_multiply(value, &hundred, &shown);
	size_t length = kl_range_format(&shown, t->making.finding.decimal_char,
		most, out);

	if (percent)
		memcpy(out + length, " %", sizeof " %");
}

/* With as many decimals as show that it does not follow: those of the claim, one
 * more if it is softened by words, or is no percentage and a share answers it. */
static void write_point(const struct telling *t, struct kl_ratio value,
	char *out)
{
	const struct kl_claim *claim = t->claim;
	struct kl_ratio shown = value;
	struct kl_decimal rounded;
	int decimals = claim->share ? 1
		: claim->decimals + (claim->kind != KL_CLAIM_EXACT
			|| (t->answer->is_share && !claim->percent));
	int most = decimals + MORE_DECIMALS;
	const struct kl_range exact = kl_range_point(value);

	if (claim->percent && !kl_ratio_multiply(value, kl_ratio_of(100), &shown)) {
		write_range(t, &exact, MORE_DECIMALS, out);
		return;
	}
	if (!claim->percent && kl_ratio_decimal(shown, &rounded)
			&& rounded.decimals <= decimals)
		decimals = rounded.decimals;
	for (; decimals <= most; decimals++) {
		if (!kl_ratio_round(shown, decimals, KL_HALF_UP, &rounded))
			break;
		struct kl_range again = kl_range_point(kl_ratio_of_decimal(rounded));
		if (claim->percent)
			again.low.under = again.high.under *= 100;
		if (decimals < most && kl_claim_judge(&claim->bounds, &again)
				!= KL_VIOLATED)
			continue;
		size_t length = kl_decimal_format(rounded,
			t->making.finding.decimal_char, out);
		if (claim->percent)
			memcpy(out + length, " %", sizeof " %");
		return;
	}
	write_range(t, &exact, MORE_DECIMALS, out);
}

static void write_value(const struct telling *t, const struct kl_range *value,
	char *out)
{
	if (value->point)
		write_point(t, value->low, out);
	else
		write_range(t, value, MORE_DECIMALS, out);
}

/* The cells that `of` takes; the place is that of the first, if it is the first
 * that the expression names. Else it has a table and a field only. */
static void find_place(struct telling *t)
{
	struct kl_finding *finding = &t->making.finding;
	const struct kl_expression *of = t->state->of;
	const struct kl_dataset *dataset = t->scope->dataset;
	const struct kl_table *table = t->answer->table;
	struct kl_word field = kl_expression_field(of);
	struct kl_word name = kl_expression_table(of);
	struct kl_gathered_cell cell;
	uint32_t order;

	finding->cells = t->cells;
	for (; finding->cell_count < CELLS && kl_gather_cell(t->state->gather, of,
			table, finding->cell_count, &cell); finding->cell_count++) {
		t->cells[finding->cell_count] = cell.cell;
		finding->decimal_char = cell.decimal_char;
		if (finding->cell_count > 0 || !kl_span_equal(cell.cell.place.field,
				field.text))
			continue;
		finding->place = cell.cell.place;
		finding->label = cell.label;
	}
	if (finding->place.table != NULL)
		return;
	if (table == NULL && name.text.at != NULL
			&& kl_index_find(&dataset->names, name.text, &order))
		table = &dataset->tables[order];
	if (table != NULL)
		finding->place = (struct kl_place){ .order = table->order,
			.table = table->name, .path = table->shown };
	finding->place.field = field.text;
}

static void add_where(struct kl_making *making, const char *name,
	const char *text_name, const struct kl_claims *state, size_t index,
	enum kl_message phrase)
{
	const struct kl_argument *source = state->source;
	size_t at = source->word_count > 1 ? index : 0;

	if (!source->given) {
		kl_making_nothing(making, name);
		return;
	}
	kl_making_text(making, text_name, source->words[at].text);
	kl_making_phrase(making, name, phrase);
}

/* Which counts fit all, none, more than so many, goes without saying. */
static bool is_wide(const struct kl_claim *claim)
{
	const struct kl_claim_bounds *bounds = &claim->bounds;

	return !bounds->has_low || !bounds->has_high
		|| kl_ratio_compare(bounds->low, bounds->high) == 0;
}

/* What the words before a figure make of it. */
static void add_meaning(struct telling *t)
{
	const struct kl_claim_bounds *bounds = &t->claim->bounds;
	enum kl_claim_kind kind = t->claim->kind;

	if (is_wide(t->claim) || (kind == KL_CLAIM_EXACT && !t->claim->share)) {
		kl_making_nothing(&t->making, "meaning");
		return;
	}
	const struct kl_range low = kl_range_point(bounds->low);
	const struct kl_range high = kl_range_point(bounds->high);
	write_range(t, &low, MORE_DECIMALS, t->low);
	write_range(t, &high, MORE_DECIMALS, t->high);
	kl_making_text(&t->making, "low", kl_span_of(t->low));
	kl_making_text(&t->making, "high", kl_span_of(t->high));
	kl_making_phrase(&t->making, "meaning", kind == KL_CLAIM_UNDER
		? KL_MESSAGE_claim_under : kind == KL_CLAIM_OVER
		? KL_MESSAGE_claim_over : KL_MESSAGE_claim_about);
}

static void add_same_count(struct telling *t, const char *name,
	const struct kl_claim_fit *fit)
{
	add_number(t, "fit_n", fit->n_low);
	add_number(t, "fit_n_last", fit->n_high);
	kl_making_phrase(&t->making, name, fit->n_low == fit->n_high
		? KL_MESSAGE_claim_fit_n : fit->n_low + 1 == fit->n_high
		? KL_MESSAGE_claim_fit_n_two : KL_MESSAGE_claim_fit_n_range);
}

static void add_fit(struct telling *t)
{
	struct kl_making *making = &t->making;
	struct kl_claim_fit fit;

	if (!t->answer->is_share) {
		kl_making_nothing(making, "fit");
		return;
	}
	add_number(t, "count", t->answer->count);
	add_number(t, "n", t->answer->n);
	kl_claim_fit(&t->claim->bounds, t->answer->count, t->answer->n, &fit);
	if (is_wide(t->claim) || (fit.same_n && !fit.near)) {
		kl_making_nothing(making, "fit");
		return;
	}
	if (fit.same_n) {
		add_number(t, "fit_count", fit.count);
		kl_making_phrase(making, "fits", KL_MESSAGE_claim_fit_count);
		kl_making_phrase(making, "fit", KL_MESSAGE_claim_fits);
		return;
	}
	if (!fit.same_count && !fit.other) {
		kl_making_phrase(making, "fit", KL_MESSAGE_claim_impossible);
		return;
	}
	if (fit.other) {
		add_number(t, "other_count", fit.other_count);
		add_number(t, "other_n", fit.other_n);
	}
	if (fit.same_count)
		add_same_count(t, fit.other ? "same" : "fits", &fit);
	if (fit.other)
		kl_making_phrase(making, fit.same_count ? "fit_other" : "fits",
			KL_MESSAGE_claim_fit_other);
	if (fit.same_count && fit.other)
		kl_making_phrase(making, "fits", KL_MESSAGE_claim_fit_both);
	kl_making_phrase(making, "fit", KL_MESSAGE_claim_fits_impossible);
}

/* Another figure that the text may mean: the first that fits. */
static void add_perhaps(struct telling *t)
{
	const struct kl_claims *state = t->state;

	for (size_t i = 0; i < state->perhaps_count && t->status == KL_OK; i++) {
		const struct kl_expression *other = state->perhaps[i];
		struct kl_claims_answer answer;
		t->status = kl_claims_evaluate(state, other, t->answer->table,
			&answer, t->error);
		if (t->status != KL_OK || answer.value.unknown
				|| kl_claim_judge(&t->claim->bounds, &answer.value.number)
				!= KL_HOLDS)
			continue;
		write_range(t, &answer.value.number, MORE_DECIMALS, t->perhaps);
		kl_making_text(&t->making, "other_figure",
			kl_tree_text(other, other->root));
		kl_making_value(&t->making, "other_value", kl_span_of(t->perhaps));
		kl_making_phrase(&t->making, "perhaps", KL_MESSAGE_claim_perhaps);
		return;
	}
	kl_making_nothing(&t->making, "perhaps");
}

enum kl_status kl_claims_tell(const struct kl_claims *state,
	const struct kl_scope *scope, size_t index,
	const struct kl_claims_answer *answer, struct kl_error *error)
{
	struct telling t = { .state = state, .scope = scope,
		.claim = &state->claims[index], .answer = answer, .error = error };
	struct kl_finding *finding = &t.making.finding;

	*finding = (struct kl_finding){ .code = KL_CODE_claim_mismatch,
		.message = answer->is_share ? KL_MESSAGE_claim_share
			: KL_MESSAGE_claim_mismatch,
		.value = state->says->words[index].text, .decimal_char = '.' };
	find_place(&t);
	if (t.claim->decimal_char != 0)
		finding->decimal_char = t.claim->decimal_char;
	write_value(&t, &answer->value.number, t.expected);
	finding->expected = kl_span_of(t.expected);
	kl_making_text(&t.making, "says", finding->value);
	add_where(&t.making, "where", "source", state, index,
		KL_MESSAGE_claim_where);
	add_meaning(&t);
	add_fit(&t);
	add_perhaps(&t);
	return t.status != KL_OK ? t.status
		: kl_making_report(&t.making, scope, error);
}

enum kl_status kl_claims_tell_apart(const struct kl_claims *state,
	const struct kl_scope *scope, size_t index, size_t other,
	struct kl_error *error)
{
	const struct kl_word *word = &state->says->words[index];
	struct kl_making making = { .finding = {
		.code = KL_CODE_claim_mismatch, .message = KL_MESSAGE_claim_apart,
		.value = word->text, .place = {
			.order = (uint32_t)scope->dataset->table_count,
			.path = scope->rule->path, .line = word->line,
			.column = word->column } } };

	kl_making_text(&making, "says", word->text);
	kl_making_text(&making, "other", state->says->words[other].text);
	add_where(&making, "where", "source", state, index,
		KL_MESSAGE_claim_where);
	add_where(&making, "other_where", "other_source", state, other,
		KL_MESSAGE_claim_where_other);
	return kl_making_report(&making, scope, error);
}
