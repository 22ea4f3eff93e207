/* What stands above the findings: the verdict, and what was checked. */
#include "format/html.h"

#include "base/version.h"

static void add_title(struct kl_html *h)
{
	const struct kl_dataset *dataset = h->scope->dataset;
	const char *title = dataset->title != NULL ? dataset->title
		: dataset->name;

	if (title == NULL && dataset->table_count == 1)
		title = dataset->tables[0].name;
	if (title != NULL)
		kl_html_texts(h, &h->page, title);
	else
		kl_html_say(h, &h->page, KL_PHRASE_no_title);
}

static void add_head(struct kl_html *h)
{
	struct kl_text_buffer *out = &h->page;
	const char *language = kl_phrase(KL_PHRASE_language);

	kl_text_printf(out, "<!DOCTYPE html>\n"
		"<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
		"xml:lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
		"base-uri 'none'; form-action 'none'\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\"/>\n<meta name=\"color-scheme\" "
		"content=\"light dark\"/>\n<meta name=\"referrer\" "
		"content=\"no-referrer\"/>\n<meta name=\"generator\" "
		"content=\"klopt " KL_VERSION "\"/>\n<title>",
		language, language, kl_html_style_hash, kl_html_script_hash);
	add_title(h);
	kl_text_puts(out, "</title>\n<style>");
	kl_text_puts(out, kl_html_style);
	kl_text_puts(out, "</style>\n</head>\n<body>\n");
}

static void add_date(struct kl_html *h)
{
	char date[32];
	struct tm now;

	if (gmtime_r(&h->now, &now) != NULL
			&& strftime(date, sizeof date, "%Y-%m-%d", &now) > 0)
		kl_text_printf(&h->page, "<time datetime=\"%s\">%s</time>", date,
			date);
}

static void add_verdict(struct kl_html *h, const struct kl_tally *tally)
{
	struct kl_text_buffer *out = &h->page;
	enum kl_phrase phrase;
	enum kl_verdict_kind verdict = kl_judge_run(tally, h->scope->fail_on,
		&phrase);

	kl_text_printf(out, "<p class=\"verdict %s\"><span class=\"sign\" "
		"aria-hidden=\"true\">%s</span> <span><strong>",
		kl_html_verdict_class(verdict), kl_verdict_sign(verdict));
	kl_html_say(h, out, phrase);
	kl_text_puts(out, ".</strong> ");
	kl_html_findings(h, out, tally->findings, true);
	if (tally->problems > 0) {
		kl_text_puts(out, ", ");
		kl_html_count(h, out, KL_PHRASE_count_unchecked, tally->problems, 0);
	}
	kl_text_puts(out, ".</span></p>\n");
}

static void add_banner(struct kl_html *h, const struct kl_tally *tally)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<a class=\"skip\" href=\"#findings\">");
	kl_html_say(h, out, KL_PHRASE_skip);
	kl_text_puts(out, "</a>\n<header>\n<p class=\"kind\">");
	kl_html_count(h, out, KL_PHRASE_check_of, tally->tables, 0);
	kl_text_puts(out, ", ");
	add_date(h);
	kl_text_puts(out, "</p>\n<h1>");
	add_title(h);
	kl_text_puts(out, "</h1>\n");
	add_verdict(h, tally);
	kl_text_puts(out, "</header>\n");
}

static void add_contents(struct kl_html *h, const struct kl_tally *tally)
{
	static const struct {
		const char *id;
		enum kl_phrase phrase;
	} parts[] = {
		{ "summary", KL_PHRASE_summary },
		{ "not-checked", KL_PHRASE_what_not_checked },
		{ "rules", KL_PHRASE_rules },
		{ "tables", KL_PHRASE_tables },
		{ "findings", KL_PHRASE_findings },
		{ "codes", KL_PHRASE_codes },
	};
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<nav aria-label=\"");
	kl_html_say(h, out, KL_PHRASE_contents);
	kl_text_puts(out, "\">\n<ul>\n");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if ((parts[i].phrase == KL_PHRASE_what_not_checked
				&& tally->problems == 0)
				|| (parts[i].phrase == KL_PHRASE_codes && h->listed == 0))
			continue;
		kl_text_printf(out, "<li><a href=\"#%s\">", parts[i].id);
		kl_html_say(h, out, parts[i].phrase);
		kl_text_puts(out, "</a></li>\n");
	}
	kl_text_puts(out, "</ul>\n</nav>\n");
}

static void open_line(struct kl_html *h, enum kl_phrase name)
{
	kl_html_put(h, &h->page, "dt", NULL, name);
	kl_text_puts(&h->page, "<dd>");
}

static void close_line(struct kl_html *h)
{
	kl_text_puts(&h->page, "</dd>\n");
}

static void add_equations(struct kl_html *h, const struct kl_tally *tally)
{
	const uint64_t *equations = tally->equations;
	struct kl_text_buffer *out = &h->page;

	if (equations[0] + equations[1] + equations[2] > 0) {
		open_line(h, KL_PHRASE_sums);
		kl_html_count(h, out, KL_PHRASE_count_held, equations[KL_HOLDS], 0);
		kl_text_puts(out, ", ");
		kl_html_count(h, out, KL_PHRASE_count_violated,
			equations[KL_VIOLATED], 0);
		kl_text_puts(out, ", ");
		kl_html_count(h, out, KL_PHRASE_count_undecided,
			equations[KL_UNDECIDED], 0);
		close_line(h);
	}
	if (tally->derived > 0) {
		open_line(h, KL_PHRASE_derived);
		kl_html_count(h, out, KL_PHRASE_count_derived, tally->derived, 0);
		close_line(h);
	}
}

static void add_excused(struct kl_html *h, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	kl_excused_add(tally, &text);
	if (text.length > 0) {
		kl_text_puts(&h->page, "; ");
		kl_html_text(h, &h->page, kl_text_span(&text), 0);
	}
	h->page.failed = h->page.failed || text.failed;
	kl_text_release(&text);
}

static void add_summary(struct kl_html *h, const struct kl_tally *tally)
{
	const struct kl_dataset *dataset = h->scope->dataset;
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<section id=\"summary\">\n");
	kl_html_put(h, out, "h2", NULL, KL_PHRASE_summary);
	kl_text_puts(out, "\n<dl>\n");
	if (dataset->descriptor != NULL) {
		open_line(h, KL_PHRASE_descriptor);
		kl_html_texts(h, out, dataset->descriptor);
		close_line(h);
	}
	open_line(h, KL_PHRASE_on_date);
	add_date(h);
	close_line(h);
	open_line(h, KL_PHRASE_made_by);
	kl_text_puts(out, "klopt " KL_VERSION);
	if (h->scope->program != NULL) {
		kl_text_puts(out, " (");
		kl_html_texts(h, out, h->scope->program);
		kl_text_puts(out, ")");
	}
	close_line(h);
	open_line(h, KL_PHRASE_read);
	kl_html_count(h, out, KL_PHRASE_count_tables, tally->tables, 0);
	kl_text_puts(out, ", ");
	kl_html_count(h, out, KL_PHRASE_count_rows, tally->rows, 0);
	kl_text_puts(out, ", ");
	kl_html_count(h, out, KL_PHRASE_count_cells, tally->cells, 0);
	close_line(h);
	add_equations(h, tally);
	open_line(h, KL_PHRASE_findings);
	kl_html_findings(h, out, tally->findings, true);
	add_excused(h, tally);
	close_line(h);
	kl_text_puts(out, "</dl>\n</section>\n");
}

static void add_problem(struct kl_html *h, const struct kl_problem *problem)
{
	struct kl_text_buffer *out = &h->page;

	kl_text_puts(out, "<li>");
	if (problem->path != NULL) {
		kl_text_puts(out, "<span class=\"path\">");
		kl_html_texts(h, out, problem->path);
		if (problem->line > 0)
			kl_text_printf(out, ":%llu", (unsigned long long)problem->line);
		if (problem->line > 0 && problem->column > 0)
			kl_text_printf(out, ":%llu",
				(unsigned long long)problem->column);
		kl_text_puts(out, "</span>: ");
	}
	kl_html_texts(h, out, problem->text);
	kl_text_puts(out, "</li>\n");
}

static void add_problems(struct kl_html *h, const struct kl_tally *tally)
{
	struct kl_text_buffer *out = &h->page;

	if (tally->problems == 0)
		return;
	kl_text_puts(out, "<section id=\"not-checked\">\n");
	kl_html_put(h, out, "h2", NULL, KL_PHRASE_what_not_checked);
	kl_text_puts(out, "\n<p>");
	kl_html_count(h, out, KL_PHRASE_not_checked_about, tally->problems, 0);
	kl_text_puts(out, "</p>\n<ul>\n");
	for (size_t i = 0; i < tally->problem_list_count; i++)
		add_problem(h, &tally->problem_list[i]);
	if (tally->problems > tally->problem_list_count) {
		kl_text_puts(out, "<li>");
		kl_html_count(h, out, KL_PHRASE_more_problems,
			tally->problems - tally->problem_list_count, 0);
		kl_text_puts(out, "</li>\n");
	}
	kl_text_puts(out, "</ul>\n</section>\n");
}

void kl_html_overview(struct kl_html *h, const struct kl_tally *tally)
{
	add_head(h);
	add_banner(h, tally);
	add_contents(h, tally);
	kl_text_puts(&h->page, "<main>\n");
	add_summary(h, tally);
	add_problems(h, tally);
	kl_html_lists(h, tally);
}
