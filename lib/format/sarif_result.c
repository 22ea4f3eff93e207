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
void kl_sarif_set_message(struct kl_text_buffer *out, struct kl_text_buffer *text)
{
	struct kl_text_buffer plain = { 0 };
	bool links = text->length > 0 && strstr(text->at, "](") != NULL;

	for (size_t i = 0; i < text->length; i++) {
		if (links && strchr("[]\\", text->at[i]) != NULL)
			kl_text_puts(&plain, "\\");
		kl_text_add(&plain, (struct kl_span){ text->at + i, 1 });
	}
	plain.failed = plain.failed || text->failed;
	kl_text_release(text);
	kl_json_open(out, "message", "{");
	kl_json_set_built(out, "text", &plain);
	kl_json_close(out, "}");
}

/* Every byte that has a meaning in a URI, or none, is written as %XX (RFC 3986). */
static void set_artifact(struct kl_sarif *sarif, const char *path)
{
	struct kl_text_buffer *out = &sarif->json;
	const struct kl_span name = kl_repository_name(sarif->repository, path,
		&sarif->path);

	kl_json_open(out, "artifactLocation", "{");
	kl_json_key(out, "uri");
	kl_text_puts(out, name.length > 0 && name.at[0] == '/' ? "\"file://" : "\"");
	for (size_t i = 0; i < name.length; i++) {
		unsigned char c = (unsigned char)name.at[i];
		if (c < 0x80 && (isalnum(c) || strchr("-._~/", c) != NULL))
			kl_text_add(out, (struct kl_span){ name.at + i, 1 });
		else
			kl_text_printf(out, "%%%02X", c);
	}
	kl_text_puts(out, "\"}");
	out->failed = out->failed || sarif->path.failed;
}

static void set_text(struct kl_text_buffer *out, const char *key, const char *text)
{
	kl_json_set(out, key, kl_span_of(text));
}

/* A workbook has no lines: its cell is named. */
static void set_cell(struct kl_text_buffer *out, const struct kl_place *place)
{
	struct kl_text_buffer name = { 0 };

	kl_sheet_add_cell(place->sheet, place->line, place->column, &name);
	kl_json_open(out, "logicalLocations", "[{");
	kl_json_set_built(out, "fullyQualifiedName", &name);
	kl_json_close(out, "}]");
}

void kl_sarif_open_location(struct kl_sarif *sarif, const struct kl_place *place)
{
	struct kl_text_buffer *out = &sarif->json;

	kl_json_open(out, NULL, "{");
	kl_json_open(out, "physicalLocation", "{");
	set_artifact(sarif, place->path != NULL ? place->path : "");
	if (place->line > 0 && place->sheet == NULL) {
		kl_json_open(out, "region", "{");
		kl_json_set_count(out, "startLine", place->line);
		if (place->column > 0)
			kl_json_set_count(out, "startColumn", place->column);
		kl_json_close(out, "}");
	}
	kl_json_close(out, "}");
	if (place->line > 0 && place->sheet != NULL)
		set_cell(out, place);
}

static void set_locations(struct kl_sarif *sarif, const struct kl_place *place)
{
	kl_json_open(&sarif->json, "locations", "[");
	kl_sarif_open_location(sarif, place);
	kl_json_close(&sarif->json, "}]");
}

/* "gestart_ocw 9" */
static void add_related(struct kl_sarif *sarif, const struct kl_finding_cell *cell,
	const struct kl_style *style)
{
	struct kl_text_buffer *out = &sarif->json, text = { 0 };

	kl_sarif_open_location(sarif, &cell->place);
	kl_text_add_visible(&text, cell->place.field, 0);
	if (!style->no_values && cell->value.length > 0) {
		kl_text_puts(&text, " ");
		kl_text_add_visible(&text, cell->value, 0);
	}
	kl_sarif_set_message(out, &text);
	kl_json_close(out, "}");
}

static void add_file_change(struct kl_sarif *sarif, const struct kl_change *change,
	const struct kl_text_range *range)
{
	struct kl_text_buffer *out = &sarif->json;

	kl_json_open(out, NULL, "{");
	set_artifact(sarif, change->place.path);
	kl_json_open(out, "replacements", "[{");
	kl_json_open(out, "deletedRegion", "{");
	kl_json_set_count(out, "startLine", range->line);
	kl_json_set_count(out, "startColumn", range->column);
	kl_json_set_count(out, "endColumn", range->column_end);
	kl_json_close(out, "}");
	kl_json_open(out, "insertedContent", "{");
	kl_json_set(out, "text", change->to);
	kl_json_close(out, "}}]}");
}

/* Whether it is known exactly what would be replaced. */
static bool is_known(const struct kl_finding_repair *repair)
{
	struct kl_text_range range;

	for (size_t i = 0; i < repair->count; i++) {
		if (!kl_change_range(&repair->changes[i], &range))
			return false;
	}
	return true;
}

static void add_fix(struct kl_sarif *sarif, const struct kl_finding_repair *repair)
{
	struct kl_text_buffer *out = &sarif->json;
	struct kl_text_range range;

	kl_json_open(out, NULL, "{");
	kl_json_open(out, "artifactChanges", "[");
	for (size_t i = 0; i < repair->count; i++) {
		if (kl_change_range(&repair->changes[i], &range))
			add_file_change(sarif, &repair->changes[i], &range);
	}
	kl_json_close(out, "]}");
}

static void set_fixes(struct kl_sarif *sarif, const struct kl_finding *finding)
{
	struct kl_text_buffer *out = &sarif->json;
	bool any = false;

	for (size_t i = 0; i < finding->repair_count; i++) {
		if (!is_known(&finding->repairs[i]))
			continue;
		if (!any)
			kl_json_open(out, "fixes", "[");
		any = true;
		add_fix(sarif, &finding->repairs[i]);
	}
	if (any)
		kl_json_close(out, "]");
}

static void set_related(struct kl_sarif *sarif, const struct kl_finding *finding,
	const struct kl_style *style)
{
	struct kl_text_buffer *out = &sarif->json;
	size_t i = 0;

	if (finding->cell_count > 0)
		kl_json_open(out, "relatedLocations", "[");
	for (; i < finding->cell_count && i + 1 < KL_SARIF_LOCATIONS; i++)
		add_related(sarif, &finding->cells[i], style);
	sarif->cells_left_out += finding->cell_count - i + finding->unlisted_cells;
	if (finding->cell_count > 0)
		kl_json_close(out, "]");
}

static void set_properties(struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	kl_json_open(out, "properties", "{");
	if (finding->check != NULL)
		set_text(out, "check", finding->check);
	if (finding->rule != NULL)
		set_text(out, "rule", finding->rule);
	if (finding->place.table != NULL)
		set_text(out, "table", finding->place.table);
	if (finding->place.field.at != NULL)
		kl_json_set(out, "field", finding->place.field);
	kl_json_close(out, "}");
}

static void set_standing(struct kl_text_buffer *out,
	const struct kl_finding *finding)
{
	struct kl_text_buffer text = { 0 };

	if (finding->waiver != NULL) {
		kl_waiver_add(finding->waiver, &text);
		kl_json_open(out, "suppressions", "[{");
		set_text(out, "kind", "external");
		set_text(out, "status", "accepted");
		kl_json_set_built(out, "justification", &text);
		kl_json_close(out, "}]");
	}
	if (finding->novelty != KL_NOVELTY_NONE)
		set_text(out, "baselineState",
			finding->novelty == KL_NOVELTY_KNOWN ? "unchanged" : "new");
}

static uint32_t index_rule(struct kl_sarif *sarif, enum kl_code code)
{
	if (sarif->rules[code] == 0)
		sarif->rules[code] = ++sarif->rule_count;
	return sarif->rules[code] - 1;
}

static void set_fingerprint(struct kl_text_buffer *out, const char *fingerprint)
{
	kl_json_open(out, "partialFingerprints", "{");
	set_text(out, "primaryLocationLineHash", fingerprint);
	kl_json_close(out, "}");
}

/* What was known, in words: where the code is none any more, as it was. */
static void add_known(struct kl_text_buffer *text, const struct kl_known *known,
	const char *title)
{
	if (title != NULL)
		kl_text_puts(text, title);
	else
		kl_text_add_visible(text, kl_span_of(known->code), 0);
	if (known->table != NULL) {
		kl_text_puts(text, ": ");
		kl_text_add_visible(text, kl_span_of(known->table), 0);
	}
	if (known->field != NULL) {
		kl_text_puts(text, ", ");
		kl_text_add_visible(text, kl_span_of(known->field), 0);
	}
}

void kl_sarif_add_absent(struct kl_sarif *sarif, const struct kl_known *known,
	const struct kl_style *style)
{
	struct kl_text_buffer *out = &sarif->json, text = { 0 };
	char fingerprint[KL_KEPT_FINGERPRINT];
	enum kl_code code;

	kl_json_open(out, NULL, "{");
	set_text(out, "ruleId", known->code != NULL ? known->code : "");
	bool found = kl_code_find(kl_span_of(known->code), &code);
	if (found)
		kl_json_set_count(out, "ruleIndex", index_rule(sarif, code));
	set_text(out, "level", found ? level_of(kl_code_severity(code)) : "none");
	add_known(&text, known, found ? kl_code_title(code) : NULL);
	kl_sarif_set_message(out, &text);
	set_locations(sarif, &(struct kl_place){ .path = known->path });
	/* The first that is missing of several alike: as it was numbered. */
	snprintf(fingerprint, sizeof fingerprint, "%016llx:%lu",
		(unsigned long long)known->fingerprint,
		(unsigned long)known->seen + 1);
	/* The baseline can have been made with values. */
	if (!style->no_values)
		set_fingerprint(out, fingerprint);
	set_text(out, "baselineState", "absent");
	kl_json_close(out, "}");
}

bool kl_sarif_add_result(struct kl_sarif *sarif, const struct kl_finding *finding,
	const struct kl_style *style)
{
	struct kl_text_buffer *out = &sarif->json, text = { 0 };
	char fingerprint[KL_KEPT_FINGERPRINT];

	if (!kl_kept_fingerprint(&sarif->kept, finding, style, fingerprint))
		return false;
	kl_json_open(out, NULL, "{");
	set_text(out, "ruleId", kl_code_name(finding->code));
	kl_json_set_count(out, "ruleIndex", index_rule(sarif, finding->code));
	set_text(out, "level", level_of(finding->severity));
	kl_told_add(finding, style, &text);
	kl_sarif_set_message(out, &text);
	set_locations(sarif, &finding->place);
	set_related(sarif, finding, style);
	set_fingerprint(out, fingerprint);
	if (!style->no_values)
		set_fixes(sarif, finding);
	set_properties(out, finding);
	set_standing(out, finding);
	kl_json_close(out, "}");
	return true;
}

static void set_help(struct kl_text_buffer *out, enum kl_code code)
{
	struct kl_text_buffer plain = { 0 }, markdown = { 0 };

	for (size_t i = 0; i < KL_EXPLAIN_PARAGRAPHS; i++) {
		const char *head = kl_explain_head(i);
		const char *text = kl_code_explain(code, i);
		const char *between = i > 0 ? "\n\n" : "";
		kl_text_printf(&plain, "%s%s: %s", between, head, text);
		kl_text_printf(&markdown, "%s**%s**: %s", between, head, text);
	}
	kl_json_open(out, "help", "{");
	kl_json_set_built(out, "text", &plain);
	kl_json_set_built(out, "markdown", &markdown);
	kl_json_close(out, "}");
}

static void set_description(struct kl_text_buffer *out, const char *key,
	const char *text)
{
	kl_json_open(out, key, "{");
	set_text(out, "text", text);
	kl_json_close(out, "}");
}

static void add_rule(struct kl_text_buffer *out, enum kl_code code)
{
	kl_json_open(out, NULL, "{");
	set_text(out, "id", kl_code_name(code));
	set_description(out, "shortDescription", kl_code_title(code));
	set_description(out, "fullDescription", kl_code_explain(code, 0));
	set_help(out, code);
	kl_json_open(out, "defaultConfiguration", "{");
	set_text(out, "level", level_of(kl_code_severity(code)));
	kl_json_close(out, "}}");
}

void kl_sarif_set_tool(struct kl_sarif *sarif)
{
	struct kl_text_buffer *out = &sarif->json;

	kl_json_open(out, "tool", "{");
	kl_json_open(out, "driver", "{");
	set_text(out, "name", "klopt");
	set_text(out, "version", KL_VERSION);
	kl_json_open(out, "rules", "[");
	for (uint32_t i = 1; i <= sarif->rule_count; i++) {
		int code = 0;
		while (sarif->rules[code] != i)
			code++;
		add_rule(out, (enum kl_code)code);
	}
	kl_json_close(out, "]}}");
}
