/*
 * Charts in the making, among the files that write the workbook: which figures
 * each is to draw. Rows are chosen while their tables are written, and drawn
 * after them.
 */
#ifndef KL_FORMAT_XLSX_CHARTS_H
#define KL_FORMAT_XLSX_CHARTS_H

#include "expression/evaluate.h"
#include "format/xlsx.h"
#include "rule/chart.h"

enum { KL_XLSX_POINTS = 500 };          /* rows that a chart draws */

/* What a chart draws of a cell. */
struct kl_xlsx_figure {
	double value;
	bool drawn;                     /* there is a number */
	bool number;                    /* the cell of the sheet is one */
	bool blank;                     /* the cell of the sheet is empty */
};

/* A row that a chart draws. */
struct kl_xlsx_point {
	uint32_t part, row;             /* sheet of the table, and row in it */
	const char *name;               /* texts of its categories, joined */
	struct kl_xlsx_figure *figures; /* of each series */
};

struct kl_xlsx_chart {
	const struct kl_chart *chart;
	size_t order;                   /* of the table; SIZE_MAX: it is not here */
	uint32_t *categories, *series;  /* columns of the table */
	uint32_t *without;              /* columns of all matches, one after another */
	struct kl_expression *when;     /* NULL: every row */
	struct kl_binding *binding;
	struct kl_xlsx_point *points;
	size_t count, capacity;
	uint64_t unread;                /* cells that are no figure */
	uint64_t undecided, more;       /* rows that are left out */
};

/* xlsx_charts_draw.c */

/* Draws on the sheet of charts from this row on; *row is then the next that is
 * free. */
enum kl_status kl_xlsx_draw_chart(struct kl_xlsx *x, struct kl_xlsx_chart *chart,
	uint32_t *row, struct kl_error *error);

#endif
