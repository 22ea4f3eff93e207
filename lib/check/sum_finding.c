#include "check/sum_finding.h"

#include <stdlib.h>

enum { MOST_NAMED = 6 };        /* parts that are called by their names */

static void add_figure(struct kl_sum_finding *made, struct kl_figure figure)
{
	made->figures[made->finding.figure_count++] = figure;
}

/* All terms but the head, which the finding already names. Where the head itself
 * went into a cell that was derived, the printed cells do not add up to it any
 * more: then the terms as the rule says them. */
static const struct kl_term *others(const struct kl_judgement *judgement,
	size_t *count)
{
	bool has_head = judgement->printed_count > 0
		&& judgement->printed[0].cell == judgement->head
		&& judgement->printed[0].factor == judgement->terms[0].factor;

	*count = (has_head ? judgement->printed_count : judgement->term_count) - 1;
	return (has_head ? judgement->printed : judgement->terms) + 1;
}

/* Names for parts in the head's own row; "the 3 rows of the column"; or "the 4 cells". */
static void describe_parts(struct kl_sum_finding *made,
	const struct kl_equations *equations, const struct kl_judgement *judgement)
{
	const struct kl_place *head = &made->finding.place;
	size_t count, rows = 0, columns = 0;
	uint64_t cells = 0;
	const struct kl_term *terms = others(judgement, &count);

	for (size_t i = 0; i < count; i++) {
		const struct kl_equation_cell *cell = kl_equations_at(equations,
			terms[i].cell);
		bool sum = cell->place.path == NULL;
		cells += cell->cells;
		rows += !sum && cell->place.row == head->row;
		/* A running sum is of the rows of this column. */
		columns += sum || kl_span_equal(cell->place.field, head->field);
	}
	struct kl_figure parts = { .name = "parts", .kind = KL_FIGURE_PHRASE,
		.phrase = columns != count ? KL_MESSAGE_parts_cells
			: cells == 1 ? KL_MESSAGE_parts_row : KL_MESSAGE_parts_rows };
	if (rows == count && count <= MOST_NAMED) {
		for (size_t i = 0; i < count; i++) {
			const struct kl_equation_cell *cell =
				kl_equations_at(equations, terms[i].cell);
			bool minus = (terms[i].factor > 0)
				== (judgement->terms[0].factor > 0);
			if (i > 0 || minus)
				kl_text_puts(&made->parts, minus ? " - " : " + ");
			kl_text_add(&made->parts, cell->place.field);
		}
		parts.kind = KL_FIGURE_TEXT;
		parts.text = kl_text_span(&made->parts);
	}
	made->one_part = cells == 1;
	add_figure(made, parts);
	add_figure(made, (struct kl_figure){ .name = "count",
		.kind = KL_FIGURE_COUNT, .number = kl_decimal_of((int64_t)cells) });
}

/* The difference as printed, and how much of it rounding can explain: half the
 * width of the gap. */
static void add_difference(struct kl_sum_finding *made,
	const struct kl_equations *equations, const struct kl_judgement *judgement)
{
	struct kl_interval printed = kl_interval_point(kl_decimal_of(0));
	struct kl_figure difference = { .name = "difference",
		.kind = KL_FIGURE_INTERVAL };
	struct kl_decimal width;

	for (size_t i = 0; i < judgement->printed_count; i++) {
		const struct kl_equation_cell *cell = kl_equations_at(equations,
			judgement->printed[i].cell);
		struct kl_interval value = cell->value.kind == KL_CELL_ROUNDED
			? kl_interval_point(cell->value.value) : cell->known;
		made->rounded = made->rounded || cell->value.kind == KL_CELL_ROUNDED;
		if (!kl_interval_add_scaled(&printed, &value,
				judgement->printed[i].factor * judgement->terms[0].factor))
			printed = kl_interval_all();
	}
	difference.interval = printed;
	add_figure(made, difference);
	const struct kl_interval *gap = &judgement->gap;
	if (gap->low.infinite || gap->high.infinite
			|| !kl_interval_is_point(&printed)
			|| !kl_decimal_subtract(gap->high.at, gap->low.at, &width)
			|| width.decimals >= KL_DECIMAL_DIGITS
			|| !kl_decimal_scale(width, 5, &width)) {
		made->rounded = false;
		return;
	}
	/* Rounding up or down explains more to one side: no bound tells that. */
	struct kl_decimal ends, twice;
	if (!kl_decimal_add(gap->low.at, gap->high.at, &ends)
			|| !kl_decimal_scale(printed.low.at, 2, &twice)
			|| kl_decimal_compare(ends, twice) != 0) {
		made->rounded = false;
		return;
	}
	if (made->rounded && kl_decimal_sign(printed.low.at) < 0
			&& kl_decimal_scale(printed.low.at, -1, &ends))
		made->figures[made->finding.figure_count - 1].interval =
			kl_interval_point(ends);
	width.decimals++;
	while (width.decimals > 0 && width.coefficient % 10 == 0) {
		width.coefficient /= 10;
		width.decimals--;
	}
	add_figure(made, (struct kl_figure){ .name = "bound",
		.kind = KL_FIGURE_NUMBER, .number = width });
}

static bool list_cells(struct kl_sum_finding *made,
	const struct kl_equations *equations, const struct kl_judgement *judgement)
{
	made->cells = calloc(judgement->printed_count + 1, sizeof *made->cells);
	if (made->cells == NULL)
		return false;
	for (size_t i = 0; i < judgement->printed_count; i++) {
		const struct kl_equation_cell *cell = kl_equations_at(equations,
			judgement->printed[i].cell);
		if (cell->place.path == NULL) {
			made->finding.unlisted_cells += cell->cells;
			continue;
		}
		made->cells[made->finding.cell_count++] = (struct kl_finding_cell){
			cell->place, cell->printed };
	}
	return true;
}

bool kl_sum_finding_init(struct kl_sum_finding *made,
	const struct kl_equations *equations, const struct kl_judgement *judgement)
{
	const struct kl_equation_cell *head = kl_equations_at(equations,
		judgement->head);

	*made = (struct kl_sum_finding){ .finding = { .place = head->place,
		.label = head->label, .value = head->printed,
		.decimal_char = head->decimal_char } };
	made->finding.figures = made->figures;
	if (!list_cells(made, equations, judgement)
			|| !kl_proposal_make(&made->proposal, equations, judgement,
				&made->finding)) {
		kl_sum_finding_release(made);
		return false;
	}
	made->finding.cells = made->cells;
	size_t length = kl_interval_format(&judgement->rest, head->decimal_char,
		made->expected);
	made->finding.expected = (struct kl_span){ made->expected, length };
	describe_parts(made, equations, judgement);
	add_difference(made, equations, judgement);
	add_figure(made, (struct kl_figure){ .name = "one",
		.kind = KL_FIGURE_INTERVAL, .interval = judgement->head_value });
	if (!made->parts.failed)
		return true;
	kl_sum_finding_release(made);
	return false;
}

void kl_sum_finding_release(struct kl_sum_finding *made)
{
	free(made->cells);
	kl_proposal_release(&made->proposal);
	kl_text_release(&made->parts);
}
