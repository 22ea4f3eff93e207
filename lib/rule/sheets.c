#include "rule/sheets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table/input.h"
#include "table/xlsx.h"

static bool is_wanted(struct kl_workbook *workbook, size_t i)
{
	bool has = false;

	if (workbook->sheets[i].hidden || !workbook->sheets[i].table)
		return false;
	/* One that cannot be read is a table, so that it is told. */
	return kl_workbook_has_cells(workbook, i, &has, NULL) != KL_OK || has;
}

static enum kl_status list(struct kl_dataset *dataset,
	struct kl_workbook *workbook, struct kl_sheet_choice **sheets,
	size_t *count, struct kl_error *error)
{
	struct kl_sheet_choice *found = kl_arena_alloc(&dataset->arena,
		workbook->count * sizeof *found);

	*sheets = found;
	if (found == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < workbook->count; i++) {
		if (!is_wanted(workbook, i))
			continue;
		found[*count].number = (unsigned)i + 1;
		found[*count].name = kl_arena_text(&dataset->arena,
			kl_span_of(workbook->sheets[i].name));
		if (found[*count].name == NULL)
			return kl_no_memory(error);
		++*count;
	}
	return KL_OK;
}

static enum kl_status list_input(struct kl_dataset *dataset,
	const struct kl_input *input, const char *path,
	struct kl_sheet_choice **sheets, size_t *count, struct kl_error *error)
{
	struct kl_workbook workbook;
	enum kl_status status = kl_workbook_open(&workbook, input->fd, path, NULL);

	if (status == KL_OK)
		status = list(dataset, &workbook, sheets, count, error);
	else if (status == KL_NO_MEMORY)
		status = kl_no_memory(error);
	else
		status = KL_OK;
	kl_workbook_release(&workbook);
	return status;
}

/* A pipe gives its bytes once, so one that is named is not looked at. */
static int open_file(const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

enum kl_status kl_sheets_list(struct kl_dataset *dataset, const char *path,
	struct kl_sheet_choice **sheets, size_t *count, struct kl_error *error)
{
	bool standard = strcmp(path, "-") == 0;
	struct kl_input own = { .fd = -1 };
	struct kl_input *input = standard ? dataset->input : &own;
	int fd = standard ? STDIN_FILENO : open_file(path);
	enum kl_status status = KL_OK;

	*count = 0;
	bool workbook = fd >= 0 && kl_input_open(input, fd, path, NULL) == KL_OK
		&& kl_input_is_workbook(input);
	if (workbook && (!standard || kl_input_keep(input, path, NULL) == KL_OK))
		status = list_input(dataset, input, path, sheets, count, error);
	if (!standard && fd >= 0)
		close(fd);
	return status;
}
