/* The frame around the table of a sheet, and its header rows where they are
 * declared. */
#include <fcntl.h>

#include "base/text.h"
#include "table/input.h"
#include "table/note.h"
#include "workbooks.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

TestSuite(frame_sheet, .init = scratch_open, .fini = scratch_close);

/* As text: "0@3 B:a|C:b" for the header in row 3, with the columns of the sheet;
 * issues "blank 1-2" and "edge A4"; what was left out. */
struct seen {
	struct kl_text_buffer text;
	size_t een;                     /* the column of which numbers have a comma */
};

static void add(struct seen *seen, const struct kl_row *row,
	const struct kl_dialect *used)
{
	uint64_t line, column;

	kl_text_printf(&seen->text, "%d@%d ", (int)row->number, (int)row->line);
	for (size_t i = 0; i < row->count; i++) {
		kl_row_place(row, used, i, &line, &column);
		cr_expect_eq(line, row->line);
		kl_text_printf(&seen->text, "%s%c:%.*s", i > 0 ? "|" : "",
			(char)('A' + column - 1), (int)row->cells[i].length,
			row->cells[i].at);
	}
	kl_text_puts(&seen->text, "\n");
}

static enum kl_status see_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct seen *seen = context;

	(void)error;
	seen->een = SIZE_MAX;
	for (size_t i = 0; i < row->count; i++) {
		if (kl_span_is(row->cells[i], "een"))
			seen->een = i;
	}
	add(seen, row, used);
	return KL_OK;
}

static enum kl_status see_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct seen *seen = context;

	(void)error;
	for (size_t i = 0; i < batch->count; i++)
		add(seen, &batch->rows[i], &batch->dialect);
	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		if (issue->kind == KL_ISSUE_BLANK_ROWS)
			kl_text_printf(&seen->text, "blank %d-%d\n",
				(int)issue->line, (int)issue->last_line);
		else
			kl_text_printf(&seen->text, "%s %c%d r%d\n",
				issue->kind == KL_ISSUE_EDGE ? "edge" : "error",
				(char)('A' + issue->column - 1),
				(int)issue->line, (int)issue->row);
	}
	return KL_OK;
}

static void see_note(void *context, const struct kl_note *note)
{
	struct seen *seen = context;

	cr_expect_str_eq(note->sheet, "Blad1");
	kl_text_printf(&seen->text, "%s\n", note->text);
}

static char decimal_char(void *context, size_t column)
{
	const struct seen *seen = context;

	return column == seen->een ? ',' : '.';
}

static void expect_sheet(const char *name, const char *sheet,
	const struct kl_dialect *dialect, const char *wanted)
{
	const struct part parts[] = { { SHEET_PART, sheet } };
	struct seen seen = { .een = SIZE_MAX };
	const struct kl_reader_calls calls = { .header = see_header,
		.batch = see_batch, .context = &seen, .note = see_note,
		.decimal_char = decimal_char };
	struct kl_error error = { 0 };
	struct kl_input input;

	int fd = open(workbook_write("t.xlsx", parts, 1), O_RDONLY);
	cr_assert_geq(fd, 0);
	enum kl_status status = kl_input_open(&input, fd, "t.xlsx", &error);
	if (status == KL_OK)
		status = kl_read_input(&input, "t.xlsx", dialect, 0, &calls, &error);
	cr_expect_eq(status, KL_OK, "%s: %s", name, error.text);
	cr_expect_str_eq(seen.text.at, wanted, "%s: %s", name, seen.text.at);
	close(fd);
	remove("t.xlsx");
	kl_text_release(&seen.text);
}

#define ROW(n, cells) "<row r=\"" n "\">" cells "</row>"
#define TEXT(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text \
	"</t></is></c>"
#define NUMBER(place, number) "<c r=\"" place "\"><v>" number "</v></c>"
#define WRONG(place) "<c r=\"" place "\" t=\"e\"><v>#REF!</v></c>"


Test(frame_sheet, guessed)
{
	static const struct kl_dialect any = { .quote = '"' };
	static const struct {
		const char *name, *sheet, *wanted;
	} cases[] = {
		{ "all around", WORKSHEET(
			ROW("1", TEXT("A1", "Leerlingen")) ROW("2", WRONG("A2"))
			ROW("4", TEXT("B4", "sector") TEXT("C4", "een") TEXT("D4", "twee"))
			ROW("5", TEXT("B5", "Zorg") NUMBER("C5", "1.5") NUMBER("D5", "2.5"))
			ROW("7", TEXT("B7", "Bron: DUO")) ROW("9", TEXT("B9", "mbo 2"))),
			"rows 1 to 2 left out, as a title: the header is row 4\n"
			"1 blank column at the left edge left out\n"
			"0@4 B:sector|C:een|D:twee\n1@5 B:Zorg|C:1,5|D:2.5\n"
			"rows 7 to 9 left out, as notes below the table\n" },
		{ "a plain table", WORKSHEET(
			ROW("1", TEXT("A1", "sector") TEXT("B1", "een"))
			ROW("2", TEXT("A2", "Zorg") NUMBER("B2", "1.5"))),
			"0@1 A:sector|B:een\n1@2 A:Zorg|B:1,5\n" },
		{ "blank rows above, and a cell of blanks", WORKSHEET(
			ROW("2", TEXT("C2", " "))
			ROW("4", TEXT("B4", "sector") TEXT("C4", "een") TEXT("D4", "x"))
			ROW("5", TEXT("B5", "Zorg") NUMBER("C5", "1.5") TEXT("D5", "y"))),
			"1 blank column at the left edge left out\n"
			"0@4 B:sector|C:een|D:x\n1@5 B:Zorg|C:1,5|D:y\nblank 1-3\n" },
		{ "blank rows above", WORKSHEET(
			ROW("3", TEXT("A3", "sector") TEXT("B3", "een"))
			ROW("5", TEXT("A5", "Zorg") NUMBER("B5", "1.5"))),
			"0@3 A:sector|B:een\n1@5 A:Zorg|B:1,5\nblank 1-2\nblank 4-4\n" },
		{ "two columns, and a header of one name", WORKSHEET(
			ROW("1", TEXT("A1", "naam"))
			ROW("2", TEXT("A2", "Jan") TEXT("B2", "goed"))
			ROW("3", TEXT("A3", "Piet") TEXT("B3", "slecht"))),
			"0@1 A:naam\n1@2 A:Jan|B:goed\n2@3 A:Piet|B:slecht\n" },
		{ "a total below a blank row", WORKSHEET(
			ROW("1", TEXT("A1", "sector") TEXT("B1", "een") TEXT("C1", "twee"))
			ROW("2", TEXT("A2", "Zorg") NUMBER("B2", "1") NUMBER("C2", "2"))
			ROW("4", TEXT("A4", "Totaal"))),
			"0@1 A:sector|B:een|C:twee\n1@2 A:Zorg|B:1|C:2\n"
			"2@4 A:Totaal|B:|C:\nblank 3-3\n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		expect_sheet(cases[i].name, cases[i].sheet, &any, cases[i].wanted);
}

Test(frame_sheet, declared)
{
	static const uint64_t rows[] = { 2, 3 }, fifth[] = { 5 }, sixth[] = { 6 };
	static const struct kl_span names[] = { { "sector", 6 }, { "een", 3 } };
	static const char sheet[] = WORKSHEET(
		ROW("1", TEXT("A1", "Titel") WRONG("B1"))
		ROW("2", TEXT("B2", "deel"))
		ROW("3", TEXT("A3", "sector") TEXT("B3", "een") TEXT("C3", "twee"))
		ROW("4", TEXT("A4", "Zorg") NUMBER("B4", "1.5") NUMBER("C4", "2"))
		ROW("6", TEXT("A6", "#weg") NUMBER("B6", "1") NUMBER("C6", "2"))
		ROW("7", TEXT("A7", "Bron")));
	static const struct {
		struct kl_layout layout;
		size_t footer;
		const char *wanted;
	} cases[] = {
		{ { .header_rows = rows, .header_count = 2, .join = { " ", 1 },
			.declared = true }, 0,
			"0@3 A:sector|B:deel een|C:deel twee\n1@4 A:Zorg|B:1.5|C:2\n"
			"2@6 A:#weg|B:1|C:2\n3@7 A:Bron|B:|C:\nblank 5-5\n" },
		{ { .header_rows = rows + 1, .header_count = 1, .comment = { "#", 1 },
			.declared = true }, 1, "0@3 A:sector|B:een|C:twee\n"
			"1@4 A:Zorg|B:1,5|C:2\n"
			"row 7 left out, as notes below the table\n" },
		{ { .header_rows = rows + 1, .header_count = 1, .comment_rows = sixth,
			.comment_count = 1, .declared = true }, 0,
			"0@3 A:sector|B:een|C:twee\n1@4 A:Zorg|B:1,5|C:2\n"
			"2@7 A:Bron|B:|C:\nblank 5-5\n" },
		{ { .names = names, .name_count = 2, .declared = true }, 2,
			"0@0 A:sector|B:een\n1@1 A:Titel|B:#REF!\n2@2 A:|B:deel\n"
			"3@3 A:sector|B:een|C:twee\n4@4 A:Zorg|B:1,5|C:2\n"
			"error B1 r1\nrows 6 to 7 left out, as notes below the table\n" },
		{ { .declared = true }, 5,
			"0@0 A:field1|B:field2\n1@1 A:Titel|B:#REF!\nerror B1 r1\n"
			"rows 2 to 7 left out, as notes below the table\n" },
		{ { .header_rows = fifth, .header_count = 1,
			.declared = true }, 0, "0@7 \n" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct kl_dialect dialect = { .quote = '"',
			.layout = &cases[i].layout, .footer_given = true,
			.footer_rows = cases[i].footer };
		expect_sheet("declared", sheet, &dialect, cases[i].wanted);
	}
}

/* Beyond what was looked at something stands left of the table. */
Test(frame_sheet, edge)
{
	static const struct kl_dialect any = { .quote = '"' };
	struct kl_text_buffer sheet = { 0 }, wanted = { 0 };

	kl_text_puts(&sheet, "<worksheet><sheetData>" ROW("1", TEXT("B1", "a")
		TEXT("C1", "b")));
	kl_text_puts(&wanted, "1 blank column at the left edge left out\n0@1 B:a|C:b\n");
	for (int i = 2; i < 30; i++) {
		kl_text_printf(&sheet, "<row><c/><c><v>%d</v></c><c><v>1</v></c></row>",
			i);
		kl_text_printf(&wanted, "%d@%d B:%d|C:1\n", i - 1, i, i);
	}
	kl_text_puts(&sheet, ROW("30", NUMBER("A30", "1") WRONG("C30"))
		"</sheetData></worksheet>");
	kl_text_puts(&wanted, "29@30 B:|C:#REF!\nerror C30 r29\nedge A30 r29\n");
	expect_sheet("edge", sheet.at, &any, wanted.at);
	kl_text_release(&sheet);
	kl_text_release(&wanted);
}
