/* Cells, sheets and formats of the workbook. */
#include <stdlib.h>

#include "format/xlsx.h"

enum {
	INK = 0x1f2933, HEADER = 0x243b53, WHITE = 0xffffff,
	PART_FILL = 0xeeeeee, PART_LINE = 0x9aa5b1,
	GRID = 0xd5dae0
};

/* Bytes: a row of cells, the buffer of a file, and all else. */
enum { FOR_SHEET = 512 << 10 };

enum { LINE_HEIGHT = 15, MOST_LINES = 27 };     /* points; 409 is the most */
#define LETTERS 1.12                            /* to a digit's width */

/* Digits across a page, lying, at the smallest size that is still read; what is
 * wider goes on beside it, with the first column again. */
#define PAGE_WIDTH 265.0
enum { MOST_PAGES = 1000 };

/* Fills are light, lines strong, and every level has a line of its own kind and
 * a sign, which the number format shows before what stands in the cell: the
 * levels can be told apart without seeing colours, and on a black and white
 * print. Where there is nothing to show, a line goes across. The hues are those
 * of Okabe and Ito (2008). */
static const struct {
	const char *sign;
	lxw_color_t fill, line;
	uint8_t border, across;
} levels[KL_MARK_LEVELS] = {
	[KL_MARK_PLAIN] = { .sign = "" },
	[KL_MARK_PART] = { "\"\xc2\xb7 \"", PART_FILL, PART_LINE, LXW_BORDER_HAIR,
		0 },
	[KL_MARK_INFO] = { "\"i \"", 0xd6ecf9, 0x0072b2, LXW_BORDER_DOTTED,
		LXW_DIAGONAL_BORDER_DOWN },
	[KL_MARK_WARNING] = { "\"! \"", 0xfdf0c4, 0xb07d00,
		LXW_BORDER_MEDIUM_DASHED, LXW_DIAGONAL_BORDER_UP },
	[KL_MARK_ERROR] = { "\"\xe2\x9c\x97 \"", 0xfbd9c6, 0xc14a00,
		LXW_BORDER_MEDIUM, LXW_DIAGONAL_BORDER_UP_DOWN },
};

enum kl_status kl_xlsx_fail(lxw_error code, struct kl_error *error)
{
	if (code == LXW_ERROR_MEMORY_MALLOC_FAILED || kl_xlsx_memory_lacked())
		return kl_no_memory(error);
	if (code == LXW_NO_ERROR)
		return KL_OK;
	return kl_fail(error, KL_IO, NULL, 0, 0,
		"the workbook cannot be written: %s", lxw_strerror(code));
}

/* With a sign also the form of negative numbers, so that the minus stays with
 * the figure. */
static void set_number_format(lxw_format *format, const char *sign, int shape)
{
	int grouped = shape >= KL_XLSX_GROUPED;
	int decimals = shape - (grouped ? KL_XLSX_GROUPED : KL_XLSX_NUMBER);
	char figure[32], code[96];

	snprintf(figure, sizeof figure, "%s%s%.*s", grouped ? "#,##0" : "0",
		decimals > 0 ? "." : "", decimals, "000000000000000");
	if (*sign == '\0')
		snprintf(code, sizeof code, "%s", figure);
	else
		snprintf(code, sizeof code, "%s%s;%s-%s", sign, figure, sign, figure);
	format_set_num_format(format, code);
	format_set_align(format, LXW_ALIGN_RIGHT);
}

static bool is_header(int shape)
{
	return shape == KL_XLSX_HEADER || shape == KL_XLSX_HEADER_RIGHT
		|| shape == KL_XLSX_HEADER_WRAPPED;
}

static void set_text_format(lxw_format *format, const char *sign, int shape)
{
	char code[16];

	snprintf(code, sizeof code, "%s@", shape == KL_XLSX_LONG ? "" : sign);
	format_set_num_format(format, code);
	if (shape == KL_XLSX_WRAPPED || shape == KL_XLSX_LONG
			|| shape == KL_XLSX_HEADER_WRAPPED)
		format_set_text_wrap(format);
	if (is_header(shape))
		format_set_bold(format);
	if (shape == KL_XLSX_RIGHT || shape == KL_XLSX_HEADER_RIGHT)
		format_set_align(format, LXW_ALIGN_RIGHT);
	if (shape == KL_XLSX_HEADER_RIGHT)
		format_set_indent(format, 2);   /* beside the filter's arrow */
}

static void set_level(lxw_format *format, enum kl_mark_level level, int shape)
{
	if (level != KL_MARK_PLAIN) {
		format_set_bg_color(format, levels[level].fill);
		format_set_border(format, levels[level].border);
		format_set_border_color(format, levels[level].line);
		format_set_font_color(format, INK);
		if (shape == KL_XLSX_BLANK && levels[level].across != 0) {
			format_set_diag_type(format, levels[level].across);
			format_set_diag_color(format, levels[level].line);
		}
		return;
	}
	format_set_border(format, LXW_BORDER_THIN);
	format_set_border_color(format, GRID);
	if (is_header(shape)) {
		format_set_bg_color(format, HEADER);
		format_set_font_color(format, WHITE);
	}
}

enum kl_status kl_xlsx_new_format(struct kl_xlsx *x, enum kl_mark_level level,
	int shape, lxw_format **format, struct kl_error *error)
{
	*format = workbook_add_format(x->book);
	if (*format == NULL)
		return kl_no_memory(error);
	format_set_align(*format, LXW_ALIGN_VERTICAL_TOP);
	if (shape >= KL_XLSX_NUMBER)
		set_number_format(*format, levels[level].sign, shape);
	else
		set_text_format(*format, levels[level].sign, shape);
	set_level(*format, level, shape);
	return KL_OK;
}

enum kl_status kl_xlsx_format(struct kl_xlsx *x, enum kl_mark_level level,
	int shape, lxw_format **format, struct kl_error *error)
{
	lxw_format **kept = &x->formats[level][shape];
	enum kl_status status = *kept != NULL ? KL_OK
		: kl_xlsx_new_format(x, level, shape, kept, error);

	*format = *kept;
	return status;
}

enum kl_status kl_xlsx_put(struct kl_xlsx *x, lxw_worksheet *sheet, uint32_t row,
	uint32_t column, struct kl_span text, lxw_format *format,
	struct kl_error *error)
{
	kl_xlsx_text(text, KL_XLSX_UNITS, &x->text);
	if (x->text.failed)
		return kl_no_memory(error);
	if (x->text.length == 0)
		return kl_xlsx_fail(worksheet_write_blank(sheet, row,
			(lxw_col_t)column, format), error);
	kl_xlsx_wrote(x, sheet, x->text.length);
	return kl_xlsx_fail(worksheet_write_string(sheet, row, (lxw_col_t)column,
		x->text.at, format), error);
}

enum kl_status kl_xlsx_puts(struct kl_xlsx *x, lxw_worksheet *sheet,
	uint32_t row, uint32_t column, const char *text, lxw_format *format,
	struct kl_error *error)
{
	return kl_xlsx_put(x, sheet, row, column, kl_span_of(text), format, error);
}

enum kl_status kl_xlsx_put_count(struct kl_xlsx *x, lxw_worksheet *sheet,
	uint32_t row, uint32_t column, uint64_t count, lxw_format *format,
	struct kl_error *error)
{
	kl_xlsx_wrote(x, sheet, 0);
	return kl_xlsx_fail(worksheet_write_number(sheet, row, (lxw_col_t)column,
		(double)count, format), error);
}

enum kl_status kl_xlsx_put_link(struct kl_xlsx *x, lxw_worksheet *sheet,
	uint32_t row, uint32_t column, const char *text, lxw_format *format,
	const char *to, uint32_t to_row, uint32_t to_column,
	struct kl_error *error)
{
	struct kl_text_buffer place = { 0 };
	lxw_error code;

	kl_xlsx_text(kl_span_of(text), KL_XLSX_UNITS, &x->text);
	kl_text_puts(&place, "internal:");
	kl_xlsx_add_place(&place, to, to_row, to_column);
	if (place.failed || x->text.failed) {
		kl_text_release(&place);
		return kl_no_memory(error);
	}
	kl_xlsx_wrote_link(x, sheet, x->text.length);
	code = worksheet_write_url_opt(sheet, row, (lxw_col_t)column, place.at,
		format, x->text.at, NULL);
	kl_text_release(&place);
	return kl_xlsx_fail(code, error);
}

size_t kl_xlsx_lines(struct kl_span text, double digits)
{
	size_t lines = 1, used = 0, word = 0;
	size_t width = (size_t)(digits * LETTERS);

	for (; text.length > 0; text.at++, text.length--) {
		unsigned char c = (unsigned char)*text.at;
		if (c == '\n') {
			lines++;
			used = word = 0;
		} else if ((c & 0xc0) != 0x80) {
			word = c == ' ' ? 0 : word + 1;
			if (++used > width) {
				lines++;
				used = word < width ? word : 1;
			}
		}
	}
	return lines;
}

double kl_xlsx_height(size_t lines)
{
	return lines < 2 ? 0 : (double)(lines < MOST_LINES ? lines : MOST_LINES)
		* LINE_HEIGHT;
}

enum kl_status kl_xlsx_set_lines(lxw_worksheet *sheet, uint32_t row,
	size_t lines, struct kl_error *error)
{
	return lines < 2 ? KL_OK : kl_xlsx_fail(worksheet_set_row(sheet, row,
		kl_xlsx_height(lines), NULL), error);
}

/* In formulas the library leaves a name without quotes that looks like a number
 * or a cell, "2004" or "AB1": Excel would not find the sheet. */
static enum kl_status quote_name(lxw_worksheet *sheet, const char *name,
	struct kl_error *error)
{
	size_t size = strlen(name) + 3;

	if (*sheet->quoted_name == '\'')
		return KL_OK;
	char *quoted = malloc(size);
	if (quoted == NULL)
		return kl_no_memory(error);
	snprintf(quoted, size, "'%s'", name);
	free(sheet->quoted_name);
	sheet->quoted_name = quoted;
	return KL_OK;
}

enum kl_status kl_xlsx_add_sheet(struct kl_xlsx *x, const char *name,
	lxw_worksheet **sheet, struct kl_error *error)
{
	lxw_error code = workbook_validate_sheet_name(x->book, name);
	struct kl_text_buffer footer = { 0 };

	if (code != LXW_NO_ERROR)
		return kl_xlsx_fail(code, error);
	enum kl_status status = kl_xlsx_try_room(0, error);
	if (status != KL_OK)
		return status;
	kl_xlsx_memory_expect(FOR_SHEET);
	*sheet = workbook_add_worksheet(x->book, name);
	if (*sheet == NULL)
		return kl_no_memory(error);
	x->whole.sheets++;
	status = quote_name(*sheet, name, error);
	if (status != KL_OK)
		return status;
	worksheet_set_paper(*sheet, 9);         /* A4 */
	worksheet_set_landscape(*sheet);
	worksheet_fit_to_pages(*sheet, 1, 0);
	worksheet_set_margins(*sheet, 0.5, 0.5, 0.6, 0.6);
	kl_text_printf(&footer, "&L&A&R%s", kl_phrase(KL_PHRASE_page_footer));
	code = footer.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
		: worksheet_set_footer(*sheet, footer.at);
	kl_text_release(&footer);
	return kl_xlsx_fail(code, error);
}

void kl_xlsx_dress(struct kl_xlsx *x, lxw_worksheet *sheet, uint32_t last_row,
	uint32_t columns, double width)
{
	double pages = width / PAGE_WIDTH;

	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
	x->whole.names++;
	worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
		"A1:XFD1048576");
	if (columns == 0)
		return;
	x->whole.names += 2;
	worksheet_autofilter(sheet, 0, 0, last_row, (lxw_col_t)(columns - 1));
	worksheet_print_area(sheet, 0, 0, last_row, (lxw_col_t)(columns - 1));
	if (pages <= 1)
		return;
	worksheet_repeat_columns(sheet, 0, 0);
	worksheet_fit_to_pages(sheet, pages < MOST_PAGES ? (uint16_t)(pages + 1)
		: MOST_PAGES, 0);
}
