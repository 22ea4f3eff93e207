#include "finding/teller.h"

#include <assert.h>
#include <stdlib.h>

#include "base/thread.h"

struct kl_teller {
	const struct kl_lot_way *way;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct kl_lot *lot;             /* NULL: there is nothing to tell */
	bool stopped;
	enum kl_status status;
	struct kl_error error;
};

static void *tell(void *context)
{
	struct kl_teller *teller = context;

	pthread_mutex_lock(&teller->lock);
	for (;;) {
		while (teller->lot == NULL && !teller->stopped)
			pthread_cond_wait(&teller->changed, &teller->lock);
		if (teller->lot == NULL)
			break;
		pthread_mutex_unlock(&teller->lock);
		enum kl_status status = kl_lot_tell(teller->lot, teller->way,
			&teller->error);
		pthread_mutex_lock(&teller->lock);
		teller->status = status;
		teller->lot = NULL;
		pthread_cond_signal(&teller->changed);
	}
	pthread_mutex_unlock(&teller->lock);
	return NULL;
}

struct kl_teller *kl_teller_new(const struct kl_lot_way *way)
{
	struct kl_teller *teller = calloc(1, sizeof *teller);

	if (teller == NULL)
		return NULL;
	teller->way = way;
	if (pthread_mutex_init(&teller->lock, NULL) != 0)
		goto no_lock;
	if (pthread_cond_init(&teller->changed, NULL) != 0)
		goto no_condition;
	if (kl_thread_start(&teller->thread, tell, teller))
		return teller;
	pthread_cond_destroy(&teller->changed);
no_condition:
	pthread_mutex_destroy(&teller->lock);
no_lock:
	free(teller);
	return NULL;
}

enum kl_status kl_teller_wait(struct kl_teller *teller, struct kl_error *error)
{
	pthread_mutex_lock(&teller->lock);
	while (teller->lot != NULL)
		pthread_cond_wait(&teller->changed, &teller->lock);
	enum kl_status status = teller->status;
	teller->status = KL_OK;
	if (status != KL_OK)
		*error = teller->error;
	pthread_mutex_unlock(&teller->lock);
	return status;
}

void kl_teller_give(struct kl_teller *teller, struct kl_lot *lot)
{
	pthread_mutex_lock(&teller->lock);
	assert(teller->lot == NULL);
	teller->lot = lot;
	pthread_cond_signal(&teller->changed);
	pthread_mutex_unlock(&teller->lock);
}

void kl_teller_free(struct kl_teller *teller)
{
	if (teller == NULL)
		return;
	pthread_mutex_lock(&teller->lock);
	teller->stopped = true;
	pthread_cond_signal(&teller->changed);
	pthread_mutex_unlock(&teller->lock);
	pthread_join(teller->thread, NULL);
	pthread_cond_destroy(&teller->changed);
	pthread_mutex_destroy(&teller->lock);
	free(teller);
}
