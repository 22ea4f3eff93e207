#include "format/changes.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"

static const char *const names[KL_CHANGE_COLUMNS] = {
	"path", "line", "field", "from", "to", "why"
};

struct reading {
	const char *path;
	const struct kl_change_calls *calls;
};

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	const struct reading *r = context;
	bool same = row->count == KL_CHANGE_COLUMNS;

	(void)used;
	for (size_t i = 0; i < KL_CHANGE_COLUMNS && same; i++)
		same = kl_span_is(row->cells[i], names[i]);
	return same ? KL_OK : kl_fail(error, KL_INVALID, r->path, row->line, 0,
		"is no log of changes: its header is not path,line,field,from,to,why");
}

static bool read_line(struct kl_span text, uint64_t *line)
{
	enum { MOST_DIGITS = 18 };

	*line = 0;
	if (text.length > MOST_DIGITS)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		*line = *line * 10 + (uint64_t)(text.at[i] - '0');
	}
	return true;
}

static enum kl_status take_row(const struct reading *r,
	const struct kl_row *row, const struct kl_dialect *dialect,
	struct kl_error *error)
{
	struct kl_logged change = { .cells = row->cells, .row = row,
		.dialect = dialect };

	if (row->count != KL_CHANGE_COLUMNS)
		return kl_fail(error, KL_INVALID, r->path, row->line, 0,
			"the log of changes has %zu cells in this row; %d are needed",
			row->count, KL_CHANGE_COLUMNS);
	if (!read_line(row->cells[KL_CHANGE_LINE], &change.line))
		return kl_fail(error, KL_INVALID, r->path, row->line, 0,
			"the log of changes has '%.*s' for a line; it takes a number",
			row->cells[KL_CHANGE_LINE].length < 40
			? (int)row->cells[KL_CHANGE_LINE].length : 40,
			row->cells[KL_CHANGE_LINE].at);
	return r->calls->change(r->calls->context, &change, error);
}

/* What would be a finding in a table makes a log unfit to be handed on. */
static enum kl_status refuse(const struct reading *r,
	const struct kl_issue *issue, struct kl_error *error)
{
	return kl_fail(error, KL_INVALID, r->path, issue->line, issue->column,
		"the log of changes %s",
		issue->kind == KL_ISSUE_ENCODING ? kl_translate("is not UTF-8")
		: issue->kind == KL_ISSUE_NUL ? kl_translate("has a NUL byte")
		: kl_translate("has a quote where none can stand, or one that is not closed"));
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	const struct reading *r = context;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->issue_count && status == KL_OK; i++) {
		if (batch->issues[i].kind != KL_ISSUE_BLANK_LINE)
			status = refuse(r, &batch->issues[i], error);
	}
	for (size_t i = 0; i < batch->count && status == KL_OK; i++)
		status = take_row(r, &batch->rows[i], &batch->dialect, error);
	return status;
}

enum kl_status kl_changes_read(const char *path,
	const struct kl_change_calls *calls, struct kl_error *error)
{
	const struct kl_dialect dialect = { .delimiter = ',', .quote = '"',
		.encoding = KL_UTF_8 };
	struct reading reading = { path, calls };
	const struct kl_reader_calls reader = { .header = take_header,
		.batch = take_batch, .context = &reading };
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return kl_io_error(error, errno, path, "open the log of changes");
	enum kl_status status = KL_OK;
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
		status = kl_fail(error, KL_INVALID, path, 0, 0,
			"is not a file; the log of changes is read twice");
	const struct kl_source source = kl_source_fd(&fd);
	if (status == KL_OK)
		status = kl_read_table(&source, path, &dialect, 0, &reader, error);
	close(fd);
	return status;
}
