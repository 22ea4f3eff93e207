#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "cli.h"
#include "options.h"

/* Index of value among words (ended by NULL), or -1. */
static int word_index(const char *value, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(value, words[i]) == 0)
			return i;
	}
	return -1;
}

static enum kl_status take_color(struct cli_options *options,
	const char *value, struct kl_error *error)
{
	static const char *const words[] = { "auto", "always", "never", NULL };
	int index = word_index(value, words);

	options->color_given = index > 0;
	options->color = index == 1;
	return index >= 0 ? KL_OK : cli_usage(error, "color", value,
		"auto, always or never");
}

/* A digit or a sign would be read as part of the number itself. */
static enum kl_status take_number_char(const char *name, const char *value,
	enum kl_status status, struct kl_error *error)
{
	if (status == KL_OK && value[0] != '\0'
			&& strchr("0123456789+-", value[0]) != NULL)
		return cli_usage(error, name, value,
			"one character that is no digit and no sign");
	return status;
}

static enum kl_status take_reading(struct cli_options *options,
	const char *name, const char *value, struct kl_error *error)
{
	static const char *const roundings[] = { "half-up", "half-even", "up",
		"down", NULL };
	struct kl_reading *reading = &options->reading;

	if (strcmp(name, "delimiter") == 0)
		return cli_take_char(name, value, &options->dialect.delimiter, error);
	if (strcmp(name, "encoding") == 0)
		return cli_take_encoding(value, &options->dialect.encoding, error);
	if (strcmp(name, "decimal-char") == 0)
		return take_number_char(name, value, cli_take_char(name, value,
			&reading->decimal_char, error), error);
	if (strcmp(name, "group-char") == 0) {
		reading->group_char = kl_span_of(value);
		return take_number_char(name, value,
			kl_utf8_count(reading->group_char) <= 1 ? KL_OK
			: cli_usage(error, name, value, "one character"), error);
	}
	if (strcmp(name, "header-rows") == 0)
		return cli_take_header_rows(options, value, error);
	if (strcmp(name, "footer-rows") == 0)
		return cli_take_footer_rows(options, value, error);
	if (strcmp(name, "sheet") == 0)
		options->dialect.sheet = value;
	else if (strcmp(name, "as-is") == 0)
		options->dialect.as_is = true;
	else if (strcmp(name, "no-bare-number") == 0)
		reading->bare_number = false;
	else if (strcmp(name, "marker") == 0)
		return cli_take_marker(options, value, error);
	else if (strcmp(name, "rounded") == 0)
		return cli_take_rounded(options, value, error);
	else {
		int rounding = word_index(value, roundings);
		if (rounding < 0)
			return cli_usage(error, name, value,
				"half-up, half-even, up or down");
		reading->rounding = (enum kl_rounding)rounding;
	}
	return KL_OK;
}

static enum kl_status add_file(const char ***list, size_t *count,
	size_t *capacity, const char *value, struct kl_error *error)
{
	if (!kl_grow(*list, *capacity, *count + 1))
		return kl_no_memory(error);
	(*list)[(*count)++] = value;
	return KL_OK;
}

static enum kl_status take_common(struct cli_options *options,
	const char *name, const char *value, struct kl_error *error)
{
	if (strcmp(name, "rules") == 0) {
		return add_file(&options->rules, &options->rule_count,
			&options->rule_capacity, value, error);
	} else if (strcmp(name, "waivers") == 0) {
		return add_file(&options->waivers, &options->waiver_count,
			&options->waiver_capacity, value, error);
	} else if (strcmp(name, "baseline") == 0) {
		options->baseline = value;
	} else if (strcmp(name, "write-baseline") == 0) {
		options->write_baseline = value;
	} else if (strcmp(name, "changed-since") == 0) {
		options->changed_since = value;
	} else if (strcmp(name, "data") == 0) {
		options->data = value;
	} else if (strcmp(name, "format") == 0) {
		return cli_take_format(options, value, error);
	} else if (strcmp(name, "output") == 0) {
		options->output = value;
	} else if (strcmp(name, "changes") == 0) {
		options->changes = value;
	} else if (strcmp(name, "compress") == 0) {
		if (value[0] < '1' || value[0] > '9' || value[1] != '\0')
			return cli_usage(error, name, value, "a number from 1 to 9");
		options->compress = value[0] - '0';
	} else if (strcmp(name, "safe-csv") == 0) {
		options->safe_csv = true;
	} else if (strcmp(name, "fail-on") == 0) {
		if (!kl_severity_find(kl_span_of(value), &options->fail_on))
			return cli_usage(error, name, value, "error, warning or info");
	} else if (strcmp(name, "no-values") == 0) {
		options->style.no_values = true;
	} else if (strcmp(name, "allow-outside") == 0) {
		options->allow_outside = true;
	} else if (strcmp(name, "jobs") == 0) {
		return cli_take_jobs(options, value, error);
	} else if (strcmp(name, "memory") == 0) {
		return cli_take_memory(options, value, error);
	} else if (strcmp(name, "color") == 0) {
		return take_color(options, value, error);
	} else if (strcmp(name, "lang") == 0) {
		bool found;
		if (!cli_speak_language(value, &found))
			return cli_usage(error, name, value, "nl or en");
		options->untold = found ? NULL : value;
	} else if (strcmp(name, "quiet") == 0) {
		options->style.quiet = true;
	} else if (strcmp(name, "verbose") == 0) {
		options->style.verbose = true;
	} else if (strcmp(name, "help") == 0) {
		options->help = true;
	} else {
		options->version = true;
	}
	return KL_OK;
}

static enum kl_status take_condition(struct kl_word *condition,
	const char *name, const char *value, struct kl_error *error)
{
	if (condition->text.at != NULL)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"option --%s: is given twice; join the conditions with '%s'",
			name, strcmp(name, "when") == 0 ? "and" : "or");
	condition->text = kl_span_of(value);
	return KL_OK;
}

/* What every rule can have. */
static enum kl_status take_rule(struct cli_options *options, const char *name,
	const char *value, struct kl_error *error)
{
	struct kl_rule *rule = &options->rule;

	options->rule_given = name;
	if (strcmp(name, "when") == 0)
		return take_condition(&options->when, name, value, error);
	if (strcmp(name, "unless") == 0)
		return take_condition(&options->unless.when, name, value, error);
	if (strcmp(name, "because") == 0) {
		options->unless.because = kl_span_trim(kl_span_of(value));
		return KL_OK;
	}
	rule->severity_given = kl_severity_find(kl_span_of(value),
		&rule->severity);
	return rule->severity_given ? KL_OK
		: cli_usage(error, name, value, "error, warning or info");
}

enum kl_status cli_options_rule(const struct cli_options *options,
	struct kl_rule *rule, struct kl_error *error)
{
	bool unless = options->unless.when.text.at != NULL;

	if (unless != (options->unless.because.length > 0))
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options --unless and --because go together: which rows are left out, and why");
	rule->when = options->when.text.at != NULL ? &options->when : NULL;
	rule->unless = &options->unless;
	rule->unless_count = unless;
	rule->severity_given = options->rule.severity_given;
	rule->severity = options->rule.severity;
	return KL_OK;
}

static enum kl_status take_parameter(struct cli_options *options, size_t index,
	const char *option, const char *value, struct kl_error *error)
{
	struct kl_error inner;

	options->ad_hoc = options->task == NULL;
	enum kl_status status = kl_argument_parse(
		&options->words->parameters[index], kl_span_of(value),
		&options->arena, &options->arguments[index], &inner);
	if (status != KL_OK)
		kl_fail(error, status, NULL, 0, 0, "option --%s: %s", option,
			inner.text);
	return status;
}

/* The tables that getopt wants: the options that the program shares with others,
 * then its own parameters. val is the index among all, plus 256. */
struct spelling {
	struct option *longs;
	char letters[2 * 52 + 2];       /* each letter with a colon */
	size_t count;
};

/* A parameter "down.columns" is the option --down-columns. */
static char *option_name(struct kl_arena *arena, const char *parameter)
{
	char *name = kl_arena_text(arena, kl_span_of(parameter));

	for (char *at = name; at != NULL && *at != '\0'; at++) {
		if (*at == '.')
			*at = '-';
	}
	return name;
}

static bool spell(struct cli_options *options, struct spelling *spelling)
{
	size_t parameters = options->words != NULL
		? options->words->parameter_count : 0;
	char *letter = spelling->letters;

	spelling->longs = kl_arena_alloc(&options->arena,
		(cli_options_count + parameters + 1) * sizeof *spelling->longs);
	if (spelling->longs == NULL)
		return false;
	*letter++ = ':';
	for (size_t i = 0; i < cli_options_count + parameters; i++) {
		bool known = i < cli_options_count;
		const struct cli_option *option = &cli_options_known[known ? i : 0];
		if (known && !cli_takes(options->program, options->task, option))
			continue;
		struct option *spelt = &spelling->longs[spelling->count++];
		const struct kl_parameter *own = known ? NULL
			: &options->words->parameters[i - cli_options_count];
		bool valued = known ? option->meta != NULL
			: own->type != KL_PARAMETER_FLAG;
		*spelt = (struct option){
			known ? option->name : option_name(&options->arena, own->name),
			valued ? required_argument : no_argument, NULL,
			(int)i + 256 };
		if (spelt->name == NULL)
			return false;
		if (!known || option->letter == 0)
			continue;
		*letter++ = option->letter;
		if (option->meta != NULL)
			*letter++ = ':';
	}
	*letter = '\0';
	return true;
}

static enum kl_status unknown_option(const struct cli_options *options,
	const struct spelling *spelling, const char *given, struct kl_error *error)
{
	struct kl_span words[128] = { { 0 } };
	size_t length = strcspn(given, "=");
	size_t count = 0;

	(void)options;
	if (strncmp(given, "--", 2) != 0)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"unknown option '%s'", given);
	size_t meant[2], begun = 0;
	for (size_t i = 0; i < spelling->count && begun < 2; i++) {
		if (strncmp(spelling->longs[i].name, given + 2, length - 2) == 0)
			meant[begun++] = i;
	}
	if (begun == 2)
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "option '%.*s' can be "
			"'--%s' or '--%s'", (int)length, given,
			spelling->longs[meant[0]].name,
			spelling->longs[meant[1]].name);
	for (size_t i = 0; i < spelling->count && count < 128; i++)
		words[count++] = kl_span_of(spelling->longs[i].name);
	size_t near = kl_text_nearest((struct kl_span){ given + 2, length - 2 },
		words, count);
	return kl_fail(error, KL_USAGE, NULL, 0, 0, "unknown option '%.*s'%s%s%s",
		(int)length, given, near < count ? kl_translate("; did you mean '--") : "",
		near < count ? words[near].at : "", near < count ? "'?" : "");
}

static const char *name_of(const struct spelling *spelling, size_t index)
{
	size_t at = 0;

	while (spelling->longs[at].val != (int)index + 256)
		at++;
	return spelling->longs[at].name;
}

static enum kl_status take_option(struct cli_options *options,
	const struct spelling *spelling, size_t index, const char *value,
	struct kl_error *error)
{
	if (index >= cli_options_count)
		return take_parameter(options, index - cli_options_count,
			name_of(spelling, index), value, error);
	const struct cli_option *option = &cli_options_known[index];
	if (option->group & CLI_RULE)
		return take_rule(options, option->name, value, error);
	return option->group & CLI_READING
		? take_reading(options, option->name, value, error)
		: take_common(options, option->name, value, error);
}

static size_t by_letter(int letter)
{
	size_t index = 0;

	while (cli_options_known[index].letter != letter)
		index++;
	return index;
}

static enum kl_status check_reading(const struct kl_reading *reading,
	struct kl_error *error)
{
	if (reading->group_char.length == 1
			&& *reading->group_char.at == reading->decimal_char)
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"options --group-char and --decimal-char (default: .) are both '%c'",
			reading->decimal_char);
	return KL_OK;
}

static enum kl_status parse(struct cli_options *options, int argc, char **argv,
	struct kl_error *error)
{
	struct spelling spelling = { 0 };
	enum kl_status status = KL_OK;

	if (!spell(options, &spelling))
		return kl_no_memory(error);
	opterr = 0;
	optind = 1;
	while (status == KL_OK) {
		int at = optind;
		int found = getopt_long(argc, argv, spelling.letters, spelling.longs,
			NULL);
		if (found == -1)
			break;
		/* getopt may have moved on already: the option is the one before. */
		const char *given = argv[optind > at ? optind - 1 : at];
		if (found == ':')
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option '%s' needs a value", argv[optind - 1]);
		if (found == '?' && optopt >= 256)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option '--%s' takes no value",
				name_of(&spelling, (size_t)optopt - 256));
		if (found == '?') {
			char letter[] = { '-', (char)optopt, '\0' };
			bool is_letter = optopt > 0 && optopt < 256;
			return unknown_option(options, &spelling,
				is_letter ? letter : given, error);
		}
		size_t index = found >= 256 ? (size_t)found - 256 : by_letter(found);
		status = take_option(options, &spelling, index, optarg, error);
	}
	options->operands = argv + optind;
	options->operand_count = (size_t)(argc - optind);
	if (status == KL_OK)
		status = check_reading(&options->reading, error);
	if (options->way_count == 0)
		options->ways[options->way_count++].format =
			kl_format_find(options->program->format);
	return status == KL_OK ? cli_choose_formats(options, error) : status;
}

enum kl_status cli_options_read(struct cli_options *options,
	const struct cli_program *program, const struct cli_task *task, int argc,
	char **argv, struct kl_error *error)
{
	const struct kl_words *words = task != NULL ? task->words
		: program->check != NULL ? &kl_check_find(program->check)->words : NULL;

	*options = (struct cli_options){ .fail_on = KL_ERROR,
		.dialect = { .quote = '"' }, .words = words, .program = program,
		.task = task };
	kl_reading_init(&options->reading);
	if (words != NULL) {
		options->arguments = kl_arena_alloc(&options->arena,
			(words->parameter_count + 1) * sizeof *options->arguments);
		if (options->arguments == NULL)
			return kl_no_memory(error);
	}
	return parse(options, argc, argv, error);
}

void cli_options_release(struct cli_options *options)
{
	free(options->rules);
	free(options->waivers);
	free(options->markers);
	kl_arena_release(&options->arena);
}
