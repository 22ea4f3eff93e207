/* What a descriptor cannot say, by the place and the sentence that are told: values of
 * another kind, or beyond what is taken. Names are in dataset.c. */
#include "mistakes.h"

TestSuite(descriptor, .init = scratch_open, .fini = scratch_close);

#define EXPECT(cases) expect_mistakes((cases), sizeof (cases) / sizeof *(cases))

Test(descriptor, fields)
{
	static const struct mistake cases[] = {
		{ RESOURCE "  schema: {fields: [{name: [x]}]}\n",
			"4:28: 'name' takes a text" },
		{ SCHEMA "    fieldsMatch: [exact, equal]\n",
			"7:18: 'fieldsMatch' takes exact, equal, subset, superset or partial" },
		{ SCHEMA "    fieldsMatch: {a: b}\n",
			"7:18: 'fieldsMatch' takes exact, equal, subset, superset or partial" },
		{ SCHEMA "      klopt: {fill_down: maybe}\n",
			"7:26: 'fill_down' takes yes or no" },
		{ SCHEMA "      klopt: {fill_down: [yes]}\n",
			"7:26: 'fill_down' takes yes or no" },
		{ SCHEMA "      klopt: x\n",
			"7:14: 'klopt' takes a mapping" },
		{ RESOURCE "  klopt: x\n",
			"4:10: 'klopt' takes a mapping" },
	};

	EXPECT(cases);
}

Test(descriptor, readings)
{
	static const struct mistake cases[] = {
		{ "klopt: {markers: {x: [a, 1]}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {markers: {x: [[1], 2]}}\n" RESOURCE,
			"1:22: the mark 'x' stands for a number, unknown, or a range [low, high]" },
		{ "klopt: {rounded: [1]}\n" RESOURCE,
			"1:18: 'rounded' takes no, printed, or the unit that was rounded to, such as 10" },
		{ "klopt: {rounded: tens}\n" RESOURCE,
			"1:18: 'rounded' takes no, printed, or the unit that was rounded to, such as 10" },
		{ "klopt: {rounded: -10}\n" RESOURCE,
			"1:18: 'rounded' takes no, printed, or the unit that was rounded to, such as 10" },
		{ "klopt: {decimalChar: \"5\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character, no digit and no sign" },
		{ "klopt: {decimalChar: \"+\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character, no digit and no sign" },
		{ "klopt: {decimalChar: \"-\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character, no digit and no sign" },
		{ "klopt: {decimalChar: [\",\"]}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character (of ASCII)" },
		{ "klopt: {decimalChar: \"\\xe9\"}\n" RESOURCE,
			"1:22: 'decimalChar' takes one character (of ASCII)" },
		{ "klopt: {groupChar: \"7\"}\n" RESOURCE,
			"1:20: 'groupChar' takes one character, no digit and no sign" },
		{ "klopt: {groupChar: \"+\"}\n" RESOURCE,
			"1:20: 'groupChar' takes one character, no digit and no sign" },
		{ "klopt: {groupChar: \"-\"}\n" RESOURCE,
			"1:20: 'groupChar' takes one character, no digit and no sign" },
		{ "klopt: {groupChar: [\",\"]}\n" RESOURCE,
			"1:20: 'groupChar' takes one character, no digit and no sign" },
		{ "klopt: {bareNumber: [true]}\n" RESOURCE,
			"1:21: 'bareNumber' takes true or false" },
		{ "klopt: {groupChar: \",\"}\n" RESOURCE
			"  klopt: {decimalChar: \",\"}\n",
			"5:24: 'decimalChar' and 'groupChar' are the same here" },
	};

	EXPECT(cases);
}

Test(descriptor, dialects)
{
	static const struct mistake cases[] = {
		{ RESOURCE "  dialect: {delimiter: \"\\n\"}\n",
			"4:24: 'delimiter' takes one character, no line end" },
		{ RESOURCE "  dialect: {delimiter: \"\\r\"}\n",
			"4:24: 'delimiter' takes one character, no line end" },
		{ RESOURCE "  dialect: {delimiter: \"\\xe9\"}\n",
			"4:24: 'delimiter' takes one character (of ASCII)" },
		{ RESOURCE "  dialect: {delimiter: \";\", quoteChar: \";\"}\n",
			"4:40: 'delimiter' and 'quoteChar' are the same here" },
		{ RESOURCE "  dialect: {sheetNumber: [1]}\n",
			"4:26: 'sheetNumber' takes a whole number from 1 on" },
		{ RESOURCE "  dialect: {headerRows: [[1]]}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {headerRows: [x]}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {headerRows: [1234567890123456789]}\n",
			"4:25: 'headerRows' takes a list of row numbers, from 1" },
		{ RESOURCE "  dialect: {nullSequence: [a]}\n",
			"4:27: 'nullSequence' takes a text" },
		{ RESOURCE "  dialect: {caseSensitiveHeader: no}\n",
			"4:34: 'caseSensitiveHeader' takes true or false" },
		{ RESOURCE "  klopt: {frame: [as-is]}\n",
			"4:18: 'frame' takes guess or as-is" },
		{ RESOURCE "  klopt: {frame: around}\n",
			"4:18: 'frame' takes guess or as-is" },
		{ RESOURCE "  klopt: {footerRows: [1]}\n",
			"4:23: 'footerRows' takes a number of rows, at most 1000" },
		{ RESOURCE "  klopt: {footerRows: two}\n",
			"4:23: 'footerRows' takes a number of rows, at most 1000" },
		{ RESOURCE "  klopt: {footerRows: 1.5}\n",
			"4:23: 'footerRows' takes a number of rows, at most 1000" },
		{ RESOURCE "  klopt: {footerRows: -1}\n",
			"4:23: 'footerRows' takes a number of rows, at most 1000" },
		{ RESOURCE "  klopt: {footerRows: 1000000}\n",
			"4:23: 'footerRows' takes a number of rows, at most 1000" },
	};

	EXPECT(cases);
}

Test(descriptor, constraints)
{
	static const struct mistake cases[] = {
		{ SCHEMA "      type: integer\n      constraints: {minimum: [1]}\n",
			"8:30: 'minimum' of field 'x' takes a whole number" },
		{ SCHEMA "      type: number\n      constraints: {minimum: .}\n",
			"8:30: 'minimum' of field 'x' takes a number, not '.'" },
		{ SCHEMA "      type: integer\n      constraints: {minimum: \"\"}\n",
			"8:30: 'minimum' of field 'x' takes a whole number, not ''" },
		{ SCHEMA "      type: number\n      constraints: "
			"{maximum: 1234567890123456789012345678901234567}\n",
			"8:30: 'maximum' of field 'x' takes a number, not '1234567890123456789012345678901234567'" },
		{ SCHEMA "      type: boolean\n      constraints: {enum: [maybe]}\n",
			"8:28: 'enum' of field 'x' takes true or false, not 'maybe'" },
		{ SCHEMA "      type: boolean\n      constraints: {enum: [\"true\", \"yes\"]}\n",
			"8:36: 'enum' of field 'x' takes true or false, not 'yes'" },
		{ SCHEMA "      type: string\n      constraints: {minLength: [1]}\n",
			"8:32: 'minLength' takes a whole number, 0 or more" },
		{ SCHEMA "      type: string\n      constraints: {minLength: 1.5}\n",
			"8:32: 'minLength' takes a whole number, 0 or more" },
		{ SCHEMA "      type: string\n      constraints: {minLength: two}\n",
			"8:32: 'minLength' takes a whole number, 0 or more" },
		{ SCHEMA "      type: string\n      constraints: {minLength: 1234567890123456789}\n",
			"8:32: 'minLength' takes a whole number, 0 or more" },
		{ SCHEMA "      constraints: {pattern: [a]}\n",
			"7:30: 'pattern' takes a pattern" },
		{ SCHEMA "      categories: [a, a, b]\n",
			"7:23: 'categories' has 'a' twice" },
		{ SCHEMA "      categories: [{valeu: a}, b]\n",
			"7:21: category has no 'value'; is 'valeu' meant to be it?" },
		{ SCHEMA "      type: integer\n      constraints: {enum: [b, 1]}\n",
			"8:28: 'enum' of field 'x' takes a whole number, not 'b'" },
		{ SCHEMA "      categories: [a, b]\n      constraints: {enum: [c, a]}\n",
			"8:28: 'c' in 'enum' is none of the categories of field 'x'" },
		{ SCHEMA "      type: list\n      constraints: {enum: [[[a], b]]}\n",
			"8:29: 'enum' of field 'x' takes lists of values" },
		{ SCHEMA "      type: list\n      constraints: {enum: [[]]}\n",
			"8:28: 'enum' of field 'x' takes a list" },
		{ SCHEMA "      type: list\n      delimiter: \";\"\n      constraints: {enum: [[a, \"b;c\"]]}\n",
			"9:28: an item of 'enum' has the delimiter of field 'x' in it, so no cell can have it" },
	};

	EXPECT(cases);
}

Test(descriptor, keys)
{
	static const struct mistake cases[] = {
		{ SCHEMA "    primaryKey: [y, x]\n",
			"7:18: there is no field 'y' in table 'a'" },
		{ SCHEMA "    primaryKey: {x: y}\n",
			"7:17: 'primaryKey' takes the name of a field, or a list of these" },
		{ SCHEMA "    uniqueKeys: [[z], [x]]\n",
			"7:19: there is no field 'z' in table 'a'" },
		{ SCHEMA "    uniqueKeys: [{x: y}]\n",
			"7:18: 'uniqueKeys' takes the name of a field, or a list of these" },
		{ SCHEMA "    foreignKeys: x\n",
			"7:18: 'foreignKeys' takes a list of mappings" },
		{ SCHEMA "    foreignKeys: [x]\n",
			"7:19: 'foreignKeys' takes a list of mappings" },
		{ SCHEMA "    foreignKeys: [{reference: {fields: a}}]\n",
			"7:19: foreign key has no 'fields'" },
		{ SCHEMA "    foreignKeys: [{fields: x, reference: a}]\n",
			"7:42: 'reference' takes a mapping with resource and fields" },
		{ SCHEMA "    foreignKeys: [{fields: x, reference: {resource: a}}]\n",
			"7:42: reference has no 'fields'" },
		{ SCHEMA "    foreignKeys: [{fields: {x: y}, reference: {resource: a, fields: x}}]\n",
			"7:28: 'fields' takes the name of a field, or a list of these" },
		{ SCHEMA "    foreignKeys: [{fields: x, reference: {resource: a, fields: {x: y}}}]\n",
			"7:64: 'fields' takes the name of a field, or a list of these" },
		{ SCHEMA "    foreignKeys: [{fields: [z, x], reference: {resource: a, fields: [x, x]}}]\n",
			"7:29: there is no field 'z' in table 'a'" },
		{ SCHEMA "    foreignKeys: [{fields: x, reference: {resource: [a], fields: x}}]\n",
			"7:53: 'resource' takes the name of a table" },
		{ SCHEMA "    foreignKeys: [{fields: [x, x], reference: {resource: a, fields: [z, x]}}]\n",
			"7:32: 'x' stands twice in this list" },
	};

	EXPECT(cases);
}

/* Whether the one field of the descriptor is filled down. */
static bool fills_down(const char *how)
{
	struct kl_dataset dataset;
	char text[256];

	snprintf(text, sizeof text, SCHEMA "      klopt: {%s}\n", how);
	scratch_write("datapackage.yaml", text);
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, ".", true, NULL, NULL), KL_OK, "%s", how);
	bool does = dataset.tables[0].fields[0].fill_down;
	kl_dataset_release(&dataset);
	return does;
}

Test(descriptor, filled_down)
{
	cr_expect(fills_down("fill_down: yes"));
	cr_expect(fills_down("fill_down: true"));
	cr_expect_not(fills_down("fill_down: no"));
	cr_expect_not(fills_down("fill_down: false"));
	cr_expect_not(fills_down("rounded: no"));
}

/* A level takes back what one around it says. */
Test(descriptor, taken_back)
{
	struct kl_dataset dataset;

	scratch_write("datapackage.yaml",
		"klopt: {rounded: 10, groupChar: \" \", markers: {}}\n" RESOURCE
		"  dialect: {quoteChar: null, sheetNumber: null, lineTerminator: \"\\r\"}\n"
		"  klopt: {rounded: false, groupChar: null, frame: guess, footerRows: 1000}\n"
		"  schema: {missingValues: null, fields: [{name: x, missingValues: null}]}\n");
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, ".", true, NULL, NULL), KL_OK);
	const struct kl_table *table = &dataset.tables[0];
	cr_expect_eq(table->reading.rounded, KL_NOT_ROUNDED);
	cr_expect_eq(table->reading.group_char.length, 0);
	cr_expect_eq(table->reading.marker_count, 0);
	cr_expect_eq(table->dialect.quote, '\0');
	cr_expect_eq(table->dialect.sheet_number, 0);
	cr_expect_eq(table->dialect.footer_rows, 1000);
	cr_expect_not(table->dialect.as_is);
	cr_expect_eq(dataset.unchecked_count, 0);
	kl_dataset_release(&dataset);
}

/* What is of another kind than klopt reads there is told, and the rest is read. */
Test(descriptor, unchecked)
{
	static const char *const told[] = {
		"5:13: 'encoding' of a resource is none that this version of klopt reads: "
			"utf-8, utf-16, utf-16le, utf-16be, windows-1252",
		"4:43: 'lineTerminator' of the dialect of table 'a' is not read by this version of klopt",
		"8:42: references of table 'a' to another package are not checked by this version of klopt",
	};
	struct kl_dataset dataset;

	scratch_write("datapackage.yaml", RESOURCE
		"  dialect: {delimiter: ;, lineTerminator: [x]}\n"
		"  encoding: [utf-8]\n"
		"  schema:\n    fields: [{name: x}]\n"
		"    foreignKeys: [{fields: x, reference: {package: p, fields: x}}]\n");
	kl_dataset_init(&dataset);
	cr_assert_eq(kl_dataset_read(&dataset, ".", false, NULL, NULL), KL_OK);
	cr_assert_eq(dataset.unchecked_count, sizeof told / sizeof *told);
	for (size_t i = 0; i < dataset.unchecked_count; i++) {
		char wanted[KL_ERROR_TEXT];
		snprintf(wanted, sizeof wanted, "datapackage.yaml:%s", told[i]);
		cr_expect_str_eq(scratch_told(&dataset.unchecked[i]), wanted);
	}
	cr_expect_eq(dataset.table_count, 1);
	cr_expect_eq(dataset.tables[0].dialect.delimiter, ';');
	kl_dataset_release(&dataset);
}
