/* Where the text of a cell begins: behind its quote and its blanks. */
#include <criterion/criterion.h>

#include "table/reader.h"

Test(place, text_of_cells)
{
	static const struct {
		const char *raw;
		size_t cell;
		bool known;
		size_t byte, lead;
	} cases[] = {
		{ "a;b;c\n", 0, true, 1, 0 },
		{ "a;b;c\n", 2, true, 5, 0 },
		{ "a; b;c", 1, true, 4, 1 },
		{ "a;\"b\";c", 1, true, 4, 1 },
		{ "a;\" b\";c", 1, true, 5, 2 },
		/* A quote behind a blank is text. */
		{ "a; \"b\";c", 1, true, 4, 1 },
		{ "a;;c", 1, true, 3, 0 },
		{ "a;\n", 1, true, 3, 0 },
		{ "\xc3\xa9\xf0\x9f\x98\x80;b", 1, true, 8, 0 },
		/* The second line of the record has its own bytes. */
		{ "\"x\ny\";b;c\n", 1, true, 4, 0 },
		{ "\"x\r\ny\";\"b;\";c\r\n", 2, true, 9, 0 },
		{ "a;b", 2, false, 0, 0 },
	};
	const struct kl_dialect dialect = { .delimiter = ';', .quote = '"' };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct kl_row row = { .raw = { cases[i].raw,
			strlen(cases[i].raw) }, .line = 1, .number = 1 };
		struct kl_row_walk walk = { 0 };
		uint64_t line, column;
		size_t byte = 0, lead = 0;
		kl_row_place_after(&walk, &row, &dialect, cases[i].cell, &line,
			&column);
		cr_assert_eq(kl_row_text_start(&walk, &row, &dialect,
			cases[i].cell, &byte, &lead), cases[i].known, "case %zu", i);
		cr_assert_eq(byte, cases[i].byte, "case %zu: %zu", i, byte);
		cr_assert_eq(lead, cases[i].lead, "case %zu: %zu", i, lead);
	}
}

Test(place, text_of_no_file)
{
	const struct kl_row made = { .raw = { "a", 1 }, .number = 1 };
	const struct kl_dialect plain = { .delimiter = ';', .quote = '"' };
	const struct kl_dialect sheet = { .delimiter = ';', .sheet = "Blad1" };
	struct kl_row row = made;
	struct kl_row_walk walk = { 0 };
	uint64_t line, column;
	size_t byte, lead;

	kl_row_place_after(&walk, &row, &plain, 0, &line, &column);
	cr_assert_not(kl_row_text_start(&walk, &row, &plain, 0, &byte, &lead));
	row.line = 1;
	kl_row_place_after(&walk, &row, &sheet, 0, &line, &column);
	cr_assert_not(kl_row_text_start(&walk, &row, &sheet, 0, &byte, &lead));
}

/* Cells that point into their row are found there: at the places that a walk gives,
 * in every order. */
Test(place, cells_that_point_into_their_row)
{
	static const char *const rows[] = {
		"a;b;c\n", ";;\n", "\xc3\xa9;\xf0\x9f\x98\x80x;;z\r\n", "a; b; c",
		"\"x;\ny\";b;c\n", "a;\"b\r\nb\";c;d\n", ";\";\";e",
	};
	const struct kl_dialect dialect = { .delimiter = ';', .quote = '"' };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct kl_span cells[8];
		struct kl_row walked = { .raw = kl_span_of(rows[i]), .line = 7,
			.number = 1 };
		struct kl_row row = walked;
		size_t count = 0, at = 0;
		bool inside = false;
		/* What is quoted is taken out of the row, as a reader does. */
		for (size_t j = 0; j <= walked.raw.length; j++) {
			bool end = j == walked.raw.length || rows[i][j] == '\r'
				|| rows[i][j] == '\n' || rows[i][j] == ';';
			if (j < walked.raw.length && rows[i][j] == '"')
				inside = !inside;
			if (inside || !end)
				continue;
			cells[count++] = rows[i][at] == '"' ? kl_span_of("taken")
				: (struct kl_span){ rows[i] + at, j - at };
			at = j + 1;
			if (j == walked.raw.length || rows[i][j] != ';')
				break;
		}
		row.cells = cells;
		row.count = count;
		struct kl_row_walk walk = { 0 };
		for (size_t j = 0; j < 4 * count; j++) {
			size_t cell = j < count ? j : j * 5 % count;
			uint64_t line, column, wanted_line, wanted_column;
			kl_row_place_after(&walk, &row, &dialect, cell, &line, &column);
			kl_row_place(&walked, &dialect, cell, &wanted_line,
				&wanted_column);
			cr_assert_eq(line, wanted_line, "row %zu cell %zu", i, cell);
			cr_assert_eq(column, wanted_column, "row %zu cell %zu: %u, not %u",
				i, cell, (unsigned)column, (unsigned)wanted_column);
		}
	}
}
