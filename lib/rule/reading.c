#include "rule/reading.h"

#include "base/text.h"
#include "base/translate.h"

static const char meanings[] = KL_TEXT("a number, unknown, or a range [low, high]");

static enum kl_status read_range(const struct kl_node *list,
	struct kl_marker *marker)
{
	struct kl_decimal ends[2];
	struct kl_span none = { NULL, 0 };

	if (list->count != 2)
		return KL_INVALID;
	for (size_t i = 0; i < 2; i++) {
		const struct kl_node *end = list->items[i];
		if (end->kind != KL_NODE_SCALAR || kl_decimal_parse(
			kl_span_trim(end->text), '.', none, &ends[i]) != KL_PARSED)
			return KL_INVALID;
	}
	if (kl_decimal_compare(ends[0], ends[1]) > 0)
		return KL_INVALID;
	marker->interval = kl_interval_range(ends[0], ends[1]);
	return KL_OK;
}

static enum kl_status read_marker(const struct kl_level_scope *scope,
	const struct kl_node *mark, const struct kl_node *meaning,
	struct kl_marker *marker, struct kl_error *error)
{
	struct kl_span text = kl_arena_span(scope->arena,
		kl_span_trim(mark->text));
	bool understood = false;

	if (text.at == NULL)
		return kl_no_memory(error);
	if (meaning->kind == KL_NODE_SCALAR)
		understood = kl_marker_parse(text, meaning->text, marker);
	else if (meaning->kind == KL_NODE_LIST)
		understood = read_range(meaning, marker) == KL_OK;
	if (!understood) {
		return kl_node_fail(meaning, scope->path, error,
			"the mark '%s' stands for %s", mark->text.at,
			kl_translate(meanings));
	}
	marker->mark = text;
	return KL_OK;
}

static enum kl_status read_markers(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *map,
	struct kl_error *error)
{
	enum kl_status status = kl_node_need(map, scope->path, KL_NODE_MAP,
		"markers", "a mapping from a mark to what it stands for", error);
	size_t own = map->count / 2, outer = level->reading.marker_count;

	if (status != KL_OK || own == 0)
		return status;
	struct kl_marker *markers = kl_arena_alloc(scope->arena,
		(own + outer) * sizeof *markers);
	if (markers == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < own; i++) {
		status = read_marker(scope, map->items[2 * i],
			map->items[2 * i + 1], &markers[i], error);
		if (status != KL_OK)
			return status;
	}
	if (outer > 0)
		memcpy(markers + own, level->reading.markers,
			outer * sizeof *markers);
	level->reading.markers = markers;
	level->reading.marker_count = own + outer;
	return KL_OK;
}

static enum kl_status read_rounded(struct kl_reading *reading,
	const struct kl_level_scope *scope, const struct kl_node *node,
	struct kl_error *error)
{
	struct kl_decimal unit;
	struct kl_span none = { NULL, 0 };

	if (node->kind == KL_NODE_SCALAR) {
		struct kl_span text = kl_span_trim(node->text);

		if (kl_span_is(text, "no") || kl_span_is(text, "false")) {
			reading->rounded = KL_NOT_ROUNDED;
			return KL_OK;
		}
		if (kl_span_is(text, "printed")) {
			reading->rounded = KL_ROUNDED_PRINTED;
			return KL_OK;
		}
		if (kl_decimal_parse(text, '.', none, &unit) == KL_PARSED
			&& kl_decimal_sign(unit) > 0) {
			reading->rounded = KL_ROUNDED_UNIT;
			reading->unit = unit;
			return KL_OK;
		}
	}
	return kl_node_fail(node, scope->path, error,
		"'rounded' takes no, printed, or the unit that was rounded to, such as 10");
}

static enum kl_status read_rounding(struct kl_reading *reading,
	const struct kl_level_scope *scope, const struct kl_node *node,
	struct kl_error *error)
{
	static const char *const names[] = {
		[KL_HALF_UP] = "half-up", [KL_HALF_EVEN] = "half-even",
		[KL_ROUND_UP] = "up", [KL_ROUND_DOWN] = "down"
	};
	enum { COUNT = sizeof names / sizeof *names };

	if (node->kind != KL_NODE_SCALAR) {
		return kl_node_fail(node, scope->path, error,
			"'rounding' takes half-up, half-even, up or down");
	}
	for (size_t i = 0; i < COUNT; i++) {
		if (kl_span_is(node->text, names[i])) {
			reading->rounding = (enum kl_rounding)i;
			return KL_OK;
		}
	}
	return kl_node_unknown(node, scope->path, "rounding", names, COUNT, error);
}

enum kl_status kl_level_read(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *klopt,
	struct kl_error *error)
{
	const struct kl_node *markers = kl_node_get(klopt, "markers");
	const struct kl_node *rounded = kl_node_get(klopt, "rounded");
	const struct kl_node *rounding = kl_node_get(klopt, "rounding");
	enum kl_status status = KL_OK;

	if (markers != NULL)
		status = read_markers(level, scope, markers, error);
	if (status == KL_OK && rounded != NULL)
		status = read_rounded(&level->reading, scope, rounded, error);
	if (status == KL_OK && rounding != NULL)
		status = read_rounding(&level->reading, scope, rounding, error);
	return status;
}

/* A digit or sign would be read as part of the number itself. */
static bool is_of_number(char c)
{
	return kl_is_digit(c) || c == '+' || c == '-';
}

enum kl_status kl_level_char(const struct kl_node *node, const char *path,
	const char *key, char *out, struct kl_error *error)
{
	if (kl_node_is_null(node)) {
		*out = '\0';
		return KL_OK;
	}
	if (node->kind != KL_NODE_SCALAR || node->text.length > 1
		|| (node->text.length == 1 && (unsigned char)*node->text.at >= 0x80)) {
		return kl_node_fail(node, path, error,
			"'%s' takes one character (of ASCII)", key);
	}
	*out = node->text.length == 1 ? *node->text.at : '\0';
	return KL_OK;
}

enum kl_status kl_level_flag(const struct kl_node *node, const char *path,
	const char *key, bool *out, struct kl_error *error)
{
	if (node->kind == KL_NODE_SCALAR && kl_span_is(node->text, "true"))
		*out = true;
	else if (node->kind == KL_NODE_SCALAR && kl_span_is(node->text, "false"))
		*out = false;
	else
		return kl_node_fail(node, path, error,
			"'%s' takes true or false", key);
	return KL_OK;
}

static enum kl_status read_group_char(struct kl_reading *reading,
	const struct kl_level_scope *scope, const struct kl_node *node,
	struct kl_error *error)
{
	if (kl_node_is_null(node)) {
		reading->group_char = (struct kl_span){ NULL, 0 };
		return KL_OK;
	}
	if (node->kind != KL_NODE_SCALAR || kl_utf8_count(node->text) > 1
		|| (node->text.length > 0 && is_of_number(*node->text.at))) {
		return kl_node_fail(node, scope->path, error,
			"'groupChar' takes one character, no digit and no sign");
	}
	reading->group_char = kl_arena_span(scope->arena, node->text);
	return reading->group_char.at != NULL ? KL_OK : kl_no_memory(error);
}

enum kl_status kl_level_read_chars(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *map,
	struct kl_error *error)
{
	const struct kl_node *decimal = kl_node_get(map, "decimalChar");
	const struct kl_node *group = kl_node_get(map, "groupChar");
	const struct kl_node *bare = kl_node_get(map, "bareNumber");
	struct kl_reading *reading = &level->reading;
	enum kl_status status = KL_OK;

	if (decimal != NULL) {
		char c;

		status = kl_level_char(decimal, scope->path, "decimalChar", &c,
			error);
		if (status == KL_OK && (c == '\0' || is_of_number(c)))
			status = kl_node_fail(decimal, scope->path, error,
				"'decimalChar' takes one character, no digit and no sign");
		if (status == KL_OK)
			reading->decimal_char = c;
	}
	if (status == KL_OK && group != NULL)
		status = read_group_char(reading, scope, group, error);
	if (status == KL_OK && bare != NULL)
		status = kl_level_flag(bare, scope->path, "bareNumber",
			&reading->bare_number, error);
	if (status == KL_OK && (decimal != NULL || group != NULL)
		&& reading->group_char.length == 1
		&& *reading->group_char.at == reading->decimal_char) {
		return kl_node_fail(group != NULL ? group : decimal, scope->path,
			error, "'decimalChar' and 'groupChar' are the same here");
	}
	return status;
}

enum kl_status kl_level_read_missing(struct kl_level *level,
	const struct kl_level_scope *scope, const struct kl_node *list,
	struct kl_error *error)
{
	static const char takes[] = KL_TEXT("a list of texts");
	enum kl_status status = kl_node_need(list, scope->path, KL_NODE_LIST,
		"missingValues", takes, error);

	if (status != KL_OK)
		return status;
	struct kl_marker *missing = kl_arena_alloc(scope->arena,
		(list->count + 1) * sizeof *missing);
	if (missing == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < list->count; i++) {
		const struct kl_node *item = list->items[i];
		const struct kl_node *value = item->kind == KL_NODE_MAP
			? kl_node_get(item, "value") : item;

		if (value == NULL || value->kind != KL_NODE_SCALAR) {
			return kl_node_fail(item, scope->path, error,
				"'missingValues' takes %s", kl_translate(takes));
		}
		missing[i].unknown = true;
		missing[i].interval = kl_interval_all();
		missing[i].mark = kl_arena_span(scope->arena,
			kl_span_trim(value->text));
		if (missing[i].mark.at == NULL)
			return kl_no_memory(error);
	}
	level->missing = missing;
	level->missing_count = list->count;
	return KL_OK;
}

enum kl_status kl_level_close(const struct kl_level *level,
	struct kl_arena *arena, struct kl_reading *out, struct kl_error *error)
{
	size_t own = level->reading.marker_count;

	*out = level->reading;
	if (level->missing_count == 0)
		return KL_OK;
	struct kl_marker *all = kl_arena_alloc(arena,
		(own + level->missing_count) * sizeof *all);
	if (all == NULL)
		return kl_no_memory(error);
	if (own > 0)
		memcpy(all, level->reading.markers, own * sizeof *all);
	memcpy(all + own, level->missing, level->missing_count * sizeof *all);
	out->markers = all;
	out->marker_count = own + level->missing_count;
	return KL_OK;
}
