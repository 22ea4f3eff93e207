#include "base/key_watch.h"

/* Shares of the bound, in eighths. */
enum { SET_SHARE = 5, FILTER_SHARE = 1, SORT_SHARE = 2, SHARES = 8 };
/* The number of a row that was not kept, since it was new in its time. */
static const uint64_t unkept = UINT64_MAX;

static bool may_know(const struct kl_key_watch *watch, uint64_t word)
{
	return watch->filter.words != NULL
		&& kl_key_filter_knows(&watch->filter, word);
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
static enum kl_status sort_in(struct kl_key_watch *watch,
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

/* Rows that are in the log are asked about there. */
enum kl_status kl_key_watch_keep(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row, uint64_t number,
	struct kl_error *error)
{
	const uint64_t at = row - watch->base - 1;

	if (at >= watch->log.rows || kl_key_log_word(&watch->log, (size_t)at) == 0)
		return sort_in(watch, key, row, number, error);
	return kl_key_log_ask(&watch->log, at, number) ? KL_OK : kl_no_memory(error);
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

	kl_key_filter_put(&watch->filter, key->word);
	putting->status = sort_in(watch, key, watch->base + row, unkept,
		putting->error);
	return putting->status == KL_OK;
}

static enum kl_status put_logged(struct kl_key_watch *watch, struct kl_error *error)
{
	struct kl_key_log_walk walk = { .log = &watch->log };
	enum kl_status status = KL_OK;

	while (status == KL_OK && kl_key_log_next(&walk)) {
		kl_key_filter_put(&watch->filter, walk.key.word);
		status = sort_in(watch, &walk.key, watch->base + 1 + walk.row,
			walk.is_asked ? walk.number : unkept, error);
	}
	kl_key_log_release(&watch->log);
	return status;
}

/* Of the set or the log. */
static size_t bytes_of(const struct kl_key_watch *watch)
{
	return watch->logs ? kl_key_log_size(&watch->log) : watch->set.bytes;
}

/* All keys go to disk, and the filter knows them from then on. */
static enum kl_status put_away(struct kl_key_watch *watch, struct kl_error *error)
{
	struct putting putting = { watch, KL_OK, error };

	if (watch->filter.words == NULL) {
		size_t bytes = watch->most != 0 ? watch->most : bytes_of(watch);
		bytes = (bytes / SHARES * FILTER_SHARE + 64) / 64 * 64;
		if (!kl_key_filter_make(&watch->filter, bytes / sizeof(uint64_t)))
			return kl_no_memory(error);
	}
	watch->roomy = false;
	if (watch->logs)
		return put_logged(watch, error);
	kl_key_set_each(&watch->set, put_key, &putting);
	kl_key_set_release(&watch->set);
	return putting.status;
}

static bool is_full(const struct kl_key_watch *watch, uint64_t row)
{
	return watch->set.count + watch->log.rows > 0 && ((watch->most != 0
			&& bytes_of(watch) > watch->most / SHARES * SET_SHARE)
		|| row - watch->base > UINT32_MAX);
}

/* No more than will go to disk together, a key taking ten bytes at least. */
void kl_key_watch_expect(struct kl_key_watch *watch, uint64_t rows)
{
	const uint64_t fit = watch->most / SHARES * SET_SHARE / 10;

	watch->log.expected = watch->most != 0 && rows > fit ? fit : rows;
}

/* Those that went to disk, perhaps, do not go to the log. */
static uint64_t find_old(const struct kl_key_watch *watch,
	const struct kl_packed_key *keys, size_t count, uint64_t there)
{
	uint64_t old = 0;

	for (size_t i = 0; i < count && watch->filter.words != NULL; i++)
		old |= (uint64_t)(there >> i & may_know(watch, keys[i].word)) << i;
	return old;
}

enum kl_status kl_key_watch_add_block(struct kl_key_watch *watch,
	const struct kl_packed_key *keys, size_t count, uint64_t first, uint64_t there,
	uint64_t *perhaps, struct kl_error *error)
{
	struct kl_key_log *log = &watch->log;
	enum kl_status status = KL_OK;

	if (is_full(watch, first + count))
		status = put_away(watch, error);
	if (status != KL_OK)
		return status;
	if (log->rows == 0)
		watch->base = first - 1;
	const uint64_t old = find_old(watch, keys, count, there);
	if (kl_key_log_skip(log, first - 1 - watch->base - log->rows)
			&& kl_key_log_add(log, keys, count, there & ~old, perhaps)) {
		*perhaps |= old;
		return KL_OK;
	}
	/* Memory can be out before the bound is met. */
	if (log->rows == 0)
		return kl_no_memory(error);
	status = put_away(watch, error);
	return status == KL_OK ? kl_key_watch_add_block(watch, keys, count, first,
		there, perhaps, error) : status;
}

static enum kl_status log_one(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row, enum kl_key_answer *answer,
	struct kl_error *error)
{
	uint64_t perhaps = 0;
	enum kl_status status = kl_key_watch_add_block(watch, key, 1, row, 1, &perhaps,
		error);

	*answer = perhaps != 0 ? KL_KEY_PERHAPS : KL_KEY_NEW;
	return status;
}

enum kl_status kl_key_watch_add(struct kl_key_watch *watch,
	const struct kl_packed_key *key, uint64_t row,
	enum kl_key_answer *answer, uint64_t *before, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	if (watch->logs)
		return log_one(watch, key, row, answer, error);
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
	watch->roomy = watch->filter.words == NULL && !is_full(watch, row);
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

/* The same of those in the log, of which all but the first were asked about. */
static enum kl_status find_logged(struct kl_key_watch *watch, struct kl_error *error)
{
	struct kl_key_filter asked = { 0 };
	struct kl_key_log_walk walk = { .log = &watch->log, .only = &asked };
	struct kl_key_set firsts = { 0 };
	enum kl_status status = kl_key_log_narrow(&watch->log, &asked) ? KL_OK
		: kl_no_memory(error);

	while (status == KL_OK && kl_key_log_next(&walk)) {
		uint64_t before = 0;
		if (!kl_key_set_add(&firsts, &walk.key, walk.row + 1, &before))
			status = kl_no_memory(error);
		else if (before > 0)
			status = kl_key_watch_known(watch, watch->base + 1 + walk.row,
				watch->base + before, walk.number, error);
	}
	kl_key_set_release(&firsts);
	kl_key_filter_release(&asked);
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

	if (!watch->ended && watch->log.asked_count > 0)
		status = find_logged(watch, error);
	if (status == KL_OK && !watch->ended && watch->filter.words != NULL)
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
	if (status == KL_OK && other->filter.words != NULL)
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
	kl_key_log_release(&watch->log);
	kl_key_filter_release(&watch->filter);
	kl_sorter_release(&watch->keys);
	kl_sorter_release(&watch->found);
	kl_text_release(&watch->record);
	*watch = (struct kl_key_watch){ .most = watch->most, .logs = watch->logs };
}
