/* The rule file, written. */
#include <errno.h>

#include "rule/scalar.h"
#include "draft/sample.h"

enum { GLOB_PREFIX = 3, GLOB_TABLES = 3 };

static bool is_among(struct kl_span name, const struct kl_draft_proposal *proposal)
{
	size_t i = 0;

	while (i < proposal->table_count
			&& !kl_span_equal(proposal->tables[i], name))
		i++;
	return i < proposal->table_count;
}

/* How many bytes all tables of the proposal, and no others, begin with; 0: there
 * is no such beginning. */
static size_t prefix_of(const struct kl_draft *draft,
	const struct kl_draft_proposal *proposal)
{
	struct kl_span first = proposal->tables[0];
	size_t length = first.length;

	for (size_t i = 1; i < proposal->table_count; i++) {
		struct kl_span name = proposal->tables[i];
		size_t same = 0;
		while (same < length && same < name.length
				&& name.at[same] == first.at[same])
			same++;
		length = same;
	}
	for (size_t i = 0; i < length; i++) {
		if (strchr("*?[\\", first.at[i]) != NULL || first.at[i] < ' ')
			return 0;
	}
	for (size_t t = 0; t < draft->table_count; t++) {
		struct kl_span name = kl_span_of(draft->tables[t].table->name);
		if (name.length >= length && memcmp(name.at, first.at, length) == 0
				&& !is_among(name, proposal))
			return 0;
	}
	return length;
}

static void add_tables(struct kl_text_buffer *out, const struct kl_draft *draft,
	const struct kl_draft_proposal *proposal)
{
	size_t prefix = proposal->table_count < GLOB_TABLES ? 0
		: prefix_of(draft, proposal);

	kl_text_puts(out, "    tables: ");
	if (prefix >= GLOB_PREFIX) {
		struct kl_text_buffer glob = { 0 };
		kl_text_printf(&glob, "%.*s*", (int)prefix, proposal->tables[0].at);
		const struct kl_span word = kl_text_span(&glob);
		kl_scalar_add_list(out, &word, 1);
		out->failed = out->failed || glob.failed;
		kl_text_release(&glob);
	} else {
		kl_scalar_add_list(out, proposal->tables, proposal->table_count);
	}
	kl_text_puts(out, "\n");
}

static void add_lines(struct kl_text_buffer *out, const char *lead,
	struct kl_span text)
{
	struct kl_span line;

	while (kl_span_next(&text, kl_span_of("\n"), &line)) {
		if (line.length == 0)
			continue;
		kl_text_puts(out, lead);
		kl_text_add(out, line);
		kl_text_puts(out, "\n");
	}
}

static bool has_findings(const struct kl_draft_proposal *proposal)
{
	size_t i = 0;

	while (i < KL_SEVERITIES && proposal->findings[i] == 0)
		i++;
	return i < KL_SEVERITIES;
}

static void add_proposal(struct kl_text_buffer *out,
	const struct kl_draft *draft, const struct kl_draft_proposal *proposal)
{
	struct kl_text_buffer rule = { 0 };

	kl_text_puts(out, "\n  # ");
	kl_text_add(out, proposal->told);
	kl_text_puts(out, ": ");
	kl_text_add(out, proposal->held);
	kl_text_puts(out, ".\n");
	add_lines(out, "  # ", proposal->why);
	if (has_findings(proposal)) {
		kl_text_puts(out, "  # klopt check tells of it: ");
		char findings[KL_DRAFT_FINDINGS];
		kl_draft_findings(proposal->findings, findings);
		kl_text_puts(out, findings);
		kl_text_puts(out, ".\n");
	}
	kl_text_puts(&rule, "- id: ");
	kl_scalar_add(&rule, proposal->id);
	kl_text_printf(&rule, "\n  check: %s\n", kl_draft_checks[proposal->check]);
	struct kl_text_buffer tables = { 0 };
	add_tables(&tables, draft, proposal);
	kl_text_add(&rule, (struct kl_span){ tables.at + 2, tables.length - 2 });
	out->failed = out->failed || tables.failed;
	kl_text_release(&tables);
	add_lines(&rule, "  ", proposal->body);
	add_lines(out, proposal->enabled ? "  " : "  # ", kl_text_span(&rule));
	out->failed = out->failed || rule.failed;
	kl_text_release(&rule);
}

enum kl_status kl_draft_rule(const struct kl_draft *draft, FILE *stream,
	struct kl_error *error)
{
	struct kl_text_buffer out = { 0 };

	kl_text_puts(&out, "# Rules to start from, made of what stands in the files. Each "
		"says how often it held:\n# where it did not, the data or the rule is "
		"wrong. Those that may be chance are comments.\n");
	kl_text_puts(&out, draft->enabled > 0 ? "rules:\n" : "# rules:\n");
	for (int check = KL_DRAFT_TOTALS; check <= KL_DRAFT_EXPR; check++) {
		for (size_t i = 0; i < draft->proposal_count; i++) {
			if ((int)draft->proposals[i].check == check)
				add_proposal(&out, draft, &draft->proposals[i]);
		}
	}
	enum kl_status status = out.failed ? kl_no_memory(error) : KL_OK;
	if (status == KL_OK && fwrite(out.at, 1, out.length, stream) != out.length)
		status = kl_io_error(error, errno, NULL, "write the rules");
	kl_text_release(&out);
	return status;
}
