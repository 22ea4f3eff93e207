/* The overview: what was checked, and what came of it. Written last. */
#include "format/xlsx_cover.h"

#include "base/version.h"

static const double widths[KL_COVER_COLUMNS] = {
	34, 50, 20, 9, 9, 10, 11, 9, 10, 9
};

static void put_heads(struct kl_cover *c, const char *const *heads)
{
	for (uint32_t i = 0; i < KL_COVER_COLUMNS; i++)
		kl_cover_put(c, i, heads[i], i < KL_COVER_COUNT ? c->head
			: c->right_head);
	c->row++;
}

static void put_section(struct kl_cover *c, const char *title)
{
	c->row++;
	kl_cover_put(c, KL_COVER_NAME, title, c->section);
	c->row++;
}

static void put_findings(struct kl_cover *c, const uint64_t *findings)
{
	for (uint32_t i = 0; i < KL_SEVERITIES; i++)
		kl_cover_put_count(c, KL_COVER_COLUMNS - 1 - i, findings[i]);
}

static const char *plural(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

static void add_count(struct kl_text_buffer *out, uint64_t count,
	const char *one, const char *many)
{
	kl_text_printf(out, "%s%llu %s", out->length > 0 ? ", " : "",
		(unsigned long long)count, plural(count, one, many));
}

static void add_findings(struct kl_text_buffer *out, const uint64_t *findings)
{
	add_count(out, findings[KL_ERROR], "error", "errors");
	add_count(out, findings[KL_WARNING], "warning", "warnings");
	add_count(out, findings[KL_INFO], "info", "infos");
}

static void put_verdict(struct kl_cover *c)
{
	const struct kl_tally *tally = c->tally;
	struct kl_text_buffer text = { 0 }, findings = { 0 };
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = kl_judge_run(tally, c->x->scope->fail_on,
		&phrase);

	for (uint32_t i = 1; i < KL_COVER_COLUMNS && c->status == KL_OK; i++)
		c->status = kl_xlsx_puts(c->x, c->x->cover, c->row, i, "",
			c->banners[verdict], c->error);
	worksheet_set_row(c->x->cover, c->row, 30, NULL);
	add_findings(&findings, tally->findings);
	kl_text_printf(&text, "%s  %s: %s", kl_verdict_sign(verdict),
		kl_phrase(phrase), findings.failed ? "" : findings.at);
	kl_text_release(&findings);
	kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->banners[verdict]);
	c->row += 2;
}

static void put_line(struct kl_cover *c, const char *label,
	struct kl_text_buffer *value)
{
	kl_cover_put(c, KL_COVER_NAME, label, c->label);
	kl_cover_put_buffer(c, KL_COVER_ABOUT, value, NULL);
	c->row++;
}

static void put_about(struct kl_cover *c)
{
	const struct kl_dataset *dataset = c->x->scope->dataset;
	struct kl_text_buffer text = { 0 };
	char date[32];
	struct tm now;

	if (dataset->name != NULL) {
		kl_text_add_visible(&text, kl_span_of(dataset->name), 0);
		put_line(c, "Dataset", &text);
	}
	if (dataset->descriptor != NULL) {
		kl_text_add_visible(&text, kl_span_of(dataset->descriptor), 0);
		put_line(c, "Descriptor", &text);
	}
	if (gmtime_r(&c->x->now, &now) != NULL
			&& strftime(date, sizeof date, "%Y-%m-%d", &now) > 0) {
		kl_text_puts(&text, date);
		put_line(c, "Date of the check (UTC)", &text);
	}
	kl_text_puts(&text, "klopt " KL_VERSION);
	if (c->x->scope->program != NULL)
		kl_text_printf(&text, " (%s)", c->x->scope->program);
	put_line(c, "Checked with", &text);
}

static void put_numbers(struct kl_cover *c)
{
	const struct kl_tally *tally = c->tally;
	const uint64_t *equations = tally->equations;
	struct kl_text_buffer text = { 0 };

	add_count(&text, tally->tables, "table", "tables");
	add_count(&text, tally->rows, "row", "rows");
	add_count(&text, tally->cells, "cell", "cells");
	put_line(c, "Read", &text);
	if (equations[0] + equations[1] + equations[2] > 0) {
		add_count(&text, equations[KL_HOLDS], "holds", "hold");
		add_count(&text, equations[KL_VIOLATED], "violated",
			"violated");
		kl_text_printf(&text, ", %llu cannot be decided",
			(unsigned long long)equations[KL_UNDECIDED]);
		put_line(c, "Sums compared", &text);
	}
	if (tally->derived > 0) {
		add_count(&text, tally->derived,
			"cell is not printed, and follows from the others",
			"cells are not printed, and follow from the others");
		put_line(c, "Derived", &text);
	}
	add_findings(&text, tally->findings);
	put_line(c, "Findings", &text);
	if (tally->problems > 0) {
		add_count(&text, tally->problems, "thing", "things");
		kl_text_puts(&text, " could not be checked: see below");
		put_line(c, "Not checked", &text);
	}
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row++, KL_COVER_ABOUT,
			"Go to the findings", c->link, "Findings", 0, 0, c->error);
}

static void put_judgement(struct kl_cover *c, enum kl_verdict_kind verdict,
	enum kl_phrase phrase)
{
	struct kl_text_buffer text = { 0 };

	kl_text_printf(&text, "%s %s", kl_verdict_sign(verdict), kl_phrase(phrase));
	kl_cover_put_buffer(c, KL_COVER_VERDICT, &text, c->verdicts[verdict]);
}

static void put_rules(struct kl_cover *c)
{
	static const char *const heads[KL_COVER_COLUMNS] = { "Rule", "Check", "Verdict",
		"Tables", "Held", "Violated", "Undecided", "Errors", "Warnings",
		"Infos" };

	put_section(c, "Rules");
	put_heads(c, heads);
	for (size_t i = 0; i < c->tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &c->tally->rules[i];
		enum kl_phrase phrase;
		enum kl_verdict_kind verdict = kl_judge_rule(rule, &phrase);
		kl_cover_put(c, KL_COVER_NAME, rule->rule != NULL ? rule->rule
			: "(always checked)", c->text);
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

/* How the table was read: "line 7: ...". */
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

/* A text of several lines in the second column; releases it. */
static void put_lines(struct kl_cover *c, struct kl_text_buffer *text)
{
	size_t lines = text->failed ? 1 : kl_xlsx_lines(kl_text_span(text),
		widths[KL_COVER_ABOUT]);

	kl_cover_put_buffer(c, KL_COVER_ABOUT, text, c->text);
	if (c->status == KL_OK)
		c->status = kl_xlsx_set_lines(c->x->cover, c->row, lines, c->error);
}

static void put_table_name(struct kl_cover *c, const struct kl_table *table,
	const struct kl_xlsx_table *info, size_t order, enum kl_unshown without)
{
	static const char *const why[] = {
		[KL_UNSHOWN_PIPE] =
			"no sheet: it came through a pipe and can be read only once",
		[KL_UNSHOWN_HIDDEN] = "no sheet: this report leaves out the values",
		[KL_UNSHOWN_UNREADABLE] = "no sheet: the file could not be read",
	};
	struct kl_text_buffer about = { 0 };

	if (without != KL_UNSHOWN_NOT || c->row >= KL_XLSX_LINKS)
		kl_cover_put(c, KL_COVER_NAME, table->name, c->text);
	else if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row, KL_COVER_NAME,
			table->name, c->link, info->sheets[0], 0, 0, c->error);
	if (table->title != NULL)
		kl_text_add_visible(&about, kl_span_of(table->title), 0);
	if (without != KL_UNSHOWN_NOT)
		kl_text_printf(&about, "%s(%s)", about.length > 0 ? " " : "",
			why[without]);
	add_notes(&about, c->tally, order);
	put_lines(c, &about);
}

static void put_table(struct kl_cover *c, size_t order)
{
	const struct kl_table *table = &c->x->scope->dataset->tables[order];
	const struct kl_xlsx_table *info = &c->x->tables[order];
	const struct kl_shown_table *shown = &c->x->shown.tables[order];
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = judge_table(info, shown->without, &phrase);

	put_table_name(c, table, info, order, shown->without);
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

static void put_tables(struct kl_cover *c)
{
	static const char *const heads[KL_COVER_COLUMNS] = { "Table", "Title", "Verdict",
		"Rows", "Columns", "Sheets", "Printed N", "Errors", "Warnings",
		"Infos" };
	const struct kl_dataset *dataset = c->x->scope->dataset;

	put_section(c, "Tables");
	put_heads(c, heads);
	for (size_t i = 0; i < dataset->table_count; i++)
		put_table(c, i);
	/* Of files that are no table, and how many were not kept. */
	struct kl_text_buffer text = { 0 };
	uint64_t more = c->tally->notes - c->tally->note_list_count;
	add_notes(&text, c->tally, KL_NO_TABLE);
	if (more > 0)
		kl_text_printf(&text, "%sand %llu more notes on how files were read",
			text.length > 0 ? "\n" : "", (unsigned long long)more);
	if (text.length > 0) {
		put_lines(c, &text);
		c->row++;
	}
}

static bool leaves_out(const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++) {
		if (tally->rules[i].excuse_count > 0)
			return true;
	}
	return false;
}

/* Rows that rules leave out on purpose, and why. */
static void put_excuses(struct kl_cover *c)
{
	if (!leaves_out(c->tally))
		return;
	put_section(c, "Left out");
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

static void put_problems(struct kl_cover *c)
{
	const struct kl_tally *tally = c->tally;
	struct kl_text_buffer text = { 0 };

	if (tally->problem_list_count == 0)
		return;
	put_section(c, "Not checked");
	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		if (problem->path != NULL)
			kl_text_add_visible(&text, kl_span_of(problem->path), 0);
		if (problem->line > 0)
			kl_text_printf(&text, ":%llu",
				(unsigned long long)problem->line);
		kl_text_puts(&text, problem->path != NULL ? ": " : "");
		kl_text_add_visible(&text, kl_span_of(problem->text), 0);
		kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->label);
		c->row++;
	}
	if (tally->problems > tally->problem_list_count) {
		kl_text_printf(&text, "and %llu more", (unsigned long long)
			(tally->problems - tally->problem_list_count));
		kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->label);
		c->row++;
	}
}

static void put_sample(struct kl_cover *c, enum kl_mark_level level,
	const char *words, const char *meaning)
{
	lxw_format *format;

	if (c->status == KL_OK)
		c->status = kl_xlsx_format(c->x, level, KL_XLSX_TEXT, &format,
			c->error);
	if (c->status != KL_OK)
		return;
	kl_cover_put(c, KL_COVER_NAME, words, format);
	kl_cover_put(c, KL_COVER_ABOUT, meaning, c->indented);
	c->row++;
}

static void put_note(struct kl_cover *c, const char *text)
{
	kl_cover_put(c, KL_COVER_NAME, text, c->note);
	c->row++;
}

static void put_legend(struct kl_cover *c)
{
	put_section(c, "How to read the sheets");
	put_sample(c, KL_MARK_ERROR, "Error: thick line",
		"what must hold does not; the comment on the cell tells it");
	put_sample(c, KL_MARK_WARNING, "Warning: dashed line",
		"probably wrong; the comment on the cell tells why");
	put_sample(c, KL_MARK_INFO, "Info: dotted line",
		"good to know; the comment on the cell tells it");
	put_sample(c, KL_MARK_PART, "Grey: thin line",
		"takes part in a finding that stands at another cell");
	c->row++;
	put_note(c, "Every cell stands as it was delivered: nothing is computed "
		"again, marks such as \"-\" stay, and codes are text.");
	put_note(c, "Row 1 is the first row below the header, which is row 2 of "
		"its sheet.");
	put_note(c, "What concerns a whole table, such as the N printed below it, "
		"is told at its first cell.");
}

/* Nothing is left out without a word. */
static void put_left_out(struct kl_cover *c)
{
	const struct {
		uint64_t count;
		const char *what;
	} left[] = {
		{ c->x->marks.left_out, "cells of findings are not coloured" },
		{ c->x->uncommented, "findings have no comment at their cell" },
		{ c->x->list.unlinked, "findings have no link to their cell" },
	};

	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		struct kl_text_buffer text = { 0 };
		if (left[i].count == 0)
			continue;
		kl_text_printf(&text, "%llu %s: there are too many. All findings "
			"are in the sheet Findings.",
			(unsigned long long)left[i].count, left[i].what);
		kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->note);
		c->row++;
	}
}

enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_cover c = { .x = x, .tally = tally, .error = error };
	const struct kl_dataset *dataset = x->scope->dataset;
	struct kl_text_buffer title = { 0 };

	kl_cover_make_formats(&c);
	for (uint32_t i = 0; i < KL_COVER_COLUMNS; i++)
		worksheet_set_column(x->cover, (lxw_col_t)i, (lxw_col_t)i,
			widths[i], NULL);
	worksheet_gridlines(x->cover, LXW_HIDE_ALL_GRIDLINES);
	if (dataset->title != NULL || dataset->name != NULL)
		kl_text_add_visible(&title, kl_span_of(dataset->title != NULL
			? dataset->title : dataset->name), 0);
	else
		kl_text_puts(&title, "Check of data");
	worksheet_set_row(x->cover, 0, 28, NULL);
	kl_cover_put_buffer(&c, KL_COVER_NAME, &title, c.title);
	c.row = 2;
	put_verdict(&c);
	put_about(&c);
	put_numbers(&c);
	put_problems(&c);
	put_rules(&c);
	put_excuses(&c);
	put_tables(&c);
	put_legend(&c);
	put_left_out(&c);
	return c.status;
}
