#include "base/translate.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "finding/explain.h"

/* The catalogues are built beside the folder of the tests. */
static void speak(const char *language)
{
	char folder[PATH_MAX + 32];
	ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX);

	cr_assert_gt(length, 0);
	folder[length] = '\0';
	strcpy(strrchr(folder, '/'), "/../share/locale");
	cr_assert_not_null(bindtextdomain(KL_TEXT_DOMAIN, folder));
	bind_textdomain_codeset(KL_TEXT_DOMAIN, "UTF-8");
	cr_assert_eq(setenv("LANGUAGE", language, 1), 0);
	cr_assert_not_null(setlocale(LC_MESSAGES, "C.UTF-8"));
}

static const char *told(enum kl_figure_kind kind, char *text)
{
	const struct kl_figure figures[] = {
		{ .name = "changes", .kind = KL_FIGURE_SENTENCE,
			.text = kl_span_of("x") },
		{ .name = "cells", .kind = KL_FIGURE_PHRASE,
			.phrase = KL_MESSAGE_repair_two_cells },
		{ .name = "count", .kind = kind, .number = { 125, 1 } } };
	const struct kl_finding finding = { .message = KL_MESSAGE_repair_more,
		.figures = figures, .figure_count = 3 };
	const struct kl_style style = { 0 };
	struct kl_text_buffer out = { 0 };

	kl_finding_message(&finding, &style, &out);
	cr_assert_not(out.failed);
	snprintf(text, 256, "%s", out.at);
	kl_text_release(&out);
	return text;
}

Test(translate, texts_are_their_own_without_a_language)
{
	const char *text = "Findings";

	setenv("LANGUAGE", "nl", 1);
	cr_expect_eq(kl_translate(text), text);
	cr_expect_str_eq(kl_translate(""), "");
	cr_expect_eq(kl_translate_decimal_char(), '.');
}

Test(translate, texts_are_those_of_the_catalogue)
{
	const char *unknown = "no text of klopt";

	speak("nl");
	cr_expect_str_eq(kl_translate("Findings"), "Bevindingen");
	cr_expect_eq(kl_translate(unknown), unknown);
	/* Else it is the head of the catalogue. */
	cr_expect_str_eq(kl_translate(""), "");
}

Test(translate, a_language_without_a_catalogue_is_english)
{
	speak("fr");
	cr_expect_str_eq(kl_translate("Findings"), "Findings");
	cr_expect_eq(kl_translate_decimal_char(), '.');
}

/* What the library computes by itself follows the language; figures of a table,
 * and those that C reads and prints, do not. */
Test(translate, figures_follow_the_language)
{
	char text[256];

	speak("nl");
	cr_expect_eq(kl_translate_decimal_char(), ',');
	cr_expect_str_eq(told(KL_FIGURE_COUNT, text), "het zou kloppen als x; andere "
		"wijzigingen van twee cellen die ook voldoen: 12,5");
	cr_expect_not_null(strstr(told(KL_FIGURE_PERCENTAGE, text), "12,5"));
	cr_expect_not_null(strstr(told(KL_FIGURE_NUMBER, text), "12.5"));
	snprintf(text, sizeof text, "%.1f", 0.5);
	cr_expect_str_eq(text, "0.5");
}

Test(translate, an_error_is_in_the_language_too)
{
	struct kl_error error;

	speak("nl");
	kl_fail(&error, KL_INVALID, "file.csv", 1, 0, "sheet '%s'", "Blad1");
	cr_expect_str_eq(error.text, "blad 'Blad1'");
}

/* Paragraphs are wrapped at blanks by who shows them. */
Test(translate, every_code_is_explained)
{
	const char *english[KL_CODES][KL_EXPLAIN_PARAGRAPHS];

	for (int i = 0; i < KL_CODES; i++) {
		for (size_t j = 0; j < KL_EXPLAIN_PARAGRAPHS; j++)
			english[i][j] = kl_code_explain((enum kl_code)i, j);
	}
	speak("nl");
	for (int i = 0; i < KL_CODES; i++) {
		for (size_t j = 0; j < KL_EXPLAIN_PARAGRAPHS; j++) {
			const char *text = kl_code_explain((enum kl_code)i, j);
			size_t length = strlen(text);
			cr_expect_str_neq(text, english[i][j]);
			cr_expect(text[length - 1] == '.' || text[length - 1] == '"',
				"%s", text);
			cr_expect_null(strstr(text, "  "), "%s", text);
			cr_expect_eq(strcspn(text, "\n\t"), length, "%s", text);
		}
	}
	cr_expect_str_eq(kl_explain_head(0), "Omschrijving");
	cr_expect_str_eq(kl_severity_word(KL_WARNING), "melding");
	cr_expect_str_eq(kl_severity_name(KL_WARNING), "warning");
}

Test(translate, errors_are_told_in_the_language)
{
	struct kl_error error;

	speak("nl");
	cr_expect_eq(kl_io_error(&error, ENOENT, "a.csv", "read"), KL_IO);
	cr_expect_str_eq(error.text, "lezen lukt niet: bestand of map bestaat niet");
	cr_expect_eq(kl_fail(&error, KL_USAGE, NULL, 0, 0, "option '%s' needs a value",
		"-f"), KL_USAGE);
	cr_expect_str_eq(error.text, "optie '-f' heeft een waarde nodig");
}

/* Ours stand for the system's where that does not speak the language. */
Test(translate, words_of_the_system_are_its_own)
{
	static const struct {
		int number;
		const char *text;
	} texts[] = {
#define KL_SYSTEM_TEXT(number, text) { number, text },
#include "base/system.def"
#undef KL_SYSTEM_TEXT
	};
	char words[KL_SYSTEM_WORDS];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		cr_expect_str_eq(texts[i].text, strerror(texts[i].number));
		cr_expect_str_eq(kl_system_words(texts[i].number, words),
			texts[i].text);
	}
	cr_expect_str_eq(kl_system_words(EAGAIN, words), strerror(EAGAIN));
}

/* What is remembered is that of the language that was set last. */
Test(translate, remembered_until_the_language_changes)
{
	static const char text[] = KL_TEXT("blank");
	char dutch[64];

	cr_assert_str_eq(kl_translate_often(text), "blank");
	speak("nl");
	snprintf(dutch, sizeof dutch, "%s", kl_translate(text));
	cr_assert_str_neq(dutch, "blank");
	cr_expect_str_eq(kl_translate_often(text), dutch);
	cr_expect_str_eq(kl_translate_often(text), dutch);
	cr_expect_eq(kl_translate_decimal_char(), ',');
}
