/*
 * Numbers that look random and are the same in every run and on every machine
 * (splitmix64), so that a case that fails once fails always.
 */
#ifndef KL_TEST_RANDOM_H
#define KL_TEST_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
	uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ mixed >> 31;
}

/* From 0 to bound - 1. */
static inline int random_below(uint64_t *state, int bound)
{
	return (int)(random_next(state) % (uint64_t)bound);
}

/* From low to high, both included. */
static inline int random_between(uint64_t *state, int low, int high)
{
	return low + random_below(state, high - low + 1);
}

#endif
