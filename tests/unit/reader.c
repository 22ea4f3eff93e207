#include "reading.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

struct sample {
	struct kl_span bytes;
	const char *rows, *issues;
};

Test(reader, valid)
{
	static const struct sample samples[] = {
		{ T("a,b\n1,2\n"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\n1,2"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\r\n1,2\r\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a,b\r1,2\r"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("a\nb\rc\r\nd"), "0@1 1:1<a> $1:2\n1@2 2:1<b> $2:2\n"
			"2@3 3:1<c> $3:2\n3@4 4:1<d> $4:2\n", "" },
		{ T(""), "0@1 $1:1\n", "" },
		{ T("a"), "0@1 1:1<a> $1:2\n", "" },
		{ T(","), "0@1 1:1<> 1:2<> $1:2\n", "" },
		{ T(" "), "0@1 1:1< > $1:2\n", "" },
		/* quotes */
		{ T("\"a\",\"b,c\"\n\"\",\"d\"\"e\"\n"),
			"0@1 1:1<a> 1:5<b,c> $1:10\n1@2 2:1<> 2:4<d\"e> $2:10\n", "" },
		{ T("\"\""), "0@1 1:1<> $1:3\n", "" },
		{ T("\"\"\"\",x\r\n"), "0@1 1:1<\"> 1:6<x> $1:7\n", "" },
		{ T("a\n\"\",\n,\"\"\n"), "0@1 1:1<a> $1:2\n1@2 2:1<> 2:4<> $2:4\n"
			"2@3 3:1<> 3:2<> $3:4\n", "" },
		/* blanks belong to cells */
		{ T(" a , b\t\n\" c \",\td\n"),
			"0@1 1:1< a > 1:5< b\\t> $1:8\n1@2 2:1< c > 2:7<\\td> $2:9\n", "" },
		/* line ends inside cells, and the places behind them */
		{ T("a,b\n\"x\ny\",\"z\r\n\r\nz\",q\n1,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<x\\ny> 3:4<z\\r\\n\\r\\nz> 5:4<q> $5:5\n"
			"2@6 6:1<1> 6:3<2> $6:4\n", "" },
		{ T("\"\r\r\n\n\",b\r1"), "0@1 1:1<\\r\\r\\n\\n> 4:3<b> $4:4\n"
			"1@5 5:1<1> $5:2\n", "" },
		{ T("\"a\r\"\r\n\"b\"\r\"\nc\""), "0@1 1:1<a\\r> $2:2\n1@3 3:1<b> $3:4\n"
			"2@4 4:1<\\nc> $5:3\n", "" },
		/* columns count code points */
		{ T("\xc3\xa9\xc3\xa9,\xe2\x82\xac,b\n\"\xf0\x9f\x98\x80\n\xc3\xa9\",c\n"),
			"0@1 1:1<\xc3\xa9\xc3\xa9> 1:4<\xe2\x82\xac> 1:6<b> $1:7\n"
			"1@2 2:1<\xf0\x9f\x98\x80\\n\xc3\xa9> 3:4<c> $3:5\n", "" },
		/* a byte order mark is no character */
		{ T("\xef\xbb\xbf" "a,b\n1,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("\xef\xbb\xbf\"a\",b\n1,2\n"),
			"0@1 1:1<a> 1:5<b> $1:6\n1@2 2:1<1> 2:3<2> $2:4\n", "" },
		{ T("\xef\xbb\xbf"), "0@1 $1:1\n", "" },
		{ T("a\n\xef\xbb\xbf\n"), "0@1 1:1<a> $1:2\n1@2 2:1<\\ufeff> $2:2\n", "" },
		/* rows are as wide as they are */
		{ T("a,b\n1\n1,2,3\n,\n"), "0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> $2:2\n"
			"2@3 3:1<1> 3:3<2> 3:5<3> $3:6\n3@4 4:1<> 4:2<> $4:2\n", "" },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		if (samples[i].rows != NULL && samples[i].issues != NULL)
			expect(samples[i].bytes, &comma, samples[i].rows,
				samples[i].issues);
}

Test(reader, issues)
{
	static const struct sample samples[] = {
		/* empty lines are no records */
		{ T("\n\r\na\n\n1\n\r\r\n"), "0@3 3:1<a> $3:2\n1@5 5:1<1> $5:2\n",
			"blank 1:1 +0 r0\nblank 2:1 +1 r0\nblank 4:1 +5 r0\n"
			"blank 6:1 +8 r0\nblank 7:1 +9 r0\n" },
		{ T("\n\n"), "0@3 $3:1\n", "blank 1:1 +0 r0\nblank 2:1 +1 r0\n" },
		{ T("\xef\xbb\xbf\r\na"), "0@2 2:1<a> $2:2\n", "blank 1:1 +3 r0\n" },
		/* bytes that are no text */
		{ T("a,b\n1,\xe9t\xe9\n\xff,2\n"),
			"0@1 1:1<a> 1:3<b> $1:4\n1@2 2:1<1> 2:3<\\xe9t\\xe9> $2:6\n"
			"2@3 3:1<\\xff> 3:3<2> $3:4\n", "encoding 2:3 +6 r1 e9\n" },
		{ T("\xef\xbb\xbf" "a\xc3,b\n"), "0@1 1:1<a\\xc3> 1:4<b> $1:5\n",
			"encoding 1:2 +4 r0 c3\n" },
		{ T("a\n\"\xc3\xa9\n\xc3\xa9\xed\xa0\x80\""),
			"0@1 1:1<a> $1:2\n1@2 2:1<\xc3\xa9\\n\xc3\xa9\\xed\\xa0\\x80> $3:6\n",
			"encoding 3:2 +8 r1 ed\n" },
		{ T("a\n1\n\xe2\x82"), "0@1 1:1<a> $1:2\n1@2 2:1<1> $2:2\n"
			"2@3 3:1<\\xe2\\x82> $3:3\n", "encoding 3:1 +4 r2 e2\n" },
		{ T("a,b\n1\0,\0\n\"\0\",\xff\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2 2:1<1\\x00> 2:4<\\x00> $2:5\n2@3 3:1<\\x00> 3:5<\\xff> $3:6\n",
			"nul 2:2 +5 r1\nencoding 3:5 +13 r2 ff\n" },
		{ T("\xff\n\0\n"), "0@1 1:1<\\xff> $1:2\n1@2 2:1<\\x00> $2:2\n",
			"encoding 1:1 +0 r0 ff\nnul 2:1 +2 r1\n" },
		/* quotes where none can stand: read as ordinary where they pair */
		{ T("a,b\nx\"y,2\n3,4\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<x\"y> 2:5<2> $2:6\n2@3 3:1<3> 3:3<4> $3:4\n",
			"stray 2:2 +5 r1\n" },
		{ T("a,b\n1,\"x\"y\n3,4\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x\"y> $2:7\n2@3 3:1<3> 3:3<4> $3:4\n",
			"stray 2:5 +8 r1\n" },
		{ T("a,b\n\"x\"\xc3\xa9\",2\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<x\"\xc3\xa9> 2:7<2> $2:8\n", "stray 2:3 +6 r1\n" },
		{ T("a\n\"x\" ,\"y\"\n"), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<x\" ,\"y> $2:9\n", "stray 2:3 +4 r1\n" },
		{ T("a\"\n1\n"), "0@1! 1:1<a\"> $1:3\n1@2 2:1<1> $2:2\n",
			"stray 1:2 +1 r0\n" },
		{ T("\xef\xbb\xbf\"a\"b\r\n1\r\n"), "0@1! 1:1<\"a\"b> $1:5\n"
			"1@2 2:1<1> $2:2\n", "stray 1:3 +5 r0\n" },
		{ T("a\n\xc3\xa9,\xc3\xa9\""), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<\xc3\xa9> 2:3<\xc3\xa9\"> $2:5\n", "stray 2:4 +7 r1\n" },
		/* a quote that is not closed: the lines behind it come back */
		{ T("a,b\n1,\"x\n2,y\n3,z\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x> $2:5\n2@3 3:1<2> 3:3<y> $3:4\n"
			"3@4 4:1<3> 4:3<z> $4:4\n", "open 2:3 +6 r1\n" },
		{ T("a,b\n1,\"x\n2,\"y\"\n3,z\n"), "0@1 1:1<a> 1:3<b> $1:4\n"
			"1@2! 2:1<1> 2:3<\"x> $2:5\n2@3 3:1<2> 3:3<y> $3:6\n"
			"3@4 4:1<3> 4:3<z> $4:4\n", "open 2:3 +6 r1\n" },
		{ T("\"a,b\r1,\"\"\r\r3,4"), "0@1! 1:1<\"a> 1:4<b> $1:5\n"
			"1@2 2:1<1> 2:3<> $2:5\n2@4 4:1<3> 4:3<4> $4:4\n",
			"open 1:1 +0 r0\nblank 3:1 +10 r0\n" },
		{ T("\""), "0@1! 1:1<\"> $1:2\n", "open 1:1 +0 r0\n" },
		{ T("a\n\"\"\""), "0@1 1:1<a> $1:2\n1@2! 2:1<\"\"\"> $2:4\n",
			"open 2:1 +2 r1\n" },
		{ T("\"a\n\"b\n\"c\n"), "0@1! 1:1<\"a> $1:3\n1@2! 2:1<\"b> $2:3\n"
			"2@3! 3:1<\"c> $3:3\n",
			"open 1:1 +0 r0\nopen 2:1 +3 r1\nopen 3:1 +6 r2\n" },
		/* the cell that stays open is not the first quoted one */
		{ T("a\n\"p,q\",\"x\",\"y,z\n1\n"), "0@1 1:1<a> $1:2\n"
			"1@2! 2:1<\"p> 2:4<q\"> 2:7<\"x\"> 2:11<\"y> 2:14<z> $2:15\n"
			"2@3 3:1<1> $3:2\n", "open 2:11 +12 r1\n" },
		/* bad bytes swallowed by a quote belong to the record they come to */
		{ T("a\n\"x\ny\xff\n\0\n"), "0@1 1:1<a> $1:2\n1@2! 2:1<\"x> $2:3\n"
			"2@3 3:1<y\\xff> $3:3\n3@4 4:1<\\x00> $4:2\n",
			"open 2:1 +2 r1\nencoding 3:2 +6 r2 ff\nnul 4:1 +8 r3\n" },
		/* issues of one record stand in file order */
		{ T("a\n\0b\"\xff\n"), "0@1 1:1<a> $1:2\n1@2! 2:1<\\x00b\"\\xff> $2:5\n",
			"nul 2:1 +2 r1\nstray 2:3 +4 r1\nencoding 2:4 +5 r1 ff\n" },
	};

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		expect(samples[i].bytes, &comma, samples[i].rows, samples[i].issues);
}

Test(reader, dialects)
{
	static const struct {
		struct kl_dialect dialect;
		struct sample sample;
	} cases[] = {
		{ { .delimiter = '\t', .quote = '"' }, { T("a\tb,c\n\"\t\"\t2\n"),
			"0@1 1:1<a> 1:3<b,c> $1:6\n1@2 2:1<\\t> 2:5<2> $2:6\n", "" } },
		{ { .delimiter = ' ', .quote = '"' }, { T("a  b\n"), "0@1 1:1<a> 1:3<> 1:4<b> $1:5\n", "" } },
		{ { .delimiter = ';', .quote = '\'' }, { T("'a;b';\"c;d\n'x''\ny'\n"),
			"0@1 1:1<a;b> 1:7<\"c> 1:10<d> $1:11\n1@2 2:1<x'\\ny> $3:3\n", "" } },
		{ { .delimiter = ',', .quote = 0 }, { T("\"a,b\n\"\n\n\"\"x,\0\n"),
			"0@1 1:1<\"a> 1:4<b> $1:5\n1@2 2:1<\"> $2:2\n"
			"2@4 4:1<\"\"x> 4:5<\\x00> $4:6\n",
			"blank 3:1 +7 r0\nnul 4:5 +12 r2\n" } },
		{ { .delimiter = 0, .quote = 0 }, { T("a;\"b;c,d\"\n1;2"),
			"0@1 1:1<a> 1:3<\"b> 1:6<c,d\"> $1:10\n1@2 2:1<1> 2:3<2> $2:4\n",
			"" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (cases[i].sample.rows != NULL)
			expect(cases[i].sample.bytes, &cases[i].dialect,
				cases[i].sample.rows, cases[i].sample.issues);
}

/* Dialects of Table Dialect that say more than the two characters. */
Test(reader, layouts)
{
	static const uint64_t first[] = { 1 }, third[] = { 3 }, both[] = { 1, 2 },
		apart[] = { 2, 4 };
	static const struct kl_span names[] = { { "aa", 2 }, { "bb", 2 } };
	static const struct {
		struct kl_layout layout;
		struct sample sample;
	} cases[] = {
		/* no header: names, or numbers; also of an empty file */
		{ { .names = names, .name_count = 2 }, { T("1,2\n3,4\n"),
			"0@0 0:0<aa> 0:0<bb> $0:0\n1@1 1:1<1> 1:3<2> $1:4\n"
			"2@2 2:1<3> 2:3<4> $2:4\n", "" } },
		{ { .join = { " ", 1 } }, { T("1,2,3\n4\n"),
			"0@0 0:0<field1> 0:0<field2> 0:0<field3> $0:0\n"
			"1@1 1:1<1> 1:3<2> 1:5<3> $1:6\n2@2 2:1<4> $2:2\n", "" } },
		{ { .names = names, .name_count = 2 }, { T(""),
			"0@0 0:0<aa> 0:0<bb> $0:0\n", "" } },
		{ { .names = names, .name_count = 2 }, { T("\xef\xbb\xbf" "1,2"),
			"0@0 0:0<aa> 0:0<bb> $0:0\n1@1 1:1<1> 1:3<2> $1:4\n", "" } },
		/* what stands before the header goes, quotes or not */
		{ { .header_rows = third, .header_count = 1, .declared = true },
			{ T("Opgave \"2004\n\na,b\n1,2\n"),
			"0@3 3:1<a> 3:3<b> $3:4\n1@4 4:1<1> 4:3<2> $4:4\n", "" } },
		{ { .header_rows = third, .header_count = 1, .declared = true },
			{ T("x\n"), "0@2 $2:1\n", "" } },
		/* several rows: the left one goes on, blank parts do not count */
		{ { .header_rows = both, .header_count = 2, .join = { " ", 1 },
			.declared = true },
			{ T("fruit\nid,name\n1,apple\n"),
			"0@2 2:1<fruit id> 2:4<fruit name> $2:8\n"
			"1@3 3:1<1> 3:3<apple> $3:8\n", "" } },
		{ { .header_rows = both, .header_count = 2, .join = { "-", 1 },
			.declared = true },
			{ T("school,leerjaar 3,,totaal\n,m,v,\n1,2,3,5\n"),
			"0@2 2:1<school> 2:2<leerjaar 3-m> 2:4<leerjaar 3-v> 2:6<totaal> $2:6\n"
			"1@3 3:1<1> 3:3<2> 3:5<3> 3:7<5> $3:8\n", "" } },
		{ { .header_rows = apart, .header_count = 2, .join = { "", 0 },
			.declared = true },
			{ T("title\na,\"b\n\"\nbetween,them\n1,2\n3,4\n"),
			"0@5 5:1<a1> 5:3<b\\n2> $5:4\n1@6 6:1<3> 6:3<4> $6:4\n", "" } },
		{ { .header_rows = both, .header_count = 2, .join = { " ", 1 },
			.declared = true },
			{ T("a,b\n"), "0@2 $2:1\n", "" } },
		/* comments, before and behind the header; a quote in one is nothing */
		{ { .header_rows = first, .header_count = 1, .comment = { "#", 1 } },
			{ T("a\n#\"x\n1\n##\n #2\n\"#3\"\n"),
			"0@1 1:1<a> $1:2\n1@3 3:1<1> $3:2\n2@5 5:1< #2> $5:4\n"
			"3@6 6:1<#3> $6:5\n", "" } },
		{ { .header_rows = first, .header_count = 1, .comment = { "//", 2 } },
			{ T("a\n//x\n/1\n/"),
			"0@1 1:1<a> $1:2\n1@3 3:1</1> $3:3\n2@4 4:1</> $4:2\n", "" } },
		/* above it too, but for a header whose row is declared */
		{ { .header_rows = first, .header_count = 1, .comment = { "#", 1 } },
			{ T("#x\n\n#\"\na\n#\n1\n"),
			"0@4 4:1<a> $4:2\n1@6 6:1<1> $6:2\n", "blank 2:1 +3 r0\n" } },
		{ { .header_rows = first, .header_count = 1, .comment = { "#", 1 },
			.declared = true }, { T("#x\na\n1\n"), "0@4 $4:1\n", "" } },
		{ { .header_rows = first, .header_count = 1, .comment_rows = first,
			.comment_count = 1 }, { T("x\na\n1\n"),
			"0@2 2:1<a> $2:2\n1@3 3:1<1> $3:2\n", "" } },
		/* rows by their number, empty lines counted */
		{ { .header_rows = first, .header_count = 1,
			.comment_rows = apart, .comment_count = 2 },
			{ T("a\nx\n\n\"x\n1\n"),
			"0@1 1:1<a> $1:2\n1@5 5:1<1> $5:2\n", "blank 3:1 +4 r0\n" } },
		/* names but for their case, never another one's */
		{ { .header_rows = first, .header_count = 1, .fold_names = true,
			.names = names, .name_count = 2 }, { T("AA,bB,c\n"),
			"0@1 1:1<aa> 1:4<bb> 1:7<c> $1:8\n", "" } },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_dialect dialect = comma;
		struct kl_span bytes = cases[i].sample.bytes;
		dialect.layout = &cases[i].layout;
		for (size_t block = 0; block <= bytes.length + 2; block++) {
			struct record record = { .anywhere = true };
			cr_assert_eq(read_memory(bytes, 1 + block % 5, &dialect,
				block, &record, NULL), KL_OK);
			cr_expect_str_eq(shown(&record.rows), cases[i].sample.rows,
				"%zu, block %zu: %s", i, block,
				shown(&record.rows));
			cr_expect_str_eq(shown(&record.issues),
				cases[i].sample.issues);
			record_release(&record);
		}
	}
}

Test(reader, blanks_behind_the_delimiter)
{
	static const struct sample samples[] = {
		{ T("a, b\n1,  2 \n"),
			"0@1 1:1<a> 1:4<b> $1:5\n1@2 2:1<1> 2:5<2 > $2:7\n", "" },
		{ T(" a,b\n 1,\t2\n"),
			"0@1 1:1< a> 1:4<b> $1:5\n1@2 2:1< 1> 2:5<2> $2:6\n", "" },
		{ T("a, \"b,c\"\n1, \"2\"\"3\"\n"),
			"0@1 1:1<a> 1:4<b,c> $1:9\n1@2 2:1<1> 2:4<2\"3> $2:10\n", "" },
		{ T("a, \"b\n c, d\", e\n1,\n"),
			"0@1 1:1<a> 1:4<b\\n c, d> 2:9<e> $2:10\n"
			"1@3 3:1<1> 3:3<> $3:3\n", "" },
		{ T("a, b\n1, 2 \"x\n3, 4\n"),
			"0@1 1:1<a> 1:4<b> $1:5\n1@2! 2:1<1> 2:4<2 \"x> $2:8\n"
			"2@3 3:1<3> 3:4<4> $3:5\n", "stray 2:6 +10 r1\n" },
		{ T("a,  \n1,   "),
			"0@1 1:1<a> 1:5<> $1:5\n1@2 2:1<1> 2:6<> $2:6\n", "" },
	};
	struct kl_dialect dialect = comma;

	dialect.skip_space = true;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		for (size_t block = 0; block <= samples[i].bytes.length + 2; block++) {
			struct record record = { .anywhere = true };
			cr_assert_eq(read_memory(samples[i].bytes, 1 + block % 5,
				&dialect, block, &record, NULL), KL_OK);
			cr_expect_str_eq(shown(&record.rows), samples[i].rows,
				"%zu, block %zu: %s", i, block,
				shown(&record.rows));
			cr_expect_str_eq(shown(&record.issues), samples[i].issues,
				"%zu: %s", i, shown(&record.issues));
			record_release(&record);
		}
	}
}

Test(reader, delimiter_is_decided_by_the_header)
{
	static const struct {
		struct kl_span bytes;
		char quote, delimiter;
	} cases[] = {
		{ T(""), '"', ',' },
		{ T("a\n1;2;3\n"), '"', ',' },
		{ T("a;b\n1,2,3,4\n"), '"', ';' },
		{ T("a;b,c\n"), '"', ',' },
		{ T("a\tb\tc,d\n"), '"', '\t' },
		{ T("a|b|c;d\r1;;;;\r"), '"', '|' },
		{ T("\n\r\na;b\n"), '"', ';' },
		{ T("\xef\xbb\xbf\"a,b,c\";d\n"), '"', ';' },
		{ T("\"a\"\",,,\"\"\";d\n"), '"', ';' },
		{ T("\"a,,\n,,\";d\n,,,,\n"), '"', ';' },
		{ T("a;5\" b,c;d\n"), '"', ';' },
		{ T("a;5\" b,c,d,e 6\";f\n"), '"', ',' },
		{ T("\"a;b;c,d\n1,2,3,4,5\n"), '"', ';' },
		{ T("'a,b,c';d\n"), '\'', ';' },
		{ T("'a,b,c';d\n"), 0, ',' },
		{ T("a,b|c|d;e\n"), '|', ',' },
		{ T("a,b,c;d\n"), ',', ';' },
		{ T("a"), ',', ';' },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_dialect dialect = { .delimiter = 0, .quote = cases[i].quote };
		for (size_t block = 0; block <= cases[i].bytes.length + 1; block++) {
			struct record record = { 0 };
			cr_assert_eq(read_memory(cases[i].bytes, 1, &dialect, block,
				&record, NULL), KL_OK);
			cr_expect_eq(record.used.delimiter, cases[i].delimiter, "%s: %c",
				cases[i].bytes.at, record.used.delimiter);
			cr_expect_eq(record.used.quote, cases[i].quote);
			record_release(&record);
		}
	}
}

Test(reader, refusals)
{
	static const struct {
		struct kl_dialect dialect;
		struct kl_span bytes;
		enum kl_status status;
		const char *says;
	} cases[] = {
		{ { .delimiter = ',', .quote = '"' }, T("\xff\xfe\0\0a\0\0\0"), KL_INVALID, "UTF-32" },
		{ { .delimiter = ',', .quote = '"' }, T("\0\0\xfe\xff\0\0\0a"), KL_INVALID, "UTF-32" },
		{ { .delimiter = 0, .quote = '"' }, T("PK\3\4\x14\0"), KL_INVALID, "XLSX" },
		{ { .delimiter = ',', .quote = '"' }, T("\xd0\xcf\x11\xe0\xa1\xb1"), KL_INVALID, ".xls" },
		{ { .delimiter = ',', .quote = ',' }, T("a"), KL_USAGE, "same" },
		{ { .delimiter = '\n', .quote = '"' }, T("a"), KL_USAGE, "line end" },
		{ { .delimiter = ',', .quote = '\r' }, T("a"), KL_USAGE, "line end" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t block = 0; block < 9; block++) {
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(read_memory(cases[i].bytes, 1, &cases[i].dialect,
				block, &record, &error), cases[i].status);
			cr_expect_eq(error.status, cases[i].status);
			cr_expect_str_eq(error.path, "some.csv");
			cr_expect(strstr(error.text, cases[i].says) != NULL, "%s",
				error.text);
			cr_expect_eq(record.headers, 0);
			record_release(&record);
		}
}

Test(reader, almost_refused)
{
	expect((struct kl_span)T("PK\3,x\n"), &comma,
		"0@1 1:1<PK\\x03> 1:5<x> $1:6\n", "");
	expect((struct kl_span)T("PK"), &comma, "0@1 1:1<PK> $1:3\n", "");
	expect((struct kl_span)T("\xef\xbb"), &comma,
		"0@1 1:1<\\xef\\xbb> $1:3\n", "encoding 1:1 +0 r0 ef\n");
}

Test(reader, read_errors)
{
	const struct kl_span bytes = T("a,b\n1,\"x\ny\"\n3,4\n");

	for (size_t fail_at = 1; fail_at <= bytes.length; fail_at++)
		for (size_t block = 0; block < 20; block++) {
			struct memory memory = { bytes, 1, 0, fail_at };
			struct record record = { 0 };
			struct kl_error error = { 0 };
			cr_expect_eq(read_source((struct kl_source){ memory_read,
				&memory, NULL }, &comma, block, &record, &error), KL_IO);
			cr_expect_eq(error.status, KL_IO);
			cr_expect_str_eq(error.path, "some.csv");
			cr_expect(strstr(error.text, strerror(EIO)) != NULL);
			record_release(&record);
		}
}

Test(reader, callbacks_end_the_reading)
{
	const struct kl_span bytes = T("a\n1\n2\n3\n");
	struct record record = { .header_says = KL_CLOSED };
	struct kl_error error = { 0 };

	cr_expect_eq(read_memory(bytes, 0, &comma, 0, &record, &error), KL_CLOSED);
	cr_expect_eq(record.headers, 1);
	cr_expect_eq(record.batches, 0);
	cr_expect_str_eq(error.text, "header");
	record_release(&record);

	record = (struct record){ .batch_says = KL_LIMIT };
	cr_expect_eq(read_memory(bytes, 0, &comma, 8, &record, &error), KL_LIMIT);
	cr_expect_eq(record.batches, 1);
	cr_expect_str_eq(error.text, "batch");
	record_release(&record);
}

static int pipe_ends[2];
static volatile sig_atomic_t woken;

/* Gives the reader something only after it was interrupted. */
static void wake(int number)
{
	(void)number;
	if (woken++ == 0)
		return;
	if (write(pipe_ends[1], "a,b\n", 4) == 4)
		close(pipe_ends[1]);
	const struct itimerval never = { 0 };
	setitimer(ITIMER_REAL, &never, NULL);
}

Test(reader, descriptor_goes_on_after_a_signal, .timeout = 20)
{
	const struct sigaction action = { .sa_handler = wake };
	const struct itimerval soon = { { 0, 20000 }, { 0, 20000 } };
	struct record record = { 0 };
	struct kl_error error = { 0 };

	cr_assert_eq(pipe(pipe_ends), 0);
	cr_assert_eq(sigaction(SIGALRM, &action, NULL), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
	cr_expect_eq(read_source(kl_source_fd(&pipe_ends[0]), &comma, 0, &record,
		&error), KL_OK, "%s", error.text);
	cr_expect_str_eq(shown(&record.rows), "0@1 1:1<a> 1:3<b> $1:4\n");
	cr_expect(woken >= 2);
	record_release(&record);
	close(pipe_ends[0]);
}

Test(reader, descriptor_of_a_folder)
{
	int fd = open("/", O_RDONLY);
	struct record record = { 0 };
	struct kl_error error = { 0 };

	cr_expect_eq(read_source(kl_source_fd(&fd), &comma, 0, &record, &error),
		KL_IO);
	cr_expect(strstr(error.text, strerror(EISDIR)) != NULL);
	close(fd);
}
