#include "format/kept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_full(const struct kl_kept *kept)
{
	return kept->count >= KL_KEPT_RESULTS || kept->bytes >= KL_KEPT_BYTES;
}

/* The last of the least severity goes, if that is less than `severity`. */
static bool make_room(struct kl_kept *kept, enum kl_severity severity)
{
	for (int i = 0; i < (int)severity; i++) {
		struct kl_kept_list *list = &kept->lists[i];
		if (list->count == 0)
			continue;
		uint64_t end = --list->count > 0 ? list->ends[list->count - 1] : 0;
		kept->bytes -= kl_spool_end(&list->text) - end;
		kl_spool_cut(&list->text, end);
		kept->count--;
		kept->left_out++;
		return true;
	}
	return false;
}

bool kl_kept_wants(struct kl_kept *kept, enum kl_severity severity)
{
	bool room = !is_full(kept);

	for (int i = 0; i < (int)severity; i++)
		room = room || kept->lists[i].count > 0;
	kept->left_out += !room;
	return room;
}

enum kl_status kl_kept_add(struct kl_kept *kept, enum kl_severity severity,
	const char *result, struct kl_error *error)
{
	struct kl_kept_list *list = &kept->lists[severity];

	while (is_full(kept) && make_room(kept, severity))
		continue;
	if (!kl_grow(list->ends, list->capacity, list->count + 1))
		return kl_no_memory(error);
	uint64_t before = kl_spool_end(&list->text);
	enum kl_status status = kl_spool_add(&list->text, result,
		strlen(result), error);
	if (status != KL_OK)
		return status;
	list->ends[list->count++] = kl_spool_end(&list->text);
	kept->bytes += kl_spool_end(&list->text) - before;
	kept->count++;
	return KL_OK;
}

bool kl_kept_fingerprint(struct kl_kept *kept, const struct kl_finding *finding,
	const struct kl_style *style, char *text)
{
	char fingerprint[KL_FINGERPRINT];
	uint32_t index;
	bool found;

	kl_finding_fingerprint(finding, style, fingerprint);
	if (!kl_index_add(&kept->fingerprints, kl_span_of(fingerprint),
			(uint32_t)kept->time_count, &index, &found))
		return false;
	if (!found) {
		if (!kl_grow(kept->times, kept->time_capacity, kept->time_count + 1))
			return false;
		kept->times[kept->time_count++] = 0;
	}
	snprintf(text, KL_KEPT_FINGERPRINT, "%s:%lu", fingerprint,
		(unsigned long)++kept->times[index]);
	return true;
}

enum kl_status kl_kept_write(const struct kl_kept *kept, FILE *stream,
	const char *between, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	bool first = true;

	for (int i = KL_SEVERITIES; i-- > 0; ) {
		const struct kl_kept_list *list = &kept->lists[i];
		uint64_t from = 0;
		for (size_t j = 0; j < list->count && status == KL_OK; j++) {
			if (!first && fputs(between, stream) == EOF)
				return kl_io_error(error, errno, NULL,
					"write the findings");
			status = kl_spool_write(&list->text, from,
				list->ends[j] - from, stream, error);
			from = list->ends[j];
			first = false;
		}
	}
	return status;
}

void kl_kept_release(struct kl_kept *kept)
{
	for (int i = 0; i < KL_SEVERITIES; i++) {
		kl_spool_release(&kept->lists[i].text);
		free(kept->lists[i].ends);
	}
	kl_index_release(&kept->fingerprints);
	free(kept->times);
}
