/*
 * Expressions from any text: read, checked, bound and evaluated over rows of a
 * small table, with what they gather of it. Places of mistakes lie in the text,
 * and an answer is the same when it is asked for again.
 */
#include "expression/evaluate.h"
#include "fuzz.h"

enum { COLUMNS = 4, ROWS = 4 };

static const char *const names[COLUMNS] = { "a", "b", "naam", "dag" };
static const char *const cells[ROWS][COLUMNS] = {
	{ "1", "2.5", "Groen", "2004-10-01" }, { "<5", "", "groen", "2004-10-32" },
	{ "-3", "x", "", "1990-01-01" }, { "0", "1000000", "\"q\"", "" } };

struct world {
	struct kl_dataset dataset;
	struct kl_rule rule;
	struct kl_span names[COLUMNS], cells[ROWS][COLUMNS];
	struct kl_columns columns;
	struct kl_row rows[ROWS];
};

static void make_world(struct world *w)
{
	const char *csv = fuzz_write("t.csv", "a,b,naam,dag\n", 13);
	struct kl_error error = { 0 };

	kl_dataset_init(&w->dataset);
	fuzz_must(kl_dataset_add_file(&w->dataset, csv, NULL, &error) == KL_OK);
	w->rule = (struct kl_rule){ .id = "fuzz" };
	for (int i = 0; i < COLUMNS; i++)
		w->names[i] = kl_span_of(names[i]);
	w->columns = (struct kl_columns){ .names = w->names, .count = COLUMNS };
	for (int r = 0; r < ROWS; r++) {
		for (int i = 0; i < COLUMNS; i++)
			w->cells[r][i] = kl_span_of(cells[r][i]);
		w->rows[r] = (struct kl_row){ .number = (uint64_t)r + 1,
			.line = (uint64_t)r + 2, .cells = w->cells[r],
			.count = COLUMNS, .raw = kl_span_of("1,2,3,4\n") };
	}
}

static bool same(const struct kl_result *a, const struct kl_result *b)
{
	if (a->unknown || b->unknown)
		return a->unknown == b->unknown;
	switch (a->type) {
	case KL_OF_NUMBER:
		return kl_ratio_compare(a->number.low, b->number.low) == 0
			&& kl_ratio_compare(a->number.high, b->number.high) == 0;
	case KL_OF_TEXT:
		return kl_span_equal(a->text, b->text);
	case KL_OF_DATE:
		return kl_date_compare(a->date, b->date) == 0;
	default:
		return a->truth == b->truth;
	}
}

static void check_result(const struct kl_result *value)
{
	fuzz_must(value->unknown || value->type != KL_OF_ANY);
	if (value->unknown || value->type != KL_OF_NUMBER)
		return;
	char text[KL_RANGE_TEXT];
	fuzz_must(value->number.low.under > 0 && value->number.high.under > 0);
	fuzz_must(kl_ratio_compare(value->number.low, value->number.high) <= 0);
	fuzz_must(kl_range_format(&value->number, '.', 6, text) < sizeof text);
}

static struct kl_gather *gather(struct world *w,
	const struct kl_expression *expression)
{
	const struct kl_dialect dialect = { .delimiter = ',', .quote = '"' };
	const struct kl_batch batch = { .rows = w->rows, .count = ROWS,
		.dialect = dialect };
	struct kl_gather *made = kl_gather_new();
	struct kl_error error = { 0 };
	const struct kl_table *table = &w->dataset.tables[0];

	fuzz_must(made != NULL
		&& kl_gather_add(made, expression, &error) == KL_OK);
	if (!kl_gather_wants(made, table))
		return made;
	if (kl_gather_begin(made, table, &w->columns, &error) == KL_OK) {
		fuzz_must(kl_gather_batch(made, &batch, &dialect, &error) == KL_OK);
		enum kl_status status = kl_gather_end(made, &error);
		fuzz_must(status == KL_OK || status == KL_INVALID);
	}
	return made;
}

static void evaluate(struct world *w, const struct kl_expression *expression)
{
	struct kl_gather *gathered = gather(w, expression);
	struct kl_binding *binding;
	struct kl_error error = { 0 };
	struct kl_result first, again;
	struct kl_range over, under;

	if (kl_bind(expression, gathered, &w->dataset.tables[0], &w->columns, &binding,
			&error) == KL_OK) {
		for (int r = 0; r < ROWS; r++) {
			kl_evaluate(binding, &w->rows[r], &first);
			check_result(&first);
			kl_evaluate(binding, &w->rows[r], &again);
			fuzz_must(same(&first, &again));
			if (kl_evaluate_division(binding, &w->rows[r], &over, &under))
				fuzz_must(over.low.under > 0 && under.low.under > 0);
		}
		kl_binding_free(binding);
	}
	kl_gather_free(gathered);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct kl_word word = { .text = { (const char *)bytes, size },
		.line = 1, .column = 1, .lead = 1 };
	struct kl_expression *expression;
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct world w;

	make_world(&w);
	enum kl_status status = kl_expression_read(&word, "r.yaml", &arena,
		&expression, &error);
	if (status == KL_OK)
		status = kl_expression_check(expression, &w.dataset, &w.rule,
			KL_OF_ANY, true, &error);
	fuzz_check_error(status, &error);
	if (status == KL_OK)
		evaluate(&w, expression);
	kl_arena_release(&arena);
	kl_dataset_release(&w.dataset);
	return 0;
}
