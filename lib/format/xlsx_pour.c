#include "format/xlsx_pour.h"

#include <ctype.h>
#include <unistd.h>

#include "base/memory.h"

/* Digits from the end of `end` backwards: where they begin. */
static char *digits_before(char *end, uint64_t number)
{
	do
		*--end = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return end;
}

enum kl_status kl_xlsx_pour_begin(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	lxw_worksheet *sheet, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (x->poured_fd == 0)
		status = kl_xlsx_temporary(&x->poured_fd, error);
	if (status != KL_OK)
		return status;
	pour->sheet = sheet;
	pour->blocks = kl_blocks_open(x->poured_fd, kl_xlsx_level(x));
	return pour->blocks == NULL ? kl_no_memory(error) : KL_OK;
}

void kl_xlsx_pour_row(struct kl_xlsx_pour *pour, uint32_t row)
{
	char *end = pour->number + sizeof pour->number;
	char *begin = digits_before(end, row + 1);

	pour->row = row;
	pour->number_length = (size_t)(end - begin);
	memmove(pour->number, begin, pour->number_length);
	pour->cells.length = 0;
}

/* <c r="B7" s="3" */
static void begin_cell(struct kl_xlsx_pour *pour, uint32_t column,
	lxw_format *format)
{
	char text[64] = "<c r=\"", style[12];
	char *at = text + 6, *end = style + sizeof style;
	char *begin = digits_before(end, (uint64_t)lxw_format_get_xf_index(format));

	if (column >= 26 + 26 * 26)
		*at++ = (char)('A' + (column - 26 - 26 * 26) / (26 * 26));
	if (column >= 26)
		*at++ = (char)('A' + (column - 26) / 26 % 26);
	*at++ = (char)('A' + column % 26);
	memcpy(at, pour->number, pour->number_length);
	at += pour->number_length;
	memcpy(at, "\" s=\"", 5);
	at += 5;
	memcpy(at, begin, (size_t)(end - begin));
	at += end - begin;
	*at++ = '"';
	kl_text_add(&pour->cells, (struct kl_span){ text, (size_t)(at - text) });
	if (column > pour->sheet->dim_colmax)
		pour->sheet->dim_colmax = (lxw_col_t)column;
}

void kl_xlsx_pour_number(struct kl_xlsx_pour *pour, uint32_t column,
	double number, lxw_format *format)
{
	char text[48], *end = text + sizeof text;

	begin_cell(pour, column, format);
	kl_text_puts(&pour->cells, "><v>");
	/* Most are whole, and need not be printed the slow way. */
	if (number >= 1 && number < 1e15 && (double)(uint64_t)number >= number) {
		char *begin = digits_before(end, (uint64_t)number);
		kl_text_add(&pour->cells, (struct kl_span){ begin,
			(size_t)(end - begin) });
	} else {
		snprintf(text, sizeof text, "%.16G", number);
		kl_text_puts(&pour->cells, text);
	}
	kl_text_puts(&pour->cells, "</v></c>");
}

static void add_escaped(struct kl_text_buffer *out, struct kl_span text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (c != '&' && c != '<' && c != '>')
			continue;
		kl_text_add(out, (struct kl_span){ text.at + from, i - from });
		kl_text_puts(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
		from = i + 1;
	}
	kl_text_add(out, (struct kl_span){ text.at + from, text.length - from });
}

void kl_xlsx_pour_text(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_span text, lxw_format *format)
{
	bool outer = isspace((unsigned char)text.at[0])
		|| isspace((unsigned char)text.at[text.length - 1]);

	begin_cell(pour, column, format);
	kl_text_puts(&pour->cells, outer
		? " t=\"inlineStr\"><is><t xml:space=\"preserve\">"
		: " t=\"inlineStr\"><is><t>");
	add_escaped(&pour->cells, text);
	kl_text_puts(&pour->cells, "</t></is></c>");
}

void kl_xlsx_pour_blank(struct kl_xlsx_pour *pour, uint32_t column,
	lxw_format *format)
{
	begin_cell(pour, column, format);
	kl_text_puts(&pour->cells, "/>");
}

enum kl_status kl_xlsx_pour_end_row(struct kl_xlsx_pour *pour, double height,
	struct kl_error *error)
{
	char begin[80];

	if (pour->cells.failed)
		return kl_no_memory(error);
	if (pour->cells.length == 0)
		return KL_OK;
	kl_text_puts(&pour->cells, "</row>");
	if (height > 0)
		snprintf(begin, sizeof begin,
			"<row r=\"%.*s\" ht=\"%g\" customHeight=\"1\">",
			(int)pour->number_length, pour->number, height);
	else
		snprintf(begin, sizeof begin, "<row r=\"%.*s\">",
			(int)pour->number_length, pour->number);
	if (pour->cells.failed)
		return kl_no_memory(error);
	pour->sheet->dim_rowmax = pour->row;
	enum kl_status status = kl_blocks_add(pour->blocks, kl_span_of(begin),
		error);
	return status == KL_OK ? kl_blocks_add(pour->blocks,
		kl_text_span(&pour->cells), error) : status;
}

enum kl_status kl_xlsx_pour_end(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	struct kl_error *error)
{
	if (pour->blocks == NULL)
		return KL_OK;
	if (!kl_grow(x->poured, x->poured_capacity, x->poured_count + 1))
		return kl_no_memory(error);
	struct kl_xlsx_poured *poured = &x->poured[x->poured_count++];
	poured->sheet = pour->sheet->index;
	enum kl_status status = kl_blocks_end(pour->blocks, &poured->rows, error);
	kl_blocks_close(pour->blocks);
	pour->blocks = NULL;
	return status;
}

void kl_xlsx_pour_release(struct kl_xlsx_pour *pour)
{
	kl_blocks_close(pour->blocks);
	kl_text_release(&pour->cells);
}
