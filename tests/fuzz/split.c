/*
 * Records that are split by their marks are those of libcsv, at every level of what
 * finds the marks; and only what libcsv refuses, or what has no end, is refused. The
 * first byte chooses the characters, the next where the first record begins.
 */
#include "fuzz.h"
#include "table/split.h"

enum { MOST = 4096, WORDS = MOST / KL_MARKS_WORD + 1 };

typedef enum kl_split split_record(struct kl_splitter *splitter,
	struct kl_span bytes, const struct kl_marks *marks, size_t *at,
	uint64_t *lines);

/* A record as libcsv reads it. */
struct oracle {
	char text[2 * MOST];
	size_t used, lengths[MOST + 1], count;
	bool ended;
	size_t end;                     /* behind the record; 0: it is none */
	uint64_t lines;
};

static void take_cell(void *bytes, size_t length, void *context)
{
	struct oracle *oracle = context;

	fuzz_must(oracle->count <= MOST);
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

static void ask_libcsv(struct kl_marked marked, struct kl_span bytes, size_t at,
	struct oracle *oracle)
{
	struct csv_parser parser;
	bool refused = at == bytes.length || is_end(bytes.at[at]);

	oracle->used = oracle->count = oracle->end = oracle->lines = 0;
	oracle->ended = false;
	fuzz_must(csv_init(&parser, CSV_STRICT) == 0);
	csv_set_space_func(&parser, never);
	csv_set_delim(&parser, (unsigned char)marked.delimiter);
	csv_set_quote(&parser, (unsigned char)marked.quote);
	while (at < bytes.length && !oracle->ended && !refused) {
		const char *c = &bytes.at[at++];
		refused = csv_parse(&parser, c, 1, take_cell, take_end, oracle) != 1;
		oracle->lines += *c == '\r' || (*c == '\n' && c[-1] != '\r');
	}
	csv_free(&parser);
	if (refused || !oracle->ended)
		return;
	if (bytes.at[at - 1] == '\n')
		oracle->end = at;
	else if (at < bytes.length)     /* else an LF can belong to it */
		oracle->end = at + (bytes.at[at] == '\n');
}

static void check_cells(const struct kl_splitter *splitter,
	const struct oracle *oracle)
{
	const char *at = oracle->text;

	fuzz_must(splitter->count - splitter->first == oracle->count);
	for (size_t i = 0; i < oracle->count; i++) {
		const struct kl_span wanted = { at, oracle->lengths[i] };
		fuzz_must(kl_span_equal(splitter->cells[splitter->first + i],
			wanted));
		at += oracle->lengths[i];
	}
}

/* Record after record, as far as there are any. */
static void check_records(struct kl_splitter *splitter, split_record *split,
	struct kl_span bytes, struct kl_marked marked, const struct kl_marks *marks,
	size_t from)
{
	static struct oracle oracle;

	fuzz_must(kl_splitter_clear(splitter, 2 * MOST));
	do {
		size_t at = from;
		uint64_t lines = 0;
		ask_libcsv(marked, bytes, from, &oracle);
		enum kl_split result = split(splitter, bytes, marks, &at, &lines);
		if (oracle.end == 0) {
			fuzz_must(result == KL_SPLIT_REFUSED && at == from);
			fuzz_must(splitter->count == splitter->first);
			return;
		}
		fuzz_must(result == KL_SPLIT_DONE && at == oracle.end);
		fuzz_must(lines == oracle.lines);
		check_cells(splitter, &oracle);
		kl_splitter_keep(splitter);
		from = at;
	} while (from < bytes.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct kl_marked all[] = { { ',', '"' }, { ';', '"' },
		{ '\t', '\'' }, { '|', '"' } };
	static split_record *const ways[] = { kl_splitter_marked,
		kl_splitter_marked_plain };
	struct kl_splitter splitter;
	struct kl_marks plain[WORDS] = { { 0 } }, marks[WORDS] = { { 0 } };

	if (size < 2 || size > MOST)
		return 0;
	const struct kl_marked marked = all[bytes[0] % 4];
	const struct kl_span text = { (const char *)bytes + 2, size - 2 };
	fuzz_must(kl_splitter_init(&splitter));
	kl_splitter_use(&splitter, (struct kl_dialect){
		.delimiter = marked.delimiter, .quote = marked.quote });
	fuzz_must(kl_marks_find_at(KL_MARKS_PLAIN, text.at, text.length, marked, plain));
	for (int level = KL_MARKS_SSE2; level < KL_MARKS_LEVELS; level++)
		fuzz_must(!kl_marks_find_at((enum kl_marks_level)level, text.at,
			text.length, marked, marks)
			|| memcmp(marks, plain, sizeof marks) == 0);
	size_t from = bytes[1] < text.length ? bytes[1] : 0;
	for (int i = 0; i < 2; i++)
		check_records(&splitter, ways[i], text, marked, plain, from);
	kl_splitter_release(&splitter);
	return 0;
}
