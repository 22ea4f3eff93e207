/*
 * Slips of the pen, made on purpose: every printed count of a dataset that adds
 * up is changed, and klopt must tell, and know what mends it.
 *
 * figures.c lists the counts, change.c the slips, book.c the equations that the
 * rules say, trial.c runs klopt over a changed dataset; main.c counts. What
 * goes wrong here ends the program with status 2.
 */
#ifndef KL_TESTS_MUTATION_H
#define KL_TESTS_MUTATION_H

#include "klopt.h"

/* A count as it is printed: in a cell, or as the N of a table. */
struct figure {
	size_t table;
	uint64_t row;                   /* record after the header; 0: it is the N */
	struct kl_span field;           /* "n" for the N */
	struct kl_span text;            /* in the bytes of the table, or descriptor */
	int64_t value;
	size_t variable;                /* in the book */
	size_t equations;               /* of the book that it stands in */
};

/* A cell of a table, by the harness' own reading of the file. */
struct table_cell {
	size_t row;                     /* 0: the header */
	size_t column;
	struct kl_span text;            /* without quotes around it */
};

struct table_text {
	char *bytes;
	size_t length;
	struct table_cell *cells;
	size_t count, capacity;
	size_t rows, columns;           /* rows after the header */
};

struct dataset_text {
	struct table_text *tables;      /* in the order of the dataset */
	struct figure *figures;
	size_t figure_count, figure_capacity;
};

/* Reads the files of all tables. The figures are cells of whole numbers, and of
 * a dash that stands for nil, in columns of integers, and all Ns. */
void figures_read(const struct kl_dataset *dataset, struct dataset_text *out);
void figures_release(const struct kl_dataset *dataset,
	struct dataset_text *texts);
/* NULL: there is none. */
const struct table_cell *figures_cell(const struct table_text *table,
	size_t row, size_t column);
/* SIZE_MAX: there is none. */
size_t figures_column(const struct table_text *table, struct kl_span name);

enum kind { DIGIT, SWAP, SIGN, ONE, TEN, KINDS };
extern const char *const kind_names[KINDS];

struct change {
	enum kind kind;
	int64_t to;
	char text[32];
};

/* Every slip in a figure, each value once. Zeros in front that a slip makes stay.
 * Returns how many; at most CHANGES_MOST. */
enum { CHANGES_MOST = 256 };
size_t change_list(const struct figure *figure, struct change *out);

/* What the rules `totals` and `n` say of the figures: linear equations, put up
 * here from the rules' parameters. What is not printed, and what tables about
 * the same respondents share, is eliminated; equations that are then the same
 * count once. Bounds (several answers) are left out. */
struct book;
struct book *book_new(const struct kl_dataset *dataset,
	const struct kl_rules *rules, struct dataset_text *texts);
void book_free(struct book *book);
size_t book_equations(const struct book *book);
/* Whether all equations hold with these changes of figures. */
bool book_holds(const struct book *book, const struct figure *const *figures,
	const int64_t *to, size_t count);

/* What klopt said. */
struct verdict {
	bool detected;          /* an error names a cell that was changed */
	bool told;              /* there is an error at all */
	bool restored;          /* the first repair undoes the only change */
	bool certain;           /* klopt is sure of the first repair */
};

/* Where rule files and registers are: in the folder `rules`. */
const struct kl_search *trial_search(void);

struct trial;
/* The changed files are written below `folder`. */
struct trial *trial_new(struct kl_dataset *dataset,
	const struct kl_rules *rules, const struct dataset_text *texts,
	const char *folder);
void trial_free(struct trial *trial);
/* Runs klopt with `count` figures of one table changed; 0: as it is. */
struct verdict trial_run(struct trial *trial,
	const struct figure *const *figures, const struct change *changes,
	size_t count);

/* Ends the program with status 2. */
_Noreturn void give_up(const char *what, const char *why);
void *need(void *memory);

#endif
