/*
 * The texts that cells of a workbook share, one after another in one piece of
 * memory. For the files xlsx*.c.
 */
#ifndef KL_TABLE_XLSX_STRINGS_H
#define KL_TABLE_XLSX_STRINGS_H

#include "table/xlsx.h"

struct kl_strings {
	struct kl_text_buffer text;
	uint32_t *ends;                 /* in text, of each */
	size_t count, capacity;
};

/* Reads them; a workbook without has none. Release also after failure. Errors:
 * KL_LIMIT (more than KL_STRINGS_MOST_MIB), and as kl_package_read. */
enum kl_status kl_strings_read(struct kl_strings *strings,
	struct kl_workbook *workbook, struct kl_error *error);
void kl_strings_release(struct kl_strings *strings);

static inline struct kl_span kl_string(const struct kl_strings *strings,
	uint32_t index)
{
	uint32_t from = index > 0 ? strings->ends[index - 1] : 0;

	return (struct kl_span){ strings->text.at + from,
		strings->ends[index] - from };
}

/* The text of an <si> or <is>, which may stand in runs: what their elements
 * tell, up to the end. */
struct kl_string_reader {
	struct kl_text_buffer text;     /* as it stands: not decoded yet */
	size_t skip;                    /* depth of a reading to be left out; or 0 */
	size_t begin;                   /* of the <t> in text */
	bool in_text, keep_blanks;
};

void kl_string_begin(struct kl_string_reader *reader);
void kl_string_start(struct kl_string_reader *reader, size_t depth,
	const char *name, const char **attributes);
void kl_string_text(struct kl_string_reader *reader, struct kl_span text);
void kl_string_end(struct kl_string_reader *reader, size_t depth);

#endif
