/* The summary below the findings: notes, the table of rules, the verdict. */
#include "format/phrases.h"
#include "format/text.h"
#include "format/verdict.h"

enum {
	RULE_WIDTH = 24,        /* of rule names */
	CHECK_WIDTH = 7         /* of checks */
};

/* How files were read, where nobody said it. */
static void add_notes(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		struct kl_text_buffer head = { 0 };
		kl_place_add(&note->place, &head);
		kl_text_puts(&head, ":");
		const char *word = kl_phrase(KL_PHRASE_note);
		size_t at = kl_utf8_count(kl_text_span(&head)) + 3
			+ kl_utf8_count(kl_span_of(word));
		if (!head.failed)
			kl_text_colored(out, style, KL_BOLD, head.at);
		kl_text_puts(out, " ");
		kl_text_colored(out, style, KL_FAINT, word);
		kl_text_puts(out, ": ");
		struct kl_text_buffer text = { 0 };
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		kl_text_add_wrapped(out, kl_text_span(&text), style->width, at,
			KL_TEXT_INDENT);
		kl_text_puts(out, "\n");
		out->failed = out->failed || head.failed || text.failed;
		kl_text_release(&head);
		kl_text_release(&text);
	}
	if (tally->notes > tally->note_list_count) {
		kl_phrase_add(out, KL_PHRASE_and_more_notes,
			tally->notes - tally->note_list_count, 0);
		kl_text_puts(out, "\n");
	}
}

/* Cut on the right with an ellipsis, so that the columns stay in line. */
static void add_padded(struct kl_text_buffer *out, const char *text,
	size_t width)
{
	struct kl_text_buffer shown = { 0 };
	struct kl_span span = kl_span_of(text);

	kl_text_add_visible(&shown, span, kl_utf8_count(span) > width
		? width - 1 : 0);
	kl_text_add(out, kl_text_span(&shown));
	size_t used = kl_utf8_count(kl_text_span(&shown));
	kl_text_printf(out, "%*s", used < width ? (int)(width - used) : 0, "");
	out->failed = out->failed || shown.failed;
	kl_text_release(&shown);
}

/* The counts of the table of rules. */
static const struct {
	enum kl_phrase head;
	size_t width;                   /* at least */
} counts[] = {
	{ KL_PHRASE_column_tables, 6 }, { KL_PHRASE_column_held, 8 },
	{ KL_PHRASE_column_violated, 8 }, { KL_PHRASE_column_undecided, 9 },
	{ KL_PHRASE_findings, 9 },
};

enum { COUNTS = sizeof counts / sizeof *counts };

static size_t width_of(enum kl_phrase head, size_t least)
{
	size_t width = kl_utf8_count(kl_span_of(kl_phrase(head)));

	return width > least ? width : least;
}

static void add_heads(struct kl_text_buffer *out)
{
	add_padded(out, kl_phrase(KL_PHRASE_column_rule), RULE_WIDTH);
	kl_text_puts(out, " ");
	add_padded(out, kl_phrase(KL_PHRASE_column_check),
		width_of(KL_PHRASE_column_check, CHECK_WIDTH));
	for (size_t i = 0; i < COUNTS; i++) {
		const char *head = kl_phrase(counts[i].head);
		size_t used = kl_utf8_count(kl_span_of(head));
		kl_text_printf(out, " %*s%s",
			(int)(width_of(counts[i].head, counts[i].width) - used), "",
			head);
	}
}

static void add_rule(struct kl_text_buffer *out,
	const struct kl_rule_tally *rule)
{
	uint64_t numbers[COUNTS] = { rule->tables, rule->outcomes[KL_HOLDS],
		rule->outcomes[KL_VIOLATED], rule->outcomes[KL_UNDECIDED] };
	size_t width = width_of(KL_PHRASE_column_check, CHECK_WIDTH);
	size_t length = strlen(rule->check);
	/* A long name takes of the room before the number. */
	size_t more = length > width ? length - width : 0;

	for (int i = 0; i < KL_SEVERITIES; i++)
		numbers[COUNTS - 1] += rule->findings[i];
	add_padded(out, rule->rule != NULL ? rule->rule
		: kl_phrase(KL_PHRASE_always_short), RULE_WIDTH);
	kl_text_printf(out, " %-*s", (int)width, rule->check);
	for (size_t i = 0; i < COUNTS; i++) {
		size_t room = width_of(counts[i].head, counts[i].width);
		kl_text_printf(out, " %*llu", (int)(room - (i == 0 ? more : 0)),
			(unsigned long long)numbers[i]);
	}
	kl_text_puts(out, "\n");
}

/* Rows that were left out on purpose are told, with the reason. */
static void add_excuses(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &tally->rules[i];
		for (size_t j = 0; j < rule->excuse_count; j++) {
			const struct kl_excuse *excuse = &rule->excuses[j];
			kl_text_printf(out, "%s ", kl_phrase(KL_PHRASE_column_rule));
			kl_text_add_visible(out, kl_span_of(rule->rule), 0);
			kl_text_puts(out, " ");
			kl_phrase_add(out, KL_PHRASE_leaves_out, excuse->rows, 0);
			kl_text_puts(out, ": ");
			kl_text_add_visible(out, excuse->because, 0);
			kl_text_puts(out, "\n");
		}
	}
}

/* The phrases, each with its count, with commas between them. */
static void add_list(struct kl_text_buffer *out, size_t count,
	const enum kl_phrase *phrases, const uint64_t *numbers)
{
	for (size_t i = 0; i < count; i++) {
		kl_text_puts(out, i > 0 ? ", " : "");
		kl_phrase_add(out, phrases[i], numbers[i], 0);
	}
}

static void add_counts(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	static const enum kl_phrase read[] = { KL_PHRASE_count_tables,
		KL_PHRASE_count_rows, KL_PHRASE_count_cells };
	static const enum kl_phrase outcomes[] = { KL_PHRASE_equations_hold,
		KL_PHRASE_count_violated, KL_PHRASE_count_undecided };
	const uint64_t *equations = tally->equations;
	const uint64_t sizes[] = { tally->tables, tally->rows, tally->cells };
	const uint64_t each[] = { equations[KL_HOLDS], equations[KL_VIOLATED],
		equations[KL_UNDECIDED] };
	uint64_t all = each[0] + each[1] + each[2];

	add_list(out, 3, read, sizes);
	kl_text_puts(out, ".\n");
	if (all > 0) {
		kl_phrase_add(out, KL_PHRASE_count_equations, all, 0);
		kl_text_puts(out, ": ");
		add_list(out, 3, outcomes, each);
		kl_text_puts(out, ".\n");
	}
	if (tally->derived > 0) {
		kl_phrase_add(out, KL_PHRASE_cells_derived, tally->derived, 0);
		kl_text_puts(out, "\n");
	}
}

static void add_conclusion(struct kl_text_buffer *out,
	const struct kl_style *style, const struct kl_tally *tally, bool failing)
{
	uint64_t undecided = 0;
	enum kl_phrase phrase = KL_PHRASE_run_no_rules;

	for (size_t i = 0; i < tally->rule_count; i++)
		undecided += tally->rules[i].outcomes[KL_UNDECIDED];
	if (failing)
		phrase = KL_PHRASE_run_bad;
	else if (tally->problems > 0)
		phrase = KL_PHRASE_run_no_verdict;
	else if (tally->waived + tally->known > 0)
		phrase = KL_PHRASE_run_excused;
	else if (undecided > 0)
		phrase = KL_PHRASE_run_decided;
	else if (tally->rule_count > 1)
		phrase = KL_PHRASE_run_good;
	struct kl_text_buffer sentence = { 0 };
	kl_text_printf(&sentence, "%s.", kl_phrase(phrase));
	if (!sentence.failed)
		kl_text_colored(out, style, failing ? KL_RED : tally->problems > 0 ? KL_YELLOW
			: KL_GREEN, sentence.at);
	out->failed = out->failed || sentence.failed;
	kl_text_release(&sentence);
}

static void add_excused(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	struct kl_text_buffer list = { 0 };

	kl_excused_add(tally, &list);
	if (list.length > 0)
		kl_text_printf(out, "%s. ", list.at);
	out->failed = out->failed || list.failed;
	kl_text_release(&list);
}

static void add_verdict(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_tally *tally, enum kl_severity fail_on)
{
	static const enum kl_phrase severities[] = { KL_PHRASE_count_errors,
		KL_PHRASE_count_warnings, KL_PHRASE_count_info };
	const uint64_t each[] = { tally->findings[KL_ERROR],
		tally->findings[KL_WARNING], tally->findings[KL_INFO] };
	uint64_t failing = 0;

	for (int i = (int)fail_on; i < KL_SEVERITIES; i++)
		failing += tally->findings[i];
	kl_text_printf(out, "%s: ", kl_phrase(KL_PHRASE_findings));
	add_list(out, KL_SEVERITIES, severities, each);
	kl_text_puts(out, ". ");
	add_excused(out, tally);
	if (tally->problems > 0) {
		kl_phrase_add(out, KL_PHRASE_things_not_checked, tally->problems, 0);
		kl_text_puts(out, " ");
	}
	add_conclusion(out, style, tally, failing > 0);
	kl_text_puts(out, "\n");
}

enum kl_status kl_text_summary(void *state,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	const struct kl_style *style = scope->style;
	struct kl_text_buffer out = { 0 }, head = { 0 };
	uint64_t findings = 0;

	(void)state;
	if (style->quiet)
		return KL_OK;
	for (int i = 0; i < KL_SEVERITIES; i++)
		findings += tally->findings[i];
	add_notes(&out, style, tally);
	if (findings + tally->notes + tally->waived > 0
			|| (style->verbose && tally->known > 0))
		kl_text_puts(&out, "\n");
	add_heads(&head);
	if (!head.failed)
		kl_text_colored(&out, style, KL_BOLD, head.at);
	kl_text_puts(&out, "\n");
	for (size_t i = 0; i < tally->rule_count; i++)
		add_rule(&out, &tally->rules[i]);
	kl_text_puts(&out, "\n");
	add_excuses(&out, tally);
	add_counts(&out, tally);
	add_verdict(&out, style, tally, scope->fail_on);
	if (style->verbose && findings > 0)
		kl_text_printf(&out, "%s\n", kl_phrase(KL_PHRASE_see_explain));
	out.failed = out.failed || head.failed;
	kl_text_release(&head);
	return kl_text_put(scope, &out, error);
}
