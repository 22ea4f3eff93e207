#include "table/xlsx_styles.h"

#include <stdlib.h>

#include "base/translate.h"

/* Excel itself stops at some 250 formats and 65 490 styles. */
enum { FORMATS_MOST = 4096, STYLES_MOST = 65536, NUMBER_MOST = 1 << 30 };

/* A number format of the workbook's own. */
struct format {
	uint32_t number;
	enum kl_number_kind kind;
};

struct reading {
	struct kl_styles *styles;
	struct format *formats;
	size_t count, capacity;
	bool in_cells;                  /* the styles of cells, not of named styles */
};

/* Without all of them dates would be taken for numbers. */
static enum kl_status too_many(const struct kl_xml *xml, const char *what,
	int most)
{
	return kl_fail(xml->error, KL_LIMIT, xml->package->path, 0, 0,
		"%s has more than %d %s", xml->part, most,
		kl_translate(what));
}

static enum kl_status add_format(struct reading *reading,
	const char **attributes, struct kl_xml *xml)
{
	const char *code = kl_xml_attribute(attributes, "formatCode");
	uint32_t number;

	if (code == NULL || !kl_xml_number(kl_xml_attribute(attributes,
			"numFmtId"), NUMBER_MOST, &number))
		return KL_OK;
	if (reading->count == FORMATS_MOST)
		return too_many(xml, "number formats", FORMATS_MOST);
	if (!kl_grow(reading->formats, reading->capacity, reading->count + 1))
		return kl_no_memory(xml->error);
	reading->formats[reading->count++] = (struct format){ number,
		kl_workbook_format(kl_span_of(code)) };
	return KL_OK;
}

static enum kl_status add_style(struct reading *reading,
	const char **attributes, struct kl_xml *xml)
{
	struct kl_styles *styles = reading->styles;
	uint32_t number = 0;
	size_t i = 0;

	if (styles->count == STYLES_MOST)
		return too_many(xml, "styles of cells", STYLES_MOST);
	if (!kl_xml_number(kl_xml_attribute(attributes, "numFmtId"), NUMBER_MOST,
			&number))
		number = 0;
	while (i < reading->count && reading->formats[i].number != number)
		i++;
	if (!kl_grow(styles->kinds, styles->capacity, styles->count + 1))
		return kl_no_memory(xml->error);
	styles->kinds[styles->count++] = (unsigned char)(i < reading->count
		? reading->formats[i].kind : kl_workbook_builtin(number));
	return KL_OK;
}

static void start(struct kl_xml *xml, const char *name, const char **attributes)
{
	struct reading *reading = xml->context;
	enum kl_status status = KL_OK;

	if (xml->depth == 2)
		reading->in_cells = strcmp(name, "cellXfs") == 0;
	else if (xml->depth == 3 && strcmp(name, "numFmt") == 0)
		status = add_format(reading, attributes, xml);
	else if (xml->depth == 3 && reading->in_cells && strcmp(name, "xf") == 0)
		status = add_style(reading, attributes, xml);
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

enum kl_status kl_styles_read(struct kl_styles *styles,
	struct kl_workbook *workbook, struct kl_error *error)
{
	static const struct kl_xml_calls calls = { .start = start };
	struct reading reading = { .styles = styles };

	*styles = (struct kl_styles){ 0 };
	if (workbook->styles == NULL)
		return KL_OK;
	enum kl_status status = kl_package_read(&workbook->package,
		workbook->styles, &calls, &reading, error);
	free(reading.formats);
	return status;
}

void kl_styles_release(struct kl_styles *styles)
{
	free(styles->kinds);
	*styles = (struct kl_styles){ 0 };
}
