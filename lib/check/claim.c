/* Figures as a text states them: reading. What is done with them: claim_fit.c. */
#include "check/claim.h"

#include <string.h>

#include "base/translate.h"

struct phrase {
	const char *words;
	enum kl_claim_kind kind;
};

/* Of two that begin alike the longer stands first. */
static const struct phrase softeners[] = {
	{ "precies", KL_CLAIM_EXACT }, { "exactly", KL_CLAIM_EXACT },
	{ "iets meer dan", KL_CLAIM_OVER }, { "ruim", KL_CLAIM_OVER },
	{ "just over", KL_CLAIM_OVER }, { "slightly more than", KL_CLAIM_OVER },
	{ "een kleine", KL_CLAIM_UNDER }, { "bijna", KL_CLAIM_UNDER },
	{ "nagenoeg", KL_CLAIM_UNDER }, { "krap", KL_CLAIM_UNDER },
	{ "iets minder dan", KL_CLAIM_UNDER }, { "just under", KL_CLAIM_UNDER },
	{ "nearly", KL_CLAIM_UNDER }, { "almost", KL_CLAIM_UNDER },
	{ "slightly less than", KL_CLAIM_UNDER },
	{ "ten minste", KL_CLAIM_LEAST }, { "tenminste", KL_CLAIM_LEAST },
	{ "minstens", KL_CLAIM_LEAST }, { "minimaal", KL_CLAIM_LEAST },
	{ "at least", KL_CLAIM_LEAST },
	{ "ten hoogste", KL_CLAIM_MOST }, { "hoogstens", KL_CLAIM_MOST },
	{ "hooguit", KL_CLAIM_MOST }, { "maximaal", KL_CLAIM_MOST },
	{ "at most", KL_CLAIM_MOST },
	{ "meer dan", KL_CLAIM_MORE }, { "more than", KL_CLAIM_MORE },
	{ "minder dan", KL_CLAIM_LESS }, { "less than", KL_CLAIM_LESS },
	{ "fewer than", KL_CLAIM_LESS },
	{ "ongeveer", KL_CLAIM_ABOUT }, { "circa", KL_CLAIM_ABOUT },
	{ "ca.", KL_CLAIM_ABOUT }, { "rond de", KL_CLAIM_ABOUT },
	{ "rond", KL_CLAIM_ABOUT }, { "zo'n", KL_CLAIM_ABOUT },
	{ "about", KL_CLAIM_ABOUT }, { "around", KL_CLAIM_ABOUT },
	{ "approximately", KL_CLAIM_ABOUT },
};

/* Figures in words, as texts write small ones. */
static const struct {
	const char *words;
	int value;
} numerals[] = {
	{ "nul", 0 }, { "zero", 0 }, { "een", 1 }, { "één", 1 }, { "one", 1 },
	{ "twee", 2 }, { "two", 2 }, { "drie", 3 }, { "three", 3 },
	{ "vier", 4 }, { "four", 4 }, { "vijf", 5 }, { "five", 5 },
	{ "zes", 6 }, { "six", 6 }, { "zeven", 7 }, { "seven", 7 },
	{ "acht", 8 }, { "eight", 8 }, { "negen", 9 }, { "nine", 9 },
	{ "tien", 10 }, { "ten", 10 }, { "elf", 11 }, { "eleven", 11 },
	{ "twaalf", 12 }, { "twelve", 12 }, { "dertien", 13 },
	{ "thirteen", 13 }, { "veertien", 14 }, { "fourteen", 14 },
	{ "vijftien", 15 }, { "fifteen", 15 }, { "zestien", 16 },
	{ "sixteen", 16 }, { "zeventien", 17 }, { "seventeen", 17 },
	{ "achttien", 18 }, { "eighteen", 18 }, { "negentien", 19 },
	{ "nineteen", 19 }, { "twintig", 20 }, { "twenty", 20 },
	{ "dertig", 30 }, { "thirty", 30 }, { "veertig", 40 }, { "forty", 40 },
	{ "vijftig", 50 }, { "fifty", 50 }, { "zestig", 60 }, { "sixty", 60 },
	{ "zeventig", 70 }, { "seventy", 70 }, { "tachtig", 80 },
	{ "eighty", 80 }, { "negentig", 90 }, { "ninety", 90 },
	{ "honderd", 100 }, { "a hundred", 100 },
};

static const struct {
	const char *words;
	int over, under;
} shares[] = {
	{ "een kwart", 1, 4 }, { "kwart", 1, 4 }, { "a quarter", 1, 4 },
	{ "een derde", 1, 3 }, { "a third", 1, 3 },
	{ "de helft", 1, 2 }, { "helft", 1, 2 }, { "half", 1, 2 },
	{ "twee derde", 2, 3 }, { "tweederde", 2, 3 }, { "two thirds", 2, 3 },
	{ "driekwart", 3, 4 }, { "three quarters", 3, 4 },
	{ "alle", 1, 1 }, { "all", 1, 1 },
};

static const struct {
	const char *words;
	int over, under;
	enum kl_claim_kind kind;
} quantifiers[] = {
	{ "alle", 1, 1, KL_CLAIM_EXACT }, { "all", 1, 1, KL_CLAIM_EXACT },
	{ "iedere", 1, 1, KL_CLAIM_EXACT }, { "elke", 1, 1, KL_CLAIM_EXACT },
	{ "every", 1, 1, KL_CLAIM_EXACT },
	{ "geen", 0, 1, KL_CLAIM_EXACT }, { "none", 0, 1, KL_CLAIM_EXACT },
	{ "no", 0, 1, KL_CLAIM_EXACT },
	{ "de meeste", 1, 2, KL_CLAIM_MORE }, { "most", 1, 2, KL_CLAIM_MORE },
};

/* Takes the words off the front of *rest, in whatever case, with one or more
 * blanks where they have one; what follows must not go on with a letter. */
static bool take(struct kl_span *rest, const char *words)
{
	size_t at = 0;

	for (; *words != '\0'; words++) {
		if (at == rest->length)
			return false;
		char c = rest->at[at++];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != *words)
			return false;
		while (*words == ' ' && at < rest->length && rest->at[at] == ' ')
			at++;
	}
	if (at < rest->length && words[-1] != '.' && rest->at[at] != ' ')
		return false;
	*rest = kl_span_trim((struct kl_span){ rest->at + at,
		rest->length - at });
	return true;
}

/* The digits at the front, with one decimal sign at most. */
static const char *take_digits(struct kl_span *rest, struct kl_claim *claim,
	struct kl_decimal *figure)
{
	size_t end = 0;

	while (end < rest->length && (kl_is_digit(rest->at[end])
			|| ((rest->at[end] == '.' || rest->at[end] == ',')
				&& end + 1 < rest->length && kl_is_digit(rest->at[end + 1])))) {
		if (!kl_is_digit(rest->at[end])) {
			if (claim->decimal_char != 0)
				return KL_TEXT("has a figure with two decimal signs; write it without group separators");
			claim->decimal_char = rest->at[end];
		}
		end++;
	}
	char decimal_char = claim->decimal_char != 0 ? claim->decimal_char : '.';
	if (kl_decimal_parse((struct kl_span){ rest->at, end }, decimal_char,
			(struct kl_span){ NULL, 0 }, figure) != KL_PARSED
			|| end > KL_DECIMAL_DIGITS / 2)
		return KL_TEXT("has a figure with too many digits");
	*rest = kl_span_trim((struct kl_span){ rest->at + end,
		rest->length - end });
	claim->decimals = figure->decimals;
	return NULL;
}

/* 1.234 and 1,234: what the sign means, a Dutch text and an English one say each
 * in its own way. 0,125 and 1234,567 can only be fractions. */
static bool may_be_thousands(struct kl_decimal figure)
{
	return figure.decimals == 3 && figure.coefficient >= 1000
		&& figure.coefficient < 1000000;
}

/* True if a numeral stands at the front; it is then taken. */
static bool take_numeral(struct kl_span *rest, struct kl_decimal *figure)
{
	for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
		if (take(rest, numerals[i].words)) {
			*figure = kl_decimal_of(numerals[i].value);
			return true;
		}
	}
	return false;
}

/* "een op de drie": a digit, or the word for a figure other than 1, which in
 * Dutch is the article too. */
static bool has_figure(struct kl_span text)
{
	const struct kl_span blank = { " ", 1 };
	struct kl_span word;

	for (size_t i = 0; i < text.length; i++) {
		if (kl_is_digit(text.at[i]))
			return true;
	}
	while (kl_span_next(&text, blank, &word)) {
		for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
			if (numerals[i].value != 1 && kl_span_alike(word,
					kl_span_of(numerals[i].words)))
				return true;
		}
	}
	return false;
}

static bool take_percent(struct kl_span *rest)
{
	if (rest->length == 0 || rest->at[0] != '%')
		return take(rest, "procent") || take(rest, "percent");
	*rest = (struct kl_span){ rest->at + 1, rest->length - 1 };
	return true;
}

/* What the last digit counts that is no zero, of a figure without decimals; else
 * what the last printed digit counts. */
static struct kl_decimal unit_of(struct kl_decimal figure)
{
	struct kl_decimal unit = { 1, figure.decimals };

	while (figure.decimals == 0 && figure.coefficient != 0
			&& figure.coefficient / unit.coefficient % 10 == 0)
		unit.coefficient *= 10;
	return unit;
}

/* The figure before it with as many digits before their last zeros. */
static struct kl_decimal figure_before(struct kl_decimal figure,
	struct kl_decimal unit)
{
	if (figure.decimals == 0 && figure.coefficient == unit.coefficient
			&& unit.coefficient >= 10)
		unit.coefficient /= 10;
	return (struct kl_decimal){ figure.coefficient - unit.coefficient,
		figure.decimals };
}

static void set_low(struct kl_claim_bounds *bounds, struct kl_ratio low,
	bool open)
{
	bounds->low = low;
	bounds->has_low = true;
	bounds->low_open = open;
}

static void set_high(struct kl_claim_bounds *bounds, struct kl_ratio high,
	bool open)
{
	bounds->high = high;
	bounds->has_high = true;
	bounds->high_open = open;
}

/* What is meant by a figure f, with the figures before and after it, and how far
 * about it reaches. */
struct around {
	struct kl_ratio at, before, after, within;
};

static const char out_of_range[] = KL_TEXT("has a figure that is too large");

static const char *set_bounds(enum kl_claim_kind kind, const struct around *f,
	struct kl_claim_bounds *out)
{
	struct kl_ratio low = f->at, high = f->at;

	switch (kind) {
	case KL_CLAIM_OVER:
		set_low(out, f->at, false);
		set_high(out, f->after, true);
		break;
	case KL_CLAIM_UNDER:
		set_low(out, f->before, true);
		set_high(out, f->at, true);
		break;
	case KL_CLAIM_LEAST:
	case KL_CLAIM_MORE:
		set_low(out, f->at, kind == KL_CLAIM_MORE);
		break;
	case KL_CLAIM_MOST:
	case KL_CLAIM_LESS:
		set_high(out, f->at, kind == KL_CLAIM_LESS);
		break;
	case KL_CLAIM_EXACT:
	case KL_CLAIM_ABOUT:
		if (!kl_ratio_subtract(f->at, f->within, &low)
				|| !kl_ratio_add(f->at, f->within, &high))
			return out_of_range;
		set_low(out, low, false);
		set_high(out, high, false);
		break;
	}
	return NULL;
}

/* The values that are rounded to the figure. */
static const char *set_rounded(struct kl_decimal figure,
	enum kl_rounding rounding, struct kl_claim_bounds *out)
{
	struct kl_interval all;

	if (!kl_interval_rounded(figure, (struct kl_decimal){ 1,
			figure.decimals }, rounding, &all))
		return out_of_range;
	set_low(out, kl_ratio_of_decimal(all.low.at), all.low.open);
	set_high(out, kl_ratio_of_decimal(all.high.at), all.high.open);
	return NULL;
}

static bool scale(struct kl_claim_bounds *bounds, int64_t by)
{
	struct kl_ratio factor = { 1, by };

	return kl_ratio_multiply(bounds->low, factor, &bounds->low)
		&& kl_ratio_multiply(bounds->high, factor, &bounds->high);
}

static const char *read_figure(struct kl_decimal figure,
	const struct kl_claim_terms *terms, struct kl_claim *claim)
{
	const char *wrong;
	struct kl_decimal unit = unit_of(figure);
	struct kl_decimal after = { figure.coefficient + unit.coefficient,
		figure.decimals };
	struct around f = { kl_ratio_of_decimal(figure),
		kl_ratio_of_decimal(figure_before(figure, unit)),
		kl_ratio_of_decimal(after), kl_ratio_of_decimal(unit) };
	f.within.under *= 2;
	if (terms->within != NULL)
		f.within = kl_ratio_of_decimal(*terms->within);
	if (claim->kind == KL_CLAIM_EXACT && terms->within == NULL)
		wrong = set_rounded(figure, terms->rounding, &claim->bounds);
	else
		wrong = set_bounds(claim->kind, &f, &claim->bounds);
	if (wrong == NULL && claim->percent && !scale(&claim->bounds, 100))
		wrong = out_of_range;
	return wrong;
}

static const char *read_share(int over, int under,
	const struct kl_claim_terms *terms, struct kl_claim *claim)
{
	const struct kl_ratio at = { over, under };
	struct around f = { at, at, at, { 1, 40 } };

	claim->share = claim->percent = true;
	if (!kl_ratio_subtract(at, (struct kl_ratio){ 1, 10 }, &f.before)
			|| !kl_ratio_add(at, (struct kl_ratio){ 1, 10 }, &f.after))
		return out_of_range;
	if (terms->within != NULL) {
		f.within = kl_ratio_of_decimal(*terms->within);
		if (!kl_ratio_divide(f.within, kl_ratio_of(100), &f.within))
			return out_of_range;
	}
	return set_bounds(claim->kind, &f, &claim->bounds);
}

/* True if a quantifier stands at the front; it is then taken. */
static bool read_quantifier(struct kl_span *rest, struct kl_claim *claim)
{
	for (size_t i = 0; i < sizeof quantifiers / sizeof *quantifiers; i++) {
		if (!take(rest, quantifiers[i].words))
			continue;
		const struct kl_ratio at = { quantifiers[i].over,
			quantifiers[i].under };
		const struct around f = { at, at, at, { 0, 1 } };
		claim->kind = quantifiers[i].kind;
		claim->share = claim->percent = true;
		(void)set_bounds(claim->kind, &f, &claim->bounds);
		return true;
	}
	return false;
}

static const char unreadable[] = KL_TEXT("states no figure that klopt can read: a "
	"number, a share as 'een kwart', or 'alle', 'geen', 'de meeste'; before it "
	"a word as 'ruim' (klopt-claims(1) lists them)");

static const char *read_claim(struct kl_span *rest,
	const struct kl_claim_terms *terms, struct kl_claim *claim)
{
	struct kl_decimal figure;
	const char *wrong = NULL;

	if (read_quantifier(rest, claim))
		return NULL;
	for (size_t i = 0; i < sizeof softeners / sizeof *softeners; i++) {
		if (take(rest, softeners[i].words)) {
			claim->kind = softeners[i].kind;
			break;
		}
	}
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		if (take(rest, shares[i].words))
			return read_share(shares[i].over, shares[i].under, terms, claim);
	}
	if (rest->length > 0 && kl_is_digit(rest->at[0]))
		wrong = take_digits(rest, claim, &figure);
	else if (!take_numeral(rest, &figure))
		wrong = unreadable;
	if (wrong != NULL)
		return wrong;
	claim->percent = take_percent(rest);
	if (!claim->percent && may_be_thousands(figure))
		return KL_TEXT("has a figure that may be thousands or a fraction; write thousands without a separator, and a fraction not with three decimals");
	return read_figure(figure, terms, claim);
}

const char *kl_claim_read(struct kl_span text,
	const struct kl_claim_terms *terms, struct kl_claim *out)
{
	const struct kl_ratio nil = kl_ratio_of(0);
	struct kl_claim claim = { .kind = KL_CLAIM_EXACT,
		.bounds = { .low = nil, .high = nil } };
	struct kl_span rest = kl_span_trim(text);

	if (rest.length == 0)
		return KL_TEXT("is empty");
	if (rest.length > KL_CLAIM_TEXT)
		return KL_TEXT("is longer than a statement of one figure");
	const char *wrong = read_claim(&rest, terms, &claim);
	if (wrong != NULL)
		return wrong;
	if (has_figure(rest))
		return KL_TEXT("states more than one figure; give each its own rule");
	*out = claim;
	return NULL;
}
