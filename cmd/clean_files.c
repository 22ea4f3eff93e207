#include "clean.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clean/log.h"
#include "rule/path.h"

static bool is_input(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* Several tables, or those of a descriptor, go to a folder. So does one whose
 * target is a folder, or has no ending and is not there yet. */
static bool goes_to_folder(const struct clean_job *job, const char *output)
{
	const struct kl_span base = kl_path_base(output);
	struct stat about;

	if (job->dataset.table_count > 1 || !job->dataset.given
			|| output[strlen(output) - 1] == '/')
		return true;
	if (stat(output, &about) == 0)
		return S_ISDIR(about.st_mode);
	return memchr(base.at, '.', base.length) == NULL;
}

/* A name for a file: nothing that leaves the folder, or hides in it. */
static char *file_name(struct kl_arena *arena, struct kl_span name)
{
	char *made = kl_arena_alloc(arena, name.length + sizeof ".csv");

	if (made == NULL)
		return NULL;
	memcpy(made, name.at, name.length);
	for (size_t i = 0; i < name.length; i++) {
		if (made[i] == '/' || (unsigned char)made[i] < ' ' || made[i] == 0x7f
				|| (i == 0 && made[i] == '.'))
			made[i] = '_';
	}
	strcpy(made + name.length, ".csv");
	return made;
}

/* The name of a file of text or a workbook without its ending. */
static struct kl_span stem_of(const char *path)
{
	static const char *const endings[] = { ".txt", ".tsv", ".tab" };
	struct kl_span stem = kl_path_stem(path);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (kl_path_ends(stem, endings[i]))
			stem.length -= strlen(endings[i]);
	}
	return stem;
}

/* Called as its file, or as the table where several would be called so. */
static const char *target_in(struct clean_job *job, size_t order)
{
	const struct kl_dataset *dataset = &job->dataset;
	const struct kl_table *table = &dataset->tables[order];
	struct kl_arena *arena = &job->options->arena;
	struct kl_span stem = stem_of(table->path);
	bool alone = !is_input(table->path);

	for (size_t i = 0; i < dataset->table_count; i++)
		alone = alone && (i == order || !kl_span_alike(stem,
			stem_of(dataset->tables[i].path)));
	char *name = file_name(arena, alone ? stem : kl_span_of(table->name));
	return name == NULL ? NULL : kl_path_join(arena, job->folder,
		kl_span_of(name));
}

/* By what stands in it, not by its name. */
static bool is_compressed(const char *path)
{
	struct kl_input input = { .length = 0 };
	struct stat about;
	int fd;

	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)
			|| kl_input_file(&fd, path, path, NULL, NULL) != KL_OK)
		return false;
	bool compressed = kl_input_open(&input, fd, path, NULL) == KL_OK
		&& kl_input_packing(&input) != KL_PACKED_NOT;
	close(fd);
	return compressed;
}

static enum kl_status choose_in_place(struct clean_job *job,
	struct kl_error *error)
{
	for (size_t i = 0; i < job->dataset.table_count; i++) {
		const struct kl_table *table = &job->dataset.tables[i];
		const char *path = table->path;
		if (table->dialect.sheet != NULL || table->dialect.sheet_number > 0)
			return kl_fail(error, KL_INVALID, table->shown, 0, 0, "is a "
				"workbook, which cannot be cleaned in place; name a "
				"folder with -o");
		if (is_input(path))
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --in-place: standard input is no file");
		if (is_compressed(path))
			return kl_fail(error, KL_INVALID, table->shown, 0, 0, "is "
				"compressed, and cannot be cleaned in place; name a "
				"folder with -o");
		job->targets[i] = path;
	}
	return KL_OK;
}

static enum kl_status choose_targets(struct clean_job *job,
	struct kl_error *error)
{
	const char *output = job->options->output;

	if (job->clean.in_place)
		return job->dry ? KL_OK : choose_in_place(job, error);
	if (job->dry)
		return KL_OK;
	if (output == NULL && (job->dataset.table_count > 1
			|| !job->dataset.given))
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "say where it is to be "
			"written: -o FOLDER, or --in-place; or only see what would "
			"change: --dry-run");
	if (output == NULL)
		return KL_OK;
	if (!goes_to_folder(job, output)) {
		if (kl_path_unpacked(kl_span_of(output)).length < strlen(output))
			return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --output: "
				"'%s': what was cleaned is not compressed; name it .csv",
				output);
		job->targets[0] = output;
		return KL_OK;
	}
	job->folder = output;
	for (size_t i = 0; i < job->dataset.table_count; i++) {
		job->targets[i] = target_in(job, i);
		if (job->targets[i] == NULL)
			return kl_no_memory(error);
	}
	job->descriptor = kl_path_join(&job->options->arena, output,
		kl_span_of("datapackage.yaml"));
	return job->descriptor != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status add_log(struct clean_job *job, const char *path,
	const char *ending, bool jsonl, struct kl_error *error)
{
	struct kl_text_buffer name = { 0 };

	kl_text_printf(&name, "%s%s", path, ending);
	const char *kept = name.failed ? NULL : kl_arena_text(
		&job->options->arena, kl_text_span(&name));
	kl_text_release(&name);
	if (kept == NULL || !kl_grow(job->logs, job->log_capacity,
			job->log_count + 1))
		return kl_no_memory(error);
	job->logs[job->log_count++] = (struct clean_log){ .path = kept,
		.jsonl = jsonl };
	return KL_OK;
}

static enum kl_status add_both(struct clean_job *job, const char *path,
	struct kl_error *error)
{
	enum kl_status status = add_log(job, path, ".csv", false, error);

	return status == KL_OK ? add_log(job, path, ".jsonl", true, error) : status;
}

static enum kl_status choose_logs(struct clean_job *job, struct kl_error *error)
{
	const struct kl_argument *given = &job->options->arguments[CLEAN_LOG];
	struct kl_arena *arena = &job->options->arena;
	enum kl_status status = KL_OK;

	if (given->given && job->dry)
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --log: with "
			"--dry-run and --check nothing is written; the changes are shown");
	for (size_t i = 0; i < given->word_count && status == KL_OK; i++) {
		const struct kl_span name = given->words[i].text;
		const char *path = kl_arena_text(arena, name);
		if (path == NULL)
			return kl_no_memory(error);
		struct stat about;
		/* A device is what it is, whatever it is called. */
		bool device = stat(path, &about) == 0 && !S_ISREG(about.st_mode)
			&& !S_ISDIR(about.st_mode);
		if (device || kl_path_ends(name, ".csv")
				|| kl_path_ends(name, ".jsonl"))
			status = add_log(job, path, "", kl_path_ends(name, ".jsonl"),
				error);
		else
			status = add_both(job, path, error);
	}
	if (given->given || job->folder == NULL || status != KL_OK)
		return status;
	const char *both = kl_path_join(arena, job->folder, kl_span_of("changes"));
	return both == NULL ? kl_no_memory(error) : add_both(job, both, error);
}

/* Whether the file is one of those that are read. */
static bool is_read(const struct clean_job *job, const struct stat *there)
{
	if (cli_is_same_file(job->dataset.descriptor, there))
		return true;
	for (size_t i = 0; i < job->dataset.table_count; i++) {
		if (cli_is_same_file(job->dataset.tables[i].path, there)
				|| cli_is_same_file(job->dataset.tables[i].declared, there))
			return true;
	}
	for (size_t i = 0; i < job->rules.count; i++) {
		if (cli_is_same_file(job->rules.rules[i].path, there))
			return true;
	}
	return false;
}

/* `place`: from where on names have been met. Of what is not there the name is
 * compared, of what is there the file. */
static enum kl_status refuse(const struct clean_job *job, const char *path,
	bool may_be_read, struct kl_index *names, struct kl_error *error)
{
	struct stat there;
	bool met = false;

	if (stat(path, &there) == 0 && S_ISREG(there.st_mode) && !may_be_read
			&& is_read(job, &there))
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "'%s' is a file that is "
			"read; write elsewhere, or say --in-place", path);
	char *real = realpath(path, NULL);
	bool kept = (real != NULL || errno != ENOMEM) && kl_index_add(names,
		kl_span_of(real != NULL ? real : path), 0, NULL, &met);
	free(real);
	if (!kept)
		return kl_no_memory(error);
	return met ? kl_fail(error, KL_USAGE, NULL, 0, 0,
		"'%s' would be written twice", path) : KL_OK;
}

static enum kl_status refuse_all(const struct clean_job *job,
	struct kl_error *error)
{
	struct kl_index names = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < job->dataset.table_count && status == KL_OK; i++) {
		if (job->targets[i] != NULL)
			status = refuse(job, job->targets[i], job->clean.in_place,
				&names, error);
	}
	for (size_t i = 0; i < job->log_count && status == KL_OK; i++)
		status = refuse(job, job->logs[i].path, false, &names, error);
	if (status == KL_OK && job->descriptor != NULL)
		status = refuse(job, job->descriptor, false, &names, error);
	kl_index_release(&names);
	return status;
}

enum kl_status clean_files_choose(struct clean_job *job,
	struct kl_error *error)
{
	const size_t count = job->dataset.table_count;

	job->targets = kl_arena_alloc(&job->options->arena,
		(count + 1) * sizeof *job->targets);
	if (job->targets == NULL)
		return kl_no_memory(error);
	enum kl_status status = choose_targets(job, error);
	if (status == KL_OK)
		status = choose_logs(job, error);
	if (status == KL_OK)
		status = refuse_all(job, error);
	job->output_count = count + job->log_count;
	job->outputs = kl_arena_alloc(&job->options->arena,
		(job->output_count + 1) * sizeof *job->outputs);
	for (size_t i = 0; i < job->log_count && job->outputs != NULL; i++)
		job->logs[i].output = &job->outputs[count + i];
	return status == KL_OK && job->outputs == NULL ? kl_no_memory(error)
		: status;
}

/* Whether the file is right in the folder that is written: it appears with it. */
static bool is_in_folder(const struct clean_job *job, const char *path)
{
	const char *base = kl_path_base(path).at;
	struct kl_span in = { path, (size_t)(base - path) };
	struct kl_span folder = kl_span_of(job->folder);

	if (job->folder == NULL)
		return false;
	while (in.length > 1 && in.at[in.length - 1] == '/')
		in.length--;
	while (folder.length > 1 && folder.at[folder.length - 1] == '/')
		folder.length--;
	return kl_span_equal(in, folder);
}

static enum kl_status add_to_folder(struct clean_job *job, const char *path,
	FILE **stream, struct kl_error *error)
{
	struct kl_folder_file *file;
	enum kl_status status = kl_folder_add(&job->in_folder,
		kl_path_base(path).at, &file, error);

	if (status == KL_OK)
		*stream = file->stream;
	return status;
}

static enum kl_status open_log(struct clean_job *job, size_t order,
	struct kl_error *error)
{
	struct clean_log *log = &job->logs[order];
	enum kl_status status;

	if (is_in_folder(job, log->path)) {
		status = add_to_folder(job, log->path, &log->stream, error);
	} else {
		status = kl_output_open(log->output, log->path, error);
		log->stream = log->output->stream;
	}
	return status != KL_OK || log->jsonl ? status
		: kl_clean_log_csv_begin(log->stream, error);
}

enum kl_status clean_files_open(struct clean_job *job, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	cli_watch_unfinished(job->outputs, job->output_count, &job->in_folder, 1);
	if (job->folder != NULL) {
		status = kl_folder_open(&job->in_folder, job->folder, error);
		job->clean.folder = &job->in_folder;
	}
	for (size_t i = 0; i < job->log_count && status == KL_OK; i++)
		status = open_log(job, i, error);
	return status;
}

enum kl_status clean_files_commit(struct clean_job *job,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < job->log_count && status == KL_OK; i++)
		status = kl_output_settle(job->logs[i].output, error);
	if (status == KL_OK)
		status = kl_folder_commit(&job->in_folder, error);
	/* From here on only names change. */
	if (status == KL_OK)
		status = kl_clean_commit(&job->clean, job->clean.in_place, error);
	for (size_t i = 0; i < job->log_count && status == KL_OK; i++)
		status = kl_output_commit(job->logs[i].output, error);
	return status;
}

void clean_files_release(struct clean_job *job)
{
	for (size_t i = 0; i < job->output_count && job->outputs != NULL; i++)
		kl_output_discard(&job->outputs[i]);
	kl_folder_discard(&job->in_folder);
	cli_forget_unfinished();
	free(job->logs);
}

enum kl_status clean_files_describe(struct clean_job *job,
	struct kl_error *error)
{
	const struct kl_folder *folder = &job->in_folder;
	FILE *stream;
	enum kl_status status = add_to_folder(job, job->descriptor, &stream, error);

	/* Other files are seen the same from the folder and from beside it. */
	return status != KL_OK ? status : kl_clean_describe(&job->clean,
		folder->there ? job->folder : folder->work, stream, error);
}
