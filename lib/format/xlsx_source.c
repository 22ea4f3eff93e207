/* The tables' files: looked at before the check for their headers, and read
 * again after it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "format/xlsx.h"
#include "table/input.h"

/* A reader's callback says so when it has seen enough. */
static const enum kl_status ENOUGH = KL_CLOSED;

enum { HEADER_BLOCK = 64 * 1024 };

static enum kl_status take_names(struct kl_xlsx_table *info,
	const struct kl_row *row, struct kl_error *error)
{
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span name = kl_span_trim(row->cells[i]);
		bool found;
		if (!kl_index_add(&info->columns, name, (uint32_t)i, NULL, &found)
				|| (found && !kl_index_add(&info->repeated, name, 0,
					NULL, NULL)))
			return kl_no_memory(error);
	}
	info->column_count = row->count;
	info->header_line = row->line;
	return KL_OK;
}

/* Two columns of one name are told apart by where they stand. */
static enum kl_status take_places(struct kl_xlsx_table *info,
	const struct kl_row *row, const struct kl_dialect *used,
	struct kl_error *error)
{
	uint64_t column;

	if (row->count > 0)
		kl_row_place(row, used, row->count, &info->header_end, &column);
	if (info->repeated.count == 0 || row->count > KL_XLSX_COLUMNS)
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
	struct kl_xlsx_table *info = context;
	enum kl_status status = take_names(info, row, error);

	if (status == KL_OK)
		status = take_places(info, row, used, error);
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

static enum kl_status open_file(const struct kl_table *table, int *fd,
	struct stat *about, struct kl_error *error)
{
	*fd = open(table->path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return kl_io_error(error, errno, table->shown, "open");
	if (fstat(*fd, about) != 0) {
		int number = errno;
		close(*fd);
		return kl_io_error(error, number, table->shown, "look at");
	}
	return KL_OK;
}

static enum kl_status peek(struct kl_xlsx *x, size_t order,
	struct kl_error *error)
{
	const struct kl_table *table = &x->scope->dataset->tables[order];
	struct kl_xlsx_table *info = &x->tables[order];
	struct kl_input input;
	const struct kl_reader_calls calls = { .header = peek_header,
		.batch = peek_batch, .context = info };
	int fd;
	enum kl_status status = open_file(table, &fd, &info->about, error);

	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, table->shown, error);
	if (status == KL_OK)
		status = kl_read_input(&input, table->shown, &table->dialect,
			HEADER_BLOCK, &calls, error);
	close(fd);
	return status == ENOUGH ? KL_OK : status;
}

static enum kl_status check_width(const struct kl_xlsx *x, size_t order,
	struct kl_error *error)
{
	const struct kl_xlsx_table *info = &x->tables[order];

	if (info->column_count <= KL_XLSX_COLUMNS)
		return KL_OK;
	return kl_fail(error, KL_LIMIT, x->scope->dataset->tables[order].shown,
		info->header_line, 0,
		"the header has %zu columns; a sheet of a workbook holds %d",
		info->column_count, KL_XLSX_COLUMNS);
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

static enum kl_status open_one(struct kl_xlsx *x, size_t order,
	struct kl_error *error)
{
	const struct kl_table *table = &x->scope->dataset->tables[order];
	struct kl_xlsx_table *info = &x->tables[order];
	struct kl_error why;

	if (is_read_once(table)) {
		info->without = "no sheet: it came through a pipe and can be read only once";
	} else if (x->scope->style->no_values) {
		info->without = "no sheet: this report leaves out the values";
	} else {
		enum kl_status status = peek(x, order, &why);
		if (status == KL_NO_MEMORY)
			return kl_no_memory(error);
		info->unreadable = status != KL_OK;
		if (info->unreadable)
			info->without = "no sheet: the file could not be read";
	}
	if (info->without == NULL && kl_xlsx_sheet_of(x, order, 0) == NULL)
		return kl_no_memory(error);
	return check_width(x, order, error);
}

enum kl_status kl_xlsx_open_tables(struct kl_xlsx *x, struct kl_error *error)
{
	size_t count = x->scope->dataset->table_count;
	enum kl_status status = KL_OK;

	x->tables = calloc(count + 1, sizeof *x->tables);
	if (x->tables == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = open_one(x, i, error);
	return status;
}

void kl_xlsx_close_tables(struct kl_xlsx *x)
{
	if (x->tables == NULL)
		return;
	for (size_t i = 0; i < x->scope->dataset->table_count; i++) {
		kl_index_release(&x->tables[i].columns);
		kl_index_release(&x->tables[i].repeated);
		free(x->tables[i].sheets);
		free(x->tables[i].header);
	}
	free(x->tables);
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino
		&& a->st_size == b->st_size
		&& a->st_mtim.tv_sec == b->st_mtim.tv_sec
		&& a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

enum kl_status kl_xlsx_read_again(const struct kl_xlsx *x, size_t order,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	const struct kl_table *table = &x->scope->dataset->tables[order];
	const struct stat *before = &x->tables[order].about;
	struct stat about, after;
	struct kl_input input;
	int fd;
	enum kl_status status = open_file(table, &fd, &about, error);

	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, table->shown, error);
	if (status == KL_OK)
		status = kl_read_input(&input, table->shown, &table->dialect, 0,
			calls, error);
	bool same = fstat(fd, &after) == 0 && is_same_file(before, &about)
		&& is_same_file(before, &after);
	close(fd);
	if (!same)
		return kl_fail(error, KL_IO, table->shown, 0, 0,
			"changed while it was checked; check it again");
	return status;
}

const char *kl_xlsx_sheet_of(struct kl_xlsx *x, size_t order, size_t part)
{
	struct kl_xlsx_table *info = &x->tables[order];
	struct kl_span name = kl_span_of(x->scope->dataset->tables[order].name);

	while (info->sheet_count <= part) {
		unsigned number = (unsigned)info->sheet_count + 1;
		const char *sheet = kl_sheet_name(&x->names, name, number);
		if (sheet == NULL || !kl_grow(info->sheets, info->sheet_capacity,
				info->sheet_count + 1))
			return NULL;
		info->sheets[info->sheet_count++] = sheet;
	}
	return info->sheets[part];
}
