/* Records that are split by their marks are those of libcsv, and only what it refuses,
 * or what has no end, is refused. */
#include <criterion/criterion.h>
#include <csv.h>
#include <stdlib.h>

#include "random.h"
#include "table/split.h"

/* All texts of this length and shorter ones are tried. */
#ifndef KL_SPLIT_LENGTH
#define KL_SPLIT_LENGTH 7
#endif

enum { BYTES = 400, WORDS = BYTES / KL_MARKS_WORD + 1, PLACES = 150 };

/* The first record as libcsv reads it. */
struct oracle {
	char text[2 * BYTES];
	size_t used, lengths[BYTES], count;
	bool ended;
};

static void take_cell(void *bytes, size_t length, void *context)
{
	struct oracle *oracle = context;

	if (length > 0)
		memcpy(oracle->text + oracle->used, bytes, length);
	oracle->used += length;
	oracle->lengths[oracle->count++] = length;
}

static void take_end(int end, void *context)
{
	(void)end;
	((struct oracle *)context)->ended = true;
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Where the record ends that begins at `at`, or 0: it is none. *lines: how many. */
static size_t ask_libcsv(struct csv_parser *parser, struct kl_span bytes, size_t at,
	struct oracle *oracle, uint64_t *lines)
{
	oracle->used = oracle->count = 0;
	oracle->ended = false;
	csv_fini(parser, NULL, NULL, NULL);
	*lines = 0;
	if (at == bytes.length || is_end(bytes.at[at]))
		return 0;
	while (at < bytes.length && !oracle->ended) {
		const char *c = &bytes.at[at++];
		if (csv_parse(parser, c, 1, take_cell, take_end, oracle) != 1)
			return 0;
		*lines += *c == '\r' || (*c == '\n' && c[-1] != '\r');
	}
	if (!oracle->ended || bytes.at[at - 1] == '\n')
		return oracle->ended ? at : 0;
	/* Whether an LF belongs to it is not known. */
	return at == bytes.length ? 0 : at + (bytes.at[at] == '\n');
}

typedef enum kl_split split_record(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines);

/* Whether what was taken is the oracle's. */
static bool is_same(const struct kl_splitter *splitter, const struct oracle *oracle)
{
	const char *at = oracle->text;
	bool same = splitter->count - splitter->first == oracle->count;

	for (size_t i = 0; i < oracle->count && same; i++) {
		struct kl_span cell = splitter->cells[splitter->first + i];
		same = kl_span_equal(cell,
			(struct kl_span){ at, oracle->lengths[i] });
		at += oracle->lengths[i];
	}
	return same;
}

struct trial {
	struct kl_splitter splitter;
	struct csv_parser parser;
	struct kl_marked marked;
	size_t taken, doubled;          /* records; of these, with doubled quotes */
};

static void start(struct trial *trial, char delimiter, char quote)
{
	*trial = (struct trial){ .marked = { delimiter, quote } };
	cr_assert(kl_splitter_init(&trial->splitter));
	kl_splitter_use(&trial->splitter, (struct kl_dialect){
		.delimiter = delimiter, .quote = quote });
	cr_assert_eq(csv_init(&trial->parser, CSV_STRICT), 0);
	csv_set_space_func(&trial->parser, never);
	csv_set_delim(&trial->parser, (unsigned char)delimiter);
	csv_set_quote(&trial->parser, (unsigned char)quote);
}

static void stop(struct trial *trial)
{
	csv_free(&trial->parser);
	kl_splitter_release(&trial->splitter);
}

static void check_with(struct trial *trial, split_record *split,
	struct kl_span bytes, const struct kl_marks *marks, size_t from,
	const struct oracle *oracle, size_t wanted, uint64_t wanted_lines)
{
	struct kl_splitter *splitter = &trial->splitter;
	size_t at = from, text = splitter->text_used;
	uint64_t lines = 0;

	enum kl_split result = split(splitter, bytes, marks, &at, &lines);
	if (wanted == 0 ? result != KL_SPLIT_REFUSED || at != from
				|| splitter->count != splitter->first
			: result != KL_SPLIT_DONE || at != wanted
				|| lines != wanted_lines || !is_same(splitter, oracle))
		cr_assert_fail("%d at %zu to %zu, not %zu: %.*s", (int)result, from,
			at, wanted, (int)(bytes.length - from), bytes.at + from);
	trial->taken += result == KL_SPLIT_DONE;
	trial->doubled += splitter->text_used > text;
	kl_splitter_keep(splitter);
}

/* All records of the bytes that begin at `from` or behind another: of some the word in
 * which they begin was read with that, and of some it was not. */
static void check_records(struct trial *trial, split_record *split,
	struct kl_span bytes, const struct kl_marks *marks, size_t from,
	bool forget)
{
	struct oracle oracle;
	uint64_t lines;

	cr_assert(kl_splitter_clear(&trial->splitter, 2 * BYTES));
	do {
		size_t end = ask_libcsv(&trial->parser, bytes, from, &oracle, &lines);
		check_with(trial, split, bytes, marks, from, &oracle, end, lines);
		if (forget)
			cr_assert(kl_splitter_clear(&trial->splitter, 2 * BYTES));
		from = end;
	} while (from > 0);
}

static void check(struct trial *trial, struct kl_span bytes, size_t from)
{
	struct kl_marks marks[WORDS];

	kl_marks_find(bytes.at, bytes.length, trial->marked, marks);
	check_records(trial, kl_splitter_marked, bytes, marks, from, false);
	check_records(trial, kl_splitter_marked, bytes, marks, from, true);
	check_records(trial, kl_splitter_marked_plain, bytes, marks, from, false);
}

/* The instructions that a processor may not have are left out where it has none. */
Test(split, without_bits)
{
	static const char text[] = "a,\"b\"\"c\"\r\n,,d\n";
	struct trial trial;

	start(&trial, ',', '"');
	trial.splitter.has_bits = false;
	check(&trial, (struct kl_span){ text, sizeof text - 1 }, 0);
	cr_expect_eq(trial.taken, 6);
	stop(&trial);
}

/* Behind bytes of another record, at a place where words can meet. */
Test(split, all_short_texts, .timeout = 600)
{
	static const char letters[] = "a,\"\n\r ";
	enum { LETTERS = sizeof letters - 1 };
	char bytes[PLACES + KL_SPLIT_LENGTH + 1];
	uint64_t seed = 20050901;
	struct trial trial;

	start(&trial, ',', '"');
	memset(bytes, '"', sizeof bytes);
	for (size_t length = 0, all = 1; length <= KL_SPLIT_LENGTH; length++) {
		for (size_t n = 0; n < all; n++) {
			size_t place = (size_t)random_below(&seed, 2)
				* (size_t)random_between(&seed, 54, 66);
			for (size_t i = 0, rest = n; i < length; i++, rest /= LETTERS)
				bytes[place + i] = letters[rest % LETTERS];
			check(&trial, (struct kl_span){ bytes, place + length }, place);
			bytes[place + length] = '\n';
			check(&trial, (struct kl_span){ bytes, place + length + 1 },
				place);
			memset(bytes + place, '"', length + 1);
		}
		all *= LETTERS;
	}
	cr_expect(trial.taken > 100000 && trial.doubled > 1000, "%zu, %zu",
		trial.taken, trial.doubled);
	stop(&trial);
}

static size_t make_cell(char *out, uint64_t *seed, struct kl_marked marked)
{
	const char letters[] = { 'a', ' ', marked.delimiter, marked.quote, '\n', '\r',
		'\n', '\0', '\xc3', '\xff', 'b', marked.quote };
	bool quoted = random_below(seed, 3) == 0;
	int least = random_below(seed, 8) == 0 ? 60 : 0;
	size_t length = (size_t)random_between(seed, least, least + 6), used = 0;

	if (quoted)
		out[used++] = marked.quote;
	for (size_t i = 0; i < length; i++) {
		char c = letters[random_below(seed, quoted ? 12 : 2)];
		if (c == marked.quote && marked.quote != 0
				&& random_below(seed, 50) > 0)
			out[used++] = c;
		out[used++] = c;
	}
	if (quoted && random_below(seed, 40) > 0)
		out[used++] = marked.quote;
	/* Now and then something that no record should have. */
	if (random_below(seed, 60) == 0)
		out[used++] = letters[random_below(seed, 12)];
	return used;
}

Test(split, random_records, .timeout = 300)
{
	static const struct kl_marked all[] = { { ',', '"' }, { ';', '\'' },
		{ '\t', '"' }, { '\xff', '\x80' }, { 'a', 'b' }, { ' ', '"' } };
	char bytes[BYTES + 200];
	uint64_t seed = 20060214;

	for (size_t kind = 0; kind < sizeof all / sizeof *all; kind++) {
		struct trial trial;
		start(&trial, all[kind].delimiter, all[kind].quote);
		for (int round = 0; round < 10000; round++) {
			size_t size = 0;
			while (size < BYTES - 10) {
				size += make_cell(bytes + size, &seed, all[kind]);
				bytes[size++] = random_below(&seed, 4) > 0
					? all[kind].delimiter
					: "\n\r\n"[random_below(&seed, 3)];
			}
			size = (size_t)random_below(&seed, BYTES);
			size_t from = (size_t)random_below(&seed, 130);
			if (from <= size)
				check(&trial, (struct kl_span){ bytes, size }, from);
		}
		cr_expect(trial.taken > 2000 && trial.doubled > 100, "%zu, %zu",
			trial.taken, trial.doubled);
		stop(&trial);
	}
}

/* Without a quote every one of them is a letter, and so is a NUL. */
Test(split, no_quote)
{
	static const char text[] = "\"a,b\"\",\0\n,\"\n";
	struct kl_splitter splitter;
	struct kl_marks marks[1];
	size_t at = 0;
	uint64_t lines;

	kl_marks_find(text, sizeof text - 1, (struct kl_marked){ ',', 0 }, marks);
	cr_assert(kl_splitter_init(&splitter));
	kl_splitter_use(&splitter, (struct kl_dialect){ .delimiter = ',' });
	cr_assert(kl_splitter_clear(&splitter, BYTES));
	const struct kl_span bytes = { text, sizeof text - 1 };
	cr_assert_eq(kl_splitter_marked(&splitter, bytes, marks, &at, &lines),
		KL_SPLIT_DONE);
	cr_expect_eq(at, 9);
	cr_expect_eq(kl_splitter_keep(&splitter), 3);
	cr_expect(kl_span_is(splitter.cells[0], "\"a"));
	cr_expect(kl_span_is(splitter.cells[1], "b\"\""));
	cr_expect(kl_span_equal(splitter.cells[2], (struct kl_span){ "", 1 }));
	cr_assert_eq(kl_splitter_marked(&splitter, bytes, marks, &at, &lines),
		KL_SPLIT_DONE);
	cr_expect_eq(at, 12);
	kl_splitter_release(&splitter);
}
