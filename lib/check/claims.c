/* Claims: figures that a text states follow from the tables. */
#include "check/claims.h"

#include <stdlib.h>

#include "base/translate.h"

static const char *const roundings[] = { "half-up", "half-even", "up", "down",
	NULL };

static const struct kl_parameter parameters[] = {
	{ "says", KL_PARAMETER_TEXTS, "TEXT",
		"what the text says: 82,2 %, ruim 22 %, een kwart, alle; several if it "
		"states the same figure several times", NULL },
	{ "of", KL_PARAMETER_EXPRESSION, "EXPRESSION",
		"the figure by the tables; shares as fractions: 0.5 is 50 %", NULL },
	{ "source", KL_PARAMETER_TEXTS, "TEXT",
		"where the text says it; one for all, or one for each", NULL },
	{ "within", KL_PARAMETER_NUMBER, "NUMBER",
		"how far from the stated figure it may be, in the figure's own unit "
		"(default: for 'about', half of what its last digit counts that is no "
		"zero)", NULL },
	{ "rounds", KL_PARAMETER_CHOICE, "HOW",
		"how the text rounds: half-up (default), half-even, up or down",
		roundings },
	{ "perhaps", KL_PARAMETER_EXPRESSIONS, "EXPRESSION",
		"other figures that the text may mean; the first that fits is told",
		NULL },
};

static enum kl_status read_expression(struct kl_claims *state,
	const struct kl_scope *scope, const struct kl_word *word,
	struct kl_expression **out, struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;
	enum kl_status status = kl_expression_read(word, rule->path,
		&state->arena, out, error);

	if (status == KL_OK)
		status = kl_expression_check(*out, scope->dataset, rule,
			KL_OF_NUMBER, true, error);
	if (status == KL_OK && kl_expression_asks_row(*out)) {
		struct kl_word field = kl_expression_field(*out);
		return kl_fail(error, KL_INVALID, rule->path, field.line, field.column,
			"rule '%s': a claim is about whole tables: a column stands in a function over rows, as cell(COLUMN of \"table\" where ...) or sum(COLUMN)",
			rule->id);
	}
	return status != KL_OK ? status
		: kl_gather_add(state->gather, *out, error);
}

static enum kl_status read_expressions(struct kl_claims *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_argument *of = kl_rule_argument(scope->rule, "of");
	const struct kl_argument *perhaps = kl_rule_argument(scope->rule,
		"perhaps");
	enum kl_status status;

	state->gather = kl_gather_new();
	state->perhaps = kl_arena_alloc(&state->arena,
		(perhaps->word_count + 1) * sizeof *state->perhaps);
	if (state->gather == NULL || state->perhaps == NULL)
		return kl_no_memory(error);
	status = read_expression(state, scope, &of->words[0], &state->of, error);
	for (size_t i = 0; i < perhaps->word_count && status == KL_OK; i++) {
		status = read_expression(state, scope, &perhaps->words[i],
			&state->perhaps[i], error);
		state->perhaps_count = i + 1;
	}
	for (size_t i = 0; status == KL_OK && i < state->of->aggregate_count; i++)
		state->own = state->own || state->of->aggregates[i]->table == NULL;
	return status;
}

static enum kl_status read_claims(struct kl_claims *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	const struct kl_rule *rule = scope->rule;
	const struct kl_argument *within = kl_rule_argument(rule, "within");
	const struct kl_argument *rounds = kl_rule_argument(rule, "rounds");
	const struct kl_claim_terms terms = {
		rounds->given ? (enum kl_rounding)rounds->choice : KL_HALF_UP,
		within->given ? &within->number : NULL };
	enum kl_status status = KL_OK;

	if (within->given && kl_decimal_sign(within->number) < 0)
		return kl_scope_refuse(scope, within, ": 'within' takes no "
			"negative number", error);
	state->claims = kl_arena_alloc(&state->arena,
		state->says->word_count * sizeof *state->claims);
	if (state->claims == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < state->says->word_count && status == KL_OK; i++) {
		const struct kl_word *word = &state->says->words[i];
		const char *wrong = kl_claim_read(word->text, &terms,
			&state->claims[i]);
		if (wrong == NULL)
			continue;
		struct kl_text_buffer why = { 0 };
		kl_text_puts(&why, "'");
		kl_text_add_visible(&why, word->text, 60);
		kl_text_printf(&why, "' %s", kl_translate(wrong));
		status = why.failed ? kl_no_memory(error)
			: kl_fail(error, KL_INVALID, rule->path, word->line,
				word->column, "rule '%s': %s", rule->id, why.at);
		kl_text_release(&why);
	}
	return status;
}

static enum kl_status begin_rule(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_claims *state = memory;
	const struct kl_rule *rule = scope->rule;
	bool compares = !kl_rule_argument(rule, "of")->given;

	state->says = kl_rule_argument(rule, "says");
	state->source = kl_rule_argument(rule, "source");
	if (!state->says->given)
		return kl_scope_refuse(scope, NULL, ": 'says' is missing: what "
			"the text says", error);
	if (compares && state->says->word_count < 2)
		return kl_scope_refuse(scope, NULL, ": 'of' is missing: the "
			"figure by the tables (without it, 'says' takes two "
			"statements of the same figure or more)", error);
	if (compares && kl_rule_argument(rule, "perhaps")->given)
		return kl_scope_refuse(scope, NULL, ": 'perhaps' takes 'of' "
			"beside it", error);
	if (state->source->word_count > 1
			&& state->source->word_count != state->says->word_count)
		return kl_scope_refuse(scope, state->source, ": 'source' takes "
			"one place for all that 'says' has, or one for each",
			error);
	enum kl_status status = read_claims(state, scope, error);
	if (status == KL_OK && !compares)
		status = read_expressions(state, scope, error);
	return status;
}

static bool wants(const void *memory, const struct kl_scope *scope)
{
	const struct kl_claims *state = memory;

	return kl_gather_wants(state->gather, scope->table);
}

static enum kl_status begin_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_claims *state = memory;

	return kl_gather_begin(state->gather, scope->table,
		scope->columns, error);
}

static enum kl_status check_batch(void *memory, const struct kl_scope *scope,
	const struct kl_batch *batch, struct kl_error *error)
{
	struct kl_claims *state = memory;

	return kl_gather_batch(state->gather, batch, scope->dialect, error);
}

static enum kl_status end_table(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_claims *state = memory;

	(void)scope;
	return kl_gather_end(state->gather, error);
}

/* A point that is a whole number from 0 on. */
static bool is_whole(const struct kl_range *range, int64_t *out)
{
	struct kl_decimal decimal;

	if (!range->point || !kl_ratio_decimal(range->low, &decimal)
			|| decimal.decimals > 0 || decimal.coefficient < 0
			|| decimal.coefficient > INT64_MAX / 1000)
		return false;
	*out = (int64_t)decimal.coefficient;
	return true;
}

enum kl_status kl_claims_evaluate(const struct kl_claims *state,
	const struct kl_expression *expression, const struct kl_table *table,
	struct kl_claims_answer *out, struct kl_error *error)
{
	struct kl_binding *binding;
	struct kl_range over, under;
	enum kl_status status = kl_bind(expression, state->gather, table, NULL,
		&binding, error);

	if (status != KL_OK)
		return status;
	*out = (struct kl_claims_answer){ .table = table };
	kl_evaluate(binding, NULL, &out->value);
	out->is_share = !out->value.unknown
		&& kl_evaluate_division(binding, NULL, &over, &under)
		&& is_whole(&over, &out->count) && is_whole(&under, &out->n)
		&& out->count <= out->n;
	status = kl_binding_check(binding, error);
	kl_binding_free(binding);
	return status;
}

/* Each claim against those before it: the first that it cannot be true with.
 * `agreed`: claims that can all be true are an outcome too. */
static enum kl_status compare(const struct kl_claims *state,
	const struct kl_scope *scope, bool agreed, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 1; i < state->says->word_count && status == KL_OK; i++) {
		size_t j = 0;
		while (j < i && !kl_claims_apart(&state->claims[i].bounds,
				&state->claims[j].bounds))
			j++;
		if (agreed || j < i)
			kl_report_outcome(scope->report, scope->rule_index,
				j < i ? KL_VIOLATED : KL_HOLDS, 1);
		if (j < i)
			status = kl_claims_tell_apart(state, scope, i, j, error);
	}
	return status;
}

static enum kl_status judge(const struct kl_claims *state,
	const struct kl_scope *scope, const struct kl_table *table,
	struct kl_error *error)
{
	struct kl_claims_answer answer;
	enum kl_status status = kl_claims_evaluate(state, state->of, table,
		&answer, error);
	bool decided = true;

	for (size_t i = 0; i < state->says->word_count && status == KL_OK; i++) {
		enum kl_outcome outcome = answer.value.unknown ? KL_UNDECIDED
			: kl_claim_judge(&state->claims[i].bounds,
				&answer.value.number);
		kl_report_outcome(scope->report, scope->rule_index, outcome, 1);
		decided = decided && outcome != KL_UNDECIDED;
		if (outcome == KL_VIOLATED)
			status = kl_claims_tell(state, scope, i, &answer, error);
	}
	/* Whatever the tables give, two of them can exclude each other. That they do
	 * not says nothing about the tables. */
	return status != KL_OK || decided ? status
		: compare(state, scope, false, error);
}

static enum kl_status finish(void *memory, const struct kl_scope *scope,
	struct kl_error *error)
{
	struct kl_claims *state = memory;
	const struct kl_dataset *dataset = scope->dataset;
	enum kl_status status = KL_OK;

	if (state->of == NULL)
		return compare(state, scope, true, error);
	if (!state->own)
		status = judge(state, scope, NULL, error);
	for (size_t i = 0; state->own && i < dataset->table_count
			&& status == KL_OK; i++) {
		if (kl_rule_applies(scope->rule, dataset->tables[i].name))
			status = judge(state, scope, &dataset->tables[i], error);
	}
	return status == KL_OK ? kl_gather_check(state->gather, error) : status;
}

static void release(void *memory)
{
	struct kl_claims *state = memory;

	kl_gather_free(state->gather);
	kl_arena_release(&state->arena);
}

const struct kl_check kl_check_claims = {
	.words = { "claims", "figures that a text states follow from the tables",
		parameters, sizeof parameters / sizeof *parameters },
	.state_size = sizeof(struct kl_claims),
	.begin_rule = begin_rule,
	.wants = wants,
	.filters = KL_FILTERS_WANTED,
	.begin_table = begin_table,
	.batch = check_batch,
	.end_table = end_table,
	.finish = finish,
	.release = release,
};
