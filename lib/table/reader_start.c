/* How a table begins: its bytes, its delimiter, its header. */
#include "table/reader_work.h"

enum kl_status kl_reader_begin(struct kl_reader *reader,
	const struct kl_source *source, size_t block, struct kl_error *error)
{
	enum kl_status status = kl_decoder_open(&reader->decoder, source,
		reader->dialect.encoding, reader->path, error);

	if (status == KL_OK)
		status = kl_buffer_init(&reader->buffer, &reader->decoder.source,
			reader->path, block, error);
	if (status == KL_OK)
		status = kl_buffer_fill(&reader->buffer, 0, error);
	if (status != KL_OK)
		return status;
	reader->dialect.encoding = reader->decoder.turn.met ? KL_UTF_8
		: reader->decoder.encoding;
	reader->dialect.marked = reader->decoder.mark > 0;
	kl_reader_begin_record(reader, 0, 1);
	kl_splitter_use(&reader->splitter, reader->dialect);
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

static enum kl_status give_header(struct kl_reader *reader, struct kl_row *header,
	struct kl_error *error)
{
	reader->header_given = true;
	reader->number = 1;
	enum kl_status status = reader->calls->header(reader->calls->context,
		header, &reader->dialect, error);
	if (!kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
			&& status == KL_OK)
		return kl_no_memory(error);
	return status;
}

static enum kl_status give_absent(struct kl_reader *reader, size_t cells,
	struct kl_error *error)
{
	struct kl_row header;

	if (!kl_header_absent(&reader->header, cells, &header))
		return kl_no_memory(error);
	reader->header_given = true;
	reader->number = 1;
	return reader->calls->header(reader->calls->context, &header,
		&reader->dialect, error);
}

enum kl_status kl_reader_take_first(struct kl_reader *reader, struct kl_row *row,
	struct kl_error *error)
{
	bool whole;

	if (kl_header_none(&reader->header)) {
		row->number = 1;
		return give_absent(reader, row->count, error);
	}
	row->cells = reader->splitter.cells;
	enum kl_status status = kl_reader_look(reader, row->raw, row->line, 0, error);
	if (status != KL_OK)
		return status;
	if (!kl_header_take(&reader->header, row, &whole))
		return kl_no_memory(error);
	if (whole)
		return give_header(reader, row, error);
	return kl_splitter_clear(&reader->splitter, reader->buffer.capacity)
		? KL_OK : kl_no_memory(error);
}

/* Where the lowest header row begins, if its rows take one line each. */
static size_t lowest_header(struct kl_reader *reader)
{
	size_t at = reader->record, end;

	for (uint64_t below = kl_header_below(&reader->header); below > 0
			&& kl_buffer_line(&reader->buffer, at, &end); below--)
		at = end;
	return at;
}

enum kl_status kl_reader_decide(struct kl_reader *reader,
	struct kl_error *error)
{
	const struct kl_layout *layout = reader->dialect.layout;
	size_t from = lowest_header(reader), end = reader->buffer.filled;
	bool whole = reader->buffer.ended;

	if (end - from < KL_DIALECT_WINDOW && !whole)
		return kl_reader_read_on(reader, error);
	if (end - from > KL_DIALECT_WINDOW) {
		end = from + KL_DIALECT_WINDOW;
		whole = false;
	}
	reader->evidence = kl_dialect_delimiter(kl_reader_piece(reader, from, end), whole,
		reader->dialect.quote, layout != NULL ? layout->comment
			: (struct kl_span){ 0 });
	reader->dialect.delimiter = reader->evidence.delimiter;
	kl_splitter_use(&reader->splitter, reader->dialect);
	return KL_OK;
}

bool kl_reader_is_separator(struct kl_reader *reader, size_t end)
{
	return kl_dialect_separator(kl_reader_piece(reader, reader->next, end),
		&reader->dialect, &reader->separator);
}

enum kl_status kl_reader_take_separator(struct kl_reader *reader, size_t end,
	struct kl_error *error)
{
	bool is_row = kl_header_skips(&reader->header,
		kl_reader_piece(reader, reader->next, end));

	kl_dialect_tell_separator(reader->separator, reader->dialect.delimiter,
		reader->path, reader->calls);
	if (reader->dialect.delimiter == 0) {
		reader->dialect.delimiter = reader->separator;
		kl_splitter_use(&reader->splitter, reader->dialect);
	}
	return kl_reader_leave_out(reader, end, is_row, error);
}

enum kl_status kl_reader_end(struct kl_reader *reader, struct kl_error *error)
{
	const struct kl_span nothing = { 0 };

	if (reader->dialect.delimiter == 0)
		reader->dialect.delimiter = kl_dialect_delimiter(nothing, true,
			reader->dialect.quote, nothing).delimiter;
	if (reader->header_given)
		return KL_OK;
	if (kl_header_none(&reader->header))
		return give_absent(reader, 0, error);
	struct kl_row none = { .line = reader->line,
		.raw = kl_reader_piece(reader, reader->next, reader->next) };
	return give_header(reader, &none, error);
}

void kl_reader_tell(const struct kl_reader *reader,
	const struct kl_dialect *given)
{
	const struct kl_reader_calls *calls = reader->calls;

	if (reader->evidence.rows > 0)
		kl_dialect_tell(&reader->evidence, reader->path, calls);
	kl_issues_tell(&reader->issues, given->encoding != KL_ENCODING_OPEN,
		reader->path, calls);
}
