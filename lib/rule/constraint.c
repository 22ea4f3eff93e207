/* The constraints of a field. */
#include "rule/descriptor.h"

#include "base/text.h"
#include "base/translate.h"

#define WORDS(list) (list), sizeof (list) / sizeof *(list)

static const char *const keys[] = { "required", "unique", "enum", "pattern",
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
	"maxLength", "jsonSchema" };

static const char *const limit_keys[KL_LIMITS] = {
	[KL_LIMIT_MINIMUM] = "minimum", [KL_LIMIT_MAXIMUM] = "maximum",
	[KL_LIMIT_ABOVE] = "exclusiveMinimum", [KL_LIMIT_BELOW] = "exclusiveMaximum" };

static const char *type_name(enum kl_field_type type)
{
	static const char *const names[] = {
		[KL_TYPE_ANY] = KL_TEXT("any text"),
		[KL_TYPE_STRING] = KL_TEXT("a text"),
		[KL_TYPE_INTEGER] = KL_TEXT("a whole number"),
		[KL_TYPE_NUMBER] = KL_TEXT("a number"),
		[KL_TYPE_BOOLEAN] = KL_TEXT("true or false"),
		[KL_TYPE_LIST] = KL_TEXT("a list"),
		[KL_TYPE_DATE] = KL_TEXT("a date"),
		[KL_TYPE_TIME] = KL_TEXT("a time"),
		[KL_TYPE_DATETIME] = KL_TEXT("a date with a time"),
		[KL_TYPE_YEAR] = KL_TEXT("a year"),
		[KL_TYPE_YEARMONTH] = KL_TEXT("a month YYYY-MM"),
		[KL_TYPE_DURATION] = KL_TEXT("a duration"),
	};

	return kl_translate(names[type]);
}

static bool is_number(const struct kl_field *field)
{
	return field->type == KL_TYPE_INTEGER || field->type == KL_TYPE_NUMBER;
}

/* A value of the descriptor: as it would stand in a cell; of a number without
 * quotes as JSON writes it; of a date also in the default form. */
static bool read_value(const struct kl_node *node, const struct kl_field *field,
	struct kl_value *out)
{
	struct kl_field plain = { .type = field->type, .blank_is_text = true };
	enum kl_moment_kind kind;

	if (node->kind != KL_NODE_SCALAR)
		return false;
	kl_reading_init(&plain.reading);
	if (is_number(field) && node->quoted) {
		plain.reading.decimal_char = field->reading.decimal_char;
		plain.reading.group_char = field->reading.group_char;
	} else if (!is_number(field)) {
		plain = *field;
		plain.blank_is_text = true;
		plain.reading.marker_count = 0;
	}
	plain.reading.scientific = field->reading.scientific;
	kl_value_read(&plain, node->text, out);
	out->field = field;
	if (out->kind == KL_VALUE_WRONG && kl_type_is_moment(field->type, &kind)
			&& kl_moment_parse(kind, node->text, &out->moment))
		out->kind = KL_VALUE_MOMENT;
	if (field->type == KL_TYPE_BOOLEAN && !node->quoted
			&& (kl_span_is(node->text, "true")
				|| kl_span_is(node->text, "false"))) {
		out->kind = KL_VALUE_BOOLEAN;
		out->truth = kl_span_is(node->text, "true");
	}
	return out->kind != KL_VALUE_WRONG && out->kind != KL_VALUE_MISSING
		&& out->kind != KL_VALUE_TOO_LONG && !out->marked;
}

enum kl_status kl_describe_value(const struct kl_describer *d,
	const char *key, const struct kl_node *node, const struct kl_field *field,
	struct kl_value *out, struct kl_error *error)
{
	if (!read_value(node, field, out)) {
		return kl_node_fail(node, d->path, error,
			"'%s' of field '%s' takes %s%s%.60s%s", key, field->name.at,
			type_name(field->type), node->kind == KL_NODE_SCALAR
				? kl_translate(", not '") : "", node->kind == KL_NODE_SCALAR
				? node->text.at : "", node->kind == KL_NODE_SCALAR
				? "'" : "");
	}
	out->text = kl_arena_span(&d->dataset->arena, node->text);
	return out->text.at != NULL ? KL_OK : kl_no_memory(error);
}

static enum kl_status does_not_apply(const struct kl_describer *d,
	const struct kl_node *node, const char *key, const struct kl_field *field,
	struct kl_error *error)
{
	if (field->type == KL_TYPE_ANY)
		return kl_describe_unchecked(d, node, error,
			"'%s' of field '%s' is not checked: its values have no such measure here",
			key, field->name.at);
	return kl_node_fail(node, d->path, error,
		"'%s' does not apply to field '%s', which is %s", key,
		field->name.at, type_name(field->type));
}

static enum kl_status read_limits(const struct kl_describer *d,
	const struct kl_node *map, struct kl_field *field, struct kl_error *error)
{
	enum kl_moment_kind kind;
	enum kl_status status = KL_OK;

	for (int i = 0; i < KL_LIMITS && status == KL_OK; i++) {
		const struct kl_node *node = kl_node_get(map, limit_keys[i]);
		struct kl_limit *limit = &field->constraints.limits[i];
		if (kl_node_is_null(node))
			continue;
		if (!is_number(field) && !kl_type_is_moment(field->type, &kind)) {
			status = does_not_apply(d, node, limit_keys[i], field, error);
			continue;
		}
		status = kl_describe_value(d, limit_keys[i], node, field, &limit->value,
			error);
		limit->text = limit->value.text;
		limit->given = status == KL_OK;
	}
	return status;
}

static enum kl_status read_length(const struct kl_describer *d,
	const struct kl_node *map, const char *key, const struct kl_field *field,
	bool *given, uint64_t *length, struct kl_error *error)
{
	const struct kl_node *node = kl_node_get(map, key);
	const struct kl_span no_groups = { 0 };
	struct kl_decimal value;

	if (kl_node_is_null(node))
		return KL_OK;
	if (field->type != KL_TYPE_STRING && field->type != KL_TYPE_LIST)
		return does_not_apply(d, node, key, field, error);
	if (node->kind != KL_NODE_SCALAR || node->text.length > 18
			|| kl_decimal_parse(node->text, '.', no_groups, &value)
				!= KL_PARSED || value.decimals != 0
			|| kl_decimal_sign(value) < 0)
		return kl_node_fail(node, d->path, error,
			"'%s' takes a whole number, 0 or more", key);
	*length = (uint64_t)value.coefficient;
	*given = true;
	return KL_OK;
}

static enum kl_status read_pattern(const struct kl_describer *d,
	const struct kl_node *node, struct kl_field *field, struct kl_error *error)
{
	struct kl_dataset *dataset = d->dataset;
	struct kl_pattern *pattern;
	struct kl_error inner;

	if (kl_node_is_null(node))
		return KL_OK;
	enum kl_status status = kl_node_need_text(node, d->path, "pattern",
		"a pattern", error);
	if (status != KL_OK)
		return status;
	if (!kl_grow(dataset->patterns, dataset->pattern_capacity,
			dataset->pattern_count + 1))
		return kl_no_memory(error);
	status = kl_pattern_new(node->text, &pattern, &inner);
	if (status == KL_INVALID)
		return kl_node_fail(node, d->path, error,
			"the pattern of field '%s' %s", field->name.at, inner.text);
	if (status != KL_OK)
		return kl_no_memory(error);
	dataset->patterns[dataset->pattern_count++] = pattern;
	field->constraints.pattern = pattern;
	field->constraints.pattern_text = kl_arena_span(&dataset->arena,
		node->text);
	return field->constraints.pattern_text.at != NULL ? KL_OK
		: kl_no_memory(error);
}

enum kl_status kl_describe_constraints(const struct kl_describer *d,
	const struct kl_node *node, struct kl_field *field, struct kl_error *error)
{
	static const struct kl_demand demands[] = { { "jsonSchema", NULL } };
	const struct kl_node *map = kl_node_get(node, "constraints");
	struct kl_constraints *made = &field->constraints;

	if (kl_node_is_null(map))
		return KL_OK;
	enum kl_status status = kl_node_need(map, d->path, KL_NODE_MAP,
		"constraints", "a mapping", error);
	if (status == KL_OK)
		status = kl_node_keys(map, d->path, WORDS(keys), error);
	if (status == KL_OK)
		status = kl_describe_flag(d, map, "required", &made->required, error);
	if (status == KL_OK)
		status = kl_describe_flag(d, map, "unique", &made->unique, error);
	if (status == KL_OK)
		status = kl_describe_enum(d, kl_node_get(map, "enum"), field, error);
	if (status == KL_OK)
		status = read_pattern(d, kl_node_get(map, "pattern"), field, error);
	if (status == KL_OK)
		status = read_limits(d, map, field, error);
	if (status == KL_OK)
		status = read_length(d, map, "minLength", field, &made->has_least,
			&made->least, error);
	if (status == KL_OK)
		status = read_length(d, map, "maxLength", field, &made->has_most,
			&made->most, error);
	return status != KL_OK ? status : kl_describe_demands(d, map,
		WORDS(demands), field->name.at, KL_TEXT("'%s' of field '%s' is not "
		"checked by this version of klopt"), error);
}
