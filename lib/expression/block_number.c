/* Numbers of a block of rows. */
#include "expression/block_value.h"

static const int64_t tens[KL_PLAIN_DIGITS + 1] = { 1, 10, 100, 1000, 10000, 100000,
	1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
	1000000000000, 10000000000000, 100000000000000, 1000000000000000,
	10000000000000000, 100000000000000000, 1000000000000000000 };

/* A range is for the evaluation of its row. */
static void put_range(struct kl_numbers *out, unsigned row,
	const struct kl_range *range)
{
	struct kl_fraction value;

	if (range->point && kl_fraction_of(range->low, &value))
		kl_numbers_put(out, row, value);
}

/* A mark, a blank, a number that is written in another way. */
static void read_slowly(const struct kl_operand *operand, struct kl_span cell,
	unsigned row, struct kl_numbers *out)
{
	struct kl_result value;

	if (operand->slot->type != KL_OF_NUMBER)
		return;
	kl_slot_value_of(operand->slot, cell, &value);
	if (value.unknown)
		out->open |= UINT64_C(1) << row;
	else
		put_range(out, row, &value.number);
}

static void read_column(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out)
{
	struct kl_plain_number plain;

	while (live != 0) {
		unsigned i = kl_block_next(&live);
		struct kl_span cell = kl_block_cell(operand, &rows[i]);
		if (kl_plain_read_number(&operand->slot->plain, cell, &plain))
			kl_numbers_put(out, i, (struct kl_fraction){
				plain.digits, tens[plain.decimals] });
		else
			read_slowly(operand, cell, i, out);
	}
}

static void fill(struct kl_fraction value, uint64_t live, struct kl_numbers *out)
{
	for (int i = 0; i < KL_BLOCK_ROWS; i++)
		out->over[i] = value.over;
	for (int i = 0; i < KL_BLOCK_ROWS; i++)
		out->under[i] = value.under;
	out->known = live;
}

/* To one denominator, the larger where it is a multiple of the other, as it is of
 * decimals. */
static bool add(struct kl_fraction a, struct kl_fraction b,
	struct kl_fraction *out)
{
	if (a.under != b.under) {
		int64_t of_a = b.under, of_b = a.under;
		if (a.under > b.under && a.under % b.under == 0) {
			of_a = 1;
			of_b = a.under / b.under;
		} else if (b.under % a.under == 0) {
			of_a = b.under / a.under;
			of_b = 1;
		}
		if (__builtin_mul_overflow(a.over, of_a, &a.over)
				|| __builtin_mul_overflow(a.under, of_a, &a.under)
				|| __builtin_mul_overflow(b.over, of_b, &b.over))
			return false;
	}
	out->under = a.under;
	return !__builtin_add_overflow(a.over, b.over, &out->over);
}

static bool multiply(struct kl_fraction a, struct kl_fraction b,
	struct kl_fraction *out)
{
	return !__builtin_mul_overflow(a.over, b.over, &out->over)
		&& !__builtin_mul_overflow(a.under, b.under, &out->under);
}

static bool negate(struct kl_fraction a, struct kl_fraction *out)
{
	out->under = a.under;
	return !__builtin_sub_overflow(0, a.over, &out->over);
}

/* b is not 0. */
static bool divide(struct kl_fraction a, struct kl_fraction b,
	struct kl_fraction *out)
{
	struct kl_fraction turned = { b.under, b.over };

	if (b.over < 0) {
		turned.over = -b.under;
		if (__builtin_sub_overflow(0, b.over, &turned.under))
			return false;
	}
	return multiply(a, turned, out);
}

static bool combine(enum kl_operand_kind kind, struct kl_fraction a,
	struct kl_fraction b, struct kl_fraction *out)
{
	switch (kind) {
	case KL_OPERAND_ADD:
		return add(a, b, out);
	case KL_OPERAND_SUBTRACT:
		return negate(b, &b) && add(a, b, out);
	case KL_OPERAND_MULTIPLY:
		return multiply(a, b, out);
	case KL_OPERAND_DIVIDE:
		return divide(a, b, out);
	case KL_OPERAND_LEAST:
		*out = kl_fraction_compare(b, a) < 0 ? b : a;
		return true;
	default:
		*out = kl_fraction_compare(b, a) > 0 ? b : a;
		return true;
	}
}

/* What is unknown in one is unknown. */
static void combine_all(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out)
{
	struct kl_numbers other;
	struct kl_fraction made;

	kl_block_numbers(&operand->parts[0], rows, live, out);
	for (size_t part = 1; part < operand->count; part++) {
		kl_block_numbers(&operand->parts[part], rows, live & ~out->open,
			&other);
		out->open |= other.open;
		uint64_t both = out->known & other.known;
		out->known = 0;
		while (both != 0) {
			unsigned i = kl_block_next(&both);
			struct kl_fraction b = kl_numbers_at(&other, i);
			if (operand->kind == KL_OPERAND_DIVIDE && b.over == 0)
				out->open |= UINT64_C(1) << i;
			else if (combine(operand->kind, kl_numbers_at(out, i), b,
					&made))
				kl_numbers_put(out, i, made);
		}
	}
}

static bool round_off(struct kl_fraction value, int decimals,
	struct kl_fraction *out)
{
	const struct kl_ratio ratio = { value.over, value.under };
	struct kl_decimal rounded;

	*out = value;
	if (decimals <= KL_PLAIN_DIGITS && tens[decimals] % value.under == 0)
		return true;
	return kl_ratio_round(ratio, decimals, KL_HALF_UP, &rounded)
		&& kl_fraction_of(kl_ratio_of_decimal(rounded), out);
}

static void change_each(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out)
{
	struct kl_fraction made;

	kl_block_numbers(&operand->parts[0], rows, live, out);
	uint64_t left = out->known;
	out->known = 0;
	while (left != 0) {
		unsigned i = kl_block_next(&left);
		struct kl_fraction value = kl_numbers_at(out, i);
		bool fits = true;
		if (operand->kind == KL_OPERAND_ROUND)
			fits = round_off(value, operand->decimals, &made);
		else if (operand->kind == KL_OPERAND_NEGATE || value.over < 0)
			fits = negate(value, &made);
		else
			made = value;
		if (fits)
			kl_numbers_put(out, i, made);
	}
}

/* Where it is not known which, it is a range. */
static void choose(const struct kl_operand *operand, const struct kl_row *rows,
	uint64_t live, struct kl_numbers *out)
{
	struct kl_block condition = kl_block_of(operand->condition, rows, live);
	struct kl_numbers other;

	kl_block_numbers(&operand->parts[0], rows, condition.holds, out);
	kl_block_numbers(&operand->parts[1], rows, condition.fails, &other);
	out->open |= other.open;
	while (other.known != 0) {
		unsigned i = kl_block_next(&other.known);
		kl_numbers_put(out, i, kl_numbers_at(&other, i));
	}
}

static void measure(const struct kl_operand *operand, const struct kl_row *rows,
	uint64_t live, struct kl_numbers *out)
{
	struct kl_texts texts;

	kl_block_texts(&operand->parts[0], rows, live, &texts);
	out->open = texts.open;
	while (texts.known != 0) {
		unsigned i = kl_block_next(&texts.known);
		kl_numbers_put(out, i, (struct kl_fraction){
			(int64_t)kl_utf8_count(texts.at[i]), 1 });
	}
}

static int64_t of_dates(enum kl_operand_kind kind, uint32_t a, uint32_t b)
{
	switch (kind) {
	case KL_OPERAND_YEAR:
		return kl_plain_year(a);
	case KL_OPERAND_MONTH:
		return kl_plain_month(a);
	case KL_OPERAND_DAY:
		return kl_plain_day(a);
	case KL_OPERAND_AGE:
		return kl_date_age(kl_date_of_plain(a), kl_date_of_plain(b));
	default:
		return kl_date_days(kl_date_of_plain(b))
			- kl_date_days(kl_date_of_plain(a));
	}
}

static void count_dates(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out)
{
	struct kl_dates dates[2];

	kl_block_dates(&operand->parts[0], rows, live, &dates[0]);
	uint64_t both = dates[0].known;
	out->open = dates[0].open;
	if (operand->count > 1) {
		kl_block_dates(&operand->parts[1], rows, live, &dates[1]);
		both &= dates[1].known;
		out->open |= dates[1].open;
	}
	while (both != 0) {
		unsigned i = kl_block_next(&both);
		uint32_t second = operand->count > 1 ? dates[1].at[i] : 0;
		kl_numbers_put(out, i, (struct kl_fraction){
			of_dates(operand->kind, dates[0].at[i], second), 1 });
	}
}

static void take_gathered(void *context, unsigned row,
	const struct kl_result *value)
{
	if (value->type == KL_OF_NUMBER)
		put_range(context, row, &value->number);
}

void kl_block_numbers(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct kl_numbers *out)
{
	out->known = out->open = 0;
	switch (operand->kind) {
	case KL_OPERAND_LITERAL:
		fill(operand->number, live, out);
		return;
	case KL_OPERAND_COLUMN:
		read_column(operand, rows, live, out);
		return;
	case KL_OPERAND_GATHERED:
		kl_block_gathered(operand, rows, live, &out->open, take_gathered,
			out);
		return;
	case KL_OPERAND_NEGATE:
	case KL_OPERAND_ABS:
	case KL_OPERAND_ROUND:
		change_each(operand, rows, live, out);
		return;
	case KL_OPERAND_IF:
		choose(operand, rows, live, out);
		return;
	case KL_OPERAND_LENGTH:
		measure(operand, rows, live, out);
		return;
	case KL_OPERAND_YEAR:
	case KL_OPERAND_MONTH:
	case KL_OPERAND_DAY:
	case KL_OPERAND_AGE:
	case KL_OPERAND_DAYS:
		count_dates(operand, rows, live, out);
		return;
	default:
		combine_all(operand, rows, live, out);
	}
}
