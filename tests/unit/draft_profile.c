/* What columns of a file are taken for. */
#include "draft/sample.h"
#include "scratch.h"

TestSuite(draft_profile, .init = scratch_open, .fini = scratch_close);

struct drafted {
	struct kl_dataset dataset;
	struct kl_draft draft;
};

static void make(struct drafted *made, const char *text,
	struct kl_draft_bounds bounds)
{
	const struct kl_dataset_options how = { .dialect = { .quote = '"' } };
	struct kl_error error = { 0 };

	*made = (struct drafted){ .draft = { .dataset = &made->dataset,
		.folder = ".", .bounds = bounds } };
	kl_dataset_init(&made->dataset);
	scratch_write("t.csv", text);
	cr_assert_eq(kl_dataset_add_file(&made->dataset, "t.csv", &how, &error),
		KL_OK);
	cr_assert_eq(kl_draft_read(&made->draft, &error), KL_OK, "%s",
		scratch_told(&error));
}

static void release(struct drafted *made)
{
	kl_draft_release(&made->draft);
	kl_dataset_release(&made->dataset);
}

/* The first column of a file with these cells. */
Test(draft_profile, kinds)
{
	static const struct {
		const char *cells;      /* header first */
		enum kl_draft_kind kind;
		char decimal;
		const char *group;      /* or the format of a date */
		bool bare;
		int misfits;
	} cases[] = {
		{ "aantal;1;2;30", KL_DRAFT_INTEGER, '.', "", true, 0 },
		{ "aantal;1;<5;-;.;x", KL_DRAFT_INTEGER, '.', "", true, 0 },
		{ "aantal;-5;+3", KL_DRAFT_INTEGER, '.', "", true, 0 },
		{ "cijfer;6,5;7,0;8", KL_DRAFT_NUMBER, ',', "", true, 0 },
		{ "cijfer;6.5;7.0;8", KL_DRAFT_NUMBER, '.', "", true, 0 },
		{ "aantal;1.179;344;12", KL_DRAFT_INTEGER, ',', ".", true, 0 },
		{ "aantal;1.179;2.344", KL_DRAFT_NUMBER, '.', "", true, 0 },
		{ "euro;1.179,50;344,00", KL_DRAFT_NUMBER, ',', ".", true, 0 },
		{ "aantal;1 179;344", KL_DRAFT_INTEGER, ',', " ", true, 0 },
		{ "ja_pct;(=3,7%);(= 9,0%);(=100%)", KL_DRAFT_NUMBER, ',', "", false, 0 },
		{ "deel;12%;88%", KL_DRAFT_NUMBER, ',', "", false, 0 },
		/* Nine of ten are numbers; then eight. */
		{ "aantal;1;2;3;4;5;6;7;8;9;geen", KL_DRAFT_INTEGER, '.', "", true, 1 },
		{ "aantal;1;2;3;4;5;6;7;8;geen", KL_DRAFT_TEXT, '.', "", true, 0 },
		/* Codes stay text. */
		{ "gemeente;0060;0106", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "gemeentenummer;1060;1106", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "crebo;10795;10779;10.403", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "brin;99ZZ;12E3", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "telefoon;31612345678;31612345679", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "schooljaar;2004/2005;2005/2006", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "leerjaar;leerjaar 3;leerjaar 4", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "keus;x;.", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "ok;true;false;true", KL_DRAFT_BOOLEAN, '.', "", true, 0 },
		{ "ok;ja;nee", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "datum;2004-10-01;2005-10-01", KL_DRAFT_DATE, '.', "", true, 0 },
		{ "datum;01-10-2004;31-12-2004", KL_DRAFT_DATE, '.', "%d-%m-%Y", true, 0 },
		{ "datum;1/10/2004;12/31/2004;11/30/2004", KL_DRAFT_DATE, '.', "%m/%d/%Y",
			true, 0 },
		{ "datum;20041001;20050101", KL_DRAFT_DATE, '.', "%Y%m%d", true, 0 },
		{ "nr;20041001;20050101", KL_DRAFT_TEXT, '.', "", true, 0 },
		{ "leeg;\"\";\" \"", KL_DRAFT_EMPTY, '.', "", true, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct drafted made;
		char text[200];
		snprintf(text, sizeof text, "%s;", cases[i].cells);
		/* A second column, so that no row is blank. */
		for (char *at = text; (at = strchr(at, ';')) != NULL; )
			*at++ = '\n';
		char wide[400] = "";
		size_t length = 0;
		for (const char *at = text; *at != '\0'; at++)
			length += (size_t)snprintf(wide + length, sizeof wide - length,
				*at == '\n' ? "|z\n" : "%c", *at);
		make(&made, wide, (struct kl_draft_bounds){ 0, 0 });
		const struct kl_draft_column *column = made.draft.tables[0].columns;
		const char *format = column->format != NULL ? column->format : "";
		cr_expect_eq(column->kind, cases[i].kind, "%s: %d", cases[i].cells,
			(int)column->kind);
		cr_expect_eq(column->misfits, (uint64_t)cases[i].misfits, "%s",
			cases[i].cells);
		if (column->kind == KL_DRAFT_DATE)
			cr_expect_str_eq(format, cases[i].group);
		if (kl_column_is_number(column)) {
			cr_expect_eq(column->reading.decimal_char, cases[i].decimal, "%s",
				cases[i].cells);
			cr_expect(kl_span_is(column->reading.group_char,
				cases[i].group), "%s", cases[i].cells);
			cr_expect_eq(column->reading.bare_number, cases[i].bare, "%s",
				cases[i].cells);
		}
		release(&made);
	}
}

Test(draft_profile, keys)
{
	static const struct {
		const char *text, *key;         /* indexes of columns */
	} cases[] = {
		{ "naam,aantal\na,1\nb,1\n", "0" },
		{ "naam,aantal\na,1\na,2\n", "" },
		/* A code goes before the name beside it. */
		{ "naam,brin\na,99AA\nb,99AB\nc,99AC\n", "1" },
		{ "brin,leerjaar,n\n99AA,1,5\n99AA,2,6\n99AB,1,7\n", "01" },
		{ "a,b,c\nx,p,1\nx,q,2\ny,p,3\ny,q,4\n", "01" },
		{ "a,b,c\nx,p,u\nx,q,u\nx,p,v\ny,p,u\ny,p,v\n", "012" },
		{ "nr,a\n1,x\n2,x\n3,x\n", "0" },
		/* A key has no blank. */
		{ "a,b\nx,1\n,2\n", "" },
		{ "a\nx\n", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct drafted made;
		char key[4] = "";
		make(&made, cases[i].text, (struct kl_draft_bounds){ 0, 0 });
		const struct kl_draft_table *table = made.draft.tables;
		for (size_t k = 0; k < table->key_count; k++)
			key[k] = (char)('0' + table->key[k]);
		cr_expect_str_eq(key, cases[i].key, "case %zu: %s", i, key);
		release(&made);
	}
}

/* What is looked at is bounded, by rows and by bytes; the rest is counted. */
Test(draft_profile, bounds)
{
	static const char text[] = "a,b\n1,x\n2,y\n,\n3,z\n4,u\n5\n";
	struct drafted made;

	make(&made, text, (struct kl_draft_bounds){ 0, 0 });
	cr_expect_eq(made.draft.tables[0].row_count, 5u);
	cr_expect_eq(made.draft.tables[0].rows, 6u);
	cr_expect_eq(made.draft.tables[0].blank_rows, 1u);
	cr_expect_eq(made.draft.tables[0].ragged, 1u);
	cr_expect(!made.draft.tables[0].cut);
	release(&made);
	make(&made, text, (struct kl_draft_bounds){ 2, 0 });
	cr_expect_eq(made.draft.tables[0].row_count, 2u);
	cr_expect_eq(made.draft.tables[0].rows, 6u);
	cr_expect(made.draft.tables[0].cut);
	release(&made);
	make(&made, text, (struct kl_draft_bounds){ 0, 100 });
	cr_expect_eq(made.draft.tables[0].row_count, 1u);
	cr_expect(made.draft.tables[0].cut);
	release(&made);
}

Test(draft_profile, names)
{
	static const struct {
		const char *name, *words;
		bool within, has;
	} cases[] = {
		{ "Totaal", "totaal total", false, true },
		{ "TOTAAL_MAN", "totaal", false, true },
		{ "subtotaal", "totaal", false, false },
		{ "subtotaal", "totaal", true, true },
		{ "AANTAL LEERLINGEN", "leerling", false, false },
		{ "", "a", false, false },
		{ "a", "b a", false, true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(kl_name_has(kl_span_of(cases[i].name), cases[i].words,
			cases[i].within), cases[i].has, "case %zu", i);
}
