/*
 * The report as one HTML file, among the files that write it.
 *
 * Findings are put into words as they come, each in the section of its table,
 * and decide which rows of it are drawn; at the end the tables are read again
 * and all is put together. What is kept has bounds (below); beyond them the
 * report says what it leaves out.
 *
 * The page is HTML that is well-formed XML too ("polyglot"), so that tests can
 * read it strictly. Style and script are constant, and the only ones that its
 * content security policy lets run. All text of others goes through
 * kl_html_text.
 */
#ifndef KL_FORMAT_HTML_H
#define KL_FORMAT_HTML_H

#include <time.h>

#include "format/shown.h"
#include "format/verdict.h"

enum {
	KL_HTML_SAME = 500,             /* findings of one code that a table lists */
	KL_HTML_LISTED = 10000,         /* findings in the report */
	KL_HTML_BYTES = 32 << 20,       /* of HTML for findings */
	KL_HTML_ROWS = 200,             /* drawn of a table */
	KL_HTML_WHOLE = 30,             /* a table of so few rows is drawn whole */
	KL_HTML_COLUMNS = 100,          /* drawn of a table */
	KL_HTML_CELLS = 300000,         /* that findings have drawn, in the report */
	KL_HTML_MARKS = 200000,         /* marked cells */
	KL_HTML_CELL = 160              /* code points of a cell that are shown */
};

/* The N under a table takes its marks as if it were a row. */
#define KL_HTML_ROW_N UINT64_MAX

/* A section: a table of the dataset, or what belongs to none. */
struct kl_html_table {
	struct kl_text_buffer items;    /* its findings, as HTML */
	uint64_t findings[KL_SEVERITIES];
	uint64_t *codes;                /* findings by code; NULL: none yet */
	uint64_t *listed;               /* those among the items, by code */
	uint64_t *rows;                 /* records to be drawn, ascending */
	size_t row_count, row_capacity;
};

struct kl_html {
	const struct kl_format_scope *scope;
	struct kl_text_buffer page;
	struct kl_text_buffer text;     /* for one text, used again and again */
	struct kl_shown shown;
	struct kl_marks marks;
	struct kl_html_table *tables;   /* as in the dataset; the last: no table */
	uint32_t listed;                /* findings that have an item */
	size_t bytes;                   /* of items */
	uint64_t cells;                 /* of rows to be drawn */
	bool codes[KL_CODES];           /* that occur */
	time_t now;
};

/* html_text.c */

/* Adds text of any origin, for an element or an attribute in double quotes:
 * escaped, controls made visible; at most `most` code points (0: no limit). */
void kl_html_text(struct kl_html *h, struct kl_text_buffer *out,
	struct kl_span text, size_t most);
void kl_html_texts(struct kl_html *h, struct kl_text_buffer *out,
	const char *text);
/* Adds a phrase (see kl_phrase_add), escaped. */
void kl_html_say(struct kl_html *h, struct kl_text_buffer *out,
	enum kl_phrase phrase);
void kl_html_count(struct kl_html *h, struct kl_text_buffer *out,
	enum kl_phrase phrase, uint64_t count, uint64_t other);
/* <element class="kind">phrase</element>; kind NULL: no class. */
void kl_html_put(struct kl_html *h, struct kl_text_buffer *out,
	const char *element, const char *kind, enum kl_phrase phrase);
/* "2 errors, 1 warning": only what there is; with all, what is nought too. */
void kl_html_findings(struct kl_html *h, struct kl_text_buffer *out,
	const uint64_t *findings, bool all);
/* The class of a severity or level: "error", "part" ... */
const char *kl_html_class(enum kl_mark_level level);
const char *kl_html_sign(enum kl_mark_level level);
const char *kl_html_verdict_class(enum kl_verdict_kind kind);

/* html_rows.c */

/* Has the row of a spot drawn, if there is room. */
enum kl_status kl_html_want_row(struct kl_html *h, size_t order,
	const struct kl_spot *spot, struct kl_error *error);
/* Whether the cell of a spot will be drawn: something can link to it. */
bool kl_html_is_drawn(const struct kl_html *h, size_t order,
	const struct kl_spot *spot);
/* Where a place is drawn; a printed N is a cell of row KL_HTML_ROW_N. */
struct kl_spot kl_html_find(const struct kl_html *h,
	const struct kl_place *place);
/* Adds "t3-r5-c2", the id of a cell, or of its row where the column is not
 * known. */
void kl_html_add_id(struct kl_text_buffer *out, size_t order,
	const struct kl_spot *spot);

/* html_finding.c */

/* Lists a finding, or counts it where there are too many. */
enum kl_status kl_html_take(struct kl_html *h, const struct kl_finding *finding,
	struct kl_error *error);

/* html_sum.c */

/* Adds the picture of the equation that fails; false: it has none. */
bool kl_html_picture(struct kl_html *h, struct kl_text_buffer *out,
	const struct kl_finding *finding);

/* html_table.c */

/* Adds the picture of a table. Errors: those of kl_shown_read. */
enum kl_status kl_html_draw(struct kl_html *h, size_t order,
	struct kl_error *error);

/* html_overview.c */

/* Adds the head of the page, verdict, counts, what was not checked. */
void kl_html_overview(struct kl_html *h, const struct kl_tally *tally);

/* html_lists.c */

/* Adds the lists of rules and of tables. */
void kl_html_lists(struct kl_html *h, const struct kl_tally *tally);

/* html_codes.c */

/* Adds the filters of the findings. */
void kl_html_filters(struct kl_html *h);
/* Adds what the codes mean. */
void kl_html_codes(struct kl_html *h);

/* html_style.c, html_script.c: what stands between the tags, and the SHA-256 of
 * it, in base64. */
extern const char kl_html_style[], kl_html_style_hash[];
extern const char kl_html_script[], kl_html_script_hash[];

#endif
