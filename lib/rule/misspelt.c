#include "base/text.h"
#include "rule/descriptor.h"

static bool is_known(const char *const *known, struct kl_span key)
{
	for (; *known != NULL; known++) {
		if (kl_span_is(key, *known))
			return true;
	}
	return false;
}

enum kl_status kl_describe_misspelt(const struct kl_describer *describer,
	const struct kl_node *map, const char *const *known,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; map->kind == KL_NODE_MAP && i < map->count
			&& status == KL_OK; i += 2) {
		const struct kl_node *key = map->items[i];
		const char *const *near = known;
		if (is_known(known, key->text))
			continue;
		while (*near != NULL && kl_text_distance(key->text,
				kl_span_of(*near), 1) > 1)
			near++;
		if (*near != NULL)
			status = kl_describe_unchecked(describer, key, error,
				"unknown key '%.*s' is not read; did you mean '%s'?",
				(int)key->text.length, key->text.at, *near);
	}
	return status;
}
