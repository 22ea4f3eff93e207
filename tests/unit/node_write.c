/* A tree that is written is read back as it was. */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "rule/node_write.h"

static void expect_same(const char *path, const struct kl_node *a,
	const struct kl_node *b, bool is_key)
{
	cr_assert_eq(a->kind, b->kind, "%s:%u", path, (unsigned)a->line);
	if (a->kind == KL_NODE_SCALAR) {
		cr_assert(kl_span_equal(a->text, b->text)
			|| (kl_node_is_null(a) && kl_node_is_null(b)),
			"%s:%u: '%s' became '%s'", path, (unsigned)a->line, a->text.at,
			b->text.at);
		cr_assert_eq(kl_node_is_null(a), kl_node_is_null(b), "%s:%u: '%s'",
			path, (unsigned)a->line, a->text.at);
		/* What was a text stays one, also for who reads a number, a truth. */
		cr_assert(is_key || !a->quoted || b->quoted, "%s:%u: %s", path,
			(unsigned)a->line, a->text.at);
		return;
	}
	cr_assert_eq(a->count, b->count, "%s:%u", path, (unsigned)a->line);
	for (size_t i = 0; i < a->count; i++)
		expect_same(path, a->items[i], b->items[i],
			a->kind == KL_NODE_MAP && i % 2 == 0);
}

static void write_and_read(const char *path)
{
	struct kl_arena arena = { 0 };
	struct kl_text_buffer text = { 0 };
	char name[] = "/tmp/klopt-node-XXXXXX";
	struct kl_node *first, *second;
	struct kl_error error = { 0 };

	cr_assert_eq(kl_node_read(path, &arena, &first, &error), KL_OK, "%s: %s",
		path, error.text);
	kl_node_write(first, &text);
	cr_assert(!text.failed);
	int fd = mkstemp(name);
	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, text.at, text.length), (ssize_t)text.length);
	close(fd);
	cr_assert_eq(kl_node_read(name, &arena, &second, &error), KL_OK, "%s: %s\n%s",
		path, error.text, text.at);
	expect_same(path, first, second, false);
	unlink(name);
	kl_text_release(&text);
	kl_arena_release(&arena);
}

Test(node_write, every_file_that_ships)
{
	static const char *const patterns[] = { "samples/*/*.yaml", "rules/*.yaml",
		"rules/registers/*.yaml", "rules/schemas/*.json",
		"tests/cli/cases/clean-*/in/*/*.json",
		"tests/cli/cases/clean-*/in/*/*.yaml" };
	size_t count = 0;

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		glob_t found;
		if (glob(patterns[i], 0, NULL, &found) != 0)
			continue;
		for (size_t j = 0; j < found.gl_pathc; j++, count++)
			write_and_read(found.gl_pathv[j]);
		globfree(&found);
	}
	cr_expect(count > 20, "%zu files", count);
}

Test(node_write, awkward_scalars)
{
	static const char text[] =
		"a: [1, '1', -5, \"-5\", yes, 'yes', ~, null, 'null', '', ' ', x ]\n"
		"'n': {'y': 'no', 'on': off, '12': 3, \"a b\": c d, 'k:': 'v: w'}\n"
		"b: \"tab\\there\\nnext \\\"quoted\\\" \\\\ \\x01 \\u00e9\"\n"
		"\"ls \\L ps \\P\": \"nel \\N, bom \\uFEFF, c1 \\x9f, rtl \\u202e\"\n"
		"c: |\n  two\n  lines\n"
		"d: ['#no', 'a #b', '[x]', '{y}', '*z', '&w', '!t', '%d', '@h', '`']\n"
		"e: [ [], {}, [[a]], {x: {y: {z: [1, 2, {v: w}]}}} ]\n"
		"f: {long: this is a text that is longer than a line should ever be so that it stands in one of its own}\n"
		"g: [a-b, a_b, a.b, a/b, a+b, <5, (x), y=z, ., 5%, é]\n";
	char name[] = "/tmp/klopt-node-XXXXXX";
	int fd = mkstemp(name);

	cr_assert(fd >= 0);
	cr_assert_eq(write(fd, text, sizeof text - 1), (ssize_t)(sizeof text - 1));
	close(fd);
	write_and_read(name);
	unlink(name);
}

Test(node_write, keys_are_set_and_taken_away)
{
	struct kl_arena arena = { 0 };
	struct kl_text_buffer text = { 0 };
	struct kl_node *map = kl_node_map(&arena);

	cr_assert(kl_node_set(&arena, map, "a", kl_node_text(&arena,
		kl_span_of("1"), true)));
	cr_assert(kl_node_set(&arena, map, "b", kl_node_text(&arena,
		kl_span_of("2"), false)));
	cr_assert(kl_node_set(&arena, map, "a", kl_node_text(&arena,
		kl_span_of("x"), false)));
	cr_assert(kl_node_set(&arena, map, "c", NULL));
	kl_node_write(map, &text);
	cr_expect_str_eq(text.at, "a: x\nb: 2\n");
	text.length = 0;
	cr_assert(kl_node_set(&arena, map, "a", NULL));
	cr_assert(kl_node_set(&arena, map, "b", NULL));
	kl_node_write(map, &text);
	cr_expect_str_eq(text.at, "{}\n");
	kl_text_release(&text);
	kl_arena_release(&arena);
}
