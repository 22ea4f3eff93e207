/* References of which it is known in the end whether they are to a row that is there. */
#include "check/schema.h"

#include "base/translate.h"

static void tell_unread(const struct kl_scope *scope,
	const struct kl_schema_reference *made)
{
	const struct kl_table *other =
		&scope->dataset->tables[made->reference->target];
	const struct kl_word *word = &made->reference->fields[0];
	struct kl_error problem;

	kl_fail(&problem, KL_INVALID, made->reference->path, word->line,
		word->column,
		"references of table '%s' to '%s' could not be checked, since that table was not read as a whole",
		made->table->name, other->name);
	kl_report_problem(scope->report, &problem);
}

/* The row itself was told; what may refer to it is told once. */
static void tell_undecided(const struct kl_scope *scope,
	const struct kl_schema_reference *made)
{
	const struct kl_table *other =
		&scope->dataset->tables[made->reference->target];
	struct kl_error problem;

	kl_fail(&problem, KL_INVALID, other->shown, made->target->broken_line, 0,
		"row %llu is broken, so %llu references of table '%s' (%.*s) cannot be decided: they may be to it",
		(unsigned long long)made->target->broken_row,
		(unsigned long long)made->undecided, made->table->name,
		(int)made->reference->name.length, made->reference->name.at);
	kl_report_problem(scope->report, &problem);
}

static enum kl_status report(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_schema_reference *made,
	uint64_t number, struct kl_error *error)
{
	const struct kl_reference *reference = made->reference;
	const struct kl_table *other =
		&scope->dataset->tables[reference->target];
	const struct kl_figure figures[] = {
		{ .name = "other", .kind = KL_FIGURE_TEXT,
			.text = kl_span_of(other->name) },
		{ .name = "other_field", .kind = KL_FIGURE_TEXT,
			.text = reference->other_name } };
	struct kl_finding finding = { .code = KL_CODE_reference_missing,
		.message = KL_MESSAGE_reference_missing, .figures = figures,
		.figure_count = 2 };
	enum kl_status status = kl_schema_kept_finding(&made->findings, number,
		&state->kept, &finding, error);

	return status == KL_OK ? kl_scope_report(scope, &finding, error) : status;
}

static enum kl_status settle(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_schema_reference *made,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_key_again lost;
	bool there = true;

	while (status == KL_OK && there) {
		status = kl_key_watch_next_lost(&made->asked, &made->target->keys,
			&lost, &there, error);
		if (status != KL_OK || !there)
			break;
		if (made->target->broken_row > 0)
			made->undecided++;
		else
			status = report(state, scope, made, lost.number, error);
	}
	if (status == KL_OK && made->undecided > 0)
		tell_undecided(scope, made);
	return status;
}

enum kl_status kl_schema_references_finish(struct kl_schema *state,
	const struct kl_scope *scope, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < state->reference_count && status == KL_OK; i++) {
		struct kl_schema_reference *made = &state->references[i];
		if (made->target->complete)
			status = settle(state, scope, made, error);
		else if (made->waits)
			tell_unread(scope, made);
	}
	return status;
}

