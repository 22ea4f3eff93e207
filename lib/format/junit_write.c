#include <errno.h>
#include <stdlib.h>

#include "format/junit.h"
#include "format/told.h"
#include "format/verdict.h"

/* A suite, and how its cases came out. */
struct suite {
	struct kl_junit *junit;
	const struct kl_format_scope *scope;
	const struct kl_tally *tally;
	uint32_t order;                 /* of the table; KL_NO_TABLE: of the run */
	uint64_t tests, failures, skipped, errors;
};

static uint64_t count_failing(const struct suite *suite,
	const struct kl_table_tally *counts)
{
	uint64_t failing = 0;

	for (int i = (int)suite->scope->fail_on; i < KL_SEVERITIES; i++)
		failing += counts->findings[i];
	return failing;
}

static uint64_t count_all(const struct kl_table_tally *counts)
{
	uint64_t all = 0;

	for (int i = 0; i < KL_SEVERITIES; i++)
		all += counts->findings[i];
	return all;
}

/* Of no table are also the findings whose table is none of the dataset. */
static bool is_of(const struct suite *suite, const struct kl_table_tally *counts)
{
	return counts->order == suite->order || (suite->order == KL_NO_TABLE
		&& counts->order >= suite->scope->dataset->table_count);
}

/* What the rule has in the suite, summed; false: nothing, so that there is no case. */
static bool sum_case(const struct suite *suite, const struct kl_rule_tally *rule,
	struct kl_table_tally *counts)
{
	bool there = false;

	*counts = (struct kl_table_tally){ .order = suite->order };
	for (size_t i = 0; i < rule->by_table_count; i++) {
		const struct kl_table_tally *part = &rule->by_table[i];
		if (!is_of(suite, part))
			continue;
		there = true;
		for (int j = 0; j < 3; j++)
			counts->outcomes[j] += part->outcomes[j];
		for (int j = 0; j < KL_SEVERITIES; j++)
			counts->findings[j] += part->findings[j];
	}
	return there;
}

static uint64_t count_waived(const struct kl_junit_case *one)
{
	return one != NULL ? one->waived : 0;
}

/* That count, or are waived, and are not listed. */
static uint64_t count_rest(const struct kl_junit_case *one,
	const struct kl_table_tally *counts)
{
	return count_all(counts) + one->apart - one->listed;
}

static void count_cases(struct suite *suite)
{
	struct kl_table_tally counts;

	for (size_t i = 0; i < suite->tally->rule_count; i++) {
		if (!sum_case(suite, &suite->tally->rules[i], &counts))
			continue;
		suite->tests++;
		const struct kl_junit_case *one = kl_junit_find(suite->junit,
			suite->scope, suite->tally->rules[i].rule, suite->order);
		if (count_failing(suite, &counts) > 0)
			suite->failures++;
		else if (counts.outcomes[KL_UNDECIDED] > 0 || count_waived(one) > 0)
			suite->skipped++;
	}
	if (suite->order != KL_NO_TABLE)
		return;
	const struct kl_tally *tally = suite->tally;
	suite->errors = tally->problem_list_count
		+ (tally->problems > tally->problem_list_count);
	suite->tests += suite->errors;
}

static void add_name(struct kl_xml *xml, const char *name, const char *text)
{
	kl_xml_add_attribute(xml, name, kl_span_of(text));
}

/* A seconds' fraction has three digits. */
static void add_time(struct kl_xml *xml, const struct suite *suite)
{
	struct timespec now = suite->junit->began;
	char text[40];

	/* The same input is to give the same report where that is asked for. */
	if (suite->order == KL_NO_TABLE && getenv("SOURCE_DATE_EPOCH") == NULL)
		clock_gettime(CLOCK_MONOTONIC, &now);
	long long milliseconds = (now.tv_sec - suite->junit->began.tv_sec) * 1000LL
		+ (now.tv_nsec - suite->junit->began.tv_nsec) / 1000000;
	snprintf(text, sizeof text, "%lld.%03lld", milliseconds / 1000,
		milliseconds % 1000);
	add_name(xml, "time", text);
}

static void add_case_head(struct kl_xml *xml, const char *class_name,
	const char *name)
{
	kl_xml_open(xml, "testcase");
	add_name(xml, "name", name);
	add_name(xml, "classname", class_name);
	add_name(xml, "time", "0");
}

static const char *name_suite(const struct suite *suite)
{
	return suite->order == KL_NO_TABLE ? kl_phrase(KL_PHRASE_several_tables)
		: suite->scope->dataset->tables[suite->order].name;
}

static const char *name_rule(const struct kl_rule_tally *rule)
{
	return rule->rule != NULL ? rule->rule : kl_phrase(KL_PHRASE_always);
}

static void write_failure(struct kl_xml *xml, const struct kl_junit_case *one,
	const struct kl_table_tally *counts, uint64_t failing)
{
	struct kl_text_buffer text = { 0 };

	kl_phrase_add(&text, KL_PHRASE_case_findings, failing, 0);
	kl_text_printf(&text, ": %s", one->first);
	kl_xml_open(xml, "failure");
	kl_xml_add_attribute(xml, "message", kl_text_span(&text));
	add_name(xml, "type", kl_code_name(one->code));
	kl_xml_add_text(xml, kl_text_span(&one->failures));
	text.length = 0;
	if (count_rest(one, counts) > 0) {
		kl_phrase_add(&text, KL_PHRASE_unlisted, count_rest(one, counts), 0);
		kl_text_puts(&text, "\n");
		kl_xml_add_text(xml, kl_text_span(&text));
	}
	kl_xml_close(xml);
	xml->out.failed = xml->out.failed || text.failed;
	kl_text_release(&text);
}

static void write_skipped(struct kl_xml *xml, const struct kl_junit_case *one,
	const struct kl_table_tally *counts)
{
	struct kl_text_buffer text = { 0 };

	if (count_waived(one) > 0)
		kl_text_puts(&text, one->excuse);
	if (count_waived(one) > 1) {
		kl_text_puts(&text, ", ");
		kl_phrase_add(&text, KL_PHRASE_and_more, one->waived - 1, 0);
	}
	if (counts->outcomes[KL_UNDECIDED] > 0) {
		kl_text_puts(&text, text.length > 0 ? "; " : "");
		kl_phrase_add(&text, KL_PHRASE_case_undecided,
			counts->outcomes[KL_UNDECIDED], counts->outcomes[KL_HOLDS]);
	}
	kl_xml_open(xml, "skipped");
	kl_xml_add_attribute(xml, "message", kl_text_span(&text));
	kl_xml_close(xml);
	xml->out.failed = xml->out.failed || text.failed;
	kl_text_release(&text);
}

static void write_case(struct kl_xml *xml, const struct suite *suite,
	const struct kl_rule_tally *rule)
{
	struct kl_table_tally counts;

	if (!sum_case(suite, rule, &counts))
		return;
	const struct kl_junit_case *one = kl_junit_find(suite->junit, suite->scope,
		rule->rule, suite->order);
	uint64_t failing = count_failing(suite, &counts);
	add_case_head(xml, name_suite(suite), name_rule(rule));
	if (failing > 0 && one != NULL && one->first != NULL)
		write_failure(xml, one, &counts, failing);
	else if (counts.outcomes[KL_UNDECIDED] > 0 || count_waived(one) > 0)
		write_skipped(xml, one, &counts);
	kl_xml_close(xml);
}

static void write_error(struct kl_xml *xml, const char *name,
	struct kl_span message, struct kl_span text)
{
	add_case_head(xml, kl_phrase(KL_PHRASE_not_checked), name);
	kl_xml_open(xml, "error");
	kl_xml_add_attribute(xml, "message", message);
	add_name(xml, "type", "not-checked");
	kl_xml_add_text(xml, text);
	kl_xml_close(xml);
	kl_xml_close(xml);
}

static void write_problems(struct kl_xml *xml, const struct kl_tally *tally)
{
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->problem_list_count; i++) {
		const struct kl_problem *problem = &tally->problem_list[i];
		text.length = 0;
		kl_told_add_problem(problem, &text);
		write_error(xml, problem->path != NULL ? problem->path
			: kl_phrase(KL_PHRASE_not_checked),
			kl_span_of(problem->text), kl_text_span(&text));
	}
	if (tally->problems > tally->problem_list_count) {
		text.length = 0;
		kl_phrase_add(&text, KL_PHRASE_more_problems,
			tally->problems - tally->problem_list_count, 0);
		write_error(xml, kl_phrase(KL_PHRASE_not_checked),
			kl_text_span(&text), kl_text_span(&text));
	}
	xml->out.failed = xml->out.failed || text.failed;
	kl_text_release(&text);
}

static void add_rest(struct kl_text_buffer *out, const struct suite *suite,
	const struct kl_rule_tally *rule)
{
	struct kl_table_tally counts;
	const struct kl_junit_case *one = kl_junit_find(suite->junit, suite->scope,
		rule->rule, suite->order);

	if (one == NULL || !sum_case(suite, rule, &counts))
		return;
	if (one->others.length > 0)
		kl_text_add(out, kl_text_span(&one->others));
	if (one->first == NULL && count_rest(one, &counts) > 0) {
		kl_phrase_add(out, KL_PHRASE_unlisted, count_rest(one, &counts), 0);
		kl_text_puts(out, "\n");
	}
}

/* What makes nothing fail: findings of less severity, and how files were read. */
static void write_remarks(struct kl_xml *xml, const struct suite *suite)
{
	const struct kl_tally *tally = suite->tally;
	struct kl_text_buffer text = { 0 };

	for (size_t i = 0; i < tally->rule_count; i++)
		add_rest(&text, suite, &tally->rules[i]);
	for (size_t i = 0; i < tally->note_list_count; i++) {
		if (tally->note_list[i].place.order == suite->order)
			kl_told_add_note(&tally->note_list[i], &text);
	}
	if (suite->order == KL_NO_TABLE
			&& tally->notes > tally->note_list_count) {
		kl_phrase_add(&text, KL_PHRASE_more_notes,
			tally->notes - tally->note_list_count, 0);
		kl_text_puts(&text, "\n");
	}
	kl_xml_open(xml, "system-out");
	kl_xml_add_text(xml, kl_text_span(&text));
	kl_xml_close(xml);
	kl_xml_open(xml, "system-err");
	kl_xml_close(xml);
	xml->out.failed = xml->out.failed || text.failed;
	kl_text_release(&text);
}

static void write_head(struct kl_xml *xml, const struct suite *suite, uint64_t id)
{
	char when[32] = "1970-01-01T00:00:00";
	time_t now = kl_check_time();
	struct tm utc;

	if (gmtime_r(&now, &utc) != NULL)
		strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
	kl_xml_open(xml, "testsuite");
	add_name(xml, "name", name_suite(suite));
	add_name(xml, "package", "klopt");
	kl_xml_add_count(xml, "id", id);
	add_name(xml, "timestamp", when);
	add_name(xml, "hostname", "localhost");
	kl_xml_add_count(xml, "tests", suite->tests);
	kl_xml_add_count(xml, "failures", suite->failures);
	kl_xml_add_count(xml, "errors", suite->errors);
	kl_xml_add_count(xml, "skipped", suite->skipped);
	add_time(xml, suite);
	kl_xml_open(xml, "properties");
	kl_xml_close(xml);
}

/* Writes what is put together so far. */
static enum kl_status put(struct kl_xml *xml, FILE *stream, struct kl_error *error)
{
	if (xml->out.failed)
		return kl_no_memory(error);
	bool written = fwrite(xml->out.at, 1, xml->out.length, stream)
		== xml->out.length;
	int number = errno;
	xml->out.length = 0;
	return written ? KL_OK : kl_io_error(error, number, NULL,
		"write the findings");
}

static enum kl_status write_suite(struct kl_xml *xml, struct suite *suite,
	uint64_t *id, struct kl_error *error)
{
	count_cases(suite);
	if (suite->tests == 0 && suite->order != KL_NO_TABLE)
		return KL_OK;
	write_head(xml, suite, (*id)++);
	for (size_t i = 0; i < suite->tally->rule_count; i++)
		write_case(xml, suite, &suite->tally->rules[i]);
	if (suite->order == KL_NO_TABLE)
		write_problems(xml, suite->tally);
	write_remarks(xml, suite);
	kl_xml_close(xml);
	xml->out.failed = xml->out.failed || suite->junit->failed;
	return put(xml, suite->scope->stream, error);
}

enum kl_status kl_junit_write(struct kl_junit *junit,
	const struct kl_format_scope *scope, const struct kl_tally *tally,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;
	struct kl_xml xml = { 0 };
	uint64_t id = 0;

	kl_xml_begin(&xml);
	kl_xml_open(&xml, "testsuites");
	for (uint32_t i = 0; i <= scope->dataset->table_count && status == KL_OK;
			i++) {
		struct suite suite = { .junit = junit, .scope = scope,
			.tally = tally, .order = i < scope->dataset->table_count ? i
				: KL_NO_TABLE };
		status = write_suite(&xml, &suite, &id, error);
	}
	kl_xml_close(&xml);
	kl_text_puts(&xml.out, "\n");
	if (status == KL_OK)
		status = put(&xml, scope->stream, error);
	kl_text_release(&xml.out);
	return status;
}
