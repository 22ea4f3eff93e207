#include "format/phrases.h"

#include "base/translate.h"

static const char *const phrases[] = {
#define KL_PHRASE(id, text) text,
#include "format/phrases.def"
#undef KL_PHRASE
};

const char *kl_phrase(enum kl_phrase phrase)
{
	return kl_translate_often(phrases[phrase]);
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

	while (text.length > 0) {
		const char *brace = memchr(text.at, '{', text.length);
		size_t plain = brace != NULL ? (size_t)(brace - text.at) : text.length;
		bool named = text.length - plain >= 3 && brace[2] == '}';
		plain += !named && plain < text.length;
		kl_text_add(out, (struct kl_span){ text.at, plain });
		if (named)
			kl_text_add_count(out, brace[1] == '1' ? count : other);
		plain += named ? 3 : 0;
		text.at += plain;
		text.length -= plain;
	}
}
