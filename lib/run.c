#include "run.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check/check.h"

/* A rule and its check at work; the first is what is always checked. */
struct instance {
	const struct kl_check *check;
	void *state;
	struct kl_scope scope;
	bool begun;             /* begin_rule succeeded */
	bool reading;           /* takes part in the current table */
	uint64_t tables;
	bool told;              /* a problem of it was told */
	size_t equations;       /* that it added */
};

struct engine {
	const struct kl_run *run;
	struct kl_report *report;
	struct kl_equations *equations;
	struct instance *instances;
	size_t count;
	void *format_state;
	/* The current table: */
	const struct kl_table *table;
	struct kl_arena arena;
	struct kl_columns columns;
	struct kl_row header;
	struct kl_dialect dialect;
	uint64_t rows, cells;
	bool fatal;             /* a check or the output failed, not the file */
};

static enum kl_status pass_finding(void *context,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct engine *engine = context;
	const struct kl_run *run = engine->run;

	return run->format->finding(engine->format_state, &run->out, finding,
		error);
}

static void pass_problem(void *context, const struct kl_error *problem)
{
	struct engine *engine = context;

	if (engine->run->problem != NULL)
		engine->run->problem(engine->run->context, problem);
}

static enum kl_status open_report(struct engine *engine,
	struct kl_error *error)
{
	const struct kl_rules *rules = engine->run->rules;
	const struct kl_receiver receiver = { pass_finding, pass_problem, engine };
	struct kl_rule_tally *tallies = calloc(rules->count + 1, sizeof *tallies);

	if (tallies == NULL)
		return kl_no_memory(error);
	tallies[0].check = kl_checks[0]->words.name;
	for (size_t i = 0; i < rules->count; i++) {
		tallies[i + 1].rule = rules->rules[i].id;
		tallies[i + 1].check = rules->rules[i].words->name;
	}
	engine->report = kl_report_new(&receiver, tallies, rules->count + 1);
	free(tallies);
	engine->equations = kl_equations_new();
	engine->instances = calloc(rules->count + 1, sizeof *engine->instances);
	if (engine->report == NULL || engine->equations == NULL
			|| engine->instances == NULL)
		return kl_no_memory(error);
	return KL_OK;
}

/* Tells the failure of one rule or table that leaves the rest worth checking; any
 * other is returned. A rule that has begun reads no file, so what fails there is
 * the output. */
static enum kl_status tell(struct engine *engine, struct instance *instance,
	enum kl_status status, const struct kl_error *problem)
{
	bool of_input = status == KL_IO && (instance == NULL || !instance->begun);
	if (status != KL_INVALID && status != KL_LIMIT && !of_input)
		return status;
	if (instance != NULL)
		instance->told = true;
	kl_report_problem(engine->report, problem);
	return KL_OK;
}

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
static bool set_class(struct engine *engine, size_t index)
{
	const struct kl_rule *rules = engine->run->rules->rules;
	size_t first = 1;

	while (!tell_alike(&rules[first - 1], &rules[index - 1]))
		first++;
	return kl_equations_class(engine->equations, (uint32_t)index,
		(uint32_t)first);
}

static enum kl_status begin_rules(struct engine *engine, struct kl_error *error)
{
	const struct kl_run *run = engine->run;

	engine->count = run->rules->count + 1;
	for (size_t i = 0; i < engine->count; i++) {
		struct instance *instance = &engine->instances[i];
		const struct kl_rule *rule = i > 0 ? &run->rules->rules[i - 1] : NULL;
		instance->check = rule != NULL ? kl_check_find(rule->words->name)
			: kl_checks[0];
		assert(instance->check != NULL);
		instance->scope = (struct kl_scope){ .rule = rule, .rule_index = i,
			.dataset = run->dataset, .search = run->search,
			.report = engine->report, .equations = engine->equations };
		instance->state = calloc(1, instance->check->state_size + 1);
		if (instance->state == NULL || (i > 0 && !set_class(engine, i)))
			return kl_no_memory(error);
		enum kl_status status = instance->check->begin_rule == NULL ? KL_OK
			: instance->check->begin_rule(instance->state,
				&instance->scope, error);
		instance->begun = status == KL_OK;
		status = tell(engine, instance, status, error);
		if (status != KL_OK)
			return status;
	}
	return KL_OK;
}

/* The header outlives the reader's buffers: places are counted in it. */
static enum kl_status keep_header(struct engine *engine,
	const struct kl_row *row, struct kl_error *error)
{
	struct kl_span *cells = kl_arena_alloc(&engine->arena,
		2 * (row->count + 1) * sizeof *cells);

	if (cells == NULL)
		return kl_no_memory(error);
	struct kl_span *names = cells + row->count + 1;
	engine->header = *row;
	engine->header.raw = kl_arena_span(&engine->arena, row->raw);
	engine->header.cells = cells;
	for (size_t i = 0; i < row->count; i++) {
		cells[i] = kl_arena_span(&engine->arena, row->cells[i]);
		if (row->cells[i].at != NULL && cells[i].at == NULL)
			return kl_no_memory(error);
		names[i] = kl_span_trim(cells[i]);
	}
	if (row->raw.at != NULL && engine->header.raw.at == NULL)
		return kl_no_memory(error);
	engine->columns = (struct kl_columns){ names, row->count,
		&engine->header };
	return KL_OK;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct engine *engine = context;
	enum kl_status status = keep_header(engine, row, error);

	engine->fatal = status != KL_OK;
	engine->dialect = *used;
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct instance *instance = &engine->instances[i];
		/* Without a header no rule has a column to look at. */
		instance->reading = instance->reading && (i == 0 || row->count > 0);
		if (!instance->reading)
			continue;
		instance->scope.table = engine->table;
		instance->scope.columns = &engine->columns;
		instance->scope.dialect = &engine->dialect;
		status = instance->check->begin_table == NULL ? KL_OK
			: instance->check->begin_table(instance->state,
				&instance->scope, error);
		instance->reading = status == KL_OK;
		status = tell(engine, instance, status, error);
		engine->fatal = status != KL_OK;
		if (instance->reading)
			kl_report_rule_table(engine->report, i);
	}
	return status;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct engine *engine = context;
	enum kl_status status = KL_OK;

	engine->rows += batch->count;
	for (size_t i = 0; i < batch->count; i++)
		engine->cells += batch->rows[i].count;
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct instance *instance = &engine->instances[i];
		size_t before = kl_equations_count(engine->equations);
		if (instance->reading && instance->check->batch != NULL)
			status = instance->check->batch(instance->state,
				&instance->scope, batch, error);
		instance->equations += kl_equations_count(engine->equations) - before;
	}
	engine->fatal = status != KL_OK;
	return status;
}

static enum kl_status open_table(const struct kl_table *table, int *fd,
	struct kl_error *error)
{
	struct stat what;

	if (strcmp(table->path, "-") == 0) {
		*fd = STDIN_FILENO;
		return KL_OK;
	}
	*fd = open(table->path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return kl_io_error(error, errno, table->shown, "open");
	if (fstat(*fd, &what) == 0 && S_ISDIR(what.st_mode)) {
		close(*fd);
		return kl_fail(error, KL_IO, table->shown, 0, 0,
			"is a folder, not a file");
	}
	return KL_OK;
}

static enum kl_status end_table(struct engine *engine, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct instance *instance = &engine->instances[i];
		if (!instance->reading || instance->check->end_table == NULL)
			continue;
		size_t before = kl_equations_count(engine->equations);
		status = tell(engine, instance, instance->check->end_table(
			instance->state, &instance->scope, error), error);
		instance->equations += kl_equations_count(engine->equations) - before;
	}
	return status;
}

/* A table without rows, or without anything, has not been checked. */
static void tell_if_empty(struct engine *engine, bool has_rules)
{
	struct kl_error problem;

	if (engine->rows > 0)
		return;
	if (engine->columns.count > 0)
		kl_fail(&problem, KL_INVALID, engine->table->shown, 0, 0,
			"has a header but no rows: nothing was checked in it");
	else if (has_rules)
		kl_fail(&problem, KL_INVALID, engine->table->shown, 0, 0,
			"is empty: no rule could be checked on it");
	else
		return;
	kl_report_problem(engine->report, &problem);
}

static bool select_instances(struct engine *engine)
{
	bool has_rules = false;

	engine->instances[0].reading = engine->instances[0].begun;
	for (size_t i = 1; i < engine->count; i++) {
		struct instance *instance = &engine->instances[i];
		bool applies = kl_rule_applies(instance->scope.rule,
			engine->table->name);
		instance->tables += applies;
		instance->reading = instance->begun && applies;
		has_rules = has_rules || instance->reading;
	}
	return has_rules;
}

static enum kl_status check_table(struct engine *engine,
	const struct kl_table *table, struct kl_error *error)
{
	const struct kl_reader_calls calls = { take_header, take_batch, engine };
	int fd;

	engine->table = table;
	engine->rows = engine->cells = 0;
	engine->fatal = false;
	engine->columns = (struct kl_columns){ 0 };
	bool has_rules = select_instances(engine);
	enum kl_status status = open_table(table, &fd, error);
	if (status != KL_OK)
		return tell(engine, NULL, status, error);
	const struct kl_source source = kl_source_fd(&fd);
	status = kl_read_table(&source, table->shown, &table->dialect, 0, &calls,
		error);
	if (fd != STDIN_FILENO)
		close(fd);
	if (status == KL_OK) {
		status = end_table(engine, error);
		if (status == KL_OK)
			tell_if_empty(engine, has_rules);
	} else if (!engine->fatal) {
		status = tell(engine, NULL, status, error);
	}
	kl_report_read(engine->report, 1, engine->rows, engine->cells);
	kl_arena_release(&engine->arena);
	return status;
}

/* A name or glob that no table has: the rule would silently check less. */
static enum kl_status tell_unmatched(struct engine *engine,
	struct instance *instance, struct kl_error *error)
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
			glob ? "no table matches" : "there is no table",
			(int)word->text.length, word->text.at,
			found ? "; did you mean '" : "",
			found ? dataset->tables[near].name : "", found ? "'?" : "");
		tell(engine, instance, KL_INVALID, error);
	}
	free(names);
	return KL_OK;
}

static enum kl_status judge(void *context, const struct kl_judgement *judgement,
	struct kl_error *error)
{
	struct engine *engine = context;
	struct instance *instance = &engine->instances[judgement->rule];

	kl_report_equation(engine->report, judgement->rule, judgement->outcome);
	if (judgement->outcome != KL_VIOLATED)
		return KL_OK;
	return instance->check->violated(instance->state, &instance->scope,
		judgement, error);
}

/* A rule that applied to tables and still decided about nothing. What it says
 * can be said by other rules too, or used up to derive what they need: then it
 * has equations, and none of them is undecided. */
static void tell_idle(struct engine *engine, struct instance *instance)
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
			"rule '%s' could decide nothing: what it needs is blank, not printed, or of another kind",
			rule->id);
	else if (instance->equations > 0)
		return;
	else
		kl_fail(&problem, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' matched no cell: nothing was checked by it", rule->id);
	kl_report_problem(engine->report, &problem);
}

static enum kl_status finish_rules(struct engine *engine,
	struct kl_error *error)
{
	size_t derived = kl_equations_derive(engine->equations);
	enum kl_status status = KL_OK;

	kl_report_derived(engine->report, derived);
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct instance *instance = &engine->instances[i];
		instance->scope.table = NULL;
		instance->scope.columns = NULL;
		if (instance->begun && instance->check->finish != NULL)
			status = tell(engine, instance, instance->check->finish(
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

static enum kl_status check_all(struct engine *engine, struct kl_error *error)
{
	const struct kl_dataset *dataset = engine->run->dataset;
	enum kl_status status = begin_rules(engine, error);

	for (size_t i = 0; i < dataset->unchecked_count && status == KL_OK; i++)
		kl_report_problem(engine->report, &dataset->unchecked[i]);
	for (size_t i = 0; i < dataset->table_count && status == KL_OK; i++)
		status = check_table(engine, &dataset->tables[i], error);
	if (status == KL_OK)
		status = finish_rules(engine, error);
	if (status == KL_OK)
		status = kl_report_flush(engine->report, error);
	return status;
}

static enum kl_status check_and_write(struct engine *engine,
	struct kl_error *error)
{
	const struct kl_run *run = engine->run;
	enum kl_status status = KL_OK;

	if (run->format->begin != NULL)
		status = run->format->begin(engine->format_state, &run->out, error);
	if (status == KL_OK)
		status = check_all(engine, error);
	if (status == KL_OK)
		status = run->format->end(engine->format_state, &run->out,
			kl_report_tally(engine->report), error);
	return status;
}

static void close_engine(struct engine *engine)
{
	for (size_t i = 0; i < engine->count; i++) {
		struct instance *instance = &engine->instances[i];
		if (instance->state != NULL && instance->check->release != NULL)
			instance->check->release(instance->state);
		free(instance->state);
	}
	free(engine->instances);
	if (engine->run->format->release != NULL && engine->format_state != NULL)
		engine->run->format->release(engine->format_state);
	free(engine->format_state);
	kl_equations_free(engine->equations);
	kl_report_free(engine->report);
	kl_arena_release(&engine->arena);
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
	struct engine engine = { .run = run };

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
