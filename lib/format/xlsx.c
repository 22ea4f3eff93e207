/* One workbook that can be handed on: an overview, the findings, the tables. */
#include "format/xlsx.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/version.h"
#include "format/xlsx_packer.h"
#include "format/xlsx_pour.h"

int kl_xlsx_level(const struct kl_xlsx *x)
{
	return x->scope->compress != 0 ? x->scope->compress : KL_PACKER_TUNED;
}

void kl_xlsx_add_title(const struct kl_xlsx *x, struct kl_text_buffer *out,
	size_t most)
{
	const struct kl_dataset *dataset = x->scope->dataset;
	const char *title = dataset->title != NULL ? dataset->title : dataset->name;

	kl_xlsx_add_visible(out, kl_span_of(title != NULL ? title
		: kl_phrase(KL_PHRASE_no_title)), most);
}

static enum kl_status set_properties(struct kl_xlsx *x, struct kl_error *error)
{
	enum { MOST = 200 };
	struct kl_text_buffer title = { 0 }, made = { 0 };
	lxw_error code = LXW_ERROR_MEMORY_MALLOC_FAILED;

	kl_xlsx_add_title(x, &title, MOST);
	kl_text_printf(&made, "%s klopt " KL_VERSION,
		kl_phrase(KL_PHRASE_made_by));
	if (!title.failed && !made.failed) {
		lxw_doc_properties properties = { .title = title.at,
			.subject = (char *)kl_phrase(KL_PHRASE_no_title),
			.author = "klopt", .comments = made.at,
			/* To the library 0 is: now. */
			.created = x->now != 0 ? x->now : 1 };
		code = workbook_set_properties(x->book, &properties);
	}
	kl_text_release(&title);
	kl_text_release(&made);
	return kl_xlsx_fail(code, error);
}

/* Names that Excel keeps for itself, in English and Dutch. */
static enum kl_status reserve_names(struct kl_xlsx *x, struct kl_error *error)
{
	static const char *const reserved[] = { "History", "Geschiedenis" };

	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
		if (kl_sheet_name(&x->names, kl_span_of(reserved[i]), 1) == NULL)
			return kl_no_memory(error);
	}
	return KL_OK;
}

static enum kl_status add_cover(struct kl_xlsx *x, struct kl_error *error)
{
	const char *name = kl_sheet_name(&x->names,
		kl_span_of(kl_phrase(KL_PHRASE_sheet_overview)), 1);

	return name == NULL ? kl_no_memory(error)
		: kl_xlsx_add_sheet(x, name, &x->cover, error);
}

/* Of lists. */
static enum kl_status make_formats(struct kl_xlsx *x, struct kl_error *error)
{
	enum kl_status status = kl_xlsx_new_format(x, KL_MARK_PLAIN,
		KL_XLSX_NUMBER, &x->counted, error);

	if (status == KL_OK)
		status = kl_xlsx_new_format(x, KL_MARK_PLAIN, KL_XLSX_TEXT,
			&x->linked, error);
	if (status != KL_OK)
		return status;
	format_set_align(x->counted, LXW_ALIGN_CENTER);
	format_set_font_color(x->linked, KL_XLSX_LINK_COLOR);
	format_set_underline(x->linked, LXW_UNDERLINE_SINGLE);
	return KL_OK;
}

static enum kl_status open_book(struct kl_xlsx *x, struct kl_error *error)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		.tmpdir = (char *)kl_temporary_folder() };

	x->now = kl_check_time();
	x->marks.most = KL_XLSX_MARKS;
	x->book = workbook_new_opt(x->scope->file, &options);
	if (x->book == NULL)
		return kl_no_memory(error);
	enum kl_status status = set_properties(x, error);
	if (status == KL_OK)
		status = reserve_names(x, error);
	if (status == KL_OK)
		status = add_cover(x, error);
	if (status == KL_OK)
		status = make_formats(x, error);
	if (status == KL_OK)
		status = kl_xlsx_begin_findings(x, error);
	if (status == KL_OK)
		status = kl_xlsx_begin_changes(x, error);
	if (status == KL_OK)
		status = kl_xlsx_begin_charts(x, error);
	if (status == KL_OK)
		status = kl_xlsx_open_tables(x, error);
	if (status == KL_OK)
		status = kl_xlsx_open_charts(x, error);
	return status == KL_OK ? kl_xlsx_look_at_changes(x, error) : status;
}

/* The library prints numbers by the locale, and XML wants them by none. */
static locale_t enter(struct kl_xlsx *x, const struct kl_format_scope *scope)
{
	x->scope = scope;
	return uselocale(x->locale);
}

static enum kl_status begin(void *state, const struct kl_format_scope *scope,
	struct kl_error *error)
{
	struct kl_xlsx *x = state;

	enum kl_status status = kl_xlsx_library_load(error);
	if (status == KL_OK)
		status = kl_xlsx_memory_begin(error);
	if (status != KL_OK)
		return status;
	x->locale = newlocale(LC_NUMERIC_MASK, "C", duplocale(LC_GLOBAL_LOCALE));
	if (x->locale == (locale_t)0)
		return kl_no_memory(error);
	locale_t before = enter(x, scope);
	status = open_book(x, error);
	uselocale(before);
	return status;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct kl_xlsx *x = state;
	const struct kl_place *place = &finding->place;
	locale_t before = enter(x, scope);
	enum kl_status status = kl_xlsx_list_finding(x, finding, error);

	if (status == KL_OK)
		status = kl_xlsx_mark_finding(x, finding, error);
	if (place->table != NULL && place->order < scope->dataset->table_count)
		x->tables[place->order].findings[finding->severity] +=
			kl_finding_counts(finding);
	uselocale(before);
	return status;
}

enum kl_status kl_xlsx_close_book(struct kl_xlsx *x, int fd, struct kl_error *error)
{
	enum kl_status status = kl_xlsx_check_room(x, error);

	if (status != KL_OK)
		return status;
	lxw_workbook *book = x->book;
	x->book = NULL;
	int number;
	lxw_error code = kl_xlsx_close(book, &number);
	if (number == ENOMEM)
		return kl_no_memory(error);
	if (code != LXW_NO_ERROR && number != 0)
		return kl_io_error(error, number, NULL, "write the workbook");
	status = kl_xlsx_fail(code, error);
	return status != KL_OK ? status : kl_xlsx_verify(x, fd, error);
}

/* The library frees a workbook that was not closed, but for its temporary
 * files. */
static void drop_book(struct kl_xlsx *x)
{
	lxw_worksheet *sheet;

	if (x->book == NULL)
		return;
	STAILQ_FOREACH(sheet, x->book->worksheets, list_pointers)
		fclose(sheet->optimize_tmpfile);
	lxw_workbook_free(x->book);
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	struct kl_xlsx *x = state;
	locale_t before = enter(x, scope);
	enum kl_status status = kl_shown_check(&x->shown, tally, error);

	if (status == KL_OK)
		status = kl_xlsx_end_findings(x, tally->problems == 0
			&& tally->rows > 0, error);

	kl_marks_sort(&x->marks);
	for (size_t i = 0; i < scope->dataset->table_count && status == KL_OK; i++)
		status = kl_xlsx_write_table(x, i, error);
	if (status == KL_OK)
		status = kl_xlsx_write_changes(x, error);
	if (status == KL_OK)
		status = kl_xlsx_write_charts(x, error);
	if (status == KL_OK)
		status = kl_xlsx_write_cover(x, tally, error);
	if (status == KL_OK)
		status = x->poured_count > 0 ? kl_xlsx_graft(x, error)
			: kl_xlsx_close_book(x, fileno(scope->stream), error);
	uselocale(before);
	return status;
}

static void release(void *state)
{
	struct kl_xlsx *x = state;

	kl_xlsx_list_release(&x->findings);
	kl_xlsx_close_changes(x);
	kl_xlsx_close_charts(x);
	kl_xlsx_close_tables(x);
	drop_book(x);
	if (x->poured_fd > 0)
		close(x->poured_fd);
	free(x->poured);
	free(x->contents);
	if (x->locale != (locale_t)0)
		freelocale(x->locale);
	kl_sheet_names_release(&x->names);
	kl_text_release(&x->text);
	kl_arena_release(&x->arena);
	kl_marks_release(&x->marks);
}

const struct kl_format kl_format_xlsx = {
	.name = "xlsx",
	.summary = "one workbook: overview, findings, and every table with its "
		"findings marked",
	.needs_file = true,
	.state_size = sizeof(struct kl_xlsx),
	.begin = begin,
	.finding = take_finding,
	.end = end,
	.release = release,
};
