#include "rule/convert.h"

#include <fcntl.h>

#include "base/text.h"
#include "random.h"
#include "rule/register.h"
#include "scratch.h"

TestSuite(convert, .init = scratch_open, .fini = scratch_close);

#define HEAD "CODE;NAAM;SOORT;NIVEAU;LEERWEG;SECTOR;DOSSIER;DOMEIN;KBB_BRIN;" \
	"GELDIG_VAN;LAATSTE_INSTROOM;GELDIG_TOT;BRON\n"

/* A conversion of the text, and what it tells: "2:7 2:9 ". */
struct made {
	struct kl_conversion conversion;
	struct kl_argument arguments[32];
	struct kl_word words[32];
	struct kl_text_buffer told;
	enum kl_status status;
	struct kl_error error;
	char *text;                     /* the register; NULL: not written */
};

static void note(void *context, const struct kl_error *what)
{
	struct made *made = context;

	kl_text_printf(&made->told, "%" PRIu64 ":%" PRIu64 " ", what->line,
		what->column);
}

static void give(struct made *made, size_t argument, const char *text)
{
	if (text == NULL)
		return;
	made->words[argument].text = kl_span_of(text);
	made->arguments[argument] = (struct kl_argument){ .given = true,
		.words = &made->words[argument], .word_count = 1 };
}

static void convert(struct made *made, struct kl_span list)
{
	struct kl_conversion *c = &made->conversion;
	size_t length;

	cr_assert(kl_conversion_words.parameter_count <= 32);
	c->path = scratch_bytes("list.csv", list.at, list.length);
	c->dialect = (struct kl_dialect){ .quote = '"' };
	c->arguments = made->arguments;
	c->tell = note;
	c->context = made;
	int fd = open(c->path, O_RDONLY);
	cr_assert(fd >= 0);
	const struct kl_source source = kl_source_fd(&fd);
	made->status = kl_conversion_read(c, &source, &made->error);
	close(fd);
	if (made->status != KL_OK || c->unfit > 0)
		return;
	FILE *stream = open_memstream(&made->text, &length);
	cr_assert_not_null(stream);
	made->status = kl_conversion_write(c, stream, &made->error);
	cr_assert_eq(fclose(stream), 0);
}

static void release(struct made *made)
{
	kl_conversion_release(&made->conversion);
	kl_text_release(&made->told);
	free(made->text);
}

Test(convert, lists)
{
	static const struct {
		const char *list, *format, *told, *wanted;      /* rows; NULL: none */
	} cases[] = {
		{ "code\n007\n", NULL, "", "007;;;;;;;;;;;;\n" },
		{ "crebo,naam\n 10023 , a \n", NULL, "", "10023; a ;;;;;;;;;;;\n" },
		{ "Crebo_Code;NIVEAU\n10023;1\n10023;1\n", NULL, "",
			"10023;;;1;;;;;;;;;\n" },
		{ "crebo;bron\n10023;\"a;\"\"b\"\n", NULL, "",
			"10023;;;;;;;;;;;;\"a;\"\"b\"\n" },
		{ "crebo;sector;domein\n10023;s;79000\n", NULL, "",
			"10023;;;;;s;;79000;;;;;\n" },
		{ "crebo;naam\n10023;a\n10023;b\n", NULL, "3:1 ", NULL },
		{ "crebo;naam\n10023\n10024;\n", NULL, "",
			"10023;;;;;;;;;;;;\n10024;;;;;;;;;;;;\n" },
		{ "crebo;naam\n25.080;a\n", NULL, "2:1 ", "25.080;a;;;;;;;;;;;\n" },
		{ "code;naam\n1;a\nx;b\n", NULL, "", "1;a;;;;;;;;;;;\nx;b;;;;;;;;;;;\n" },
		{ "naam;crebo\na;\n", NULL, "2:3 ", NULL },
		{ "crebo;naam\n10023;a;;\n", NULL, "", "10023;a;;;;;;;;;;;\n" },
		{ "crebo;naam\n10023;a;;x\n", NULL, "2:9 ", NULL },
		{ "crebo;einddatum\n10023;2004-02-29\n", NULL, "",
			"10023;;;;;;;;;;;2004-02-29;\n" },
		{ "crebo;einddatum\n10023;2005-02-29\n", NULL, "2:7 ", NULL },
		{ "crebo;einddatum\n10023;1-8-2004\n10024; \n", "%d-%m-%Y", "",
			"10023;;;;;;;;;;;2004-08-01;\n10024;;;;;;;;;;;;\n" },
		{ "crebo;begindatum;laatste instroom\n10023;010804;311269\n", "%d%m%y",
			"", "10023;;;;;;;;;2004-08-01;1969-12-31;;\n" },
		{ "crebo;einddatum\n10023;2004-08-01\n", "%d-%m-%Y", "2:7 ", NULL },
		{ "crebo;einddatum\n10023;2004-08-01 23:59\n", "%Y-%m-%d %H:%M", "",
			"10023;;;;;;;;;;;2004-08-01;\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = { 0 };
		give(&made, KL_CONVERT_DATE_FORMAT, cases[i].format);
		convert(&made, kl_span_of(cases[i].list));
		cr_assert_eq(made.status, KL_OK, "case %zu: %s", i,
			scratch_told(&made.error));
		cr_expect_str_eq(made.told.at != NULL ? made.told.at : "",
			cases[i].told, "case %zu: %s", i, made.told.at);
		cr_expect_eq(made.text == NULL, cases[i].wanted == NULL, "case %zu", i);
		if (made.text != NULL && cases[i].wanted != NULL) {
			cr_assert_eq(strncmp(made.text, HEAD, strlen(HEAD)), 0);
			cr_expect_str_eq(made.text + strlen(HEAD), cases[i].wanted,
				"case %zu: %s", i, made.text);
		}
		release(&made);
	}
}

Test(convert, columns_that_are_not_certain)
{
	static const struct {
		const char *list, *code, *name;
		enum kl_status status;
		enum kl_conversion_way code_way, name_way;
	} cases[] = {
		{ "crebo;naam\n10023;a\n", NULL, NULL, KL_OK, KL_WAY_NAME, KL_WAY_NAME },
		{ "crebo;code\n10023;1\n", NULL, NULL, KL_USAGE, 0, 0 },
		{ "crebo;code\n10023;1\n", "crebo", NULL, KL_OK, KL_WAY_GIVEN, 0 },
		{ "crebo;code\n10023;1\n", "CREBO", NULL, KL_OK, KL_WAY_GIVEN, 0 },
		{ "crebo;crebo\n10023;10023\n", "crebo", NULL, KL_USAGE, 0, 0 },
		{ "a;b\n10023;x\n", NULL, NULL, KL_OK, KL_WAY_CONTENTS, 0 },
		{ "a;b\n10023;10024\n", NULL, NULL, KL_USAGE, 0, 0 },
		{ "a;naam\nx;10024\n", NULL, NULL, KL_USAGE, 0, 0 },
		{ "a;b\n10023;x\n10023;y\n", NULL, NULL, KL_USAGE, 0, 0 },
		{ "a;b\n10023;x\n", "c", NULL, KL_USAGE, 0, 0 },
		{ "a;b\n10023;x\n", "b", NULL, KL_OK, KL_WAY_GIVEN, 0 },
		{ "crebo;naam\n10023;a\n", NULL, "", KL_OK, KL_WAY_NAME, 0 },
		{ "crebo;naam;name\n10023;a;b\n", NULL, NULL, KL_USAGE, 0, 0 },
		{ "crebo;naam;name\n10023;a;b\n", NULL, "Naam", KL_OK, KL_WAY_NAME,
			KL_WAY_GIVEN },
		{ "crebo;a_b;a b\n10023;a;b\n", NULL, "a b", KL_OK, KL_WAY_NAME,
			KL_WAY_GIVEN },
		{ "crebo;a_b;a b\n10023;a;b\n", NULL, "A-B", KL_USAGE, 0, 0 },
		{ "crebo;naam\n", NULL, NULL, KL_INVALID, 0, 0 },
		{ "", NULL, NULL, KL_INVALID, 0, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made made = { 0 };
		const struct kl_conversion_column *columns = made.conversion.columns;
		give(&made, 0, cases[i].code);
		give(&made, 1, cases[i].name);
		convert(&made, kl_span_of(cases[i].list));
		cr_expect_eq(made.status, cases[i].status, "case %zu: %s", i,
			scratch_told(&made.error));
		if (cases[i].status == KL_OK) {
			cr_expect_eq(columns[0].way, cases[i].code_way, "case %zu", i);
			cr_expect_eq(columns[1].way, cases[i].name_way, "case %zu", i);
		}
		release(&made);
	}
}

/* A cell of characters that CSV makes much of. */
static void add_cell(struct kl_text_buffer *list, uint64_t *random)
{
	static const char *const pieces[] = { "\"\"", ";", ",", "\n", "\r", "\r\n", " ", "a",
		"0", "é", "#", "\t", "'" };

	kl_text_puts(list, "\"");
	for (int n = random_below(random, 5); n > 0; n--)
		kl_text_puts(list, pieces[random_below(random,
			(int)(sizeof pieces / sizeof *pieces))]);
	kl_text_puts(list, "\"");
}

/* Whatever stands in its cells, the outcome is a register with as many codes, and
 * converting that changes nothing. */
Test(convert, outcome_is_a_register)
{
	uint64_t random = 7;

	for (int i = 0; i < 300; i++) {
		struct kl_text_buffer list = { 0 };
		struct made first = { 0 }, second = { 0 };
		struct kl_register reg;
		int rows = random_between(&random, 1, 6);

		kl_text_puts(&list, "crebo;naam;soort;bron\n");
		for (int row = 0; row < rows; row++) {
			kl_text_printf(&list, "%d", 10000 + row);
			for (int cell = 0; cell < 3; cell++) {
				kl_text_puts(&list, ";");
				add_cell(&list, &random);
			}
			kl_text_puts(&list, "\n");
		}
		convert(&first, kl_text_span(&list));
		cr_assert_not_null(first.text, "%s: %s", scratch_told(&first.error),
			list.at);
		convert(&second, kl_span_of(first.text));
		cr_assert_not_null(second.text);
		cr_expect_str_eq(second.text, first.text);
		scratch_write("made.csv", first.text);
		cr_expect_eq(kl_register_read(&reg, kl_span_of("made.csv"), NULL,
			&(struct kl_search){ (const char *const[]){ NULL } },
			&first.error), KL_OK, "%s: %s", scratch_told(&first.error),
			first.text);
		cr_expect_eq(reg.count, (size_t)rows);
		kl_register_release(&reg);
		release(&first);
		release(&second);
		kl_text_release(&list);
	}
}

/* Every text can stand in a description. */
Test(convert, description_is_read_back)
{
	static const char *const texts[] = { "a", "", "a: b # c", "\"a\" \\ 'b'",
		"yes", "2005", "line\nbreak\ttab", "é \x01\x7f", "- a", "{a: [b" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct made made = { 0 };
		struct kl_register reg;
		char *text = NULL;
		size_t length;

		give(&made, KL_CONVERT_TITLE, texts[i]);
		give(&made, KL_CONVERT_SOURCE, texts[i]);
		convert(&made, kl_span_of("crebo\n10023\n"));
		scratch_write("made.csv", made.text);
		FILE *stream = open_memstream(&text, &length);
		cr_assert_not_null(stream);
		cr_expect_eq(kl_conversion_describe(&made.conversion,
			kl_span_of("made"), kl_span_of("made.csv"), stream, &made.error),
			KL_OK);
		cr_assert_eq(fclose(stream), 0);
		scratch_write("made.yaml", text);
		cr_assert_eq(kl_register_read(&reg, kl_span_of("made.yaml"), NULL,
			&(struct kl_search){ (const char *const[]){ NULL } },
			&made.error), KL_OK, "%s: %s", scratch_told(&made.error), text);
		cr_expect_str_eq(reg.title, texts[i], "%s", text);
		cr_expect_str_eq(reg.source, texts[i], "%s", text);
		kl_register_release(&reg);
		free(text);
		release(&made);
	}
}
