#include "reading.h"

/* First some bytes, then others again and again: up to `total` (0: no end). */
struct repeated {
	struct kl_span first, again;
	size_t total, given;
	size_t phase;           /* reached in `again` */
};

static ssize_t repeated_read(void *context, void *buffer, size_t size)
{
	struct repeated *repeated = context;
	struct kl_span first = repeated->first, again = repeated->again;
	size_t phase = repeated->phase;
	char *out = buffer;

	if (repeated->total != 0 && size > repeated->total - repeated->given)
		size = repeated->total - repeated->given;
	for (size_t i = 0; i < size; i++) {
		if (repeated->given + i < first.length) {
			out[i] = first.at[repeated->given + i];
			continue;
		}
		out[i] = again.at[phase++];
		phase = phase == again.length ? 0 : phase;
	}
	repeated->phase = phase;
	repeated->given += size;
	return (ssize_t)size;
}

Test(reader_limits, files_without_end_are_refused, .timeout = 120)
{
	static const struct {
		struct kl_span first, again;
		uint64_t line;
		const char *says;
	} cases[] = {
		{ T("a\n1\n"), T("xxxxxxx"), 3, "64 MiB" },
		{ T("a\n\"\n\"\n1,\""), T("xxxxxxx"), 4, "64 MiB" },
		{ T("a\n\""), T("xxxxxx\n"), 2, "64 MiB" },
		{ T("\""), T("\"\"\r"), 1, "64 MiB" },
		{ T("a\n"), T(","), 2, "64 MiB" },
		{ T(""), T("\","), 1, "64 MiB" },
		{ T(""), T("\r\n"), 65537, "no header" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct repeated repeated = { cases[i].first, cases[i].again, 0, 0, 0 };
		struct record record = { .quiet = true };
		struct kl_error error = { 0 };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated,
				NULL },
			&comma, 0, &record, &error), KL_LIMIT);
		cr_expect_eq(error.status, KL_LIMIT);
		cr_expect_eq(error.line, cases[i].line, "%s: line %" PRIu64,
			error.text, error.line);
		cr_expect(strstr(error.text, cases[i].says) != NULL, "%s", error.text);
		cr_expect(repeated.given <= KL_RECORD_MOST + (1 << 20),
			"%zu bytes read", repeated.given);
	}
}

Test(reader_limits, records_up_to_the_limit, .timeout = 120)
{
	const size_t blocks[] = { 0, 1 << 20, (100 << 20) + 7 };

	for (size_t i = 0; i < 3; i++)
		for (size_t extra = 0; extra < 3; extra++) {
			/* Header, then a record of so many bytes without a line end. */
			struct repeated repeated = { T("a\n\""), T("\"\""),
				2 + KL_RECORD_MOST + extra, 0, 0 };
			struct record record = { .quiet = true };
			struct kl_error error = { 0 };
			enum kl_status status = read_source((struct kl_source){
				repeated_read, &repeated, NULL }, &comma, blocks[i], &record,
				&error);
			cr_expect_eq(status, extra == 0 ? KL_OK : KL_LIMIT,
				"block %zu extra %zu: %s", blocks[i], extra, error.text);
			cr_expect_eq(record.row_count, extra == 0 ? 1 : 0);
		}
}

Test(reader_limits, cells_up_to_the_limit, .timeout = 60)
{
	static const struct kl_span again[] = { T(","), T("\"\",") };

	for (size_t i = 0; i < 2; i++)
		for (size_t extra = 0; extra < 2; extra++) {
			/* The cells of the rows before do not count. */
			struct repeated repeated = { T("a\n1,2\n"), again[i],
				6 + again[i].length * (KL_CELLS_MOST - 1 + extra), 0, 0 };
			struct record record = { .quiet = true };
			struct kl_error error = { 0 };
			cr_expect_eq(read_source((struct kl_source){ repeated_read,
				&repeated, NULL }, &comma, 0, &record, &error),
				extra == 0 ? KL_OK : KL_LIMIT);
			cr_expect(extra == 0 ? record.row_count == 2 : record.row_count < 2);
			cr_expect(extra == 0 || (error.line == 3
				&& strstr(error.text, "cells") != NULL), "%s", error.text);
		}
}

/* What would be read again for every line if the reader were careless. */
Test(reader_limits, hostile_quotes_take_linear_time, .timeout = 60)
{
	static const struct {
		struct kl_span first, again;
		size_t rows;            /* in one `again`; with the header one less */
	} cases[] = {
		{ T(""), T("\"\n"), 0 },
		{ T(""), T("\"a\n"), 1 },
		{ T(""), T("a\"\n"), 1 },
		{ T(""), T("a\"\r"), 1 },
		{ T(""), T("\"a\"b\r"), 1 },
		{ T("\""), T("a,b\n"), 1 },
		{ T("\"\n"), T("a\n"), 1 },
		{ T("\"\n"), T("a,\"\"\n"), 1 },
		{ T("\"\r"), T("\"\"\r"), 1 },
		{ T(""), T("x,\"y\na,b\nc,\"\"\nd,\"\"\n"), 4 },
		{ T(""), T("x,\"y\na,b\"\"\nc,\"\"\nz\"\n"), 0 },
		{ T("a\n"), T("\"x,"), 0 },
		{ T("a\n"), T("\"\""), 0 },
		{ T("\"\""), T("\n"), 0 },
		{ T("a\n\"\n"), T("\r"), 0 },
		{ T("a\n"), T("\"\",\""), 0 },
		{ T("a\n"), T("\xff\n"), 1 },
		{ T("a\n"), T("\0"), 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t length = cases[i].again.length, times = (2 << 20) / length;
		struct repeated repeated = { cases[i].first, cases[i].again,
			cases[i].first.length + times * length, 0, 0 };
		struct record record = { .quiet = true };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated,
				NULL },
			&comma, 0, &record, NULL), KL_OK);
		cr_expect_eq(record.quote_count, record.plain_count);
		if (cases[i].rows != 0)
			cr_expect(record.row_count + 1 >= times * cases[i].rows
				&& record.row_count <= times * cases[i].rows + 1,
				"case %zu: %zu rows", i, record.row_count);
	}
}

/* Many rows: more than a batch, and more than a buffer. */
Test(reader_limits, long_files, .timeout = 60)
{
	const size_t blocks[] = { 0, 100, 4096, 65537 };
	enum { TIMES = 60000 };

	for (size_t i = 0; i < 4; i++) {
		const struct kl_span again = T("12,\"a\"\"b\",x\ny,\"1\n2\",\n");
		struct repeated repeated = { T("h\n"), again,
			2 + again.length * TIMES, 0, 0 };
		struct record record = { .quiet = true };
		cr_expect_eq(read_source((struct kl_source){ repeated_read, &repeated,
				NULL },
			&comma, blocks[i], &record, NULL), KL_OK);
		cr_expect_eq(record.row_count, 2 * TIMES);
		cr_expect(record.batches > 2 * TIMES / 5000);
	}
}
