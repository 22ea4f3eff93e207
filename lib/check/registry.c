#include "check/check.h"

#define KL_CHECK(name) extern const struct kl_check kl_check_##name;
#include "check/check.def"
#undef KL_CHECK

const struct kl_check *const kl_checks[] = {
#define KL_CHECK(name) &kl_check_##name,
#include "check/check.def"
#undef KL_CHECK
	NULL
};

/* The first is always checked, so no rule names it. */
static const struct kl_words *const words[] = {
#define KL_CHECK(name) &kl_check_##name.words,
#include "check/check.def"
#undef KL_CHECK
};

const struct kl_check *kl_check_find(const char *name)
{
	for (size_t i = 0; kl_checks[i] != NULL; i++) {
		if (strcmp(kl_checks[i]->words.name, name) == 0)
			return kl_checks[i];
	}
	return NULL;
}

const struct kl_words *const *kl_check_words(size_t *count)
{
	*count = sizeof words / sizeof *words - 1;
	return words + 1;
}
