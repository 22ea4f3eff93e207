/* Proposals in the making, and the sentences that all of them have. */
#include "draft/shape.h"

#include <inttypes.h>

static void release(struct kl_drafting *drafting)
{
	kl_text_release(&drafting->body);
	kl_text_release(&drafting->why);
	kl_text_release(&drafting->told);
	kl_text_release(&drafting->held);
	kl_text_release(&drafting->id);
}

/* An id that no other proposal has. */
static bool take_id(struct kl_draft *draft, struct kl_text_buffer *id,
	const char *check)
{
	bool found = true;

	if (id->length == 0)
		kl_text_puts(id, check);
	for (unsigned number = 2; !id->failed; number++) {
		struct kl_text_buffer tried = { 0 };
		kl_text_add(&tried, kl_text_span(id));
		if (number > 2)
			kl_text_printf(&tried, "-%u", number - 1);
		if (tried.failed || !kl_index_add(&draft->ids,
				kl_text_span(&tried), 0, NULL, &found)) {
			kl_text_release(&tried);
			return false;
		}
		if (!found) {
			kl_text_release(id);
			*id = tried;
			return true;
		}
		kl_text_release(&tried);
	}
	return false;
}

bool kl_drafting_add(struct kl_drafting *drafting, enum kl_draft_check check,
	const struct kl_draft_table *const *tables, size_t count)
{
	struct kl_draft *draft = drafting->draft;
	struct kl_arena *arena = &draft->arena;
	struct kl_span *names = kl_arena_alloc(arena, (count + 1) * sizeof *names);
	bool added = names != NULL && take_id(draft, &drafting->id,
			kl_draft_checks[check])
		&& !drafting->body.failed && !drafting->why.failed
		&& !drafting->told.failed && !drafting->held.failed
		&& kl_grow(draft->proposals, draft->proposal_capacity,
			draft->proposal_count + 1);

	if (added) {
		for (size_t i = 0; i < count; i++)
			names[i] = kl_span_of(tables[i]->table->name);
		struct kl_draft_proposal *made =
			&draft->proposals[draft->proposal_count++];
		*made = (struct kl_draft_proposal){ check, names, count,
			kl_arena_span(arena, kl_text_span(&drafting->id)),
			kl_arena_span(arena, kl_text_span(&drafting->body)),
			kl_arena_span(arena, kl_text_span(&drafting->why)),
			kl_arena_span(arena, kl_text_span(&drafting->told)),
			kl_arena_span(arena, kl_text_span(&drafting->held)),
			drafting->enabled, { 0 } };
		added = made->id.at != NULL && made->body.at != NULL
			&& (made->why.at != NULL || drafting->why.at == NULL)
			&& (made->told.at != NULL || drafting->told.at == NULL)
			&& (made->held.at != NULL || drafting->held.at == NULL);
		draft->enabled += made->enabled;
	}
	release(drafting);
	return added;
}

void kl_drafting_hold(struct kl_drafting *drafting, uint64_t held,
	uint64_t violated, uint64_t undecided, const char *what)
{
	struct kl_text_buffer *out = &drafting->held;

	kl_text_printf(out, "holds in %" PRIu64 " of %" PRIu64 " %s%s", held,
		held + violated, what, held + violated == 1 ? "" : "s");
	if (undecided > 0)
		kl_text_printf(out, ", %" PRIu64 " cannot be decided", undecided);
}

void kl_drafting_where(struct kl_drafting *drafting,
	const struct kl_shape *shape, size_t row)
{
	if (row == SIZE_MAX)
		return;
	const struct kl_draft_table *table = kl_shape_row(shape, &row);
	kl_text_printf(&drafting->held, "; not in %s %" PRIu64,
		table->table->dialect.sheet != NULL ? "row" : "line",
		table->lines[row]);
	if (shape->table_count > 1) {
		kl_text_puts(&drafting->held, " of ");
		kl_scalar_add_remark(&drafting->held,
			kl_span_of(table->table->name), 60);
	}
}

void kl_drafting_bounds(struct kl_drafting *drafting,
	const struct kl_draft_table *const *tables, size_t count)
{
	uint64_t rows = 0, kept = 0;
	bool cut = false;

	for (size_t t = 0; t < count; t++) {
		rows += tables[t]->rows;
		kept += tables[t]->row_count;
		cut = cut || tables[t]->cut;
	}
	if (cut)
		kl_text_printf(&drafting->why, "From the first %" PRIu64 " of %" PRIu64
			" rows.\n", kept, rows);
}

void kl_drafting_name(struct kl_drafting *drafting, struct kl_span name)
{
	struct kl_text_buffer folded = { 0 };

	kl_text_add_folded(&folded, name);
	if (drafting->id.length > 0 && folded.length > 0)
		kl_text_puts(&drafting->id, "-");
	for (size_t i = 0; i < folded.length && i < 40; i++) {
		unsigned char c = (unsigned char)folded.at[i];
		if (c == ' ')
			kl_text_puts(&drafting->id, "-");
		else if (c < 0x80)
			kl_text_add(&drafting->id, (struct kl_span){ folded.at + i, 1 });
	}
	drafting->id.failed = drafting->id.failed || folded.failed;
	kl_text_release(&folded);
}
