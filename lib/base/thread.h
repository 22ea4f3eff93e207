/*
 * Threads that do a part of the work.
 */
#ifndef KL_BASE_THREAD_H
#define KL_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread. Signals are for the threads that were there before. False: the
 * system has no more threads. */
bool kl_thread_start(pthread_t *thread, void *(*run)(void *), void *context);

#endif
