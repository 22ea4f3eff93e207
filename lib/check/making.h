/*
 * A finding in the making, with the figures that its messages
 * name. For the files of check/.
 */
#ifndef KL_CHECK_MAKING_H
#define KL_CHECK_MAKING_H

#include "check/check.h"

enum { KL_MAKING_FIGURES = 24 };

/* Zero it to start, but for what is known of the finding. */
struct kl_making {
	struct kl_finding finding;
	struct kl_figure figures[KL_MAKING_FIGURES];
};

/* A figure from the rules or a register; from the data, hidden by --no-values;
 * and another message of the registry. Names are static. */
void kl_making_text(struct kl_making *making, const char *name,
	struct kl_span text);
void kl_making_value(struct kl_making *making, const char *name,
	struct kl_span text);
void kl_making_phrase(struct kl_making *making, const char *name,
	enum kl_message phrase);
/* A number from the data, hidden likewise; a percentage computed of such; a number
 * that is not hidden, as how many rows, or a bound of the rules; and no words at
 * all, where a message has a name. */
void kl_making_number(struct kl_making *making, const char *name,
	struct kl_decimal number);
void kl_making_percentage(struct kl_making *making, const char *name,
	struct kl_decimal number);
void kl_making_count(struct kl_making *making, const char *name,
	struct kl_decimal number);
void kl_making_nothing(struct kl_making *making, const char *name);

/* The figures register, file and date, so that a verdict can be traced. */
void kl_making_register(struct kl_making *making,
	const struct kl_register *reg);

/* Reports the finding with its figures. */
enum kl_status kl_making_report(struct kl_making *making,
	const struct kl_scope *scope, struct kl_error *error);

#endif
