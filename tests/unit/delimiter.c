/* The delimiter: by the rows, and by a first line that names it. */
#include "reading.h"
#include "table/dialect.h"

static const struct kl_dialect open_dialect = { .quote = '"' };
static const struct kl_span no_comment = { 0 };

Test(delimiter, by_the_rows)
{
	static const struct {
		struct kl_span text;
		char delimiter, header;
		size_t rows, agree;
	} cases[] = {
		{ T(""), ',', 0, 0, 0 },
		{ T("\n\n"), ',', 0, 0, 0 },
		{ T("a;b\n1;2\n"), ';', ';', 2, 2 },
		/* names with commas in the header, all rows alike */
		{ T("naam, bijnaam;leerjaar;totaal\nJan;3;4\nPiet;4;5\n"),
			';', ';', 3, 3 },
		{ T("naam, bijnaam, voornaam;leerjaar\nJan;3\nPiet;4\n"),
			';', ',', 3, 3 },
		/* and commas in every row: the header decides among equals */
		{ T("naam;leerjaar;totaal\nJansen, J.;3;4\nPeters, P.;4;5\n"),
			';', ';', 3, 3 },
		{ T("naam, roepnaam;leerjaar;jaar\nJansen, J.;3;4\nPeters, P.;4;5\n"),
			';', ';', 3, 3 },
		/* decimal commas */
		{ T("sector;aandeel\nzorg;82,2\ngroen;17,8\n"), ';', ';', 3, 3 },
		{ T("a\tb,c\n1\t2\n3\t4\n"), '\t', '\t', 3, 3 },
		{ T("a\tb,c,d\n1\t2\n3\t4\n"), '\t', ',', 3, 3 },
		{ T("a,b|c\n1|2\r3|4\r\n5|6"), '|', '|', 4, 4 },
		/* a title and a note */
		{ T("Leerlingen, 2024\n\na;b;c\n1;2;3\n4;5;6\nBron: DUO\n"),
			';', ',', 5, 3 },
		{ T("Leerlingen\na,b\nx,2\ny,5\n"), ',', 0, 4, 3 },
		/* too few rows speak against the header */
		{ T("a,b\nx;y\n"), ',', ',', 2, 1 },
		{ T("a\nb\nc\nx;y\nx;y\n"), ',', 0, 5, 0 },
		/* one column: the delimiter is one that stands nowhere */
		{ T("naam\nJansen, Piet\nde Boer, Kees\n"), ';', 0, 3, 0 },
		{ T("aandeel\n82,2\n17,8\n"), ';', 0, 3, 0 },
		{ T("tekst\ngoed, maar; duur\nja, nee\ngeen\n"), '\t', 0, 4, 0 },
		{ T("a\nb\n"), ',', 0, 2, 0 },
		{ T("a\n, ;\t|\n"), ',', 0, 2, 0 },
		/* more than half of the rows have what the header has not */
		{ T("a\n1;2;3\n"), ',', 0, 2, 0 },
		{ T("a\n1;2;3\n4;5;6\n"), ';', 0, 3, 2 },
		/* quotes: around candidates, over lines, never closed */
		{ T("\"a,b,c\";d\n\"1,2,\n3\";4\n"), ';', ';', 2, 2 },
		{ T("a;b\n1;\"2,,,\n,,,\n"), ';', ';', 1, 1 },
		{ T("\"a;b,c,d\n1,2,3\n"), ',', ',', 2, 2 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_evidence evidence = kl_dialect_delimiter(cases[i].text,
			true, '"', no_comment);
		cr_expect_eq(evidence.delimiter, cases[i].delimiter, "%s: %c",
			cases[i].text.at, evidence.delimiter);
		cr_expect_eq(evidence.header, cases[i].header, "%s: %c",
			cases[i].text.at, evidence.header);
		cr_expect_eq(evidence.rows, cases[i].rows, "%s: %zu",
			cases[i].text.at, evidence.rows);
		cr_expect_eq(evidence.agree, cases[i].agree, "%s: %zu",
			cases[i].text.at, evidence.agree);
	}
}

Test(delimiter, what_is_cut_off_is_no_row)
{
	const struct kl_span text = T("a;b\n1;2\n3,4,5,6");

	cr_expect_eq(kl_dialect_delimiter(text, true, '"', no_comment).rows, 3);
	cr_expect_eq(kl_dialect_delimiter(text, false, '"', no_comment).rows, 2);
}

Test(delimiter, comments_are_no_rows)
{
	const struct kl_span text = T("# x, y\na;b\n# \"1, 2\n# 3, 4\n1;2\n");
	struct kl_evidence evidence = kl_dialect_delimiter(text, true, '"',
		(struct kl_span){ "#", 1 });

	cr_expect_eq(evidence.delimiter, ';');
	cr_expect_eq(evidence.rows, 2);
}

/* A table that is longer than what is looked at, with a quote where that ends, read
 * in blocks of every kind. */
Test(delimiter, long_tables)
{
	struct kl_text_buffer text = { 0 };

	kl_text_puts(&text, "naam, bijnaam, voornaam;leerjaar\n");
	while (text.length < 3 * KL_DIALECT_WINDOW)
		kl_text_puts(&text, "\"Jansen; Jan, Piet,\n en Kees\";3\n");
	for (size_t block = 1; block < 1000000; block = block * 7 + 3) {
		struct record record = { .quiet = true };
		cr_assert_eq(read_memory(kl_text_span(&text), 4001, &open_dialect,
			block, &record, NULL), KL_OK);
		cr_expect_eq(record.used.delimiter, ';');
		cr_expect_str_eq(shown(&record.notes), "delimiter-doubt the "
			"delimiter is ';', as 2047 of the first 2047 rows have it; "
			"the header alone points to ','\n");
		record_release(&record);
	}
	kl_text_release(&text);
}

Test(delimiter, line_that_names_it)
{
	static const struct {
		struct kl_span line;
		char given, names;      /* names 0: it is no such line */
	} cases[] = {
		{ T("sep=;\n"), 0, ';' }, { T("sep=,\r\n"), 0, ',' },
		{ T("sep=\t\r"), 0, '\t' }, { T("sep=|"), 0, '|' },
		{ T("SEP=;\n"), 0, ';' }, { T("\"sep=;\"\r\n"), 0, ';' },
		{ T("sep=;\n"), ',', ';' }, { T("sep=^\n"), '^', '^' },
		{ T("sep=^\n"), 0, 0 }, { T("sep=\n"), 0, 0 },
		{ T("sep=;x\n"), 0, 0 }, { T("sep=;;\n"), 0, 0 },
		{ T("sep=;;;\n"), 0, 0 }, { T(" sep=;\n"), 0, 0 },
		{ T("\"sep=;\n"), 0, 0 }, { T("sep=;\"\n"), 0, 0 },
		{ T("sep=\"\n"), 0, 0 }, { T("sep=\0\n"), 0, 0 },
		{ T("sep;=\n"), 0, 0 }, { T("\"\"\n"), 0, 0 }, { T("\n"), 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_dialect dialect = { .delimiter = cases[i].given,
			.quote = '"' };
		char named = 0;
		bool is = kl_dialect_separator(cases[i].line, &dialect, &named);
		cr_expect_eq(is, cases[i].names != 0, "%s", cases[i].line.at);
		cr_expect_eq(named, cases[i].names, "%s", cases[i].line.at);
	}
}

static void expect_read(struct kl_span bytes, const struct kl_dialect *dialect,
	const char *rows, const char *notes)
{
	for (size_t block = 0; block <= bytes.length + 8; block++)
		for (size_t piece = 0; piece < 4; piece++) {
			struct record record = { .anywhere = true };
			cr_assert_eq(read_memory(bytes, piece, dialect, block,
				&record, NULL), KL_OK);
			cr_assert_str_eq(shown(&record.rows), rows);
			cr_assert_str_eq(shown(&record.issues), "");
			cr_assert_str_eq(shown(&record.notes), notes);
			record_release(&record);
		}
}

#define NAMED(shown) "separator 1:0 this line says that the delimiter is " shown \
	", and is no row"

/* Lines still count it, records do not, and a layout only where it leaves it out. */
Test(delimiter, named_by_the_first_line)
{
	static const uint64_t first[] = { 1 }, second[] = { 2 };
	static const struct kl_layout
		declared = { .header_rows = first, .header_count = 1 },
		below = { .header_rows = second, .header_count = 1 },
		commented = { .header_rows = second, .header_count = 1,
			.comment_rows = first, .comment_count = 1 },
		none = { 0 };
	static const struct {
		struct kl_span bytes;
		struct kl_dialect dialect;
		const char *rows, *notes;
	} cases[] = {
		{ T("sep=;\na,x;b\n1;2\n"), { .quote = '"' },
			"0@2 2:1<a,x> 2:5<b> $2:6\n1@3 3:1<1> 3:3<2> $3:4\n",
			NAMED("';'") "\n" },
		{ T("\xef\xbb\xbf\"sep=\t\"\r\na\tb\r\n"), { .quote = '"' },
			"0@2 2:1<a> 2:3<b> $2:4\n", NAMED("the tab") "\n" },
		{ T("\xff\xfes\0e\0p\0=\0;\0\r\0\n\0a\0;\0b\0"), { .quote = '"' },
			"0@2 2:1<a> 2:3<b> $2:4\n", NAMED("';'") "\nencoding is read as "
			"UTF-16LE, as its byte order mark says\n" },
		{ T("sep=,\na;b\n"), { .delimiter = ';', .quote = '"' },
			"0@2 2:1<a> 2:3<b> $2:4\n",
			NAMED("','") "; ';' was given, and holds\n" },
		{ T("sep=;\n"), { .quote = '"' }, "0@2 $2:1\n", NAMED("';'") "\n" },
		{ T("sep=;x\n1;2\n"), { .quote = '"' },
			"0@1 1:1<sep=> 1:6<x> $1:7\n1@2 2:1<1> 2:3<2> $2:4\n",
			"delimiter the delimiter is ';': 2 of the first 2 rows agree\n" },
		/* only at the start */
		{ T("a;b\nsep=;\n"), { .delimiter = ';', .quote = '"' },
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<sep=> 2:6<> $2:6\n", "" },
		{ T("sep=;\na;b\n"), { .quote = '"', .layout = &declared },
			"0@2 2:1<a> 2:3<b> $2:4\n", NAMED("';'") "\n" },
		{ T("sep=;\na;b\n"), { .quote = '"', .layout = &below },
			"0@2 2:1<a> 2:3<b> $2:4\n", NAMED("';'") "\n" },
		{ T("sep=;\na;b\n"), { .quote = '"', .layout = &commented },
			"0@2 2:1<a> 2:3<b> $2:4\n", NAMED("';'") "\n" },
		{ T("sep=;\n1;2\n"), { .quote = '"', .layout = &none },
			"0@0 0:0<field1> 0:0<field2> $0:0\n1@2 2:1<1> 2:3<2> $2:4\n",
			NAMED("';'") "\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_read(cases[i].bytes, &cases[i].dialect, cases[i].rows,
			cases[i].notes);
}
