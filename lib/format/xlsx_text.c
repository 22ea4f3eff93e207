#include "format/xlsx.h"

static const char ellipsis[] = "\xe2\x80\xa6", replacement[] = "\xef\xbf\xbd";

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
		|| (c >= 'A' && c <= 'F');
}

/* "_x0041": whatever follows, a reader may take it for an escaped character. */
static bool looks_escaped(struct kl_span text)
{
	return text.length >= 6 && text.at[0] == '_' && text.at[1] == 'x'
		&& is_hex(text.at[2]) && is_hex(text.at[3]) && is_hex(text.at[4])
		&& is_hex(text.at[5]);
}

/* One character from text: what is written for it; its length in the text is
 * returned. `made` holds 8 bytes. */
static size_t next_piece(struct kl_span text, char *made, struct kl_span *piece)
{
	uint32_t codepoint;
	size_t length = kl_utf8_next(text, &codepoint);

	*piece = (struct kl_span){ text.at, length };
	if (codepoint == UINT32_MAX || codepoint == 0) {
		*piece = kl_span_of(replacement);
	} else if ((codepoint < 0x20 && codepoint != '\t' && codepoint != '\n')
			|| codepoint == 0xfffe || codepoint == 0xffff
			|| looks_escaped(text)) {
		snprintf(made, 8, "_x%04X_", (unsigned)codepoint & 0xffffu);
		*piece = kl_span_of(made);
	}
	return length;
}

static size_t units_of(struct kl_span piece)
{
	if (piece.length > 4)
		return piece.length;
	return piece.length == 4 ? 2 : 1;
}

/* Bytes from here, at most so many, that are a unit each and stand as they are:
 * nearly all of them. */
static size_t plain_length(struct kl_span text, size_t most)
{
	size_t i = 0;

	while (i < text.length && i < most && (unsigned char)text.at[i] >= 0x20
			&& (unsigned char)text.at[i] < 0x80 && text.at[i] != '_')
		i++;
	return i;
}

size_t kl_xlsx_text(struct kl_span text, size_t most, struct kl_text_buffer *out)
{
	size_t units = 0, fits = 0;

	out->length = 0;
	kl_text_add(out, (struct kl_span){ "", 0 });
	while (text.length > 0 && !out->failed) {
		struct kl_span piece;
		char made[8];
		/* One unit less than fits: an ellipsis may have to. */
		size_t length = plain_length(text, most == 0 ? SIZE_MAX
			: units + 1 < most ? most - 1 - units : 0);
		size_t wide = length;
		piece = (struct kl_span){ text.at, length };
		if (length == 0) {
			length = next_piece(text, made, &piece);
			wide = units_of(piece);
		}
		if (most > 0 && units + wide > most) {
			out->length = fits;
			kl_text_puts(out, ellipsis);
			return most;
		}
		kl_text_add(out, piece);
		units += wide;
		if (units < most)
			fits = out->length;
		text.at += length;
		text.length -= length;
	}
	return units;
}

void kl_xlsx_add_visible(struct kl_text_buffer *out, struct kl_span text,
	size_t most)
{
	struct kl_text_buffer fit = { 0 };

	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		bool is_none = codepoint == 0xfffe || codepoint == 0xffff;
		kl_text_add(&fit, is_none ? kl_span_of(replacement)
			: (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
	}
	kl_text_add_visible(out, kl_text_span(&fit), most);
	out->failed = out->failed || fit.failed;
	kl_text_release(&fit);
}

static void add_sheet(struct kl_text_buffer *out, const char *sheet)
{
	kl_text_puts(out, "'");
	for (; *sheet != '\0'; sheet++)
		kl_text_add(out, *sheet == '\'' ? kl_span_of("''")
			: (struct kl_span){ sheet, 1 });
	kl_text_puts(out, "'!");
}

void kl_xlsx_add_place(struct kl_text_buffer *out, const char *sheet,
	uint32_t row, uint32_t column)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH];

	add_sheet(out, sheet);
	lxw_rowcol_to_cell(cell, row, (lxw_col_t)column);
	kl_text_puts(out, cell);
}

void kl_xlsx_add_range(struct kl_text_buffer *out, const char *sheet,
	uint32_t row, uint32_t column, uint32_t rows)
{
	char cell[LXW_MAX_CELL_NAME_LENGTH];

	add_sheet(out, sheet);
	lxw_rowcol_to_cell_abs(cell, row, (lxw_col_t)column, 1, 1);
	kl_text_puts(out, cell);
	if (rows < 2)
		return;
	lxw_rowcol_to_cell_abs(cell, row + rows - 1, (lxw_col_t)column, 1, 1);
	kl_text_printf(out, ":%s", cell);
}
