/* What a cell is worth by its type, and when two are the same. */
#include <criterion/criterion.h>

#include "base/text.h"
#include "rule/field.h"

static struct kl_field field_of(enum kl_field_type type)
{
	struct kl_field field = { .type = type, .item_type = KL_TYPE_STRING };

	kl_reading_init(&field.reading);
	field.reading.scientific = type == KL_TYPE_NUMBER;
	return field;
}

static struct kl_field list_of(enum kl_field_type items)
{
	struct kl_field field = field_of(KL_TYPE_LIST);

	field.item_type = items;
	field.reading.scientific = items == KL_TYPE_NUMBER;
	return field;
}

static struct kl_value read(const struct kl_field *field, const char *text)
{
	struct kl_value value;

	kl_value_read(field, kl_span_of(text), &value);
	return value;
}

Test(value, kinds)
{
	static const struct {
		enum kl_field_type type;
		const char *text;
		enum kl_value_kind kind;
	} cases[] = {
		{ KL_TYPE_NUMBER, "1.5E3", KL_VALUE_NUMBER },
		{ KL_TYPE_NUMBER, "INF", KL_VALUE_SPECIAL },
		{ KL_TYPE_NUMBER, "nan", KL_VALUE_SPECIAL },
		{ KL_TYPE_NUMBER, "infinite", KL_VALUE_WRONG },
		{ KL_TYPE_NUMBER, "<5", KL_VALUE_RANGE },
		{ KL_TYPE_NUMBER, "x", KL_VALUE_MISSING },
		{ KL_TYPE_NUMBER, "1E99", KL_VALUE_TOO_LONG },
		{ KL_TYPE_INTEGER, "12", KL_VALUE_NUMBER },
		{ KL_TYPE_INTEGER, "12.0", KL_VALUE_NUMBER },
		{ KL_TYPE_INTEGER, "12.5", KL_VALUE_WRONG },
		{ KL_TYPE_INTEGER, "1E3", KL_VALUE_WRONG },
		{ KL_TYPE_INTEGER, "INF", KL_VALUE_WRONG },
		{ KL_TYPE_STRING, "1E3", KL_VALUE_TEXT },
		{ KL_TYPE_STRING, "", KL_VALUE_MISSING },
		{ KL_TYPE_BOOLEAN, "TRUE", KL_VALUE_BOOLEAN },
		{ KL_TYPE_BOOLEAN, "tRUE", KL_VALUE_WRONG },
		{ KL_TYPE_LIST, "a,b", KL_VALUE_LIST },
		{ KL_TYPE_DATE, "2004-02-30", KL_VALUE_WRONG },
		{ KL_TYPE_DATE, "n.v.t.", KL_VALUE_MISSING },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_field field = field_of(cases[i].type);
		cr_expect_eq(read(&field, cases[i].text).kind, cases[i].kind, "%s",
			cases[i].text);
	}
}

Test(value, order)
{
	static const struct {
		const char *a, *b;
		int wanted;
	} cases[] = {
		{ "1.5E3", "1500", 0 }, { "1", "2", -1 }, { "2", "1.99", 1 },
		{ "INF", "1E35", 1 }, { "-INF", "-1E35", -1 }, { "INF", "inf", 0 },
		{ "-INF", "INF", -1 }, { "INF", "<5", 1 }, { "<5", "5", -1 },
		{ "<5", "4", 0 }, { "0", "<5", -1 },
		{ "NaN", "1", KL_MOMENT_UNORDERED },
		{ "NaN", "NaN", KL_MOMENT_UNORDERED },
		{ "NaN", "INF", KL_MOMENT_UNORDERED },
	};
	struct kl_field field = field_of(KL_TYPE_NUMBER);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_value a = read(&field, cases[i].a);
		struct kl_value b = read(&field, cases[i].b);
		int back = cases[i].wanted == KL_MOMENT_UNORDERED
			? KL_MOMENT_UNORDERED : -cases[i].wanted;
		cr_expect_eq(kl_value_compare(&a, &b), cases[i].wanted, "%s %s",
			cases[i].a, cases[i].b);
		cr_expect_eq(kl_value_compare(&b, &a), back, "%s %s", cases[i].b,
			cases[i].a);
	}
}

/* The same values have the same key, and no others. */
Test(value, same)
{
	static const struct {
		enum kl_field_type type, items;
		const char *a, *b;
		bool same;
	} cases[] = {
		{ KL_TYPE_NUMBER, 0, "1.50", "15E-1", true },
		{ KL_TYPE_NUMBER, 0, "1.50", "1.51", false },
		{ KL_TYPE_NUMBER, 0, "NaN", "nan", true },
		{ KL_TYPE_NUMBER, 0, "NaN", "INF", false },
		{ KL_TYPE_NUMBER, 0, "+INF", "inf", true },
		{ KL_TYPE_NUMBER, 0, "-INF", "INF", false },
		{ KL_TYPE_STRING, 0, "1.50", "15E-1", false },
		{ KL_TYPE_BOOLEAN, 0, "true", "1", true },
		{ KL_TYPE_LIST, KL_TYPE_STRING, "a, b", "a,b", true },
		{ KL_TYPE_LIST, KL_TYPE_STRING, "a,b", "b,a", false },
		{ KL_TYPE_LIST, KL_TYPE_STRING, "a", "a,a", false },
		{ KL_TYPE_LIST, KL_TYPE_STRING, "ab,c", "a,bc", false },
		{ KL_TYPE_LIST, KL_TYPE_INTEGER, "1,02", "01,2", true },
		{ KL_TYPE_LIST, KL_TYPE_NUMBER, "1E1", "10.0", true },
		{ KL_TYPE_LIST, KL_TYPE_BOOLEAN, "true,0", "1,FALSE", true },
		{ KL_TYPE_LIST, KL_TYPE_DATETIME, "2004-10-01T00:00:00Z",
			"2004-10-01T02:00:00+02:00", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_field field = cases[i].type == KL_TYPE_LIST
			? list_of(cases[i].items) : field_of(cases[i].type);
		struct kl_value a = read(&field, cases[i].a);
		struct kl_value b = read(&field, cases[i].b);
		struct kl_text_buffer x = { 0 }, y = { 0 };
		kl_value_add_key(&a, false, &x);
		kl_value_add_key(&b, false, &y);
		cr_expect_eq(kl_value_equal(&a, &b), cases[i].same, "%s %s",
			cases[i].a, cases[i].b);
		cr_expect_eq(kl_span_equal(kl_text_span(&x), kl_text_span(&y)),
			cases[i].same, "the keys of %s and %s", cases[i].a,
			cases[i].b);
		kl_text_release(&x);
		kl_text_release(&y);
	}
}

/* Nothing is known to be the same as a range, so not to be another either. */
Test(value, choice)
{
	struct kl_field field = field_of(KL_TYPE_INTEGER);
	const struct kl_value values[] = { read(&field, "1"), read(&field, "2") };
	const struct kl_choice choice = { values, 2, { "1, 2", 4 } };
	static const struct {
		const char *text;
		bool has;
	} cases[] = { { "1", true }, { "02.0", true }, { "3", false },
		{ "<3", false } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_value value = read(&field, cases[i].text);
		cr_expect_eq(kl_choice_has(&choice, &value), cases[i].has, "%s",
			cases[i].text);
	}
}
