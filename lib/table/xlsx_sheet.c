/* A worksheet: its XML, cell by cell. */
#include <stdlib.h>

#include "table/sheet.h"
#include "base/translate.h"
#include "table/xlsx.h"
#include "table/xlsx_notes.h"
#include "table/xlsx_rows.h"
#include "table/xlsx_strings.h"
#include "table/xlsx_styles.h"

/* How the value of a cell is to be read: its attribute t. */
enum type { NUMBER, SHARED, TEXT, INLINE, TRUTH, WRONG, DATE };

/* How deep elements stand: worksheet is 1. */
enum { DATA = 2, ROW = 3, CELL = 4, VALUE = 5 };

struct sheet {
	struct kl_workbook *workbook;
	const char *name;
	const struct kl_strings *strings;
	const struct kl_styles *styles;
	struct kl_sheet_rows rows;
	struct kl_sheet_notes notes;
	bool in_data, in_row, in_cell, in_value, in_inline;
	uint32_t row;                   /* from 1; of the last that began */
	/* The cell: */
	uint32_t column;                /* from 1; of the last that began */
	enum type type;
	uint32_t style;
	bool has_value, has_formula;
	struct kl_text_buffer value;    /* as it stands */
	struct kl_text_buffer number, made;     /* what becomes of it */
	struct kl_string_reader text;   /* of an <is> */
};

static enum kl_status fail_cell(const struct sheet *sheet, enum kl_status status,
	const char *what, struct kl_error *error)
{
	struct kl_text_buffer cell = { 0 };

	kl_sheet_add_cell(sheet->name, sheet->row, sheet->column, &cell);
	if (cell.failed)
		kl_no_memory(error);
	else
		kl_fail(error, status, sheet->workbook->path, 0, 0, "%s %s", cell.at,
			kl_translate(what));
	status = cell.failed ? KL_NO_MEMORY : status;
	kl_text_release(&cell);
	return status;
}

static enum kl_status start_row(struct sheet *sheet, const char **attributes,
	struct kl_error *error)
{
	const char *given = kl_xml_attribute(attributes, "r");
	uint32_t row = sheet->row + 1;
	const char *path = sheet->workbook->path;

	if (given != NULL && (!kl_xml_number(given, UINT32_MAX, &row) || row == 0))
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is damaged: sheet '%s' has a row with the number '%.20s'",
			sheet->name, given);
	if (row > KL_SHEET_ROWS)
		return kl_fail(error, KL_LIMIT, path, 0, 0,
			"sheet '%s' has a row %u, and a sheet holds %d", sheet->name,
			(unsigned)row, KL_SHEET_ROWS);
	if (row <= sheet->row)
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is damaged: row %u of sheet '%s' stands after row %u",
			(unsigned)row, sheet->name, (unsigned)sheet->row);
	sheet->row = row;
	sheet->column = 0;
	sheet->in_row = true;
	if (kl_xml_is_true(kl_xml_attribute(attributes, "hidden")))
		kl_notes_hidden_row(&sheet->notes, row);
	kl_rows_begin(&sheet->rows, row);
	return KL_OK;
}

static enum type read_type(const char *name)
{
	static const struct {
		const char *name;
		enum type type;
	} types[] = { { "s", SHARED }, { "str", TEXT }, { "inlineStr", INLINE },
		{ "b", TRUTH }, { "e", WRONG }, { "d", DATE } };

	for (size_t i = 0; name != NULL && i < sizeof types / sizeof *types; i++) {
		if (strcmp(name, types[i].name) == 0)
			return types[i].type;
	}
	return NUMBER;
}

static enum kl_status start_cell(struct sheet *sheet, const char **attributes,
	struct kl_error *error)
{
	const char *place = NULL, *type = NULL, *style = NULL;
	uint32_t row = sheet->row;

	for (; *attributes != NULL; attributes += 2) {
		const char *name = attributes[0];
		if (name[0] == '\0' || name[1] != '\0')
			continue;
		if (name[0] == 'r')
			place = attributes[1];
		else if (name[0] == 't')
			type = attributes[1];
		else if (name[0] == 's')
			style = attributes[1];
	}
	sheet->column++;
	if (place != NULL && (!kl_sheet_reference(kl_span_of(place), &row,
			&sheet->column) || row != sheet->row))
		return kl_fail(error, KL_INVALID, sheet->workbook->path, 0, 0,
			"is damaged: row %u of sheet '%s' has a cell '%.20s'",
			(unsigned)sheet->row, sheet->name, place);
	if (sheet->column > KL_SHEET_COLUMNS)
		return kl_fail(error, KL_LIMIT, sheet->workbook->path, 0, 0,
			"sheet '%s' has a column %u, and a sheet holds %d",
			sheet->name, (unsigned)sheet->column, KL_SHEET_COLUMNS);
	sheet->type = read_type(type);
	if (!kl_xml_number(style, UINT32_MAX, &sheet->style))
		sheet->style = 0;
	sheet->in_cell = true;
	sheet->has_value = sheet->has_formula = false;
	sheet->value.length = 0;
	return KL_OK;
}

static void start_value(struct sheet *sheet, const char *name)
{
	if (strcmp(name, "v") == 0) {
		sheet->in_value = sheet->has_value = true;
	} else if (strcmp(name, "f") == 0) {
		sheet->has_formula = true;
	} else if (strcmp(name, "is") == 0) {
		sheet->in_inline = sheet->has_value = true;
		kl_string_begin(&sheet->text);
	}
}

static enum kl_status start_part(struct sheet *sheet, const char *name,
	const char **attributes, struct kl_error *error)
{
	if (sheet->in_data)
		return strcmp(name, "row") == 0 ? start_row(sheet, attributes, error)
			: KL_OK;
	if (strcmp(name, "col") == 0)
		kl_notes_column(&sheet->notes, attributes);
	else if (strcmp(name, "mergeCell") == 0)
		kl_notes_merged(&sheet->notes, attributes);
	return KL_OK;
}

static void start(struct kl_xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->context;
	enum kl_status status = KL_OK;

	if (xml->depth == VALUE && sheet->in_cell)
		start_value(sheet, name);
	else if (xml->depth == CELL && sheet->in_row && strcmp(name, "c") == 0)
		status = start_cell(sheet, attributes, xml->error);
	else if (xml->depth == ROW)
		status = start_part(sheet, name, attributes, xml->error);
	else if (xml->depth == DATA)
		sheet->in_data = strcmp(name, "sheetData") == 0;
	else if (xml->depth > VALUE && sheet->in_inline)
		kl_string_start(&sheet->text, xml->depth, name, attributes);
	else if (xml->depth == 1 && strcmp(name, "worksheet") != 0)
		status = kl_fail(xml->error, KL_INVALID, sheet->workbook->path, 0, 0,
			"sheet '%s' is no worksheet, but a %s", sheet->name, name);
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

static void text(struct kl_xml *xml, struct kl_span piece)
{
	struct sheet *sheet = xml->context;

	if (sheet->in_value)
		kl_text_add(&sheet->value, piece);
	else if (sheet->in_inline)
		kl_string_text(&sheet->text, piece);
	if (sheet->value.length > KL_RECORD_MOST
			|| sheet->text.text.length > KL_RECORD_MOST)
		kl_xml_stop(xml, fail_cell(sheet, KL_LIMIT,
			"is too long to be read", xml->error));
}

/* Numbers may stand between blanks. */
static struct kl_span trimmed_value(const struct sheet *sheet)
{
	struct kl_span value = kl_text_span(&sheet->value);

	while (value.length > 0 && strchr(" \t\r\n", value.at[0]) != NULL) {
		value.at++;
		value.length--;
	}
	while (value.length > 0
			&& strchr(" \t\r\n", value.at[value.length - 1]) != NULL)
		value.length--;
	return value;
}

static enum kl_status put_shared(struct sheet *sheet, struct kl_error *error)
{
	struct kl_span value = trimmed_value(sheet);
	uint64_t index = 0;
	size_t i = 0;

	for (; i < value.length && value.at[i] >= '0' && value.at[i] <= '9'
			&& index < sheet->strings->count; i++)
		index = index * 10 + (uint64_t)(value.at[i] - '0');
	if (value.length == 0 || i < value.length
			|| index >= sheet->strings->count)
		return fail_cell(sheet, KL_INVALID,
			"refers to a text that the workbook does not have: it is damaged",
			error);
	kl_rows_put(&sheet->rows, sheet->column - 1,
		kl_string(sheet->strings, (uint32_t)index), false);
	return KL_OK;
}

/* A date as text, in the strict variant of the format: midnight is left out, as
 * numbers that are whole days have none. */
static struct kl_span without_midnight(struct kl_span value)
{
	static const char midnight[] = "T00:00:00";
	const size_t day = 10;

	if (value.length <= day)
		return value;
	struct kl_span time = { value.at + day, value.length - day };
	if (time.at[time.length - 1] == 'Z')
		time.length--;
	if (time.length > sizeof midnight && time.at[sizeof midnight - 1] == '.') {
		while (time.at[time.length - 1] == '0')
			time.length--;
		time.length -= time.at[time.length - 1] == '.';
	}
	if (kl_span_is(time, midnight))
		value.length = day;
	return value;
}

/* As the table writes numbers. */
static void set_decimal_char(struct sheet *sheet)
{
	const struct kl_reader_calls *calls = sheet->rows.calls;
	struct kl_text_buffer *number = &sheet->number;
	char *point = number->length > 0
		? memchr(number->at, '.', number->length) : NULL;

	if (point != NULL && calls->decimal_char != NULL
			&& kl_rows_in_data(&sheet->rows))
		*point = calls->decimal_char(calls->context, sheet->column - 1);
}

static struct kl_span make_number(struct sheet *sheet)
{
	enum kl_number_kind kind = kl_style_kind(sheet->styles, sheet->style);

	sheet->number.length = 0;
	kl_workbook_add_number(trimmed_value(sheet), sheet->has_formula,
		&sheet->number);
	sheet->made.length = 0;
	if (kind != KL_NUMBER_PLAIN && kl_workbook_add_date(
			kl_text_span(&sheet->number), kind,
			sheet->workbook->from_1904, &sheet->made))
		return kl_text_span(&sheet->made);
	set_decimal_char(sheet);
	return kl_text_span(&sheet->number);
}

static struct kl_span make_text(struct sheet *sheet,
	const struct kl_text_buffer *from)
{
	sheet->made.length = 0;
	kl_workbook_add_text(kl_text_span(from), &sheet->made);
	return kl_text_span(&sheet->made);
}

/* TRUE stands as 1. */
static struct kl_span make_truth(const struct sheet *sheet)
{
	struct kl_span value = trimmed_value(sheet);

	return kl_span_is(value, "1") ? kl_span_of("true")
		: kl_span_is(value, "0") ? kl_span_of("false") : value;
}

/* The errors that there are, as texts that outlive the reading. */
static const char *name_error(struct kl_span value)
{
	static const char *const names[] = { "#N/A", "#DIV/0!", "#NAME?", "#NULL!",
		"#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!",
		"#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (kl_span_is(value, names[i]))
			return names[i];
	}
	return "of a kind that klopt does not know";
}

static struct kl_span make_value(struct sheet *sheet)
{
	switch (sheet->type) {
	case TEXT:
		return make_text(sheet, &sheet->value);
	case INLINE:
		return make_text(sheet, &sheet->text.text);
	case TRUTH:
		return make_truth(sheet);
	case DATE:
		return without_midnight(trimmed_value(sheet));
	case WRONG:
		return trimmed_value(sheet);
	case NUMBER:
	case SHARED:
		break;
	}
	return make_number(sheet);
}

static enum kl_status end_cell(struct sheet *sheet, struct kl_error *error)
{
	size_t column = sheet->column - 1;

	if (!sheet->has_value) {
		if (sheet->has_formula)
			kl_rows_issue(&sheet->rows, column, KL_ISSUE_NO_VALUE, NULL);
		return KL_OK;
	}
	if (sheet->type == SHARED)
		return put_shared(sheet, error);
	struct kl_span value = make_value(sheet);
	if (sheet->value.failed || sheet->text.text.failed || sheet->made.failed
			|| sheet->number.failed)
		return kl_no_memory(error);
	kl_rows_put(&sheet->rows, column, value, true);
	if (sheet->type == WRONG)
		kl_rows_issue(&sheet->rows, column, KL_ISSUE_CELL_ERROR,
			name_error(value));
	return KL_OK;
}

static void end(struct kl_xml *xml, const char *name)
{
	struct sheet *sheet = xml->context;
	enum kl_status status = KL_OK;

	(void)name;
	if (xml->depth == VALUE) {
		sheet->in_value = sheet->in_inline = false;
	} else if (xml->depth == CELL && sheet->in_cell) {
		sheet->in_cell = false;
		status = end_cell(sheet, xml->error);
	} else if (xml->depth == ROW && sheet->in_row) {
		sheet->in_row = false;
		kl_rows_end(&sheet->rows);
	} else if (xml->depth > VALUE && sheet->in_inline) {
		kl_string_end(&sheet->text, xml->depth);
	}
	if (status == KL_OK)
		status = sheet->rows.status;
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

static enum kl_status check_sheet(const struct kl_workbook *workbook,
	size_t index, struct kl_error *error)
{
	const struct kl_workbook_sheet *sheet = &workbook->sheets[index];

	if (!sheet->table)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"sheet '%s' is a chart, a dialog or macros: it has no cells",
			sheet->name);
	if (sheet->part == NULL)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is damaged: it does not say where sheet '%s' is",
			sheet->name);
	return KL_OK;
}

void kl_workbook_forget(struct kl_workbook *workbook)
{
	if (workbook->texts != NULL)
		kl_strings_release(workbook->texts);
	if (workbook->formats != NULL)
		kl_styles_release(workbook->formats);
	workbook->texts = NULL;
	workbook->formats = NULL;
}

/* What all sheets share is read once. */
static enum kl_status read_shared(struct kl_workbook *workbook,
	struct kl_error *error)
{
	if (workbook->formats != NULL)
		return KL_OK;
	kl_workbook_forget(workbook);
	workbook->texts = kl_arena_alloc(&workbook->arena,
		sizeof *workbook->texts);
	struct kl_styles *formats = kl_arena_alloc(&workbook->arena,
		sizeof *formats);
	if (workbook->texts == NULL || formats == NULL)
		return kl_no_memory(error);
	enum kl_status status = kl_strings_read(workbook->texts, workbook, error);
	if (status == KL_OK)
		status = kl_styles_read(formats, workbook, error);
	if (status == KL_OK)
		workbook->formats = formats;
	else
		kl_styles_release(formats);
	return status;
}

static enum kl_status read_parts(struct sheet *sheet, size_t index,
	struct kl_error *error)
{
	static const struct kl_xml_calls calls = { start, end, text };
	struct kl_workbook *workbook = sheet->workbook;
	enum kl_status status = read_shared(workbook, error);

	sheet->strings = workbook->texts;
	sheet->styles = workbook->formats;
	if (status == KL_OK)
		status = kl_package_read(&workbook->package,
			workbook->sheets[index].part, &calls, sheet, error);
	if (status != KL_OK)
		return status;
	kl_rows_finish(&sheet->rows);
	return sheet->rows.status;
}

enum kl_status kl_read_sheet(struct kl_workbook *workbook, size_t index,
	const struct kl_layout *layout, const struct kl_reader_calls *calls,
	struct kl_error *error)
{
	const char *name = workbook->sheets[index].name;
	struct sheet sheet = { .workbook = workbook, .name = name,
		.rows = { .calls = calls, .path = workbook->path, .error = error,
			.dialect = { .delimiter = ',', .quote = '"', .sheet = name } } };
	enum kl_status status = check_sheet(workbook, index, error);

	kl_header_init(&sheet.rows.header, layout);
	if (status == KL_OK)
		status = read_parts(&sheet, index, error);
	if (status == KL_OK)
		kl_notes_tell(&sheet.notes, workbook, index, calls);
	kl_notes_release(&sheet.notes);
	kl_header_release(&sheet.rows.header);
	kl_rows_release(&sheet.rows);
	kl_text_release(&sheet.value);
	kl_text_release(&sheet.number);
	kl_text_release(&sheet.made);
	kl_text_release(&sheet.text.text);
	return status;
}

/* A call says so when it has seen enough. */
static const enum kl_status ENOUGH = KL_CLOSED;

static void start_looking(struct kl_xml *xml, const char *name,
	const char **attributes)
{
	bool *in_data = xml->context;

	(void)attributes;
	if (xml->depth == DATA)
		*in_data = strcmp(name, "sheetData") == 0;
	if (xml->depth == VALUE && *in_data && (strcmp(name, "v") == 0
			|| strcmp(name, "is") == 0 || strcmp(name, "f") == 0))
		kl_xml_stop(xml, ENOUGH);
}

enum kl_status kl_workbook_has_cells(struct kl_workbook *workbook, size_t index,
	bool *has, struct kl_error *error)
{
	static const struct kl_xml_calls calls = { .start = start_looking };
	bool in_data = false;
	enum kl_status status = check_sheet(workbook, index, error);

	if (status == KL_OK)
		status = kl_package_read(&workbook->package,
			workbook->sheets[index].part, &calls, &in_data, error);
	*has = status == ENOUGH;
	return status == ENOUGH ? KL_OK : status;
}
