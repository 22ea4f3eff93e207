/*
 * Charts that a rule file asks for: which figures of a table are drawn, and how.
 * They say nothing of what should hold.
 */
#ifndef KL_RULE_CHART_H
#define KL_RULE_CHART_H

#include "rule/rules.h"

enum kl_chart_type { KL_CHART_COLUMNS, KL_CHART_STACKED, KL_CHART_BARS,
	KL_CHART_LINES };

enum {
	KL_CHART_CATEGORIES = 4,        /* columns that name a row */
	KL_CHART_SERIES = 16            /* columns that are drawn */
};

struct kl_chart {
	const char *title;
	enum kl_chart_type type;
	struct kl_word table;
	const struct kl_word *categories;       /* columns whose texts name a row */
	size_t category_count;
	const struct kl_word *series;   /* columns of figures */
	size_t series_count;
	const struct kl_row_match *without;     /* rows that are left out */
	size_t without_count;
	const char *category_axis, *value_axis; /* NULL: none */
	struct kl_rule about;           /* which rows (`when`, of the one table), and its
	                                   place in the rule file; no check */
};

/* The keys of a chart, and what they take. */
extern const struct kl_words kl_chart_words;

#endif
