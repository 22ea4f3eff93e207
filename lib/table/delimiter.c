/* The delimiter by the evidence of the rows. */
#include "table/dialect.h"

#include <stdint.h>

static const char candidates[] = { ',', ';', '\t', '|' };
enum { CANDIDATES = sizeof candidates, COMMA = 0, MOST = 256 };

/* Of one record. */
struct counted {
	size_t of[CANDIDATES];
	size_t spaced, digits;          /* commas before a blank, between digits */
};

struct votes {
	struct counted header;
	size_t rows;
	size_t all[CANDIDATES];         /* how often it stands anywhere */
	/* Rows by their number of cells, above MOST as if it were that; the last:
	 * commas that are no text. */
	size_t cells[CANDIDATES + 1][MOST + 1];
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static void count_comma(struct kl_span text, size_t at, struct counted *counted)
{
	bool last = at + 1 == text.length;

	counted->spaced += !last && text.at[at + 1] == ' ';
	counted->digits += !last && at > 0 && kl_is_digit(text.at[at - 1])
		&& kl_is_digit(text.at[at + 1]);
}

/* What a byte is: a candidate by its index, or: */
enum { OTHER = CANDIDATES, LINE_END, QUOTE };

static void sort_bytes(char quote, bool quoting, unsigned char *kinds)
{
	memset(kinds, OTHER, 256);
	for (size_t i = 0; i < CANDIDATES; i++)
		kinds[(unsigned char)candidates[i]] = (unsigned char)i;
	kinds['\n'] = kinds['\r'] = LINE_END;
	if (quote != 0)
		kinds[(unsigned char)quote] = quoting ? QUOTE : OTHER;
}

/* Behind the next quote, to where the text is read on; the end: there is none. */
static size_t pass_quoted(struct kl_span text, size_t at, char quote)
{
	const char *found = memchr(text.at + at, quote, text.length - at);

	return found != NULL ? (size_t)(found - text.at) + 1 : text.length + 1;
}

/* Counts in the record at *at, and moves there behind its line end. False: the text
 * ends before it. *open: inside quotes, of which `kinds` may know none. */
static bool count_record(struct kl_span text, char quote,
	const unsigned char *kinds, size_t *at, struct counted *counted, bool *open)
{
	bool may_open = true;
	size_t i = *at;

	*counted = (struct counted){ .spaced = 0 };
	while (i < text.length) {
		const unsigned char kind = kinds[(unsigned char)text.at[i]];
		if (kind < OTHER) {
			counted->of[kind]++;
			may_open = true;
			if (kind == COMMA)
				count_comma(text, i, counted);
		} else if (kind == LINE_END) {
			*at = i + 1;
			return true;
		} else if (kind == QUOTE && may_open) {
			/* After a closing quote the next one opens again: a doubled quote. */
			i = pass_quoted(text, i + 1, quote);
			continue;
		} else {
			may_open = false;
		}
		i++;
	}
	*at = text.length;
	*open = i > text.length;
	return false;
}

static void vote(struct votes *votes, const struct counted *counted)
{
	for (size_t i = 0; i <= CANDIDATES; i++) {
		size_t count = counted->of[i < CANDIDATES ? i : COMMA];
		if (i == CANDIDATES && count == 1 && counted->digits == 1)
			count = 0;
		else if (i == CANDIDATES)
			count -= counted->spaced;
		votes->cells[i][count < MOST ? count + 1 : MOST]++;
		if (i < CANDIDATES)
			votes->all[i] += count;
	}
	if (votes->rows++ == 0)
		votes->header = *counted;
}

static bool begins(struct kl_span text, size_t at, struct kl_span with)
{
	return with.length > 0 && text.length - at >= with.length
		&& memcmp(text.at + at, with.at, with.length) == 0;
}

/* False: a quote is not closed in the header. */
static bool count_votes(struct kl_span text, bool whole, char quote,
	bool quoting, struct kl_span comment, struct votes *votes)
{
	unsigned char kinds[256], plain[256];
	struct counted counted;
	bool open = false;

	sort_bytes(quote, quoting, kinds);
	sort_bytes(quote, false, plain);
	*votes = (struct votes){ .rows = 0 };
	for (size_t at = 0; at < text.length; ) {
		bool left_out = begins(text, at, comment);
		if (is_line_end(text.at[at])) {
			at++;
			continue;
		}
		bool ended = count_record(text, quote, left_out ? plain : kinds,
			&at, &counted, &open);
		if (!ended && open && votes->rows == 0)
			return false;
		if (!left_out && (ended || (whole && !open) || votes->rows == 0))
			vote(votes, &counted);
	}
	return true;
}

/* The rows that have one number of cells for this candidate, if it can be one. */
static size_t agreeing(const struct votes *votes, size_t candidate)
{
	bool in_header = votes->header.of[candidate] > 0;
	const size_t *cells = votes->cells[candidate == COMMA && !in_header
		? CANDIDATES : candidate];
	size_t most = 0;

	for (size_t i = 2; i <= MOST; i++)
		most = cells[i] > most ? cells[i] : most;
	return in_header || 2 * most > votes->rows ? most : 0;
}

/* The one most often in the header, the first of them; CANDIDATES if none is. */
static size_t by_header(const struct votes *votes)
{
	size_t best = CANDIDATES;

	for (size_t i = 0; i < CANDIDATES; i++) {
		if (votes->header.of[i] > (best < CANDIDATES
				? votes->header.of[best] : 0))
			best = i;
	}
	return best;
}

/* What keeps one column whole. */
static size_t absent(const struct votes *votes, char quote)
{
	size_t first = candidates[COMMA] == quote;

	for (size_t i = first; i < CANDIDATES; i++) {
		if (votes->all[i] == 0 && candidates[i] != quote)
			return i;
	}
	return first;
}

struct kl_evidence kl_dialect_delimiter(struct kl_span text, bool whole,
	char quote, struct kl_span comment)
{
	struct votes votes;
	size_t best = CANDIDATES, agree = 0;

	if (!count_votes(text, whole, quote, true, comment, &votes))
		count_votes(text, whole, quote, false, comment, &votes);
	for (size_t i = 0; i < CANDIDATES; i++) {
		size_t rows = agreeing(&votes, i);
		if (rows > agree || (rows == agree && rows > 0
				&& votes.header.of[i] > votes.header.of[best])) {
			best = i;
			agree = rows;
		}
	}
	size_t header = by_header(&votes);
	if (best == CANDIDATES)
		best = absent(&votes, quote);
	else if (header < CANDIDATES
			&& votes.header.of[best] == votes.header.of[header])
		header = best;
	return (struct kl_evidence){ candidates[best],
		header < CANDIDATES ? candidates[header] : 0, votes.rows, agree };
}
