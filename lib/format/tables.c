#include "format/tables.h"

#include <stdlib.h>

const struct kl_dialect kl_tables_dialect = { .delimiter = ',', .quote = '"' };

/* The name of a file that a table does not have. */
static enum kl_status add_file(struct kl_tables *t, const char *name,
	struct kl_folder_file **file, struct kl_error *error)
{
	struct kl_text_buffer path = { 0 };

	kl_text_puts(&path, name != NULL ? name : "");
	kl_text_puts(&path, t->kind->ending);
	enum kl_status status = name == NULL || path.failed ? kl_no_memory(error)
		: kl_folder_add(t->scope->folder, path.at, file, error);
	kl_text_release(&path);
	return status;
}

/* What stands in the folder beside the tables. */
static enum kl_status begin_findings(struct kl_tables *t,
	struct kl_error *error)
{
	const struct kl_format *format = t->kind->findings;
	struct kl_folder_file *file;
	const char *name = kl_sheet_name(&t->names, kl_span_of("findings"), 1);
	enum kl_status status = add_file(t, name, &file, error);

	if (status != KL_OK)
		return status;
	t->told = *t->scope;
	t->told.stream = file->stream;
	t->told.file = file->written;
	t->told.folder = NULL;
	t->findings = calloc(1, format->state_size + 1);
	if (t->findings == NULL)
		return kl_no_memory(error);
	return format->begin == NULL ? KL_OK
		: format->begin(t->findings, &t->told, error);
}

/* Every table is read twice, and written whole. */
static enum kl_status check_table(const struct kl_tables *t, size_t order,
	struct kl_error *error)
{
	const char *shown = t->scope->dataset->tables[order].shown;

	switch (t->shown.tables[order].without) {
	case KL_UNSHOWN_PIPE:
		return kl_fail(error, KL_USAGE, shown, 0, 0,
			"can be read only once, and a table is read "
			"twice: to check it, and to write it; save it as a file");
	case KL_UNSHOWN_HIDDEN:
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --no-values: without values there are no tables to write");
	default:
		return KL_OK;   /* why one cannot be read is told by the check */
	}
}

enum kl_status kl_tables_begin(struct kl_tables *t,
	const struct kl_tables_kind *kind, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	size_t count = scope->dataset->table_count;

	t->kind = kind;
	t->scope = scope;
	t->names.rules = &kl_file_name_rules;
	if (scope->folder == NULL && count != 1)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"there are %zu tables, each for a file of its own: name a folder with -o",
			count);
	enum kl_status status = kl_shown_init(&t->shown, scope, error);
	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = check_table(t, i, error);
	if (status == KL_OK && scope->folder != NULL)
		status = begin_findings(t, error);
	return status == KL_OK && kind->open != NULL ? kind->open(t, error)
		: status;
}

enum kl_status kl_tables_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	const struct kl_tables *t = state;

	(void)scope;
	return t->findings == NULL ? KL_OK : t->kind->findings->finding(
		t->findings, &t->told, finding, error);
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct kl_tables *t = context;

	t->dialect = *used;
	return t->kind->header(t, row, error);
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct kl_tables *t = context;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = t->kind->row(t, &batch->rows[i], error);
	return status;
}

static enum kl_status write_table(struct kl_tables *t, size_t order,
	struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = t };
	struct kl_folder_file *file = NULL;
	enum kl_status status = KL_OK;

	t->table = &t->scope->dataset->tables[order];
	if (t->shown.tables[order].without == KL_UNSHOWN_UNREADABLE)
		return kl_fail(error, KL_INVALID, t->table->shown, 0, 0,
			"cannot be read, so that nothing is written");
	t->stream = t->scope->stream;
	if (t->scope->folder != NULL) {
		status = add_file(t, kl_sheet_name(&t->names,
			kl_span_of(t->table->name), 1), &file, error);
		t->stream = status == KL_OK ? file->stream : NULL;
	}
	if (status == KL_OK)
		status = kl_shown_read(&t->shown, order, &calls, error);
	if (status == KL_OK)
		status = t->kind->table_end(t, error);
	if (status == KL_OK && file != NULL)
		status = kl_folder_close(file, error);
	return status;
}

enum kl_status kl_tables_end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_tables *t = state;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < scope->dataset->table_count
			&& status == KL_OK; i++)
		status = write_table(t, i, error);
	if (status == KL_OK && t->kind->close != NULL)
		status = t->kind->close(t, error);
	return status == KL_OK && t->findings != NULL ? t->kind->findings->end(
		t->findings, &t->told, tally, error) : status;
}

void kl_tables_release(struct kl_tables *t)
{
	if (t->findings != NULL && t->kind->findings->release != NULL)
		t->kind->findings->release(t->findings);
	free(t->findings);
	kl_shown_release(&t->shown);
	kl_sheet_names_release(&t->names);
}
