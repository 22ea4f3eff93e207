#include "rule/parameter.h"

#include <criterion/criterion.h>

#include "base/text.h"

static const char *const sides[] = { "left", "right", "both", NULL };

static const struct kl_parameter parameters[] = {
	{ "text", KL_PARAMETER_TEXT, "TEXT", "", NULL },
	{ "column", KL_PARAMETER_COLUMN, "COLUMN", "", NULL },
	{ "columns", KL_PARAMETER_COLUMNS, "COLUMNS", "", NULL },
	{ "names", KL_PARAMETER_TABLES, "TABLES", "", NULL },
	{ "table", KL_PARAMETER_TABLE, "TABLE", "", NULL },
	{ "number", KL_PARAMETER_NUMBER, "NUMBER", "", NULL },
	{ "date", KL_PARAMETER_DATE, "DATE", "", NULL },
	{ "side", KL_PARAMETER_CHOICE, "SIDE", "", sides },
	{ "register", KL_PARAMETER_REGISTER, "REGISTER", "", NULL },
	{ "sums", KL_PARAMETER_SUMS, "SUM", "", NULL },
	{ "rows", KL_PARAMETER_ROWS, "ROW", "", NULL },
	{ "texts", KL_PARAMETER_TEXTS, "TEXT", "", NULL },
	{ "expressions", KL_PARAMETER_EXPRESSIONS, "EXPRESSION", "", NULL },
	{ "pairs", KL_PARAMETER_PAIRS, "PAIR", "", NULL },
};
static const struct kl_words words = { "test", "", parameters,
	sizeof parameters / sizeof *parameters };

static void add_words(struct kl_text_buffer *out, const struct kl_word *list,
	size_t count, const char *between)
{
	for (size_t i = 0; i < count; i++) {
		kl_text_puts(out, i > 0 ? between : "");
		kl_text_add(out, list[i].text);
	}
}

static void add_argument(struct kl_text_buffer *out,
	const struct kl_argument *argument)
{
	char date[KL_DATE_TEXT], number[KL_DECIMAL_TEXT];

	add_words(out, argument->words, argument->word_count, "|");
	if (kl_date_given(argument->date)) {
		kl_date_format(argument->date, date);
		kl_text_printf(out, " date %s", date);
	}
	if (kl_decimal_sign(argument->number) != 0) {
		kl_decimal_format(argument->number, '.', number);
		kl_text_printf(out, " number %s", number);
	}
	if (argument->choice != 0)
		kl_text_printf(out, " choice %d", argument->choice);
	for (size_t i = 0; i < argument->sum_count; i++) {
		const struct kl_sum *sum = &argument->sums[i];
		kl_text_puts(out, i > 0 ? "; " : "");
		add_words(out, &sum->total, 1, "");
		kl_text_puts(out, " = ");
		add_words(out, sum->parts, sum->part_count, " + ");
	}
	for (size_t i = 0; i < argument->row_count; i++) {
		const struct kl_row_match *row = &argument->rows[i];
		kl_text_puts(out, i > 0 ? "; " : "");
		for (size_t k = 0; k < row->count; k++) {
			kl_text_puts(out, k > 0 ? " & " : "");
			add_words(out, &row->matches[k].field, 1, "");
			kl_text_puts(out, " is ");
			add_words(out, &row->matches[k].value, 1, "");
		}
	}
	for (size_t i = 0; i < argument->pair_count; i++) {
		kl_text_puts(out, i > 0 ? "; " : "");
		add_words(out, &argument->pairs[i].field, 1, "");
		kl_text_puts(out, " if ");
		add_words(out, &argument->pairs[i].value, 1, "");
	}
}

static enum kl_status parse(const char *name, const char *first,
	const char *second, struct kl_arena *arena,
	struct kl_argument *argument, struct kl_error *error)
{
	size_t i = kl_parameter_find(&words, kl_span_of(name));
	enum kl_status status;

	cr_assert(i < words.parameter_count, "%s", name);
	status = kl_argument_parse(&parameters[i], kl_span_of(first), arena,
		argument, error);
	if (status == KL_OK && second != NULL)
		status = kl_argument_parse(&parameters[i], kl_span_of(second),
			arena, argument, error);
	return status;
}

Test(parameter, options)
{
	static const struct {
		const char *name, *first, *second, *argument;
	} cases[] = {
		{ "text", "82.2 %", NULL, "82.2 %" },
		{ "text", "", NULL, "" },
		{ "column", "crebo", NULL, "crebo" },
		{ "column", "a,b", NULL, "a,b" },
		{ "columns", "a, b ,c", NULL, "a|b|c" },
		{ "columns", "a", "b,c", "a|b|c" },
		{ "names", "gesprek-*,x", "y", "gesprek-*|x|y" },
		{ "number", "0.50", NULL, "0.50 number 0.50" },
		{ "date", "2004-10-01", NULL, "2004-10-01 date 2004-10-01" },
		{ "side", "both", NULL, "both choice 2" },
		{ "register", "crebo-ao-2004", NULL, "crebo-ao-2004" },
		{ "sums", "totaal=leerjaar 3+leerjaar 4", NULL,
			"totaal = leerjaar 3 + leerjaar 4" },
		{ "sums", "t = a + b", "u=c", "t = a + b; u = c" },
		{ "sums", "t=a=b+c", NULL, "t = a=b + c" },
		{ "rows", "onderwijs=Totaal", NULL, "onderwijs is Totaal" },
		{ "rows", "a=x", "b=y", "a is x; b is y" },
		{ "rows", "a=x, b=", "c=1=2", "a is x & b is ; c is 1=2" },
		{ "texts", "82,2 %", "een kwart", "82,2 %|een kwart" },
		{ "expressions", "sum(a, b)", NULL, "sum(a, b)" },
		{ "pairs", "totaal=true", NULL, "totaal if true" },
		{ "pairs", "a b = x = \"p, q\" ", "c=y >= 2",
			"a b if x = \"p, q\"; c if y >= 2" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_argument argument = { 0 };
		struct kl_text_buffer got = { 0 };
		struct kl_arena arena = { 0 };
		struct kl_error error = { 0 };

		cr_expect_eq(parse(cases[i].name, cases[i].first,
			cases[i].second, &arena, &argument, &error), KL_OK,
			"%s %s: %s", cases[i].name, cases[i].first, error.text);
		cr_expect(argument.given);
		cr_expect_eq(argument.line, 0);
		add_argument(&got, &argument);
		cr_expect_str_eq(got.at != NULL ? got.at : "", cases[i].argument);
		kl_text_release(&got);
		kl_arena_release(&arena);
	}
}

Test(parameter, mistakes)
{
	static const struct {
		const char *name, *first, *second, *text;
	} cases[] = {
		{ "column", "a", "b", "can be given only once" },
		{ "columns", "a,,b", NULL,
			"takes names with a comma between them, not 'a,,b'" },
		{ "columns", "", NULL,
			"takes names with a comma between them, not ''" },
		{ "names", "a,", NULL,
			"takes names with a comma between them, not 'a,'" },
		{ "number", "1,5", NULL, "takes a number, not '1,5'" },
		{ "number", "", NULL, "takes a number, not ''" },
		{ "number", "1234567890123456789012345678901234567890", NULL,
			"takes a number, not '1234567890123456789012345678901234567890'" },
		{ "date", "2004-02-30", NULL,
			"takes a date YYYY-MM-DD, not '2004-02-30'" },
		{ "side", "rigt", NULL,
			"takes one of left, right, both, not 'rigt'; did you mean 'right'?" },
		{ "side", "xxxxxx", NULL,
			"takes one of left, right, both, not 'xxxxxx'" },
		{ "register", "", NULL,
			"takes the id of a register or a path, not ''" },
		{ "sums", "a+b", NULL, "takes total=part+part, not 'a+b'" },
		{ "sums", "=a+b", NULL, "takes total=part+part, not '=a+b'" },
		{ "sums", "t=a++b", NULL, "takes total=part+part, not 't=a++b'" },
		{ "sums", "t=", NULL, "takes total=part+part, not 't='" },
		{ "rows", "Totaal", NULL, "takes field=value, not 'Totaal'" },
		{ "rows", "a=1,b", NULL, "takes field=value, not 'a=1,b'" },
		{ "rows", "=x", NULL, "takes field=value, not '=x'" },
		{ "texts", "7", " ", "takes a text, or a list of texts, not ' '" },
		{ "expressions", "", NULL,
			"takes an expression, or a list of these, not ''" },
		{ "pairs", "totaal", NULL, "takes column=expression, not 'totaal'" },
		{ "pairs", "=true", NULL, "takes column=expression, not '=true'" },
		{ "pairs", "a= ", NULL, "takes column=expression, not 'a= '" },
		{ "pairs", "a=x", "a =y", "column 'a' is given twice" },
		{ "text", "\xff", NULL, "takes text in UTF-8" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_argument argument = { 0 };
		struct kl_arena arena = { 0 };
		struct kl_error error = { 0 };

		cr_expect_eq(parse(cases[i].name, cases[i].first,
			cases[i].second, &arena, &argument, &error), KL_USAGE,
			"%s", cases[i].text);
		cr_expect_str_eq(error.text, cases[i].text);
		cr_expect_str_empty(error.path);
		kl_arena_release(&arena);
	}
}

Test(parameter, find)
{
	cr_expect_eq(kl_parameter_find(&words, kl_span_of("column")), 1);
	cr_expect_eq(kl_parameter_find(&words, kl_span_of("colum")),
		words.parameter_count);
}
