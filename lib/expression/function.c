#include "expression/function.h"

#include "base/text.h"

#define ANY KL_OF_ANY
#define NUMBER KL_OF_NUMBER
#define TEXT KL_OF_TEXT
#define DATE KL_OF_DATE
#define TRUTH KL_OF_TRUTH
#define MANY KL_FUNCTION_ANY_NUMBER

const struct kl_function kl_functions[KL_CALLS] = {
	[KL_CALL_ABS] = { "abs", 1, 1, { NUMBER, NUMBER }, NUMBER },
	[KL_CALL_ROUND] = { "round", 1, 2, { NUMBER, NUMBER }, NUMBER },
	[KL_CALL_LEAST] = { "least", 2, MANY, { ANY, ANY }, ANY },
	[KL_CALL_GREATEST] = { "greatest", 2, MANY, { ANY, ANY }, ANY },
	[KL_CALL_LENGTH] = { "length", 1, 1, { TEXT, TEXT }, NUMBER },
	[KL_CALL_LOWER] = { "lower", 1, 1, { TEXT, TEXT }, TEXT },
	[KL_CALL_UPPER] = { "upper", 1, 1, { TEXT, TEXT }, TEXT },
	[KL_CALL_TRIM] = { "trim", 1, 1, { TEXT, TEXT }, TEXT },
	[KL_CALL_STARTS] = { "starts", 2, 2, { TEXT, TEXT }, TRUTH },
	[KL_CALL_ENDS] = { "ends", 2, 2, { TEXT, TEXT }, TRUTH },
	[KL_CALL_CONTAINS] = { "contains", 2, 2, { TEXT, TEXT }, TRUTH },
	[KL_CALL_NUMBER] = { "number", 1, 1, { ANY, ANY }, NUMBER },
	[KL_CALL_TEXT] = { "text", 1, 1, { ANY, ANY }, TEXT },
	[KL_CALL_DATE] = { "date", 1, 2, { TEXT, TEXT }, DATE },
	[KL_CALL_YEAR] = { "year", 1, 1, { DATE, DATE }, NUMBER },
	[KL_CALL_MONTH] = { "month", 1, 1, { DATE, DATE }, NUMBER },
	[KL_CALL_DAY] = { "day", 1, 1, { DATE, DATE }, NUMBER },
	[KL_CALL_AGE] = { "age", 2, 2, { DATE, DATE }, NUMBER },
	[KL_CALL_DAYS] = { "days", 2, 2, { DATE, DATE }, NUMBER },
	[KL_CALL_SCHOOLYEAR] = { "schoolyear", 1, 1, { DATE, DATE }, TEXT },
};

const char *const kl_over_names[KL_OVERS] = {
	[KL_OVER_COUNT] = "count", [KL_OVER_SUM] = "sum", [KL_OVER_MIN] = "min",
	[KL_OVER_MAX] = "max", [KL_OVER_MEAN] = "mean",
	[KL_OVER_DISTINCT] = "distinct", [KL_OVER_ANY] = "any",
	[KL_OVER_ALL] = "all", [KL_OVER_CELL] = "cell",
	[KL_OVER_LOOKUP] = "lookup",
};

bool kl_call_find(struct kl_span name, enum kl_call *out)
{
	for (int i = 0; i < KL_CALLS; i++) {
		if (kl_span_is(name, kl_functions[i].name)) {
			*out = (enum kl_call)i;
			return true;
		}
	}
	return false;
}

bool kl_over_find(struct kl_span name, enum kl_over *out)
{
	for (int i = 0; i < KL_OVERS; i++) {
		if (kl_span_is(name, kl_over_names[i])) {
			*out = (enum kl_over)i;
			return true;
		}
	}
	return false;
}

const char *kl_function_near(struct kl_span name)
{
	struct kl_span words[KL_CALLS + KL_OVERS];
	size_t count = 0;

	for (int i = 0; i < KL_CALLS; i++)
		words[count++] = kl_span_of(kl_functions[i].name);
	for (int i = 0; i < KL_OVERS; i++)
		words[count++] = kl_span_of(kl_over_names[i]);
	size_t near = kl_text_nearest(name, words, count);
	return near < count ? words[near].at : NULL;
}
