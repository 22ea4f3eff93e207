/* Looks whether the workbook holds what was written to it. The library writes every part
 * to a temporary file and reads that again, and looks at neither: where one did not take
 * all, the workbook would lack it. So what was given to it is counted, and what came of
 * it is read. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "format/xlsx.h"
#include "table/xlsx_package.h"

/* That the library makes of a text, at most. */
enum { COPIES = 6 };

static struct kl_xlsx_content *content_of(struct kl_xlsx *x, unsigned sheet)
{
	const size_t had = x->content_capacity;

	if (!kl_grow(x->contents, x->content_capacity, (size_t)sheet + 1)) {
		x->content_lost = true;
		return NULL;
	}
	memset(x->contents + had, 0, (x->content_capacity - had)
		* sizeof *x->contents);
	if (x->content_count <= sheet)
		x->content_count = (size_t)sheet + 1;
	return &x->contents[sheet];
}

void kl_xlsx_wrote(struct kl_xlsx *x, const lxw_worksheet *sheet, size_t length)
{
	struct kl_xlsx_content *content = content_of(x, sheet->index);

	kl_xlsx_memory_expect(COPIES * length);
	if (content == NULL)
		return;
	content->cells++;
	content->bytes += length;
}

/* A part as it is read. */
struct reading {
	struct kl_xlsx_content found;
	bool valued;                    /* the cell has a value */
	bool text;                      /* the element is one of a text */
};

static void start(struct kl_xml *xml, const char *name, const char **attributes)
{
	struct reading *reading = xml->context;

	(void)attributes;
	reading->text = strcmp(name, "t") == 0;
	reading->valued = reading->valued || reading->text || strcmp(name, "v") == 0;
}

static void end(struct kl_xml *xml, const char *name)
{
	struct reading *reading = xml->context;

	reading->text = false;
	if (strcmp(name, "c") != 0)
		return;
	reading->found.cells += reading->valued;
	reading->valued = false;
}

static void text(struct kl_xml *xml, struct kl_span text)
{
	struct reading *reading = xml->context;

	if (reading->text)
		reading->found.bytes += text.length;
}

static enum kl_status lacks(struct kl_error *error)
{
	return kl_fail(error, KL_IO, NULL, 0, 0,
		"the workbook cannot be written: a temporary file did not take all of it, or could not be read again");
}

/* Of a sheet also what stands in it. */
static enum kl_status verify_part(const struct kl_xlsx *x,
	struct kl_package *package, const char *part, struct kl_error *error)
{
	static const struct kl_xml_calls calls = { start, end, text };
	struct reading reading = { .valued = false };
	unsigned sheet = 0;
	enum kl_status status = kl_package_read_on(package, part, &calls,
		&reading, error);

	/* More than is read of the workbooks of others is not verified. */
	if (status == KL_LIMIT)
		return KL_OK;
	if (status == KL_INVALID)
		return lacks(error);
	if (status != KL_OK || sscanf(part, "xl/worksheets/sheet%u.xml", &sheet) != 1
			|| sheet > x->content_count)
		return status;
	const struct kl_xlsx_content *wrote = &x->contents[sheet - 1];
	return reading.found.cells == wrote->cells
		&& reading.found.bytes == wrote->bytes ? KL_OK : lacks(error);
}

enum kl_status kl_xlsx_verify(const struct kl_xlsx *x, int fd, struct kl_error *error)
{
	enum { MOST = 256 };            /* bytes of a name */
	struct stat about;

	/* What is no file, as /dev/null, keeps nothing. */
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
		return KL_OK;
	struct kl_package *package = calloc(1, sizeof *package);
	enum kl_status status = package == NULL || x->content_lost
		? kl_no_memory(error) : kl_package_open(package, fd, "", error);
	char part[MOST];

	const bool many = status == KL_LIMIT;
	if (status == KL_INVALID)
		status = lacks(error);
	int code = status == KL_OK ? unzGoToFirstFile(package->zip)
		: UNZ_END_OF_LIST_OF_FILE;
	while (status == KL_OK && code == UNZ_OK) {
		if (unzGetCurrentFileInfo64(package->zip, NULL, part, sizeof part, NULL,
				0, NULL, 0) == UNZ_OK)
			status = verify_part(x, package, part, error);
		code = unzGoToNextFile(package->zip);
	}
	if (status == KL_OK && code != UNZ_END_OF_LIST_OF_FILE)
		status = lacks(error);
	/* Of more parts than are read of the workbooks of others nothing is verified. */
	if (many)
		status = KL_OK;
	if (package != NULL)
		kl_package_release(package);
	free(package);
	return status;
}
