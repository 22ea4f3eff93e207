#include "format/format.h"

#include <string.h>

#define KL_FORMAT(name) extern const struct kl_format kl_format_##name;
#include "format/format.def"
#undef KL_FORMAT

const struct kl_format *const kl_formats[] = {
#define KL_FORMAT(name) &kl_format_##name,
#include "format/format.def"
#undef KL_FORMAT
	NULL
};

const struct kl_format *kl_format_find(const char *name)
{
	for (size_t i = 0; kl_formats[i] != NULL; i++) {
		if (strcmp(kl_formats[i]->name, name) == 0)
			return kl_formats[i];
	}
	return NULL;
}
