/* The overview: what was checked, and what came of it. */
#include "format/xlsx.h"

#include "base/version.h"

enum { COLUMNS = 10 };

struct cover {
	struct kl_xlsx *x;
	const struct kl_tally *tally;
	uint32_t row;                   /* next to be written */
	lxw_format *title, *label, *text, *count, *head, *section, *link, *note;
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

static void put_count(struct cover *c, uint32_t column, uint64_t count,
	lxw_format *format)
{
	if (c->status == KL_OK)
		c->status = kl_xlsx_put_count(c->x->cover, c->row, column, count,
			format, c->error);
}

static lxw_format *add_format(struct cover *c)
{
	lxw_format *format = workbook_add_format(c->x->book);

	if (format == NULL && c->status == KL_OK)
		c->status = kl_no_memory(c->error);
	return format;
}

static void make_formats(struct cover *c)
{
	lxw_format **formats[] = { &c->title, &c->label, &c->text, &c->count,
		&c->head, &c->section, &c->link, &c->note };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		*formats[i] = add_format(c);
		if (*formats[i] == NULL)
			return;
		format_set_align(*formats[i], LXW_ALIGN_VERTICAL_TOP);
	}
	format_set_bold(c->title);
	format_set_font_size(c->title, 18);
	format_set_font_color(c->label, 0x52606d);
	format_set_num_format(c->text, "@");
	format_set_num_format(c->count, "0");
	format_set_align(c->count, LXW_ALIGN_RIGHT);
	format_set_bold(c->head);
	format_set_text_wrap(c->head);
	format_set_bg_color(c->head, 0x243b53);
	format_set_font_color(c->head, 0xffffff);
	format_set_bold(c->section);
	format_set_font_size(c->section, 13);
	format_set_font_color(c->link, 0x0563c1);
	format_set_underline(c->link, LXW_UNDERLINE_SINGLE);
	format_set_italic(c->note);
	format_set_font_color(c->note, 0x52606d);
}
enum kl_status kl_xlsx_write_cover(struct kl_xlsx *x,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct cover c = { .x = x, .tally = tally, .error = error };

	make_formats(&c);
	put(&c, 0, "Overview", c.title);
	put_count(&c, 1, tally->tables, c.count);
	return c.status;
}
