#include "clean/log.h"

#include <errno.h>
#include <stdlib.h>

#include "base/json_write.h"
#include "table/csv_write.h"
#include "table/sheet.h"

static void add_path(const struct kl_clean_event *event,
	struct kl_text_buffer *out)
{
	kl_text_puts(out, event->path);
	if (event->sheet != NULL) {
		kl_text_puts(out, ":");
		kl_text_puts(out, event->sheet);
	}
}

static enum kl_status write_row(FILE *stream, const struct kl_span *cells,
	size_t count, struct kl_error *error)
{
	static const struct kl_dialect dialect = { .delimiter = ',', .quote = '"' };
	struct kl_csv *csv = malloc(sizeof *csv);

	if (csv == NULL)
		return kl_no_memory(error);
	kl_csv_begin(csv, &dialect, stream);
	enum kl_status status = kl_csv_row(csv, cells, count, error);
	/* The stream is flushed when it is settled. */
	errno = 0;
	if (status == KL_OK && fwrite(csv->buffer, 1, csv->used, stream)
			!= csv->used)
		status = kl_io_error(error, errno, NULL, "write the log");
	free(csv);
	return status;
}

enum kl_status kl_clean_log_csv_begin(FILE *stream, struct kl_error *error)
{
	return fputs("path,line,field,from,to,why\n", stream) != EOF ? KL_OK
		: kl_io_error(error, errno, NULL, "write the log");
}

enum kl_status kl_clean_log_csv(FILE *stream,
	const struct kl_clean_event *event, struct kl_error *error)
{
	struct kl_text_buffer path = { 0 }, why = { 0 };
	char line[24] = "";

	add_path(event, &path);
	kl_clean_why_add(&event->why, &why);
	if (event->line > 0)
		snprintf(line, sizeof line, "%llu", (unsigned long long)event->line);
	const struct kl_span cells[] = { kl_text_span(&path), kl_span_of(line),
		event->field, event->from, event->to, kl_text_span(&why) };
	enum kl_status status = path.failed || why.failed ? kl_no_memory(error)
		: write_row(stream, cells, sizeof cells / sizeof *cells, error);
	kl_text_release(&path);
	kl_text_release(&why);
	return status;
}

enum kl_status kl_clean_log_jsonl(FILE *stream,
	const struct kl_clean_event *event, struct kl_error *error)
{
	struct kl_text_buffer line = { 0 }, path = { 0 }, why = { 0 };

	add_path(event, &path);
	kl_clean_why_add(&event->why, &why);
	kl_text_puts(&line, "{");
	kl_json_set_built(&line, "path", &path);
	if (event->line == 0)
		kl_json_set(&line, "line", (struct kl_span){ 0 });
	else
		kl_json_set_count(&line, "line", event->line);
	kl_json_set(&line, "field", event->field);
	kl_json_set(&line, "from", event->from);
	kl_json_set(&line, "to", event->to);
	kl_json_set_built(&line, "why", &why);
	kl_text_puts(&line, "}\n");
	errno = 0;
	enum kl_status status = line.failed ? kl_no_memory(error)
		: fwrite(line.at, 1, line.length, stream) == line.length ? KL_OK
		: kl_io_error(error, errno, NULL, "write the log");
	kl_text_release(&line);
	return status;
}
