#include "expression/block_value.h"

#include "base/hash.h"

static const struct kl_block nothing;

static inline bool among(unsigned orders, int order)
{
	return orders >> (order + 1) & 1;
}

static inline void tell(struct kl_block *block, unsigned row, bool holds)
{
	block->holds |= (uint64_t)holds << row;
	block->fails |= (uint64_t)!holds << row;
}

/* What is unknown on one side decides nothing, whatever the other is. */
static struct kl_block numbers_against(const struct kl_numbers *left,
	unsigned orders, const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_block block = { 0, 0, left->open & live };
	uint64_t both = left->known & live;
	struct kl_numbers right;

	if (operand->kind == KL_OPERAND_LITERAL) {
		const struct kl_fraction bound = operand->number;
		while (both != 0) {
			unsigned i = kl_block_next(&both);
			tell(&block, i, among(orders, kl_fraction_compare(
				kl_numbers_at(left, i), bound)));
		}
		return block;
	}
	kl_block_numbers(operand, rows, live & ~left->open, &right);
	block.open |= right.open;
	both &= right.known;
	while (both != 0) {
		unsigned i = kl_block_next(&both);
		tell(&block, i, among(orders, kl_fraction_compare(
			kl_numbers_at(left, i), kl_numbers_at(&right, i))));
	}
	return block;
}

static struct kl_block dates_against(const struct kl_dates *left,
	unsigned orders, const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_block block = { 0, 0, left->open & live };
	struct kl_dates right;

	kl_block_dates(operand, rows, live & ~left->open, &right);
	block.open |= right.open;
	for (uint64_t both = left->known & right.known & live; both != 0;) {
		unsigned i = kl_block_next(&both);
		tell(&block, i, among(orders, (left->at[i] > right.at[i])
			- (left->at[i] < right.at[i])));
	}
	return block;
}

/* The second where the first does not fail already. */
static struct kl_block both_of(struct kl_block a, struct kl_block b)
{
	const uint64_t told = (a.holds | a.open) & (b.holds | b.open);

	return (struct kl_block){ a.holds & b.holds, a.fails | b.fails,
		told & (a.open | b.open) };
}

static struct kl_block compare_numbers(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_numbers left;

	kl_block_numbers(&term->left, rows, live, &left);
	struct kl_block block = numbers_against(&left, term->orders, &term->right,
		rows, live);
	return term->kind != KL_BLOCK_BETWEEN_NUMBERS ? block : both_of(block,
		numbers_against(&left, KL_ORDER_BEFORE | KL_ORDER_SAME,
			&term->upper, rows, live & ~block.fails));
}

static struct kl_block compare_dates(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_dates left;

	kl_block_dates(&term->left, rows, live, &left);
	struct kl_block block = dates_against(&left, term->orders, &term->right,
		rows, live);
	return term->kind != KL_BLOCK_BETWEEN_DATES ? block : both_of(block,
		dates_against(&left, KL_ORDER_BEFORE | KL_ORDER_SAME,
			&term->upper, rows, live & ~block.fails));
}

static bool compare_text(const struct kl_block_term *term, struct kl_span a,
	struct kl_span b)
{
	switch (term->kind) {
	case KL_BLOCK_STARTS:
		return b.length <= a.length && memcmp(a.at, b.at, b.length) == 0;
	case KL_BLOCK_ENDS:
		return b.length <= a.length && memcmp(a.at + a.length - b.length,
			b.at, b.length) == 0;
	case KL_BLOCK_CONTAINS:
		for (size_t i = 0; i + b.length <= a.length; i++) {
			if (memcmp(a.at + i, b.at, b.length) == 0)
				return true;
		}
		return false;
	default:
		break;
	}
	const bool ordered = among(term->orders, -1)
		!= among(term->orders, 1);
	int order = ordered ? kl_span_compare(a, b) : !kl_short_same(a, b);
	return among(term->orders, (order > 0) - (order < 0));
}

static struct kl_block compare_texts(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_texts left, right;

	kl_block_texts(&term->left, rows, live, &left);
	kl_block_texts(&term->right, rows, live & ~left.open, &right);
	struct kl_block block = { 0, 0, left.open | right.open };
	for (uint64_t both = left.known & right.known; both != 0;) {
		unsigned i = kl_block_next(&both);
		tell(&block, i, compare_text(term, left.at[i], right.at[i]));
	}
	return block;
}

static struct kl_block look_for_numbers(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_numbers numbers;

	kl_block_numbers(&term->left, rows, live, &numbers);
	struct kl_block block = { 0, 0, numbers.open };
	while (numbers.known != 0) {
		unsigned i = kl_block_next(&numbers.known);
		struct kl_fraction number = kl_numbers_at(&numbers, i);
		bool found = false;
		for (size_t j = 0; j < term->list_count && !found; j++)
			found = kl_fraction_compare(number, term->numbers[j]) == 0;
		tell(&block, i, found);
	}
	return block;
}

static bool is_listed(const struct kl_block_term *term, struct kl_span text)
{
	if (term->mask == 0) {
		for (size_t i = 0; i < term->list_count; i++) {
			if (kl_short_same(text, term->texts[i]))
				return true;
		}
		return false;
	}
	size_t at = (size_t)kl_key_hash(text) & term->mask;
	for (; term->texts[at].at != NULL; at = (at + 1) & term->mask) {
		if (kl_short_same(text, term->texts[at]))
			return true;
	}
	return false;
}

static struct kl_block look_for_texts(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_texts texts;

	kl_block_texts(&term->left, rows, live, &texts);
	struct kl_block block = { 0, 0, texts.open };
	while (texts.known != 0) {
		unsigned i = kl_block_next(&texts.known);
		tell(&block, i, is_listed(term, texts.at[i]));
	}
	return block;
}

/* Where a pattern takes long the tree of the expression decides, which counts how
 * often it was given up. */
static struct kl_block match(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_texts texts;
	uint64_t matches, given_up;

	kl_block_texts(&term->left, rows, live, &texts);
	if (!kl_pattern_test_all(term->pattern, texts.at, texts.known, &matches,
			&given_up))
		return nothing;
	return (struct kl_block){ matches, texts.known & ~matches & ~given_up,
		texts.open };
}

static struct kl_block are_blank(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_block block = nothing;

	while (live != 0) {
		unsigned i = kl_block_next(&live);
		tell(&block, i, kl_span_is_blank(kl_block_cell(&term->left,
			&rows[i])));
	}
	return block;
}

static struct kl_block are_unknown(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	union {
		struct kl_numbers numbers;
		struct kl_dates dates;
		struct kl_texts texts;
	} of;

	switch (term->left.type) {
	case KL_OF_NUMBER:
		kl_block_numbers(&term->left, rows, live, &of.numbers);
		return (struct kl_block){ of.numbers.open, of.numbers.known, 0 };
	case KL_OF_DATE:
		kl_block_dates(&term->left, rows, live, &of.dates);
		return (struct kl_block){ of.dates.open, of.dates.known, 0 };
	default:
		kl_block_texts(&term->left, rows, live, &of.texts);
		return (struct kl_block){ of.texts.open, of.texts.known, 0 };
	}
}

/* Few different texts stand in such a column. */
static struct kl_block read_truths(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_block block = nothing;
	struct kl_result last[2];
	struct kl_span seen[2] = { { NULL, 0 }, { NULL, 0 } };
	unsigned next = 0;

	while (live != 0) {
		unsigned i = kl_block_next(&live);
		struct kl_span cell = kl_block_cell(&term->left, &rows[i]);
		unsigned at = 0;
		while (at < 2 && (seen[at].at == NULL
				|| !kl_short_same(cell, seen[at])))
			at++;
		if (at == 2) {
			at = next;
			next = 1 - next;
			seen[at] = cell;
			kl_slot_value_of(term->left.slot, cell, &last[at]);
		}
		if (last[at].unknown)
			block.open |= UINT64_C(1) << i;
		else
			tell(&block, i, last[at].truth == KL_HOLDS);
	}
	return block;
}

static void take_truth(void *context, unsigned row,
	const struct kl_result *value)
{
	tell(context, row, value->truth == KL_HOLDS);
}

static struct kl_block gathered(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	struct kl_block block = nothing;

	kl_block_gathered(&term->left, rows, live, &block.open, take_truth,
		&block);
	return block;
}

/* "and" fails where a part fails, "or" holds where a part holds: of these rows no
 * further part is asked. */
static struct kl_block join(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	const bool all = term->kind == KL_BLOCK_AND;
	uint64_t left = live, open = 0, untold = 0;

	for (size_t i = 0; i < term->count && left != 0; i++) {
		struct kl_block part = kl_block_of(&term->parts[i], rows, left);
		untold |= left & ~(part.holds | part.fails | part.open);
		open |= part.open;
		left &= ~(all ? part.fails : part.holds);
	}
	const uint64_t ended = live & ~left, rest = left & ~open & ~untold;
	return (struct kl_block){ all ? rest : ended, all ? ended : rest,
		left & open & ~untold };
}

/* Whichever it is, the answer can be the same. */
static struct kl_block choose(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	const struct kl_block c = kl_block_of(&term->parts[0], rows, live);
	const struct kl_block then = kl_block_of(&term->parts[1], rows,
		c.holds | c.open);
	struct kl_block other = { c.fails | c.open, 0, 0 };

	if (term->count == 3)
		other = kl_block_of(&term->parts[2], rows, c.fails | c.open);
	const uint64_t both = c.open & (then.holds | then.fails | then.open)
		& (other.holds | other.fails | other.open);
	const uint64_t holds = both & then.holds & other.holds;
	const uint64_t fails = both & then.fails & other.fails;
	return (struct kl_block){
		(c.holds & then.holds) | (c.fails & other.holds) | holds,
		(c.holds & then.fails) | (c.fails & other.fails) | fails,
		(c.holds & then.open) | (c.fails & other.open)
			| (both & ~holds & ~fails) };
}

static struct kl_block compare_truths(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	const struct kl_block a = kl_block_of(&term->parts[0], rows, live);
	const struct kl_block b = kl_block_of(&term->parts[1], rows,
		live & ~a.open);

	return (struct kl_block){ (a.holds & b.holds) | (a.fails & b.fails),
		(a.holds & b.fails) | (a.fails & b.holds), a.open | b.open };
}

static struct kl_block the_same(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	(void)rows;
	return (struct kl_block){ term->truth ? live : 0, term->truth ? 0 : live,
		0 };
}

static struct kl_block ask(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	(void)term;
	(void)rows;
	(void)live;
	return nothing;
}

struct kl_block kl_block_of(const struct kl_block_term *term,
	const struct kl_row *rows, uint64_t live)
{
	static struct kl_block (*const kinds[])(const struct kl_block_term *,
		const struct kl_row *, uint64_t) = { [KL_BLOCK_ASK] = ask,
		[KL_BLOCK_TRUTH] = the_same, [KL_BLOCK_COLUMN] = read_truths,
		[KL_BLOCK_AND] = join, [KL_BLOCK_OR] = join,
		[KL_BLOCK_IF] = choose, [KL_BLOCK_SAME] = compare_truths,
		[KL_BLOCK_NUMBERS] = compare_numbers,
		[KL_BLOCK_DATES] = compare_dates,
		[KL_BLOCK_TEXTS] = compare_texts,
		[KL_BLOCK_BETWEEN_NUMBERS] = compare_numbers,
		[KL_BLOCK_BETWEEN_DATES] = compare_dates,
		[KL_BLOCK_IN_NUMBERS] = look_for_numbers,
		[KL_BLOCK_IN_TEXTS] = look_for_texts, [KL_BLOCK_MATCHES] = match,
		[KL_BLOCK_STARTS] = compare_texts, [KL_BLOCK_ENDS] = compare_texts,
		[KL_BLOCK_CONTAINS] = compare_texts,
		[KL_BLOCK_IS_BLANK] = are_blank,
		[KL_BLOCK_IS_UNKNOWN] = are_unknown,
		[KL_BLOCK_GATHERED] = gathered };
	struct kl_block block = live != 0 ? kinds[term->kind](term, rows, live)
		: nothing;

	return term->negated ? (struct kl_block){ block.fails, block.holds,
		block.open } : block;
}
