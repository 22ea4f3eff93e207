/* What programs say on standard error. */
#include "cli.h"

#include <errno.h>
#include <string.h>

void cli_print_error(const char *program, const char *kind,
	const struct kl_error *error)
{
	struct kl_text_buffer line = { 0 };

	if (error->path[0] == '\0') {
		kl_text_printf(&line, "%s: ", program);
	} else {
		kl_text_add_visible(&line, kl_span_of(error->path), 0);
		if (error->line > 0)
			kl_text_printf(&line, ":%llu", (unsigned long long)error->line);
		if (error->line > 0 && error->column > 0)
			kl_text_printf(&line, ":%llu",
				(unsigned long long)error->column);
		kl_text_printf(&line, ": %s: ", kind);
	}
	kl_text_add_visible(&line, kl_span_of(error->text), 0);
	fprintf(stderr, "%s\n", line.failed ? error->text : line.at);
	kl_text_release(&line);
}

int cli_finish(const char *program, int exit_status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return exit_status;
	fprintf(stderr, "%s: cannot write to standard output: %s\n", program,
		strerror(errno));
	return CLI_NOT_CHECKED;
}

static void say_table(const char *program, const struct kl_table *table)
{
	bool sheet = table->dialect.sheet != NULL;

	fprintf(stderr, "%s: table %s from %s%s%s%s\n", program, table->name,
		table->shown, sheet ? ", sheet '" : "",
		sheet ? table->dialect.sheet : "", sheet ? "'" : "");
}

void cli_say_read(const char *program, const struct kl_rules *rules,
	const struct kl_dataset *dataset)
{
	for (size_t i = 0; i < rules->count; i++)
		fprintf(stderr, "%s: rule %s (%s) from %s\n", program,
			rules->rules[i].id, rules->rules[i].words->name,
			rules->rules[i].path != NULL ? rules->rules[i].path
				: "the command line");
	for (size_t i = 0; i < dataset->table_count; i++)
		say_table(program, &dataset->tables[i]);
}
