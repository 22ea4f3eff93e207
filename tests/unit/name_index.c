#include "base/name_index.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "random.h"
#include "rule/dataset.h"
#include "run.h"

/* Names stand among other things, as fields have them. */
struct thing {
	int before;
	struct kl_span name;
	char text[40];
};

static size_t walk(const struct thing *things, size_t count, struct kl_span name)
{
	for (size_t i = 0; i < count; i++)
		if (kl_span_equal(things[i].name, name))
			return i;
	return SIZE_MAX;
}

/* Short and long ones, the empty one, and many of them twice. */
static void make_name(uint64_t *state, struct thing *thing)
{
	int kind = random_below(state, 10);

	snprintf(thing->text, sizeof thing->text, "%s%d", kind == 1
		? "a_name_of_more_than_sixteen_bytes_" : "n",
		random_below(state, 300));
	thing->name = kind == 0 ? (struct kl_span){ "", 0 }
		: kl_span_of(thing->text);
}

Test(name_index, as_along_the_array)
{
	enum { MOST = 200 };
	static struct thing things[MOST], asked;
	uint64_t state = 1;

	for (size_t count = 0; count <= MOST; count++) {
		struct kl_arena arena = { 0 };
		struct kl_name_index index;
		for (size_t i = 0; i < count; i++)
			make_name(&state, &things[i]);
		cr_assert(kl_name_index_make(&index, &things->name, sizeof *things,
			count, &arena));
		for (int i = 0; i < 400; i++) {
			make_name(&state, &asked);
			cr_expect_eq(kl_name_index_find(&index, &things->name,
				sizeof *things, count, asked.name),
				walk(things, count, asked.name), "%zu: %s", count,
				asked.text);
		}
		kl_arena_release(&arena);
	}
}

/* Many names are not walked along. */
Test(name_index, is_made)
{
	enum { MANY = 1000 };
	static struct thing things[MANY];
	struct kl_arena arena = { 0 };
	struct kl_name_index index;

	for (size_t i = 0; i < MANY; i++) {
		snprintf(things[i].text, sizeof things[i].text, "f%zu", i);
		things[i].name = kl_span_of(things[i].text);
	}
	cr_assert(kl_name_index_make(&index, &things->name, sizeof *things, MANY,
		&arena));
	cr_expect_geq(index.capacity, 2 * MANY);
	cr_expect_leq(index.capacity, 4 * MANY);
	kl_arena_release(&arena);
}

/* Each name is asked of a table once, however many rules ask for it. */
Test(name_index, asked_once)
{
	enum { RULES = 50 };
	static const struct kl_parameter parameters[] = {
		{ "column", KL_PARAMETER_COLUMN, "COLUMN", "", NULL },
	};
	static const struct kl_words words = { "codes", "", parameters, 1 };
	static const char *const names[] = { "declared", "a", "b" };
	static struct kl_rule list[RULES];
	static struct kl_argument arguments[RULES];
	static struct kl_word columns[RULES];
	static struct kl_span declared[1];
	static const struct kl_wanted had = { declared, 1, 1 };
	struct kl_table table = { .name = "t", .dialect = { .wanted = &had } };
	struct kl_dataset dataset = { .tables = &table, .table_count = 1 };
	struct kl_rules rules = { .rules = list, .count = RULES };
	struct kl_error error;

	declared[0] = kl_span_of(names[0]);
	for (size_t i = 0; i < RULES; i++) {
		columns[i].text = kl_span_of(names[i % 3]);
		arguments[i] = (struct kl_argument){ .given = true,
			.words = &columns[i], .word_count = 1 };
		list[i] = (struct kl_rule){ .words = &words,
			.arguments = &arguments[i] };
	}
	cr_assert_eq(kl_run_names(&dataset, &rules, &error), KL_OK);
	cr_assert_eq(table.dialect.wanted->count, 3);
	cr_expect_eq(table.dialect.wanted->declared, 1);
	for (size_t i = 0; i < 3; i++)
		cr_expect(kl_span_is(table.dialect.wanted->names[i], names[i]));
	kl_arena_release(&dataset.arena);
}
