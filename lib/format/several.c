/* Several formats at once, as if they were one. */
#include <stdio.h>
#include <stdlib.h>

#include "format/format.h"

struct several {
	const struct kl_outlet *outlets;
	size_t count;           /* that have a state */
	void **states;
};

/* Which of several files it was that could not be written. */
static enum kl_status name_failure(const struct kl_outlet *outlet,
	enum kl_status status, struct kl_error *error)
{
	if ((status == KL_IO || status == KL_INVALID) && error->path[0] == '\0'
			&& outlet->name != NULL)
		snprintf(error->path, sizeof error->path, "%s", outlet->name);
	return status;
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct several *all = state;
	enum kl_status status = KL_OK;

	all->outlets = scope->outlets;
	all->states = calloc(scope->outlet_count + 1, sizeof *all->states);
	if (all->states == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < scope->outlet_count && status == KL_OK; i++) {
		const struct kl_outlet *outlet = &scope->outlets[i];
		all->states[i] = calloc(1, outlet->format->state_size + 1);
		if (all->states[i] == NULL)
			return kl_no_memory(error);
		all->count++;
		if (outlet->format->begin != NULL)
			status = name_failure(outlet, outlet->format->begin(
				all->states[i], &outlet->scope, error), error);
	}
	return status;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct several *all = state;
	enum kl_status status = KL_OK;

	(void)scope;
	for (size_t i = 0; i < all->count && status == KL_OK; i++) {
		const struct kl_outlet *outlet = &all->outlets[i];
		status = name_failure(outlet, outlet->format->finding(
			all->states[i], &outlet->scope, finding, error), error);
	}
	return status;
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct several *all = state;
	enum kl_status status = KL_OK;

	(void)scope;
	for (size_t i = 0; i < all->count && status == KL_OK; i++) {
		const struct kl_outlet *outlet = &all->outlets[i];
		if (outlet->format->end == NULL)
			continue;
		status = name_failure(outlet, outlet->format->end(all->states[i],
			&outlet->scope, tally, error), error);
	}
	return status;
}

static void release(void *state)
{
	struct several *all = state;

	for (size_t i = 0; i < all->count; i++) {
		if (all->outlets[i].format->release != NULL)
			all->outlets[i].format->release(all->states[i]);
		free(all->states[i]);
	}
	free(all->states);
}

const struct kl_format kl_format_several = {
	.name = "several",
	.state_size = sizeof(struct several),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
