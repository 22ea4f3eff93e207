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

void kl_xlsx_wrote_link(struct kl_xlsx *x, const lxw_worksheet *sheet, size_t length)
{
	struct kl_xlsx_content *content = content_of(x, sheet->index);

	kl_xlsx_wrote(x, sheet, length);
	if (content != NULL)
		content->links++;
}

/* A part as it is read. */
struct reading {
	struct kl_xlsx_content found;
	struct kl_xlsx_whole *whole;
	bool valued;                    /* the cell has a value */
	bool text;                      /* the element is one of a text */
	bool counts;                    /* as elements say that they have others */
	uint64_t children[KL_XML_DEPTH_MOST + 1];       /* by the depth of their element */
	uint64_t said[KL_XML_DEPTH_MOST + 1];   /* how many it has; UNSAID: nothing */
};

#define UNSAID UINT64_MAX

static uint64_t said_of(const char **attributes)
{
	for (; *attributes != NULL; attributes += 2) {
		if (strcmp(attributes[0], "count") == 0
				|| strcmp(attributes[0], "size") == 0)
			return strtoull(attributes[1], NULL, 10);
	}
	return UNSAID;
}

static void start(struct kl_xml *xml, const char *name, const char **attributes)
{
	struct reading *reading = xml->context;

	reading->text = strcmp(name, "t") == 0;
	reading->valued = reading->valued || reading->text || strcmp(name, "v") == 0;
	reading->found.links += strcmp(name, "hyperlink") == 0;
	reading->whole->sheets += strcmp(name, "sheet") == 0;
	reading->whole->names += strcmp(name, "definedName") == 0;
	reading->whole->comments += strcmp(name, "comment") == 0;
	reading->whole->boxes += strcmp(name, "ClientData") == 0;
	reading->children[xml->depth - 1]++;
	reading->children[xml->depth] = 0;
	reading->said[xml->depth] = said_of(attributes);
}

static void end(struct kl_xml *xml, const char *name)
{
	struct reading *reading = xml->context;
	const uint64_t said = reading->said[xml->depth];

	reading->text = false;
	reading->counts = reading->counts
		&& (said == UNSAID || said == reading->children[xml->depth]);
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

/* Whether a list of the parts has all sheets, and what it has besides. */
static bool lists_all(const struct kl_xlsx *x, const char *part,
	const struct reading *reading)
{
	static const struct {
		const char *part;
		unsigned besides;       /* at least */
	} lists[] = { { "[Content_Types].xml", 7 }, { "xl/_rels/workbook.xml.rels", 2 } };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (strcmp(part, lists[i].part) == 0)
			return reading->children[1] >= x->whole.sheets + lists[i].besides;
	}
	return true;
}

/* Of a sheet also what stands in it. */
static enum kl_status verify_part(const struct kl_xlsx *x,
	struct kl_package *package, const char *part, struct kl_xlsx_whole *whole,
	struct kl_error *error)
{
	static const struct kl_xml_calls calls = { start, end, text };
	struct reading reading = { .whole = whole, .counts = true };
	unsigned sheet = 0;
	enum kl_status status = kl_package_read_on(package, part, &calls,
		&reading, error);

	if (status == KL_INVALID || (status == KL_OK && (!reading.counts
			|| !lists_all(x, part, &reading))))
		return lacks(error);
	if (status != KL_OK || sscanf(part, "xl/worksheets/sheet%u.xml", &sheet) != 1
			|| sheet == 0 || sheet > x->content_count)
		return status;
	const struct kl_xlsx_content *wrote = &x->contents[sheet - 1];
	return reading.found.cells == wrote->cells
		&& reading.found.bytes == wrote->bytes
		&& reading.found.links == wrote->links ? KL_OK : lacks(error);
}

static bool is_whole(const struct kl_xlsx_whole *found,
	const struct kl_xlsx_whole *wrote)
{
	return found->sheets == wrote->sheets && found->names >= wrote->names
		&& found->comments == wrote->comments
		&& found->boxes == wrote->comments;
}

static enum kl_status verify_parts(const struct kl_xlsx *x,
	struct kl_package *package, struct kl_error *error)
{
	enum { MOST = 256 };            /* bytes of a name */
	struct kl_xlsx_whole whole = { 0 };
	enum kl_status status = KL_OK;
	int code = unzGoToFirstFile(package->zip);
	char part[MOST];

	while (status == KL_OK && code == UNZ_OK) {
		if (unzGetCurrentFileInfo64(package->zip, NULL, part, sizeof part, NULL,
				0, NULL, 0) == UNZ_OK)
			status = verify_part(x, package, part, &whole, error);
		code = unzGoToNextFile(package->zip);
	}
	return status == KL_OK && (code != UNZ_END_OF_LIST_OF_FILE
		|| !is_whole(&whole, &x->whole)) ? lacks(error) : status;
}

enum kl_status kl_xlsx_verify(const struct kl_xlsx *x, int fd, struct kl_error *error)
{
	struct stat about;

	/* What is no file, as /dev/null, keeps nothing. */
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
		return KL_OK;
	struct kl_package *package = calloc(1, sizeof *package);
	enum kl_status status = package == NULL || x->content_lost
		? kl_no_memory(error) : kl_package_open(package, fd, "", error);

	if (status == KL_OK)
		status = verify_parts(x, package, error);
	else if (status == KL_INVALID)
		status = lacks(error);
	if (package != NULL)
		kl_package_release(package);
	free(package);
	/* More than is read of the workbooks of others is not verified. */
	return status == KL_LIMIT ? KL_OK : status;
}
