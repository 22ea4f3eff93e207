#include "finding/finding.h"

#include <stdio.h>

#include "base/translate.h"

struct entry {
	const char *name, *title;
	enum kl_severity severity;
};

static const struct entry entries[] = {
#define KL_FINDING(id, code, severity, title) { code, title, severity },
#define KL_MESSAGE(id, text)
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
};

static const char *const severities[] = { KL_TEXT("info"), KL_TEXT("warning"),
	KL_TEXT("error") };

const char *kl_severity_name(enum kl_severity severity)
{
	return severities[severity];
}

const char *kl_severity_word(enum kl_severity severity)
{
	return kl_translate_often(severities[severity]);
}

bool kl_severity_find(struct kl_span name, enum kl_severity *out)
{
	for (int i = 0; i < KL_SEVERITIES; i++) {
		if (kl_span_is(name, severities[i])) {
			*out = (enum kl_severity)i;
			return true;
		}
	}
	return false;
}

const char *kl_code_name(enum kl_code code)
{
	return entries[code].name;
}

const char *kl_code_title(enum kl_code code)
{
	return kl_translate(entries[code].title);
}

enum kl_severity kl_code_severity(enum kl_code code)
{
	return entries[code].severity;
}

bool kl_code_find(struct kl_span name, enum kl_code *out)
{
	for (int i = 0; i < KL_CODES; i++) {
		if (kl_span_is(name, entries[i].name)) {
			*out = (enum kl_code)i;
			return true;
		}
	}
	return false;
}

bool kl_code_is_of_waivers(enum kl_code code)
{
	return code == KL_CODE_waiver_unused || code == KL_CODE_waiver_expired;
}

/* Copies a span; false when memory is out. An absent span stays absent. */
static bool copy_span(struct kl_arena *arena, struct kl_span *span)
{
	if (span->at == NULL)
		return true;
	*span = kl_arena_span(arena, *span);
	return span->at != NULL;
}

static bool copy_figures(struct kl_arena *arena, struct kl_finding *finding)
{
	struct kl_figure *figures = kl_arena_alloc(arena,
		(finding->figure_count + 1) * sizeof *figures);

	if (figures == NULL)
		return false;
	for (size_t i = 0; i < finding->figure_count; i++) {
		figures[i] = finding->figures[i];
		if (!copy_span(arena, &figures[i].text))
			return false;
	}
	finding->figures = figures;
	return true;
}

static bool copy_cells(struct kl_arena *arena, struct kl_finding *finding)
{
	struct kl_finding_cell *cells = kl_arena_alloc(arena,
		(finding->cell_count + 1) * sizeof *cells);

	if (cells == NULL)
		return false;
	for (size_t i = 0; i < finding->cell_count; i++) {
		cells[i] = finding->cells[i];
		if (!copy_span(arena, &cells[i].value)
				|| !copy_span(arena, &cells[i].place.field))
			return false;
	}
	finding->cells = cells;
	return true;
}

static bool copy_repairs(struct kl_arena *arena, struct kl_finding *finding)
{
	struct kl_finding_repair *repairs = kl_arena_alloc(arena,
		(finding->repair_count + 1) * sizeof *repairs);

	if (repairs == NULL)
		return false;
	for (size_t i = 0; i < finding->repair_count; i++) {
		repairs[i] = finding->repairs[i];
		struct kl_change *changes = kl_arena_alloc(arena,
			(repairs[i].count + 1) * sizeof *changes);
		if (changes == NULL)
			return false;
		for (size_t j = 0; j < repairs[i].count; j++) {
			changes[j] = repairs[i].changes[j];
			if (!copy_span(arena, &changes[j].place.field)
					|| !copy_span(arena, &changes[j].from)
					|| !copy_span(arena, &changes[j].to))
				return false;
		}
		repairs[i].changes = changes;
	}
	finding->repairs = repairs;
	return true;
}

struct kl_finding *kl_finding_copy(struct kl_arena *arena,
	const struct kl_finding *finding)
{
	struct kl_finding *copy = kl_arena_alloc(arena, sizeof *copy);

	if (copy == NULL)
		return NULL;
	*copy = *finding;
	if (!copy_span(arena, &copy->place.field)
			|| !copy_span(arena, &copy->label)
			|| !copy_span(arena, &copy->value)
			|| !copy_span(arena, &copy->expected)
			|| !copy_figures(arena, copy) || !copy_cells(arena, copy)
			|| (copy->repair_count > 0 && !copy_repairs(arena, copy)))
		return NULL;
	return copy;
}

/* Every part is followed by a byte that no text has, so that "ab","c" differs
 * from "a","bc". */
static uint64_t mix(uint64_t hash, struct kl_span part)
{
	static const char end = '\xff';

	return kl_hash(kl_hash(hash, part), (struct kl_span){ &end, 1 });
}

uint64_t kl_finding_hash(const struct kl_finding *finding)
{
	uint64_t hash = 0;

	hash = mix(hash, kl_span_of(kl_code_name(finding->code)));
	hash = mix(hash, kl_span_of(finding->rule));
	hash = mix(hash, kl_span_of(finding->place.table));
	hash = mix(hash, finding->place.field);
	hash = mix(hash, finding->label);
	return mix(hash, finding->value);
}

void kl_finding_fingerprint(const struct kl_finding *finding, char *out)
{
	snprintf(out, KL_FINGERPRINT, "%016llx",
		(unsigned long long)kl_finding_hash(finding));
}

bool kl_fingerprint_parse(struct kl_span text, uint64_t *out)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t made = 0;

	if (text.length != KL_FINGERPRINT - 1)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		const char *digit = memchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c,
			sizeof digits - 1);
		if (digit == NULL)
			return false;
		made = made << 4 | (uint64_t)(digit - digits);
	}
	*out = made;
	return true;
}
