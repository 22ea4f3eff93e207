#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "mutation.h"

struct trial {
	struct kl_dataset *dataset;
	const struct kl_rules *rules;
	const struct dataset_text *texts;
	char path[4096];                /* of the changed file */
	FILE *nowhere;
};

/* What the trial that runs looks for: formats are given nothing of the caller's. */
static struct {
	const struct figure *const *figures;
	const char *const *names;       /* of their tables */
	size_t count;
	bool repair_seen;
	struct verdict verdict;
} now;

static bool is_figure(const struct kl_place *place, size_t at)
{
	return place->table != NULL && strcmp(place->table, now.names[at]) == 0
		&& place->row == now.figures[at]->row
		&& kl_span_equal(place->field, now.figures[at]->field);
}

static bool names_change(const struct kl_finding *finding)
{
	for (size_t i = 0; i < now.count; i++) {
		if (is_figure(&finding->place, i))
			return true;
		for (size_t j = 0; j < finding->cell_count; j++) {
			if (is_figure(&finding->cells[j].place, i))
				return true;
		}
	}
	return false;
}

static bool restores(const struct kl_finding_repair *repair)
{
	char text[32];
	const struct kl_change *change = &repair->changes[0];

	if (now.count != 1 || repair->count != 1 || !is_figure(&change->place, 0)
			|| change->to.length >= sizeof text)
		return false;
	memcpy(text, change->to.at, change->to.length);
	text[change->to.length] = '\0';
	return strtoll(text, NULL, 10) == now.figures[0]->value;
}

static enum kl_status take_finding(void *state,
	const struct kl_format_scope *scope, const struct kl_finding *finding,
	struct kl_error *error)
{
	(void)state, (void)scope, (void)error;
	if (finding->severity != KL_ERROR)
		return KL_OK;
	now.verdict.told = true;
	now.verdict.detected = now.verdict.detected || names_change(finding);
	if (finding->repair_count > 0 && !now.repair_seen) {
		now.repair_seen = true;
		now.verdict.restored = restores(&finding->repairs[0]);
		now.verdict.certain = finding->repairs[0].certain;
	}
	return KL_OK;
}

static enum kl_status end(void *state, const struct kl_format_scope *scope,
	const struct kl_tally *tally, struct kl_error *error)
{
	(void)state, (void)scope, (void)tally, (void)error;
	return KL_OK;
}

static const struct kl_format collector = { .name = "mutation",
	.finding = take_finding, .end = end };

const struct kl_search *trial_search(void)
{
	static const char *const folders[] = { "rules", NULL };
	static const struct kl_search search = { folders };

	return &search;
}

struct trial *trial_new(struct kl_dataset *dataset,
	const struct kl_rules *rules, const struct dataset_text *texts,
	const char *folder)
{
	struct trial *trial = need(calloc(1, sizeof *trial));

	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		give_up(folder, "cannot be made");
	trial->dataset = dataset;
	trial->rules = rules;
	trial->texts = texts;
	trial->nowhere = need(fopen("/dev/null", "w"));
	snprintf(trial->path, sizeof trial->path, "%s/changed.csv", folder);
	return trial;
}

void trial_free(struct trial *trial)
{
	remove(trial->path);
	fclose(trial->nowhere);
	free(trial);
}

/* The table with its changes, which may stand in any order. */
static void write_table(const struct trial *trial,
	const struct figure *const *figures, const struct change *changes,
	size_t count)
{
	const struct table_text *text = &trial->texts->tables[figures[0]->table];
	FILE *file = fopen(trial->path, "wb");

	if (file == NULL)
		give_up(trial->path, "cannot be written");
	for (size_t at = 0; at < text->length; at++) {
		size_t i = 0;
		while (i < count && (figures[i]->row == 0
				|| figures[i]->text.at != text->bytes + at))
			i++;
		if (i == count) {
			fputc(text->bytes[at], file);
			continue;
		}
		fputs(changes[i].text, file);
		at += figures[i]->text.length - 1;
	}
	if (fclose(file) != 0)
		give_up(trial->path, "cannot be written");
}

/* The table is read from the changed file, and an N from the change itself. */
static void change_table(struct trial *trial, struct kl_table *table,
	const struct figure *const *figures, const struct change *changes,
	size_t count)
{
	bool cells = false;

	for (size_t i = 0; i < count; i++) {
		cells = cells || figures[i]->row > 0;
		if (figures[i]->row > 0)
			continue;
		table->n.text = kl_span_of(changes[i].text);
		table->n_value = kl_decimal_of(changes[i].to);
	}
	if (!cells)
		return;
	write_table(trial, figures, changes, count);
	table->path = trial->path;
}

struct verdict trial_run(struct trial *trial,
	const struct figure *const *figures, const struct change *changes,
	size_t count)
{
	const struct kl_style style = { .quiet = true };
	const struct kl_run run = { .dataset = trial->dataset,
		.rules = trial->rules, .search = trial_search(),
		.format = &collector, .out = { .stream = trial->nowhere,
			.style = &style, .dataset = trial->dataset,
			.rules = trial->rules, .program = "mutation" } };
	struct kl_table *table = count > 0
		? &trial->dataset->tables[figures[0]->table] : NULL;
	struct kl_table as_it_was = { 0 };
	const char *names[2];
	struct kl_verdict verdict;
	struct kl_error error;

	if (table != NULL) {
		as_it_was = *table;
		change_table(trial, table, figures, changes, count);
	}
	for (size_t i = 0; i < count; i++)
		names[i] = table->name;
	now.figures = figures;
	now.names = names;
	now.count = count;
	now.repair_seen = false;
	now.verdict = (struct verdict){ .told = false };
	if (kl_run(&run, &verdict, &error) != KL_OK)
		give_up(error.path, error.text);
	if (table != NULL)
		*table = as_it_was;
	if (verdict.problems > 0)
		give_up("klopt", "something could not be checked");
	return now.verdict;
}
