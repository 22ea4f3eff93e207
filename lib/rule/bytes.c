#include "rule/bytes.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "table/input.h"

enum { PIECE = 64 << 10 };

static enum kl_status read_all(int fd, const char *path, size_t most,
	char **bytes, size_t *length, struct kl_error *error)
{
	size_t capacity = 0;

	*bytes = NULL;
	*length = 0;
	for (;;) {
		if (!kl_grow(*bytes, capacity, *length + PIECE))
			return kl_no_memory(error);
		ssize_t got = read(fd, *bytes + *length, PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return kl_io_error(error, errno, path, "read");
		if (got == 0)
			return KL_OK;
		*length += (size_t)got;
		if (*length > most) {
			return kl_fail(error, KL_LIMIT, path, 0, 0,
				"is larger than %zu MiB", most >> 20);
		}
	}
}

void kl_bytes_place(struct kl_span bytes, size_t offset, uint64_t *line,
	uint64_t *column)
{
	size_t start = 0;

	*line = 1;
	for (size_t i = 0; i < offset && i < bytes.length; i++) {
		char c = bytes.at[i];
		bool pair = c == '\r' && i + 1 < bytes.length
			&& bytes.at[i + 1] == '\n';
		if (c == '\n' || (c == '\r' && !pair)) {
			++*line;
			start = i + 1;
		}
	}
	*column = 1 + kl_utf8_count((struct kl_span){ bytes.at + start,
		offset - start });
}

static enum kl_status check_text(struct kl_span bytes, const char *path,
	struct kl_error *error)
{
	size_t bad = kl_utf8_check(bytes);
	uint64_t line, column;

	if (bytes.length >= 2 && (memcmp(bytes.at, "\xff\xfe", 2) == 0
		|| memcmp(bytes.at, "\xfe\xff", 2) == 0)) {
		return kl_fail(error, KL_INVALID, path, 0, 0,
			"is UTF-16; save it as UTF-8");
	}
	if (bad == bytes.length)
		return KL_OK;
	kl_bytes_place(bytes, bad, &line, &column);
	if (bytes.at[bad] == '\0') {
		return kl_fail(error, KL_INVALID, path, line, column,
			"a NUL byte stands here: this is no text");
	}
	return kl_fail(error, KL_INVALID, path, line, column,
		"byte 0x%02x is not UTF-8; save the file as UTF-8",
		(unsigned)(unsigned char)bytes.at[bad]);
}

static bool parse_unit(const char *at, size_t left, unsigned *unit)
{
	*unit = 0;
	if (left < 6 || at[0] != '\\' || at[1] != 'u')
		return false;
	for (size_t i = 2; i < 6; i++) {
		char c = at[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
			: c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
			: c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
		if (digit == 16)
			return false;
		*unit = *unit * 16 + digit;
	}
	return true;
}

static bool parse_pair(const char *at, size_t left, unsigned *codepoint)
{
	unsigned high, low;

	if (!parse_unit(at, left, &high) || high < 0xd800 || high > 0xdbff
		|| !parse_unit(at + 6, left - 6, &low) || low < 0xdc00 || low > 0xdfff)
		return false;
	*codepoint = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static void mend_json(char *bytes, size_t *length)
{
	size_t first = 0, to = 0;
	unsigned codepoint;

	while (first < *length && strchr(" \t\r\n", bytes[first]) != NULL)
		first++;
	if (first == *length || (bytes[first] != '{' && bytes[first] != '['))
		return;
	for (size_t i = 0; i < first; i++)
		if (bytes[i] == '\t')
			bytes[i] = ' ';
	for (size_t i = 0; i < *length;) {
		size_t take = 1;

		if (bytes[i] == '\\' && parse_pair(bytes + i, *length - i, &codepoint)) {
			char text[11];
			snprintf(text, sizeof text, "\\U%08x", codepoint);
			memcpy(bytes + to, text, 10);
			to += 10;
			i += 12;
			continue;
		}
		/* What follows a backslash is not looked at: "\\ud83d". */
		if (bytes[i] == '\\' && i + 1 < *length)
			take = 2;
		memmove(bytes + to, bytes + i, take);
		to += take;
		i += take;
	}
	*length = to;
}

enum kl_status kl_bytes_read(const char *path, size_t most, char **bytes,
	size_t *length, struct kl_error *error)
{
	enum kl_status status;
	int fd;

	status = kl_input_file(&fd, path, path, NULL, error);
	if (status != KL_OK)
		return status;
	status = read_all(fd, path, most, bytes, length, error);
	close(fd);
	if (status == KL_OK && *length >= 3
		&& memcmp(*bytes, "\xef\xbb\xbf", 3) == 0) {
		*length -= 3;
		memmove(*bytes, *bytes + 3, *length);
	}
	if (status == KL_OK)
		status = check_text((struct kl_span){ *bytes, *length }, path, error);
	if (status != KL_OK) {
		free(*bytes);
		*bytes = NULL;
		return status;
	}
	mend_json(*bytes, length);
	return KL_OK;
}
