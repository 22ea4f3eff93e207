/*
 * An expression bound to columns, and its evaluation by types. For the files of
 * expression/.
 */
#ifndef KL_EXPRESSION_BINDING_H
#define KL_EXPRESSION_BINDING_H

#include "base/text.h"
#include "expression/evaluate.h"
#include "table/plain.h"

/* A column of the frame in the table at hand. */
struct kl_slot {
	size_t index;                   /* in the row; SIZE_MAX: there is none */
	enum kl_expression_type type;
	const struct kl_reading *reading;
	const struct kl_field *field;   /* NULL: not declared */
	struct kl_plain plain;          /* how its plain cells are read */
	bool whole;                     /* declared integer */
	bool read;                      /* `value` is that of the current row */
	struct kl_result value;
};

/* What a term needs besides its operands. */
struct kl_work {
	struct kl_pattern *pattern;     /* MATCHES */
	unsigned given_up;              /* on how many texts it was */
	struct kl_text_buffer text;     /* CALL that makes text */
};

struct kl_block_term;

struct kl_binding {
	const struct kl_expression *expression;
	const struct kl_frame *frame;
	const struct kl_gather *gather;
	const struct kl_table *table;   /* NULL: none */
	const struct kl_reading *reading;       /* of the table, or the default */
	struct kl_reading default_reading;
	struct kl_slot *slots;
	struct kl_work *works;
	struct kl_arena arena;
	struct kl_block_term *block;    /* of the row; NULL: it can tell nothing */
	/* The current row: */
	const struct kl_row *row;       /* NULL: none */
	const struct kl_span *cells;
	uint64_t number;
	/* The first pattern that was given up on a text; NULL: none was. */
	const struct kl_tree *given_up;
	uint64_t given_up_line;         /* 0: of no row */
	/* Keys of groups that are being put together, one behind the other. */
	struct kl_text_buffer key;
};

/* Binds the frame of the row (aggregate NULL), or that of an aggregate. */
enum kl_status kl_bind_frame(const struct kl_expression *expression,
	const struct kl_aggregate *aggregate, const struct kl_gather *gather,
	const struct kl_table *table, const struct kl_columns *columns,
	struct kl_binding **out, struct kl_error *error);

/* Makes it the current row; its cells are read when they are needed. */
void kl_binding_take(struct kl_binding *b, const struct kl_row *row);
/* Reads the slot's cell; call it only if !slot->read. */
void kl_slot_read(const struct kl_binding *b, struct kl_slot *slot);
/* What a cell of its column is worth; by any number of threads. */
void kl_slot_value_of(const struct kl_slot *slot, struct kl_span cell,
	struct kl_result *value);
static inline const struct kl_result *kl_slot_value(struct kl_binding *b,
	const struct kl_tree *column)
{
	struct kl_slot *slot = &b->slots[column->slot];

	if (!slot->read)
		kl_slot_read(b, slot);
	return &slot->value;
}

/* By type. Numbers, texts and dates that are unknown: NULL, false. What is
 * returned is in `room`, or somewhere that outlives the row. */
enum kl_outcome kl_truth_of(struct kl_binding *b, const struct kl_tree *term);
const struct kl_range *kl_number_of(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room);
bool kl_text_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out);
bool kl_date_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out);
/* Whatever its type. */
void kl_value_of(struct kl_binding *b, const struct kl_tree *term,
	struct kl_result *out);
/* Functions of values that give a number, text, truth (parts of the above). */
const struct kl_range *kl_call_number(struct kl_binding *b,
	const struct kl_tree *term, struct kl_range *room);
bool kl_call_text(struct kl_binding *b, const struct kl_tree *term,
	struct kl_span *out);
bool kl_call_date(struct kl_binding *b, const struct kl_tree *term,
	struct kl_date *out);
enum kl_outcome kl_call_truth(struct kl_binding *b, const struct kl_tree *term);

/* Adds bytes that are the same for equal values of one type, and for no others.
 * Of what is unknown its text. False if it has no such bytes (a range). */
bool kl_result_add_key(const struct kl_result *value,
	struct kl_text_buffer *out);

/* Of the group that the current row of b belongs to (in gather.c). */
void kl_gather_answer(struct kl_binding *b, const struct kl_aggregate *aggregate,
	struct kl_result *out);
/* Of the group with this key (NULL: there is none that could be found), which is
 * made by kl_result_add_key of what its keys are here; by any number of threads. */
void kl_gather_answer_key(const struct kl_binding *b,
	const struct kl_aggregate *aggregate, const struct kl_span *key,
	struct kl_result *out);

#endif
