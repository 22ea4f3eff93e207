/*
 * Baselines from any bytes: one that is read knows each finding as often as it says,
 * and what it tells of itself holds.
 */
#include "finding/baseline.h"
#include "format/format.h"
#include "fuzz.h"

static void check(struct kl_baseline *baseline)
{
	uint64_t all = 0;

	for (size_t i = 0; i < baseline->count; i++) {
		const struct kl_known *known = &baseline->list[i];
		fuzz_must(known->count > 0 && known->seen == 0);
		fuzz_must(i == 0 || known[-1].fingerprint < known->fingerprint);
		all += known->count;
	}
	fuzz_must(kl_baseline_gone(baseline) == all);
	/* Arranged, none is lost. */
	kl_baseline_arrange(baseline);
	fuzz_must(kl_baseline_gone(baseline) == all);
}

static void check_finding(struct kl_baseline *baseline)
{
	const struct kl_finding finding = { .code = KL_CODE_total_mismatch,
		.rule = "totals", .place = { .table = "t", .path = "t.csv" } };
	uint64_t fingerprint = kl_finding_hash(&finding);
	uint64_t hidden = kl_finding_hash_hidden(&finding);
	uint64_t times = 0, known = 0;

	for (size_t i = 0; i < baseline->count; i++)
		if (baseline->list[i].fingerprint == fingerprint
				|| baseline->list[i].fingerprint == hidden)
			times += baseline->list[i].count;
	while (known < times && known < 1000)
		fuzz_must(kl_baseline_knows(baseline, &finding) && ++known > 0);
	fuzz_must(times > 1000 || !kl_baseline_knows(baseline, &finding));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_baseline baseline = { 0 };
	struct kl_error error = { 0 };
	const char *path = fuzz_write("baseline.jsonl", bytes, size);
	enum kl_status status = kl_baseline_read(&baseline, path, &error);

	fuzz_check_error(status, &error);
	fuzz_must(error.line <= size + 1);
	if (status == KL_OK) {
		struct kl_baseline copy = { 0 };
		fuzz_must(kl_baseline_read(&copy, path, &error) == KL_OK);
		check_finding(&copy);
		kl_baseline_release(&copy);
		check(&baseline);
	}
	kl_baseline_release(&baseline);
	return 0;
}
