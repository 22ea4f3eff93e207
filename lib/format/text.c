/* What a person reads: findings as compilers print them, then a summary. */
#include <errno.h>

#include "format/format.h"

enum {
	MOST_CELLS = 8,         /* cells named in full under a finding */
	INDENT = 4,
	RULE_WIDTH = 24,        /* of rule names in the summary */
	CHECK_WIDTH = 7         /* of checks */
};

enum color { PLAIN, BOLD, RED, YELLOW, BLUE, GREEN, FAINT };

static const char *const colors[] = {
	"\033[0m", "\033[1m", "\033[1;31m", "\033[1;33m", "\033[1;34m",
	"\033[1;32m", "\033[2m"
};

static void add_colored(struct kl_text_buffer *out, const struct kl_style *style,
	enum color color, const char *text)
{
	if (style->color)
		kl_text_puts(out, colors[color]);
	kl_text_puts(out, text);
	if (style->color)
		kl_text_puts(out, colors[PLAIN]);
}

static enum kl_status put(const struct kl_format_scope *scope,
	struct kl_text_buffer *out, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (out->failed)
		status = kl_no_memory(error);
	else if (fwrite(out->at, 1, out->length, scope->stream) != out->length)
		status = kl_io_error(error, errno, NULL, "write the findings");
	kl_text_release(out);
	return status;
}

static bool same_place(const struct kl_place *a, const struct kl_place *b)
{
	return a->order == b->order && a->row == b->row
		&& kl_span_equal(a->field, b->field);
}

/* An N stands in the descriptor, so its line is one of another file than the
 * lines of its table's cells. */
static bool is_in_descriptor(const struct kl_place *place)
{
	return place->row == 0 && place->line > 0;
}

static bool same_file(const struct kl_place *a, const struct kl_place *b)
{
	return a->order == b->order && strcmp(a->path, b->path) == 0;
}

/* "from line 2: gestart_ocw 9, gestart_lnv 4; line 3: ..." */
static void add_cells(struct kl_text_buffer *out,
	const struct kl_finding *finding, const struct kl_style *style)
{
	struct kl_text_buffer list = { 0 };
	const struct kl_place *before = NULL;
	size_t shown = 0;
	uint64_t more = finding->unlisted_cells;

	for (size_t i = 0; i < finding->cell_count; i++) {
		const struct kl_place *place = &finding->cells[i].place;
		if (same_place(place, &finding->place))
			continue;
		if (shown == MOST_CELLS) {
			more++;
			continue;
		}
		bool same_table = same_file(place,
			before != NULL ? before : &finding->place);
		bool same_line = same_table && before != NULL
			&& place->line == before->line;
		if (shown++ > 0)
			kl_text_puts(&list, same_line ? ", " : "; ");
		if (!same_table) {
			kl_text_add_visible(&list, kl_span_of(is_in_descriptor(place)
				? place->path : place->table), 0);
			kl_text_puts(&list, " ");
		}
		if (!same_line && place->line > 0) {
			kl_place_add_line(place, &list);
			kl_text_puts(&list, ": ");
		}
		kl_text_add_visible(&list, place->field, 40);
		kl_text_puts(&list, " ");
		if (style->no_values)
			kl_text_puts(&list, "[hidden]");
		else if (kl_span_trim(finding->cells[i].value).length == 0)
			kl_text_puts(&list, "blank");
		else
			kl_text_add_visible(&list, finding->cells[i].value, 20);
		before = place;
	}
	if (more > 0)
		kl_text_printf(&list, "; and %llu more",
			(unsigned long long)more);
	if (shown > 0) {
		kl_text_printf(out, "%*sfrom ", INDENT, "");
		kl_text_add_wrapped(out, kl_text_span(&list), style->width, INDENT + 5,
			INDENT + 2);
		kl_text_puts(out, "\n");
	}
	out->failed = out->failed || list.failed;
	kl_text_release(&list);
}

static void add_label(struct kl_text_buffer *out,
	const struct kl_finding *finding, const struct kl_style *style)
{
	struct kl_text_buffer label = { 0 };

	if (finding->label.at == NULL || finding->place.row == 0
			|| style->no_values)
		return;
	kl_text_printf(&label, "row %llu: ",
		(unsigned long long)finding->place.row);
	kl_text_add_visible(&label, finding->label, 64);
	kl_text_printf(out, "%*s", INDENT, "");
	kl_text_add_wrapped(out, kl_text_span(&label), style->width, INDENT, INDENT + 2);
	kl_text_puts(out, "\n");
	out->failed = out->failed || label.failed;
	kl_text_release(&label);
}

static void add_repair(struct kl_text_buffer *out,
	const struct kl_finding *finding, const struct kl_style *style)
{
	struct kl_text_buffer text = { 0 };

	kl_finding_repair_text(finding, style, &text);
	if (text.length > 0) {
		kl_text_printf(out, "%*s", INDENT, "");
		kl_text_add_wrapped(out, kl_text_span(&text), style->width, INDENT,
			INDENT + 2);
		kl_text_puts(out, "\n");
	}
	out->failed = out->failed || text.failed;
	kl_text_release(&text);
}

static enum kl_status write_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	static const enum color of_severity[] = { BLUE, YELLOW, RED };
	const struct kl_style *style = scope->style;
	struct kl_text_buffer out = { 0 }, head = { 0 }, message = { 0 };

	(void)state;
	if (style->quiet && finding->severity < scope->fail_on)
		return KL_OK;
	kl_place_add(&finding->place, &head);
	kl_text_puts(&head, ":");
	kl_finding_message(finding, style, &message);
	kl_text_printf(&message, " [%s]", kl_code_name(finding->code));
	if (head.failed || message.failed) {
		kl_text_release(&head);
		kl_text_release(&message);
		return kl_no_memory(error);
	}
	size_t at = kl_utf8_count(kl_text_span(&head)) + 3
		+ strlen(kl_severity_name(finding->severity));
	add_colored(&out, style, BOLD, head.at);
	kl_text_puts(&out, " ");
	add_colored(&out, style, of_severity[finding->severity],
		kl_severity_name(finding->severity));
	kl_text_puts(&out, ": ");
	kl_text_add_wrapped(&out, kl_text_span(&message), style->width, at, INDENT);
	kl_text_puts(&out, "\n");
	if (!style->quiet) {
		add_label(&out, finding, style);
		add_cells(&out, finding, style);
		add_repair(&out, finding, style);
	}
	kl_text_release(&head);
	kl_text_release(&message);
	return put(scope, &out, error);
}

/* How files were read, where nobody said it. */
static void add_notes(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		struct kl_text_buffer head = { 0 };
		kl_place_add(&note->place, &head);
		kl_text_puts(&head, ":");
		size_t at = kl_utf8_count(kl_text_span(&head)) + sizeof " note:";
		if (!head.failed)
			add_colored(out, style, BOLD, head.at);
		add_colored(out, style, FAINT, " note:");
		kl_text_puts(out, " ");
		struct kl_text_buffer text = { 0 };
		kl_text_add_visible(&text, kl_span_of(note->text), 0);
		kl_text_add_wrapped(out, kl_text_span(&text), style->width, at,
			INDENT);
		kl_text_puts(out, "\n");
		out->failed = out->failed || head.failed || text.failed;
		kl_text_release(&head);
		kl_text_release(&text);
	}
	if (tally->notes > tally->note_list_count)
		kl_text_printf(out, "and %llu more notes\n", (unsigned long long)
			(tally->notes - tally->note_list_count));
}

static const char *plural(uint64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
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

static void add_rule(struct kl_text_buffer *out,
	const struct kl_rule_tally *rule)
{
	uint64_t findings = 0;
	size_t length = strlen(rule->check);
	/* A long name takes of the room before the number. */
	int room = length > CHECK_WIDTH ? (int)(CHECK_WIDTH + 6 - length) : 6;

	for (int i = 0; i < KL_SEVERITIES; i++)
		findings += rule->findings[i];
	add_padded(out, rule->rule != NULL ? rule->rule : "(always)", RULE_WIDTH);
	kl_text_printf(out, " %-*s %*llu %8llu %8llu %9llu %9llu\n", CHECK_WIDTH,
		rule->check, room, (unsigned long long)rule->tables,
		(unsigned long long)rule->outcomes[KL_HOLDS],
		(unsigned long long)rule->outcomes[KL_VIOLATED],
		(unsigned long long)rule->outcomes[KL_UNDECIDED],
		(unsigned long long)findings);
}

/* Rows that were left out on purpose are told, with the reason. */
static void add_excuses(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &tally->rules[i];
		for (size_t j = 0; j < rule->excuse_count; j++) {
			const struct kl_excuse *excuse = &rule->excuses[j];
			kl_text_puts(out, "Rule ");
			kl_text_add_visible(out, kl_span_of(rule->rule), 0);
			kl_text_printf(out, " leaves out %llu %s: ",
				(unsigned long long)excuse->rows,
				plural(excuse->rows, "row", "rows"));
			kl_text_add_visible(out, excuse->because, 0);
			kl_text_puts(out, "\n");
		}
	}
}

static void add_counts(struct kl_text_buffer *out, const struct kl_tally *tally)
{
	const uint64_t *equations = tally->equations;

	kl_text_printf(out, "%llu %s, %llu %s, %llu %s.\n",
		(unsigned long long)tally->tables,
		plural(tally->tables, "table", "tables"),
		(unsigned long long)tally->rows, plural(tally->rows, "row", "rows"),
		(unsigned long long)tally->cells,
		plural(tally->cells, "cell", "cells"));
	uint64_t all = equations[0] + equations[1] + equations[2];
	if (all > 0)
		kl_text_printf(out, "%llu %s: %llu hold, %llu violated, %llu "
			"cannot be decided.\n", (unsigned long long)all,
			plural(all, "equation", "equations"),
			(unsigned long long)equations[KL_HOLDS],
			(unsigned long long)equations[KL_VIOLATED],
			(unsigned long long)equations[KL_UNDECIDED]);
	if (tally->derived > 0)
		kl_text_printf(out, "%llu %s not printed, and derived from the "
			"others.\n", (unsigned long long)tally->derived,
			plural(tally->derived, "cell is", "cells are"));
}

static void add_verdict(struct kl_text_buffer *out, const struct kl_style *style,
	const struct kl_tally *tally, enum kl_severity fail_on)
{
	uint64_t failing = 0, undecided = 0;

	for (size_t i = 0; i < tally->rule_count; i++)
		undecided += tally->rules[i].outcomes[KL_UNDECIDED];
	kl_text_puts(out, "Findings: ");
	for (int i = KL_SEVERITIES; i-- > 0; ) {
		const char *name = kl_severity_name((enum kl_severity)i);
		bool mass = i == KL_INFO;
		kl_text_printf(out, "%llu %s%s%s",
			(unsigned long long)tally->findings[i], name,
			tally->findings[i] == 1 || mass ? "" : "s",
			i > 0 ? ", " : ". ");
		if (i >= (int)fail_on)
			failing += tally->findings[i];
	}
	if (tally->problems > 0)
		kl_text_printf(out, "Not checked: %llu %s. ",
			(unsigned long long)tally->problems,
			plural(tally->problems, "thing", "things"));
	if (failing > 0)
		add_colored(out, style, RED, "It does not add up.");
	else if (tally->problems > 0)
		add_colored(out, style, YELLOW, "So there is no verdict.");
	else if (undecided > 0)
		add_colored(out, style, GREEN, "What could be decided adds up.");
	else if (tally->rule_count > 1)
		add_colored(out, style, GREEN, "It adds up.");
	else
		add_colored(out, style, GREEN, "What is always checked is in order; "
			"no rule was given.");
	kl_text_puts(out, "\n");
}

static enum kl_status write_summary(void *state,
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
	if (findings + tally->notes > 0)
		kl_text_puts(&out, "\n");
	add_padded(&head, "Rule", RULE_WIDTH);
	kl_text_puts(&head, " Check   Tables     Held Violated Undecided  Findings");
	if (!head.failed)
		add_colored(&out, style, BOLD, head.at);
	kl_text_puts(&out, "\n");
	for (size_t i = 0; i < tally->rule_count; i++)
		add_rule(&out, &tally->rules[i]);
	kl_text_puts(&out, "\n");
	add_excuses(&out, tally);
	add_counts(&out, tally);
	add_verdict(&out, style, tally, scope->fail_on);
	if (style->verbose && findings > 0)
		kl_text_puts(&out, "klopt explain CODE tells what a finding means, and "
			"how to mend it.\n");
	out.failed = out.failed || head.failed;
	kl_text_release(&head);
	return put(scope, &out, error);
}

const struct kl_format kl_format_text = {
	.name = "text",
	.summary = "path:line:column: severity: message [code], then a summary",
	.finding = write_finding,
	.end = write_summary,
};
