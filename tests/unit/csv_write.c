/* What is written is read back, cell for cell. */
#include "reading.h"
#include "random.h"

#include <stdlib.h>

#include "table/csv_write.h"

enum { MOST_CELLS = 8 };

/* Rows of cells, written one after the other, each with its length. */
struct rows {
	struct kl_text_buffer cells;
	size_t count;
};

static void add_cells(struct rows *rows, const struct kl_span *cells,
	size_t count)
{
	kl_text_printf(&rows->cells, "%zu|", count);
	for (size_t i = 0; i < count; i++) {
		kl_text_printf(&rows->cells, "%zu:", cells[i].length);
		kl_text_add(&rows->cells, cells[i]);
	}
	rows->count++;
}

static enum kl_status take_row(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)used;
	(void)error;
	/* Names of columns that no row gives are no part of the file. */
	if (row->line > 0)
		add_cells(context, row->cells, row->count);
	return KL_OK;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	for (size_t i = 0; i < batch->count; i++)
		take_row(context, &batch->rows[i], &batch->dialect, error);
	for (size_t i = 0; i < batch->issue_count; i++)
		cr_expect(batch->issues[i].kind == KL_ISSUE_ENCODING
			|| batch->issues[i].kind == KL_ISSUE_NUL);
	return KL_OK;
}

/* A writer into memory. */
struct writing {
	struct kl_csv csv;
	struct rows rows;
	char *bytes;
	size_t size;
};

static void begin(struct writing *w, const struct kl_dialect *dialect)
{
	memset(&w->rows, 0, sizeof w->rows);
	kl_csv_begin(&w->csv, dialect, open_memstream(&w->bytes, &w->size));
}

static void write_row(struct writing *w, const struct kl_span *cells,
	size_t count)
{
	struct kl_error error = { 0 };

	cr_assert_eq(kl_csv_row(&w->csv, cells, count, &error), KL_OK, "%s",
		error.text);
	add_cells(&w->rows, cells, count);
}

static void end(struct writing *w)
{
	struct kl_error error = { 0 };

	cr_assert_eq(kl_csv_end(&w->csv, &error), KL_OK, "%s", error.text);
	fclose(w->csv.stream);
}

static void read_back(const struct writing *w, const struct kl_dialect *dialect)
{
	struct rows read = { 0 };
	struct memory memory = { .bytes = { w->bytes, w->size } };
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = take_row,
		.batch = take_batch, .context = &read };
	struct kl_error error = { 0 };
	struct kl_dialect declared = *dialect;

	/* Bytes that are no UTF-8 stay what they are. */
	declared.encoding = KL_UTF_8;
	cr_assert_eq(kl_read_table(&source, "some.csv", &declared, 0, &calls,
		&error), KL_OK, "%s", error.text);
	cr_assert_eq(read.count, w->rows.count);
	cr_assert(kl_span_equal(kl_text_span(&read.cells),
		kl_text_span(&w->rows.cells)), "written:\n%.*s\nread:\n%s\nnot:\n%s",
		(int)w->size, w->bytes, read.cells.at, w->rows.cells.at);
	kl_text_release(&read.cells);
}

static void forget(struct writing *w)
{
	kl_text_release(&w->rows.cells);
	free(w->bytes);
}

/* The line that comes of a first row, and of one after it. */
Test(csv_write, quotes_only_where_needed)
{
	static const struct {
		struct kl_span cells[4];
		size_t count;
		const char *first, *later;
	} cases[] = {
		{ { T("a"), T("b") }, 2, "a,b", "a,b" },
		{ { T(""), T("") }, 2, ",", "," },
		{ { T("") }, 1, "\"\"", "\"\"" },
		{ { T("a,b"), T("c") }, 2, "\"a,b\",c", "\"a,b\",c" },
		{ { T("a;b"), T("c") }, 2, "\"a;b\",c", "a;b,c" },
		{ { T("a;b") }, 1, "\"a;b\"", "\"a;b\"" },
		{ { T("\""), T("a\"b\"\"") }, 2, "\"\"\"\",\"a\"\"b\"\"\"\"\"",
			"\"\"\"\",\"a\"\"b\"\"\"\"\"" },
		{ { T(" a"), T("b\t"), T(" ") }, 3, "\" a\",\"b\t\",\" \"",
			"\" a\",\"b\t\",\" \"" },
		{ { T("a b"), T("c'd"), T("02EW"), T("=1+1") }, 4,
			"a b,c'd,02EW,=1+1", "a b,c'd,02EW,=1+1" },
		{ { T("a\nb"), T("c\rd") }, 2, "\"a\nb\",\"c\rd\"",
			"\"a\nb\",\"c\rd\"" },
		{ { T("sep=;"), T("sep=,") }, 2, "\"sep=;\",\"sep=,\"",
			"sep=;,\"sep=,\"" },
		{ { T("SEP="), T("") }, 2, "\"SEP=\",", "SEP=," },
		{ { T("sep=;") }, 1, "sep=,\n\"sep=;\"", "\"sep=;\"" },
		{ { T("\xef\xbb\xbf" "a"), T("\xef\xbb\xbf") }, 2,
			"\"\xef\xbb\xbf" "a\",\xef\xbb\xbf", "\xef\xbb\xbf" "a,\xef\xbb\xbf" },
		{ { T("\xff\xfe"), T("") }, 2, "\"\xff\xfe\",", "\xff\xfe," },
		{ { T("PK\3\4"), T("") }, 2, "\"PK\3\4\",", "PK\3\4," },
		{ { T("#a"), T("#") }, 2, "\"#a\",#", "\"#a\",#" },
	};
	const struct kl_layout layout = { .comment = { "#", 1 } };
	struct kl_dialect dialect = comma;
	struct writing w;
	char expected[256];

	dialect.layout = &layout;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		begin(&w, &dialect);
		write_row(&w, cases[i].cells, cases[i].count);
		write_row(&w, cases[i].cells, cases[i].count);
		end(&w);
		snprintf(expected, sizeof expected, "%s\n%s\n", cases[i].first,
			cases[i].later);
		cr_expect_str_eq(w.bytes, expected, "%s instead of %s", w.bytes,
			expected);
		read_back(&w, &dialect);
		forget(&w);
	}
}

/* It says before what is then done, in a first row and in one after it. */
Test(csv_write, tells_of_quotes)
{
	static const struct kl_span cells[] = { T(""), T("a"), T("a,"), T("a;"), T(" a"),
		T("a\""), T("\n"), T("sep="), T("\xef\xbb\xbf"), T("PK\3\4"), T("a b") };
	struct writing w;

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		for (size_t count = 1; count <= 2; count++) {
			const struct kl_span row[] = { cells[i], T("b") };
			begin(&w, &comma);
			bool first = kl_csv_quotes(&w.csv, row[0], 0, count);
			write_row(&w, row, count);
			bool later = kl_csv_quotes(&w.csv, row[0], 0, count);
			cr_assert_eq(fflush(w.csv.stream), 0);
			size_t used = w.csv.used;
			cr_expect_eq(w.csv.buffer[0] == '"', first, "%zu", i);
			write_row(&w, row, count);
			cr_expect_eq(w.csv.buffer[used] == '"', later, "%zu", i);
			end(&w);
			forget(&w);
		}
	}
}

/* A cell of pieces that mean something, or might. */
static size_t make_cell(char *out, uint64_t *seed)
{
	static const struct kl_span pieces[] = { T("a"), T("12"), T(" "), T("\t"),
		T(","), T(";"), T("|"), T("\""), T("'"), T("\n"), T("\r"), T("\r\n"),
		T("\xc3\xa9"), T("\xef\xbb\xbf"), T("\xff"), T("\0"), T("sep="),
		T("#"), T("="), T("PK\3\4") };
	size_t length = 0;

	for (int left = random_below(seed, 5); left > 0; left--) {
		struct kl_span piece = pieces[random_below(seed,
			(int)(sizeof pieces / sizeof *pieces))];
		memcpy(out + length, piece.at, piece.length);
		length += piece.length;
	}
	return length;
}

static void try_random(uint64_t *seed)
{
	static const char delimiters[] = ",;\t|x";
	const struct kl_layout layout = { .comment = { "#", 1 } };
	struct kl_dialect dialect = {
		.delimiter = delimiters[random_below(seed, 5)],
		.quote = random_below(seed, 4) == 0 ? '\'' : '"',
		.layout = random_below(seed, 3) == 0 ? &layout : NULL };
	char bytes[MOST_CELLS][32];
	struct kl_span cells[MOST_CELLS];
	struct writing w;
	size_t count = (size_t)random_between(seed, 1, MOST_CELLS / 2);
	bool ragged = random_below(seed, 2) == 0;

	begin(&w, &dialect);
	for (int left = random_between(seed, 1, 6); left > 0; left--) {
		if (ragged)
			count = (size_t)random_between(seed, 1, MOST_CELLS / 2);
		for (size_t i = 0; i < count; i++)
			cells[i] = (struct kl_span){ bytes[i],
				make_cell(bytes[i], seed) };
		write_row(&w, cells, count);
	}
	end(&w);
	read_back(&w, &dialect);
	/* A delimiter that is looked for is found again, where rows agree. */
	if (!ragged && count > 1 && dialect.delimiter != 'x') {
		dialect.delimiter = 0;
		read_back(&w, &dialect);
	}
	forget(&w);
}

Test(csv_write, random_cells_are_read_back)
{
	uint64_t seed = 2005;

	for (int i = 0; i < 20000; i++)
		try_random(&seed);
}

Test(csv_write, cells_longer_than_the_buffer)
{
	static char text[3 * KL_CSV_BUFFER];
	struct writing w;

	memset(text, 'x', sizeof text);
	for (size_t length = 0; length < sizeof text; length += 4093) {
		struct kl_span cells[] = { { text, length }, { text, 7 } };
		begin(&w, &comma);
		for (int i = 0; i < 3; i++) {
			text[length / 2] = i == 1 ? '"' : 'x';
			write_row(&w, cells, 2);
		}
		text[length / 2] = 'x';
		end(&w);
		read_back(&w, &comma);
		forget(&w);
	}
}

Test(csv_write, a_dialect_without_quotes)
{
	const struct kl_dialect dialect = { .delimiter = ';' };
	const struct kl_span fine[] = { T(" a "), T("\"b,c\"") };
	const struct kl_span bad[] = { T("a"), T("b;c") };
	const struct kl_span none[] = { T("") };
	struct kl_error error = { 0 };
	struct writing w;

	begin(&w, &dialect);
	write_row(&w, fine, 2);
	cr_expect_eq(kl_csv_row(&w.csv, bad, 2, &error), KL_INVALID);
	cr_expect_str_eq(error.text, "cell 2 of a row cannot be written without"
		" quotes, and the dialect has none");
	cr_expect_eq(kl_csv_row(&w.csv, none, 1, &error), KL_INVALID);
	end(&w);
	read_back(&w, &dialect);
	forget(&w);
}

Test(csv_write, a_full_disk_is_told)
{
	FILE *full = fopen("/dev/full", "w");
	const struct kl_span cells[] = { T("a"), T("b") };
	struct kl_error error = { 0 };
	struct kl_csv csv;

	cr_assert_not_null(full);
	kl_csv_begin(&csv, &comma, full);
	cr_expect_eq(kl_csv_row(&csv, cells, 2, &error), KL_OK);
	cr_expect_eq(kl_csv_end(&csv, &error), KL_IO);
	cr_expect_str_eq(error.text, "cannot write: No space left on device");
	/* A long table ends at the first block that does not fit. */
	enum kl_status status = KL_OK;
	int rows = 0;
	for (; rows < 100000 && status == KL_OK; rows++)
		status = kl_csv_row(&csv, cells, 2, &error);
	cr_expect_eq(status, KL_IO);
	cr_expect(rows < 100000);
	fclose(full);
}
