#include "rule/field_test.h"

#include "base/date.h"
#include "base/text.h"

static bool is_free(const struct kl_field *field)
{
	return field->constraints.values.count == 0
		&& field->constraints.categories.count == 0;
}

/* Limits such as -INF are for the full path. */
static bool has_plain_limits(const struct kl_field *field)
{
	bool plain = true;

	for (int i = 0; i < KL_LIMITS; i++) {
		const struct kl_limit *limit = &field->constraints.limits[i];
		plain = plain && (!limit->given
			|| limit->value.kind == KL_VALUE_NUMBER);
	}
	return plain;
}

static bool is_whole_text(const struct kl_field *field)
{
	return field->type <= KL_TYPE_STRING && field->form == KL_FORM_NONE
		&& is_free(field);
}

static bool is_plain_number(const struct kl_field *field)
{
	return (field->type == KL_TYPE_INTEGER || field->type == KL_TYPE_NUMBER)
		&& is_free(field) && has_plain_limits(field)
		&& field->constraints.pattern == NULL;
}

static bool is_plain_date(const struct kl_field *field)
{
	return field->type == KL_TYPE_DATE && field->pattern.at == NULL
		&& is_free(field)
		&& field->constraints.pattern == NULL;
}

static enum kl_field_test_kind kind_of(const struct kl_field *field)
{
	const struct kl_constraints *c = &field->constraints;

	if (is_plain_number(field))
		return KL_TEST_NUMBER;
	if (is_plain_date(field))
		return KL_TEST_DATE;
	if (is_whole_text(field) && c->pattern == NULL)
		return KL_TEST_TEXT;
	return is_whole_text(field) && !c->has_least && !c->has_most
		&& kl_pattern_table(c->pattern) != NULL ? KL_TEST_PATTERN
		: KL_TEST_KNOWN;
}

/* The whole number at or below limit * 10^decimals; of what is beyond all plain
 * numbers one that is too. *exact: it is that. */
static kl_int128 digits_of(struct kl_decimal limit, int decimals, bool *exact)
{
	const kl_int128 beyond = (kl_int128)INT64_MAX;
	kl_int128 digits = limit.coefficient;

	*exact = true;
	for (int i = limit.decimals; i < decimals && digits < beyond
			&& digits > -beyond; i++)
		digits *= 10;
	for (int i = decimals; i < limit.decimals; i++) {
		int rest = (int)(digits % 10);
		*exact = *exact && rest == 0;
		digits = digits / 10 - (rest < 0);
	}
	return digits;
}

static int64_t clamp(kl_int128 digits)
{
	return digits > INT64_MAX ? INT64_MAX : digits < INT64_MIN ? INT64_MIN
		: (int64_t)digits;
}

static void narrow(struct kl_field_limits *limits, enum kl_limit_kind kind,
	struct kl_decimal limit)
{
	for (int i = 0; i <= KL_PLAIN_DIGITS; i++) {
		bool exact;
		kl_int128 digits = digits_of(limit, i, &exact);
		bool from = kind == KL_LIMIT_MINIMUM || kind == KL_LIMIT_ABOVE;

		if (from && (kind == KL_LIMIT_ABOVE || !exact))
			digits++;
		else if (kind == KL_LIMIT_BELOW && exact)
			digits--;
		if (from && clamp(digits) > limits->least[i])
			limits->least[i] = clamp(digits);
		else if (!from && clamp(digits) < limits->most[i])
			limits->most[i] = clamp(digits);
	}
}

static bool limit_number(const struct kl_field *field, struct kl_arena *arena,
	struct kl_field_test *out)
{
	const struct kl_limit *limits = field->constraints.limits;
	struct kl_field_limits *made = kl_arena_alloc(arena, sizeof *made);

	if (made == NULL)
		return false;
	for (int i = 0; i <= KL_PLAIN_DIGITS; i++) {
		made->least[i] = INT64_MIN;
		made->most[i] = INT64_MAX;
	}
	for (int i = 0; i < KL_LIMITS; i++) {
		if (limits[i].given)
			narrow(made, (enum kl_limit_kind)i, limits[i].value.number);
	}
	out->limits = made;
	return true;
}

static void limit_date(const struct kl_field *field, struct kl_field_test *out)
{
	const struct kl_limit *limits = field->constraints.limits;

	out->until = UINT32_MAX;
	for (int i = 0; i < KL_LIMITS; i++) {
		struct kl_date date;
		if (!limits[i].given)
			continue;
		/* A limit that is no day: every date is doubted. */
		if (!kl_date_of_days(limits[i].value.moment.seconds / (24 * 3600),
				&date)) {
			out->until = 0;
			return;
		}
		uint32_t at = kl_plain_date((uint32_t)date.year, (uint32_t)date.month,
			(uint32_t)date.day);
		bool from = i == KL_LIMIT_MINIMUM || i == KL_LIMIT_ABOVE;
		at += i == KL_LIMIT_ABOVE;
		at -= i == KL_LIMIT_BELOW;
		if (from && at > out->from)
			out->from = at;
		else if (!from && at < out->until)
			out->until = at;
	}
}

bool kl_field_test_compile(const struct kl_field *field, struct kl_arena *arena,
	struct kl_field_test *out)
{
	const struct kl_span nothing = { "", 0 };
	struct kl_value blank;

	*out = (struct kl_field_test){ .kind = kind_of(field),
		.constraints = &field->constraints };
	kl_value_read(field, nothing, &blank);
	out->blank_is_right = blank.kind == KL_VALUE_MISSING
		&& !field->constraints.required;
	kl_plain_init(&out->plain, &field->reading,
		field->type == KL_TYPE_INTEGER);
	switch (out->kind) {
	case KL_TEST_PATTERN:
		out->table = kl_pattern_table(field->constraints.pattern);
		break;
	case KL_TEST_NUMBER:
		return limit_number(field, arena, out);
	case KL_TEST_DATE:
		limit_date(field, out);
		break;
	case KL_TEST_KNOWN:
		out->known = kl_arena_alloc(arena, sizeof *out->known);
		return out->known != NULL;
	case KL_TEST_TEXT:
		break;
	}
	return true;
}

static inline bool is_text(const struct kl_field_test *test, struct kl_span cell)
{
	const struct kl_constraints *c = test->constraints;

	if (!kl_plain_is_text(&test->plain, cell))
		return false;
	if (!c->has_least && !c->has_most)
		return true;
	uint64_t length = kl_utf8_count(cell);
	return (!c->has_least || length >= c->least)
		&& (!c->has_most || length <= c->most);
}

static inline bool has_pattern(const struct kl_field_test *test,
	struct kl_span cell)
{
	return kl_plain_is_text(&test->plain, cell)
		&& kl_pattern_table_has(test->table, cell);
}

static inline bool is_number(const struct kl_field_test *test,
	struct kl_span cell)
{
	struct kl_plain_number number;

	return kl_plain_read_number(&test->plain, cell, &number)
		&& number.digits >= test->limits->least[number.decimals]
		&& number.digits <= test->limits->most[number.decimals];
}

static inline bool is_date(const struct kl_field_test *test, struct kl_span cell)
{
	uint32_t date;

	return kl_plain_read_date(&test->plain, cell, &date)
		&& date >= test->from && date <= test->until;
}

static inline bool is_known(const struct kl_field_test *test,
	struct kl_span cell)
{
	return kl_memo_has(test->known, cell);
}

/* A loop for each kind, into which its test is put. */
#define DOUBTS(is_right) do { \
	for (size_t i = 0; i < count; i++) { \
		const struct kl_span cell = rows[i].cells[index]; \
		bool right = cell.length == 0 ? test->blank_is_right \
			: is_right(test, cell); \
		doubts |= (uint64_t)!right << i; \
	} \
} while (0)

uint64_t kl_field_test_doubts(const struct kl_field_test *test,
	const struct kl_row *rows, size_t count, size_t index)
{
	uint64_t doubts = 0;

	switch (test->kind) {
	case KL_TEST_TEXT:
		DOUBTS(is_text);
		break;
	case KL_TEST_PATTERN:
		DOUBTS(has_pattern);
		break;
	case KL_TEST_NUMBER:
		DOUBTS(is_number);
		break;
	case KL_TEST_DATE:
		DOUBTS(is_date);
		break;
	case KL_TEST_KNOWN:
		DOUBTS(is_known);
		break;
	}
	return doubts;
}
