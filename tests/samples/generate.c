/*
 * Writes made-up records of which published tables are the totals, the same
 * bytes every time and on every machine:
 *
 *   generate TABLES QUESTIONNAIRES PROGRAMMES TALKS
 *
 * TABLES is a folder with the tables of the report, of which all sums are right.
 * QUESTIONNAIRES becomes a file of one row a school, PROGRAMMES of one row a
 * programme that a school names, TALKS of one row a talk with some of these
 * schools. Which school gives which answer is drawn by lot, so that each figure of
 * the tables is met.
 */
#include <stdio.h>

#include "../unit/random.h"
#include "published.h"

enum { SCHOOLS_MOST = 26 * 26 };

static const struct phase {
	const char *column;     /* of the questionnaires' table */
	const char *talks;      /* how columns of the talks begin; NULL: no talk */
	const char *name;       /* in the records */
} phases[] = {
	{ "nog_niet_gestart", NULL, "nog niet gestart" },
	{ "voorbereidingsjaar", "voorbereiding", "voorbereiding" },
	{ "gestart", "gestart", "gestart" },
};
static const struct ministry {
	const char *row;        /* of the questionnaires' tables */
	const char *talks;      /* how columns of the talks end */
	const char *name;
} ministries[] = {
	{ "OCW-scholen", "ocw", "OCW" },
	{ "LNV-scholen", "lnv", "LNV" },
};
enum { PHASES = sizeof phases / sizeof *phases };
enum { MINISTRIES = sizeof ministries / sizeof *ministries };

/* What the talks were about: the tables gesprek-NAME, in the report's order. */
static const char *const questions[] = { "doelgroep", "determinatie-moment",
	"determinatie-wie", "instroom-moment", "programma-aanbod",
	"programma-verzorging", "bpv-regeling", "bpv-begeleiding",
	"bpv-accreditatie", "examinering-regie", "examinering-toetsen",
	"organisatie", "rechtsbescherming-geregeld", "rechtsbescherming-vorm",
	"doorstroming-recht", "doorstroming-verwachting" };
enum { QUESTIONS = sizeof questions / sizeof *questions };

static struct school {
	const struct phase *phase;
	const struct ministry *ministry;
	bool talks;
} schools[SCHOOLS_MOST];
static size_t school_count;

/* Some of the schools; NULL: of all ministries, in all phases. */
struct group {
	const struct ministry *ministry;
	const struct phase *phase;
	bool talks;
};

/* The answers of each school to one question: a bit a row, or column, of its
 * table. */
struct answers {
	uint32_t of[SCHOOLS_MOST];
};

static uint64_t lot = 2005;

/* --- Answers by lot -------------------------------------------------------- */

static bool belongs(const struct school *school, const struct group *group)
{
	return (group->ministry == NULL || school->ministry == group->ministry)
		&& (group->phase == NULL || school->phase == group->phase)
		&& (school->talks || !group->talks);
}

/* One more school of the group gives an answer: one that has none to this
 * question yet, and else one that has none of `same`, which is this answer and
 * all that come down to it. */
static size_t draw(struct answers *answers, const struct group *group,
	uint32_t answer, uint32_t same)
{
	const uint32_t without[] = { UINT32_MAX, same };

	for (int i = 0; i < 2; i++) {
		size_t able[SCHOOLS_MOST];
		int count = 0;

		for (size_t s = 0; s < school_count; s++)
			if (belongs(&schools[s], group)
				&& (answers->of[s] & without[i]) == 0)
				able[count++] = s;
		if (count > 0) {
			size_t drawn = able[random_below(&lot, count)];
			answers->of[drawn] |= answer;
			return drawn;
		}
	}
	die("the tables", "an answer is given by more schools than there are", "");
}

static void need_answers(const struct answers *answers,
	const struct group *group, const char *path)
{
	for (size_t s = 0; s < school_count; s++)
		if (belongs(&schools[s], group) && answers->of[s] == 0)
			die(path, "fewer answers than schools", "");
}

/* --- The questionnaires ---------------------------------------------------- */

/* Makes the schools: of each ministry, in each phase, as many as the table has. */
static void make_schools(const char *folder)
{
	struct table table;
	int counts[MINISTRIES][PHASES];
	struct answers taken = { { 0 } };

	table_read(&table, folder, "vragenlijst", "fase");
	for (int m = 0; m < MINISTRIES; m++) {
		size_t row = table_row(&table, ministries[m].row);
		for (int p = 0; p < PHASES; p++) {
			counts[m][p] = table_count(&table, row,
				table_column(&table, phases[p].column));
			school_count += (size_t)counts[m][p];
		}
	}
	if (school_count > SCHOOLS_MOST)
		die(table.path, "too many schools", "");
	for (int m = 0; m < MINISTRIES; m++)
		for (int p = 0; p < PHASES; p++)
			for (int i = 0; i < counts[m][p]; i++) {
				size_t s = draw(&taken, &(struct group){ 0 }, 1, 1);
				schools[s].ministry = &ministries[m];
				schools[s].phase = &phases[p];
			}
	table_release(&table);
}

/* Yes or no, by ministry: the answers are the columns of these names. */
static const char *const yes_no[] = { "ja", "nee" };

static void answer_yes_no(struct answers *answers, const char *folder,
	const char *name)
{
	struct table table;

	*answers = (struct answers){ { 0 } };
	table_read(&table, folder, "vragenlijst", name);
	for (int m = 0; m < MINISTRIES; m++) {
		const struct group group = { .ministry = &ministries[m] };
		size_t row = table_row(&table, ministries[m].row);
		for (int a = 0; a < 2; a++) {
			int count = table_count(&table, row,
				table_column(&table, yes_no[a]));
			while (count-- > 0)
				draw(answers, &group, UINT32_C(1) << a, 3);
		}
		need_answers(answers, &group, table.path);
	}
	table_release(&table);
}

/* Each school names at least one programme, and a code only once, also where
 * two rows of the table have it. Programmes of agriculture are those of LNV. The
 * table begins with those that are named most: from its end, so that these are
 * not all at different schools. */
static void answer_programmes(struct answers *answers, const struct table *table)
{
	size_t code = table_column(table, "crebo");
	size_t sector = table_column(table, "sector");
	size_t named = table_column(table, "aantal_keren_genoemd");

	*answers = (struct answers){ { 0 } };
	for (size_t row = table->rows - 1; row > 0; row--) {
		bool green = kl_span_is(table->cells[row][sector], "Landbouw");
		const struct group group = { .ministry = &ministries[green] };
		for (int i = table_count(table, row, named); i > 0; i--)
			draw(answers, &group, UINT32_C(1) << row,
				table_rows_like(table, row, code));
	}
	need_answers(answers, &(struct group){ 0 }, table->path);
}

/* --- Writing --------------------------------------------------------------- */

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "w");

	if (file == NULL)
		die(path, "cannot be written", "");
	return file;
}

static void close_file(FILE *file, const char *path)
{
	if (ferror(file) || fclose(file) != 0)
		die(path, "cannot be written", "");
}

/* The series 99 is kept for schools that do not exist. */
static void write_brin(FILE *file, size_t s)
{
	fprintf(file, "99%c%c", (char)('A' + s / 26), (char)('A' + s % 26));
}

static void write_school(FILE *file, size_t s)
{
	write_brin(file, s);
	fprintf(file, ",%s,%s", schools[s].ministry->name, schools[s].phase->name);
}

/* The next cell of a row: the answers of a school, as they stand in a column of
 * the table, with bars between. Two rows that look the same give one. */
static void write_answers(FILE *file, const struct table *table, size_t column,
	uint32_t answers)
{
	uint32_t written = 0;
	bool quoted = false;

	for (size_t row = 1; row < table->rows; row++) {
		struct kl_span text = table->cells[row][column];
		quoted = quoted || ((answers >> row & 1) != 0
			&& memchr(text.at, ',', text.length) != NULL);
		if (memchr(text.at, '"', text.length) != NULL)
			die(table->path, "a quote in an answer", "");
	}
	fprintf(file, ",%s", quoted ? "\"" : "");
	for (size_t row = 1; row < table->rows; row++) {
		struct kl_span text = table->cells[row][column];
		if ((answers >> row & 1) == 0
			|| (written & table_rows_like(table, row, column)) != 0)
			continue;
		fprintf(file, "%s%.*s", written != 0 ? "|" : "",
			(int)text.length, text.at);
		written |= UINT32_C(1) << row;
	}
	fputs(quoted ? "\"" : "", file);
}

static void write_questionnaires(const char *folder, const struct table *offer,
	const struct answers *programmes, const char *path)
{
	static struct answers lwt, lwoo;
	size_t crebo = table_column(offer, "crebo");
	FILE *file = open_file(path);

	answer_yes_no(&lwt, folder, "leerwerktrajecten");
	answer_yes_no(&lwoo, folder, "lwoo");
	fputs("brin,ministerie,fase,leerwerktrajecten,lwoo,opleidingen\n", file);
	for (size_t s = 0; s < school_count; s++) {
		write_school(file, s);
		fprintf(file, ",%s,%s", yes_no[lwt.of[s] >> 1],
			yes_no[lwoo.of[s] >> 1]);
		write_answers(file, offer, crebo, programmes->of[s]);
		fputc('\n', file);
	}
	close_file(file, path);
}

/* As the table calls them: there is a code with two names. */
static void write_programmes(const struct table *offer,
	const struct answers *programmes, const char *path)
{
	size_t crebo = table_column(offer, "crebo");
	size_t name = table_column(offer, "opleiding");
	FILE *file = open_file(path);

	fputs("brin,crebo,opleiding\n", file);
	for (size_t s = 0; s < school_count; s++)
		for (size_t row = 1; row < offer->rows; row++) {
			uint32_t answer = programmes->of[s] & UINT32_C(1) << row;
			if (answer == 0)
				continue;
			write_brin(file, s);
			write_answers(file, offer, crebo, answer);
			write_answers(file, offer, name, answer);
			fputc('\n', file);
		}
	close_file(file, path);
}

/* --- The talks ------------------------------------------------------------- */

/* The column of a table of talks that is about one phase and ministry. */
static size_t find_group(const struct table *table, const struct group *group)
{
	char name[64];

	snprintf(name, sizeof name, "%s_%s", group->phase->talks,
		group->ministry->talks);
	return table_column(table, name);
}

/* How many answers the schools of a group gave, without the total row. */
static int answers_of(const struct table *table, const struct group *group)
{
	size_t column = find_group(table, group), total = table_row(table, "Totaal");
	int sum = 0;

	for (size_t row = 1; row < total; row++)
		sum += table_count(table, row, column);
	return sum;
}

/* Goes through the groups of the talks; false after the last. */
static bool next_group(struct group *group, int *at)
{
	for (; *at < PHASES * MINISTRIES; ++*at) {
		group->phase = &phases[*at / MINISTRIES];
		group->ministry = &ministries[*at % MINISTRIES];
		if (group->phase->talks != NULL) {
			++*at;
			return true;
		}
	}
	return false;
}

/* The schools that talked: of each group as many as answered a question to which
 * there was one answer. */
static void choose_talks(const char *folder)
{
	struct table table;
	struct answers taken = { { 0 } };
	struct group group = { .talks = false };

	table_read(&table, folder, "gesprek", "organisatie");
	for (int at = 0; next_group(&group, &at);)
		for (int i = answers_of(&table, &group); i > 0; i--)
			schools[draw(&taken, &group, 1, 1)].talks = true;
	table_release(&table);
}

static void answer_question(struct answers *answers, const struct table *table)
{
	struct group group = { .talks = true };

	*answers = (struct answers){ { 0 } };
	for (int at = 0; next_group(&group, &at);) {
		size_t column = find_group(table, &group);
		for (size_t row = 1; row < table_row(table, "Totaal"); row++)
			for (int i = table_count(table, row, column); i > 0; i--)
				draw(answers, &group, UINT32_C(1) << row,
					UINT32_C(1) << row);
		need_answers(answers, &group, table->path);
	}
}

static void write_talks(const char *folder, const char *path)
{
	static struct table tables[QUESTIONS];
	static struct answers answers[QUESTIONS];
	FILE *file = open_file(path);

	fputs("brin,ministerie,fase", file);
	for (int q = 0; q < QUESTIONS; q++) {
		table_read(&tables[q], folder, "gesprek", questions[q]);
		answer_question(&answers[q], &tables[q]);
		fputc(',', file);
		for (const char *at = questions[q]; *at != '\0'; at++)
			fputc(*at == '-' ? '_' : *at, file);
	}
	fputc('\n', file);
	for (size_t s = 0; s < school_count; s++) {
		if (!schools[s].talks)
			continue;
		write_school(file, s);
		for (int q = 0; q < QUESTIONS; q++)
			write_answers(file, &tables[q], 0, answers[q].of[s]);
		fputc('\n', file);
	}
	close_file(file, path);
	for (int q = 0; q < QUESTIONS; q++)
		table_release(&tables[q]);
}

int main(int argc, char **argv)
{
	static struct answers programmes;
	struct table offer;

	if (argc != 5) {
		fputs("usage: generate TABLES QUESTIONNAIRES PROGRAMMES TALKS\n",
			stderr);
		return 2;
	}
	make_schools(argv[1]);
	table_read(&offer, argv[1], "vragenlijst", "aanbod");
	answer_programmes(&programmes, &offer);
	write_questionnaires(argv[1], &offer, &programmes, argv[2]);
	write_programmes(&offer, &programmes, argv[3]);
	table_release(&offer);
	choose_talks(argv[1]);
	write_talks(argv[1], argv[4]);
	return 0;
}
