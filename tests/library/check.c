/*
 * Checks one file by a rule file, with libklopt:
 *
 *   cc check.c $(pkg-config --cflags --libs klopt) -o check
 *   ./check rules.yaml leerlingen.csv
 *
 * Exit status: 0 it adds up, 1 findings, 2 something could not be checked.
 */
#include <inttypes.h>
#include <klopt/klopt.h>

/* A format of our own: it gets every finding, in the order of the dataset. */
static enum kl_status print_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_text_buffer line = { 0 };

	(void)state;
	kl_place_add(&finding->place, &line);
	kl_text_printf(&line, ": %s: ", kl_severity_name(finding->severity));
	kl_finding_message(finding, scope->style, &line);
	kl_text_printf(&line, " [%s]\n", kl_code_name(finding->code));
	bool failed = line.failed;
	if (!failed)
		fwrite(line.at, 1, line.length, scope->stream);
	kl_text_release(&line);
	return failed ? kl_no_memory(error) : KL_OK;
}

static const struct kl_format lines = { .name = "lines",
	.summary = "a line for each finding", .finding = print_finding };

/* What could not be checked is told as it happens. */
static void print_problem(void *context, const struct kl_error *problem)
{
	(void)context;
	fprintf(stderr, "%s:%" PRIu64 ": not checked: %s\n", problem->path,
		problem->line, problem->text);
}

static enum kl_status check(struct kl_dataset *dataset, struct kl_rules *rules,
	char **paths, struct kl_verdict *verdict, struct kl_error *error)
{
	static const char *const no_folders[] = { NULL };
	const struct kl_dataset_options how = { 0 };
	const struct kl_search search = { no_folders };
	const struct kl_style style = { 0 };
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);
	enum kl_status status = kl_dataset_add_file(dataset, paths[1], &how, error);

	if (status == KL_OK)
		status = kl_rules_read(rules, paths[0], words, count, dataset, &how,
			error);
	if (status == KL_OK)
		status = kl_dataset_link(dataset, error);
	if (status == KL_OK)
		status = kl_run_names(dataset, rules, error);
	if (status != KL_OK)
		return status;
	const struct kl_run run = { .dataset = dataset, .rules = rules,
		.search = &search, .format = &lines, .problem = print_problem,
		.out = { .stream = stdout, .style = &style, .dataset = dataset,
			.rules = rules, .program = "check", .fail_on = KL_ERROR } };
	return kl_run(&run, verdict, error);
}

int main(int argc, char **argv)
{
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct kl_verdict verdict = { 0 };
	struct kl_error error;

	if (argc != 3) {
		fprintf(stderr, "Usage: check RULES FILE\n");
		return 2;
	}
	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	enum kl_status status = check(&dataset, &rules, argv + 1, &verdict, &error);
	if (status != KL_OK)
		fprintf(stderr, "%s:%" PRIu64 ": %s\n", error.path, error.line,
			error.text);
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
	if (status != KL_OK || verdict.problems > 0 || !verdict.checked)
		return 2;
	return verdict.findings[KL_ERROR] > 0 ? 1 : 0;
}
