/* Rows and findings that are kept until it is known whether they are told. Pointers
 * to what outlives the run are kept as they are. */
#include "check/schema.h"

/* What stands before the bytes of the cells and of the line. */
struct row_head {
	uint64_t number, line;
	size_t count, bytes, raw_length;
	bool raw_given, plain;
};

enum kl_status kl_schema_keep_row(struct kl_spool *spool,
	const struct kl_row *row, uint64_t *number, struct kl_error *error)
{
	struct row_head head = { row->number, row->line, row->count, 0,
		row->raw.length, row->raw.at != NULL, row->plain };
	enum kl_status status;

	*number = kl_spool_end(spool);
	for (size_t i = 0; i < row->count; i++)
		head.bytes += row->cells[i].length;
	status = kl_spool_add(spool, &head, sizeof head, error);
	for (size_t i = 0; i < row->count && status == KL_OK; i++)
		status = kl_spool_add(spool, &row->cells[i].length,
			sizeof row->cells[i].length, error);
	for (size_t i = 0; i < row->count && status == KL_OK; i++)
		status = kl_spool_add(spool, row->cells[i].at,
			row->cells[i].length, error);
	return status == KL_OK ? kl_spool_add(spool, row->raw.at, row->raw.length,
		error) : status;
}

/* Room in the text, aligned as it begins. */
static char *room(struct kl_text_buffer *text, size_t size)
{
	return kl_grow(text->at, text->capacity, size + 1) ? text->at : NULL;
}

enum kl_status kl_schema_kept_row(struct kl_spool *spool, uint64_t number,
	struct kl_text_buffer *text, struct kl_row *row, struct kl_error *error)
{
	struct row_head head;
	enum kl_status status = kl_spool_read(spool, number, &head, sizeof head,
		error);

	if (status != KL_OK)
		return status;
	const size_t spans = head.count * sizeof(struct kl_span);
	const size_t lengths = head.count * sizeof(size_t);
	const size_t rest = lengths + head.bytes + head.raw_length;
	char *all = room(text, spans + rest);
	if (all == NULL)
		return kl_no_memory(error);
	status = kl_spool_read(spool, number + sizeof head, all + spans, rest, error);
	if (status != KL_OK)
		return status;
	struct kl_span *cells = (struct kl_span *)(void *)all;
	const char *at = all + spans + lengths;
	for (size_t i = 0; i < head.count; i++) {
		size_t length;
		memcpy(&length, all + spans + i * sizeof length, sizeof length);
		cells[i] = (struct kl_span){ at, length };
		at += length;
	}
	*row = (struct kl_row){ .number = head.number, .line = head.line,
		.cells = cells, .count = head.count, .plain = head.plain,
		.raw = { head.raw_given ? at : NULL, head.raw_length } };
	return KL_OK;
}

struct finding_head {
	struct kl_place place;
	size_t label_length, value_length;
	bool label_given;
};

enum kl_status kl_schema_keep_finding(struct kl_spool *spool,
	const struct kl_finding *finding, uint64_t *number, struct kl_error *error)
{
	const struct finding_head head = { finding->place, finding->label.length,
		finding->value.length, finding->label.at != NULL };

	*number = kl_spool_end(spool);
	enum kl_status status = kl_spool_add(spool, &head, sizeof head, error);
	if (status == KL_OK)
		status = kl_spool_add(spool, finding->label.at,
			finding->label.length, error);
	return status == KL_OK ? kl_spool_add(spool, finding->value.at,
		finding->value.length, error) : status;
}

enum kl_status kl_schema_kept_finding(struct kl_spool *spool, uint64_t number,
	struct kl_text_buffer *text, struct kl_finding *finding,
	struct kl_error *error)
{
	struct finding_head head;
	enum kl_status status = kl_spool_read(spool, number, &head, sizeof head,
		error);

	if (status != KL_OK)
		return status;
	const size_t rest = head.label_length + head.value_length;
	char *all = room(text, rest);
	if (all == NULL)
		return kl_no_memory(error);
	status = kl_spool_read(spool, number + sizeof head, all, rest, error);
	finding->place = head.place;
	finding->label = (struct kl_span){ head.label_given ? all : NULL,
		head.label_length };
	finding->value = (struct kl_span){ all + head.label_length,
		head.value_length };
	return status;
}
