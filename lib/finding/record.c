#include "finding/record.h"

#include <stdlib.h>

/* With so much in it, it is taken over before the table ends. */
enum { MUCH = 4096, MUCH_BYTES = 4 << 20 };

enum told_kind { TOLD_FINDING, TOLD_PROBLEM, TOLD_NOTE, TOLD_ASIDE };

struct kl_recorded {
	enum told_kind kind;
	uint32_t order;                 /* of a note */
	size_t rule;                    /* of a finding */
	const char *table;
	const struct kl_finding *finding;
	const struct kl_error *problem;
	struct kl_note note;
};

static struct kl_recorded *add(struct kl_record *record, enum told_kind kind)
{
	if (!kl_grow(record->list, record->capacity, record->count + 1))
		return NULL;
	struct kl_recorded *told = &record->list[record->count++];
	*told = (struct kl_recorded){ .kind = kind };
	return told;
}

enum kl_status kl_record_finding(struct kl_record *record, size_t rule,
	const struct kl_finding *finding, struct kl_error *error)
{
	if ((record->count >= MUCH || record->texts.used >= MUCH_BYTES)
			&& !record->full(record->context))
		return kl_fail(error, KL_CLOSED, NULL, 0, 0,
			"nobody takes what is found");
	struct kl_recorded *told = add(record, TOLD_FINDING);
	if (told == NULL)
		return kl_no_memory(error);
	told->rule = rule;
	told->finding = kl_finding_copy(&record->texts, finding);
	record->count -= told->finding == NULL;
	return told->finding != NULL ? KL_OK : kl_no_memory(error);
}

void kl_record_problem(struct kl_record *record, const struct kl_error *problem)
{
	struct kl_error *kept = kl_arena_take(&record->texts, sizeof *kept);
	struct kl_recorded *told = kept != NULL ? add(record, TOLD_PROBLEM) : NULL;

	record->failed = record->failed || told == NULL;
	if (told == NULL)
		return;
	*kept = *problem;
	told->problem = kept;
}

static const char *keep(struct kl_record *record, const char *text)
{
	const char *kept = text == NULL ? NULL
		: kl_arena_text(&record->texts, kl_span_of(text));

	record->failed = record->failed || (text != NULL && kept == NULL);
	return kept;
}

void kl_record_note(struct kl_record *record, uint32_t order, const char *table,
	const struct kl_note *note, bool aside)
{
	struct kl_note kept = *note;

	kept.path = keep(record, note->path);
	kept.sheet = keep(record, note->sheet);
	kept.text = keep(record, note->text);
	struct kl_recorded *told = record->failed ? NULL
		: add(record, aside ? TOLD_ASIDE : TOLD_NOTE);
	record->failed = record->failed || told == NULL;
	if (told == NULL)
		return;
	told->order = order;
	told->table = table;
	told->note = kept;
}

enum kl_status kl_record_take(struct kl_record *record,
	struct kl_report *report,
	void (*aside)(void *context, const struct kl_note *note), void *context,
	struct kl_error *error)
{
	enum kl_status status = record->failed ? kl_no_memory(error) : KL_OK;

	for (size_t i = 0; i < record->count && status == KL_OK; i++) {
		const struct kl_recorded *told = &record->list[i];
		switch (told->kind) {
		case TOLD_FINDING:
			status = kl_report_add(report, told->rule, told->finding,
				error);
			break;
		case TOLD_PROBLEM:
			kl_report_problem(report, told->problem);
			break;
		case TOLD_NOTE:
			kl_report_note(report, told->order, told->table,
				&told->note);
			break;
		case TOLD_ASIDE:
			if (aside != NULL)
				aside(context, &told->note);
			break;
		}
	}
	record->count = 0;
	kl_arena_reuse(&record->texts);
	return status;
}

void kl_record_release(struct kl_record *record)
{
	free(record->list);
	kl_arena_release(&record->texts);
}
