#include "draft/printed.h"

#include "base/share.h"

bool kl_printed_is_percent(const struct kl_shape *shape, size_t column)
{
	bool percent = false;

	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_column *here =
			&shape->tables[t]->columns[column];
		percent = percent || (kl_column_is_number(here) && here->percent
			&& here->usable);
	}
	return percent && shape->tables[0]->columns[column].name.length
		<= KL_SCALAR_KEY_MOST;
}

void kl_printed_read(const struct kl_shape *shape, size_t column,
	struct kl_printed *out)
{
	for (size_t t = 0; t < shape->table_count; t++) {
		const struct kl_draft_table *table = shape->tables[t];
		const struct kl_draft_column *here = &table->columns[column];
		for (size_t row = 0; row < table->row_count; row++) {
			struct kl_cell cell;
			kl_cell_read(kl_sample_cell(here, row), &here->reading, &cell);
			bool fits = cell.kind == KL_CELL_EXACT
				&& cell.value.decimals <= KL_SHARE_DECIMALS
				&& cell.value.coefficient <= KL_FIGURE_MOST
				&& cell.value.coefficient >= 0;
			*out++ = fits ? (struct kl_printed){
				(int64_t)cell.value.coefficient, cell.value.decimals }
				: (struct kl_printed){ 0, -1 };
		}
	}
}

struct kl_closing kl_closing_start(void)
{
	return (struct kl_closing){ kl_interval_point(kl_decimal_of(-100)), 0, true };
}

void kl_closing_add(struct kl_closing *closing, struct kl_printed printed)
{
	const struct kl_decimal unit = { 1, printed.decimals };
	const struct kl_decimal value = { printed.units, printed.decimals };
	struct kl_interval rounded;

	closing->parts++;
	closing->known = closing->known && printed.decimals >= 0
		&& kl_interval_rounded(value, unit, KL_HALF_UP, &rounded)
		&& kl_interval_add_scaled(&closing->sum, &rounded, 1);
}

enum kl_outcome kl_closing_end(const struct kl_closing *closing)
{
	if (!closing->known || closing->parts < 2)
		return KL_UNDECIDED;
	return kl_interval_zero(&closing->sum) == KL_VIOLATED ? KL_VIOLATED
		: KL_HOLDS;
}
