/*
 * Parameters of checks: one table makes the keys of a rule in a rule file, the
 * options of the program, and its help.
 *
 * A name with a dot, "down.columns", is the key `columns` in the mapping
 * `down` and the option --down-columns. When there is both "level" and
 * "level.column", a scalar at `level` means the first.
 */
#ifndef KL_RULE_PARAMETER_H
#define KL_RULE_PARAMETER_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/memory.h"
#include "base/status.h"

enum kl_parameter_type {
	KL_PARAMETER_TEXT,      /* any text */
	KL_PARAMETER_TEXTS,     /* one, or a list; option: repeatable, each whole */
	KL_PARAMETER_COLUMN,    /* one column name */
	KL_PARAMETER_COLUMNS,   /* list of column names; option: a,b,c */
	KL_PARAMETER_TABLES,    /* list of table names or globs; option: a,b */
	KL_PARAMETER_TABLE,     /* the name of one table; option: a file, which
	                           becomes a table of the dataset */
	KL_PARAMETER_NUMBER,
	KL_PARAMETER_DATE,      /* YYYY-MM-DD */
	KL_PARAMETER_CHOICE,    /* one of `choices` */
	KL_PARAMETER_REGISTER,  /* id of a register, or a path */
	KL_PARAMETER_SUMS,      /* {total: [part, part]}; option: total=part+part,
	                           repeatable */
	KL_PARAMETER_ROWS,      /* {field: value}, or a list of these; option:
	                           field=value, repeatable */
	KL_PARAMETER_EXPRESSION,        /* one text in the language of
	                           expression/expression.h */
	KL_PARAMETER_EXPRESSIONS,       /* one, or a list; option: repeatable */
	KL_PARAMETER_PAIRS,             /* {column: expression}; option:
	                           column=expression, repeatable */
	KL_PARAMETER_FLAG               /* an option without a value; of programs that
	                           do not check */
};

struct kl_parameter {
	const char *name;
	enum kl_parameter_type type;
	const char *meta;               /* what stands for the value in help: COLUMN */
	const char *summary;            /* one line for help and manual */
	const char *const *choices;     /* for CHOICE, ends with NULL */
};

/* What a check is called and understands: the declarative half of a check. */
struct kl_words {
	const char *name;               /* "totals"; also the program klopt-totals */
	const char *summary;            /* one line */
	const struct kl_parameter *parameters;
	size_t parameter_count;
};

/* A text with the place where it was written. */
struct kl_word {
	struct kl_span text;
	uint32_t line, column;          /* from 1; 0: it came from the command line */
	uint32_t lead;                  /* 1, or 2 after a quote: it stands there as
	                                   it is, its first character at column +
	                                   lead - 1; 0: it is written otherwise */
	struct kl_span written;         /* then, in a file: how, from its quote, its
	                                   | or > or its first character on */
};

/* Where the byte at `offset` of the text stands in its file: in a text of several
 * lines, or with escapes, too. The place of the word itself if it is not known. */
void kl_word_place(const struct kl_word *word, size_t offset, uint32_t *line,
	uint32_t *column);

struct kl_sum {
	struct kl_word total;
	const struct kl_word *parts;
	size_t part_count;
};

struct kl_match {
	struct kl_word field, value;
};

/* A row is meant when every match holds (values compared trimmed, exactly). */
struct kl_row_match {
	const struct kl_match *matches;
	size_t count;
};

/* The value of one parameter; which member counts follows from its type. */
struct kl_argument {
	bool given;
	uint32_t line, column;          /* of the value */
	const struct kl_word *words;    /* of a scalar, as written: one; of lists */
	size_t word_count;
	struct kl_decimal number;
	struct kl_date date;
	int choice;                     /* index into choices */
	const struct kl_sum *sums;
	size_t sum_count;
	const struct kl_row_match *rows;        /* ROWS: in the order written */
	size_t row_count;
	const struct kl_match *pairs;   /* PAIRS: the value is the expression */
	size_t pair_count;
};

/* Index of the parameter, or parameter_count. */
size_t kl_parameter_find(const struct kl_words *words, struct kl_span name);

/* Reads one value given as an option into *argument:
 *
 *   COLUMNS, TABLES   a,b             a name cannot hold a comma
 *   SUMS              total=a+b       nor a total "=", nor a part "+"
 *   ROWS              field=value     value may be empty: a blank cell; several
 *                                     matches of one row: f=v,g=w
 *   PAIRS             column=x        the column ends at the first "="
 *
 * A repeated list, TEXTS, EXPRESSIONS, SUMS or PAIRS option adds to what is
 * there; a repeated ROWS option adds another row, the inner total first. Every
 * other option can be given once. Blanks around names and values are dropped.
 * Texts are copied to the arena. Errors: KL_USAGE with a sentence that does not
 * name the option (the caller does: "takes a number, not 'x'"), KL_NO_MEMORY. */
enum kl_status kl_argument_parse(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_arena *arena, struct kl_argument *argument,
	struct kl_error *error);

#endif
