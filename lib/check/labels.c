/* Labels: one code has one name, one name has one spelling; across columns and
 * tables. */
#include "check/spellings.h"

#include <stdlib.h>

static const struct kl_parameter parameters[] = {
	{ "code", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the code: all rows of one code have one name", NULL },
	{ "name", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the name of the code", NULL },
	{ "columns", KL_PARAMETER_COLUMNS, "COLUMNS",
		"columns in which a name has one spelling, all of them together; a "
		"table may have some of these only", NULL },
};

struct labels {
	const struct kl_argument *code, *name, *columns;
	struct kl_spellings names;      /* by code */
	struct kl_spellings spellings;  /* of `columns`, by what they fold to */
	size_t table_count;
	bool *met;                      /* of each of `columns`: a table has it */
	/* Of the current table: */
	size_t code_index, name_index;
	size_t *indexes;                /* of `columns`; SIZE_MAX: not here */
};

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct labels *state = memory;
	const struct kl_rule *rule = scope->rule;

	state->code = kl_rule_argument(rule, "code");
	state->name = kl_rule_argument(rule, "name");
	state->columns = kl_rule_argument(rule, "columns");
	if (state->code->given != state->name->given)
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' gives '%s' without '%s': the two go together",
			rule->id, state->code->given ? "code" : "name",
			state->code->given ? "name" : "code");
	if (!state->code->given && !state->columns->given)
		return kl_scope_refuse(scope, NULL, " compares nothing: give "
			"'code' and 'name', or 'columns', or all three", error);
	state->met = calloc(state->columns->word_count + 1, sizeof *state->met);
	state->indexes = calloc(state->columns->word_count + 1,
		sizeof *state->indexes);
	return state->met != NULL && state->indexes != NULL ? KL_OK
		: kl_no_memory(error);
}

/* A table may lack some of `columns`, but not all that the rule looks at. */
static enum kl_status find_columns(struct labels *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	bool some = state->code->given;

	for (size_t i = 0; i < state->columns->word_count; i++) {
		state->indexes[i] = kl_scope_column(scope,
			state->columns->words[i].text);
		state->met[i] = state->met[i] || state->indexes[i] != SIZE_MAX;
		some = some || state->indexes[i] != SIZE_MAX;
		/* A column that is named twice is looked at once. */
		for (size_t j = 0; j < i; j++) {
			if (state->indexes[j] == state->indexes[i])
				state->indexes[i] = SIZE_MAX;
		}
	}
	size_t index;
	return some ? KL_OK : kl_scope_need_column(scope,
		&state->columns->words[0], &index, error);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct labels *state = memory;
	enum kl_status status = KL_OK;

	if (state->code->given)
		status = kl_scope_need_column(scope, &state->code->words[0],
			&state->code_index, error);
	if (status == KL_OK && state->code->given)
		status = kl_scope_need_column(scope, &state->name->words[0],
			&state->name_index, error);
	if (status == KL_OK)
		status = find_columns(state, scope, error);
	state->table_count += status == KL_OK;
	return status;
}

static bool has_letter_or_digit(struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| (c >= '0' && c <= '9'))
			return true;
	}
	struct kl_text_buffer folded = { 0 };
	kl_text_add_folded(&folded, text);
	bool some = folded.failed || folded.length > 0;
	kl_text_release(&folded);
	return some;
}

/* The label in a cell; at NULL: blank, or a mark for what is not known. */
static struct kl_span label_of(const struct kl_scope *scope,
	const struct kl_row *row, size_t column)
{
	struct kl_span text = kl_span_trim(kl_row_cell(row, column));
	const struct kl_span none = { 0 };
	struct kl_cell value;

	if (text.length == 0 || !has_letter_or_digit(text))
		return none;
	kl_cell_read(text, kl_table_reading(scope->table,
		scope->columns->names[column]), &value);
	return value.kind == KL_CELL_UNKNOWN ? none : text;
}

static enum kl_status take(struct kl_spellings *spellings,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, size_t column, struct kl_error *error)
{
	struct kl_span label = label_of(scope, row, column);
	struct kl_spelling *spelling;

	if (label.at == NULL) {
		kl_report_outcome(scope->report, scope->rule_index, KL_UNDECIDED, 1);
		return KL_OK;
	}
	return kl_spellings_count(spellings, code, label, &spelling)
		&& kl_spellings_keep(spellings, spelling, scope, row, column)
		? KL_OK : kl_no_memory(error);
}

static enum kl_status take_name(struct labels *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_span code = kl_span_trim(kl_row_cell(row, state->code_index));

	if (code.length > 0)
		return take(&state->names, scope, row, code, state->name_index,
			error);
	kl_report_outcome(scope->report, scope->rule_index, KL_UNDECIDED, 1);
	return KL_OK;
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct labels *state = memory;
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		if (state->code->given)
			status = take_name(state, scope, row, error);
		for (size_t j = 0; j < state->columns->word_count
				&& status == KL_OK; j++) {
			if (state->indexes[j] != SIZE_MAX)
				status = take(&state->spellings, scope, row,
					(struct kl_span){ 0 }, state->indexes[j], error);
		}
	}
	return status;
}

static enum kl_message choose_name(const struct kl_spelling *spelling,
	const struct kl_spelling *reference)
{
	bool tie = spelling->count == reference->count;

	if (kl_text_same_folded(spelling->text, reference->text))
		return tie ? KL_MESSAGE_label_code_tie : KL_MESSAGE_label_code;
	return tie ? KL_MESSAGE_label_name_tie : KL_MESSAGE_label_name;
}

static enum kl_message choose_spelling(const struct kl_spelling *spelling,
	const struct kl_spelling *reference)
{
	return spelling->count == reference->count
		? KL_MESSAGE_label_spelling_tie : KL_MESSAGE_label_spelling;
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct labels *state = memory;
	struct kl_spelling_words words = { .code = KL_CODE_label_spelling,
		.choose = choose_name };

	if (state->code->given)
		words.column = state->code->words[0].text;
	enum kl_status status = kl_spellings_report(&state->names, scope, &words,
		error);
	words.choose = choose_spelling;
	if (status == KL_OK)
		status = kl_spellings_report(&state->spellings, scope, &words, error);
	for (size_t i = 0; i < state->columns->word_count && status == KL_OK
			&& state->table_count > 0; i++) {
		const struct kl_word *word = &state->columns->words[i];
		if (!state->met[i])
			return kl_fail(error, KL_INVALID, scope->rule->path, word->line,
				word->column, "no table of the rule has the column '%.*s'",
				(int)word->text.length, word->text.at);
	}
	return status;
}

static void release(void *memory)
{
	struct labels *state = memory;

	kl_spellings_release(&state->names);
	kl_spellings_release(&state->spellings);
	free(state->met);
	free(state->indexes);
}

const struct kl_check kl_check_labels = {
	.words = { "labels", "names: one code has one name, one name has one "
		"spelling; across columns and tables",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct labels),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.finish = finish,
	.release = release,
};
