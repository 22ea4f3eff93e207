#include "finding/explain.h"

#include "base/translate.h"

/* An index of texts for each code that explain.def knows: the table below names
 * one for each code of finding.def, and does not compile if there is none. */
enum {
#define KL_EXPLAIN(id, description, consequence, cause, remedy) TEXT_##id,
#include "finding/explain.def"
#undef KL_EXPLAIN
};

#define KL_EXPLAIN(id, description, consequence, cause, remedy) \
	_Static_assert(sizeof(description) > 1 && sizeof(consequence) > 1 \
		&& sizeof(cause) > 1 && sizeof(remedy) > 1, \
		"a paragraph of " #id " is empty");
#include "finding/explain.def"
#undef KL_EXPLAIN

static const char *const texts[][KL_EXPLAIN_PARAGRAPHS] = {
#define KL_EXPLAIN(id, description, consequence, cause, remedy) \
	{ description, consequence, cause, remedy },
#include "finding/explain.def"
#undef KL_EXPLAIN
};

static const char *const *const explanations[] = {
#define KL_FINDING(id, code, severity, title) texts[TEXT_##id],
#define KL_MESSAGE(id, text)
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
};

const char *kl_explain_head(size_t paragraph)
{
	static const char *const heads[KL_EXPLAIN_PARAGRAPHS] = {
		KL_TEXT("Description"), KL_TEXT("Consequence"), KL_TEXT("Cause"),
		KL_TEXT("Remedy") };

	return kl_translate(heads[paragraph]);
}

const char *kl_code_explain(enum kl_code code, size_t paragraph)
{
	return kl_translate(explanations[code][paragraph]);
}
