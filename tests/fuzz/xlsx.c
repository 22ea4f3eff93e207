/*
 * Sheets of workbooks. The first byte says what the rest is: '0' a whole file,
 * else the XML of one part of a workbook that is in order: '1' the sheet, '2'
 * the shared strings, '3' the styles, '4' the workbook, '5' its relations.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <minizip/zip.h>

#include "table/input.h"
#include "table/sheet.h"

#define RELATION(id, type, target) "<Relationship Id=\"" id \
	"\" Type=\"x/" type "\" Target=\"" target "\"/>"

static const struct {
	const char *name, *text;
} parts[] = {
	{ "_rels/.rels", "<Relationships>" RELATION("a", "officeDocument",
		"xl/workbook.xml") "</Relationships>" },
	{ "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\">"
		"<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>38261</v></c>"
		"</row></sheetData></worksheet>" },
	{ "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>" },
	{ "xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/>"
		"<xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml", "<workbook><sheets><sheet name=\"Blad1\" r:id=\"a\"/>"
		"</sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels", "<Relationships>"
		RELATION("a", "worksheet", "worksheets/sheet1.xml")
		RELATION("b", "sharedStrings", "sharedStrings.xml")
		RELATION("c", "styles", "styles.xml") "</Relationships>" },
};
enum { PARTS = sizeof parts / sizeof *parts };

struct outcome {
	bool header;
	size_t width, bytes;
	uint64_t line, number;
};

static void check_row(struct outcome *outcome, const struct kl_row *row,
	const struct kl_dialect *used)
{
	uint64_t line, column;

	fuzz_must(row->line > 0 && row->line <= KL_SHEET_ROWS);
	fuzz_must(row->count <= KL_SHEET_COLUMNS);
	fuzz_must(used->sheet != NULL);
	for (size_t i = 0; i < row->count; i++) {
		struct kl_span cell = row->cells[i];
		fuzz_must(cell.at != NULL);
		for (size_t j = 0; j < cell.length; j++)
			outcome->bytes += (unsigned char)cell.at[j];
		kl_row_place(row, used, i, &line, &column);
		fuzz_must(line == row->line && column == used->left + i + 1);
	}
}

static enum kl_status take_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct outcome *outcome = context;

	(void)error;
	fuzz_must(!outcome->header && row->number == 0);
	outcome->header = true;
	outcome->width = row->count;
	outcome->line = row->line;
	check_row(outcome, row, used);
	return KL_OK;
}

static enum kl_status take_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct outcome *outcome = context;

	(void)error;
	fuzz_must(outcome->header);
	fuzz_must(batch->count > 0 || batch->issue_count > 0);
	for (size_t i = 0; i < batch->count; i++) {
		const struct kl_row *row = &batch->rows[i];
		fuzz_must(row->number == ++outcome->number);
		fuzz_must(row->line > outcome->line);
		fuzz_must(row->count >= outcome->width);
		outcome->line = row->line;
		check_row(outcome, row, &batch->dialect);
	}
	for (size_t i = 0; i < batch->issue_count; i++)
		fuzz_must(batch->issues[i].line <= batch->issues[i].last_line);
	return KL_OK;
}

static const char *write_parts(size_t which, const uint8_t *bytes, size_t size)
{
	const char *path = fuzz_write("t.xlsx", "", 0);
	zipFile zip = zipOpen(path, APPEND_STATUS_CREATE);
	zip_fileinfo about = { 0 };

	fuzz_must(zip != NULL);
	for (size_t i = 0; i < PARTS; i++) {
		fuzz_must(zipOpenNewFileInZip(zip, parts[i].name, &about, NULL, 0,
			NULL, 0, NULL, 0, 0) == ZIP_OK);
		fuzz_must(zipWriteInFileInZip(zip, i == which ? (const void *)bytes
			: parts[i].text, (unsigned)(i == which ? size
			: strlen(parts[i].text))) == ZIP_OK);
		fuzz_must(zipCloseFileInZip(zip) == ZIP_OK);
	}
	fuzz_must(zipClose(zip, NULL) == ZIP_OK);
	return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct kl_dialect dialect = { .quote = '"' };
	struct outcome outcome = { .header = false };
	const struct kl_reader_calls calls = { .header = take_header,
		.batch = take_batch, .context = &outcome };
	struct kl_error error = { .status = KL_OK };
	struct kl_input input;

	if (size == 0 || bytes[0] < '0' || bytes[0] >= '0' + PARTS)
		return 0;
	const char *path = bytes[0] == '0' ? fuzz_write("t.xlsx", bytes + 1, size - 1)
		: write_parts((size_t)(bytes[0] - '0'), bytes + 1, size - 1);
	int fd = open(path, O_RDONLY);
	fuzz_must(fd >= 0);
	enum kl_status status = kl_input_open(&input, fd, "t.xlsx", &error);
	/* A text is the other target's. */
	if (status == KL_OK && kl_input_is_workbook(&input))
		status = kl_read_input(&input, "t.xlsx", &dialect, 0, &calls, &error);
	fuzz_check_error(status, &error);
	fuzz_must(status != KL_OK || !kl_input_is_workbook(&input)
		|| outcome.header);
	close(fd);
	return 0;
}
