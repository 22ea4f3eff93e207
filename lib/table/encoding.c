#include "table/encoding.h"

static const struct {
	const char *name;       /* of an encoding the first is what it is called */
	enum kl_encoding encoding;
} names[] = {
	{ "utf-8", KL_UTF_8 },
	{ "utf8", KL_UTF_8 },
	{ "utf-16", KL_UTF_16 },
	{ "utf16", KL_UTF_16 },
	{ "utf-16le", KL_UTF_16LE },
	{ "utf-16be", KL_UTF_16BE },
	{ "windows-1252", KL_WINDOWS_1252 },
	{ "cp1252", KL_WINDOWS_1252 },
	{ "iso-8859-1", KL_WINDOWS_1252 },
	{ "latin1", KL_WINDOWS_1252 },
};
enum { NAMES = sizeof names / sizeof *names };

const char *kl_encoding_name(enum kl_encoding encoding)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].encoding == encoding)
			return names[i].name;
	}
	return NULL;
}

const char *kl_encoding_title(enum kl_encoding encoding)
{
	static const char *const titles[KL_ENCODINGS] = {
		[KL_UTF_8] = "UTF-8",
		[KL_UTF_16] = "UTF-16",
		[KL_UTF_16LE] = "UTF-16LE",
		[KL_UTF_16BE] = "UTF-16BE",
		[KL_WINDOWS_1252] = "Windows-1252",
	};

	return titles[encoding];
}

bool kl_encoding_find(struct kl_span name, enum kl_encoding *out)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (kl_span_alike(name, kl_span_of(names[i].name))) {
			*out = names[i].encoding;
			return true;
		}
	}
	return false;
}
