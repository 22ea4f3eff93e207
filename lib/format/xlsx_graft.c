/* The book as the library closed it, with the poured rows in their sheets. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <zlib.h>

#include "base/whole.h"
#include "format/xlsx_pour.h"

/* A part so long has its lengths in 64 bits. A build for tests makes it short. */
#ifndef KL_ZIP64_FROM
#define KL_ZIP64_FROM UINT32_MAX
#endif

enum { CHUNK = 64 << 10, MOST_NAME = 512 };

static const char sheet_end[] = "</sheetData>";

struct graft {
	struct kl_xlsx *x;
	unzFile from;
	zipFile to;
	z_stream stream;                /* of a sheet's start, then of its end */
	unsigned long crc;
	uint64_t length;
	struct kl_error *error;
	char in[CHUNK + sizeof sheet_end], out[CHUNK];
};

static enum kl_status fail(struct graft *g)
{
	return kl_io_error(g->error, errno != 0 ? errno : EIO, NULL,
		"write the workbook");
}

static enum kl_status put(struct graft *g, const void *at, size_t size)
{
	errno = 0;
	return size == 0 || zipWriteInFileInZip(g->to, at, (unsigned)size) == ZIP_OK
		? KL_OK : fail(g);
}

static enum kl_status pack(struct graft *g, const char *at, size_t size, int flush)
{
	enum kl_status status = KL_OK;

	g->crc = crc32(g->crc, (const Bytef *)at, (uInt)size);
	g->length += size;
	g->stream.next_in = (Bytef *)(uintptr_t)at;
	g->stream.avail_in = (uInt)size;
	do {
		g->stream.next_out = (Bytef *)g->out;
		g->stream.avail_out = sizeof g->out;
		deflate(&g->stream, flush);
		status = put(g, g->out, sizeof g->out - g->stream.avail_out);
	} while (status == KL_OK && g->stream.avail_out == 0);
	return status;
}

static enum kl_status put_poured(struct graft *g,
	const struct kl_xlsx_poured *poured)
{
	const struct kl_blocks_stream *rows = &poured->rows;
	enum kl_status status = pack(g, "", 0, Z_SYNC_FLUSH);

	for (uint64_t done = 0; done < rows->packed && status == KL_OK; ) {
		uint64_t left = rows->packed - done;
		size_t count;
		errno = 0;
		if (!kl_read_at(g->x->poured_fd, g->out,
				left < sizeof g->out ? (size_t)left : sizeof g->out,
				(uint64_t)rows->start + done, &count) || count == 0)
			return fail(g);
		done += count;
		status = put(g, g->out, count);
	}
	g->crc = crc32_combine(g->crc, rows->crc, (z_off_t)rows->length);
	g->length += rows->length;
	/* What follows may not look back: the rows are not in its window. */
	deflateReset(&g->stream);
	return status;
}

/* Where the sheet's rows end; NULL: not in these bytes. */
static char *find_end(char *at, size_t length)
{
	const size_t size = sizeof sheet_end - 1;

	while (length >= size) {
		char *found = memchr(at, *sheet_end, length - size + 1);
		if (found == NULL || memcmp(found, sheet_end, size) == 0)
			return found;
		length -= (size_t)(found - at) + 1;
		at = found + 1;
	}
	return NULL;
}

/* What is left in `in` may be the start of the mark. */
static enum kl_status put_sheet(struct graft *g,
	const struct kl_xlsx_poured *poured)
{
	const size_t keep = sizeof sheet_end - 2;
	enum kl_status status = KL_OK;
	size_t held = 0;
	bool found = false;
	int count = 0;

	while (status == KL_OK && (count = unzReadCurrentFile(g->from, g->in + held,
			CHUNK)) > 0) {
		char *at = g->in;
		held += (size_t)count;
		char *mark = found ? NULL : find_end(at, held);
		size_t size = mark != NULL ? (size_t)(mark - at)
			: found ? held : held > keep ? held - keep : 0;
		status = pack(g, at, size, Z_NO_FLUSH);
		if (mark != NULL && status == KL_OK) {
			found = true;
			status = put_poured(g, poured);
			at += size;
			held -= size;
			size = held;
			if (status == KL_OK)
				status = pack(g, at, size, Z_NO_FLUSH);
		}
		held -= size;
		memmove(g->in, at + size, held);
	}
	if (status == KL_OK && (count < 0 || !found))
		return fail(g);
	return status == KL_OK ? pack(g, g->in, held, Z_FINISH) : status;
}

static enum kl_status copy_entry(struct graft *g)
{
	enum kl_status status = KL_OK;
	int count = 0;

	while (status == KL_OK
			&& (count = unzReadCurrentFile(g->from, g->in, CHUNK)) > 0)
		status = put(g, g->in, (size_t)count);
	return status == KL_OK && count < 0 ? fail(g) : status;
}

static const struct kl_xlsx_poured *poured_of(const struct kl_xlsx *x,
	const char *name)
{
	char sheet[64];

	for (size_t i = 0; i < x->poured_count; i++) {
		snprintf(sheet, sizeof sheet, "xl/worksheets/sheet%u.xml",
			(unsigned)x->poured[i].sheet + 1);
		if (strcmp(sheet, name) == 0)
			return &x->poured[i];
	}
	return NULL;
}

static enum kl_status put_entry(struct graft *g)
{
	char name[MOST_NAME];
	unz_file_info64 info;
	int method, level;

	errno = 0;
	if (unzGetCurrentFileInfo64(g->from, &info, name, sizeof name, NULL, 0, NULL,
			0) != UNZ_OK)
		return fail(g);
	const struct kl_xlsx_poured *poured = poured_of(g->x, name);
	const zip_fileinfo made = { .dosDate = info.dosDate,
		.internal_fa = info.internal_fa, .external_fa = info.external_fa };
	uint64_t size = info.uncompressed_size
		+ (poured != NULL ? poured->rows.length : 0);
	if (unzOpenCurrentFile2(g->from, &method, &level, poured == NULL) != UNZ_OK
			|| zipOpenNewFileInZip2_64(g->to, name, &made, NULL, 0, NULL, 0,
				NULL, (int)info.compression_method, level, 1,
				size >= KL_ZIP64_FROM) != ZIP_OK)
		return fail(g);
	g->crc = info.crc;
	g->length = info.uncompressed_size;
	if (poured != NULL)
		g->crc = g->length = 0;
	enum kl_status status = poured == NULL ? copy_entry(g)
		: put_sheet(g, poured);
	unzCloseCurrentFile(g->from);
	if (zipCloseFileInZipRaw64(g->to, g->length, g->crc) != ZIP_OK
			&& status == KL_OK)
		status = fail(g);
	return status;
}

static enum kl_status put_entries(struct graft *g)
{
	enum kl_status status = KL_OK;
	int code = unzGoToFirstFile(g->from);

	for (; code == UNZ_OK && status == KL_OK; code = unzGoToNextFile(g->from)) {
		deflateReset(&g->stream);
		status = put_entry(g);
	}
	return status == KL_OK && code != UNZ_END_OF_LIST_OF_FILE ? fail(g) : status;
}

static enum kl_status graft(struct graft *g, const char *laid_out)
{
	if (deflateInit2(&g->stream, kl_xlsx_level(g->x), Z_DEFLATED, -MAX_WBITS,
			MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) != Z_OK)
		return kl_no_memory(g->error);
	errno = 0;
	g->from = unzOpen64(laid_out);
	g->to = g->from != NULL ? zipOpen64(g->x->scope->file,
		APPEND_STATUS_CREATE) : NULL;
	enum kl_status status = g->to != NULL ? put_entries(g) : fail(g);
	errno = 0;
	if (g->to != NULL && zipClose(g->to, NULL) != ZIP_OK && status == KL_OK)
		status = fail(g);
	if (g->from != NULL)
		unzClose(g->from);
	deflateEnd(&g->stream);
	return status;
}

/* The library takes a name; the file has none, and so leaves nothing behind. */
enum kl_status kl_xlsx_graft(struct kl_xlsx *x, struct kl_error *error)
{
	lxw_workbook *book = x->book;
	char name[32], *given = NULL;
	struct graft *g = calloc(1, sizeof *g);
	int fd = 0;
	enum kl_status status = g == NULL ? kl_no_memory(error)
		: kl_temporary_open(&fd, error);

	if (status == KL_OK) {
		snprintf(name, sizeof name, "/dev/fd/%d", fd);
		given = strdup(name);
		status = given == NULL ? kl_no_memory(error) : KL_OK;
	}
	if (status == KL_OK) {
		free(book->filename);
		book->filename = given;
		*g = (struct graft){ .x = x, .error = error };
		status = kl_xlsx_close_book(x, fd, error);
	}
	if (status == KL_OK)
		status = graft(g, name);
	if (fd > 0)
		close(fd);
	free(g);
	return status;
}
