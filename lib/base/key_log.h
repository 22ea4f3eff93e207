/*
 * The keys of rows, in the order of the rows, and which of them may have stood before:
 * for certain all that did, and by chance few others. In little memory: 10 to 12 bytes
 * for a short key, and its bytes besides for another.
 *
 * Nothing is looked for among the keys while rows are added, so that they need no
 * table: a filter is asked, which is small enough for a cache of the processor, and
 * made anew from the log when it is full. Which keys stood before is found out in the
 * end, in one walk past the keys, of which only those that may be the same as that of
 * a row asked about are looked at.
 */
#ifndef KL_BASE_KEY_LOG_H
#define KL_BASE_KEY_LOG_H

#include "base/key_filter.h"

struct kl_key_log_row;
struct kl_key_log {                     /* zero it to start */
	struct kl_pages words;          /* of the keys, the first row's last; 0: the
	                                   row has none */
	size_t rows;
	struct kl_text_buffer bytes;    /* of keys that are not short */
	struct kl_key_filter filter;
	size_t filtered;                /* keys in it */
	uint64_t expected;              /* so many there will be, as the caller thinks;
	                                   0: it does not know */
	struct kl_key_log_row *asked;   /* rows that are asked about, ascending */
	size_t asked_count, asked_capacity;
};

enum { KL_KEY_LOG_BLOCK = 64 };

/* The next rows, at most KL_KEY_LOG_BLOCK: those of a bit in `there` have these keys, the
 * others none. A bit in *perhaps: its key may have stood in a row before. False when
 * memory is out: the log is then as it was. */
bool kl_key_log_add(struct kl_key_log *log, const struct kl_packed_key *keys,
	size_t count, uint64_t there, uint64_t *perhaps);
/* That many rows have no key. */
bool kl_key_log_skip(struct kl_key_log *log, uint64_t rows);

/* The word of a row, from 0; 0: it has no key. */
static inline uint64_t kl_key_log_word(const struct kl_key_log *log, size_t row)
{
	const char *end = (const char *)log->words.at + log->words.size;

	return ((const uint64_t *)(const void *)end)[-1 - (ptrdiff_t)row];
}

/* A row with a key is asked about, behind all that were before; the caller knows it by
 * this number. False when memory is out. */
bool kl_key_log_ask(struct kl_key_log *log, uint64_t row, uint64_t number);

/* Bytes of memory, about, with those that are needed in the end. */
size_t kl_key_log_size(const struct kl_key_log *log);

/* A walk past the keys: zero it, and set the log. */
struct kl_key_log_walk {
	const struct kl_key_log *log;
	const struct kl_key_filter *only;       /* those that this knows; NULL: all */
	size_t next, asked, at;
	/* Where it is: */
	struct kl_packed_key key;
	uint64_t row;                           /* from 0 */
	bool is_asked;
	uint64_t number;                        /* if it is asked about */
};

/* On to the next key; false: there is none. */
bool kl_key_log_next(struct kl_key_log_walk *walk);
/* A filter of the keys that are asked about, of which there are some. False when
 * memory is out. */
bool kl_key_log_narrow(const struct kl_key_log *log, struct kl_key_filter *filter);
void kl_key_log_release(struct kl_key_log *log);

#endif
