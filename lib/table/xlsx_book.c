/* The workbook: which sheets it has, and in which parts they stand. */
#include <stdlib.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/whole.h"
#include "table/xlsx.h"
#include "table/xlsx_value.h"

/* One part's relation to another. */
struct relation {
	const char *id, *type, *part;   /* the last part of the type's URL */
};

struct relations {
	struct kl_workbook *workbook;
	const char *from;
	struct relation *all;
	size_t count, capacity;
};

enum { RELATIONS_MOST = 65536 };

static const char *last_part(const char *type)
{
	const char *slash = strrchr(type, '/');

	return slash != NULL ? slash + 1 : type;
}

static enum kl_status add_relation(struct relations *relations,
	struct relation added, struct kl_error *error)
{
	struct kl_arena *arena = &relations->workbook->arena;

	if (relations->count == RELATIONS_MOST)
		return kl_fail(error, KL_LIMIT, relations->workbook->path, 0, 0,
			"has more than %d parts", RELATIONS_MOST);
	added.id = kl_arena_text(arena, kl_span_of(added.id));
	added.type = kl_arena_text(arena, kl_span_of(added.type));
	added.part = kl_package_resolve(arena, relations->from, added.part);
	if (added.id == NULL || added.type == NULL || added.part == NULL
			|| !kl_grow(relations->all, relations->capacity,
				relations->count + 1))
		return kl_no_memory(error);
	relations->all[relations->count++] = added;
	return KL_OK;
}

static void start_relation(struct kl_xml *xml, const char *name,
	const char **attributes)
{
	struct relations *relations = xml->context;
	const char *id = kl_xml_attribute(attributes, "Id");
	const char *type = kl_xml_attribute(attributes, "Type");
	const char *target = kl_xml_attribute(attributes, "Target");
	const char *mode = kl_xml_attribute(attributes, "TargetMode");

	if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL
			|| target == NULL)
		return;
	type = last_part(type);
	bool outside = mode != NULL && strcmp(mode, "External") == 0;
	if (outside || strcmp(type, "externalLink") == 0) {
		relations->workbook->external++;
		return;
	}
	const struct relation added = { id, type, target };
	enum kl_status status = add_relation(relations, added, xml->error);
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

static enum kl_status read_relations(struct relations *relations,
	const char *part, struct kl_error *error)
{
	static const struct kl_xml_calls calls = { .start = start_relation };

	return kl_package_read(&relations->workbook->package, part, &calls,
		relations, error);
}

static const struct relation *find_type(const struct relations *relations,
	const char *type)
{
	for (size_t i = 0; i < relations->count; i++) {
		if (strcmp(relations->all[i].type, type) == 0)
			return &relations->all[i];
	}
	return NULL;
}

static const struct relation *find_id(const struct relations *relations,
	const char *id)
{
	for (size_t i = 0; id != NULL && i < relations->count; i++) {
		if (strcmp(relations->all[i].id, id) == 0)
			return &relations->all[i];
	}
	return NULL;
}

static enum kl_status refuse_other(struct kl_workbook *workbook,
	struct kl_error *error)
{
	static const char open_document[] =
		"application/vnd.oasis.opendocument.spreadsheet";
	char kind[sizeof open_document - 1];
	size_t got = kl_package_peek(&workbook->package, "mimetype", kind,
		sizeof kind);

	if (got == sizeof kind && memcmp(kind, open_document, got) == 0)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is an OpenDocument spreadsheet (.ods); save it as Excel workbook (.xlsx) or as CSV UTF-8");
	if (!kl_package_has(&workbook->package, "_rels/.rels"))
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is a zip file, but no workbook; unpack it and name the file in it");
	return KL_OK;
}

/* The part that is the workbook itself. */
static enum kl_status find_root(struct kl_workbook *workbook,
	const char **part, struct kl_error *error)
{
	struct relations relations = { .workbook = workbook, .from = "" };
	enum kl_status status = refuse_other(workbook, error);

	if (status == KL_OK)
		status = read_relations(&relations, "_rels/.rels", error);
	const struct relation *root = find_type(&relations, "officeDocument");
	*part = root != NULL ? root->part : NULL;
	free(relations.all);
	if (status != KL_OK)
		return status;
	if (*part == NULL)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is a zip file, but no workbook: _rels/.rels names none");
	size_t length = strlen(*part);
	if (length > 4 && strcmp(*part + length - 4, ".bin") == 0)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is a binary workbook (.xlsb); save it as Excel workbook (.xlsx)");
	return KL_OK;
}

static enum kl_status add_sheet(struct relations *relations,
	const char **attributes, struct kl_error *error)
{
	struct kl_workbook *workbook = relations->workbook;
	const char *name = kl_xml_attribute(attributes, "name");
	const char *state = kl_xml_attribute(attributes, "state");
	const struct relation *relation = find_id(relations,
		kl_xml_attribute(attributes, "id"));
	struct kl_text_buffer decoded = { 0 };

	if (workbook->count == KL_WORKBOOK_SHEETS_MOST)
		return kl_fail(error, KL_LIMIT, workbook->path, 0, 0,
			"has more than %d sheets", KL_WORKBOOK_SHEETS_MOST);
	kl_workbook_add_text(kl_span_of(name != NULL ? name : ""), &decoded);
	struct kl_workbook_sheet sheet = {
		.name = kl_arena_text(&workbook->arena, kl_text_span(&decoded)),
		.part = relation != NULL ? relation->part : NULL,
		.hidden = state != NULL && strcmp(state, "visible") != 0,
		.table = relation == NULL || strcmp(relation->type,
			"worksheet") == 0 };
	bool failed = decoded.failed;
	kl_text_release(&decoded);
	if (failed || sheet.name == NULL || !kl_grow(workbook->sheets,
			workbook->capacity, workbook->count + 1))
		return kl_no_memory(error);
	workbook->sheets[workbook->count++] = sheet;
	return KL_OK;
}

static void start_workbook(struct kl_xml *xml, const char *name,
	const char **attributes)
{
	struct relations *relations = xml->context;
	struct kl_workbook *workbook = relations->workbook;
	enum kl_status status = KL_OK;

	if (xml->depth == 1 && strcmp(name, "workbook") != 0)
		status = kl_fail(xml->error, KL_INVALID, workbook->path, 0, 0,
			"is a document of Office, but no workbook; save its table as .xlsx or CSV UTF-8");
	else if (xml->depth == 2 && strcmp(name, "workbookPr") == 0)
		workbook->from_1904 = kl_xml_is_true(
			kl_xml_attribute(attributes, "date1904"));
	else if (xml->depth == 3 && strcmp(name, "sheet") == 0)
		status = add_sheet(relations, attributes, xml->error);
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

/* "xl/_rels/workbook.xml.rels" of "xl/workbook.xml". */
static const char *relations_of(struct kl_arena *arena, const char *part)
{
	const char *slash = strrchr(part, '/');
	const char *base = slash != NULL ? slash + 1 : part;
	struct kl_text_buffer name = { 0 };

	kl_text_add(&name, (struct kl_span){ part, (size_t)(base - part) });
	kl_text_printf(&name, "_rels/%s.rels", base);
	const char *made = name.failed ? NULL
		: kl_arena_text(arena, kl_text_span(&name));
	kl_text_release(&name);
	return made;
}

static enum kl_status read_book(struct kl_workbook *workbook, const char *part,
	struct kl_error *error)
{
	static const struct kl_xml_calls calls = { .start = start_workbook };
	struct relations relations = { .workbook = workbook, .from = part };
	const char *beside = relations_of(&workbook->arena, part);
	enum kl_status status = beside == NULL ? kl_no_memory(error) : KL_OK;

	/* Without relations there are no sheets, which is told below. */
	if (status == KL_OK && kl_package_has(&workbook->package, beside))
		status = read_relations(&relations, beside, error);
	const struct relation *strings = find_type(&relations, "sharedStrings");
	const struct relation *styles = find_type(&relations, "styles");
	workbook->strings = strings != NULL ? strings->part : NULL;
	workbook->styles = styles != NULL ? styles->part : NULL;
	if (status == KL_OK)
		status = kl_package_read(&workbook->package, part, &calls,
			&relations, error);
	free(relations.all);
	if (status == KL_OK && workbook->count == 0)
		return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
			"is a workbook without sheets");
	return status;
}

enum kl_status kl_workbook_open(struct kl_workbook *workbook, int fd,
	const char *path, struct kl_error *error)
{
	const char *root;

	*workbook = (struct kl_workbook){ .path = path };
	enum kl_status status = kl_package_open(&workbook->package, fd, path,
		error);
	if (status == KL_OK)
		status = find_root(workbook, &root, error);
	return status == KL_OK ? read_book(workbook, root, error) : status;
}

void kl_workbook_release(struct kl_workbook *workbook)
{
	free(workbook->sheets);
	kl_workbook_forget(workbook);
	kl_package_release(&workbook->package);
	kl_arena_release(&workbook->arena);
	*workbook = (struct kl_workbook){ 0 };
}

static enum kl_status no_such_sheet(const struct kl_workbook *workbook,
	const char *name, struct kl_error *error)
{
	struct kl_span *names = calloc(workbook->count + 1, sizeof *names);

	if (names == NULL)
		return kl_no_memory(error);
	for (size_t i = 0; i < workbook->count; i++)
		names[i] = kl_span_of(workbook->sheets[i].name);
	size_t near = kl_text_nearest(kl_span_of(name), names, workbook->count);
	bool found = near < workbook->count;
	kl_fail(error, KL_INVALID, workbook->path, 0, 0,
		"the workbook has no sheet '%s'%s%s%s", name,
		found ? kl_translate("; did you mean '") : kl_translate("; its first is '"),
		names[found ? near : 0].at, found ? "'?" : "'");
	free(names);
	return KL_INVALID;
}

enum kl_status kl_workbook_choose(const struct kl_workbook *workbook,
	const struct kl_dialect *dialect, size_t *sheet, struct kl_error *error)
{
	size_t i = 0;

	if (dialect->sheet != NULL) {
		while (i < workbook->count && strcmp(workbook->sheets[i].name,
				dialect->sheet) != 0)
			i++;
		if (i == workbook->count)
			return no_such_sheet(workbook, dialect->sheet, error);
	} else if (dialect->sheet_number > 0) {
		i = dialect->sheet_number - 1;
		if (i >= workbook->count)
			return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
				"the workbook has no sheet number %u: it has %zu",
				(unsigned)dialect->sheet_number, workbook->count);
	} else {
		while (i < workbook->count && (workbook->sheets[i].hidden
				|| !workbook->sheets[i].table))
			i++;
		if (i == workbook->count)
			return kl_fail(error, KL_INVALID, workbook->path, 0, 0,
				"the workbook has no visible sheet with a table; name one that is hidden");
	}
	*sheet = i;
	return KL_OK;
}

enum kl_status kl_workbook_refuse_old(int fd, const char *path,
	struct kl_error *error)
{
	/* UTF-16, as names stand in the directory of an OLE file. */
	static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	enum { SHIFT_AT = 30, DIRECTORY_AT = 48, HEAD = 52, SECTOR = 4096 };
	unsigned char head[HEAD], names[SECTOR];
	size_t got, there = 0;

	if (kl_read_at(fd, head, HEAD, 0, &got) && got == HEAD) {
		uint32_t sector = 0;
		for (int i = 4; i-- > 0; )
			sector = sector << 8 | head[DIRECTORY_AT + i];
		kl_read_at(fd, names, SECTOR,
			((uint64_t)sector + 1) << (head[SHIFT_AT] & 15), &there);
	}
	for (size_t i = 0; i + sizeof locked <= there; i++) {
		if (memcmp(names + i, locked, sizeof locked) == 0)
			return kl_fail(error, KL_INVALID, path, 0, 0,
				"is a workbook with a password; save it without one");
	}
	return kl_fail(error, KL_INVALID, path, 0, 0,
		"is an old workbook (.xls); save it as Excel workbook (.xlsx) or as CSV UTF-8");
}
