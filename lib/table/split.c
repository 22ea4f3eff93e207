#include "table/split.h"

#include <stdlib.h>

#include "base/memory.h"
#include "table/place.h"

enum { LEAST_ENTRY = 4096 };

/* libcsv trims what this calls a blank; blanks are part of a cell. */
static int never(unsigned char c)
{
	(void)c;
	return 0;
}

bool kl_splitter_init(struct kl_splitter *splitter)
{
	*splitter = (struct kl_splitter){ 0 };
	if (csv_init(&splitter->parser, CSV_STRICT) != 0)
		return false;
	csv_set_space_func(&splitter->parser, never);
#if defined(__x86_64__)
	splitter->has_bits = __builtin_cpu_supports("popcnt")
		&& __builtin_cpu_supports("bmi");
#endif
	return true;
}

void kl_splitter_use(struct kl_splitter *splitter, struct kl_dialect dialect)
{
	splitter->dialect = dialect;
	csv_set_delim(&splitter->parser, (unsigned char)dialect.delimiter);
	csv_set_quote(&splitter->parser, (unsigned char)dialect.quote);
}

void kl_splitter_release(struct kl_splitter *splitter)
{
	csv_free(&splitter->parser);
	free(splitter->cells);
	free(splitter->text);
	*splitter = (struct kl_splitter){ 0 };
}

bool kl_splitter_clear(struct kl_splitter *splitter, size_t size)
{
	splitter->count = splitter->first = 0;
	splitter->text_used = splitter->text_first = 0;
	splitter->word.at = SIZE_MAX;
	if (size <= splitter->text_capacity)
		return true;
	char *text = malloc(size);
	if (text == NULL)
		return false;
	free(splitter->text);
	splitter->text = text;
	splitter->text_capacity = size;
	return true;
}

static inline bool add_cell(struct kl_splitter *splitter, const char *at,
	size_t length)
{
	if (splitter->count == splitter->capacity
			&& !kl_grow(splitter->cells, splitter->capacity,
				splitter->count + 1)) {
		splitter->result = KL_SPLIT_NO_MEMORY;
		return false;
	}
	if (splitter->count - splitter->first == KL_CELLS_MOST) {
		splitter->result = KL_SPLIT_TOO_MANY;
		return false;
	}
	splitter->cells[splitter->count++] = (struct kl_span){ at, length };
	return true;
}

static void take_cell(void *bytes, size_t length, void *context)
{
	struct kl_splitter *splitter = context;
	char *at = splitter->text + splitter->text_used;

	if (splitter->result != KL_SPLIT_OPEN || !add_cell(splitter, at, length))
		return;
	if (length > 0)
		memcpy(at, bytes, length);
	splitter->text_used += length;
}

static void take_end(int terminator, void *context)
{
	struct kl_splitter *splitter = context;

	(void)terminator;
	if (splitter->result == KL_SPLIT_OPEN)
		splitter->result = KL_SPLIT_DONE;
}

/* Feeds the line but for the blanks behind its delimiters. */
static size_t feed_without_blanks(struct kl_splitter *splitter,
	struct kl_span line)
{
	const struct kl_dialect dialect = splitter->dialect;
	size_t from = 0;

	for (size_t i = 0; i < line.length; i++) {
		if (dialect.quote != 0 && line.at[i] == dialect.quote)
			splitter->inside = !splitter->inside;
		if (line.at[i] != dialect.delimiter || splitter->inside)
			continue;
		size_t blanks = kl_blanks(line, i + 1, dialect.delimiter);
		if (blanks == 0)
			continue;
		size_t length = i + 1 - from;
		size_t taken = csv_parse(&splitter->parser, line.at + from, length,
			take_cell, take_end, splitter);
		if (taken < length)
			return from + taken;
		from = i + 1 + blanks;
		i += blanks;
	}
	return from + csv_parse(&splitter->parser, line.at + from,
		line.length - from, take_cell, take_end, splitter);
}

enum kl_split kl_splitter_feed(struct kl_splitter *splitter, struct kl_span line,
	bool strict, bool ends, size_t *taken)
{
	struct csv_parser *parser = &splitter->parser;
	size_t entry = csv_get_buffer_size(parser);

	/* libcsv grows its cell by a fixed step: let the step grow too. */
	if (entry < line.length)
		entry = line.length;
	csv_set_blk_size(parser, entry > LEAST_ENTRY ? entry : LEAST_ENTRY);
	csv_set_opts(parser, strict ? CSV_STRICT : 0);
	splitter->result = KL_SPLIT_OPEN;
	*taken = splitter->dialect.skip_space ? feed_without_blanks(splitter, line)
		: csv_parse(parser, line.at, line.length, take_cell, take_end,
			splitter);
	if (*taken == line.length && ends)
		csv_parse(parser, "\n", 1, take_cell, take_end, splitter);
	if (csv_error(parser) == CSV_ENOMEM || csv_error(parser) == CSV_ETOOBIG)
		return KL_SPLIT_NO_MEMORY;
	if (splitter->result == KL_SPLIT_OPEN && *taken < line.length)
		return KL_SPLIT_REFUSED;
	return splitter->result;
}

static const char *find(const char *at, const char *end, char c)
{
	const char *hit = memchr(at, c, (size_t)(end - at));

	return hit != NULL ? hit : end;
}

/* Splits what stands before `end`; the first quote, if any, is at `quoted`.
 * Refuses what is not simple, its cells half taken. */
static enum kl_split split_line(struct kl_splitter *splitter,
	struct kl_span line, const char *quoted, const char *end)
{
	const struct kl_dialect dialect = splitter->dialect;
	const char *at = line.at;

	splitter->result = KL_SPLIT_DONE;
	for (;;) {
		if (dialect.skip_space && at > line.at)
			at += kl_blanks(line, (size_t)(at - line.at),
				dialect.delimiter);
		const char *from = at, *to;

		if (at == quoted && at < end) {
			from = at + 1;
			to = find(from, end, dialect.quote);
			if (to == end)
				return KL_SPLIT_REFUSED;
			at = to + 1;
			if (at < end && *at != dialect.delimiter)
				return KL_SPLIT_REFUSED;
			quoted = find(at, end, dialect.quote);
		} else {
			at = to = find(at, end, dialect.delimiter);
			if (quoted < to)
				return KL_SPLIT_REFUSED;
		}
		if (!add_cell(splitter, from, (size_t)(to - from)) || at == end)
			return splitter->result;
		at++;
	}
}

static const char *without_end(struct kl_span line)
{
	const char *end = line.at + line.length;

	while (end > line.at && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	return end;
}

enum kl_split kl_splitter_plain(struct kl_splitter *splitter, struct kl_span line)
{
	const char *end = without_end(line);

	return split_line(splitter, line, end, end);
}

enum kl_split kl_splitter_simple(struct kl_splitter *splitter,
	struct kl_span line)
{
	const char *end = without_end(line);
	enum kl_split split = split_line(splitter, line,
		find(line.at, end, splitter->dialect.quote), end);

	if (split == KL_SPLIT_REFUSED)
		splitter->count = splitter->first;
	return split;
}

void kl_splitter_drop(struct kl_splitter *splitter)
{
	/* Without callbacks this only puts the parser back to a record's start. */
	csv_fini(&splitter->parser, NULL, NULL, NULL);
	splitter->inside = false;
	splitter->count = splitter->first;
	splitter->text_used = splitter->text_first;
}

size_t kl_splitter_keep(struct kl_splitter *splitter)
{
	size_t count = splitter->count - splitter->first;

	splitter->first = splitter->count;
	splitter->text_first = splitter->text_used;
	splitter->inside = false;
	return count;
}
