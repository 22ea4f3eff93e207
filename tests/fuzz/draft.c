/*
 * Drafts of any bytes: whatever a file holds, the descriptor and the rule file that
 * are made of it can be read, and name the columns that it has.
 */
#include "draft/sample.h"
#include "fuzz.h"
#include "klopt.h"

static const char *written(const struct kl_draft *draft, bool rules)
{
	char *text = NULL;
	size_t length = 0;
	struct kl_error error = { 0 };
	FILE *stream = open_memstream(&text, &length);

	fuzz_must(stream != NULL);
	enum kl_status status = rules ? kl_draft_rule(draft, stream, &error)
		: kl_draft_describe(draft, kl_span_of("fuzz"), "rules.yaml", stream,
			&error);
	fuzz_check_error(status, &error);
	fuzz_must(status == KL_OK && fclose(stream) == 0);
	const char *path = fuzz_write(rules ? "rules.yaml" : "datapackage.yaml",
		text, length);
	free(text);
	return path;
}

static void check_fields(const struct kl_draft *draft,
	const struct kl_dataset *dataset)
{
	fuzz_must(dataset->table_count == draft->table_count);
	for (size_t t = 0; t < draft->table_count; t++) {
		const struct kl_draft_table *table = &draft->tables[t];
		for (size_t i = 0; i < table->column_count; i++) {
			const struct kl_draft_column *column = &table->columns[i];
			fuzz_must(!column->usable || kl_table_field(
				&dataset->tables[t], column->name) != NULL);
		}
	}
}

/* Every proposal, also those that are not enabled. */
static void check_files(struct kl_draft *draft)
{
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct kl_error error = { 0 };
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);

	for (size_t i = 0; i < draft->proposal_count; i++)
		draft->proposals[i].enabled = true;
	draft->enabled = draft->proposal_count;
	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	enum kl_status status = kl_dataset_read(&dataset, written(draft, false),
		false, NULL, &error);
	if (status == KL_OK && draft->enabled > 0)
		status = kl_rules_read(&rules, written(draft, true), words, count,
			&dataset, NULL, &error);
	if (status == KL_OK)
		status = kl_dataset_link(&dataset, &error);
	if (status != KL_OK)
		fprintf(stderr, "%s:%d: %s\n", error.path, (int)error.line, error.text);
	fuzz_must(status == KL_OK);
	check_fields(draft, &dataset);
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct kl_dataset_options how = { .dialect = { .quote = '"' } };
	const char *path = fuzz_write("table.csv", bytes, size);
	struct kl_dataset dataset;
	struct kl_draft draft = { .dataset = &dataset, .folder = fuzz_folder };
	struct kl_error error = { 0 };

	kl_dataset_init(&dataset);
	fuzz_must(kl_dataset_add_file(&dataset, path, &how, &error) == KL_OK);
	enum kl_status status = kl_draft_read(&draft, &error);
	fuzz_check_error(status, &error);
	if (status == KL_OK)
		check_files(&draft);
	kl_draft_release(&draft);
	kl_dataset_release(&dataset);
	return 0;
}
