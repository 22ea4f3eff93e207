#include "rule/dataset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"
#include "rule/descriptor.h"
#include "rule/path.h"
#include "rule/sheets.h"

void kl_dataset_init(struct kl_dataset *dataset)
{
	*dataset = (struct kl_dataset){ 0 };
	kl_reading_init(&dataset->reading);
}

void kl_dataset_release(struct kl_dataset *dataset)
{
	free(dataset->tables);
	free(dataset->unchecked);
	if (dataset->input != NULL)
		kl_input_release(dataset->input);
	for (size_t i = 0; i < dataset->pattern_count; i++)
		kl_pattern_free(dataset->patterns[i]);
	free(dataset->patterns);
	kl_index_release(&dataset->names);
	kl_index_release(&dataset->others);
	kl_arena_release(&dataset->arena);
	kl_dataset_init(dataset);
}

void kl_dataset_defaults(const struct kl_dataset_options *options,
	struct kl_reading *reading, struct kl_dialect *dialect)
{
	*dialect = (struct kl_dialect){ .quote = '"' };
	kl_reading_init(reading);
	if (options == NULL)
		return;
	if (options->dialect.delimiter != '\0' || options->dialect.quote != '\0')
		*dialect = options->dialect;
	if (options->reading != NULL)
		*reading = *options->reading;
}

bool kl_dataset_add_table(struct kl_dataset *dataset,
	const struct kl_table *table)
{
	uint32_t order = (uint32_t)dataset->table_count;

	if (!kl_grow(dataset->tables, dataset->table_capacity, order + 1)
		|| !kl_index_add(&dataset->names, kl_span_of(table->name), order,
			NULL, NULL))
		return false;
	dataset->tables[order] = *table;
	dataset->tables[order].order = order;
	dataset->table_count++;
	return true;
}

static enum kl_status read_package(struct kl_describer *d,
	const struct kl_node *root, struct kl_error *error)
{
	static const char *const known[] = { "name", "title", "klopt", "resources",
		"encoding", NULL };
	struct kl_dataset *dataset = d->dataset;
	const struct kl_node *klopt, *resources;
	enum kl_status status = KL_OK;

	if (root->kind != KL_NODE_MAP) {
		return kl_node_fail(root, d->path, error,
			"a descriptor is a mapping with 'resources'");
	}
	klopt = kl_node_get(root, "klopt");
	resources = kl_node_get(root, "resources");
	if (resources == NULL)
		return kl_node_missing(root, d->path, "the package", "resources",
			error);
	status = kl_describe_text(d, root, "name", &dataset->name, error);
	if (status == KL_OK)
		status = kl_describe_text(d, root, "title", &dataset->title, error);
	if (status == KL_OK)
		status = kl_describe_encoding(d, root, KL_TEXT("the package"), &d->encoding,
			error);
	if (status == KL_OK && !kl_node_is_null(klopt))
		status = kl_describe_klopt(d, klopt, error);
	dataset->reading = d->package.reading;
	if (status == KL_OK)
		status = kl_describe_misspelt(d, root, known, error);
	if (status == KL_OK)
		status = kl_describe_resources(d, resources, error);
	return status;
}

/* The name of a folder; of "." what the current folder is called. */
static const char *folder_name(struct kl_arena *arena, const char *folder)
{
	char here[KL_ERROR_PATH];

	if (kl_span_is(kl_path_base(folder), ".")
		&& getcwd(here, sizeof here) != NULL)
		folder = here;
	return kl_arena_text(arena, kl_path_base(folder));
}

static enum kl_status set_folder(struct kl_dataset *dataset,
	const char *beside, const struct kl_dataset_options *options,
	struct kl_error *error)
{
	const char *folder = options != NULL && options->data != NULL
		? options->data : beside;
	struct kl_reading *reading = &dataset->reading;
	struct kl_dialect unused;

	kl_dataset_defaults(options, reading, &unused);
	dataset->folder = kl_arena_text(&dataset->arena, kl_span_of(folder));
	dataset->name = folder_name(&dataset->arena, beside);
	if (dataset->folder == NULL || dataset->name == NULL)
		return kl_no_memory(error);
	return KL_OK;
}

static enum kl_status read_descriptor(struct kl_dataset *dataset,
	const char *path, const struct kl_dataset_options *options,
	struct kl_error *error)
{
	struct kl_arena tree = { 0 };
	struct kl_describer d = { .dataset = dataset, .options = options,
		.tree = &tree };
	struct kl_node *root;
	enum kl_status status;
	const char *beside = kl_path_folder(&dataset->arena, path);

	dataset->descriptor = kl_arena_text(&dataset->arena, kl_span_of(path));
	if (beside == NULL || dataset->descriptor == NULL)
		return kl_no_memory(error);
	status = set_folder(dataset, beside, options, error);
	d.path = dataset->descriptor;
	kl_describe_start(&d);
	if (status == KL_OK)
		status = kl_node_read(path, &tree, &root, error);
	if (status == KL_OK)
		status = read_package(&d, root, error);
	kl_arena_release(&tree);
	return status;
}

static enum kl_status add_named(struct kl_dataset *dataset,
	struct kl_span name, struct kl_table *table, struct kl_error *error)
{
	char *unique = kl_arena_alloc(&dataset->arena, name.length + 16);

	if (unique == NULL)
		return kl_no_memory(error);
	memcpy(unique, name.at, name.length);
	for (unsigned i = 2; kl_index_find(&dataset->names, kl_span_of(unique),
		&(uint32_t){ 0 }); i++)
		snprintf(unique + name.length, 16, "-%u", i);
	table->name = unique;
	return kl_dataset_add_table(dataset, table) ? KL_OK
		: kl_no_memory(error);
}

/* Standard input is looked at before it is read. */
static bool make_input(struct kl_dataset *dataset)
{
	if (dataset->input != NULL)
		return true;
	dataset->input = kl_arena_alloc(&dataset->arena, sizeof *dataset->input);
	if (dataset->input != NULL)
		dataset->input->fd = -1;
	return dataset->input != NULL;
}

static enum kl_status add_file(struct kl_dataset *dataset, struct kl_span name,
	const char *path, const struct kl_dataset_options *options,
	struct kl_error *error)
{
	struct kl_table table = { .path = path, .shown = path };
	struct kl_sheet_choice *sheets;
	enum kl_status status = KL_OK;
	size_t count = 0;

	if (path == NULL)
		return kl_no_memory(error);
	if (strcmp(path, "-") == 0) {
		table.shown = KL_STANDARD_INPUT;
		if (!make_input(dataset))
			return kl_no_memory(error);
	}
	kl_dataset_defaults(options, &table.reading, &table.dialect);
	if (table.dialect.sheet == NULL)
		status = kl_sheets_list(dataset, path, &sheets, &count, error);
	if (status == KL_OK && count == 0)
		return add_named(dataset, name, &table, error);
	for (size_t i = 0; i < count && status == KL_OK; i++) {
		table.dialect.sheet = sheets[i].name;
		table.dialect.sheet_number = sheets[i].number;
		status = add_named(dataset, count == 1 ? name
			: kl_span_of(sheets[i].name), &table, error);
	}
	return status;
}

enum kl_status kl_dataset_check_found(const char *folder, const char *path,
	const struct kl_dataset_options *options, struct kl_error *error)
{
	const bool anywhere = options != NULL && options->allow_outside;

	return anywhere || !kl_path_leads_out(folder, path) ? KL_OK
		: kl_fail(error, KL_INVALID, path, 0, 0,
			"is a link that leaves the folder; name it by itself to have it read");
}

static enum kl_status read_plain(struct kl_dataset *dataset, const char *folder,
	const struct kl_dataset_options *options, struct kl_error *error)
{
	static const char *const endings[] = { ".csv", ".csv.gz", ".csv.zst",
		".xlsx", ".xlsm", NULL };
	const char **names;
	size_t count;
	enum kl_status status = set_folder(dataset, folder, options, error);

	if (status == KL_OK)
		status = kl_path_list(&dataset->arena, dataset->folder, endings,
			&names, &count, error);
	if (status != KL_OK)
		return status;
	if (count == 0 && !kl_path_has_folders(dataset->folder)) {
		return kl_fail(error, KL_INVALID, dataset->folder, 0, 0,
			"has no descriptor, no CSV files and no workbooks");
	}
	dataset->plain = true;
	for (size_t i = 0; status == KL_OK && i < count; i++) {
		const char *file = kl_path_join(&dataset->arena, dataset->folder,
			kl_span_of(names[i]));
		status = file == NULL ? kl_no_memory(error)
			: kl_dataset_check_found(dataset->folder, file, options, error);
		if (status == KL_OK)
			status = add_file(dataset, kl_path_stem(names[i]), file,
				options, error);
	}
	return status;
}

enum kl_status kl_dataset_read(struct kl_dataset *dataset, const char *path,
	bool plain, const struct kl_dataset_options *options,
	struct kl_error *error)
{
	static const char *const names[] = { "datapackage.yaml",
		"datapackage.yml", "datapackage.json" };
	struct stat about;

	if (stat(path, &about) != 0) {
		if (errno == ENOENT)
			return kl_fail(error, KL_IO, path, 0, 0,
				"no such file or folder");
		return kl_io_error(error, errno, path, "look at it");
	}
	if (!S_ISDIR(about.st_mode)) {
		const struct kl_span name = kl_path_unpacked(kl_span_of(path));
		if (kl_path_ends(name, ".csv") || kl_path_ends(name, ".xlsx"))
			return kl_fail(error, KL_INVALID, path, 0, 0,
				"is a file of data; a dataset is a folder or a descriptor");
		return read_descriptor(dataset, path, options, error);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *descriptor = kl_path_join(&dataset->arena, path,
			kl_span_of(names[i]));

		if (descriptor == NULL)
			return kl_no_memory(error);
		if (stat(descriptor, &about) != 0)
			continue;
		enum kl_status status = kl_path_need_regular(descriptor, error);
		return status != KL_OK ? status
			: read_descriptor(dataset, descriptor, options, error);
	}
	if (plain)
		return read_plain(dataset, path, options, error);
	return kl_fail(error, KL_INVALID, path, 0, 0,
		"has no datapackage.yaml, datapackage.yml or datapackage.json; "
		"name a rule file with -r to check a folder of plain CSV files, or make both with klopt init");
}

/* Of a file named by itself: without an ending that says nothing new. */
static struct kl_span file_name(const char *path)
{
	static const char *const endings[] = { ".csv", ".xlsx", ".xlsm" };
	struct kl_span name = kl_path_unpacked(kl_path_base(path));

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (kl_path_ends(name, endings[i])) {
			name.length -= strlen(endings[i]);
			break;
		}
	}
	return name;
}

enum kl_status kl_dataset_add_file(struct kl_dataset *dataset, const char *path,
	const struct kl_dataset_options *options, struct kl_error *error)
{
	struct kl_arena *arena = &dataset->arena;
	bool input = strcmp(path, "-") == 0;
	struct kl_span name = kl_span_of(input ? "stdin" : path);
	struct kl_dialect unused;

	if (dataset->folder == NULL) {
		kl_dataset_defaults(options, &dataset->reading, &unused);
		dataset->folder = ".";
	}
	dataset->given = true;
	if (!input)
		name = file_name(path);
	return add_file(dataset, name, kl_arena_text(arena, kl_span_of(path)),
		options, error);
}

const struct kl_field *kl_table_field(const struct kl_table *table,
	struct kl_span name)
{
	size_t at = table->field_count == 0 ? SIZE_MAX : kl_name_index_find(
		&table->field_index, &table->fields->name, sizeof *table->fields,
		table->field_count, name);

	return at == SIZE_MAX ? NULL : &table->fields[at];
}

const struct kl_reading *kl_table_reading(const struct kl_table *table,
	struct kl_span column)
{
	const struct kl_field *field = kl_table_field(table, column);

	return field != NULL ? &field->reading : &table->reading;
}
