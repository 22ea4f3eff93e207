#include "clean/clean.h"

#include <errno.h>
#include <stdlib.h>

#include "base/temporary.h"
#include "clean/repair.h"
#include "clean/table.h"
#include "rule/path.h"
#include "rule/rewrite.h"

/* The dialect that is declared, without what stood around the table. */
static struct kl_dialect dialect_of(const struct kl_table *from)
{
	const struct kl_dialect *declared = &from->dialect;
	bool is_declared = from->line != 0;

	return (struct kl_dialect){
		.delimiter = is_declared && declared->delimiter != 0
			? declared->delimiter : ',',
		.quote = is_declared && declared->quote != 0 ? declared->quote : '"',
		.as_is = true };
}

static bool make_written(struct kl_clean *clean, size_t order)
{
	const struct kl_table *from = &clean->dataset->tables[order];
	struct kl_table *to = &clean->written[order];
	struct kl_field *fields = kl_arena_alloc(&clean->arena,
		(from->field_count + 1) * sizeof *fields);

	if (fields == NULL)
		return false;
	for (size_t i = 0; i < from->field_count; i++)
		fields[i] = kl_clean_target(&from->fields[i],
			clean->in_place);
	*to = *from;
	to->fields = fields;
	to->dialect = dialect_of(from);
	if (clean->targets != NULL && clean->targets[order] != NULL)
		to->path = clean->targets[order];
	return true;
}

/* A descriptor that says where the table stands in its file would be wrong about
 * a file that has nothing else. */
static enum kl_status check_in_place(const struct kl_table *table,
	struct kl_error *error)
{
	const struct kl_dialect *dialect = &table->dialect;
	const struct kl_layout *layout = dialect->layout;
	bool rows = layout != NULL && layout->declared
		&& (layout->header_count != 1 || layout->header_rows[0] != 1
			|| layout->comment_count > 0);

	if (!rows && dialect->quote != 0 && (!dialect->footer_given
			|| dialect->footer_rows == 0))
		return KL_OK;
	return kl_fail(error, KL_USAGE, table->line > 0 ? table->declared : NULL,
		table->line, 0, "table '%s' cannot be cleaned in place, as which rows "
		"are its header, or none, is given; name a folder with -o",
		table->name);
}

static enum kl_status start(struct kl_clean *clean, struct kl_error *error)
{
	const size_t count = clean->dataset->table_count + 1;

	clean->results = calloc(count, sizeof *clean->results);
	clean->written = calloc(count, sizeof *clean->written);
	if (clean->results == NULL || clean->written == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < clean->dataset->table_count; i++) {
		enum kl_status status = clean->in_place ? check_in_place(
			&clean->dataset->tables[i], error) : KL_OK;
		if (status != KL_OK)
			return status;
		if (!make_written(clean, i))
			return kl_no_memory(error);
	}
	return kl_clean_codes_read(&clean->codes, clean->rules, clean->search,
		clean->given, clean->given_count, error);
}

static enum kl_status run_table(const struct kl_clean *clean, size_t order,
	const struct kl_clean_repairs *repairs, FILE *out, bool silent,
	struct kl_error *error)
{
	struct kl_clean_table *table = calloc(1, sizeof *table);
	size_t first = 0, count = 0;

	if (table == NULL)
		return kl_no_memory(error);
	while (first < repairs->count && repairs->items[first].table < order)
		first++;
	while (first + count < repairs->count
			&& repairs->items[first + count].table == order)
		count++;
	table->clean = clean;
	table->from = &clean->dataset->tables[order];
	table->to = &clean->written[order];
	table->repairs = count > 0 ? repairs->items + first : NULL;
	table->repair_count = count;
	table->out = out;
	table->silent = silent;
	table->result = &clean->results[order];
	enum kl_status status = kl_clean_table_run(table, error);
	kl_clean_table_release(table);
	free(table);
	return status;
}

/* Files without a name, with the tables as they are before any repair. */
struct drafts {
	FILE **files;
	const char **paths;
};

static enum kl_status write_draft(const struct kl_clean *clean, size_t order,
	struct drafts *drafts, struct kl_arena *arena, struct kl_error *error)
{
	static const struct kl_clean_repairs none = { 0 };
	char path[32];
	FILE *file = NULL;
	enum kl_status status = kl_temporary_stream(&file, error);

	drafts->files[order] = file;
	if (status != KL_OK)
		return status;
	snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
	drafts->paths[order] = kl_arena_text(arena, kl_span_of(path));
	if (drafts->paths[order] == NULL)
		return kl_no_memory(error);
	status = run_table(clean, order, &none, file, true, error);
	if (status == KL_OK && (fflush(file) != 0 || fseeko(file, 0, SEEK_SET) != 0))
		status = kl_temporary_failed(errno, error);
	return status;
}

static enum kl_status find_repairs(const struct kl_clean *clean,
	struct kl_clean_repairs *repairs, struct kl_error *error)
{
	const size_t count = clean->dataset->table_count;
	struct kl_arena arena = { 0 };
	struct drafts drafts = { calloc(count + 1, sizeof *drafts.files),
		calloc(count + 1, sizeof *drafts.paths) };
	enum kl_status status = drafts.files != NULL && drafts.paths != NULL ? KL_OK
		: kl_no_memory(error);

	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = write_draft(clean, i, &drafts, &arena, error);
	if (status == KL_OK)
		status = kl_clean_repairs_find(repairs, clean, drafts.paths, error);
	for (size_t i = 0; i < count && drafts.files != NULL; i++) {
		if (drafts.files[i] != NULL)
			fclose(drafts.files[i]);
	}
	free(drafts.files);
	free(drafts.paths);
	kl_arena_release(&arena);
	return status;
}

/* Repairs of what is no cell of a table are told at once. */
static enum kl_status tell_elsewhere(const struct kl_clean *clean,
	const struct kl_clean_repairs *repairs, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < repairs->count && status == KL_OK; i++) {
		const struct kl_clean_repair *r = &repairs->items[i];
		if (r->row > 0)
			continue;
		const struct kl_clean_event event = {
			.table = &clean->dataset->tables[r->table], .path = r->path,
			.line = r->line, .column = r->column, .field = r->field,
			.from = r->from, .why = kl_clean_why(r->why), .left = true };
		clean->results[r->table].left++;
		status = clean->calls.event(clean->calls.context, &event, error);
	}
	return status;
}

static enum kl_status write_in_folder(const struct kl_clean *clean,
	size_t order, const struct kl_clean_repairs *repairs,
	struct kl_error *error)
{
	struct kl_folder_file *file;
	enum kl_status status = kl_folder_add(clean->folder,
		kl_path_base(clean->targets[order]).at, &file, error);

	if (status == KL_OK)
		status = run_table(clean, order, repairs, file->stream, false, error);
	return status == KL_OK ? kl_folder_close(file, error) : status;
}

static enum kl_status write_table(struct kl_clean *clean, size_t order,
	const struct kl_clean_repairs *repairs, struct kl_error *error)
{
	const char *target = clean->targets != NULL ? clean->targets[order] : NULL;
	struct kl_output *output = &clean->outputs[order];

	if (target == NULL)
		return run_table(clean, order, repairs, clean->stream, false, error);
	if (clean->folder != NULL)
		return write_in_folder(clean, order, repairs, error);
	enum kl_status status = kl_output_open(output, target, error);
	if (status != KL_OK)
		return status;
	status = run_table(clean, order, repairs, output->stream, false, error);
	return status == KL_OK ? kl_output_settle(output, error) : status;
}

enum kl_status kl_clean_run(struct kl_clean *clean, struct kl_error *error)
{
	struct kl_clean_repairs repairs = { 0 };
	enum kl_status status = start(clean, error);

	if (status == KL_OK && clean->repair)
		status = find_repairs(clean, &repairs, error);
	for (size_t i = 0; i < clean->dataset->table_count && status == KL_OK; i++)
		status = write_table(clean, i, &repairs, error);
	if (status == KL_OK)
		status = tell_elsewhere(clean, &repairs, error);
	if (status == KL_OK)
		status = kl_clean_codes_used(&clean->codes, error);
	kl_clean_repairs_release(&repairs);
	return status;
}

enum kl_status kl_clean_commit(struct kl_clean *clean, bool only_changed,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < clean->dataset->table_count && status == KL_OK; i++) {
		if (only_changed && !clean->results[i].differs)
			kl_output_discard(&clean->outputs[i]);
		else if (clean->outputs[i].target != NULL)
			status = kl_output_commit(&clean->outputs[i], error);
	}
	return status;
}

/* A value that a descriptor gives is cleaned as a cell is. */
static struct kl_span clean_value(const struct kl_field *from,
	const struct kl_field *to, struct kl_span text, struct kl_arena *arena)
{
	const struct kl_clean_column column = { .from = from, .to = to };
	struct kl_clean_cell cell;

	return kl_clean_cell(&column, text, arena, &cell) ? cell.text
		: (struct kl_span){ 0 };
}

enum kl_status kl_clean_describe(const struct kl_clean *clean,
	const char *folder, FILE *stream, struct kl_error *error)
{
	const struct kl_rewriting rewriting = { clean->dataset, clean->written,
		folder, clean_value };
	struct kl_text_buffer text = { 0 };
	enum kl_status status = kl_descriptor_rewrite(&rewriting, &text, error);

	errno = 0;
	if (status == KL_OK && fwrite(text.at, 1, text.length, stream)
			!= text.length)
		status = kl_io_error(error, errno, NULL, "write the descriptor");
	kl_text_release(&text);
	return status;
}

void kl_clean_release(struct kl_clean *clean)
{
	free(clean->results);
	free(clean->written);
	kl_clean_codes_release(&clean->codes);
	kl_arena_release(&clean->arena);
}
