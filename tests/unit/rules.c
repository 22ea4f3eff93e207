#include "rule/rules.h"

#include "base/text.h"
#include "scratch.h"

TestSuite(rules, .init = scratch_open, .fini = scratch_close);

static const char *const sides[] = { "left", "right", NULL };

static const struct kl_parameter parameters[] = {
	{ "text", KL_PARAMETER_TEXT, "TEXT", "", NULL },
	{ "column", KL_PARAMETER_COLUMN, "COLUMN", "", NULL },
	{ "parts", KL_PARAMETER_COLUMNS, "COLUMNS", "", NULL },
	{ "multiple", KL_PARAMETER_TABLES, "TABLES", "", NULL },
	{ "margin", KL_PARAMETER_NUMBER, "NUMBER", "", NULL },
	{ "on", KL_PARAMETER_DATE, "DATE", "", NULL },
	{ "side", KL_PARAMETER_CHOICE, "SIDE", "", sides },
	{ "register", KL_PARAMETER_REGISTER, "REGISTER", "", NULL },
	{ "across", KL_PARAMETER_SUMS, "SUM", "", NULL },
	{ "rows", KL_PARAMETER_ROWS, "ROW", "", NULL },
	{ "level", KL_PARAMETER_TEXT, "LEVEL", "", NULL },
	{ "level.column", KL_PARAMETER_COLUMN, "COLUMN", "", NULL },
	{ "down.row", KL_PARAMETER_ROWS, "ROW", "", NULL },
	{ "down.columns", KL_PARAMETER_COLUMNS, "COLUMNS", "", NULL },
	{ "pairs", KL_PARAMETER_PAIRS, "PAIR", "", NULL },
};
static const struct kl_words totals = { "totals", "", parameters,
	sizeof parameters / sizeof *parameters };
static const struct kl_words crebo = { "crebo", "", parameters, 2 };
static const struct kl_words *const checks[] = { &totals, &crebo };

static void add_words(struct kl_text_buffer *out, const struct kl_word *words,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		kl_text_printf(out, "%s%.*s", i > 0 ? "," : "",
			(int)words[i].text.length, words[i].text.at);
}

static void add_argument(struct kl_text_buffer *out, const char *name,
	const struct kl_argument *a)
{
	char number[KL_DECIMAL_TEXT];

	kl_text_printf(out, " %s@%u:%u(", name, (unsigned)a->line,
		(unsigned)a->column);
	add_words(out, a->words, a->word_count);
	if (kl_decimal_sign(a->number) != 0) {
		kl_decimal_format(a->number, '.', number);
		kl_text_printf(out, " #%s", number);
	}
	if (kl_date_given(a->date))
		kl_text_printf(out, " date %d", a->date.year);
	if (a->choice != 0)
		kl_text_printf(out, " choice %d", a->choice);
	for (size_t i = 0; i < a->sum_count; i++) {
		kl_text_puts(out, i > 0 ? ";" : "");
		add_words(out, &a->sums[i].total, 1);
		kl_text_puts(out, "=");
		add_words(out, a->sums[i].parts, a->sums[i].part_count);
	}
	for (size_t i = 0; i < a->row_count; i++) {
		kl_text_puts(out, i > 0 ? ";" : "");
		for (size_t k = 0; k < a->rows[i].count; k++) {
			kl_text_puts(out, k > 0 ? "&" : "");
			add_words(out, &a->rows[i].matches[k].field, 1);
			kl_text_puts(out, "=");
			add_words(out, &a->rows[i].matches[k].value, 1);
		}
	}
	for (size_t i = 0; i < a->pair_count; i++) {
		kl_text_puts(out, i > 0 ? ";" : "");
		add_words(out, &a->pairs[i].field, 1);
		kl_text_printf(out, "=%u:%u=", (unsigned)a->pairs[i].value.line,
			(unsigned)a->pairs[i].value.column);
		add_words(out, &a->pairs[i].value, 1);
	}
	kl_text_puts(out, ")");
}

static void add_rule(struct kl_text_buffer *out, const struct kl_rule *rule)
{
	kl_text_printf(out, "%s %s %u:%u", rule->id, rule->words->name,
		(unsigned)rule->line, (unsigned)rule->column);
	if (rule->table_count > 0) {
		kl_text_puts(out, " [");
		add_words(out, rule->tables, rule->table_count);
		kl_text_puts(out, "]");
	}
	if (rule->severity_given)
		kl_text_printf(out, " %s", kl_severity_name(rule->severity));
	for (size_t i = 0; i < rule->severity_count; i++)
		kl_text_printf(out, " %s:%s",
			kl_code_name(rule->severities[i].code),
			kl_severity_name(rule->severities[i].severity));
	for (size_t i = 0; i < rule->words->parameter_count; i++) {
		const char *name = rule->words->parameters[i].name;
		const struct kl_argument *a = kl_rule_argument(rule, name);
		if (a->given)
			add_argument(out, name, a);
	}
	kl_text_puts(out, "\n");
}

static enum kl_status read_rules(struct kl_rules *rules, const char *path,
	const char *text, struct kl_dataset *dataset, struct kl_error *error)
{
	scratch_write(path, text);
	return kl_rules_read(rules, path, checks, 2, dataset, NULL, error);
}

Test(rules, reads)
{
	static const struct {
		const char *text, *rules;
	} cases[] = {
		{ "rules: [{check: crebo}]\n", "crebo crebo 1:9\n" },
		{ "title: T\ndescription: D\nrules:\n- check: crebo\n  id: x\n"
			"  title: t\n  description: d\n", "x crebo 5:7\n" },
		{ "rules:\n- {check: crebo}\n- {check: crebo}\n- {check: crebo, id: crebo}\n",
			"crebo-2 crebo 2:3\ncrebo-3 crebo 3:3\ncrebo crebo 4:22\n" },
		{ "rules:\n- check: totals\n  tables: [a-*, b]\n  severity: info\n",
			"totals totals 2:3 [a-*,b] info\n" },
		{ "rules:\n- check: totals\n  tables: a\n"
			"  severity: {total-mismatch: warning, n-mismatch: error}\n",
			"totals totals 2:3 [a] total-mismatch:warning n-mismatch:error\n" },
		{ "rules:\n- check: totals\n"
			"  text: 82.2 %\n  column: \"\"\n  parts: [a, b]\n  multiple: x\n"
			"  margin: 0.5\n  on: 2004-10-01\n  side: right\n  register: r/x.csv\n",
			"totals totals 2:3 text@3:9(82.2 %) column@4:11() parts@5:10(a,b)"
			" multiple@6:13(x) margin@7:11(0.5 #0.5) on@8:7(2004-10-01 date 2004)"
			" side@9:9(right choice 1) register@10:13(r/x.csv)\n" },
		{ "rules:\n- check: totals\n"
			"  across: {t: [a, b], u: c}\n  rows: [{x: 1, y: \"\"}, {x: 2}]\n",
			"totals totals 2:3 across@3:11(t=a,b;u=c) rows@4:9(x=1&y=;x=2)\n" },
		{ "rules:\n- {check: totals, level: 1, rows: {x: y}}\n",
			"totals totals 2:3 rows@2:35(x=y) level@2:26(1)\n" },
		{ "rules:\n- check: totals\n  level: {column: niveau}\n"
			"  down: {row: {onderwijs: Totaal}, columns: [a, b]}\n",
			"totals totals 2:3 level.column@3:19(niveau)"
			" down.row@4:15(onderwijs=Totaal) down.columns@4:45(a,b)\n" },
		{ "rules:\n- check: totals\n  pairs:\n    a: x = \"y\"\n    b: true\n",
			"totals totals 2:3 pairs@4:5(a=4:8=x = \"y\";b=5:8=true)\n" },
		{ "{\"rules\": [{\"check\": \"totals\", \"parts\": \"a\"}]}",
			"totals totals 1:12 parts@1:41(a)\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer got = { 0 };
		struct kl_error error = { 0 };
		struct kl_rules rules;

		kl_rules_init(&rules);
		cr_expect_eq(read_rules(&rules, "r.yaml", cases[i].text, NULL,
			&error), KL_OK, "%s", scratch_told(&error));
		for (size_t k = 0; k < rules.count; k++)
			add_rule(&got, &rules.rules[k]);
		cr_expect_str_eq(got.at != NULL ? got.at : "", cases[i].rules);
		kl_text_release(&got);
		kl_rules_release(&rules);
	}
}

#define RULE "rules:\n- check: totals\n  "

Test(rules, mistakes)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "- x\n", "1:1: a rule file is a mapping with 'rules'" },
		{ "title: x\n", "1:1: the rule file has no 'rules'" },
		{ "rulez: []\n", "1:1: unknown key 'rulez'; did you mean 'rules'?" },
		{ "rules: []\n", "1:8: 'rules' is empty" },
		{ "rules: x\n", "1:8: 'rules' takes a list of mappings" },
		{ "rules: [x]\n", "1:9: 'rules' takes a list of mappings" },
		{ "rules:\n- id: x\n", "2:3: rule has no 'check'" },
		{ "rules:\n- id: x\n  chek: totals\n",
			"3:3: rule has no 'check'; is 'chek' meant to be it?" },
		{ "rules: [{check: total}]\n",
			"1:17: unknown check 'total'; did you mean 'totals'?" },
		{ "rules: [{check: xxxxx}]\n",
			"1:17: unknown check 'xxxxx'; known are totals, crebo" },
		{ "rules: [{check: [a]}]\n",
			"1:17: 'check' takes the name of a check" },
		{ "rules: [{check: crebo, id: \"\"}]\n", "1:28: 'id' is empty" },
		{ "rules: [{check: crebo, id: [a]}]\n", "1:28: 'id' takes a text" },
		{ "rules:\n- {check: crebo, id: a}\n- {check: crebo, id: a}\n",
			"3:22: rule id 'a' stands twice, first at line 2" },
		{ RULE "coloum: a\n",
			"3:3: unknown key 'coloum'; did you mean 'column'?" },
		{ "rules: [{check: crebo, colour-of: x}]\n",
			"1:24: unknown key 'colour-of'; known are id, check, title, description, tables, severity, when, unless, replaces, text, column" },
		{ RULE "down.columns: a\n",
			"3:3: unknown key 'down.columns'; known are id, check, title, description, tables, severity, when, unless, replaces, text, column, parts, multiple, margin, on, side, register, across, rows, level, down, pairs" },
		{ RULE "tables: []\n",
			"3:11: 'tables' takes the name of a table, a glob, or a list of these; this list is empty" },
		{ RULE "tables: {a: b}\n",
			"3:11: 'tables' takes the name of a table, a glob, or a list of these" },
		{ RULE "severity: off\n",
			"3:13: unknown severity 'off'; known are error, warning, info" },
		{ RULE "severity: eror\n",
			"3:13: unknown severity 'eror'; did you mean 'error'?" },
		{ RULE "severity: [error]\n",
			"3:13: 'severity' takes error, warning or info, or a mapping from a code to one of these" },
		{ RULE "severity: {total-mismach: info}\n",
			"3:14: unknown code 'total-mismach'; did you mean 'total-mismatch'?" },
		{ RULE "severity: {total-mismatch: hint}\n",
			"3:30: unknown severity 'hint'; known are error, warning, info" },
		{ RULE "text: [a]\n", "3:9: 'text' takes a text" },
		{ RULE "text:\n", "3:8: 'text' takes a text" },
		{ RULE "column: [a]\n", "3:11: 'column' takes the name of one column" },
		{ RULE "parts: {a: b}\n", "3:10: 'parts' takes a list of column names" },
		{ RULE "parts: []\n", "3:10: 'parts' takes a list of column names" },
		{ RULE "parts: [a, [b]]\n",
			"3:14: 'parts' takes a list of column names" },
		{ RULE "parts: [a, b, a]\n", "3:17: 'a' stands twice in this list" },
		{ RULE "multiple: {a: b}\n",
			"3:13: 'multiple' takes a list of table names" },
		{ RULE "margin: 1,5\n", "3:11: 'margin' takes a number, not '1,5'" },
		{ RULE "on: 1-10-2004\n",
			"3:7: 'on' takes a date YYYY-MM-DD, not '1-10-2004'" },
		{ RULE "side: lefd\n",
			"3:9: 'side' takes one of left, right, not 'lefd'; did you mean 'left'?" },
		{ RULE "side: [left]\n", "3:9: 'side' takes one of left, right" },
		{ RULE "register: \"\"\n",
			"3:13: 'register' takes the id of a register or a path, not ''" },
		{ RULE "across: [a, b]\n",
			"3:11: 'across' takes a mapping from a total column to a list of its part columns" },
		{ RULE "across: {t: }\n",
			"3:15: 'across' takes a mapping from a total column to a list of its part columns" },
		{ RULE "across: {t: [a, t]}\n", "3:19: 't' is a part of itself" },
		{ RULE "across: {t: [a, a]}\n",
			"3:19: 'a' stands twice in this list" },
		{ RULE "rows: Totaal\n",
			"3:9: 'rows' takes a mapping from a column to a value, or a list of these" },
		{ RULE "rows: {a: [b]}\n",
			"3:13: 'rows' takes a mapping from a column to a value, or a list of these" },
		{ RULE "rows: {a: }\n",
			"3:13: a value is missing here; a blank cell is written \"\"" },
		{ RULE "level: {colum: x}\n",
			"3:11: unknown key 'colum'; did you mean 'column'?" },
		{ RULE "level: {x: {y: z}}\n",
			"3:11: unknown key 'x'; known are column" },
		{ RULE "level: {}\n", "3:10: 'level' takes a mapping with column" },
		{ RULE "level: [1]\n", "3:10: 'level' takes a text" },
		{ RULE "down: Totaal\n",
			"3:9: 'down' takes a mapping with row, columns" },
		{ RULE "down: {colums: [a]}\n",
			"3:10: unknown key 'colums'; did you mean 'columns'?" },
		{ RULE "down: {columns: {a: b}}\n",
			"3:19: 'columns' takes a list of column names" },
		{ RULE "pairs: [a]\n",
			"3:10: 'pairs' takes a mapping from a column to an expression" },
		{ RULE "pairs: {}\n",
			"3:10: 'pairs' takes a mapping from a column to an expression" },
		{ RULE "pairs: {a: }\n", "3:14: 'a' takes an expression" },
		{ RULE "pairs: {a: [x]}\n", "3:14: 'a' takes an expression" },
		{ RULE "unless: []\n", "3:11: 'unless' is empty" },
		{ RULE "unless: x\n",
			"3:11: 'unless' takes a mapping with 'when' and 'because', or a list of these" },
		{ RULE "unless: {wen: a, because: b}\n",
			"3:12: unknown key 'wen'; did you mean 'when'?" },
		{ RULE "unless: {when: [a], because: b}\n", "3:18: 'when' takes an expression" },
		{ RULE "unless: {when: a, because: [b]}\n",
			"3:30: 'because' takes the reason, as text" },
		{ RULE "unless: [{when: a}, {when: a, because: b}]\n",
			"3:12: 'unless' has no 'because'" },
		{ RULE "when: [a]\n", "3:9: 'when' takes an expression" },
		{ "klopt: {markers: {}}\n" RULE "text: a\n",
			"1:8: 'klopt' cannot stand here: there is no dataset" },
		{ "resources: []\n", "1:12: 'resources' cannot stand here: there is no dataset" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_error error = { 0 };
		struct kl_rules rules;
		char told[KL_ERROR_TEXT];

		snprintf(told, sizeof told, "r.yaml:%s", cases[i].told);
		kl_rules_init(&rules);
		cr_expect_eq(read_rules(&rules, "r.yaml", cases[i].text, NULL,
			&error), KL_INVALID, "%s", told);
		cr_expect_str_eq(scratch_told(&error), told);
		kl_rules_release(&rules);
	}
}

Test(rules, several_files)
{
	struct kl_argument arguments[sizeof parameters / sizeof *parameters] = {
		{ .given = true } };
	struct kl_error error = { 0 };
	struct kl_rules rules;

	kl_rules_init(&rules);
	cr_expect_eq(read_rules(&rules, "a.yaml",
		"rules:\n- {check: crebo}\n- {check: totals, id: x}\n", NULL,
		&error), KL_OK);
	cr_expect_eq(read_rules(&rules, "b.yaml", "rules: [{check: crebo}]\n",
		NULL, &error), KL_OK);
	cr_expect_eq(kl_rules_add(&rules, &totals, arguments, &error), KL_OK);
	cr_expect_eq(kl_rules_add(&rules, &totals, arguments, &error), KL_OK);
	cr_assert_eq(rules.count, 5);
	cr_expect_str_eq(rules.rules[2].id, "crebo-2");
	cr_expect_str_eq(rules.rules[2].path, "b.yaml");
	cr_expect_str_eq(rules.rules[3].id, "totals");
	cr_expect_str_eq(rules.rules[4].id, "totals-2");
	cr_expect_null(rules.rules[4].path);
	cr_expect_eq(rules.rules[4].line, 0);
	cr_expect_eq(kl_rule_argument(&rules.rules[4], "text"), &arguments[0]);

	cr_expect_eq(read_rules(&rules, "c.yaml",
		"rules: [{check: crebo, id: x}]\n", NULL, &error), KL_INVALID);
	cr_expect_str_eq(scratch_told(&error),
		"c.yaml:1:28: rule id 'x' is taken by the rule at line 3 of a.yaml");
	kl_rules_release(&rules);
}

/* A rule of a later file stands where the one was that it replaces. */
Test(rules, replaces)
{
	struct kl_error error = { 0 };
	struct kl_rules rules;

	kl_rules_init(&rules);
	cr_assert_eq(read_rules(&rules, "a.yaml",
		"rules:\n- {check: crebo, id: x}\n- {check: totals, id: y}\n", NULL,
		&error), KL_OK);
	cr_assert_eq(read_rules(&rules, "b.yaml", "rules:\n"
		"- {check: crebo, id: z}\n- {check: totals, id: x, replaces: yes}\n"
		"- {check: crebo, id: w}\n- {check: crebo}\n", NULL, &error), KL_OK);
	cr_assert_eq(rules.count, 5);
	cr_expect_str_eq(rules.rules[0].id, "x");
	cr_expect_str_eq(rules.rules[0].path, "b.yaml");
	cr_expect_str_eq(rules.rules[0].words->name, "totals");
	cr_expect_str_eq(rules.rules[1].id, "y");
	cr_expect_str_eq(rules.rules[2].id, "z");
	cr_expect_str_eq(rules.rules[3].id, "w");
	cr_expect_str_eq(rules.rules[4].id, "crebo");
	/* Where the ids stand is still known. */
	cr_expect_eq(read_rules(&rules, "c.yaml", "rules:\n- {check: crebo, id: w}\n",
		NULL, &error), KL_INVALID);
	cr_expect_str_eq(scratch_told(&error),
		"c.yaml:2:22: rule id 'w' is taken by the rule at line 4 of b.yaml");
	cr_expect_eq(read_rules(&rules, "d.yaml", "rules:\n"
		"- {check: crebo, id: verder}\n- {check: crebo, id: verder, replaces: yes}\n",
		NULL, &error), KL_INVALID);
	cr_expect_str_eq(scratch_told(&error),
		"d.yaml:3:22: no rule 'verder' stands before this file that it could replace");
	kl_rules_release(&rules);
}

Test(rules, applies)
{
	static const struct {
		const char *tables, *table;
		bool applies;
	} cases[] = {
		{ "[gesprek-*, x]", "gesprek-wie", true },
		{ "[gesprek-*, x]", "x", true },
		{ "[gesprek-*, x]", "xx", false },
		{ "\"a?\"", "ab", true },
		{ "\"a[1]\"", "a[1]", true },
		{ "\"a[1]\"", "a1", true },
		{ "\"*\"", "", true },
	};
	struct kl_rule any = { 0 };

	cr_expect(kl_rule_applies(&any, "x"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_rules rules;
		char text[128];

		snprintf(text, sizeof text, "rules: [{check: crebo, tables: %s}]",
			cases[i].tables);
		kl_rules_init(&rules);
		cr_assert_eq(read_rules(&rules, "r.yaml", text, NULL, NULL), KL_OK);
		cr_expect_eq(kl_rule_applies(rules.rules, cases[i].table),
			cases[i].applies, "%s %s", cases[i].tables, cases[i].table);
		kl_rules_release(&rules);
	}
}

Test(rules, severity)
{
	static const struct kl_severity_choice choice = { KL_CODE_n_mismatch,
		KL_INFO };
	struct kl_rule rule = { 0 };
	enum kl_code info = KL_CODES;

	for (int i = 0; i < KL_CODES; i++)
		if (kl_code_severity((enum kl_code)i) == KL_INFO)
			info = (enum kl_code)i;
	cr_expect_eq(kl_rule_severity(&rule, KL_CODE_n_mismatch), KL_ERROR);
	rule.severity_given = true;
	rule.severity = KL_WARNING;
	cr_expect_eq(kl_rule_severity(&rule, KL_CODE_n_mismatch), KL_WARNING);
	if (info != KL_CODES)
		cr_expect_eq(kl_rule_severity(&rule, info), KL_INFO);
	rule.severities = &choice;
	rule.severity_count = 1;
	cr_expect_eq(kl_rule_severity(&rule, KL_CODE_n_mismatch), KL_INFO);
	cr_expect_eq(kl_rule_severity(&rule, KL_CODE_total_mismatch), KL_WARNING);
}

/* Names, shown paths, and how many marks; a star where it is declared. */
static void expect_tables(const struct kl_dataset *dataset, const char *wanted)
{
	struct kl_text_buffer got = { 0 };

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		cr_expect_eq(table->order, i);
		kl_text_printf(&got, "%s %s %zu%s\n", table->name, table->shown,
			table->reading.marker_count,
			table->declared != NULL ? "*" : "");
	}
	cr_expect_str_eq(got.at != NULL ? got.at : "", wanted);
	kl_text_release(&got);
}

#define BRINGS "klopt: {markers: {\"\": 0}}\nresources:\n" \
	"- {name: een, path: a.csv, klopt: {markers: {x: 1}}}\n" \
	"- {name: twee, path: t/b.csv}\n"

Test(rules, resources_for_a_descriptor)
{
	struct kl_error error = { 0 };
	struct kl_dataset dataset;
	struct kl_rules rules;

	scratch_write("d/datapackage.yaml", "klopt: {markers: {y: 1}}\n"
		"resources: [{name: twee, path: own.csv}]\n");
	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	cr_assert_eq(kl_dataset_read(&dataset, "d", false, NULL, &error), KL_OK);
	cr_expect_eq(read_rules(&rules, "r.yaml", BRINGS, &dataset, &error), KL_OK,
		"%s", scratch_told(&error));
	kl_rules_release(&rules);
	expect_tables(&dataset, "twee d/own.csv 1*\neen d/a.csv 3*\n");
	cr_expect_str_eq(dataset.tables[1].declared, "r.yaml");
	cr_expect_eq(dataset.tables[1].line, 3);
	kl_dataset_release(&dataset);
}

Test(rules, resources_for_a_plain_folder)
{
	struct kl_error error = { 0 };
	struct kl_dataset dataset;
	struct kl_rules rules;

	scratch_write("p/a.csv", "x\n");
	scratch_write("p/other.csv", "x\n");
	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	cr_assert_eq(kl_dataset_read(&dataset, "p", true, NULL, &error), KL_OK);
	cr_expect_eq(read_rules(&rules, "k.yaml",
		"klopt: {markers: {z: 0}}\nrules: [{check: crebo}]\n", &dataset,
		&error), KL_OK);
	expect_tables(&dataset, "a p/a.csv 1\nother p/other.csv 1\n");
	cr_expect_eq(read_rules(&rules, "r.yaml", BRINGS, &dataset, &error), KL_OK);
	expect_tables(&dataset, "een p/a.csv 2*\ntwee p/t/b.csv 1*\n");
	/* Another file adds, and leaves what is there. */
	cr_expect_eq(read_rules(&rules, "s.yaml",
		"resources: [{name: een, path: z.csv}, {name: drie, path: c.csv}]\n",
		&dataset, &error), KL_OK);
	expect_tables(&dataset,
		"een p/a.csv 2*\ntwee p/t/b.csv 1*\ndrie p/c.csv 0*\n");
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
}

Test(rules, resources_for_files)
{
	struct kl_error error = { 0 };
	struct kl_dataset dataset;
	struct kl_rules rules;

	kl_dataset_init(&dataset);
	kl_rules_init(&rules);
	kl_dataset_add_file(&dataset, "q/twee.csv", NULL, NULL);
	kl_dataset_add_file(&dataset, "q/c.csv", NULL, NULL);
	kl_dataset_add_file(&dataset, "q/a.csv", NULL, NULL);
	cr_expect_eq(read_rules(&rules, "r.yaml", BRINGS, &dataset, &error), KL_OK);
	expect_tables(&dataset, "twee q/twee.csv 1*\nc q/c.csv 1\neen q/a.csv 2*\n");
	cr_expect_eq(read_rules(&rules, "r.yaml", BRINGS, &dataset, &error), KL_OK);
	cr_expect_eq(dataset.table_count, 3);
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
}

Test(rules, resources_with_mistakes)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "klopt: {rules: x}\n" RULE "text: a\n",
			"r.yaml:1:9: unknown key 'rules'; known are markers, rounded, rounding, decimalChar, groupChar, bareNumber" },
		{ "klopt:\n" RULE "text: a\n", "r.yaml:1:7: 'klopt' takes a mapping" },
		{ "resources: [{name: a, path: /a.csv}]\n",
			"r.yaml:1:29: path '/a.csv' leaves the package; allow it with --allow-outside" },
		{ "resources: [{name: a, path: a}, {name: a, path: b}]\n",
			"r.yaml:1:40: resource 'a' stands twice, first at line 1" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_error error = { 0 };
		struct kl_dataset dataset;
		struct kl_rules rules;

		kl_dataset_init(&dataset);
		kl_rules_init(&rules);
		cr_expect_eq(read_rules(&rules, "r.yaml", cases[i].text, &dataset,
			&error), KL_INVALID);
		cr_expect_str_eq(scratch_told(&error), cases[i].told);
		kl_rules_release(&rules);
		kl_dataset_release(&dataset);
	}
}
