#include <stdio.h>

#include "base/translate.h"
#include "finding/finding.h"

enum { MOST_ALTERNATIVES = 3 };         /* told in a sentence */

static struct kl_figure text_figure(const char *name, enum kl_figure_kind kind,
	struct kl_span text)
{
	return (struct kl_figure){ .name = name, .kind = kind, .text = text };
}

static void add_message(struct kl_text_buffer *out, const struct kl_style *style,
	enum kl_message message, const struct kl_figure *figures, size_t count)
{
	const struct kl_finding words = { .message = message, .figures = figures,
		.figure_count = count };

	kl_finding_message(&words, style, out);
}

/* "line 2", or "line 159 of datapackage.yaml" where that is another file. */
static void add_change(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding, const struct kl_change *change)
{
	struct kl_text_buffer where = { 0 };
	const struct kl_place *place = &change->place;
	bool same = finding->place.path != NULL && place->path != NULL
		&& strcmp(finding->place.path, place->path) == 0;

	if (place->line == 0)
		kl_text_puts(&where, kl_translate("as given"));
	else
		kl_place_add_line(place, &where);
	if (!same && place->line > 0)
		kl_text_printf(&where, kl_translate(" of %s"), place->path);
	const struct kl_figure figures[] = {
		text_figure("column", KL_FIGURE_TEXT, place->field),
		text_figure("where", KL_FIGURE_TEXT, kl_text_span(&where)),
		text_figure("to", KL_FIGURE_VALUE, change->to),
		text_figure("from", KL_FIGURE_VALUE, change->from),
	};
	add_message(out, style, KL_MESSAGE_repair_change, figures,
		sizeof figures / sizeof *figures);
	out->failed = out->failed || where.failed;
	kl_text_release(&where);
}

static void add_alternatives(struct kl_text_buffer *out,
	const struct kl_style *style, const struct kl_finding *finding)
{
	for (size_t i = 0; i < finding->repair_count && i < MOST_ALTERNATIVES; i++) {
		const struct kl_finding_repair *repair = &finding->repairs[i];
		if (i > 0)
			kl_text_puts(out, kl_translate(", or if "));
		for (size_t j = 0; j < repair->count; j++) {
			if (j > 0)
				kl_text_puts(out, kl_translate(" and "));
			add_change(out, style, finding, &repair->changes[j]);
		}
	}
}

void kl_finding_repair_text(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out)
{
	struct kl_text_buffer changes = { 0 };
	enum kl_message message = KL_MESSAGE_repair_alternatives;

	if (style->no_values || finding->search == KL_REPAIR_NOT_SOUGHT)
		return;
	if (finding->repair_count == 0) {
		add_message(out, style, finding->search == KL_REPAIR_NONE
			? KL_MESSAGE_repair_none : KL_MESSAGE_repair_too_large, NULL, 0);
		return;
	}
	add_alternatives(&changes, style, finding);
	if (finding->repairs[0].certain)
		message = KL_MESSAGE_repair_certain;
	else if (finding->alternatives > MOST_ALTERNATIVES)
		message = KL_MESSAGE_repair_more;
	const struct kl_figure figures[] = {
		{ .name = "changes", .kind = KL_FIGURE_SENTENCE,
			.text = kl_text_span(&changes) },
		{ .name = "cells", .kind = KL_FIGURE_PHRASE,
			.phrase = (enum kl_message)(KL_MESSAGE_repair_one_cell
				+ (int)finding->repairs[0].count - 1) },
		{ .name = "count", .kind = KL_FIGURE_COUNT, .number = kl_decimal_of(
			(int64_t)finding->alternatives - MOST_ALTERNATIVES) },
	};
	add_message(out, style, message, figures, sizeof figures / sizeof *figures);
	out->failed = out->failed || changes.failed;
	kl_text_release(&changes);
}
