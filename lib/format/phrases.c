#include "format/phrases.h"

#include "base/translate.h"

static const char *const phrases[] = {
#define KL_PHRASE(id, text) text,
#include "format/phrases.def"
#undef KL_PHRASE
};

const char *kl_phrase(enum kl_phrase phrase)
{
	return kl_translate(phrases[phrase]);
}

static struct kl_span choose(struct kl_span text, uint64_t count)
{
	const char *bar = memchr(text.at, '|', text.length);

	if (bar == NULL)
		return text;
	size_t first = (size_t)(bar - text.at);
	return count == 1 ? (struct kl_span){ text.at, first }
		: (struct kl_span){ bar + 1, text.length - first - 1 };
}

void kl_phrase_add(struct kl_text_buffer *out, enum kl_phrase phrase, uint64_t count,
	uint64_t other)
{
	struct kl_span text = choose(kl_span_of(kl_phrase(phrase)), count);

	for (size_t i = 0; i < text.length; i++) {
		const char *at = text.at + i;
		if (text.length - i >= 3 && at[0] == '{' && at[2] == '}') {
			kl_text_printf(out, "%llu", (unsigned long long)
				(at[1] == '1' ? count : other));
			i += 2;
		} else {
			kl_text_add(out, (struct kl_span){ at, 1 });
		}
	}
}
