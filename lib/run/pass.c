/* Tables are read. */
#include "run/engine.h"

#include "base/translate.h"
#include "finding/record.h"
#include "run/tables.h"

/* Rows that are read for another reason than to be checked are not counted. */
static bool is_filtered(const struct kl_engine *engine,
	const struct kl_instance *instance)
{
	if (instance->filter == NULL)
		return false;
	if (instance->check->filters == KL_FILTERS_NAMED)
		return kl_span_is(instance->about.tables[0].text,
			engine->table->name);
	return instance->check->filters == KL_FILTERS_WANTED
		|| (!engine->preparing && kl_rule_applies(instance->scope.rule,
			engine->table->name));
}

/* The header outlives the reader's buffers: places are counted in it. */
static enum kl_status keep_header(struct kl_engine *engine,
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
	engine->columns = (struct kl_columns){ .names = names,
		.count = row->count, .header = &engine->header };
	return kl_name_index_make(&engine->columns.index, names, sizeof *names,
		row->count, &engine->arena) ? KL_OK : kl_no_memory(error);
}

/* Places name the sheet until the end of the run. How numbers are written is
 * asked for each. */
static enum kl_status keep_dialect(struct kl_engine *engine,
	const struct kl_dialect *used, struct kl_error *error)
{
	const struct kl_columns *columns = &engine->columns;

	engine->dialect = *used;
	if (used->sheet == NULL)
		return KL_OK;
	engine->dialect.sheet = kl_arena_text(&engine->names,
		kl_span_of(used->sheet));
	engine->decimal_chars = kl_arena_alloc(&engine->arena, columns->count + 1);
	if (engine->dialect.sheet == NULL || engine->decimal_chars == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < columns->count; i++)
		engine->decimal_chars[i] = kl_table_reading(engine->table,
			columns->names[i])->decimal_char;
	return KL_OK;
}

static enum kl_status begin_instance(struct kl_engine *engine,
	struct kl_instance *instance, struct kl_error *error)
{
	const struct kl_check *check = instance->check;
	enum kl_status status = KL_OK;

	instance->scope.table = engine->table;
	instance->walk = (struct kl_row_walk){ 0 };
	instance->scope.columns = &engine->columns;
	instance->scope.dialect = &engine->dialect;
	instance->scope.bytes = engine->bytes;
	instance->scope.preparing = engine->preparing;
	instance->scope.apart = engine->apart;
	instance->scope.equations = kl_engine_equations(engine);
	if (is_filtered(engine, instance))
		status = kl_filter_begin(instance->filter, engine->table,
			&engine->columns, error);
	if (status == KL_OK && check->begin_table != NULL)
		status = check->begin_table(instance->state, &instance->scope,
			error);
	return status;
}

/* What is told of rows by themselves; the rules beyond have no bit for it. */
static uint64_t bit_of(const struct kl_engine *engine, size_t index)
{
	const struct kl_instance *instance = &engine->instances[index];
	bool told = instance->reading && !engine->preparing && index < 64
		&& instance->check->test != NULL;

	return told ? UINT64_C(1) << index : 0;
}

static void test_block(const struct kl_engine *engine, struct kl_row *rows,
	size_t count)
{
	for (size_t i = 0; i < engine->count; i++) {
		const struct kl_instance *instance = &engine->instances[i];
		const uint64_t bit = instance->scope.passed;
		if (bit == 0)
			continue;
		uint64_t passed = instance->check->test(instance->state,
			&instance->scope, rows, count);
		for (size_t j = 0; j < count; j++)
			rows[j].passed |= passed >> j & 1 ? bit : 0;
	}
}

static void test_rows(void *context, struct kl_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i += KL_BLOCK_ROWS)
		test_block(context, &rows[i], kl_block_rows(count - i));
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct kl_engine *engine = context;
	enum kl_status status = keep_header(engine, row, error);

	if (status == KL_OK)
		status = keep_dialect(engine, used, error);
	engine->fatal = status != KL_OK;
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct kl_instance *instance = &engine->instances[i];
		/* Without a header no rule has a column to look at. */
		instance->reading = instance->reading && (i == 0 || row->count > 0);
		instance->scope.passed = 0;
		if (!instance->reading)
			continue;
		status = begin_instance(engine, instance, error);
		instance->reading = status == KL_OK;
		instance->scope.passed = bit_of(engine, i);
		status = kl_engine_tell(engine, instance, status, error);
		engine->fatal = status != KL_OK;
		if (instance->reading && !engine->preparing)
			kl_report_rule_table(engine->report, i);
	}
	return status;
}

static enum kl_status take_rows(struct kl_engine *engine,
	struct kl_instance *instance, const struct kl_batch *batch,
	struct kl_error *error)
{
	bool named = instance->check->filters == KL_FILTERS_NAMED;
	struct kl_batch left = *batch;

	instance->scope.perhaps = NULL;
	if (is_filtered(engine, instance)) {
		if (!kl_filter_batch(instance->filter, batch, engine->preparing ? NULL
				: engine->report, instance->scope.rule_index,
				named ? &instance->scope.perhaps : NULL, &left))
			return kl_no_memory(error);
		instance->rows += batch->count;
		instance->left += left.count;
	}
	return instance->check->batch(instance->state, &instance->scope, &left,
		error);
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct kl_engine *engine = context;
	const struct kl_equations *equations = kl_engine_equations(engine);
	enum kl_status status = KL_OK;

	engine->rows += batch->count;
	for (size_t i = 0; i < batch->count; i++)
		engine->cells += batch->rows[i].count;
	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct kl_instance *instance = &engine->instances[i];
		size_t before = kl_equations_count(equations);
		if (instance->reading && instance->check->batch != NULL)
			status = take_rows(engine, instance, batch, error);
		instance->equations += kl_equations_count(equations) - before;
	}
	engine->fatal = status != KL_OK;
	kl_engine_progress(engine);
	return status;
}

static char decimal_char(void *context, size_t column)
{
	const struct kl_engine *engine = context;

	return column < engine->columns.count ? engine->decimal_chars[column]
		: engine->table->reading.decimal_char;
}

static void take_note(void *context, const struct kl_note *note)
{
	const struct kl_engine *engine = context;
	const struct kl_run *run = engine->run;

	if (engine->preparing)
		return;
	if (kl_note_is_told(note->kind))
		kl_report_note(engine->report,
			(uint32_t)(engine->table - run->dataset->tables),
			engine->table->name, note);
	else if (engine->whole != NULL)
		kl_record_note(engine->record, 0, NULL, note, true);
	else if (run->note != NULL)
		run->note(run->context, note);
}

static enum kl_status end_table(struct kl_engine *engine, struct kl_error *error)
{
	const struct kl_equations *equations = kl_engine_equations(engine);
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct kl_instance *instance = &engine->instances[i];
		if (instance->reading && is_filtered(engine, instance))
			status = kl_engine_tell(engine, instance, kl_filter_end(
				instance->filter, error), error);
		if (status != KL_OK || !instance->reading
				|| instance->check->end_table == NULL)
			continue;
		size_t before = kl_equations_count(equations);
		status = kl_engine_tell(engine, instance, instance->check->end_table(
			instance->state, &instance->scope, error), error);
		instance->equations += kl_equations_count(equations) - before;
	}
	return status;
}

static enum kl_status cut_table(struct kl_engine *engine, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < engine->count && status == KL_OK; i++) {
		struct kl_instance *instance = &engine->instances[i];
		if (instance->reading && instance->check->cut_table != NULL)
			status = instance->check->cut_table(instance->state,
				&instance->scope, error);
	}
	return status;
}

/* A table without rows, or without anything, has not been checked. */
static void tell_if_empty(struct kl_engine *engine, bool has_rules)
{
	const char *sheet = engine->dialect.sheet;
	const char *what = engine->columns.count > 0
		? KL_TEXT("has a header but no rows: nothing was checked in it")
		: has_rules ? KL_TEXT("is empty: no rule could be checked on it")
		: KL_TEXT("is empty: nothing was checked in it");
	struct kl_error problem;

	if (engine->rows > 0)
		return;
	kl_fail(&problem, KL_INVALID, engine->table->shown, 0, 0, "%s%s%s%s",
		sheet != NULL ? kl_translate("sheet '") : "", sheet != NULL ? sheet : "",
		sheet != NULL ? "' " : "", kl_translate(what));
	kl_report_problem(engine->report, &problem);
}

/* A rule can look at tables that it does not check. */
static bool takes_part(struct kl_engine *engine, struct kl_instance *instance)
{
	const struct kl_check *check = instance->check;

	if (!instance->begun)
		return false;
	instance->scope.table = engine->table;
	if (engine->preparing)
		return check->prepares != NULL
			&& check->prepares(instance->state, &instance->scope);
	if (check->wants != NULL)
		return check->wants(instance->state, &instance->scope);
	return kl_rule_applies(instance->scope.rule, engine->table->name);
}

/* How many rules look at the table. */
static size_t select_instances(struct kl_engine *engine)
{
	size_t count = 0;

	engine->instances[0].reading = engine->instances[0].begun
		&& !engine->preparing;
	engine->apart = !engine->preparing;
	for (size_t i = 1; i < engine->count; i++) {
		struct kl_instance *instance = &engine->instances[i];
		instance->reading = takes_part(engine, instance);
		engine->apart = engine->apart && (!instance->reading
			|| kl_instance_is_apart(instance));
		count += instance->reading;
	}
	return count;
}

bool kl_engine_is_apart(struct kl_engine *engine, const struct kl_table *table)
{
	engine->table = table;
	(void)select_instances(engine);
	return engine->apart;
}

static uint64_t size_of(const struct kl_input *input)
{
	struct stat about;

	return input->anywhere && fstat(input->fd, &about) == 0 && about.st_size > 0
		? (uint64_t)about.st_size : 0;
}

static enum kl_status read_table(struct kl_engine *engine,
	const struct kl_table *table, size_t rules, struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = engine, .note = take_note,
		.decimal_char = decimal_char,
		.jobs = engine->whole != NULL ? 1 : engine->run->jobs,
		.test = test_rows };
	struct kl_input own;
	enum kl_status status = kl_engine_open(engine->run->dataset, table,
		engine->preparing, &own, &engine->input, error);

	if (status != KL_OK)
		return kl_engine_tell(engine, NULL, status, error);
	engine->bytes = size_of(engine->input);
	status = kl_read_input(engine->input, table->shown, &table->dialect, 0, &calls,
		error);
	kl_engine_progress_table(engine);
	kl_engine_close(engine->run->dataset, engine->input);
	if (status == KL_OK) {
		status = end_table(engine, error);
		if (status == KL_OK && !engine->preparing)
			tell_if_empty(engine, rules > 0);
	} else if (!engine->fatal) {
		status = kl_engine_tell(engine, NULL, status, error);
		if (status == KL_OK)
			status = cut_table(engine, error);
	}
	if (!engine->preparing)
		kl_report_read(engine->report, 1, engine->rows, engine->cells);
	return status == KL_OK ? kl_engine_judge_alone(engine, error) : status;
}

enum kl_status kl_engine_check_table(struct kl_engine *engine,
	const struct kl_table *table, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	engine->table = table;
	kl_report_at(engine->report, (uint32_t)(table
		- engine->run->dataset->tables));
	engine->rows = engine->cells = 0;
	engine->fatal = false;
	engine->columns = (struct kl_columns){ 0 };
	size_t rules = select_instances(engine);
	if (rules > 0 || !engine->preparing)
		status = read_table(engine, table, rules, error);
	kl_report_at(engine->report, KL_NO_TABLE);
	kl_arena_release(&engine->arena);
	return status;
}

enum kl_status kl_engine_pass(struct kl_engine *engine, struct kl_error *error)
{
	const struct kl_dataset *dataset = engine->run->dataset;
	enum kl_status status = KL_OK;

	kl_engine_progress_begin(engine);
	engine->preparing = true;
	for (size_t i = 0; i < dataset->table_count && status == KL_OK; i++)
		status = kl_engine_check_table(engine, &dataset->tables[i], error);
	engine->preparing = false;
	return status == KL_OK ? kl_engine_tables(engine, error) : status;
}
