#include "check/crebo.h"
#include "check/making.h"

#include <stdlib.h>

/* Text of the rule, or of a cell. */
static void add_given(struct kl_making *making, const struct kl_crebo_row *at,
	enum kl_crebo_what what, const char *name, struct kl_span text)
{
	bool by_column = at->state->givens[what].index != SIZE_MAX;

	(by_column ? kl_making_value : kl_making_text)(making, name, text);
}

static void start(struct kl_making *making, const struct kl_crebo_row *at,
	size_t column, enum kl_code code, enum kl_message message)
{
	*making = (struct kl_making){ .finding = { .code = code, .message = message,
		.place = kl_scope_place(at->scope, at->row, column),
		.label = kl_scope_label(at->row, column),
		.value = kl_row_cell(at->row, column) } };
}

static enum kl_status report(struct kl_crebo_row *at, struct kl_making *making)
{
	if (making->finding.code != KL_CODE_crebo_name)
		at->outcome = KL_VIOLATED;
	return kl_making_report(making, at->scope, at->error);
}

static enum kl_status report_form(struct kl_crebo_row *at, struct kl_span code)
{
	struct kl_making making;
	char repair[KL_CREBO_DIGITS + 1];
	enum kl_message phrase;

	start(&making, at, at->state->code_index, KL_CODE_crebo_form,
		KL_MESSAGE_crebo_form);
	if (kl_crebo_other_kind(kl_span_trim(code), &phrase)) {
		making.finding.code = KL_CODE_crebo_kind;
		making.finding.message = KL_MESSAGE_crebo_kind;
		kl_making_phrase(&making, "kind", phrase);
	} else if (kl_crebo_repair(code, repair, &phrase)) {
		making.finding.message = KL_MESSAGE_crebo_form_repair;
		making.finding.expected = kl_span_of(repair);
		kl_making_phrase(&making, "why", phrase);
	}
	return report(at, &making);
}

static enum kl_status report_unknown(struct kl_crebo_row *at,
	struct kl_span code)
{
	struct kl_making making;
	enum kl_message kind;

	start(&making, at, at->state->code_index, KL_CODE_crebo_unknown,
		KL_MESSAGE_crebo_unknown);
	if (kl_crebo_other_kind(code, &kind)) {
		making.finding.code = KL_CODE_crebo_kind;
		making.finding.message = KL_MESSAGE_crebo_kind;
		kl_making_phrase(&making, "kind", kind);
	} else if (at->state->has_register) {
		kl_making_register(&making, &at->state->reg);
	} else {
		return KL_OK;
	}
	return report(at, &making);
}

/* What the rule or the row gives, trimmed; empty: nothing. */
static struct kl_span given_text(const struct kl_crebo_row *at,
	enum kl_crebo_what what)
{
	const struct kl_crebo_given *given = &at->state->givens[what];

	if (given->index != SIZE_MAX)
		return kl_span_trim(kl_row_cell(at->row, given->index));
	/* A date is an argument of its own type. */
	return given->constant->given && given->constant->word_count > 0
		? given->constant->words[0].text : (struct kl_span){ 0 };
}

/* The reference date; false: none is given, or it is no date (undecided). */
static bool reference_date(struct kl_crebo_row *at, struct kl_date *on)
{
	const struct kl_crebo_given *given = &at->state->givens[KL_CREBO_ON];

	if (given->constant->given) {
		*on = given->constant->date;
		return true;
	}
	if (!given->column->given)
		return false;
	if (kl_date_parse(given_text(at, KL_CREBO_ON), on))
		return true;
	at->outcome = KL_UNDECIDED;
	return false;
}

/* The first number in "3", "leerjaar 3" or "lj. 3"; 0: none. */
static int leerjaar_of(struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		bool digit = text.at[i] >= '1' && text.at[i] <= '9';
		bool longer = i + 1 < text.length && text.at[i + 1] >= '0'
			&& text.at[i + 1] <= '9';
		if (digit)
			return longer ? 0 : text.at[i] - '0';
	}
	return 0;
}

/* The day on which the programme closed for a leerjaar, if that is known. */
static bool closing_day(const struct kl_register_entry *entry,
	struct kl_span code, int leerjaar, struct kl_date *day)
{
	if (entry != NULL && kl_date_given(entry->last_intake)) {
		*day = entry->last_intake;
		day->year += leerjaar - 1;
		if (day->month == 2 && day->day == 29 && leerjaar > 1)
			day->day = 28 + (day->year % 4 == 0
				&& (day->year % 100 != 0 || day->year % 400 == 0));
		return true;
	}
	if (!kl_crebo_by_targets(code))
		return false;
	*day = kl_crebo_targets_closed(leerjaar);
	return true;
}

static enum kl_status report_date(struct kl_crebo_row *at, struct kl_date on,
	enum kl_message message, struct kl_date when, int leerjaar, bool by_register)
{
	struct kl_making making;
	char on_text[KL_DATE_TEXT], when_text[KL_DATE_TEXT];
	char year[] = { (char)('0' + leerjaar), '\0' };

	kl_date_format(on, on_text);
	kl_date_format(when, when_text);
	start(&making, at, at->state->code_index, KL_CODE_crebo_expired, message);
	add_given(&making, at, KL_CREBO_ON, "on", kl_span_of(on_text));
	/* What the register says of a code tells which code it is, and the day that a
	 * leerjaar closed which leerjaar the row has. */
	if (message == KL_MESSAGE_crebo_expired_before)
		kl_making_value(&making, "from", kl_span_of(when_text));
	else if (message == KL_MESSAGE_crebo_expired_after)
		kl_making_value(&making, "until", kl_span_of(when_text));
	else if (by_register)
		kl_making_value(&making, "since", kl_span_of(when_text));
	else
		add_given(&making, at, KL_CREBO_LEERJAAR, "since",
			kl_span_of(when_text));
	add_given(&making, at, KL_CREBO_LEERJAAR, "leerjaar", kl_span_of(year));
	kl_making_phrase(&making, "why", by_register ? KL_MESSAGE_closed_register
		: KL_MESSAGE_closed_targets);
	if (at->state->has_register)
		kl_making_register(&making, &at->state->reg);
	return report(at, &making);
}

/* The leerjaar date rule. Before the first closing day every leerjaar is open. */
static enum kl_status check_leerjaar(struct kl_crebo_row *at,
	const struct kl_register_entry *entry, struct kl_span code,
	struct kl_date on, bool *known)
{
	int leerjaar = leerjaar_of(given_text(at, KL_CREBO_LEERJAAR));
	bool by_register = entry != NULL && kl_date_given(entry->last_intake);
	struct kl_date closed;

	if (!closing_day(entry, code, leerjaar == 0 ? 1 : leerjaar, &closed))
		return KL_OK;
	int order = kl_date_compare(on, closed);
	/* The last intake's own day is still open. */
	bool open = by_register ? order <= 0 : order < 0;
	*known = *known || open || leerjaar > 0;
	if (open || leerjaar == 0)
		return KL_OK;
	return report_date(at, on, by_register ? KL_MESSAGE_crebo_expired_intake
		: KL_MESSAGE_crebo_expired_leerjaar, closed, leerjaar, by_register);
}

static enum kl_status check_date(struct kl_crebo_row *at,
	const struct kl_register_entry *entry, struct kl_span code)
{
	struct kl_date on;
	bool known = false;

	if (!reference_date(at, &on))
		return KL_OK;
	if (entry != NULL) {
		known = kl_date_given(entry->valid_from)
			|| kl_date_given(entry->valid_until);
		if (kl_date_given(entry->valid_from)
				&& kl_date_compare(on, entry->valid_from) < 0)
			return report_date(at, on, KL_MESSAGE_crebo_expired_before,
				entry->valid_from, 0, true);
		if (kl_date_given(entry->valid_until)
				&& kl_date_compare(on, entry->valid_until) > 0)
			return report_date(at, on, KL_MESSAGE_crebo_expired_after,
				entry->valid_until, 0, true);
	}
	enum kl_status status = check_leerjaar(at, entry, code, on, &known);
	if (!known && at->outcome == KL_HOLDS)
		at->outcome = KL_UNDECIDED;
	return status;
}

/* Whether two values say the same: a level by its digit, the rest folded. */
static bool same_value(enum kl_crebo_what what, struct kl_span a,
	struct kl_span b)
{
	if (what == KL_CREBO_LEVEL && kl_crebo_level(a) != 0
			&& kl_crebo_level(b) != 0)
		return kl_crebo_level(a) == kl_crebo_level(b);
	return kl_text_same_folded(a, b);
}

/* Between several values in one cell: "BOL/BBL", "Techniek / Economie". */
static const struct kl_span slash = { "/", 1 };

static bool among(enum kl_crebo_what what, struct kl_span values,
	struct kl_span found)
{
	struct kl_span value;

	while (kl_span_next(&values, slash, &value)) {
		if (same_value(what, value, found))
			return true;
	}
	return false;
}

/* Whether everything that the row says is among what the register says. */
static bool agrees(enum kl_crebo_what what, struct kl_span says,
	struct kl_span found)
{
	struct kl_span value;

	if (same_value(what, says, found) || among(what, says, found))
		return true;
	while (kl_span_next(&found, slash, &value)) {
		if (!among(what, says, value))
			return false;
	}
	return true;
}

static enum kl_status check_given(struct kl_crebo_row *at,
	const struct kl_register_entry *entry, enum kl_crebo_what what)
{
	static const enum kl_message phrases[] = { KL_MESSAGE_what_level,
		KL_MESSAGE_what_type, KL_MESSAGE_what_leerweg,
		KL_MESSAGE_what_sector };
	const struct kl_span says[] = { entry->level, entry->kind, entry->leerweg,
		entry->sector };
	const struct kl_crebo_given *given = &at->state->givens[what];
	struct kl_making making;

	struct kl_span found = given_text(at, what);
	if (says[what].length == 0 || found.length == 0) {
		if (at->outcome == KL_HOLDS)
			at->outcome = KL_UNDECIDED;
		return KL_OK;
	}
	if (agrees(what, says[what], found))
		return KL_OK;
	bool by_column = given->index != SIZE_MAX;
	start(&making, at, by_column ? given->index : at->state->code_index,
		KL_CODE_crebo_level, KL_MESSAGE_crebo_level);
	if (by_column)
		making.finding.expected = says[what];
	kl_making_value(&making, "crebo", kl_span_trim(kl_row_cell(at->row,
		at->state->code_index)));
	kl_making_phrase(&making, "what", phrases[what]);
	kl_making_value(&making, "says", says[what]);
	add_given(&making, at, what, "found", found);
	kl_making_register(&making, &at->state->reg);
	return report(at, &making);
}

static enum kl_status check_name(struct kl_crebo_row *at,
	const struct kl_register_entry *entry)
{
	struct kl_span name = kl_span_trim(kl_row_cell(at->row,
		at->state->name_index));
	struct kl_making making;

	if (at->state->name_index == SIZE_MAX || entry->name.length == 0
			|| name.length == 0 || kl_text_same_folded(name, entry->name))
		return KL_OK;
	start(&making, at, at->state->name_index, KL_CODE_crebo_name,
		KL_MESSAGE_crebo_name);
	making.finding.expected = entry->name;
	kl_making_value(&making, "crebo", kl_row_cell(at->row, at->state->code_index));
	kl_making_register(&making, &at->state->reg);
	return report(at, &making);
}

enum kl_status kl_crebo_check(struct kl_crebo_row *at)
{
	const struct kl_crebo *state = at->state;
	struct kl_span code = kl_row_cell(at->row, state->code_index);
	const struct kl_register_entry *entry = NULL;

	if (kl_span_is_blank(code)) {
		at->outcome = KL_UNDECIDED;
		return KL_OK;
	}
	if (!kl_crebo_is_form(code))
		return report_form(at, code);
	if (state->has_register)
		entry = kl_register_find(&state->reg, code);
	if (entry == NULL) {
		enum kl_status status = report_unknown(at, code);
		if (status != KL_OK || at->outcome == KL_VIOLATED)
			return status;
	}
	enum kl_status status = check_date(at, entry, code);
	for (int i = KL_CREBO_LEVEL; i <= KL_CREBO_SECTOR && entry != NULL
			&& status == KL_OK; i++) {
		const struct kl_crebo_given *given = &state->givens[i];
		if (given->constant->given || given->column->given)
			status = check_given(at, entry, (enum kl_crebo_what)i);
	}
	if (status == KL_OK && entry != NULL)
		status = check_name(at, entry);
	return status;
}
