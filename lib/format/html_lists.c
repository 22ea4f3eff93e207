/* The lists of rules and of tables, with what came of them. */
#include "format/html.h"

/* A list of rules or tables, of which the first TEXTS columns are no counts. Those
 * with nothing to tell are a list of their own, which is folded away. */
struct list {
	const char *id;
	enum kl_phrase caption, quiet;
	const enum kl_phrase *columns;
	size_t column_count;
	size_t count;                   /* of items */
	bool (*is_quiet)(const struct kl_html *h, const struct kl_tally *tally,
		size_t item);
	void (*add)(struct kl_html *h, const struct kl_tally *tally, size_t item);
};

enum { TEXTS = 3 };

static void open_list(struct kl_html *h, const struct list *list,
	const char *part, enum kl_phrase caption, size_t count)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_printf(out, "<div class=\"box\" role=\"region\" tabindex=\"0\" "
		"aria-labelledby=\"%s-%s\">\n<table class=\"list\">\n"
		"<caption id=\"%s-%s\">", list->id, part, list->id, part);
	kl_html_count(h, out, caption, count, 0);
	kl_text_puts(out, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < list->column_count; i++) {
		kl_text_printf(out, "<th scope=\"col\"%s>", i >= TEXTS
			? " class=\"number\"" : "");
		kl_html_say(h, out, list->columns[i]);
		kl_text_puts(out, "</th>");
	}
	kl_text_puts(out, "</tr></thead>\n<tbody>\n");
}

static void add_half(struct kl_html *h, const struct kl_tally *tally,
	const struct list *list, bool quiet, size_t count)
{
	struct kl_text_buffer *out = &h->page;

	if (quiet) {
		kl_text_puts(out, "<details><summary>");
		kl_html_count(h, out, list->quiet, count, 0);
		kl_text_puts(out, "</summary>\n");
	}
	open_list(h, list, quiet ? "quiet" : "telling",
		quiet ? list->quiet : list->caption, count);
	for (size_t i = 0; i < list->count; i++) {
		if (list->is_quiet(h, tally, i) == quiet)
			list->add(h, tally, i);
	}
	kl_text_puts(out, "</tbody>\n</table>\n</div>\n");
	kl_text_puts(out, quiet ? "</details>\n" : "");
}

static void add_list(struct kl_html *h, const struct kl_tally *tally,
	const struct list *list)
{
	size_t quiet = 0;

	for (size_t i = 0; i < list->count; i++)
		quiet += list->is_quiet(h, tally, i);
	if (quiet < list->count)
		add_half(h, tally, list, false, list->count - quiet);
	if (quiet > 0)
		add_half(h, tally, list, true, quiet);
}

static void add_number(struct kl_html *h, uint64_t number)
{
	kl_text_printf(&h->page, "<td class=\"number%s\">%llu</td>",
		number == 0 ? " nought" : "", (unsigned long long)number);
}

static void add_numbers(struct kl_html *h, const uint64_t *findings)
{
	for (int i = KL_SEVERITIES; i-- > 0; )
		add_number(h, findings[i]);
}

static void add_judgement(struct kl_html *h, enum kl_verdict_kind verdict,
	enum kl_phrase phrase)
{
	kl_text_printf(&h->page, "<td class=\"judged %s\"><span "
		"aria-hidden=\"true\">%s</span> ", kl_html_verdict_class(verdict),
		kl_verdict_sign(verdict));
	kl_html_say(h, &h->page, phrase);
	kl_text_puts(&h->page, "</td>");
}

static bool has_none(const uint64_t *findings)
{
	return findings[KL_INFO] + findings[KL_WARNING] + findings[KL_ERROR] == 0;
}

static bool is_quiet_rule(const struct kl_html *h, const struct kl_tally *tally,
	size_t item)
{
	const struct kl_rule_tally *rule = &tally->rules[item];
	enum kl_phrase phrase;

	(void)h;
	return has_none(rule->findings)
		&& kl_judge_rule(rule, &phrase) == KL_GOOD;
}

static void add_rule(struct kl_html *h, const struct kl_tally *tally,
	size_t item)
{
	const struct kl_rule_tally *rule = &tally->rules[item];
	struct kl_text_buffer *out = &h->page;
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = kl_judge_rule(rule, &phrase);

	kl_text_puts(out, "<tr><th scope=\"row\">");
	if (rule->rule != NULL)
		kl_html_texts(h, out, rule->rule);
	else
		kl_html_say(h, out, KL_PHRASE_always);
	kl_text_puts(out, "</th>");
	add_judgement(h, verdict, phrase);
	kl_text_printf(out, "<td>%s</td>", rule->check);
	add_number(h, rule->tables);
	add_number(h, rule->outcomes[KL_HOLDS]);
	add_number(h, rule->outcomes[KL_VIOLATED]);
	add_number(h, rule->outcomes[KL_UNDECIDED]);
	add_numbers(h, rule->findings);
	kl_text_puts(out, "</tr>\n");
}

/* Rows that rules leave out on purpose, and why. */
static void add_excuses(struct kl_html *h, const struct kl_tally *tally)
{
	struct kl_text_buffer *out = &h->page;
	bool any = false;

	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct kl_rule_tally *rule = &tally->rules[i];
		for (size_t j = 0; j < rule->excuse_count; j++) {
			if (!any) {
				kl_html_put(h, out, "h3", NULL, KL_PHRASE_excuses);
				kl_text_puts(out, "\n<ul>\n");
			}
			any = true;
			kl_text_puts(out, "<li>");
			kl_html_texts(h, out, rule->rule);
			kl_text_puts(out, ", ");
			kl_html_count(h, out, KL_PHRASE_count_rows,
				rule->excuses[j].rows, 0);
			kl_text_puts(out, ": ");
			kl_html_text(h, out, rule->excuses[j].because, 0);
			kl_text_puts(out, "</li>\n");
		}
	}
	kl_text_puts(out, any ? "</ul>\n" : "");
}

static void add_rules(struct kl_html *h, const struct kl_tally *tally)
{
	static const enum kl_phrase columns[] = {
		KL_PHRASE_column_rule, KL_PHRASE_column_verdict,
		KL_PHRASE_column_check, KL_PHRASE_column_tables,
		KL_PHRASE_column_held, KL_PHRASE_column_violated,
		KL_PHRASE_column_undecided, KL_PHRASE_column_errors,
		KL_PHRASE_column_warnings, KL_PHRASE_column_infos,
	};
	const struct list list = { "rules", KL_PHRASE_rules_caption,
		KL_PHRASE_rules_quiet, columns, sizeof columns / sizeof *columns,
		tally->rule_count, is_quiet_rule, add_rule };

	kl_text_puts(&h->page, "<section id=\"rules\">\n");
	kl_html_put(h, &h->page, "h2", NULL, KL_PHRASE_rules);
	kl_text_puts(&h->page, "\n");
	add_list(h, tally, &list);
	add_excuses(h, tally);
	kl_text_puts(&h->page, "</section>\n");
}

static bool is_unread(const struct kl_html *h, size_t order)
{
	return h->shown.tables[order].without == KL_UNSHOWN_UNREADABLE;
}

static bool is_quiet_table(const struct kl_html *h,
	const struct kl_tally *tally, size_t order)
{
	for (size_t i = 0; i < tally->note_list_count; i++) {
		if (tally->note_list[i].place.order == order)
			return false;
	}
	return has_none(h->tables[order].findings) && !is_unread(h, order);
}

/* How the table was read, below its title; or what is no table (NULL). */
static void add_notes(struct kl_html *h, const struct kl_tally *tally,
	const struct kl_table *table, size_t order)
{
	struct kl_text_buffer *out = &h->page;
	bool begun = table != NULL && table->title != NULL;

	for (size_t i = 0; i < tally->note_list_count; i++) {
		const struct kl_told_note *note = &tally->note_list[i];
		if (note->place.order != order)
			continue;
		kl_text_puts(out, begun ? "<br/><small>" : "<small>");
		if (table == NULL) {
			kl_html_texts(h, out, note->place.path);
			kl_text_puts(out, ", ");
		}
		if (note->place.line > 0) {
			kl_place_add_line(&note->place, out);
			kl_text_puts(out, ": ");
		}
		kl_html_texts(h, out, note->text);
		kl_text_puts(out, "</small>");
		begun = true;
	}
}

/* Of files that are no table, as registers, and how many were not kept. */
static void add_other_notes(struct kl_html *h, const struct kl_tally *tally)
{
	size_t count = tally->note_list_count;
	uint64_t more = tally->notes - count;

	if (count > 0 && tally->note_list[count - 1].place.order == KL_NO_TABLE) {
		kl_text_puts(&h->page, "<p>");
		add_notes(h, tally, NULL, KL_NO_TABLE);
		kl_text_puts(&h->page, "</p>\n");
	}
	if (more > 0) {
		kl_text_puts(&h->page, "<p>");
		kl_html_count(h, &h->page, KL_PHRASE_more_notes, more, 0);
		kl_text_puts(&h->page, "</p>\n");
	}
}

static void add_table(struct kl_html *h, const struct kl_tally *tally,
	size_t order)
{
	const struct kl_table *table = &h->scope->dataset->tables[order];
	const struct kl_html_table *info = &h->tables[order];
	struct kl_text_buffer *out = &h->page;
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = kl_judge_table(info->findings, &phrase);

	if (is_unread(h, order) && verdict == KL_GOOD) {
		verdict = KL_UNSURE;
		phrase = KL_PHRASE_not_checked;
	}
	kl_text_puts(out, "<tr><th scope=\"row\">");
	if (info->codes != NULL)
		kl_text_printf(out, "<a href=\"#t%zu\">", order + 1);
	kl_html_texts(h, out, table->name);
	kl_text_puts(out, info->codes != NULL ? "</a></th>" : "</th>");
	add_judgement(h, verdict, phrase);
	kl_text_puts(out, "<td>");
	kl_html_texts(h, out, table->title);
	add_notes(h, tally, table, order);
	kl_text_puts(out, "</td>");
	add_numbers(h, info->findings);
	kl_text_puts(out, "</tr>\n");
}

static void add_tables(struct kl_html *h, const struct kl_tally *tally)
{
	static const enum kl_phrase columns[] = {
		KL_PHRASE_column_table, KL_PHRASE_column_verdict,
		KL_PHRASE_column_title, KL_PHRASE_column_errors,
		KL_PHRASE_column_warnings, KL_PHRASE_column_infos,
	};
	const struct list list = { "tables", KL_PHRASE_tables_caption,
		KL_PHRASE_tables_quiet, columns, sizeof columns / sizeof *columns,
		h->scope->dataset->table_count, is_quiet_table, add_table };

	kl_text_puts(&h->page, "<section id=\"tables\">\n");
	kl_html_put(h, &h->page, "h2", NULL, KL_PHRASE_tables);
	kl_text_puts(&h->page, "\n");
	add_list(h, tally, &list);
	add_other_notes(h, tally);
	kl_text_puts(&h->page, "</section>\n");
}

void kl_html_lists(struct kl_html *h, const struct kl_tally *tally)
{
	add_rules(h, tally);
	add_tables(h, tally);
}
