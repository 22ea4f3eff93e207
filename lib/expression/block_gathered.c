/* What functions over rows say for a block of rows. */
#include "expression/block_value.h"

/* One column of keys. */
struct keys {
	enum kl_expression_type type;
	uint64_t known, open;
	union {
		struct kl_numbers numbers;
		struct kl_dates dates;
		struct kl_texts texts;
	} of;
};

static void read_keys(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, struct keys *out)
{
	out->type = operand->type;
	switch (operand->type) {
	case KL_OF_NUMBER:
		kl_block_numbers(operand, rows, live, &out->of.numbers);
		out->known = out->of.numbers.known;
		out->open = out->of.numbers.open;
		return;
	case KL_OF_DATE:
		kl_block_dates(operand, rows, live, &out->of.dates);
		out->known = out->of.dates.known;
		out->open = out->of.dates.open;
		return;
	default:
		kl_block_texts(operand, rows, live, &out->of.texts);
		out->known = out->of.texts.known;
		out->open = out->of.texts.open;
	}
}

static bool add_key(const struct keys *keys, unsigned row,
	struct kl_text_buffer *key)
{
	struct kl_result value = { .type = keys->type };

	if (keys->type == KL_OF_NUMBER) {
		const struct kl_ratio number = { keys->of.numbers.over[row],
			keys->of.numbers.under[row] };
		value.number = kl_range_point(number);
	} else if (keys->type == KL_OF_DATE) {
		value.date = kl_date_of_plain(keys->of.dates.at[row]);
	} else {
		value.text = keys->of.texts.at[row];
	}
	return kl_result_add_key(&value, key);
}

void kl_block_gathered(const struct kl_operand *operand,
	const struct kl_row *rows, uint64_t live, uint64_t *open,
	void (*take)(void *context, unsigned row, const struct kl_result *value),
	void *context)
{
	const bool looks_up = operand->aggregate->over == KL_OVER_LOOKUP;
	struct keys keys[KL_BLOCK_KEYS];
	struct kl_text_buffer key = { 0 };
	struct kl_result value;

	for (size_t i = 0; i < operand->count; i++) {
		read_keys(&operand->parts[i], rows, live, &keys[i]);
		/* Nothing is looked up by what is not known. */
		*open |= looks_up ? keys[i].open : 0;
		live &= keys[i].known;
	}
	while (live != 0) {
		unsigned row = kl_block_next(&live);
		bool there = true;
		key.length = 0;
		for (size_t i = 0; i < operand->count; i++)
			there = there && add_key(&keys[i], row, &key);
		if (!there || key.failed)
			continue;
		const struct kl_span bytes = kl_text_span(&key);
		kl_gather_answer_key(operand->binding, operand->aggregate, &bytes,
			&value);
		if (value.unknown)
			*open |= UINT64_C(1) << row;
		else
			take(context, row, &value);
	}
	kl_text_release(&key);
}
