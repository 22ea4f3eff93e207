#include <stdio.h>
#include <stdlib.h>

#include "mutation.h"

const char *const kind_names[KINDS] = { "one digit", "two digits swapped",
	"sign", "plus or minus one", "plus or minus ten" };

/* Adds the change, unless it is none or was made before. */
static void add(const struct figure *figure, enum kind kind, const char *text,
	struct change *out, size_t *count)
{
	int64_t to = strtoll(text, NULL, 10);

	if (to == figure->value)
		return;
	for (size_t i = 0; i < *count; i++) {
		if (out[i].to == to)
			return;
	}
	struct change *made = &out[(*count)++];
	made->kind = kind;
	made->to = to;
	snprintf(made->text, sizeof made->text, "%s", text);
}

static void change_digits(const struct figure *figure, const char *digits,
	struct change *out, size_t *count)
{
	char text[32];
	size_t length = strlen(digits);

	for (size_t i = 0; i < length; i++) {
		for (char digit = '0'; digit <= '9'; digit++) {
			memcpy(text, digits, length + 1);
			text[i] = digit;
			add(figure, DIGIT, text, out, count);
		}
	}
	for (size_t i = 0; i < length; i++) {
		for (size_t j = i + 1; j < length; j++) {
			memcpy(text, digits, length + 1);
			text[i] = digits[j];
			text[j] = digits[i];
			add(figure, SWAP, text, out, count);
		}
	}
}

size_t change_list(const struct figure *figure, struct change *out)
{
	static const struct {
		enum kind kind;
		int by;
	} steps[] = { { ONE, -1 }, { ONE, 1 }, { TEN, -10 }, { TEN, 10 } };
	char digits[24], text[32];
	size_t count = 0;

	snprintf(digits, sizeof digits, "%lld", (long long)figure->value);
	change_digits(figure, digits, out, &count);
	snprintf(text, sizeof text, "-%s", digits);
	add(figure, SIGN, text, out, &count);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		snprintf(text, sizeof text, "%lld",
			(long long)(figure->value + steps[i].by));
		add(figure, steps[i].kind, text, out, &count);
	}
	return count;
}
