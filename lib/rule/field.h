/*
 * What a schema says of one column: type, format, how cells are read, and what
 * they must be. And what a cell is worth as its type has it.
 */
#ifndef KL_RULE_FIELD_H
#define KL_RULE_FIELD_H

#include "base/moment.h"
#include "base/pattern.h"
#include "rule/parameter.h"
#include "table/cell.h"

enum kl_field_type {
	KL_TYPE_ANY,            /* not declared, any, or one whose content is not checked */
	KL_TYPE_STRING,
	KL_TYPE_INTEGER,
	KL_TYPE_NUMBER,
	KL_TYPE_BOOLEAN,
	KL_TYPE_LIST,
	/* In the order of enum kl_moment_kind: */
	KL_TYPE_DATE,
	KL_TYPE_TIME,
	KL_TYPE_DATETIME,
	KL_TYPE_YEAR,
	KL_TYPE_YEARMONTH,
	KL_TYPE_DURATION
};

/* The form of a string. */
enum kl_field_form {
	KL_FORM_NONE, KL_FORM_EMAIL, KL_FORM_URI, KL_FORM_UUID, KL_FORM_BINARY
};

enum kl_value_kind {
	KL_VALUE_MISSING,       /* blank, or a mark that stands for no value */
	KL_VALUE_WRONG,         /* not of the type */
	KL_VALUE_TOO_LONG,      /* a number of more digits than can be held */
	KL_VALUE_TEXT,
	KL_VALUE_NUMBER,
	KL_VALUE_RANGE,         /* a mark that stands for a range of numbers */
	KL_VALUE_SPECIAL,       /* INF, -INF, NaN */
	KL_VALUE_BOOLEAN,
	KL_VALUE_MOMENT,
	KL_VALUE_LIST
};

struct kl_value {
	enum kl_value_kind kind;
	struct kl_span text;            /* the cell; trimmed, unless it is text */
	struct kl_decimal number;
	struct kl_interval range;       /* NUMBER: as printed, a point */
	enum kl_special special;
	struct kl_moment moment;
	bool truth;
	bool marked;                    /* a mark stands for it */
	const struct kl_field *field;   /* LIST: how its items are read */
	size_t items;                   /* LIST: how many */
	struct kl_span item;            /* WRONG: the first item that is wrong; at */
	size_t item_number;             /*   NULL: the cell is; from 1 */
};

/* A bound as the descriptor has it, and what it is worth. */
struct kl_limit {
	bool given;
	struct kl_span text;
	struct kl_value value;
};

enum kl_limit_kind {
	KL_LIMIT_MINIMUM, KL_LIMIT_MAXIMUM, KL_LIMIT_ABOVE, KL_LIMIT_BELOW,
	KL_LIMITS
};

/* Values of which a cell is one. */
struct kl_choice {
	const struct kl_value *values;
	size_t count;                   /* 0: not given */
	const struct kl_span *texts;    /* sorted, where the field is one of texts; else
	                                   NULL */
	struct kl_span listed;          /* for people: "a, b, c" */
};

struct kl_constraints {
	bool required, unique;
	struct kl_choice values;        /* enum */
	struct kl_choice categories;
	struct kl_span pattern_text;
	struct kl_pattern *pattern;       /* NULL: not given; the dataset's */
	struct kl_limit limits[KL_LIMITS];
	bool has_least, has_most;       /* minLength, maxLength */
	uint64_t least, most;           /* code points, or items of a list */
};

struct kl_field {
	struct kl_span name;
	enum kl_field_type type;
	enum kl_field_form form;        /* of a string */
	struct kl_span pattern;         /* of date, time, datetime; at NULL: the default */
	struct kl_reading reading;      /* package, table and field taken together */
	bool blank_is_text;             /* missingValues is given, without "" */
	const struct kl_span *words[2]; /* falseValues, trueValues; NULL: the default */
	size_t word_counts[2];
	struct kl_span delimiter;       /* of a list */
	enum kl_field_type item_type;   /* of a list */
	bool fill_down;                 /* klopt.fill_down: a blank cell is as the one
	                                   above; only klopt-clean fills it in */
	struct kl_constraints constraints;
	uint32_t line;                  /* in table->declared, or in the file that its
	                                   `schema` names */
};

/* What a cell is worth. Text is missing if it is blank or a declared mark for
 * what is unknown; every other type also by the default marks of kl_cell_read,
 * if it is not of the type. Texts are borrowed. */
void kl_value_read(const struct kl_field *field, struct kl_span cell,
	struct kl_value *out);

/* -1, 0 or 1 by the order of the type; KL_MOMENT_UNORDERED where there is none
 * (another kind, texts, NaN, durations that have no order). Of a range against a
 * number: where all of it lies; 0 where they meet. */
int kl_value_compare(const struct kl_value *a, const struct kl_value *b);
/* Whether both are the same value; of lists, whether they have the same items
 * in the same order; NaN is itself. A range is never known to be. */
bool kl_value_equal(const struct kl_value *a, const struct kl_value *b);
/* Whether it is one of them. */
bool kl_choice_has(const struct kl_choice *choice, const struct kl_value *value);

/* Adds bytes that are the same for equal values, and for no others; those of
 * several values, one after the other, are a key of all. With `as_text` texts
 * are compared, not what they are worth. */
struct kl_text_buffer;
void kl_value_add_key(const struct kl_value *value, bool as_text,
	struct kl_text_buffer *out);

/* True, with the kind, for the types of time. */
static inline bool kl_type_is_moment(enum kl_field_type type,
	enum kl_moment_kind *kind)
{
	*kind = (enum kl_moment_kind)((int)type - (int)KL_TYPE_DATE);
	return type >= KL_TYPE_DATE;
}

#endif
