/* What the command line names, read: tables or a dataset, and the rules. */
#include <string.h>

#include "base/translate.h"
#include "cli.h"

struct loading {
	const struct cli_program *program;
	struct cli_options *options;
	const struct kl_words *words;   /* of the check; NULL: all checks, or none */
	const struct kl_search *search;
	struct kl_dataset *dataset;
	struct kl_rules *rules;
	struct kl_index rule_files;     /* real paths of those that were read */
	bool plain;             /* files without a descriptor, named one by one */
};

/* A table that an option names by its file: the file becomes a table of the
 * dataset, and the option its name. */
static enum kl_status add_named(struct loading *l,
	const struct kl_dataset_options *how, struct kl_error *error)
{
	struct cli_options *options = l->options;
	bool from_input = false;

	for (size_t i = 0; i < options->operand_count; i++)
		from_input = from_input || strcmp(options->operands[i], "-") == 0;
	for (size_t i = 0; l->words != NULL
			&& i < l->words->parameter_count; i++) {
		const struct kl_parameter *parameter = &l->words->parameters[i];
		struct kl_argument *argument = &options->arguments[i];
		if (parameter->type != KL_PARAMETER_TABLE || !argument->given)
			continue;
		char *path = kl_arena_text(&options->arena, argument->words[0].text);
		struct kl_word *word = kl_arena_alloc(&options->arena, sizeof *word);
		if (path == NULL || word == NULL)
			return kl_no_memory(error);
		bool input = strcmp(path, "-") == 0;
		if (input && from_input)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"standard input can be read once: '-' stands twice");
		from_input = from_input || input;
		size_t before = l->dataset->table_count;
		enum kl_status status = kl_dataset_add_file(l->dataset, path, how,
			error);
		if (status != KL_OK)
			return status;
		if (l->dataset->table_count > before + 1)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --%s: '%s' has %zu sheets with cells; choose one with --sheet",
				parameter->name, path, l->dataset->table_count - before);
		word->text = kl_span_of(l->dataset->tables[
			l->dataset->table_count - 1].name);
		argument->words = word;
	}
	return KL_OK;
}

static enum kl_status read_plain(struct loading *l,
	const struct kl_dataset_options *how, struct kl_error *error)
{
	struct cli_options *options = l->options;
	enum kl_status status = KL_OK;
	bool from_input = false;

	l->plain = true;
	for (size_t i = 0; i < options->operand_count && status == KL_OK; i++) {
		if (cli_names_dataset(options->operands[i]))
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"'%s' is a dataset: check it by itself, not together with files",
				options->operands[i]);
		bool input = strcmp(options->operands[i], "-") == 0;
		if (input && from_input)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"standard input can be read once: '-' stands twice");
		from_input = from_input || input;
		status = kl_dataset_add_file(l->dataset, options->operands[i], how,
			error);
	}
	return status == KL_OK ? add_named(l, how, error) : status;
}

static enum kl_status read_dataset(struct loading *l, struct kl_error *error)
{
	struct cli_options *options = l->options;
	const struct kl_dataset_options how = { options->data,
		options->allow_outside, &options->reading, options->dialect };
	const char *first = options->operand_count > 0 ? options->operands[0] : ".";

	if (options->operand_count > 0 && !cli_names_dataset(first))
		return read_plain(l, &how, error);
	if (options->operand_count > 1)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"one dataset at a time: '%s' is one more", options->operands[1]);
	if (options->ad_hoc)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options that say what to check go with plain files (or -), "
			"not with the dataset '%s': its rules stand in its rule files",
			first);
	if (options->dialect.sheet != NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --sheet goes with plain files, not with the dataset '%s': there it is 'sheetName' in the dialect of a resource",
			first);
	if (options->dialect.layout != NULL || options->dialect.footer_given)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options --header-rows and --footer-rows go with plain files, not with the dataset '%s': there they are 'headerRows' in the dialect of a resource, and 'footerRows' in its 'klopt'",
			first);
	return kl_dataset_read(l->dataset, first, l->options->task != NULL
		|| options->rule_count > 0, &how, error);
}

static enum kl_status read_rule_file(struct loading *l, const char *from,
	const char *name, uint32_t line, uint32_t column, struct kl_error *error)
{
	struct cli_options *options = l->options;
	const struct kl_dataset_options how = { options->data,
		options->allow_outside, &options->reading, options->dialect };
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);
	const char *path = kl_search_file(l->search, from, name,
		&options->arena);

	if (path == NULL && from == NULL && cli_is_folder(name))
		return kl_fail(error, KL_IO, name, 0, 0, "is a folder, not a file");
	if (path == NULL)
		return kl_fail(error, KL_IO, from, line, column,
			"there is no rule file '%s', here or among those of klopt", name);
	/* A file named twice, by the dataset and by -r, is read once. */
	bool met;
	if (!cli_note_file(&l->rule_files, path, &met))
		return kl_no_memory(error);
	if (met)
		return KL_OK;
	return kl_rules_read(l->rules, path, words, count, l->dataset, &how,
		error);
}

/* A program of one check keeps the rules of that check. */
static enum kl_status keep_own_rules(struct loading *l, struct kl_error *error)
{
	struct kl_rules *rules = l->rules;
	size_t kept = 0, had = rules->count;

	if (l->words == NULL)
		return KL_OK;
	/* What is always checked has no rules, and needs none. */
	if (l->words == &kl_checks[0]->words) {
		rules->count = 0;
		return KL_OK;
	}
	for (size_t i = 0; i < rules->count; i++) {
		if (rules->rules[i].words == l->words)
			rules->rules[kept++] = rules->rules[i];
	}
	rules->count = kept;
	if (kept > 0)
		return KL_OK;
	if (l->plain && had == 0)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"nothing says what to check: give options, as in the examples of "
			"%s --help, or a rule file with -r", l->program->name);
	return kl_fail(error, KL_USAGE, NULL, 0, 0,
		"no rule of this dataset is of the check '%s'", l->program->check);
}

static enum kl_status read_rules(struct loading *l, struct kl_error *error)
{
	const struct kl_dataset *dataset = l->dataset;
	struct cli_options *options = l->options;
	enum kl_status status = KL_OK;

	/* Rule files may bring tables, so the list is taken before. */
	for (size_t i = 0; i < dataset->rule_count && status == KL_OK; i++) {
		const struct kl_word *word = &dataset->rules[i];
		const char *name = kl_arena_text(&options->arena, word->text);
		status = name == NULL ? kl_no_memory(error)
			: read_rule_file(l, dataset->descriptor, name, word->line,
				word->column, error);
	}
	for (size_t i = 0; i < options->rule_count && status == KL_OK; i++)
		status = read_rule_file(l, NULL, options->rules[i], 0, 0, error);
	if (status == KL_OK && options->ad_hoc)
		status = kl_rules_add(l->rules, l->words,
			options->arguments, error);
	else if (status == KL_OK && options->rule_given != NULL)
		status = kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --%s goes with options that say what to check; in a rule file it is the key '%s'",
			options->rule_given, options->rule_given);
	if (status == KL_OK && options->ad_hoc)
		status = cli_options_rule(options,
			&l->rules->rules[l->rules->count - 1], error);
	if (status == KL_OK)
		status = kl_dataset_link(l->dataset, error);
	if (status == KL_OK)
		status = keep_own_rules(l, error);
	return status == KL_OK ? kl_run_names(l->dataset, l->rules, error)
		: status;
}

/* A dataset without a table that klopt reads: why not, then that. */
static enum kl_status refuse_empty(const struct loading *l,
	struct kl_error *error)
{
	const struct kl_dataset *dataset = l->dataset;

	for (size_t i = 0; i < dataset->unchecked_count; i++)
		cli_print_error(l->program->name, "not checked",
			&dataset->unchecked[i]);
	return kl_fail(error, KL_INVALID, dataset->descriptor != NULL
		? dataset->descriptor : dataset->folder, 0, 0,
		l->options->task != NULL ? KL_TEXT("has no tables")
		: KL_TEXT("has no tables: there is nothing to check"));
}

enum kl_status cli_load(const struct cli_program *program,
	struct cli_options *options, const struct kl_search *search,
	struct kl_dataset *dataset, struct kl_rules *rules, struct kl_error *error)
{
	/* The words of a task are no check's. */
	struct loading loading = { .program = program, .options = options,
		.words = options->task == NULL ? options->words : NULL,
		.search = search, .dataset = dataset, .rules = rules };

	enum kl_status status = read_dataset(&loading, error);
	if (status == KL_OK)
		status = read_rules(&loading, error);
	if (status == KL_OK && dataset->table_count == 0)
		status = refuse_empty(&loading, error);
	kl_index_release(&loading.rule_files);
	return status;
}
