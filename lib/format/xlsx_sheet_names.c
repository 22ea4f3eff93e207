#include "format/xlsx_sheet_names.h"

#include <stdio.h>

#include <utf8proc.h>

#include "format/phrases.h"

static const struct kl_name_rules sheet_rules = { 31, "[]:*?/\\", "' " };
const struct kl_name_rules kl_file_name_rules = { 80, "<>:\"|*?/\\", ". " };

static bool is_one_of(char c, const char *characters)
{
	return c != '\0' && strchr(characters, c) != NULL;
}

static struct kl_span trim(struct kl_span name, const struct kl_name_rules *rules)
{
	while (name.length > 0 && is_one_of(*name.at, rules->cut_off)) {
		name.at++;
		name.length--;
	}
	while (name.length > 0
			&& is_one_of(name.at[name.length - 1], rules->cut_off))
		name.length--;
	return name;
}

static void add_clean(struct kl_text_buffer *out, struct kl_span wanted,
	const struct kl_name_rules *rules)
{
	while (wanted.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(wanted, &codepoint);

		if (codepoint == UINT32_MAX || codepoint == 0xfffe
				|| codepoint == 0xffff)
			kl_text_puts(out, "\xef\xbf\xbd");
		else if (codepoint < 0x20 || codepoint == 0x7f
				|| is_one_of(*wanted.at, rules->forbidden))
			kl_text_puts(out, "_");
		else
			kl_text_add(out, (struct kl_span){ wanted.at, length });
		wanted.at += length;
		wanted.length -= length;
	}
}

/* As much as fits in so many UTF-16 units. */
static struct kl_span cut(struct kl_span name, size_t units,
	const struct kl_name_rules *rules)
{
	size_t length = 0;

	while (length < name.length) {
		uint32_t codepoint;
		size_t step = kl_utf8_next((struct kl_span){ name.at + length,
			name.length - length }, &codepoint);
		size_t wide = step == 4 ? 2 : 1;
		if (wide > units)
			break;
		units -= wide;
		length += step;
	}
	return trim((struct kl_span){ name.at, length }, rules);
}

static void add_lower(struct kl_text_buffer *out, struct kl_span name)
{
	while (name.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(name, &codepoint);
		utf8proc_uint8_t bytes[4];
		utf8proc_ssize_t count = utf8proc_encode_char(
			utf8proc_tolower((utf8proc_int32_t)codepoint), bytes);

		kl_text_add(out, (struct kl_span){ (char *)bytes, (size_t)count });
		name.at += length;
		name.length -= length;
	}
}

/* False if the name is taken already; *failed when memory is out. */
static bool take(struct kl_sheet_names *names, struct kl_span name, bool *failed)
{
	struct kl_text_buffer key = { 0 };
	bool found = false;

	add_lower(&key, name);
	*failed = key.failed || !kl_index_add(&names->taken, kl_text_span(&key), 0,
		NULL, &found);
	kl_text_release(&key);
	return !*failed && !found;
}

static struct kl_span number_name(struct kl_text_buffer *out, struct kl_span base,
	unsigned number, const struct kl_name_rules *rules)
{
	char suffix[16] = "";
	int length = number > 1 ? snprintf(suffix, sizeof suffix, " (%u)", number)
		: 0;

	out->length = 0;
	base = cut(base, rules->most - (size_t)length, rules);
	if (base.length == 0)
		base = kl_span_of(kl_phrase(KL_PHRASE_sheet_table));
	kl_text_add(out, base);
	kl_text_puts(out, suffix);
	return kl_text_span(out);
}

const char *kl_sheet_name(struct kl_sheet_names *names, struct kl_span wanted,
	unsigned from)
{
	const struct kl_name_rules *rules = names->rules != NULL ? names->rules
		: &sheet_rules;
	struct kl_text_buffer clean = { 0 }, name = { 0 };
	const char *kept = NULL;
	bool failed = false, done = false;

	add_clean(&clean, wanted, rules);
	failed = clean.failed;
	struct kl_span base = trim(kl_text_span(&clean), rules);
	for (unsigned number = from; !failed && !done; number++) {
		struct kl_span tried = number_name(&name, base, number, rules);
		failed = name.failed;
		done = !failed && take(names, tried, &failed);
	}
	if (done)
		kept = kl_arena_text(&names->arena, kl_text_span(&name));
	kl_text_release(&clean);
	kl_text_release(&name);
	return kept;
}

void kl_sheet_names_release(struct kl_sheet_names *names)
{
	kl_index_release(&names->taken);
	kl_arena_release(&names->arena);
}
