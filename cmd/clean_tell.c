#include "clean.h"

#include "clean/log.h"

enum { SHOWN = 60 };            /* characters of a cell */

static void add_value(const struct clean_job *job, struct kl_span value,
	struct kl_text_buffer *line)
{
	if (job->options->style.no_values) {
		kl_text_puts(line, "...");
		return;
	}
	kl_text_puts(line, "'");
	kl_text_add_visible(line, value, SHOWN);
	kl_text_puts(line, "'");
}

static void add_place(const struct kl_clean_event *event,
	struct kl_text_buffer *line)
{
	const struct kl_place place = { .path = event->path, .line = event->line,
		.column = event->column, .sheet = event->sheet };

	kl_place_add(&place, line);
}

/* "file.csv:7:3: left: crebo is '1002': is no code ..." */
static void show(const struct clean_job *job, const struct kl_clean_event *event)
{
	struct kl_text_buffer line = { 0 };

	add_place(event, &line);
	kl_text_puts(&line, event->left ? ": left: " : ": change: ");
	kl_text_add_visible(&line, event->field, 0);
	if (event->left && event->from.at != NULL) {
		kl_text_puts(&line, event->field.at != NULL ? " " : "");
		add_value(job, event->from, &line);
		kl_text_puts(&line, " ");
	} else if (!event->left && (event->from.at != NULL
			|| event->to.at != NULL)) {
		kl_text_puts(&line, event->field.at != NULL ? " " : "");
		add_value(job, event->from, &line);
		if (event->to.at != NULL) {
			kl_text_puts(&line, " to ");
			add_value(job, event->to, &line);
		}
		kl_text_puts(&line, ": ");
	} else if (event->field.at != NULL) {
		kl_text_puts(&line, ": ");
	}
	kl_clean_why_add(&event->why, &line);
	if (!line.failed)
		fprintf(job->say, "%s\n", line.at);
	kl_text_release(&line);
}

enum kl_status clean_tell_event(void *context,
	const struct kl_clean_event *event, struct kl_error *error)
{
	struct clean_job *job = context;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < KL_CLEAN_REASONS
			&& event->why.words[i] != KL_CLEAN_NOTHING; i++)
		job->counts[event->why.words[i]]++;
	if (event->left || (job->dry && !job->options->style.quiet))
		show(job, event);
	for (size_t i = 0; i < job->log_count && status == KL_OK
			&& !event->left; i++) {
		struct clean_log *log = &job->logs[i];
		status = (log->jsonl ? kl_clean_log_jsonl : kl_clean_log_csv)(
			log->output.stream, event, error);
	}
	return status;
}

static uint64_t count_changes(const struct kl_clean_result *result)
{
	return result->cells + result->others;
}

bool clean_has_changed(const struct clean_job *job)
{
	for (size_t i = 0; i < job->dataset.table_count; i++) {
		if (job->clean.results[i].differs)
			return true;
	}
	return false;
}

bool clean_has_left(const struct clean_job *job)
{
	for (size_t i = 0; i < job->dataset.table_count; i++) {
		if (job->clean.results[i].left > 0)
			return true;
	}
	return false;
}

static void say_count(FILE *say, uint64_t count, const char *what)
{
	fprintf(say, "%llu %s%s", (unsigned long long)count, what,
		count == 1 ? "" : "s");
}

static void say_table(const struct clean_job *job, size_t order)
{
	const struct kl_clean_result *result = &job->clean.results[order];
	const struct kl_table *table = &job->dataset.tables[order];
	struct kl_text_buffer name = { 0 };

	kl_text_add_visible(&name, kl_span_of(table->shown), 0);
	if (table->dialect.sheet != NULL) {
		kl_text_puts(&name, ":");
		kl_text_add_visible(&name, kl_span_of(table->dialect.sheet), 0);
	}
	fprintf(job->say, "%s: ", name.failed ? table->shown : name.at);
	kl_text_release(&name);
	say_count(job->say, result->rows, "row");
	fputs(", ", job->say);
	if (count_changes(result) == 0) {
		fputs("nothing changed", job->say);
	} else {
		say_count(job->say, result->cells, "cell");
		fputs(" changed, ", job->say);
		say_count(job->say, result->others, "other change");
	}
	if (result->left > 0)
		fprintf(job->say, ", %llu left as it is",
			(unsigned long long)result->left);
	fputc('\n', job->say);
}

static void say_reasons(const struct clean_job *job)
{
	bool some = false;

	for (int i = KL_CLEAN_NOTHING + 1; i < KL_CLEAN_WORDS; i++) {
		if (job->counts[i] == 0)
			continue;
		fprintf(job->say, "%s%7llu  %s\n", some ? "" : "\n",
			(unsigned long long)job->counts[i],
			kl_clean_text((enum kl_clean_word)i));
		some = true;
	}
}

static void say_written(const struct clean_job *job)
{
	if (job->dry)
		fputs("\nNothing is written.\n", job->say);
	else if (job->folder != NULL)
		fprintf(job->say, "\nWritten to %s: %zu table%s, the descriptor and "
			"the changes.\n", job->folder, job->dataset.table_count,
			job->dataset.table_count == 1 ? "" : "s");
}

void clean_tell_summary(const struct clean_job *job)
{
	if (job->options->style.quiet)
		return;
	for (size_t i = 0; i < job->dataset.table_count; i++)
		say_table(job, i);
	say_reasons(job);
	say_written(job);
}
