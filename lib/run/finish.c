/* Rules end: what they still say, and what they did not check. */
#include "run/engine.h"

#include <stdlib.h>

#include "base/translate.h"

/* A name or glob that no table has: the rule would silently check less. */
static enum kl_status tell_unmatched(struct kl_engine *engine,
	struct kl_instance *instance, struct kl_error *error)
{
	const struct kl_rule *rule = instance->scope.rule;
	const struct kl_dataset *dataset = engine->run->dataset;
	struct kl_span *names = calloc(dataset->table_count + 1, sizeof *names);

	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < dataset->table_count; i++)
		names[i] = kl_span_of(dataset->tables[i].name);
	for (size_t i = 0; i < rule->table_count; i++) {
		const struct kl_word *word = &rule->tables[i];
		size_t at = 0;
		while (at < dataset->table_count
				&& !kl_word_matches(word, 1, dataset->tables[at].name))
			at++;
		if (at < dataset->table_count)
			continue;
		bool glob = word->text.length > 0
			&& memchr(word->text.at, '*', word->text.length) != NULL;
		size_t near = glob ? dataset->table_count : kl_text_nearest(
			word->text, names, dataset->table_count);
		bool found = near < dataset->table_count;
		kl_fail(error, KL_INVALID, rule->path, word->line, word->column,
			"rule '%s': %s '%.*s'%s%s%s", rule->id,
			glob ? kl_translate("no table matches") : kl_translate("there is no table"),
			(int)word->text.length, word->text.at,
			found ? kl_translate("; did you mean '") : "",
			found ? dataset->tables[near].name : "", found ? "'?" : "");
		kl_engine_tell(engine, instance, KL_INVALID, error);
	}
	free(names);
	return KL_OK;
}

static enum kl_status judge(void *context, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	struct kl_engine *engine = context;
	struct kl_instance *instance = &engine->instances[judgement->rule];

	const struct kl_place *head = &kl_equations_at(kl_engine_equations(engine),
		judgement->head)->place;

	kl_report_at(engine->report, head->path != NULL ? head->order
		: KL_NO_TABLE);
	if (judgement->standing == KL_NO_SHARE)
		kl_report_equation(engine->report, judgement->rule,
			judgement->outcome);
	if (judgement->outcome != KL_VIOLATED)
		return KL_OK;
	return instance->check->violated(instance->state, &instance->scope,
		judgement, error);
}

enum kl_status kl_engine_judge_alone(struct kl_engine *engine,
	struct kl_error *error)
{
	struct kl_equations *equations = engine->alone;

	if (!engine->apart || kl_equations_cells(equations) == 0)
		return KL_OK;
	kl_report_derived(engine->report, kl_equations_derive(equations));
	enum kl_status status = kl_equations_judge(equations, judge, engine, error);
	kl_equations_clear(equations);
	return status;
}

/* A rule that applied to tables and still decided about nothing. What it says
 * can be said by other rules too, or used up to derive what they need: then it
 * has equations, and none of them is undecided. */
static void tell_idle(struct kl_engine *engine, struct kl_instance *instance)
{
	const struct kl_rule_tally *tally = &kl_report_tally(engine->report)
		->rules[instance->scope.rule_index];
	const struct kl_rule *rule = instance->scope.rule;
	struct kl_error problem;

	if (instance->told || tally->tables == 0 || tally->outcomes[KL_HOLDS]
			+ tally->outcomes[KL_VIOLATED] > 0)
		return;
	if (tally->outcomes[KL_UNDECIDED] > 0)
		kl_fail(&problem, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' could decide nothing: what it needs is not known exactly: it is blank, not printed, a range, of another kind or too long",
			rule->id);
	else if (instance->equations > 0)
		return;
	else if (instance->filter != NULL && instance->left == 0)
		kl_fail(&problem, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' is about none of the %llu rows: its 'when' and 'unless' leave none",
			rule->id, (unsigned long long)instance->rows);
	else
		kl_fail(&problem, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' matched no cell: nothing was checked by it", rule->id);
	kl_report_idle(engine->report, instance->scope.rule_index, &problem);
}

enum kl_status kl_engine_finish(struct kl_engine *engine,
	struct kl_error *error)
{
	size_t derived = kl_equations_derive(engine->equations);
	enum kl_status status = KL_OK;

	engine->apart = false;
	kl_report_derived(engine->report, derived);
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct kl_instance *instance = &engine->instances[i];
		instance->scope.table = NULL;
		instance->scope.columns = NULL;
		instance->scope.equations = engine->equations;
		if (instance->begun && instance->check->finish != NULL)
			status = kl_engine_tell(engine, instance, instance->check->finish(
				instance->state, &instance->scope, error), error);
		if (i > 0 && status == KL_OK)
			status = tell_unmatched(engine, instance, error);
	}
	(void)kl_equations_derive(engine->equations);   /* what finish let derive */
	if (status == KL_OK)
		status = kl_equations_judge(engine->equations, judge, engine, error);
	for (size_t i = 1; i < engine->count && status == KL_OK; i++)
		tell_idle(engine, &engine->instances[i]);
	return status;
}
