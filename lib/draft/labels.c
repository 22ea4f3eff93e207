/* Columns that belong together as code and name. */
#include <inttypes.h>
#include <stdlib.h>

#include "draft/shape.h"

/* Of ten codes so many must have one name; of two codes at least, since one says
 * nothing. */
enum { SHARE = 9, REPEATED = 2 };

struct pair {
	const struct kl_draft_column *code, *name;
	uint64_t codes, repeated, held; /* held: of those that stand in several rows */
};

/* Counts the codes of which all rows have the same name. */
static bool count(const struct kl_draft_table *table, struct pair *pair)
{
	const size_t codes = pair->code->value_count;
	struct of_code {
		uint32_t name, rows;
		bool differs;
	} *found = calloc(codes + 1, sizeof *found);

	if (found == NULL)
		return false;
	for (size_t row = 0; row < table->row_count; row++) {
		uint32_t code = pair->code->ids[row], name = pair->name->ids[row];
		if (code == UINT32_MAX || name == UINT32_MAX)
			continue;
		found[code].differs = found[code].rows > 0
			&& (found[code].differs || found[code].name != name);
		found[code].name = name;
		found[code].rows++;
	}
	for (size_t i = 0; i < codes; i++) {
		pair->codes += found[i].rows > 0;
		pair->repeated += found[i].rows > 1;
		pair->held += found[i].rows > 1 && !found[i].differs;
	}
	free(found);
	return true;
}

static bool can_be_name(const struct kl_draft_column *column,
	const struct kl_draft_column *code)
{
	return column != code && column->usable && column->kind == KL_DRAFT_TEXT
		&& !column->code && column->value_count > 1
		/* Fewer names than half the codes are kinds, not names. */
		&& 2 * column->value_count >= code->value_count
		&& (column->index == code->index + 1
			|| kl_name_has(column->name, "naam name", true));
}

static bool propose(struct kl_draft *draft, const struct kl_draft_table *table,
	const struct pair *pair)
{
	struct kl_drafting drafting = { .draft = draft, .enabled = true };

	kl_text_puts(&drafting.body, "code: ");
	kl_scalar_add(&drafting.body, pair->code->name);
	kl_text_puts(&drafting.body, "\nname: ");
	kl_scalar_add(&drafting.body, pair->name->name);
	kl_text_puts(&drafting.body, "\n");
	kl_drafting_hold(&drafting, pair->held, pair->repeated - pair->held, 0,
		"code");
	kl_text_printf(&drafting.why, "%" PRIu64 " of %" PRIu64 " codes stand in more "
		"than one row; the name beside each is compared.\n", pair->repeated,
		pair->codes);
	kl_drafting_bounds(&drafting, &table, 1);
	kl_scalar_add_remark(&drafting.told, pair->name->name, 60);
	kl_text_puts(&drafting.told, " is the name of ");
	kl_scalar_add_remark(&drafting.told, pair->code->name, 60);
	kl_drafting_name(&drafting, pair->name->name);
	return kl_drafting_add(&drafting, KL_DRAFT_LABELS, &table, 1);
}

/* The name of a code: the nearest column in which each code has one. */
static bool find_name(struct kl_draft *draft, const struct kl_draft_table *table,
	const struct kl_draft_column *code)
{
	for (size_t d = 1; d < table->column_count; d++) {
		for (int side = 1; side >= -1; side -= 2) {
			size_t at = side > 0 ? code->index + d : code->index - d;
			if (at >= table->column_count
					|| !can_be_name(&table->columns[at], code))
				continue;
			struct pair pair = { code, &table->columns[at], 0, 0, 0 };
			if (!count(table, &pair))
				return false;
			if (pair.repeated >= REPEATED
					&& 10 * pair.held >= SHARE * pair.repeated)
				return propose(draft, table, &pair);
		}
	}
	return true;
}

bool kl_draft_find_labels(struct kl_draft *draft)
{
	for (size_t t = 0; t < draft->table_count; t++) {
		const struct kl_draft_table *table = &draft->tables[t];
		for (size_t i = 0; i < table->column_count; i++) {
			const struct kl_draft_column *column = &table->columns[i];
			if (column->code && column->usable
					&& column->kind == KL_DRAFT_TEXT
					&& !find_name(draft, table, column))
				return false;
		}
	}
	return true;
}
