/*
 * What reading a workbook is measured against: its largest part is inflated, and
 * expat parses it, with nobody to listen.
 *
 *   xlsx_expat FILE.xlsx
 */
#include <expat.h>
#include <minizip/unzip.h>
#include <stdio.h>

enum { BLOCK = 64 * 1024 };

static int go_to_largest(unzFile book)
{
	unz_file_info64 about;
	unz64_file_pos place = { 0 };
	ZPOS64_T most = 0;

	for (int found = unzGoToFirstFile(book); found == UNZ_OK;
			found = unzGoToNextFile(book)) {
		unzGetCurrentFileInfo64(book, &about, NULL, 0, NULL, 0, NULL, 0);
		if (about.uncompressed_size > most) {
			most = about.uncompressed_size;
			unzGetFilePos64(book, &place);
		}
	}
	return most > 0 ? unzGoToFilePos64(book, &place) : UNZ_ERRNO;
}

int main(int argc, char **argv)
{
	unzFile book = argc == 2 ? unzOpen64(argv[1]) : NULL;
	XML_Parser parser = XML_ParserCreate(NULL);
	int length;

	if (book == NULL || parser == NULL || go_to_largest(book) != UNZ_OK
			|| unzOpenCurrentFile(book) != UNZ_OK)
		return 2;
	do {
		void *buffer = XML_GetBuffer(parser, BLOCK);
		length = buffer == NULL ? -1
			: unzReadCurrentFile(book, buffer, BLOCK);
		if (length < 0 || XML_ParseBuffer(parser, length, length == 0)
				!= XML_STATUS_OK)
			return 2;
	} while (length > 0);
	XML_ParserFree(parser);
	unzClose(book);
	return 0;
}
