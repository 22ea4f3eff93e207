/* The tables, in their order; where many small ones follow each other that are judged
 * apart, each by the next thread that is free. */
#include "run/tables.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/thread.h"
#include "run/part.h"

/* Bytes from which a table is read by several threads instead, and of all those
 * together that are worth the start of threads. A build for tests makes the second
 * small. */
#ifndef KL_TABLES_WORTH
#define KL_TABLES_WORTH (128 << 10)
#endif
enum { SMALL = 8 << 20, WORKERS_MOST = 32 };
static const uint64_t worth = KL_TABLES_WORTH;

enum seat_state {
	SEAT_FREE, SEAT_TAKEN,
	SEAT_FULL,                      /* waits until what it told was taken over */
	SEAT_DONE                       /* its table ended, and is to be joined */
};

/* Where a table is judged. There are more seats than threads, so that none waits for a
 * table before its own that takes longer. */
struct seat {
	struct kl_engine part;
	struct kl_record record;
	struct kl_tables *tables;
	enum seat_state state;
	enum kl_status status;          /* of its table */
	struct kl_error error;
};

struct kl_tables {
	struct seat *seats;
	size_t seat_count;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	const struct kl_table *first;   /* of those that are to be judged now */
	size_t count, taken, joined;
	bool stopped;                   /* nothing more is taken over */
};

/* Called by a thread that judges; see kl_record. */
static bool wait_full(void *context)
{
	struct seat *seat = context;
	struct kl_tables *tables = seat->tables;

	pthread_mutex_lock(&tables->lock);
	seat->state = SEAT_FULL;
	pthread_cond_broadcast(&tables->changed);
	while (seat->state == SEAT_FULL && !tables->stopped)
		pthread_cond_wait(&tables->changed, &tables->lock);
	bool going_on = !tables->stopped;
	pthread_mutex_unlock(&tables->lock);
	return going_on;
}

/* The seat of the next table; NULL: there is none any more. The lock is held. */
static struct seat *take_seat(struct kl_tables *tables,
	const struct kl_table **table)
{
	while (!tables->stopped && tables->taken < tables->count
			&& tables->taken >= tables->joined + tables->seat_count)
		pthread_cond_wait(&tables->changed, &tables->lock);
	if (tables->stopped || tables->taken == tables->count)
		return NULL;
	struct seat *seat = &tables->seats[tables->taken % tables->seat_count];
	*table = &tables->first[tables->taken++];
	seat->state = SEAT_TAKEN;
	return seat;
}

static void *judge(void *context)
{
	struct kl_tables *tables = context;
	const struct kl_table *table;
	struct seat *seat;

	pthread_mutex_lock(&tables->lock);
	while ((seat = take_seat(tables, &table)) != NULL) {
		pthread_mutex_unlock(&tables->lock);
		seat->status = kl_engine_check_table(&seat->part, table,
			&seat->error);
		pthread_mutex_lock(&tables->lock);
		seat->state = SEAT_DONE;
		pthread_cond_broadcast(&tables->changed);
	}
	pthread_mutex_unlock(&tables->lock);
	return NULL;
}

static enum seat_state wait_seat(struct kl_tables *tables, struct seat *seat)
{
	pthread_mutex_lock(&tables->lock);
	while (seat->state == SEAT_FREE || seat->state == SEAT_TAKEN)
		pthread_cond_wait(&tables->changed, &tables->lock);
	enum seat_state state = seat->state;
	pthread_mutex_unlock(&tables->lock);
	return state;
}

static void leave_seat(struct kl_tables *tables, struct seat *seat,
	enum seat_state state)
{
	pthread_mutex_lock(&tables->lock);
	seat->state = state;
	tables->joined += state == SEAT_FREE;
	pthread_cond_broadcast(&tables->changed);
	pthread_mutex_unlock(&tables->lock);
}

/* One table, as far as it is told: it may be told in several pieces. */
static enum kl_status join_seat(struct kl_engine *engine, struct seat *seat,
	struct kl_error *error)
{
	struct kl_tables *tables = seat->tables;
	enum seat_state state = wait_seat(tables, seat);
	enum kl_status status = kl_engine_take(engine, &seat->part, error);

	while (status == KL_OK && state == SEAT_FULL) {
		leave_seat(tables, seat, SEAT_TAKEN);
		state = wait_seat(tables, seat);
		status = kl_engine_take(engine, &seat->part, error);
	}
	if (status != KL_OK)
		return status;
	kl_engine_join(engine, &seat->part);
	status = seat->status;
	if (status != KL_OK)
		*error = seat->error;
	leave_seat(tables, seat, SEAT_FREE);
	return status;
}

static enum kl_status join_all(struct kl_engine *engine,
	struct kl_tables *tables, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < tables->count && status == KL_OK; i++)
		status = join_seat(engine,
			&tables->seats[i % tables->seat_count], error);
	pthread_mutex_lock(&tables->lock);
	tables->stopped = true;
	pthread_cond_broadcast(&tables->changed);
	pthread_mutex_unlock(&tables->lock);
	return status;
}

static enum kl_status add_seats(struct kl_engine *engine,
	struct kl_tables *tables, size_t count, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	while (tables->seat_count < count && status == KL_OK) {
		struct seat *seat = &tables->seats[tables->seat_count++];
		seat->tables = tables;
		seat->record.full = wait_full;
		seat->record.context = seat;
		status = kl_engine_part(&seat->part, engine, &seat->record,
			error);
	}
	return status;
}

static enum kl_status make_tables(struct kl_engine *engine,
	struct kl_error *error)
{
	struct kl_tables *made = calloc(1, sizeof *made);

	if (made != NULL)
		made->seats = calloc(2 * WORKERS_MOST, sizeof *made->seats);
	if (made == NULL || made->seats == NULL
			|| pthread_mutex_init(&made->lock, NULL) != 0) {
		if (made != NULL)
			free(made->seats);
		free(made);
		return kl_no_memory(error);
	}
	if (pthread_cond_init(&made->changed, NULL) != 0) {
		pthread_mutex_destroy(&made->lock);
		free(made->seats);
		free(made);
		return kl_no_memory(error);
	}
	engine->tables = made;
	return KL_OK;
}

static enum kl_status check_one_by_one(struct kl_engine *engine,
	const struct kl_table *first, size_t count, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < count && status == KL_OK; i++)
		status = kl_engine_check_table(engine, &first[i], error);
	return status;
}

static enum kl_status check_together(struct kl_engine *engine,
	const struct kl_table *first, size_t count, struct kl_error *error)
{
	const size_t jobs = engine->run->jobs < WORKERS_MOST ? engine->run->jobs
		: WORKERS_MOST;
	const size_t most = jobs < count ? jobs : count;
	pthread_t threads[WORKERS_MOST];
	size_t started = 0;
	enum kl_status status = engine->tables != NULL ? KL_OK
		: make_tables(engine, error);

	if (status == KL_OK)
		status = add_seats(engine, engine->tables,
			2 * most < count ? 2 * most : count, error);
	if (status != KL_OK)
		return status;
	struct kl_tables *tables = engine->tables;
	tables->first = first;
	tables->count = count;
	tables->taken = tables->joined = 0;
	tables->stopped = false;
	while (started < most && kl_thread_start(&threads[started], judge, tables))
		started++;
	status = started > 0 ? join_all(engine, tables, error)
		: check_one_by_one(engine, first, count, error);
	while (started > 0)
		pthread_join(threads[--started], NULL);
	return status;
}

/* What it is to read a file, in bytes of text. */
static uint64_t weigh(const char *path, uint64_t size)
{
	static const char *const packed[] = { ".gz", ".zst", ".xlsx" };
	enum { UNPACKED = 8 };
	const size_t length = strlen(path);

	for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
		const size_t end = strlen(packed[i]);
		if (length > end && strcmp(path + length - end, packed[i]) == 0)
			return UNPACKED * size;
	}
	return size;
}

/* A file that is not there is small. */
static bool is_small(const struct kl_table *table, uint64_t *size)
{
	struct stat about;

	*size = 0;
	if (strcmp(table->path, "-") == 0)
		return false;
	if (stat(table->path, &about) != 0)
		return true;
	*size = weigh(table->path, (uint64_t)about.st_size);
	return S_ISREG(about.st_mode) && *size <= SMALL;
}

/* How many small tables that are judged apart come next, and whether they are worth
 * threads. One that is most of the work is read by several threads instead. */
static size_t count_small(struct kl_engine *engine,
	const struct kl_table *first, size_t count, bool *together)
{
	uint64_t size, all = 0, largest = 0;
	size_t found = 0;

	for (; found < count && is_small(&first[found], &size)
			&& kl_engine_is_apart(engine, &first[found]); found++) {
		all += size;
		largest = size > largest ? size : largest;
	}
	*together = found > 1 && all >= worth && largest <= all / 2;
	return found;
}

enum kl_status kl_engine_tables(struct kl_engine *engine, struct kl_error *error)
{
	const struct kl_dataset *dataset = engine->run->dataset;
	enum kl_status status = KL_OK;
	size_t at = 0;

	while (at < dataset->table_count && status == KL_OK) {
		const struct kl_table *first = &dataset->tables[at];
		bool together = false;
		size_t count = engine->run->jobs < 2 ? 1 : count_small(engine, first,
			dataset->table_count - at, &together);
		count = count > 0 ? count : 1;
		status = together ? check_together(engine, first, count, error)
			: check_one_by_one(engine, first, count, error);
		at += count;
	}
	return status;
}

void kl_tables_free(struct kl_tables *tables)
{
	if (tables == NULL)
		return;
	for (size_t i = 0; i < tables->seat_count; i++) {
		kl_engine_release(&tables->seats[i].part);
		kl_record_release(&tables->seats[i].record);
	}
	pthread_cond_destroy(&tables->changed);
	pthread_mutex_destroy(&tables->lock);
	free(tables->seats);
	free(tables);
}
