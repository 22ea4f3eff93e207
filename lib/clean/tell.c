/* What is told of a table beside its cells. */
#include <stdio.h>

#include "clean/table.h"

#include "base/translate.h"

enum kl_status kl_clean_tell(struct kl_clean_table *table,
	struct kl_clean_event event, struct kl_error *error)
{
	const struct kl_clean_calls *calls = &table->clean->calls;
	struct kl_clean_result *result = table->result;

	if (event.left) {
		result->left++;
	} else if (event.field.at != NULL && event.column > 0) {
		result->cells++;
	} else {
		result->others++;
	}
	result->differs = result->differs || !event.left;
	if (table->silent)
		return KL_OK;
	event.table = table->from;
	event.path = table->from->shown;
	event.sheet = table->dialect.sheet;
	return calls->event(calls->context, &event, error);
}

enum kl_status kl_clean_tell_file(struct kl_clean_table *table, uint64_t line,
	enum kl_clean_word word, const char *from, const char *to,
	struct kl_error *error)
{
	return kl_clean_tell(table, (struct kl_clean_event){ .line = line,
		.from = kl_span_of(from), .to = kl_span_of(to),
		.why = kl_clean_why(word) }, error);
}

/* "," for people. */
static const char *name_of(char delimiter, char *room)
{
	if (delimiter == '\t')
		return "tab";
	room[0] = delimiter;
	room[1] = '\0';
	return room;
}

/* What the first bytes say, and the dialect. */
enum kl_status kl_clean_tell_dialect(struct kl_clean_table *table,
	const struct kl_row *header, struct kl_error *error)
{
	const struct kl_dialect *used = &table->dialect, *to = &table->to->dialect;
	char from_room[2], to_room[2];
	enum kl_status status = KL_OK;

	if (used->sheet != NULL && table->clean->in_place)
		return kl_fail(error, KL_INVALID, table->from->shown, 0, 0,
			"is a workbook, which cannot be cleaned in place; name a folder with -o");
	if (used->sheet != NULL)
		return kl_clean_tell_file(table, 0, KL_CLEAN_sheet, used->sheet, NULL,
			error);
	if (used->marked && used->encoding == KL_UTF_8)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_bom, NULL, NULL, error);
	if (status == KL_OK && header->count > 1
			&& used->delimiter != to->delimiter)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_delimiter,
			name_of(used->delimiter, from_room),
			name_of(to->delimiter, to_room), error);
	if (status == KL_OK && header->line == 0 && header->count > 0)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_header_made, NULL, NULL,
			error);
	return status;
}

/* Lines that are no part of a record, as the layout has it. */
enum kl_status kl_clean_tell_gap(struct kl_clean_table *table, uint64_t line,
	struct kl_error *error)
{
	char range[64];
	uint64_t first = table->next_line, last = line - 1;

	if (table->dialect.layout == NULL || table->dialect.sheet != NULL
			|| line <= first)
		return KL_OK;
	table->next_line = line;
	if (first == last)
		return kl_clean_tell_file(table, first, KL_CLEAN_layout, NULL, NULL,
			error);
	snprintf(range, sizeof range, "%llu-%llu", (unsigned long long)first,
		(unsigned long long)last);
	return kl_clean_tell_file(table, first, KL_CLEAN_layout, range, NULL, error);
}

static struct kl_span keep(struct kl_clean_table *table, struct kl_span text)
{
	struct kl_span kept = kl_arena_span(&table->arena, text);

	if (kept.at == NULL && text.at != NULL && table->status == KL_OK)
		table->status = kl_no_memory(table->error);
	return kept;
}

/* Lines or columns of the file: "3", "3-5". */
static struct kl_span range_of(struct kl_clean_table *table, uint64_t first,
	uint64_t last)
{
	char range[64];

	snprintf(range, sizeof range, first == last ? "%llu" : "%llu-%llu",
		(unsigned long long)first, (unsigned long long)last);
	return keep(table, kl_span_of(range));
}

static enum kl_status tell_part(struct kl_clean_table *table,
	const struct kl_clean_part *part, struct kl_error *error)
{
	if (part->last_line >= table->next_line)
		table->next_line = part->last_line + 1;
	return kl_clean_tell(table, (struct kl_clean_event){ .line = part->line,
		.field = part->field, .from = part->from, .to = part->to,
		.why = kl_clean_why(part->word) }, error);
}

/* The sheet is known with the header: what is told before it waits. */
void kl_clean_add_part(struct kl_clean_table *table, struct kl_clean_part part)
{
	if (table->status != KL_OK)
		return;
	if (table->begun)
		table->status = tell_part(table, &part, table->error);
	else if (!kl_grow(table->parts, table->part_capacity,
			table->part_count + 1))
		table->status = kl_no_memory(table->error);
	else
		table->parts[table->part_count++] = part;
}

void kl_clean_take_left_out(void *context, const struct kl_left_out *left_out)
{
	static const enum kl_clean_word words[] = {
		[KL_LEFT_OUT_TITLE] = KL_CLEAN_title,
		[KL_LEFT_OUT_NOTE] = KL_CLEAN_below,
		[KL_LEFT_OUT_BLANK] = KL_CLEAN_rows_blank,
		[KL_LEFT_OUT_COLUMNS] = KL_CLEAN_columns_blank,
		[KL_LEFT_OUT_NAME] = KL_CLEAN_renamed };
	struct kl_clean_table *table = context;
	struct kl_clean_part part = { .word = words[left_out->kind],
		.line = left_out->line, .last_line = left_out->last_line };

	if (left_out->kind == KL_LEFT_OUT_COLUMNS) {
		part.from = range_of(table, left_out->column,
			left_out->last_column);
		part.last_line = 0;
	} else if (left_out->kind == KL_LEFT_OUT_NAME) {
		part.from = keep(table, left_out->text);
		part.field = part.to = keep(table, left_out->name);
		part.last_line = 0;
	} else if (left_out->kind != KL_LEFT_OUT_BLANK) {
		part.from = keep(table, left_out->text);
	} else if (left_out->last_line > left_out->line) {
		part.from = range_of(table, left_out->line, left_out->last_line);
	}
	kl_clean_add_part(table, part);
}

enum kl_status kl_clean_tell_parts(struct kl_clean_table *table,
	struct kl_error *error)
{
	enum kl_status status = table->status;

	table->begun = true;
	for (size_t i = 0; i < table->part_count && status == KL_OK; i++)
		status = tell_part(table, &table->parts[i], error);
	table->part_count = 0;
	return status;
}

static enum kl_status tell_left(struct kl_clean_table *table,
	const struct kl_issue *issue, enum kl_clean_word word,
	struct kl_error *error)
{
	return kl_clean_tell(table, (struct kl_clean_event){ .line = issue->line,
		.column = issue->column, .from = kl_span_of(issue->text),
		.why = kl_clean_why(word), .left = true }, error);
}

/* What is not sure to be read right cannot be written right. Which byte it is, is part
 * of a cell: klopt check tells it. */
static enum kl_status fail_encoding(const struct kl_clean_table *table,
	const struct kl_issue *issue, struct kl_error *error)
{
	static const char *const misfits[] = {
		[KL_MISFIT_UTF_8] = KL_TEXT("a byte is not UTF-8, so nothing is written"),
		[KL_MISFIT_WINDOWS_1252] =
			KL_TEXT("a byte is not Windows-1252, so nothing is written"),
		[KL_MISFIT_MIXED] = KL_TEXT("here stands UTF-8, and elsewhere Windows-1252, so "
			"nothing is written"),
		[KL_MISFIT_SURROGATE] =
			KL_TEXT("half a character of UTF-16, so nothing is written"),
		[KL_MISFIT_CUT_OFF] = KL_TEXT("half a character of UTF-16: the file was cut off, "
			"so nothing is written"),
	};

	return kl_fail(error, KL_INVALID, table->from->shown, issue->line,
		issue->column, "%s", kl_translate(misfits[issue->why]));
}

enum kl_status kl_clean_take_issue(struct kl_clean_table *table,
	const struct kl_issue *issue, struct kl_error *error)
{
	enum kl_status status = KL_OK;
	char range[64];

	switch (issue->kind) {
	case KL_ISSUE_QUOTE_STRAY:
		return tell_left(table, issue, KL_CLEAN_quote_stray, error);
	case KL_ISSUE_QUOTE_OPEN:
		return tell_left(table, issue, KL_CLEAN_quote_open, error);
	case KL_ISSUE_EDGE:
		return tell_left(table, issue, KL_CLEAN_edge, error);
	case KL_ISSUE_NUL:
		return tell_left(table, issue, KL_CLEAN_nul, error);
	case KL_ISSUE_CELL_ERROR:
		return tell_left(table, issue, KL_CLEAN_cell_error, error);
	case KL_ISSUE_NO_VALUE:
		return tell_left(table, issue, KL_CLEAN_no_value, error);
	case KL_ISSUE_ENCODING:
		return fail_encoding(table, issue, error);
	case KL_ISSUE_BLANK_LINE:
		status = kl_clean_tell_gap(table, issue->line, error);
		table->next_line = issue->line + 1;
		return status != KL_OK ? status : kl_clean_tell_file(table,
			issue->line, KL_CLEAN_line_blank, NULL, NULL, error);
	case KL_ISSUE_BLANK_ROWS:
		snprintf(range, sizeof range, "%llu-%llu",
			(unsigned long long)issue->line,
			(unsigned long long)issue->last_line);
		return kl_clean_tell_file(table, issue->line, KL_CLEAN_rows_blank,
			issue->last_line > issue->line ? range : NULL, NULL, error);
	}
	return KL_OK;
}

/* What is known of a file only when it was read. */
enum kl_status kl_clean_tell_ends(struct kl_clean_table *table,
	struct kl_error *error)
{
	const unsigned ends = table->line_ends & ~(unsigned)KL_END_NONE;
	enum kl_status status = table->status;

	bool known = table->encoding != KL_ENCODING_OPEN
		&& table->encoding != KL_UTF_8;

	if (status == KL_OK && table->dialect.sheet == NULL
			&& (known || table->recoded))
		status = kl_clean_tell_file(table, 0, KL_CLEAN_encoding,
			kl_encoding_name(known ? table->encoding : KL_WINDOWS_1252),
			kl_encoding_name(KL_UTF_8), error);
	if (status == KL_OK && ends & (KL_END_CRLF | KL_END_CR))
		status = kl_clean_tell_file(table, 0, KL_CLEAN_line_ends,
			ends == KL_END_CRLF ? "CRLF" : ends == KL_END_CR ? "CR" : "mixed",
			"LF", error);
	if (status == KL_OK && table->line_ends & KL_END_NONE)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_last_line, NULL, NULL,
			error);
	if (table->dialect.sheet == NULL && table->size > 0
			&& table->taken != table->size)
		table->result->differs = true;
	/* Nothing was told, and the bytes are others: cells that need no quotes. */
	if (status == KL_OK && table->result->differs
			&& table->result->cells + table->result->others == 0)
		status = kl_clean_tell_file(table, 0, KL_CLEAN_quotes, NULL, NULL,
			error);
	return status;
}
