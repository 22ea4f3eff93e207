/*
 * What the styles of a workbook make of numbers. For the files xlsx*.c.
 */
#ifndef KL_TABLE_XLSX_STYLES_H
#define KL_TABLE_XLSX_STYLES_H

#include "table/xlsx.h"
#include "table/xlsx_value.h"

struct kl_styles {
	unsigned char *kinds;           /* enum kl_number_kind, by index of a style */
	size_t count, capacity;
};

/* Reads them; a workbook without has none. Release also after failure. Errors:
 * as kl_package_read. */
enum kl_status kl_styles_read(struct kl_styles *styles,
	struct kl_workbook *workbook, struct kl_error *error);
void kl_styles_release(struct kl_styles *styles);

/* A style that there is not is plain. */
static inline enum kl_number_kind kl_style_kind(const struct kl_styles *styles,
	uint32_t index)
{
	return index < styles->count ? (enum kl_number_kind)styles->kinds[index]
		: KL_NUMBER_PLAIN;
}

#endif
