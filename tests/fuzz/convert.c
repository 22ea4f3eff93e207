/*
 * Lists of codes made into registers: what is written is a register, with as many
 * codes. Before the list stand, each as a part, the form of the codes, a format of
 * dates, and the column of the codes; an empty one is not given.
 */
#include "base/text.h"
#include "parts.h"
#include "rule/convert.h"

enum { ARGUMENTS = KL_CONVERT_LICENCE + 1 };

struct told {
	uint64_t rows;
};

static void take(void *context, const struct kl_error *what)
{
	fuzz_must(what->text[0] != '\0' && what->line > 0);
	((struct told *)context)->rows++;
}

static const char *written(const struct kl_conversion *conversion, bool describe)
{
	char *text = NULL;
	size_t length = 0;
	struct kl_error error = { 0 };
	FILE *stream = open_memstream(&text, &length);

	fuzz_must(stream != NULL);
	enum kl_status status = describe ? kl_conversion_describe(conversion,
			kl_span_of("codes"), kl_span_of("codes.csv"), stream, &error)
		: kl_conversion_write(conversion, stream, &error);
	fuzz_must(status == KL_OK && fclose(stream) == 0);
	const char *path = fuzz_write(describe ? "codes.yaml" : "codes.csv", text,
		length);
	free(text);
	return path;
}

static void check_register(const struct kl_conversion *conversion)
{
	struct kl_register reg;
	struct kl_error error = { 0 };

	written(conversion, false);
	const char *path = written(conversion, true);
	enum kl_status status = kl_register_read(&reg, kl_span_of(path), NULL, NULL,
		&error);
	if (status != KL_OK)
		fprintf(stderr, "%s:%d: %s\n", error.path, (int)error.line, error.text);
	fuzz_must(status == KL_OK && reg.count == conversion->codes);
	kl_register_release(&reg);
}

static void give(struct kl_argument *argument, struct kl_word *word,
	struct kl_span part)
{
	part = kl_span_trim(part);
	if (part.length == 0 || kl_utf8_check(part) < part.length
			|| memchr(part.at, '\0', part.length) != NULL)
		return;
	*word = (struct kl_word){ .text = part };
	*argument = (struct kl_argument){ .given = true, .words = word,
		.word_count = 1 };
}

static int form_of(struct kl_span part)
{
	part = kl_span_trim(part);
	for (int i = 0; kl_conversion_forms[i] != NULL; i++)
		if (kl_span_equal(part, kl_span_of(kl_conversion_forms[i])))
			return i;
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_argument arguments[ARGUMENTS] = { { 0 } };
	struct kl_word words[2];
	struct kl_span left = { (const char *)bytes, size };
	struct told told = { 0 };
	struct kl_conversion conversion = { .path = "list.csv",
		.dialect = { .quote = '"' }, .arguments = arguments, .tell = take,
		.context = &told };
	struct kl_error error = { 0 };

	int form = form_of(fuzz_part(&left));
	if (form >= 0)
		arguments[KL_CONVERT_FORM] = (struct kl_argument){ .given = true,
			.choice = form };
	give(&arguments[KL_CONVERT_DATE_FORMAT], &words[0], fuzz_part(&left));
	give(&arguments[0], &words[1], fuzz_part(&left));
	struct fuzz_memory memory = { (const uint8_t *)left.at, left.length, 0 };
	const struct kl_source source = { .read = fuzz_read, .context = &memory };
	enum kl_status status = kl_conversion_read(&conversion, &source, &error);
	fuzz_check_error(status, &error);
	if (status == KL_OK) {
		fuzz_must(conversion.form >= 0);
		fuzz_must(conversion.doubtful + conversion.unfit <= told.rows);
		if (conversion.unfit == 0)
			check_register(&conversion);
	}
	kl_conversion_release(&conversion);
	return 0;
}
