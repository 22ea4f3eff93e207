/* Which spelling of a text counts, in groups by code and by fold. */
#include <criterion/criterion.h>

#include "check/spellings.h"

struct step {
	const char *code, *text;        /* code NULL: by fold */
};

/* The reference of the group that `text` is in, and how often both stand. */
struct expected {
	const char *code, *text, *reference;
	uint64_t count, most;
};

static void count_all(struct kl_spellings *spellings, const struct step *steps,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		cr_assert(kl_spellings_count(spellings, kl_span_of(steps[i].code),
			kl_span_of(steps[i].text), NULL));
	cr_assert(kl_spellings_settle(spellings));
}

static void expect(const struct kl_spellings *spellings,
	const struct expected *expected)
{
	const char *code = expected->code != NULL ? expected->code : "";

	for (size_t i = 0; i < spellings->count; i++) {
		const struct kl_spelling *item = &spellings->items[i];
		if (!kl_span_is(item->text, expected->text)
				|| !kl_span_is(item->code, code))
			continue;
		const struct kl_spelling *reference =
			kl_spellings_reference(spellings, item);
		cr_expect(kl_span_is(reference->text, expected->reference),
			"%s: not %.*s", expected->text,
			(int)reference->text.length, reference->text.at);
		cr_expect_eq(item->count, expected->count, "%s", expected->text);
		cr_expect_eq(reference->count, expected->most, "%s",
			expected->text);
		return;
	}
	cr_expect_fail("%s is not there", expected->text);
}

Test(spellings, by_fold)
{
	static const struct step steps[] = {
		{ NULL, "KC handel" }, { NULL, "KC Handel" }, { NULL, "Kenteq" },
		{ NULL, "KC-Handel" }, { NULL, "KC Handel" }, { NULL, "VEV" },
		{ NULL, "vev" }, { NULL, "-" }, { NULL, "--" },
	};
	static const struct expected all[] = {
		{ NULL, "KC handel", "KC Handel", 1, 2 },
		{ NULL, "KC Handel", "KC Handel", 2, 2 },
		{ NULL, "KC-Handel", "KC Handel", 1, 2 },
		{ NULL, "Kenteq", "Kenteq", 1, 1 },
		{ NULL, "vev", "VEV", 1, 1 },   /* the first seen */
		{ NULL, "--", "--", 1, 1 },     /* nothing is left of it by folding */
	};
	struct kl_spellings spellings = { 0 };

	count_all(&spellings, steps, sizeof steps / sizeof *steps);
	cr_expect_eq(spellings.group_count, 5);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		expect(&spellings, &all[i]);
	kl_spellings_release(&spellings);
}

Test(spellings, by_code)
{
	static const struct step steps[] = {
		{ "02PR", "VEV" }, { "02PR", "Kenteq" }, { "00SE", "KC Handel" },
		{ "02PR", "Kenteq" }, { "00SE", "Kenteq" }, { "", "Kenteq" },
	};
	static const struct expected all[] = {
		{ "02PR", "VEV", "Kenteq", 1, 2 },
		{ "02PR", "Kenteq", "Kenteq", 2, 2 },
		{ "00SE", "Kenteq", "KC Handel", 1, 1 },
		{ "", "Kenteq", "Kenteq", 1, 1 },
	};
	struct kl_spellings spellings = { 0 };

	count_all(&spellings, steps, sizeof steps / sizeof *steps);
	cr_expect_eq(spellings.group_count, 3);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		expect(&spellings, &all[i]);
	kl_spellings_release(&spellings);
}

Test(spellings, of_nothing)
{
	struct kl_spellings spellings = { 0 };

	cr_expect(kl_spellings_settle(&spellings));
	kl_spellings_release(&spellings);
}

/* Memory grows with distinct texts, not with how often they stand. */
Test(spellings, memory)
{
	struct kl_spellings spellings = { 0 };
	size_t used = 0;

	for (int i = 0; i < 100000; i++) {
		cr_assert(kl_spellings_count(&spellings, kl_span_of("00SE"),
			kl_span_of(i % 2 == 0 ? "KC Handel" : "KC handel"), NULL));
		if (i == 10)
			used = spellings.arena.used;
	}
	cr_expect_eq(spellings.arena.used, used);
	cr_expect_eq(spellings.count, 2);
	kl_spellings_release(&spellings);
}
