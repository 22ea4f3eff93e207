#include "table/dialect.h"

#include "base/translate.h"

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

enum kl_status kl_dialect_check(const struct kl_dialect *dialect,
	const char *path, struct kl_error *error)
{
	if (is_line_end(dialect->delimiter) || is_line_end(dialect->quote))
		return kl_fail(error, KL_USAGE, path, 0, 0,
			"a line end cannot be a delimiter or a quote");
	if (dialect->delimiter != 0 && dialect->delimiter == dialect->quote)
		return kl_fail(error, KL_USAGE, path, 0, 0,
			"delimiter and quote are the same character");
	return KL_OK;
}

bool kl_dialect_separator(struct kl_span line,
	const struct kl_dialect *dialect, char *delimiter)
{
	static const struct kl_span word = { "sep=", 4 };

	while (line.length > 0 && is_line_end(line.at[line.length - 1]))
		line.length--;
	if (line.length > 2 && line.at[0] == '"'
			&& line.at[line.length - 1] == '"')
		line = (struct kl_span){ line.at + 1, line.length - 2 };
	if (line.length != word.length + 1
			|| !kl_span_alike((struct kl_span){ line.at, word.length }, word))
		return false;
	char named = line.at[word.length];
	if (named == '\0' || named == dialect->quote
			|| (named != dialect->delimiter
				&& memchr(",;\t|", named, 4) == NULL))
		return false;
	*delimiter = named;
	return true;
}

/* "';'", "the tab" */
static const char *shown(char delimiter, char quoted[4])
{
	const char made[4] = { '\'', delimiter, '\'', '\0' };

	memcpy(quoted, made, sizeof made);
	return delimiter == '\t' ? kl_translate("the tab") : quoted;
}

void kl_dialect_tell(const struct kl_evidence *evidence, const char *path,
	const struct kl_reader_calls *calls)
{
	const struct kl_note note = { .kind = KL_NOTE_delimiter, .path = path };
	const struct kl_note doubt = { .kind = KL_NOTE_delimiter_doubt,
		.path = path };
	char by_rows[4], by_header[4];
	const char *delimiter = shown(evidence->delimiter, by_rows);

	if (evidence->agree == 0)
		kl_note_tell(calls, note, "has one column: no delimiter splits its rows alike");
	else if (evidence->header == 0)
		kl_note_tell(calls, doubt,
			"the delimiter is %s, as %zu of the first %zu rows have it; the header has none",
			delimiter, evidence->agree, evidence->rows);
	else if (evidence->header != evidence->delimiter)
		kl_note_tell(calls, doubt,
			"the delimiter is %s, as %zu of the first %zu rows have it; the header alone points to %s",
			delimiter, evidence->agree, evidence->rows,
			shown(evidence->header, by_header));
	else
		kl_note_tell(calls, note,
			"the delimiter is %s: %zu of the first %zu rows agree",
			delimiter, evidence->agree, evidence->rows);
}

void kl_dialect_tell_separator(char separator, char given, const char *path,
	const struct kl_reader_calls *calls)
{
	const struct kl_note note = { .kind = KL_NOTE_separator, .path = path,
		.line = 1 };
	char named[4], holds[4];

	if (given == 0 || given == separator)
		kl_note_tell(calls, note,
			"this line says that the delimiter is %s, and is no row",
			shown(separator, named));
	else
		kl_note_tell(calls, note,
			"this line says that the delimiter is %s, and is no row; %s was given, and holds",
			shown(separator, named), shown(given, holds));
}
