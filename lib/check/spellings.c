#include "check/spellings.h"

#include <stdlib.h>

/* The key of a spelling: its code, a byte that no text has, and itself. */
static struct kl_span key_of(struct kl_spellings *spellings,
	struct kl_span code, struct kl_span text)
{
	struct kl_text_buffer *key = &spellings->key;

	if (code.at == NULL)
		return text;
	key->length = 0;
	kl_text_add(key, code);
	kl_text_puts(key, "\xff");
	kl_text_add(key, text);
	return kl_text_span(key);
}

static bool find_group(struct kl_spellings *spellings, struct kl_span code,
	struct kl_span text, uint32_t *group)
{
	struct kl_text_buffer *key = &spellings->key;
	bool found;

	key->length = 0;
	if (code.at != NULL)
		kl_text_add(key, code);
	else
		kl_text_add_folded(key, text);
	/* Of a text without a letter or digit nothing is left to compare. */
	if (key->length == 0)
		kl_text_add(key, text);
	if (key->failed || !kl_index_add(&spellings->groups, kl_text_span(key),
			(uint32_t)spellings->group_count, group, &found))
		return false;
	spellings->group_count += !found;
	return true;
}

static bool add_spelling(struct kl_spellings *spellings, struct kl_span code,
	struct kl_span text)
{
	struct kl_spelling spelling = {
		.text = kl_arena_span(&spellings->arena, text),
		.code = kl_arena_span(&spellings->arena, code) };

	if ((spelling.text.at == NULL) != (text.at == NULL)
			|| (spelling.code.at == NULL) != (code.at == NULL)
			|| !find_group(spellings, code, text, &spelling.group)
			|| !kl_grow(spellings->items, spellings->capacity,
				spellings->count + 1))
		return false;
	spellings->items[spellings->count++] = spelling;
	return true;
}

bool kl_spellings_count(struct kl_spellings *spellings, struct kl_span code,
	struct kl_span text, struct kl_spelling **added)
{
	struct kl_span key = key_of(spellings, code, text);
	uint32_t at;
	bool found;

	if (spellings->key.failed || !kl_index_add(&spellings->texts, key,
			(uint32_t)spellings->count, &at, &found)
			|| (!found && !add_spelling(spellings, code, text)))
		return false;
	spellings->items[at].count++;
	if (added != NULL)
		*added = &spellings->items[at];
	return true;
}

bool kl_spellings_keep(struct kl_spellings *spellings,
	struct kl_spelling *spelling, const struct kl_scope *scope,
	const struct kl_row *row, size_t column)
{
	if (spelling->place_count == KL_PLACES_KEPT)
		return true;
	struct kl_place place = kl_scope_place(scope, row, column);
	struct kl_span field = kl_arena_span(&spellings->arena, place.field);
	if ((field.at == NULL) != (place.field.at == NULL))
		return false;
	place.field = field;
	/* Most spellings stand once: room for the others when they come. */
	size_t room = spelling->place_count == 0 ? 1 : KL_PLACES_KEPT;
	if (spelling->place_count < 2) {
		struct kl_place *places = kl_arena_alloc(&spellings->arena,
			room * sizeof *places);
		if (places == NULL)
			return false;
		if (spelling->place_count > 0)
			places[0] = spelling->places[0];
		spelling->places = places;
	}
	if (spelling->place_count == 0) {
		struct kl_span label = kl_scope_label(row, column);
		spelling->label = kl_arena_span(&spellings->arena, label);
		if ((spelling->label.at == NULL) != (label.at == NULL))
			return false;
	}
	spelling->places[spelling->place_count++] = place;
	return true;
}

bool kl_spellings_settle(struct kl_spellings *spellings)
{
	if (!kl_grow(spellings->references, spellings->group_capacity,
			spellings->group_count))
		return false;
	for (size_t i = 0; i < spellings->group_count; i++)
		spellings->references[i] = UINT32_MAX;
	/* From the last to the first, so that the first of equals stays. */
	for (size_t i = spellings->count; i-- > 0;) {
		uint32_t *reference = &spellings->references[spellings->items[i].group];
		if (*reference == UINT32_MAX || spellings->items[i].count
				>= spellings->items[*reference].count)
			*reference = (uint32_t)i;
	}
	return true;
}

static void add_cells(struct kl_finding *finding,
	struct kl_finding_cell *cells, const struct kl_spelling *spelling)
{
	for (size_t i = 0; i < spelling->place_count; i++)
		cells[finding->cell_count++] = (struct kl_finding_cell){
			spelling->places[i], spelling->text };
	finding->unlisted_cells += spelling->count - spelling->place_count;
}

static struct kl_figure count_of(const char *name, uint64_t count)
{
	return (struct kl_figure){ .name = name, .kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)count) };
}

static enum kl_status report_spelling(const struct kl_spelling *spelling,
	const struct kl_spelling *reference, const struct kl_scope *scope,
	const struct kl_spelling_words *words, struct kl_error *error)
{
	struct kl_finding_cell cells[2 * KL_PLACES_KEPT];
	const struct kl_figure figures[] = {
		{ .name = "code", .kind = KL_FIGURE_VALUE, .text = spelling->code },
		{ .name = "column", .kind = KL_FIGURE_TEXT, .text = words->column },
		{ .name = "times", .kind = KL_FIGURE_PHRASE,
			.phrase = spelling->count == 1 ? KL_MESSAGE_times_once
				: KL_MESSAGE_times_count },
		{ .name = "most_times", .kind = KL_FIGURE_PHRASE,
			.phrase = reference->count == 1 ? KL_MESSAGE_times_once
				: KL_MESSAGE_times_most },
		count_of("count", spelling->count),
		count_of("most", reference->count),
	};
	struct kl_finding finding = { .code = words->code,
		.message = words->choose(spelling, reference),
		.place = spelling->places[0], .label = spelling->label,
		.value = spelling->text, .expected = reference->text,
		.figures = figures,
		.figure_count = sizeof figures / sizeof *figures,
		.cells = cells };

	add_cells(&finding, cells, spelling);
	add_cells(&finding, cells, reference);
	return kl_scope_report(scope, &finding, error);
}

enum kl_status kl_spellings_report(struct kl_spellings *spellings,
	const struct kl_scope *scope, const struct kl_spelling_words *words,
	struct kl_error *error)
{
	bool information = kl_rule_severity(scope->rule, words->code) == KL_INFO;
	enum kl_status status = KL_OK;

	if (!kl_spellings_settle(spellings))
		return kl_no_memory(error);
	for (size_t i = 0; i < spellings->count && status == KL_OK; i++) {
		const struct kl_spelling *spelling = &spellings->items[i];
		const struct kl_spelling *reference = kl_spellings_reference(
			spellings, spelling);
		bool holds = information || spelling == reference;
		kl_report_outcome(scope->report, scope->rule_index,
			holds ? KL_HOLDS : KL_VIOLATED, spelling->count);
		if (spelling != reference)
			status = report_spelling(spelling, reference, scope, words,
				error);
	}
	return status;
}

void kl_spellings_release(struct kl_spellings *spellings)
{
	free(spellings->items);
	free(spellings->references);
	kl_index_release(&spellings->texts);
	kl_index_release(&spellings->groups);
	kl_text_release(&spellings->key);
	kl_arena_release(&spellings->arena);
	*spellings = (struct kl_spellings){ 0 };
}
