/* Pictures of equations that fail: tiles for the cells, with what stands between
 * them. They read as sentences where they are not seen. */
#include "format/html.h"

enum {
	TILES = 10,             /* parts that are drawn */
	NAME = 32, VALUE = 24   /* code points */
};

struct picture {
	struct kl_html *h;
	struct kl_text_buffer *out;
	const struct kl_finding *finding;
	const struct kl_reading *reading;
};

static bool same_place(const struct kl_place *a, const struct kl_place *b)
{
	return a->order == b->order && a->row == b->row && a->line == b->line
		&& kl_span_equal(a->field, b->field);
}

static bool is_head(const struct picture *p, const struct kl_finding_cell *cell)
{
	return same_place(&cell->place, &p->finding->place);
}

/* What the cell could be instead: if that alone would do, or only that together
 * with other cells. */
static const struct kl_change *change_of(const struct picture *p,
	const struct kl_place *place)
{
	for (size_t i = 0; i < p->finding->repair_count; i++) {
		const struct kl_finding_repair *repair = &p->finding->repairs[i];
		for (size_t j = 0; j < repair->count; j++) {
			if ((repair->count == 1 || repair->certain)
					&& same_place(&repair->changes[j].place, place))
				return &repair->changes[j];
		}
	}
	return NULL;
}

static void add_between(struct picture *p, const char *sign,
	enum kl_phrase words)
{
	kl_text_printf(p->out, "<span class=\"between\"><span aria-hidden=\"true\">"
		"%s</span><span class=\"aloud\"> ", sign);
	kl_html_say(p->h, p->out, words);
	kl_text_puts(p->out, " </span></span>\n");
}

/* A tile; `kind` is a class, `place` that of a cell or NULL. */
static void add_tile(struct picture *p, const char *kind, struct kl_span name,
	uint64_t row, struct kl_span value, const struct kl_place *place)
{
	const struct kl_change *change = place != NULL ? change_of(p, place) : NULL;
	struct kl_html *h = p->h;

	kl_text_printf(p->out, "<span class=\"tile %s%s\"><span class=\"name\">",
		kind, change != NULL ? " change" : "");
	kl_html_text(h, p->out, name, NAME);
	if (row > 0) {
		kl_text_puts(p->out, name.length > 0 ? ", " : "");
		kl_html_count(h, p->out, KL_PHRASE_row_number, row, 0);
	}
	bool blank = kl_span_trim(value).length == 0;
	kl_text_printf(p->out, "</span> <b%s>", blank ? " class=\"blank\"" : "");
	if (blank)
		kl_html_say(h, p->out, KL_PHRASE_blank);
	else
		kl_html_text(h, p->out, value, VALUE);
	kl_text_puts(p->out, "</b>");
	if (change != NULL) {
		kl_text_puts(p->out, " <span class=\"to\"><span aria-hidden=\"true\">"
			"\xe2\x86\x92</span><span class=\"aloud\">");
		kl_html_say(h, p->out, KL_PHRASE_would_do);
		kl_text_puts(p->out, "</span> ");
		kl_html_text(h, p->out, change->to, VALUE);
		kl_text_puts(p->out, "?</span>");
	}
	kl_text_puts(p->out, "</span>\n");
}

/* A cell of the data. Its row is named where it is not that of the finding. */
static void add_cell(struct picture *p, const char *kind,
	const struct kl_finding_cell *cell)
{
	const struct kl_place *place = &cell->place, *head = &p->finding->place;
	bool other_row = place->row > 0 && place->row != head->row;
	struct kl_span name = place->field;

	if (other_row && kl_span_equal(name, head->field))
		name = (struct kl_span){ 0 };
	add_tile(p, kind, name, other_row ? place->row : 0, cell->value, place);
}

static void add_named(struct picture *p, const char *kind, enum kl_phrase name,
	struct kl_span value)
{
	add_tile(p, kind, kl_span_of(kl_phrase(name)), 0, value, NULL);
}

static void open_picture(struct picture *p)
{
	kl_text_puts(p->out, "<figure class=\"sum\"><figcaption class=\"aloud\">");
	kl_html_say(p->h, p->out, KL_PHRASE_picture);
	kl_text_puts(p->out, "</figcaption><p class=\"tiles\">\n");
}

static bool close_picture(struct picture *p)
{
	kl_text_puts(p->out, "</p></figure>\n");
	return true;
}

static const struct kl_figure *figure_of(const struct picture *p,
	const char *name)
{
	for (size_t i = 0; i < p->finding->figure_count; i++) {
		if (strcmp(p->finding->figures[i].name, name) == 0)
			return &p->finding->figures[i];
	}
	return NULL;
}

static void add_difference(struct picture *p)
{
	const struct kl_figure *figure = figure_of(p, "difference");
	char text[KL_INTERVAL_TEXT];

	if (figure == NULL || figure->kind != KL_FIGURE_INTERVAL)
		return;
	size_t length = kl_interval_format(&figure->interval,
		p->reading->decimal_char, text);
	add_named(p, "difference", KL_PHRASE_difference,
		(struct kl_span){ text, length });
}

/* Whether the parts, all added, make what the finding says: a sum in which some
 * are taken off, or taken twice, or derived, has no picture of plusses. */
static bool adds_up(const struct picture *p, struct kl_span sum)
{
	struct kl_interval all = kl_interval_point(kl_decimal_of(0));
	char text[KL_INTERVAL_TEXT];
	size_t parts = 0;

	for (size_t i = 0; i < p->finding->cell_count; i++) {
		const struct kl_finding_cell *cell = &p->finding->cells[i];
		struct kl_cell value;
		if (is_head(p, cell))
			continue;
		kl_cell_read(cell->value, kl_table_reading(
			&p->h->scope->dataset->tables[cell->place.order],
			cell->place.field), &value);
		struct kl_interval known = value.kind == KL_CELL_ROUNDED
			? kl_interval_point(value.value) : value.interval;
		if (!kl_interval_add_scaled(&all, &known, 1))
			return false;
		parts++;
	}
	size_t length = kl_interval_format(&all, p->reading->decimal_char, text);
	return parts > 0 && (p->finding->unlisted_cells > 0
		|| kl_span_equal(sum, (struct kl_span){ text, length }));
}

static void add_parts(struct picture *p)
{
	uint64_t more = p->finding->unlisted_cells;
	size_t drawn = 0;

	for (size_t i = 0; i < p->finding->cell_count; i++) {
		const struct kl_finding_cell *cell = &p->finding->cells[i];
		if (is_head(p, cell))
			continue;
		if (drawn == TILES && change_of(p, &cell->place) == NULL) {
			more++;
			continue;
		}
		if (drawn++ > 0)
			add_between(p, "+", KL_PHRASE_plus);
		add_cell(p, "part", cell);
	}
	if (more > 0) {
		add_between(p, "+", KL_PHRASE_plus);
		kl_text_puts(p->out, "<span class=\"tile part\">");
		kl_html_count(p->h, p->out, KL_PHRASE_more_cells, more, 0);
		kl_text_puts(p->out, "</span>\n");
	}
}

static const struct kl_finding_cell *head_of(const struct picture *p)
{
	for (size_t i = 0; i < p->finding->cell_count; i++) {
		if (is_head(p, &p->finding->cells[i]))
			return &p->finding->cells[i];
	}
	return NULL;
}

/* part + part = sum, which is not the total. */
static bool draw_sum(struct picture *p, const char *sign, enum kl_phrase words)
{
	const struct kl_finding_cell *head = head_of(p);

	if (head == NULL || !adds_up(p, p->finding->expected))
		return false;
	open_picture(p);
	add_parts(p);
	add_between(p, "=", KL_PHRASE_equals);
	add_named(p, "makes", KL_PHRASE_sum, p->finding->expected);
	add_between(p, sign, words);
	add_cell(p, kl_html_class(kl_mark_level_of(p->finding->severity)), head);
	add_difference(p);
	return close_picture(p);
}

/* A column of parts makes its sum, which is not that of other tables. */
static bool draw_column(struct picture *p)
{
	if (!adds_up(p, p->finding->value))
		return false;
	open_picture(p);
	add_parts(p);
	add_between(p, "=", KL_PHRASE_equals);
	add_named(p, kl_html_class(kl_mark_level_of(p->finding->severity)),
		KL_PHRASE_sum, p->finding->value);
	add_between(p, "\xe2\x89\xa0", KL_PHRASE_is_not);
	add_named(p, "makes", KL_PHRASE_elsewhere, p->finding->expected);
	return close_picture(p);
}

/* One cell against another. */
static bool draw_pair(struct picture *p, const char *sign, enum kl_phrase words)
{
	const struct kl_finding_cell *head = head_of(p), *other = NULL;

	for (size_t i = 0; i < p->finding->cell_count && other == NULL; i++) {
		if (!is_head(p, &p->finding->cells[i]))
			other = &p->finding->cells[i];
	}
	if (head == NULL || other == NULL || p->finding->cell_count != 2
			|| p->finding->unlisted_cells > 0)
		return false;
	open_picture(p);
	add_cell(p, kl_html_class(kl_mark_level_of(p->finding->severity)), head);
	add_between(p, sign, words);
	add_cell(p, "makes", other);
	return close_picture(p);
}

/* count / N = percentage, which is not what is printed. */
static bool draw_share(struct picture *p)
{
	const struct kl_finding_cell *head = head_of(p);
	const struct kl_finding *finding = p->finding;
	struct kl_text_buffer percent = { 0 };

	if (head == NULL || finding->cell_count != 3 || head != &finding->cells[0])
		return false;
	kl_text_add(&percent, finding->expected);
	kl_text_puts(&percent, " %");
	open_picture(p);
	add_cell(p, "part", &finding->cells[1]);
	add_between(p, "/", KL_PHRASE_divided_by);
	add_cell(p, "part", &finding->cells[2]);
	add_between(p, "=", KL_PHRASE_equals);
	add_named(p, "makes", KL_PHRASE_share, kl_text_span(&percent));
	add_between(p, "\xe2\x89\xa0", KL_PHRASE_is_not);
	add_cell(p, kl_html_class(kl_mark_level_of(finding->severity)), head);
	p->out->failed = p->out->failed || percent.failed;
	kl_text_release(&percent);
	return close_picture(p);
}

/* All cells stand in tables of the dataset. */
static bool has_tables(const struct kl_html *h, const struct kl_finding *finding)
{
	size_t count = h->scope->dataset->table_count;

	for (size_t i = 0; i < finding->cell_count; i++) {
		if (finding->cells[i].place.table == NULL
				|| finding->cells[i].place.order >= count)
			return false;
	}
	return finding->place.table != NULL && finding->place.order < count;
}

bool kl_html_picture(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	struct picture p = { .h = h, .out = out, .finding = finding };

	if (h->scope->style->no_values || !has_tables(h, finding))
		return false;
	p.reading = kl_table_reading(&h->scope->dataset->tables[
		finding->place.order], finding->place.field);
	switch (finding->message) {
	case KL_MESSAGE_total_mismatch:
	case KL_MESSAGE_total_one:
	case KL_MESSAGE_total_rounded:
	case KL_MESSAGE_n_sum:
		return draw_sum(&p, "\xe2\x89\xa0", KL_PHRASE_is_not);
	case KL_MESSAGE_total_above_sum:
	case KL_MESSAGE_n_several:
		return draw_sum(&p, "&lt;", KL_PHRASE_less_than);
	case KL_MESSAGE_n_columns:
	case KL_MESSAGE_n_columns_tie:
		return draw_column(&p);
	case KL_MESSAGE_n_mismatch:
	case KL_MESSAGE_n_total:
		return draw_pair(&p, "\xe2\x89\xa0", KL_PHRASE_is_not);
	case KL_MESSAGE_part_exceeds_total:
	case KL_MESSAGE_part_exceeds_n:
		return draw_pair(&p, "&gt;", KL_PHRASE_more_than);
	case KL_MESSAGE_percent_mismatch:
	case KL_MESSAGE_percent_range:
	case KL_MESSAGE_percent_closed:
		return draw_share(&p);
	default:
		return false;
	}
}
