#include "finding/explain.h"

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

static const struct kl_explanation texts[] = {
#define KL_EXPLAIN(id, description, consequence, cause, remedy) \
	{ { description, consequence, cause, remedy } },
#include "finding/explain.def"
#undef KL_EXPLAIN
};

static const struct kl_explanation *const explanations[] = {
#define KL_FINDING(id, code, severity, title) &texts[TEXT_##id],
#define KL_MESSAGE(id, text)
#include "finding/finding.def"
#undef KL_FINDING
#undef KL_MESSAGE
};

const char *const kl_explain_heads[] = { "Description", "Consequence", "Cause",
	"Remedy" };

const struct kl_explanation *kl_code_explain(enum kl_code code)
{
	return explanations[code];
}
