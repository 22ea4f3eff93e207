/*
 * The parts of a workbook: a zip file of XML (Open Packaging Conventions). For
 * the files xlsx*.c.
 *
 * Everything is bounded: what a part inflates to, and how fast; the depth of the
 * XML and the length of one tag. A DOCTYPE is refused, and with it every entity.
 */
#ifndef KL_TABLE_XLSX_PACKAGE_H
#define KL_TABLE_XLSX_PACKAGE_H

#include <expat.h>
#include <minizip/unzip.h>

#include "base/memory.h"
#include "base/status.h"

enum {
	KL_PART_RATIO_MOST = 500,       /* bytes out of one in; deflate can 1032 */
	KL_PART_RATIO_FROM = 16 << 20,  /* bytes out from which that counts */
	KL_PART_MOST_GIB = 8,           /* out of one part, and of all that are read */
	KL_PACKAGE_BLOCK = 4 << 10,     /* bytes */
	KL_PACKAGE_PARTS_MOST = 65536,
	KL_XML_DEPTH_MOST = 64,
	KL_XML_TAG_MOST = 1 << 20       /* bytes; also of a comment */
};

struct kl_package {
	int fd;                         /* borrowed */
	const char *path;               /* for errors */
	unzFile zip;
	uint64_t offset;                /* of the zip's reading in the file */
	/* What was read last, since minizip asks for single bytes of a list of parts. */
	uint64_t block_at;
	size_t block_length;
	char block[KL_PACKAGE_BLOCK];
	uint64_t inflated;              /* of all parts so far */
	int number;                     /* errno of a read that failed; or 0 */
};

/* Opens the zip file that fd is, which can be read anywhere. Release also after
 * failure. Errors: KL_INVALID (cut off, or no zip file at all), KL_LIMIT (too many
 * parts), KL_IO, KL_NO_MEMORY. */
enum kl_status kl_package_open(struct kl_package *package, int fd,
	const char *path, struct kl_error *error);
void kl_package_release(struct kl_package *package);

/* Whether there is such a part; the case of letters does not matter. */
bool kl_package_has(struct kl_package *package, const char *part);
/* The first bytes of a part; 0 if there is none. */
size_t kl_package_peek(struct kl_package *package, const char *part,
	char *bytes, size_t size);

/* A part as it is being read. */
struct kl_xml {
	struct kl_package *package;
	const char *part;
	XML_Parser parser;
	size_t depth;                   /* of the element that begins or ends: 1 is the root */
	enum kl_status status;
	struct kl_error *error;
	const struct kl_xml_calls *calls;
	void *context;                  /* for the calls */
};

struct kl_xml_calls {
	/* Names are without prefix; attributes as expat gives them. */
	void (*start)(struct kl_xml *xml, const char *name,
		const char **attributes);
	void (*end)(struct kl_xml *xml, const char *name);
	/* Character data, in pieces; NULL: none is wanted. */
	void (*text)(struct kl_xml *xml, struct kl_span text);
};

/* Reads a part to its end. Errors: KL_INVALID (no such part, damaged, locked, no
 * XML), KL_LIMIT, KL_IO, KL_NO_MEMORY, and what a call stopped with. */
enum kl_status kl_package_read(struct kl_package *package, const char *part,
	const struct kl_xml_calls *calls, void *context, struct kl_error *error);
/* The same of the part at which package->zip stands. */
enum kl_status kl_package_read_on(struct kl_package *package, const char *part,
	const struct kl_xml_calls *calls, void *context, struct kl_error *error);

/* For calls: reads no further; the status is that of kl_package_read. */
void kl_xml_stop(struct kl_xml *xml, enum kl_status status);

/* The value of an attribute, its prefix not looked at; NULL if it is not there. */
const char *kl_xml_attribute(const char **attributes, const char *name);
/* "1", "true" and "on" are true. */
bool kl_xml_is_true(const char *value);
/* A whole number; false if it is none, or above `most`. */
bool kl_xml_number(const char *value, uint32_t most, uint32_t *out);

/* The name of the part that `target` is, as seen from the part `from`: in the
 * arena; NULL when memory is out. */
const char *kl_package_resolve(struct kl_arena *arena, const char *from,
	const char *target);

#endif
