#include "draft_run.h"

#include <errno.h>
#include <string.h>

#include "base/temporary.h"

/* `dataset` is the first, so that the counting format, which is given the dataset,
 * finds the rest. */
struct proof {
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct kl_draft *draft;
	uint64_t cleanable;
	FILE *files[2];                 /* without names: descriptor, rules */
	char paths[2][32];
};

static enum kl_status count_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct proof *proof = (struct proof *)scope->dataset;

	(void)state;
	(void)error;
	proof->cleanable += finding->code == KL_CODE_row_blank
		|| finding->message == KL_MESSAGE_crebo_form_repair
		|| finding->message == KL_MESSAGE_code_form_repair;
	return KL_OK;
}

static enum kl_status take_tally(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	struct proof *proof = (struct proof *)scope->dataset;

	(void)state;
	(void)error;
	kl_draft_prove(proof->draft, tally);
	return KL_OK;
}

static const struct kl_format counting = { .name = "counting",
	.summary = "counts findings", .finding = count_finding, .end = take_tally };

static enum kl_status open_files(struct proof *proof, struct kl_error *error)
{
	for (size_t i = 0; i < 2; i++) {
		enum kl_status status = kl_temporary_stream(&proof->files[i], error);
		if (status != KL_OK)
			return status;
		snprintf(proof->paths[i], sizeof *proof->paths, "/proc/self/fd/%d",
			fileno(proof->files[i]));
	}
	return KL_OK;
}

static enum kl_status write_files(struct proof *proof, struct kl_error *error)
{
	enum kl_status status = kl_draft_describe(proof->draft,
		kl_span_of("draft"), "rules.yaml", proof->files[0], error);

	if (status == KL_OK)
		status = kl_draft_rule(proof->draft, proof->files[1], error);
	for (size_t i = 0; i < 2 && status == KL_OK; i++) {
		if (fflush(proof->files[i]) != 0)
			status = kl_temporary_failed(errno, error);
	}
	return status;
}

static enum kl_status read_files(struct proof *proof, struct kl_error *error)
{
	const struct kl_dataset_options how = { .data = proof->draft->folder,
		.dialect = { .quote = '"' } };
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);
	enum kl_status status = kl_dataset_read(&proof->dataset, proof->paths[0],
		false, &how, error);

	if (status == KL_OK && proof->draft->enabled > 0)
		status = kl_rules_read(&proof->rules, proof->paths[1], words, count,
			&proof->dataset, &how, error);
	return status == KL_OK ? kl_dataset_link(&proof->dataset, error) : status;
}

static void print_problem(void *context, const struct kl_error *problem)
{
	static const char *const names[] = { "datapackage.yaml", "rules.yaml" };
	const struct proof *proof = context;
	struct kl_error told = *problem;

	for (size_t i = 0; i < 2; i++) {
		if (strcmp(told.path, proof->paths[i]) == 0)
			strcpy(told.path, names[i]);
	}
	cli_print_error("klopt-init", "not checked", &told);
}

static enum kl_status run(struct proof *proof, struct kl_verdict *verdict,
	struct kl_error *error)
{
	const struct kl_style style = { 0 };
	const struct kl_run run = { .dataset = &proof->dataset,
		.rules = &proof->rules, .search = proof->draft->search,
		.format = &counting, .out = { .stream = proof->files[0],
			.style = &style, .dataset = &proof->dataset,
			.rules = &proof->rules, .program = "klopt-init" },
		.problem = print_problem, .context = proof };

	return kl_run(&run, verdict, error);
}

enum kl_status cli_draft_run(struct kl_draft *draft, struct kl_verdict *verdict,
	uint64_t *cleanable, struct kl_error *error)
{
	struct proof proof = { .draft = draft };

	kl_dataset_init(&proof.dataset);
	kl_rules_init(&proof.rules);
	enum kl_status status = open_files(&proof, error);
	if (status == KL_OK)
		status = write_files(&proof, error);
	if (status == KL_OK)
		status = read_files(&proof, error);
	if (status == KL_OK)
		status = run(&proof, verdict, error);
	*cleanable = proof.cleanable;
	for (size_t i = 0; i < 2; i++) {
		if (proof.files[i] != NULL)
			fclose(proof.files[i]);
	}
	kl_rules_release(&proof.rules);
	kl_dataset_release(&proof.dataset);
	return status;
}
