#include "table/xlsx_strings.h"

#include <stdlib.h>

#include "table/xlsx_value.h"

static const size_t most = (size_t)KL_STRINGS_MOST_MIB << 20;

void kl_string_begin(struct kl_string_reader *reader)
{
	reader->text.length = 0;
	reader->skip = 0;
	reader->in_text = false;
}

void kl_string_start(struct kl_string_reader *reader, size_t depth,
	const char *name, const char **attributes)
{
	const char *space;

	if (reader->skip > 0)
		return;
	if (strcmp(name, "rPh") == 0) {
		reader->skip = depth;
	} else if (strcmp(name, "t") == 0) {
		space = kl_xml_attribute(attributes, "space");
		reader->keep_blanks = space != NULL
			&& strcmp(space, "preserve") == 0;
		reader->begin = reader->text.length;
		reader->in_text = true;
	}
}

void kl_string_text(struct kl_string_reader *reader, struct kl_span text)
{
	if (reader->in_text)
		kl_text_add(&reader->text, text);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Only the ends of a <t> that does not keep its blanks. */
static void trim(struct kl_string_reader *reader)
{
	struct kl_text_buffer *text = &reader->text;
	size_t from = reader->begin;

	while (text->length > reader->begin
			&& is_blank(text->at[text->length - 1]))
		text->length--;
	while (from < text->length && is_blank(text->at[from]))
		from++;
	if (from > reader->begin)
		memmove(text->at + reader->begin, text->at + from,
			text->length - from);
	text->length -= from - reader->begin;
}

void kl_string_end(struct kl_string_reader *reader, size_t depth)
{
	if (reader->skip == depth)
		reader->skip = 0;
	if (reader->in_text && !reader->keep_blanks)
		trim(reader);
	reader->in_text = false;
}

struct reading {
	struct kl_strings *strings;
	struct kl_string_reader one;
};

static void start(struct kl_xml *xml, const char *name, const char **attributes)
{
	struct reading *reading = xml->context;

	if (xml->depth == 2)
		kl_string_begin(&reading->one);
	else if (xml->depth > 2)
		kl_string_start(&reading->one, xml->depth, name, attributes);
}

static void text(struct kl_xml *xml, struct kl_span piece)
{
	struct reading *reading = xml->context;

	kl_string_text(&reading->one, piece);
	if (reading->one.text.length > most)
		kl_xml_stop(xml, kl_fail(xml->error, KL_LIMIT, xml->package->path,
			0, 0, "%s has a text of more than %d MiB", xml->part,
			KL_STRINGS_MOST_MIB));
}

static enum kl_status keep(struct kl_xml *xml, struct reading *reading)
{
	struct kl_strings *strings = reading->strings;

	kl_workbook_add_text(kl_text_span(&reading->one.text), &strings->text);
	if (reading->one.text.failed || strings->text.failed
			|| !kl_grow(strings->ends, strings->capacity,
				strings->count + 1))
		return kl_no_memory(xml->error);
	if (strings->text.length + strings->count * sizeof *strings->ends > most)
		return kl_fail(xml->error, KL_LIMIT, xml->package->path, 0, 0,
			"the texts that its cells share (%s) take more than %d MiB; save the sheet as CSV UTF-8",
			xml->part, KL_STRINGS_MOST_MIB);
	strings->ends[strings->count++] = (uint32_t)strings->text.length;
	return KL_OK;
}

static void end(struct kl_xml *xml, const char *name)
{
	struct reading *reading = xml->context;
	enum kl_status status = KL_OK;

	if (xml->depth > 2)
		kl_string_end(&reading->one, xml->depth);
	else if (xml->depth == 2 && strcmp(name, "si") == 0)
		status = keep(xml, reading);
	if (status != KL_OK)
		kl_xml_stop(xml, status);
}

enum kl_status kl_strings_read(struct kl_strings *strings,
	struct kl_workbook *workbook, struct kl_error *error)
{
	static const struct kl_xml_calls calls = { start, end, text };
	struct reading reading = { .strings = strings };

	*strings = (struct kl_strings){ 0 };
	if (workbook->strings == NULL)
		return KL_OK;
	kl_text_puts(&strings->text, "");
	enum kl_status status = kl_package_read(&workbook->package,
		workbook->strings, &calls, &reading, error);
	kl_text_release(&reading.one.text);
	return status;
}

void kl_strings_release(struct kl_strings *strings)
{
	kl_text_release(&strings->text);
	free(strings->ends);
	*strings = (struct kl_strings){ 0 };
}
