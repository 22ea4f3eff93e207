/*
 * The parser's parts: parse.c has the grammar, parse_call.c what stands in
 * parentheses after a name. Each rule of the grammar returns its term, or NULL
 * with parser->status set.
 */
#ifndef KL_EXPRESSION_PARSER_H
#define KL_EXPRESSION_PARSER_H

#include "expression/lexer.h"

struct kl_parser {
	struct kl_expression *expression;
	struct kl_token token;          /* the next one */
	uint32_t end;                   /* of the token before it */
	unsigned depth;
	enum kl_status status;
	struct kl_error *error;
};

/* Moves on; false if the next token is wrong. */
bool kl_parser_next(struct kl_parser *p);
/* Whether the next token is this symbol, or keyword; nothing is taken. */
bool kl_parser_is_symbol(const struct kl_parser *p, const char *symbol);
bool kl_parser_is_word(const struct kl_parser *p, const char *word);
/* Takes it if it is there. False if it is not, or what follows is wrong. */
bool kl_parser_take_symbol(struct kl_parser *p, const char *symbol);
bool kl_parser_take_word(struct kl_parser *p, const char *word);
/* Takes it; if it is not there, that is a mistake: "EXPECTED is expected here,
 * there is 'x'". */
bool kl_parser_need_symbol(struct kl_parser *p, const char *symbol,
	const char *expected);

/* A mistake: at the next token, or at a place. Returns NULL. */
struct kl_tree *kl_parser_expected(struct kl_parser *p, const char *expected);
struct kl_tree *kl_parser_fail(struct kl_parser *p, uint32_t from,
	const char *text);
struct kl_tree *kl_parser_no_memory(struct kl_parser *p);

/* A term that begins at `from` and ends with the last token that was taken. */
struct kl_tree *kl_parser_term(struct kl_parser *p, enum kl_tree_kind kind,
	uint32_t from, struct kl_tree *const *operands, size_t count);

/* A list that grows; its items move to the arena in the end. */
enum { KL_PARSER_LIST = 1000 };
struct kl_parser_list {
	struct kl_tree **items;
	size_t count, capacity;
};
bool kl_parser_add(struct kl_parser *p, struct kl_parser_list *list,
	struct kl_tree *term);

struct kl_tree *kl_parse_expression(struct kl_parser *p);
struct kl_tree *kl_parse_or(struct kl_parser *p);
struct kl_tree *kl_parse_sum(struct kl_parser *p);
/* NAME, the next token, with an opening parenthesis behind it. */
struct kl_tree *kl_parse_call(struct kl_parser *p, const struct kl_token *name);

#endif
