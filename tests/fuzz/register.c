/*
 * Registers: a description in YAML and the CSV file that it is about, or the second
 * alone. Of one that is read every code finds its own entry.
 */
#include "parts.h"
#include "rule/register.h"

static void check(const struct kl_register *reg)
{
	fuzz_must(reg->id != NULL && reg->path != NULL && reg->count > 0);
	fuzz_must(reg->note_count <= KL_REGISTER_NOTES);
	for (size_t i = 0; i < reg->count; i++) {
		const struct kl_register_entry *entry = &reg->entries[i];
		fuzz_must(entry->code.length > 0 && entry->line > 0);
		fuzz_must(kl_register_find(reg, entry->code) == entry);
	}
	fuzz_must(kl_register_find(reg, kl_span_of("\n")) == NULL);
}

static void read_register(const char *path)
{
	struct kl_register reg;
	struct kl_error error = { 0 };
	enum kl_status status = kl_register_read(&reg, kl_span_of(path), NULL, NULL,
		&error);

	fuzz_check_error(status, &error);
	if (status == KL_OK)
		check(&reg);
	kl_register_release(&reg);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_span left = { (const char *)bytes, size };
	const struct kl_span first = fuzz_part(&left);

	if (left.length > 0) {
		fuzz_write("codes.csv", left.at, left.length);
		read_register(fuzz_write("codes.yaml", first.at, first.length));
	} else {
		read_register(fuzz_write("codes.csv", first.at, first.length));
	}
	return 0;
}
