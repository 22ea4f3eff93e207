/* What the reports for CI are made of: XML, bounded results, ranges of cells. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json_write.h"
#include "format/kept.h"
#include "format/sarif.h"
#include "format/told.h"
#include "format/xml_write.h"

static const struct kl_style shown = { .no_values = false };

Test(xml, text_and_attributes_are_escaped)
{
	static const struct {
		struct kl_span text;
		const char *attribute, *content;
	} cases[] = {
		{ { "plain", 5 }, "plain", "plain" },
		{ { "a<b>&\"'", 7 }, "a&lt;b&gt;&amp;&quot;&#39;",
			"a&lt;b&gt;&amp;&quot;&#39;" },
		{ { "]]>", 3 }, "]]&gt;", "]]&gt;" },
		{ { "a\nb", 3 }, "a\\nb", "a\nb" },
		{ { "a\tb\r", 4 }, "a\\tb\\r", "a\\tb\\r" },
		{ { "a\0\x1b", 3 }, "a\\x00\\x1b", "a\\x00\\x1b" },
		{ { "\xff\xc3", 2 }, "\\xff\\xc3", "\\xff\\xc3" },
		{ { "\xef\xbf\xbe\xef\xbf\xbf", 6 }, "\\ufffe\\uffff",
			"\\ufffe\\uffff" },
		{ { "\xf0\x9f\x98\x80", 4 }, "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ { "\xe2\x80\xae", 3 }, "\\u202e", "\\u202e" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_xml xml = { 0 };
		char wanted[200];
		kl_xml_open(&xml, "a");
		kl_xml_add_attribute(&xml, "b", cases[i].text);
		kl_xml_add_text(&xml, cases[i].text);
		kl_xml_close(&xml);
		snprintf(wanted, sizeof wanted, "\n<a b=\"%s\">%s</a>",
			cases[i].attribute, cases[i].content);
		cr_assert_str_eq(xml.out.at, wanted, "case %zu: %s", i, xml.out.at);
		kl_text_release(&xml.out);
	}
}

Test(xml, elements_nest)
{
	struct kl_xml xml = { 0 };

	kl_xml_begin(&xml);
	kl_xml_open(&xml, "a");
	kl_xml_open(&xml, "b");
	kl_xml_add_count(&xml, "n", UINT64_MAX);
	kl_xml_close(&xml);
	kl_xml_open(&xml, "c");
	kl_xml_add_text(&xml, kl_span_of(""));
	kl_xml_close(&xml);
	kl_xml_close(&xml);
	cr_assert_str_eq(xml.out.at, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		"\n<a>\n  <b n=\"18446744073709551615\"/>\n  <c/>\n</a>");
	kl_text_release(&xml.out);
}

/* All that is kept, in one text. */
static char *read_kept(const struct kl_kept *kept)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);
	struct kl_error error;

	cr_assert_eq(kl_kept_write(kept, stream, " ", &error), KL_OK);
	fclose(stream);
	return text;
}

static void add(struct kl_kept *kept, enum kl_severity severity,
	const char *text)
{
	struct kl_error error;

	if (kl_kept_wants(kept, severity))
		cr_assert_eq(kl_kept_add(kept, severity, text, &error), KL_OK);
}

Test(kept, the_worst_come_first)
{
	struct kl_kept kept = { 0 };

	add(&kept, KL_INFO, "i1");
	add(&kept, KL_ERROR, "e1");
	add(&kept, KL_WARNING, "w1");
	add(&kept, KL_ERROR, "e2");
	char *text = read_kept(&kept);
	cr_assert_str_eq(text, "e1 e2 w1 i1");
	cr_assert_eq(kept.left_out, 0);
	free(text);
	kl_kept_release(&kept);
}

Test(kept, less_severe_results_make_room)
{
	struct kl_kept kept = { 0 };

	add(&kept, KL_WARNING, "w");
	for (int i = 1; i < KL_KEPT_RESULTS; i++)
		add(&kept, KL_INFO, i == 1 ? "first" : "i");
	cr_assert_eq(kept.count, KL_KEPT_RESULTS);
	cr_assert_eq(kept.left_out, 0);
	add(&kept, KL_INFO, "late");            /* no room for its like */
	cr_assert_eq(kept.left_out, 1);
	for (int i = 0; i < KL_KEPT_RESULTS - 2; i++)
		add(&kept, KL_ERROR, "e");
	cr_assert_eq(kept.count, KL_KEPT_RESULTS);
	cr_assert_eq(kept.left_out, 1 + KL_KEPT_RESULTS - 2);
	char *text = read_kept(&kept);
	cr_assert_str_eq(text + strlen(text) - 10, " e w first");
	free(text);
	add(&kept, KL_ERROR, "e");              /* takes the last of the infos, */
	add(&kept, KL_ERROR, "e");              /* then the warning */
	add(&kept, KL_ERROR, "e");              /* and then there is none */
	cr_assert_eq(kept.lists[KL_ERROR].count, KL_KEPT_RESULTS);
	cr_assert_eq(kept.left_out, KL_KEPT_RESULTS + 2);
	kl_kept_release(&kept);
}

Test(kept, memory_is_bounded)
{
	enum { LARGE = 1 << 20 };
	struct kl_kept kept = { 0 };
	char *large = malloc(LARGE + 1);

	cr_assert_not_null(large);
	memset(large, 'x', LARGE);
	large[LARGE] = '\0';
	for (int i = 0; i < 2 * (KL_KEPT_BYTES >> 20); i++)
		add(&kept, KL_INFO, large);
	cr_assert_eq(kept.count, KL_KEPT_BYTES >> 20);
	add(&kept, KL_ERROR, "e");
	cr_assert_eq(kept.lists[KL_ERROR].count, 1);
	cr_assert_eq(kept.bytes, KL_KEPT_BYTES - LARGE + 1);
	free(large);
	kl_kept_release(&kept);
}

Test(kept, equal_fingerprints_are_numbered)
{
	const struct kl_finding one = { .code = KL_CODE_type, .check = "schema" };
	const struct kl_finding other = { .code = KL_CODE_enum, .check = "schema" };
	char a[KL_KEPT_FINGERPRINT], b[KL_KEPT_FINGERPRINT], c[KL_KEPT_FINGERPRINT];
	struct kl_kept kept = { 0 };

	cr_assert(kl_kept_fingerprint(&kept, &one, &shown, a));
	cr_assert(kl_kept_fingerprint(&kept, &other, &shown, b));
	cr_assert(kl_kept_fingerprint(&kept, &one, &shown, c));
	cr_assert_str_eq(a + 16, ":1");
	cr_assert_str_eq(b + 16, ":1");
	cr_assert_str_eq(c + 16, ":2");
	cr_assert(strncmp(a, c, 16) == 0 && strncmp(a, b, 16) != 0);
	kl_kept_release(&kept);
}

Test(told, ranges_of_cells)
{
	static const struct {
		unsigned byte, lead;
		const char *from, *to, *sheet;
		bool known;
		uint64_t column, column_end, byte_end;
	} cases[] = {
		{ 5, 0, "12", "13", NULL, true, 3, 5, 7 },
		{ 6, 1, "12", "13", NULL, true, 4, 6, 8 },
		{ 6, 1, " 12 ", "13", NULL, true, 4, 6, 8 },
		{ 5, 0, "", "13", NULL, true, 3, 3, 5 },
		{ 5, 0, "\xc3\xa9", "13", NULL, true, 3, 4, 7 },
		{ 5, 0, "2,5", "3,5", NULL, true, 3, 6, 8 },
		/* Not as it reads, or not known. */
		{ 0, 0, "12", "13", NULL, false, 0, 0, 0 },
		{ 5, 0, "12", "13", "Blad1", false, 0, 0, 0 },
		{ 5, 0, "1\"2", "13", NULL, false, 0, 0, 0 },
		{ 5, 0, "1\n2", "13", NULL, false, 0, 0, 0 },
		{ 5, 0, "\xff", "13", NULL, false, 0, 0, 0 },
		/* The new text would need quotes. */
		{ 5, 0, "12", "1,5", NULL, false, 0, 0, 0 },
		{ 5, 0, "12", "1;5", NULL, false, 0, 0, 0 },
		{ 5, 0, "12", "1\"5", NULL, false, 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_change change = { .from = kl_span_of(cases[i].from),
			.to = kl_span_of(cases[i].to), .place = { .line = 2,
				.column = 3, .byte = cases[i].byte & 0xffffff,
				.lead = cases[i].lead & 0x3f,
				.sheet = cases[i].sheet } };
		struct kl_text_range range = { 0 };
		cr_assert_eq(kl_change_range(&change, &range), cases[i].known,
			"case %zu", i);
		if (!cases[i].known)
			continue;
		cr_assert_eq(range.line, 2, "case %zu", i);
		cr_assert_eq(range.column, cases[i].column, "case %zu", i);
		cr_assert_eq(range.column_end, cases[i].column_end, "case %zu", i);
		cr_assert_eq(range.byte, cases[i].byte, "case %zu", i);
		cr_assert_eq(range.byte_end, cases[i].byte_end, "case %zu", i);
	}
}

Test(sarif, messages_hold_no_links)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "plain", "\"message\":{\"text\":\"plain\"}" },
		{ "[hidden] stays", "\"message\":{\"text\":\"[hidden] stays\"}" },
		{ "[x](http://e)", "\"message\":{\"text\":\"\\\\[x\\\\](http://e)\"}" },
		{ "\xff", "\"message\":{\"text\":\"\xef\xbf\xbd\"}" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer text = { 0 }, json = { 0 };
		kl_text_puts(&text, cases[i].text);
		kl_sarif_set_message(&json, &text);
		cr_assert_not(json.failed);
		cr_assert_str_eq(json.at, cases[i].json, "case %zu: %s", i, json.at);
		kl_text_release(&json);
	}
}

Test(sarif, paths_are_uris)
{
	static const struct {
		const char *path, *uri;
	} cases[] = {
		{ "samples/a-b_c.csv", "samples/a-b_c.csv" },
		{ "/tmp/a.csv", "file:///tmp/a.csv" },
		{ "a b:c%d\"\xc3\xa9\xff", "a%20b%3Ac%25d%22%C3%A9%FF" },
		{ "../x", "../x" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_place place = { .path = cases[i].path };
		char wanted[200];
		struct kl_sarif sarif = { 0 };
		kl_sarif_open_location(&sarif, &place);
		struct kl_text_buffer json = sarif.json;
		snprintf(wanted, sizeof wanted, "{\"physicalLocation\":"
			"{\"artifactLocation\":{\"uri\":\"%s\"}}", cases[i].uri);
		cr_assert_not(json.failed);
		cr_assert_str_eq(json.at, wanted, "case %zu: %s", i, json.at);
		kl_text_release(&json);
	}
}

Test(repository, files_are_named_from_the_top)
{
	static const struct {
		const char *top, *within, *path, *name;
	} cases[] = {
		{ NULL, NULL, "./a.csv", "./a.csv" },
		{ "/w/r", "", "a.csv", "a.csv" },
		{ "/w/r", "", "./a//b.csv", "a/b.csv" },
		{ "/w/r", "data/2025", "a.csv", "data/2025/a.csv" },
		{ "/w/r", "data/2025", "../a.csv", "data/a.csv" },
		{ "/w/r", "data/2025", "../../a.csv", "a.csv" },
		{ "/w/r", "data", "x/../../b/./a.csv", "b/a.csv" },
		{ "/w/r", "data/2025", "../../../a.csv", "../../../a.csv" },
		{ "/w/r", "data", "/w/r/a.csv", "a.csv" },
		{ "/w/r", "data", "/w/r/data/../b/a.csv", "b/a.csv" },
		{ "/w/r", "data", "/w/r/../a.csv", "/w/r/../a.csv" },
		{ "/w/r", "data", "/w/red/a.csv", "/w/red/a.csv" },
		{ "/w/r", NULL, "a.csv", "a.csv" },
		{ "/w/r", NULL, "../r/a.csv", "../r/a.csv" },
		{ "/w/r", NULL, "/w/r/a.csv", "a.csv" },
		{ "/w/r", "", "..a/...b", "..a/...b" },
		{ "/w/r", "data", "..", ".." },
		{ "/w/r", "data", "<stdin>", "<stdin>" },
		{ "/w/r", "data", "./<stdin>", "data/<stdin>" },
	};
	struct kl_text_buffer room = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_repository repository = { cases[i].top,
			cases[i].within };
		struct kl_span name = kl_repository_name(&repository, cases[i].path,
			&room);
		cr_assert(kl_span_is(name, cases[i].name), "case %zu: %.*s", i,
			(int)name.length, name.at);
	}
	cr_assert_not(room.failed);
	cr_assert(kl_span_is(kl_repository_name(NULL, "a", &room), "a"));
	kl_text_release(&room);
}
