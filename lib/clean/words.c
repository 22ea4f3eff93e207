#include "clean/words.h"

static const char *const texts[] = {
	"",
#define KL_CHANGE(id, text) text,
#define KL_LEFT(id, text) text,
#include "clean/words.def"
#undef KL_CHANGE
#undef KL_LEFT
};

const char *kl_clean_text(enum kl_clean_word word)
{
	return texts[word];
}

void kl_clean_why_note(struct kl_clean_why *why, enum kl_clean_word word)
{
	size_t i = 0;

	while (i < KL_CLEAN_REASONS && why->words[i] != KL_CLEAN_NOTHING
			&& why->words[i] != word)
		i++;
	if (i < KL_CLEAN_REASONS)
		why->words[i] = word;
}

void kl_clean_why_add(const struct kl_clean_why *why,
	struct kl_text_buffer *out)
{
	for (size_t i = 0; i < KL_CLEAN_REASONS
			&& why->words[i] != KL_CLEAN_NOTHING; i++) {
		kl_text_puts(out, i > 0 ? "; " : "");
		kl_text_puts(out, texts[why->words[i]]);
	}
}
