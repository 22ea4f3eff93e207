/* JSON that is put together as text is what jansson would have written. */
#include "base/json_write.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>

#include "random.h"

/* With U+FFFD for each byte that is no UTF-8, which jansson does not take. */
static json_t *make_text(struct kl_span text)
{
	struct kl_text_buffer clean = { 0 };

	if (text.at == NULL)
		return json_null();
	kl_text_puts(&clean, "");
	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		if (codepoint == UINT32_MAX)
			kl_text_puts(&clean, "\xef\xbf\xbd");
		else
			kl_text_add(&clean, (struct kl_span){ text.at, length });
		text.at += length;
		text.length -= length;
	}
	json_t *made = json_stringn(clean.at, clean.length);
	kl_text_release(&clean);
	return made;
}

static void compare(struct kl_span text)
{
	struct kl_text_buffer built = { 0 };
	json_t *made = make_text(text);
	char *dumped = json_dumps(made, JSON_ENCODE_ANY | JSON_COMPACT);

	kl_json_add_string(&built, text);
	cr_assert_not_null(dumped);
	cr_assert_str_eq(built.at, dumped);
	free(dumped);
	json_decref(made);
	kl_text_release(&built);
}

Test(json_write, every_byte)
{
	for (int i = 0; i < 256; i++) {
		const char text[] = { 'a', (char)i, 'b' };
		compare((struct kl_span){ text, 3 });
		compare((struct kl_span){ text + 1, 1 });
	}
	compare((struct kl_span){ NULL, 0 });
	compare((struct kl_span){ "", 0 });
	compare(kl_span_of("\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbf\xed\xa0\x80\xc0\x80"));
}

Test(json_write, random_bytes)
{
	static const char often[] = "ab\"\\\n\t\x01\x7f\xc3\xa9\xe2\x82\xac\xff";
	uint64_t state = 11;
	char text[40];

	for (int i = 0; i < 20000; i++) {
		size_t length = (size_t)random_below(&state, sizeof text);
		for (size_t j = 0; j < length; j++)
			text[j] = often[random_below(&state, sizeof often)];
		compare((struct kl_span){ text, length });
	}
}

Test(json_write, values)
{
	struct kl_text_buffer built = { 0 }, word = { 0 }, empty = { 0 };

	kl_text_puts(&word, "x\"y");
	kl_json_open(&built, NULL, "{");
	kl_json_set_built(&built, "a", &word);
	kl_json_set_count(&built, "b", UINT64_MAX);
	kl_json_open(&built, "c", "[");
	kl_json_close(&built, "]");
	kl_json_open(&built, "d", "[");
	kl_json_open(&built, NULL, "{");
	kl_json_set_bool(&built, "e", true);
	kl_json_set_bool(&built, "f", false);
	kl_json_close(&built, "}");
	kl_json_set(&built, NULL, kl_span_of("[{"));
	kl_json_set(&built, NULL, (struct kl_span){ 0 });
	kl_json_set_built(&built, NULL, &empty);
	kl_json_close(&built, "]}");
	cr_assert_str_eq(built.at, "{\"a\":\"x\\\"y\",\"b\":18446744073709551615,"
		"\"c\":[],\"d\":[{\"e\":true,\"f\":false},\"[{\",null,\"\"]}");
	cr_assert_not(built.failed);
	cr_assert_null(word.at);
	kl_text_release(&built);
}

Test(json_write, memory_that_was_out_is_told)
{
	struct kl_error error = { 0 };

	/* Of the text that was put together, and of what it goes into. */
	for (int i = 0; i < 2; i++) {
		struct kl_text_buffer built = { 0 }, word = { 0 };
		FILE *nowhere = fopen("/dev/null", "w");
		(i == 0 ? &word : &built)->failed = true;
		kl_json_set_built(&built, "a", &word);
		kl_json_set(&built, "b", kl_span_of("c"));
		cr_assert_eq(kl_json_put(&built, nowhere, &error), KL_NO_MEMORY);
		kl_text_release(&built);
		fclose(nowhere);
	}
}
