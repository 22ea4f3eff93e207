/* The codes that occur: to filter by, and what they mean. */
#include "format/html.h"

#include "finding/explain.h"

static void add_severities(struct kl_html *h)
{
	static const enum kl_phrase names[KL_SEVERITIES] = {
		[KL_INFO] = KL_PHRASE_info, [KL_WARNING] = KL_PHRASE_warning,
		[KL_ERROR] = KL_PHRASE_error,
	};
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<fieldset>");
	kl_html_put(h, out, "legend", NULL, KL_PHRASE_filter_severity);
	for (int i = KL_SEVERITIES; i-- > 0; ) {
		kl_text_printf(out, "\n<label><input type=\"checkbox\" "
			"name=\"severity\" value=\"%s\" checked=\"checked\"/> ",
			kl_severity_name((enum kl_severity)i));
		kl_html_say(h, out, names[i]);
		kl_text_puts(out, "</label>");
	}
	kl_text_puts(out, "</fieldset>\n");
}

static void open_select(struct kl_html *h, const char *name,
	enum kl_phrase label)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<label>");
	kl_html_say(h, out, label);
	kl_text_printf(out, " <select name=\"%s\">\n<option value=\"\">", name);
	kl_html_say(h, out, KL_PHRASE_filter_all);
	kl_text_puts(out, "</option>\n");
}

static void add_choices(struct kl_html *h)
{
	const struct kl_dataset *dataset = h->scope->dataset;
	struct kl_text_buffer *out = &h->page;

	open_select(h, "code", KL_PHRASE_filter_code);
	for (size_t i = 0; i < KL_CODES; i++) {
		if (h->codes[i])
			kl_text_printf(out, "<option>%s</option>\n",
				kl_code_name((enum kl_code)i));
	}
	kl_text_puts(out, "</select></label>\n");
	open_select(h, "table", KL_PHRASE_filter_table);
	for (size_t i = 0; i < dataset->table_count; i++) {
		if (h->tables[i].codes == NULL)
			continue;
		/* Without a value its blanks would not be those of the name. */
		kl_text_puts(out, "<option value=\"");
		kl_html_texts(h, out, dataset->tables[i].name);
		kl_text_puts(out, "\">");
		kl_html_texts(h, out, dataset->tables[i].name);
		kl_text_puts(out, "</option>\n");
	}
	kl_text_puts(out, "</select></label>\n");
}

/* Hidden until the script is there to work it. */
void kl_html_filters(struct kl_html *h)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<form id=\"filter\" hidden=\"hidden\" role=\"search\" "
		"aria-labelledby=\"filter-name\">\n<p id=\"filter-name\">");
	kl_html_say(h, out, KL_PHRASE_filters);
	kl_text_puts(out, "</p>\n<div class=\"fields\">\n");
	add_severities(h);
	add_choices(h);
	kl_text_puts(out, "<label>");
	kl_html_say(h, out, KL_PHRASE_filter_text);
	kl_text_puts(out, " <input type=\"search\" name=\"text\"/></label>\n"
		"<button type=\"reset\">");
	kl_html_say(h, out, KL_PHRASE_filter_clear);
	kl_text_puts(out, "</button>\n</div>\n<p id=\"shown\" role=\"status\" "
		"data-words=\"");
	kl_html_say(h, out, KL_PHRASE_filter_shown);
	kl_text_puts(out, "\"></p>\n</form>\n");
}

static void add_code(struct kl_html *h, enum kl_code code)
{
	struct kl_text_buffer *out = &h->page;
	const char *name = kl_code_name(code);

	kl_text_printf(out, "<details id=\"code-%s\"><summary><b>%s</b> ", name,
		name);
	kl_html_texts(h, out, kl_code_title(code));
	kl_text_puts(out, "</summary>\n<dl>\n");
	for (size_t i = 0; i < KL_EXPLAIN_PARAGRAPHS; i++) {
		kl_text_puts(out, "<dt>");
		kl_html_texts(h, out, kl_explain_head(i));
		kl_text_puts(out, "</dt><dd>");
		kl_html_texts(h, out, kl_code_explain(code, i));
		kl_text_puts(out, "</dd>\n");
	}
	kl_text_puts(out, "</dl>\n</details>\n");
}

void kl_html_codes(struct kl_html *h)
{
	struct kl_text_buffer *out = &h->page;

	if (h->listed == 0)
		return;
	kl_text_puts(out, "<section id=\"codes\">\n");
	kl_html_put(h, out, "h2", NULL, KL_PHRASE_codes);
	kl_text_puts(out, "\n");
	for (size_t i = 0; i < KL_CODES; i++) {
		if (h->codes[i])
			add_code(h, (enum kl_code)i);
	}
	kl_text_puts(out, "</section>\n");
}
