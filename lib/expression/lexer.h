/*
 * An expression as tokens. For the files of expression/.
 */
#ifndef KL_EXPRESSION_LEXER_H
#define KL_EXPRESSION_LEXER_H

#include "base/text.h"
#include "expression/expression.h"

enum kl_token_kind {
	KL_TOKEN_END,
	KL_TOKEN_NUMBER,
	KL_TOKEN_DATE,
	KL_TOKEN_TEXT,
	KL_TOKEN_NAME,          /* also a keyword */
	KL_TOKEN_QUOTED_NAME,   /* in backticks: a column, whatever it reads */
	KL_TOKEN_SYMBOL
};

struct kl_token {
	enum kl_token_kind kind;
	uint32_t from, until;           /* bytes of the text */
	struct kl_span text;            /* NAME; TEXT: what it means, in the arena */
	struct kl_decimal number;
	struct kl_date date;
	const char *symbol;             /* "=", "!=", "<=" ... */
};

/* The token that begins at or after byte `at`. Errors: KL_INVALID at its place,
 * KL_NO_MEMORY. */
enum kl_status kl_token_next(const struct kl_expression *expression,
	uint32_t at, struct kl_token *token, struct kl_error *error);

/* Adds how people see the token: "'x'", "the end". */
void kl_token_show(const struct kl_expression *expression,
	const struct kl_token *token, struct kl_text_buffer *out);

/* The words that are no names of columns, ended by NULL. */
extern const char *const kl_keywords[];

#endif
