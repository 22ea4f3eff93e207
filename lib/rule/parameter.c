#include "rule/parameter.h"

#include "base/translate.h"
#include "rule/argument.h"

size_t kl_parameter_find(const struct kl_words *words, struct kl_span name)
{
	size_t i = 0;

	while (i < words->parameter_count
		&& !kl_span_is(name, words->parameters[i].name))
		i++;
	return i;
}

bool kl_argument_scalar(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_argument *argument)
{
	text = kl_span_trim(text);
	switch (parameter->type) {
	case KL_PARAMETER_NUMBER:
		return kl_decimal_parse(text, '.', (struct kl_span){ NULL, 0 },
			&argument->number) == KL_PARSED;
	case KL_PARAMETER_DATE:
		return kl_date_parse(text, &argument->date);
	case KL_PARAMETER_CHOICE:
		for (int i = 0; parameter->choices[i] != NULL; i++) {
			if (kl_span_is(text, parameter->choices[i])) {
				argument->choice = i;
				return true;
			}
		}
		return false;
	default:
		return true;
	}
}

static const char *what_it_takes(enum kl_parameter_type type)
{
	static const char *const takes[] = {
		[KL_PARAMETER_TEXT] = KL_TEXT("a text"),
		[KL_PARAMETER_TEXTS] = KL_TEXT("a text, or a list of texts"),
		[KL_PARAMETER_COLUMN] = KL_TEXT("the name of one column"),
		[KL_PARAMETER_COLUMNS] = KL_TEXT("a list of column names"),
		[KL_PARAMETER_TABLES] = KL_TEXT("a list of table names"),
		[KL_PARAMETER_TABLE] = KL_TEXT("the name of one table"),
		[KL_PARAMETER_NUMBER] = KL_TEXT("a number"),
		[KL_PARAMETER_DATE] = KL_TEXT("a date YYYY-MM-DD"),
		[KL_PARAMETER_CHOICE] = KL_TEXT("one of "),
		[KL_PARAMETER_REGISTER] = KL_TEXT("the id of a register or a path"),
		[KL_PARAMETER_SUMS] =
			KL_TEXT("a mapping from a total column to a list of its part columns"),
		[KL_PARAMETER_ROWS] =
			KL_TEXT("a mapping from a column to a value, or a list of these"),
		[KL_PARAMETER_EXPRESSION] = KL_TEXT("an expression"),
		[KL_PARAMETER_EXPRESSIONS] = KL_TEXT("an expression, or a list of these"),
		[KL_PARAMETER_PAIRS] =
			KL_TEXT("a mapping from a column to an expression")
	};
	return kl_translate(takes[type]);
}

enum { CHOICES_MOST = 32 };

void kl_argument_mistake(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_text_buffer *out)
{
	struct kl_span choices[CHOICES_MOST];
	size_t count = 0;

	kl_text_printf(out, kl_translate("takes %s"), what_it_takes(parameter->type));
	if (parameter->type == KL_PARAMETER_CHOICE) {
		for (; count < CHOICES_MOST
			&& parameter->choices[count] != NULL; count++) {
			choices[count] = kl_span_of(parameter->choices[count]);
			kl_text_puts(out, count > 0 ? ", " : "");
			kl_text_add(out, choices[count]);
		}
	}
	if (text.at == NULL)
		return;
	kl_text_puts(out, kl_translate(", not '"));
	kl_text_add_visible(out, text, 64);
	kl_text_puts(out, "'");
	size_t nearest = kl_text_nearest(text, choices, count);
	if (nearest < count)
		kl_text_printf(out, kl_translate("; did you mean '%s'?"),
			parameter->choices[nearest]);
}

/* The rest of the file: one value given as an option. */

struct option {
	const struct kl_parameter *parameter;
	struct kl_span text;            /* in the arena */
	struct kl_arena *arena;
	struct kl_error *error;
};

static enum kl_status mistake(const struct option *o, struct kl_span text)
{
	struct kl_text_buffer words = { 0 };
	enum kl_status status;

	kl_argument_mistake(o->parameter, text, &words);
	status = words.failed ? kl_no_memory(o->error)
		: kl_fail(o->error, KL_USAGE, NULL, 0, 0, "%s", words.at);
	kl_text_release(&words);
	return status;
}

static enum kl_status malformed(const struct option *o, const char *form)
{
	struct kl_text_buffer words = { 0 };
	enum kl_status status;

	kl_text_printf(&words, kl_translate("takes %s, not '"), kl_translate(form));
	kl_text_add_visible(&words, o->text, 64);
	kl_text_puts(&words, "'");
	status = words.failed ? kl_no_memory(o->error)
		: kl_fail(o->error, KL_USAGE, NULL, 0, 0, "%s", words.at);
	kl_text_release(&words);
	return status;
}

static size_t count_pieces(struct kl_span text, char separator)
{
	size_t count = 1;

	for (size_t i = 0; i < text.length; i++)
		count += text.at[i] == separator;
	return count;
}

/* Takes what stands before the separator off the front of *rest, trimmed.
 * False if there is no separator; *part is then all of it. */
static bool cut(struct kl_span *rest, char separator, struct kl_span *part)
{
	const char *end = rest->length > 0
		? memchr(rest->at, separator, rest->length) : NULL;

	*part = *rest;
	if (end == NULL) {
		*part = kl_span_trim(*part);
		*rest = (struct kl_span){ rest->at + rest->length, 0 };
		return false;
	}
	part->length = (size_t)(end - rest->at);
	rest->at = end + 1;
	rest->length -= part->length + 1;
	*part = kl_span_trim(*part);
	return true;
}

/* An array with room for `more` items after the `count` there are. */
static void *extend(struct kl_arena *arena, const void *items, size_t count,
	size_t more, size_t size)
{
	void *longer = kl_arena_alloc(arena, (count + more) * size);

	if (longer != NULL && count > 0)
		memcpy(longer, items, count * size);
	return longer;
}

static enum kl_status add_list(const struct option *o, const char *form,
	struct kl_span text, char separator, const struct kl_word **words,
	size_t *count)
{
	size_t n = *count;
	struct kl_word *list = extend(o->arena, *words, n,
		count_pieces(text, separator), sizeof *list);
	bool more = true;

	if (list == NULL)
		return kl_no_memory(o->error);
	while (more) {
		more = cut(&text, separator, &list[n].text);
		if (list[n++].text.length == 0)
			return malformed(o, form);
	}
	*words = list;
	*count = n;
	return KL_OK;
}

static enum kl_status add_sum(const struct option *o,
	struct kl_argument *argument)
{
	static const char form[] = KL_TEXT("total=part+part");
	struct kl_span rest = o->text;
	struct kl_sum sum = { 0 };
	enum kl_status status;

	if (!cut(&rest, '=', &sum.total.text) || sum.total.text.length == 0)
		return malformed(o, form);
	status = add_list(o, form, rest, '+', &sum.parts, &sum.part_count);
	if (status != KL_OK)
		return status;
	struct kl_sum *sums = extend(o->arena, argument->sums,
		argument->sum_count, 1, sizeof *sums);
	if (sums == NULL)
		return kl_no_memory(o->error);
	sums[argument->sum_count++] = sum;
	argument->sums = sums;
	return KL_OK;
}

static enum kl_status add_row(const struct option *o,
	struct kl_argument *argument)
{
	struct kl_span rest = o->text;
	size_t count = 0;
	bool more = true;
	struct kl_match *matches = kl_arena_alloc(o->arena,
		count_pieces(rest, ',') * sizeof *matches);
	struct kl_row_match *rows = extend(o->arena, argument->rows,
		argument->row_count, 1, sizeof *rows);

	if (matches == NULL || rows == NULL)
		return kl_no_memory(o->error);
	for (; more; count++) {
		struct kl_span match;

		more = cut(&rest, ',', &match);
		if (!cut(&match, '=', &matches[count].field.text)
			|| matches[count].field.text.length == 0)
			return malformed(o, "field=value");
		matches[count].value.text = kl_span_trim(match);
	}
	rows[argument->row_count++] = (struct kl_row_match){ matches, count };
	argument->rows = rows;
	return KL_OK;
}

/* One more text, with whatever is in it. */
static enum kl_status add_text(const struct option *o,
	struct kl_argument *argument)
{
	struct kl_word *list = extend(o->arena, argument->words,
		argument->word_count, 1, sizeof *list);

	if (list == NULL)
		return kl_no_memory(o->error);
	if (kl_span_trim(o->text).length == 0)
		return mistake(o, o->text);
	list[argument->word_count++] = (struct kl_word){ .text = o->text };
	argument->words = list;
	return KL_OK;
}

static enum kl_status add_pair(const struct option *o,
	struct kl_argument *argument)
{
	struct kl_span rest = o->text;
	struct kl_match pair = { 0 };

	if (!cut(&rest, '=', &pair.field.text) || pair.field.text.length == 0
			|| kl_span_trim(rest).length == 0)
		return malformed(o, "column=expression");
	pair.value.text = kl_span_trim(rest);
	for (size_t i = 0; i < argument->pair_count; i++) {
		if (kl_span_equal(argument->pairs[i].field.text, pair.field.text))
			return kl_fail(o->error, KL_USAGE, NULL, 0, 0,
				"column '%.*s' is given twice",
				(int)pair.field.text.length, pair.field.text.at);
	}
	struct kl_match *pairs = extend(o->arena, argument->pairs,
		argument->pair_count, 1, sizeof *pairs);
	if (pairs == NULL)
		return kl_no_memory(o->error);
	pairs[argument->pair_count++] = pair;
	argument->pairs = pairs;
	return KL_OK;
}

static enum kl_status set_single(const struct option *o,
	struct kl_argument *argument)
{
	if (argument->given) {
		return kl_fail(o->error, KL_USAGE, NULL, 0, 0,
			"can be given only once");
	}
	if (!kl_argument_scalar(o->parameter, o->text, argument)
		|| (o->text.length == 0
			&& o->parameter->type != KL_PARAMETER_TEXT
			&& o->parameter->type != KL_PARAMETER_COLUMN))
		return mistake(o, o->text);
	struct kl_word *word = kl_arena_alloc(o->arena, sizeof *word);
	if (word == NULL)
		return kl_no_memory(o->error);
	word->text = o->text;
	argument->words = word;
	argument->word_count = 1;
	return KL_OK;
}

enum kl_status kl_argument_parse(const struct kl_parameter *parameter,
	struct kl_span text, struct kl_arena *arena, struct kl_argument *argument,
	struct kl_error *error)
{
	struct option o = { parameter, kl_arena_span(arena, text), arena, error };
	enum kl_status status;

	if (text.length > 0 && o.text.at == NULL)
		return kl_no_memory(error);
	if (kl_utf8_check(text) < text.length) {
		return kl_fail(error, KL_USAGE, NULL, 0, 0,
			"takes text in UTF-8");
	}
	switch (parameter->type) {
	case KL_PARAMETER_FLAG:
		status = KL_OK;
		break;
	case KL_PARAMETER_COLUMNS:
	case KL_PARAMETER_TABLES:
		status = add_list(&o, "names with a comma between them", o.text,
			',', &argument->words, &argument->word_count);
		break;
	case KL_PARAMETER_TEXTS:
	case KL_PARAMETER_EXPRESSIONS:
		status = add_text(&o, argument);
		break;
	case KL_PARAMETER_SUMS:
		status = add_sum(&o, argument);
		break;
	case KL_PARAMETER_ROWS:
		status = add_row(&o, argument);
		break;
	case KL_PARAMETER_PAIRS:
		status = add_pair(&o, argument);
		break;
	default:
		status = set_single(&o, argument);
		break;
	}
	if (status == KL_OK)
		argument->given = true;
	return status;
}
