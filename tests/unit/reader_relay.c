/* A table that a thread reads: the same rows, issues and failures, in order. */
#include "reading.h"

#include "base/memory.h"
#include "random.h"

/* Everything that was handed on, as hashes. */
struct taken {
	uint64_t row_hash, issue_hash;  /* batches may be cut elsewhere */
	uint64_t rows, issues;
	struct kl_span left;            /* of the text, by the rows */
	uint64_t fail_at;               /* row before which a batch is refused; 0: none */
	uint64_t untested;              /* rows that nobody tested */
};

static void mix(uint64_t *hash, struct kl_span text)
{
	*hash = kl_hash(*hash, text);
}

static void mix_number(uint64_t *hash, uint64_t number)
{
	mix(hash, (struct kl_span){ (const char *)&number, sizeof number });
}

static void skip_line_ends(struct kl_span *text)
{
	while (text->length > 0 && (*text->at == '\n' || *text->at == '\r'))
		*text = (struct kl_span){ text->at + 1, text->length - 1 };
}

/* Between rows stand empty lines only. */
static void expect_next(struct taken *taken, struct kl_span raw)
{
	struct kl_span *left = &taken->left;

	skip_line_ends(left);
	cr_assert(raw.length <= left->length
		&& memcmp(raw.at, left->at, raw.length) == 0);
	*left = (struct kl_span){ left->at + raw.length,
		left->length - raw.length };
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct taken *taken = context;

	(void)used;
	(void)error;
	expect_next(taken, row->raw);
	mix(&taken->row_hash, row->raw);
	return KL_OK;
}

static uint64_t mark_of(const struct kl_row *row)
{
	return kl_hash(row->number, row->cells[row->count - 1]) | 1;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct taken *taken = context;

	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		mix_number(&taken->issue_hash, issue->kind);
		mix_number(&taken->issue_hash, issue->line);
		mix_number(&taken->issue_hash, issue->column);
		mix_number(&taken->issue_hash, issue->offset);
	}
	taken->issues += batch->issue_count;
	for (size_t i = 0; i < batch->count; i++) {
		const struct kl_row *row = &batch->rows[i];
		cr_assert_eq(row->number, taken->rows + 1);
		expect_next(taken, row->raw);
		mix(&taken->row_hash, row->raw);
		mix_number(&taken->row_hash, row->number);
		mix_number(&taken->row_hash, row->line);
		mix_number(&taken->row_hash, row->plain);
		for (size_t j = 0; j < row->count; j++)
			mix(&taken->row_hash, row->cells[j]);
		taken->untested += row->passed == 0;
		cr_assert(row->passed == 0 || row->passed == mark_of(row));
		if (++taken->rows == taken->fail_at)
			return kl_fail(error, KL_LIMIT, NULL, row->line, 0, "enough");
	}
	return KL_OK;
}

static void test_rows(void *context, struct kl_row *rows, size_t count)
{
	(void)context;
	for (size_t i = 0; i < count; i++)
		rows[i].passed = mark_of(&rows[i]);
}

/* What a text is made of: some batches end because they have very many rows, or
 * empty lines. */
enum mixture { WITH_LONG_ROWS, WITHOUT, SHORT_ROWS, EMPTY_LINES, MIXTURES };

/* Rows of all kinds, some of them with line ends in quotes, quotes that are wrong,
 * bytes that are no text, nothing, or very long. */
static void write_rows(struct kl_text_buffer *out, size_t size,
	enum mixture mixture, uint64_t *seed)
{
	static const char *const rows[] = { "1,2,3\n", "\"a,b\",c,d\r\n", "x\ry\n",
		"\"two\nlines\",\"and \"\"quotes\"\"\",\"\r\n\r\n\"\n", "\n", "\r\n",
		"wrong \"quote,2\n", "\"open,2,3\n", "\xc3\xa9,\xe2\x82\xac\n", "\xff,\n",
		",,\n", "\"\",\"\"\n", "01AB,00,123456789,2004-2005,3,Techniek\n" };

	kl_text_puts(out, "a,b,c\n");
	while (out->length < size) {
		int kind = random_below(seed, 400);
		if (mixture >= SHORT_ROWS && kind > 0) {
			kl_text_puts(out, mixture == SHORT_ROWS ? ",,\n" : "\n");
			continue;
		}
		if (kind == 0 && mixture == WITH_LONG_ROWS)
			for (int i = random_below(seed, 30000); i > 0; i--)
				kl_text_puts(out, "long,");
		kl_text_puts(out, rows[kind % 13 != 7 || kind < 20 ? kind % 13 : 0]);
	}
}

static enum kl_status read_with(unsigned jobs, bool tests, struct memory memory,
	size_t block, struct taken *taken, struct kl_error *error)
{
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = taken, .jobs = jobs,
		.test = tests ? test_rows : NULL };

	taken->left = memory.bytes;
	enum kl_status status = kl_read_table(&source, "t.csv", &comma, block,
		&calls, error);
	skip_line_ends(&taken->left);
	cr_assert(status != KL_OK || taken->left.length == 0);
	return status;
}

Test(reader_relay, rows_are_the_same, .timeout = 240)
{
	static const size_t blocks[] = { 0, 7, 70000 };

	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct kl_text_buffer text = { 0 };
		struct taken alone = { 0 };
		struct kl_error error;
		uint64_t state = seed;
		write_rows(&text, 3 << 20, (enum mixture)(seed % MIXTURES), &state);
		const struct memory memory = { .bytes = kl_text_span(&text) };
		size_t block = blocks[seed % 3];
		cr_assert_eq(read_with(1, true, memory, block, &alone, &error), KL_OK);
		cr_assert_eq(alone.untested, alone.rows);
		for (unsigned jobs = 2; jobs <= 5; jobs++) {
			struct taken taken = { 0 };
			cr_assert_eq(read_with(jobs, jobs != 5, memory, block, &taken,
				&error), KL_OK);
			cr_assert_eq(taken.rows, alone.rows);
			cr_assert_eq(taken.issues, alone.issues);
			cr_assert_eq(taken.row_hash, alone.row_hash);
			cr_assert_eq(taken.issue_hash, alone.issue_hash);
			cr_assert(jobs == 5 || taken.untested < taken.rows);
		}
		kl_text_release(&text);
	}
}

Test(reader_relay, failures_are_the_same, .timeout = 240)
{
	struct kl_text_buffer text = { 0 };
	uint64_t seed = 2005;

	write_rows(&text, 3 << 20, WITHOUT, &seed);
	for (size_t i = 1; i < 12; i++) {
		const struct memory memory = { .bytes = kl_text_span(&text),
			.fail_at = i % 2 == 0 ? i * 250000 : 0 };
		uint64_t refused = i % 3 == 0 ? i * 11000 : 0;
		struct taken alone = { .fail_at = refused };
		struct kl_error error = { 0 }, other = { 0 };
		enum kl_status status = read_with(1, true, memory, 0, &alone,
			&error);
		for (unsigned jobs = 2; jobs <= 3; jobs++) {
			struct taken taken = { .fail_at = refused };
			cr_assert_eq(read_with(jobs, true, memory, 0, &taken,
				&other), status);
			if (status == KL_OK)
				continue;
			cr_assert_str_eq(other.text, error.text);
			cr_assert_eq(other.line, error.line);
			cr_assert(status != KL_LIMIT || taken.row_hash == alone.row_hash);
		}
	}
	kl_text_release(&text);
}
