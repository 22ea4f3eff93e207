#include "finding/finding.h"

#include "base/translate.h"
#include "table/sheet.h"

void kl_place_add(const struct kl_place *place, struct kl_text_buffer *out)
{
	struct kl_text_buffer cell = { 0 };

	kl_text_add_visible(out, kl_span_of(place->path), 0);
	if (place->line == 0)
		return;
	kl_text_puts(out, ":");
	if (place->sheet != NULL) {
		kl_sheet_add_cell(place->sheet, place->line, place->column, &cell);
		kl_text_add_visible(out, kl_text_span(&cell), 0);
		out->failed = out->failed || cell.failed;
		kl_text_release(&cell);
		return;
	}
	kl_text_add_count(out, place->line);
	if (place->column == 0)
		return;
	kl_text_puts(out, ":");
	kl_text_add_count(out, place->column);
}

const char *kl_place_line_word(const struct kl_place *place)
{
	return place->sheet != NULL ? kl_translate_often(KL_TEXT("sheet row"))
		: kl_translate_often(KL_TEXT("line"));
}

void kl_place_add_line(const struct kl_place *place, struct kl_text_buffer *out)
{
	kl_text_puts(out, kl_place_line_word(place));
	kl_text_puts(out, " ");
	kl_text_add_count(out, place->line);
}
