/* The lists of the overview: rules, rows they leave out, tables. */
#include "format/xlsx_cover.h"

static void put_heads(struct kl_cover *c, const enum kl_phrase *heads)
{
	for (uint32_t i = 0; i < KL_COVER_COLUMNS; i++)
		kl_cover_put(c, i, kl_phrase(heads[i]), i < KL_COVER_COUNT ? c->head
			: c->right_head);
	c->row++;
}

static void put_findings(struct kl_cover *c, const uint64_t *findings)
{
	for (uint32_t i = 0; i < KL_SEVERITIES; i++)
		kl_cover_put_count(c, KL_COVER_COLUMNS - 1 - i, findings[i]);
}

static void put_judgement(struct kl_cover *c, enum kl_verdict_kind verdict,
	enum kl_phrase phrase)
{
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, "%s %s", kl_verdict_sign(verdict), kl_phrase(phrase));
	kl_cover_put_buffer(c, KL_COVER_VERDICT, &text, c->verdicts[verdict]);
}

void kl_cover_put_rules(struct kl_cover *c)
{
	static const enum kl_phrase heads[KL_COVER_COLUMNS] = {
		KL_PHRASE_column_rule, KL_PHRASE_column_check,
		KL_PHRASE_column_verdict, KL_PHRASE_column_tables,
		KL_PHRASE_column_held, KL_PHRASE_column_violated,
		KL_PHRASE_column_undecided, KL_PHRASE_column_errors,
		KL_PHRASE_column_warnings, KL_PHRASE_column_infos };

	kl_cover_section(c, KL_PHRASE_rules);
	put_heads(c, heads);
	for (size_t i = 0; i < c->tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &c->tally->rules[i];
		enum kl_phrase phrase;
		enum kl_verdict_kind verdict = kl_judge_rule(rule, &phrase);
		kl_cover_put(c, KL_COVER_NAME, rule->rule != NULL ? rule->rule
			: kl_phrase(KL_PHRASE_always), c->text);
		kl_cover_put(c, KL_COVER_ABOUT, rule->check, c->text);
		put_judgement(c, verdict, phrase);
		kl_cover_put_count(c, KL_COVER_COUNT, rule->tables);
		kl_cover_put_count(c, KL_COVER_COUNT + 1, rule->outcomes[KL_HOLDS]);
		kl_cover_put_count(c, KL_COVER_COUNT + 2, rule->outcomes[KL_VIOLATED]);
		kl_cover_put_count(c, KL_COVER_COUNT + 3, rule->outcomes[KL_UNDECIDED]);
		put_findings(c, rule->findings);
		c->row++;
	}
}

static enum kl_verdict_kind judge_table(const struct kl_xlsx_table *info,
	enum kl_unshown without, enum kl_phrase *phrase)
{
	enum kl_verdict_kind verdict = kl_judge_table(info->findings, phrase);

	if (verdict != KL_GOOD || (without != KL_UNSHOWN_UNREADABLE
			&& (without != KL_UNSHOWN_NOT || info->rows > 0)))
		return verdict;
	*phrase = without != KL_UNSHOWN_NOT ? KL_PHRASE_not_checked : KL_PHRASE_no_rows;
	return KL_UNSURE;
}

/* How the table was read: "line 7: ..."; or what is no table. */
static void add_notes(struct kl_text_buffer *out, const struct kl_tally *tally,
	size_t order)
{
	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		if (note->place.order != order)
			continue;
		kl_text_puts(out, out->length > 0 ? "\n" : "");
		if (order == KL_NO_TABLE) {
			kl_text_add_visible(out, kl_span_of(note->place.path), 0);
			kl_text_puts(out, ", ");
		}
		if (note->place.line > 0) {
			kl_place_add_line(&note->place, out);
			kl_text_puts(out, ": ");
		}
		kl_text_add_visible(out, kl_span_of(note->text), 0);
	}
}

static void put_about(struct kl_cover *c, const struct kl_table *table,
	size_t order, enum kl_unshown without)
{
	static const enum kl_phrase why[] = {
		[KL_UNSHOWN_PIPE] = KL_PHRASE_no_sheet_pipe,
		[KL_UNSHOWN_HIDDEN] = KL_PHRASE_no_sheet_hidden,
		[KL_UNSHOWN_UNREADABLE] = KL_PHRASE_no_sheet_unreadable,
	};
	struct kl_text_buffer about = { 0 };

	if (table->title != NULL)
		kl_text_add_visible(&about, kl_span_of(table->title), 0);
	if (without != KL_UNSHOWN_NOT)
		kl_text_printf(&about, "%s(%s)", about.length > 0 ? " " : "",
			kl_phrase(why[without]));
	add_notes(&about, c->tally, order);
	size_t lines = about.failed ? 1 : kl_cover_lines(kl_text_span(&about),
		KL_COVER_ABOUT);
	size_t name = kl_cover_lines(kl_span_of(table->name), KL_COVER_NAME);
	kl_cover_put_buffer(c, KL_COVER_ABOUT, &about, c->text);
	kl_cover_set_lines(c, name > lines ? name : lines);
}

static void put_name(struct kl_cover *c, const struct kl_table *table,
	const struct kl_xlsx_table *info, enum kl_unshown without)
{
	if (without != KL_UNSHOWN_NOT || c->row >= KL_XLSX_LINKS)
		kl_cover_put(c, KL_COVER_NAME, table->name, c->text);
	else if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row, KL_COVER_NAME,
			table->name, c->link, info->sheets[0], 0, 0, c->error);
}

static void put_table(struct kl_cover *c, size_t order)
{
	const struct kl_table *table = &c->x->scope->dataset->tables[order];
	const struct kl_xlsx_table *info = &c->x->tables[order];
	const struct kl_shown_table *shown = &c->x->shown.tables[order];
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = judge_table(info, shown->without, &phrase);

	put_name(c, table, info, shown->without);
	put_about(c, table, order, shown->without);
	put_judgement(c, verdict, phrase);
	if (shown->without == KL_UNSHOWN_NOT) {
		kl_cover_put_count(c, KL_COVER_COUNT, info->rows);
		kl_cover_put_count(c, KL_COVER_COUNT + 1, shown->column_count);
		kl_cover_put_count(c, KL_COVER_COUNT + 2, info->sheet_count);
	}
	if (table->n.text.at != NULL && !c->x->scope->style->no_values
			&& c->status == KL_OK)
		c->status = kl_xlsx_put(c->x, c->x->cover, c->row, KL_COVER_COUNT + 3,
			table->n.text, c->number, c->error);
	put_findings(c, info->findings);
	c->row++;
}

/* Of files that are no table, and how many were not kept. */
static void put_other_notes(struct kl_cover *c)
{
	uint64_t more = c->tally->notes - c->tally->note_list_count;
	struct kl_text_buffer text = { 0 };

	add_notes(&text, c->tally, KL_NO_TABLE);
	if (more > 0) {
		kl_text_puts(&text, text.length > 0 ? "\n" : "");
		kl_phrase_add(&text, KL_PHRASE_more_notes, more, 0);
	}
	if (text.length == 0)
		return;
	size_t lines = text.failed ? 1 : kl_cover_lines(kl_text_span(&text),
		KL_COVER_ABOUT);
	kl_cover_put_buffer(c, KL_COVER_ABOUT, &text, c->text);
	kl_cover_set_lines(c, lines);
	c->row++;
}

void kl_cover_put_tables(struct kl_cover *c)
{
	static const enum kl_phrase heads[KL_COVER_COLUMNS] = {
		KL_PHRASE_column_table, KL_PHRASE_column_title,
		KL_PHRASE_column_verdict, KL_PHRASE_column_rows,
		KL_PHRASE_column_columns, KL_PHRASE_column_sheets,
		KL_PHRASE_column_n, KL_PHRASE_column_errors,
		KL_PHRASE_column_warnings, KL_PHRASE_column_infos };
	const struct kl_dataset *dataset = c->x->scope->dataset;

	kl_cover_section(c, KL_PHRASE_tables);
	put_heads(c, heads);
	for (size_t i = 0; i < dataset->table_count; i++)
		put_table(c, i);
	put_other_notes(c);
}

static bool leaves_out(const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++) {
		if (tally->rules[i].excuse_count > 0)
			return true;
	}
	return false;
}

void kl_cover_put_excuses(struct kl_cover *c)
{
	if (!leaves_out(c->tally))
		return;
	kl_cover_section(c, KL_PHRASE_excuses);
	for (size_t i = 0; i < c->tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &c->tally->rules[i];
		for (size_t j = 0; j < rule->excuse_count; j++) {
			struct kl_text_buffer text = { 0 };
			kl_text_add_visible(&text, rule->excuses[j].because, 0);
			kl_cover_put(c, KL_COVER_NAME, rule->rule, c->text);
			kl_cover_put_buffer(c, KL_COVER_ABOUT, &text, c->text);
			kl_cover_put_count(c, KL_COVER_COUNT, rule->excuses[j].rows);
			c->row++;
		}
	}
}
