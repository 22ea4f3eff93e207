/*
 * Figures and sums of any kind: a repair that is proposed changes a cell from what is
 * printed, makes every sum hold that did not, of those it is about, and breaks none.
 */
#include "equation/equation.h"
#include "take.h"

enum { CELLS_MOST = 10, SUMS_MOST = 7, TERMS_MOST = 5, REPAIRS_MOST = 4 };

struct world {
	size_t cell_count, sum_count;
	char printed[CELLS_MOST][16];
	struct kl_cell cells[CELLS_MOST];
	struct {
		enum kl_relation relation;
		size_t count;
		unsigned cells[TERMS_MOST];
		int32_t factors[TERMS_MOST];
	} sums[SUMS_MOST];
};

/* What was judged of each sum, and the repairs that were proposed for it. */
struct judged {
	const struct world *world;
	struct {
		bool told;
		enum kl_outcome outcome;
		size_t repair_count;
		struct kl_repair repairs[REPAIRS_MOST];
	} sums[SUMS_MOST];
};

static void take_cell(struct fuzz_taker *from, char *printed, size_t size,
	struct kl_cell *cell)
{
	static const char *const marks[] = { "<5", "x", "", "-" };
	struct kl_reading reading;
	unsigned kind = fuzz_take(from), value = fuzz_take(from);

	kl_reading_init(&reading);
	if (kind % 8 == 7)
		snprintf(printed, size, "%s", marks[value % 4]);
	else if (kind % 8 == 6)
		snprintf(printed, size, "%s%u.%u", (kind & 16) != 0 ? "-" : "",
			value, kind >> 5);
	else
		snprintf(printed, size, "%s%u", kind >= 0xf0 ? "-" : "", value);
	if (kind % 8 == 5) {
		reading.rounded = KL_ROUNDED_PRINTED;
		reading.rounding = (enum kl_rounding)(kind >> 3 & 3);
	}
	kl_cell_read(kl_span_of(printed), &reading, cell);
}

static void take_world(struct fuzz_taker *from, struct world *world)
{
	unsigned shape = fuzz_take(from);

	world->cell_count = 2 + shape % (CELLS_MOST - 1);
	world->sum_count = 1 + (shape >> 4) % SUMS_MOST;
	for (size_t i = 0; i < world->sum_count; i++) {
		unsigned how = fuzz_take(from);
		world->sums[i].relation = how >= 0xe0 ? KL_AT_MOST : KL_EQUALS;
		world->sums[i].count = 2 + how % (TERMS_MOST - 1);
		for (size_t j = 0; j < world->sums[i].count; j++) {
			unsigned term = fuzz_take(from);
			world->sums[i].cells[j] = term % (unsigned)world->cell_count;
			world->sums[i].factors[j] = (j == 0 ? 1 : -1)
				* (term >= 0xf0 ? 2 : term >= 0xe0 ? -1 : 1);
		}
	}
	for (size_t i = 0; i < world->cell_count; i++)
		take_cell(from, world->printed[i], sizeof world->printed[i],
			&world->cells[i]);
}

static enum kl_status take_judgement(void *context,
	const struct kl_judgement *judgement, struct kl_error *error)
{
	struct judged *judged = context;

	(void)error;
	fuzz_must(judgement->rule < judged->world->sum_count);
	fuzz_must(!judged->sums[judgement->rule].told);
	judged->sums[judgement->rule].told = true;
	judged->sums[judgement->rule].outcome = judgement->outcome;
	fuzz_must(judgement->repair_count <= judgement->alternatives);
	fuzz_must(judgement->repair_count == 0 || judgement->outcome == KL_VIOLATED);
	fuzz_must((judgement->search == KL_REPAIR_FOUND)
		== (judgement->repair_count > 0));
	for (size_t i = 0; i < judgement->repair_count && i < REPAIRS_MOST; i++) {
		judged->sums[judgement->rule].repairs[i] = judgement->repairs[i];
		judged->sums[judgement->rule].repair_count = i + 1;
		fuzz_must(!judgement->repairs[i].certain
			|| judgement->alternatives == 1);
		/* Fewest cells: all have as many. */
		fuzz_must(judgement->repairs[i].count == judgement->repairs->count);
	}
	return KL_OK;
}

/* With the cells that a repair changes as it would have them. */
static void judge(const struct world *world, const struct kl_repair *repair,
	struct judged *judged)
{
	struct kl_equations *equations = kl_equations_new();
	uint32_t numbers[CELLS_MOST];
	struct kl_error error = { 0 };

	fuzz_must(equations != NULL);
	*judged = (struct judged){ .world = world };
	for (size_t i = 0; i < world->cell_count; i++) {
		const struct kl_place place = { .path = "t.csv", .table = "t",
			.row = i + 1, .line = i + 2, .column = 1,
			.field = kl_span_of("n") };
		struct kl_cell cell = world->cells[i];
		for (size_t j = 0; repair != NULL && j < repair->count; j++)
			if (repair->cells[j].cell == i) {
				cell.value = repair->cells[j].to;
				cell.interval = kl_interval_point(cell.value);
			}
		fuzz_must(kl_equations_cell(equations, &place, kl_span_of("row"),
			kl_span_of(world->printed[i]), &cell, '.', &numbers[i], NULL));
		fuzz_must(numbers[i] == i);
	}
	for (size_t i = 0; i < world->sum_count; i++) {
		struct kl_term terms[TERMS_MOST];
		for (size_t j = 0; j < world->sums[i].count; j++)
			terms[j] = (struct kl_term){ numbers[world->sums[i].cells[j]],
				world->sums[i].factors[j] };
		fuzz_must(kl_equations_add(equations, world->sums[i].relation, terms,
			world->sums[i].count, (uint32_t)i, 0));
	}
	kl_equations_derive(equations);
	fuzz_must(kl_equations_judge(equations, take_judgement, judged, &error)
		== KL_OK);
	kl_equations_free(equations);
}

static void check_repair(const struct world *world, const struct judged *before,
	size_t sum, const struct kl_repair *repair)
{
	struct judged after;

	fuzz_must(repair->count > 0);
	for (size_t i = 0; i < repair->count; i++) {
		const struct kl_cell *cell = &world->cells[repair->cells[i].cell];
		fuzz_must(cell->kind == KL_CELL_EXACT);
		fuzz_must(kl_decimal_compare(cell->value, repair->cells[i].from) == 0);
		fuzz_must(kl_decimal_compare(repair->cells[i].from,
			repair->cells[i].to) != 0);
	}
	judge(world, repair, &after);
	fuzz_must(after.sums[sum].told && after.sums[sum].outcome == KL_HOLDS);
	for (size_t i = 0; i < world->sum_count; i++) {
		fuzz_must(before->sums[i].told == after.sums[i].told);
		fuzz_must(before->sums[i].outcome == KL_VIOLATED
			|| after.sums[i].outcome != KL_VIOLATED);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fuzz_taker from = { bytes, size };
	struct world world;
	struct judged before;

	take_world(&from, &world);
	judge(&world, NULL, &before);
	for (size_t i = 0; i < world.sum_count; i++)
		for (size_t j = 0; j < before.sums[i].repair_count; j++)
			check_repair(&world, &before, i, &before.sums[i].repairs[j]);
	return 0;
}
