/*
 * The engine at work: the rules of a run, and the table that is being read. For
 * run.c and the files of run/.
 */
#ifndef KL_RUN_ENGINE_H
#define KL_RUN_ENGINE_H

#include "check/check.h"
#include "run/filter.h"
#include "table/input.h"
#include "run.h"

/* A rule and its check at work; the first is what is always checked. */
struct kl_instance {
	const struct kl_check *check;
	void *state;
	struct kl_scope scope;
	struct kl_row_walk walk;
	struct kl_filter *filter;       /* of rows; NULL: all reach the check */
	struct kl_rule about;           /* the rule, with the tables of these rows */
	bool begun;             /* begin_rule succeeded */
	bool reading;           /* takes part in the current table */
	uint64_t rows, left;    /* that were met, that the filter left */
	bool told;              /* a problem of it was told */
	size_t equations;       /* that it added */
};

struct kl_tables;

struct kl_engine {
	const struct kl_run *run;
	const struct kl_engine *whole;  /* of a part (run/part.h); else NULL */
	struct kl_record *record;       /* of a part: takes what is told */
	struct kl_tables *tables;       /* parts of it; NULL: none was needed */
	struct kl_report *report;
	struct kl_equations *equations; /* across tables; NULL in a part */
	struct kl_equations *alone;     /* of the current table, if it is judged apart */
	struct kl_instance *instances;
	size_t count;
	void *format_state;
	struct kl_arena names;          /* of the sheets that were read */
	/* The current table: */
	const struct kl_table *table;
	bool preparing;         /* it is read for `prepares` */
	bool apart;             /* no rule compares it with another */
	struct kl_arena arena;
	struct kl_columns columns;
	struct kl_row header;
	struct kl_dialect dialect;
	char *decimal_chars;    /* of the columns; of a workbook only */
	uint64_t rows, cells;
	struct kl_input *input;
	uint64_t bytes;         /* of the input, as scopes have it */
	struct kl_progress progress;    /* of the tables before it */
	bool fatal;             /* a check or the output failed, not the file */
};

/* Tells the failure of one rule or table that leaves the rest worth checking; any
 * other is returned. */
enum kl_status kl_engine_tell(struct kl_engine *engine,
	struct kl_instance *instance, enum kl_status status,
	const struct kl_error *problem);

/* The equations that rules add to now. */
static inline struct kl_equations *kl_engine_equations(
	const struct kl_engine *engine)
{
	return engine->apart ? engine->alone : engine->equations;
}

/* Whether no rule that looks at the table compares it with others. */
bool kl_engine_is_apart(struct kl_engine *engine, const struct kl_table *table);
/* The same of one rule, whatever the table. */
static inline bool kl_instance_is_apart(const struct kl_instance *instance)
{
	const struct kl_check *check = instance->check;

	return check->apart != NULL && check->apart(instance->state);
}

/* Tells the equations what rules say alike. False when memory is out. */
bool kl_engine_classes(const struct kl_engine *engine,
	struct kl_equations *equations);

/* Begins all rules. */
enum kl_status kl_engine_begin(struct kl_engine *engine, struct kl_error *error);
/* Reads all tables: first those that rules must know before, then each once for
 * all its rules. */
enum kl_status kl_engine_pass(struct kl_engine *engine, struct kl_error *error);
/* Reads one table for all its rules. */
enum kl_status kl_engine_check_table(struct kl_engine *engine,
	const struct kl_table *table, struct kl_error *error);
/* Derives what the equations of the current table say, judges them and forgets them,
 * if it is judged apart. */
enum kl_status kl_engine_judge_alone(struct kl_engine *engine,
	struct kl_error *error);
/* Ends all rules, judges equations, and tells what was not checked. */
enum kl_status kl_engine_finish(struct kl_engine *engine,
	struct kl_error *error);

/* The bytes of a table, from the beginning; kl_engine_close when it was read.
 * `own` is what *input then is, unless it is standard input. With `again` it
 * will be read once more. Errors: KL_IO. */
enum kl_status kl_engine_open(const struct kl_dataset *dataset,
	const struct kl_table *table, bool again, struct kl_input *own,
	struct kl_input **input, struct kl_error *error);
void kl_engine_close(const struct kl_dataset *dataset,
	const struct kl_input *input);

/* Before the tables are read; after a batch of one; after one. Nothing happens
 * where nobody asks for it. */
void kl_engine_progress_begin(struct kl_engine *engine);
void kl_engine_progress(struct kl_engine *engine);
void kl_engine_progress_table(struct kl_engine *engine);
/* After one that a part judged. */
void kl_engine_progress_join(struct kl_engine *engine, struct kl_engine *part);

/* Releases all but the state of the format. */
void kl_engine_release(struct kl_engine *engine);

#endif
