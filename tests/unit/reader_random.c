#include "reading.h"

#include <csv.h>

/* A pseudo-random number below `below`; the same on every machine. */
static size_t pick(uint64_t *seed, size_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (size_t)(*seed >> 11) % below;
}

/* A table that is written, and what the reader must say of it. */
struct written {
	struct kl_text_buffer file, rows;
	uint64_t seed, line, column, records;
};

static void write_cell(struct written *out, bool first)
{
	static const char *const pieces[] = {
		"a", "1", " ", ",", "\"", "\n", "\r\n", "\r", "\xc3\xa9", "\xe2\x82\xac",
		"\t", ";"
	};
	enum { PIECES = sizeof pieces / sizeof *pieces };
	struct kl_text_buffer cell = { 0 };
	bool quoted = pick(&out->seed, 3) == 0;
	uint64_t line = out->line, column = out->column;
	bool cr = false;

	kl_text_puts(&cell, "");
	for (size_t count = pick(&out->seed, 6); count > 0; count--) {
		size_t piece = pick(&out->seed, PIECES);
		/* A single empty cell would be an empty line. */
		if (!quoted && piece >= 3 && piece <= 7)
			continue;
		kl_text_puts(&cell, pieces[piece]);
	}
	if (first && cell.length == 0)
		quoted = true;
	out->column += quoted;
	kl_text_puts(&out->file, quoted ? "\"" : "");
	for (size_t i = 0; i < cell.length; i++) {
		char c = cell.at[i];
		kl_text_add(&out->file, (struct kl_span){ &c, 1 });
		if (c == '"')
			kl_text_puts(&out->file, "\"");
		if (c == '\n' || c == '\r') {
			out->line += !(c == '\n' && cr);
			out->column = 1;
		} else if ((c & 0xc0) != 0x80) {
			out->column += c == '"' ? 2 : 1;
		}
		cr = c == '\r';
	}
	out->column += quoted;
	kl_text_puts(&out->file, quoted ? "\"" : "");
	kl_text_printf(&out->rows, " %" PRIu64 ":%" PRIu64 "<", line, column);
	kl_text_add_visible(&out->rows, kl_text_span(&cell), 0);
	kl_text_puts(&out->rows, ">");
	kl_text_release(&cell);
}

static void write_record(struct written *out, bool last)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };

	kl_text_printf(&out->rows, "%" PRIu64 "@%" PRIu64, out->records++,
		out->line);
	for (size_t cells = 1 + pick(&out->seed, 5), i = 0; i < cells; i++) {
		if (i > 0) {
			kl_text_puts(&out->file, ",");
			out->column++;
		}
		write_cell(out, i == 0);
	}
	kl_text_printf(&out->rows, " $%" PRIu64 ":%" PRIu64 "\n", out->line,
		out->column);
	if (!last || pick(&out->seed, 2) == 0)
		kl_text_puts(&out->file, ends[pick(&out->seed, 3)]);
	out->line++;
	out->column = 1;
}

/* A CR that ends a record and an LF that begins the next cannot meet: no record
 * begins with a bare LF, since an empty first cell is quoted. */
Test(reader_random, random_valid_tables, .timeout = 120)
{
	for (uint64_t seed = 1; seed <= 400; seed++) {
		struct written out = { .seed = seed * UINT64_C(0x9e3779b97f4a7c15),
			.line = 1, .column = 1 };
		for (size_t records = 1 + pick(&out.seed, 12); records > 0; records--)
			write_record(&out, records == 1);
		const size_t blocks[] = { 0, 1, 2, 3, 5, 9, 17, 40, 41,
			1 + pick(&out.seed, 200) };
		for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
			expect_once(kl_text_span(&out.file), &comma, blocks[i],
				pick(&out.seed, 9), out.rows.at, "");
		kl_text_release(&out.file);
		kl_text_release(&out.rows);
	}
}

struct oracle {
	struct kl_text_buffer text;
};

static void oracle_cell(void *bytes, size_t length, void *context)
{
	struct oracle *oracle = context;

	kl_text_puts(&oracle->text, "<");
	kl_text_add_visible(&oracle->text, (struct kl_span){ bytes, length }, 0);
	kl_text_puts(&oracle->text, ">");
}

static void oracle_row(int end, void *context)
{
	struct oracle *oracle = context;

	(void)end;
	kl_text_puts(&oracle->text, "\n");
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/* The file by libcsv alone; false if it refuses it. */
static bool ask_libcsv(struct kl_span bytes, struct oracle *oracle)
{
	struct csv_parser parser;
	bool fine;

	cr_assert_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	csv_set_space_func(&parser, never);
	fine = csv_parse(&parser, bytes.at, bytes.length, oracle_cell, oracle_row,
		oracle) == bytes.length
		&& csv_fini(&parser, oracle_cell, oracle_row, oracle) == 0;
	csv_free(&parser);
	return fine;
}

/* Rows as the oracle writes them: numbers, places left out. */
static struct kl_text_buffer bare(const char *rows)
{
	struct kl_text_buffer out = { 0 };
	bool inside = false;

	kl_text_puts(&out, "");
	for (; *rows != '\0'; rows++) {
		inside = inside || *rows == '<';
		if (inside || *rows == '\n')
			kl_text_add(&out, (struct kl_span){ rows, 1 });
		if (*rows == '>')
			inside = false;
	}
	return out;
}

/* Anything at all: the same for every block; all of it in rows; quotes that
 * libcsv takes give its cells, others give one issue for every plain row. */
Test(reader_random, random_bytes, .timeout = 240)
{
	static const char alphabet[] = "a,\"\n\r\"\n,b\xc3\xa9\xff";
	uint64_t seed = 20041001;
	size_t agreed = 0, plain = 0;

	for (int round = 0; round < 4000; round++) {
		char bytes[64];
		size_t length = pick(&seed, sizeof bytes);
		size_t letters = round % 2 == 0 ? 5 : sizeof alphabet;
		for (size_t i = 0; i < length; i++)
			bytes[i] = alphabet[pick(&seed, letters)];
		const struct kl_span file = { bytes, length };
		struct record first = { .file = file };
		struct kl_error error = { 0 };
		if (length > 1 && (memcmp(bytes, "\xff\xfe", 2) == 0))
			continue;
		cr_assert_eq(read_memory(file, 0, &comma, 0, &first, &error), KL_OK);
		for (size_t block = 1; block < length + 2; block += 1 + block / 3)
			expect_once(file, &comma, block, block % 5, shown(&first.rows),
				shown(&first.issues));
		plain += first.plain_count;
		struct oracle oracle = { 0 };
		kl_text_puts(&oracle.text, "");
		if (ask_libcsv(file, &oracle) && oracle.text.length > 0) {
			struct kl_text_buffer cells = bare(shown(&first.rows));
			cr_assert_str_eq(cells.at, oracle.text.at);
			cr_assert_eq(first.plain_count, 0);
			kl_text_release(&cells);
			agreed++;
		} else if (oracle.text.length > 0) {
			cr_assert(first.plain_count > 0);
		}
		kl_text_release(&oracle.text);
		record_release(&first);
	}
	cr_expect(agreed > 300, "%zu", agreed);
	cr_expect(plain > 3000, "%zu", plain);
}

/* Whatever a file has in it, the layout leaves the same rows for all sizes of
 * block, numbered from 1, in the order of their lines. */
Test(reader_random, layouts, .timeout = 120)
{
	static const char alphabet[] = "a1,,  \"\"##\n\n\r\t";
	static const uint64_t rows[] = { 2, 4 }, comments[] = { 3, 6, 7 };
	const struct kl_span names[] = { { "a", 1 }, { "A1", 2 } };
	const struct kl_layout layouts[] = {
		{ .header_rows = rows, .header_count = 2, .join = { "_", 1 },
			.comment_rows = comments, .comment_count = 3, .declared = true },
		{ .comment = { "#", 1 }, .names = names, .name_count = 2 },
		{ .header_rows = rows, .header_count = 1, .comment = { "##", 2 },
			.names = names, .name_count = 2, .fold_names = true,
			.declared = true },
		{ .header_rows = rows, .header_count = 1, .comment = { "##", 2 } },
	};

	for (uint64_t seed = 1; seed <= 600; seed++) {
		uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15);
		struct kl_dialect dialect = { .delimiter = seed % 5 == 0 ? '\0' : ',',
			.quote = '"', .skip_space = seed % 2 == 0,
			.layout = &layouts[seed % 4] };
		char bytes[80];
		struct kl_span file = { bytes, pick(&state, sizeof bytes) };
		for (size_t i = 0; i < file.length; i++)
			bytes[i] = alphabet[pick(&state, sizeof alphabet - 1)];
		struct record wanted = { .anywhere = true };
		cr_assert_eq(read_memory(file, 0, &dialect, 0, &wanted, NULL), KL_OK);
		for (size_t block = 1; block < 90; block += 1 + block / 8) {
			struct record got = { .anywhere = true };
			cr_assert_eq(read_memory(file, 1 + block % 7, &dialect,
				block, &got, NULL), KL_OK);
			cr_assert_str_eq(shown(&got.rows), shown(&wanted.rows),
				"seed %" PRIu64 ", block %zu", seed, block);
			cr_assert_str_eq(shown(&got.issues),
				shown(&wanted.issues));
			record_release(&got);
		}
		record_release(&wanted);
	}
}
