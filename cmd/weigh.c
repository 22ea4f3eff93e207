/* What findings are held against: waivers, and a baseline. */
#include <string.h>

#include "base/clock.h"
#include "cli.h"
#include "rule/path.h"
#include "rule/waivers.h"

/* A file named twice, by the dataset and by --waivers, is read once. */
static enum kl_status read_waivers(struct cli_weights *weights, const char *path,
	struct kl_error *error)
{
	bool met;

	if (!cli_note_file(&weights->files, path, &met))
		return kl_no_memory(error);
	return met ? KL_OK : kl_waivers_read(&weights->waivers, path, error);
}

static enum kl_status read_named(struct cli_weights *weights,
	struct cli_options *options, const struct kl_dataset *dataset,
	const struct kl_word *word, struct kl_error *error)
{
	const char *folder = kl_path_folder(&options->arena, dataset->descriptor);
	const char *path = folder == NULL ? NULL : kl_path_join(&options->arena,
		folder, word->text);

	if (path == NULL)
		return kl_no_memory(error);
	if (!kl_path_is_regular(path))
		return kl_fail(error, KL_IO, dataset->descriptor, word->line,
			word->column, "there is no waiver file '%s'", path);
	return read_waivers(weights, path, error);
}

enum kl_status cli_weights_read(struct cli_weights *weights,
	struct cli_options *options, const struct kl_dataset *dataset,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	weights->waivers.today = kl_check_date();
	for (size_t i = 0; i < dataset->waiver_count && status == KL_OK; i++)
		status = read_named(weights, options, dataset, &dataset->waivers[i],
			error);
	for (size_t i = 0; i < options->waiver_count && status == KL_OK; i++)
		status = read_waivers(weights, options->waivers[i], error);
	if (status == KL_OK && options->baseline != NULL)
		status = kl_baseline_read(&weights->baseline, options->baseline,
			error);
	weights->waived = dataset->waiver_count + options->waiver_count > 0;
	return status;
}

bool cli_weights_are(const struct cli_weights *weights,
	const struct cli_options *options, const char *output,
	const struct stat *there)
{
	for (size_t i = 0; i < weights->waivers.count; i++) {
		const char *path = weights->waivers.list[i].path;
		if ((i == 0 || path != weights->waivers.list[i - 1].path)
				&& cli_is_same_file(path, there))
			return true;
	}
	/* A baseline is read whole before it is written anew. */
	return output != options->write_baseline
		&& cli_is_same_file(options->baseline, there);
}

void cli_weights_release(struct cli_weights *weights)
{
	kl_waivers_release(&weights->waivers);
	kl_baseline_release(&weights->baseline);
	kl_index_release(&weights->files);
}
