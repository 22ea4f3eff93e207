/* Records by their marks, 64 bytes at a time. Which of these are inside quotes is found
 * as simdjson does it (Geoff Langdale and Daniel Lemire, "Parsing Gigabytes of JSON per
 * Second", VLDB Journal 28, 2019): of each byte by whether the quotes up to it are odd
 * in number. A doubled quote closes and opens again, and so changes nothing. */
#include <string.h>

#include "base/memory.h"
#include "table/split.h"

/* A record that is being split. */
struct record {
	struct kl_span bytes;
	char quote;
	size_t from;                    /* where a cell begins */
	uint64_t inside;                /* all bits: the last byte is inside quotes */
	uint64_t closed;                /* 1: it closed them */
	uint64_t apart;                 /* bit: where a quote may open a cell, though
	                                   nothing of the word is before it */
	uint64_t cr;                    /* 1: it is a CR inside quotes */
	bool quoted, doubled;           /* a quote was met; and one in a cell */
	uint64_t lines;
};

/* Bit i: whether bits 0 to i are odd in number. */
static inline uint64_t odd_up_to(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* The bits up to the lowest of these; all if there is none. */
static inline uint64_t up_to_first(uint64_t bits)
{
	return bits ^ (bits - 1);
}

/* What ends a cell, up to the line end. False: a quote is where none should be. */
static inline bool read_quotes(struct record *r, const struct kl_marks *m,
	uint64_t ends, uint64_t *marks)
{
	uint64_t inside = odd_up_to(m->quotes) ^ r->inside;
	uint64_t opens = m->quotes & inside, closes = m->quotes & ~inside;
	uint64_t live = (m->delimiters | ends) & ~inside;
	uint64_t before = r->closed, upto = up_to_first(live & ends);
	uint64_t behind = closes << 1 | before, line_ends = ends & inside & upto;
	uint64_t wrong = (behind & ~(live | opens))
		| (opens & ~((live | closes) << 1 | r->apart | before));

	r->quoted = true;
	r->doubled = r->doubled || (behind & opens & upto) != 0;
	if (line_ends != 0)
		r->lines += (uint64_t)__builtin_popcountll(line_ends
			& ~(m->lf & (m->cr << 1 | r->cr)));
	r->inside = (uint64_t)((int64_t)inside >> 63);
	r->closed = closes >> 63;
	r->apart = live >> 63;
	r->cr = (line_ends & m->cr) >> 63;
	*marks = live & upto;
	return (wrong & upto) == 0;
}

/* Stores the cells that these marks of the word at `word_at` end. */
static inline void store(struct kl_splitter *splitter, struct record *r,
	uint64_t marks, size_t word_at)
{
	struct kl_span *cell = &splitter->cells[splitter->count];
	const char *base = r->bytes.at + word_at;
	/* Of the word; what began before it is below 0. */
	ptrdiff_t from = (ptrdiff_t)r->from - (ptrdiff_t)word_at;

	for (; marks != 0; marks &= marks - 1, cell++) {
		ptrdiff_t to = __builtin_ctzll(marks);
		cell->at = base + from;
		cell->length = (size_t)(to - from);
		from = to + 1;
	}
	splitter->count = (size_t)(cell - splitter->cells);
}

/* The same where some cells have quotes around them. */
static inline void store_quoted(struct kl_splitter *splitter, struct record *r,
	uint64_t marks, size_t word_at)
{
	struct kl_span *cells = &splitter->cells[splitter->count];
	const char *base = r->bytes.at;
	size_t from = r->from, count = 0;

	for (; marks != 0; marks &= marks - 1, count++) {
		size_t to = word_at + (size_t)__builtin_ctzll(marks);
		size_t quotes = base[from] == r->quote;
		cells[count].at = base + from + quotes;
		cells[count].length = to - from - 2 * quotes;
		from = to + 1;
	}
	splitter->count += count;
}

/* Behind the line end at `at`; SIZE_MAX when another of its bytes can follow the
 * bytes. */
static inline size_t behind_line(struct kl_span bytes, size_t at)
{
	if (bytes.at[at] == '\n')
		return at + 1;
	return at + 1 < bytes.length ? at + 1 + (bytes.at[at + 1] == '\n')
		: SIZE_MAX;
}

static inline bool has_room(struct kl_splitter *splitter)
{
	const size_t need = splitter->count + KL_MARKS_WORD;

	return need <= splitter->capacity || kl_grow(splitter->cells,
		splitter->capacity, need);
}

/* Of quotes in cells, two are one. */
static void join_quotes(struct kl_splitter *splitter)
{
	const char quote = splitter->dialect.quote;

	for (size_t i = splitter->first; i < splitter->count; i++) {
		struct kl_span *cell = &splitter->cells[i];
		const char *at = cell->at, *end = at + cell->length, *hit;
		char *to = splitter->text + splitter->text_used, *start = to;

		while ((hit = memchr(at, quote, (size_t)(end - at))) != NULL) {
			memcpy(to, at, (size_t)(hit + 1 - at));
			to += hit + 1 - at;
			at = hit + 2;
		}
		if (at == cell->at)
			continue;
		memcpy(to, at, (size_t)(end - at));
		to += end - at;
		*cell = (struct kl_span){ start, (size_t)(to - start) };
		splitter->text_used += cell->length;
	}
}

/* Behind the record, or 0: it is refused. NO_MEMORY shows in the splitter. */
static inline __attribute__((always_inline)) size_t split_record(
	struct kl_splitter *splitter, struct record *r,
	const struct kl_marks *marks)
{
	size_t word = r->from / KL_MARKS_WORD, first = r->from % KL_MARKS_WORD;
	uint64_t here = UINT64_MAX << first;

	r->apart = UINT64_C(1) << first;
	for (; word * KL_MARKS_WORD < r->bytes.length; word++, here = UINT64_MAX) {
		const struct kl_marks m = { marks[word].delimiters & here,
			marks[word].quotes & here, marks[word].lf & here,
			marks[word].cr & here };
		const uint64_t ends = m.lf | m.cr;
		const size_t word_at = word * KL_MARKS_WORD;
		uint64_t live = (m.delimiters | ends) & up_to_first(ends);

		if (!has_room(splitter)) {
			splitter->result = KL_SPLIT_NO_MEMORY;
			return 0;
		}
		if ((m.quotes | r->inside | r->closed) == 0)
			r->apart = live >> 63;
		else if (!read_quotes(r, &m, ends, &live))
			return 0;
		if (r->quoted)
			store_quoted(splitter, r, live, word_at);
		else
			store(splitter, r, live, word_at);
		if (splitter->count - splitter->first > KL_CELLS_MOST)
			return 0;
		if (live == 0)
			continue;
		size_t last = 63 - (size_t)__builtin_clzll(live);
		if ((ends >> last & 1) != 0)
			return behind_line(r->bytes, word_at + last);
		r->from = word_at + last + 1;
	}
	return 0;
}

static inline __attribute__((always_inline)) enum kl_split split_marked(
	struct kl_splitter *splitter, struct kl_span bytes,
	const struct kl_marks *marks, size_t *at, uint64_t *lines)
{
	struct record r = { .bytes = bytes, .quote = splitter->dialect.quote,
		.from = *at, .lines = 1 };

	if (*at >= bytes.length || bytes.at[*at] == '\n' || bytes.at[*at] == '\r')
		return KL_SPLIT_REFUSED;
	splitter->result = KL_SPLIT_REFUSED;
	size_t end = split_record(splitter, &r, marks);
	if (end == 0 || end > bytes.length) {
		/* Of a record that may be too long as well, the lines tell which it is. */
		splitter->count = splitter->first;
		return splitter->result;
	}
	if (r.doubled)
		join_quotes(splitter);
	*at = end;
	*lines = r.lines;
	return KL_SPLIT_DONE;
}

enum kl_split kl_splitter_marked_plain(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines)
{
	return split_marked(splitter, bytes, marks, at, lines);
}

#if defined(__x86_64__)
__attribute__((target("popcnt,bmi,lzcnt")))
static enum kl_split split_bits(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines)
{
	return split_marked(splitter, bytes, marks, at, lines);
}
#endif

enum kl_split kl_splitter_marked(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines)
{
#if defined(__x86_64__)
	if (splitter->has_bits)
		return split_bits(splitter, bytes, marks, at, lines);
#endif
	return split_marked(splitter, bytes, marks, at, lines);
}
