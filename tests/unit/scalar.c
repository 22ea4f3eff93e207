/* Whatever a scalar is written as, the parser reads the same text back. */
#include "rule/scalar.h"

#include "random.h"
#include "rule/node.h"
#include "scratch.h"

TestSuite(draft_scalar, .init = scratch_open, .fini = scratch_close);

static void expect_text(const struct kl_node *node, struct kl_span text,
	const char *where, const char *file)
{
	cr_assert_not_null(node, "%s: %s", where, file);
	cr_expect_eq(node->kind, KL_NODE_SCALAR, "%s: %s", where, file);
	cr_expect(kl_span_equal(node->text, text), "%s: %s", where, file);
	cr_expect(!kl_node_is_null(node) , "%s: %s", where, file);
}

/* As a key, as a value with a comment behind it, and in a list. */
static void expect_round(struct kl_span text)
{
	struct kl_text_buffer out = { 0 };
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_node *root = NULL;
	const struct kl_span twice[] = { text, text };

	kl_text_puts(&out, "# ");
	kl_scalar_add_remark(&out, text, 0);
	kl_text_puts(&out, "\nvalue: ");
	kl_scalar_add(&out, text);
	kl_text_puts(&out, "  # ");
	kl_scalar_add_remark(&out, text, 0);
	kl_text_puts(&out, "\nlist: ");
	kl_scalar_add_list(&out, twice, 2);
	kl_text_puts(&out, "\nflow: [{name: ");
	kl_scalar_add(&out, text);
	kl_text_puts(&out, ", last: 1}]\nmap:\n  ");
	kl_scalar_add(&out, text);
	kl_text_puts(&out, ": end\n");
	cr_assert(!out.failed);
	scratch_write("f.yaml", out.at);
	cr_assert_eq(kl_node_read("f.yaml", &arena, &root, &error), KL_OK, "%s\n%s",
		scratch_told(&error), out.at);
	cr_assert_eq(root->count, 8u, "%s", out.at);
	expect_text(kl_node_get(root, "value"), text, "value", out.at);
	const struct kl_node *list = kl_node_get(root, "list");
	cr_assert_eq(list->count, 2u, "%s", out.at);
	expect_text(list->items[0], text, "first", out.at);
	expect_text(list->items[1], text, "second", out.at);
	const struct kl_node *flow = kl_node_get(root, "flow");
	cr_assert_eq(flow->count, 1u, "%s", out.at);
	expect_text(kl_node_get(flow->items[0], "name"), text, "flow", out.at);
	const struct kl_node *map = kl_node_get(root, "map");
	cr_assert_eq(map->count, 2u, "%s", out.at);
	expect_text(map->items[0], text, "key", out.at);
	kl_text_release(&out);
	kl_arena_release(&arena);
}

Test(draft_scalar, hostile)
{
	static const char *const texts[] = { "", " ", "a", "a b", " a", "a ", "a  b",
		"yes", "No", "NULL", "null", "~", "on", "Off", "y", "N", "true", "FALSE",
		"-", "- a", "--- a", "...", "?", "? a", ":", ": a", "a: b", "a:b", "a :b",
		"#", "# a", "a # b", "a #b", "a#b", "'", "''", "it's", "\"", "\"a\"",
		"a\"b", "\\", "a\\nb", "\n", "a\nb", "\r\n", "\t", "a\tb", "[a]", "{a: b}",
		"a, b", "a]", "&a", "*a", "!a", "!!str a", "|", ">", "%", "%TAG", "@a", "`a`",
		"=", "<<", "0060", "02EW", "1e3", "12E3", "0x1F", "0o17", ".5", ".inf", ".NaN",
		"-1", "+1", "1_000", "1:30", "2004-10-01", "<5", "n.v.t.", "*", "\u2013", "---",
		"\u00a0", "\u00a0a\u00a0", "\xc2\x85", "a\u2028b", "a\u2029b", "\ufeff",
		"a\ufeffb", "\ufffd", "\u202ea\u202c", "\u200b", "\x01\x02\x1f\x7f", "\x1b[31m",
		"\u00e9\u00e8", "In AOC\u2019s", "\U0001f600", "e\u0301", "\ufffe", "\uffff",
		"\U0001fffe", "\U0010ffff", "% \u2265 1", "leerjaar 3 - man",
		"LEER- OF VERBLIJFSJAAR 1 - MAN", "Zorg & welzijn", "a/b", "/", "C:\\x", "x-",
		"Infinity", "nan", "a.", "<!--", "$schema", "${x}", "a;b", "a|b" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		expect_round(kl_span_of(texts[i]));
}

Test(draft_scalar, random)
{
	static const char *const pieces[] = { "a", "Z", "0", "9", " ", "  ", "\n", "\r",
		"\t", ":", ": ", " #", "#", "-", "- ", "?", ",", "[", "]", "{", "}", "&", "*",
		"!", "|", ">", "'", "\"", "\\", "%", "@", "`", "~", "=", "<", "_", ".", "/",
		"\xc2\x85", "\u00a0", "\u2028", "\u2029", "\ufeff", "\u00e9", "\u20ac",
		"\U0001f600", "\x7f", "\x1b", "\x01", "yes", "null", "---", "..." };
	enum { PIECES = sizeof pieces / sizeof *pieces };
	uint64_t state = 20041001;

	for (int i = 0; i < 4000; i++) {
		char text[KL_SCALAR_KEY_MOST] = "";
		for (int left = random_below(&state, 12); left > 0; left--)
			strcat(text, pieces[random_below(&state, PIECES)]);
		expect_round(kl_span_of(text));
	}
}

/* The longest name that is used as a key, of what takes most room. */
Test(draft_scalar, longest_key)
{
	char text[KL_SCALAR_KEY_MOST + 1];

	memset(text, '\x01', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	expect_round(kl_span_of(text));
	for (size_t i = 0; i + 3 <= KL_SCALAR_KEY_MOST; i += 3)
		memcpy(text + i, "\u2028", 3);
	expect_round(kl_span_of(text));
}

Test(draft_scalar, plain_or_quoted)
{
	static const struct {
		const char *text, *written;
	} cases[] = { { "leerjaar_3", "leerjaar_3" }, { "Het Stedelijk", "Het Stedelijk" },
		{ "0060", "\"0060\"" }, { "yes", "\"yes\"" }, { "Yes", "\"Yes\"" },
		{ "", "\"\"" }, { "a: b", "\"a: b\"" }, { "a ", "\"a \"" },
		{ "\xff" "a", "\"\xef\xbf\xbd" "a\"" }, { "a\nb", "\"a\\nb\"" } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_text_buffer out = { 0 };
		kl_scalar_add(&out, kl_span_of(cases[i].text));
		cr_expect_str_eq(out.at, cases[i].written);
		kl_text_release(&out);
	}
}
