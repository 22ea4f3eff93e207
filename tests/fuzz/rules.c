/*
 * Rule files and descriptors from any bytes: read as rules alone, as rules that
 * bring declarations to files, and as a descriptor; and what was understood is
 * run over a small table.
 */
#include "fuzz.h"
#include "klopt.h"

static const char table[] = "opleiding,crebo,leerjaar_3,leerjaar_4,totaal\n"
	"Zorghulp,10795,1,<5,6\nWinkelassistent,10779,2,3,6\n"
	"Assistent,99999,-,x,.\nTotaal,,3,4,12\n";

static void check_rules(const struct kl_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct kl_rule *rule = &rules->rules[i];
		fuzz_must(rule->id != NULL && rule->words != NULL);
		for (int code = 0; code < KL_CODES; code++)
			fuzz_must((int)kl_rule_severity(rule, (enum kl_code)code)
				< (int)KL_SEVERITIES);
		for (size_t p = 0; p < rule->words->parameter_count; p++) {
			const char *name = rule->words->parameters[p].name;
			fuzz_must(kl_rule_argument(rule, name)
				== &rule->arguments[p]);
		}
		(void)kl_rule_applies(rule, "table");
	}
}

static void check_dataset(const struct kl_dataset *dataset)
{
	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *at = &dataset->tables[i];
		fuzz_must(at->order == i && at->name != NULL && at->path != NULL
			&& at->shown != NULL);
		fuzz_must(at->field_count == 0 || at->fields != NULL);
		for (size_t f = 0; f < at->field_count; f++)
			fuzz_must(kl_table_field(at, at->fields[f].name) != NULL);
		fuzz_must(kl_table_reading(at, kl_span_of("totaal")) != NULL);
	}
}

/* To nowhere: the formats are tested elsewhere. */
static enum kl_status drop_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	(void)state, (void)scope, (void)error;
	fuzz_must((int)finding->code < (int)KL_CODES);
	return KL_OK;
}

static enum kl_status drop_tally(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	(void)state, (void)scope, (void)tally, (void)error;
	return KL_OK;
}

static void run(const struct kl_dataset *dataset, const struct kl_rules *rules)
{
	static const struct kl_format nowhere = { .name = "nowhere",
		.state_size = 1, .finding = drop_finding, .end = drop_tally };
	struct kl_run what = { .dataset = dataset, .rules = rules,
		.format = &nowhere };
	struct kl_verdict verdict;
	struct kl_error error = { 0 };

	fuzz_must(kl_run(&what, &verdict, &error) == KL_OK);
}

static void read_rules(const char *path, const char *csv)
{
	size_t count;
	const struct kl_words *const *checks = kl_check_words(&count);
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct kl_error error = { 0 };

	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	if (csv != NULL)
		fuzz_must(kl_dataset_add_file(&dataset, csv, NULL, &error) == KL_OK);
	enum kl_status status = kl_rules_read(&rules, path, checks, count,
		csv != NULL ? &dataset : NULL, NULL, &error);
	fuzz_check_error(status, &error);
	if (status == KL_OK) {
		check_rules(&rules);
		check_dataset(&dataset);
		if (csv != NULL)
			run(&dataset, &rules);
	}
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
}

static void read_descriptor(const char *path)
{
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	kl_dataset_init(&dataset);
	enum kl_status status = kl_dataset_read(&dataset, path, false, NULL, &error);
	fuzz_check_error(status, &error);
	if (status == KL_OK)
		check_dataset(&dataset);
	if (status == KL_OK)
		fuzz_check_error(kl_dataset_link(&dataset, &error), &error);
	kl_dataset_release(&dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const char *csv = fuzz_write("table.csv", table, sizeof table - 1);
	const char *path = fuzz_write("datapackage.yaml", bytes, size);

	read_rules(path, NULL);
	read_rules(path, csv);
	read_descriptor(path);
	return 0;
}
