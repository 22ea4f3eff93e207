#include "format/xlsx_cover.h"

void kl_cover_put(struct kl_cover *c, uint32_t column, const char *text,
	lxw_format *format)
{
	if (c->status == KL_OK && text != NULL)
		c->status = kl_xlsx_puts(c->x, c->x->cover, c->row, column, text,
			format, c->error);
}

void kl_cover_put_buffer(struct kl_cover *c, uint32_t column,
	struct kl_text_buffer *text, lxw_format *format)
{
	if (text->failed && c->status == KL_OK)
		c->status = kl_no_memory(c->error);
	else
		kl_cover_put(c, column, text->at, format);
	kl_text_release(text);
}

void kl_cover_put_count(struct kl_cover *c, uint32_t column, uint64_t count)
{
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_count(c->x, c->x->cover, c->row, column, count,
			c->number, c->error);
}

static lxw_format *add_format(struct kl_cover *c)
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
static void make_verdicts(struct kl_cover *c)
{
	static const lxw_color_t fills[] = { 0xd3efe5, 0xfbd9c6, 0xfdf0c4,
		0xd6ecf9, 0xeeeeee };
	static const lxw_color_t lines[] = { 0x00745a, 0xc14a00, 0xb07d00,
		0x0072b2, 0x52606d };

	for (int i = KL_GOOD; i <= KL_UNSURE && c->status == KL_OK; i++) {
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

void kl_cover_make_formats(struct kl_cover *c)
{
	lxw_format **formats[] = { &c->title, &c->label, &c->text,
		&c->indented, &c->number, &c->date, &c->head, &c->right_head, &c->section,
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
	format_set_num_format(c->date, "yyyy-mm-dd");
	format_set_align(c->date, LXW_ALIGN_LEFT);
	format_set_align(c->right_head, LXW_ALIGN_RIGHT);
	for (int i = 0; i < 2; i++) {
		lxw_format *head = i == 0 ? c->head : c->right_head;
		format_set_bold(head);
		format_set_bg_color(head, 0x243b53);
		format_set_font_color(head, 0xffffff);
	}
	format_set_bold(c->section);
	format_set_font_size(c->section, 13);
	format_set_font_color(c->link, KL_XLSX_LINK_COLOR);
	format_set_underline(c->link, LXW_UNDERLINE_SINGLE);
	format_set_text_wrap(c->link);
	format_set_font_color(c->note, 0x52606d);
}
