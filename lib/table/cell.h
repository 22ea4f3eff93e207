/*
 * What a cell is worth: an exact value, a rounded value, a range, unknown, or
 * text; read as the table, field or package declares.
 */
#ifndef KL_TABLE_CELL_H
#define KL_TABLE_CELL_H

#include "base/interval.h"

enum kl_cell_kind {
	KL_CELL_EXACT,          /* a number as printed, exact */
	KL_CELL_ROUNDED,        /* a number as printed, known to be rounded */
	KL_CELL_RANGE,          /* a mark that stands for a range, as <5 */
	KL_CELL_UNKNOWN,        /* not printed, suppressed, not applicable */
	KL_CELL_TEXT,           /* neither a number nor a mark */
	KL_CELL_TOO_LONG        /* a number of more digits than can be held */
};

struct kl_cell {
	enum kl_cell_kind kind;
	struct kl_decimal value;        /* EXACT and ROUNDED: as printed; else 0 */
	struct kl_interval interval;    /* what it can be; everything for UNKNOWN,
	                                   TEXT and TOO_LONG */
};

struct kl_marker {
	struct kl_span mark;            /* compared after trimming; "" is blank */
	bool unknown;
	struct kl_interval interval;    /* if not unknown; a point is EXACT */
};

enum kl_rounded {
	KL_NOT_ROUNDED,
	KL_ROUNDED_PRINTED,             /* to the last printed decimal */
	KL_ROUNDED_UNIT                 /* to `unit` */
};

struct kl_reading {
	char decimal_char;              /* '.' unless declared */
	struct kl_span group_char;      /* empty: none */
	bool bare_number;               /* false: "(=3,7%)" is 3,7; EUR 5 is 5 */
	bool scientific;                /* 1.5E3 is 1500, and kl_cell_special looks */
	enum kl_rounded rounded;
	struct kl_decimal unit;
	enum kl_rounding rounding;
	const struct kl_marker *markers;        /* declared; the first that matches */
	size_t marker_count;                    /* wins, then the defaults */
};

/* '.', no groups, bare, not rounded, only the default marks. */
void kl_reading_init(struct kl_reading *reading);

/* What XML Schema writes for numbers that are none, in any case. */
enum kl_special {
	KL_SPECIAL_NONE, KL_SPECIAL_INFINITE, KL_SPECIAL_NEGATIVE, KL_SPECIAL_NAN
};

/* INF, +INF, -INF or NaN where the reading is scientific. To kl_cell_read they are
 * text: no figure follows from them, and none is derived for them. */
enum kl_special kl_cell_special(struct kl_span text,
	const struct kl_reading *reading);

/* Reads one cell: declared marks, then a number, then the default marks:
 * "-", U+2013 and "---" are 0; "", ".", "x", "*", "NULL", "n.v.t.", "nvt" and
 * "NVT" are unknown; "<N" is 1 to N-1. Never fails. */
void kl_cell_read(struct kl_span text, const struct kl_reading *reading,
	struct kl_cell *cell);

/* A mark's meaning as people write it: a number, "unknown", or "1..4"
 * (also "[1, 4]"). False if it is none of these. */
bool kl_marker_parse(struct kl_span mark, struct kl_span meaning,
	struct kl_marker *out);

#endif
