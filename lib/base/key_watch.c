#include "base/key_watch.h"

#include "base/pages.h"

/* Shares of the bound, in eighths. */
enum { SET_SHARE = 5, FILTER_SHARE = 1, SORT_SHARE = 2, SHARES = 8 };
/* The number of a row that was not kept, since it was new in its time. */
static const uint64_t unkept = UINT64_MAX;

/* Four bits of one word of the filter. */
static uint64_t filter_bits(uint64_t word)
{
	const uint64_t one = 1;

	return one << (word & 63) | one << (word >> 6 & 63)
		| one << (word >> 12 & 63) | one << (word >> 18 & 63);
}

static uint64_t *filter_word(const struct kl_key_watch *watch, uint64_t word)
{
	const uint64_t mixed = word * UINT64_C(0x9e3779b97f4a7c15) >> 32;

	return &watch->filter[mixed * watch->filter_words >> 32];
}

static bool may_know(const struct kl_key_watch *watch, uint64_t word)
{
	const uint64_t bits = filter_bits(word);

	return watch->filter != NULL
		&& (*filter_word(watch, word) & bits) == bits;
}

static void put_number(struct kl_text_buffer *record, uint64_t number)
{
	char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)(number >> 8 * (7 - i) & 0xff);
	kl_text_add(record, (struct kl_span){ bytes, sizeof bytes });
}

static uint64_t get_number(const char *at)
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static void limit_sorters(struct kl_key_watch *watch)
{
	const size_t bytes = watch->most != 0 ? watch->most : SIZE_MAX;

	watch->keys.most = watch->found.most = bytes / SHARES * SORT_SHARE;
}

enum kl_status kl_key_watch_known(struct kl_key_watch *watch, uint64_t row,
	uint64_t before, uint64_t number, struct kl_error *error)
{
	limit_sorters(watch);
	watch->record.length = 0;
	put_number(&watch->record, row);
	put_number(&watch->record, before);
	put_number(&watch->record, number);
	return watch->record.failed ? kl_no_memory(error)
		: kl_sorter_add(&watch->found, kl_text_span(&watch->record), error);
}

/* In byte order: by key, and of one key by row. */
enum kl_status kl_key_watch_keep(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row, uint64_t number,
	struct kl_error *error)
{
	struct kl_text_buffer *record = &watch->record;

	limit_sorters(watch);
	record->length = 0;
	put_number(record, key->word);
	put_number(record, key->bytes.length);
	kl_text_add(record, key->bytes);
	put_number(record, row);
	put_number(record, number);
	return record->failed ? kl_no_memory(error)
		: kl_sorter_add(&watch->keys, kl_text_span(record), error);
}

struct putting {
	struct kl_key_watch *watch;
	enum kl_status status;
	struct kl_error *error;
};

static bool put_key(void *context, const struct kl_packed_key *key, uint64_t row)
{
	struct putting *putting = context;
	struct kl_key_watch *watch = putting->watch;

	*filter_word(watch, key->word) |= filter_bits(key->word);
	putting->status = kl_key_watch_keep(watch, key, watch->base + row, unkept,
		putting->error);
	return putting->status == KL_OK;
}

/* All keys go to disk, and the filter knows them from then on. */
static enum kl_status put_away(struct kl_key_watch *watch, struct kl_error *error)
{
	struct putting putting = { watch, KL_OK, error };

	if (watch->filter == NULL) {
		size_t bytes = watch->most != 0 ? watch->most : watch->set.bytes;
		bytes = (bytes / SHARES * FILTER_SHARE + 64) / 64 * 64;
		watch->filter = kl_pages_get(bytes);
		watch->filter_words = bytes / sizeof *watch->filter;
	}
	if (watch->filter == NULL)
		return kl_no_memory(error);
	watch->roomy = false;
	kl_key_set_each(&watch->set, put_key, &putting);
	kl_key_set_release(&watch->set);
	return putting.status;
}

static bool is_full(const struct kl_key_watch *watch, uint64_t row)
{
	return watch->set.count > 0 && ((watch->most != 0
			&& watch->set.bytes > watch->most / SHARES * SET_SHARE)
		|| row - watch->base > UINT32_MAX);
}

enum kl_status kl_key_watch_add(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row,
	enum kl_key_answer *answer, uint64_t *before, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (is_full(watch, row))
		status = put_away(watch, error);
	if (status != KL_OK)
		return status;
	if (may_know(watch, key->word)) {
		*answer = KL_KEY_PERHAPS;
		return KL_OK;
	}
	if (watch->set.count == 0)
		watch->base = row - 1;
	/* Memory can be out before the bound is met. */
	if (!kl_key_set_add(&watch->set, key, row - watch->base, before)) {
		if (watch->set.count == 0)
			return kl_no_memory(error);
		status = put_away(watch, error);
		return status == KL_OK ? kl_key_watch_add(watch, key, row, answer,
			before, error) : status;
	}
	watch->roomy = watch->filter == NULL && !is_full(watch, row);
	*answer = *before > 0 ? KL_KEY_KNOWN : KL_KEY_NEW;
	*before += *before > 0 ? watch->base : 0;
	return KL_OK;
}

enum kl_key_answer kl_key_watch_find(const struct kl_key_watch *watch,
	const struct kl_packed_key *key)
{
	if (kl_key_set_find(&watch->set, key))
		return KL_KEY_KNOWN;
	return may_know(watch, key->word) ? KL_KEY_PERHAPS : KL_KEY_NEW;
}

/* The key in a record, as it stands there. */
static struct kl_span key_of(struct kl_span record)
{
	return (struct kl_span){ record.at, record.length - 16 };
}

/* Of the rows of each key all but the first. */
static enum kl_status find_again(struct kl_key_watch *watch,
	struct kl_error *error)
{
	struct kl_text_buffer key = { 0 };
	struct kl_span record;
	uint64_t first = 0;
	bool there;
	enum kl_status status = kl_sorter_next(&watch->keys, &record, &there, error);

	while (status == KL_OK && there) {
		const char *numbers = record.at + record.length - 16;
		const uint64_t row = get_number(numbers);
		if (first != 0 && kl_span_equal(kl_text_span(&key), key_of(record))) {
			status = kl_key_watch_known(watch, row, first,
				get_number(numbers + 8), error);
		} else {
			key.length = 0;
			kl_text_add(&key, key_of(record));
			first = row;
		}
		if (status == KL_OK && key.failed)
			status = kl_no_memory(error);
		if (status == KL_OK)
			status = kl_sorter_next(&watch->keys, &record, &there, error);
	}
	kl_text_release(&key);
	return status;
}

static enum kl_status next_found(struct kl_key_watch *watch,
	struct kl_key_again *again, bool *there, struct kl_error *error)
{
	struct kl_span record;
	enum kl_status status = kl_sorter_next(&watch->found, &record, there, error);

	if (status == KL_OK && *there)
		*again = (struct kl_key_again){ get_number(record.at),
			get_number(record.at + 8), get_number(record.at + 16) };
	return status;
}

enum kl_status kl_key_watch_next(struct kl_key_watch *watch,
	struct kl_key_again *again, bool *there, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (!watch->ended && watch->filter != NULL)
		status = find_again(watch, error);
	watch->ended = true;
	return status == KL_OK ? next_found(watch, again, there, error) : status;
}

/* Whether `other` has the key of the record among those on disk, which are passed up
 * to there. *theirs: where they are. */
static enum kl_status has_on_disk(struct kl_key_watch *other,
	struct kl_span record, struct kl_span *theirs, bool *there, bool *has,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	while (status == KL_OK && *there
			&& kl_span_compare(key_of(*theirs), key_of(record)) < 0)
		status = kl_sorter_next(&other->keys, theirs, there, error);
	*has = *there && kl_span_equal(key_of(*theirs), key_of(record));
	return status;
}

static enum kl_status find_lost(struct kl_key_watch *watch,
	struct kl_key_watch *other, struct kl_error *error)
{
	struct kl_span record, theirs = { NULL, 0 };
	bool there, more = false, has;
	enum kl_status status = kl_sorter_next(&watch->keys, &record, &there, error);

	kl_sorter_again(&other->keys);
	if (status == KL_OK && other->filter != NULL)
		status = kl_sorter_next(&other->keys, &theirs, &more, error);
	while (status == KL_OK && there) {
		const char *numbers = record.at + record.length - 16;
		const struct kl_packed_key key = { get_number(record.at),
			{ record.at + 16, record.length - 32 } };
		status = has_on_disk(other, record, &theirs, &more, &has, error);
		if (status == KL_OK && !has && !kl_key_set_find(&other->set, &key))
			status = kl_key_watch_known(watch, get_number(numbers), 0,
				get_number(numbers + 8), error);
		if (status == KL_OK)
			status = kl_sorter_next(&watch->keys, &record, &there, error);
	}
	return status;
}

enum kl_status kl_key_watch_next_lost(struct kl_key_watch *watch,
	struct kl_key_watch *other, struct kl_key_again *lost, bool *there,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (!watch->ended)
		status = find_lost(watch, other, error);
	watch->ended = true;
	return status == KL_OK ? next_found(watch, lost, there, error) : status;
}

void kl_key_watch_release(struct kl_key_watch *watch)
{
	kl_key_set_release(&watch->set);
	kl_pages_free(watch->filter, watch->filter_words * sizeof *watch->filter);
	kl_sorter_release(&watch->keys);
	kl_sorter_release(&watch->found);
	kl_text_release(&watch->record);
	const size_t most = watch->most;
	*watch = (struct kl_key_watch){ .most = most };
}
