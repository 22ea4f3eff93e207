/* A part of the engine: judges tables apart, for a thread of its own. */
#include "run/part.h"

#include <stdlib.h>

/* A filter of its own, since it is bound to a table; and of the check what it needs of
 * the state. */
static enum kl_status begin(struct kl_instance *part,
	const struct kl_instance *whole, struct kl_error *error)
{
	const struct kl_check *check = whole->check;

	if (!whole->begun || !kl_instance_is_apart(whole))
		return KL_OK;
	part->about = whole->about;
	enum kl_status status = kl_filter_new(part->scope.rule != NULL ? &part->about
		: NULL, part->scope.dataset, &part->filter, error);
	if (status != KL_OK)
		return status;
	status = check->part != NULL
		? check->part(part->state, whole->state, error)
		: check->begin_rule(part->state, &part->scope, error);
	part->begun = status == KL_OK;
	return status;
}

enum kl_status kl_engine_part(struct kl_engine *part,
	const struct kl_engine *whole, struct kl_record *record,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	*part = (struct kl_engine){ .run = whole->run, .whole = whole,
		.record = record, .count = whole->count };
	part->report = kl_report_part(whole->report, record);
	part->alone = kl_equations_new();
	part->instances = calloc(part->count + 1, sizeof *part->instances);
	if (part->report == NULL || part->alone == NULL || part->instances == NULL
			|| !kl_engine_classes(part, part->alone))
		return kl_no_memory(error);
	for (size_t i = 0; i < part->count && status == KL_OK; i++) {
		struct kl_instance *instance = &part->instances[i];
		instance->check = whole->instances[i].check;
		instance->scope = whole->instances[i].scope;
		instance->scope.report = part->report;
		instance->scope.equations = part->alone;
		instance->scope.walk = &instance->walk;
		instance->state = calloc(1, instance->check->state_size + 1);
		status = instance->state == NULL ? kl_no_memory(error)
			: begin(instance, &whole->instances[i], error);
	}
	return status;
}

enum kl_status kl_engine_take(struct kl_engine *engine, struct kl_engine *part,
	struct kl_error *error)
{
	return kl_record_take(part->record, engine->report, engine->run->note,
		engine->run->context, error);
}

void kl_engine_join(struct kl_engine *engine, struct kl_engine *part)
{
	kl_report_take(engine->report, part->report);
	for (size_t i = 0; i < engine->count; i++) {
		struct kl_instance *to = &engine->instances[i];
		struct kl_instance *from = &part->instances[i];
		to->rows += from->rows;
		to->left += from->left;
		to->equations += from->equations;
		to->told = to->told || from->told;
		from->rows = from->left = from->equations = 0;
		from->told = false;
		if (from->begun && to->check->join != NULL)
			to->check->join(to->state, from->state, part->table);
	}
	kl_engine_progress_join(engine, part);
}

void kl_engine_release(struct kl_engine *engine)
{
	for (size_t i = 0; engine->instances != NULL && i < engine->count; i++) {
		struct kl_instance *instance = &engine->instances[i];
		if (instance->state != NULL && instance->check->release != NULL)
			instance->check->release(instance->state);
		free(instance->state);
		kl_filter_free(instance->filter);
	}
	free(engine->instances);
	kl_equations_free(engine->equations);
	kl_equations_free(engine->alone);
	kl_report_free(engine->report);
	kl_arena_release(&engine->arena);
	kl_arena_release(&engine->names);
}
