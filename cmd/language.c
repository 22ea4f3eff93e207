/* The language of what people read: --lang, else that of the locale. Only the
 * texts follow it, never how numbers are read and written. */
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli.h"

/* English stands in the code; of the others there are catalogues. */
static const char *const known[] = { "nl", "en", NULL };

/* The language of a locale or of one in a list of these, "nl_BE.UTF-8:en": NULL
 * if klopt does not speak it. */
static const char *language_of(const char *locale)
{
	size_t length = strcspn(locale, "_.@:");

	if ((length == 1 && *locale == 'C')
			|| (length == 5 && strncmp(locale, "POSIX", 5) == 0))
		return "en";
	for (size_t i = 0; known[i] != NULL; i++) {
		if (strlen(known[i]) == length
				&& strncmp(known[i], locale, length) == 0)
			return known[i];
	}
	return NULL;
}

static const char *locale_of_messages(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "C";
}

/* As gettext does it: LANGUAGE is a list, and counts unless the locale is C. That
 * a locale is not installed does not matter here. */
static const char *language_of_environment(void)
{
	const char *locale = locale_of_messages();
	const char *list = getenv("LANGUAGE");
	const char *found = NULL;

	if (list == NULL || strcmp(locale, "C") == 0
			|| strcmp(locale, "POSIX") == 0)
		list = "";
	while (*list != '\0' && found == NULL) {
		found = language_of(list);
		list += strcspn(list, ":");
		list += *list == ':';
	}
	if (found == NULL)
		found = language_of(locale);
	return found != NULL ? found : "en";
}

/* Where the catalogues are: beside the folder of the programs, in the build tree
 * and where klopt is installed; KLOPT_LOCALE names another folder. */
static void bind_catalogues(void)
{
	struct kl_arena arena = { 0 };
	const char *named = getenv("KLOPT_LOCALE");
	const char *own = cli_program_folder(&arena);
	char folder[PATH_MAX];

	snprintf(folder, sizeof folder, "%s/../share/locale",
		own != NULL ? own : "");
	if (named != NULL && named[0] != '\0')
		snprintf(folder, sizeof folder, "%s", named);
	else if (own == NULL || access(folder, X_OK) != 0)
		snprintf(folder, sizeof folder, "%s", KL_LOCALEDIR);
	bindtextdomain(KL_TEXT_DOMAIN, folder);
	bind_textdomain_codeset(KL_TEXT_DOMAIN, "UTF-8");
	kl_arena_release(&arena);
}

/* Every system has the locale C.UTF-8; in C itself gettext says nothing. */
static bool speak(const char *language)
{
	if (strcmp(language, "en") == 0) {
		setlocale(LC_MESSAGES, "C");
		return true;
	}
	bind_catalogues();
	/* The head of the catalogue is there if the catalogue is. */
	return setenv("LANGUAGE", language, 1) == 0
		&& setlocale(LC_MESSAGES, "C.UTF-8") != NULL
		&& *dgettext(KL_TEXT_DOMAIN, "") != '\0';
}

/* Without a look at the other options: a value can stand before it, "--lang". */
static const char *language_of_options(int argc, char **argv)
{
	const char *asked = NULL;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--lang=", 7) == 0)
			asked = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			asked = argv[++i];
	}
	for (size_t i = 0; asked != NULL && known[i] != NULL; i++) {
		if (strcmp(known[i], asked) == 0)
			return known[i];
	}
	return NULL;
}

void cli_speak_as_asked(int argc, char **argv)
{
	const char *asked = language_of_options(argc, argv);

	speak(asked != NULL ? asked : language_of_environment());
}

bool cli_speak_language(const char *name, bool *found)
{
	for (size_t i = 0; known[i] != NULL; i++) {
		if (strcmp(known[i], name) == 0) {
			*found = speak(name);
			return true;
		}
	}
	return false;
}
