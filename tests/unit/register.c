#include "rule/register.h"

#include "base/text.h"
#include "scratch.h"

TestSuite(registers, .init = scratch_open, .fini = scratch_close);

static const char header[] = "CODE;NAAM;SOORT;NIVEAU;LEERWEG;DOSSIER;DOMEIN;"
	"KBB_BRIN;GELDIG_VAN;LAATSTE_INSTROOM;GELDIG_TOT;BRON\n";

static void add_date(struct kl_text_buffer *out, const char *what,
	struct kl_date date)
{
	char text[KL_DATE_TEXT];

	if (!kl_date_given(date))
		return;
	kl_date_format(date, text);
	kl_text_printf(out, " %s %s", what, text);
}

static void add_entry(struct kl_text_buffer *out,
	const struct kl_register_entry *e)
{
	const struct kl_span texts[] = { e->code, e->name, e->kind, e->level,
		e->leerweg, e->dossier, e->domain, e->body, e->sector, e->source };

	kl_text_printf(out, "%u ", (unsigned)e->line);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		kl_text_puts(out, i > 0 ? "|" : "");
		kl_text_add(out, texts[i]);
	}
	add_date(out, "from", e->valid_from);
	add_date(out, "intake", e->last_intake);
	add_date(out, "until", e->valid_until);
	kl_text_puts(out, "\n");
}

static enum kl_status read_register(struct kl_register *reg, const char *name,
	const char *from, struct kl_error *error)
{
	static const char *const folders[] = { "nowhere", "share", "more", NULL };
	static const struct kl_search search = { folders };

	return kl_register_read(reg, kl_span_of(name), from, &search, error);
}

static void expect_entries(const char *name, const char *entries)
{
	struct kl_text_buffer got = { 0 };
	struct kl_error error = { 0 };
	struct kl_register reg;

	cr_expect_eq(read_register(&reg, name, NULL, &error), KL_OK, "%s",
		scratch_told(&error));
	for (size_t i = 0; i < reg.count; i++)
		add_entry(&got, &reg.entries[i]);
	cr_expect_str_eq(got.at != NULL ? got.at : "", entries);
	kl_text_release(&got);
	kl_register_release(&reg);
}

Test(registers, described)
{
	struct kl_error error = { 0 };
	struct kl_register reg;
	char csv[1024];

	snprintf(csv, sizeof csv, "%s%s", header,
		"10023;\"Assistent; bouw\";assistentopleiding;1;BOL/BBL;22000;79000;"
		"02QH;2004-08-01;;2012-07-31;bijlage 1\n"
		"00060; Kust ;;;;;;;;;;\n"
		"\n"
		"10023;\"Assistent; bouw\";assistentopleiding;1;BOL/BBL;22000;79000;"
		"02QH;2004-08-01;;2012-07-31;bijlage 1\n");
	scratch_write("share/registers/crebo-ao.csv", csv);
	scratch_write("share/registers/crebo-ao.yaml",
		"register: crebo-ao\ntitle: Crebo's\ndate: 2004\nsource: bijlage 1\n"
		"licence: CC0\nnotes: [a, b]\n");
	cr_assert_eq(read_register(&reg, "crebo-ao", NULL, &error), KL_OK, "%s",
		scratch_told(&error));
	cr_expect_str_eq(reg.id, "crebo-ao");
	cr_expect_str_eq(reg.title, "Crebo's");
	cr_expect_str_eq(reg.date, "2004");
	cr_expect_str_eq(reg.source, "bijlage 1");
	cr_expect_str_eq(reg.path, "share/registers/crebo-ao.csv");
	cr_expect_eq(reg.count, 2);
	const struct kl_register_entry *entry = kl_register_find(&reg,
		kl_span_of("00060"));
	cr_assert_not_null(entry);
	cr_expect(kl_span_is(entry->name, "Kust"));
	cr_expect_null(kl_register_find(&reg, kl_span_of("60")));
	kl_register_release(&reg);
	expect_entries("crebo-ao",
		"2 10023|Assistent; bouw|assistentopleiding|1|BOL/BBL|22000|79000|02QH||bijlage 1"
		" from 2004-08-01 until 2012-07-31\n"
		"3 00060|Kust||||||||\n");
}

Test(registers, forms)
{
	struct kl_error error = { 0 };
	struct kl_register reg;

	scratch_write("a.csv", "code ,Geldig tot,SECTOR,other\n1,2004-10-01,zorg,x\n2\n");
	expect_entries("a.csv", "2 1||||||||zorg| until 2004-10-01\n3 2|||||||||\n");
	cr_assert_eq(read_register(&reg, "./a.csv", NULL, &error), KL_OK);
	cr_expect_str_eq(reg.id, "a");
	cr_expect_str_eq(reg.path, "a.csv");
	cr_expect_null(reg.date);
	kl_register_release(&reg);

	scratch_write("r/b.yaml", "register: b\npath: sub/list.txt\n"
		"columns: {code: CREBO, Naam: WAT}\ndelimiter: \"|\"\n");
	scratch_write("r/sub/list.txt", "\xef\xbb\xbf" "CREBO|WAT\n1|a;b\n");
	expect_entries("r/b.yaml", "2 1|a;b||||||||\n");
	/* Relative to the file that names it; beside it an id is found too. */
	cr_expect_eq(read_register(&reg, "../a.csv", "r/rules.yaml", &error), KL_OK,
		"%s", scratch_told(&error));
	cr_expect_str_eq(reg.path, "r/../a.csv");
	kl_register_release(&reg);
	cr_expect_eq(read_register(&reg, "b", "r/rules.yaml", &error), KL_OK);
	cr_expect_str_eq(reg.path, "r/sub/list.txt");
	kl_register_release(&reg);
}

Test(registers, mistakes_in_the_list)
{
	static const struct {
		const char *csv, *told;
	} cases[] = {
		{ "", "x.csv: is empty" },
		{ "CODE;NAAM\n", "x.csv: has no codes" },
		{ "CREBO;NAAM\n1;a\n",
			"x.csv:1:1: has no column CODE; its columns are CREBO, NAAM; `columns` in its description can name the one that is meant" },
		{ "CODE;NAAM;Code\n1;a;b\n",
			"x.csv:1:11: this column stands twice in the header" },
		{ "NAAM;CODE\na;1\nb;\n", "x.csv:3:3: the row has no code" },
		{ "CODE;NAAM\n1;a\n;;\n",
			"x.csv:3:3: the row has more cells than the header" },
		{ "CODE;NAAM\n1;\u00e9;b\n",
			"x.csv:2:5: the row has more cells than the header" },
		{ "CODE;NAAM\n1;a\n2;b\n1;c\n",
			"x.csv:4:1: code '1' stands here with other contents than at line 2" },
		{ "CODE;GELDIG_TOT\n1;2004-10-01\n1;2004-10-02\n",
			"x.csv:3:1: code '1' stands here with other contents than at line 2" },
		{ "CODE;GELDIG_VAN\n1;1-8-2022\n",
			"x.csv:2:3: this is no date YYYY-MM-DD" },
		{ "CODE;NAAM\n1;a\"b\n", "x.csv:2:4: a quote stands where none can stand" },
		{ "CODE;NAAM\n1;\"a\n", "x.csv:2:3: this quote is never closed" },
		{ "CODE;NAAM\n1;caf\u00e9\n2;\xe9\n", "x.csv:3:3: this is no character in the encoding of the file; save it as UTF-8" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_error error = { 0 };
		struct kl_register reg;

		scratch_write("x.csv", cases[i].csv);
		cr_expect_eq(read_register(&reg, "x.csv", NULL, &error), KL_INVALID,
			"%s", cases[i].told);
		cr_expect_str_eq(scratch_told(&error), cases[i].told);
		kl_register_release(&reg);
	}
}

Test(registers, mistakes_in_the_description)
{
	static const struct {
		const char *yaml, *told;
	} cases[] = {
		{ "- x\n",
			"x.yaml:1:1: the description of a register is a mapping with 'register'" },
		{ "title: x\n", "x.yaml:1:1: the register has no 'register'" },
		{ "regster: x\n",
			"x.yaml:1:1: unknown key 'regster'; did you mean 'register'?" },
		{ "register: y\n",
			"x.yaml:1:11: register 'y' is described in a file called 'x'; both have one name" },
		{ "register: x\ntitle: [a]\n", "x.yaml:2:8: 'title' takes a text" },
		{ "register: x\npath: ../x.csv\n",
			"x.yaml:2:7: path '../x.csv' leaves the folder of the register" },
		{ "register: x\npath: https://duo.nl/x.csv\n",
			"x.yaml:2:7: path 'https://duo.nl/x.csv' leaves the folder of the register" },
		{ "register: x\ncolumns: {cod: A}\n",
			"x.yaml:2:11: unknown column 'cod'; did you mean 'code'?" },
		{ "register: x\ncolumns: {code: [A]}\n",
			"x.yaml:2:17: 'code' takes the name that the column has in the header" },
		{ "register: x\ncolumns: {code: A, naam: C}\n",
			"x.yaml:2:26: x.csv has no column 'C'; its columns are A, B" },
		{ "register: x\ndelimiter: ab\n",
			"x.yaml:2:12: 'delimiter' takes one character (of ASCII)" },
	};

	scratch_write("x.csv", "A;B\n1;2\n");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct kl_error error = { 0 };
		struct kl_register reg;

		scratch_write("x.yaml", cases[i].yaml);
		cr_expect_eq(read_register(&reg, "x", NULL, &error), KL_INVALID,
			"%s", cases[i].told);
		cr_expect_str_eq(scratch_told(&error), cases[i].told);
		kl_register_release(&reg);
	}
}

static void expect_none(const char *name, const char *told)
{
	struct kl_error error = { 0 };
	struct kl_register reg;

	cr_expect_eq(read_register(&reg, name, NULL, &error), KL_IO, "%s", name);
	cr_expect_str_eq(scratch_told(&error), told);
	kl_register_release(&reg);
}

Test(registers, not_found)
{
	expect_none("crebo", "there is no register 'crebo', nor any other");
	expect_none("crebo.csv", "crebo.csv: cannot open: No such file or directory");
	expect_none("/tmp/", "/tmp/: is a folder, not a file");
	scratch_write("share/registers/crebo-ao-2004.yaml", "x");
	expect_none("crebo-ao-2040",
		"there is no register 'crebo-ao-2040'; did you mean 'crebo-ao-2004'?");
	expect_none("brin", "there is no register 'brin' (there are crebo-ao-2004)");
	scratch_write("more/registers/brin.yaml", "x");
	scratch_write("more/own.yaml", "register: own\n");
	scratch_write("more/rules.yaml", "rules: []\n");
	scratch_write("more/broken.yaml", "a: [\n");
	expect_none("crebo-ao-2040",
		"there is no register 'crebo-ao-2040'; did you mean 'crebo-ao-2004'? (there are also brin, own)");
	expect_none("xyz",
		"there is no register 'xyz' (there are brin, crebo-ao-2004, own)");
	expect_none("owm",
		"there is no register 'owm'; did you mean 'own'? (there are also brin, crebo-ao-2004)");
}

static void note(void *context, const struct kl_register *reg)
{
	kl_text_printf(context, "%s %s %s %s\n", reg->id,
		reg->title != NULL ? reg->title : "-",
		reg->date != NULL ? reg->date : "-", reg->path);
}

Test(registers, list)
{
	static const char *const folders[] = { "a", "none", "b", NULL };
	const struct kl_search search = { folders }, none = { NULL };
	struct kl_text_buffer got = { 0 };
	struct kl_error error = { 0 };

	scratch_write("a/registers/z.yaml", "register: z\ntitle: Z\n");
	scratch_write("a/y.yaml", "register: y\ndate: 2004-10-01\n");
	scratch_write("a/rules.yaml", "rules: []\n");
	scratch_write("b/registers/z.yaml", "register: z\n");
	scratch_write("b/registers/q.yaml", "register: q\npath: l.csv\n");
	cr_expect_eq(kl_register_list(&search, note, &got, &error), KL_OK);
	cr_expect_str_eq(got.at, "q - - b/registers/l.csv\n"
		"y - 2004-10-01 a/y.csv\nz Z - a/registers/z.csv\n");
	kl_text_release(&got);
	cr_expect_eq(kl_register_list(&none, note, &got, &error), KL_OK);
	cr_expect_eq(kl_register_list(NULL, note, &got, &error), KL_OK);
	cr_expect_eq(got.length, 0);
	scratch_write("b/registers/q.yaml", "register: p\n");
	cr_expect_eq(kl_register_list(&search, note, &got, &error), KL_INVALID);
	kl_text_release(&got);
}

Test(registers, search_file)
{
	static const char *const folders[] = { "s", NULL };
	const struct kl_search search = { folders };
	struct kl_arena arena = { 0 };

	scratch_write("d/a.yaml", "");
	scratch_write("s/a.yaml", "");
	scratch_write("s/b.yaml", "");
	scratch_write("c.yaml", "");
	cr_expect_str_eq(kl_search_file(&search, "d/x.yaml", "a.yaml", &arena),
		"d/a.yaml");
	cr_expect_str_eq(kl_search_file(&search, "d/x.yaml", "b.yaml", &arena),
		"s/b.yaml");
	cr_expect_str_eq(kl_search_file(&search, "x.yaml", "c.yaml", &arena),
		"c.yaml");
	cr_expect_str_eq(kl_search_file(NULL, NULL, "c.yaml", &arena), "c.yaml");
	cr_expect_str_eq(kl_search_file(&search, "d/x.yaml", "../c.yaml", &arena),
		"d/../c.yaml");
	cr_expect_null(kl_search_file(&search, "d/x.yaml", "c.yaml", &arena));
	cr_expect_null(kl_search_file(&search, NULL, "d", &arena));
	kl_arena_release(&arena);
}

Test(registers, many_codes)
{
	struct kl_text_buffer csv = { 0 };
	struct kl_register reg;
	char code[16];

	kl_text_puts(&csv, header);
	for (int i = 0; i < 20000; i++)
		kl_text_printf(&csv, "%05d;Opleiding %d;vakopleiding;3;BOL;;;;;;;b\n",
			i, i);
	scratch_write("m.csv", csv.at);
	kl_text_release(&csv);
	cr_assert_eq(read_register(&reg, "m.csv", NULL, NULL), KL_OK);
	cr_expect_eq(reg.count, 20000);
	for (int i = 0; i < 20000; i++) {
		snprintf(code, sizeof code, "%05d", i);
		const struct kl_register_entry *entry = kl_register_find(&reg,
			kl_span_of(code));
		cr_assert_not_null(entry, "%s", code);
		cr_assert_eq(entry->line, (uint32_t)i + 2);
	}
	kl_register_release(&reg);
}
