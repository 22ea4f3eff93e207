#include "finding/finding.h"

#include "base/translate.h"
#include "finding/mold.h"

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

static bool has_text(const struct kl_figure *figure)
{
	return figure->kind == KL_FIGURE_TEXT || figure->kind == KL_FIGURE_VALUE
		|| figure->kind == KL_FIGURE_SENTENCE;
}

/* Moves a text to *room, as kl_arena_span copies one. */
static void move_span(struct kl_span *span, char **room)
{
	if (span->at == NULL)
		return;
	if (span->length > 0)
		memcpy(*room, span->at, span->length);
	(*room)[span->length] = '\0';
	span->at = *room;
	*room += span->length + 1;
}

static size_t room_of(struct kl_span span)
{
	return span.at == NULL ? 0 : span.length + 1;
}

/* The figures, their finding and all their texts in one piece: there can be millions. */
static struct kl_finding *copy_words(struct kl_arena *arena,
	const struct kl_finding *finding)
{
	size_t count = finding->figure_count, texts = room_of(finding->place.field)
		+ room_of(finding->label) + room_of(finding->value)
		+ room_of(finding->expected);

	for (size_t i = 0; i < count; i++)
		texts += has_text(&finding->figures[i])
			? room_of(finding->figures[i].text) : 0;
	struct kl_figure *figures = kl_arena_take(arena, count * sizeof *figures
		+ sizeof *finding + texts);
	if (figures == NULL)
		return NULL;
	struct kl_finding *copy = (void *)(figures + count);
	char *room = (char *)(copy + 1);
	*copy = *finding;
	copy->figures = figures;
	move_span(&copy->place.field, &room);
	move_span(&copy->label, &room);
	move_span(&copy->value, &room);
	move_span(&copy->expected, &room);
	for (size_t i = 0; i < count; i++) {
		figures[i] = finding->figures[i];
		if (has_text(&figures[i]))
			move_span(&figures[i].text, &room);
	}
	return copy;
}

struct kl_finding *kl_finding_copy(struct kl_arena *arena,
	const struct kl_finding *finding)
{
	struct kl_finding *copy = copy_words(arena, finding);

	if (copy == NULL || (copy->cell_count > 0 && !copy_cells(arena, copy))
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

uint64_t kl_finding_hash_common(const struct kl_finding *finding)
{
	uint64_t hash = 0;

	hash = mix(hash, kl_span_of(kl_code_name(finding->code)));
	hash = mix(hash, kl_span_of(finding->rule));
	hash = mix(hash, kl_span_of(finding->place.table));
	return mix(hash, finding->place.field);
}

uint64_t kl_finding_hash(const struct kl_finding *finding)
{
	uint64_t hash = finding->mold != NULL ? finding->mold->hash
		: kl_finding_hash_common(finding);

	return mix(mix(hash, finding->label), finding->value);
}

/* The last part is no label, nor a value: none has this byte in it. */
uint64_t kl_finding_hash_hidden(const struct kl_finding *finding)
{
	static const char hidden = '\xfe';
	uint64_t hash = finding->mold != NULL ? finding->mold->hash
		: kl_finding_hash_common(finding);

	return mix(hash, (struct kl_span){ &hidden, 1 });
}

static const char hexadecimal[] = "0123456789abcdef";

void kl_finding_fingerprint(const struct kl_finding *finding,
	const struct kl_style *style, char *out)
{
	uint64_t hash = style->no_values ? kl_finding_hash_hidden(finding)
		: kl_finding_hash(finding);

	for (int i = KL_FINGERPRINT - 2; i >= 0; i--) {
		out[i] = hexadecimal[hash & 15];
		hash >>= 4;
	}
	out[KL_FINGERPRINT - 1] = '\0';
}

bool kl_fingerprint_parse(struct kl_span text, uint64_t *out)
{
	uint64_t made = 0;

	if (text.length != KL_FINGERPRINT - 1)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		const char *digit = memchr(hexadecimal, c >= 'A' && c <= 'F' ? c | 0x20 : c,
			sizeof hexadecimal - 1);
		if (digit == NULL)
			return false;
		made = made << 4 | (uint64_t)(digit - hexadecimal);
	}
	*out = made;
	return true;
}
