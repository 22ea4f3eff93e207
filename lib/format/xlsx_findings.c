/* The sheet of findings, written as they come. */
#include "format/xlsx.h"

static const struct kl_xlsx_list_column columns[] = {
	{ KL_PHRASE_column_severity, 12, false },
	{ KL_PHRASE_column_code, 18, false },
	{ KL_PHRASE_column_rule, 18, false },
	{ KL_PHRASE_column_table, 26, false },
	{ KL_PHRASE_column_cell, 8, false },
	{ KL_PHRASE_column_row, 8, false },
	{ KL_PHRASE_column_field, 18, false },
	{ KL_PHRASE_column_value, 20, true },
	{ KL_PHRASE_column_expected, 20, true },
	{ KL_PHRASE_column_message, 66, false },
	{ KL_PHRASE_column_place, 34, false },
};

enum { SEVERITY, CODE, RULE, TABLE, CELL, ROW, FIELD, VALUE, EXPECTED, MESSAGE,
	PLACE };

static enum kl_status make_formats(struct kl_xlsx *x, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (int i = 0; i < KL_SEVERITIES && status == KL_OK; i++) {
		lxw_format **format = &x->severities[i];
		status = kl_xlsx_new_format(x, kl_mark_level_of((enum kl_severity)i),
			KL_XLSX_TEXT, format, error);
		if (status == KL_OK)
			format_set_underline(*format, LXW_UNDERLINE_SINGLE);
	}
	return status;
}

enum kl_status kl_xlsx_begin_findings(struct kl_xlsx *x, struct kl_error *error)
{
	enum kl_status status = make_formats(x, error);

	x->findings = (struct kl_xlsx_list){ .title = KL_PHRASE_sheet_findings,
		.columns = columns, .column_count = PLACE + 1 };
	return status == KL_OK ? kl_xlsx_list_begin(x, &x->findings, error)
		: status;
}

enum kl_status kl_xlsx_end_findings(struct kl_xlsx *x, bool all,
	struct kl_error *error)
{
	struct kl_xlsx_list *list = &x->findings;
	enum kl_status status = KL_OK;

	if (list->row == 0 && list->sheets == 1)
		status = kl_xlsx_puts(x, list->sheet, ++list->row, 0, kl_phrase(all
			? KL_PHRASE_no_findings : KL_PHRASE_no_findings_checked),
			NULL, error);
	return status == KL_OK ? kl_xlsx_list_end(x, list, error) : status;
}

/* Where a finding's link leads: its cell, or the first of its table. */
static struct kl_xlsx_target find_target(const struct kl_xlsx *x,
	const struct kl_spot *spot, const struct kl_finding *finding)
{
	const uint64_t records = KL_XLSX_ROWS - 1;
	struct kl_xlsx_target target = { .order = finding->place.order };

	if (!spot->table)
		return target;
	if (spot->cell && spot->row > 0) {
		target.part = (uint32_t)((spot->row - 1) / records);
		target.row = (uint32_t)((spot->row - 1) % records + 1);
	}
	if (spot->cell && spot->column != KL_MARK_LATE)
		target.column = spot->column;
	else if (finding->code == KL_CODE_row_extra_cell)
		target.column = finding->place.sheet != NULL
			? (uint32_t)finding->place.column - 1
			: (uint32_t)x->shown.tables[
				finding->place.order].column_count;
	return target;
}

/* What does not count is no error, whatever it would be. */
static enum kl_status put_severity(struct kl_xlsx *x,
	const struct kl_finding *finding, const struct kl_spot *spot, const struct kl_xlsx_target *target,
	struct kl_error *error)
{
	static const enum kl_phrase words[] = { KL_PHRASE_info, KL_PHRASE_warning,
		KL_PHRASE_error };
	struct kl_xlsx_list *list = &x->findings;
	enum kl_severity severity = kl_finding_counts(finding) ? finding->severity
		: KL_INFO;
	const char *word = kl_phrase(finding->waiver != NULL ? KL_PHRASE_waived
		: kl_finding_counts(finding) ? words[severity] : KL_PHRASE_known);
	lxw_format *format;

	if (spot->table && list->links < KL_XLSX_LINKS)
		return kl_xlsx_list_put_link(x, list, SEVERITY, word,
			x->severities[severity], target, error);
	list->unlinked += spot->table;
	enum kl_status status = kl_xlsx_format(x, kl_mark_level_of(severity),
		KL_XLSX_TEXT, &format, error);
	return status != KL_OK ? status : kl_xlsx_list_put_as(x, list, SEVERITY,
		kl_span_of(word), format, error);
}

static enum kl_status put(struct kl_xlsx *x, uint32_t column,
	struct kl_span text, struct kl_error *error)
{
	return kl_xlsx_list_put(x, &x->findings, column, text, error);
}

struct text {
	uint32_t column;
	struct kl_span text;
};

static enum kl_status put_texts(struct kl_xlsx *x, const struct text *texts,
	size_t count, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = put(x, texts[i].column, texts[i].text, error);
	return status;
}

static enum kl_status put_what(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	const struct text texts[] = {
		{ CODE, kl_span_of(kl_code_name(finding->code)) },
		{ RULE, kl_span_of(finding->rule != NULL ? finding->rule
			: finding->check) },
		{ TABLE, kl_span_of(finding->place.table) },
	};

	return put_texts(x, texts, sizeof texts / sizeof *texts, error);
}

static enum kl_status put_values(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	const struct text texts[] = {
		{ FIELD, finding->place.field },
		{ VALUE, finding->value },
		{ EXPECTED, finding->expected },
	};

	return put_texts(x, texts, sizeof texts / sizeof *texts, error);
}

static enum kl_status put_message(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	kl_finding_message(finding, x->scope->style, &text);
	if (finding->search != KL_REPAIR_NOT_SOUGHT && !x->scope->style->no_values) {
		kl_text_puts(&text, "; ");
		kl_finding_repair_text(finding, x->scope->style, &text);
	}
	if (finding->waiver != NULL) {
		kl_text_puts(&text, "; ");
		kl_excuse_add(finding, &text);
	}
	enum kl_status status = text.failed ? kl_no_memory(error)
		: put(x, MESSAGE, kl_text_span(&text), error);
	kl_text_release(&text);
	return status;
}

/* path:line:column */
static enum kl_status put_place(struct kl_xlsx *x, const struct kl_place *place,
	struct kl_error *error)
{
	struct kl_text_buffer text = { 0 };

	if (place->path == NULL)
		return KL_OK;
	kl_place_add(place, &text);
	enum kl_status status = text.failed ? kl_no_memory(error)
		: put(x, PLACE, kl_text_span(&text), error);
	kl_text_release(&text);
	return status;
}

/* Whether a link has somewhere to lead to. */
static bool has_sheets(const struct kl_xlsx *x)
{
	for (size_t i = 0; i < x->scope->dataset->table_count; i++) {
		if (x->shown.tables[i].without == KL_UNSHOWN_NOT)
			return true;
	}
	return false;
}

enum kl_status kl_xlsx_list_finding(struct kl_xlsx *x,
	const struct kl_finding *finding, struct kl_error *error)
{
	const struct kl_spot spot = kl_shown_find(&x->shown, &finding->place);
	const struct kl_xlsx_target target = find_target(x, &spot, finding);
	struct kl_xlsx_list *list = &x->findings;
	enum kl_status status = kl_xlsx_list_next(x, list, has_sheets(x), error);

	if (status == KL_OK)
		status = put_severity(x, finding, &spot, &target, error);
	if (status == KL_OK)
		status = put_what(x, finding, error);
	if (status == KL_OK && spot.cell && spot.column != KL_MARK_LATE)
		status = kl_xlsx_list_put_cell(x, list, CELL, &target, error);
	if (status == KL_OK)
		status = kl_xlsx_list_put_count(x, list, ROW, finding->place.row,
			error);
	if (status == KL_OK)
		status = put_values(x, finding, error);
	if (status == KL_OK)
		status = put_message(x, finding, error);
	if (status == KL_OK)
		status = put_place(x, &finding->place, error);
	return status == KL_OK ? kl_xlsx_list_end_row(list, error) : status;
}
