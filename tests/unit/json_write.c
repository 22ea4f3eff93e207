/* JSON that is put together as text is what jansson would have written. */
#include "format/json_write.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "random.h"

static void compare(struct kl_span text)
{
	struct kl_text_buffer built = { 0 };
	char *dumped = kl_json_dump(kl_json_text(text), JSON_ENCODE_ANY);

	kl_json_add_string(&built, text);
	cr_assert_not_null(dumped);
	cr_assert_str_eq(built.at, dumped);
	free(dumped);
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
	struct kl_text_buffer built = { 0 };

	kl_json_add_value(&built, "{\"a\":", json_string("x\"y"));
	kl_json_add_number(&built, ",\"b\":", UINT64_MAX);
	kl_json_add_value(&built, ",\"c\":", json_array());
	cr_assert_str_eq(built.at,
		"{\"a\":\"x\\\"y\",\"b\":18446744073709551615,\"c\":[]");
	cr_assert_not(built.failed);
	kl_json_add_value(&built, "", NULL);
	cr_assert(built.failed);
	kl_text_release(&built);
}
