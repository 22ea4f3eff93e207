#include "rule/node.h"

#include "base/text.h"
#include "scratch.h"

TestSuite(node, .init = scratch_open, .fini = scratch_close);

/* The tree in one line: [a, b], {k: v}; quoted scalars in quotes. */
static void add_tree(struct kl_text_buffer *out, const struct kl_node *node)
{
	if (node->kind == KL_NODE_SCALAR) {
		const char *quote = node->quoted ? "'" : "";
		kl_text_printf(out, "%s%s%s", quote, node->text.at, quote);
		return;
	}
	kl_text_puts(out, node->kind == KL_NODE_LIST ? "[" : "{");
	for (size_t i = 0; i < node->count; i++) {
		bool value = node->kind == KL_NODE_MAP && i % 2 == 1;
		kl_text_puts(out, i == 0 ? "" : value ? ": " : ", ");
		add_tree(out, node->items[i]);
	}
	kl_text_puts(out, node->kind == KL_NODE_LIST ? "]" : "}");
}

static void expect_tree(const char *text, const char *tree)
{
	struct kl_text_buffer got = { 0 };
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_node *root;
	enum kl_status status;

	scratch_write("f.yaml", text);
	status = kl_node_read("f.yaml", &arena, &root, &error);
	cr_expect_eq(status, KL_OK, "%s: %s", text, scratch_told(&error));
	if (status == KL_OK) {
		add_tree(&got, root);
		cr_expect_str_eq(got.at, tree);
	}
	kl_text_release(&got);
	kl_arena_release(&arena);
}

Test(node, trees)
{
	static const struct {
		const char *text, *tree;
	} cases[] = {
		{ "a: 1\nb: [x, \"y\"]\n", "{a: 1, b: [x, 'y']}" },
		{ "- on\n- no\n- 2004-10-01\n- 0060\n", "[on, no, 2004-10-01, 0060]" },
		{ "a: {}\nb: []\nc:\n", "{a: {}, b: [], c: }" },
		{ "a: &x [1, 2]\nb: *x\n", "{a: [1, 2], b: [1, 2]}" },
		{ "a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}" },
		{ "a: !!str 1\nb: !own 2\n", "{a: '1', b: 2}" },
		{ "a: |\n  x\n  y\n", "{a: 'x\ny\n'}" },
		{ "\xef\xbb\xbf" "a: 1\n", "{a: 1}" },
		{ "a: 1\r\nb: 2\r\n", "{a: 1, b: 2}" },
		{ "---\na: 1\n...\n", "{a: 1}" },
		{ "just text\n", "just text" },
		{ "\"\"\n", "''" },
		/* JSON, with tabs, without blanks, with what only JSON writes so. */
		{ "{\n\t\"a\":\t1,\n\t\"b\": [\t1\t,\t2\t],\n\t\"c\":\"x\ty\"\t\n}\n",
			"{'a': 1, 'b': [1, 2], 'c': 'x\ty'}" },
		{ "\t{\"a\":{\"b\":[]}}\n", "{'a': {'b': []}}" },
		{ "{\"a\":\"\\/\\u00e9\\ud83d\\ude00\"}", "{'a': '/\u00e9\U0001f600'}" },
		{ "{\"a\":\"\\\\ud83d\\\\ude00\"}", "{'a': '\\ud83d\\ude00'}" },
		{ "{\"a\":\"\\uD83D\\uDE0A\\u00E9\"}", "{'a': '\U0001f60a\u00e9'}" },
		{ "\t\n [1]", "[1]" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_tree(cases[i].text, cases[i].tree);
}

static void expect_told(const char *text, size_t length, enum kl_status status,
	const char *told)
{
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_node *root;

	scratch_bytes("f.yaml", text, length);
	cr_expect_eq(kl_node_read("f.yaml", &arena, &root, &error), status,
		"%s", told);
	cr_expect_eq(error.status, status);
	cr_expect_str_eq(scratch_told(&error), told);
	kl_arena_release(&arena);
}

#define NO_CHARACTER "not valid YAML: found invalid Unicode character escape code"

Test(node, mistakes)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "", "f.yaml: is empty" },
		{ "# only a comment\n", "f.yaml: is empty" },
		{ "---\n", "f.yaml: is empty" },
		{ "a: 1\nb: 2\na: 3\n",
			"f.yaml:3:1: key 'a' stands twice, first at line 1" },
		{ "a: {x: 1, \"x\": 2}\n",
			"f.yaml:1:11: key 'x' stands twice, first at line 1" },
		{ "[1]: 2\n", "f.yaml:1:1: a key is a text, not a list or a mapping" },
		{ "a: *b\n", "f.yaml:1:4: this alias names no anchor" },
		{ "a: &b [*b]\n",
			"f.yaml:1:8: this alias stands inside the node that it names" },
		{ "x: &b 1\na: &b [*b]\n",
			"f.yaml:2:8: this alias stands inside the node that it names" },
		{ "a: 1\n---\nb: 2\n",
			"f.yaml:2:1: a second document begins here; a file has one" },
		{ "a:\n\tb: 1\n",
			"f.yaml:2:1: not valid YAML: indent with blanks, not with a tab" },
		{ "a: @x\n",
			"f.yaml:1:4: not valid YAML: found character that cannot start any token" },
		{ "a: b: c\n",
			"f.yaml:1:5: not valid YAML: mapping values are not allowed in this context" },
		{ "\u00e9: b: c\n",
			"f.yaml:1:5: not valid YAML: mapping values are not allowed in this context" },
		{ "a: [1,\n  2\n",
			"f.yaml:3:1: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence that begins at line 1" },
		{ "a: \"x\n",
			"f.yaml:2:1: not valid YAML: found unexpected end of stream, while scanning a quoted scalar that begins at line 1" },
		{ "a: 1\nb: caf\xe9\n",
			"f.yaml:2:7: byte 0xe9 is not UTF-8; save the file as UTF-8" },
		{ "\u00e9: 1\nb: \x01\n",
			"f.yaml:2:4: not valid YAML: control characters are not allowed" },
		{ "a: \"x\\0y\"\n", "f.yaml:1:4: a NUL character stands in this text" },
		{ "a: 1\r\nb: caf\xe9\n",
			"f.yaml:2:7: byte 0xe9 is not UTF-8; save the file as UTF-8" },
		{ "a: 1\rb: \xe9\n",
			"f.yaml:2:4: byte 0xe9 is not UTF-8; save the file as UTF-8" },
		{ "\xfe\xff", "f.yaml: is UTF-16; save it as UTF-8" },
		{ "\xff\xfe", "f.yaml: is UTF-16; save it as UTF-8" },
		{ " ", "f.yaml: is empty" },
		/* Halves of a pair that do not belong together. */
		{ "{\"a\":\"\\ud83d\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\ud83d\\u0041\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\ud83d\\ue000\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\ud83d\\udbff\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\ude00\\ud83d\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\ud83d\\ude0g\"}", "f.yaml:1:9: " NO_CHARACTER },
		{ "{\"a\":\"\\u00",
			"f.yaml:1:9: not valid YAML: did not find expected hexdecimal number" },
		{ "{\"a\":\"\\",
			"f.yaml:1:7: not valid YAML: found unknown escape character" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_told(cases[i].text, strlen(cases[i].text), KL_INVALID,
			cases[i].told);
	expect_told("a: 1\nb\0: 2\n", 11, KL_INVALID,
		"f.yaml:2:2: a NUL byte stands here: this is no text");
	expect_told("\xff\xfe" "a\0:\0", 6, KL_INVALID,
		"f.yaml: is UTF-16; save it as UTF-8");
}

Test(node, files)
{
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	struct kl_node *root;

	cr_expect_eq(kl_node_read("none.yaml", &arena, &root, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error),
		"none.yaml: cannot open: No such file or directory");
	cr_expect_eq(kl_node_read("/tmp", &arena, &root, &error), KL_IO);
	cr_expect_str_eq(scratch_told(&error), "/tmp: is a folder, not a file");
	cr_expect_eq(kl_node_read("/dev/zero", &arena, &root, &error), KL_LIMIT);
	cr_expect_str_eq(scratch_told(&error), "/dev/zero: is larger than 64 MiB");
	kl_arena_release(&arena);
}

Test(node, places)
{
	struct kl_arena arena = { 0 };
	struct kl_node *root;

	scratch_write("f.yaml", "# first\na:\n  \u00e9\u00e9: [x, {y: z}]\n");
	cr_assert_eq(kl_node_read("f.yaml", &arena, &root, NULL), KL_OK);
	cr_expect_eq(root->line, 2);
	cr_expect_eq(root->column, 1);
	const struct kl_node *a = kl_node_get(root, "a");
	cr_expect_eq(a->line, 3);
	cr_expect_eq(a->column, 3);
	const struct kl_node *list = kl_node_get(a, "\u00e9\u00e9");
	cr_expect_eq(list->column, 7);
	cr_expect_eq(list->items[1]->items[1]->column, 15);
	cr_expect_null(kl_node_get(a, "b"));
	cr_expect_null(kl_node_get(list, "a"));
	kl_arena_release(&arena);
}

/* Nine levels of nine aliases: 9^9 nodes in 300 bytes. */
Test(node, alias_bomb)
{
	struct kl_text_buffer text = { 0 };

	kl_text_puts(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 9; i++) {
		kl_text_printf(&text, "a%d: &a%d [", i, i);
		for (int k = 0; k < 9; k++)
			kl_text_printf(&text, "%s*a%d", k > 0 ? ", " : "", i - 1);
		kl_text_puts(&text, "]\n");
	}
	expect_told(text.at, text.length, KL_LIMIT,
		"f.yaml:7:10: more than 1000000 nodes, aliases expanded");
	kl_text_release(&text);
}

static void nest(struct kl_text_buffer *text, int depth)
{
	for (int i = 0; i < depth; i++)
		kl_text_puts(text, "[");
	for (int i = 0; i < depth; i++)
		kl_text_puts(text, "]");
}

Test(node, depth)
{
	struct kl_text_buffer text = { 0 };
	struct kl_arena arena = { 0 };
	struct kl_node *root;

	nest(&text, 64);
	scratch_write("f.yaml", text.at);
	cr_expect_eq(kl_node_read("f.yaml", &arena, &root, NULL), KL_OK);
	text.length = 0;
	nest(&text, 65);
	expect_told(text.at, text.length, KL_LIMIT,
		"f.yaml:1:65: nested deeper than 64 levels");
	/* The depth of what an alias names counts too. */
	text.length = 0;
	kl_text_puts(&text, "a: &a ");
	nest(&text, 40);
	kl_text_puts(&text, "\nb: ");
	for (int i = 0; i < 30; i++)
		kl_text_puts(&text, "[");
	kl_text_puts(&text, "*a");
	expect_told(text.at, text.length, KL_LIMIT,
		"f.yaml:2:34: nested deeper than 64 levels");
	text.length = 0;
	nest(&text, 100000);
	expect_told(text.at, text.length, KL_LIMIT,
		"f.yaml:1:65: nested deeper than 64 levels");
	kl_text_release(&text);
	kl_arena_release(&arena);
}

Test(node, many_nodes)
{
	struct kl_text_buffer text = { 0 };
	struct kl_arena arena = { 0 };
	struct kl_node *root;

	kl_text_puts(&text, "[1");
	for (int i = 2; i < 1000000; i++)
		kl_text_puts(&text, ",1");
	kl_text_puts(&text, "]");
	scratch_write("f.yaml", text.at);
	cr_expect_eq(kl_node_read("f.yaml", &arena, &root, NULL), KL_OK);
	cr_expect_eq(root->count, 999999);
	text.length--;
	kl_text_puts(&text, ",1]");
	expect_told(text.at, text.length, KL_LIMIT,
		"f.yaml:1:2000000: more than 1000000 nodes, aliases expanded");
	kl_text_release(&text);
	kl_arena_release(&arena);
}

Test(node, unknown)
{
	static const char *const known[] = { "column", "columns", "register" };
	struct kl_node node = { .text = kl_span_of("coloum"), .line = 3,
		.column = 5 };
	struct kl_error error = { 0 };

	cr_expect_eq(kl_node_unknown(&node, "r.yaml", "key", known, 3, &error),
		KL_INVALID);
	cr_expect_str_eq(scratch_told(&error),
		"r.yaml:3:5: unknown key 'coloum'; did you mean 'column'?");
	node.text = kl_span_of("xyzzy\x1b[31m");
	kl_node_unknown(&node, "r.yaml", "key", known, 3, &error);
	cr_expect_str_eq(scratch_told(&error),
		"r.yaml:3:5: unknown key 'xyzzy\\x1b[31m'; known are column, columns, register");
	kl_node_unknown(&node, "r.yaml", "check", known, 0, &error);
	cr_expect_str_eq(scratch_told(&error),
		"r.yaml:3:5: unknown check 'xyzzy\\x1b[31m'");
}
