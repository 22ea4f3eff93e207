#include "run.h"

#include <stdlib.h>

#include "run/engine.h"
#include "run/tables.h"

static enum kl_status pass_finding(void *context,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct kl_engine *engine = context;
	const struct kl_run *run = engine->run;

	return run->format->finding(engine->format_state, &run->out, finding,
		error);
}

static void pass_problem(void *context, const struct kl_error *problem)
{
	struct kl_engine *engine = context;

	if (engine->run->problem != NULL)
		engine->run->problem(engine->run->context, problem);
}

/* What the report is to count for each rule. */
static bool list_rules(const struct kl_rules *rules,
	struct kl_rule_tally *tallies, struct kl_arena *arena)
{
	tallies[0].check = kl_checks[0]->words.name;
	for (size_t i = 0; i < rules->count; i++) {
		const struct kl_rule *rule = &rules->rules[i];
		struct kl_excuse *excuses = kl_arena_alloc(arena,
			(rule->unless_count + 1) * sizeof *excuses);
		if (excuses == NULL)
			return false;
		for (size_t j = 0; j < rule->unless_count; j++)
			excuses[j].because = rule->unless[j].because;
		tallies[i + 1].rule = rule->id;
		tallies[i + 1].check = rule->words->name;
		tallies[i + 1].excuses = excuses;
		tallies[i + 1].excuse_count = rule->unless_count;
	}
	return true;
}

static enum kl_status open_report(struct kl_engine *engine,
	struct kl_error *error)
{
	const struct kl_rules *rules = engine->run->rules;
	const struct kl_receiver receiver = { pass_finding, pass_problem, engine };
	struct kl_rule_tally *tallies = calloc(rules->count + 1, sizeof *tallies);
	struct kl_arena arena = { 0 };

	if (tallies != NULL && list_rules(rules, tallies, &arena))
		engine->report = kl_report_new(&receiver, tallies,
			rules->count + 1);
	kl_arena_release(&arena);
	free(tallies);
	engine->equations = kl_equations_new();
	engine->alone = kl_equations_new();
	engine->instances = calloc(rules->count + 1, sizeof *engine->instances);
	if (engine->report == NULL || engine->equations == NULL
			|| engine->alone == NULL || engine->instances == NULL)
		return kl_no_memory(error);
	kl_report_weigh(engine->report, engine->run->waivers,
		engine->run->baseline);
	if (engine->run->jobs > 1)
		kl_report_tell_apart(engine->report);
	return KL_OK;
}

static enum kl_status check_all(struct kl_engine *engine, struct kl_error *error)
{
	const struct kl_dataset *dataset = engine->run->dataset;
	enum kl_status status = kl_engine_begin(engine, error);

	for (size_t i = 0; i < dataset->unchecked_count && status == KL_OK; i++)
		kl_report_problem(engine->report, &dataset->unchecked[i]);
	if (status == KL_OK)
		status = kl_engine_pass(engine, error);
	if (status == KL_OK)
		status = kl_engine_finish(engine, error);
	if (status == KL_OK)
		status = kl_report_end(engine->report, !engine->run->partial, error);
	return status;
}

static enum kl_status check_and_write(struct kl_engine *engine,
	struct kl_error *error)
{
	const struct kl_run *run = engine->run;
	enum kl_status status = KL_OK;

	if (run->format->begin != NULL)
		status = run->format->begin(engine->format_state, &run->out, error);
	if (status == KL_OK)
		status = check_all(engine, error);
	if (status == KL_OK && run->format->end != NULL)
		status = run->format->end(engine->format_state, &run->out,
			kl_report_tally(engine->report), error);
	return status;
}

static void close_engine(struct kl_engine *engine)
{
	/* First, since findings can still be told. */
	kl_report_free(engine->report);
	engine->report = NULL;
	kl_tables_free(engine->tables);
	if (engine->run->format->release != NULL && engine->format_state != NULL)
		engine->run->format->release(engine->format_state);
	free(engine->format_state);
	kl_engine_release(engine);
}

static void take_verdict(const struct kl_tally *tally,
	struct kl_verdict *verdict)
{
	*verdict = (struct kl_verdict){ .problems = tally->problems,
		.checked = tally->rows > 0 };
	for (int i = 0; i < KL_SEVERITIES; i++)
		verdict->findings[i] = tally->findings[i];
}

enum kl_status kl_run(const struct kl_run *run, struct kl_verdict *verdict,
	struct kl_error *error)
{
	struct kl_engine engine = { .run = run };

	engine.format_state = calloc(1, run->format->state_size + 1);
	enum kl_status status = engine.format_state != NULL
		? open_report(&engine, error) : kl_no_memory(error);
	if (status == KL_OK)
		status = check_and_write(&engine, error);
	if (status == KL_OK)
		take_verdict(kl_report_tally(engine.report), verdict);
	close_engine(&engine);
	return status;
}
