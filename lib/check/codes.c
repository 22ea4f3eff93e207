/* Codes of any other list: form, in the register or among the values that the
 * rule gives, one in the whole delivery. Outcomes count codes, not cells. */
#include "base/memo.h"
#include "check/codes_form.h"
#include "check/making.h"
#include "check/spellings.h"

#include <stdlib.h>

static const char *const yes_no[] = { "yes", "no", NULL };

static const struct kl_parameter parameters[] = {
	{ "column", KL_PARAMETER_COLUMN, "COLUMN", "the column with the code", NULL },
	{ "separator", KL_PARAMETER_TEXT, "TEXT",
		"what stands between several codes in one cell", NULL },
	{ "form", KL_PARAMETER_CHOICE, "FORM",
		"brin, vestiging, bevoegd-gezag, gemeente or rio", kl_codes_form_names },
	{ "register", KL_PARAMETER_REGISTER, "REGISTER",
		"the list of codes: an id (klopt list registers) or a file", NULL },
	{ "list", KL_PARAMETER_COLUMNS, "CODES",
		"the codes that are allowed, besides those of the register", NULL },
	{ "one", KL_PARAMETER_CHOICE, "YES",
		"yes: all rows of all tables have the same code", yes_no },
};

struct codes {
	const struct kl_argument *column, *list;
	struct kl_span separator;       /* empty: one code in a cell */
	enum kl_codes_form form;
	struct kl_register reg;
	bool has_register, one;
	struct kl_index listed;
	struct kl_memo met;             /* codes that are in the register or list */
	struct kl_text_buffer allowed;  /* the list as a sentence has it */
	struct kl_spellings used;       /* for `one` */
	size_t index;                   /* of the current table */
	uint64_t outcomes[3];           /* of the current batch */
};

static enum kl_status read_register(struct codes *state,
	const struct kl_scope *scope, const struct kl_argument *reg,
	struct kl_error *error)
{
	struct kl_error inner;
	enum kl_status status = kl_register_read(&state->reg, reg->words[0].text,
		scope->rule->path, scope->search, &inner);

	state->has_register = status == KL_OK;
	if (status == KL_OK)
		return KL_OK;
	/* A register that is not found is a mistake of the rule that names it. */
	if (inner.path[0] == '\0')
		return kl_fail(error, status, scope->rule->path, reg->line,
			reg->column, "%s", inner.text);
	*error = inner;
	return status;
}

static enum kl_status read_list(struct codes *state, struct kl_error *error)
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

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct codes *state = memory;
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *reg = kl_rule_argument(rule, "register");
	const struct kl_argument *form = kl_rule_argument(rule, "form");
	const struct kl_argument *one = kl_rule_argument(rule, "one");
	const struct kl_argument *separator = kl_rule_argument(rule, "separator");

	state->column = kl_rule_argument(rule, "column");
	state->list = kl_rule_argument(rule, "list");
	state->form = form->given ? (enum kl_codes_form)form->choice
		: KL_CODES_NO_FORM;
	state->one = one->given && one->choice == 0;
	if (!state->column->given)
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' does not say which column has the codes: give 'column'",
			rule->id);
	if (!form->given && !reg->given && !state->list->given && !state->one)
		return kl_fail(error, KL_INVALID, rule->path, rule->line, rule->column,
			"rule '%s' compares nothing: give 'form', 'register', 'list' or 'one: yes'",
			rule->id);
	enum kl_status status = kl_scope_separator(scope, separator,
		&state->separator, error);
	if (status == KL_OK)
		status = read_list(state, error);
	return status != KL_OK || !reg->given ? status
		: read_register(state, scope, reg, error);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct codes *state = memory;

	return kl_scope_need_column(scope, &state->column->words[0],
		&state->index, error);
}

static bool is_known(struct codes *state, struct kl_span code)
{
	uint32_t value;

	if ((!state->has_register && !state->list->given)
			|| kl_memo_has(&state->met, code))
		return true;
	bool known = (state->has_register
			&& kl_register_find(&state->reg, code) != NULL)
		|| kl_index_find(&state->listed, code, &value);
	if (known)
		kl_memo_add(&state->met, code);
	return known;
}

static bool accepts(void *context, struct kl_span code)
{
	struct codes *state = context;

	return kl_codes_has_form(state->form, code) && is_known(state, code);
}

static void add_why(struct kl_making *making, const struct kl_codes_repair *repair)
{
	static const char *const names[] = { "first", "second", "third" };

	for (size_t i = 0; i < repair->reason_count; i++)
		kl_making_phrase(making, names[i], repair->reasons[i]);
	kl_making_phrase(making, "why", repair->reason_count == 1 ? repair->reasons[0]
		: repair->reason_count == 2 ? KL_MESSAGE_why_two
		: KL_MESSAGE_why_three);
}

static void choose_unknown(const struct codes *state, struct kl_making *making,
	bool mended)
{
	making->finding.code = KL_CODE_code_unknown;
	if (!state->has_register) {
		making->finding.message = mended ? KL_MESSAGE_code_unlisted_repair
			: KL_MESSAGE_code_unlisted;
		kl_making_text(making, "allowed", kl_text_span(&state->allowed));
		return;
	}
	making->finding.message = mended ? KL_MESSAGE_code_unknown_repair
		: KL_MESSAGE_code_unknown;
	kl_making_register(making, &state->reg);
}

static void choose_form(const struct codes *state, struct kl_making *making,
	struct kl_span code, bool mended)
{
	enum kl_codes_form other = kl_codes_other_form(state->form, code);

	making->finding.code = KL_CODE_code_form;
	making->finding.message = mended ? KL_MESSAGE_code_form_repair
		: KL_MESSAGE_code_form;
	kl_making_phrase(making, "form", kl_codes_form_phrase(state->form));
	if (!mended && other != KL_CODES_NO_FORM) {
		making->finding.message = KL_MESSAGE_code_form_other;
		kl_making_phrase(making, "other", kl_codes_form_phrase(other));
	}
}

static enum kl_status report_wrong(struct codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error)
{
	struct kl_codes_repair repair;
	bool mended = kl_codes_mend(state->form, code, accepts, state, &repair);
	struct kl_making making = { .finding = {
		.place = kl_scope_place(scope, row, state->index),
		.label = kl_scope_label(row, state->index), .value = code } };

	kl_making_value(&making, "code", code);
	if (kl_codes_has_form(state->form, code))
		choose_unknown(state, &making, mended);
	else
		choose_form(state, &making, code, mended);
	if (mended) {
		making.finding.expected = (struct kl_span){ repair.code,
			repair.length };
		add_why(&making, &repair);
	}
	state->outcomes[KL_VIOLATED]++;
	return kl_making_report(&making, scope, error);
}

static enum kl_status check_code(struct codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error)
{
	struct kl_spelling *spelling;

	if (!accepts(state, code))
		return report_wrong(state, scope, row, code, error);
	if (!state->one) {
		state->outcomes[KL_HOLDS]++;
		return KL_OK;
	}
	/* All in one group: what groups them is the column's name. */
	return kl_spellings_count(&state->used, state->column->words[0].text, code,
		&spelling) && kl_spellings_keep(&state->used, spelling, scope, row,
		state->index) ? KL_OK : kl_no_memory(error);
}

static enum kl_status check_cell(struct codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_span rest = kl_row_cell(row, state->index), code;
	enum kl_status status = KL_OK;
	bool more = true, some = false;

	while (more && status == KL_OK) {
		more = kl_scope_next_value(&rest, state->separator, &code);
		if (kl_span_is_blank(code))
			continue;
		some = true;
		status = check_code(state, scope, row, code, error);
	}
	state->outcomes[KL_UNDECIDED] += !some;
	return status;
}

/* One code in the cell, and nothing to be said of it or kept. */
static bool is_plain(struct codes *state, struct kl_span cell)
{
	return state->separator.length == 0 && !state->one
		&& !kl_span_is_blank(cell) && accepts(state, cell);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct codes *state = memory;
	enum kl_status status = KL_OK;

	memset(state->outcomes, 0, sizeof state->outcomes);
	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		const struct kl_row *row = &batch->rows[i];
		if (is_plain(state, kl_row_cell(row, state->index)))
			state->outcomes[KL_HOLDS]++;
		else
			status = check_cell(state, scope, row, error);
	}
	for (int i = 0; i < 3; i++)
		kl_report_outcome(scope->report, scope->rule_index,
			(enum kl_outcome)i, state->outcomes[i]);
	return status;
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
	struct codes *state = memory;
	const struct kl_spelling_words words = { .code = KL_CODE_code_unknown,
		.choose = choose_one, .column = state->column->words[0].text };

	return kl_spellings_report(&state->used, scope, &words, error);
}

static void release(void *memory)
{
	struct codes *state = memory;

	kl_register_release(&state->reg);
	kl_index_release(&state->listed);
	kl_text_release(&state->allowed);
	kl_spellings_release(&state->used);
}

const struct kl_check kl_check_codes = {
	.words = { "codes", "codes of another list, one or several in a cell: form, "
		"in the register or list, one in the whole delivery",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct codes),
	.begin_rule = begin_rule,
	.begin_table = begin_table,
	.batch = check_batch,
	.finish = finish,
	.release = release,
};
