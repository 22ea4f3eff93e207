/* What the overview says of the sheets: how to read them, and what they lack. */
#include "format/xlsx_cover.h"

static void put_sample(struct kl_cover *c, enum kl_mark_level level,
	enum kl_phrase words, enum kl_phrase meaning)
{
	lxw_format *format;

	if (c->status == KL_OK)
		c->status = kl_xlsx_format(c->x, level, KL_XLSX_TEXT, &format,
			c->error);
	if (c->status != KL_OK)
		return;
	kl_cover_put(c, KL_COVER_NAME, kl_phrase(words), format);
	kl_cover_put(c, KL_COVER_ABOUT, kl_phrase(meaning), c->indented);
	c->row++;
}

static void put_note(struct kl_cover *c, enum kl_phrase text)
{
	kl_cover_put(c, KL_COVER_NAME, kl_phrase(text), c->note);
	c->row++;
}

void kl_cover_put_legend(struct kl_cover *c)
{
	kl_cover_section(c, KL_PHRASE_legend);
	put_sample(c, KL_MARK_ERROR, KL_PHRASE_sample_error,
		KL_PHRASE_sample_error_means);
	put_sample(c, KL_MARK_WARNING, KL_PHRASE_sample_warning,
		KL_PHRASE_sample_warning_means);
	put_sample(c, KL_MARK_INFO, KL_PHRASE_sample_info,
		KL_PHRASE_sample_info_means);
	put_sample(c, KL_MARK_PART, KL_PHRASE_sample_part,
		KL_PHRASE_legend_part);
	c->row++;
	put_note(c, KL_PHRASE_note_signs);
	put_note(c, KL_PHRASE_note_as_delivered);
	put_note(c, KL_PHRASE_note_rows);
	put_note(c, KL_PHRASE_note_whole_table);
}

/* Nothing is left out without a word. */
void kl_cover_put_left_out(struct kl_cover *c)
{
	const struct {
		uint64_t count;
		enum kl_phrase what;
	} left[] = {
		{ c->x->marks.left_out, KL_PHRASE_cells_uncoloured },
		{ c->x->uncommented, KL_PHRASE_cells_uncommented },
		{ c->x->findings.unlinked, KL_PHRASE_findings_unlinked },
		{ c->x->changes.list.unlinked, KL_PHRASE_changes_unlinked },
		{ c->x->changes.moved, KL_PHRASE_changes_moved },
		{ c->x->changes.elsewhere, KL_PHRASE_changes_elsewhere },
		{ c->x->undrawn, KL_PHRASE_charts_undrawn },
	};

	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		struct kl_text_buffer text = { 0 };
		if (left[i].count == 0)
			continue;
		kl_phrase_add(&text, left[i].what, left[i].count, 0);
		kl_cover_put_buffer(c, KL_COVER_NAME, &text, c->note);
		c->row++;
	}
}
