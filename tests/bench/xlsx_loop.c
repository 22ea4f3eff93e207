/*
 * What klopt-export is measured against: libxlsxwriter in a bare loop, in constant
 * memory, with the same cells in the same formats.
 *
 *   xlsx_loop FILE.csv OUT.xlsx
 *
 * The file is of generate.c: no comma or line end in quotes, 11 columns, of which
 * 5 and 9 are whole numbers, and 11 has two decimals.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

static lxw_format *format_of(lxw_workbook *book, const char *code)
{
	lxw_format *format = workbook_add_format(book);

	format_set_num_format(format, code);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	format_set_border(format, LXW_BORDER_THIN);
	format_set_border_color(format, 0xd9d9d9);
	return format;
}

static const char *unquoted(char *cell)
{
	if (*cell != '"')
		return cell;
	cell[strlen(cell) - 1] = '\0';
	return cell + 1;
}

int main(int argc, char **argv)
{
	FILE *file = argc == 3 ? fopen(argv[1], "r") : NULL;
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	lxw_row_t row = 0;
	char line[4096];

	if (file == NULL)
		return 2;
	lxw_workbook *book = workbook_new_opt(argv[2], &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	lxw_format *text = format_of(book, "@"), *whole = format_of(book, "0");
	lxw_format *decimals = format_of(book, "0.00");
	for (; fgets(line, sizeof line, file) != NULL; row++) {
		line[strcspn(line, "\n")] = '\0';
		char *rest = line;
		lxw_col_t column = 0;
		for (char *cell; (cell = strsep(&rest, ",")) != NULL; column++) {
			if (row > 0 && (column == 4 || column == 8 || column == 10))
				worksheet_write_number(sheet, row, column,
					strtod(cell, NULL),
					column == 10 ? decimals : whole);
			else
				worksheet_write_string(sheet, row, column,
					unquoted(cell), text);
		}
	}
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 2;
}
