#include "check/making.h"

#include <assert.h>

static void add(struct kl_making *making, struct kl_figure figure)
{
	assert(making->finding.figure_count < KL_MAKING_FIGURES);
	making->figures[making->finding.figure_count++] = figure;
}

void kl_making_text(struct kl_making *making, const char *name,
	struct kl_span text)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_TEXT,
		.text = text });
}

void kl_making_value(struct kl_making *making, const char *name,
	struct kl_span text)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_VALUE,
		.text = text });
}

void kl_making_phrase(struct kl_making *making, const char *name,
	enum kl_message phrase)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_PHRASE,
		.phrase = phrase });
}

void kl_making_number(struct kl_making *making, const char *name,
	struct kl_decimal number)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_NUMBER,
		.number = number });
}

void kl_making_percentage(struct kl_making *making, const char *name,
	struct kl_decimal number)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_PERCENTAGE,
		.number = number });
}

void kl_making_count(struct kl_making *making, const char *name,
	struct kl_decimal number)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_COUNT,
		.number = number });
}

void kl_making_nothing(struct kl_making *making, const char *name)
{
	add(making, (struct kl_figure){ .name = name, .kind = KL_FIGURE_SENTENCE,
		.text = { "", 0 } });
}

void kl_making_register(struct kl_making *making,
	const struct kl_register *reg)
{
	kl_making_text(making, "register", kl_span_of(reg->id));
	kl_making_text(making, "file", kl_span_of(reg->path));
	if (reg->date != NULL)
		kl_making_text(making, "date", kl_span_of(reg->date));
	else
		kl_making_phrase(making, "date", KL_MESSAGE_date_unknown);
}

enum kl_status kl_making_report(struct kl_making *making,
	const struct kl_scope *scope, struct kl_error *error)
{
	making->finding.figures = making->figures;
	return kl_scope_report(scope, &making->finding, error);
}
