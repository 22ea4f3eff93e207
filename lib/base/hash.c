#include "base/hash.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct kl_secret kl_secret;

/* splitmix64 (Steele, Lea and Flood, OOPSLA 2014). */
static uint64_t next(uint64_t *state)
{
	uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ mixed >> 31;
}

static void make_odd(void)
{
	kl_secret.first |= 1;
	kl_secret.last |= 1;
	kl_secret.even |= 1;
	kl_secret.odd |= 1;
	kl_secret.end |= 1;
}

void kl_secret_set(uint64_t seed)
{
	kl_secret = (struct kl_secret){ next(&seed), next(&seed), next(&seed),
		next(&seed), next(&seed) };
	make_odd();
}

static uint64_t guess(void)
{
	struct timespec now = { 0, 0 };
	uint64_t seed = (uint64_t)getpid();

	clock_gettime(CLOCK_REALTIME, &now);
	seed = next(&seed) ^ (uint64_t)now.tv_nsec;
	seed = next(&seed) ^ (uint64_t)now.tv_sec;
	seed = next(&seed) ^ (uint64_t)(uintptr_t)&now;
	return next(&seed) ^ (uint64_t)(uintptr_t)&kl_secret;
}

/* Before main: threads then find them drawn, and a table need not ask. */
__attribute__((constructor)) static void draw(void)
{
	if (getrandom(&kl_secret, sizeof kl_secret, GRND_NONBLOCK)
			== (ssize_t)sizeof kl_secret)
		make_odd();
	else
		kl_secret_set(guess());
}
