#include "base/sorter.h"

#include <stdlib.h>

#include "base/memory.h"

/* Runs that are merged at once, and what is read of each at a time. A build for
 * tests makes them small. */
#ifndef KL_SORTER_RUNS
#define KL_SORTER_RUNS 64
#endif
enum { WINDOW = 64 << 10, RUNS_MOST = KL_SORTER_RUNS };

struct kl_sorter_item {
	size_t at;
	uint32_t length;
};

/* A record in a run: its length in four bytes, then itself. */
struct kl_sorter_run {
	uint64_t from, end;             /* in the spool */
	uint64_t next;                  /* what is read next */
	char *window;                   /* some of it, the current record first */
	size_t capacity, filled, at;
	bool there;
	struct kl_span record;
};

static bool sort(struct kl_sorter *sorter)
{
	struct kl_span *spans = malloc((sorter->count + 1) * sizeof *spans);
	size_t at = 0;

	if (spans == NULL)
		return false;
	for (size_t i = 0; i < sorter->count; i++)
		spans[i] = (struct kl_span){ sorter->bytes + sorter->items[i].at,
			sorter->items[i].length };
	qsort(spans, sorter->count, sizeof *spans, kl_span_compare_at);
	for (size_t i = 0; i < sorter->count; i++) {
		at = (size_t)(spans[i].at - sorter->bytes);
		sorter->items[i] = (struct kl_sorter_item){ at,
			(uint32_t)spans[i].length };
	}
	free(spans);
	return true;
}

static enum kl_status put(struct kl_spool *spool, struct kl_span record,
	struct kl_error *error)
{
	const uint32_t length = (uint32_t)record.length;
	enum kl_status status = kl_spool_add(spool, &length, sizeof length, error);

	return status == KL_OK ? kl_spool_add(spool, record.at, record.length, error)
		: status;
}

/* Makes room for as many bytes more behind what the window has. */
static bool make_window(struct kl_sorter_run *run, size_t need)
{
	run->filled -= run->at;
	if (run->at > 0 && run->filled > 0)
		memmove(run->window, run->window + run->at, run->filled);
	run->at = 0;
	return kl_grow(run->window, run->capacity, need > WINDOW ? need : WINDOW);
}

/* So many bytes of the run at window + at. */
static enum kl_status fill(struct kl_sorter *sorter, struct kl_sorter_run *run,
	size_t need, struct kl_error *error)
{
	if (run->filled - run->at >= need)
		return KL_OK;
	if (!make_window(run, need))
		return kl_no_memory(error);
	size_t more = run->capacity - run->filled;
	if (more > run->end - run->next)
		more = (size_t)(run->end - run->next);
	enum kl_status status = kl_spool_read(&sorter->spool, run->next,
		run->window + run->filled, more, error);
	run->filled += more;
	run->next += more;
	return status;
}

static enum kl_status step(struct kl_sorter *sorter, struct kl_sorter_run *run,
	struct kl_error *error)
{
	uint32_t length;

	run->there = run->next < run->end || run->at < run->filled;
	if (!run->there)
		return KL_OK;
	enum kl_status status = fill(sorter, run, sizeof length, error);
	if (status != KL_OK)
		return status;
	memcpy(&length, run->window + run->at, sizeof length);
	status = fill(sorter, run, sizeof length + length, error);
	run->record = (struct kl_span){ run->window + run->at + sizeof length,
		length };
	run->at += sizeof length + length;
	return status;
}

static enum kl_status start(struct kl_sorter *sorter, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (!sort(sorter))
		return kl_no_memory(error);
	sorter->next = 0;
	sorter->last = SIZE_MAX;
	sorter->reading = true;
	for (size_t i = 0; i < sorter->run_count && status == KL_OK; i++) {
		struct kl_sorter_run *run = &sorter->runs[i];
		run->next = run->from;
		run->at = run->filled = 0;
		status = step(sorter, run, error);
	}
	return status;
}

enum kl_status kl_sorter_next(struct kl_sorter *sorter, struct kl_span *record,
	bool *there, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	size_t best = SIZE_MAX;

	if (!sorter->reading)
		status = start(sorter, error);
	else if (sorter->last < sorter->run_count)
		status = step(sorter, &sorter->runs[sorter->last], error);
	if (status != KL_OK)
		return status;
	*there = sorter->next < sorter->count;
	if (*there)
		*record = (struct kl_span){ sorter->bytes
			+ sorter->items[sorter->next].at,
			sorter->items[sorter->next].length };
	for (size_t i = 0; i < sorter->run_count; i++) {
		const struct kl_sorter_run *run = &sorter->runs[i];
		if (run->there && (!*there
				|| kl_span_compare(run->record, *record) < 0)) {
			*there = true;
			*record = run->record;
			best = i;
		}
	}
	sorter->next += *there && best == SIZE_MAX;
	sorter->last = best;
	return KL_OK;
}

static void release_runs(struct kl_sorter *sorter)
{
	for (size_t i = 0; i < sorter->run_count; i++)
		free(sorter->runs[i].window);
	sorter->run_count = 0;
}

/* All that was put on disk becomes one run of another spool. */
static enum kl_status merge_runs(struct kl_sorter *sorter, struct kl_error *error)
{
	struct kl_sorter_run merged = { 0 };
	struct kl_spool spool = { 0 };
	struct kl_span record;
	bool there;
	enum kl_status status = kl_sorter_next(sorter, &record, &there, error);

	while (status == KL_OK && there) {
		status = put(&spool, record, error);
		if (status == KL_OK)
			status = kl_sorter_next(sorter, &record, &there, error);
	}
	sorter->reading = false;
	if (status != KL_OK) {
		kl_spool_release(&spool);
		return status;
	}
	merged.end = kl_spool_end(&spool);
	release_runs(sorter);
	kl_spool_release(&sorter->spool);
	sorter->spool = spool;
	sorter->runs[sorter->run_count++] = merged;
	return KL_OK;
}

/* What is in memory becomes a run. */
static enum kl_status put_run(struct kl_sorter *sorter, struct kl_error *error)
{
	struct kl_sorter_run run = { .from = kl_spool_end(&sorter->spool) };
	enum kl_status status = KL_OK;

	if (!sort(sorter) || !kl_grow(sorter->runs, sorter->run_capacity,
			sorter->run_count + 1))
		return kl_no_memory(error);
	for (size_t i = 0; i < sorter->count && status == KL_OK; i++)
		status = put(&sorter->spool, (struct kl_span){ sorter->bytes
			+ sorter->items[i].at, sorter->items[i].length }, error);
	run.end = kl_spool_end(&sorter->spool);
	sorter->runs[sorter->run_count++] = run;
	sorter->used = sorter->count = 0;
	if (status == KL_OK && sorter->run_count >= RUNS_MOST)
		status = merge_runs(sorter, error);
	return status;
}

enum kl_status kl_sorter_add(struct kl_sorter *sorter, struct kl_span record,
	struct kl_error *error)
{
	const size_t each = sizeof *sorter->items + sizeof record;

	/* With what sorting takes. */
	if (sorter->count > 0 && sorter->used + record.length
			+ (sorter->count + 1) * each > sorter->most) {
		enum kl_status status = put_run(sorter, error);
		if (status != KL_OK)
			return status;
	}
	if (!kl_grow(sorter->bytes, sorter->capacity, sorter->used + record.length)
			|| !kl_grow(sorter->items, sorter->item_capacity,
				sorter->count + 1))
		return kl_no_memory(error);
	sorter->items[sorter->count++] = (struct kl_sorter_item){ sorter->used,
		(uint32_t)record.length };
	if (record.length > 0)
		memcpy(sorter->bytes + sorter->used, record.at, record.length);
	sorter->used += record.length;
	return KL_OK;
}

void kl_sorter_again(struct kl_sorter *sorter)
{
	sorter->reading = false;
}

void kl_sorter_release(struct kl_sorter *sorter)
{
	release_runs(sorter);
	free(sorter->runs);
	free(sorter->bytes);
	free(sorter->items);
	kl_spool_release(&sorter->spool);
	*sorter = (struct kl_sorter){ 0 };
}
