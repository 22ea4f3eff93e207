/*
 * The table reader on any bytes: the result is the same whatever the size of
 * the pieces, rows are the file decoded, places are where they should be, and where
 * no quote is wrong the cells are those that libcsv gives for the whole text.
 */
#include <csv.h>

#include "base/memory.h"
#include "decoded.h"
#include "table/dialect.h"

enum { PLACES = 6 };

struct outcome {
	uint64_t rows, issues;          /* hashes */
	uint64_t cells;                 /* hash of the cells alone */
	uint64_t line, number;          /* of the last row */
	size_t headers, quote_issues;
	const uint8_t *file;
	size_t size;                    /* of the file */
	struct decoded text;
	size_t reached;                 /* in text, by raw */
	struct kl_dialect dialect;
	enum kl_status status;
	struct kl_error error;
};

static void mix(uint64_t *hash, const void *bytes, size_t length)
{
	*hash = kl_hash(*hash, (struct kl_span){ bytes, length });
}

static void mix_number(uint64_t *hash, uint64_t number)
{
	mix(hash, &number, sizeof number);
}

static void mix_cell(uint64_t *hash, struct kl_span cell)
{
	mix_number(hash, cell.length);
	mix(hash, cell.length > 0 ? cell.at : "", cell.length);
}

/* The length of a first line that names a delimiter; 0 if there is none. */
static size_t separator(const struct decoded *text,
	const struct kl_dialect *dialect)
{
	size_t length = 0;
	char named;

	while (length < text->size && text->text[length] != '\n'
			&& text->text[length] != '\r')
		length++;
	return kl_dialect_separator((struct kl_span){ text->text, length },
		dialect, &named) ? length : 0;
}

/* Between rows stand empty lines only. */
static void check_raw(struct outcome *outcome, const struct kl_row *row)
{
	const char *text = outcome->text.text;
	size_t size = outcome->text.size;

	while (outcome->reached < size && (text[outcome->reached] == '\n'
			|| text[outcome->reached] == '\r'))
		outcome->reached++;
	fuzz_must(row->raw.length <= size - outcome->reached);
	fuzz_must(row->raw.length == 0 || memcmp(text + outcome->reached,
		row->raw.at, row->raw.length) == 0);
	outcome->reached += row->raw.length;
}

static void check_issue(const struct outcome *outcome,
	const struct kl_issue *issue)
{
	bool of_bytes = issue->kind == KL_ISSUE_ENCODING
		|| issue->kind == KL_ISSUE_NUL;
	enum kl_encoding encoding = outcome->text.encoding;

	fuzz_must(issue->line > 0 && issue->column > 0);
	fuzz_must(issue->offset < (of_bytes ? outcome->size
		: outcome->text.mark + outcome->text.size));
	fuzz_must(issue->kind != KL_ISSUE_ENCODING
		|| issue->byte == outcome->file[issue->offset]);
	fuzz_must(issue->kind != KL_ISSUE_NUL
		|| outcome->file[issue->offset] == 0);
	fuzz_must(issue->kind != KL_ISSUE_ENCODING || issue->why >= KL_MISFIT_SURROGATE
		? true : (issue->why == KL_MISFIT_UTF_8) == (encoding == KL_UTF_8));
}

/* Each place walks the row from its start: of many cells some are looked at. */
static void check_places(struct outcome *outcome, const struct kl_row *row,
	const struct kl_dialect *dialect)
{
	uint64_t line, column, last_line = row->line, last_column = 0;

	for (size_t i = 0; i <= row->count; i++) {
		if (i > PLACES && i + PLACES < row->count)
			continue;
		kl_row_place(row, dialect, i, &line, &column);
		fuzz_must(line > last_line || (line == last_line
			&& (column > last_column || i == row->count)));
		fuzz_must(i > 0 || (line == row->line && column == 1));
		mix_number(&outcome->rows, line);
		mix_number(&outcome->rows, column);
		last_line = line;
		last_column = column;
	}
}

static void take_row(struct outcome *outcome, const struct kl_row *row,
	const struct kl_dialect *dialect)
{
	fuzz_must(row->line > outcome->line);
	outcome->line = row->line;
	check_raw(outcome, row);
	mix_number(&outcome->rows, row->number);
	mix_number(&outcome->rows, row->line);
	mix_number(&outcome->rows, row->count);
	mix_number(&outcome->rows, row->plain);
	for (size_t i = 0; i < row->count; i++) {
		mix_cell(&outcome->rows, row->cells[i]);
		mix_cell(&outcome->cells, row->cells[i]);
	}
	if (row->count > 0) {
		mix_number(&outcome->cells, UINT64_MAX);
		check_places(outcome, row, dialect);
	}
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct outcome *outcome = context;

	(void)error;
	fuzz_must(outcome->headers++ == 0 && row->number == 0);
	fuzz_must(used->delimiter != 0);
	outcome->dialect = *used;
	fuzz_must(used->marked == (outcome->text.mark > 0));
	take_row(outcome, row, used);
	return KL_OK;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct outcome *outcome = context;

	(void)error;
	fuzz_must(outcome->headers == 1);
	fuzz_must(batch->count > 0 || batch->issue_count > 0);
	outcome->dialect = batch->dialect;
	for (size_t i = 0; i < batch->count; i++) {
		fuzz_must(batch->rows[i].number == ++outcome->number);
		fuzz_must(batch->rows[i].count > 0);
		take_row(outcome, &batch->rows[i], &batch->dialect);
	}
	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		fuzz_must(i == 0 || issue[-1].line < issue->line
			|| (issue[-1].line == issue->line
				&& issue[-1].column <= issue->column));
		check_issue(outcome, issue);
		outcome->quote_issues += issue->kind == KL_ISSUE_QUOTE_STRAY
			|| issue->kind == KL_ISSUE_QUOTE_OPEN;
		const uint64_t numbers[] = { (uint64_t)issue->kind, issue->line,
			issue->column, issue->offset, issue->row, issue->byte };
		mix(&outcome->issues, numbers, sizeof numbers);
	}
	return KL_OK;
}

static struct outcome read_all(const uint8_t *bytes, size_t size,
	const struct kl_dialect *dialect, const struct decoded *text,
	size_t block, size_t piece)
{
	struct outcome outcome = { .file = bytes, .size = size, .text = *text,
		.reached = separator(text, dialect) };
	struct fuzz_memory memory = { bytes, size, piece };
	const struct kl_source source = { .read = fuzz_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = &outcome };

	outcome.status = kl_read_table(&source, "file", dialect, block, &calls,
		&outcome.error);
	fuzz_check_error(outcome.status, &outcome.error);
	fuzz_must(outcome.status != KL_OK || outcome.headers == 1);
	for (size_t i = outcome.reached; i < text->size && outcome.number > 0
			&& outcome.status == KL_OK; i++)
		fuzz_must(text->text[i] == '\n' || text->text[i] == '\r');
	fuzz_must(outcome.status != KL_OK || outcome.number == 0
		|| outcome.dialect.encoding == text->encoding);
	return outcome;
}

static void libcsv_cell(void *bytes, size_t length, void *context)
{
	mix_cell(context, (struct kl_span){ bytes, length });
}

static void libcsv_row(int terminator, void *context)
{
	(void)terminator;
	mix_number(context, UINT64_MAX);
}

static int never(unsigned char c)
{
	(void)c;
	return 0;
}

/* The hash of all cells as libcsv alone reads the text from `skip` on. */
static uint64_t read_libcsv(const struct decoded *text, size_t skip,
	struct kl_dialect dialect)
{
	struct csv_parser parser;
	const char *bytes = text->text + skip;
	size_t size = text->size - skip;
	uint64_t cells = 0;

	fuzz_must(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
	csv_set_space_func(&parser, never);
	csv_set_delim(&parser, (unsigned char)dialect.delimiter);
	csv_set_quote(&parser, (unsigned char)dialect.quote);
	fuzz_must(csv_parse(&parser, bytes, size, libcsv_cell, libcsv_row, &cells)
		== size);
	fuzz_must(csv_fini(&parser, libcsv_cell, libcsv_row, &cells) == 0);
	csv_free(&parser);
	return cells;
}

static void run(const uint8_t *bytes, size_t size,
	const struct kl_dialect *dialect)
{
	static const size_t ways[][2] = { { 1, 0 }, { 7, 0 }, { 64, 3 }, { 0, 5 } };
	struct decoded text = decode(bytes, size, dialect->encoding);
	struct outcome whole = read_all(bytes, size, dialect, &text, 0, 0);

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct outcome other = read_all(bytes, size, dialect, &text,
			ways[i][0], ways[i][1]);
		fuzz_must(other.status == whole.status);
		fuzz_must(strcmp(other.error.text, whole.error.text) == 0);
		fuzz_must(other.error.line == whole.error.line);
		fuzz_must(whole.status != KL_OK || (other.rows == whole.rows
			&& other.issues == whole.issues
			&& other.dialect.delimiter == whole.dialect.delimiter));
	}
	if (whole.status == KL_OK && whole.quote_issues == 0 && dialect->quote != 0)
		fuzz_must(read_libcsv(&text, separator(&text, dialect),
			whole.dialect) == whole.cells);
	free(text.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct kl_dialect dialects[] = { { .quote = '"' },
		{ .delimiter = ',', .quote = '"' },
		{ .delimiter = ';', .quote = '\'', .encoding = KL_UTF_8 },
		{ .delimiter = ',' },
		{ .quote = '"', .encoding = KL_WINDOWS_1252 },
		{ .quote = '"', .encoding = KL_UTF_16LE } };

	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		run(bytes, size, &dialects[i]);
	return 0;
}
