#include "rule/codelist.h"

#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"
#include "table/input.h"

const char *const kl_register_columns[KL_REGISTER_COLUMNS] = { "code", "naam",
	"soort", "niveau", "leerweg", "dossier", "domein", "kbb_brin", "sector",
	"bron", "geldig_van", "laatste_instroom", "geldig_tot" };

enum { CODE = 0, TEXTS = 10 };          /* the columns after these are dates */

struct loader {
	struct kl_register *reg;
	const struct kl_codelist *list;
	struct kl_dialect dialect;      /* as used */
	size_t columns[KL_REGISTER_COLUMNS];    /* index in the row; SIZE_MAX: none */
	size_t width;                   /* cells of the header */
	size_t bytes;                   /* of the texts that are kept */
};

/* Without case, "_" as blank: as spreadsheets and people vary names. */
static bool same_name(struct kl_span a, struct kl_span b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++) {
		char x = a.at[i] == '_' ? ' ' : a.at[i];
		char y = b.at[i] == '_' ? ' ' : b.at[i];

		if (x >= 'A' && x <= 'Z')
			x = (char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (char)(y - 'A' + 'a');
		if (x != y)
			return false;
	}
	return true;
}

static void add_columns(struct kl_text_buffer *text, const struct kl_row *header)
{
	kl_text_puts(text, kl_translate("; its columns are "));
	for (size_t i = 0; i < header->count; i++) {
		kl_text_puts(text, i > 0 ? ", " : "");
		kl_text_add_visible(text, kl_span_trim(header->cells[i]), 32);
	}
}

static enum kl_status no_column(const struct loader *l, size_t column,
	const struct kl_row *header, struct kl_error *error)
{
	const struct kl_node *name = l->list->names[column];
	struct kl_text_buffer text = { 0 };
	enum kl_status status;

	if (name != NULL)
		kl_text_printf(&text, kl_translate("%s has no column '%s'"), l->reg->path,
			name->text.at);
	else
		kl_text_puts(&text, kl_translate("has no column CODE"));
	add_columns(&text, header);
	if (name == NULL)
		kl_text_puts(&text, kl_translate("; `columns` in its description can name the one that is meant"));
	if (text.failed)
		status = kl_no_memory(error);
	else if (name != NULL)
		status = kl_node_fail(name, l->list->description, error, "%s",
			text.at);
	else
		status = kl_fail(error, KL_INVALID, l->reg->path, header->line, 1,
			"%s", text.at);
	kl_text_release(&text);
	return status;
}

static enum kl_status at_cell(const struct loader *l, const struct kl_row *row,
	size_t cell, struct kl_error *error, const char *text)
{
	uint64_t line, column;

	kl_row_place(row, &l->dialect, cell, &line, &column);
	return kl_fail(error, KL_INVALID, l->reg->path, line, column, "%s",
		kl_translate(text));
}

static enum kl_status header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct loader *l = context;

	l->dialect = *used;
	l->width = row->count;
	if (row->count == 0)
		return kl_fail(error, KL_INVALID, l->reg->path, 0, 0, "is empty");
	for (size_t c = 0; c < KL_REGISTER_COLUMNS; c++) {
		struct kl_span wanted = l->list->names[c] != NULL
			? kl_span_trim(l->list->names[c]->text)
			: kl_span_of(kl_register_columns[c]);

		l->columns[c] = SIZE_MAX;
		for (size_t i = 0; i < row->count; i++) {
			if (!same_name(wanted, kl_span_trim(row->cells[i])))
				continue;
			if (l->columns[c] != SIZE_MAX)
				return at_cell(l, row, i, error,
					"this column stands twice in the header");
			l->columns[c] = i;
		}
		if (l->columns[c] == SIZE_MAX
			&& (c == CODE || l->list->names[c] != NULL))
			return no_column(l, c, row, error);
	}
	return KL_OK;
}

static void texts_of(struct kl_register_entry *entry, struct kl_span **texts)
{
	struct kl_span *all[TEXTS] = { &entry->code, &entry->name, &entry->kind,
		&entry->level, &entry->leerweg, &entry->dossier, &entry->domain,
		&entry->body, &entry->sector, &entry->source };

	memcpy(texts, all, sizeof all);
}

static struct kl_span cell_of(const struct loader *l, const struct kl_row *row,
	size_t column)
{
	size_t i = l->columns[column];

	return i < row->count ? kl_span_trim(row->cells[i])
		: (struct kl_span){ "", 0 };
}

static enum kl_status read_dates(const struct loader *l,
	const struct kl_row *row, struct kl_register_entry *entry,
	struct kl_error *error)
{
	struct kl_date *dates[] = { &entry->valid_from, &entry->last_intake,
		&entry->valid_until };

	for (size_t i = 0; i < KL_REGISTER_COLUMNS - TEXTS; i++) {
		struct kl_span text = cell_of(l, row, TEXTS + i);

		if (text.length > 0 && !kl_date_parse(text, dates[i])) {
			return at_cell(l, row, l->columns[TEXTS + i], error,
				"this is no date YYYY-MM-DD");
		}
	}
	return KL_OK;
}

/* One piece of memory for the texts of an entry. */
static enum kl_status keep_texts(struct loader *l,
	struct kl_register_entry *entry, struct kl_error *error)
{
	struct kl_register *reg = l->reg;
	struct kl_span *texts[TEXTS];
	size_t length = 0;

	texts_of(entry, texts);
	for (size_t i = 0; i < TEXTS; i++)
		length += texts[i]->length;
	l->bytes += length;
	if (l->bytes > (size_t)KL_REGISTER_TEXT_MOST_MIB << 20)
		return kl_fail(error, KL_LIMIT, reg->path, entry->line, 0,
			"the register has more than %d MiB of codes and names",
			KL_REGISTER_TEXT_MOST_MIB);
	char *to = kl_arena_alloc(&reg->arena, length);
	if (to == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < TEXTS; i++) {
		if (texts[i]->length > 0)
			memcpy(to, texts[i]->at, texts[i]->length);
		texts[i]->at = to;
		to += texts[i]->length;
	}
	return KL_OK;
}

static bool same_entry(struct kl_register_entry *a, struct kl_register_entry *b)
{
	struct kl_span *left[TEXTS], *right[TEXTS];

	texts_of(a, left);
	texts_of(b, right);
	for (size_t i = 0; i < TEXTS; i++)
		if (!kl_span_equal(*left[i], *right[i]))
			return false;
	return kl_date_compare(a->valid_from, b->valid_from) == 0
		&& kl_date_compare(a->last_intake, b->last_intake) == 0
		&& kl_date_compare(a->valid_until, b->valid_until) == 0;
}

static enum kl_status add_entry(struct loader *l, const struct kl_row *row,
	struct kl_register_entry *entry, struct kl_error *error)
{
	struct kl_register *reg = l->reg;
	uint32_t stored;
	uint64_t line, column;
	bool found;

	if (!kl_index_add(&reg->codes, entry->code, (uint32_t)reg->count, &stored,
		&found))
		return kl_no_memory(error);
	if (found && same_entry(entry, &reg->entries[stored]))
		return KL_OK;
	if (found) {
		kl_row_place(row, &l->dialect, l->columns[CODE], &line, &column);
		return kl_fail(error, KL_INVALID, reg->path, line, column,
			"code '%.*s' stands here with other contents than at line %u",
			(int)entry->code.length, entry->code.at,
			(unsigned)reg->entries[stored].line);
	}
	if (reg->count == KL_REGISTER_CODES_MOST)
		return kl_fail(error, KL_LIMIT, reg->path, row->line, 0,
			"the register has more than %d codes", KL_REGISTER_CODES_MOST);
	enum kl_status status = keep_texts(l, entry, error);
	if (status != KL_OK)
		return status;
	if (!kl_grow(reg->entries, reg->capacity, reg->count + 1))
		return kl_no_memory(error);
	reg->entries[reg->count++] = *entry;
	return KL_OK;
}

static enum kl_status read_row(struct loader *l, const struct kl_row *row,
	struct kl_error *error)
{
	struct kl_register_entry entry = { .line = (uint32_t)row->line };
	struct kl_span *texts[TEXTS];
	enum kl_status status;

	if (row->count > l->width)
		return at_cell(l, row, l->width, error,
			"the row has more cells than the header");
	texts_of(&entry, texts);
	for (size_t i = 0; i < TEXTS; i++)
		*texts[i] = cell_of(l, row, i);
	if (entry.code.length == 0)
		return at_cell(l, row, l->columns[CODE], error,
			"the row has no code");
	status = read_dates(l, row, &entry, error);
	return status == KL_OK ? add_entry(l, row, &entry, error) : status;
}

enum kl_status kl_codelist_sound(const char *path,
	const struct kl_batch *batch, struct kl_error *error)
{
	static const char *const words[] = {
		[KL_ISSUE_QUOTE_STRAY] = KL_TEXT("a quote stands where none can stand"),
		[KL_ISSUE_QUOTE_OPEN] = KL_TEXT("this quote is never closed"),
		[KL_ISSUE_ENCODING] = KL_TEXT("this is no character in the encoding of the file; save it as UTF-8"),
		[KL_ISSUE_NUL] = KL_TEXT("a NUL byte stands here: this is no text"),
		[KL_ISSUE_CELL_ERROR] = KL_TEXT("this cell holds an error, and no value"),
		[KL_ISSUE_NO_VALUE] = KL_TEXT("the formula of this cell was never computed")
	};

	for (size_t i = 0; i < batch->issue_count; i++) {
		const struct kl_issue *issue = &batch->issues[i];

		if (words[issue->kind] != NULL)
			return kl_fail(error, KL_INVALID, path, issue->line,
				issue->column, "%s",
				kl_translate(words[issue->kind]));
	}
	return KL_OK;
}

static enum kl_status batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct loader *l = context;
	enum kl_status status = kl_codelist_sound(l->reg->path, batch, error);

	for (size_t i = 0; status == KL_OK && i < batch->count; i++)
		status = read_row(l, &batch->rows[i], error);
	return status;
}

static void keep_note(void *context, const struct kl_note *note)
{
	const struct loader *l = context;
	struct kl_register *reg = l->reg;
	char *text = kl_note_is_told(note->kind)
			&& reg->note_count < KL_REGISTER_NOTES
		? kl_arena_text(&reg->arena, kl_span_of(note->text)) : NULL;

	if (text == NULL)
		return;
	reg->notes[reg->note_count] = *note;
	reg->notes[reg->note_count].path = reg->path;
	reg->notes[reg->note_count++].text = text;
}

enum kl_status kl_codelist_read(struct kl_register *reg,
	const struct kl_codelist *list, struct kl_error *error)
{
	struct loader loader = { .reg = reg, .list = list };
	const struct kl_reader_calls calls = { .header = header,
		.batch = batch, .context = &loader, .note = keep_note };
	struct kl_input input;
	int fd;
	struct stat about;
	enum kl_status status = list->description != NULL
		? kl_input_regular(&fd, reg->path, reg->path, &about, error)
		: kl_input_file(&fd, reg->path, reg->path, &about, error);

	if (status != KL_OK)
		return status;
	status = kl_input_open(&input, fd, reg->path, error);
	if (status == KL_OK)
		status = kl_read_input(&input, reg->path, &list->dialect, 0,
			&calls, error);
	close(fd);
	if (status == KL_OK && reg->count == 0)
		status = kl_fail(error, KL_INVALID, reg->path, 0, 0, "has no codes");
	return status;
}
