/*
 * Hashes for tables in memory that nobody can foresee: keys that all fall into one place
 * cannot be chosen beforehand, since the place depends on numbers that each process
 * draws anew. No answer, order or output depends on them.
 *
 * A word that no other key has is multiplied by an odd secret, and its highest bits are
 * taken. Of any two words, whoever chose them, these are the same for no more than
 * twice the share of the secrets that chance would give (Dietzfelbinger, Hagerup,
 * Katajainen and Penttonen, "A reliable randomized algorithm for the closest-pair
 * problem", Journal of Algorithms 25, 1997).
 *
 * Texts are hashed with products of two words of 64 bits, secrets added, of which the
 * halves are laid over each other (as wyhash does; Go's maps have it where the
 * processor has no AES). The products of two texts of 16 bytes are the same for one in
 * 2^64 secrets (NH, in Black et al., "UMAC", CRYPTO 1999); that the halves, and longer
 * texts, are as good is measured, not proved. SipHash, made for those who see hashes
 * and choose their next key by them, takes several times as long for a code; a file is
 * written before the secrets are drawn, and sees none.
 */
#ifndef KL_BASE_HASH_H
#define KL_BASE_HASH_H

#include <stdint.h>

#include "base/short_text.h"

/* Drawn by getrandom(2) before main begins; where that has nothing to give (no such
 * call, or no entropy yet), made of the time, the process and where its memory is. Odd. Only
 * read after that. */
struct kl_secret {
	uint64_t first, last;           /* of words */
	uint64_t even, odd, end;        /* of texts: the words in turn, and the hash */
};
extern struct kl_secret kl_secret;
/* Secrets made of this seed. For tests, while there are no tables. */
void kl_secret_set(uint64_t seed);

__extension__ typedef unsigned __int128 kl_product;

static inline uint64_t kl_fold(uint64_t a, uint64_t b)
{
	const kl_product product = (kl_product)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* 64 bits, each as good as another. */
static inline uint64_t kl_key_hash(struct kl_span key)
{
	struct kl_short_text end = { 0, 0, key.length };
	uint64_t made = kl_secret.odd;
	uint64_t words[2];

	for (size_t at = 0; at + KL_SHORT_MOST < key.length; at += KL_SHORT_MOST) {
		memcpy(words, key.at + at, sizeof words);
		made = kl_fold(words[0] + kl_secret.even, words[1] + made);
	}
	if (key.length > KL_SHORT_MOST) {
		memcpy(&end.first, key.at + key.length - 16, 8);
		memcpy(&end.last, key.at + key.length - 8, 8);
	} else if (key.length > 0) {
		end = kl_short_text(key);
	}
	made = kl_fold(end.first + kl_secret.even, end.last + made);
	return kl_fold(made + end.length, kl_secret.end);
}

#endif
