#include "table/place.h"

#include "base/text.h"

/* As libcsv: once a cell began with a quote, a quote that is followed by
 * anything but a delimiter, a line end or a quote is taken to be inside. */
enum state { CELL_START, UNQUOTED, QUOTED, MAYBE_ENDED };

struct walk {
	size_t start;           /* of the cell reached */
	size_t cell;            /* its index */
	bool open;              /* it is inside quotes */
};

static inline enum state step(enum state state, char c, struct kl_dialect dialect)
{
	if (c == dialect.quote) {
		switch (state) {
		case CELL_START:
		case MAYBE_ENDED:
			return QUOTED;
		case QUOTED:
			return MAYBE_ENDED;
		case UNQUOTED:
			break;
		}
		return UNQUOTED;
	}
	return state == CELL_START ? UNQUOTED
		: state == MAYBE_ENDED ? QUOTED : state;
}

size_t kl_blanks(struct kl_span text, size_t from, char delimiter)
{
	size_t at = from;

	while (at < text.length && (text.at[at] == ' ' || text.at[at] == '\t')
			&& text.at[at] != delimiter)
		at++;
	return at - from;
}

/* raw without its line end. */
static struct kl_span without_end(struct kl_span raw)
{
	if (raw.length > 0 && raw.at[raw.length - 1] == '\n')
		raw.length--;
	if (raw.length > 0 && raw.at[raw.length - 1] == '\r')
		raw.length--;
	return raw;
}

/* Walks on from a cell to the one with index `wanted`, or to the end of raw. */
static struct walk walk_on(struct walk walk, struct kl_span raw,
	struct kl_dialect dialect, bool quoting, size_t wanted)
{
	enum state state = CELL_START;

	for (size_t i = walk.start; i < raw.length && walk.cell < wanted; i++) {
		if (raw.at[i] == dialect.delimiter && state != QUOTED) {
			walk.cell++;
			if (dialect.skip_space)
				i += kl_blanks(raw, i + 1, dialect.delimiter);
			walk.start = i + 1;
			state = CELL_START;
		} else if (quoting) {
			state = step(state, raw.at[i], dialect);
		}
	}
	walk.open = state == QUOTED;
	return walk;
}

size_t kl_place_open_quote(struct kl_span raw, struct kl_dialect dialect)
{
	struct walk walk = walk_on((struct walk){ 0 }, without_end(raw), dialect,
		dialect.quote != 0, SIZE_MAX);

	return walk.open ? walk.start : raw.length;
}

/* From the place of the byte at `from` to that of the byte at `offset`, whose line
 * then begins at *line_start. */
static void go_on(struct kl_span raw, size_t from, size_t offset,
	uint64_t *line, uint64_t *column, size_t *line_start)
{
	size_t start = from;
	bool one_line = offset == from
		|| (memchr(raw.at + from, '\n', offset - from) == NULL
			&& memchr(raw.at + from, '\r', offset - from) == NULL);

	for (size_t i = from; !one_line && i < offset; i++) {
		if (raw.at[i] == '\n' || (raw.at[i] == '\r'
				&& (i + 1 == raw.length || raw.at[i + 1] != '\n'))) {
			++*line;
			*column = 1;
			start = *line_start = i + 1;
		}
	}
	if (start < offset)
		*column += kl_utf8_count(
			(struct kl_span){ raw.at + start, offset - start });
}

void kl_place_of(struct kl_span raw, size_t offset, uint64_t first_line,
	uint64_t *line, uint64_t *column)
{
	size_t line_start;

	*line = first_line;
	*column = 1;
	go_on(raw, 0, offset, line, column, &line_start);
}

/* A row taken again was split without quoting if its quotes do not pair. */
static bool has_quotes(const struct kl_row *row,
	const struct kl_dialect *dialect)
{
	return dialect->quote != 0 && !(row->plain
		&& kl_place_open_quote(row->raw, *dialect) < row->raw.length);
}

/* A cell that was not taken out of raw, and stands right behind a delimiter, begins
 * where its text does: nothing has to be walked. False if that cannot be seen. */
static bool find_in_raw(const struct kl_row *row, struct kl_dialect dialect,
	size_t cell, size_t *start)
{
	const char *at = cell < row->count ? row->cells[cell].at : NULL;

	if (at == NULL || row->raw.at == NULL || (uintptr_t)at < (uintptr_t)row->raw.at
			|| (uintptr_t)at >= (uintptr_t)row->raw.at + row->raw.length)
		return false;
	*start = (size_t)(at - row->raw.at);
	return *start == 0 ? cell == 0 && dialect.left == 0 && *at != dialect.quote
		: at[-1] == dialect.delimiter && *at != dialect.quote;
}

void kl_row_place_after(struct kl_row_walk *walk, const struct kl_row *row,
	const struct kl_dialect *dialect, size_t cell, uint64_t *line,
	uint64_t *column)
{
	struct kl_span text = without_end(row->raw);

	cell += dialect->left;
	if (dialect->sheet != NULL) {
		*line = row->line;
		*column = cell + 1;
		return;
	}
	if (walk->raw.at != row->raw.at || walk->raw.length != row->raw.length
			|| walk->number != row->number || walk->cell > cell
			|| walk->column == 0)
		*walk = (struct kl_row_walk){ .raw = row->raw,
			.number = row->number, .line = row->line, .column = 1,
			.quoting = has_quotes(row, dialect) };
	struct walk at = { 0, cell, false };
	if (!find_in_raw(row, *dialect, cell - dialect->left, &at.start))
		at = walk_on((struct walk){ walk->start, walk->cell, false },
			text, *dialect, walk->quoting, cell);
	go_on(row->raw, walk->start, at.start, &walk->line, &walk->column,
		&walk->line_start);
	walk->start = at.start;
	walk->cell = at.cell;
	*line = walk->line;
	*column = walk->column;
	size_t line_start;
	if (at.cell != cell)
		go_on(row->raw, at.start, text.length, line, column, &line_start);
	if (row->line == 0)
		*column = 0;
}

bool kl_row_text_start(const struct kl_row_walk *walk, const struct kl_row *row,
	const struct kl_dialect *dialect, size_t cell, size_t *byte, size_t *lead)
{
	struct kl_span text = without_end(row->raw);
	size_t at = walk->start;

	if (dialect->sheet != NULL || row->line == 0 || walk->cell != cell
			|| walk->raw.at != row->raw.at || at > text.length)
		return false;
	if (walk->quoting && at < text.length && text.at[at] == dialect->quote)
		at++;
	at += kl_blanks(text, at, dialect->delimiter);
	*byte = at - walk->line_start + 1;
	*lead = at - walk->start;
	return true;
}

void kl_row_place(const struct kl_row *row, const struct kl_dialect *dialect,
	size_t cell, uint64_t *line, uint64_t *column)
{
	struct kl_row_walk walk = { 0 };

	kl_row_place_after(&walk, row, dialect, cell, line, column);
}

/* Codes and figures name no row to a person; words do. */
static bool has_word(struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] >= 'a' && text.at[i] <= 'z')
			return true;
	}
	return false;
}

struct kl_span kl_row_label(const struct kl_row *row, size_t column)
{
	const struct kl_span none = { 0 };
	size_t first = 0;

	while (first < row->count && first < KL_LABEL_CELLS
			&& !has_word(row->cells[first]))
		first++;
	if (first == row->count || first == KL_LABEL_CELLS)
		first = 0;
	struct kl_span label = first < row->count
		? kl_span_trim(row->cells[first]) : none;
	return first == column || label.length == 0 ? none : label;
}
