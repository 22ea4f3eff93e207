#include "format/xlsx_pour.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

enum { ROOM = 80 };                     /* before the cells, for the row's start */

enum kind { NONE, NUMBER, TEXT, KEPT_TEXT, BLANK };

static const char *const openings[] = {
	[NUMBER] = "><v>",
	[TEXT] = " t=\"inlineStr\"><is><t>",
	[KEPT_TEXT] = " t=\"inlineStr\"><is><t xml:space=\"preserve\">",
	[BLANK] = "/>",
};
static const char number_end[] = "</v></c>", text_end[] = "</t></is></c>";

enum kl_status kl_xlsx_pour_begin(struct kl_xlsx *x, struct kl_xlsx_pour *pour,
	lxw_worksheet *sheet, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (x->poured_fd == 0)
		status = kl_temporary_open(&x->poured_fd, error);
	if (status != KL_OK)
		return status;
	pour->sheet = sheet;
	pour->blocks = kl_blocks_open(x->poured_fd, kl_xlsx_level(x));
	return pour->blocks == NULL ? kl_no_memory(error) : KL_OK;
}

void kl_xlsx_pour_row(struct kl_xlsx_pour *pour, uint32_t row)
{
	char text[16], *at = text + sizeof text;

	pour->row = row;
	pour->length = ROOM;
	row++;
	do
		*--at = (char)('0' + row % 10);
	while ((row /= 10) > 0);
	pour->number_length = (size_t)(text + sizeof text - at);
	memcpy(pour->number, at, pour->number_length);
}

/* <c r="B" s="3" */
static void make_head(struct kl_xlsx_pour_head *head, uint32_t column,
	enum kind kind, lxw_format *format)
{
	char *at = head->before;

	memcpy(at, "<c r=\"", 6);
	at += 6;
	if (column >= 26 + 26 * 26)
		*at++ = (char)('A' + (column - 26 - 26 * 26) / (26 * 26));
	if (column >= 26)
		*at++ = (char)('A' + (column - 26) / 26 % 26);
	*at++ = (char)('A' + column % 26);
	head->before_length = (unsigned char)(at - head->before);
	head->after_length = (unsigned char)snprintf(head->after,
		sizeof head->after, "\" s=\"%d\"%s",
		(int)lxw_format_get_xf_index(format), openings[kind]);
	head->format = format;
	head->kind = (int)kind;
}

/* Column `column` has a head: made when it is first met, and again when the cells
 * become others, which is seldom. NULL: no memory. */
static const struct kl_xlsx_pour_head *head_of(struct kl_xlsx_pour *pour,
	uint32_t column, enum kind kind, lxw_format *format)
{
	if (column >= pour->head_count) {
		if (!kl_grow(pour->heads, pour->head_capacity, column + 1))
			return NULL;
		memset(pour->heads + pour->head_count, 0,
			(column + 1 - pour->head_count) * sizeof *pour->heads);
		pour->head_count = column + 1;
	}
	struct kl_xlsx_pour_head *head = &pour->heads[column];
	if (head->format != format || head->kind != (int)kind)
		make_head(head, column, kind, format);
	return head;
}

/* Begins a cell; where its content goes, for which there are so many bytes. NULL: no
 * memory, and end_row says so. */
static char *begin_cell(struct kl_xlsx_pour *pour, uint32_t column,
	enum kind kind, lxw_format *format, size_t bytes)
{
	const struct kl_xlsx_pour_head *head = head_of(pour, column, kind, format);
	const size_t most = sizeof head->before + sizeof pour->number
		+ sizeof head->after + sizeof text_end;

	if (head == NULL || !kl_grow(pour->cells, pour->capacity,
			pour->length + most + bytes)) {
		pour->failed = true;
		return NULL;
	}
	/* Of a fixed size, so that no function is called. */
	char *at = pour->cells + pour->length;
	memcpy(at, head->before, sizeof head->before);
	at += head->before_length;
	memcpy(at, pour->number, sizeof pour->number);
	at += pour->number_length;
	memcpy(at, head->after, sizeof head->after);
	if (column > pour->sheet->dim_colmax)
		pour->sheet->dim_colmax = (lxw_col_t)column;
	return at + head->after_length;
}

static void end_cell(struct kl_xlsx_pour *pour, char *at, const char *end,
	size_t length)
{
	memcpy(at, end, length);
	pour->length = (size_t)(at - pour->cells) + length;
}

void kl_xlsx_pour_number(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_decimal number, lxw_format *format)
{
	char *at = begin_cell(pour, column, NUMBER, format, KL_DECIMAL_TEXT);

	if (at != NULL)
		end_cell(pour, at + kl_xlsx_number_text(number, at), number_end,
			sizeof number_end - 1);
}

static char *put_escaped(char *at, struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		const char c = text.at[i];
		const char *escape = c == '&' ? "&amp;" : c == '<' ? "&lt;"
			: c == '>' ? "&gt;" : NULL;
		if (escape == NULL) {
			*at++ = c;
		} else {
			memcpy(at, escape, strlen(escape));
			at += strlen(escape);
		}
	}
	return at;
}

void kl_xlsx_pour_text(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_span text, lxw_format *format)
{
	bool outer = isspace((unsigned char)text.at[0])
		|| isspace((unsigned char)text.at[text.length - 1]);
	char *at = begin_cell(pour, column, outer ? KEPT_TEXT : TEXT, format,
		text.length * (sizeof "&amp;" - 1));

	if (at != NULL)
		end_cell(pour, put_escaped(at, text), text_end,
			sizeof text_end - 1);
}

/* ASCII, of which XML and the workbook escape nothing. */
static bool is_plain(struct kl_span text)
{
	unsigned other = 0;

	for (size_t i = 0; i < text.length; i++) {
		const unsigned char c = (unsigned char)text.at[i];
		other |= (c < 0x20) | (c >= 0x7f) | (c == '_') | (c == '&')
			| (c == '<') | (c == '>');
	}
	return other == 0;
}

bool kl_xlsx_pour_plain(struct kl_xlsx_pour *pour, uint32_t column,
	struct kl_span text, lxw_format *format)
{
	if (text.length == 0 || text.length > KL_XLSX_UNITS || text.at[0] == ' '
			|| text.at[text.length - 1] == ' ' || !is_plain(text))
		return false;
	char *at = begin_cell(pour, column, TEXT, format, text.length);
	if (at != NULL) {
		memcpy(at, text.at, text.length);
		end_cell(pour, at + text.length, text_end, sizeof text_end - 1);
	}
	return true;
}

void kl_xlsx_pour_blank(struct kl_xlsx_pour *pour, uint32_t column,
	lxw_format *format)
{
	char *at = begin_cell(pour, column, BLANK, format, 0);

	if (at != NULL)
		end_cell(pour, at, "", 0);
}

/* Before the cells, now that the height is known; where it begins. */
static char *put_row_start(const struct kl_xlsx_pour *pour, double height)
{
	char text[ROOM] = "\">";
	char *at = pour->cells + ROOM;

	if (height > 0)
		snprintf(text, sizeof text, "\" ht=\"%g\" customHeight=\"1\">",
			height);
	at -= strlen(text);
	memcpy(at, text, strlen(text));
	at -= pour->number_length;
	memcpy(at, pour->number, pour->number_length);
	at -= strlen("<row r=\"");
	memcpy(at, "<row r=\"", strlen("<row r=\""));
	return at;
}

enum kl_status kl_xlsx_pour_end_row(struct kl_xlsx_pour *pour, double height,
	struct kl_error *error)
{
	static const char end[] = "</row>";

	if (pour->failed || !kl_grow(pour->cells, pour->capacity,
			pour->length + sizeof end))
		return kl_no_memory(error);
	if (pour->length == ROOM)
		return KL_OK;
	memcpy(pour->cells + pour->length, end, sizeof end - 1);
	pour->length += sizeof end - 1;
	pour->sheet->dim_rowmax = pour->row;
	char *at = put_row_start(pour, height);
	return kl_blocks_add(pour->blocks, (struct kl_span){ at,
		(size_t)(pour->cells + pour->length - at) }, error);
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
	free(pour->heads);
	free(pour->cells);
}
