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
	size_t from;                    /* where a cell begins */
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

static inline void read_quotes(struct kl_split_word *word,
	const struct kl_marks *m, uint64_t ends)
{
	uint64_t inside = odd_up_to(m->quotes) ^ word->inside;
	uint64_t opens = m->quotes & inside, closes = m->quotes & ~inside;
	uint64_t marks = (m->delimiters | ends) & ~inside;
	uint64_t before = word->closed, behind = closes << 1 | before;
	uint64_t inner = ends & inside;

	word->marks = marks;
	word->ends = ends & ~inside;
	word->quotes = m->quotes;
	word->doubled = behind & opens;
	word->wrong = (behind & ~(marks | opens))
		| (opens & ~((marks | closes) << 1 | word->apart | before));
	word->inner = inner & ~(m->lf & (m->cr << 1 | word->cr));
	word->inside = -(inside >> 63);
	word->closed = closes >> 63;
	word->apart = marks >> 63;
	word->cr = (inner & m->cr) >> 63;
}

/* Reads a word behind the one before it, from the bits `here` on. */
static inline void read_word(struct kl_split_word *word,
	const struct kl_marks *marks, uint64_t here)
{
	const struct kl_marks m = { marks->delimiters & here,
		marks->quotes & here, marks->lf & here, marks->cr & here };
	const uint64_t ends = m.lf | m.cr;

	if ((m.quotes | word->inside | word->closed) != 0) {
		read_quotes(word, &m, ends);
		return;
	}
	word->marks = m.delimiters | ends;
	word->ends = ends;
	word->quotes = word->doubled = word->wrong = word->inner = word->cr = 0;
	word->apart = word->marks >> 63;
}

/* Reads the word in which a record begins at `at`, unless it was read. */
static inline void begin_word(struct kl_split_word *word,
	const struct kl_marks *marks, size_t at)
{
	const size_t first = at % KL_MARKS_WORD;

	if (word->at == at && first > 0)
		return;
	word->inside = word->closed = word->cr = 0;
	word->apart = UINT64_C(1) << first;
	read_word(word, &marks[at / KL_MARKS_WORD], UINT64_MAX << first);
}

/* Leaves of the word what is behind a record that ends at `end`. */
static inline void leave_word(struct kl_split_word *word, size_t word_at, size_t end)
{
	uint64_t left = end - word_at < KL_MARKS_WORD
		? UINT64_MAX << (end - word_at) : 0;

	word->at = left != 0 ? end : SIZE_MAX;
	word->marks &= left;
	word->ends &= left;
	word->quotes &= left;
	word->doubled &= left;
	word->wrong &= left;
	word->inner &= left;
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
	const char *base = r->bytes.at, quote = splitter->dialect.quote;
	size_t from = r->from, count = 0;

	for (; marks != 0; marks &= marks - 1, count++) {
		size_t to = word_at + (size_t)__builtin_ctzll(marks);
		size_t quotes = base[from] == quote;
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

/* What the quotes of the word up to the record's end say of it. False: one is where
 * none should be. */
static inline bool take_quotes(struct record *r, const struct kl_split_word *word,
	uint64_t upto)
{
	r->quoted = r->quoted || (word->quotes & upto) != 0;
	r->doubled = r->doubled || (word->doubled & upto) != 0;
	if (word->inner != 0)
		r->lines += (uint64_t)__builtin_popcountll(word->inner & upto);
	return (word->wrong & upto) == 0;
}

/* Behind the record, or 0: it is refused. NO_MEMORY shows in the splitter. */
static inline __attribute__((always_inline)) size_t split_record(
	struct kl_splitter *splitter, struct record *r,
	const struct kl_marks *marks)
{
	struct kl_split_word *word = &splitter->word;
	size_t word_at = r->from / KL_MARKS_WORD * KL_MARKS_WORD;

	begin_word(word, marks, r->from);
	for (;;) {
		const uint64_t upto = up_to_first(word->ends);
		const uint64_t ready = word->marks & upto;
		if (!has_room(splitter)) {
			splitter->result = KL_SPLIT_NO_MEMORY;
			return 0;
		}
		if ((word->quotes | word->inner | word->wrong) != 0
				&& !take_quotes(r, word, upto))
			return 0;
		if (r->quoted)
			store_quoted(splitter, r, ready, word_at);
		else
			store(splitter, r, ready, word_at);
		if (splitter->count - splitter->first > KL_CELLS_MOST)
			return 0;
		if (word->ends != 0)
			break;
		if (ready != 0)
			r->from = word_at + KL_MARKS_WORD
				- (size_t)__builtin_clzll(ready);
		word_at += KL_MARKS_WORD;
		if (word_at >= r->bytes.length)
			return 0;
		read_word(word, &marks[word_at / KL_MARKS_WORD], UINT64_MAX);
	}
	size_t end = behind_line(r->bytes, word_at
		+ (size_t)__builtin_ctzll(word->ends));
	leave_word(word, word_at, end);
	return end;
}

static inline __attribute__((always_inline)) enum kl_split split_marked(
	struct kl_splitter *splitter, struct kl_span bytes,
	const struct kl_marks *marks, size_t *at, uint64_t *lines)
{
	struct record r = { .bytes = bytes, .from = *at, .lines = 1 };

	if (*at >= bytes.length || bytes.at[*at] == '\n' || bytes.at[*at] == '\r')
		return KL_SPLIT_REFUSED;
	splitter->result = KL_SPLIT_REFUSED;
	size_t end = split_record(splitter, &r, marks);
	if (end == 0 || end > bytes.length) {
		/* Of a record that may be too long as well, the lines tell which it is. */
		splitter->count = splitter->first;
		splitter->word.at = SIZE_MAX;
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
__attribute__((target("popcnt,bmi")))
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
	return kl_splitter_marked_plain(splitter, bytes, marks, at, lines);
}
