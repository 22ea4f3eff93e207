/* What is told of a code that is wrong. */
#include "check/codes.h"
#include "check/making.h"

static void add_why(struct kl_making *making, const struct kl_codes_repair *repair)
{
	static const char *const names[] = { "first", "second", "third" };

	for (size_t i = 0; i < repair->reason_count; i++)
		kl_making_phrase(making, names[i], repair->reasons[i]);
	kl_making_phrase(making, "why", repair->reason_count == 1 ? repair->reasons[0]
		: repair->reason_count == 2 ? KL_MESSAGE_why_two
		: KL_MESSAGE_why_three);
}

static void choose_unknown(const struct kl_codes *state, struct kl_making *making,
	bool mended)
{
	making->finding.code = KL_CODE_code_unknown;
	if (!state->has_register && state->table != NULL) {
		making->finding.message = mended ? KL_MESSAGE_code_elsewhere_repair
			: KL_MESSAGE_code_elsewhere;
		kl_making_text(making, "list", state->table_column->text);
		kl_making_text(making, "other", kl_span_of(state->table->name));
		return;
	}
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

static void choose_form(const struct kl_codes *state, struct kl_making *making,
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

enum kl_status kl_codes_tell(struct kl_codes *state,
	const struct kl_scope *scope, const struct kl_row *row,
	struct kl_span code, struct kl_error *error)
{
	struct kl_codes_repair repair;
	bool mended = kl_codes_mend(state->form, code,
		kl_codes_accepts, state, &repair);
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
	return kl_making_report(&making, scope, error);
}
