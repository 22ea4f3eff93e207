#include "rule/dataset.h"

#include "base/text.h"
#include "mistakes.h"
#include "workbooks.h"

TestSuite(dataset, .init = scratch_open, .fini = scratch_close);

static void add_reading(struct kl_text_buffer *out,
	const struct kl_reading *reading)
{
	static const char *const rounded[] = { "", " printed", " unit" };
	static const char *const rounding[] = { "", " half-even", " up", " down" };
	char text[KL_INTERVAL_TEXT];

	kl_text_printf(out, "'%c'", reading->decimal_char);
	if (reading->group_char.length > 0) {
		kl_text_puts(out, " groups '");
		kl_text_add(out, reading->group_char);
		kl_text_puts(out, "'");
	}
	kl_text_puts(out, reading->bare_number ? "" : " not bare");
	kl_text_puts(out, rounded[reading->rounded]);
	if (reading->rounded == KL_ROUNDED_UNIT) {
		kl_decimal_format(reading->unit, '.', text);
		kl_text_printf(out, " %s", text);
	}
	kl_text_puts(out, rounding[reading->rounding]);
	for (size_t i = 0; i < reading->marker_count; i++) {
		const struct kl_marker *marker = &reading->markers[i];
		kl_text_puts(out, " [");
		kl_text_add(out, marker->mark);
		kl_interval_format(&marker->interval, '.', text);
		kl_text_printf(out, "]=%s", marker->unknown ? "unknown" : text);
	}
}

static void add_table(struct kl_text_buffer *out, const struct kl_table *table)
{
	static const char *const types[] = { "any", "string", "integer", "number",
		"boolean", "list", "date", "time", "datetime", "year", "yearmonth",
		"duration" };

	kl_text_printf(out, "%u %s %s", (unsigned)table->order, table->name,
		table->shown);
	if (table->title != NULL)
		kl_text_printf(out, " title '%s'", table->title);
	if (table->source != NULL)
		kl_text_printf(out, " source '%s'", table->source);
	if (table->dialect.delimiter != '\0')
		kl_text_printf(out, " by '%c'", table->dialect.delimiter);
	if (table->dialect.quote != '"')
		kl_text_printf(out, " quote %d", table->dialect.quote);
	if (table->n.text.at != NULL)
		kl_text_printf(out, " n %.*s at %u:%u", (int)table->n.text.length,
			table->n.text.at, (unsigned)table->n.line,
			(unsigned)table->n.column);
	kl_text_puts(out, " ");
	add_reading(out, &table->reading);
	kl_text_puts(out, "\n");
	for (size_t i = 0; i < table->field_count; i++) {
		kl_text_puts(out, "  ");
		kl_text_add(out, table->fields[i].name);
		kl_text_printf(out, " %s ", types[table->fields[i].type]);
		add_reading(out, &table->fields[i].reading);
		kl_text_puts(out, "\n");
	}
}

static void expect_tables(const struct kl_dataset *dataset, const char *wanted)
{
	struct kl_text_buffer got = { 0 };

	for (size_t i = 0; i < dataset->table_count; i++)
		add_table(&got, &dataset->tables[i]);
	cr_expect_str_eq(got.at != NULL ? got.at : "", wanted);
	kl_text_release(&got);
}

static void expect_read(const char *path, const char *wanted)
{
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, path, true, NULL, &error), KL_OK,
		"%s", scratch_told(&error));
	expect_tables(&dataset, wanted);
	cr_expect_eq(dataset.unchecked_count, 0);
	kl_dataset_release(&dataset);
}

static const char whole[] =
	"name: ao\n"
	"title: Monitor\n"
	"profile: data-package\n"
	"klopt:\n"
	"  rules: [ao.yaml, twee.yaml]\n"
	"  markers: {\"-\": 0, \".\": unknown, \"<5\": [1, 4]}\n"
	"resources:\n"
	"  - name: wie\n"
	"    path: ./tabellen/wie.csv\n"
	"    title: Wie\n"
	"    own: {x: 1}\n"
	"    klopt: {n: 28, markers: {\"\": 0}, source: III}\n"
	"  - name: aanbod\n"
	"    path: [aanbod.csv]\n"
	"    encoding: UTF-8\n"
	"    dialect: {delimiter: ;, quoteChar: \"'\", header: true}\n"
	"    klopt: {rounded: 10, rounding: half-even, decimalChar: \",\", groupChar: \".\", n: 1.234}\n"
	"    schema:\n"
	"      missingValues: [\"\", x]\n"
	"      fieldsMatch: exact\n"
	"      fields:\n"
	"        - {name: crebo, type: string, format: default, constraints: {}}\n"
	"        - name: uren\n"
	"          type: number\n"
	"          decimalChar: \".\"\n"
	"          groupChar: \"\"\n"
	"          bareNumber: false\n"
	"          missingValues: [{value: y, label: z}]\n"
	"          klopt: {rounded: printed, rounding: up, markers: {z: 1..4, \"-\": 1}}\n"
	"        - {name: jaar, type: integer}\n"
	"        - {name: rest}\n";

#define PACKAGE " [-]=0 [.]=unknown [<5]=1..4"

static const char whole_tables[] =
	"0 wie tabellen/wie.csv title 'Wie' source 'III' n 28 at 12:16 '.' []=0"
	PACKAGE "\n"
	"1 aanbod aanbod.csv by ';' quote 39 n 1.234 at 17:84 ',' groups '.' unit 10 half-even"
	PACKAGE " []=unknown [x]=unknown\n"
	"  crebo string ',' groups '.' unit 10 half-even" PACKAGE
	" []=unknown [x]=unknown\n"
	"  uren number '.' not bare printed up [z]=1..4 [-]=1" PACKAGE
	" [y]=unknown\n"
	"  jaar integer ',' groups '.' unit 10 half-even" PACKAGE
	" []=unknown [x]=unknown\n"
	"  rest any ',' groups '.' unit 10 half-even" PACKAGE
	" []=unknown [x]=unknown\n";

Test(dataset, descriptor)
{
	struct kl_dataset dataset;
	struct kl_error error = { 0 };
	char n[KL_DECIMAL_TEXT];

	scratch_write("datapackage.yaml", whole);
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, ".", false, NULL, &error), KL_OK,
		"%s", scratch_told(&error));
	cr_expect_str_eq(dataset.name, "ao");
	cr_expect_str_eq(dataset.title, "Monitor");
	cr_expect_str_eq(dataset.descriptor, "datapackage.yaml");
	cr_expect_str_eq(dataset.folder, ".");
	cr_expect_eq(dataset.rule_count, 2);
	cr_expect(kl_span_is(dataset.rules[1].text, "twee.yaml"));
	cr_expect_eq(dataset.rules[1].line, 5);
	cr_expect_eq(dataset.rules[1].column, 20);
	expect_tables(&dataset, whole_tables);
	cr_expect_eq(dataset.unchecked_count, 0);
	cr_expect_eq(dataset.tables[0].line, 8);
	cr_expect_str_eq(dataset.tables[0].declared, "datapackage.yaml");
	kl_decimal_format(dataset.tables[1].n_value, '.', n);
	cr_expect_str_eq(n, "1234");

	const struct kl_table *table = &dataset.tables[1];
	cr_expect_eq(kl_table_field(table, kl_span_of("uren")), &table->fields[1]);
	cr_expect_null(kl_table_field(table, kl_span_of("Uren")));
	cr_expect_eq(kl_table_reading(table, kl_span_of("uren")),
		&table->fields[1].reading);
	cr_expect_eq(kl_table_reading(table, kl_span_of("other")),
		&table->reading);
	kl_dataset_release(&dataset);
}

Test(dataset, json_and_names)
{
	scratch_write("d/datapackage.json",
		"{\n\t\"$schema\": \"https://datapackage.org/x.json\",\n"
		"\t\"resources\": [\n\t\t{\"name\": \"a\", \"path\": \"a.csv\",\n"
		"\t\t\t\"dialect\": {\"csv\": {\"delimiter\": \"\\t\"}},\n"
		"\t\t\t\"klopt\": {\"n\": null, \"rounded\": false}}\n\t]\n}\n");
	expect_read("d", "0 a d/a.csv by '\t' '.'\n");
	expect_read("./d/", "0 a d/a.csv by '\t' '.'\n");
	expect_read("d/datapackage.json", "0 a d/a.csv by '\t' '.'\n");
	cr_assert_eq(chdir("d"), 0);
	expect_read(".", "0 a a.csv by '\t' '.'\n");
	expect_read("datapackage.json", "0 a a.csv by '\t' '.'\n");
	cr_assert_eq(chdir(".."), 0);
	/* Of several descriptors the YAML comes first. */
	scratch_write("d/datapackage.yml",
		"resources: [{name: \"\u00e9 1\", path: -, dialect: {quoteChar: \"\"}}]\n");
	expect_read("d", "0 \u00e9 1 d/- quote 0 '.'\n");
	cr_assert_eq(chdir("d"), 0);
	expect_read(".", "0 \u00e9 1 ./- quote 0 '.'\n");
	cr_assert_eq(chdir(".."), 0);
}

Test(dataset, files_that_are_named)
{
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	scratch_write("datapackage.yaml",
		"resources:\n"
		"  - {name: a, path: a.csv, schema: s/a.json, dialect: s/d.yaml}\n");
	scratch_write("s/a.json", "{\"fields\": [{\"name\": \"x\"}]}");
	scratch_write("s/d.yaml", "delimiter: ;\n");
	expect_read(".", "0 a a.csv by ';' '.'\n  x any '.'\n");

	scratch_write("s/a.json", "{\"fields\": [\n  {\"nam\": \"x\"}]}");
	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, ".", false, NULL, &error),
		KL_INVALID);
	cr_expect_str_eq(scratch_told(&error),
		"s/a.json:2:4: field has no 'name'; is 'nam' meant to be it?");
	kl_dataset_release(&dataset);
}

Test(dataset, options)
{
	struct kl_reading reading;
	struct kl_dataset_options options = { .data = "elders",
		.allow_outside = true, .reading = &reading,
		.dialect = { .delimiter = ';', .quote = '\'' } };
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	kl_reading_init(&reading);
	reading.decimal_char = ',';
	scratch_write("d/datapackage.yaml",
		"resources: [{name: a, path: ../a.csv}, {name: b, path: /x/b.csv}]\n");
	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, "d", false, &options, &error),
		KL_OK, "%s", scratch_told(&error));
	expect_tables(&dataset, "0 a elders/../a.csv by ';' quote 39 ','\n"
		"1 b /x/b.csv by ';' quote 39 ','\n");
	cr_expect_str_eq(dataset.folder, "elders");
	cr_expect_str_eq(dataset.name, "d");
	kl_dataset_release(&dataset);
}

Test(dataset, mistakes)
{
	static const struct mistake cases[] = {
		{ "- a\n", "1:1: a descriptor is a mapping with 'resources'" },
		{ "name: a\n", "1:1: the package has no 'resources'" },
		{ "resourses: []\n",
			"1:1: the package has no 'resources'; is 'resourses' meant to be it?" },
		{ "resources: []\n", "1:12: 'resources' is empty" },
		{ "resources: {a: b}\n", "1:12: 'resources' takes a list of mappings" },
		{ "resources: [a]\n", "1:13: 'resources' takes a list of mappings" },
		{ "resources:\n- nam: a\n  path: b\n",
			"2:3: resource has no 'name'; is 'nam' meant to be it?" },
		{ "resources:\n- name: a\n  pth: b\n",
			"3:3: resource has no 'path'; is 'pth' meant to be it?" },
		{ "resources:\n- name: a\n", "2:3: resource has no 'path'" },
		{ "resources:\n- {name: [a], path: b}\n", "2:10: 'name' takes a text" },
		{ "resources:\n- {name: \"\", path: b}\n", "2:10: 'name' is empty" },
		{ "resources:\n- {name: a, path: {}}\n",
			"2:19: 'path' takes the path of a file" },
		{ "resources:\n- {name: a, path: []}\n", "2:19: 'path' is empty" },
		{ "resources:\n- {name: a, path: \"\"}\n", "2:19: 'path' is empty" },
		{ "resources:\n- {name: a, path: ../../etc/passwd}\n",
			"2:19: path '../../etc/passwd' leaves the package; allow it with --allow-outside" },
		{ "resources:\n- {name: a, path: x/../y.csv}\n",
			"2:19: path 'x/../y.csv' leaves the package; allow it with --allow-outside" },
		{ "resources:\n- {name: a, path: [b.csv, /etc/passwd]}\n",
			"2:27: path '/etc/passwd' leaves the package; allow it with --allow-outside" },
		{ "resources:\n- {name: a, path: HTTPS://x.nl/a.csv}\n",
			"2:19: path 'HTTPS://x.nl/a.csv' is a URL; klopt reads no URLs" },
		{ "resources:\n- {name: a, path: s3://x/a.csv}\n",
			"2:19: path 's3://x/a.csv' is a URL; klopt reads no URLs" },
		{ "resources:\n- {name: a, path: a}\n- {name: a, path: b}\n",
			"3:10: resource 'a' stands twice, first at line 2" },
		{ "name: [x]\n" RESOURCE, "1:7: 'name' takes a text" },
		{ "klopt: x\n" RESOURCE, "1:8: 'klopt' takes a mapping" },
		{ "klopt: {markrs: {}}\n" RESOURCE,
			"1:9: unknown key 'markrs'; did you mean 'markers'?" },
		{ "klopt: {n: 1}\n" RESOURCE,
			"1:9: unknown key 'n'; known are rules, waivers, changes, markers, rounded, rounding, decimalChar, groupChar, bareNumber" },
		{ "klopt: {rules: []}\n" RESOURCE,
			"1:16: 'rules' takes the name of a rule file, or a list of these; this list is empty" },
		{ "klopt: {rules: {}}\n" RESOURCE,
			"1:16: 'rules' takes the name of a rule file, or a list of these" },
		{ "klopt: {rules: [a, a]}\n" RESOURCE,
			"1:20: 'a' stands twice in this list" },
		{ "klopt: {markers: []}\n" RESOURCE,
			"1:18: 'markers' takes a mapping from a mark to what it stands for" },
		{ "klopt: {markers: {x: nil}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {markers: {x: [4, 1]}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {markers: {x: [1, 2, 3]}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {markers: {x: {a: b}}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {rounded: 0}\n" RESOURCE,
			"1:18: 'rounded' takes no, printed, or the unit that was rounded to, such as 10" },
		{ "klopt: {rounding: half_up}\n" RESOURCE,
			"1:19: unknown rounding 'half_up'; did you mean 'half-up'?" },
		{ "klopt: {rounding: []}\n" RESOURCE,
			"1:19: 'rounding' takes half-up, half-even, up or down" },
		{ "klopt: {decimalChar: \"\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character, no digit and no sign" },
		{ "klopt: {decimalChar: \",,\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character (of ASCII)" },
		{ "klopt: {groupChar: \"00\"}\n" RESOURCE,
			"1:20: 'groupChar' takes one character, no digit and no sign" },
		{ "klopt: {groupChar: \".\"}\n" RESOURCE,
			"1:20: 'decimalChar' and 'groupChar' are the same here" },
		{ "klopt: {bareNumber: 0}\n" RESOURCE,
			"1:21: 'bareNumber' takes true or false" },
		{ RESOURCE "  klopt: {rules: x}\n",
			"4:11: unknown key 'rules'; known are n, source, markers, rounded, rounding, decimalChar, groupChar, bareNumber, frame, footerRows" },
		{ RESOURCE "  klopt: {n: many}\n",
			"4:14: 'n' takes the printed N, a whole number, or null" },
		{ RESOURCE "  klopt: {n: -1}\n",
			"4:14: 'n' takes the printed N, a whole number, or null" },
		{ RESOURCE "  dialect: {delimiter: ;;}\n",
			"4:24: 'delimiter' takes one character (of ASCII)" },
		{ RESOURCE "  dialect: {delimiter: \"\"}\n",
			"4:24: 'delimiter' takes one character, no line end" },
		{ RESOURCE "  dialect: {delimiter: \"\\\"\"}\n",
			"4:24: 'delimiter' and 'quoteChar' are the same here" },
		{ RESOURCE "  dialect: {csv: x}\n", "4:18: 'csv' takes a mapping" },
		{ RESOURCE "  dialect: [x]\n",
			"4:12: 'dialect' takes a mapping, or the path of a file with one" },
		{ RESOURCE "  schema: http://x/s.json\n",
			"4:11: path 'http://x/s.json' is a URL; klopt reads no URLs" },
		{ RESOURCE "  schema: {feilds: []}\n",
			"4:12: schema has no 'fields'; is 'feilds' meant to be it?" },
		{ RESOURCE "  schema: {fields: x}\n",
			"4:20: 'fields' takes a list of mappings" },
		{ RESOURCE "  schema: {fields: [x]}\n",
			"4:21: 'fields' takes a list of mappings" },
		{ SCHEMA "      type: interger\n",
			"7:13: unknown type 'interger'; did you mean 'integer'?" },
		{ SCHEMA "      type: [x]\n",
			"7:13: 'type' takes the name of a type" },
		{ SCHEMA "      missingValues: x\n",
			"7:22: 'missingValues' takes a list of texts" },
		{ SCHEMA "      missingValues: [[x]]\n",
			"7:23: 'missingValues' takes a list of texts" },
		{ SCHEMA "      type: date\n      format: \"%Y-%q\"\n",
			"8:15: '%q' is no directive of a format; known are %Y %y %m %b %B %d %j %a %A %H %I %p %M %S %f %z" },
		{ SCHEMA "      type: date\n      format: \"%Y-%Y\"\n",
			"8:15: '%Y' stands twice in this format" },
		{ SCHEMA "      type: time\n      format: hhmm\n",
			"8:15: 'format' takes default, any, or a pattern such as %d-%m-%Y" },
		{ SCHEMA "      type: string\n      format: emial\n",
			"8:15: unknown format 'emial'; did you mean 'email'?" },
		{ SCHEMA "      type: boolean\n      trueValues: ja\n",
			"8:19: 'trueValues' takes a list of texts" },
		{ SCHEMA "      type: list\n      itemType: intger\n",
			"8:17: unknown itemType 'intger'; did you mean 'integer'?" },
		{ SCHEMA "      type: list\n      delimiter: \"\"\n",
			"8:18: 'delimiter' takes what stands between items" },
		{ SCHEMA "      constraints: x\n",
			"7:20: 'constraints' takes a mapping" },
		{ SCHEMA "      constraints: {minimun: 1}\n",
			"7:21: unknown key 'minimun'; did you mean 'minimum'?" },
		{ SCHEMA "      constraints: {required: yes}\n",
			"7:31: 'required' takes true or false" },
		{ SCHEMA "      type: number\n      constraints: {minimum: abc}\n",
			"8:30: 'minimum' of field 'x' takes a number, not 'abc'" },
		{ SCHEMA "      type: integer\n      constraints: {maximum: 1.5}\n",
			"8:30: 'maximum' of field 'x' takes a whole number, not '1.5'" },
		{ SCHEMA "      type: date\n      constraints: {maximum: 2004-02-30}\n",
			"8:30: 'maximum' of field 'x' takes a date, not '2004-02-30'" },
		{ SCHEMA "      type: string\n      constraints: {minimum: 1}\n",
			"8:30: 'minimum' does not apply to field 'x', which is a text" },
		{ SCHEMA "      type: integer\n      constraints: {minLength: 1}\n",
			"8:32: 'minLength' does not apply to field 'x', which is a whole number" },
		{ SCHEMA "      type: string\n      constraints: {maxLength: -1}\n",
			"8:32: 'maxLength' takes a whole number, 0 or more" },
		{ SCHEMA "      type: integer\n      constraints: {enum: [1, b]}\n",
			"8:31: 'enum' of field 'x' takes a whole number, not 'b'" },
		{ SCHEMA "      constraints: {enum: []}\n",
			"7:27: 'enum' of field 'x' is empty: no value could be right" },
		{ SCHEMA "      constraints: {pattern: \"(a\"}\n",
			"7:30: the pattern of field 'x' does not compile: missing closing parenthesis (at byte 2)" },
		{ SCHEMA "      constraints: {pattern: \"[a-z-[e]]\"}\n",
			"7:30: the pattern of field 'x' takes one character class from another, which klopt cannot" },
		{ SCHEMA "    fieldsMatch: exakt\n",
			"7:18: unknown fieldsMatch 'exakt'; did you mean 'exact'?" },
		{ SCHEMA "    primaryKey: [x, y]\n",
			"7:21: there is no field 'y' in table 'a'" },
		{ SCHEMA "    - name: jaar\n    primaryKey: jar\n",
			"8:17: there is no field 'jar' in table 'a'; did you mean 'jaar'?" },
		{ SCHEMA "    uniqueKeys: x\n",
			"7:17: 'uniqueKeys' takes a list of keys" },
		{ SCHEMA "    uniqueKeys: [[x], [z]]\n",
			"7:24: there is no field 'z' in table 'a'" },
		{ SCHEMA "    foreignKeys: [{fields: x}]\n",
			"7:19: foreign key has no 'reference'" },
		{ SCHEMA "    foreignKeys: [{fields: x, reference: {fields: [a, b]}}]\n",
			"7:51: a foreign key of 1 fields cannot refer to 2 fields" },
		{ RESOURCE "  dialect: {headerRows: [0]}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {headerRows: []}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {headerRows: {a: 1}}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {headerRows: [2, 1, 2]}\n",
			"4:25: row 2 stands twice in 'headerRows'" },
		{ RESOURCE "  dialect: {commentRows: 1.5}\n",
			"4:26: 'commentRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {header: no}\n",
			"4:21: 'header' takes true or false" },
		{ RESOURCE "  dialect: {commentChar: [a]}\n",
			"4:26: 'commentChar' takes a text" },
		{ RESOURCE "  dialect: {commentChar: \"a\\n\"}\n",
			"4:26: 'commentChar' takes a text without a line end" },
		{ SCHEMA "      categories: [a, b, a]\n",
			"7:26: 'categories' has 'a' twice" },
		{ SCHEMA "      categories: []\n",
			"7:19: 'categories' of field 'x' is empty: no value could be right" },
		{ SCHEMA "      categories: a\n",
			"7:19: 'categories' takes a list of values" },
		{ SCHEMA "      categories: [{valeu: a}]\n",
			"7:21: category has no 'value'; is 'valeu' meant to be it?" },
		{ SCHEMA "      categories: [{value: a, label: b}, {value: c, label: b}]\n",
			"7:60: two categories of field 'x' have the label 'b'" },
		{ SCHEMA "      categoriesOrdered: 1\n",
			"7:26: 'categoriesOrdered' takes true or false" },
		{ SCHEMA "      type: integer\n      categories: [1, 2.0, 2]\n",
			"8:28: 'categories' has '2' twice" },
		{ SCHEMA "      type: integer\n      categories: [{value: x}]\n",
			"8:28: 'categories' of field 'x' takes a whole number, not 'x'" },
		{ SCHEMA "      categories: [a, b]\n      constraints: {enum: [a, c]}\n",
			"8:31: 'c' in 'enum' is none of the categories of field 'x'" },
		{ SCHEMA "      type: list\n      constraints: {enum: [[a, \"b,c\"]]}\n",
			"8:28: an item of 'enum' has the delimiter of field 'x' in it, so no cell can have it" },
		{ SCHEMA "      type: list\n      itemType: integer\n      constraints: {enum: [[1, a]]}\n",
			"9:28: 'enum' of field 'x' takes a list, not '1,a'" },
		{ SCHEMA "      type: list\n      constraints: {enum: [[[a]]]}\n",
			"8:29: 'enum' of field 'x' takes lists of values" },
		{ SCHEMA "      type: list\n      constraints: {minimum: a}\n",
			"8:30: 'minimum' does not apply to field 'x', which is a list" },
		{ SCHEMA "      klopt: {n: 1}\n",
			"7:15: unknown key 'n'; known are markers, rounded, rounding, fill_down" },
	};

	expect_mistakes(cases, sizeof cases / sizeof *cases);
}

Test(dataset, linked)
{
	static const struct {
		const char *reference, *told;
	} cases[] = {
		{ "{resource: b, fields: brin}", NULL },
		{ "{resource: \"\", fields: x}", NULL },
		{ "{fields: x}", NULL },
		{ "{resource: bb, fields: brin}",
			"datapackage.yaml:10:53: there is no table 'bb'; did you mean 'b'?" },
		{ "{resource: b, fields: brim}",
			"datapackage.yaml:10:64: there is no field 'brim' in table 'b'; did you mean 'brin'?" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer text = { 0 };
		struct kl_dataset dataset;
		struct kl_error error = { 0 };

		kl_text_printf(&text, "resources:\n- name: b\n  path: b.csv\n"
			"  schema: {fields: [{name: brin}]}\n"
			"- name: a\n  path: a.csv\n  schema:\n    fields:\n"
			"    - name: x\n"
			"    foreignKeys: [{fields: x, reference: %s}]\n",
			cases[i].reference);
		scratch_write("datapackage.yaml", text.at);
		kl_dataset_init(&dataset);
		cr_assert_eq(kl_dataset_read(&dataset, ".", true, NULL, &error), KL_OK,
			"%s", scratch_told(&error));
		enum kl_status status = kl_dataset_link(&dataset, &error);
		cr_expect_eq(status, cases[i].told != NULL ? KL_INVALID : KL_OK);
		if (cases[i].told != NULL && status != KL_OK)
			cr_expect_str_eq(scratch_told(&error), cases[i].told);
		kl_dataset_release(&dataset);
		kl_text_release(&text);
	}
}

#define BY " by this version of klopt"

Test(dataset, unchecked)
{
	static const char *const told[] = {
		"1:11: 'encoding' of the package is none that this version of klopt reads: utf-8, utf-16, utf-16le, utf-16be, windows-1252",
		"3:36: table 'pdf' is no CSV file or workbook (.xlsx), and is not checked" BY,
		"4:37: table 'many' has several files and is not checked" BY,
		"5:36: 'data' of table 'inline' is not checked" BY,
		"7:48: 'encoding' of a resource is none that this version of klopt reads: utf-8, utf-16, utf-16le, utf-16be, windows-1252",
		"8:69: 'lineTerminator' of the dialect of table 'a' is not read" BY,
		"8:16: 'escapeChar' of the dialect of table 'a' is not read" BY,
		"8:33: 'doubleQuote' of the dialect of table 'a' is not read" BY,
		"13:26: field 'd' of type geojson is read as text: its content is not checked",
		"14:22: 'minLength' of field 'd' is not checked: its values have no such measure here",
		"15:40: format 'any' of field 'e' takes every notation, so it is not checked; a pattern such as %d-%m-%Y is",
		"16:40: '%c' in the format of field 'f' is not read" BY ", so its values are not checked",
		"17:46: 'categories' of field 'g' names another table and is not checked" BY,
		"17:75: 'jsonSchema' of field 'g' is not checked" BY,
		"18:9: field 'd' stands twice, first at line 13: only the first is checked",
	};
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	scratch_write("datapackage.yaml",
		"encoding: ebcdic\n"
		"resources:\n"
		"  - {format: pdf, name: pdf, path: a}\n"
		"  - {name: many, format: csv, path: [a, b]}\n"
		"  - {name: inline, title: x, data: [{a: 1}]}\n"
		"  - {path: ok.csv, name: ok, encoding: utf8}\n"
		"  - {name: a, path: a.csv, bytes: 4, encoding: cp1251, hash: x,\n"
		"     dialect: {escapeChar: '|', doubleQuote: false, lineTerminator: ';', header: false},\n"
		"     schema: {\n"
		"      primaryKey: [], fieldsMatch: [subset],\n"
		"      foreignKeys: [], uniqueKeys: null,\n"
		"      fields: [\n"
		"        { name: d, type: geojson, constraints: {required: true,\n"
		"          minLength: 3}},\n"
		"        { name: e, type: date, format: any },\n"
		"        { name: f, type: date, format: \"%d %c\" },\n"
		"        { name: g, type: string, categories: {resource: x}, constraints: {jsonSchema: {type: object}}},\n"
		"        { name: d } ] } }\n");
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, ".", false, NULL, &error), KL_OK,
		"%s", scratch_told(&error));
	for (size_t i = 0; i < dataset.unchecked_count; i++) {
		char wanted[KL_ERROR_TEXT];
		snprintf(wanted, sizeof wanted, "datapackage.yaml:%s",
			i < sizeof told / sizeof *told ? told[i] : "nothing more");
		cr_expect_str_eq(scratch_told(&dataset.unchecked[i]), wanted);
	}
	cr_expect_eq(dataset.unchecked_count, sizeof told / sizeof *told);
	expect_tables(&dataset, "0 ok ok.csv '.'\n1 a a.csv '.'\n  d any '.'\n  e any '.'\n  f any '.'\n  g string '.'\n  d any '.'\n");
	kl_dataset_release(&dataset);
}

Test(dataset, unchecked_is_bounded)
{
	struct kl_text_buffer text = { 0 };
	struct kl_dataset dataset;

	kl_text_puts(&text, RESOURCE "  schema:\n    fields:\n");
	for (int i = 0; i < 2000; i++)
		kl_text_printf(&text, "    - {name: f%d, type: object}\n", i);
	scratch_write("datapackage.yaml", text.at);
	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, ".", false, NULL, NULL), KL_OK);
	cr_expect_eq(dataset.unchecked_count, 1000);
	cr_expect_str_eq(dataset.unchecked[999].text,
		"more that is not checked by this version of klopt may follow; it is not listed");
	kl_dataset_release(&dataset);
	kl_text_release(&text);
}

Test(dataset, plain_folder)
{
	struct kl_dataset dataset;

	scratch_write("p/b.csv", "a\n");
	scratch_write("p/A.CSV", "a\n");
	scratch_write("p/.hidden.csv", "a\n");
	scratch_write("p/note.txt", "a\n");
	scratch_write("p/x.csv/y", "a\n");
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, "p/", true, NULL, NULL), KL_OK);
	expect_tables(&dataset, "0 A p/A.CSV '.'\n1 b p/b.csv '.'\n");
	cr_expect_str_eq(dataset.name, "p");
	cr_expect_null(dataset.descriptor);
	cr_expect(dataset.plain);
	kl_dataset_release(&dataset);
	/* A rule file may name what is in folders below. */
	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, ".", true, NULL, NULL), KL_OK);
	cr_expect_eq(dataset.table_count, 0);
	cr_expect_str_eq(dataset.name, scratch_folder + strlen("/tmp/"));
	kl_dataset_release(&dataset);
}

Test(dataset, nothing_there)
{
	static const struct {
		const char *path;
		bool plain;
		enum kl_status status;
		const char *told;
	} cases[] = {
		{ "none", true, KL_IO, "none: no such file or folder" },
		{ "e", true, KL_INVALID, "e: has no descriptor, no CSV files and no workbooks" },
		{ "e", false, KL_INVALID,
			"e: has no datapackage.yaml, datapackage.yml or datapackage.json; "
			"name a rule file with -r to check a folder of plain CSV files, or make "
			"both with klopt init" },
		{ "e/a.txt/b", true, KL_IO,
			"e/a.txt/b: cannot look at it: Not a directory" },
		{ "a.csv", true, KL_INVALID,
			"a.csv: is a file of data; a dataset is a folder or a descriptor" },
		{ "f", true, KL_IO, "f/datapackage.yaml: is a folder, not a file" },
	};

	scratch_write("e/a.txt", "");
	scratch_write("a.csv", "");
	scratch_write("f/datapackage.yaml/x", "");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_dataset dataset;
		struct kl_error error = { 0 };

		kl_dataset_init(&dataset);
		cr_expect_eq(kl_dataset_read(&dataset, cases[i].path,
			cases[i].plain, NULL, &error), cases[i].status);
		cr_expect_str_eq(scratch_told(&error), cases[i].told);
		kl_dataset_release(&dataset);
	}
}

#define SHEET(name, state, id) "<sheet name=\"" name "\" sheetId=\"1\"" state \
	" r:id=\"" id "\"/>"
#define A_CELL WORKSHEET("<row><c><v>1</v></c></row>")

static const struct part sheets_of_a_book[] = {
	{ BOOK_PART, "<workbook><sheets>" SHEET("een", "", "r1")
		SHEET("leeg", "", "r2") SHEET("weg", " state=\"hidden\"", "r1")
		SHEET("grafiek", "", "r3") SHEET("twee", "", "r1")
		SHEET("stuk", "", "r4") "</sheets></workbook>" },
	{ BOOK_RELATIONS, "<Relationships>"
		RELATION("r1", "worksheet", "worksheets/sheet1.xml")
		RELATION("r2", "worksheet", "worksheets/sheet2.xml")
		RELATION("r3", "chartsheet", "chartsheets/sheet1.xml")
		RELATION("r4", "worksheet", "worksheets/missing.xml")
		"</Relationships>" },
	{ SHEET_PART, A_CELL },
	{ "xl/worksheets/sheet2.xml", WORKSHEET("<row><c s=\"1\"/></row>") },
};

static void expect_sheets(const struct kl_dataset *dataset, const char *wanted)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		kl_text_printf(&text, "%s %s %s %u\n", table->name, table->shown,
			table->dialect.sheet != NULL ? table->dialect.sheet : "?",
			table->dialect.sheet_number);
	}
	cr_expect_str_eq(text.at, wanted, "%s", text.at);
	kl_text_release(&text);
}

/* A table for each visible sheet with cells, and for one that is damaged. */
Test(dataset, sheets_of_a_workbook)
{
	const struct part one[] = { { SHEET_PART, A_CELL } };
	const struct part none[] = { { SHEET_PART, WORKSHEET("") } };
	const struct kl_dataset_options chosen = {
		.dialect = { .quote = '"', .sheet = "weg" } };
	struct kl_dataset dataset;

	workbook_write("many.xlsx", sheets_of_a_book, 4);
	workbook_write("one.xlsx", one, 1);
	workbook_write("none.XLSM", none, 1);
	scratch_write("cut.xlsx", "PK\3\4");
	kl_dataset_init(&dataset);
	kl_dataset_add_file(&dataset, "many.xlsx", NULL, NULL);
	kl_dataset_add_file(&dataset, "one.xlsx", NULL, NULL);
	kl_dataset_add_file(&dataset, "none.XLSM", NULL, NULL);
	kl_dataset_add_file(&dataset, "cut.xlsx", NULL, NULL);
	kl_dataset_add_file(&dataset, "one.xlsx", NULL, NULL);
	kl_dataset_add_file(&dataset, "many.xlsx", &chosen, NULL);
	expect_sheets(&dataset, "een many.xlsx een 1\ntwee many.xlsx twee 5\n"
		"stuk many.xlsx stuk 6\none one.xlsx Blad1 1\nnone none.XLSM ? 0\n"
		"cut cut.xlsx ? 0\none-2 one.xlsx Blad1 1\nmany many.xlsx weg 0\n");
	kl_dataset_release(&dataset);
}

/* In a folder without a descriptor; not what Excel leaves beside an open one. */
Test(dataset, workbooks_of_a_folder)
{
	const struct part one[] = { { SHEET_PART, A_CELL } };
	struct kl_dataset dataset;
	struct kl_error error = { 0 };

	scratch_write("f/b.csv", "a\n1\n");
	workbook_write("f/a.xlsx", one, 1);
	workbook_write("f/~$a.xlsx", one, 1);
	kl_dataset_init(&dataset);
	cr_expect_eq(kl_dataset_read(&dataset, "f", true, NULL, &error), KL_OK,
		"%s", scratch_told(&error));
	expect_sheets(&dataset, "a f/a.xlsx Blad1 1\nb f/b.csv ? 0\n");
	kl_dataset_release(&dataset);
}

Test(dataset, sheet_in_the_dialect)
{
	static const struct {
		const char *dialect, *told;     /* told NULL: it is fine */
		const char *sheet;
		unsigned number;
	} cases[] = {
		{ "{sheetNumber: 3}", NULL, NULL, 3 },
		{ "{sheetName: Blad 2}", NULL, "Blad 2", 0 },
		{ "{sheetName: \"2\", sheetNumber: 1}", NULL, "2", 1 },
		{ "{sheetNumber: null, sheetName: null}", NULL, NULL, 0 },
		{ "{sheetNumber: 0}", "datapackage.yaml:1:60: 'sheetNumber' takes a "
			"whole number from 1 on", NULL, 0 },
		{ "{sheetNumber: 1.5}", "datapackage.yaml:1:60: 'sheetNumber' takes a "
			"whole number from 1 on", NULL, 0 },
		{ "{sheetNumber: [1]}", "datapackage.yaml:1:60: 'sheetNumber' takes a "
			"whole number from 1 on", NULL, 0 },
		{ "{sheetNumber: 99999}", "datapackage.yaml:1:60: 'sheetNumber' takes a "
			"whole number from 1 on", NULL, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_dataset dataset;
		struct kl_error error = { 0 };
		char text[256];
		snprintf(text, sizeof text, "resources: [{name: a, path: a.xlsx, "
			"dialect: %s}]\n", cases[i].dialect);
		scratch_write("datapackage.yaml", text);
		kl_dataset_init(&dataset);
		enum kl_status status = kl_dataset_read(&dataset, ".", false, NULL,
			&error);
		cr_expect_eq(status, cases[i].told != NULL ? KL_INVALID : KL_OK);
		if (cases[i].told != NULL) {
			cr_expect_str_eq(scratch_told(&error), cases[i].told);
		} else {
			const struct kl_dialect *dialect = &dataset.tables[0].dialect;
			cr_expect_eq(dialect->sheet_number, cases[i].number);
			cr_expect_eq(dialect->sheet == NULL,
				cases[i].sheet == NULL);
			if (dialect->sheet != NULL)
				cr_expect_str_eq(dialect->sheet, cases[i].sheet);
		}
		kl_dataset_release(&dataset);
	}
}

Test(dataset, given_files)
{
	static const char *const paths[] = { "x/a.csv", "-", "a.csv", "b.txt",
		"y/a.CSV" };
	struct kl_dataset dataset;

	/* Its first bytes are looked at. */
	cr_assert_not_null(freopen("/dev/null", "r", stdin));
	kl_dataset_init(&dataset);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		cr_expect_eq(kl_dataset_add_file(&dataset, paths[i], NULL, NULL),
			KL_OK);
	expect_tables(&dataset, "0 a x/a.csv '.'\n1 stdin <stdin> '.'\n"
		"2 a-2 a.csv '.'\n3 b.txt b.txt '.'\n4 a-3 y/a.CSV '.'\n");
	cr_expect_eq(dataset.tables[0].line, 0);
	kl_dataset_release(&dataset);
	kl_dataset_release(&dataset);
}
