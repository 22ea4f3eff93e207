/* The overview: what was checked, and what came of it. Written last. */
#include "format/xlsx_cover.h"

#include "base/version.h"

/* Together as wide as an upright page takes at two thirds of its size. */
static const double widths[KL_COVER_COLUMNS] = {
	33, 36, 17, 9, 10, 10, 12, 9, 11, 10
};

void kl_cover_section(struct kl_cover *c, enum kl_phrase title)
{
	c->row++;
	kl_cover_put(c, KL_COVER_NAME, kl_phrase(title), c->section);
	c->row++;
}

size_t kl_cover_lines(struct kl_span text, uint32_t column)
{
	return kl_xlsx_lines(text, widths[column]);
}

void kl_cover_set_lines(struct kl_cover *c, size_t lines)
{
	if (c->status == KL_OK)
		c->status = kl_xlsx_set_lines(c->x->cover, c->row, lines, c->error);
}

static void add_count(struct kl_text_buffer *out, enum kl_phrase phrase,
	uint64_t count)
{
	kl_text_puts(out, out->length > 0 ? ", " : "");
	kl_phrase_add(out, phrase, count, 0);
}

static void add_findings(struct kl_text_buffer *out, const uint64_t *findings)
{
	add_count(out, KL_PHRASE_count_errors, findings[KL_ERROR]);
	add_count(out, KL_PHRASE_count_warnings, findings[KL_WARNING]);
	add_count(out, KL_PHRASE_count_infos, findings[KL_INFO]);
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
	if (tally->waivers != NULL || tally->baseline != NULL)
		kl_text_puts(&findings, "; ");
	kl_excused_add(tally, &findings);
	kl_text_printf(&text, "%s  %s: %s", kl_verdict_sign(verdict),
		kl_phrase(phrase), findings.failed ? "" : findings.at);
	kl_text_release(&findings);
	kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->banners[verdict]);
	c->row += 2;
}

static void put_line(struct kl_cover *c, enum kl_phrase label,
	struct kl_text_buffer *value)
{
	kl_cover_put(c, KL_COVER_NAME, kl_phrase(label), c->label);
	kl_cover_put_buffer(c, KL_COVER_ABOUT, value, NULL);
	c->row++;
}

static void put_about_text(struct kl_cover *c, enum kl_phrase label,
	const char *value)
{
	struct kl_text_buffer text = { 0 };

	if (value == NULL)
		return;
	kl_text_add_visible(&text, kl_span_of(value), 0);
	put_line(c, label, &text);
}

/* A date, and no text, so that it can be sorted and counted with. */
static void put_date(struct kl_cover *c)
{
	enum { DAY = 24 * 60 * 60 };

	kl_cover_put(c, KL_COVER_NAME, kl_phrase(KL_PHRASE_on_date), c->label);
	if (c->status == KL_OK) {
		kl_xlsx_wrote(c->x, c->x->cover, 0);
		c->status = kl_xlsx_fail(worksheet_write_unixtime(c->x->cover, c->row,
			KL_COVER_ABOUT, c->x->now - c->x->now % DAY, c->date),
			c->error);
	}
	c->row++;
}

static void put_about(struct kl_cover *c)
{
	const struct kl_format_scope *scope = c->x->scope;
	struct kl_text_buffer text = { 0 };

	put_about_text(c, KL_PHRASE_dataset, scope->dataset->name);
	put_about_text(c, KL_PHRASE_descriptor, scope->dataset->descriptor);
	put_date(c);
	kl_text_puts(&text, "klopt " KL_VERSION);
	if (scope->program != NULL)
		kl_text_printf(&text, " (%s)", scope->program);
	put_line(c, KL_PHRASE_made_by, &text);
}

static void put_numbers(struct kl_cover *c)
{
	const struct kl_tally *tally = c->tally;
	const uint64_t *equations = tally->equations;
	struct kl_text_buffer text = { 0 };

	add_count(&text, KL_PHRASE_count_tables, tally->tables);
	add_count(&text, KL_PHRASE_count_rows, tally->rows);
	add_count(&text, KL_PHRASE_count_cells, tally->cells);
	put_line(c, KL_PHRASE_read, &text);
	if (equations[0] + equations[1] + equations[2] > 0) {
		add_count(&text, KL_PHRASE_count_held, equations[KL_HOLDS]);
		add_count(&text, KL_PHRASE_count_violated, equations[KL_VIOLATED]);
		add_count(&text, KL_PHRASE_count_undecided,
			equations[KL_UNDECIDED]);
		put_line(c, KL_PHRASE_sums, &text);
	}
	if (tally->derived > 0) {
		add_count(&text, KL_PHRASE_count_derived, tally->derived);
		put_line(c, KL_PHRASE_derived, &text);
	}
	add_findings(&text, tally->findings);
	put_line(c, KL_PHRASE_findings, &text);
	if (tally->problems > 0) {
		add_count(&text, KL_PHRASE_not_checked_below, tally->problems);
		put_line(c, KL_PHRASE_not_checked_label, &text);
	}
}

static void put_way(struct kl_cover *c, const char *text, const char *sheet)
{
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row++,
			KL_COVER_ABOUT, text, c->link, sheet, 0, 0, c->error);
}

/* Links to the sheets that are no table. */
static void put_ways(struct kl_cover *c)
{
	struct kl_text_buffer text = { 0 };

	put_way(c, kl_phrase(KL_PHRASE_go_to_findings), c->x->findings.name);
	if (c->x->scope->changes != NULL) {
		kl_phrase_add(&text, KL_PHRASE_go_to_changes, c->x->changes.count, 0);
		put_way(c, text.failed ? "" : text.at, c->x->changes.list.name);
	}
	kl_text_release(&text);
	if (c->x->chart_sheet != NULL) {
		kl_phrase_add(&text, KL_PHRASE_go_to_charts,
			c->x->scope->rules->chart_count, 0);
		put_way(c, text.failed ? "" : text.at, c->x->chart_sheet);
	}
	kl_text_release(&text);
}

static void put_problems(struct kl_cover *c)
{
	const struct kl_tally *tally = c->tally;
	struct kl_text_buffer text = { 0 };

	if (tally->problem_list_count == 0)
		return;
	kl_cover_section(c, KL_PHRASE_what_not_checked);
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
		kl_phrase_add(&text, KL_PHRASE_more_problems,
			tally->problems - tally->problem_list_count, 0);
		kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->label);
		c->row++;
	}
}

static void put_title(struct kl_cover *c)
{
	struct kl_text_buffer title = { 0 };

	kl_xlsx_add_title(c->x, &title, 0);
	worksheet_set_row(c->x->cover, 0, 28, NULL);
	kl_cover_put_buffer(c, KL_COVER_NAME, &title, c->title);
	c->row = 2;
}

static void dress(struct kl_xlsx *x)
{
	for (uint32_t i = 0; i < KL_COVER_COLUMNS; i++)
		worksheet_set_column(x->cover, (lxw_col_t)i, (lxw_col_t)i,
			widths[i], NULL);
	worksheet_gridlines(x->cover, LXW_HIDE_ALL_GRIDLINES);
	worksheet_set_portrait(x->cover);
}

enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_cover c = { .x = x, .tally = tally, .error = error };

	kl_cover_make_formats(&c);
	dress(x);
	put_title(&c);
	put_verdict(&c);
	put_about(&c);
	put_numbers(&c);
	put_ways(&c);
	put_problems(&c);
	kl_cover_put_rules(&c);
	kl_cover_put_excuses(&c);
	kl_cover_put_tables(&c);
	kl_cover_put_legend(&c);
	kl_cover_put_left_out(&c);
	x->whole.names++;
	worksheet_print_area(x->cover, 0, 0, c.row, KL_COVER_COLUMNS - 1);
	return c.status;
}
