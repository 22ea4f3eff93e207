#include "format/xml_write.h"

#include <assert.h>

void kl_xml_begin(struct kl_xml *xml)
{
	kl_text_puts(&xml->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

/* One character, with what has a meaning in XML escaped. U+FFFE and U+FFFF are no
 * characters of XML. */
static void add_character(struct kl_text_buffer *out, struct kl_span one,
	uint32_t codepoint)
{
	switch (codepoint) {
	case '&': kl_text_puts(out, "&amp;"); return;
	case '<': kl_text_puts(out, "&lt;"); return;
	case '>': kl_text_puts(out, "&gt;"); return;
	case '"': kl_text_puts(out, "&quot;"); return;
	case '\'': kl_text_puts(out, "&#39;"); return;
	case 0xfffe: kl_text_puts(out, "\\ufffe"); return;
	case 0xffff: kl_text_puts(out, "\\uffff"); return;
	default: kl_text_add_visible(out, one, 0);
	}
}

static void add_text(struct kl_text_buffer *out, struct kl_span text, bool lines)
{
	while (text.length > 0) {
		uint32_t codepoint;
		size_t length = kl_utf8_next(text, &codepoint);
		struct kl_span one = { text.at, length };
		if (lines && codepoint == '\n')
			kl_text_add(out, one);
		else
			add_character(out, one, codepoint);
		text.at += length;
		text.length -= length;
	}
}

static void end_tag(struct kl_xml *xml)
{
	if (xml->in_tag)
		kl_text_puts(&xml->out, ">");
	xml->in_tag = false;
}

static void begin_line(struct kl_xml *xml)
{
	kl_text_printf(&xml->out, "\n%*s", 2 * (int)xml->depth, "");
}

void kl_xml_open(struct kl_xml *xml, const char *name)
{
	assert(xml->depth < KL_XML_DEPTH);
	end_tag(xml);
	begin_line(xml);
	kl_text_printf(&xml->out, "<%s", name);
	xml->open[xml->depth++] = name;
	xml->in_tag = true;
	xml->in_line = true;
}

void kl_xml_add_attribute(struct kl_xml *xml, const char *name, struct kl_span value)
{
	assert(xml->in_tag);
	kl_text_printf(&xml->out, " %s=\"", name);
	add_text(&xml->out, value, false);
	kl_text_puts(&xml->out, "\"");
}

void kl_xml_add_count(struct kl_xml *xml, const char *name, uint64_t value)
{
	assert(xml->in_tag);
	kl_text_printf(&xml->out, " %s=\"%llu\"", name, (unsigned long long)value);
}

void kl_xml_add_text(struct kl_xml *xml, struct kl_span text)
{
	if (text.length == 0)
		return;
	end_tag(xml);
	add_text(&xml->out, text, true);
}

void kl_xml_close(struct kl_xml *xml)
{
	const char *name = xml->open[--xml->depth];

	if (xml->in_tag) {
		kl_text_puts(&xml->out, "/>");
	} else {
		if (!xml->in_line)
			begin_line(xml);
		kl_text_printf(&xml->out, "</%s>", name);
	}
	xml->in_tag = xml->in_line = false;
}
