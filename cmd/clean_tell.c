#include "clean.h"

#include "base/translate.h"
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
static bool show(const struct clean_job *job, const struct kl_clean_event *event)
{
	struct kl_text_buffer line = { 0 };

	add_place(event, &line);
	kl_text_printf(&line, ": %s: ", event->left ? kl_translate("left")
		: kl_translate("change"));
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
			kl_text_printf(&line, " %s ", kl_translate("to"));
			add_value(job, event->to, &line);
		}
		kl_text_puts(&line, ": ");
	} else if (event->field.at != NULL) {
		kl_text_puts(&line, ": ");
	}
	kl_clean_why_add(&event->why, &line);
	bool whole = !line.failed;
	if (whole)
		fprintf(job->say, "%s\n", line.at);
	kl_text_release(&line);
	return whole;
}

enum kl_status clean_tell_event(void *context,
	const struct kl_clean_event *event, struct kl_error *error)
{
	struct clean_job *job = context;
	struct kl_clean_event logged = *event;
	enum kl_status status = KL_OK;

	if (job->options->style.no_values)
		logged.from = logged.to = (struct kl_span){ 0 };
	for (size_t i = 0; i < KL_CLEAN_REASONS
			&& event->why.words[i] != KL_CLEAN_NOTHING; i++)
		job->counts[event->why.words[i]]++;
	if ((event->left || (job->dry && !job->options->style.quiet))
			&& !show(job, event))
		return kl_no_memory(error);
	for (size_t i = 0; i < job->log_count && status == KL_OK
			&& !event->left; i++) {
		struct clean_log *log = &job->logs[i];
		status = (log->jsonl ? kl_clean_log_jsonl : kl_clean_log_csv)(
			log->stream, &logged, error);
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

/* One form of a text for 1, and one for all other counts. */
static void say_count(const struct clean_job *job, uint64_t count,
	const char *const forms[2])
{
	fprintf(job->say, kl_translate(forms[count != 1]),
		(unsigned long long)count);
}

static void say_table(const struct clean_job *job, size_t order)
{
	static const char *const rows[] = { KL_TEXT("%llu row"),
		KL_TEXT("%llu rows") };
	static const char *const cells[] = { KL_TEXT("%llu cell changed"),
		KL_TEXT("%llu cells changed") };
	static const char *const others[] = { KL_TEXT("%llu other change"),
		KL_TEXT("%llu other changes") };
	static const char *const left[] = { KL_TEXT("%llu left as it is"),
		KL_TEXT("%llu left as they are") };
	const struct kl_clean_result *result = &job->clean.results[order];
	const struct kl_table *table = &job->dataset.tables[order];
	struct kl_text_buffer name = { 0 };

	kl_text_add_visible(&name, kl_span_of(table->shown), 0);
	if (table->dialect.sheet != NULL) {
		kl_text_puts(&name, ":");
		kl_text_add_visible(&name, kl_span_of(table->dialect.sheet), 0);
	}
	fputs(name.failed ? table->shown : name.at, job->say);
	kl_text_release(&name);
	fputs(": ", job->say);
	say_count(job, result->rows, rows);
	fputs(", ", job->say);
	if (count_changes(result) == 0) {
		fputs(kl_translate("nothing changed"), job->say);
	} else {
		say_count(job, result->cells, cells);
		fputs(", ", job->say);
		say_count(job, result->others, others);
	}
	if (result->left > 0) {
		fputs(", ", job->say);
		say_count(job, result->left, left);
	}
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
	if (job->dry) {
		fprintf(job->say, "\n%s\n", kl_translate("Nothing is written."));
	} else if (job->folder != NULL) {
		fputc('\n', job->say);
		cli_say(job->say, kl_translate("Written to %s: the tables, their "
			"descriptor and the changes."), job->folder);
		fputc('\n', job->say);
	}
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
