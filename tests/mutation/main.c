/*
 *   mutation DATASET FOLDER [sample] [-v]
 *
 * Changes the printed counts of a dataset that adds up: each by every slip of
 * change.c, and two of one table at once. Prints how many klopt detects, and how
 * many its first repair undoes. `sample` takes a part of them, always the same;
 * -v lists what was missed. Ends with 1 when a bar is missed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../unit/random.h"
#include "mutation.h"

enum {
	RESTORED_BAR = 95,              /* percent, of counts in two equations or more */
	ONES_SAMPLED = 1500, PAIRS_SAMPLED = 1000,
	PAIRS = 10000
};

struct campaign {
	const struct dataset_text *texts;
	const struct book *book;
	struct trial *trial;
	const struct kl_dataset *dataset;
	bool sample, verbose;
	bool missed;
};

struct score {
	size_t changes, detected;
	size_t crossed, restored;       /* of counts in two equations or more */
	size_t certain, wrong;          /* repairs; of these, that undo no change */
};

static void print_figure(const struct campaign *campaign,
	const struct figure *figure, const struct change *change)
{
	printf(" %s row %llu %.*s (%zu equations) %lld to %s",
		campaign->dataset->tables[figure->table].name,
		(unsigned long long)figure->row, (int)figure->field.length,
		figure->field.at, figure->equations, (long long)figure->value,
		change->text);
}

/* --- One count ------------------------------------------------------------ */

static void try_one(struct campaign *campaign, const struct figure *figure,
	const struct change *change, struct score *score)
{
	bool crossed = figure->equations >= 2;
	struct verdict verdict = trial_run(campaign->trial, &figure, change, 1);

	score->changes++;
	score->detected += verdict.detected;
	score->crossed += crossed;
	score->restored += crossed && verdict.restored;
	score->certain += verdict.certain;
	score->wrong += verdict.certain && !verdict.restored;
	if (campaign->verbose && (!verdict.detected || !verdict.restored)) {
		printf("%s:", verdict.detected ? "not restored" : "not detected");
		print_figure(campaign, figure, change);
		printf("\n");
	}
}

static void print_score(const char *name, const struct score *score)
{
	double percent = score->crossed == 0 ? 100.0
		: 100.0 * (double)score->restored / (double)score->crossed;

	printf("%-19s %8zu %9zu %8zu %9zu %7.2f %% %8zu %6zu\n", name,
		score->changes, score->detected, score->crossed, score->restored,
		percent, score->certain, score->wrong);
}

static void add_score(struct score *all, const struct score *score)
{
	all->changes += score->changes;
	all->detected += score->detected;
	all->crossed += score->crossed;
	all->restored += score->restored;
	all->certain += score->certain;
	all->wrong += score->wrong;
}

static void change_one(struct campaign *campaign)
{
	const struct dataset_text *texts = campaign->texts;
	struct score scores[KINDS] = { 0 }, all = { 0 };
	struct change changes[CHANGES_MOST];
	uint64_t state = 1;
	size_t total = 0;

	for (size_t i = 0; i < texts->figure_count; i++)
		total += change_list(&texts->figures[i], changes);
	for (size_t i = 0; i < texts->figure_count; i++) {
		const struct figure *figure = &texts->figures[i];
		size_t count = figure->equations > 0
			? change_list(figure, changes) : 0;
		for (size_t j = 0; j < count; j++) {
			if (!campaign->sample || random_below(&state, (int)total)
					< ONES_SAMPLED)
				try_one(campaign, figure, &changes[j],
					&scores[changes[j].kind]);
		}
	}
	printf("%-19s %8s %9s %8s %9s %9s %8s %6s\n", "One count changed", "changes",
		"detected", "crossed", "restored", "", "certain", "wrong");
	for (int kind = 0; kind < KINDS; kind++) {
		print_score(kind_names[kind], &scores[kind]);
		add_score(&all, &scores[kind]);
	}
	print_score("all", &all);
	printf("(crossed: counts that stand in two equations or more; restored: of "
		"these, the first\nrepair undoes the change; wrong: it is certain, and "
		"undoes it not)\n\n");
	campaign->missed = campaign->missed || all.changes == 0
		|| all.detected < all.changes
		|| all.restored * 100 < all.crossed * RESTORED_BAR || all.wrong > 0;
}

/* --- Two counts of one table ---------------------------------------------- */

struct pairs {
	size_t possible, cancelling;    /* of all changes of two counts */
	size_t tried, detected, cancelled, missed;
};

static void try_two(struct campaign *campaign,
	const struct figure *const *figures, const struct change *changes,
	struct pairs *pairs)
{
	const int64_t to[] = { changes[0].to, changes[1].to };
	struct verdict verdict = trial_run(campaign->trial, figures, changes, 2);
	bool cancels = book_holds(campaign->book, figures, to, 2);

	pairs->tried++;
	pairs->detected += verdict.detected;
	pairs->cancelled += !verdict.detected && cancels;
	pairs->missed += !verdict.detected && !cancels;
	if (campaign->verbose && !verdict.detected) {
		printf("%s:", cancels ? "cancels" : "not detected");
		for (int i = 0; i < 2; i++)
			print_figure(campaign, figures[i], &changes[i]);
		printf("\n");
	}
}

/* Those that cancel in every equation are all tried. */
static void try_cancelling(struct campaign *campaign,
	const struct figure *const *figures, struct pairs *pairs)
{
	struct change lists[2][CHANGES_MOST];
	size_t counts[2];

	for (int i = 0; i < 2; i++)
		counts[i] = change_list(figures[i], lists[i]);
	pairs->possible += counts[0] * counts[1];
	for (size_t i = 0; i < counts[0]; i++) {
		for (size_t j = 0; j < counts[1]; j++) {
			const struct change both[] = { lists[0][i], lists[1][j] };
			const int64_t to[] = { both[0].to, both[1].to };
			if (!book_holds(campaign->book, figures, to, 2))
				continue;
			pairs->cancelling++;
			if (!campaign->sample)
				try_two(campaign, figures, both, pairs);
		}
	}
}

/* A pair of counts in equations of one table; false: there is none. */
static bool pick(const struct dataset_text *texts, uint64_t *state,
	const struct figure **figures)
{
	int count = (int)texts->figure_count;

	for (int tries = 0; tries < 10000; tries++) {
		figures[0] = &texts->figures[random_below(state, count)];
		figures[1] = &texts->figures[random_below(state, count)];
		if (figures[0] != figures[1] && figures[0]->equations > 0
				&& figures[1]->equations > 0
				&& figures[0]->table == figures[1]->table)
			return true;
	}
	return false;
}

static void change_two(struct campaign *campaign)
{
	const struct dataset_text *texts = campaign->texts;
	size_t sampled = campaign->sample ? PAIRS_SAMPLED : PAIRS;
	struct change lists[2][CHANGES_MOST], both[2];
	const struct figure *figures[2];
	struct pairs all = { 0 }, random = { 0 };
	uint64_t state = 2;

	for (size_t i = 0; i < texts->figure_count; i++) {
		for (size_t j = i + 1; j < texts->figure_count; j++) {
			figures[0] = &texts->figures[i];
			figures[1] = &texts->figures[j];
			if (figures[0]->table == figures[1]->table
					&& figures[0]->equations > 0
					&& figures[1]->equations > 0)
				try_cancelling(campaign, figures, &all);
		}
	}
	while (random.tried < sampled && pick(texts, &state, figures)) {
		for (int i = 0; i < 2; i++) {
			size_t count = change_list(figures[i], lists[i]);
			both[i] = lists[i][random_below(&state, (int)count)];
		}
		try_two(campaign, figures, both, &random);
	}
	printf("Two counts of one table changed: %zu ways, of which %zu cancel in "
		"every equation.\n", all.possible, all.cancelling);
	printf("                        tried  detected cancelled    missed\n");
	if (!campaign->sample)
		printf("that cancel          %8zu %9zu %9zu %9zu\n", all.tried,
			all.detected, all.cancelled, all.missed);
	printf("at random            %8zu %9zu %9zu %9zu\n", random.tried,
		random.detected, random.cancelled, random.missed);
	printf("(cancelled: not detected, and each equation still holds)\n\n");
	campaign->missed = campaign->missed || random.tried < sampled
		|| all.missed + random.missed > 0;
}

/* --- The dataset ---------------------------------------------------------- */

/* The rule files that the dataset names, as the front door reads them. */
static void read_rules(struct kl_dataset *dataset, struct kl_rules *rules)
{
	struct kl_arena *arena = &dataset->arena;
	struct kl_error error;
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);

	for (size_t i = 0; i < dataset->rule_count; i++) {
		char *name = need(kl_arena_text(arena, dataset->rules[i].text));
		const char *path = kl_search_file(trial_search(), dataset->descriptor,
			name, arena);
		if (path == NULL)
			give_up(name, "there is no such rule file");
		if (kl_rules_read(rules, path, words, count, dataset, NULL, &error)
				!= KL_OK)
			give_up(error.path, error.text);
	}
}

static void read_dataset(const char *path, struct kl_dataset *dataset,
	struct kl_rules *rules)
{
	struct kl_error error;

	kl_dataset_init(dataset);
	kl_rules_init(rules);
	if (kl_dataset_read(dataset, path, false, NULL, &error) != KL_OK)
		give_up(error.path, error.text);
	read_rules(dataset, rules);
	if (kl_dataset_link(dataset, &error) != KL_OK)
		give_up(error.path, error.text);
}

static void print_scope(const char *path, const struct campaign *campaign)
{
	const struct dataset_text *texts = campaign->texts;
	size_t alone = 0;

	for (size_t i = 0; i < texts->figure_count; i++)
		alone += texts->figures[i].equations == 0;
	printf("%s: %zu counts are printed (nil and N among them).\n"
		"The rules make %zu equations of them; %zu counts stand in none, and "
		"are let be.\n\n", path, texts->figure_count,
		book_equations(campaign->book), alone);
}

static bool run(const char *path, const char *folder, bool sample, bool verbose)
{
	struct kl_dataset dataset;
	struct kl_rules rules;
	struct dataset_text texts;

	read_dataset(path, &dataset, &rules);
	figures_read(&dataset, &texts);
	struct book *book = book_new(&dataset, &rules, &texts);
	struct trial *trial = trial_new(&dataset, &rules, &texts, folder);
	struct campaign campaign = { &texts, book, trial, &dataset, sample,
		verbose, false };
	if (trial_run(trial, NULL, NULL, 0).told)
		give_up(path, "has errors before any change");
	print_scope(path, &campaign);
	change_one(&campaign);
	change_two(&campaign);
	printf("%s: every change detected that does not cancel, %d %% of the "
		"crossed restored,\nno certain repair wrong.\n", campaign.missed ? "MISSED" : "The bars are met",
		RESTORED_BAR);
	trial_free(trial);
	book_free(book);
	figures_release(&dataset, &texts);
	kl_rules_release(&rules);
	kl_dataset_release(&dataset);
	return !campaign.missed;
}

int main(int argc, char **argv)
{
	bool sample = false, verbose = false;

	if (argc < 3)
		give_up("usage", "mutation DATASET FOLDER [sample] [-v]");
	for (int i = 3; i < argc; i++) {
		sample = sample || strcmp(argv[i], "sample") == 0;
		verbose = verbose || strcmp(argv[i], "-v") == 0;
	}
	return run(argv[1], argv[2], sample, verbose) ? 0 : 1;
}
