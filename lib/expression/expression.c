#include "expression/parser.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/translate.h"

static void find_place(const struct kl_expression *expression,
	uint32_t offset, uint32_t *line, uint32_t *column)
{
	kl_word_place(&expression->word, offset, line, column);
}

enum kl_status kl_expression_fail(const struct kl_expression *expression,
	uint32_t offset, struct kl_error *error, const char *format, ...)
{
	const struct kl_word *word = &expression->word;
	const struct kl_span before = { word->text.at, offset };
	char text[KL_ERROR_TEXT], place[48] = "";
	uint32_t line, column;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, kl_translate(format), arguments);
	va_end(arguments);
	find_place(expression, offset, &line, &column);
	/* Where no file shows it, people count in the text itself. */
	if (word->lead == 0 && word->written.length == 0)
		snprintf(place, sizeof place, kl_translate(" (character %zu of the expression)"),
			kl_utf8_count(before) + 1);
	return kl_fail(error, KL_INVALID, expression->path, line, column, "%s%s",
		text, place);
}

static enum kl_status parse(struct kl_expression *made, struct kl_error *error)
{
	struct kl_parser p = { .expression = made, .error = error };

	if (!kl_parser_next(&p))
		return p.status;
	if (p.token.kind == KL_TOKEN_END)
		return kl_expression_fail(made, 0, error, "the expression is empty");
	made->root = kl_parse_expression(&p);
	if (made->root != NULL && p.token.kind != KL_TOKEN_END)
		kl_parser_expected(&p, "the end, or 'and', 'or' or an operator");
	return p.status;
}

enum kl_status kl_expression_read(const struct kl_word *word, const char *path,
	struct kl_arena *arena, struct kl_expression **out,
	struct kl_error *error)
{
	struct kl_expression *made = kl_arena_alloc(arena, sizeof *made);

	if (made == NULL)
		return kl_no_memory(error);
	made->word = *word;
	if (made->word.text.at == NULL)
		made->word.text.at = "";
	made->path = path;
	made->arena = arena;
	if (word->text.length > KL_EXPRESSION_MOST)
		return kl_fail(error, KL_LIMIT, path, word->line, word->column,
			"the expression is longer than %d bytes",
			(int)KL_EXPRESSION_MOST);
	size_t valid = kl_utf8_check(made->word.text);
	if (valid < word->text.length)
		return kl_expression_fail(made, (uint32_t)valid, error,
			"the expression is not text in UTF-8");
	enum kl_status status = parse(made, error);
	if (status == KL_OK)
		*out = made;
	return status;
}

struct kl_span kl_tree_text(const struct kl_expression *expression,
	const struct kl_tree *term)
{
	return (struct kl_span){ expression->word.text.at + term->from,
		term->until - term->from };
}

const char *kl_expression_type_name(enum kl_expression_type type)
{
	static const char *const names[] = {
		[KL_OF_ANY] = KL_TEXT("a value"), [KL_OF_NUMBER] = KL_TEXT("a number"),
		[KL_OF_TEXT] = KL_TEXT("text"), [KL_OF_DATE] = KL_TEXT("a date"),
		[KL_OF_TRUTH] = KL_TEXT("true or false") };

	return kl_translate(names[type]);
}

enum kl_status kl_expression_group(struct kl_expression *expression,
	const struct kl_word *columns, size_t count, struct kl_error *error)
{
	expression->grouped = true;
	expression->groups = columns;
	expression->group_count = count;
	for (size_t i = 0; i < expression->aggregate_count; i++) {
		struct kl_aggregate *a = expression->aggregates[i];
		if (a->table != NULL || count == 0)
			continue;
		struct kl_aggregate_key *keys = kl_arena_alloc(expression->arena,
			(a->key_count + count) * sizeof *keys);
		struct kl_tree *terms = kl_arena_alloc(expression->arena,
			2 * count * sizeof *terms);
		if (keys == NULL || terms == NULL)
			return kl_no_memory(error);
		if (a->key_count > 0)
			memcpy(keys, a->keys, a->key_count * sizeof *keys);
		for (size_t j = 0; j < count; j++) {
			struct kl_tree column = { .kind = KL_TREE_COLUMN,
				.text = columns[j].text, .height = 1 };
			terms[2 * j] = terms[2 * j + 1] = column;
			keys[a->key_count++] = (struct kl_aggregate_key){
				&terms[2 * j], &terms[2 * j + 1] };
		}
		a->keys = keys;
	}
	return KL_OK;
}

bool kl_expression_asks_row(const struct kl_expression *expression)
{
	return expression->frame.count > 0;
}

/* The places of tokens inside the expression, as words. */
static struct kl_word word_at(const struct kl_expression *expression,
	struct kl_span text, uint32_t from)
{
	struct kl_word word = { .text = text };

	find_place(expression, from, &word.line, &word.column);
	return word;
}

struct kl_word kl_expression_table(const struct kl_expression *expression)
{
	const struct kl_tree *first = NULL;

	for (size_t i = 0; i < expression->aggregate_count; i++) {
		const struct kl_tree *table = expression->aggregates[i]->table;
		if (table != NULL && (first == NULL || table->from < first->from))
			first = table;
	}
	return first != NULL ? word_at(expression, first->text, first->from)
		: (struct kl_word){ .text = { 0 } };
}

static const struct kl_tree *first_column(const struct kl_tree *term,
	const struct kl_tree *best)
{
	if (term == NULL)
		return best;
	if (term->kind == KL_TREE_COLUMN)
		return best == NULL || term->from < best->from ? term : best;
	for (size_t i = 0; i < term->count; i++)
		best = first_column(term->operands[i], best);
	return best;
}

/* What a function over rows gives counts before its conditions: in
 * cell("t", kind = "x", total) that is total. */
static const struct kl_tree *first_value(const struct kl_expression *expression)
{
	for (size_t i = 0; i < expression->aggregate_count; i++) {
		const struct kl_aggregate *a = expression->aggregates[i];
		const struct kl_tree *found = NULL;
		for (size_t j = 0; j < a->value_count; j++)
			found = first_column(a->values[j], found);
		found = found != NULL ? found : first_column(a->condition, NULL);
		if (found != NULL)
			return found;
	}
	return NULL;
}

struct kl_word kl_expression_field(const struct kl_expression *expression)
{
	const struct kl_tree *first = first_column(expression->root, NULL);

	if (first == NULL)
		first = first_value(expression);
	return first != NULL ? word_at(expression, first->text, first->from)
		: (struct kl_word){ .text = { 0 } };
}
