/*
 * The frame around a table: whatever the pieces it comes in, the same is handed on
 * and left out, and no cell is lost between the two.
 */
#include "base/memory.h"
#include "fuzz.h"
#include "table/frame.h"
#include "table/note.h"

struct outcome {
	enum kl_status status;
	struct kl_dialect dialect;      /* as used */
	uint64_t hash;                  /* of all that was told, but for its order */
	uint64_t cells;                 /* that are not blank: handed on, or told */
	uint64_t edges, line, last_title;
	size_t headers;
};

static void mix(struct outcome *outcome, const uint64_t *numbers, size_t count)
{
	outcome->hash += kl_hash(1, (struct kl_span){ (const char *)numbers,
		count * sizeof *numbers });
}

static void count_cells(struct outcome *outcome, const struct kl_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		const uint64_t numbers[] = { row->line, i,
			kl_hash(2, row->cells[i]) };
		mix(outcome, numbers, 3);
		outcome->cells += !kl_span_is_blank(row->cells[i]);
	}
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct outcome *outcome = context;

	(void)error;
	fuzz_must(outcome->headers++ == 0);
	fuzz_must(row->count == 0 || row->line > outcome->last_title);
	outcome->dialect = *used;
	outcome->line = row->line;
	count_cells(outcome, row);
	return KL_OK;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct outcome *outcome = context;
	uint64_t line, column;

	(void)error;
	fuzz_must(batch->count + batch->issue_count > 0);
	fuzz_must(batch->dialect.left == outcome->dialect.left);
	for (size_t i = 0; i < batch->count; i++) {
		const struct kl_row *row = &batch->rows[i];
		fuzz_must(row->line > outcome->line);
		outcome->line = row->line;
		count_cells(outcome, row);
		kl_row_place(row, &batch->dialect, 0, &line, &column);
		fuzz_must(line >= row->line && column > 0);
	}
	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		const uint64_t numbers[] = { (uint64_t)issue->kind, issue->line,
			issue->last_line, issue->column, issue->row };
		mix(outcome, numbers, 5);
		outcome->edges += issue->kind == KL_ISSUE_EDGE;
	}
	return KL_OK;
}

static void take_part(void *context, const struct kl_left_out *part)
{
	struct outcome *outcome = context;
	const uint64_t numbers[] = { (uint64_t)part->kind, part->line,
		part->last_line, part->column, part->last_column };

	mix(outcome, numbers, 5);
	if (part->row != NULL)
		count_cells(outcome, part->row);
	if (part->kind == KL_LEFT_OUT_TITLE)
		outcome->last_title = part->line;
	fuzz_must(part->kind != KL_LEFT_OUT_NOTE || part->line > outcome->line);
}

static struct outcome read_all(const uint8_t *bytes, size_t size,
	const struct kl_dialect *dialect, size_t block, size_t piece)
{
	struct outcome outcome = { .headers = 0 };
	struct fuzz_memory memory = { bytes, size, piece };
	const struct kl_source source = { .read = fuzz_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = &outcome, .left_out = take_part };
	struct kl_error error = { .status = KL_OK };

	outcome.status = kl_read_framed_text(&source, "file", dialect, block,
		&calls, &error);
	fuzz_check_error(outcome.status, &error);
	return outcome;
}

static void run(const uint8_t *bytes, size_t size,
	const struct kl_dialect *dialect)
{
	static const size_t ways[][2] = { { 1, 0 }, { 7, 0 }, { 64, 3 }, { 0, 5 } };
	struct outcome whole = read_all(bytes, size, dialect, 0, 0);

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct outcome other = read_all(bytes, size, dialect, ways[i][0],
			ways[i][1]);
		fuzz_must(other.status == whole.status);
		fuzz_must(whole.status != KL_OK || other.hash == whole.hash);
	}
	if (whole.status != KL_OK)
		return;
	struct kl_dialect plain = whole.dialect;
	plain.as_is = true;
	plain.left = 0;
	struct outcome all = read_all(bytes, size, &plain, 0, 0);
	fuzz_must(all.cells >= whole.cells + whole.edges);
	fuzz_must(whole.edges > 0 || all.cells == whole.cells);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct kl_span names[] = { { "sector", 6 }, { "een", 3 },
		{ "twee", 4 } };
	static const struct kl_wanted wanted = { names, 3, 3 };
	static const struct kl_dialect dialects[] = { { .quote = '"' },
		{ .delimiter = ';', .quote = '"' },
		{ .delimiter = ';', .quote = '"', .wanted = &wanted },
		{ .delimiter = ';', .quote = '"', .footer_given = true,
			.footer_rows = 2 } };

	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		run(bytes, size, &dialects[i]);
	return 0;
}
