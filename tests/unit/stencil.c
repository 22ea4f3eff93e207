#include "format/stencil.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "finding/lot.h"

/* How many times a finding was put together from its parts. */
static unsigned made;

static const struct kl_style shown = { .no_values = false };

static void add_finding(void *context, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	const struct kl_style style = { .no_values = context != NULL };
	char fingerprint[KL_FINGERPRINT];

	made++;
	kl_finding_fingerprint(finding, &style, fingerprint);
	kl_place_add(&finding->place, out);
	kl_text_puts(out, " ");
	kl_finding_message(finding, &style, out);
	kl_text_printf(out, " row %llu <%.*s> <%.*s> %s\n",
		(unsigned long long)finding->place.row, (int)finding->label.length,
		finding->label.at != NULL ? finding->label.at : "",
		(int)finding->value.length, finding->value.at, fingerprint);
}

static const struct kl_figure pattern = { .name = "pattern", .kind = KL_FIGURE_TEXT,
	.text = { "[0-9]{2}", 8 } };

static struct kl_finding finding_of(const char *value, const char *label, uint64_t line,
	uint64_t column)
{
	return (struct kl_finding){ .code = KL_CODE_pattern,
		.message = KL_MESSAGE_pattern, .check = "schema",
		.place = { .table = "t", .path = "t.csv", .line = line,
			.column = column, .row = line > 0 ? line - 1 : 0,
			.field = { "code", 4 } },
		.label = kl_span_of(label), .value = kl_span_of(value),
		.figures = &pattern, .figure_count = 1 };
}

struct told {
	struct kl_stencils stencils;
	struct kl_text_buffer out, whole;
	unsigned fitted;
};

static enum kl_status take(void *context, const struct kl_finding *finding,
	struct kl_error *error)
{
	struct told *told = context;
	const struct kl_stencil_source source = { add_finding, NULL, &shown, true };

	(void)error;
	bool fits = kl_stencils_add(&told->stencils, &source, finding, &told->out);
	told->fitted += fits;
	if (!fits)
		add_finding(NULL, finding, &told->out);
	add_finding(NULL, finding, &told->whole);
	return KL_OK;
}

/* A text at each bound, and whether it is one that fits; NULL: none. */
static const struct {
	const char *value, *label;
	uint64_t line, column;
	bool fits;
} cases[] = {
	{ "0A", "Techniek", 2, 1, true },
	{ "0A", "Techniek", UINT64_MAX, UINT64_MAX, true },
	{ "0A", "Techniek", 100, 10, true },
	{ "0A", "Techniek", 99, 9, true },
	{ "0A", NULL, 7, 1, true },
	{ "", "Techniek", 7, 1, true },
	{ NULL, "Techniek", 7, 1, true },
	{ "1234567890123456789012345678901234567890", "x", 7, 1, true },
	{ "12345678901234567890123456789012345678901", "x", 7, 1, false },
	{ "0A", "a-b/c (d)", 7, 1, false },
	{ "0A", "a-b/c (d) e", 7, 1, true },
	{ "a,b", "x", 7, 1, false },
	{ "a\"b", "x", 7, 1, false },
	{ "a\\b", "x", 7, 1, false },
	{ "a\nb", "x", 7, 1, false },
	{ " a", "x", 7, 1, false },
	{ "a ", "x", 7, 1, false },
	{ " ", "x", 7, 1, false },
	{ "=a", "x", 7, 1, false },
	{ "\xc3\xa9", "x", 7, 1, false },
	{ "\xff", "x", 7, 1, false },
	{ "0A", "", 7, 1, false },
	{ "0A", "x", 0, 0, false },
	{ "0A", "x", 7, 0, false },
};
enum { CASES = sizeof cases / sizeof *cases };

Test(stencil, gives_what_the_format_gives)
{
	for (size_t i = 0; i < CASES; i++) {
		struct told told = { 0 };
		struct kl_molds molds = { 0 };
		struct kl_lot lot = { 0 };
		struct kl_error error;
		const struct kl_lot_way way = { .finding = take, .context = &told };
		const struct kl_finding first = finding_of("99", "Zorg", 3, 2);
		const struct kl_finding one = finding_of(cases[i].value,
			cases[i].label, cases[i].line, cases[i].column);

		cr_assert(kl_lot_add(&lot, &molds, 0, &first));
		cr_assert(kl_lot_add(&lot, &molds, 0, &one));
		cr_assert_eq(kl_lot_tell(&lot, &way, &error), KL_OK);
		cr_assert_not(told.out.failed || told.whole.failed);
		cr_expect_str_eq(told.out.at, told.whole.at, "case %zu", i);
		cr_expect_eq(told.fitted, 1u + cases[i].fits, "case %zu", i);
		kl_text_release(&told.out);
		kl_text_release(&told.whole);
		kl_stencils_release(&told.stencils);
		kl_lot_release(&lot);
		kl_molds_release(&molds);
	}
}

/* Once a mold, the parts are put together; then no more. */
Test(stencil, is_made_once)
{
	const struct kl_stencil_source source = { add_finding, NULL, &shown, false };
	struct kl_stencils stencils = { 0 };
	struct kl_molds molds = { 0 };
	struct kl_text_buffer out = { 0 };
	struct kl_finding finding = finding_of("a,b", "x", 7, 1);

	finding.mold = kl_molds_find(&molds, &finding);
	cr_assert_not_null(finding.mold);
	made = 0;
	for (int i = 0; i < 100; i++)
		cr_assert(kl_stencils_add(&stencils, &source, &finding, &out));
	cr_expect_leq(made, 3);
	kl_text_release(&out);
	kl_stencils_release(&stencils);
	kl_molds_release(&molds);
}

static void add_length(void *context, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	add_finding(context, finding, out);
	kl_text_add_count(out, finding->place.column + finding->value.length);
}

/* A format that tells more of the value than its text has no stencils. */
Test(stencil, is_not_used_if_it_is_wrong)
{
	const struct kl_stencil_source source = { add_length, NULL, &shown, false };
	struct kl_stencils stencils = { 0 };
	struct kl_molds molds = { 0 };
	struct kl_text_buffer out = { 0 };
	struct kl_finding finding = finding_of("ab", "x", 7, 1);

	finding.mold = kl_molds_find(&molds, &finding);
	for (int i = 0; i < 3; i++)
		cr_expect_not(kl_stencils_add(&stencils, &source, &finding, &out));
	cr_expect_eq(out.length, 0);
	kl_text_release(&out);
	kl_stencils_release(&stencils);
	kl_molds_release(&molds);
}

Test(mold, is_of_what_is_the_same)
{
	struct kl_molds molds = { 0 };
	const struct kl_finding a = finding_of("1", "x", 7, 1);
	struct kl_finding b = finding_of("2", "y", 8, 3), c = b, d = b, e = b, f = b;
	const struct kl_figure other = { .name = "pattern", .kind = KL_FIGURE_TEXT,
		.text = { "[0-9]{3}", 8 } };
	const struct kl_figure value = { .name = "pattern", .kind = KL_FIGURE_VALUE,
		.text = { "[0-9]{2}", 8 } };

	c.place.field = kl_span_of("naam");
	d.figures = &other;
	e.figures = &value;
	f.place.order = 1;
	const struct kl_mold *mold = kl_molds_find(&molds, &a);
	cr_assert_not_null(mold);
	cr_expect_eq(kl_molds_find(&molds, &b), mold);
	cr_expect_neq(kl_molds_find(&molds, &c), mold);
	cr_expect_null(kl_molds_find(&molds, &d), "another limit of the same column");
	cr_expect_null(kl_molds_find(&molds, &e), "a figure from the data");
	cr_expect_neq(kl_molds_find(&molds, &f), mold);
	kl_molds_release(&molds);
}

/* There is an end to how many are kept. */
Test(mold, are_bounded)
{
	struct kl_molds molds = { 0 };
	char name[16];

	for (int i = 0; i < 2 * KL_MOLDS; i++) {
		struct kl_finding finding = finding_of("1", "x", 7, 1);
		snprintf(name, sizeof name, "kolom-%d", i);
		finding.place.field = kl_span_of(name);
		cr_expect_eq(kl_molds_find(&molds, &finding) != NULL,
			i < KL_MOLDS, "%d", i);
	}
	kl_molds_release(&molds);
}
