/*
 * A small writer of XML 1.0 in UTF-8: what it writes is well-formed, whatever the
 * texts are. Zero to start; names are the caller's, static, and fit.
 */
#ifndef KL_FORMAT_XML_WRITE_H
#define KL_FORMAT_XML_WRITE_H

#include "base/text.h"

enum { KL_XML_DEPTH = 8 };

struct kl_xml {
	struct kl_text_buffer out;              /* what is written; the caller's to
	                                           take and release */
	const char *open[KL_XML_DEPTH];         /* elements */
	size_t depth;
	bool in_tag, in_line;
};

/* The declaration. */
void kl_xml_begin(struct kl_xml *xml);
/* Opens an element, on a line of its own. */
void kl_xml_open(struct kl_xml *xml, const char *name);
/* Attributes of the element that was opened, before anything is in it. */
void kl_xml_add_attribute(struct kl_xml *xml, const char *name, struct kl_span value);
void kl_xml_add_count(struct kl_xml *xml, const char *name, uint64_t value);
/* Text: line ends stay; what XML cannot hold, and what would mislead who reads it
 * (see kl_text_add_visible), is made visible. */
void kl_xml_add_text(struct kl_xml *xml, struct kl_span text);
/* Closes the last element. */
void kl_xml_close(struct kl_xml *xml);

#endif
