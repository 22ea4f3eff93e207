#include "finding/waiver.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/translate.h"

void kl_waivers_release(struct kl_waivers *waivers)
{
	free(waivers->list);
	kl_arena_release(&waivers->arena);
}

static bool allows(struct kl_span wanted, struct kl_span found)
{
	return wanted.at == NULL || kl_span_equal(wanted, found);
}

static bool names(const struct kl_waiver *waiver,
	const struct kl_finding *finding, uint64_t fingerprint)
{
	return (!waiver->by_fingerprint || waiver->fingerprint == fingerprint)
		&& (!waiver->by_code || waiver->code == finding->code)
		&& (waiver->row == 0 || waiver->row == finding->place.row)
		&& allows(waiver->rule, kl_span_of(finding->rule))
		&& allows(waiver->table, kl_span_of(finding->place.table))
		&& allows(waiver->field, finding->place.field);
}

const struct kl_waiver *kl_waivers_find(struct kl_waivers *waivers,
	const struct kl_finding *finding)
{
	const struct kl_waiver *holds = NULL;
	uint64_t fingerprint = kl_finding_hash(finding);
	bool expired = false;

	if (kl_code_is_of_waivers(finding->code))
		return NULL;
	for (size_t i = 0; i < waivers->count; i++) {
		struct kl_waiver *waiver = &waivers->list[i];
		if (!names(waiver, finding, fingerprint))
			continue;
		waiver->named++;
		expired = expired || waiver->expired;
		if (!waiver->expired && holds == NULL)
			holds = waiver;
	}
	for (size_t i = 0; i < waivers->count && expired && holds == NULL; i++) {
		struct kl_waiver *waiver = &waivers->list[i];
		waiver->counting += waiver->expired
			&& names(waiver, finding, fingerprint);
	}
	return holds;
}

enum kl_waiver_news kl_waiver_news(const struct kl_waiver *waiver, bool whole)
{
	if (waiver->counting > 0)
		return KL_WAIVER_EXPIRED;
	return whole && (waiver->expired || waiver->named == 0)
		? KL_WAIVER_UNUSED : KL_WAIVER_FINE;
}

static void add_part(struct kl_text_buffer *out, const char *key,
	struct kl_span value)
{
	if (value.at == NULL)
		return;
	kl_text_printf(out, "%s%s ", out->length > 0 ? ", " : "", key);
	kl_text_add_visible(out, value, 0);
}

/* "code total-mismatch, table tabel-5": in the words of the file. */
static void add_what(const struct kl_waiver *waiver, struct kl_text_buffer *out)
{
	char text[32];

	if (waiver->by_fingerprint) {
		snprintf(text, sizeof text, "%016llx",
			(unsigned long long)waiver->fingerprint);
		add_part(out, "fingerprint", kl_span_of(text));
	}
	add_part(out, "rule", waiver->rule);
	if (waiver->by_code)
		add_part(out, "code", kl_span_of(kl_code_name(waiver->code)));
	add_part(out, "table", waiver->table);
	if (waiver->row > 0) {
		snprintf(text, sizeof text, "%llu", (unsigned long long)waiver->row);
		add_part(out, "row", kl_span_of(text));
	}
	add_part(out, "field", waiver->field);
}

static enum kl_message choose_message(const struct kl_waiver *waiver,
	enum kl_waiver_news news)
{
	if (news == KL_WAIVER_EXPIRED)
		return waiver->counting == 1 ? KL_MESSAGE_waiver_expired_one
			: KL_MESSAGE_waiver_expired;
	if (waiver->named > 0)
		return KL_MESSAGE_waiver_replaced;
	return waiver->expired ? KL_MESSAGE_waiver_unused_expired
		: KL_MESSAGE_waiver_unused;
}

void kl_waiver_finding(const struct kl_waiver *waiver, enum kl_waiver_news news,
	struct kl_text_buffer *what, struct kl_figure *figures,
	struct kl_finding *finding)
{
	enum kl_code code = news == KL_WAIVER_EXPIRED ? KL_CODE_waiver_expired
		: KL_CODE_waiver_unused;
	char until[KL_DATE_TEXT];

	add_what(waiver, what);
	size_t length = what->length;
	kl_date_format(waiver->until, until);
	kl_text_puts(what, until);
	if (what->failed)
		length = what->length = 0;
	figures[0] = (struct kl_figure){ .name = "what", .kind = KL_FIGURE_TEXT,
		.text = { what->at, length } };
	figures[1] = (struct kl_figure){ .name = "until", .kind = KL_FIGURE_TEXT,
		.text = { what->at + length, what->length - length } };
	figures[2] = (struct kl_figure){ .name = "owner", .kind = KL_FIGURE_TEXT,
		.text = kl_span_of(waiver->owner) };
	figures[3] = (struct kl_figure){ .name = "reason", .kind = KL_FIGURE_TEXT,
		.text = kl_span_of(waiver->reason) };
	figures[4] = (struct kl_figure){ .name = "count", .kind = KL_FIGURE_COUNT,
		.number = kl_decimal_of((int64_t)waiver->counting) };
	*finding = (struct kl_finding){ .code = code,
		.message = choose_message(waiver, news),
		.severity = kl_code_severity(code), .check = "waivers",
		.place = { .order = UINT32_MAX, .path = waiver->path,
			.line = waiver->line, .column = waiver->column },
		.label = figures[0].text, .figures = figures,
		.figure_count = KL_WAIVER_FIGURES };
}

void kl_waiver_add(const struct kl_waiver *waiver, struct kl_text_buffer *out)
{
	struct kl_text_buffer owner = { 0 }, reason = { 0 };
	char until[KL_DATE_TEXT];

	kl_date_format(waiver->until, until);
	kl_text_add_visible(&owner, kl_span_of(waiver->owner), 0);
	kl_text_add_visible(&reason, kl_span_of(waiver->reason), 0);
	if (owner.at != NULL && reason.at != NULL)
		kl_text_printf(out, kl_translate("waived until %s by %s: %s"), until,
			owner.at, reason.at);
	out->failed = out->failed || owner.failed || reason.failed;
	kl_text_release(&owner);
	kl_text_release(&reason);
}
