/* What findings say of cells, for the colours and comments of the sheets. */
#include "format/xlsx.h"

static enum kl_status add(struct kl_xlsx *x, const struct kl_place *place,
	enum kl_mark_level level, const char *message, struct kl_error *error)
{
	const struct kl_spot spot = kl_shown_find(&x->shown, place);
	/* What stands nowhere in the table is told at its first cell. */
	const struct kl_mark mark = { .message = message,
		.level = spot.cell ? level : KL_MARK_PLAIN };

	if (!spot.table || (!spot.cell && message == NULL))
		return KL_OK;
	return kl_marks_add(&x->marks, &spot, place, &mark, error);
}

/* "Error: leerjaar_3 is 5, but ... [total-mismatch]" */
static enum kl_status keep_message(struct kl_xlsx *x,
	const struct kl_finding *finding, const char **message,
	struct kl_error *error)
{
	static const enum kl_phrase words[] = { KL_PHRASE_info, KL_PHRASE_warning,
		KL_PHRASE_error };
	struct kl_text_buffer text = { 0 };

	*message = NULL;
	if (x->comments == KL_XLSX_COMMENTS) {
		x->uncommented++;
		return KL_OK;
	}
	kl_text_printf(&text, "%s: ", kl_phrase(finding->waiver != NULL
		? KL_PHRASE_waived : kl_finding_counts(finding)
		? words[finding->severity] : KL_PHRASE_known));
	kl_finding_message(finding, x->scope->style, &text);
	kl_text_printf(&text, " [%s]", kl_code_name(finding->code));
	if (!text.failed)
		*message = kl_arena_text(&x->arena, kl_text_span(&text));
	kl_text_release(&text);
	x->comments++;
	return *message != NULL ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_xlsx_mark_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	const char *message = NULL;

	if (kl_shown_find(&x->shown, &finding->place).table)
		status = keep_message(x, finding, &message, error);
	if (status == KL_OK)
		status = add(x, &finding->place, kl_mark_level_of_finding(finding),
			message, error);
	for (size_t i = 0; i < finding->cell_count && status == KL_OK; i++)
		status = add(x, &finding->cells[i].place, KL_MARK_PART, NULL, error);
	return status;
}
