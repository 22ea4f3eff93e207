#include <ctype.h>

#include "base/version.h"
#include "finding/explain.h"
#include "format/sarif.h"
#include "format/told.h"
#include "table/sheet.h"

static const char *level_of(enum kl_severity severity)
{
	static const char *const levels[KL_SEVERITIES] = {
		[KL_INFO] = "note", [KL_WARNING] = "warning", [KL_ERROR] = "error",
	};

	return levels[severity];
}

/* SARIF, 3.11.6: "[text](target)" in a message is a link; a backslash before the
 * bracket makes it none. */
json_t *kl_sarif_message(struct kl_text_buffer *text)
{
	struct kl_text_buffer plain = { 0 };
	json_t *made = json_object();
	bool links = text->length > 0 && strstr(text->at, "](") != NULL;

	for (size_t i = 0; i < text->length; i++) {
		if (links && strchr("[]\\", text->at[i]) != NULL)
			kl_text_puts(&plain, "\\");
		kl_text_add(&plain, (struct kl_span){ text->at + i, 1 });
	}
	plain.failed = plain.failed || text->failed;
	kl_text_release(text);
	json_object_set_new(made, "text", kl_json_built(&plain));
	return made;
}

/* A relative path stays one; every byte that has a meaning in a URI, or none, is
 * written as %XX (RFC 3986). */
static json_t *make_uri(const char *path)
{
	struct kl_text_buffer uri = { 0 };

	if (path[0] == '/')
		kl_text_puts(&uri, "file://");
	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;
		if (c < 0x80 && (isalnum(c) || strchr("-._~/", c) != NULL))
			kl_text_add(&uri, (struct kl_span){ path, 1 });
		else
			kl_text_printf(&uri, "%%%02X", c);
	}
	return kl_json_built(&uri);
}

static json_t *make_count(uint64_t number)
{
	return json_integer((json_int_t)number);
}

/* A workbook has no lines: its cell is named. */
static json_t *make_cell(const struct kl_place *place)
{
	struct kl_text_buffer name = { 0 };
	json_t *all = json_array(), *made = json_object();

	kl_sheet_add_cell(place->sheet, place->line, place->column, &name);
	json_object_set_new(made, "fullyQualifiedName",
		name.failed ? NULL : kl_json_text(kl_text_span(&name)));
	kl_text_release(&name);
	json_array_append_new(all, made);
	return all;
}

json_t *kl_sarif_location(const struct kl_place *place)
{
	json_t *made = json_object(), *physical = json_object();
	json_t *artifact = json_object();

	json_object_set_new(artifact, "uri",
		make_uri(place->path != NULL ? place->path : ""));
	json_object_set_new(physical, "artifactLocation", artifact);
	if (place->line > 0 && place->sheet == NULL) {
		json_t *region = json_object();
		json_object_set_new(region, "startLine", make_count(place->line));
		if (place->column > 0)
			json_object_set_new(region, "startColumn",
				make_count(place->column));
		json_object_set_new(physical, "region", region);
	}
	json_object_set_new(made, "physicalLocation", physical);
	if (place->line > 0 && place->sheet != NULL)
		json_object_set_new(made, "logicalLocations", make_cell(place));
	return made;
}

/* "gestart_ocw 9" */
static json_t *make_related(const struct kl_finding_cell *cell,
	const struct kl_style *style)
{
	struct kl_text_buffer text = { 0 };
	json_t *made = kl_sarif_location(&cell->place);

	kl_text_add_visible(&text, cell->place.field, 0);
	if (!style->no_values && cell->value.length > 0) {
		kl_text_puts(&text, " ");
		kl_text_add_visible(&text, cell->value, 0);
	}
	json_object_set_new(made, "message", kl_sarif_message(&text));
	return made;
}

static json_t *make_replacement(const struct kl_change *change,
	const struct kl_text_range *range)
{
	json_t *made = json_object(), *region = json_object();
	json_t *content = json_object();

	json_object_set_new(region, "startLine", make_count(range->line));
	json_object_set_new(region, "startColumn", make_count(range->column));
	json_object_set_new(region, "endColumn", make_count(range->column_end));
	json_object_set_new(content, "text", kl_json_text(change->to));
	json_object_set_new(made, "deletedRegion", region);
	json_object_set_new(made, "insertedContent", content);
	return made;
}

/* NULL if it is not known exactly what would be replaced. */
static json_t *make_fix(const struct kl_finding_repair *repair)
{
	json_t *made = json_object(), *files = json_array();

	for (size_t i = 0; i < repair->count; i++) {
		const struct kl_change *change = &repair->changes[i];
		json_t *file = json_object(), *artifact = json_object();
		json_t *replacements = json_array();
		struct kl_text_range range;
		bool known = kl_change_range(change, &range);
		if (known) {
			json_object_set_new(artifact, "uri",
				make_uri(change->place.path));
			json_array_append_new(replacements,
				make_replacement(change, &range));
		}
		json_object_set_new(file, "artifactLocation", artifact);
		json_object_set_new(file, "replacements", replacements);
		json_array_append_new(files, file);
		if (!known) {
			json_decref(files);
			json_decref(made);
			return NULL;
		}
	}
	json_object_set_new(made, "artifactChanges", files);
	return made;
}

static void set_fixes(json_t *result, const struct kl_finding *finding)
{
	json_t *fixes = json_array();

	for (size_t i = 0; i < finding->repair_count; i++) {
		json_t *fix = make_fix(&finding->repairs[i]);
		if (fix != NULL)
			json_array_append_new(fixes, fix);
	}
	if (json_array_size(fixes) > 0)
		json_object_set(result, "fixes", fixes);
	json_decref(fixes);
}

static void set_related(struct kl_sarif *sarif, json_t *result,
	const struct kl_finding *finding, const struct kl_style *style)
{
	json_t *related = json_array();
	size_t i = 0;

	for (; i < finding->cell_count && i + 1 < KL_SARIF_LOCATIONS; i++)
		json_array_append_new(related, make_related(&finding->cells[i],
			style));
	sarif->cells_left_out += finding->cell_count - i + finding->unlisted_cells;
	if (i > 0)
		json_object_set(result, "relatedLocations", related);
	json_decref(related);
}

static void set_properties(json_t *result, const struct kl_finding *finding)
{
	json_t *properties = json_object();

	json_object_set_new(properties, "check", json_string(finding->check));
	if (finding->rule != NULL)
		json_object_set_new(properties, "rule",
			kl_json_text(kl_span_of(finding->rule)));
	if (finding->place.table != NULL)
		json_object_set_new(properties, "table",
			kl_json_text(kl_span_of(finding->place.table)));
	if (finding->place.field.at != NULL)
		json_object_set_new(properties, "field",
			kl_json_text(finding->place.field));
	json_object_set_new(result, "properties", properties);
}

static void set_standing(json_t *result, const struct kl_finding *finding)
{
	struct kl_text_buffer text = { 0 };
	json_t *suppressions = json_array();

	if (finding->waiver != NULL) {
		kl_waiver_add(finding->waiver, &text);
		json_t *one = json_pack("{s:s,s:s}", "kind", "external", "status",
			"accepted");
		json_object_set_new(one, "justification", kl_json_built(&text));
		json_array_append_new(suppressions, one);
		json_object_set(result, "suppressions", suppressions);
	}
	json_decref(suppressions);
	if (finding->novelty != KL_NOVELTY_NONE)
		json_object_set_new(result, "baselineState", json_string(
			finding->novelty == KL_NOVELTY_KNOWN ? "unchanged" : "new"));
}

static uint32_t index_rule(struct kl_sarif *sarif, enum kl_code code)
{
	if (sarif->rules[code] == 0)
		sarif->rules[code] = ++sarif->rule_count;
	return sarif->rules[code] - 1;
}

json_t *kl_sarif_absent(struct kl_sarif *sarif, const struct kl_known *known)
{
	const struct kl_place place = { .path = known->path };
	struct kl_text_buffer text = { 0 };
	char fingerprint[KL_KEPT_FINGERPRINT];
	json_t *result = json_object(), *locations = json_array();
	enum kl_code code;

	json_object_set_new(result, "ruleId", kl_json_text(kl_span_of(
		known->code != NULL ? known->code : "")));
	bool found = kl_code_find(kl_span_of(known->code), &code);
	if (found)
		json_object_set_new(result, "ruleIndex",
			json_integer(index_rule(sarif, code)));
	json_object_set_new(result, "level", json_string(found
		? level_of(kl_code_severity(code)) : "none"));
	if (found)
		kl_text_puts(&text, kl_code_title(code));
	else
		kl_text_add_visible(&text, kl_span_of(known->code), 0);
	if (known->table != NULL) {
		kl_text_puts(&text, ": ");
		kl_text_add_visible(&text, kl_span_of(known->table), 0);
	}
	if (known->field != NULL) {
		kl_text_puts(&text, ", ");
		kl_text_add_visible(&text, kl_span_of(known->field), 0);
	}
	json_object_set_new(result, "message", kl_sarif_message(&text));
	json_array_append_new(locations, kl_sarif_location(&place));
	json_object_set_new(result, "locations", locations);
	/* The first that is missing of several alike: as it was numbered. */
	snprintf(fingerprint, sizeof fingerprint, "%016llx:%lu",
		(unsigned long long)known->fingerprint,
		(unsigned long)known->seen + 1);
	json_object_set_new(result, "partialFingerprints", json_pack("{s:s}",
		"primaryLocationLineHash", fingerprint));
	json_object_set_new(result, "baselineState", json_string("absent"));
	return result;
}

json_t *kl_sarif_result(struct kl_sarif *sarif, const struct kl_finding *finding,
	const struct kl_style *style)
{
	char fingerprint[KL_KEPT_FINGERPRINT];
	struct kl_text_buffer text = { 0 };
	json_t *result = json_object(), *locations = json_array();
	json_t *fingerprints = json_object();

	json_object_set_new(result, "ruleId",
		json_string(kl_code_name(finding->code)));
	json_object_set_new(result, "ruleIndex",
		json_integer(index_rule(sarif, finding->code)));
	json_object_set_new(result, "level",
		json_string(level_of(finding->severity)));
	kl_told_add(finding, style, &text);
	json_object_set_new(result, "message", kl_sarif_message(&text));
	json_array_append_new(locations, kl_sarif_location(&finding->place));
	json_object_set_new(result, "locations", locations);
	set_related(sarif, result, finding, style);
	if (!kl_kept_fingerprint(&sarif->kept, finding, fingerprint)) {
		json_decref(fingerprints);
		json_decref(result);
		return NULL;
	}
	json_object_set_new(fingerprints, "primaryLocationLineHash",
		json_string(fingerprint));
	json_object_set_new(result, "partialFingerprints", fingerprints);
	if (!style->no_values)
		set_fixes(result, finding);
	set_properties(result, finding);
	set_standing(result, finding);
	return result;
}

static json_t *make_text(const char *text)
{
	return json_pack("{s:s}", "text", text);
}

static json_t *make_help(enum kl_code code)
{
	struct kl_text_buffer plain = { 0 }, markdown = { 0 };
	json_t *made = json_object();

	for (size_t i = 0; i < KL_EXPLAIN_PARAGRAPHS; i++) {
		const char *head = kl_explain_head(i);
		const char *text = kl_code_explain(code, i);
		const char *between = i > 0 ? "\n\n" : "";
		kl_text_printf(&plain, "%s%s: %s", between, head, text);
		kl_text_printf(&markdown, "%s**%s**: %s", between, head, text);
	}
	json_object_set_new(made, "text", kl_json_built(&plain));
	json_object_set_new(made, "markdown", kl_json_built(&markdown));
	return made;
}

static json_t *make_rule(enum kl_code code)
{
	json_t *rule = json_object();

	json_object_set_new(rule, "id", json_string(kl_code_name(code)));
	json_object_set_new(rule, "shortDescription",
		make_text(kl_code_title(code)));
	json_object_set_new(rule, "fullDescription",
		make_text(kl_code_explain(code, 0)));
	json_object_set_new(rule, "help", make_help(code));
	json_object_set_new(rule, "defaultConfiguration", json_pack("{s:s}",
		"level", level_of(kl_code_severity(code))));
	return rule;
}

json_t *kl_sarif_tool(const struct kl_sarif *sarif)
{
	json_t *tool = json_object(), *driver = json_object();
	json_t *rules = json_array();

	for (uint32_t i = 1; i <= sarif->rule_count; i++) {
		int code = 0;
		while (sarif->rules[code] != i)
			code++;
		json_array_append_new(rules, make_rule((enum kl_code)code));
	}
	json_object_set_new(driver, "name", json_string("klopt"));
	json_object_set_new(driver, "version", json_string(KL_VERSION));
	json_object_set_new(driver, "rules", rules);
	json_object_set_new(tool, "driver", driver);
	return tool;
}
