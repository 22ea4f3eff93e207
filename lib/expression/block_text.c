/* Dates and texts of a block of rows, and what functions over rows say for it. */
#include "expression/block_value.h"

static void put_date(struct kl_dates *out, unsigned row, uint32_t date)
{
	out->at[row] = date;
	out->known |= UINT64_C(1) << row;
}

static void read_dates(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_dates *out)
{
	struct kl_result value;
	uint32_t date;

	while (live != 0) {
		unsigned i = kl_block_next(&live);
		struct kl_span cell = kl_block_cell(operand, &rows[i]);
		if (!operand->own_form && kl_plain_read_date(
				&operand->slot->plain, cell, &date)) {
			put_date(out, i, date);
			continue;
		}
		kl_slot_value_of(operand->slot, cell, &value);
		if (value.unknown)
			out->open |= UINT64_C(1) << i;
		else
			put_date(out, i, kl_plain_of_date(value.date));
	}
}

/* A number of days that is no whole number, or leaves the calendar, is for the
 * evaluation of its row. */
static void shift_dates(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_dates *out)
{
	const int64_t most = 10000 * 366;
	struct kl_numbers days;
	struct kl_date made;

	kl_block_dates(&operand->parts[0], rows, live, out);
	kl_block_numbers(&operand->parts[1], rows, live & ~out->open, &days);
	uint64_t both = out->known & days.known;
	out->open |= days.open;
	out->known = 0;
	while (both != 0) {
		unsigned i = kl_block_next(&both);
		int64_t count = days.over[i] / days.under[i];
		if (days.over[i] % days.under[i] != 0 || count > most
				|| count < -most)
			continue;
		if (operand->kind == KL_OPERAND_BEFORE)
			count = -count;
		if (kl_date_of_days(kl_date_days(kl_date_of_plain(out->at[i]))
				+ count, &made))
			put_date(out, i, kl_plain_of_date(made));
	}
}

static void extreme_dates(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_dates *out)
{
	struct kl_dates other;

	kl_block_dates(&operand->parts[0], rows, live, out);
	for (size_t part = 1; part < operand->count; part++) {
		kl_block_dates(&operand->parts[part], rows, live, &other);
		out->open |= other.open;
		out->known &= other.known;
		for (uint64_t left = out->known; left != 0;) {
			unsigned i = kl_block_next(&left);
			bool less = other.at[i] < out->at[i];
			if (less == (operand->kind == KL_OPERAND_LEAST))
				out->at[i] = other.at[i];
		}
	}
}

static void take_date(void *context, unsigned row, const struct kl_result *value)
{
	if (value->type == KL_OF_DATE)
		put_date(context, row, kl_plain_of_date(value->date));
}

void kl_block_dates(const struct kl_operand *operand, const struct kl_row *rows,
	uint64_t live, struct kl_dates *out)
{
	out->known = out->open = 0;
	switch (operand->kind) {
	case KL_OPERAND_LITERAL:
		for (int i = 0; i < KL_BLOCK_ROWS; i++)
			out->at[i] = operand->date;
		out->known = live;
		return;
	case KL_OPERAND_COLUMN:
		read_dates(operand, rows, live, out);
		return;
	case KL_OPERAND_GATHERED:
		kl_block_gathered(operand, rows, live, &out->open, take_date, out);
		return;
	case KL_OPERAND_LATER:
	case KL_OPERAND_BEFORE:
		shift_dates(operand, rows, live, out);
		return;
	default:
		extreme_dates(operand, rows, live, out);
	}
}

static void put_text(struct kl_texts *out, unsigned row, struct kl_span text)
{
	out->at[row] = text;
	out->known |= UINT64_C(1) << row;
}

/* A text is without the blanks at its edges. */
static void read_texts(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_texts *out)
{
	const struct kl_plain *plain = &operand->slot->plain;
	struct kl_result value;

	while (live != 0) {
		unsigned i = kl_block_next(&live);
		struct kl_span cell = kl_block_cell(operand, &rows[i]);
		char last = cell.length > 0 ? cell.at[cell.length - 1] : ' ';
		if (last != ' ' && last != '\t' && kl_plain_is_text(plain, cell)) {
			put_text(out, i, cell);
			continue;
		}
		kl_slot_value_of(operand->slot, cell, &value);
		if (value.unknown)
			out->open |= UINT64_C(1) << i;
		else
			put_text(out, i, value.text);
	}
}

/* Of the few that a block has each is written once: to load what was stored byte by
 * byte just before takes as long as ten comparisons. */
static void write_years(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_texts *out)
{
	enum { YEARS = 8 };
	struct kl_span texts[YEARS];
	int years[YEARS];
	struct kl_dates dates;

	kl_block_dates(&operand->parts[0], rows, live, &dates);
	out->open = dates.open;
	for (int i = 0; i < YEARS; i++)
		years[i] = -1;
	while (dates.known != 0) {
		unsigned i = kl_block_next(&dates.known);
		int year = (int)kl_plain_year(dates.at[i]);
		int month = (int)kl_plain_month(dates.at[i]);
		int begins = month < 8 ? year - 1 : year, at = begins % YEARS;
		if (years[at] != begins) {
			char *room = out->room + out->used;
			years[at] = begins;
			texts[at] = (struct kl_span){ room,
				kl_date_schoolyear(year, month, room) };
			out->used += texts[at].length;
		}
		put_text(out, i, texts[at]);
	}
}

/* False: it has letters beyond ASCII, or there is no room. */
static bool change_case(bool upper, struct kl_texts *out, struct kl_span *text)
{
	const unsigned char first = upper ? 'a' : 'A';
	char *room = out->room + out->used;

	if (text->length > KL_BLOCK_ROOM - out->used)
		return false;
	for (size_t i = 0; i < text->length; i++) {
		unsigned char c = (unsigned char)text->at[i];
		if (c >= 0x80)
			return false;
		room[i] = (char)(c ^ ((unsigned char)(c - first) < 26) << 5);
	}
	out->used += text->length;
	text->at = room;
	return true;
}

static void change_texts(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_texts *out)
{
	kl_block_texts(&operand->parts[0], rows, live, out);
	uint64_t left = out->known;
	out->known = 0;
	while (left != 0) {
		unsigned i = kl_block_next(&left);
		struct kl_span text = out->at[i];
		if (operand->kind == KL_OPERAND_TRIM)
			put_text(out, i, kl_span_trim(text));
		else if (change_case(operand->kind == KL_OPERAND_UPPER, out,
				&text))
			put_text(out, i, text);
	}
}

static void take_text(void *context, unsigned row, const struct kl_result *value)
{
	put_text(context, row, value->text);
}

void kl_block_texts(const struct kl_operand *operand, const struct kl_row *rows,
	uint64_t live, struct kl_texts *out)
{
	out->known = out->open = 0;
	out->used = 0;
	switch (operand->kind) {
	case KL_OPERAND_LITERAL:
		for (int i = 0; i < KL_BLOCK_ROWS; i++)
			out->at[i] = operand->text;
		out->known = live;
		return;
	case KL_OPERAND_COLUMN:
		read_texts(operand, rows, live, out);
		return;
	case KL_OPERAND_GATHERED:
		kl_block_gathered(operand, rows, live, &out->open, take_text, out);
		return;
	case KL_OPERAND_SCHOOLYEAR:
		write_years(operand, rows, live, out);
		return;
	default:
		change_texts(operand, rows, live, out);
	}
}
