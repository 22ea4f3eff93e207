/* Where a text of a YAML file stands in it, character by character. */
#include "base/text.h"
#include "rule/parameter.h"

struct walk {
	struct kl_span rest;            /* of what is written */
	char quote;                     /* " or '; 0: none */
	uint32_t line, column;
};

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Steps over one character of the file. */
static uint32_t step(struct walk *walk)
{
	uint32_t c;
	size_t length = kl_utf8_next(walk->rest, &c);

	walk->rest.at += length;
	walk->rest.length -= length;
	walk->column++;
	if (c == '\n' || (c == '\r' && (walk->rest.length == 0
			|| *walk->rest.at != '\n'))) {
		walk->line++;
		walk->column = 1;
	}
	return c;
}

/* Steps over an escape, behind its backslash. False: it stands for a blank, or
 * for nothing. */
static bool step_escape(struct walk *walk)
{
	static const char lengths[][2] = { { 'x', 2 }, { 'u', 4 }, { 'U', 8 } };
	uint32_t c = walk->rest.length > 0 ? step(walk) : ' ';

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		for (int n = 0; c == (uint32_t)lengths[i][0] && n < lengths[i][1]
				&& walk->rest.length > 0; n++)
			step(walk);
	}
	return !is_blank(c) && c != 'n' && c != 't' && c != 'r';
}

/* Steps over one character of the text, all of its escape. False: it is blank. */
static bool step_text(struct walk *walk)
{
	uint32_t c = step(walk);

	if (walk->quote == '"' && c == '\\')
		return step_escape(walk);
	if (walk->quote == '\'' && c == '\'' && walk->rest.length > 0)
		step(walk);
	return !is_blank(c);
}

/* Steps over what is before the text: an anchor or tag, and its quote, or the
 * line of | or >. */
static void begin(struct walk *walk)
{
	while (walk->rest.length > 0 && (*walk->rest.at == '&'
			|| *walk->rest.at == '!')) {
		while (walk->rest.length > 0 && !is_blank((unsigned char)
				*walk->rest.at))
			step(walk);
		while (walk->rest.length > 0 && is_blank((unsigned char)
				*walk->rest.at))
			step(walk);
	}
	char first = walk->rest.length > 0 ? *walk->rest.at : '\0';

	if (first == '"' || first == '\'') {
		walk->quote = first;
		step(walk);
	} else if (first == '|' || first == '>') {
		uint32_t line = walk->line;
		while (walk->rest.length > 0 && walk->line == line)
			step(walk);
	}
}

/* YAML folds and indents, but of characters that are not blank it keeps all in
 * their order: so they are counted. */
static void walk_to(struct walk *walk, struct kl_span text, size_t offset)
{
	size_t wanted = 0;
	uint32_t c;

	for (size_t i = 0; i < offset; i += kl_utf8_next(
			(struct kl_span){ text.at + i, text.length - i }, &c))
		wanted += !is_blank((unsigned char)text.at[i]);
	struct walk next = *walk;
	while (next.rest.length > 0) {
		struct walk before = next;
		if (!step_text(&next))
			continue;
		/* The first that is wanted no more is the one. */
		if (wanted == 0) {
			*walk = before;
			return;
		}
		wanted--;
		*walk = next;
	}
}

void kl_word_place(const struct kl_word *word, size_t offset, uint32_t *line,
	uint32_t *column)
{
	const struct kl_span before = { word->text.at, offset };
	struct walk walk = { .rest = word->written, .line = word->line,
		.column = word->column };

	if (word->lead > 0) {
		walk.column += word->lead - 1 + (uint32_t)kl_utf8_count(before);
	} else if (word->written.length > 0) {
		begin(&walk);
		walk_to(&walk, word->text, offset);
	}
	*line = walk.line;
	*column = walk.column;
}
