/* Codes of any other list: form, in the register or among the values that the
 * rule gives, one in the whole delivery. Outcomes count codes, not cells. */
#include "check/codes.h"

#include "check/making.h"

static const char *const one_words[] = { "yes", "no", "file", "true", "false",
	NULL };
enum { ONE_YES, ONE_NO, ONE_FILE, ONE_TRUE };

static const struct kl_parameter parameters[] = {
	{ "column", KL_PARAMETER_COLUMN, "COLUMN", "the column with the code", NULL },
	{ "separator", KL_PARAMETER_TEXT, "TEXT",
		"what stands between several codes in one cell", NULL },
	{ "form", KL_PARAMETER_CHOICE, "FORM",
		"brin, vestiging, bevoegd-gezag, gemeente, rio or lob (its BRIN)",
		kl_codes_form_names },
	{ "register", KL_PARAMETER_REGISTER, "REGISTER",
		"the list of codes: an id (klopt list registers) or a file", NULL },
	{ "list", KL_PARAMETER_COLUMNS, "CODES",
		"the codes that are allowed, besides those of the register", NULL },
	{ "list.table", KL_PARAMETER_TABLE, "TABLE",
		"the table that has the codes that are allowed; as an option, a file",
		NULL },
	{ "list.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column of that table (default: as the column with the code)",
		NULL },
	{ "one", KL_PARAMETER_CHOICE, "WHETHER",
		"yes: all rows of all tables have the same code; file: the name of "
		"the file has the code of each row", one_words },
};

static enum kl_status read_list(struct kl_codes *state, struct kl_error *error)
{
	for (size_t i = 0; i < state->list->word_count; i++) {
		struct kl_span code = kl_span_trim(state->list->words[i].text);
		if (!kl_index_add(&state->listed, code, 0, NULL, NULL))
			return kl_no_memory(error);
		kl_text_puts(&state->allowed, i > 0 ? ", " : "");
		kl_text_add(&state->allowed, code);
	}
	return state->allowed.failed ? kl_no_memory(error) : KL_OK;
}

/* The pattern of the form as a table; of no text if that cannot be. */
static void read_form(struct kl_codes *state)
{
	const char *form = state->form == KL_CODES_NO_FORM ? ""
		: kl_codes_patterns[state->form];
	struct kl_text_buffer pattern = { 0 };

	for (; *form != '\0'; form++) {
		if (*form == '9' || *form == 'A')
			kl_text_puts(&pattern, *form == '9' ? "[0-9]" : "[A-Z]");
		else
			kl_text_printf(&pattern, "[%c]", *form);
	}
	if (pattern.length == 0 || pattern.failed || !kl_pattern_table_read(
			kl_text_span(&pattern), &state->form_table))
		state->form_table = (struct kl_pattern_table){ 0 };
	kl_text_release(&pattern);
}

static bool has_form(const struct kl_codes *state, struct kl_span code)
{
	return state->form == KL_CODES_NO_FORM || (code.length > 0
			&& kl_pattern_table_has(&state->form_table, code))
		|| kl_codes_has_form(state->form, code);
}

/* The codes that are right whatever the tables hold. */
static enum kl_status know_codes(struct kl_codes *state, struct kl_error *error)
{
	bool fine = true;

	for (size_t i = 0; i < state->list->word_count && fine; i++) {
		struct kl_span code = kl_span_trim(state->list->words[i].text);
		fine = !has_form(state, code) || kl_short_set_add(&state->right, code);
	}
	for (size_t i = 0; i < state->reg.count && fine; i++) {
		struct kl_span code = state->reg.entries[i].code;
		fine = !has_form(state, code) || kl_short_set_add(&state->right, code);
	}
	return fine ? KL_OK : kl_no_memory(error);
}

/* The table whose column is the list; it is read before all others. */
static enum kl_status find_table(struct kl_codes *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *table = kl_rule_argument(scope->rule,
		"list.table");
	const struct kl_argument *column = kl_rule_argument(scope->rule,
		"list.column");
	size_t order;

	if (!table->given)
		return column->given ? kl_scope_refuse(scope, column, " has "
			"the column of a list, but not its table: give "
			"'list.table'", error) : KL_OK;
	enum kl_status status = kl_scope_need_table(scope, table, "list.table",
		&order, error);
	if (status == KL_OK)
		state->table = &scope->dataset->tables[order];
	state->table_column = column->given ? &column->words[0]
		: &state->column->words[0];
	return status;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_codes *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *reg = kl_rule_argument(rule, "register");
	const struct kl_argument *form = kl_rule_argument(rule, "form");
	const struct kl_argument *one = kl_rule_argument(rule, "one");

	state->column = kl_rule_argument(rule, "column");
	state->list = kl_rule_argument(rule, "list");
	state->form = form->given ? (enum kl_codes_form)form->choice
		: KL_CODES_NO_FORM;
	read_form(state);
	state->one = one->given && (one->choice == ONE_YES
		|| one->choice == ONE_TRUE);
	state->one_file = one->given && one->choice == ONE_FILE;
	if (!state->column->given)
		return kl_scope_refuse(scope, NULL, " does not say which "
			"column has the codes: give 'column'", error);
	enum kl_status status = find_table(state, scope, error);
	if (status == KL_OK && !form->given && !reg->given && !state->list->given
			&& state->table == NULL && !state->one && !state->one_file)
		return kl_scope_refuse(scope, NULL, " compares nothing: give "
			"'form', 'register', 'list' or 'one: yes'", error);
	if (status == KL_OK)
		status = kl_scope_separator(scope, kl_rule_argument(rule, "separator"),
			&state->separator, error);
	if (status == KL_OK)
		status = read_list(state, error);
	if (status == KL_OK)
		status = kl_scope_register(scope, &state->reg,
			&state->has_register, error);
	return status != KL_OK ? status : know_codes(state, error);
}

static bool is_list(const struct kl_codes *state, const struct kl_scope *scope)
{
	return state->table != NULL
		&& state->table->order == scope->table->order;
}

static bool prepares(const void *memory, const struct kl_scope *scope)
{
	return is_list(memory, scope);
}

/* The table with the list is not checked against itself, unless it is named. */
static bool wants(const void *memory, const struct kl_scope *scope)
{
	return scope->rule->table_count > 0
		? kl_rule_applies(scope->rule, scope->table->name)
		: !is_list(memory, scope);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_codes *state = memory;

	if (scope->preparing)
		return kl_scope_need_column(scope, state->table_column,
			&state->index, error);
	kl_index_release(&state->told);
	state->told = (struct kl_index){ 0 };
	if (state->table != NULL && !state->table_read)
		return kl_fail(error, KL_INVALID, scope->rule->path,
			scope->rule->line, scope->rule->column,
			"rule '%s': table '%s' was not read as a whole, so table '%s' could not be compared with its codes",
			scope->rule->id, state->table->name, scope->table->name);
	if (state->one_file && strcmp(scope->table->path, "-") == 0)
		return kl_scope_refuse(scope, NULL, " compares codes with the "
			"name of the file, and standard input has none", error);
	return kl_scope_need_column(scope, &state->column->words[0],
		&state->index, error);
}

static bool has_list(const struct kl_codes *state)
{
	return state->has_register || state->list->given || state->table != NULL;
}

static bool is_listed(const struct kl_codes *state, struct kl_span code)
{
	uint32_t value;

	return !has_list(state)
		|| (state->has_register
			&& kl_register_find(&state->reg, code) != NULL)
		|| kl_index_find(&state->listed, code, &value);
}

static bool is_known(struct kl_codes *state, struct kl_span code)
{
	if (!has_list(state) || kl_memo_has(&state->met, code))
		return true;
	bool known = is_listed(state, code);
	if (known)
		kl_memo_add(&state->met, code);
	return known;
}

bool kl_codes_accepts(void *context, struct kl_span code)
{
	struct kl_codes *state = context;

	return kl_short_set_has(&state->right, code)
		|| (has_form(state, code) && is_known(state, code));
}

/* Whether the name of the file has the code in it, in any case. */
static bool is_named(const struct kl_scope *scope, struct kl_span code)
{
	const char *slash = strrchr(scope->table->path, '/');
	struct kl_span name = kl_span_of(slash != NULL ? slash + 1
		: scope->table->path);

	for (size_t i = 0; i + code.length <= name.length; i++) {
		if (kl_span_alike(code, (struct kl_span){ name.at + i, code.length }))
			return true;
	}
	return false;
}

/* Each code of a file is told once. */
static enum kl_status check_file(struct kl_codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error)
{
	bool found, named = is_named(scope, code);

	kl_report_outcome(scope->report, scope->rule_index,
		named ? KL_HOLDS : KL_VIOLATED, 1);
	if (named)
		return KL_OK;
	if (!kl_index_add(&state->told, code, 0, NULL, &found))
		return kl_no_memory(error);
	if (found)
		return KL_OK;
	struct kl_making making = { .finding = { .code = KL_CODE_code_unknown,
		.message = KL_MESSAGE_code_file,
		.place = kl_scope_place(scope, row, state->index),
		.label = kl_scope_label(row, state->index), .value = code } };
	kl_making_value(&making, "code", code);
	return kl_making_report(&making, scope, error);
}

static enum kl_status check_code(struct kl_codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error)
{
	struct kl_spelling *spelling;

	if (!kl_codes_accepts(state, code)) {
		state->outcomes[KL_VIOLATED]++;
		return kl_codes_tell(state, scope, row, code, error);
	}
	if (state->one_file)
		return check_file(state, scope, row, code, error);
	if (!state->one) {
		state->outcomes[KL_HOLDS]++;
		return KL_OK;
	}
	/* All in one group: what groups them is the column's name. */
	return kl_spellings_count(&state->used, state->column->words[0].text, code,
		&spelling) && kl_spellings_keep(&state->used, spelling, scope, row,
		state->index) ? KL_OK : kl_no_memory(error);
}

/* The codes of a cell of the table that has the list. */
static enum kl_status keep_cell(struct kl_codes *state, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_span rest = kl_row_cell(row, state->index), code;

	while (kl_scope_next_value(&rest, state->separator, &code)) {
		code = kl_span_trim(code);
		if (code.length > 0 && !kl_index_add(&state->listed, code, 0, NULL,
				NULL))
			return kl_no_memory(error);
	}
	return KL_OK;
}

static enum kl_status check_cell(struct kl_codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_span rest = kl_row_cell(row, state->index), code;
	enum kl_status status = KL_OK;
	bool some = false;

	while (status == KL_OK && kl_scope_next_value(&rest, state->separator,
			&code)) {
		if (kl_span_is_blank(code))
			continue;
		some = true;
		status = check_code(state, scope, row, code, error);
	}
	state->outcomes[KL_UNDECIDED] += !some;
	return status;
}

/* One code in a cell, and nothing to be kept of it. */
static inline bool is_single(const struct kl_codes *state)
{
	return state->separator.length == 0 && !state->one && !state->one_file;
}

static uint64_t test(const void *memory, const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	const struct kl_codes *state = memory;
	uint64_t passed = 0;

	(void)scope;
	for (size_t i = 0; i < count && is_single(state); i++) {
		const struct kl_span cell = kl_row_cell(&rows[i], state->index);
		bool right = kl_short_set_has(&state->right, cell)
			|| (!kl_span_is_blank(cell) && has_form(state, cell)
				&& is_listed(state, cell));
		passed |= (uint64_t)right << i;
	}
	return passed;
}

static bool is_plain(struct kl_codes *state, const struct kl_scope *scope,
	const struct kl_row *row)
{
	const struct kl_span cell = kl_row_cell(row, state->index);

	return kl_scope_passed(scope, row, 1)
		|| (is_single(state) && !kl_span_is_blank(cell)
			&& kl_codes_accepts(state, cell));
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct kl_codes *state = memory;
	enum kl_status status = KL_OK;

	memset(state->outcomes, 0, sizeof state->outcomes);
	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		if (scope->preparing)
			status = keep_cell(state, row, error);
		else if (is_plain(state, scope, row))
			state->outcomes[KL_HOLDS]++;
		else
			status = check_cell(state, scope, row, error);
	}
	for (int i = 0; i < 3; i++)
		kl_report_outcome(scope->report, scope->rule_index,
			(enum kl_outcome)i, state->outcomes[i]);
	return status;
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_codes *state = memory;

	(void)error;
	state->table_read = state->table_read || scope->preparing;
	return KL_OK;
}

static enum kl_message choose_one(const struct kl_spelling *spelling,
	const struct kl_spelling *reference)
{
	return spelling->count == reference->count ? KL_MESSAGE_code_one_tie
		: KL_MESSAGE_code_one;
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_codes *state = memory;
	const struct kl_spelling_words words = { .code = KL_CODE_code_unknown,
		.choose = choose_one, .column = state->column->words[0].text };

	return kl_spellings_report(&state->used, scope, &words, error);
}

/* But for one code in all tables. */
static bool apart(const void *memory)
{
	const struct kl_codes *state = memory;

	return !state->one;
}

static enum kl_status part(void *memory, const void *whole,
	struct kl_error *error)
{
	struct kl_codes *state = memory;

	(void)error;
	*state = *(const struct kl_codes *)whole;
	state->told = (struct kl_index){ 0 };
	state->is_part = true;
	return KL_OK;
}

static void release(void *memory)
{
	struct kl_codes *state = memory;

	kl_index_release(&state->told);
	if (state->is_part)
		return;
	kl_register_release(&state->reg);
	kl_short_set_release(&state->right);
	kl_index_release(&state->listed);
	kl_text_release(&state->allowed);
	kl_spellings_release(&state->used);
}

const struct kl_check kl_check_codes = {
	.words = { "codes", "codes of another list, one or several in a cell: form, "
		"in the register or list, one in the whole delivery",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_codes),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.test = test,
	.end_table = end_table,
	.finish = finish,
	.release = release,
	.apart = apart,
	.part = part,
	.wants = wants,
	.prepares = prepares,
};
