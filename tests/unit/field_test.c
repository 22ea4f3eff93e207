/* A cell that the compiled test of a field does not doubt is one that the schema
 * check has nothing to say of. */
#include "check/schema.h"
#include "hostile.h"
#include "scratch.h"

TestSuite(field_test, .init = scratch_open, .fini = scratch_close);

static const char descriptor[] =
	"name: x\n"
	"resources:\n"
	"  - name: t\n"
	"    path: t.csv\n"
	"    klopt: {markers: {\"<5\": [1, 4], geen: unknown, \"7\": 70}}\n"
	"    schema:\n"
	"      fields:\n"
	"        - {name: text, type: string, constraints: {required: true}}\n"
	"        - {name: long, type: string, constraints: {minLength: 2, maxLength: 4}}\n"
	"        - {name: brin, type: string, constraints: {pattern: \"[0-9]{2}[A-Z]{2}\"}}\n"
	"        - {name: both, type: string, constraints: {pattern: \"[a-z]{3}\", maxLength: 2}}\n"
	"        - {name: any, constraints: {pattern: \"\\\\d\\\\w.\", required: true}}\n"
	"        - {name: sector, type: string, constraints: {enum: [a, Techniek, geen, \" b\"]}}\n"
	"        - {name: whole, type: integer, klopt: {markers: {\"-1\": unknown}}, constraints: {minimum: 800, maximum: 1600}}\n"
	"        - {name: above, type: integer, constraints: {exclusiveMinimum: -3, exclusiveMaximum: 3}}\n"
	"        - {name: some, type: integer, constraints: {enum: [3, 4]}}\n"
	"        - {name: decimal, type: number, constraints: {minimum: 0.25, exclusiveMaximum: 99.995}}\n"
	"        - {name: below, type: number, constraints: {exclusiveMinimum: -1.5, maximum: \"-0.125\"}}\n"
	"        - {name: huge, type: number, constraints: {minimum: 99999999999999999, maximum: 1000000000000000000000}}\n"
	"        - {name: comma, type: number, decimalChar: \",\", groupChar: \".\", constraints: {minimum: 1}}\n"
	"        - {name: loose, type: number, bareNumber: false, constraints: {minimum: 1}}\n"
	"        - {name: tens, type: number, klopt: {rounded: 10}, constraints: {minimum: 10}}\n"
	"        - {name: shape, type: number, constraints: {pattern: \"[0-9]{2}\"}}\n"
	"        - {name: day, type: date, constraints: {minimum: 2001-08-01, maximum: 2004-12-31}}\n"
	"        - {name: leap, type: date, constraints: {exclusiveMinimum: 2000-01-31, exclusiveMaximum: 2000-03-01}}\n"
	"        - {name: dutch, type: date, format: \"%d-%m-%Y\", constraints: {minimum: 2001-08-01}}\n"
	"        - {name: truth, type: boolean, constraints: {required: true}}\n"
	"        - {name: year, type: year, constraints: {minimum: 2001}}\n"
	"        - {name: list, type: list, constraints: {maxLength: 2}}\n"
	"        - {name: mail, type: string, format: email}\n";

/* Cells to begin with, for every field alike. */
static const char *const texts[] = { "x", "02EW", "abc", "1ab", "Techniek", "a",
	" b", "800", "1600", "1601", "799", "-3", "-2", "3", "0", "4", "0.25",
	"99.995", "99.994", "0.2499", "-1.5", "-0.125", "-1.49", "99999999999999999",
	"100000000000000000", "999999999999999999", "1000000000000000000",
	"1.234,5", "1234,5", "1.234", "12.", ".5", "-", ".", "-.", "+5", "007", "7",
	"-1", "<5", "geen", "12", "EUR 12", "(12)", "2001-08-01", "2001-07-31",
	"2004-12-31", "2005-01-01", "2000-02-29", "2000-02-30", "2001-02-29",
	"2000-03-01", "2000-01-31", "0000-01-01", "01-08-2001", "1-1-2002",
	"true", "FALSE", "2004", "a,b", "a,b,c", "jan@school.nl", "", " ", "nvt" };
enum { TEXTS = sizeof texts / sizeof *texts };

static enum kl_status take_finding(void *context,
	const struct kl_finding *finding, struct kl_error *error)
{
	(void)context;
	(void)finding;
	(void)error;
	return KL_OK;
}

static void take_problem(void *context, const struct kl_error *problem)
{
	(void)context;
	(void)problem;
}

/* The schema check for one cell of a table of one column. */
struct desk {
	struct kl_dataset dataset;
	struct kl_report *report;
	struct kl_dialect dialect;
	struct kl_span cell;
	struct kl_row row;
	struct kl_columns columns;
	struct kl_row_walk walk;
	struct kl_scope scope;
};

static void desk_open(struct desk *desk)
{
	static const struct kl_receiver receiver = { take_finding, take_problem,
		NULL };
	static const struct kl_rule_tally always = { .check = "schema" };
	const struct kl_dataset_options options = { 0 };
	struct kl_error error = { 0 };

	*desk = (struct desk){ .dialect = { ';', '"' } };
	scratch_bytes("datapackage.yaml", descriptor, sizeof descriptor - 1);
	kl_dataset_init(&desk->dataset);
	cr_assert_eq(kl_dataset_read(&desk->dataset, "datapackage.yaml", false,
		&options, &error), KL_OK, "%u: %s", (unsigned)error.line,
		error.text);
	desk->report = kl_report_new(&receiver, &always, 1);
	desk->row = (struct kl_row){ .number = 1, .line = 2,
		.cells = &desk->cell, .count = 1, .plain = true };
	desk->columns.count = 1;
	desk->scope = (struct kl_scope){ .dataset = &desk->dataset,
		.report = desk->report, .table = &desk->dataset.tables[0],
		.columns = &desk->columns, .dialect = &desk->dialect,
		.walk = &desk->walk };
}

static void desk_close(struct desk *desk)
{
	kl_report_free(desk->report);
	kl_dataset_release(&desk->dataset);
}

static bool is_right(struct desk *desk, struct kl_schema_column *column)
{
	struct kl_value value;
	struct kl_error error;
	bool right;

	kl_value_read(column->field, desk->cell, &value);
	cr_assert_eq(kl_schema_cell(&desk->scope, &desk->row, column, &value,
		&right, &error), KL_OK);
	return right;
}

/* How many cells of those that are right were not doubted, in percent. */
static int compare(struct desk *desk, const struct kl_field *field, int rounds,
	uint64_t *state)
{
	struct kl_arena arena = { 0 };
	struct kl_schema_column column = { .field = field };
	int right = 0, passed = 0;

	desk->columns.names = &field->name;
	cr_assert(kl_field_test_compile(field, &arena, &column.test));
	for (int i = 0; i < rounds; i++) {
		struct hostile cell;
		hostile_make(&cell, texts, TEXTS, state);
		desk->cell = desk->row.raw = hostile_span(&cell);
		bool doubted = kl_field_test_doubts(&column.test, &desk->row, 1, 0);
		bool fine = is_right(desk, &column);
		cr_assert(doubted || fine, "%s: '%.*s'", field->name.at,
			(int)cell.length, cell.bytes);
		if (fine)
			kl_field_test_learn(&column.test, desk->cell);
		right += fine;
		passed += !doubted;
	}
	kl_arena_release(&arena);
	return right > 0 ? 100 * passed / right : 0;
}

Test(field_test, doubts_what_is_wrong)
{
	struct desk desk;
	uint64_t state = 5;

	desk_open(&desk);
	for (size_t i = 0; i < desk.scope.table->field_count; i++) {
		const struct kl_field *field = &desk.scope.table->fields[i];
		int passed = compare(&desk, field, 30000, &state);
		/* What is rounded is never plain: only the empty cell is right. */
		bool rounded = kl_span_is(field->name, "tens");
		cr_expect(rounded ? passed < 20 : passed >= 20, "%s: %d %% pass",
			field->name.at, passed);
	}
	desk_close(&desk);
}

/* A block has a bit for each of its rows, and no row is another's. */
Test(field_test, rows_of_a_block)
{
	struct desk desk;
	struct kl_arena arena = { 0 };
	struct kl_field_test test;
	struct kl_row rows[KL_BLOCK_ROWS];
	const struct kl_span good[] = { { "", 0 }, { "900", 3 } };
	const struct kl_span bad[] = { { "", 0 }, { "1601", 4 } };

	desk_open(&desk);
	cr_assert(kl_field_test_compile(kl_table_field(desk.scope.table,
		kl_span_of("whole")), &arena, &test));
	for (size_t wrong = 0; wrong < KL_BLOCK_ROWS; wrong++) {
		for (size_t i = 0; i < KL_BLOCK_ROWS; i++)
			rows[i] = (struct kl_row){ .cells = i == wrong ? bad : good,
				.count = 2 };
		cr_expect_eq(kl_field_test_doubts(&test, rows, KL_BLOCK_ROWS, 1),
			UINT64_C(1) << wrong);
		cr_expect_eq(kl_field_test_doubts(&test, rows, wrong, 1), 0);
		cr_expect_eq(kl_field_test_doubts(&test, rows, KL_BLOCK_ROWS, 0),
			0, "blank cells are right: nothing is required");
	}
	kl_arena_release(&arena);
	desk_close(&desk);
}
