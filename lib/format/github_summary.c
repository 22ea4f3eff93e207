#include "format/github.h"
#include "format/told.h"
#include "format/verdict.h"

enum {
	HEAD = 2048,            /* bytes for verdict, counts and the last line */
	REMARKS = 64 << 10      /* bytes for what was not checked, and notes */
};

/* Whatever the text is, Markdown shows it as it is: no table cell ends, nothing is
 * a link, a mention or HTML. */
static void add_plain(struct kl_text_buffer *out, struct kl_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (c == '<' || c == '>' || c == '&')
			kl_text_printf(out, "&#%d;", c);
		else if (strchr("\\`*_[]|~#@$!", c) != NULL)
			kl_text_printf(out, "\\%c", c);
		else if ((c == ':' && i + 1 < text.length && text.at[i + 1] == '/')
				|| (c == '.' && i > 0 && (text.at[i - 1] | 0x20) == 'w'))
			kl_text_printf(out, "\\%c", c);
		else
			kl_text_add(out, (struct kl_span){ text.at + i, 1 });
	}
}

static void add_visible(struct kl_text_buffer *out, struct kl_span text)
{
	struct kl_text_buffer shown = { 0 };

	kl_text_add_visible(&shown, text, 0);
	add_plain(out, kl_text_span(&shown));
	out->failed = out->failed || shown.failed;
	kl_text_release(&shown);
}

static void add_place(struct kl_text_buffer *out, const struct kl_place *place)
{
	struct kl_text_buffer text = { 0 };

	kl_place_add(place, &text);
	add_plain(out, kl_text_span(&text));
	out->failed = out->failed || text.failed;
	kl_text_release(&text);
}

void kl_github_add_row(struct kl_github_summary *summary, size_t room,
	const struct kl_finding *finding, const struct kl_style *style)
{
	struct kl_text_buffer row = { 0 }, text = { 0 };
	size_t used = summary->rows.length + HEAD + REMARKS;

	kl_text_printf(&row, "| %s | ", kl_severity_word(finding->severity));
	add_place(&row, &finding->place);
	kl_text_puts(&row, " | ");
	kl_finding_message(finding, style, &text);
	add_plain(&row, kl_text_span(&text));
	kl_text_printf(&row, " | %s |\n", kl_code_name(finding->code));
	summary->rows.failed = summary->rows.failed || row.failed || text.failed;
	/* Once one is left out so are all after it: the order stays. */
	if (summary->left_out > 0 || used + row.length > room)
		summary->left_out++;
	else if (!row.failed)
		kl_text_add(&summary->rows, kl_text_span(&row));
	kl_text_release(&row);
	kl_text_release(&text);
}

static void add_count(struct kl_text_buffer *out, enum kl_phrase phrase,
	uint64_t count, const char *after)
{
	kl_phrase_add(out, phrase, count, 0);
	kl_text_puts(out, after);
}

static void add_head(struct kl_text_buffer *out, const struct kl_tally *tally,
	enum kl_severity fail_on)
{
	enum kl_phrase verdict;
	enum kl_verdict_kind kind = kl_judge_run(tally, fail_on, &verdict);

	kl_text_printf(out, "## klopt: %s %s\n\n", kl_verdict_sign(kind),
		kl_phrase(verdict));
	add_count(out, KL_PHRASE_count_tables, tally->tables, ", ");
	add_count(out, KL_PHRASE_count_rows, tally->rows, ", ");
	add_count(out, KL_PHRASE_count_cells, tally->cells, ". ");
	add_count(out, KL_PHRASE_count_errors, tally->findings[KL_ERROR], ", ");
	add_count(out, KL_PHRASE_count_warnings, tally->findings[KL_WARNING], ", ");
	add_count(out, KL_PHRASE_count_infos, tally->findings[KL_INFO], ".");
	struct kl_text_buffer excused = { 0 };
	kl_excused_add(tally, &excused);
	if (excused.length > 0)
		kl_text_printf(out, " %s.", excused.at);
	out->failed = out->failed || excused.failed;
	kl_text_release(&excused);
	kl_text_puts(out, "\n\n");
}

/* A list under a title, of what has room; the rest is counted. */
struct remarks {
	struct kl_text_buffer text;
	uint64_t left_out;
};

static void add_remark(struct remarks *list, const struct kl_place *place,
	const char *text)
{
	struct kl_text_buffer item = { 0 };

	kl_text_puts(&item, "- ");
	if (place->path != NULL) {
		add_place(&item, place);
		kl_text_puts(&item, ": ");
	}
	add_visible(&item, kl_span_of(text));
	kl_text_puts(&item, "\n");
	list->text.failed = list->text.failed || item.failed;
	if (list->left_out > 0
			|| list->text.length + item.length > REMARKS / 2)
		list->left_out++;
	else if (!item.failed)
		kl_text_add(&list->text, kl_text_span(&item));
	kl_text_release(&item);
}

static void add_remarks(struct kl_text_buffer *out, enum kl_phrase title,
	struct remarks *list, uint64_t unkept, enum kl_phrase more)
{
	if (list->text.length > 0 || list->left_out + unkept > 0)
		kl_text_printf(out, "### %s\n\n", kl_phrase(title));
	if (list->text.length > 0)
		kl_text_add(out, kl_text_span(&list->text));
	if (list->left_out + unkept > 0) {
		kl_text_puts(out, "- ");
		add_count(out, more, list->left_out + unkept, "\n");
	}
	if (list->text.length > 0 || list->left_out + unkept > 0)
		kl_text_puts(out, "\n");
	out->failed = out->failed || list->text.failed;
	kl_text_release(&list->text);
}

static void add_findings(struct kl_text_buffer *out,
	const struct kl_github_summary *summary)
{
	const struct kl_text_buffer *rows = &summary->rows;

	if (rows->length > 0) {
		kl_text_printf(out, "| %s | %s | %s | %s |\n|---|---|---|---|\n",
			kl_phrase(KL_PHRASE_filter_severity),
			kl_phrase(KL_PHRASE_column_place),
			kl_phrase(KL_PHRASE_column_finding),
			kl_phrase(KL_PHRASE_filter_code));
		kl_text_add(out, kl_text_span(rows));
		kl_text_puts(out, "\n");
	}
	if (summary->left_out > 0)
		add_count(out, KL_PHRASE_summary_cut, summary->left_out, "\n\n");
	out->failed = out->failed || rows->failed;
}

void kl_github_add_summary(const struct kl_github_summary *summary, size_t room,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_text_buffer *out)
{
	struct remarks problems = { 0 }, notes = { 0 };

	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		add_remark(&problems, &(struct kl_place){ .path = problem->path,
			.line = problem->line, .column = problem->column },
			problem->text);
	}
	for (size_t i = 0; i < tally->note_list_count; i++)
		add_remark(&notes, &tally->note_list[i].place,
			tally->note_list[i].text);
	add_head(out, tally, scope->fail_on);
	add_remarks(out, KL_PHRASE_what_not_checked, &problems, tally->problems
		- tally->problem_list_count, KL_PHRASE_more_problems);
	add_findings(out, summary);
	add_remarks(out, KL_PHRASE_notes_read, &notes,
		tally->notes - tally->note_list_count, KL_PHRASE_more_notes);
	/* Other steps left no room for it. */
	if (out->length > room) {
		kl_text_release(out);
		kl_text_puts(out, "");
	}
}
