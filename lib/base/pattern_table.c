#include "base/pattern_table.h"

enum { FIRST = ' ', LAST = '~' };       /* printable ASCII */

/* Which characters can stand at one place. */
struct set {
	bool has[LAST + 1];
};

/* Pattern that is being read from the left. */
struct cursor {
	const char *at, *end;
};

static bool take(struct cursor *c, char expected)
{
	if (c->at == c->end || *c->at != expected)
		return false;
	c->at++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| c == '_';
}

static bool is_printable(char c)
{
	return c >= FIRST && c <= LAST;
}

static void add_range(struct set *set, char from, char to)
{
	for (int c = from; c <= to; c++)
		set->has[c] = true;
}

/* What follows a backslash: a kind of characters, or a sign that means itself.
 * *literal: which, or 0. */
static bool take_escape(struct cursor *c, struct set *set, char *literal)
{
	*literal = 0;
	if (c->at == c->end || !is_printable(*c->at))
		return false;
	char letter = *c->at++;
	switch (letter) {
	case 'd':
		add_range(set, '0', '9');
		return true;
	case 'w':
		for (char one = FIRST; one <= LAST; one++)
			set->has[(int)one] = set->has[(int)one] || is_word(one);
		return true;
	case 's':
		add_range(set, ' ', ' ');
		return true;
	default:
		*literal = letter;
		set->has[(int)letter] = true;
		return !is_word(letter);
	}
}

/* One character of a set in brackets, or one range. */
static bool take_member(struct cursor *c, struct set *set)
{
	char from, to;

	if (c->at == c->end || !is_printable(*c->at) || *c->at == '[')
		return false;
	if (take(c, '\\')) {
		if (!take_escape(c, set, &from))
			return false;
	} else {
		from = *c->at++;
		set->has[(int)from] = true;
	}
	if (c->end - c->at < 2 || *c->at != '-' || c->at[1] == ']')
		return true;
	c->at++;
	/* Of what a range is that begins or ends with an escape, Perl decides. */
	to = *c->at++;
	if (from == 0 || !is_printable(to) || to == '\\' || to == '[' || to < from)
		return false;
	add_range(set, from, to);
	return true;
}

/* What stands between brackets; the first was taken. */
static bool take_set(struct cursor *c, struct set *set)
{
	bool others = take(c, '^');

	/* A bracket that closes at once is one of the characters. */
	if (c->at < c->end && *c->at == ']')
		return false;
	while (!take(c, ']')) {
		if (!take_member(c, set))
			return false;
	}
	for (int one = FIRST; others && one <= LAST; one++)
		set->has[one] = !set->has[one];
	return true;
}

static bool take_item(struct cursor *c, struct set *set)
{
	static const char special[] = "^$|()[]{}*+?\\";
	char literal;

	if (take(c, '['))
		return take_set(c, set);
	if (take(c, '\\'))
		return take_escape(c, set, &literal);
	if (take(c, '.')) {
		add_range(set, FIRST, LAST);
		return true;
	}
	if (!is_printable(*c->at) || strchr(special, *c->at) != NULL)
		return false;
	set->has[(int)*c->at++] = true;
	return true;
}

/* {n}; without it once. */
static bool take_count(struct cursor *c, size_t *count)
{
	*count = 1;
	if (take(c, '{')) {
		*count = 0;
		while (c->at < c->end && is_digit(*c->at)
				&& *count <= KL_PATTERN_PLACES)
			*count = 10 * *count + (size_t)(*c->at++ - '0');
		if (c->at[-1] == '{' || !take(c, '}'))
			return false;
	}
	return c->at == c->end || strchr("*+?{", *c->at) == NULL;
}

/* Whether the characters that can stand at a place are a range: *low to *high. */
static bool is_range(const struct kl_pattern_table *table, size_t place,
	char *low, char *high)
{
	int count = 0;

	for (int c = LAST; c >= FIRST; c--) {
		if (!(table->places[c] >> place & 1))
			continue;
		if (count++ == 0)
			*high = (char)c;
		*low = (char)c;
	}
	return count > 0 && count == *high - *low + 1;
}

static void find_ranges(struct kl_pattern_table *table)
{
	char low[KL_SHORT_MOST], high[KL_SHORT_MOST];

	table->has_ranges = table->length <= KL_SHORT_MOST;
	for (size_t i = 0; table->has_ranges && i < table->length; i++)
		table->has_ranges = is_range(table, i, &low[i], &high[i]);
	if (!table->has_ranges)
		return;
	table->low = kl_short_text((struct kl_span){ low, table->length });
	table->high = kl_short_text((struct kl_span){ high, table->length });
}

bool kl_pattern_table_read(struct kl_span pattern, struct kl_pattern_table *out)
{
	struct cursor c = { pattern.at, pattern.at + pattern.length };

	*out = (struct kl_pattern_table){ .length = 0 };
	/* A whole text matches in any case. */
	(void)take(&c, '^');
	while (c.at < c.end && !(c.end - c.at == 1 && *c.at == '$')) {
		struct set set = { { false } };
		size_t count;

		if (!take_item(&c, &set) || !take_count(&c, &count)
				|| count > KL_PATTERN_PLACES - out->length)
			return false;
		for (int one = FIRST; one <= LAST; one++) {
			for (size_t i = 0; set.has[one] && i < count; i++)
				out->places[one] |= UINT32_C(1) << (out->length + i);
		}
		out->length += count;
	}
	if (out->length > 0)
		find_ranges(out);
	return out->length > 0;
}
