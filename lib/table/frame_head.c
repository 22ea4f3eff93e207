/* Where a table begins: its header, its first column and its last. */
#include "base/text.h"
#include "table/framing.h"
#include "table/names.h"

size_t kl_row_filled(const struct kl_row *row, size_t most)
{
	size_t filled = 0;

	for (size_t i = 0; i < row->count && filled < most; i++)
		filled += !kl_span_is_blank(row->cells[i]);
	return filled;
}

bool kl_row_keep(const struct kl_row *row, struct kl_arena *arena,
	struct kl_row *out)
{
	struct kl_span *cells = kl_arena_alloc(arena,
		(row->count + 1) * sizeof *cells);

	*out = *row;
	out->cells = cells;
	out->raw = kl_arena_span(arena, row->raw);
	bool fine = cells != NULL && (row->raw.at == NULL || out->raw.at != NULL);
	for (size_t i = 0; i < row->count && fine; i++) {
		cells[i] = kl_arena_span(arena, row->cells[i]);
		fine = cells[i].at != NULL || row->cells[i].at == NULL;
	}
	return fine;
}

static void take_blank(struct kl_window *window, uint64_t line, uint64_t last)
{
	struct kl_blank *blank = &window->blanks[window->blank_count];

	if (window->blank_count > 0 && blank[-1].last_line + 1 == line) {
		blank[-1].last_line = last;
		return;
	}
	*blank = (struct kl_blank){ line, last };
	window->blank_count++;
}

/* The blank lines that are told up to a line. */
static void take_blanks(struct kl_window *window, const struct kl_batch *batch,
	size_t *issue, uint64_t line)
{
	for (; *issue < batch->issue_count && batch->issues[*issue].line < line;
			++*issue) {
		const struct kl_issue *at = &batch->issues[*issue];
		if (kl_issue_is_blank(at))
			take_blank(window, at->line, kl_issue_last_line(at));
	}
}

bool kl_window_take(struct kl_window *window, const struct kl_batch *batch)
{
	size_t issue = 0;

	for (size_t i = 0; i < batch->count && !kl_window_full(window); i++) {
		const struct kl_row *row = &batch->rows[i];
		take_blanks(window, batch, &issue, row->line);
		if (!kl_row_keep(row, &window->arena,
				&window->rows[window->count]))
			return false;
		window->count++;
		for (size_t k = 0; k < row->count; k++)
			window->bytes += row->cells[k].length + 1;
		if (kl_row_filled(row, 1) == 0)
			take_blank(window, row->line, row->line);
	}
	if (!kl_window_full(window))
		take_blanks(window, batch, &issue, UINT64_MAX);
	return true;
}

/* The header among records of which the fields are declared; 0: the first. */
static bool find_declared(const struct kl_window *window,
	const struct kl_wanted *wanted, size_t *header)
{
	struct kl_index names = { 0 };
	bool fine = kl_names_index(&names, wanted->names, wanted->declared);
	size_t found = 0;

	*header = 0;
	for (size_t i = 0; i < window->count && fine; i++) {
		const struct kl_row *row = &window->rows[i];
		found = kl_names_count(&names, row->cells, row->count);
		fine = found != SIZE_MAX;
		if (2 * found > wanted->declared || (i == 0 && found > 0)) {
			*header = i;
			break;
		}
	}
	kl_index_release(&names);
	return fine;
}

enum { YEAR_DIGITS = 4 };

static bool is_number(struct kl_span text, bool *year)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.length; i++) {
		if (kl_is_digit(text.at[i]))
			digits++;
		else if (strchr("+-.,% ", text.at[i]) == NULL)
			return false;
	}
	*year = digits == YEAR_DIGITS && text.length == YEAR_DIGITS;
	return true;
}

/* Texts, each another; years may stand among them. False also when memory is out:
 * *fine tells. */
static bool is_header(const struct kl_row *row, bool *fine)
{
	struct kl_index seen = { 0 };
	struct kl_text_buffer name = { 0 };
	size_t texts = 0;
	bool can_be = true, found, year = false;

	for (size_t i = 0; i < row->count && can_be && *fine; i++) {
		struct kl_span cell = kl_span_trim(row->cells[i]);
		if (cell.length == 0)
			continue;
		bool number = is_number(cell, &year);
		name.length = 0;
		kl_text_add_name(&name, cell);
		*fine = !name.failed && kl_index_add(&seen, kl_text_span(&name), 0,
			NULL, &found);
		can_be = *fine && !found && (!number || year);
		texts += !number;
	}
	kl_index_release(&seen);
	kl_text_release(&name);
	return can_be && texts >= 2;
}

bool kl_head_is_apart(const struct kl_window *window, size_t header)
{
	for (size_t i = 0; i < window->blank_count; i++) {
		if (window->blanks[i].last_line < window->rows[header].line
				&& window->blanks[i].line > window->rows[0].line)
			return true;
	}
	return false;
}

/* Of two columns, "naam;" can be a header as well as a title. */
static bool is_sure(const struct kl_window *window, size_t header)
{
	const struct kl_row *last = &window->rows[header - 1];

	return kl_row_filled(&window->rows[header], 3) > 2
		|| kl_head_is_apart(window, header)
		|| (last->raw.at != NULL && last->count == 1);
}

/* The header among records of which nothing is known; 0: the first. */
static bool find_shaped(const struct kl_window *window, size_t *header)
{
	size_t i = 0;
	bool fine = true;

	*header = 0;
	while (i < window->count && kl_row_filled(&window->rows[i], 2) < 2)
		i++;
	if (i == 0 || i + 1 >= window->count)
		return true;
	const struct kl_row *row = &window->rows[i];
	if (is_header(row, &fine) && kl_row_filled(&row[1], 2) == 2
			&& is_sure(window, i))
		*header = i;
	return fine;
}

static void find_edges(const struct kl_window *window, struct kl_head *head)
{
	size_t left = SIZE_MAX, right = 0, end = window->count;

	/* A note below an indented table mostly stands at the edge of the sheet. */
	while (end > head->index + 2 && kl_row_filled(&window->rows[end - 1], 2) < 2)
		end--;
	for (size_t i = head->index; i < end; i++) {
		const struct kl_row *row = &window->rows[i];
		for (size_t k = 0; k < row->count; k++) {
			if (kl_span_is_blank(row->cells[k]))
				continue;
			left = k < left ? k : left;
			right = k + 1 > right ? k + 1 : right;
		}
	}
	head->width = window->rows[head->index].count;
	/* Of a header alone, and of one column, nothing is known. */
	if (head->index + 1 >= window->count || left == SIZE_MAX
			|| right - left < 2)
		return;
	head->left = left;
	if (right < head->width)
		head->columns = right - left;
}

bool kl_head_find(const struct kl_window *window, const struct kl_wanted *wanted,
	struct kl_head *head)
{
	bool wide = false;

	*head = (struct kl_head){ 0 };
	for (size_t i = 0; i < window->count; i++)
		wide = wide || kl_row_filled(&window->rows[i], 2) == 2;
	if (!wide)
		return true;
	bool fine = wanted != NULL && wanted->declared > 0
		? find_declared(window, wanted, &head->index)
		: find_shaped(window, &head->index);
	for (size_t i = 0; i < head->index; i++)
		head->titled = head->titled
			|| kl_row_filled(&window->rows[i], 1) > 0;
	if (head->index > 0)
		head->line = window->rows[head->index].line;
	find_edges(window, head);
	return fine;
}
