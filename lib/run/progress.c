/* How far the run is. */
#include "run/engine.h"

#include <unistd.h>

/* The bytes of all texts, if that is all there is and it is known beforehand. */
static uint64_t size_of(const struct kl_dataset *dataset)
{
	uint64_t size = 0;

	for (size_t i = 0; i < dataset->table_count; i++) {
		const struct kl_table *table = &dataset->tables[i];
		struct stat about;
		if (table->dialect.sheet != NULL || stat(table->path, &about) != 0
				|| !S_ISREG(about.st_mode))
			return 0;
		size += (uint64_t)about.st_size;
	}
	return size;
}

void kl_engine_progress_begin(struct kl_engine *engine)
{
	if (engine->run->progress != NULL)
		engine->progress.size = size_of(engine->run->dataset);
}

static void tell(struct kl_engine *engine, struct kl_progress progress,
	const struct kl_table *table)
{
	const struct kl_tally *tally = kl_report_tally(engine->report);

	progress.table = table->name;
	progress.rows += tally->rows;
	for (int i = 0; i < KL_SEVERITIES; i++)
		progress.findings += tally->findings[i];
	engine->run->progress(engine->run->context, &progress);
}

void kl_engine_progress(struct kl_engine *engine)
{
	struct kl_progress progress = engine->progress;

	if (engine->run->progress == NULL || engine->whole != NULL)
		return;
	progress.rows = engine->preparing ? 0 : engine->rows;
	/* A text is read from its beginning to its end. */
	off_t at = engine->preparing || engine->table->dialect.sheet != NULL
		? 0 : lseek(engine->input->fd, 0, SEEK_CUR);
	progress.read += at > 0 ? (uint64_t)at : 0;
	tell(engine, progress, engine->table);
}

void kl_engine_progress_table(struct kl_engine *engine)
{
	if (engine->run->progress == NULL || engine->preparing
			|| engine->table->dialect.sheet != NULL)
		return;
	off_t end = lseek(engine->input->fd, 0, SEEK_CUR);
	engine->progress.read += end > 0 ? (uint64_t)end : 0;
}

void kl_engine_progress_join(struct kl_engine *engine, struct kl_engine *part)
{
	if (engine->run->progress == NULL)
		return;
	engine->progress.read += part->progress.read;
	part->progress.read = 0;
	tell(engine, engine->progress, part->table);
}
