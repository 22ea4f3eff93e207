/* The files that a check writes: one for each way out, together or not at all. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/translate.h"
#include "cli.h"
#include "rule/path.h"

/* GitHub takes no more of a step (its limit for a job summary). */
enum { MOST_SUMMARY = 1 << 20 };

/* A folder, unless a file is there, or is named as one of the format. */
static bool names_folder(const struct cli_way *way, const char *path)
{
	struct stat there;
	char ending[16];

	if (!way->format->writes_folder)
		return false;
	if (stat(path, &there) == 0)
		return S_ISDIR(there.st_mode);
	snprintf(ending, sizeof ending, ".%s", way->format->name);
	return !kl_path_ends(kl_path_base(path), ending)
		|| path[strlen(path) - 1] == '/';
}

/* Colour and width are those of a terminal: a file has none, unless colour was
 * asked for. */
static void set_style(struct kl_style *style, const struct cli_options *options,
	const char *path)
{
	*style = options->style;
	if (path == NULL)
		return;
	style->width = 0;
	style->color = options->color_given && options->color;
}

/* The folder that the path is in. */
static bool find_folder(const char *path, struct stat *folder)
{
	char *name = strdup(path);

	if (name == NULL)
		return false;
	name[kl_path_base(path).at - path] = '\0';
	bool found = stat(*name != '\0' ? name : ".", folder) == 0;
	free(name);
	return found;
}

static bool is_same_place(const char *a, const char *b)
{
	struct stat one, other;

	return kl_span_equal(kl_path_base(a), kl_path_base(b))
		&& find_folder(a, &one) && find_folder(b, &other)
		&& one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* Whether two outputs would take each other's place; a device takes both. */
static bool is_taken(const struct cli_outputs *outputs, size_t index)
{
	const struct kl_output *file = &outputs->files[index];

	for (size_t i = 0; i < index && file->temporary != NULL; i++) {
		if (outputs->files[i].temporary != NULL
				&& is_same_place(outputs->files[i].target, file->target))
			return true;
	}
	return false;
}

static enum kl_status open_file(struct cli_outputs *outputs, size_t index,
	const char *path, struct kl_error *error)
{
	struct kl_output *file = &outputs->files[index];
	struct kl_format_scope *scope = &outputs->outlets[index].scope;

	if (path == NULL) {
		kl_output_use(file, stdout);
		scope->stream = stdout;
		return KL_OK;
	}
	enum kl_status status = kl_output_open(file, path, error);
	if (status == KL_OK && is_taken(outputs, index))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"two formats would be written to '%s'", path);
	scope->stream = file->stream;
	scope->file = file->temporary != NULL ? file->temporary : file->target;
	return status;
}

static enum kl_status open_folder(struct cli_outputs *outputs, size_t index,
	const char *path, struct kl_error *error)
{
	struct kl_folder *folder = &outputs->folders[index];

	outputs->outlets[index].scope.folder = folder;
	return kl_folder_open(folder, path, error);
}

/* What a job of GitHub shows of a step is a file that the environment names. */
static enum kl_status open_summary(struct cli_outputs *outputs,
	struct kl_format_scope *scope, struct kl_error *error)
{
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	struct stat there;
	size_t used = 0;

	if (path == NULL || *path == '\0' || outputs->summary != NULL)
		return KL_OK;
	if (stat(path, &there) == 0 && S_ISREG(there.st_mode))
		used = there.st_size < MOST_SUMMARY ? (size_t)there.st_size
			: MOST_SUMMARY;
	outputs->summary_file = fopen(path, "a");
	if (outputs->summary_file == NULL)
		return kl_io_error(error, errno, path, "write");
	outputs->summary = open_memstream(&outputs->summary_text,
		&outputs->summary_length);
	outputs->summary_path = path;
	scope->summary = outputs->summary;
	scope->summary_room = MOST_SUMMARY - used;
	return outputs->summary != NULL ? KL_OK : kl_no_memory(error);
}

/* A workbook called x.html opens nowhere, and the reverse. */
static enum kl_status check_ending(const struct kl_format *format,
	const char *path, struct kl_error *error)
{
	char ending[16];

	for (size_t i = 0; kl_formats[i] != NULL; i++) {
		const struct kl_format *other = kl_formats[i];
		snprintf(ending, sizeof ending, ".%s", other->name);
		if (strcmp(other->name, format->name) != 0
				&& (other->needs_file || format->needs_file)
				&& kl_path_ends(kl_path_base(path), ending))
			return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --output: "
				"'%s' is named as %s, and the format is %s: add -f %s, "
				"or name another", path, other->name, format->name,
				other->name);
	}
	return KL_OK;
}

static enum kl_status open_way(struct cli_outputs *outputs, size_t index,
	const struct cli_options *options, const struct kl_format_scope *common,
	struct kl_error *error)
{
	const struct cli_way *way = &options->ways[index];
	const char *path = way->path != NULL ? way->path : options->output;
	struct kl_outlet *outlet = &outputs->outlets[index];
	struct kl_folder *folder = &outputs->folders[index];
	enum kl_status status = KL_OK;

	*outlet = (struct kl_outlet){ way->format, *common, path };
	outlet->scope.style = &outputs->styles[index];
	set_style(&outputs->styles[index], options, path);
	if (path == NULL && way->format->needs_file)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"the format %s needs a file: give -o FILE", way->format->name);
	if (way->format->has_summary)
		status = open_summary(outputs, &outlet->scope, error);
	if (status != KL_OK)
		return status;
	bool to_folder = path != NULL && names_folder(way, path);
	if (path != NULL && !to_folder && folder->allow != NULL)
		status = folder->allow(folder->context, path, error);
	if (path != NULL && status == KL_OK)
		status = check_ending(way->format, path, error);
	if (status != KL_OK)
		return status;
	return to_folder ? open_folder(outputs, index, path, error)
		: open_file(outputs, index, path, error);
}

enum kl_status cli_outputs_open(struct cli_outputs *outputs,
	const struct cli_options *options, const struct kl_format_scope *common,
	enum kl_status (*allow)(void *context, const char *path,
		struct kl_error *error),
	void *context, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	cli_watch_unfinished(outputs->files, options->way_count,
		outputs->folders, options->way_count);
	for (size_t i = 0; i < options->way_count && status == KL_OK; i++) {
		outputs->folders[i].allow = allow;
		outputs->folders[i].context = context;
		outputs->count++;
		status = open_way(outputs, i, options, common, error);
	}
	return status;
}

/* It is only ever appended to: other steps write there too. */
static enum kl_status append_summary(struct cli_outputs *outputs,
	struct kl_error *error)
{
	if (outputs->summary == NULL)
		return KL_OK;
	/* Without memory for its end the text is gone, and all is said to be well. */
	bool whole = fclose(outputs->summary) == 0 && outputs->summary_text != NULL;
	outputs->summary = NULL;
	if (!whole)
		return kl_no_memory(error);
	if (outputs->summary_length == 0) {
		cli_say(stderr, kl_translate("%s: note: no room is left in the summary of the job\n"),
			outputs->summary_path);
		return KL_OK;
	}
	errno = 0;
	bool written = fwrite(outputs->summary_text, 1, outputs->summary_length,
		outputs->summary_file) == outputs->summary_length;
	written = fclose(outputs->summary_file) == 0 && written;
	outputs->summary_file = NULL;
	return written ? KL_OK : kl_io_error(error, errno, outputs->summary_path,
		"write");
}

enum kl_status cli_outputs_commit(struct cli_outputs *outputs,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < outputs->count && status == KL_OK; i++)
		status = kl_output_settle(&outputs->files[i], error);
	for (size_t i = 0; i < outputs->count && status == KL_OK; i++)
		status = kl_output_commit(&outputs->files[i], error);
	for (size_t i = 0; i < outputs->count && status == KL_OK; i++)
		status = kl_folder_commit(&outputs->folders[i], error);
	return status == KL_OK ? append_summary(outputs, error) : status;
}

void cli_outputs_discard(struct cli_outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++) {
		kl_output_discard(&outputs->files[i]);
		kl_folder_discard(&outputs->folders[i]);
	}
	cli_forget_unfinished();
	if (outputs->summary != NULL)
		fclose(outputs->summary);
	if (outputs->summary_file != NULL)
		fclose(outputs->summary_file);
	free(outputs->summary_text);
}
