/*
 * A table that is being read, for the files reader*.c.
 */
#ifndef KL_TABLE_READER_WORK_H
#define KL_TABLE_READER_WORK_H

#include "table/buffer.h"
#include "table/dialect.h"
#include "table/header.h"
#include "table/issues.h"
#include "table/split.h"

struct kl_reader {
	const char *path;
	const struct kl_reader_calls *calls;
	struct kl_dialect dialect;
	struct kl_decoder decoder;
	struct kl_buffer buffer;
	struct kl_splitter splitter;
	struct kl_issues issues;
	struct kl_row *rows;
	size_t row_count, row_capacity, row_most;

	size_t record;          /* in the buffer: start of the record in progress */
	size_t first_end;       /* end of its first physical line */
	size_t next;            /* start of the line to be taken */
	uint64_t line;          /* physical line of `record` */
	uint64_t lines;         /* physical lines of it that are taken */
	uint64_t number;        /* the record's; 0 for the header */
	struct kl_header header;
	bool header_given;
	char separator;         /* that a first line names; 0: there is none */
	struct kl_evidence evidence;    /* by which the delimiter was decided; of no
	                                   rows: it was not */
	struct kl_relay *relay;         /* batches go there; NULL: to the calls */
	bool relayed;                   /* that was tried */
};

static inline struct kl_span kl_reader_piece(const struct kl_reader *reader,
	size_t from, size_t to)
{
	return (struct kl_span){ reader->buffer.at + from, to - from };
}

/* reader.c */

/* A record begins at `at` of the buffer. */
void kl_reader_begin_record(struct kl_reader *reader, size_t at, uint64_t line);
/* Forgets the record in progress, hands on what came before, and reads more. */
enum kl_status kl_reader_read_on(struct kl_reader *reader,
	struct kl_error *error);
/* Finds in a line or record what the decoder met there. */
enum kl_status kl_reader_look(struct kl_reader *reader, struct kl_span raw,
	uint64_t line, uint64_t row, struct kl_error *error);
/* Goes on behind a line that is no record; to a layout it can be a row. */
enum kl_status kl_reader_leave_out(struct kl_reader *reader, size_t end,
	bool is_row, struct kl_error *error);

/* Reads records up to the end, from where it is. What was gathered last is not
 * handed on. */
enum kl_status kl_reader_records(struct kl_reader *reader,
	struct kl_error *error);

/* reader_relay.c */

/* Whether the table is long enough, and can be read so from here. */
bool kl_reader_can_relay(const struct kl_reader *reader);
/* Reads records up to the end, with more than one job in a thread, and hands them on
 * in this one. */
enum kl_status kl_reader_relay(struct kl_reader *reader,
	struct kl_error *error);
/* While that is done: hands on what was gathered. KL_CLOSED: nobody takes it. */
enum kl_status kl_reader_hand_on(struct kl_reader *reader,
	struct kl_error *error);

/* reader_start.c */

/* Reads the first bytes. */
enum kl_status kl_reader_begin(struct kl_reader *reader,
	const struct kl_source *source, size_t block, struct kl_error *error);
/* Whether the line of the file that ends at `end`, its first, names a delimiter. */
bool kl_reader_is_separator(struct kl_reader *reader, size_t end);
enum kl_status kl_reader_take_separator(struct kl_reader *reader, size_t end,
	struct kl_error *error);
/* Decides the delimiter, or reads on until it can be decided. */
enum kl_status kl_reader_decide(struct kl_reader *reader,
	struct kl_error *error);
/* A record before the header was given: gives it, if it is the header, or if there
 * is none. */
enum kl_status kl_reader_take_first(struct kl_reader *reader,
	struct kl_row *row, struct kl_error *error);
/* Gives a header if the file has none. */
enum kl_status kl_reader_end(struct kl_reader *reader, struct kl_error *error);
/* Tells how the file was read, where somebody gave this dialect. */
void kl_reader_tell(const struct kl_reader *reader,
	const struct kl_dialect *given);

#endif
