/* Rules begin. */
#include "run/engine.h"

#include <assert.h>
#include <stdlib.h>

/* A rule that has begun reads no file, so what fails there is the output. */
enum kl_status kl_engine_tell(struct kl_engine *engine,
	struct kl_instance *instance, enum kl_status status,
	const struct kl_error *problem)
{
	bool of_input = status == KL_IO && (instance == NULL || !instance->begun);
	if (status != KL_INVALID && status != KL_LIMIT && !of_input)
		return status;
	if (instance != NULL)
		instance->told = true;
	kl_report_problem(engine->report, problem);
	return KL_OK;
}

/* What equations tell are errors, if nothing else is said. */
static bool tell_alike(const struct kl_rule *a, const struct kl_rule *b)
{
	for (int i = 0; i < KL_CODES; i++) {
		if (kl_code_severity((enum kl_code)i) == KL_ERROR
				&& kl_rule_severity(a, (enum kl_code)i)
				!= kl_rule_severity(b, (enum kl_code)i))
			return false;
	}
	return true;
}

/* What two rules say is told once, unless one tells it with another severity:
 * else the first, as information, would hide the second's error. */
bool kl_engine_classes(const struct kl_engine *engine,
	struct kl_equations *equations)
{
	const struct kl_rules *rules = engine->run->rules;
	bool done = true;

	for (size_t i = 0; i < rules->count && done; i++) {
		size_t first = 0;
		while (!tell_alike(&rules->rules[first], &rules->rules[i]))
			first++;
		done = kl_equations_class(equations, (uint32_t)i + 1,
			(uint32_t)first + 1);
	}
	return done;
}

static enum kl_status begin_rule(struct kl_engine *engine,
	struct kl_instance *instance, struct kl_error *error)
{
	const struct kl_check *check = instance->check;
	const struct kl_rule *rule = instance->scope.rule;

	if (rule != NULL)
		instance->about = check->filters != KL_FILTERS_NAMED ? *rule
			: kl_rule_about(rule, kl_rule_argument(rule, check->filtered));
	enum kl_status status = kl_filter_new(rule != NULL ? &instance->about
		: NULL, engine->run->dataset, &instance->filter, error);

	if (status == KL_OK && instance->filter != NULL
			&& check->filters == KL_FILTERS_NOTHING)
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s': the check '%s' asks no rows one by one, so that 'when' and 'unless' cannot stand here",
			rule->id, check->words.name);
	if (status == KL_OK && check->begin_rule != NULL)
		status = check->begin_rule(instance->state, &instance->scope, error);
	return status;
}

enum kl_status kl_engine_begin(struct kl_engine *engine, struct kl_error *error)
{
	const struct kl_run *run = engine->run;

	if (!kl_engine_classes(engine, engine->equations)
			|| !kl_engine_classes(engine, engine->alone))
		return kl_no_memory(error);
	engine->count = run->rules->count + 1;
	for (size_t i = 0; i < engine->count; i++) {
		struct kl_instance *instance = &engine->instances[i];
		const struct kl_rule *rule = i > 0 ? &run->rules->rules[i - 1] : NULL;
		instance->check = rule != NULL ? kl_check_find(rule->words->name)
			: kl_checks[0];
		assert(instance->check != NULL);
		instance->scope = (struct kl_scope){ .rule = rule, .rule_index = i,
			.dataset = run->dataset, .search = run->search,
			.report = engine->report, .equations = engine->equations,
			.walk = &instance->walk, .memory = run->memory };
		instance->state = calloc(1, instance->check->state_size + 1);
		if (instance->state == NULL)
			return kl_no_memory(error);
		enum kl_status status = begin_rule(engine, instance, error);
		instance->begun = status == KL_OK;
		status = kl_engine_tell(engine, instance, status, error);
		if (status != KL_OK)
			return status;
	}
	return KL_OK;
}
