/* A finding as an item of its table's list. */
#include <stdlib.h>

#include "format/html.h"

enum {
	MESSAGE = 2000,         /* code points of a message that are shown */
	NAME = 80,              /* of a name among others */
	VALUE = 40,
	CELLS = 12              /* cells that are named */
};

static size_t section_of(const struct kl_html *h, const struct kl_place *place)
{
	size_t count = h->scope->dataset->table_count;

	return place->table != NULL && place->order < count ? place->order : count;
}

/* A link to the place, if it is drawn. */
static void open_link(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_place *place, bool *linked)
{
	size_t order = section_of(h, place);
	struct kl_spot spot = kl_html_find(h, place);

	*linked = kl_html_is_drawn(h, order, &spot);
	if (!*linked)
		return;
	kl_text_puts(out, "<a href=\"#");
	kl_html_add_id(out, order, &spot);
	kl_text_puts(out, "\">");
}

static void close_link(struct kl_text_buffer *out, bool linked)
{
	kl_text_puts(out, linked ? "</a>" : "");
}

static void add_head(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	static const enum kl_phrase names[KL_SEVERITIES] = {
		[KL_INFO] = KL_PHRASE_info, [KL_WARNING] = KL_PHRASE_warning,
		[KL_ERROR] = KL_PHRASE_error,
	};
	enum kl_mark_level level = kl_mark_level_of_finding(finding);
	struct kl_text_buffer message = { 0 };

	kl_text_printf(out, "<li class=\"finding %s\" id=\"f%u\" "
		"data-severity=\"%s\" data-code=\"%s\">\n<h4><span class=\"badge %s\">"
		"<span aria-hidden=\"true\">%s</span> ", kl_html_class(level),
		(unsigned)h->listed, kl_severity_name(finding->severity),
		kl_code_name(finding->code), kl_html_class(level),
		kl_html_sign(level));
	kl_html_say(h, out, finding->waiver != NULL ? KL_PHRASE_waived
		: kl_finding_counts(finding) ? names[finding->severity]
		: KL_PHRASE_known);
	kl_text_printf(out, " %u</span> ", (unsigned)h->listed);
	kl_finding_message(finding, h->scope->style, &message);
	kl_html_text(h, out, kl_text_span(&message), MESSAGE);
	kl_text_puts(out, "</h4>\n");
	out->failed = out->failed || message.failed;
	kl_text_release(&message);
}

/* "row 3 (Techniek), totaal", as a link where it is drawn. */
static void add_where(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	const struct kl_place *place = &finding->place;
	bool linked;

	if (place->row == 0 && place->field.at == NULL)
		return;
	kl_text_puts(out, " <span class=\"where\">");
	open_link(h, out, place, &linked);
	if (place->row > 0)
		kl_html_count(h, out, KL_PHRASE_row_number, place->row, 0);
	if (place->row > 0 && finding->label.at != NULL
			&& !h->scope->style->no_values) {
		kl_text_puts(out, " (");
		kl_html_text(h, out, finding->label, NAME);
		kl_text_puts(out, ")");
	}
	kl_text_puts(out, place->row > 0 && place->field.at != NULL ? ", " : "");
	kl_html_text(h, out, place->field, NAME);
	close_link(out, linked);
	kl_text_puts(out, "</span>");
}

/* path:line:column, or that of a cell of a workbook. */
static void add_path(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_place *place)
{
	struct kl_text_buffer path = { 0 };

	if (place->path == NULL)
		return;
	kl_place_add(place, &path);
	kl_text_puts(out, " <span class=\"path\">");
	kl_html_text(h, out, kl_text_span(&path), 0);
	kl_text_puts(out, "</span>");
	out->failed = out->failed || path.failed;
	kl_text_release(&path);
}

static void add_meta(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	const char *code = kl_code_name(finding->code);

	kl_text_printf(out, "<p class=\"meta\"><a class=\"code\" "
		"href=\"#code-%s\">%s</a>", code, code);
	if (finding->rule != NULL) {
		kl_text_puts(out, " <span class=\"rule\">");
		kl_html_say(h, out, KL_PHRASE_rule);
		kl_text_puts(out, " ");
		kl_html_text(h, out, kl_span_of(finding->rule), NAME);
		kl_text_puts(out, "</span>");
	}
	add_where(h, out, finding);
	add_path(h, out, &finding->place);
	kl_text_puts(out, "</p>\n");
}

static void add_cell(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding, const struct kl_finding_cell *cell)
{
	const struct kl_place *place = &cell->place, *head = &finding->place;
	bool linked;

	kl_text_puts(out, "<li>");
	open_link(h, out, place, &linked);
	if (place->table != NULL && (head->table == NULL
			|| place->order != head->order)) {
		kl_html_text(h, out, kl_span_of(place->table), NAME);
		kl_text_puts(out, " ");
	}
	kl_html_text(h, out, place->field, NAME);
	if (place->row > 0 && place->row != head->row) {
		kl_text_puts(out, " ");
		kl_html_count(h, out, KL_PHRASE_row_number, place->row, 0);
	}
	close_link(out, linked);
	if (!h->scope->style->no_values) {
		bool blank = kl_span_trim(cell->value).length == 0;
		kl_text_printf(out, " <b%s>", blank ? " class=\"blank\"" : "");
		if (blank)
			kl_html_say(h, out, KL_PHRASE_blank);
		else
			kl_html_text(h, out, cell->value, VALUE);
		kl_text_puts(out, "</b>");
	}
	kl_text_puts(out, "</li>\n");
}

static bool is_head(const struct kl_finding *finding,
	const struct kl_finding_cell *cell)
{
	const struct kl_place *place = &cell->place, *head = &finding->place;

	return place->order == head->order && place->row == head->row
		&& kl_span_equal(place->field, head->field);
}

static void add_cells(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	uint64_t shown = 0, more = finding->unlisted_cells;

	for (size_t i = 0; i < finding->cell_count; i++) {
		if (is_head(finding, &finding->cells[i]))
			continue;
		if (shown == CELLS) {
			more++;
			continue;
		}
		if (shown++ == 0) {
			kl_text_puts(out, "<div class=\"cells\"><p>");
			kl_html_say(h, out, KL_PHRASE_with);
			kl_text_puts(out, "</p>\n<ul>\n");
		}
		add_cell(h, out, finding, &finding->cells[i]);
	}
	if (shown == 0)
		return;
	if (more > 0) {
		kl_text_puts(out, "<li>");
		kl_html_count(h, out, KL_PHRASE_more_cells, more, 0);
		kl_text_puts(out, "</li>\n");
	}
	kl_text_puts(out, "</ul></div>\n");
}

static void add_repair(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	struct kl_text_buffer text = { 0 };

	kl_finding_repair_text(finding, h->scope->style, &text);
	if (text.length > 0) {
		kl_text_puts(out, "<p class=\"repair\">");
		kl_html_text(h, out, kl_text_span(&text), MESSAGE);
		kl_text_puts(out, "</p>\n");
	}
	out->failed = out->failed || text.failed;
	kl_text_release(&text);
}

static void add_excuse(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	struct kl_text_buffer text = { 0 };

	if (finding->waiver == NULL)
		return;
	kl_excuse_add(finding, &text);
	kl_text_puts(out, "<p class=\"repair\">");
	kl_html_text(h, out, kl_text_span(&text), MESSAGE);
	kl_text_puts(out, "</p>\n");
	out->failed = out->failed || text.failed;
	kl_text_release(&text);
}

static void add_item(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	add_head(h, out, finding);
	add_meta(h, out, finding);
	if (!kl_html_picture(h, out, finding))
		add_cells(h, out, finding);
	add_repair(h, out, finding);
	add_excuse(h, out, finding);
	kl_text_puts(out, "</li>\n");
}

static enum kl_status mark(struct kl_html *h, const struct kl_place *place,
	enum kl_mark_level level, struct kl_error *error)
{
	const struct kl_mark made = { .level = level, .finding = h->listed };
	struct kl_spot spot = kl_html_find(h, place);

	if (!spot.cell)
		return KL_OK;
	enum kl_status status = kl_html_want_row(h, place->order, &spot, error);
	if (status != KL_OK || !kl_html_is_drawn(h, place->order, &spot))
		return status;
	return kl_marks_add(&h->marks, &spot, place, &made, error);
}

static enum kl_status mark_cells(struct kl_html *h,
	const struct kl_finding *finding, struct kl_error *error)
{
	enum kl_status status = mark(h, &finding->place,
		kl_mark_level_of_finding(finding), error);

	for (size_t i = 0; i < finding->cell_count && status == KL_OK; i++) {
		if (!is_head(finding, &finding->cells[i]))
			status = mark(h, &finding->cells[i].place, KL_MARK_PART,
				error);
	}
	return status;
}

static bool has_room(const struct kl_html *h, const struct kl_html_table *info,
	enum kl_code code)
{
	return info->listed[code] < KL_HTML_SAME && h->listed < KL_HTML_LISTED
		&& h->bytes < KL_HTML_BYTES;
}

enum kl_status kl_html_take(struct kl_html *h, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_html_table *info = &h->tables[section_of(h, &finding->place)];

	if (info->codes == NULL) {
		info->codes = calloc(2 * KL_CODES, sizeof *info->codes);
		if (info->codes == NULL)
			return kl_no_memory(error);
		info->listed = info->codes + KL_CODES;
	}
	info->findings[finding->severity] += kl_finding_counts(finding);
	info->codes[finding->code]++;
	h->codes[finding->code] = true;
	if (!has_room(h, info, finding->code))
		return KL_OK;
	info->listed[finding->code]++;
	h->listed++;
	enum kl_status status = mark_cells(h, finding, error);
	if (status != KL_OK)
		return status;
	size_t before = info->items.length;
	add_item(h, &info->items, finding);
	h->bytes += info->items.length - before;
	return info->items.failed ? kl_no_memory(error) : KL_OK;
}
