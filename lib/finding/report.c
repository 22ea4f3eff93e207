#include "finding/report.h"

#include <assert.h>
#include <stdlib.h>

#include "finding/record.h"
#include "finding/teller.h"

struct kl_report {
	struct kl_receiver receiver;
	struct kl_rule_tally *rules;
	struct kl_arena excuses;
	struct kl_tally tally;
	struct kl_lot_way way;
	uint32_t order;                 /* of the table that is looked at */
	bool failed;                    /* no memory to count by table, or to keep
	                                   what was told */
	struct kl_molds molds;
	struct kl_lot lots[2];          /* one is filled, one is told */
	unsigned filled;
	bool apart;                     /* full lots are told by a thread of its own */
	struct kl_teller *teller;       /* NULL: it has not begun */
	struct kl_index told;           /* problems and notes */
	struct kl_problem *problems;
	size_t problem_capacity;
	struct kl_told_note *notes;
	size_t note_capacity;
	struct kl_arena told_texts;
	struct kl_record *record;       /* of a part: takes what is told */
};

struct kl_report *kl_report_new(const struct kl_receiver *receiver,
	const struct kl_rule_tally *rules, size_t rule_count)
{
	struct kl_report *report = calloc(1, sizeof *report);

	if (report == NULL)
		return NULL;
	report->rules = calloc(rule_count + 1, sizeof *report->rules);
	if (report->rules == NULL) {
		free(report);
		return NULL;
	}
	report->receiver = *receiver;
	report->way = (struct kl_lot_way){ receiver->finding, receiver->context,
		NULL, NULL };
	report->order = KL_NO_TABLE;
	report->tally.rules = report->rules;
	report->tally.rule_count = rule_count;
	for (size_t i = 0; i < rule_count; i++) {
		size_t size = (rules[i].excuse_count + 1) * sizeof(struct kl_excuse);
		struct kl_excuse *excuses = kl_arena_alloc(&report->excuses, size);
		if (excuses == NULL) {
			kl_report_free(report);
			return NULL;
		}
		for (size_t j = 0; j < rules[i].excuse_count; j++)
			excuses[j].because = rules[i].excuses[j].because;
		report->rules[i] = (struct kl_rule_tally){ .rule = rules[i].rule,
			.check = rules[i].check, .excuses = excuses,
			.excuse_count = rules[i].excuse_count };
	}
	return report;
}

struct kl_report *kl_report_part(const struct kl_report *report,
	struct kl_record *record)
{
	const struct kl_receiver none = { 0 };
	struct kl_report *part = kl_report_new(&none, report->rules,
		report->tally.rule_count);

	if (part != NULL)
		part->record = record;
	return part;
}

void kl_report_free(struct kl_report *report)
{
	if (report == NULL)
		return;
	kl_teller_free(report->teller);
	for (size_t i = 0; i < sizeof report->lots / sizeof *report->lots; i++)
		kl_lot_release(&report->lots[i]);
	kl_molds_release(&report->molds);
	kl_arena_release(&report->excuses);
	kl_index_release(&report->told);
	kl_arena_release(&report->told_texts);
	free(report->problems);
	free(report->notes);
	for (size_t i = 0; i < report->tally.rule_count; i++)
		free(report->rules[i].by_table);
	free(report->rules);
	free(report);
}

/* What is counted of a rule in a table; NULL when memory is out. Tables come in
 * their order, but for what is known at the end only. */
static struct kl_table_tally *of_table(struct kl_report *report, size_t index,
	uint32_t order)
{
	struct kl_rule_tally *rule = &report->rules[index];
	size_t at = rule->by_table_count, from = 0;

	if (at > 0 && rule->by_table[at - 1].order >= order) {
		while (from < at) {
			size_t middle = from + (at - from) / 2;
			if (rule->by_table[middle].order < order)
				from = middle + 1;
			else
				at = middle;
		}
		if (rule->by_table[at].order == order)
			return &rule->by_table[at];
	}
	if (!kl_grow(rule->by_table, rule->by_table_capacity,
			rule->by_table_count + 1)) {
		report->failed = true;
		return NULL;
	}
	memmove(rule->by_table + at + 1, rule->by_table + at,
		(rule->by_table_count++ - at) * sizeof *rule->by_table);
	rule->by_table[at] = (struct kl_table_tally){ .order = order };
	return &rule->by_table[at];
}

/* Takes what was counted of a lot that nobody tells. */
static enum kl_status take_counts(struct kl_report *report, struct kl_lot *lot,
	struct kl_error *error)
{
	struct kl_tally *tally = &report->tally;

	for (size_t i = 0; i < lot->counts_count; i++) {
		const struct kl_lot_count *count = &lot->counts[i];
		struct kl_table_tally *table = of_table(report, count->rule,
			count->order);
		if (table == NULL)
			return kl_no_memory(error);
		for (int j = 0; j < KL_SEVERITIES; j++) {
			tally->findings[j] += count->findings[j];
			report->rules[count->rule].findings[j] += count->findings[j];
			table->findings[j] += count->findings[j];
		}
	}
	tally->waived += lot->waived;
	tally->known += lot->known;
	lot->waived = lot->known = 0;
	lot->counts_count = 0;
	return KL_OK;
}

/* Waits for the lot that is told, if there is one. */
static enum kl_status take_back(struct kl_report *report, struct kl_error *error)
{
	if (report->teller == NULL)
		return KL_OK;
	enum kl_status status = kl_teller_wait(report->teller, error);
	enum kl_status counted = take_counts(report,
		&report->lots[!report->filled], error);
	return status == KL_OK ? counted : status;
}

enum kl_status kl_report_flush(struct kl_report *report, struct kl_error *error)
{
	struct kl_lot *lot = &report->lots[report->filled];
	enum kl_status status = take_back(report, error);

	if (status == KL_OK) {
		status = kl_lot_tell(lot, &report->way, error);
		struct kl_error other;
		enum kl_status counted = take_counts(report, lot, &other);
		if (status == KL_OK && counted != KL_OK)
			status = kl_no_memory(error);
	}
	return status == KL_OK && report->failed ? kl_no_memory(error) : status;
}

/* A full lot. Where there is no thread for it, it is told here. */
static enum kl_status pass_on(struct kl_report *report, struct kl_error *error)
{
	if (report->apart && report->teller == NULL)
		report->teller = kl_teller_new(&report->way);
	if (report->teller == NULL)
		return kl_report_flush(report, error);
	enum kl_status status = take_back(report, error);
	if (status != KL_OK)
		return status;
	kl_teller_give(report->teller, &report->lots[report->filled]);
	report->filled = !report->filled;
	return KL_OK;
}

enum kl_status kl_report_add(struct kl_report *report, size_t rule,
	const struct kl_finding *finding, struct kl_error *error)
{
	struct kl_lot *lot = &report->lots[report->filled];

	assert(rule < report->tally.rule_count);
	if (report->record != NULL)
		return kl_record_finding(report->record, rule, finding, error);
	if (!kl_lot_add(lot, &report->molds, (uint32_t)rule, finding))
		return kl_no_memory(error);
	return kl_lot_is_full(lot) ? pass_on(report, error) : KL_OK;
}

void kl_report_tell_apart(struct kl_report *report)
{
	report->apart = true;
}

void kl_report_weigh(struct kl_report *report, struct kl_waivers *waivers,
	struct kl_baseline *baseline)
{
	report->way.waivers = waivers;
	report->way.baseline = baseline;
	report->tally.waivers = waivers;
	report->tally.baseline = baseline;
}

static enum kl_status tell_waiver(struct kl_report *report,
	const struct kl_waiver *waiver, struct kl_error *error)
{
	enum kl_waiver_news news = kl_waiver_news(waiver, report->tally.whole);
	struct kl_figure figures[KL_WAIVER_FIGURES];
	struct kl_text_buffer what = { 0 };
	struct kl_finding finding;

	if (news == KL_WAIVER_FINE)
		return KL_OK;
	kl_waiver_finding(waiver, news, &what, figures, &finding);
	enum kl_status status = what.failed ? kl_no_memory(error)
		: kl_report_add(report, 0, &finding, error);
	kl_text_release(&what);
	return status;
}

enum kl_status kl_report_end(struct kl_report *report, bool all,
	struct kl_error *error)
{
	enum kl_status status = kl_report_flush(report, error);

	report->tally.whole = all && report->tally.problems == 0;
	if (report->tally.baseline != NULL && report->tally.whole)
		report->tally.gone = kl_baseline_gone(report->tally.baseline);
	for (size_t i = 0; report->tally.waivers != NULL && status == KL_OK
			&& i < report->tally.waivers->count; i++)
		status = tell_waiver(report, &report->tally.waivers->list[i], error);
	return status == KL_OK ? kl_report_flush(report, error) : status;
}

void kl_report_at(struct kl_report *report, uint32_t order)
{
	report->order = order;
}

void kl_report_outcome(struct kl_report *report, size_t rule,
	enum kl_outcome outcome, uint64_t count)
{
	struct kl_table_tally *table = count > 0 ? of_table(report, rule,
		report->order) : NULL;

	report->rules[rule].outcomes[outcome] += count;
	if (table != NULL)
		table->outcomes[outcome] += count;
}

void kl_report_excuse(struct kl_report *report, size_t rule, size_t excuse,
	uint64_t rows)
{
	assert(excuse < report->rules[rule].excuse_count);
	report->rules[rule].excuses[excuse].rows += rows;
}

void kl_report_rule_table(struct kl_report *report, size_t rule)
{
	report->rules[rule].tables++;
	of_table(report, rule, report->order);
}

void kl_report_idle(struct kl_report *report, size_t rule,
	const struct kl_error *problem)
{
	report->rules[rule].idle = true;
	kl_report_problem(report, problem);
}

void kl_report_read(struct kl_report *report, uint64_t tables, uint64_t rows,
	uint64_t cells)
{
	report->tally.tables += tables;
	report->tally.rows += rows;
	report->tally.cells += cells;
}

void kl_report_equation(struct kl_report *report, size_t rule,
	enum kl_outcome outcome)
{
	report->tally.equations[outcome]++;
	kl_report_outcome(report, rule, outcome, 1);
}

void kl_report_derived(struct kl_report *report, uint64_t cells)
{
	report->tally.derived += cells;
}

/* One rule, of the tables that the part looked at. */
static void take_rule(struct kl_report *report, struct kl_report *part,
	size_t rule)
{
	struct kl_rule_tally *from = &part->rules[rule];
	const uint32_t order = report->order;

	for (size_t i = 0; i < from->by_table_count; i++) {
		const struct kl_table_tally *table = &from->by_table[i];
		of_table(report, rule, table->order);
		kl_report_at(report, table->order);
		for (int o = 0; o < 3; o++)
			kl_report_outcome(report, rule, (enum kl_outcome)o,
				table->outcomes[o]);
	}
	for (size_t i = 0; i < from->excuse_count; i++) {
		kl_report_excuse(report, rule, i, from->excuses[i].rows);
		from->excuses[i].rows = 0;
	}
	report->rules[rule].tables += from->tables;
	report->order = order;
	from->by_table_count = 0;
	from->tables = 0;
	memset(from->outcomes, 0, sizeof from->outcomes);
}

void kl_report_take(struct kl_report *report, struct kl_report *part)
{
	struct kl_tally *from = &part->tally;

	for (size_t i = 0; i < from->rule_count; i++)
		take_rule(report, part, i);
	for (int o = 0; o < 3; o++)
		report->tally.equations[o] += from->equations[o];
	kl_report_derived(report, from->derived);
	kl_report_read(report, from->tables, from->rows, from->cells);
	report->failed = report->failed || part->failed;
	*from = (struct kl_tally){ .rules = from->rules,
		.rule_count = from->rule_count };
}

static const char *keep_text(struct kl_report *report, const char *text)
{
	const char *kept = kl_arena_text(&report->told_texts, kl_span_of(text));

	report->failed = report->failed || kept == NULL;
	return kept;
}

/* Keeps it for the formats. Without memory it is still counted and told, and the
 * report fails: it would lack it. */
static void keep_problem(struct kl_report *report,
	const struct kl_error *problem)
{
	struct kl_tally *tally = &report->tally;

	if (tally->problem_list_count == KL_PROBLEMS_KEPT)
		return;
	if (!kl_grow(report->problems, report->problem_capacity,
			tally->problem_list_count + 1)) {
		report->failed = true;
		return;
	}
	struct kl_problem kept = { NULL, problem->line, problem->column,
		keep_text(report, problem->text) };
	if (problem->path[0] != '\0')
		kept.path = keep_text(report, problem->path);
	if (report->failed)
		return;
	report->problems[tally->problem_list_count++] = kept;
	tally->problem_list = report->problems;
}

/* Whether this was told before; it counts as told now. */
static bool was_told(struct kl_report *report, const char *path, uint64_t line,
	uint64_t column, const char *text)
{
	struct kl_text_buffer key = { 0 };
	bool told = false;

	kl_text_printf(&key, "%s:%llu:%llu:%s", path, (unsigned long long)line,
		(unsigned long long)column, text);
	/* Without memory to remember it by, it is told again: never silent. */
	if (key.failed || !kl_index_add(&report->told, kl_text_span(&key), 0, NULL,
			&told)) {
		report->failed = true;
		told = false;
	}
	kl_text_release(&key);
	return told;
}

void kl_report_problem(struct kl_report *report, const struct kl_error *problem)
{
	if (report->record != NULL) {
		kl_record_problem(report->record, problem);
		return;
	}
	if (was_told(report, problem->path, problem->line, problem->column,
			problem->text))
		return;
	report->tally.problems++;
	keep_problem(report, problem);
	if (report->receiver.problem != NULL)
		report->receiver.problem(report->receiver.context, problem);
}

static bool stands_after(const struct kl_place *a, const struct kl_place *b)
{
	return a->order > b->order || (a->order == b->order && a->line > b->line);
}

/* As a problem. */
static void keep_note(struct kl_report *report, uint32_t order,
	const char *table, const struct kl_note *note)
{
	struct kl_tally *tally = &report->tally;

	if (tally->note_list_count == KL_NOTES_KEPT)
		return;
	if (!kl_grow(report->notes, report->note_capacity,
			tally->note_list_count + 1)) {
		report->failed = true;
		return;
	}
	struct kl_told_note kept = { note->kind, { .order = order,
		.table = table, .path = keep_text(report, note->path),
		.line = note->line, .column = note->column },
		keep_text(report, note->text) };
	if (note->sheet != NULL)
		kept.place.sheet = keep_text(report, note->sheet);
	if (report->failed)
		return;
	size_t at = tally->note_list_count++;
	for (; at > 0 && stands_after(&report->notes[at - 1].place, &kept.place);
			at--)
		report->notes[at] = report->notes[at - 1];
	report->notes[at] = kept;
	tally->note_list = report->notes;
}

void kl_report_note(struct kl_report *report, uint32_t order, const char *table,
	const struct kl_note *note)
{
	struct kl_text_buffer text = { 0 };

	if (report->record != NULL) {
		kl_record_note(report->record, order, table, note, false);
		return;
	}
	kl_text_printf(&text, "%s\n%s", note->sheet != NULL ? note->sheet : "",
		note->text);
	report->failed = report->failed || text.failed;
	bool told = !text.failed && was_told(report, note->path, note->line,
		note->column, text.at);
	kl_text_release(&text);
	if (told)
		return;
	report->tally.notes++;
	keep_note(report, order, table, note);
}

const struct kl_tally *kl_report_tally(const struct kl_report *report)
{
	return &report->tally;
}
