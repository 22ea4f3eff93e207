#include "base/pattern.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* For one cell: some milliseconds, and 8 MiB; at first a hundredth of that. */
enum { MATCH_LIMIT = 1000000, FIRST_LIMIT = MATCH_LIMIT / 100,
	DEPTH_LIMIT = 100000, HEAP_KIB = 8192 };

struct kl_pattern {
	pcre2_code *code;
	/* One thread at a time uses the first; NULL while one does. */
	_Atomic(pcre2_match_data *) data;
	pcre2_match_context *limits, *first_limits;
	bool has_table;         /* what is in it matches; of the rest PCRE2 decides */
	struct kl_pattern_table table;
};

/* A class in a class, which XML Schema takes from it. */
static bool subtracts(struct kl_span text)
{
	bool inside = false;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (c == '\\') {
			i++;
		} else if (!inside) {
			inside = c == '[';
		} else if (c == ']') {
			inside = false;
		} else if (c == '-' && i + 1 < text.length
				&& text.at[i + 1] == '[') {
			return true;
		}
	}
	return false;
}

void kl_pattern_free(struct kl_pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_match_data_free(atomic_load(&pattern->data));
	pcre2_match_context_free(pattern->limits);
	pcre2_match_context_free(pattern->first_limits);
	pcre2_code_free(pattern->code);
	free(pattern);
}

static pcre2_match_context *limit(uint32_t steps)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);

	if (limits != NULL) {
		pcre2_set_match_limit(limits, steps);
		pcre2_set_depth_limit(limits, DEPTH_LIMIT);
		pcre2_set_heap_limit(limits, HEAP_KIB);
	}
	return limits;
}

enum kl_status kl_pattern_new(struct kl_span text, struct kl_pattern **out,
	struct kl_error *error)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF
		| PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
	int number;
	size_t offset;

	if (subtracts(text))
		return kl_fail(error, KL_INVALID, NULL, 0, 0,
			"takes one character class from another, which klopt cannot");
	struct kl_pattern *made = calloc(1, sizeof *made);
	if (made == NULL)
		return kl_no_memory(error);
	made->code = pcre2_compile((PCRE2_SPTR)(text.at != NULL ? text.at : ""),
		text.length, options, &number, &offset, NULL);
	if (made->code == NULL && number == PCRE2_ERROR_HEAP_FAILED) {
		kl_pattern_free(made);
		return kl_no_memory(error);
	}
	if (made->code == NULL) {
		PCRE2_UCHAR words[256];
		pcre2_get_error_message(number, words, sizeof words);
		kl_pattern_free(made);
		return kl_fail(error, KL_INVALID, NULL, 0, 0,
			"does not compile: %s (at byte %zu)", (const char *)words,
			offset);
	}
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	atomic_init(&made->data, data);
	made->limits = limit(MATCH_LIMIT);
	made->first_limits = limit(FIRST_LIMIT);
	if (data == NULL || made->limits == NULL || made->first_limits == NULL) {
		kl_pattern_free(made);
		return kl_no_memory(error);
	}
	/* Without it the pattern is interpreted: slower, and the same. */
	(void)pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE);
	made->has_table = kl_pattern_table_read(text, &made->table);
	*out = made;
	return KL_OK;
}

const struct kl_pattern_table *kl_pattern_table(
	const struct kl_pattern *pattern)
{
	return pattern->has_table ? &pattern->table : NULL;
}

static enum kl_pattern_match test_with(const struct kl_pattern *pattern,
	struct kl_span text, pcre2_match_data *data, pcre2_match_context *limits)
{
	int found = pcre2_match(pattern->code,
		(PCRE2_SPTR)(text.at != NULL ? text.at : ""), text.length, 0, 0,
		data, limits);

	/* 0: it matches, and there is room for the whole match only. */
	if (found >= 0)
		return KL_PATTERN_MATCHES;
	return found == PCRE2_ERROR_NOMATCH ? KL_PATTERN_DIFFERS
		: KL_PATTERN_GIVEN_UP;
}

enum kl_pattern_match kl_pattern_test(struct kl_pattern *pattern,
	struct kl_span text, unsigned *given_up)
{
	if (pattern->has_table && kl_pattern_table_has(&pattern->table, text))
		return KL_PATTERN_MATCHES;
	if (*given_up >= KL_PATTERN_GIVEN_UP_MOST)
		return KL_PATTERN_GIVEN_UP;
	pcre2_match_data *data = atomic_exchange(&pattern->data, NULL);
	if (data == NULL)
		data = pcre2_match_data_create(1, NULL);
	enum kl_pattern_match found = data != NULL
		? test_with(pattern, text, data, pattern->limits)
		: KL_PATTERN_GIVEN_UP;
	pcre2_match_data_free(atomic_exchange(&pattern->data, data));
	*given_up += found == KL_PATTERN_GIVEN_UP;
	return found;
}

bool kl_pattern_test_all(const struct kl_pattern *pattern,
	const struct kl_span *texts, uint64_t live, uint64_t *matches,
	uint64_t *given_up)
{
	pcre2_match_data *data = NULL;

	*matches = *given_up = 0;
	for (uint64_t left = live; left != 0; left &= left - 1) {
		int at = __builtin_ctzll(left);
		const uint64_t bit = UINT64_C(1) << at;
		if (pattern->has_table
				&& kl_pattern_table_has(&pattern->table, texts[at])) {
			*matches |= bit;
			continue;
		}
		if (data == NULL)
			data = pcre2_match_data_create(1, NULL);
		if (data == NULL)
			return false;
		switch (test_with(pattern, texts[at], data, pattern->first_limits)) {
		case KL_PATTERN_MATCHES:
			*matches |= bit;
			break;
		case KL_PATTERN_GIVEN_UP:
			*given_up |= bit;
			break;
		case KL_PATTERN_DIFFERS:
			break;
		}
	}
	pcre2_match_data_free(data);
	return true;
}
