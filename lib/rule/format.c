/* The format of a field, and what else its type takes. */
#include "rule/descriptor.h"

#include "base/translate.h"

static bool is_time(const struct kl_field *field)
{
	return field->type == KL_TYPE_DATE || field->type == KL_TYPE_TIME
		|| field->type == KL_TYPE_DATETIME;
}

static enum kl_status read_pattern(const struct kl_describer *d,
	const struct kl_node *format, struct kl_field *field,
	struct kl_error *error)
{
	char directive = '\0';
	char text[] = { '%', '\0', '\0' };

	if (kl_span_is(format->text, "any")) {
		return kl_describe_unchecked(d, format, error,
			"format 'any' of field '%s' takes every notation, so it is not checked; a pattern such as %%d-%%m-%%Y is",
			field->name.at);
	}
	enum kl_moment_pattern fine = kl_moment_pattern_check(format->text,
		&directive);
	text[1] = directive;
	if (memchr(format->text.at, '%', format->text.length) == NULL) {
		return kl_node_fail(format, d->path, error,
			"'format' takes default, any, or a pattern such as %%d-%%m-%%Y");
	}
	switch (fine) {
	case KL_PATTERN_UNKNOWN:
		return kl_node_fail(format, d->path, error,
			"'%s' is no directive of a format; known are %%Y %%y %%m %%b %%B %%d %%j %%a %%A %%H %%I %%p %%M %%S %%f %%z",
			text);
	case KL_PATTERN_TWICE:
		return kl_node_fail(format, d->path, error,
			"'%s' stands twice in this format", text);
	case KL_PATTERN_INEXACT:
		return kl_describe_unchecked(d, format, error,
			"'%s' in the format of field '%s' is not read by this version of klopt, so its values are not checked",
			text, field->name.at);
	case KL_PATTERN_FINE:
		break;
	}
	field->pattern = kl_arena_span(&d->dataset->arena, format->text);
	return field->pattern.at != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status read_form(const struct kl_describer *d,
	const struct kl_node *format, struct kl_field *field,
	struct kl_error *error)
{
	static const char *const names[] = {
		[KL_FORM_NONE] = "default", [KL_FORM_EMAIL] = "email",
		[KL_FORM_URI] = "uri", [KL_FORM_UUID] = "uuid",
		[KL_FORM_BINARY] = "binary" };
	enum { COUNT = sizeof names / sizeof *names };

	for (size_t i = 0; i < COUNT; i++) {
		if (kl_span_is(format->text, names[i])) {
			field->form = (enum kl_field_form)i;
			return KL_OK;
		}
	}
	return kl_node_unknown(format, d->path, "format", names, COUNT, error);
}

static enum kl_status read_format(const struct kl_describer *d,
	const struct kl_node *format, struct kl_field *field,
	struct kl_error *error)
{
	if (kl_node_is_null(format))
		return KL_OK;
	enum kl_status status = kl_node_need_text(format, d->path, "format",
		"a text", error);
	if (status != KL_OK || kl_span_is(format->text, "default"))
		return status;
	/* The first version of the standard wrote patterns as "fmt:%d-%m-%Y". */
	struct kl_node plain = *format;
	if (plain.text.length > 4 && memcmp(plain.text.at, "fmt:", 4) == 0) {
		plain.text.at += 4;
		plain.text.length -= 4;
		format = &plain;
	}
	if (is_time(field)) {
		status = read_pattern(d, format, field, error);
		/* What is not checked is text. */
		if (field->pattern.at == NULL)
			field->type = KL_TYPE_ANY;
		return status;
	}
	if (field->type == KL_TYPE_STRING)
		return read_form(d, format, field, error);
	return kl_describe_unchecked(d, format, error,
		"format '%s' of field '%s' is not checked by this version of klopt",
		format->text.at, field->name.at);
}

static enum kl_status read_words(const struct kl_describer *d,
	const struct kl_node *node, const char *key, struct kl_field *field,
	size_t which, struct kl_error *error)
{
	const struct kl_node *list = kl_node_get(node, key);
	static const char takes[] = KL_TEXT("a list of texts");

	if (kl_node_is_null(list) || field->type != KL_TYPE_BOOLEAN)
		return KL_OK;
	enum kl_status status = kl_node_need(list, d->path, KL_NODE_LIST, key,
		takes, error);
	if (status != KL_OK)
		return status;
	struct kl_span *words = kl_arena_alloc(&d->dataset->arena,
		(list->count + 1) * sizeof *words);
	if (words == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i]->kind != KL_NODE_SCALAR)
			return kl_node_fail(list->items[i], d->path, error,
				"'%s' takes %s", key,
				kl_translate(takes));
		words[i] = kl_arena_span(&d->dataset->arena,
			kl_span_trim(list->items[i]->text));
		if (words[i].at == NULL)
			return kl_no_memory(error);
	}
	field->words[which] = words;
	field->word_counts[which] = list->count;
	return KL_OK;
}

static enum kl_status read_list(const struct kl_describer *d,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error)
{
	static const char *const names[] = { "string", "integer", "number",
		"boolean", "date", "time", "datetime" };
	static const enum kl_field_type types[] = { KL_TYPE_STRING,
		KL_TYPE_INTEGER, KL_TYPE_NUMBER, KL_TYPE_BOOLEAN, KL_TYPE_DATE,
		KL_TYPE_TIME, KL_TYPE_DATETIME };
	enum { COUNT = sizeof names / sizeof *names };
	const struct kl_node *by = kl_node_get(node, "delimiter");
	const struct kl_node *type = kl_node_get(node, "itemType");
	enum kl_status status = KL_OK;

	field->item_type = KL_TYPE_STRING;
	if (!kl_node_is_null(by)) {
		if (by->kind != KL_NODE_SCALAR || by->text.length == 0)
			return kl_node_fail(by, d->path, error,
				"'delimiter' takes what stands between items");
		field->delimiter = kl_arena_span(&d->dataset->arena, by->text);
		if (field->delimiter.at == NULL)
			return kl_no_memory(error);
	}
	if (kl_node_is_null(type))
		return KL_OK;
	status = kl_node_need_text(type, d->path, "itemType", "the name of a type",
		error);
	for (size_t i = 0; i < COUNT && status == KL_OK; i++) {
		if (kl_span_is(type->text, names[i])) {
			field->item_type = types[i];
			return KL_OK;
		}
	}
	return status != KL_OK ? status : kl_node_unknown(type, d->path,
		"itemType", names, COUNT, error);
}

enum kl_status kl_describe_format(const struct kl_describer *d,
	const struct kl_node *node, struct kl_field *field,
	struct kl_error *error)
{
	enum kl_status status = read_format(d, kl_node_get(node, "format"), field,
		error);

	if (status == KL_OK)
		status = read_words(d, node, "falseValues", field, 0, error);
	if (status == KL_OK)
		status = read_words(d, node, "trueValues", field, 1, error);
	if (status == KL_OK && field->type == KL_TYPE_LIST)
		status = read_list(d, node, field, error);
	return status;
}
