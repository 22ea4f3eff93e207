/* Sheets of workbooks as tables: what is handed on, and what is refused. */
#include <fcntl.h>
#include <xlsxwriter.h>

#include "table/input.h"
#include "table/sheet.h"
#include "workbooks.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

TestSuite(xlsx_read, .init = scratch_open, .fini = scratch_close);

/* What was read, as text: a line "1@3 a|b" for record 1 in row 3 of the sheet,
 * and "#REF! B3 r1" for an issue; notes last. */
struct seen {
	struct kl_text_buffer text;
	uint64_t rows;
	bool quiet;
};

static enum kl_status add_row(struct seen *seen, const struct kl_row *row,
	const struct kl_dialect *used)
{
	uint64_t line, column;

	seen->rows++;
	if (seen->quiet)
		return KL_OK;
	kl_text_printf(&seen->text, "%llu@%llu ", (unsigned long long)row->number,
		(unsigned long long)row->line);
	for (size_t i = 0; i < row->count; i++) {
		kl_row_place(row, used, i, &line, &column);
		cr_expect_eq(line, row->line);
		cr_expect_eq(column, i + 1);
		kl_text_puts(&seen->text, i > 0 ? "|" : "");
		kl_text_add_visible(&seen->text, row->cells[i], 0);
	}
	kl_text_puts(&seen->text, "\n");
	return KL_OK;
}

static enum kl_status on_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)error;
	cr_expect_not_null(used->sheet);
	return add_row(context, row, used);
}

static enum kl_status on_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct seen *seen = context;

	(void)error;
	for (size_t i = 0; i < batch->count; i++)
		add_row(seen, &batch->rows[i], &batch->dialect);
	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		if (issue->kind == KL_ISSUE_BLANK_ROWS) {
			kl_text_printf(&seen->text, "blank %d-%d\n",
				(int)issue->line, (int)issue->last_line);
			continue;
		}
		kl_text_printf(&seen->text, "%s ", issue->kind
			== KL_ISSUE_CELL_ERROR ? issue->text : "no value");
		kl_sheet_add_column(issue->column, &seen->text);
		kl_text_printf(&seen->text, "%d r%d\n", (int)issue->line,
			(int)issue->row);
	}
	return KL_OK;
}

static void on_note(void *context, const struct kl_note *note)
{
	struct seen *seen = context;

	kl_text_printf(&seen->text, "%s\n", note->text);
}

/* Reads a file; what was read, then the error if there is one. */
static enum kl_status read_file(const char *name,
	const struct kl_dialect *dialect, struct seen *seen)
{
	const struct kl_reader_calls calls = { .header = on_header,
		.batch = on_batch, .context = seen, .note = on_note };
	struct kl_input input;
	struct kl_error error = { 0 };
	int fd = open(name, O_RDONLY);

	cr_assert_geq(fd, 0);
	kl_text_puts(&seen->text, "");
	enum kl_status status = kl_input_open(&input, fd, name, &error);
	if (status == KL_OK)
		status = kl_read_input(&input, name, dialect, 0, &calls, &error);
	close(fd);
	if (status != KL_OK)
		kl_text_puts(&seen->text, scratch_told(&error));
	return status;
}

static const struct kl_dialect any = { .quote = '"' };

static void expect_read(const char *name, const struct part *parts, size_t count,
	const char *wanted)
{
	struct seen seen = { .rows = 0 };

	workbook_write("t.xlsx", parts, count);
	read_file("t.xlsx", &any, &seen);
	cr_expect_str_eq(seen.text.at, wanted, "%s: %s", name, seen.text.at);
	kl_text_release(&seen.text);
	remove("t.xlsx");
}

#define ROW(n, cells) "<row r=\"" n "\">" cells "</row>"
#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text \
	"</t></is></c>"
#define NUMBER(place, number) "<c r=\"" place "\"><v>" number "</v></c>"
#define SHARED(place, index) "<c r=\"" place "\" t=\"s\"><v>" index "</v></c>"

Test(xlsx_read, cells)
{
	static const struct {
		const char *name, *sheet, *wanted;
	} cases[] = {
		{ "nothing", WORKSHEET(""), "0@1 \n" },
		{ "a header", WORKSHEET(ROW("1", TEXT("A1", "a") TEXT("B1", "b"))),
			"0@1 a|b\n" },
		{ "cells that are not stored are blank", WORKSHEET(
			ROW("1", TEXT("A1", "a") TEXT("B1", "b") TEXT("C1", "c"))
			ROW("2", NUMBER("B2", "2"))),
			"0@1 a|b|c\n1@2 |2|\n" },
		{ "styled blanks beyond the table are no cells", WORKSHEET(
			ROW("1", TEXT("A1", "a") "<c r=\"B1\" s=\"1\"/>")
			ROW("2", NUMBER("A2", "1") "<c r=\"D2\" s=\"1\"/>")),
			"0@1 a\n1@2 1\n" },
		{ "more cells than the header", WORKSHEET(
			ROW("1", TEXT("A1", "a")) ROW("2", NUMBER("C2", "3"))),
			"0@1 a\n1@2 ||3\n" },
		{ "a first column without anything", WORKSHEET(
			ROW("1", TEXT("B1", "a")) ROW("2", NUMBER("B2", "3"))),
			"0@1 |a\n1@2 |3\n" },
		{ "cells out of order", WORKSHEET(
			ROW("1", TEXT("B1", "b") TEXT("A1", "a"))
			ROW("2", NUMBER("C2", "3") NUMBER("A2", "1") NUMBER("B2", "2"))),
			"0@1 a|b\n1@2 1|2|3\n" },
		{ "no places", WORKSHEET(
			"<row><c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\">"
			"<is><t>b</t></is></c></row><row><c/><c><v>2</v></c></row>"),
			"0@1 a|b\n1@2 |2\n" },
		{ "a place, then none", WORKSHEET(ROW("3",
			TEXT("B3", "b") "<c t=\"str\"><v>c</v></c>")
			"<row><c><v>1</v></c></row>"),
			"0@3 |b|c\n1@4 1||\nblank 1-2\n" },
		{ "blank rows", WORKSHEET(ROW("1", TEXT("A1", "a"))
			ROW("2", "<c r=\"A2\" s=\"3\"/>") ROW("3", "")
			ROW("5", NUMBER("A5", "1")) ROW("6", NUMBER("A6", "2"))
			ROW("8", NUMBER("A8", "3")) ROW("1000", "")),
			"0@1 a\n1@5 1\n2@6 2\n3@8 3\nblank 2-4\nblank 7-7\n" },
		{ "empty texts are blank", WORKSHEET(ROW("1", TEXT("A1", "a"))
			ROW("2", TEXT("A2", "") "<c r=\"B2\" t=\"str\"><v></v></c>")
			ROW("3", NUMBER("A3", "1"))),
			"0@1 a\n1@3 1\nblank 2-2\n" },
		{ "codes", WORKSHEET(ROW("1", TEXT("A1", "00") TEXT("B1", "02EW")
			TEXT("C1", "=1+1") TEXT("D1", "0060"))),
			"0@1 00|02EW|=1+1|0060\n" },
		{ "truth", WORKSHEET(ROW("1", "<c r=\"A1\" t=\"b\"><v>1</v></c>"
			"<c r=\"B1\" t=\"b\"><v>0</v></c>")), "0@1 true|false\n" },
		{ "errors", WORKSHEET(ROW("1", TEXT("A1", "a") TEXT("B1", "b"))
			ROW("2", "<c r=\"A2\" t=\"e\"><v>#N/A</v></c>"
			"<c r=\"B2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>")),
			"0@1 a|b\n1@2 #N/A|#DIV/0!\n#N/A A2 r1\n#DIV/0! B2 r1\n" },
		{ "formulas", WORKSHEET(ROW("1", TEXT("A1", "a") TEXT("B1", "b"))
			ROW("2", "<c r=\"A2\"><f>B2*2</f><v>4</v></c>"
			"<c r=\"B2\" t=\"str\"><f>\"x\"</f><v>x_x0041_</v></c>")
			ROW("3", "<c r=\"A3\"><f>B3*2</f></c>")
			ROW("4", "<c r=\"A4\" t=\"str\"><f>\"\"</f><v></v></c>"
			"<c r=\"B4\"><f>0.1+0.2</f><v>0.30000000000000004</v></c>")),
			"0@1 a|b\n1@2 4|xA\n2@3 |\n3@4 |0.3\nno value A3 r2\n" },
		{ "numbers", WORKSHEET(ROW("1", NUMBER("A1", "1.1000000000000001")
			NUMBER("B1", " 1E3\n") NUMBER("C1", "0.30000000000000004")
			NUMBER("D1", "1.50"))),
			"0@1 1.1|1000|0.30000000000000004|1.50\n" },
		{ "dates as text", WORKSHEET(ROW("1",
			"<c r=\"A1\" t=\"d\"><v>2004-10-01T00:00:00</v></c>"
			"<c r=\"B1\" t=\"d\"><v>2004-10-01T00:00:00.000Z</v></c>"
			"<c r=\"C1\" t=\"d\"><v>2004-10-01T12:00:00</v></c>"
			"<c r=\"D1\" t=\"d\"><v>2004-10-01</v></c>")),
			"0@1 2004-10-01|2004-10-01|2004-10-01T12:00:00|2004-10-01\n" },
		{ "blanks", WORKSHEET(ROW("1", TEXT("A1", " a ")
			"<c r=\"B1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> b "
			"</t></is></c>" "<c r=\"C1\" t=\"str\"><v> c </v></c>")),
			"0@1 a| b | c \n" },
		{ "runs and readings", WORKSHEET(ROW("1",
			"<c r=\"A1\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>one</t></r>"
			"<r><t xml:space=\"preserve\"> two</t></r><rPh sb=\"0\" eb=\"1\">"
			"<t>no</t></rPh><phoneticPr fontId=\"1\"/></is></c>")),
			"0@1 one two\n" },
		{ "entities of XML", WORKSHEET(ROW("1", TEXT("A1",
			"a &amp; b &lt;&#x41;&#66;"))), "0@1 a & b <AB\n" },
		{ "prefixes", "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row r=\"1\">"
			"<x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData>"
			"</x:worksheet>", "0@1 1\n" },
		{ "notes", "<worksheet><cols><col min=\"1\" max=\"2\" hidden=\"1\"/>"
			"<col min=\"3\" max=\"3\"/><col min=\"28\" max=\"28\" hidden="
			"\"true\"/></cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>"
			"</row><row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>2</v></c></row>"
			"</sheetData><mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell "
			"ref=\"A5:A9\"/></mergeCells></worksheet>",
			"0@1 1\n1@2 2\nsheet 'Blad1'; hidden rows are read too: 1, the "
			"first is row 2; hidden columns are read too: A:B, AB; merged "
			"cells have their value at the top left: A1:C1, A5:A9\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct part parts[] = { { SHEET_PART, cases[i].sheet } };
		expect_read(cases[i].name, parts, 1, cases[i].wanted);
	}
}

Test(xlsx_read, shared_strings_and_styles)
{
	static const struct part parts[] = {
		{ SHEET_PART, WORKSHEET(
			ROW("1", SHARED("A1", "0") SHARED("B1", "1") SHARED("C1", "2")
				SHARED("D1", "0"))
			ROW("2", "<c r=\"A2\" s=\"1\"><v>38261</v></c>"
				"<c r=\"B2\" s=\"2\"><v>0.822</v></c>"
				"<c r=\"C2\" s=\"3\"><v>38261.5</v></c>"
				"<c r=\"D2\" s=\"4\"><v>0.5</v></c>")
			ROW("3", "<c r=\"A3\" s=\"5\"><v>38261</v></c>"
				"<c r=\"B3\" s=\"99\"><v>38261</v></c>"
				"<c r=\"C3\" s=\"1\"><v>60</v></c>"
				"<c r=\"D3\" s=\"6\"><v>38261</v></c>")) },
		{ "xl/sharedStrings.xml", "<sst><si><t>een</t></si><si><r><t>tw</t></r>"
			"<r><rPr/><t>ee</t></r><rPh><t>no</t></rPh></si>"
			"<si><t xml:space=\"preserve\"> _x0041_ </t></si></sst>" },
		{ "xl/styles.xml", "<styleSheet><numFmts>"
			"<numFmt numFmtId=\"164\" formatCode=\"d-m-yyyy h:mm\"/>"
			"<numFmt numFmtId=\"165\" formatCode=\"0 &quot;d&quot;\"/></numFmts>"
			"<cellStyleXfs><xf numFmtId=\"14\"/><xf numFmtId=\"0\"/></cellStyleXfs>"
			"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
			"<xf numFmtId=\"10\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/>"
			"<xf numFmtId=\"165\"/><xf/></cellXfs></styleSheet>" },
	};

	expect_read("shared", parts, COUNT(parts), "0@1 een|twee| A |een\n"
		"1@2 2004-10-01|0.822|2004-10-01T12:00:00|12:00:00\n"
		"2@3 38261|38261|60|38261\n");
}

Test(xlsx_read, days_from_1904)
{
	static const struct part parts[] = {
		{ BOOK_PART, "<workbook><workbookPr date1904=\"true\"/><sheets><sheet "
			"name=\"Blad1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>" },
		{ SHEET_PART, WORKSHEET(ROW("1", "<c r=\"A1\" s=\"1\"><v>36799</v></c>")) },
		{ "xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/>"
			"<xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	};

	expect_read("1904", parts, COUNT(parts), "0@1 2004-10-01\n");
}

#define DEEP8(x) "<a><a><a><a><a><a><a><a>" x "</a></a></a></a></a></a></a></a>"

Test(xlsx_read, is_refused)
{
	static const struct {
		const char *name, *part, *text, *wanted;
	} cases[] = {
		{ "no sheet part", SHEET_PART, NULL,
			"t.xlsx: is damaged: xl/worksheets/sheet1.xml is missing" },
		{ "no strings", "xl/sharedStrings.xml", NULL,
			"t.xlsx: is damaged: xl/sharedStrings.xml is missing" },
		{ "no book", BOOK_PART, NULL,
			"t.xlsx: is damaged: xl/workbook.xml is missing" },
		{ "no relations", BOOK_RELATIONS, NULL,
			"t.xlsx: is damaged: it does not say where sheet 'Blad1' is" },
		{ "a zip file", "_rels/.rels", NULL, "t.xlsx: is a zip file, but no "
			"workbook; unpack it and name the file in it" },
		{ "no root", "_rels/.rels", "<Relationships/>",
			"t.xlsx: is a zip file, but no workbook: _rels/.rels names none" },
		{ "xlsb", "_rels/.rels", "<Relationships>" RELATION("r",
			"officeDocument", "xl/workbook.bin") "</Relationships>",
			"t.xlsx: is a binary workbook (.xlsb); save it as Excel workbook "
			"(.xlsx)" },
		{ "a text document", BOOK_PART, "<w:document/>", "t.xlsx: is a document "
			"of Office, but no workbook; save its table as .xlsx or CSV UTF-8" },
		{ "no sheets", BOOK_PART, "<workbook/>",
			"t.xlsx: is a workbook without sheets" },
		{ "a chart as the only sheet", BOOK_RELATIONS, "<Relationships>"
			RELATION("rId1", "chartsheet", "c.xml") "</Relationships>",
			"t.xlsx: the workbook has no visible sheet with a table; name one "
			"that is hidden" },
		{ "not a worksheet", SHEET_PART, "<chartsheet/>", "t.xlsx: sheet 'Blad1' "
			"is no worksheet, but a chartsheet" },
		{ "not XML", SHEET_PART, "a,b\n1,2\n", "t.xlsx: is damaged: "
			"xl/worksheets/sheet1.xml is no well-formed XML at its line 1, "
			"column 1 (syntax error)" },
		{ "cut off", SHEET_PART, "<worksheet><sheetData><row>", "t.xlsx: is "
			"damaged: xl/worksheets/sheet1.xml is no well-formed XML at its "
			"line 1, column 28 (no element found)" },
		{ "empty", SHEET_PART, "", "t.xlsx: is damaged: "
			"xl/worksheets/sheet1.xml is no well-formed XML at its line 1, "
			"column 1 (no element found)" },
		{ "entities", SHEET_PART, "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d "
			"\"&b;&b;\">]><worksheet>&d;</worksheet>", "t.xlsx: "
			"xl/worksheets/sheet1.xml has a DOCTYPE, which no workbook has: it "
			"is not read" },
		{ "depth", SHEET_PART, "<worksheet>" DEEP8(DEEP8(DEEP8(DEEP8(DEEP8(
			DEEP8(DEEP8(DEEP8("")))))))) "</worksheet>", "t.xlsx: "
			"xl/worksheets/sheet1.xml has elements more than 64 deep in each "
			"other" },
		{ "too many rows", SHEET_PART, WORKSHEET(ROW("1048577", "")),
			"t.xlsx: sheet 'Blad1' has a row 1048577, and a sheet holds "
			"1048576" },
		{ "no row number", SHEET_PART, WORKSHEET(ROW("x", "")), "t.xlsx: is "
			"damaged: sheet 'Blad1' has a row with the number 'x'" },
		{ "row 0", SHEET_PART, WORKSHEET(ROW("0", "")), "t.xlsx: is damaged: "
			"sheet 'Blad1' has a row with the number '0'" },
		{ "rows out of order", SHEET_PART, WORKSHEET(ROW("2", "") ROW("2", "")),
			"t.xlsx: is damaged: row 2 of sheet 'Blad1' stands after row 2" },
		{ "too many columns", SHEET_PART, WORKSHEET(ROW("1",
			NUMBER("XFE1", "1"))), "t.xlsx: sheet 'Blad1' has a column 16385, "
			"and a sheet holds 16384" },
		{ "a cell of another row", SHEET_PART, WORKSHEET(ROW("1",
			NUMBER("A2", "1"))), "t.xlsx: is damaged: row 1 of sheet 'Blad1' "
			"has a cell 'A2'" },
		{ "a cell without a place", SHEET_PART, WORKSHEET(ROW("1",
			NUMBER("7", "1"))), "t.xlsx: is damaged: row 1 of sheet 'Blad1' has "
			"a cell '7'" },
		{ "a cell twice", SHEET_PART, WORKSHEET(ROW("1", NUMBER("A1", "1")
			NUMBER("A1", "2"))), "t.xlsx: is damaged: the cell Blad1!A1 stands "
			"in it twice" },
		{ "a shared string that is not there", SHEET_PART, WORKSHEET(ROW("1",
			SHARED("A1", "0"))), "t.xlsx: Blad1!A1 refers to a text that the "
			"workbook does not have: it is damaged" },
		{ "a shared string without a number", SHEET_PART, WORKSHEET(ROW("1",
			SHARED("A1", ""))), "t.xlsx: Blad1!A1 refers to a text that the "
			"workbook does not have: it is damaged" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct part parts[] = { { cases[i].part, cases[i].text } };
		expect_read(cases[i].name, parts, 1, cases[i].wanted);
	}
}

static char *filled(const char *before, size_t blanks, const char *after)
{
	char *text = malloc(strlen(before) + blanks + strlen(after) + 1);

	cr_assert_not_null(text);
	strcpy(text, before);
	memset(text + strlen(before), ' ', blanks);
	strcpy(text + strlen(before) + blanks, after);
	return text;
}

Test(xlsx_read, bombs_are_refused)
{
	char *blanks = filled("<worksheet>", 32 << 20, "</worksheet>");
	char *tag = filled("<worksheet a='", 2 << 20, "'/>");
	struct part part = { SHEET_PART, blanks };

	expect_read("blanks", &part, 1, "t.xlsx: xl/worksheets/sheet1.xml unpacks to "
		"more than 500 times its size: it is made to fill the memory, and not "
		"read further");
	part.text = tag;
	expect_read("tag", &part, 1, "t.xlsx: xl/worksheets/sheet1.xml has a tag of "
		"more than 1024 KiB");
	free(blanks);
	free(tag);
}

/* Links and pictures on the web are counted, and never looked at. */
Test(xlsx_read, what_is_outside_is_left)
{
	static const struct part parts[] = {
		{ BOOK_RELATIONS, "<Relationships>"
			RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
			RELATION("rId2", "externalLink", "externalLinks/link1.xml")
			"<Relationship Id=\"rId3\" Type=\"x/sharedStrings\" Target="
			"\"file:///etc/passwd\" TargetMode=\"External\"/>"
			"</Relationships>" },
		{ SHEET_PART, WORKSHEET(ROW("1", "<c r=\"A1\"><f>[1]Blad1!A1</f>"
			"<v>3</v></c>")) },
	};

	expect_read("outside", parts, COUNT(parts), "0@1 3\nwhat the workbook refers "
		"to outside itself is not looked at: 2\n");
}

#define TWO_SHEETS(first, second) "<workbook><sheets>" \
	"<sheet name=\"een\" sheetId=\"1\" r:id=\"rId1\"" first "/>" \
	"<sheet name=\"twee &amp; meer\" sheetId=\"7\" r:id=\"rId4\"" second "/>" \
	"</sheets></workbook>"

Test(xlsx_read, sheets_are_chosen)
{
	static const struct {
		struct kl_dialect dialect;
		const char *wanted;
	} cases[] = {
		{ { .quote = '"' }, "0@1 2\n" },
		{ { .sheet_number = 1 }, "0@1 1\n" },
		{ { .sheet_number = 2 }, "0@1 2\n" },
		{ { .sheet = "een" }, "0@1 1\n" },
		{ { .sheet = "twee & meer", .sheet_number = 1 }, "0@1 2\n" },
		{ { .sheet_number = 3 },
			"t.xlsx: the workbook has no sheet number 3: it has 2" },
		{ { .sheet = "ene" }, "t.xlsx: the workbook has no sheet 'ene'; did you "
			"mean 'een'?" },
		{ { .sheet = "Leerlingen" }, "t.xlsx: the workbook has no sheet "
			"'Leerlingen'; its first is 'een'" },
	};
	const struct part parts[] = {
		{ BOOK_PART, TWO_SHEETS(" state=\"veryHidden\"", " state=\"visible\"") },
		{ BOOK_RELATIONS, "<Relationships>"
			RELATION("rId4", "worksheet", "../xl/./worksheets/SHEET2.xml")
			RELATION("rId1", "worksheet", "/xl/worksheets/sheet1.xml")
			"</Relationships>" },
		{ SHEET_PART, WORKSHEET(ROW("1", NUMBER("A1", "1"))) },
		{ "xl/worksheets/sheet2.xml", WORKSHEET(ROW("1", NUMBER("A1", "2"))) },
	};

	workbook_write("t.xlsx", parts, COUNT(parts));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct seen seen = { .rows = 0 };
		read_file("t.xlsx", &cases[i].dialect, &seen);
		char *notes = strchr(seen.text.at, '\n');
		if (notes != NULL)
			notes[1] = '\0';
		cr_expect_str_eq(seen.text.at, cases[i].wanted, "%zu: %s", i,
			seen.text.at);
		kl_text_release(&seen.text);
	}
}

Test(xlsx_read, other_files_are_told_from_workbooks)
{
	static const char old[512 + 128] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	static const char locked_name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	char locked[1024 + 128] = { 0 };
	const struct part ods[] = { { "mimetype",
		"application/vnd.oasis.opendocument.spreadsheet" } };
	struct kl_dialect by_name = { .quote = '"', .sheet = "Blad1" };
	struct kl_dialect by_number = { .quote = '"', .sheet_number = 2 };
	struct seen seen = { .rows = 0 };

	memcpy(locked, old, sizeof old);
	locked[30] = 9;
	memcpy(locked + 512 + 128, locked_name, sizeof locked_name);
	expect_read("ods", ods, 1, "t.xlsx: is an OpenDocument spreadsheet (.ods); "
		"save it as Excel workbook (.xlsx) or as CSV UTF-8");
	scratch_bytes("old.xls", old, sizeof old);
	scratch_bytes("locked.xlsx", locked, sizeof locked);
	scratch_write("t.csv", "a,b\n");
	scratch_write("short.xlsx", "PK\3\4");
	read_file("old.xls", &any, &seen);
	kl_text_puts(&seen.text, "\n");
	read_file("locked.xlsx", &any, &seen);
	kl_text_puts(&seen.text, "\n");
	read_file("t.csv", &by_name, &seen);
	kl_text_puts(&seen.text, "\n");
	read_file("t.csv", &by_number, &seen);
	kl_text_puts(&seen.text, "\n");
	read_file("short.xlsx", &any, &seen);
	cr_expect_str_eq(seen.text.at,
		"old.xls: is an old workbook (.xls); save it as Excel workbook (.xlsx) or "
		"as CSV UTF-8\n"
		"locked.xlsx: is a workbook with a password; save it without one\n"
		"t.csv: is no workbook, so it has no sheet 'Blad1'\n"
		"t.csv: is no workbook, so it has no sheet number 2\n"
		"short.xlsx: is damaged or cut off: it begins as a workbook (a zip file), "
		"and the list of its parts at the end is missing", "%s", seen.text.at);
	kl_text_release(&seen.text);
}

/* A byte that is changed in the file is noticed. */
Test(xlsx_read, damage_is_told)
{
	const struct part parts[] = { { SHEET_PART, WORKSHEET(ROW("1",
		TEXT("A1", "a long enough text, so that it is packed") )) } };
	struct seen seen = { .rows = 0 };
	char bytes[8192];

	workbook_write("t.xlsx", parts, 1);
	FILE *file = fopen("t.xlsx", "rb");
	size_t size = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	/* The checksum stands before the part, and in the list at the end. */
	for (size_t i = 0, met = 0; i + strlen(SHEET_PART) < size; i++) {
		if (memcmp(bytes + i, SHEET_PART, strlen(SHEET_PART)) == 0)
			bytes[i - (met++ == 0 ? 30 - 14 : 46 - 16)] ^= 1;
	}
	scratch_bytes("crc.xlsx", bytes, size);
	scratch_bytes("cut.xlsx", bytes, size - 40);
	cr_expect_eq(read_file("crc.xlsx", &any, &seen), KL_INVALID);
	cr_expect_not_null(strstr(seen.text.at, "xl/worksheets/sheet1.xml does not "
		"fit its checksum"), "%s", seen.text.at);
	cr_expect_eq(read_file("cut.xlsx", &any, &seen), KL_INVALID);
	cr_expect_not_null(strstr(seen.text.at, "is damaged or cut off"), "%s",
		seen.text.at);
	kl_text_release(&seen.text);
}

/* As another program writes it: with shared strings, styles and all. */
Test(xlsx_read, of_libxlsxwriter)
{
	lxw_workbook *book = workbook_new("w.xlsx");
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Blad1");
	lxw_format *date = workbook_add_format(book);
	lxw_format *bold = workbook_add_format(book);
	lxw_datetime day = { 2004, 10, 1, 0, 0, 0 };
	lxw_rich_string_tuple one = { NULL, "een " }, two = { bold, "twee" };
	lxw_rich_string_tuple *runs[] = { &one, &two, NULL };
	struct seen seen = { .rows = 0 };

	scratch_note("w.xlsx");
	format_set_num_format(date, "dd/mm/yyyy");
	format_set_bold(bold);
	worksheet_write_string(sheet, 0, 0, "code", NULL);
	worksheet_write_string(sheet, 0, 1, "getal", NULL);
	worksheet_write_string(sheet, 0, 2, "dag", date);
	worksheet_write_string(sheet, 0, 3, "tekst", NULL);
	worksheet_write_string(sheet, 1, 0, "0060", NULL);
	worksheet_write_number(sheet, 1, 1, 82.2, NULL);
	worksheet_write_datetime(sheet, 1, 2, &day, date);
	worksheet_write_rich_string(sheet, 1, 3, runs, NULL);
	worksheet_write_string(sheet, 2, 0, " code ", NULL);
	worksheet_write_formula_num(sheet, 2, 1, "=B2*2", NULL, 164.4);
	worksheet_write_boolean(sheet, 2, 2, 1, NULL);
	worksheet_write_string(sheet, 2, 3, "a\tb\x01\n", NULL);
	cr_assert_eq(workbook_close(book), LXW_NO_ERROR);
	cr_expect_eq(read_file("w.xlsx", &any, &seen), KL_OK);
	cr_expect_str_eq(seen.text.at, "0@1 code|getal|dag|tekst\n"
		"1@2 0060|82.2|2004-10-01|een twee\n"
		"2@3  code |164.4|true|a\\tb\\x01\\n\n", "%s", seen.text.at);
	kl_text_release(&seen.text);
}

/* More rows than fit in a batch. */
Test(xlsx_read, many_rows)
{
	enum { ROWS = 20000 };
	struct kl_text_buffer sheet = { 0 };
	struct seen seen = { .quiet = true };

	kl_text_puts(&sheet, "<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row>");
	for (int i = 0; i < ROWS; i++)
		kl_text_printf(&sheet, "<row><c t=\"str\"><v>some text %d</v></c>"
			"<c><v>%d</v></c></row>", i, i);
	kl_text_puts(&sheet, "</sheetData></worksheet>");
	const struct part parts[] = { { SHEET_PART, sheet.at } };
	workbook_write("t.xlsx", parts, 1);
	cr_expect_eq(read_file("t.xlsx", &any, &seen), KL_OK);
	cr_expect_eq(seen.rows, ROWS + 1);
	kl_text_release(&seen.text);
	kl_text_release(&sheet);
}
