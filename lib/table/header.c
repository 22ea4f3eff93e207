#include "table/header.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

void kl_header_init(struct kl_header *header, const struct kl_layout *layout)
{
	*header = (struct kl_header){ .layout = layout, .row = 1 };
}

void kl_header_release(struct kl_header *header)
{
	free(header->rows);
	kl_arena_release(&header->arena);
}

bool kl_header_skips(struct kl_header *header, struct kl_span line)
{
	const struct kl_layout *layout = header->layout;

	if (layout == NULL)
		return false;
	while (header->comment < layout->comment_count
			&& layout->comment_rows[header->comment] < header->row)
		header->comment++;
	return (layout->header_count > 0 && layout->declared
			&& header->row < layout->header_rows[0])
		|| (header->comment < layout->comment_count
			&& layout->comment_rows[header->comment] == header->row)
		|| (layout->comment.length > 0
			&& line.length >= layout->comment.length
			&& memcmp(line.at, layout->comment.at,
				layout->comment.length) == 0);
}

uint64_t kl_header_below(const struct kl_header *header)
{
	const struct kl_layout *layout = header->layout;

	return layout == NULL || layout->header_count == 0 || !layout->declared ? 0
		: layout->header_rows[layout->header_count - 1] - header->row;
}

static bool add(struct kl_header *header, const struct kl_row *row, bool last)
{
	struct kl_header_row made = { .count = row->count };

	made.cells = kl_arena_alloc(&header->arena,
		(row->count + 1) * sizeof *made.cells);
	if (made.cells == NULL
			|| !kl_grow(header->rows, header->capacity, header->count + 1))
		return false;
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span cell = kl_span_trim(row->cells[i]);
		if (cell.length == 0 && i > 0 && !last) {
			made.cells[i] = made.cells[i - 1];
			continue;
		}
		made.cells[i] = kl_arena_span(&header->arena, cell);
		if (cell.length > 0 && made.cells[i].at == NULL)
			return false;
	}
	header->rows[header->count++] = made;
	return true;
}

/* What a row says of a column: one that ends before it goes on as its last cell,
 * but for the lowest. */
static struct kl_span cell_of(const struct kl_header *header, size_t row,
	size_t column)
{
	const struct kl_header_row *at = &header->rows[row];

	if (column < at->count)
		return at->cells[column];
	return row + 1 == header->count || at->count == 0
		? (struct kl_span){ "", 0 } : at->cells[at->count - 1];
}

/* The name itself, or one of the layout that differs in case only. */
static struct kl_span folded(const struct kl_layout *layout, struct kl_span name)
{
	struct kl_span found = name;
	bool exact = false;

	for (size_t i = 0; layout->fold_names && i < layout->name_count && !exact;
			i++) {
		exact = kl_span_equal(layout->names[i], name);
		if (kl_span_alike(layout->names[i], name))
			found = layout->names[i];
	}
	return exact ? name : found;
}

static bool join(struct kl_header *header, struct kl_text_buffer *name,
	size_t column)
{
	name->length = 0;
	for (size_t row = 0; row < header->count; row++) {
		struct kl_span cell = cell_of(header, row, column);
		if (cell.length > 0 && name->length > 0)
			kl_text_add(name, header->layout->join);
		kl_text_add(name, cell);
	}
	return !name->failed;
}

static bool join_all(struct kl_header *header, struct kl_row *out)
{
	struct kl_text_buffer name = { 0 };
	struct kl_span *names;
	size_t count = 0;

	for (size_t i = 0; i < header->count; i++)
		count = header->rows[i].count > count ? header->rows[i].count
			: count;
	names = kl_arena_alloc(&header->arena, (count + 1) * sizeof *names);
	bool fine = names != NULL;
	for (size_t i = 0; i < count && fine; i++) {
		fine = join(header, &name, i);
		names[i] = kl_arena_span(&header->arena,
			folded(header->layout, kl_text_span(&name)));
		fine = fine && (names[i].at != NULL || name.length == 0);
	}
	kl_text_release(&name);
	out->cells = names;
	out->count = count;
	return fine;
}

bool kl_header_take(struct kl_header *header, struct kl_row *row, bool *whole)
{
	const struct kl_layout *layout = header->layout;
	size_t i = 0;

	*whole = layout == NULL;
	if (layout == NULL)
		return true;
	while (i + 1 < layout->header_count
			&& layout->header_rows[i] + 1 != header->row)
		i++;
	/* A record between header rows is none of them. */
	if (layout->declared && layout->header_rows[i] + 1 != header->row)
		return true;
	*whole = i + 1 == layout->header_count;
	return add(header, row, *whole) && (!*whole || join_all(header, row));
}

bool kl_header_absent(struct kl_header *header, size_t cells,
	struct kl_row *row)
{
	const struct kl_layout *layout = header->layout;
	struct kl_span *made;
	char name[32];

	*row = (struct kl_row){ .cells = layout->names,
		.count = layout->name_count, .raw = { "", 0 } };
	if (row->count > 0)
		return true;
	made = kl_arena_alloc(&header->arena, (cells + 1) * sizeof *made);
	if (made == NULL)
		return false;
	for (size_t i = 0; i < cells; i++) {
		snprintf(name, sizeof name, "field%zu", i + 1);
		made[i] = kl_arena_span(&header->arena, kl_span_of(name));
		if (made[i].at == NULL)
			return false;
	}
	row->cells = made;
	row->count = cells;
	return true;
}
