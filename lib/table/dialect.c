#include "table/dialect.h"

static const char delimiters[] = { ',', ';', '\t', '|' };
enum { DELIMITERS = sizeof delimiters };

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

/* Index among the delimiters in question; DELIMITERS if c is none of them. */
static size_t which(char c, char quote)
{
	size_t i = 0;

	while (i < DELIMITERS && (delimiters[i] != c || c == quote))
		i++;
	return i;
}

/* Counts the delimiters outside quotes up to the first line end outside quotes.
 * True if there is one. */
static bool count_quoted(struct kl_span text, char quote, size_t *counts)
{
	bool quoted = false, may_open = true;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (quote != 0 && c == quote) {
			/* After a closing quote the next one opens again: a doubled quote. */
			bool closing = quoted;
			quoted = !closing && may_open;
			may_open = closing;
		} else if (!quoted) {
			if (is_line_end(c))
				return true;
			size_t found = which(c, quote);
			counts[found]++;
			may_open = found < DELIMITERS;
		}
	}
	return !quoted;
}

static void count_plain(struct kl_span text, char quote, size_t *counts)
{
	for (size_t i = 0; i < text.length && !is_line_end(text.at[i]); i++)
		counts[which(text.at[i], quote)]++;
}

char kl_dialect_delimiter(struct kl_span text, char quote)
{
	size_t counts[DELIMITERS + 1] = { 0 };

	if (!count_quoted(text, quote, counts)) {
		memset(counts, 0, sizeof counts);
		count_plain(text, quote, counts);
	}
	size_t best = delimiters[0] == quote;
	for (size_t i = best + 1; i < DELIMITERS; i++)
		if (counts[i] > counts[best])
			best = i;
	return delimiters[best];
}

static bool begins(struct kl_span bytes, const char *with, size_t length)
{
	return bytes.length >= length && memcmp(bytes.at, with, length) == 0;
}

enum kl_status kl_dialect_start(struct kl_span bytes, const char *path,
	size_t *skip, struct kl_error *error)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *text;
	} not_text[] = {
		{ "\xff\xfe", 2, "is a UTF-16 file; save it as CSV UTF-8" },
		{ "\xfe\xff", 2, "is a UTF-16 file; save it as CSV UTF-8" },
		{ "PK\3\4", 4, "is an XLSX workbook (or another zip file), not CSV;"
			" save the sheet as CSV UTF-8" },
		{ "\xd0\xcf\x11\xe0", 4, "is an old Excel workbook (.xls), not CSV;"
			" save the sheet as CSV UTF-8" },
	};

	*skip = 0;
	for (size_t i = 0; i < sizeof not_text / sizeof *not_text; i++)
		if (begins(bytes, not_text[i].bytes, not_text[i].length))
			return kl_fail(error, KL_INVALID, path, 0, 0, "%s",
				not_text[i].text);
	if (begins(bytes, "\xef\xbb\xbf", 3))
		*skip = 3;
	return KL_OK;
}
