/* Functions over rows: of the rule's own table and of another. */
#include "expressions.h"

/* A small table: "a,b|1,2|3,4": header, rows. */
struct small {
	char text[512];
	struct kl_span names[MOST_CELLS], cells[MOST_ROWS][MOST_CELLS];
	struct kl_row rows[MOST_ROWS];
	size_t columns, count;
};

static size_t split_row(char *line, struct kl_span *cells)
{
	size_t count = 0;

	for (;;) {
		size_t length = strcspn(line, ",");
		cr_assert(count < MOST_CELLS);
		cells[count++] = (struct kl_span){ line, length };
		if (line[length] == '\0')
			return count;
		line += length + 1;
	}
}

static void split_table(struct small *s, const char *text)
{
	char *rest;

	snprintf(s->text, sizeof s->text, "%s", text);
	s->columns = split_row(strtok_r(s->text, "|", &rest), s->names);
	s->count = 0;
	for (char *line; (line = strtok_r(NULL, "|", &rest)) != NULL; s->count++) {
		cr_assert(s->count < MOST_ROWS);
		s->rows[s->count] = (struct kl_row){ .number = s->count + 1,
			.line = s->count + 2, .cells = s->cells[s->count],
			.count = split_row(line, s->cells[s->count]) };
	}
}

struct world {
	struct kl_arena arena;
	struct kl_table tables[2];      /* "own", "other" */
	struct small rows[2];
	struct kl_dataset dataset;
	struct kl_gather *gather;
	struct kl_expression *e;
};

static const struct kl_word own_tables[] = { { .text = { "own", 3 } } };
static const struct kl_rule own_rule = { .id = "r", .tables = own_tables,
	.table_count = 1 };

static void release_world(struct world *w)
{
	kl_gather_free(w->gather);
	kl_index_release(&w->dataset.names);
	kl_arena_release(&w->arena);
}

static enum kl_status read_table(struct world *w, size_t i,
	struct kl_error *error)
{
	const struct kl_batch batch = { .rows = w->rows[i].rows,
		.count = w->rows[i].count };
	const struct kl_dialect dialect = { .delimiter = ',', .quote = 0 };

	if (!kl_gather_wants(w->gather, &w->tables[i]))
		return KL_OK;
	const struct kl_columns columns = { .names = w->rows[i].names,
		.count = w->rows[i].columns };
	enum kl_status status = kl_gather_begin(w->gather, &w->tables[i],
		&columns, error);
	if (status == KL_OK)
		status = kl_gather_batch(w->gather, &batch, &dialect, error);
	return status == KL_OK ? kl_gather_end(w->gather, error) : status;
}

/* Reads, checks and gathers both tables. */
static enum kl_status make_world(struct world *w, const char *expression,
	const char *own, const char *other, struct kl_error *error)
{
	const struct kl_word word = word_of(expression);
	const char *texts[] = { own, other };
	enum kl_status status;

	*w = (struct world){ .tables = { plain_table("own"),
		plain_table("other") } };
	for (size_t i = 0; i < 2; i++) {
		split_table(&w->rows[i], texts[i]);
		w->tables[i].order = (uint32_t)i;
		cr_assert(kl_index_add(&w->dataset.names,
			kl_span_of(w->tables[i].name), (uint32_t)i, NULL, NULL));
	}
	w->dataset.tables = w->tables;
	w->dataset.table_count = 2;
	w->gather = kl_gather_new();
	status = kl_expression_read(&word, "rules.yaml", &w->arena, &w->e, error);
	if (status == KL_OK)
		status = kl_expression_check(w->e, &w->dataset, &own_rule,
			KL_OF_ANY, true, error);
	if (status == KL_OK)
		status = kl_gather_add(w->gather, w->e, error);
	for (size_t i = 0; i < 2 && status == KL_OK; i++)
		status = read_table(w, i, error);
	return status;
}

/* Of the row of the own table with this number, from 1; 0: of no row. */
static const char *answer_of(const char *expression, const char *own,
	const char *other, size_t row)
{
	static char shown[KL_RANGE_TEXT + KL_ERROR_TEXT];
	struct kl_error error = { 0 };
	struct kl_binding *binding;
	struct kl_result result;
	struct world w;
	enum kl_status status = make_world(&w, expression, own, other, &error);

	const struct kl_columns columns = { .names = w.rows[0].names,
		.count = w.rows[0].columns };
	if (status == KL_OK)
		status = kl_bind(w.e, w.gather, &w.tables[0], &columns, &binding,
			&error);
	if (status == KL_OK) {
		kl_evaluate(binding, row > 0 ? &w.rows[0].rows[row - 1] : NULL,
			&result);
		snprintf(shown, sizeof shown, "%s", show_result(&result));
		kl_binding_free(binding);
	} else {
		snprintf(shown, sizeof shown, "%s", show_error(&error));
	}
	release_world(&w);
	return shown;
}

static const char pupils[] = "school,uren,soort,datum|A,10,x1,2004-01-02"
	"|B,20,x2,2004-01-01|A,30,x1,|A,,x3,2004-03-01";
static const char schools[] = "brin,naam,leerlingen|A,Alfa,3|B,Beta,<5|C,,7"
	"|D,Delta,.";

struct gather_case {
	const char *expression;
	size_t row;
	const char *result;
};

static void try_answers(const struct gather_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *found = answer_of(cases[i].expression, pupils, schools,
			cases[i].row);
		cr_expect_str_eq(found, cases[i].result, "%s, row %zu: %s",
			cases[i].expression, cases[i].row, found);
	}
}

Test(gather, own_table)
{
	static const struct gather_case cases[] = {
		{ "count()", 0, "4" }, { "count(uren)", 0, "3" },
		{ "count(where school = \"A\")", 0, "3" },
		{ "count(where uren > 15)", 0, "2..3" },
		{ "sum(uren)", 0, "unknown" },
		{ "sum(uren where uren is not blank)", 0, "60" },
		{ "sum(uren where uren is not blank and uren + 0 > 15)", 0, "50" },
		{ "mean(uren where uren is not blank)", 0, "20" },
		{ "mean(uren where school = \"Z\")", 0, "unknown" },
		{ "sum(uren where school = \"Z\")", 0, "0" },
		{ "min(uren where uren is not unknown)", 0, "10" },
		{ "max(uren where uren is not unknown)", 0, "30" },
		{ "max(uren)", 0, "unknown" },
		{ "min(date(datum) where datum is not blank)", 0, "2004-01-01" },
		{ "distinct(soort)", 0, "3" }, { "distinct(datum)", 0, "3..4" },
		{ "distinct(school, soort)", 0, "3" },
		{ "any(uren = 20)", 0, "true" }, { "any(uren = 21)", 0, "unknown" },
		{ "all(uren >= 10)", 0, "unknown" },
		{ "all(uren >= 11)", 0, "false" },
		{ "all(length(school) = 1)", 0, "true" },
		{ "any(school = \"A\" where false)", 0, "false" },
		{ "all(school = \"Z\" where false)", 0, "true" },
		{ "count(per school)", 1, "3" }, { "count(per school)", 2, "1" },
		{ "sum(uren where uren is not blank per school)", 3, "40" },
		{ "uren / sum(uren where uren is not blank per school)", 1, "0.25" },
		{ "count(per school, soort)", 1, "2" },
		{ "distinct(soort per school)", 4, "2" },
		{ "uren = max(uren where uren is not blank)", 3, "true" },
		{ "cell(uren where soort = \"x2\")", 0, "20" },
		{ "cell(uren where soort = \"x2\") + 0", 0, "20" },
		{ "count(per schol)", 1,
			"11: there is no column 'schol' in table own; did you mean 'school'?" },
		{ "cell(uren where soort = \"x1\")", 0,
			"17: cell takes one row, but 2 rows of table own are meant here, the first of them rows 1 and 3" },
		{ "cell(uren where soort = \"y\")", 0,
			"17: cell finds no row in table own that is meant here" },
		{ "cell(soort where uren = 5)", 0,
			"18: cell finds no row in table own; of 1 it cannot be decided whether they are meant, since cells are blank or not known" },
	};
	try_answers(cases, sizeof cases / sizeof *cases);
}

Test(gather, other_table)
{
	static const struct gather_case cases[] = {
		{ "count(of \"other\")", 0, "4" }, { "count(\"other\")", 0, "4" },
		{ "count(\"other\", leerlingen >= 3)", 0, "2..4" },
		{ "sum(\"other\", brin in (\"A\", \"C\"), leerlingen)", 0, "10" },
		{ "sum(leerlingen of \"other\" where brin < \"D\")", 0, "11..14" },
		{ "max(leerlingen of \"other\" where brin < \"C\")", 0, "3..4" },
		{ "cell(\"other\", naam = \"Alfa\", leerlingen) + 0", 0, "3" },
		{ "cell(leerlingen of \"other\" where brin = \"B\") + 0", 0, "1..4" },
		{ "cell(naam of \"other\" where brin = \"B\")", 0, "'Beta'" },
		{ "cell(naam of \"other\" where brin = \"C\")", 0, "blank" },
		{ "cell(\"other\", brin = \"A\", leerlingen) / 4", 0, "0.75" },
		{ "lookup(\"other\", brin = school, naam)", 1, "'Alfa'" },
		{ "lookup(\"other\", brin = school, naam)", 2, "'Beta'" },
		{ "lookup(\"other\", brin = lower(school), naam)", 1, "unknown" },
		{ "lookup(\"other\", brin = \"C\", naam) is blank", 1, "true" },
		{ "lookup(\"other\", brin = school, leerlingen) >= 3", 1, "true" },
		{ "lookup(\"other\", brin = school, leerlingen) >= 3", 2, "unknown" },
		{ "lookup(\"other\", leerlingen = 7, brin)", 1, "'C'" },
		{ "lookup(\"other\", brin = lookup(\"other\", naam = \"Beta\", brin), naam)",
			1, "'Beta'" },
		{ "lookup(\"other\", brin = school, brin = \"A\", naam)", 1, "'Alfa'" },
		{ "uren < sum(leerlingen of \"other\" where brin = \"C\")", 1, "false" },
		{ "count(of \"othr\")", 0,
			"10: there is no table 'othr'; did you mean 'other'?" },
	};
	try_answers(cases, sizeof cases / sizeof *cases);
}

Test(gather, keys_that_stand_twice)
{
	static const char number[] = "lookup(\"other\", k = school, v) + 0";
	static const char any[] = "lookup(\"other\", k = school, v)";
	static const struct {
		const char *expression, *other, *result;
	} cases[] = {
		{ number, "k,v|A,1|B,2|A,1", "1" },
		{ number, "k,v|A,<5|A,<5", "1..4" },
		{ any, "k,v|A,|A,", "blank" },
		{ number, "k,v|,1|,2|A,3", "3" },
		{ number, "k,v|A,1|B,2|A,3",
			"8: lookup takes one row of table other for each key, but rows 1 and 3 have the same, 'A', and different values" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(answer_of(cases[i].expression, "school|A",
			cases[i].other, 1), cases[i].result, "%s", cases[i].other);
}

struct table_case {
	const char *expression, *own, *other;
	size_t row;
	const char *result;
};

static void try_tables(const struct table_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *found = answer_of(cases[i].expression, cases[i].own,
			cases[i].other, cases[i].row);
		cr_expect_str_eq(found, cases[i].result, "%s over %s and %s: %s",
			cases[i].expression, cases[i].own, cases[i].other, found);
	}
}

/* A row of which it is not known whether it is meant widens the answer, where that
 * could change it. */
Test(gather, rows_that_may_count)
{
	static const struct table_case cases[] = {
		{ "min(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "5" },
		{ "max(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "5..7" },
		{ "min(n where k = 1)", "k,n|1,5|,3", "a|1", 0, "3..5" },
		{ "max(n where k = 1)", "k,n|1,5|,3", "a|1", 0, "5" },
		{ "min(n where k = 1)", "k,n|,3", "a|1", 0, "unknown" },
		{ "min(n where k = 1)", "k,n|1,5|,9|,3|,7", "a|1", 0, "3..5" },
		{ "sum(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "5..12" },
		{ "sum(n where k = 1)", "k,n|1,5|,-7", "a|1", 0, "-2..5" },
		{ "mean(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "unknown" },
		{ "mean(n where k = 1)", "k,n|1,5|2,7", "a|1", 0, "5" },
		{ "min(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-01", "a|1", 0,
			"unknown" },
		{ "max(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-01", "a|1", 0,
			"2004-01-02" },
		{ "min(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-03", "a|1", 0,
			"2004-01-02" },
		{ "max(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-03", "a|1", 0,
			"unknown" },
		{ "max(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-02", "a|1", 0,
			"2004-01-02" },
		{ "min(date(d) where k = 1)", "k,d|1,2004-01-02|,2004-01-02", "a|1", 0,
			"2004-01-02" },
		{ "max(date(d))", "k,d|1,2004-01-02|1,2004-01-03|1,2003-01-01", "a|1", 0,
			"2004-01-03" },
		{ "min(date(d))", "k,d|1,2004-01-02|1,2004-01-03|1,2003-01-01", "a|1", 0,
			"2003-01-01" },
		{ "max(date(d))", "k,d|1,2004-01-02|1,x", "a|1", 0, "unknown" },
		{ "max(date(d) where k = 2)", "k,d|1,2004-01-02", "a|1", 0, "unknown" },
		{ "max(date(d) where k = 1) = 2004-01-02", "k,d|1,2004-01-02|,2004-01-01", "a|1", 0,
			"true" },
		{ "distinct(t where k = 1)", "k,t|1,p|,q", "a|1", 0, "1..2" },
		{ "distinct(t where k = 1)", "k,t|1,p|,p", "a|1", 0, "1" },
		{ "distinct(t)", "k,t|1,|2,", "a|1", 0, "1..2" },
		{ "distinct(t + 0)", "k,t|1,<5|2,<5", "a|1", 0, "1..2" },
		{ "distinct(t + 0)", "k,t|1,x|2,y", "a|1", 0, "1..2" },
		{ "distinct(t where k = 1)", "k,t|,p|,q", "a|1", 0, "0..2" },
		{ "any(n = 7 where k = 1)", "k,n|1,5|,7", "a|1", 0, "unknown" },
		{ "any(n = 5 where k = 1)", "k,n|1,5|,7", "a|1", 0, "true" },
		{ "any(n = 6 where k = 1)", "k,n|1,5|,7", "a|1", 0, "false" },
		{ "all(n = 5 where k = 1)", "k,n|1,5|,7", "a|1", 0, "unknown" },
		{ "all(n > 3 where k = 1)", "k,n|1,5|,7", "a|1", 0, "true" },
		{ "all(n = 7 where k = 1)", "k,n|1,5|,7", "a|1", 0, "false" },
		{ "count(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "1..2" },
		{ "cell(n where k = 1)", "k,n|1,5|,7", "a|1", 0, "5" },
		{ "count(of \"other\" where k = 1 per v)", "v|p|q", "k,v|1,p|,p|1,q", 1,
			"1..2" },
		{ "count(of \"other\" where k = 1 per v)", "v|p|q", "k,v|1,p|,p|1,q", 2, "1" },
		{ "sum(k of \"other\" per v)", "v|p|r", "k,v|1,p|3,p|1,q", 1, "4" },
		{ "sum(k of \"other\" per v)", "v|p|r", "k,v|1,p|3,p|1,q", 2, "0" },
		{ "count(of \"other\" per v)", "v|p|", "k,v|1,p|3,|1,", 2, "2" },
		{ "count(of \"other\" per w)", "v|p|", "k,v|1,p", 1,
			"22: there is no column 'w' in table other" },
		{ "sum(if k = 1 then n else 0)", "k,n|1,5|2,7", "a|1", 0, "5" },
		{ "sum(if k = 1 then n else 0)", "k,n|1,5|,0", "a|1", 0, "5" },
		{ "cell(\"other\", v = \"p\", k) > 1 and any(v = \"p\")", "v|p|q", "k,v|1,p|3,q", 0,
			"false" },
		{ "cell(d where k = 1) = 2004-01-02", "k,d|1,2004-01-02", "a|1", 0, "true" },
		{ "cell(date(d) where k = 1)", "k,d|1,2004-01-02", "a|1", 0, "2004-01-02" },
		{ "cell(k = 1 where k = 1)", "k,d|1,2004-01-02", "a|1", 0, "true" },
		{ "cell(n + 1)", "k,n|1,5", "a|1", 0, "6" },
		{ "count(where k = 1 per n)", "k,n|1,5|1,x", "a|1", 2, "1" },
		{ "mean(n)", "k,n|1,", "a|1", 0, "unknown" },
		{ "mean(n per k)", "k,n|1,5|1,7|2,3", "a|1", 1, "6" },
		{ "count(\"other\", k = 1, v = 2)", "k|1", "k,v|1,2|1,3", 0, "1" },
		{ "count(\"other\", k = 1 and v)", "k|1", "k,v|1,2|1,3", 0, "0..2" },
		{ "mean(\"other\", v)", "k|1", "k,v|1,2|1,3", 0, "2.5" },
	};
	try_tables(cases, sizeof cases / sizeof *cases);
}

#define TWO "8: lookup takes one row of table other for each key, " \
	"but rows 1 and 2 have the same, 'A', and different values"

/* Rows of one key are no matter where they say the same. */
Test(gather, lookups_of_every_type)
{
	static const struct table_case cases[] = {
		{ "lookup(\"other\", k = school, v)", "school|A", "k,v|A,p|A,p", 1, "'p'" },
		{ "lookup(\"other\", k = school, v)", "school|A", "k,v|A,p|A,q", 1, TWO },
		{ "lookup(\"other\", k = school, v)", "school|A", "k,v|A,p|A,", 1, TWO },
		{ "lookup(\"other\", k = school, v)", "school|A", "k,v|A,p|A,q|A,r", 1, TWO },
		{ "lookup(\"other\", k = school, v) + 0", "school|A", "k,v|A,<5|A,1", 1, TWO },
		{ "lookup(\"other\", k = school, v) + 0", "school|A", "k,v|A,<5|A,4", 1, TWO },
		{ "lookup(\"other\", k = school, v + 0)", "school|A", "k,v|A,<5|A,4", 1, TWO },
		{ "lookup(\"other\", k = school, v + 0)", "school|A", "k,v|A,3|A,3.0", 1, "3" },
		{ "lookup(\"other\", k = school, v + 0)", "school|A", "k,v|A,x|A,y", 1,
			"unknown" },
		{ "lookup(\"other\", k = school, date(v))", "school|A", "k,v|A,2004-01-01|A,2004-01-01", 1,
			"2004-01-01" },
		{ "lookup(\"other\", k = school, date(v))", "school|A", "k,v|A,2004-01-01|A,2004-01-02", 1, TWO },
		{ "lookup(\"other\", k = school, v = 1)", "school|A", "k,v|A,1|A,1", 1,
			"true" },
		{ "lookup(\"other\", k = school, v = 1)", "school|A", "k,v|A,1|A,2", 1, TWO },
		{ "lookup(\"other\", k = school, v = 1)", "school|B", "k,v|A,1|B,2", 1,
			"false" },
		{ "lookup(\"other\", k = school, v) = 1", "school|", "k,v|A,1|,2", 1,
			"unknown" },
		{ "lookup(\"other\", k = school, v) = 1", "school|A", "k,v|,1|,2", 1,
			"unknown" },
		{ "lookup(\"other\", k = school and v = 1, v) = 1", "school|A", "k,v|,1|,2", 1,
			"17: lookup takes KEY = VALUE here, with a column of its table as KEY" },
		{ "lookup(\"other\", k = q, v)", "school|A", "k,v|A,1", 1,
			"21: there is no column 'q' in table own" },
		{ "lookup(\"other\", q = school, v)", "school|A", "k,v|A,1", 1,
			"17: there is no column 'q' in table other" },
	};
	try_tables(cases, sizeof cases / sizeof *cases);
}

Test(gather, cells_and_first_names)
{
	struct kl_error error = { 0 };
	struct world w;
	struct kl_gathered_cell cell;
	struct kl_binding *binding;
	struct kl_range over, under;
	static const char expression[] = "cell(\"other\", brin = \"B\", leerlingen)"
		" / cell(\"other\", brin = \"A\", leerlingen)";

	cr_assert_eq(make_world(&w, expression, pupils, schools, &error), KL_OK,
		"%s", error.text);
	cr_assert(kl_gather_cell(w.gather, w.e, NULL, 0, &cell));
	cr_expect(kl_span_is(cell.cell.value, "<5"));
	cr_expect(kl_span_is(cell.label, "Beta"));
	cr_expect(kl_span_is(cell.cell.place.field, "leerlingen"));
	cr_expect_eq(cell.cell.place.row, 2);
	cr_assert(kl_gather_cell(w.gather, w.e, NULL, 1, &cell));
	cr_expect(kl_span_is(cell.cell.value, "3"));
	cr_expect_not(kl_gather_cell(w.gather, w.e, NULL, 2, &cell));
	cr_expect(kl_span_is(kl_expression_table(w.e).text, "other"));
	cr_expect_eq(kl_expression_table(w.e).column, 6);
	cr_expect(kl_span_is(kl_expression_field(w.e).text, "leerlingen"));
	cr_expect_not(kl_expression_asks_row(w.e));
	cr_assert_eq(kl_bind(w.e, w.gather, NULL, NULL, &binding, &error), KL_OK);
	cr_assert(kl_evaluate_division(binding, NULL, &over, &under));
	cr_expect_eq((int)over.high.over, 4);
	cr_expect_eq((int)under.low.over, 3);
	kl_binding_free(binding);
	release_world(&w);
}

Test(gather, groups)
{
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_expression *e;
	const struct kl_word columns[] = { word_of("school") };
	static const struct {
		const char *expression, *mistake;
	} cases[] = {
		{ "sum(uren) > 10 and school != \"A\"", NULL },
		{ "sum(uren) > uren", "'uren' is not a column of the groups: it has a value for each row, and the expression is about many rows" },
	};

	for (size_t i = 0; i < 2; i++) {
		const struct kl_word word = word_of(cases[i].expression);
		cr_assert_eq(kl_expression_read(&word, NULL, &arena, &e, &error),
			KL_OK);
		cr_assert_eq(kl_expression_group(e, columns, 1, &error), KL_OK);
		enum kl_status status = kl_expression_check(e, NULL, NULL,
			KL_OF_TRUTH, true, &error);
		cr_expect_eq(status, cases[i].mistake == NULL ? KL_OK : KL_INVALID);
		if (cases[i].mistake != NULL)
			cr_expect_str_eq(error.text, cases[i].mistake);
	}
	kl_arena_release(&arena);
}
