/*
 * Workbooks for tests: a zip file of the parts that are given, and those that a
 * workbook must have where they are not.
 */
#ifndef KL_TEST_WORKBOOKS_H
#define KL_TEST_WORKBOOKS_H

#include <minizip/zip.h>

#include "scratch.h"

struct part {
	const char *name, *text;        /* text NULL: the part is left out */
};

#define WORKSHEET(data) "<worksheet><sheetData>" data "</sheetData></worksheet>"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"" \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" \
	type "\" Target=\"" target "\"/>"
#define SHEET_PART "xl/worksheets/sheet1.xml"
#define BOOK_PART "xl/workbook.xml"
#define BOOK_RELATIONS "xl/_rels/workbook.xml.rels"

static const struct part workbook_parts[] = {
	{ "_rels/.rels", "<Relationships>"
		RELATION("rId1", "officeDocument", "xl/workbook.xml")
		"</Relationships>" },
	{ BOOK_PART, "<workbook><sheets><sheet name=\"Blad1\" sheetId=\"1\""
		" r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>" },
	{ BOOK_RELATIONS, "<Relationships>"
		RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
		RELATION("rId2", "sharedStrings", "sharedStrings.xml")
		RELATION("rId3", "styles", "/xl/styles.xml")
		"</Relationships>" },
	{ SHEET_PART, WORKSHEET("") },
	{ "xl/sharedStrings.xml", "<sst/>" },
	{ "xl/styles.xml", "<styleSheet/>" },
};

static inline void workbook_add(zipFile zip, const char *name,
	const char *text, size_t length)
{
	zip_fileinfo about = { 0 };

	cr_assert_eq(zipOpenNewFileInZip(zip, name, &about, NULL, 0, NULL, 0, NULL,
		Z_DEFLATED, Z_DEFAULT_COMPRESSION), ZIP_OK);
	cr_assert_eq(zipWriteInFileInZip(zip, text, (unsigned)length), ZIP_OK);
	cr_assert_eq(zipCloseFileInZip(zip), ZIP_OK);
}

static inline const struct part *workbook_part(const struct part *parts,
	size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (parts[i].name != NULL && strcmp(parts[i].name, name) == 0)
			return &parts[i];
	}
	return NULL;
}

/* Writes the file `name` in the scratch folder. Of `parts` the first without a
 * name ends them. */
static inline const char *workbook_write(const char *name,
	const struct part *parts, size_t count)
{
	const size_t standard = sizeof workbook_parts / sizeof *workbook_parts;
	zipFile zip = zipOpen(name, APPEND_STATUS_CREATE);

	cr_assert_not_null(zip);
	scratch_note(name);
	for (size_t i = 0; i < standard; i++) {
		const struct part *part = workbook_part(parts, count,
			workbook_parts[i].name);
		if (part == NULL)
			part = &workbook_parts[i];
		if (part->text != NULL)
			workbook_add(zip, part->name, part->text,
				strlen(part->text));
	}
	for (size_t i = 0; i < count && parts[i].name != NULL; i++) {
		if (parts[i].text != NULL && workbook_part(workbook_parts,
				standard, parts[i].name) == NULL)
			workbook_add(zip, parts[i].name, parts[i].text,
				strlen(parts[i].text));
	}
	cr_assert_eq(zipClose(zip, NULL), ZIP_OK);
	return name;
}

#endif
