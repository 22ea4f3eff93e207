/* The overview: what was checked, and what came of it. Written last. */
#include "format/xlsx.h"

#include "base/version.h"

enum { COLUMNS = 10, NAME = 0, ABOUT = 1, VERDICT = 2, FIRST_COUNT = 3 };

static const double widths[COLUMNS] = { 34, 46, 20, 9, 9, 10, 11, 9, 10, 9 };

enum verdict { GOOD, BAD, DOUBTFUL, REMARKS, UNKNOWN };

struct cover {
	struct kl_xlsx *x;
	const struct kl_tally *tally;
	uint32_t row;                   /* to be written next */
	lxw_format *title, *label, *text, *indented, *number, *head,
		*right_head, *section, *link, *note;
	lxw_format *verdicts[UNKNOWN + 1], *banners[UNKNOWN + 1];
	enum kl_status status;          /* the first failure; then nothing is done */
	struct kl_error *error;
};

static void put(struct cover *c, uint32_t column, const char *text,
	lxw_format *format)
{
	if (c->status == KL_OK && text != NULL)
		c->status = kl_xlsx_puts(c->x, c->x->cover, c->row, column, text,
			format, c->error);
}

static void put_buffer(struct cover *c, uint32_t column,
	struct kl_text_buffer *text, lxw_format *format)
{
	if (text->failed && c->status == KL_OK)
		c->status = kl_no_memory(c->error);
	else
		put(c, column, text->at, format);
	kl_text_release(text);
}

static void put_count(struct cover *c, uint32_t column, uint64_t count)
{
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_count(c->x->cover, c->row, column, count,
			c->number, c->error);
}

static lxw_format *add_format(struct cover *c)
{
	lxw_format *format = c->status == KL_OK ? workbook_add_format(c->x->book)
		: NULL;

	if (format == NULL && c->status == KL_OK)
		c->status = kl_no_memory(c->error);
	if (format != NULL)
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	return format;
}

/* Light fills, and a sign with every word: green and orange look alike to some. */
static void make_verdicts(struct cover *c)
{
	static const lxw_color_t fills[] = { 0xd3efe5, 0xfbd9c6, 0xfdf0c4,
		0xd6ecf9, 0xeeeeee };
	static const lxw_color_t lines[] = { 0x00745a, 0xc14a00, 0xb07d00,
		0x0072b2, 0x52606d };

	for (int i = GOOD; i <= UNKNOWN && c->status == KL_OK; i++) {
		c->verdicts[i] = add_format(c);
		c->banners[i] = add_format(c);
		if (c->status != KL_OK)
			return;
		format_set_bg_color(c->verdicts[i], fills[i]);
		format_set_bg_color(c->banners[i], fills[i]);
		format_set_top(c->banners[i], LXW_BORDER_MEDIUM);
		format_set_bottom(c->banners[i], LXW_BORDER_MEDIUM);
		format_set_top_color(c->banners[i], lines[i]);
		format_set_bottom_color(c->banners[i], lines[i]);
		format_set_align(c->banners[i], LXW_ALIGN_VERTICAL_CENTER);
		format_set_bold(c->banners[i]);
		format_set_font_size(c->banners[i], 14);
	}
}

static void make_formats(struct cover *c)
{
	lxw_format **formats[] = { &c->title, &c->label, &c->text,
		&c->indented, &c->number, &c->head, &c->right_head, &c->section,
		&c->link, &c->note };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		*formats[i] = add_format(c);
	make_verdicts(c);
	if (c->status != KL_OK)
		return;
	format_set_bold(c->title);
	format_set_font_size(c->title, 18);
	format_set_font_color(c->label, 0x52606d);
	format_set_text_wrap(c->text);
	format_set_indent(c->indented, 1);
	format_set_num_format(c->number, "#,##0;-#,##0;\"\xe2\x80\x93\"");
	format_set_align(c->number, LXW_ALIGN_RIGHT);
	format_set_align(c->right_head, LXW_ALIGN_RIGHT);
	for (int i = 0; i < 2; i++) {
		lxw_format *head = i == 0 ? c->head : c->right_head;
		format_set_bold(head);
		format_set_bg_color(head, 0x243b53);
		format_set_font_color(head, 0xffffff);
	}
	format_set_bold(c->section);
	format_set_font_size(c->section, 13);
	format_set_font_color(c->link, 0x0563c1);
	format_set_underline(c->link, LXW_UNDERLINE_SINGLE);
	format_set_font_color(c->note, 0x52606d);
}

static void put_heads(struct cover *c, const char *const *heads)
{
	for (uint32_t i = 0; i < COLUMNS; i++)
		put(c, i, heads[i], i < FIRST_COUNT ? c->head : c->right_head);
	c->row++;
}

static void put_section(struct cover *c, const char *title)
{
	c->row++;
	put(c, NAME, title, c->section);
	c->row++;
}

static void put_findings(struct cover *c, const uint64_t *findings)
{
	for (uint32_t i = 0; i < KL_SEVERITIES; i++)
		put_count(c, COLUMNS - 1 - i, findings[i]);
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

static void put_verdict(struct cover *c)
{
	const struct kl_tally *tally = c->tally;
	enum verdict verdict = GOOD;
	const char *words = "\xe2\x9c\x93  It adds up";
	struct kl_text_buffer text = { 0 }, findings = { 0 };
	uint64_t failing = 0;

	for (int i = (int)c->x->scope->fail_on; i < KL_SEVERITIES; i++)
		failing += tally->findings[i];
	if (failing > 0) {
		verdict = BAD;
		words = "\xe2\x9c\x97  It does not add up";
	} else if (tally->problems > 0 || tally->rows == 0) {
		verdict = UNKNOWN;
		words = tally->rows == 0 ? "?  Nothing was checked"
			: "?  Not everything could be checked";
	}
	for (uint32_t i = 1; i < COLUMNS && c->status == KL_OK; i++)
		c->status = kl_xlsx_puts(c->x, c->x->cover, c->row, i, "",
			c->banners[verdict], c->error);
	worksheet_set_row(c->x->cover, c->row, 30, NULL);
	add_findings(&findings, tally->findings);
	kl_text_printf(&text, "%s: %s", words, findings.failed ? "" : findings.at);
	kl_text_release(&findings);
	put_buffer(c, NAME, &text, c->banners[verdict]);
	c->row += 2;
}

static void put_line(struct cover *c, const char *label,
	struct kl_text_buffer *value)
{
	put(c, NAME, label, c->label);
	put_buffer(c, ABOUT, value, NULL);
	c->row++;
}

static void put_about(struct cover *c)
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

static void put_numbers(struct cover *c)
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
		add_count(&text, equations[KL_VIOLATED], "is violated",
			"are violated");
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
		kl_text_printf(&text, " could not be checked; %s told when the check ran",
			plural(tally->problems, "it was", "they were"));
		put_line(c, "Not checked", &text);
	}
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row++, ABOUT,
			"Go to the findings", c->link, "Findings", 0, 0, c->error);
}

static enum verdict judge_rule(const struct kl_rule_tally *rule,
	const char **words)
{
	const uint64_t *outcomes = rule->outcomes;

	if (outcomes[KL_VIOLATED] > 0 || rule->findings[KL_ERROR] > 0) {
		*words = outcomes[KL_VIOLATED] > 0 ? "\xe2\x9c\x97 violated"
			: "\xe2\x9c\x97 errors";
		return BAD;
	}
	if (rule->findings[KL_WARNING] > 0) {
		*words = "! warnings";
		return DOUBTFUL;
	}
	if (rule->tables == 0) {
		*words = "? checked nothing";
		return UNKNOWN;
	}
	if (outcomes[KL_HOLDS] == 0 && outcomes[KL_UNDECIDED] > 0) {
		*words = "? undecided";
		return UNKNOWN;
	}
	*words = outcomes[KL_HOLDS] > 0 ? "\xe2\x9c\x93 holds"
		: "\xe2\x9c\x93 nothing found";
	return GOOD;
}

static void put_rules(struct cover *c)
{
	static const char *const heads[COLUMNS] = { "Rule", "Check", "Verdict",
		"Tables", "Held", "Violated", "Undecided", "Errors", "Warnings",
		"Infos" };

	put_section(c, "Rules");
	put_heads(c, heads);
	for (size_t i = 0; i < c->tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &c->tally->rules[i];
		const char *words;
		enum verdict verdict = judge_rule(rule, &words);
		put(c, NAME, rule->rule != NULL ? rule->rule
			: "(always checked)", c->text);
		put(c, ABOUT, rule->check, c->text);
		put(c, VERDICT, words, c->verdicts[verdict]);
		put_count(c, FIRST_COUNT, rule->tables);
		put_count(c, FIRST_COUNT + 1, rule->outcomes[KL_HOLDS]);
		put_count(c, FIRST_COUNT + 2, rule->outcomes[KL_VIOLATED]);
		put_count(c, FIRST_COUNT + 3, rule->outcomes[KL_UNDECIDED]);
		put_findings(c, rule->findings);
		c->row++;
	}
}

static enum verdict judge_table(const struct kl_xlsx_table *info,
	const char **words)
{
	if (info->findings[KL_ERROR] > 0) {
		*words = "\xe2\x9c\x97 errors";
		return BAD;
	}
	if (info->findings[KL_WARNING] > 0) {
		*words = "! warnings";
		return DOUBTFUL;
	}
	if (info->findings[KL_INFO] > 0) {
		*words = "i infos";
		return REMARKS;
	}
	if (info->unreadable || (info->without == NULL && info->rows == 0)) {
		*words = info->unreadable ? "? not checked" : "? no rows";
		return UNKNOWN;
	}
	*words = "\xe2\x9c\x93 nothing found";
	return GOOD;
}

static void put_table_name(struct cover *c, const struct kl_table *table,
	const struct kl_xlsx_table *info)
{
	struct kl_text_buffer about = { 0 };

	if (info->without != NULL || c->row >= KL_XLSX_LINKS)
		put(c, NAME, table->name, c->text);
	else if (c->status == KL_OK)
		c->status = kl_xlsx_put_link(c->x, c->x->cover, c->row, NAME,
			table->name, c->link, info->sheets[0], 0, 0, c->error);
	if (table->title != NULL)
		kl_text_add_visible(&about, kl_span_of(table->title), 0);
	if (info->without != NULL)
		kl_text_printf(&about, "%s(%s)", about.length > 0 ? " " : "",
			info->without);
	size_t lines = about.failed ? 1 : kl_xlsx_lines(kl_text_span(&about),
		widths[ABOUT]);
	put_buffer(c, ABOUT, &about, c->text);
	if (c->status == KL_OK)
		c->status = kl_xlsx_set_lines(c->x->cover, c->row, lines, c->error);
}

static void put_table(struct cover *c, size_t order)
{
	const struct kl_table *table = &c->x->scope->dataset->tables[order];
	const struct kl_xlsx_table *info = &c->x->tables[order];
	const char *words;
	enum verdict verdict = judge_table(info, &words);

	put_table_name(c, table, info);
	put(c, VERDICT, words, c->verdicts[verdict]);
	if (info->without == NULL) {
		put_count(c, FIRST_COUNT, info->rows);
		put_count(c, FIRST_COUNT + 1, info->column_count);
		put_count(c, FIRST_COUNT + 2, info->sheet_count);
	}
	if (table->n.text.at != NULL && !c->x->scope->style->no_values
			&& c->status == KL_OK)
		c->status = kl_xlsx_put(c->x, c->x->cover, c->row, FIRST_COUNT + 3,
			table->n.text, c->number, c->error);
	put_findings(c, info->findings);
	c->row++;
}

static void put_tables(struct cover *c)
{
	static const char *const heads[COLUMNS] = { "Table", "Title", "Verdict",
		"Rows", "Columns", "Sheets", "Printed N", "Errors", "Warnings",
		"Infos" };
	const struct kl_dataset *dataset = c->x->scope->dataset;

	put_section(c, "Tables");
	put_heads(c, heads);
	for (size_t i = 0; i < dataset->table_count; i++)
		put_table(c, i);
}

static void put_sample(struct cover *c, enum kl_xlsx_level level,
	const char *words, const char *meaning)
{
	lxw_format *format;

	if (c->status == KL_OK)
		c->status = kl_xlsx_format(c->x, level, KL_XLSX_TEXT, &format,
			c->error);
	if (c->status != KL_OK)
		return;
	put(c, NAME, words, format);
	put(c, ABOUT, meaning, c->indented);
	c->row++;
}

static void put_note(struct cover *c, const char *text)
{
	put(c, NAME, text, c->note);
	c->row++;
}

static void put_legend(struct cover *c)
{
	put_section(c, "How to read the sheets");
	put_sample(c, KL_XLSX_ERROR, "Error: thick line",
		"what must hold does not; the comment on the cell tells it");
	put_sample(c, KL_XLSX_WARNING, "Warning: dashed line",
		"probably wrong; the comment on the cell tells why");
	put_sample(c, KL_XLSX_INFO, "Info: dotted line",
		"good to know; the comment on the cell tells it");
	put_sample(c, KL_XLSX_PART, "Grey: thin line",
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
static void put_left_out(struct cover *c)
{
	const struct {
		uint64_t count;
		const char *what;
	} left[] = {
		{ c->x->unmarked, "cells of findings are not coloured" },
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
		put_buffer(c, NAME, &text, c->note);
		c->row++;
	}
}

enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct cover c = { .x = x, .tally = tally, .error = error };
	const struct kl_dataset *dataset = x->scope->dataset;
	struct kl_text_buffer title = { 0 };

	make_formats(&c);
	for (uint32_t i = 0; i < COLUMNS; i++)
		worksheet_set_column(x->cover, (lxw_col_t)i, (lxw_col_t)i,
			widths[i], NULL);
	worksheet_gridlines(x->cover, LXW_HIDE_ALL_GRIDLINES);
	if (dataset->title != NULL || dataset->name != NULL)
		kl_text_add_visible(&title, kl_span_of(dataset->title != NULL
			? dataset->title : dataset->name), 0);
	else
		kl_text_puts(&title, "Check of data");
	worksheet_set_row(x->cover, 0, 28, NULL);
	put_buffer(&c, NAME, &title, c.title);
	c.row = 2;
	put_verdict(&c);
	put_about(&c);
	put_numbers(&c);
	put_rules(&c);
	put_tables(&c);
	put_legend(&c);
	put_left_out(&c);
	return c.status;
}
