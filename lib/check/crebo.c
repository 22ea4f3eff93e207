/* Programme codes: form, other kind of code, in the register, valid on the
 * reference date, level/type/leerweg/sector, name: in this order. */
#include "check/crebo.h"

#include <stdlib.h>

static const struct kl_parameter parameters[] = {
	{ "column", KL_PARAMETER_COLUMN, "COLUMN", "the column with the crebo", NULL },
	{ "register", KL_PARAMETER_REGISTER, "REGISTER",
		"the list of codes: an id (klopt list registers) or a file", NULL },
	{ "name", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the programme's name", NULL },
	{ "on", KL_PARAMETER_DATE, "DATE",
		"the reference date (peildatum), YYYY-MM-DD", NULL },
	{ "on.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the reference date", NULL },
	{ "leerjaar", KL_PARAMETER_TEXT, "LEERJAAR",
		"the leerjaar of all rows, for programmes that are closed year by year",
		NULL },
	{ "leerjaar.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the leerjaar", NULL },
	{ "level", KL_PARAMETER_TEXT, "LEVEL",
		"the level that every code must have: 1 to 4", NULL },
	{ "level.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the level", NULL },
	{ "type", KL_PARAMETER_TEXT, "TYPE",
		"the type that every code must have, as assistentopleiding", NULL },
	{ "type.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the type", NULL },
	{ "leerweg", KL_PARAMETER_TEXT, "LEERWEG",
		"the leerweg that every code must allow, as BOL", NULL },
	{ "leerweg.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the leerweg", NULL },
	{ "sector", KL_PARAMETER_TEXT, "SECTOR",
		"the sector that every code must have", NULL },
	{ "sector.column", KL_PARAMETER_COLUMN, "COLUMN",
		"the column with the sector", NULL },
};

/* How each given is called, and what of a register entry it is compared with. */
static const char *const given_names[KL_CREBO_GIVENS][2] = {
	[KL_CREBO_LEVEL] = { "level", "level.column" },
	[KL_CREBO_TYPE] = { "type", "type.column" },
	[KL_CREBO_LEERWEG] = { "leerweg", "leerweg.column" },
	[KL_CREBO_SECTOR] = { "sector", "sector.column" },
	[KL_CREBO_ON] = { "on", "on.column" },
	[KL_CREBO_LEERJAAR] = { "leerjaar", "leerjaar.column" },
};

static bool is_given(const struct kl_crebo *state, enum kl_crebo_what what)
{
	return state->givens[what].constant->given
		|| state->givens[what].column->given;
}

/* What could only be wrong in every row, or checks nothing in any. */
static enum kl_status check_givens(const struct kl_crebo *state,
	const struct kl_rule *rule, struct kl_error *error)
{
	const struct kl_argument *level = state->givens[KL_CREBO_LEVEL].constant;

	if (is_given(state, KL_CREBO_LEERJAAR) && !is_given(state, KL_CREBO_ON))
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"'leerjaar' is checked on a reference date; give 'on'");
	int digit = level->given ? kl_crebo_level(level->words[0].text) : 1;
	if (digit < 1 || digit > 4)
		return kl_fail(error, KL_INVALID, rule->path, level->line,
			level->column, "'level' is 1 to 4, not '%.*s'",
			(int)level->words[0].text.length, level->words[0].text.at);
	return KL_OK;
}

static enum kl_status find_givens(struct kl_crebo *state,
	const struct kl_rule *rule, struct kl_error *error)
{
	for (int i = 0; i < KL_CREBO_GIVENS; i++) {
		struct kl_crebo_given *given = &state->givens[i];
		given->constant = kl_rule_argument(rule, given_names[i][0]);
		given->column = kl_rule_argument(rule, given_names[i][1]);
		if (given->constant->given && given->column->given)
			return kl_fail(error, KL_INVALID, rule->path,
				given->column->line, given->column->column,
				"'%s' is given both as one value and as a column",
				given_names[i][0]);
		bool needs_register = i <= KL_CREBO_SECTOR;
		if (needs_register && (given->constant->given || given->column->given)
				&& !kl_rule_argument(rule, "register")->given)
			return kl_fail(error, KL_INVALID, rule->path, rule->line,
				rule->column, "'%s' is compared with a register; give 'register'",
				given_names[i][0]);
	}
	return check_givens(state, rule, error);
}

/* Where nothing but the code is compared with the register, these are right. */
static enum kl_status know_codes(struct kl_crebo *state, struct kl_error *error)
{
	bool more = state->name->given;

	for (int i = 0; i < KL_CREBO_GIVENS; i++)
		more = more || is_given(state, (enum kl_crebo_what)i);
	for (size_t i = 0; i < state->reg.count && !more; i++) {
		struct kl_span code = state->reg.entries[i].code;
		if (kl_crebo_is_form(code) && !kl_short_set_add(&state->right, code))
			return kl_no_memory(error);
	}
	return KL_OK;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_crebo *state = memory;
	const struct kl_rule *rule = scope->rule;

	state->column = kl_rule_argument(rule, "column");
	state->name = kl_rule_argument(rule, "name");
	if (!state->column->given)
		return kl_scope_refuse(scope, NULL, " does not say which "
			"column has the crebo: give 'column'", error);
	enum kl_status status = find_givens(state, rule, error);
	if (status == KL_OK)
		status = kl_scope_register(scope, &state->reg,
			&state->has_register, error);
	return status != KL_OK ? status : know_codes(state, error);
}

static enum kl_status need_column(const struct kl_scope *scope,
	const struct kl_argument *argument, size_t *index, struct kl_error *error)
{
	*index = SIZE_MAX;
	return argument->given ? kl_scope_need_column(scope, &argument->words[0],
		index, error) : KL_OK;
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_crebo *state = memory;
	enum kl_status status = need_column(scope, state->column,
		&state->code_index, error);

	if (status == KL_OK)
		status = need_column(scope, state->name, &state->name_index, error);
	for (int i = 0; i < KL_CREBO_GIVENS && status == KL_OK; i++)
		status = need_column(scope, state->givens[i].column,
			&state->givens[i].index, error);
	return status;
}

static bool is_plain(const struct kl_crebo *state, const struct kl_row *row)
{
	return kl_short_set_has(&state->right, kl_row_cell(row, state->code_index));
}

static uint64_t test(const void *memory, const struct kl_scope *scope,
	const struct kl_row *rows, size_t count)
{
	uint64_t passed = 0;

	(void)scope;
	for (size_t i = 0; i < count; i++)
		passed |= (uint64_t)is_plain(memory, &rows[i]) << i;
	return passed;
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct kl_crebo *state = memory;
	uint64_t outcomes[3] = { 0 };
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		if (kl_scope_passed(scope, &batch->rows[i], 1)
				|| is_plain(state, &batch->rows[i])) {
			outcomes[KL_HOLDS]++;
			continue;
		}
		struct kl_crebo_row at = { .state = state, .scope = scope,
			.row = &batch->rows[i], .error = error,
			.outcome = KL_HOLDS };
		status = kl_crebo_check(&at);
		outcomes[at.outcome]++;
	}
	for (int i = 0; i < 3; i++)
		kl_report_outcome(scope->report, scope->rule_index,
			(enum kl_outcome)i, outcomes[i]);
	return status;
}

static bool apart(const void *state)
{
	(void)state;
	return true;
}

static enum kl_status part(void *memory, const void *whole,
	struct kl_error *error)
{
	struct kl_crebo *state = memory;

	(void)error;
	*state = *(const struct kl_crebo *)whole;
	state->is_part = true;
	return KL_OK;
}

static void release(void *memory)
{
	struct kl_crebo *state = memory;

	if (state->is_part)
		return;
	kl_register_release(&state->reg);
	kl_short_set_release(&state->right);
}

const struct kl_check kl_check_crebo = {
	.words = { "crebo", "programme codes: form, other kind of code, in the "
		"register, valid on the reference date, level/type/leerweg/sector, name",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_crebo),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.test = test,
	.release = release,
	.apart = apart,
	.part = part,
};
