#include "format/junit.h"

#include <stdlib.h>

#include "format/told.h"

/* Findings of no table of the dataset have the order of none. */
static void add_key(struct kl_text_buffer *key,
	const struct kl_format_scope *scope, const char *rule, uint32_t order)
{
	if (order >= scope->dataset->table_count)
		order = KL_NO_TABLE;
	kl_text_add_count(key, order);
	kl_text_puts(key, rule != NULL ? " +" : " -");
	kl_text_puts(key, rule);
}

const struct kl_junit_case *kl_junit_find(struct kl_junit *junit,
	const struct kl_format_scope *scope, const char *rule, uint32_t order)
{
	struct kl_text_buffer key = { 0 };
	uint32_t at;

	add_key(&key, scope, rule, order);
	junit->failed = junit->failed || key.failed;
	bool found = !key.failed
		&& kl_index_find(&junit->index, kl_text_span(&key), &at);
	kl_text_release(&key);
	return found ? &junit->cases[at] : NULL;
}

static struct kl_junit_case *need_case(struct kl_junit *junit,
	const struct kl_format_scope *scope, const struct kl_finding *finding)
{
	struct kl_text_buffer key = { 0 };
	uint32_t at;
	bool found;

	add_key(&key, scope, finding->rule, finding->place.order);
	bool added = !key.failed && kl_index_add(&junit->index,
		kl_text_span(&key), (uint32_t)junit->case_count, &at, &found);
	kl_text_release(&key);
	if (!added)
		return NULL;
	if (!found) {
		if (!kl_grow(junit->cases, junit->case_capacity,
				junit->case_count + 1))
			return NULL;
		junit->cases[junit->case_count++] = (struct kl_junit_case){ 0 };
	}
	return &junit->cases[at];
}

static bool keep_first(struct kl_junit_case *one, const struct kl_finding *finding,
	const struct kl_style *style)
{
	struct kl_text_buffer text = { 0 };

	kl_told_add(finding, style, &text);
	if (text.failed) {
		kl_text_release(&text);
		return false;
	}
	one->first = text.at;
	one->code = finding->code;
	return true;
}

static bool keep_waived(struct kl_junit_case *one,
	const struct kl_finding *finding, enum kl_severity fail_on)
{
	struct kl_text_buffer text = { 0 };

	one->apart++;
	if (finding->severity < fail_on || one->waived++ > 0)
		return true;
	kl_waiver_add(finding->waiver, &text);
	if (text.failed) {
		kl_text_release(&text);
		return false;
	}
	one->excuse = text.at;
	return true;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_junit *junit = state;
	bool counts = kl_finding_counts(finding);
	bool fails = counts && finding->severity >= scope->fail_on;

	if (!counts && finding->waiver == NULL)
		return KL_OK;
	struct kl_junit_case *one = need_case(junit, scope, finding);
	if (one == NULL || (fails && one->first == NULL
			&& !keep_first(one, finding, scope->style))
			|| (!counts && !keep_waived(one, finding, scope->fail_on)))
		return kl_no_memory(error);
	if (one->listed == KL_JUNIT_CASE || junit->listed == KL_JUNIT_LISTED
			|| junit->bytes >= KL_JUNIT_BYTES)
		return KL_OK;
	struct kl_text_buffer *lines = fails ? &one->failures : &one->others;
	size_t before = lines->length;
	kl_told_add_line(finding, scope->style, lines);
	if (lines->failed)
		return kl_no_memory(error);
	junit->bytes += lines->length - before;
	junit->listed++;
	one->listed++;
	return KL_OK;
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct kl_junit *junit = state;

	(void)scope, (void)error;
	clock_gettime(CLOCK_MONOTONIC, &junit->began);
	return KL_OK;
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	return kl_junit_write(state, scope, tally, error);
}

static void release(void *state)
{
	struct kl_junit *junit = state;

	for (size_t i = 0; i < junit->case_count; i++) {
		kl_text_release(&junit->cases[i].failures);
		kl_text_release(&junit->cases[i].others);
		free(junit->cases[i].first);
		free(junit->cases[i].excuse);
	}
	free(junit->cases);
	kl_index_release(&junit->index);
}

const struct kl_format kl_format_junit = {
	.name = "junit",
	.summary = "JUnit XML: a case for each rule and table",
	.state_size = sizeof(struct kl_junit),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
