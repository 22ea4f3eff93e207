#include "finding/mold.h"

#include "base/hash.h"

enum { MOST_FIGURES = 4, MOST_TEXT = 4096 };

struct kl_cast {
	uint64_t line, column, row;
	unsigned byte : 24, lead : 6, written : 2;      /* as in a place */
	uint32_t label, value;          /* bytes of each, one behind the other */
	char text[];
};

/* Whether findings can have this in common: there is nothing of the data in it. */
static bool is_common(const struct kl_figure *figure)
{
	switch (figure->kind) {
	case KL_FIGURE_TEXT:
		return figure->text.length <= MOST_TEXT;
	case KL_FIGURE_COUNT:
	case KL_FIGURE_PHRASE:
		return true;
	default:
		return false;
	}
}

static bool can_be_cast(const struct kl_finding *finding)
{
	if (finding->cell_count > 0 || finding->repair_count > 0
			|| finding->unlisted_cells > 0 || finding->alternatives > 0
			|| finding->search != KL_REPAIR_NOT_SOUGHT
			|| finding->place.sheet != NULL
			|| finding->figure_count > MOST_FIGURES
			|| finding->expected.length > MOST_TEXT
			|| finding->place.field.length > MOST_TEXT
			|| finding->label.length > UINT32_MAX / 4
			|| finding->value.length > UINT32_MAX / 4)
		return false;
	for (size_t i = 0; i < finding->figure_count; i++) {
		if (!is_common(&finding->figures[i]))
			return false;
	}
	return true;
}

/* Of findings of another mold it is another, but for very few. */
static uint64_t key_of(const struct kl_finding *finding)
{
	const uint64_t sides = (uint64_t)(finding->label.at != NULL)
		+ 2 * (uint64_t)(finding->value.at != NULL);
	uint64_t key = kl_key_hash(finding->place.field);

	key ^= (uint64_t)finding->message << 48 ^ sides << 60;
	key ^= (uint64_t)(uintptr_t)finding->rule * UINT64_C(0x9e3779b97f4a7c15);
	key += finding->place.order * UINT64_C(0xff51afd7ed558ccd);
	return (key ^ key >> 32) * UINT64_C(0x9e3779b97f4a7c15) | 1;
}

static bool same_span(struct kl_span a, struct kl_span b)
{
	return (a.at == NULL) == (b.at == NULL) && kl_span_equal(a, b);
}

static bool same_figure(const struct kl_figure *a, const struct kl_figure *b)
{
	if (a->name != b->name || a->kind != b->kind)
		return false;
	if (a->kind == KL_FIGURE_TEXT)
		return same_span(a->text, b->text);
	if (a->kind == KL_FIGURE_PHRASE)
		return a->phrase == b->phrase;
	return a->number.coefficient == b->number.coefficient
		&& a->number.decimals == b->number.decimals;
}

static bool is_of(const struct kl_mold *mold, const struct kl_finding *b)
{
	const struct kl_finding *a = &mold->finding;
	bool same = a->code == b->code && a->message == b->message
		&& a->severity == b->severity && a->rule == b->rule
		&& a->check == b->check && a->place.order == b->place.order
		&& a->place.table == b->place.table && a->place.path == b->place.path
		&& a->decimal_char == b->decimal_char
		&& a->figure_count == b->figure_count
		&& (a->label.at == NULL) == (b->label.at == NULL)
		&& (a->value.at == NULL) == (b->value.at == NULL)
		&& same_span(a->place.field, b->place.field)
		&& same_span(a->expected, b->expected);

	for (size_t i = 0; i < b->figure_count && same; i++)
		same = same_figure(&a->figures[i], &b->figures[i]);
	return same;
}

static struct kl_mold *make(struct kl_molds *molds, uint64_t key,
	const struct kl_finding *finding)
{
	const struct kl_span none = { 0 }, empty = { "", 0 };
	struct kl_mold *mold = kl_arena_alloc(&molds->arena, sizeof *mold);
	struct kl_finding common = *finding;

	common.place.line = common.place.column = common.place.row = 0;
	common.place.byte = common.place.lead = common.place.written = 0;
	common.label = finding->label.at != NULL ? empty : none;
	common.value = finding->value.at != NULL ? empty : none;
	const struct kl_finding *copy = kl_finding_copy(&molds->arena, &common);
	if (mold == NULL || copy == NULL)
		return NULL;
	*mold = (struct kl_mold){ .finding = *copy, .key = key,
		.hash = kl_finding_hash_common(finding), .number = molds->count++ };
	mold->finding.mold = mold;
	return mold;
}

const struct kl_mold *kl_molds_find(struct kl_molds *molds,
	const struct kl_finding *finding)
{
	enum { SLOTS = sizeof molds->slots / sizeof *molds->slots };

	if (!can_be_cast(finding))
		return NULL;
	const uint64_t key = key_of(finding);
	size_t at = key >> 40 & (SLOTS - 1);
	while (molds->slots[at] != NULL && molds->slots[at]->key != key)
		at = (at + 1) & (SLOTS - 1);
	if (molds->slots[at] != NULL)
		return is_of(molds->slots[at], finding) ? molds->slots[at] : NULL;
	return molds->count == KL_MOLDS ? NULL
		: (molds->slots[at] = make(molds, key, finding));
}

void kl_molds_release(struct kl_molds *molds)
{
	kl_arena_release(&molds->arena);
}

static void keep_text(char *room, struct kl_span text)
{
	if (text.length > 0)
		memcpy(room, text.at, text.length);
	room[text.length] = '\0';
}

const struct kl_cast *kl_cast_new(struct kl_arena *arena,
	const struct kl_finding *finding)
{
	const struct kl_place *place = &finding->place;
	const struct kl_span label = finding->label, value = finding->value;
	struct kl_cast *cast = kl_arena_take(arena, sizeof *cast + label.length
		+ value.length + 2);

	if (cast == NULL)
		return NULL;
	cast->line = place->line;
	cast->column = place->column;
	cast->row = place->row;
	cast->byte = place->byte;
	cast->lead = place->lead;
	cast->written = place->written;
	cast->label = (uint32_t)label.length;
	cast->value = (uint32_t)value.length;
	keep_text(cast->text, label);
	keep_text(cast->text + label.length + 1, value);
	return cast;
}

void kl_cast_finding(const struct kl_mold *mold, const struct kl_cast *cast,
	struct kl_finding *out)
{
	struct kl_place *place = &out->place;

	*out = mold->finding;
	place->line = cast->line;
	place->column = cast->column;
	place->row = cast->row;
	place->byte = cast->byte;
	place->lead = cast->lead;
	place->written = cast->written;
	if (out->label.at != NULL)
		out->label = (struct kl_span){ cast->text, cast->label };
	if (out->value.at != NULL)
		out->value = (struct kl_span){ cast->text + cast->label + 1,
			cast->value };
}
