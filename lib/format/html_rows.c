/* Which rows of a table are drawn: those of findings, as long as there is room.
 * That is known as soon as a finding comes, so that it can link to them. */
#include "format/html.h"

/* What takes part in a finding leaves room for the rows of others. */
enum { OWN_ROWS = KL_HTML_ROWS * 3 / 5 };

/* Index of the first row that is not before `row`. */
static size_t find_row(const struct kl_html_table *info, uint64_t row)
{
	size_t low = 0, high = info->row_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (info->rows[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_row(const struct kl_html_table *info, uint64_t row)
{
	size_t at = find_row(info, row);

	return at < info->row_count && info->rows[at] == row;
}

static size_t drawn_columns(const struct kl_html *h, size_t order)
{
	size_t count = h->shown.tables[order].column_count;

	return count < KL_HTML_COLUMNS ? count : KL_HTML_COLUMNS;
}

enum kl_status kl_html_want_row(struct kl_html *h, size_t order,
	const struct kl_spot *spot, struct kl_error *error)
{
	struct kl_html_table *info = &h->tables[order];
	size_t at = find_row(info, spot->row), columns = drawn_columns(h, order);

	/* The header, and the N under it, are drawn with every table. */
	if (!spot->cell || spot->row == 0 || spot->row == KL_HTML_ROW_N
			|| has_row(info, spot->row))
		return KL_OK;
	if (info->row_count >= OWN_ROWS || h->cells + columns > KL_HTML_CELLS)
		return KL_OK;
	if (!kl_grow(info->rows, info->row_capacity, info->row_count + 1))
		return kl_no_memory(error);
	memmove(info->rows + at + 1, info->rows + at,
		(info->row_count - at) * sizeof *info->rows);
	info->rows[at] = spot->row;
	info->row_count++;
	h->cells += columns;
	return KL_OK;
}

bool kl_html_is_drawn(const struct kl_html *h, size_t order,
	const struct kl_spot *spot)
{
	if (!spot->cell)
		return false;
	if (spot->row == KL_HTML_ROW_N)
		return true;
	return (spot->row == 0 || has_row(&h->tables[order], spot->row))
		&& (spot->column == KL_MARK_LATE || spot->column < KL_HTML_COLUMNS);
}

struct kl_spot kl_html_find(const struct kl_html *h,
	const struct kl_place *place)
{
	struct kl_spot spot = kl_shown_find(&h->shown, place);

	if (!spot.table || spot.cell)
		return spot;
	const struct kl_table *table = &h->scope->dataset->tables[place->order];
	if (place->row == 0 && kl_span_is(place->field, "n")
			&& table->n.text.at != NULL)
		spot = (struct kl_spot){ .table = true, .cell = true,
			.row = KL_HTML_ROW_N };
	return spot;
}

void kl_html_add_id(struct kl_text_buffer *out, size_t order,
	const struct kl_spot *spot)
{
	kl_text_printf(out, "t%zu-", order + 1);
	if (spot->row == KL_HTML_ROW_N) {
		kl_text_puts(out, "n");
		return;
	}
	kl_text_printf(out, "r%llu", (unsigned long long)spot->row);
	if (spot->column != KL_MARK_LATE)
		kl_text_printf(out, "-c%u", (unsigned)spot->column + 1);
}
