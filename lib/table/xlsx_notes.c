#include "table/xlsx_notes.h"

#include "base/translate.h"
#include "table/sheet.h"

enum { RANGES = 8, COLUMNS = 120 };     /* ranges, and bytes of columns, that are named */

void kl_notes_hidden_row(struct kl_sheet_notes *notes, uint32_t row)
{
	if (notes->hidden_rows++ == 0)
		notes->first_hidden = row;
}

void kl_notes_column(struct kl_sheet_notes *notes, const char **attributes)
{
	uint32_t first, last;

	if (!kl_xml_is_true(kl_xml_attribute(attributes, "hidden"))
			|| !kl_xml_number(kl_xml_attribute(attributes, "min"),
				KL_SHEET_COLUMNS, &first)
			|| !kl_xml_number(kl_xml_attribute(attributes, "max"),
				KL_SHEET_COLUMNS, &last)
			|| notes->columns.length > COLUMNS)
		return;
	kl_text_puts(&notes->columns, notes->columns.length > 0 ? ", " : "");
	if (notes->columns.length > COLUMNS) {
		kl_text_puts(&notes->columns, "...");
		return;
	}
	kl_sheet_add_column(first, &notes->columns);
	if (last > first) {
		kl_text_puts(&notes->columns, ":");
		kl_sheet_add_column(last, &notes->columns);
	}
}

void kl_notes_merged(struct kl_sheet_notes *notes, const char **attributes)
{
	const char *range = kl_xml_attribute(attributes, "ref");

	if (range == NULL || notes->merged++ >= RANGES)
		return;
	kl_text_puts(&notes->ranges, notes->ranges.length > 0 ? ", " : "");
	kl_text_printf(&notes->ranges, "%.32s", range);
}

static void tell(const struct kl_workbook *workbook,
	const struct kl_reader_calls *calls, const struct kl_text_buffer *text)
{
	const struct kl_note note = { .kind = KL_NOTE_workbook,
		.path = workbook->path };

	if (!text->failed)
		kl_note_tell(calls, note, "%s", text->at);
}

/* "sheet 'Blad1': 3 hidden rows are read too, the first is row 5; hidden columns
 * are read too: C" */
static void add_hidden(const struct kl_sheet_notes *notes,
	struct kl_text_buffer *text)
{
	if (notes->hidden_rows > 0)
		kl_text_printf(text, kl_translate(
			"; hidden rows are read too: %llu, the first is row %u"),
			(unsigned long long)notes->hidden_rows,
			(unsigned)notes->first_hidden);
	if (notes->columns.length > 0)
		kl_text_printf(text, kl_translate("; hidden columns are read too: %s"),
			notes->columns.at);
	if (notes->merged == 0)
		return;
	kl_text_printf(text, kl_translate(
		"; merged cells have their value at the top left: %s"),
		notes->ranges.length > 0 ? notes->ranges.at : "");
	if (notes->merged > RANGES)
		kl_text_printf(text, kl_translate(" and %llu more"),
			(unsigned long long)(notes->merged - RANGES));
}

/* The other sheets that are no tables by themselves. */
static void add_others(const struct kl_workbook *workbook, size_t read,
	bool tables, const char *what, struct kl_text_buffer *text)
{
	size_t count = 0;

	for (size_t i = 0; i < workbook->count; i++) {
		const struct kl_workbook_sheet *sheet = &workbook->sheets[i];
		if (i == read || sheet->table != tables
				|| (tables && !sheet->hidden))
			continue;
		if (count++ == 0)
			kl_text_printf(text, "%s%s", text->length > 0 ? "; " : "",
				what);
		kl_text_printf(text, "%s'%s'", count > 1 ? ", " : ": ",
			sheet->name);
	}
}

void kl_notes_tell(const struct kl_sheet_notes *notes,
	const struct kl_workbook *workbook, size_t sheet,
	const struct kl_reader_calls *calls)
{
	struct kl_text_buffer text = { 0 };

	if (calls->note == NULL)
		return;
	kl_text_printf(&text, workbook->sheets[sheet].hidden
		? kl_translate("sheet '%s' is hidden, and read too")
		: kl_translate("sheet '%s'"), workbook->sheets[sheet].name);
	size_t begun = text.length;
	add_hidden(notes, &text);
	if (text.length > begun || workbook->sheets[sheet].hidden)
		tell(workbook, calls, &text);
	kl_text_release(&text);
	add_others(workbook, sheet, true, kl_translate("hidden sheets are read only by name"),
		&text);
	add_others(workbook, sheet, false, kl_translate("sheets without cells"), &text);
	if (text.length > 0)
		tell(workbook, calls, &text);
	kl_text_release(&text);
	if (workbook->external == 0)
		return;
	kl_text_printf(&text, kl_translate(
		"what the workbook refers to outside itself is not looked at: %zu"),
		workbook->external);
	tell(workbook, calls, &text);
	kl_text_release(&text);
}

void kl_notes_release(struct kl_sheet_notes *notes)
{
	kl_text_release(&notes->columns);
	kl_text_release(&notes->ranges);
}
