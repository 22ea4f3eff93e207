/* The frame around a table: titles, notes, blank edges; and names as people write
 * them. Every case is read in pieces of every size. */
#include "reading.h"
#include "table/frame.h"
#include "table/names.h"
#include "table/note.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* What was handed on, as text: "0@3 a|b" for the header in line 3, then rows; what
 * was left out, and issues; the kinds of notes. */
struct seen {
	struct kl_text_buffer rows, parts, notes;
	uint64_t last_line;
};

static void check_place(const struct kl_row *row, const struct kl_dialect *used,
	size_t cell)
{
	const char *at = row->raw.at, *end = at + row->raw.length;
	uint64_t line, column;

	kl_row_place(row, used, cell, &line, &column);
	for (uint64_t l = row->line; l < line && at < end; at++)
		l += *at == '\n';
	at += column - 1;
	struct kl_span text = row->cells[cell];
	cr_expect(at <= end && (text.length == 0 || *at == '"'
		|| memcmp(at, text.at, text.length) == 0));
}

static void add(struct seen *seen, const struct kl_row *row,
	const struct kl_dialect *used, bool names)
{
	kl_text_printf(&seen->rows, "%" PRIu64 "@%" PRIu64 " ", row->number,
		row->line);
	for (size_t i = 0; i < row->count; i++) {
		kl_text_puts(&seen->rows, i > 0 ? "|" : "");
		kl_text_add_visible(&seen->rows, row->cells[i], 0);
		if (!names)
			check_place(row, used, i);
	}
	kl_text_puts(&seen->rows, "\n");
}

static enum kl_status see_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)error;
	add(context, row, used, true);
	return KL_OK;
}

static enum kl_status see_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct seen *seen = context;

	(void)error;
	cr_expect(batch->count + batch->issue_count > 0);
	for (size_t i = 0; i < batch->count; i++) {
		cr_expect(batch->rows[i].line > seen->last_line);
		seen->last_line = batch->rows[i].line;
		add(seen, &batch->rows[i], &batch->dialect, false);
	}
	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];
		bool rows = issue->kind == KL_ISSUE_BLANK_ROWS;
		kl_text_printf(&seen->parts, "%s %" PRIu64 ":%" PRIu64
			" r%" PRIu64 "\n",
			issue->kind == KL_ISSUE_EDGE ? "edge"
			: issue->kind == KL_ISSUE_BLANK_LINE || rows ? "row-blank"
			: "issue", issue->line,
			rows ? issue->last_line : issue->column, issue->row);
	}
	return KL_OK;
}

static void see_part(void *context, const struct kl_left_out *part)
{
	static const char *const kinds[] = { "title", "note", "blank", "columns",
		"name" };
	struct seen *seen = context;
	bool columns = part->kind == KL_LEFT_OUT_COLUMNS;

	cr_expect_eq(part->row != NULL, part->kind == KL_LEFT_OUT_TITLE
		|| part->kind == KL_LEFT_OUT_NOTE);
	kl_text_printf(&seen->parts, "%s %d", kinds[part->kind],
		(int)(columns ? part->column : part->line));
	if (columns || part->kind == KL_LEFT_OUT_BLANK)
		kl_text_printf(&seen->parts, "-%d",
			(int)(columns ? part->last_column : part->last_line));
	if (part->text.length > 0)
		kl_text_printf(&seen->parts, " <%.*s>", (int)part->text.length,
			part->text.at);
	if (part->name.length > 0)
		kl_text_printf(&seen->parts, " %.*s", (int)part->name.length,
			part->name.at);
	kl_text_puts(&seen->parts, "\n");
}

static void see_note(void *context, const struct kl_note *note)
{
	struct seen *seen = context;

	cr_expect_str_eq(note->path, "some.csv");
	kl_text_printf(&seen->notes, "%s\n", note->text);
}

static enum kl_status see(struct kl_span bytes, size_t piece, size_t block,
	const struct kl_dialect *dialect, struct seen *seen,
	struct kl_error *error)
{
	struct memory memory = { .bytes = bytes, .piece = piece };
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = see_header,
		.batch = see_batch, .context = seen, .note = see_note,
		.left_out = see_part };

	kl_text_puts(&seen->rows, "");
	kl_text_puts(&seen->parts, "");
	kl_text_puts(&seen->notes, "");
	return kl_read_framed_text(&source, "some.csv", dialect, block, &calls,
		error);
}

static void forget(struct seen *seen)
{
	kl_text_release(&seen->rows);
	kl_text_release(&seen->parts);
	kl_text_release(&seen->notes);
}

static void expect_framed(const char *name, const char *text,
	const struct kl_dialect *dialect, const char *rows, const char *parts)
{
	size_t most = strlen(text) + 2 < 80 ? strlen(text) + 2 : 80;

	for (size_t block = 0; block < most; block++) {
		for (size_t piece = 0; piece < 4; piece++) {
			struct seen seen = { .last_line = 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(see(kl_span_of(text), piece, block, dialect,
				&seen, &error), KL_OK, "%s: %s", name, error.text);
			cr_expect_str_eq(seen.rows.at, rows, "%s, %zu: %s", name,
				block, seen.rows.at);
			cr_expect_str_eq(seen.parts.at, parts, "%s, %zu: %s",
				name, block, seen.parts.at);
			forget(&seen);
		}
	}
}

struct framed {
	const char *name, *text, *rows, *parts;
};

static void expect_all(const struct framed *cases, size_t count,
	const struct kl_dialect *dialect)
{
	for (size_t i = 0; i < count; i++)
		expect_framed(cases[i].name, cases[i].text, dialect, cases[i].rows,
			cases[i].parts);
}

static const struct kl_dialect semicolon = { .delimiter = ';', .quote = '"' };

Test(frame, titles)
{
	static const struct framed cases[] = {
		{ "one title", "Leerlingen per sector\nsector;een;twee\nZorg;1;2\n",
			"0@2 sector|een|twee\n1@3 Zorg|1|2\n",
			"title 1 <Leerlingen per sector>\n" },
		{ "titles, blank rows and a quote over two lines",
			";;\nLeerlingen;;\n\"per\nsector\";;\n\n;;\nsector;een;twee\nZorg;1;2\n",
			"0@7 sector|een|twee\n1@8 Zorg|1|2\n",
			"blank 1-1\ntitle 2 <Leerlingen>\ntitle 3 <per\nsector>\n"
			"blank 5-6\n" },
		{ "a title with a stray quote",
			"Leerlingen \"mbo\" 2004\nsector;een;twee\nZorg;1;2\n",
			"0@2 sector|een|twee\n1@3 Zorg|1|2\n",
			"title 1 <Leerlingen \"mbo\" 2004>\n" },
		{ "years in the header", "Leerlingen;;;\nsector;leerweg;2004;2005\nZorg;bol;1;2\n",
			"0@2 sector|leerweg|2004|2005\n1@3 Zorg|bol|1|2\n",
			"title 1 <Leerlingen>\n" },
		{ "two columns, and a blank row between",
			"Codes;\n;\ncode;naam\n1;a\n", "0@3 code|naam\n1@4 1|a\n",
			"title 1 <Codes>\nblank 2-2\n" },
		{ "two columns, and a line without a delimiter",
			"Codes\ncode;naam\n1;a\n", "0@2 code|naam\n1@3 1|a\n",
			"title 1 <Codes>\n" },
		{ "only blank rows above", ";;\n\n;;\nsector;een;twee\nZorg;1;2\n",
			"0@4 sector|een|twee\n1@5 Zorg|1|2\n", "row-blank 1:3 r0\n" },
	};

	expect_all(cases, COUNT(cases), &semicolon);
}

Test(frame, no_titles)
{
	static const struct framed cases[] = {
		{ "a plain table", "a;b\n1;2\n", "0@1 a|b\n1@2 1|2\n", "" },
		{ "nothing", "", "0@1 \n", "" },
		{ "a header alone", "a;b\n", "0@1 a|b\n", "" },
		{ "one column", "naam\nJan de Vries\n\nBron: DUO\n",
			"0@1 naam\n1@2 Jan de Vries\n2@4 Bron: DUO\n",
			"row-blank 3:1 r0\n" },
		{ "two columns: the first header has one name",
			"naam;\nJan;goed\nPiet;slecht\n",
			"0@1 naam|\n1@2 Jan|goed\n2@3 Piet|slecht\n", "" },
		{ "figures below a header of one name", "naam;;\nJan;1;2\nPiet;3;4\n",
			"0@1 naam||\n1@2 Jan|1|2\n2@3 Piet|3|4\n", "" },
		{ "a title of two cells",
			"Peildatum;1-10-2004;\nsector;een;twee\nZorg;1;2\n",
			"0@1 Peildatum|1-10-2004|\n1@2 sector|een|twee\n2@3 Zorg|1|2\n",
			"" },
		{ "two names alike", "Titel;;\na;A;b\n1;2;3\n",
			"0@1 Titel||\n1@2 a|A|b\n2@3 1|2|3\n", "" },
		{ "nothing below", "Titel;;\na;b;c\n", "0@1 Titel||\n1@2 a|b|c\n", "" },
		{ "one cell below", "Titel;;\na;b;c\nx;;\n",
			"0@1 Titel||\n1@2 a|b|c\n2@3 x||\n", "" },
		{ "blank lines above a header", "\n\na;b\n1;2\n",
			"0@3 a|b\n1@4 1|2\n", "row-blank 1:1 r0\nrow-blank 2:1 r0\n" },
	};

	expect_all(cases, COUNT(cases), &semicolon);
}

Test(frame, titles_of_declared_fields)
{
	static const struct kl_span names[] = { { "sector", 6 }, { "leerjaar_3", 10 },
		{ "totaal", 6 } };
	static const struct kl_wanted wanted = { names, 3, 3 };
	static const struct kl_dialect dialect = { .delimiter = ';', .quote = '"',
		.wanted = &wanted };
	static const struct framed cases[] = {
		{ "two of three, in another case",
			"Opgave;2004\nSector;Leerjaar 3;samen\nZorg;1;1\n",
			"0@2 sector|leerjaar_3|samen\n1@3 Zorg|1|1\n",
			"title 1 <Opgave>\nname 2 <Sector> sector\n"
			"name 2 <Leerjaar 3> leerjaar_3\n" },
		{ "one of three is too few", "Opgave;2004\nsector;a;b\nZorg;1;1\n",
			"0@1 Opgave|2004\n1@2 sector|a|b\n2@3 Zorg|1|1\n", "" },
		{ "one in the first record is enough",
			"sector;x;y\nsector;leerjaar_3;totaal\n",
			"0@1 sector|x|y\n1@2 sector|leerjaar_3|totaal\n", "" },
		{ "none, and a title by its shape", "Titel;;\na;b;c\n1;2;3\n",
			"0@1 Titel||\n1@2 a|b|c\n2@3 1|2|3\n", "" },
	};

	expect_all(cases, COUNT(cases), &dialect);
}

Test(frame, notes_below)
{
	static const struct framed cases[] = {
		{ "a blank line, then notes", "a;b;c\n1;2;3\n\nBron: DUO\nzonder vavo\n",
			"0@1 a|b|c\n1@2 1|2|3\n",
			"blank 3-3\nnote 4 <Bron: DUO>\nnote 5 <zonder vavo>\n" },
		{ "a blank row, and padding behind",
			"a;b;c\n1;2;3\n;;\n;* voorlopige cijfers;\n;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n",
			"blank 3-3\nnote 4 <* voorlopige cijfers>\nblank 5-5\n" },
		{ "directly below", "a;b;c\n1;2;3\nBron: DUO;;\n1) zie boven;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n",
			"note 3 <Bron: DUO>\nnote 4 <1) zie boven>\n" },
		{ "a sentence below a blank row", "a;b;c\n1;2;3\n\nde cijfers van mei\n",
			"0@1 a|b|c\n1@2 1|2|3\n",
			"blank 3-3\nnote 4 <de cijfers van mei>\n" },
		{ "two columns, with a word for notes", "a;b\n1;2\n\nNoot 1;\n",
			"0@1 a|b\n1@2 1|2\n", "blank 3-3\nnote 4 <Noot 1>\n" },
		{ "a row without figures stays, the note goes",
			"a;b;c\n1;2;3\n\nTotaal;;\n\nBron: DUO;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@4 Totaal||\n",
			"row-blank 3:1 r0\nblank 5-5\nnote 6 <Bron: DUO>\n" },
	};

	expect_all(cases, COUNT(cases), &semicolon);
}

Test(frame, no_notes_below)
{
	static const struct framed cases[] = {
		{ "a total without figures", "a;b;c\n1;2;3\nTotaal;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 Totaal||\n", "" },
		{ "the same, below a blank row", "a;b;c\n1;2;3\n;;\nTotaal;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 ||\n3@4 Totaal||\n", "" },
		{ "a row that was cut off", "a;b;c\n1;2;3\n4", "0@1 a|b|c\n1@2 1|2|3\n2@3 4\n",
			"" },
		{ "a figure below a blank row", "a;b;c\n1;2;3\n\n;;12 345\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@4 ||12 345\n", "row-blank 3:1 r0\n" },
		{ "padding", "a;b;c\n1;2;3\n;;\n\n;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 ||\n3@5 ||\n", "row-blank 4:1 r0\n" },
		{ "two columns, directly below", "a;b\n1;2\nBron: DUO;\n",
			"0@1 a|b\n1@2 1|2\n2@3 Bron: DUO|\n", "" },
		{ "two columns, several words", "a;b\n1;2\n\nJan de Vries;\n",
			"0@1 a|b\n1@2 1|2\n2@4 Jan de Vries|\n", "row-blank 3:1 r0\n" },
		{ "a name that only begins like a word for notes",
			"a;b;c\n1;2;3\nBronkhorst;;\nNoord;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 Bronkhorst||\n3@4 Noord||\n", "" },
		{ "another row behind", "a;b;c\n1;2;3\nBron: DUO;;\nverder;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 Bron: DUO||\n3@4 verder||\n", "" },
		{ "a full row behind", "a;b;c\n1;2;3\n\nBron: DUO;;\n4;5;6\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@4 Bron: DUO||\n3@5 4|5|6\n",
			"row-blank 3:1 r0\n" },
	};

	expect_all(cases, COUNT(cases), &semicolon);
}

Test(frame, blank_columns)
{
	static const struct framed cases[] = {
		{ "both edges", ";a;b;;\n;1;2;;\n;3;4;;\n",
			"0@1 a|b\n1@2 1|2\n2@3 3|4\n", "columns 1-1\ncolumns 4-5\n" },
		{ "a row that is short", ";a;b;\n;1\n", "0@1 a|b\n1@2 1\n",
			"columns 1-1\ncolumns 4-4\n" },
		{ "short rows of two", ";a;b;\n;1;2\n\"\";3\n",
			"0@1 a|b\n1@2 1|2\n2@3 3\n", "columns 1-1\ncolumns 4-4\n" },
		{ "a header has a name", "x;a;b\n;1;2\n", "0@1 x|a|b\n1@2 |1|2\n", "" },
		{ "cells without a name", "a;b;\n1;2;3\n", "0@1 a|b|\n1@2 1|2|3\n", "" },
		{ "a header alone", ";a;b;\n", "0@1 |a|b|\n", "" },
		{ "a column by itself", "a;\n1;\n", "0@1 a|\n1@2 1|\n", "" },
		{ "a note at the edge", ";a;b;c\n;1;2;3\n;4;5;6\n\nBron: DUO;;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 4|5|6\n",
			"columns 1-1\nblank 4-4\nnote 5 <Bron: DUO>\n" },
		{ "no note at the edge", ";a;b;c\n;1;2;3\n;4;5;6\nx;;;\n",
			"0@1 a|b|c\n1@2 1|2|3\n2@3 4|5|6\n3@4 ||\n",
			"columns 1-1\nedge 4:1 r3\n" },
		{ "a first row with one cell", ";a;b;c\nx;;;\n",
			"0@1 |a|b|c\n1@2 x|||\n", "" },
	};

	expect_all(cases, COUNT(cases), &semicolon);
}

/* Beyond what was looked at something stands at the edges: it is told. */
Test(frame, edges_that_are_not_blank)
{
	struct kl_text_buffer text = { 0 };
	struct seen seen = { .last_line = 0 };
	struct kl_error error;

	kl_text_puts(&text, ";a;b;\n");
	for (int i = 0; i < KL_FRAME_ROWS; i++)
		kl_text_puts(&text, ";1;2;\n");
	kl_text_puts(&text, "x;3;4;\n;5;6;y\n \"z\";7;8;\n");
	cr_assert_eq(see(kl_text_span(&text), 0, 0, &semicolon, &seen, &error),
		KL_OK);
	cr_expect_str_eq(seen.parts.at, "columns 1-1\ncolumns 4-4\n"
		"edge 22:1 r21\nissue 24:2 r23\nedge 24:1 r23\n");
	cr_expect_not_null(strstr(seen.rows.at,
		"21@22 3|4\n22@23 5|6|y\n23@24 7|8\n"));
	forget(&seen);
	kl_text_release(&text);
}

/* A note stands at the edge however long the table is. */
Test(frame, note_left_of_a_long_table)
{
	struct kl_text_buffer text = { 0 };
	struct seen seen = { .last_line = 0 };
	struct kl_error error;

	kl_text_puts(&text, ";a;b;c\n");
	for (int i = 0; i < 2 * KL_FRAME_ROWS; i++)
		kl_text_puts(&text, ";1;2;3\n");
	kl_text_puts(&text, ";;;\nBron: DUO;;;\n");
	cr_assert_eq(see(kl_text_span(&text), 0, 0, &semicolon, &seen, &error),
		KL_OK);
	cr_expect_str_eq(seen.parts.at,
		"columns 1-1\nblank 42-42\nnote 43 <Bron: DUO>\n");
	forget(&seen);
	kl_text_release(&text);
}

static enum kl_status keep_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	(void)row;
	(void)error;
	*(enum kl_encoding *)context = used->encoding;
	return KL_OK;
}

static enum kl_status keep_encoding(void *context,
	const struct kl_batch *batch, struct kl_error *error)
{
	(void)error;
	*(enum kl_encoding *)context = batch->dialect.encoding;
	return KL_OK;
}

/* What turns out to be Windows-1252 is said to be from there on. */
Test(frame, encoding_that_turns_late)
{
	struct kl_text_buffer text = { 0 };
	enum kl_encoding encoding = KL_UTF_16LE;
	struct kl_error error;

	kl_text_puts(&text, "a;b;c\n");
	for (int i = 0; i < 5000; i++)
		kl_text_puts(&text, "1;2;3\n");
	kl_text_puts(&text, "4;caf\xe9;6\n");
	struct memory memory = { .bytes = kl_text_span(&text) };
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	const struct kl_reader_calls calls = { .header = keep_header,
		.batch = keep_encoding, .context = &encoding };
	cr_assert_eq(kl_read_framed_text(&source, "some.csv", &semicolon, 0,
		&calls, &error), KL_OK);
	cr_expect_eq(encoding, KL_WINDOWS_1252);
	kl_text_release(&text);
}

Test(frame, declared)
{
	static const uint64_t third[] = { 3 };
	static const struct kl_layout layout = { .header_rows = third,
		.header_count = 1, .declared = true };
	static const char text[] = "Titel\n\na;b;\n1;2;\n\nBron: DUO\n\n* twee\n\n";
	const struct kl_dialect as_is = { .delimiter = ';', .quote = '"',
		.as_is = true };
	const struct kl_dialect rows = { .delimiter = ';', .quote = '"',
		.layout = &layout };
	const struct kl_dialect footer = { .delimiter = ';', .quote = '"',
		.layout = &layout, .footer_given = true, .footer_rows = 2 };
	const struct kl_dialect none = { .delimiter = ';', .quote = '"',
		.footer_given = true };
	const struct kl_dialect all = { .delimiter = ';', .quote = '"',
		.footer_given = true, .footer_rows = 1000 };

	expect_framed("as is", text, &as_is, "0@1 Titel\n1@3 a|b|\n2@4 1|2|\n"
		"3@6 Bron: DUO\n4@8 * twee\n", "row-blank 2:1 r0\nrow-blank 5:1 r0\n"
		"row-blank 7:1 r0\nrow-blank 9:1 r0\n");
	expect_framed("header row", text, &rows,
		"0@3 a|b|\n1@4 1|2|\n2@6 Bron: DUO\n3@8 * twee\n",
		"row-blank 5:1 r0\nrow-blank 7:1 r0\nrow-blank 9:1 r0\n");
	expect_framed("header and footer rows", text, &footer, "0@3 a|b|\n1@4 1|2|\n",
		"blank 5-5\nnote 6 <Bron: DUO>\nblank 7-7\nnote 8 <* twee>\nblank 9-9\n");
	expect_framed("no footer", "a;b;c\n1;2;3\n\nBron: DUO\n", &none,
		"0@1 a|b|c\n1@2 1|2|3\n2@4 Bron: DUO\n", "row-blank 3:1 r0\n");
	expect_framed("more than there is", "a;b;c\n1;2;3\n4;5;6\n", &all, "0@1 a|b|c\n",
		"note 2 <1>\nnote 3 <4>\n");
}

/* Too many to be notes. */
Test(frame, held_back)
{
	for (int many = 0; many < 2; many++) {
		struct kl_text_buffer text = { 0 };
		struct seen seen = { .last_line = 0 };
		struct kl_error error;

		kl_text_puts(&text, "a;b;c\n1;2;3\n\n");
		for (int i = 0; i < KL_FRAME_HELD - 1 + 3 * many; i++)
			kl_text_puts(&text, "* een noot;;\n");
		kl_text_puts(&text, "Bron: DUO\n");
		cr_assert_eq(see(kl_text_span(&text), 0, 4096, &semicolon, &seen,
			&error), KL_OK);
		cr_expect_eq(strstr(seen.rows.at, "Bron") != NULL, many == 1);
		cr_expect_eq(strstr(seen.parts.at, "row-blank") != NULL, many == 1);
		cr_expect_not_null(strstr(seen.notes.at, many
			? "more than 1000 rows have one cell or none from here on"
			: "lines 4 to 1003 left out, as notes below the table"));
		forget(&seen);
		kl_text_release(&text);
	}
}

Test(frame, names)
{
	static const struct kl_span names[] = { { "crebo_nummer", 12 }, { "BRIN", 4 },
		{ "sector", 6 }, { "Sector", 6 }, { "a-b", 3 }, { "caf\xc3\xa9", 5 } };
	static const struct kl_wanted wanted = { names, COUNT(names), 0 };
	const struct kl_dialect dialect = { .delimiter = ';', .quote = '"',
		.wanted = &wanted };
	const struct kl_dialect exact = { .delimiter = ';', .quote = '"',
		.wanted = &wanted, .exact_names = true };
	static const struct framed cases[] = {
		{ "case, blanks and a line end", " Crebo  Nummer ;brin\n1;2\n",
			"0@1 crebo_nummer|BRIN\n1@2 1|2\n",
			"name 1 <Crebo  Nummer> crebo_nummer\nname 1 <brin> BRIN\n" },
		{ "a no-break space, and a letter beyond ASCII",
			"CREBO\xc2\xa0NUMMER;CAF\xc3\x89\n1;2\n",
			"0@1 crebo_nummer|caf\xc3\xa9\n1@2 1|2\n",
			"name 1 <CREBO\xc2\xa0NUMMER> crebo_nummer\n"
			"name 1 <CAF\xc3\x89> caf\xc3\xa9\n" },
		{ "an exact one goes before", "Crebo Nummer;crebo_nummer\n1;2\n",
			"0@1 Crebo Nummer|crebo_nummer\n1@2 1|2\n", "" },
		{ "two could be it", "Crebo Nummer;CREBO_NUMMER\n1;2\n",
			"0@1 Crebo Nummer|CREBO_NUMMER\n1@2 1|2\n", "" },
		{ "it could be two", "SECTOR;x\n1;2\n", "0@1 SECTOR|x\n1@2 1|2\n", "" },
		{ "one of these two is there", "sector;SECTOR\n1;2\n",
			"0@1 sector|Sector\n1@2 1|2\n", "name 1 <SECTOR> Sector\n" },
		{ "no hyphen, no accent, no slip", "a b;cafe;BRINN\n1;2;3\n",
			"0@1 a b|cafe|BRINN\n1@2 1|2|3\n", "" },
	};

	expect_all(cases, COUNT(cases), &dialect);
	expect_framed("exact names", "Crebo Nummer;brin\n1;2\n", &exact,
		"0@1 Crebo Nummer|brin\n1@2 1|2\n", "");
}

Test(frame, sentences)
{
	static const struct kl_span names[] = { { "code", 4 } };
	static const struct kl_wanted wanted = { names, 1, 0 };
	const struct kl_dialect dialect = { .delimiter = ';', .quote = '"',
		.wanted = &wanted };
	static const struct {
		const char *text, *notes;
	} cases[] = {
		{ "Titel;;;\n;;;\n;Code;naam;\n;1;a;\n;;;\n;Bron: DUO;;\n",
			"line 1 left out, as a title: the header is line 3\n"
			"1 blank column at the left edge left out\n"
			"1 blank column at the right edge left out\n"
			"column 'Code' is taken for code\n"
			"line 6 left out, as notes below the table\n" },
		{ "Een;;;\nTwee;;;\na;b;c;d\n1;2;3;4\n",
			"lines 1 to 2 left out, as a title: the header is line 3\n" },
		{ "Code;CODE\n1;2\n",
			"column 'Code' could be code, and so could another name: it is not taken for it\n"
			"column 'CODE' could be code, and so could another name: it is not taken for it\n" },
		{ ";;\na;b;c\n1;2;3\n", "" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct seen seen = { .last_line = 0 };
		struct kl_error error;
		cr_assert_eq(see(kl_span_of(cases[i].text), 0, 0, &dialect, &seen,
			&error), KL_OK);
		cr_expect_str_eq(seen.notes.at, cases[i].notes, "%s",
			seen.notes.at);
		forget(&seen);
	}
}

/* A title and notes do not tell the delimiter, nor hide it. */
Test(frame, delimiter_by_the_rows)
{
	static const struct kl_dialect open = { .quote = '"' };
	static const struct framed cases[] = {
		{ "more notes than rows", "Titel, met komma\n\na;b;c\n1;2;3\n\nBron: DUO\n"
			"niet zeker\nvan 2004, mei\n", "0@3 a|b|c\n1@4 1|2|3\n",
			"title 1 <Titel, met komma>\nblank 2-2\nblank 5-5\n"
			"note 6 <Bron: DUO>\nnote 7 <niet zeker>\n"
			"note 8 <van 2004, mei>\n" },
		{ "a line that names it", "sep=|\nTitel\na|b;|c\n1|2;|3\n",
			"0@3 a|b;|c\n1@4 1|2;|3\n", "title 2 <Titel>\n" },
		{ "one column", "naam\nJan, de\nPiet\n",
			"0@1 naam\n1@2 Jan, de\n2@3 Piet\n", "" },
		{ "one column of names", "naam\nJansen, Piet\nVries, Jan\n\nBoer, An\n",
			"0@1 naam\n1@2 Jansen, Piet\n2@3 Vries, Jan\n3@5 Boer, An\n",
			"row-blank 4:1 r0\n" },
		{ "one column of lists", "talen\nc, d, e\na, b, c\n",
			"0@1 talen\n1@2 c, d, e\n2@3 a, b, c\n", "" },
	};

	expect_all(cases, COUNT(cases), &open);
}

/* What fails is told as without the frame. */
Test(frame, failures)
{
	struct memory memory = { .bytes = kl_span_of("a;b\n1;2\n"), .fail_at = 4,
		.piece = 4 };
	const struct kl_source source = { .read = memory_read,
		.context = &memory };
	struct seen seen = { .last_line = 0 };
	const struct kl_reader_calls calls = { .header = see_header,
		.batch = see_batch, .context = &seen };
	struct kl_error error = { 0 };

	cr_expect_eq(kl_read_framed_text(&source, "some.csv", &semicolon, 0, &calls,
		&error), KL_IO);
	/* What is whole is given before. */
	cr_expect_str_eq(seen.rows.at, "0@1 a|b\n");
	cr_expect_str_eq(error.text, "cannot read: Input/output error");
	cr_expect_eq(see(kl_span_of("PK\3\4"), 0, 0, &semicolon, &seen, &error),
		KL_INVALID);
	forget(&seen);
}
