/* A register and its description, written. */
#include <errno.h>

#include "base/text.h"
#include "rule/convert.h"

/* As the registers that ship with klopt have them, by kl_register_columns. */
static const size_t order[KL_REGISTER_COLUMNS] = { 0, 1, 2, 3, 4, 8, 5, 6, 7, 10,
	11, 12, 9 };

static void write_cell(struct kl_span cell, FILE *stream)
{
	bool quoted = false;

	for (size_t i = 0; i < cell.length; i++)
		quoted = quoted || strchr(";\"\r\n", cell.at[i]) != NULL;
	if (!quoted) {
		if (cell.length > 0)
			fwrite(cell.at, 1, cell.length, stream);
		return;
	}
	putc('"', stream);
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.at[i] == '"')
			putc('"', stream);
		putc(cell.at[i], stream);
	}
	putc('"', stream);
}

static enum kl_status written(FILE *stream, struct kl_error *error)
{
	return ferror(stream) ? kl_io_error(error, errno, NULL,
		"write the register") : KL_OK;
}

enum kl_status kl_conversion_write(const struct kl_conversion *c,
	FILE *stream, struct kl_error *error)
{
	for (size_t i = 0; i < KL_REGISTER_COLUMNS; i++) {
		const char *name = kl_register_columns[order[i]];
		for (; *name != '\0'; name++)
			putc(*name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name,
				stream);
		putc(i + 1 < KL_REGISTER_COLUMNS ? ';' : '\n', stream);
	}
	for (size_t i = 0; i < c->row_count; i++) {
		if (c->rows[i].cells == NULL)
			continue;
		for (size_t j = 0; j < KL_REGISTER_COLUMNS; j++) {
			write_cell(c->rows[i].cells[order[j]], stream);
			putc(j + 1 < KL_REGISTER_COLUMNS ? ';' : '\n', stream);
		}
	}
	return written(stream, error);
}

/* A double-quoted scalar of YAML: every text can be one. */
static void write_text(const char *key, struct kl_span text, FILE *stream)
{
	fprintf(stream, "%s: \"", key);
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.at[i];
		if (byte == '"' || byte == '\\')
			fprintf(stream, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7f)
			fprintf(stream, "\\x%02x", byte);
		else
			putc(byte, stream);
	}
	fputs("\"\n", stream);
}

enum kl_status kl_conversion_describe(const struct kl_conversion *c,
	struct kl_span id, struct kl_span file, FILE *stream,
	struct kl_error *error)
{
	static const struct {
		const char *key;
		enum kl_conversion_argument argument;
	} texts[] = { { "title", KL_CONVERT_TITLE }, { "date", KL_CONVERT_DATE },
		{ "source", KL_CONVERT_SOURCE }, { "licence", KL_CONVERT_LICENCE } };

	write_text("register", id, stream);
	write_text("path", file, stream);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct kl_argument *argument = &c->arguments[texts[i].argument];
		if (argument->given)
			write_text(texts[i].key, argument->words[0].text, stream);
	}
	return written(stream, error);
}
