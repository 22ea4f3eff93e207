#include "finding/finding.h"

#include <stdio.h>

#include "base/translate.h"

enum { MOST_SHOWN = 60 };       /* code points of one cell in a message */

static const char *const messages[] = {
#define KL_FINDING(id, code, severity, title)
#define KL_MESSAGE(id, text) text,
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
};

static void add_value(struct kl_text_buffer *out, const struct kl_style *style,
	struct kl_span value)
{
	if (style->no_values)
		kl_text_puts(out, kl_translate_often(KL_TEXT("[hidden]")));
	else if (kl_span_trim(value).length == 0)
		kl_text_puts(out, kl_translate_often(KL_TEXT("blank")));
	else
		kl_text_add_visible(out, value, MOST_SHOWN);
}

static void add_message(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding, enum kl_message message);

static void add_figure(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding, const struct kl_figure *figure)
{
	char number[KL_INTERVAL_TEXT];
	char decimal_char = finding->decimal_char != 0 ? finding->decimal_char : '.';

	switch (figure->kind) {
	case KL_FIGURE_TEXT:
		kl_text_add_visible(out, figure->text, 4 * MOST_SHOWN);
		return;
	case KL_FIGURE_VALUE:
		add_value(out, style, figure->text);
		return;
	case KL_FIGURE_SENTENCE:
		kl_text_add(out, figure->text);
		return;
	case KL_FIGURE_PHRASE:
		add_message(out, style, finding, figure->phrase);
		return;
	case KL_FIGURE_COUNT:
		kl_decimal_format(figure->number, kl_translate_decimal_char(), number);
		kl_text_puts(out, number);
		return;
	case KL_FIGURE_PERCENTAGE:
		kl_decimal_format(figure->number, kl_translate_decimal_char(), number);
		break;
	case KL_FIGURE_NUMBER:
		kl_decimal_format(figure->number, decimal_char, number);
		break;
	case KL_FIGURE_INTERVAL:
		kl_interval_format(&figure->interval, decimal_char, number);
		break;
	}
	add_value(out, style, kl_span_of(number));
}

enum { MOST_CELLS = 8 };

/* "uren is 12, totaal is 20" */
static void add_cells(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding)
{
	for (size_t i = 0; i < finding->cell_count && i < MOST_CELLS; i++) {
		kl_text_puts(out, i > 0 ? ", " : "");
		kl_text_add_visible(out, finding->cells[i].place.field, MOST_SHOWN);
		kl_text_puts(out, kl_translate_often(KL_TEXT(" is ")));
		add_value(out, style, finding->cells[i].value);
	}
	if (finding->cell_count > MOST_CELLS)
		kl_text_printf(out, kl_translate(", and %zu more"),
			finding->cell_count - MOST_CELLS);
}

static void add_named(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding, struct kl_span name)
{
	for (size_t i = 0; i < finding->figure_count; i++) {
		if (kl_span_is(name, finding->figures[i].name)) {
			add_figure(out, style, finding, &finding->figures[i]);
			return;
		}
	}
	if (kl_span_is(name, "value"))
		add_value(out, style, finding->value);
	else if (kl_span_is(name, "expected"))
		add_value(out, style, finding->expected);
	else if (kl_span_is(name, "label"))
		add_value(out, style, finding->label);
	else if (kl_span_is(name, "field"))
		kl_text_add_visible(out, finding->place.field, MOST_SHOWN);
	else if (kl_span_is(name, "table"))
		kl_text_add_visible(out, kl_span_of(finding->place.table), MOST_SHOWN);
	else if (kl_span_is(name, "row"))
		kl_text_add_count(out, finding->place.row);
	else if (kl_span_is(name, "cells"))
		add_cells(out, style, finding);
	else if (kl_span_is(name, "line"))
		kl_text_add_count(out, finding->place.line);
	else if (kl_span_is(name, "line_word"))
		kl_text_puts(out, kl_place_line_word(&finding->place));
	else
		kl_text_printf(out, "{%.*s}", (int)name.length, name.at);
}

static void add_message(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_finding *finding, enum kl_message message)
{
	const char *at = kl_translate_often(messages[message]);
	const char *brace;

	while ((brace = strchr(at, '{')) != NULL) {
		kl_text_add(out, (struct kl_span){ at, (size_t)(brace - at) });
		at = brace + 1;
		size_t length = strcspn(at, "}");
		add_named(out, style, finding, (struct kl_span){ at, length });
		at += length + (at[length] == '}');
	}
	kl_text_puts(out, at);
}

void kl_finding_message(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out)
{
	add_message(out, style, finding, finding->message);
}
