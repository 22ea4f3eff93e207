/* What a block tells of rows is what evaluating them one by one tells. */
#include "expression/block.h"

#include "hostile.h"
#include "scratch.h"

TestSuite(block, .init = scratch_open, .fini = scratch_close);

static const char descriptor[] =
	"name: x\n"
	"resources:\n"
	"  - name: t\n"
	"    path: t.csv\n"
	"    klopt: {markers: {\"<5\": [1, 4], \"-1\": unknown, geen: unknown, \"7\": 70}}\n"
	"    schema:\n"
	"      fields:\n"
	"        - {name: n, type: number}\n"
	"        - {name: k, type: integer}\n"
	"        - {name: comma, type: number, decimalChar: \",\", groupChar: \".\"}\n"
	"        - {name: tens, type: number, klopt: {rounded: 10}}\n"
	"        - {name: t, type: string}\n"
	"        - {name: u, type: string}\n"
	"        - {name: d, type: date}\n"
	"        - {name: e, type: date}\n"
	"        - {name: dutch, type: date, format: \"%d-%m-%Y\"}\n"
	"        - {name: b, type: boolean}\n";
static const char *const names[] = { "n", "k", "comma", "tens", "t", "u", "d", "e",
	"dutch", "b" };
enum { COLUMNS = sizeof names / sizeof *names };

/* Cells to begin with, in any column. */
static const char *const texts[] = { "800", "799.5", "12", "12.50", "-3", "1.234,5",
	"0", "-0.1", "999999999999999999", "0.000000000000000001", "<5", "-1", "7",
	"12.", ".5", "-", "", " ", "geen", "BBL", "BOL", "2004-2005", "9999-10000",
	"bbl ", "BOL ", "2004-10-01", "2004-07-31", "2004-08-01", "9999-12-31", "2000-02-29",
	"01-08-2004", "true", "false", "2004" };

/* What is compiled, and what is not. */
static const char *const terms[] = {
	"n >= 800", "n = 12.5", "n != 12.5", "n < k", "k <= n", "12 > n", "k = k",
	"n between -3 and 12.5", "k not between 0 and 799", "comma > 1000.25",
	"comma = n", "n < 0.000000000000000001", "tens = 800", "n = -3", "n > 60%",
	"n < 1 / 3", "n + k > 12", "t = \"BBL\"", "t != u", "t < u", "u >= \"BBL\"",
	"t in (\"BBL\", \"BOL\", \"\")", "t not in (\"BBL\", \"geen\")", "n in (12, 7)",
	"t matches \"[A-Z]{3}\"", "u not matches \"[0-9]{4}-[0-9]{4}\"",
	"t matches \"B+L\"", "schoolyear(d) = u", "schoolyear(d) = \"9999-10000\"",
	"schoolyear(d) < schoolyear(e)",
	"schoolyear(dutch) = u", "schoolyear(e) in (\"2004-2005\", \"2003-2004\")",
	"schoolyear(d) matches \"2[0-9]{3}-.{4}\"", "d <= e", "d = 2004-10-01",
	"d > 2000-02-28", "e between 2004-08-01 and 2005-07-31", "dutch >= d",
	"year(d) = 2004", "month(e) >= 8", "day(d) < day(e)", "year(d) = k",
	"d - e > 30", "age(d, e) >= 16", "t is blank", "n is not blank",
	"d is blank", "dutch is blank", "t is unknown", "n is not unknown", "b",
	"b = true", "length(t) = 3", "upper(t) = \"BBL\"", "true", "false",
	"starts(t, \"B\")",
};
enum { TERMS = sizeof terms / sizeof *terms };

/* A term, or several joined. */
static void add_condition(struct kl_text_buffer *out, int depth, uint64_t *state)
{
	static const char *const joints[][4] = { { "(", ") and (", ")", NULL },
		{ "(", ") or (", ")", NULL }, { "not (", ")", NULL, NULL },
		{ "(if (", ") then (", "))", NULL },
		{ "(if (", ") then (", ") else (", "))" } };
	const char *const *joint = joints[random_below(state, 5)];

	if (depth == 0 || random_below(state, 3) == 0) {
		kl_text_puts(out, terms[random_below(state, TERMS)]);
		return;
	}
	kl_text_puts(out, joint[0]);
	for (int i = 1; i < 4 && joint[i] != NULL; i++) {
		add_condition(out, depth - 1, state);
		kl_text_puts(out, joint[i]);
	}
}

struct rows {
	struct hostile cells[KL_BLOCK_ROWS][COLUMNS];
	struct kl_span spans[KL_BLOCK_ROWS][COLUMNS];
	struct kl_row rows[KL_BLOCK_ROWS];
};

/* Some rows lack their last cells. */
static void make_rows(struct rows *made, uint64_t *state)
{
	for (size_t i = 0; i < KL_BLOCK_ROWS; i++) {
		for (size_t j = 0; j < COLUMNS; j++) {
			hostile_make(&made->cells[i][j], texts,
				sizeof texts / sizeof *texts, state);
			made->spans[i][j] = hostile_span(&made->cells[i][j]);
		}
		made->rows[i] = (struct kl_row){ .number = i + 1,
			.cells = made->spans[i], .count = random_below(state, 8)
				== 0 ? (size_t)random_below(state, COLUMNS)
				: COLUMNS };
	}
}

/* How many rows the block tells of. */
static int compare(const char *condition, const struct kl_dataset *dataset,
	uint64_t *state)
{
	static struct rows made;
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_expression *e;
	struct kl_binding *binding;
	struct kl_span columns[COLUMNS];
	const struct kl_word word = { .text = kl_span_of(condition), .line = 1,
		.column = 1, .lead = 1 };
	enum kl_outcome outcomes[KL_BLOCK_ROWS];
	int told = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = kl_span_of(names[i]);
	make_rows(&made, state);
	cr_assert_eq(kl_expression_read(&word, NULL, &arena, &e, &error), KL_OK,
		"%s: %s", condition, error.text);
	cr_assert_eq(kl_expression_check(e, dataset, NULL, KL_OF_TRUTH, true,
		&error), KL_OK, "%s: %s", condition, error.text);
	const struct kl_columns known = { .names = columns, .count = COLUMNS };
	cr_assert_eq(kl_bind(e, NULL, dataset->tables, &known, &binding,
		&error), KL_OK, "%s: %s", condition, error.text);
	size_t count = (size_t)random_between(state, 1, KL_BLOCK_ROWS);
	kl_evaluate_truths(binding, made.rows, count, outcomes);
	for (size_t i = 0; i < count; i++) {
		enum kl_outcome wanted = kl_evaluate_truth(binding, &made.rows[i]);
		cr_assert_eq(outcomes[i], wanted, "%s: row %zu is %d, not %d: "
			"n '%.*s' t '%.*s' d '%.*s'", condition, i, outcomes[i],
			wanted, (int)made.spans[i][0].length, made.spans[i][0].at,
			(int)made.spans[i][4].length, made.spans[i][4].at,
			(int)made.spans[i][6].length, made.spans[i][6].at);
	}
	if (binding->block != NULL) {
		struct kl_block block = kl_block_of(binding->block, made.rows,
			KL_BLOCK_ROWS);
		cr_assert_eq(block.holds & block.fails, 0, "%s", condition);
		told = __builtin_popcountll(block.holds | block.fails);
	}
	kl_binding_free(binding);
	kl_arena_release(&arena);
	return told;
}

static void read_dataset(struct kl_dataset *dataset)
{
	const struct kl_dataset_options options = { 0 };
	struct kl_error error = { 0 };

	scratch_bytes("datapackage.yaml", descriptor, sizeof descriptor - 1);
	kl_dataset_init(dataset);
	cr_assert_eq(kl_dataset_read(dataset, "datapackage.yaml", false, &options,
		&error), KL_OK, "%u: %s", (unsigned)error.line, error.text);
}

Test(block, terms)
{
	/* Left to be asked row by row. */
	static const char *const asked[] = { "tens = 800", "n < 1 / 3",
		"n + k > 12", "n in (12, 7)", "t matches \"B+L\"",
		"schoolyear(dutch) = u", "dutch >= d", "dutch is blank", "d - e > 30",
		"age(d, e) >= 16", "t is unknown", "n is not unknown", "b",
		"b = true", "length(t) = 3", "upper(t) = \"BBL\"",
		"starts(t, \"B\")" };
	struct kl_dataset dataset;
	uint64_t state = 11;

	read_dataset(&dataset);
	for (size_t i = 0; i < TERMS; i++) {
		bool is_asked = false;
		int told = 0;
		for (int round = 0; round < 100; round++)
			told += compare(terms[i], &dataset, &state);
		for (size_t j = 0; j < sizeof asked / sizeof *asked; j++)
			is_asked = is_asked || strcmp(asked[j], terms[i]) == 0;
		cr_expect_eq(told == 0, is_asked, "%s: told of %d rows", terms[i],
			told);
	}
	kl_dataset_release(&dataset);
}

Test(block, joined)
{
	struct kl_dataset dataset;
	uint64_t state = 13;
	int told = 0;

	read_dataset(&dataset);
	for (int i = 0; i < 6000; i++) {
		struct kl_text_buffer condition = { 0 };
		add_condition(&condition, 3, &state);
		told += compare(condition.at, &dataset, &state) > 0;
		kl_text_release(&condition);
	}
	cr_expect_gt(told, 2000);
	kl_dataset_release(&dataset);
}
