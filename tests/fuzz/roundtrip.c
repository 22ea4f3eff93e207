/*
 * Cells of any bytes, written as delimited text and read back: the same cells in the
 * same rows. Each of the bytes fe and ff ends a cell; the second a row too. The
 * first byte of the input chooses the dialect.
 */
#include "base/text.h"
#include "fuzz.h"
#include "table/csv_write.h"

enum { CELLS_MOST = 64 };

/* All cells, each with its length, and rows with theirs. */
struct rows {
	struct kl_text_buffer text;
};

static void add_row(struct rows *rows, const struct kl_span *cells, size_t count)
{
	kl_text_printf(&rows->text, "%zu|", count);
	for (size_t i = 0; i < count; i++) {
		kl_text_printf(&rows->text, "%zu:", cells[i].length);
		kl_text_add(&rows->text, cells[i]);
	}
}

static enum kl_status take_row(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)used, (void)error;
	if (row->line > 0 && row->count > 0)
		add_row(context, row->cells, row->count);
	return KL_OK;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	for (size_t i = 0; i < batch->count; i++)
		take_row(context, &batch->rows[i], &batch->dialect, error);
	for (size_t i = 0; i < batch->issue_count; i++)
		fuzz_must(batch->issues[i].kind == KL_ISSUE_ENCODING
			|| batch->issues[i].kind == KL_ISSUE_NUL);
	return KL_OK;
}

/* False: a cell cannot stand in the dialect, which the writer says. */
static bool write_rows(const uint8_t *bytes, size_t size,
	const struct kl_dialect *dialect, FILE *stream, struct rows *rows)
{
	struct kl_csv csv;
	struct kl_span cells[CELLS_MOST];
	struct kl_error error = { 0 };
	size_t count = 0, from = 0;

	kl_csv_begin(&csv, dialect, stream);
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] < 0xfe)
			continue;
		cells[count++] = (struct kl_span){ (const char *)bytes + from, i - from };
		from = i + 1;
		if (bytes[i] == 0xfe && count < CELLS_MOST)
			continue;
		enum kl_status status = kl_csv_row(&csv, cells, count, &error);
		fuzz_check_error(status, &error);
		fuzz_must(status == KL_OK || dialect->quote == 0);
		if (status != KL_OK)
			return false;
		add_row(rows, cells, count);
		count = 0;
	}
	fuzz_must(kl_csv_end(&csv, &error) == KL_OK);
	return true;
}

static void read_back(char *text, size_t length, const struct kl_dialect *dialect,
	const struct rows *wanted)
{
	struct rows rows = { { 0 } };
	struct fuzz_memory memory = { (const uint8_t *)text, length, 0 };
	const struct kl_source source = { .read = fuzz_read, .context = &memory };
	const struct kl_reader_calls calls = { .header = take_row,
		.batch = take_batch, .context = &rows };
	struct kl_error error = { 0 };
	/* Bytes that are no UTF-8 stay what they are. */
	struct kl_dialect used = *dialect;

	used.encoding = KL_UTF_8;
	fuzz_must(kl_read_table(&source, "file", &used, 0, &calls, &error) == KL_OK);
	fuzz_must(rows.text.length == wanted->text.length);
	fuzz_must(rows.text.length == 0
		|| memcmp(rows.text.at, wanted->text.at, rows.text.length) == 0);
	kl_text_release(&rows.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct kl_dialect dialects[] = { { .quote = '"',
			.delimiter = ',' }, { .quote = '"', .delimiter = ';' },
		{ .quote = '\'', .delimiter = '\t' }, { .quote = '"', .delimiter = '|' },
		{ .delimiter = ';' } };
	char *text = NULL;
	size_t length = 0;
	struct rows rows = { { 0 } };

	if (size == 0)
		return 0;
	const struct kl_dialect *dialect = &dialects[bytes[0] % 5];
	FILE *stream = open_memstream(&text, &length);
	fuzz_must(stream != NULL);
	bool whole = write_rows(bytes + 1, size - 1, dialect, stream, &rows);
	fuzz_must(fclose(stream) == 0);
	if (whole)
		read_back(text, length, dialect, &rows);
	free(text);
	kl_text_release(&rows.text);
	return 0;
}
