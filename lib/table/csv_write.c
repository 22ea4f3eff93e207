#include "table/csv_write.h"

#include <errno.h>

#include "table/dialect.h"

static const char delimiters[] = ",;\t|";

void kl_csv_begin(struct kl_csv *csv, const struct kl_dialect *dialect,
	FILE *stream)
{
	const struct kl_layout *layout = dialect->layout;

	csv->stream = stream;
	csv->delimiter = dialect->delimiter != 0 ? dialect->delimiter : ',';
	csv->quote = dialect->quote;
	csv->comment = layout != NULL ? layout->comment : (struct kl_span){ 0 };
	csv->begun = false;
	csv->used = 0;
	memset(csv->special, 0, sizeof csv->special);
	csv->special['\r'] = csv->special['\n'] = true;
	csv->special[(unsigned char)csv->delimiter] = true;
	if (csv->quote != 0)
		csv->special[(unsigned char)csv->quote] = true;
}

static void hand_over(struct kl_csv *csv)
{
	if (csv->used > 0)
		fwrite(csv->buffer, 1, csv->used, csv->stream);
	csv->used = 0;
}

static void put(struct kl_csv *csv, struct kl_span bytes)
{
	if (bytes.length > KL_CSV_BUFFER - csv->used)
		hand_over(csv);
	if (bytes.length > KL_CSV_BUFFER) {
		fwrite(bytes.at, 1, bytes.length, csv->stream);
	} else if (bytes.length > 0) {
		memcpy(csv->buffer + csv->used, bytes.at, bytes.length);
		csv->used += bytes.length;
	}
}

static void put_byte(struct kl_csv *csv, char byte)
{
	if (csv->used == KL_CSV_BUFFER)
		hand_over(csv);
	csv->buffer[csv->used++] = byte;
}

static void put_quoted(struct kl_csv *csv, struct kl_span cell)
{
	const char *quote;

	put_byte(csv, csv->quote);
	while (cell.length > 0
			&& (quote = memchr(cell.at, csv->quote, cell.length)) != NULL) {
		size_t before = (size_t)(quote - cell.at) + 1;
		put(csv, (struct kl_span){ cell.at, before });
		put_byte(csv, csv->quote);
		cell.at += before;
		cell.length -= before;
	}
	put(csv, cell);
	put_byte(csv, csv->quote);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool begins(struct kl_span cell, struct kl_span with)
{
	return with.length > 0 && cell.length >= with.length
		&& kl_span_alike((struct kl_span){ cell.at, with.length }, with);
}

/* What is not read as the first cell of a file: see kl_decoder_open. */
static bool begins_a_file(struct kl_span cell)
{
	static const char *const first[] = { "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff",
		"sep=", "PK\3\4", "\xd0\xcf\x11\xe0" };

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (begins(cell, kl_span_of(first[i])))
			return true;
	return false;
}

static bool holds_delimiter(struct kl_span cell)
{
	for (size_t i = 0; i < cell.length; i++)
		if (cell.at[i] != '\0' && strchr(delimiters, cell.at[i]) != NULL)
			return true;
	return false;
}

/* Without quotes it would be read as something else. */
static bool must_be_quoted(const struct kl_csv *csv, struct kl_span cell,
	size_t index, size_t count)
{
	const unsigned char *at = (const unsigned char *)cell.at;

	for (size_t i = 0; i < cell.length; i++)
		if (csv->special[at[i]])
			return true;
	return index == 0 && ((count == 1 && cell.length == 0)
		|| begins(cell, csv->comment)
		|| (!csv->begun && begins_a_file(cell)));
}

/* Some readers would read it otherwise. */
static bool had_better_be(const struct kl_csv *csv, struct kl_span cell,
	size_t count)
{
	return cell.length > 0 && (is_blank(*cell.at)
		|| is_blank(cell.at[cell.length - 1])
		|| ((!csv->begun || count == 1) && holds_delimiter(cell)));
}

/* What names a delimiter is a row only where such a line stands above it. */
static void put_separator(struct kl_csv *csv, struct kl_span cell)
{
	const struct kl_dialect dialect = { .delimiter = csv->delimiter,
		.quote = csv->quote };
	char named;

	if (!kl_dialect_separator(cell, &dialect, &named))
		return;
	put(csv, kl_span_of("sep="));
	put_byte(csv, csv->delimiter);
	put_byte(csv, '\n');
}

bool kl_csv_quotes(const struct kl_csv *csv, struct kl_span cell, size_t index,
	size_t count)
{
	return must_be_quoted(csv, cell, index, count) || (csv->quote != 0
		&& had_better_be(csv, cell, count));
}

static enum kl_status check_unquoted(const struct kl_csv *csv,
	const struct kl_span *cells, size_t count, struct kl_error *error)
{
	for (size_t i = 0; i < count; i++)
		if (must_be_quoted(csv, cells[i], i, count))
			return kl_fail(error, KL_INVALID, NULL, 0, 0, "cell %zu of a row"
				" cannot be written without quotes, and the dialect has"
				" none", i + 1);
	return KL_OK;
}

static enum kl_status check_stream(const struct kl_csv *csv, struct kl_error *error)
{
	return ferror(csv->stream) ? kl_io_error(error, errno != 0 ? errno : EIO, NULL,
		"write") : KL_OK;
}

enum kl_status kl_csv_row(struct kl_csv *csv, const struct kl_span *cells,
	size_t count, struct kl_error *error)
{
	if (csv->quote == 0) {
		enum kl_status status = check_unquoted(csv, cells, count, error);
		if (status != KL_OK)
			return status;
	}
	errno = 0;
	if (!csv->begun && count == 1)
		put_separator(csv, cells[0]);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put_byte(csv, csv->delimiter);
		if (csv->quote != 0 && kl_csv_quotes(csv, cells[i], i, count))
			put_quoted(csv, cells[i]);
		else
			put(csv, cells[i]);
	}
	if (count > 0)
		put_byte(csv, '\n');
	csv->begun = csv->begun || count > 0;
	return check_stream(csv, error);
}

enum kl_status kl_csv_add(struct kl_csv *csv, struct kl_span row,
	struct kl_error *error)
{
	errno = 0;
	put(csv, row);
	csv->begun = true;
	return check_stream(csv, error);
}

enum kl_status kl_csv_end(struct kl_csv *csv, struct kl_error *error)
{
	errno = 0;
	hand_over(csv);
	if (fflush(csv->stream) != 0 || ferror(csv->stream))
		return kl_io_error(error, errno != 0 ? errno : EIO, NULL, "write");
	return KL_OK;
}
