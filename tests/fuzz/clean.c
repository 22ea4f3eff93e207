/*
 * Cleaned once is clean: what is written, cleaned again by the descriptor that stands
 * with it, is the same, and nothing is told to be changed. A descriptor and its table,
 * or a table alone.
 */
#include "clean/clean.h"
#include "check/check.h"
#include "parts.h"

/* Nothing here outlives the machine, and waiting for the disk would be most of it. */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

/* Whether changes are shown: of the second time, where there should be none. */
static bool telling;

struct cleaned {
	char *text;                     /* the table */
	size_t length;
	uint64_t changes;
	enum kl_status status;
	bool described;
};

static enum kl_status take_event(void *context, const struct kl_clean_event *event,
	struct kl_error *error)
{
	struct cleaned *cleaned = context;

	(void)error;
	fuzz_must(event->table != NULL && event->path != NULL);
	cleaned->changes += !event->left;
	if (telling && !event->left)
		fprintf(stderr, "%d:%d %.*s: '%.*s' to '%.*s'\n", (int)event->line,
			(int)event->column, (int)event->field.length, event->field.at,
			(int)event->from.length, event->from.at,
			(int)event->to.length, event->to.at);
	return KL_OK;
}

static void describe(const struct kl_clean *clean, struct cleaned *cleaned)
{
	char *text = NULL;
	size_t length = 0;
	struct kl_error error = { 0 };
	FILE *stream = open_memstream(&text, &length);

	fuzz_must(stream != NULL);
	cleaned->status = kl_clean_describe(clean, fuzz_folder, stream, &error);
	fuzz_check_error(cleaned->status, &error);
	fuzz_must(fclose(stream) == 0);
	if (cleaned->status == KL_OK)
		fuzz_write("again.yaml", text, length);
	cleaned->described = cleaned->status == KL_OK;
	free(text);
}

/* The first table of the dataset. */
static struct cleaned clean_it(struct kl_dataset *dataset, const char *target,
	bool then_describe)
{
	struct cleaned cleaned = { 0 };
	struct kl_rules rules;
	struct kl_output output = { 0 };
	struct kl_error error = { 0 };
	struct kl_clean clean = { .dataset = dataset, .rules = &rules,
		.targets = &target, .outputs = &output,
		.calls = { .event = take_event, .context = &cleaned } };
	const char *none = NULL;

	kl_rules_init(&rules);
	if (!then_describe)
		clean.targets = &none;
	clean.stream = open_memstream(&cleaned.text, &cleaned.length);
	fuzz_must(clean.stream != NULL);
	cleaned.status = kl_clean_run(&clean, &error);
	fuzz_check_error(cleaned.status, &error);
	if (cleaned.status == KL_OK && then_describe)
		describe(&clean, &cleaned);
	if (cleaned.status == KL_OK && then_describe)
		fuzz_must(kl_clean_commit(&clean, false, &error) == KL_OK);
	fuzz_must(fclose(clean.stream) == 0);
	kl_output_discard(&output);
	kl_clean_release(&clean);
	kl_rules_release(&rules);
	return cleaned;
}

static char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;

	fuzz_must(file != NULL && fseek(file, 0, SEEK_END) == 0);
	*length = (size_t)ftell(file);
	rewind(file);
	text = malloc(*length + 1);
	fuzz_must(text != NULL && fread(text, 1, *length, file) == *length);
	fclose(file);
	return text;
}

static void clean_again(const char *descriptor, const char *written)
{
	struct kl_dataset dataset;
	struct kl_error error = { 0 };
	size_t length;

	kl_dataset_init(&dataset);
	enum kl_status status = kl_dataset_read(&dataset, descriptor, false, NULL, &error);
	if (status != KL_OK)
		fprintf(stderr, "%s:%d: %s\n", error.path, (int)error.line, error.text);
	fuzz_must(status == KL_OK && dataset.table_count == 1);
	telling = true;
	struct cleaned second = clean_it(&dataset, NULL, false);
	telling = false;
	fuzz_must(second.status == KL_OK);
	char *first = read_file(written, &length);
	fuzz_must(second.changes == 0);
	fuzz_must(second.length == length
		&& memcmp(second.text, first, length) == 0);
	free(first);
	free(second.text);
	kl_dataset_release(&dataset);
}

static enum kl_status open_dataset(struct kl_dataset *dataset, struct kl_span first,
	struct kl_span rest)
{
	struct kl_error error = { 0 };
	enum kl_status status;

	if (rest.length > 0) {
		fuzz_write("table.csv", rest.at, rest.length);
		status = kl_dataset_read(dataset, fuzz_write("datapackage.yaml",
			first.at, first.length), false, NULL, &error);
	} else {
		status = kl_dataset_add_file(dataset, fuzz_write("table.csv", first.at,
			first.length), NULL, &error);
	}
	fuzz_check_error(status, &error);
	return status;
}

/* Of the input's own table only, whose path it cannot know. */
static bool is_ours(const struct kl_dataset *dataset)
{
	const char *name = "table.csv";
	size_t length = strlen(name);

	if (dataset->table_count != 1)
		return false;
	size_t path = strlen(dataset->tables[0].path);
	return path >= length
		&& strcmp(dataset->tables[0].path + path - length, name) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_span left = { (const char *)bytes, size };
	const struct kl_span first = fuzz_part(&left);
	struct kl_dataset dataset;

	kl_dataset_init(&dataset);
	if (open_dataset(&dataset, first, left) == KL_OK && is_ours(&dataset)) {
		const char *written = fuzz_write("clean.csv", "", 0);
		struct cleaned cleaned = clean_it(&dataset, written, true);
		free(cleaned.text);
		if (cleaned.described) {
			char again[96];
			snprintf(again, sizeof again, "%s/again.yaml", fuzz_folder);
			clean_again(again, written);
		}
	}
	kl_dataset_release(&dataset);
	return 0;
}
