/*
 * A finding: what a check saw, where, by which cells. Never prose: the words
 * come from the registry (finding.def) when it is shown.
 */
#ifndef KL_FINDING_FINDING_H
#define KL_FINDING_FINDING_H

#include "base/interval.h"
#include "base/memory.h"
#include "base/text.h"

enum kl_severity { KL_INFO, KL_WARNING, KL_ERROR };
enum { KL_SEVERITIES = 3 };

/* The codes, in the order of finding.def. */
enum kl_code {
#define KL_FINDING(id, code, severity, title) KL_CODE_##id,
#define KL_MESSAGE(id, text)
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
	KL_CODES
};

/* The messages: a code has one or more, for the variants of what was seen. */
enum kl_message {
#define KL_FINDING(id, code, severity, title)
#define KL_MESSAGE(id, text) KL_MESSAGE_##id,
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
	KL_MESSAGES
};

const char *kl_severity_name(enum kl_severity severity);        /* "error" ... */
const char *kl_severity_word(enum kl_severity severity);        /* in the language of
                                                                   the process: "fout" */
bool kl_severity_find(struct kl_span name, enum kl_severity *out);
const char *kl_code_name(enum kl_code code);                    /* "total-mismatch" */
const char *kl_code_title(enum kl_code code);                   /* a few words */
enum kl_severity kl_code_severity(enum kl_code code);           /* the default */
bool kl_code_find(struct kl_span name, enum kl_code *out);
/* What is told of the waivers themselves: it can be neither waived nor known. */
bool kl_code_is_of_waivers(enum kl_code code);

/* How many bytes a character takes in the file itself. */
enum kl_written {
	KL_WRITTEN_UTF_8,
	KL_WRITTEN_SINGLE,      /* one: Windows-1252 */
	KL_WRITTEN_WIDE         /* UTF-16, in which tools of text count no bytes */
};

/* Where something stands. Zero or NULL: not applicable. */
struct kl_place {
	uint32_t order;         /* of the table in the dataset, for sorting */
	unsigned byte : 24;     /* in its line of UTF-8, from 1, of the first character
	                           that is no quote and no blank; 0: not known */
	unsigned lead : 6;      /* quote and blanks before that character */
	unsigned written : 2;   /* enum kl_written: in what bytes its file is */
	const char *table;      /* name of the table */
	const char *path;       /* file, as people named it */
	uint64_t line, column;  /* physical line, first character of the cell; from 1 */
	uint64_t row;           /* record after the header, from 1 */
	struct kl_span field;   /* name of the column; at NULL: none */
	const char *sheet;      /* of a workbook: line and column are its row, and the
	                           number of its column */
};

/* Adds "path", "path:line" or "path:line:column"; in a workbook
 * "path:Blad1!B7". */
void kl_place_add(const struct kl_place *place, struct kl_text_buffer *out);
/* Adds "line 7"; in a workbook "sheet row 7". */
void kl_place_add_line(const struct kl_place *place, struct kl_text_buffer *out);
const char *kl_place_line_word(const struct kl_place *place);   /* "line" */

/* A cell that takes part. */
struct kl_finding_cell {
	struct kl_place place;
	struct kl_span value;   /* as printed */
};

enum kl_figure_kind {
	KL_FIGURE_TEXT,         /* from the rules or registers: names, dates, files */
	KL_FIGURE_VALUE,        /* text from the data: hidden by --no-values */
	KL_FIGURE_NUMBER,       /* a number from the data: hidden by --no-values */
	KL_FIGURE_PERCENTAGE,   /* the same, that no table has: written as the language
	                           of the process does */
	KL_FIGURE_INTERVAL,     /* the same, as a range */
	KL_FIGURE_COUNT,        /* how many of something; never hidden;
	                           written likewise */
	KL_FIGURE_SENTENCE,     /* words put together already: added as they are */
	KL_FIGURE_PHRASE        /* another message of the registry, with the same figures */
};

/* A named figure, which a message takes by {name}. */
struct kl_figure {
	const char *name;       /* static */
	enum kl_figure_kind kind;
	union {
		struct kl_span text;            /* TEXT, VALUE, SENTENCE */
		struct kl_decimal number;       /* NUMBER, PERCENTAGE, COUNT */
		struct kl_interval interval;    /* INTERVAL */
		enum kl_message phrase;         /* PHRASE */
	};
};

/* A change of cells that would make everything hold that these cells take part
 * in. */
enum { KL_REPAIR_CELLS = 3 };   /* most cells that are looked for */

struct kl_change {
	struct kl_place place;
	struct kl_span from, to;        /* as printed; as it would be printed */
};

struct kl_finding_repair {
	bool certain;                   /* no other change of so few cells does it */
	const struct kl_change *changes;
	size_t count;
};

enum kl_repair_search {
	KL_REPAIR_NOT_SOUGHT,   /* no sums; or figures that are not exact, or bounds */
	KL_REPAIR_FOUND,
	KL_REPAIR_NONE,         /* no change of up to KL_REPAIR_CELLS cells does it */
	KL_REPAIR_TOO_LARGE     /* given up: too many sets of cells to try */
};

/* Held against a baseline (finding/baseline.h). */
enum kl_novelty { KL_NOVELTY_NONE, KL_NOVELTY_NEW, KL_NOVELTY_KNOWN };

struct kl_waiver;
struct kl_mold;

struct kl_finding {
	enum kl_code code;
	enum kl_message message;
	enum kl_severity severity;
	const char *rule;               /* id; NULL: what is always checked */
	const char *check;              /* name of the check */
	struct kl_place place;
	struct kl_span label;           /* the row's own name (see kl_scope_label); at NULL: none */
	struct kl_span value;           /* as printed; at NULL: not applicable */
	struct kl_span expected;        /* what follows; at NULL: not applicable */
	char decimal_char;              /* as the table writes numbers; 0: '.' */
	const struct kl_figure *figures;
	size_t figure_count;
	const struct kl_finding_cell *cells;    /* every cell that takes part */
	size_t cell_count;
	uint64_t unlisted_cells;        /* that take part too: in rows not kept */
	enum kl_repair_search search;
	const struct kl_finding_repair *repairs;        /* fewest cells; likely slips */
	size_t repair_count;                            /*   of the pen first */
	uint64_t alternatives;          /* all that were found */
	/* The report sets these: */
	const struct kl_mold *mold;     /* it was made in (finding/mold.h), or NULL */
	const struct kl_waiver *waiver; /* that holds for it (finding/waiver.h), or NULL */
	enum kl_novelty novelty;        /* NONE: there is no baseline */
};

/* Whether it counts for the exit status: it is not waived, and no baseline knows it. */
static inline bool kl_finding_counts(const struct kl_finding *finding)
{
	return finding->waiver == NULL && finding->novelty != KL_NOVELTY_KNOWN;
}

/* A deep copy in the arena; NULL when memory is out. */
struct kl_finding *kl_finding_copy(struct kl_arena *arena,
	const struct kl_finding *finding);

/* How findings are put into words. */
struct kl_style {
	bool no_values;         /* no cell value, sum or row label in any output */
	bool color;
	size_t width;           /* columns of the terminal; 0: do not wrap */
	bool quiet;             /* only what matters to the verdict */
	bool verbose;
};

/* Adds the message of the finding, one sentence without a final stop, control
 * characters made visible. Figures are taken by {name}; {value}, {expected},
 * {field}, {label}, {table}, {row} and {cells} ("uren is 12, totaal is 20") are
 * always there. */
void kl_finding_message(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out);

/* Adds what would mend it: the certain change, or the most likely ones, or that
 * there is none; nothing where none was sought, or values are hidden. */
void kl_finding_repair_text(const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out);

/* 16 hexadecimal digits that tell this finding from every other of the dataset: a
 * hash of the code, the id of the rule, the names of table and field, the row's own
 * name (label) and the value as printed. Not of line, column or row number, nor of
 * the path, the message or what was expected: so it stays the same when rows are
 * added above, a file is moved, or other cells of a sum are mended; and it
 * changes when the value does. Findings alike in all of these have the same. Without
 * values it is a hash of code, rule, table and field alone: who has a list of what a
 * cell can be (codes, names) could find the label and the value that give it. */
enum { KL_FINGERPRINT = 17 };
void kl_finding_fingerprint(const struct kl_finding *finding,
	const struct kl_style *style, char *out);
uint64_t kl_finding_hash(const struct kl_finding *finding);     /* the number */
uint64_t kl_finding_hash_hidden(const struct kl_finding *finding);     /* without values */
/* The hash so far of all but label and value. */
uint64_t kl_finding_hash_common(const struct kl_finding *finding);
/* False if the text is not one; in capitals it is. *out is then untouched. */
bool kl_fingerprint_parse(struct kl_span text, uint64_t *out);

#endif
