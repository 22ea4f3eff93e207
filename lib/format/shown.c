/* The tables' files: looked at before the check for their headers, and read
 * again after it. */
#include <stdlib.h>
#include <unistd.h>

#include "format/shown.h"
#include "table/input.h"

/* A reader's callback says so when it has seen enough. */
static const enum kl_status ENOUGH = KL_CLOSED;

enum { HEADER_BLOCK = 64 * 1024 };

/* A table, and what is looked for in its header. */
struct peeking {
	const struct kl_table *table;
	struct kl_shown_table *info;
	struct kl_arena *arena;
};

static enum kl_status take_names(const struct peeking *p,
	const struct kl_row *row, struct kl_error *error)
{
	struct kl_shown_table *info = p->info;

	info->decimal_chars = calloc(row->count + 1, 1);
	info->names = calloc(row->count + 1, sizeof *info->names);
	if (info->decimal_chars == NULL || info->names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span name = kl_span_trim(row->cells[i]);
		bool found;
		info->names[i] = kl_arena_span(p->arena, name);
		if (name.at != NULL && info->names[i].at == NULL)
			return kl_no_memory(error);
		if (!kl_index_add(&info->columns, name, (uint32_t)i, NULL, &found)
				|| (found && !kl_index_add(&info->repeated, name, 0,
					NULL, NULL)))
			return kl_no_memory(error);
		info->decimal_chars[i] = kl_table_reading(p->table, name)
			->decimal_char;
	}
	info->column_count = row->count;
	info->header_line = row->line;
	return KL_OK;
}

/* Two columns of one name are told apart by where they stand. */
static enum kl_status take_places(struct kl_shown_table *info,
	struct kl_arena *arena, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	uint64_t column;

	if (used->sheet != NULL) {
		info->sheet = kl_arena_text(arena, kl_span_of(used->sheet));
		if (info->sheet == NULL)
			return kl_no_memory(error);
	}
	if (row->count > 0)
		kl_row_place(row, used, row->count, &info->header_end, &column);
	if (info->repeated.count == 0 || row->count > KL_SHOWN_COLUMNS)
		return KL_OK;
	info->header = calloc(row->count, sizeof *info->header);
	if (info->header == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++)
		kl_row_place(row, used, i, &info->header[i].line,
			&info->header[i].column);
	return KL_OK;
}

static enum kl_status peek_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	const struct peeking *p = context;
	enum kl_status status = take_names(p, row, error);

	if (status == KL_OK)
		status = take_places(p->info, p->arena, row, used, error);
	return status == KL_OK ? ENOUGH : status;
}

static enum kl_status peek_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	(void)context;
	(void)batch;
	(void)error;
	return ENOUGH;
}

static enum kl_status peek(const struct kl_table *table,
	struct kl_shown_table *info, struct kl_arena *arena,
	struct kl_error *error)
{
	struct peeking p = { table, info, arena };
	const struct kl_reader_calls calls = { .header = peek_header,
		.batch = peek_batch, .context = &p };
	struct kl_input input;
	int fd;
	enum kl_status status = kl_input_file(&fd, table->path, table->shown,
		&info->about, error);

	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, table->shown, error);
	if (status == KL_OK)
		status = kl_read_input(&input, table->shown, &table->dialect,
			HEADER_BLOCK, &calls, error);
	close(fd);
	return status == ENOUGH ? KL_OK : status;
}

/* A pipe gives its bytes once, and the check needs them. What is no file at all
 * is told when it is opened. */
static bool is_read_once(const struct kl_table *table)
{
	struct stat about;

	return strcmp(table->path, "-") == 0
		|| (stat(table->path, &about) == 0 && !S_ISREG(about.st_mode)
			&& !S_ISDIR(about.st_mode));
}

static enum kl_status open_one(const struct kl_table *table, bool no_values,
	struct kl_shown_table *info, struct kl_arena *arena,
	struct kl_error *error)
{
	struct kl_error why;

	if (is_read_once(table)) {
		info->without = KL_UNSHOWN_PIPE;
	} else if (no_values) {
		info->without = KL_UNSHOWN_HIDDEN;
	} else {
		enum kl_status status = peek(table, info, arena, &why);
		if (status == KL_NO_MEMORY)
			return kl_no_memory(error);
		if (status != KL_OK)
			info->without = KL_UNSHOWN_UNREADABLE;
	}
	return KL_OK;
}

enum kl_status kl_shown_init(struct kl_shown *shown,
	const struct kl_format_scope *scope, struct kl_error *error)
{
	const struct kl_dataset *dataset = scope->dataset;
	enum kl_status status = KL_OK;

	shown->dataset = dataset;
	shown->tables = calloc(dataset->table_count + 1, sizeof *shown->tables);
	if (shown->tables == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < dataset->table_count && status == KL_OK; i++)
		status = open_one(&dataset->tables[i], scope->style->no_values,
			&shown->tables[i], &shown->arena, error);
	return status;
}

void kl_shown_release(struct kl_shown *shown)
{
	if (shown->tables == NULL)
		return;
	for (size_t i = 0; i < shown->dataset->table_count; i++) {
		kl_index_release(&shown->tables[i].columns);
		kl_index_release(&shown->tables[i].repeated);
		free(shown->tables[i].header);
		free(shown->tables[i].decimal_chars);
		free(shown->tables[i].names);
	}
	free(shown->tables);
	shown->tables = NULL;
	kl_arena_release(&shown->arena);
}

static enum kl_status changed(const struct kl_table *table, struct kl_error *error)
{
	return kl_fail(error, KL_IO, table->shown, 0, 0,
		"changed while it was checked; check it again");
}

enum kl_status kl_shown_check(const struct kl_shown *shown,
	const struct kl_tally *tally, struct kl_error *error)
{
	for (size_t i = 0; i < shown->dataset->table_count && tally->problems == 0; i++) {
		if (shown->tables[i].without == KL_UNSHOWN_UNREADABLE)
			return changed(&shown->dataset->tables[i], error);
	}
	return KL_OK;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino
		&& a->st_size == b->st_size
		&& a->st_mtim.tv_sec == b->st_mtim.tv_sec
		&& a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The caller's calls, and how a workbook's numbers are written. */
struct showing {
	const struct kl_reader_calls *calls;
	const struct kl_table *table;
	const struct kl_shown_table *info;
};

static enum kl_status show_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	const struct showing *s = context;

	return s->calls->header(s->calls->context, row, used, error);
}

static enum kl_status show_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	const struct showing *s = context;

	return s->calls->batch(s->calls->context, batch, error);
}

static char decimal_char(void *context, size_t column)
{
	const struct showing *s = context;

	return column < s->info->column_count ? s->info->decimal_chars[column]
		: s->table->reading.decimal_char;
}

enum kl_status kl_shown_read(const struct kl_shown *shown, size_t order,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	const struct kl_table *table = &shown->dataset->tables[order];
	struct showing showing = { calls, table, &shown->tables[order] };
	const struct kl_reader_calls all = { .header = show_header,
		.batch = show_batch, .context = &showing,
		.decimal_char = decimal_char };
	const struct stat *before = &shown->tables[order].about;
	struct stat about, after;
	struct kl_input input;
	int fd;
	enum kl_status status = kl_input_file(&fd, table->path, table->shown,
		&about, error);

	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, table->shown, error);
	if (status == KL_OK)
		status = kl_read_input(&input, table->shown, &table->dialect, 0,
			&all, error);
	bool same = fstat(fd, &after) == 0 && is_same_file(before, &about)
		&& is_same_file(before, &after);
	close(fd);
	return same ? status : changed(table, error);
}
