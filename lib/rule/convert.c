#include "rule/convert.h"

#include <stdlib.h>

#include "base/moment.h"
#include "base/text.h"
#include "base/translate.h"
#include "code/form.h"

const char *const kl_conversion_forms[] = { "crebo", "brin", "vestiging",
	"bevoegd-gezag", "gemeente", "rio", "any", NULL };

static const struct kl_parameter parameters[] = {
	{ "code", KL_PARAMETER_COLUMN, "COLUMN", "the column with the code", NULL },
	{ "name", KL_PARAMETER_COLUMN, "COLUMN", "with the name of what it stands for",
		NULL },
	{ "kind", KL_PARAMETER_COLUMN, "COLUMN",
		"with its type, as basisberoepsopleiding", NULL },
	{ "level", KL_PARAMETER_COLUMN, "COLUMN", "with the level", NULL },
	{ "leerweg", KL_PARAMETER_COLUMN, "COLUMN", "with the leerweg", NULL },
	{ "dossier", KL_PARAMETER_COLUMN, "COLUMN",
		"with the code of the qualification dossier", NULL },
	{ "domain", KL_PARAMETER_COLUMN, "COLUMN", "with the code of the domain",
		NULL },
	{ "body", KL_PARAMETER_COLUMN, "COLUMN",
		"with the BRIN of the body (LOB, KBB) that keeps it", NULL },
	{ "sector", KL_PARAMETER_COLUMN, "COLUMN", "with the sector", NULL },
	{ "origin", KL_PARAMETER_COLUMN, "COLUMN", "with the source of each row",
		NULL },
	{ "valid-from", KL_PARAMETER_COLUMN, "COLUMN",
		"with the first day that it is valid", NULL },
	{ "last-intake", KL_PARAMETER_COLUMN, "COLUMN",
		"with the last day that it takes a new leerjaar 1", NULL },
	{ "valid-until", KL_PARAMETER_COLUMN, "COLUMN",
		"with the last day that it is valid", NULL },
	{ "date-format", KL_PARAMETER_TEXT, "FORMAT",
		"how the list writes dates, as %d-%m-%Y (default: YYYY-MM-DD)", NULL },
	{ "form", KL_PARAMETER_CHOICE, "FORM",
		"of the codes: crebo, brin, vestiging, bevoegd-gezag, gemeente, rio or "
		"any (default: by the column's name, or that of most)", kl_conversion_forms },
	{ "id", KL_PARAMETER_TEXT, "ID",
		"what the register is called (default: as its file)", NULL },
	{ "title", KL_PARAMETER_TEXT, "TEXT", "its title, in the description", NULL },
	{ "date", KL_PARAMETER_TEXT, "TEXT", "the date or year of the list", NULL },
	{ "source", KL_PARAMETER_TEXT, "TEXT", "who published it, and where", NULL },
	{ "licence", KL_PARAMETER_TEXT, "TEXT", "what may be done with it", NULL },
};

const struct kl_words kl_conversion_words = { "register",
	"a published list of codes to a register", parameters,
	sizeof parameters / sizeof *parameters };

enum { CODE = 0, FIRST_DATE = 10 };     /* of kl_register_columns */

bool kl_conversion_has_form(int form, struct kl_span code)
{
	if (kl_conversion_forms[form + 1] == NULL)
		return true;
	/* A crebo has five digits, as a bevoegd gezag. */
	return form == 0 ? kl_codes_has_form(KL_CODES_BEVOEGD_GEZAG, code)
		: kl_codes_has_form((enum kl_codes_form)(form - 1), code);
}

/* The row outlives the reader's buffers. */
static enum kl_status keep(struct kl_conversion *c, const struct kl_row *row,
	struct kl_row *out, struct kl_error *error)
{
	struct kl_span *cells = kl_arena_alloc(&c->arena,
		(row->count + 1) * sizeof *cells);

	if (c->arena.used > KL_CONVERSION_MOST)
		return kl_fail(error, KL_LIMIT, c->path, row->line, 0,
			"is longer than a list of codes can be (256 MiB)");
	*out = *row;
	out->cells = cells;
	out->raw = kl_arena_span(&c->arena, row->raw);
	if (cells == NULL || (row->raw.at != NULL && out->raw.at == NULL))
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++) {
		cells[i] = kl_arena_span(&c->arena, row->cells[i]);
		if (row->cells[i].at != NULL && cells[i].at == NULL)
			return kl_no_memory(error);
	}
	return KL_OK;
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct kl_conversion *c = context;
	enum kl_status status = keep(c, row, &c->header, error);

	c->dialect = *used;
	if (status == KL_OK && row->count == 0)
		status = kl_fail(error, KL_INVALID, c->path, 0, 0, "is empty");
	if (status != KL_OK)
		return status;
	c->names = kl_arena_alloc(&c->arena, row->count * sizeof *c->names);
	if (c->names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < row->count; i++)
		c->names[i] = kl_span_trim(c->header.cells[i]);
	return KL_OK;
}

static bool is_blank(const struct kl_row *row, size_t from)
{
	for (size_t i = from; i < row->count; i++) {
		if (kl_span_trim(row->cells[i]).length > 0)
			return false;
	}
	return true;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct kl_conversion *c = context;
	enum kl_status status = kl_codelist_sound(c->path, batch, error);

	/* All issues are empty lines now. */
	c->blanks += batch->issue_count;
	for (size_t i = 0; i < batch->count && status == KL_OK; i++) {
		if (is_blank(&batch->rows[i], 0)) {
			c->blanks++;
			continue;
		}
		if (!kl_grow(c->rows, c->row_capacity, c->row_count + 1))
			return kl_no_memory(error);
		struct kl_conversion_row *kept = &c->rows[c->row_count++];
		*kept = (struct kl_conversion_row){ 0 };
		status = keep(c, &batch->rows[i], &kept->row, error);
	}
	return status;
}

/* Tells what is wrong with a cell of the list. */
static void tell(const struct kl_conversion *c, const struct kl_row *row,
	size_t cell, struct kl_text_buffer *text)
{
	struct kl_error what;
	uint64_t line, column;

	kl_row_place(row, &c->dialect, cell, &line, &column);
	kl_fail(&what, KL_INVALID, c->path, line, column, "%s",
		text->failed ? kl_translate("out of memory") : text->at);
	c->tell(c->context, &what);
	kl_text_release(text);
}

static void tell_date(const struct kl_conversion *c, const struct kl_row *row,
	size_t cell, struct kl_span text)
{
	const struct kl_argument *format = &c->arguments[KL_CONVERT_DATE_FORMAT];
	struct kl_text_buffer what = { 0 };

	kl_text_puts(&what, "'");
	kl_text_add_visible(&what, text, 40);
	if (format->given)
		kl_text_printf(&what, kl_translate("' is no date %.*s"),
			(int)format->words[0].text.length, format->words[0].text.at);
	else
		kl_text_puts(&what, kl_translate("' is no date YYYY-MM-DD: --date-format says how "
			"the list writes them"));
	tell(c, row, cell, &what);
}

static enum kl_status convert_date(struct kl_conversion *c, struct kl_span text,
	struct kl_span *out, struct kl_error *error)
{
	const struct kl_argument *format = &c->arguments[KL_CONVERT_DATE_FORMAT];
	char written[KL_DATE_TEXT];
	struct kl_moment moment;
	struct kl_date date;

	*out = (struct kl_span){ 0 };
	bool read = format->given
		? kl_moment_match(format->words[0].text, text, &moment)
			&& kl_date_of_days(moment.seconds / 86400, &date)
		: kl_date_parse(text, &date);
	if (!read)
		return KL_OK;
	kl_date_format(date, written);
	*out = kl_arena_span(&c->arena, kl_span_of(written));
	return out->at != NULL ? KL_OK : kl_no_memory(error);
}

static bool same_cells(const struct kl_span *a, const struct kl_span *b)
{
	for (size_t i = 0; i < KL_REGISTER_COLUMNS; i++) {
		if (!kl_span_equal(kl_span_trim(a[i]), kl_span_trim(b[i])))
			return false;
	}
	return true;
}

/* A code that stands before: alike it is left out, else it is told. */
static enum kl_status check_seen(struct kl_conversion *c, size_t number,
	bool *first, struct kl_error *error)
{
	struct kl_conversion_row *row = &c->rows[number];
	struct kl_text_buffer what = { 0 };
	uint32_t before;
	bool found;

	*first = false;
	if (!kl_index_add(&c->seen, row->cells[CODE], (uint32_t)number, &before,
			&found))
		return kl_no_memory(error);
	*first = !found;
	if (!found)
		return KL_OK;
	if (same_cells(row->cells, c->rows[before].cells)) {
		c->doubles++;
		row->cells = NULL;
		return KL_OK;
	}
	kl_text_puts(&what, kl_translate("code '"));
	kl_text_add_visible(&what, row->cells[CODE], 40);
	kl_text_printf(&what, kl_translate("' stands here with other contents than in line %llu"),
		(unsigned long long)c->rows[before].row.line);
	tell(c, &row->row, c->columns[CODE].index, &what);
	c->unfit++;
	return KL_OK;
}

static void tell_form(struct kl_conversion *c, const struct kl_conversion_row *row)
{
	struct kl_text_buffer what = { 0 };

	kl_text_puts(&what, "'");
	kl_text_add_visible(&what, row->cells[CODE], 40);
	kl_text_printf(&what, kl_translate("' has not the form of a code (%s); it is kept as it "
		"stands"), kl_conversion_forms[c->form]);
	tell(c, &row->row, c->columns[CODE].index, &what);
	c->doubtful++;
}

static enum kl_status fill_cells(struct kl_conversion *c,
	struct kl_conversion_row *row, bool *fit, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < KL_REGISTER_COLUMNS && status == KL_OK; i++) {
		const struct kl_conversion_column *column = &c->columns[i];
		struct kl_span *cell = &row->cells[i];
		*cell = (struct kl_span){ "", 0 };
		if (column->way == KL_WAY_NONE || column->index >= row->row.count)
			continue;
		*cell = row->row.cells[column->index];
		struct kl_span bare = kl_span_trim(*cell);
		if (i == CODE || bare.length == 0)
			*cell = bare;
		if (i < FIRST_DATE || bare.length == 0)
			continue;
		status = convert_date(c, bare, cell, error);
		if (status == KL_OK && cell->at == NULL) {
			tell_date(c, &row->row, column->index, bare);
			*fit = false;
		}
	}
	return status;
}

static enum kl_status convert_row(struct kl_conversion *c, size_t number,
	struct kl_error *error)
{
	struct kl_conversion_row *row = &c->rows[number];
	struct kl_text_buffer what = { 0 };
	bool fit = true, first;

	row->cells = kl_arena_alloc(&c->arena,
		KL_REGISTER_COLUMNS * sizeof *row->cells);
	if (row->cells == NULL)
		return kl_no_memory(error);
	enum kl_status status = fill_cells(c, row, &fit, error);
	if (status != KL_OK)
		return status;
	if (row->row.count > c->header.count
			&& !is_blank(&row->row, c->header.count)) {
		kl_text_puts(&what, kl_translate("the row has more cells than the header"));
		tell(c, &row->row, c->header.count, &what);
		fit = false;
	}
	if (row->cells[CODE].length == 0) {
		kl_text_puts(&what, kl_translate("the row has no code"));
		tell(c, &row->row, c->columns[CODE].index, &what);
		fit = false;
	}
	c->unfit += !fit;
	if (!fit)
		return KL_OK;
	status = check_seen(c, number, &first, error);
	if (status == KL_OK && first && !kl_conversion_has_form(c->form,
			row->cells[CODE]))
		tell_form(c, row);
	c->codes += first;
	return status;
}

static bool has_directive(struct kl_span pattern, char directive)
{
	for (size_t i = 0; i + 1 < pattern.length; i++) {
		if (pattern.at[i] == '%' && pattern.at[++i] == directive)
			return true;
	}
	return false;
}

/* A format that tells no day makes no date, and a zone could make another. */
static enum kl_status check_format(const struct kl_argument *format,
	struct kl_error *error)
{
	char directive;

	if (!format->given)
		return KL_OK;
	struct kl_span text = format->words[0].text;
	bool year = has_directive(text, 'Y') || has_directive(text, 'y');
	bool day = has_directive(text, 'j')
		|| (has_directive(text, 'm') && has_directive(text, 'd'));
	if (kl_moment_pattern_check(text, &directive) == KL_PATTERN_FINE && year
			&& day && !has_directive(text, 'z'))
		return KL_OK;
	return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --date-format: '%.*s' "
		"is no format of dates, such as %%d-%%m-%%Y (%%Y %%y %%m %%d %%j)",
		(int)text.length, text.at);
}

static void take_note(void *context, const struct kl_note *note)
{
	const struct kl_conversion *c = context;

	if (c->note != NULL)
		c->note(c->context, note);
}

enum kl_status kl_conversion_read(struct kl_conversion *c,
	const struct kl_source *source, struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = c, .note = take_note };
	enum kl_status status = check_format(&c->arguments[KL_CONVERT_DATE_FORMAT],
		error);

	if (status == KL_OK)
		status = kl_read_table(source, c->path, &c->dialect, 0, &calls, error);
	if (status == KL_OK && c->row_count == 0)
		status = kl_fail(error, KL_INVALID, c->path, 0, 0,
			"has a header but no codes");
	if (status == KL_OK)
		status = kl_conversion_find(c, error);
	for (size_t i = 0; i < c->row_count && status == KL_OK; i++)
		status = convert_row(c, i, error);
	return status;
}

void kl_conversion_release(struct kl_conversion *c)
{
	free(c->rows);
	kl_index_release(&c->seen);
	kl_arena_release(&c->arena);
}
