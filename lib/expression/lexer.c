#include "expression/lexer.h"

#include <utf8proc.h>

#include "base/translate.h"

const char *const kl_keywords[] = { "if", "then", "else", "or", "and", "not",
	"in", "matches", "between", "is", "blank", "unknown", "true", "false", "of",
	"where", "per", NULL };

struct lexer {
	const struct kl_expression *expression;
	const char *at, *end;
	struct kl_token *token;
	struct kl_error *error;
};

static uint32_t offset_of(const struct lexer *l, const char *at)
{
	return (uint32_t)(at - l->expression->word.text.at);
}

static enum kl_status fail(const struct lexer *l, const char *text)
{
	return kl_expression_fail(l->expression, l->token->from, l->error, "%s",
		kl_translate(text));
}

static uint32_t peek(const char *at, const char *end, size_t *length)
{
	uint32_t codepoint;
	const struct kl_span rest = { at, (size_t)(end - at) };

	*length = kl_utf8_next(rest, &codepoint);
	return codepoint;
}

/* A letter, a mark on it, a digit or _, of any script. */
static bool is_of_name(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return (codepoint >= 'a' && codepoint <= 'z')
			|| (codepoint >= 'A' && codepoint <= 'Z')
			|| (codepoint >= '0' && codepoint <= '9')
			|| codepoint == '_';
	if (codepoint > 0x10ffff)
		return false;
	utf8proc_category_t category = utf8proc_category((int32_t)codepoint);
	return category >= UTF8PROC_CATEGORY_LU
		&& category <= UTF8PROC_CATEGORY_NO;
}

static const char *skip_name(const char *at, const char *end)
{
	while (at < end) {
		size_t length;
		if (!is_of_name(peek(at, end, &length)))
			break;
		at += length;
	}
	return at;
}

/* Blanks of all kinds; the no-break space comes with copied text. */
static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end) {
		if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
			at++;
		else if (end - at >= 2 && memcmp(at, "\xc2\xa0", 2) == 0)
			at += 2;
		else
			break;
	}
	return at;
}

static const char *skip_digits(const char *at, const char *end)
{
	while (at < end && kl_is_digit(*at))
		at++;
	return at;
}

/* 2004-10-01 without blanks: four digits, two, two, and no digit after. */
static bool is_date(const char *at, const char *end)
{
	static const char form[] = "dddd-dd-dd";

	if (end - at < 10 || (end - at > 10 && kl_is_digit(at[10])))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++) {
		if (form[i] == 'd' ? !kl_is_digit(at[i]) : at[i] != '-')
			return false;
	}
	return true;
}

static enum kl_status take_date(struct lexer *l)
{
	const struct kl_span text = { l->at, 10 };

	l->token->kind = KL_TOKEN_DATE;
	l->at += 10;
	if (kl_date_parse(text, &l->token->date))
		return KL_OK;
	return kl_expression_fail(l->expression, l->token->from, l->error,
		"there is no date %.10s", text.at);
}

static enum kl_status take_number(struct lexer *l)
{
	const struct kl_span none = { 0 };
	const char *from = l->at;

	if (is_date(l->at, l->end))
		return take_date(l);
	l->token->kind = KL_TOKEN_NUMBER;
	l->at = skip_digits(l->at, l->end);
	if (l->end - l->at >= 2 && *l->at == '.' && kl_is_digit(l->at[1]))
		l->at = skip_digits(l->at + 1, l->end);
	const struct kl_span text = { from, (size_t)(l->at - from) };
	const char *name = skip_name(l->at, l->end);
	if (name > l->at)
		return kl_expression_fail(l->expression, l->token->from, l->error,
			"'%.*s' is neither a number nor a name; a column with this name is written in backticks",
			(int)(name - from), from);
	if (kl_decimal_parse(text, '.', none, &l->token->number) != KL_PARSED)
		return fail(l, "the number has more than 36 digits");
	const char *percent = skip_blanks(l->at, l->end);
	if (percent == l->end || *percent != '%')
		return KL_OK;
	l->at = percent + 1;
	if (l->token->number.decimals + 2 > KL_DECIMAL_DIGITS)
		return fail(l, "the number has more than 36 digits");
	l->token->number.decimals += 2;
	return KL_OK;
}

/* The closing quote of what begins at `at`, or NULL; doubled inside, it is a
 * character. */
static const char *find_close(const char *at, const char *end, char quote)
{
	for (; at < end; at++) {
		if (*at != quote)
			continue;
		if (at + 1 == end || at[1] != quote)
			return at;
		at++;
	}
	return NULL;
}

static enum kl_status take_quoted(struct lexer *l, const char *what)
{
	const char quote = *l->at++;
	const char *close = find_close(l->at, l->end, quote);
	size_t length = 0;

	if (close == NULL)
		return kl_expression_fail(l->expression, l->token->from, l->error,
			"%s begins here and does not end: %c is missing",
			kl_translate(what), quote);
	char *out = kl_arena_alloc(l->expression->arena,
		(size_t)(close - l->at) + 1);
	if (out == NULL)
		return kl_no_memory(l->error);
	while (l->at < close) {
		out[length++] = *l->at;
		l->at += *l->at == quote ? 2 : 1;
	}
	l->at = close + 1;
	l->token->text = (struct kl_span){ out, length };
	return KL_OK;
}

static enum kl_status take_text(struct lexer *l)
{
	l->token->kind = KL_TOKEN_TEXT;
	return take_quoted(l, "a text");
}

static enum kl_status take_column(struct lexer *l)
{
	enum kl_status status = take_quoted(l, "the name of a column");

	l->token->kind = KL_TOKEN_QUOTED_NAME;
	l->token->text = kl_span_trim(l->token->text);
	if (status == KL_OK && l->token->text.length == 0)
		status = fail(l, "the name of a column is empty");
	return status;
}

/* What other languages write, and programs that correct what is typed. */
static const struct {
	const char *wrong, *hint;
} hints[] = {
	{ "==", "'==' is written '='" }, { "&&", "'&&' is written 'and'" },
	{ "||", "'||' is written 'or'" }, { "=>", "'=>' is written '>='" },
	{ "=<", "'=<' is written '<='" },
	{ "\xe2\x89\xa4", "this sign is written '<='" },
	{ "\xe2\x89\xa5", "this sign is written '>='" },
	{ "\xe2\x89\xa0", "this sign is written '!='" },
	{ "\xe2\x88\x92", "this sign is written '-'" },
	{ "\xe2\x80\x93", "this sign is written '-'" },
	{ "\xc3\x97", "this sign is written '*'" },
	{ "\xe2\x80\x9c", "a text stands in straight quotes: \" or '" },
	{ "\xe2\x80\x9d", "a text stands in straight quotes: \" or '" },
	{ "\xe2\x80\x9e", "a text stands in straight quotes: \" or '" },
	{ "\xe2\x80\x98", "a text stands in straight quotes: \" or '" },
	{ "\xe2\x80\x99", "a text stands in straight quotes: \" or '" },
	{ "!", "'!' is written 'not'" },
	{ "%", "'%' stands behind a number: 60 %" },
};

static const char *const symbols[] = { "!=", "<>", "<=", ">=", "=", "<", ">",
	"(", ")", ",", "+", "-", "*", "/" };

static bool begins(const struct lexer *l, const char *with)
{
	size_t length = strlen(with);

	return (size_t)(l->end - l->at) >= length
		&& memcmp(l->at, with, length) == 0;
}

static enum kl_status take_symbol(struct lexer *l)
{
	l->token->kind = KL_TOKEN_SYMBOL;
	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
		if (begins(l, hints[i].wrong) && !begins(l, "!="))
			return fail(l, hints[i].hint);
	}
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		if (begins(l, symbols[i])) {
			l->token->symbol = symbols[i];
			l->at += strlen(symbols[i]);
			return KL_OK;
		}
	}
	struct kl_text_buffer shown = { 0 };
	size_t length;
	peek(l->at, l->end, &length);
	kl_text_add_visible(&shown, (struct kl_span){ l->at, length }, 1);
	enum kl_status status = shown.failed ? kl_no_memory(l->error)
		: kl_expression_fail(l->expression, l->token->from, l->error,
			"'%s' has no meaning here", shown.at);
	kl_text_release(&shown);
	return status;
}

enum kl_status kl_token_next(const struct kl_expression *expression,
	uint32_t at, struct kl_token *token, struct kl_error *error)
{
	const struct kl_span text = expression->word.text;
	struct lexer l = { expression, text.at + at, text.at + text.length, token,
		error };
	enum kl_status status = KL_OK;

	l.at = skip_blanks(l.at, l.end);
	*token = (struct kl_token){ .from = offset_of(&l, l.at) };
	const char *name = skip_name(l.at, l.end);
	if (l.at == l.end) {
		token->kind = KL_TOKEN_END;
	} else if (kl_is_digit(*l.at)) {
		status = take_number(&l);
	} else if (name > l.at) {
		token->kind = KL_TOKEN_NAME;
		token->text = (struct kl_span){ l.at, (size_t)(name - l.at) };
		l.at = name;
	} else if (*l.at == '"' || *l.at == '\'') {
		status = take_text(&l);
	} else if (*l.at == '`') {
		status = take_column(&l);
	} else {
		status = take_symbol(&l);
	}
	token->until = offset_of(&l, l.at);
	/* Nothing can be made of what is wrong. */
	if (status != KL_OK)
		token->kind = KL_TOKEN_END;
	return status;
}

void kl_token_show(const struct kl_expression *expression,
	const struct kl_token *token, struct kl_text_buffer *out)
{
	const struct kl_span written = { expression->word.text.at + token->from,
		token->until - token->from };

	if (token->kind == KL_TOKEN_END) {
		kl_text_puts(out, kl_translate("the expression ends"));
		return;
	}
	kl_text_puts(out, kl_translate("there is '"));
	kl_text_add_visible(out, written, 40);
	kl_text_puts(out, "'");
}
