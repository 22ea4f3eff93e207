#include "finding/baseline.h"

#include <stdlib.h>

void kl_baseline_release(struct kl_baseline *baseline)
{
	free(baseline->list);
	free(baseline->names);
	kl_index_release(&baseline->index);
	kl_arena_release(&baseline->texts);
}

/* Every name is kept once: paths and tables are the same in most records. */
static bool keep_name(struct kl_baseline *baseline, const char **name)
{
	uint32_t at;
	bool found;

	if (*name == NULL)
		return true;
	if (!kl_grow(baseline->names, baseline->name_capacity,
			baseline->name_count + 1)
			|| !kl_index_add(&baseline->index, kl_span_of(*name),
				(uint32_t)baseline->name_count, &at, &found))
		return false;
	if (!found) {
		const char *text = kl_arena_text(&baseline->texts, kl_span_of(*name));
		baseline->names[baseline->name_count++] = text;
	}
	*name = baseline->names[at];
	return *name != NULL;
}

static int compare_fingerprints(const void *left, const void *right)
{
	const struct kl_known *a = left, *b = right;

	return (a->fingerprint > b->fingerprint)
		- (a->fingerprint < b->fingerprint);
}

static void sort(struct kl_baseline *baseline)
{
	struct kl_known *list = baseline->list;
	size_t kept = 0;

	if (baseline->count > 0)
		qsort(list, baseline->count, sizeof *list, compare_fingerprints);
	for (size_t i = 0; i < baseline->count; i++) {
		if (kept > 0 && list[kept - 1].fingerprint == list[i].fingerprint)
			list[kept - 1].count = list[i].count
				> UINT32_MAX - list[kept - 1].count ? UINT32_MAX
				: list[kept - 1].count + list[i].count;
		else
			list[kept++] = list[i];
	}
	baseline->count = kept;
}

enum kl_status kl_baseline_close(struct kl_baseline *baseline,
	struct kl_error *error)
{
	sort(baseline);
	return baseline->count <= KL_BASELINE_MOST ? KL_OK : kl_fail(error, KL_LIMIT,
		NULL, 0, 0,
		"more than %d different findings are no baseline; mend what makes most of them first",
		KL_BASELINE_MOST);
}

enum kl_status kl_baseline_add(struct kl_baseline *baseline,
	const struct kl_known *record, struct kl_error *error)
{
	struct kl_known kept = *record;

	/* Many can be alike: only those that differ are too many. */
	if (baseline->count == 2 * (size_t)KL_BASELINE_MOST) {
		enum kl_status status = kl_baseline_close(baseline, error);
		if (status != KL_OK)
			return status;
	}
	if (!keep_name(baseline, &kept.code) || !keep_name(baseline, &kept.path)
			|| !keep_name(baseline, &kept.table)
			|| !keep_name(baseline, &kept.field)
			|| !kl_grow(baseline->list, baseline->capacity,
				baseline->count + 1))
		return kl_no_memory(error);
	baseline->list[baseline->count++] = kept;
	return KL_OK;
}

enum kl_status kl_baseline_add_finding(struct kl_baseline *baseline,
	const struct kl_finding *finding, const struct kl_style *style,
	struct kl_error *error)
{
	struct kl_text_buffer field = { 0 };

	if (finding->place.field.at != NULL)
		kl_text_add(&field, finding->place.field);
	const struct kl_known record = { .fingerprint = style->no_values
			? kl_finding_hash_hidden(finding) : kl_finding_hash(finding),
		.count = 1, .code = kl_code_name(finding->code),
		.path = finding->place.path, .table = finding->place.table,
		.field = field.at };
	enum kl_status status = field.failed ? kl_no_memory(error)
		: kl_baseline_add(baseline, &record, error);
	kl_text_release(&field);
	return status;
}

static bool see(struct kl_baseline *baseline, uint64_t fingerprint)
{
	const struct kl_known wanted = { .fingerprint = fingerprint };
	struct kl_known *found = bsearch(&wanted, baseline->list, baseline->count,
		sizeof wanted, compare_fingerprints);

	if (found == NULL || found->seen == found->count)
		return false;
	found->seen++;
	return true;
}

bool kl_baseline_knows(struct kl_baseline *baseline,
	const struct kl_finding *finding)
{
	if (baseline->count == 0 || kl_code_is_of_waivers(finding->code))
		return false;
	/* One that is waived is in no baseline: it takes no other's place. */
	return see(baseline, kl_finding_hash(finding))
		|| (finding->waiver == NULL
			&& see(baseline, kl_finding_hash_hidden(finding)));
}

uint64_t kl_baseline_gone(const struct kl_baseline *baseline)
{
	uint64_t gone = 0;

	for (size_t i = 0; i < baseline->count; i++)
		gone += baseline->list[i].count - baseline->list[i].seen;
	return gone;
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_places(const void *left, const void *right)
{
	const struct kl_known *a = left, *b = right;
	int order = compare_texts(a->path, b->path);

	if (order == 0)
		order = compare_texts(a->table, b->table);
	if (order == 0)
		order = compare_texts(a->code, b->code);
	if (order == 0)
		order = compare_texts(a->field, b->field);
	return order != 0 ? order : compare_fingerprints(a, b);
}

void kl_baseline_arrange(struct kl_baseline *baseline)
{
	if (baseline->count > 0)
		qsort(baseline->list, baseline->count, sizeof *baseline->list,
			compare_places);
}
