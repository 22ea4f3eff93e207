/* Baselines in files: JSON Lines, so that one can be read, sorted and compared. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/json_write.h"
#include "base/translate.h"
#include "format/format.h"

enum { LINE_MOST = 64 << 10, VERSION = 1 };

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	/* A waiver ends on its day: then the finding is to count. */
	if (finding->waiver != NULL || kl_code_is_of_waivers(finding->code))
		return KL_OK;
	return kl_baseline_add_finding(state, finding, scope->style, error);
}

static void add_record(struct kl_text_buffer *out, const struct kl_known *known)
{
	char fingerprint[KL_FINGERPRINT];

	snprintf(fingerprint, sizeof fingerprint, "%016llx",
		(unsigned long long)known->fingerprint);
	kl_text_puts(out, "{");
	kl_json_set(out, "fingerprint", kl_span_of(fingerprint));
	kl_json_set(out, "code", kl_span_of(known->code));
	kl_json_set(out, "path", kl_span_of(known->path));
	kl_json_set(out, "table", kl_span_of(known->table));
	kl_json_set(out, "field", kl_span_of(known->field));
	if (known->count > 1)
		kl_json_set_count(out, "count", known->count);
	kl_text_puts(out, "}\n");
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_baseline *baseline = state;
	struct kl_text_buffer line = { 0 };
	enum kl_status status = kl_baseline_close(baseline, error);

	(void)tally;
	kl_baseline_arrange(baseline);
	kl_text_printf(&line, "{\"klopt\":\"baseline\",\"version\":%d}\n", VERSION);
	if (status == KL_OK)
		status = kl_json_put(&line, scope->stream, error);
	for (size_t i = 0; i < baseline->count && status == KL_OK; i++) {
		add_record(&line, &baseline->list[i]);
		status = kl_json_put(&line, scope->stream, error);
	}
	kl_text_release(&line);
	return status;
}

static void release(void *state)
{
	kl_baseline_release(state);
}

const struct kl_format kl_format_baseline = {
	.name = "baseline",
	.summary = "the findings that --baseline is to know",
	.state_size = sizeof(struct kl_baseline),
	.finding = take_finding,
	.end = end,
	.release = release,
};

struct reading {
	struct kl_baseline *baseline;
	const char *path;
	uint64_t line;
	bool begun;                     /* the head was read */
	struct kl_error *error;
};

static enum kl_status fail(const struct reading *r, const char *text)
{
	return kl_fail(r->error, KL_INVALID, r->path, r->line, 0, "%s",
		kl_translate(text));
}

static enum kl_status check_head(struct reading *r, const json_t *record)
{
	const char *kind = json_string_value(json_object_get(record, "klopt"));
	const json_t *version = json_object_get(record, "version");

	if (kind == NULL || strcmp(kind, "baseline") != 0)
		return fail(r, "is no baseline: it does not begin with {\"klopt\":\"baseline\"}; "
			"klopt check --write-baseline writes one");
	if (json_integer_value(version) != VERSION)
		return fail(r, "is a baseline of another version than 1; write it anew");
	r->begun = true;
	return KL_OK;
}

/* A text, or null. */
static bool take_text(const json_t *record, const char *key, const char **out)
{
	const json_t *value = json_object_get(record, key);

	*out = json_string_value(value);
	return *out != NULL || value == NULL || json_is_null(value);
}

static enum kl_status take_record(struct reading *r, const json_t *record)
{
	struct kl_known known = { .count = 1 };
	const char *fingerprint = json_string_value(json_object_get(record,
		"fingerprint"));
	const json_t *count = json_object_get(record, "count");

	if (!kl_fingerprint_parse(kl_span_of(fingerprint), &known.fingerprint))
		return fail(r, "a record of a baseline has a 'fingerprint' of 16 hexadecimal digits");
	if (!take_text(record, "code", &known.code)
			|| !take_text(record, "path", &known.path)
			|| !take_text(record, "table", &known.table)
			|| !take_text(record, "field", &known.field))
		return fail(r, "'code', 'path', 'table' and 'field' take a text, or null");
	if (count != NULL && (!json_is_integer(count)
			|| json_integer_value(count) < 1
			|| json_integer_value(count) > UINT32_MAX))
		return fail(r, "'count' takes a whole number from 1");
	if (count != NULL)
		known.count = (uint32_t)json_integer_value(count);
	return kl_baseline_add(r->baseline, &known, r->error);
}

static enum kl_status take_line(struct reading *r, const char *text, size_t length)
{
	json_error_t why;

	if (kl_span_is_blank((struct kl_span){ text, length }))
		return KL_OK;
	errno = 0;
	json_t *record = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
	/* That memory was out jansson tells of some of its allocations only. */
	if (record == NULL && errno == ENOMEM)
		return kl_no_memory(r->error);
	enum kl_status status = !json_is_object(record)
		? fail(r, r->begun ? "is no record of a baseline: no JSON object stands in this line"
			: "is no baseline: its first line is no JSON object")
		: r->begun ? take_record(r, record) : check_head(r, record);
	json_decref(record);
	return status;
}

static enum kl_status read_lines(struct reading *r, FILE *file, char *line)
{
	enum kl_status status = KL_OK;

	while (status == KL_OK && fgets(line, LINE_MOST, file) != NULL) {
		size_t length = strlen(line);
		r->line++;
		if (length == LINE_MOST - 1 && line[length - 1] != '\n')
			return kl_fail(r->error, KL_LIMIT, r->path, r->line, 0,
				"a line of a baseline has more than %d bytes", LINE_MOST);
		length -= length > 0 && line[length - 1] == '\n';
		length -= length > 0 && line[length - 1] == '\r';
		status = take_line(r, line, length);
	}
	if (status == KL_OK && ferror(file))
		status = kl_io_error(r->error, errno, r->path, "read");
	if (status == KL_OK && !r->begun)
		status = fail(r, "is empty, and no baseline");
	return status;
}

enum kl_status kl_baseline_read(struct kl_baseline *baseline, const char *path,
	struct kl_error *error)
{
	struct reading r = { baseline, path, 0, false, error };
	char *line = malloc(LINE_MOST);
	FILE *file = fopen(path, "r");
	struct stat there;
	enum kl_status status;

	if (file == NULL)
		status = kl_io_error(error, errno, path, "open");
	else if (fstat(fileno(file), &there) == 0 && S_ISDIR(there.st_mode))
		status = kl_fail(error, KL_IO, path, 0, 0, "is a folder, not a file");
	else
		status = line == NULL ? kl_no_memory(error)
			: read_lines(&r, file, line);
	if (file != NULL)
		fclose(file);
	free(line);
	if (status == KL_OK)
		status = kl_baseline_close(baseline, error);
	if (status == KL_LIMIT && error->path[0] == '\0')
		snprintf(error->path, sizeof error->path, "%s", path);
	return status;
}
