/* The XML of a part. */
#include <errno.h>
#include <stdlib.h>

#include "table/xlsx_package.h"

#include "base/translate.h"

enum { BLOCK = 64 * 1024 };

static const uint64_t part_most = (uint64_t)KL_PART_MOST_GIB << 30;

void kl_xml_stop(struct kl_xml *xml, enum kl_status status)
{
	if (xml->status == KL_OK)
		xml->status = status;
	XML_StopParser(xml->parser, XML_FALSE);
}

static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

const char *kl_xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2) {
		if (strcmp(without_prefix(*attributes), name) == 0)
			return attributes[1];
	}
	return NULL;
}

bool kl_xml_is_true(const char *value)
{
	return value != NULL && (strcmp(value, "1") == 0
		|| strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}

bool kl_xml_number(const char *value, uint32_t most, uint32_t *out)
{
	uint64_t number = 0;

	if (value == NULL || *value == '\0')
		return false;
	for (; *value >= '0' && *value <= '9'; value++) {
		number = number * 10 + (uint64_t)(*value - '0');
		if (number > most)
			return false;
	}
	*out = (uint32_t)number;
	return *value == '\0';
}

static void XMLCALL start(void *data, const XML_Char *name,
	const XML_Char **attributes)
{
	struct kl_xml *xml = data;

	if (++xml->depth > KL_XML_DEPTH_MOST) {
		kl_xml_stop(xml, kl_fail(xml->error, KL_LIMIT, xml->package->path,
			0, 0, "%s has elements more than %d deep in each other",
			xml->part, KL_XML_DEPTH_MOST));
		return;
	}
	xml->calls->start(xml, without_prefix(name), attributes);
}

static void XMLCALL end(void *data, const XML_Char *name)
{
	struct kl_xml *xml = data;

	/* One element can still end after the parser was told to stop. */
	if (xml->status == KL_OK && xml->calls->end != NULL)
		xml->calls->end(xml, without_prefix(name));
	xml->depth--;
}

static void XMLCALL text(void *data, const XML_Char *at, int length)
{
	struct kl_xml *xml = data;

	if (xml->status == KL_OK)
		xml->calls->text(xml, (struct kl_span){ at, (size_t)length });
}

/* Without it there are no entities but those of XML itself. */
static void XMLCALL doctype(void *data, const XML_Char *name,
	const XML_Char *system, const XML_Char *public, int has_internal)
{
	struct kl_xml *xml = data;

	(void)name;
	(void)system;
	(void)public;
	(void)has_internal;
	kl_xml_stop(xml, kl_fail(xml->error, KL_INVALID, xml->package->path, 0, 0,
		"%s has a DOCTYPE, which no workbook has: it is not read",
		xml->part));
}

static enum kl_status fail_to_parse(struct kl_xml *xml)
{
	enum XML_Error why = XML_GetErrorCode(xml->parser);

	if (xml->status != KL_OK)
		return xml->status;
	if (why == XML_ERROR_NO_MEMORY)
		return kl_no_memory(xml->error);
	return kl_fail(xml->error, KL_INVALID, xml->package->path, 0, 0,
		"is damaged: %s is no well-formed XML at its line %llu, column %llu (%s)",
		xml->part, (unsigned long long)XML_GetCurrentLineNumber(xml->parser),
		(unsigned long long)XML_GetCurrentColumnNumber(xml->parser) + 1,
		XML_ErrorString(why));
}

static enum kl_status damaged(const struct kl_xml *xml, const char *how)
{
	const struct kl_package *package = xml->package;

	if (package->number != 0)
		return kl_io_error(xml->error, package->number, package->path,
			"read");
	return kl_fail(xml->error, KL_INVALID, package->path, 0, 0,
		"is damaged: %s %s", xml->part,
		kl_translate(how));
}

/* What the part has inflated to so far, and out of how much: what the list of parts
 * says of that need not be true. */
static enum kl_status check_size(struct kl_xml *xml, uint64_t size,
	uint64_t from)
{
	struct kl_package *package = xml->package;
	uint64_t compressed = unzGetCurrentFileZStreamPos64(package->zip) - from;

	if (size > KL_PART_RATIO_FROM && size / KL_PART_RATIO_MOST > compressed)
		return kl_fail(xml->error, KL_LIMIT, package->path, 0, 0,
			"%s unpacks to more than %d times its size: it is made to fill the memory, and not read further",
			xml->part, KL_PART_RATIO_MOST);
	if (size > part_most || package->inflated > part_most)
		return kl_fail(xml->error, KL_LIMIT, package->path, 0, 0,
			"%s unpacks to more than %d GiB: save the sheet as CSV",
			xml->part, KL_PART_MOST_GIB);
	/* A tag that does not end is kept whole by the parser. */
	XML_Index done = XML_GetCurrentByteIndex(xml->parser);
	if (done >= 0 && size > (uint64_t)done + KL_XML_TAG_MOST + BLOCK)
		return kl_fail(xml->error, KL_LIMIT, package->path, 0, 0,
			"%s has a tag of more than %d KiB", xml->part,
			KL_XML_TAG_MOST >> 10);
	return KL_OK;
}

static enum kl_status feed(struct kl_xml *xml)
{
	const uint64_t from = unzGetCurrentFileZStreamPos64(xml->package->zip);
	enum kl_status status = KL_OK;
	uint64_t size = 0;
	int got;

	do {
		void *buffer = XML_GetBuffer(xml->parser, BLOCK);
		if (buffer == NULL)
			return kl_no_memory(xml->error);
		got = unzReadCurrentFile(xml->package->zip, buffer, BLOCK);
		if (got == Z_MEM_ERROR)
			return kl_no_memory(xml->error);
		if (got < 0)
			return damaged(xml, "cannot be unpacked");
		size += (uint64_t)got;
		xml->package->inflated += (uint64_t)got;
		if (XML_ParseBuffer(xml->parser, got, got == 0) != XML_STATUS_OK)
			return fail_to_parse(xml);
		status = check_size(xml, size, from);
	} while (got > 0 && status == KL_OK);
	return status;
}

static enum kl_status open_part(const struct kl_xml *xml)
{
	enum { LOCKED = 1 };    /* bit of the flags of a zip file */
	struct kl_package *package = xml->package;
	unz_file_info64 about;

	if (unzGetCurrentFileInfo64(package->zip, &about, NULL, 0, NULL, 0, NULL,
			0) != UNZ_OK)
		return damaged(xml, "cannot be found");
	if (about.flag & LOCKED)
		return kl_fail(xml->error, KL_INVALID, package->path, 0, 0,
			"is locked with a password; save it without one");
	/* minizip says "internal error" where it has no memory, and zlib its own. */
	int opened = unzOpenCurrentFile(package->zip);
	if (opened == UNZ_INTERNALERROR || opened == Z_MEM_ERROR)
		return kl_no_memory(xml->error);
	return opened == UNZ_OK ? KL_OK : damaged(xml, "cannot be unpacked");
}

enum kl_status kl_package_read(struct kl_package *package, const char *part,
	const struct kl_xml_calls *calls, void *context, struct kl_error *error)
{
	const struct kl_xml xml = { .package = package, .part = part, .error = error };

	return kl_package_has(package, part)
		? kl_package_read_on(package, part, calls, context, error)
		: damaged(&xml, "is missing");
}

enum kl_status kl_package_read_on(struct kl_package *package, const char *part,
	const struct kl_xml_calls *calls, void *context, struct kl_error *error)
{
	struct kl_xml xml = { .package = package, .part = part, .error = error,
		.calls = calls, .context = context };
	enum kl_status status = open_part(&xml);

	if (status != KL_OK)
		return status;
	xml.parser = XML_ParserCreate(NULL);
	if (xml.parser != NULL) {
		XML_SetUserData(xml.parser, &xml);
		XML_SetElementHandler(xml.parser, start, end);
		if (calls->text != NULL)
			XML_SetCharacterDataHandler(xml.parser, text);
		XML_SetStartDoctypeDeclHandler(xml.parser, doctype);
		status = feed(&xml);
		XML_ParserFree(xml.parser);
	} else {
		status = kl_no_memory(error);
	}
	int closed = unzCloseCurrentFile(package->zip);
	if (status == KL_OK && closed != UNZ_OK)
		return damaged(&xml, "does not fit its checksum");
	return status;
}
