/* What a person reads: findings as compilers print them, then a summary. */
#include <errno.h>

#include "base/translate.h"
#include "format/phrases.h"
#include "format/stencil.h"
#include "format/text.h"

enum {
	MOST_CELLS = 8          /* cells named in full under a finding */
};

static const char *const colors[] = {
	"\033[0m", "\033[1m", "\033[1;31m", "\033[1;33m", "\033[1;34m",
	"\033[1;32m", "\033[2m"
};

void kl_text_colored(struct kl_text_buffer *out, const struct kl_style *style,
	enum kl_color color, const char *text)
{
	if (style->color)
		kl_text_puts(out, colors[color]);
	kl_text_puts(out, text);
	if (style->color)
		kl_text_puts(out, colors[KL_PLAIN]);
}

enum kl_status kl_text_put(const struct kl_format_scope *scope,
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

/* Used again for each finding. */
struct writing {
	struct kl_text_buffer out, part;
	struct kl_stencils stencils;
};

/* How a finding is put together; and where, with room for a part of it. */
struct making {
	struct writing *text;
	const struct kl_style *style;
};

struct adding {
	struct kl_text_buffer *out, *part;
};

static void add_indent(struct kl_text_buffer *out)
{
	kl_text_add(out, (struct kl_span){ "        ", KL_TEXT_INDENT });
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

/* "gestart_ocw 9", behind its table and line where they are not those of the cell
 * before it. */
static void add_cell(struct kl_text_buffer *list,
	const struct kl_finding_cell *cell, bool same_table, bool same_line,
	const struct kl_style *style)
{
	const struct kl_place *place = &cell->place;

	if (!same_table) {
		kl_text_add_visible(list, kl_span_of(is_in_descriptor(place)
			? place->path : place->table), 0);
		kl_text_puts(list, " ");
	}
	if (!same_line && place->line > 0) {
		kl_place_add_line(place, list);
		kl_text_puts(list, ": ");
	}
	kl_text_add_visible(list, place->field, 40);
	kl_text_puts(list, " ");
	if (style->no_values)
		kl_text_puts(list, kl_translate("[hidden]"));
	else if (kl_span_trim(cell->value).length == 0)
		kl_text_puts(list, kl_phrase(KL_PHRASE_blank));
	else
		kl_text_add_visible(list, cell->value, 20);
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
		add_cell(&list, &finding->cells[i], same_table, same_line, style);
		before = place;
	}
	if (more > 0) {
		kl_text_puts(&list, "; ");
		kl_phrase_add(&list, KL_PHRASE_and_more, more, 0);
	}
	if (shown > 0) {
		const char *from = kl_phrase(KL_PHRASE_from);
		kl_text_printf(out, "%*s%s ", KL_TEXT_INDENT, "", from);
		kl_text_add_wrapped(out, kl_text_span(&list), style->width,
			KL_TEXT_INDENT + kl_utf8_count(kl_span_of(from)) + 1, KL_TEXT_INDENT + 2);
		kl_text_puts(out, "\n");
	}
	out->failed = out->failed || list.failed;
	kl_text_release(&list);
}

/* A line of its own below the finding. */
static void add_line(struct kl_text_buffer *out, const struct kl_text_buffer *text,
	const struct kl_style *style)
{
	add_indent(out);
	kl_text_add_wrapped(out, kl_text_span(text), style->width, KL_TEXT_INDENT,
		KL_TEXT_INDENT + 2);
	kl_text_puts(out, "\n");
	out->failed = out->failed || text->failed;
}

static void add_label(const struct adding *text, const struct kl_finding *finding,
	const struct kl_style *style)
{
	if (finding->label.at == NULL || finding->place.row == 0
			|| style->no_values)
		return;
	text->part->length = 0;
	kl_phrase_add(text->part, KL_PHRASE_row_number, finding->place.row, 0);
	kl_text_puts(text->part, ": ");
	kl_text_add_visible(text->part, finding->label, 64);
	add_line(text->out, text->part, style);
}

static void add_repair(const struct adding *text, const struct kl_finding *finding,
	const struct kl_style *style)
{
	text->part->length = 0;
	kl_finding_repair_text(finding, style, text->part);
	if (text->part->length > 0 || text->part->failed)
		add_line(text->out, text->part, style);
}

/* Of who reads it where the severity stands for what counts. */
static void add_excuse(const struct adding *text, const struct kl_finding *finding,
	const struct kl_style *style)
{
	if (finding->waiver == NULL)
		return;
	text->part->length = 0;
	kl_waiver_add(finding->waiver, text->part);
	add_line(text->out, text->part, style);
}

static void add_fingerprint(struct kl_text_buffer *out,
	const struct kl_finding *finding, const struct kl_style *style)
{
	char fingerprint[KL_FINGERPRINT];

	kl_finding_fingerprint(finding, style, fingerprint);
	kl_text_printf(out, "%*s%s %s\n", KL_TEXT_INDENT, "",
		kl_phrase(KL_PHRASE_fingerprint), fingerprint);
}

/* Adds "path:line:column: severity: message [code]". */
static void add_head(const struct adding *text, const struct kl_finding *finding,
	const struct kl_style *style)
{
	static const enum kl_color of_severity[] = { KL_BLUE, KL_YELLOW, KL_RED };
	struct kl_text_buffer *out = text->out, *part = text->part;
	bool counts = kl_finding_counts(finding);
	const char *severity = counts ? kl_severity_word(finding->severity)
		: kl_phrase(finding->waiver != NULL ? KL_PHRASE_waived
			: KL_PHRASE_known);

	part->length = 0;
	kl_place_add(&finding->place, part);
	kl_text_puts(part, ":");
	size_t at = style->width < KL_TEXT_NARROW || part->failed ? 0
		: kl_utf8_count(kl_text_span(part)) + 3
			+ kl_utf8_count(kl_span_of(severity));
	if (!part->failed)
		kl_text_colored(out, style, KL_BOLD, part->at);
	kl_text_puts(out, " ");
	kl_text_colored(out, style, counts ? of_severity[finding->severity] : KL_FAINT,
		severity);
	kl_text_puts(out, ": ");
	part->length = 0;
	struct kl_text_buffer *words = at == 0 ? out : part;
	kl_finding_message(finding, style, words);
	kl_text_puts(words, " [");
	kl_text_puts(words, kl_code_name(finding->code));
	kl_text_puts(words, "]");
	if (words == part)
		kl_text_add_wrapped(out, kl_text_span(part), style->width, at,
			KL_TEXT_INDENT);
	kl_text_puts(out, "\n");
	out->failed = out->failed || part->failed;
}

static void add_finding(void *context, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	const struct making *making = context;
	const struct kl_style *style = making->style;
	const struct adding text = { out, &making->text->part };

	add_head(&text, finding, style);
	if (style->quiet)
		return;
	add_label(&text, finding, style);
	if (finding->cell_count > 0)
		add_cells(out, finding, style);
	add_repair(&text, finding, style);
	add_excuse(&text, finding, style);
	/* Without values it names more than this finding: none is to be waived by it. */
	if (style->verbose && !style->no_values)
		add_fingerprint(out, finding, style);
}

static enum kl_status write_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	const struct kl_style *style = scope->style;
	struct writing *text = state;
	struct kl_text_buffer *out = &text->out;
	struct making making = { text, style };
	const struct kl_stencil_source source = { add_finding, &making, style, false };

	if ((style->quiet && (finding->severity < scope->fail_on
			|| !kl_finding_counts(finding)))
			|| (finding->waiver == NULL && !style->verbose
				&& finding->novelty == KL_NOVELTY_KNOWN))
		return KL_OK;
	out->length = 0;
	/* Where lines end depends on all that stands in them. */
	if (style->width >= KL_TEXT_NARROW
			|| !kl_stencils_add(&text->stencils, &source, finding, out))
		add_finding(&making, finding, out);
	if (out->failed)
		return kl_no_memory(error);
	if (fwrite(out->at, 1, out->length, scope->stream) != out->length)
		return kl_io_error(error, errno, NULL, "write the findings");
	return KL_OK;
}

static void release(void *state)
{
	struct writing *text = state;

	kl_text_release(&text->out);
	kl_text_release(&text->part);
	kl_stencils_release(&text->stencils);
}

const struct kl_format kl_format_text = {
	.name = "text",
	.summary = "path:line:column: severity: message [code], then a summary",
	.state_size = sizeof(struct writing),
	.finding = write_finding,
	.end = kl_text_summary,
	.release = release,
};
