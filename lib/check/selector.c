#include "check/selector.h"

#include <stdlib.h>

#include "base/translate.h"

static enum kl_status find_match(struct kl_selector *selector, size_t at,
	const struct kl_scope *scope, const struct kl_match *match, bool lenient,
	struct kl_error *error)
{
	struct kl_selector_match *found = &selector->matches[at];

	found->value = kl_span_trim(match->value.text);
	if (!lenient)
		return kl_scope_need_column(scope, &match->field, &found->column,
			error);
	found->column = kl_scope_column(scope, match->field.text);
	return KL_OK;
}

enum kl_status kl_selector_begin(struct kl_selector *selector,
	const struct kl_scope *scope, const struct kl_argument *rows, bool lenient,
	struct kl_error *error)
{
	size_t count = 0;

	selector->rows = rows;
	selector->applies = !rows->given;
	for (size_t i = 0; i < rows->row_count; i++) {
		bool complete = true;
		for (size_t j = 0; j < rows->rows[i].count; j++) {
			if (!kl_grow(selector->matches, selector->capacity, count + 1))
				return kl_no_memory(error);
			enum kl_status status = find_match(selector, count, scope,
				&rows->rows[i].matches[j], lenient, error);
			if (status != KL_OK)
				return status;
			if (selector->matches[count++].column == SIZE_MAX)
				complete = false;
		}
		selector->applies = selector->applies || complete;
	}
	return KL_OK;
}

static bool meets(const struct kl_selector_match *matches, size_t count,
	const struct kl_row *row)
{
	for (size_t i = 0; i < count; i++) {
		if (matches[i].column == SIZE_MAX || !kl_span_equal(matches[i].value,
				kl_span_trim(kl_row_cell(row, matches[i].column))))
			return false;
	}
	return true;
}

static bool says_total(const struct kl_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (kl_text_says_total(row->cells[i]))
			return true;
	}
	return false;
}

size_t kl_selector_find(const struct kl_selector *selector,
	const struct kl_row *row)
{
	const struct kl_argument *rows = selector->rows;
	const struct kl_selector_match *at = selector->matches;

	if (!rows->given)
		return says_total(row) ? 0 : SIZE_MAX;
	for (size_t i = 0; i < rows->row_count; i++) {
		if (meets(at, rows->rows[i].count, row))
			return i;
		at += rows->rows[i].count;
	}
	return SIZE_MAX;
}

void kl_selector_describe(const struct kl_selector *selector,
	struct kl_text_buffer *out)
{
	const struct kl_argument *rows = selector->rows;

	if (!rows->given)
		kl_text_puts(out, kl_translate("a cell reads Totaal"));
	for (size_t i = 0; i < rows->row_count; i++) {
		for (size_t j = 0; j < rows->rows[i].count; j++) {
			const struct kl_match *match = &rows->rows[i].matches[j];
			if (i > 0 || j > 0)
				kl_text_puts(out, kl_translate(j > 0 ? KL_TEXT(" and ")
					: KL_TEXT(" or ")));
			kl_text_add_visible(out, match->field.text, 40);
			kl_text_puts(out, " = ");
			kl_text_add_visible(out, match->value.text, 40);
		}
	}
}

void kl_selector_release(struct kl_selector *selector)
{
	free(selector->matches);
}
