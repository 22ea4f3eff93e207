/* What is said of an N or a column sum that does not agree. */
#include "check/n.h"
#include "check/sum_finding.h"

static void add_figure(struct kl_sum_finding *made, struct kl_figure figure)
{
	made->figures[made->finding.figure_count++] = figure;
}

/* Replaces the figures of a sum by those of a comparison among tables. */
static void compare_with(struct kl_sum_finding *made, const struct kl_n *state,
	const struct kl_n_shared *shared)
{
	made->finding.figure_count = 0;
	add_figure(made, (struct kl_figure){ .name = "agree",
		.kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)shared->agree) });
	add_figure(made, (struct kl_figure){ .name = "tables",
		.kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)shared->voters) });
	add_figure(made, (struct kl_figure){ .name = "other",
		.kind = KL_FIGURE_TEXT,
		.text = kl_span_of(state->tables[shared->first].name) });
}

static struct kl_interval known(const struct kl_scope *scope, uint32_t cell)
{
	return kl_equations_at(scope->equations, cell)->known;
}

static bool equal_points(struct kl_interval a, struct kl_interval b)
{
	return kl_interval_is_point(&a) && kl_interval_is_point(&b)
		&& kl_decimal_compare(a.low.at, b.low.at) == 0;
}

/* N differs from the total. Where the other tables have this N, it is the total
 * that stands alone, and the finding points there. */
static void against_total(struct kl_sum_finding *made, const struct kl_n *state,
	const struct kl_scope *scope, const struct kl_n_table *table)
{
	const struct kl_n_shared *group = &state->shared[state->same->word_count];
	const struct kl_equation_cell *total = kl_equations_at(scope->equations,
		table->total);
	struct kl_finding *finding = &made->finding;
	bool outvoted = state->same->given && group->known && !group->tie
		&& equal_points(known(scope, group->cell), known(scope, table->n));

	finding->message = outvoted ? KL_MESSAGE_n_total : KL_MESSAGE_n_mismatch;
	if (outvoted) {
		compare_with(made, state, group);
		if (total->derived) {
			finding->message = KL_MESSAGE_n_total_derived;
			add_figure(made, (struct kl_figure){ .name = "one",
				.kind = KL_FIGURE_INTERVAL, .interval = total->known });
		}
		finding->expected = finding->value;
		finding->place = total->place;
		finding->label = total->label;
		finding->value = total->printed;
		return;
	}
	finding->figure_count = 0;
	add_figure(made, (struct kl_figure){ .name = "column",
		.kind = KL_FIGURE_TEXT, .text = total->place.field });
	add_figure(made, (struct kl_figure){ .name = "row",
		.kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)total->place.row) });
}

/* True if the table's own total gives the same verdict on its N. */
static bool told_by_total(const struct kl_n *state, const struct kl_scope *scope,
	const struct kl_n_table *table)
{
	const struct kl_n_shared *group = &state->shared[state->same->word_count];

	return state->column->given && !table->multiple && table->has_total
		&& equal_points(known(scope, table->total),
			known(scope, group->cell));
}

static enum kl_status report_n(struct kl_sum_finding *made,
	const struct kl_n *state, const struct kl_scope *scope,
	const struct kl_n_record *record, struct kl_error *error)
{
	const struct kl_n_table *table = &state->tables[record->table];
	const struct kl_n_shared *group = &state->shared[state->same->word_count];

	made->finding.code = KL_CODE_n_mismatch;
	switch (record->kind) {
	case KL_N_TOTAL:
		against_total(made, state, scope, table);
		break;
	case KL_N_GROUP:
		if (told_by_total(state, scope, table))
			return KL_OK;
		made->finding.message = group->tie ? KL_MESSAGE_n_group_tie
			: KL_MESSAGE_n_group;
		compare_with(made, state, group);
		break;
	case KL_N_SEVERAL:
		made->finding.message = KL_MESSAGE_n_several;
		break;
	default:
		made->finding.message = KL_MESSAGE_n_sum;
		add_figure(made, (struct kl_figure){ .name = "column",
			.kind = KL_FIGURE_TEXT,
			.text = state->column->words[0].text });
		break;
	}
	return kl_scope_report(scope, &made->finding, error);
}

static enum kl_status report_column(struct kl_sum_finding *made,
	const struct kl_n *state, const struct kl_scope *scope,
	const struct kl_n_record *record, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	const struct kl_n_shared *shared = &state->shared[record->column];
	char value[KL_INTERVAL_TEXT], expected[KL_INTERVAL_TEXT];
	char decimal_char = made->finding.cell_count > 0 ? kl_equations_at(
		scope->equations, judgement->terms[1].cell)->decimal_char : '.';
	struct kl_interval agreed = known(scope, shared->cell);
	struct kl_finding *finding = &made->finding;

	finding->code = KL_CODE_n_columns;
	finding->message = shared->tie ? KL_MESSAGE_n_columns_tie
		: KL_MESSAGE_n_columns;
	finding->place = state->tables[record->table].headers[record->column];
	finding->place.row = 0;
	finding->decimal_char = decimal_char;
	finding->value = (struct kl_span){ value, kl_interval_format(
		&judgement->rest, decimal_char, value) };
	finding->expected = (struct kl_span){ expected, kl_interval_format(&agreed,
		decimal_char, expected) };
	compare_with(made, state, shared);
	return kl_scope_report(scope, finding, error);
}

enum kl_status kl_n_violated(void *memory, const struct kl_scope *scope,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	const struct kl_n *state = memory;
	const struct kl_n_record *record = &state->records[judgement->tag];
	struct kl_sum_finding made;
	enum kl_status status;

	if (!kl_sum_finding_init(&made, scope->equations, judgement))
		return kl_no_memory(error);
	if (record->kind == KL_N_COLUMN) {
		status = report_column(&made, state, scope, record, judgement, error);
	} else if (record->kind == KL_N_PART || record->kind == KL_N_PART_COLUMN) {
		made.finding.code = KL_CODE_part_exceeds;
		made.finding.message = record->kind == KL_N_PART
			? KL_MESSAGE_part_exceeds_n : KL_MESSAGE_part_exceeds_column;
		status = kl_scope_report(scope, &made.finding, error);
	} else {
		status = report_n(&made, state, scope, record, error);
	}
	kl_sum_finding_release(&made);
	return status;
}
