/*
 * Waiver files from any bytes: each that is read names findings by something, for a
 * reason, until a date; and one that is named by what it names is found.
 */
#include "fuzz.h"
#include "rule/waivers.h"

static void check_waiver(const struct kl_waiver *waiver)
{
	fuzz_must(waiver->by_code || waiver->by_fingerprint || waiver->row != 0
		|| waiver->rule.at != NULL || waiver->table.at != NULL
		|| waiver->field.at != NULL);
	fuzz_must(waiver->reason != NULL && waiver->reason[0] != '\0');
	fuzz_must(waiver->owner != NULL && waiver->owner[0] != '\0');
	fuzz_must(kl_date_given(waiver->until));
	fuzz_must(waiver->line > 0 && waiver->column > 0);
	fuzz_must(!waiver->by_code || (int)waiver->code < (int)KL_CODES);
}

/* A finding that has all that the waiver asks for, but a fingerprint. */
static void check_named(struct kl_waivers *waivers, size_t at)
{
	const struct kl_waiver *waiver = &waivers->list[at];
	struct kl_finding finding = { .code = waiver->by_code ? waiver->code
		: KL_CODE_total_mismatch };

	/* Texts of a file end with a NUL. */
	finding.rule = waiver->rule.at != NULL ? waiver->rule.at : "rule";
	finding.place.table = waiver->table.at != NULL ? waiver->table.at : "table";
	finding.place.path = "t.csv";
	finding.place.field = waiver->field;
	finding.place.row = waiver->row;
	uint64_t before = waiver->named;
	const struct kl_waiver *found = kl_waivers_find(waivers, &finding);
	fuzz_must(waiver->by_fingerprint || kl_code_is_of_waivers(finding.code)
		|| waiver->named == before + 1);
	fuzz_must(found == NULL || !found->expired);
	fuzz_must(found != NULL || waiver->by_fingerprint || waiver->expired
		|| kl_code_is_of_waivers(finding.code));
}

static void check_told(const struct kl_waiver *waiver)
{
	struct kl_text_buffer what = { 0 };
	struct kl_figure figures[KL_WAIVER_FIGURES];
	struct kl_finding finding = { 0 };
	enum kl_waiver_news news = kl_waiver_news(waiver, true);

	if (news != KL_WAIVER_FINE)
		kl_waiver_finding(waiver, news, &what, figures, &finding);
	kl_waiver_add(waiver, &what);
	fuzz_must(what.length > 0);
	kl_text_release(&what);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_waivers waivers = { .today = { 2005, 1, 31 } };
	struct kl_error error = { 0 };
	const char *path = fuzz_write("waivers.yaml", bytes, size);
	enum kl_status status = kl_waivers_read(&waivers, path, &error);

	fuzz_check_error(status, &error);
	for (size_t i = 0; i < waivers.count && i < 100 && status == KL_OK; i++) {
		check_waiver(&waivers.list[i]);
		check_named(&waivers, i);
		check_told(&waivers.list[i]);
	}
	kl_waivers_release(&waivers);
	return 0;
}
