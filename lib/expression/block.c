#include "expression/block.h"

#include "base/short_text.h"

static inline bool take_cell(const struct kl_operand *operand,
	const struct kl_row *row, struct kl_span *cell)
{
	if (operand->index >= row->count)
		return false;
	*cell = row->cells[operand->index];
	return true;
}

static inline bool take_date(const struct kl_operand *operand,
	const struct kl_row *row, uint32_t *out)
{
	struct kl_span cell;

	*out = operand->date;
	return operand->kind == KL_OPERAND_LITERAL
		|| (take_cell(operand, row, &cell)
			&& kl_plain_read_date(operand->plain, cell, out));
}

static inline bool take_number(const struct kl_operand *operand,
	const struct kl_row *row, struct kl_plain_number *out)
{
	struct kl_span cell;
	uint32_t date;

	*out = operand->number;
	if (operand->kind == KL_OPERAND_LITERAL)
		return true;
	if (operand->kind == KL_OPERAND_COLUMN)
		return take_cell(operand, row, &cell)
			&& kl_plain_read_number(operand->plain, cell, out);
	if (!take_date(operand, row, &date))
		return false;
	out->decimals = 0;
	out->digits = operand->kind == KL_OPERAND_YEAR ? kl_plain_year(date)
		: operand->kind == KL_OPERAND_MONTH ? kl_plain_month(date)
		: kl_plain_day(date);
	return true;
}

/* The texts of school years that were met in a block: few are, and to load what was
 * stored byte by byte just before takes as long as ten comparisons. */
enum { YEARS = 8 };
struct schoolyears {
	struct kl_span texts[YEARS];
	int years[YEARS];               /* in which they begin */
	char room[YEARS][KL_SCHOOLYEAR_TEXT];
};

static inline void forget_years(struct schoolyears *of)
{
	for (int i = 0; i < YEARS; i++)
		of->years[i] = -1;
}

static inline struct kl_span schoolyear_of(struct schoolyears *of, uint32_t date)
{
	int year = (int)kl_plain_year(date), month = (int)kl_plain_month(date);
	int begins = month < 8 ? year - 1 : year;
	int at = begins % YEARS;

	if (of->years[at] != begins) {
		of->years[at] = begins;
		of->texts[at] = (struct kl_span){ of->room[at],
			kl_date_schoolyear(year, month, of->room[at]) };
	}
	return of->texts[at];
}

/* The text lives until another is taken with the same years. */
static inline bool take_text(const struct kl_operand *operand,
	const struct kl_row *row, struct schoolyears *years, struct kl_span *out)
{
	uint32_t date;

	if (operand->kind == KL_OPERAND_LITERAL) {
		*out = operand->text;
		return true;
	}
	if (operand->kind == KL_OPERAND_SCHOOLYEAR) {
		if (!take_date(operand, row, &date))
			return false;
		*out = schoolyear_of(years, date);
		return true;
	}
	if (!take_cell(operand, row, out)
			|| !kl_plain_is_text(operand->plain, *out))
		return false;
	/* A text is without the blanks at its edges. */
	char last = out->at[out->length - 1];
	return last != ' ' && last != '\t';
}

/* By -1, 0, 1. False: too large to tell in this way. */
static inline bool order_numbers(struct kl_plain_number a,
	struct kl_plain_number b, int *order)
{
	for (; a.decimals < b.decimals; a.decimals++) {
		if (__builtin_mul_overflow(a.digits, 10, &a.digits))
			return false;
	}
	for (; b.decimals < a.decimals; b.decimals++) {
		if (__builtin_mul_overflow(b.digits, 10, &b.digits))
			return false;
	}
	*order = (a.digits > b.digits) - (a.digits < b.digits);
	return true;
}

static inline void tell(struct kl_block *block, size_t row, bool holds)
{
	block->holds |= (uint64_t)holds << row;
	block->fails |= (uint64_t)!holds << row;
}

static inline bool among(const struct kl_block_term *term, int order)
{
	return term->orders >> (order + 1) & 1;
}

static struct kl_block compare_numbers(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct kl_block block = { 0, 0 };
	struct kl_plain_number left, right;
	int order;

	for (size_t i = 0; i < count; i++) {
		if (take_number(&term->left, &rows[i], &left)
				&& take_number(&term->right, &rows[i], &right)
				&& order_numbers(left, right, &order))
			tell(&block, i, among(term, order));
	}
	return block;
}

static struct kl_block compare_dates(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct kl_block block = { 0, 0 };
	uint32_t left, right;

	for (size_t i = 0; i < count; i++) {
		if (take_date(&term->left, &rows[i], &left)
				&& take_date(&term->right, &rows[i], &right))
			tell(&block, i, among(term,
				(left > right) - (left < right)));
	}
	return block;
}

static struct kl_block compare_texts(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct schoolyears years[2];
	const bool ordered = among(term, -1) != among(term, 1);
	struct kl_block block = { 0, 0 };
	struct kl_span left, right;

	forget_years(&years[0]);
	forget_years(&years[1]);
	for (size_t i = 0; i < count; i++) {
		if (!take_text(&term->left, &rows[i], &years[0], &left)
				|| !take_text(&term->right, &rows[i], &years[1],
					&right))
			continue;
		int order = ordered ? kl_span_compare(left, right)
			: !kl_short_same(left, right);
		tell(&block, i, among(term, (order > 0) - (order < 0)));
	}
	return block;
}

static struct kl_block look_in_list(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct schoolyears years;
	struct kl_block block = { 0, 0 };
	struct kl_span text;

	forget_years(&years);
	for (size_t i = 0; i < count; i++) {
		if (!take_text(&term->left, &rows[i], &years, &text))
			continue;
		bool found = false;
		for (size_t at = 0; at + 1 < term->list->count && !found; at++)
			found = kl_short_same(text, term->list->set[at]);
		tell(&block, i, found);
	}
	return block;
}

static struct kl_block match(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct schoolyears years;
	struct kl_block block = { 0, 0 };
	struct kl_span text;

	forget_years(&years);
	for (size_t i = 0; i < count; i++) {
		bool holds = take_text(&term->left, &rows[i], &years, &text)
			&& kl_pattern_table_has(term->table, text);
		block.holds |= (uint64_t)holds << i;
	}
	return block;
}

static struct kl_block are_blank(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct kl_block block = { 0, 0 };
	struct kl_span cell;

	for (size_t i = 0; i < count; i++) {
		if (take_cell(&term->left, &rows[i], &cell) && (cell.length == 0
				|| kl_plain_is_text(term->left.plain, cell)))
			tell(&block, i, cell.length == 0);
	}
	return block;
}

/* "and" fails where a part fails, "or" holds where a part holds. */
static struct kl_block join(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	bool all = term->kind == KL_BLOCK_AND;
	struct kl_block block = kl_block_of(&term->parts[0], rows, count);

	for (size_t i = 1; i < term->count; i++) {
		struct kl_block part = kl_block_of(&term->parts[i], rows, count);
		block.holds = all ? block.holds & part.holds
			: block.holds | part.holds;
		block.fails = all ? block.fails | part.fails
			: block.fails & part.fails;
	}
	return block;
}

static struct kl_block choose(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct kl_block condition = kl_block_of(&term->parts[0], rows, count);
	struct kl_block then = kl_block_of(&term->parts[1], rows, count);
	struct kl_block otherwise = { UINT64_MAX, 0 };

	if (term->count == 3)
		otherwise = kl_block_of(&term->parts[2], rows, count);
	return (struct kl_block){
		(condition.holds & then.holds) | (condition.fails & otherwise.holds),
		(condition.holds & then.fails) | (condition.fails & otherwise.fails) };
}

static struct kl_block block_of_kind(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	switch (term->kind) {
	case KL_BLOCK_ASK:
		break;
	case KL_BLOCK_TRUTH:
		return term->truth ? (struct kl_block){ UINT64_MAX, 0 }
			: (struct kl_block){ 0, UINT64_MAX };
	case KL_BLOCK_AND:
	case KL_BLOCK_OR:
		return join(term, rows, count);
	case KL_BLOCK_IF:
		return choose(term, rows, count);
	case KL_BLOCK_NUMBERS:
		return compare_numbers(term, rows, count);
	case KL_BLOCK_DATES:
		return compare_dates(term, rows, count);
	case KL_BLOCK_TEXTS:
		return compare_texts(term, rows, count);
	case KL_BLOCK_IN:
		return look_in_list(term, rows, count);
	case KL_BLOCK_MATCHES:
		return match(term, rows, count);
	case KL_BLOCK_IS_BLANK:
		return are_blank(term, rows, count);
	}
	return (struct kl_block){ 0, 0 };
}

struct kl_block kl_block_of(const struct kl_block_term *term,
	const struct kl_row *rows, size_t count)
{
	struct kl_block block = block_of_kind(term, rows, count);

	return term->negated ? (struct kl_block){ block.fails, block.holds } : block;
}
