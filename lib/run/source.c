/* Where the bytes of tables come from. */
#include "run/engine.h"

#include <unistd.h>

/* What comes from a pipe is gone when it was read: a rule that must read a
 * table twice gets it from a file without a name, and so does a workbook, which
 * is read from its end. */
static enum kl_status open_input(struct kl_input *input, const char *shown,
	bool again, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (input->fd < 0)
		status = kl_input_open(input, STDIN_FILENO, shown, error);
	if (status == KL_OK && (again || kl_input_is_workbook(input)))
		status = kl_input_keep(input, shown, error);
	return status == KL_OK && input->anywhere
		? kl_input_rewind(input, shown, error) : status;
}

/* A person who names a file may name a pipe. */
static enum kl_status open_file(const struct kl_table *table, bool named, bool again,
	int *fd, struct kl_error *error)
{
	struct stat about;
	enum kl_status status = named
		? kl_input_file(fd, table->path, table->shown, &about, error)
		: kl_input_regular(fd, table->path, table->shown, &about, error);

	if (status != KL_OK || !again || S_ISREG(about.st_mode))
		return status;
	close(*fd);
	return kl_fail(error, KL_IO, table->shown, 0, 0, "must be read twice, "
		"which a pipe cannot be; give its bytes on standard input");
}

enum kl_status kl_engine_open(const struct kl_dataset *dataset,
	const struct kl_table *table, bool again, struct kl_input *own,
	struct kl_input **input, struct kl_error *error)
{
	int fd;

	if (strcmp(table->path, "-") == 0) {
		*input = dataset->input;
		return open_input(*input, table->shown, again, error);
	}
	enum kl_status status = open_file(table, dataset->given, again, &fd, error);
	if (status != KL_OK)
		return status;
	*input = own;
	status = kl_input_open(own, fd, table->shown, error);
	if (status != KL_OK)
		close(fd);
	return status;
}

void kl_engine_close(const struct kl_dataset *dataset,
	const struct kl_input *input)
{
	if (input != dataset->input)
		close(input->fd);
}
