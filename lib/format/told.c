#include "format/told.h"

#include "format/phrases.h"
#include "table/sheet.h"

void kl_told_add(const struct kl_finding *finding, const struct kl_style *style,
	struct kl_text_buffer *out)
{
	const struct kl_place *place = &finding->place;
	struct kl_text_buffer part = { 0 };

	if (place->sheet != NULL && place->line > 0) {
		kl_sheet_add_cell(place->sheet, place->line, place->column, &part);
		kl_text_add_visible(out, kl_text_span(&part), 0);
		kl_text_puts(out, ": ");
	}
	kl_finding_message(finding, style, out);
	part.length = 0;
	kl_finding_repair_text(finding, style, &part);
	if (part.length > 0) {
		kl_text_puts(out, "; ");
		kl_text_add(out, kl_text_span(&part));
	}
	out->failed = out->failed || part.failed;
	kl_text_release(&part);
}

void kl_told_add_line(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out)
{
	kl_place_add(&finding->place, out);
	kl_text_printf(out, ": %s: ", finding->waiver != NULL
		? kl_phrase(KL_PHRASE_waived) : kl_severity_word(finding->severity));
	kl_finding_message(finding, style, out);
	kl_text_printf(out, " [%s]", kl_code_name(finding->code));
	if (finding->waiver != NULL) {
		kl_text_puts(out, "; ");
		kl_waiver_add(finding->waiver, out);
	}
	kl_text_puts(out, "\n");
}

void kl_told_add_problem(const struct kl_problem *problem,
	struct kl_text_buffer *out)
{
	const struct kl_place place = { .path = problem->path,
		.line = problem->line, .column = problem->column };

	if (problem->path != NULL) {
		kl_place_add(&place, out);
		kl_text_puts(out, ": ");
	}
	kl_text_printf(out, "%s: ", kl_phrase(KL_PHRASE_not_checked));
	kl_text_add_visible(out, kl_span_of(problem->text), 0);
	kl_text_puts(out, "\n");
}

void kl_told_add_note(const struct kl_told_note *note, struct kl_text_buffer *out)
{
	kl_place_add(&note->place, out);
	kl_text_printf(out, ": %s: ", kl_phrase(KL_PHRASE_note));
	kl_text_add_visible(out, kl_span_of(note->text), 0);
	kl_text_puts(out, "\n");
}

static bool has_any(struct kl_span text, const char *characters)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == '\0' || strchr(characters, text.at[i]) != NULL)
			return true;
	}
	return false;
}

uint64_t kl_place_byte(const struct kl_place *place)
{
	if (place->byte == 0 || place->written == KL_WRITTEN_WIDE)
		return 0;
	return place->written == KL_WRITTEN_SINGLE ? place->column + place->lead
		: place->byte;
}

bool kl_text_range_of(const struct kl_place *place, struct kl_span text,
	struct kl_text_range *out)
{
	struct kl_span shown = kl_span_trim(text);

	if (place->byte == 0 || place->sheet != NULL || place->column == 0
			|| has_any(shown, "\"'\r\n")
			|| kl_utf8_check(shown) < shown.length)
		return false;
	*out = (struct kl_text_range){ .line = place->line,
		.column = place->column + place->lead, .byte = kl_place_byte(place) };
	out->column_end = out->column + kl_utf8_count(shown);
	if (out->byte > 0)
		out->byte_end = out->byte + (place->written == KL_WRITTEN_SINGLE
			? out->column_end - out->column : shown.length);
	return true;
}

bool kl_change_range(const struct kl_change *change, struct kl_text_range *out)
{
	static const char *const delimiters[] = { ",", ";", "\t", "|" };

	for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
		if (has_any(change->to, delimiters[i])
				&& !has_any(change->from, delimiters[i]))
			return false;
	}
	return !has_any(change->to, "\"'\r\n")
		&& kl_text_range_of(&change->place, change->from, out);
}
