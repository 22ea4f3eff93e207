#include "base/key_log.h"

#include <stdlib.h>

#include "base/memory.h"

/* Words of a filter when it is new, and keys for each when it is full. It grows to twice its
 * size, or to what will be needed as far as that is known: not further at once than by
 * what is there already. */
enum { FILTER_FIRST = 64, FILTER_KEYS = 4, FILTER_TIMES = 256 };
enum { WORDS_FIRST = 512 };     /* bytes */

struct kl_key_log_row {
	uint64_t row, number;
};

/* Where the word of the next row goes; those behind it before that. */
static uint64_t *end_of(const struct kl_key_log *log)
{
	char *end = (char *)log->words.at + log->words.size;

	return (uint64_t *)(void *)end - log->rows - 1;
}

/* What was not used takes no memory once there are large pages. */
static bool grow_words(struct kl_key_log *log, uint64_t more)
{
	const size_t page = KL_LARGE_PAGE;
	size_t size = log->words.size;

	if (more > SIZE_MAX / sizeof(uint64_t) / 4 - log->rows)
		return false;
	const size_t need = (log->rows + (size_t)more) * sizeof(uint64_t);
	if (need <= size)
		return true;
	size += size / 2 + WORDS_FIRST;
	if (size < need)
		size = need;
	const size_t unit = size < page ? 64 : page;
	return kl_pages_grow(&log->words, (size + unit - 1) / unit * unit);
}

/* Reads what a word changes before that is needed: so none waits for another, while
 * hints are dropped when they come many at once. */
static uint64_t *reach(const struct kl_key_filter *filter, uint64_t word)
{
	uint64_t *at = kl_key_filter_at(filter, word);

	(void)*(const volatile uint64_t *)at;
	return at;
}

/* A block of rows, from this on. */
static void put_rows(const struct kl_key_log *log, size_t row,
	const struct kl_key_filter *filter)
{
	const size_t end = log->rows - row < KL_KEY_LOG_BLOCK ? log->rows
		: row + KL_KEY_LOG_BLOCK;

	for (size_t i = row; i < end; i++)
		(void)reach(filter, kl_key_log_word(log, i));
	for (size_t i = row; i < end; i++) {
		const uint64_t word = kl_key_log_word(log, i);
		if (word != 0)
			kl_key_filter_put(filter, word);
	}
}

/* Keys that the next filter will have room for. */
static size_t next_filtered(const struct kl_key_log *log)
{
	const size_t first = FILTER_FIRST * FILTER_KEYS;
	const size_t twice = 2 * log->filtered, most = FILTER_TIMES * log->filtered;
	const uint64_t expected = log->expected / 32 * 33;

	if (twice < first)
		return first;
	if (expected <= twice)
		return twice;
	return expected < most ? (size_t)expected : most;
}

/* An old one that has to stay, since memory is out, knows more keys than it should. */
static bool grow_filter(struct kl_key_log *log, size_t more)
{
	struct kl_key_filter grown;

	if (log->filtered + more <= log->filter.count * FILTER_KEYS)
		return true;
	if (!kl_key_filter_make(&grown, (next_filtered(log) / FILTER_KEYS + 7) / 8 * 8))
		return log->filter.words != NULL;
	for (size_t row = 0; row < log->rows; row += KL_KEY_LOG_BLOCK)
		put_rows(log, row, &grown);
	kl_key_filter_release(&log->filter);
	log->filter = grown;
	return true;
}

/* The bytes of those that are not short. */
static bool add_bytes(struct kl_key_log *log, const struct kl_packed_key *keys,
	uint64_t rows)
{
	const size_t before = log->bytes.length;

	for (; rows != 0; rows &= rows - 1) {
		const struct kl_packed_key *key = &keys[__builtin_ctzll(rows)];
		unsigned char head[KL_KEY_LENGTH_MOST];
		const size_t size = kl_key_put_length(head, key->bytes.length);
		kl_text_add(&log->bytes, (struct kl_span){ (const char *)head, size });
		kl_text_add(&log->bytes, key->bytes);
	}
	if (log->bytes.failed) {
		log->bytes.length = before;
		log->bytes.failed = false;
		return false;
	}
	return true;
}

/* Without a branch that could be guessed wrong: a row without a key has no bits, so
 * that the filter seems to know it and is not changed by it. */
static uint64_t add_words(struct kl_key_log *log, const struct kl_packed_key *keys,
	size_t count, uint64_t there)
{
	const struct kl_key_filter filter = log->filter;
	uint64_t *to = end_of(log), known = 0;
	uint64_t *places[KL_KEY_LOG_BLOCK];

	for (size_t i = 0; i < count; i++)
		places[i] = reach(&filter, keys[i].word);
	for (size_t i = 0; i < count; i++) {
		const uint64_t mask = 0 - (there >> i & 1);
		const uint64_t word = keys[i].word & mask;
		const uint64_t bits = kl_key_filter_bits(word) & mask;
		uint64_t *at = places[i];
		const uint64_t had = *at;
		*at = had | bits;
		known |= (uint64_t)((had & bits) == bits) << i;
		*to-- = word;
	}
	log->rows += count;
	log->filtered += (size_t)__builtin_popcountll(there);
	return known & there;
}

bool kl_key_log_add(struct kl_key_log *log, const struct kl_packed_key *keys,
	size_t count, uint64_t there, uint64_t *perhaps)
{
	uint64_t tall = 0;

	for (size_t i = 0; i < count; i++)
		tall |= (uint64_t)!kl_key_is_short(keys[i].word) << i;
	if (!grow_words(log, count) || !grow_filter(log, count)
			|| !add_bytes(log, keys, tall & there))
		return false;
	*perhaps = add_words(log, keys, count, there);
	return true;
}

/* Their words are 0 already. */
bool kl_key_log_skip(struct kl_key_log *log, uint64_t rows)
{
	if (!grow_words(log, rows))
		return false;
	log->rows += (size_t)rows;
	return true;
}

bool kl_key_log_ask(struct kl_key_log *log, uint64_t row, uint64_t number)
{
	if (!kl_grow(log->asked, log->asked_capacity, log->asked_count + 1))
		return false;
	log->asked[log->asked_count++] = (struct kl_key_log_row){ row, number };
	return true;
}

/* Of what is asked about, in the end a set of keys is made, and a filter. */
size_t kl_key_log_size(const struct kl_key_log *log)
{
	const size_t set = 20, filter = 8;

	return log->rows * sizeof(uint64_t) + log->bytes.length
		+ log->filter.count * sizeof *log->filter.words
		+ log->asked_count * (sizeof *log->asked + set + filter);
}

/* The bytes of a long key that is passed, whoever it is. */
static struct kl_span take_bytes(struct kl_key_log_walk *walk)
{
	const char *all = walk->log->bytes.at;
	const unsigned char *at = (const unsigned char *)all + walk->at;
	const size_t length = (size_t)kl_key_get_length(&at);
	const struct kl_span bytes = { (const char *)at, length };

	walk->at = (size_t)(bytes.at - all) + length;
	return bytes;
}

bool kl_key_log_next(struct kl_key_log_walk *walk)
{
	const struct kl_key_log *log = walk->log;

	for (size_t row = walk->next; row < log->rows; row++) {
		const uint64_t word = kl_key_log_word(log, row);
		struct kl_span bytes = { "", 0 };
		if (!kl_key_is_short(word))
			bytes = take_bytes(walk);
		if (word == 0 || (walk->only != NULL
				&& !kl_key_filter_knows(walk->only, word)))
			continue;
		while (walk->asked < log->asked_count
				&& log->asked[walk->asked].row < row)
			walk->asked++;
		walk->key = (struct kl_packed_key){ word, bytes };
		walk->row = row;
		walk->is_asked = walk->asked < log->asked_count
			&& log->asked[walk->asked].row == row;
		walk->number = walk->is_asked ? log->asked[walk->asked].number : 0;
		walk->next = row + 1;
		return true;
	}
	walk->next = log->rows;
	return false;
}

bool kl_key_log_narrow(const struct kl_key_log *log, struct kl_key_filter *filter)
{
	/* Few pass that need not: each goes into a set. */
	if (!kl_key_filter_make(filter, (log->asked_count + 8) / 8 * 8))
		return false;
	for (size_t i = 0; i < log->asked_count; i++)
		kl_key_filter_put(filter, kl_key_log_word(log,
			(size_t)log->asked[i].row));
	return true;
}

void kl_key_log_release(struct kl_key_log *log)
{
	kl_pages_release(&log->words);
	kl_text_release(&log->bytes);
	kl_key_filter_release(&log->filter);
	free(log->asked);
	*log = (struct kl_key_log){ 0 };
}
