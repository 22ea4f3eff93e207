/* One HTML file that can be forwarded: verdict, tables with their findings. */
#include "format/html.h"

#include <errno.h>
#include <stdlib.h>

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct kl_html *h = state;

	h->scope = scope;
	h->now = kl_check_time();
	h->marks.most = KL_HTML_MARKS;
	h->tables = calloc(scope->dataset->table_count + 1, sizeof *h->tables);
	return h->tables == NULL ? kl_no_memory(error)
		: kl_shown_init(&h->shown, scope, error);
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_html *h = state;

	h->scope = scope;
	return kl_html_take(h, finding, error);
}

static void add_sample(struct kl_html *h, enum kl_mark_level level,
	enum kl_phrase name, enum kl_phrase meaning)
{
	kl_text_printf(&h->page, "<li><span class=\"sample %s\">%s ",
		kl_html_class(level), kl_html_sign(level));
	kl_html_say(h, &h->page, name);
	kl_text_puts(&h->page, "</span> ");
	kl_html_say(h, &h->page, meaning);
	kl_text_puts(&h->page, "</li>\n");
}

static void add_legend(struct kl_html *h)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<div class=\"legend\">\n");
	kl_html_put(h, out, "h3", NULL, KL_PHRASE_legend);
	kl_text_puts(out, "\n<ul>\n");
	add_sample(h, KL_MARK_ERROR, KL_PHRASE_error, KL_PHRASE_legend_error);
	add_sample(h, KL_MARK_WARNING, KL_PHRASE_warning,
		KL_PHRASE_legend_warning);
	add_sample(h, KL_MARK_INFO, KL_PHRASE_info, KL_PHRASE_legend_info);
	add_sample(h, KL_MARK_PART, KL_PHRASE_part, KL_PHRASE_legend_part);
	kl_text_puts(out, "</ul>\n");
	kl_html_put(h, out, "p", NULL, KL_PHRASE_legend_number);
	kl_text_puts(out, "\n</div>\n");
}

/* Nothing is left out without a word. */
static void add_unlisted(struct kl_html *h, const struct kl_html_table *info)
{
	struct kl_text_buffer *out = &h->page;

	for (size_t i = 0; i < KL_CODES; i++) {
		if (info->codes[i] == info->listed[i])
			continue;
		kl_text_printf(out, "<p class=\"more\">%s: ",
			kl_code_name((enum kl_code)i));
		kl_html_count(h, out, KL_PHRASE_unlisted,
			info->codes[i] - info->listed[i], 0);
		kl_text_puts(out, "</p>\n");
	}
}

static enum kl_status add_drawing(struct kl_html *h, size_t order,
	struct kl_error *error)
{
	static const enum kl_phrase why[] = {
		[KL_UNSHOWN_PIPE] = KL_PHRASE_not_drawn_pipe,
		[KL_UNSHOWN_HIDDEN] = KL_PHRASE_not_drawn_hidden,
		[KL_UNSHOWN_UNREADABLE] = KL_PHRASE_not_drawn_unreadable,
	};
	enum kl_unshown without = h->shown.tables[order].without;

	if (without == KL_UNSHOWN_NOT)
		return kl_html_draw(h, order, error);
	kl_html_put(h, &h->page, "p", "more", why[without]);
	kl_text_puts(&h->page, "\n");
	return KL_OK;
}

/* A section: the table's name, its picture, its findings. */
static enum kl_status add_section(struct kl_html *h, size_t order,
	struct kl_error *error)
{
	const struct kl_dataset *dataset = h->scope->dataset;
	const struct kl_html_table *info = &h->tables[order];
	struct kl_text_buffer *out = &h->page;
	bool is_table = order < dataset->table_count;
	enum kl_status status = KL_OK;

	if (info->codes == NULL)
		return KL_OK;
	kl_text_printf(out, "<section class=\"table\" id=\"t%zu\" data-table=\"",
		order + 1);
	kl_html_texts(h, out, is_table ? dataset->tables[order].name : NULL);
	kl_text_puts(out, "\">\n<h3>");
	if (is_table)
		kl_html_texts(h, out, dataset->tables[order].name);
	else
		kl_html_say(h, out, KL_PHRASE_of_no_table);
	kl_text_puts(out, "</h3>\n<p class=\"about\">");
	if (is_table && dataset->tables[order].title != NULL) {
		kl_html_texts(h, out, dataset->tables[order].title);
		kl_text_puts(out, ": ");
	}
	if (info->findings[KL_INFO] + info->findings[KL_WARNING]
			+ info->findings[KL_ERROR] > 0)
		kl_html_findings(h, out, info->findings, false);
	else
		kl_html_say(h, out, KL_PHRASE_run_excused);
	kl_text_puts(out, "</p>\n");
	if (is_table)
		status = add_drawing(h, order, error);
	kl_text_puts(out, "<ol class=\"findings\">\n");
	kl_text_add(out, kl_text_span(&info->items));
	kl_text_puts(out, "</ol>\n");
	add_unlisted(h, info);
	kl_text_puts(out, "</section>\n");
	return status;
}

static enum kl_status add_findings(struct kl_html *h,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_text_buffer *out = &h->page;
	enum kl_status status = KL_OK;

	kl_text_puts(out, "<section id=\"findings\">\n");
	kl_html_put(h, out, "h2", NULL, KL_PHRASE_findings);
	kl_text_puts(out, "\n");
	if (h->listed == 0) {
		kl_html_put(h, out, "p", NULL, tally->problems > 0
			|| tally->rows == 0 ? KL_PHRASE_no_findings_checked
			: KL_PHRASE_no_findings);
		kl_text_puts(out, "\n");
	} else {
		if (h->marks.count > 0)
			add_legend(h);
		kl_html_filters(h);
	}
	for (size_t i = 0; i <= h->scope->dataset->table_count
			&& status == KL_OK; i++)
		status = add_section(h, i, error);
	if (h->marks.left_out > 0) {
		kl_text_puts(out, "<p class=\"more\">");
		kl_html_count(h, out, KL_PHRASE_unmarked, h->marks.left_out, 0);
		kl_text_puts(out, "</p>\n");
	}
	kl_text_puts(out, "</section>\n");
	return status;
}

static enum kl_status put_page(struct kl_html *h, struct kl_error *error)
{
	const struct kl_text_buffer *page = &h->page;

	if (page->failed)
		return kl_no_memory(error);
	return fwrite(page->at, 1, page->length, h->scope->stream) == page->length
		? KL_OK : kl_io_error(error, errno, NULL, "write the report");
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_html *h = state;

	h->scope = scope;
	kl_marks_sort(&h->marks);
	kl_html_overview(h, tally);
	enum kl_status status = kl_shown_check(&h->shown, tally, error);
	if (status == KL_OK)
		status = add_findings(h, tally, error);
	if (status != KL_OK)
		return status;
	kl_html_codes(h);
	kl_text_puts(&h->page, "</main>\n<script>");
	kl_text_puts(&h->page, kl_html_script);
	kl_text_puts(&h->page, "</script>\n</body>\n</html>\n");
	return put_page(h, error);
}

static void release(void *state)
{
	struct kl_html *h = state;

	for (size_t i = 0; h->tables != NULL
			&& i <= h->scope->dataset->table_count; i++) {
		kl_text_release(&h->tables[i].items);
		free(h->tables[i].codes);
		free(h->tables[i].rows);
	}
	free(h->tables);
	kl_shown_release(&h->shown);
	kl_marks_release(&h->marks);
	kl_text_release(&h->page);
	kl_text_release(&h->text);
}

const struct kl_format kl_format_html = {
	.name = "html",
	.summary = "one page: verdict, and the tables drawn with their findings",
	.state_size = sizeof(struct kl_html),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
