/* The process and its terminal: what is said on standard error, signals, colour
 * and width. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli.h"

/* Without memory to show the text as it should be: what is not a plain sign may do
 * anything to a terminal. */
static void put_plainly(FILE *stream, const char *text)
{
	for (; *text != '\0'; text++)
		fputc(*text >= ' ' && *text <= '~' ? *text : '?', stream);
}

void cli_say(FILE *stream, const char *format, ...)
{
	char room[2 * PATH_MAX];
	struct kl_text_buffer line = { 0 };
	va_list arguments;

	/* What is longer than any path is cut. */
	va_start(arguments, format);
	int length = vsnprintf(room, sizeof room, format, arguments);
	va_end(arguments);
	if (length <= 0)
		return;
	const bool ends = format[strlen(format) - 1] == '\n';
	size_t shown = (size_t)length < sizeof room ? (size_t)length : sizeof room - 1;

	shown -= ends && (size_t)length < sizeof room;
	room[shown] = '\0';
	kl_text_add_visible(&line, (struct kl_span){ room, shown }, 0);
	if (line.failed)
		put_plainly(stream, room);
	else if (line.length > 0)
		fwrite(line.at, 1, line.length, stream);
	if (ends)
		fputc('\n', stream);
	kl_text_release(&line);
}

static void end_line(struct kl_text_buffer *line, const char *before,
	const char *text)
{
	if (!line->failed) {
		fprintf(stderr, "%s\n", line->at);
	} else {
		put_plainly(stderr, before);
		fputs(": ", stderr);
		put_plainly(stderr, text);
		fputc('\n', stderr);
	}
	kl_text_release(line);
}

void cli_print_error(const char *program, const char *kind,
	const struct kl_error *error)
{
	struct kl_text_buffer line = { 0 };

	cli_progress_clear();
	if (error->path[0] == '\0') {
		kl_text_printf(&line, "%s: ", program);
	} else {
		kl_text_add_visible(&line, kl_span_of(error->path), 0);
		if (error->line > 0)
			kl_text_printf(&line, ":%llu", (unsigned long long)error->line);
		if (error->line > 0 && error->column > 0)
			kl_text_printf(&line, ":%llu",
				(unsigned long long)error->column);
		kl_text_printf(&line, ": %s: ", kl_translate(kind));
	}
	kl_text_add_visible(&line, kl_span_of(error->text), 0);
	end_line(&line, error->path[0] == '\0' ? program : error->path, error->text);
}

void cli_print_note(const struct kl_note *note)
{
	const struct kl_place place = { .path = note->path,
		.sheet = note->sheet, .line = note->line, .column = note->column };
	struct kl_text_buffer line = { 0 };

	cli_progress_clear();
	kl_place_add(&place, &line);
	kl_text_printf(&line, ": %s: ", kl_translate("note"));
	kl_text_add_visible(&line, kl_span_of(note->text), 0);
	end_line(&line, note->path, note->text);
}

void cli_widen_output(void)
{
	static char room[KL_OUTPUT_ROOM];
	static bool widened;

	if (!widened && !isatty(STDOUT_FILENO))
		setvbuf(stdout, room, _IOFBF, sizeof room);
	widened = true;
}

int cli_finish(const char *program, int exit_status)
{
	char words[KL_SYSTEM_WORDS];

	if (fflush(stdout) == 0 && !ferror(stdout))
		return exit_status;
	fprintf(stderr, kl_translate("%s: cannot write to standard output: %s\n"), program,
		kl_system_words(errno, words));
	return CLI_NOT_CHECKED;
}

static void say_table(const char *program, const struct kl_table *table)
{
	if (table->dialect.sheet != NULL)
		cli_say(stderr, kl_translate("%s: table %s from %s, sheet '%s'\n"),
			program, table->name, table->shown, table->dialect.sheet);
	else
		cli_say(stderr, kl_translate("%s: table %s from %s\n"), program,
			table->name, table->shown);
}

void cli_say_read(const char *program, const struct kl_rules *rules,
	const struct kl_dataset *dataset)
{
	for (size_t i = 0; i < rules->count; i++)
		cli_say(stderr, kl_translate("%s: rule %s (%s) from %s\n"), program,
			rules->rules[i].id, rules->rules[i].words->name,
			rules->rules[i].path != NULL ? rules->rules[i].path
				: kl_translate("the command line"));
	for (size_t i = 0; i < dataset->table_count; i++)
		say_table(program, &dataset->tables[i]);
}

static struct {
	const struct kl_output *volatile files;
	const struct kl_folder *volatile folders;
	volatile size_t file_count, folder_count;
	const char *volatile whole;     /* a folder with all that is in it */
} unfinished;

void cli_watch_unfinished(const struct kl_output *files, size_t file_count,
	const struct kl_folder *folders, size_t folder_count)
{
	/* A signal now finds nothing. */
	unfinished.file_count = unfinished.folder_count = 0;
	unfinished.files = files;
	unfinished.folders = folders;
	unfinished.file_count = file_count;
	unfinished.folder_count = folder_count;
}

void cli_forget_unfinished(void)
{
	cli_watch_unfinished(NULL, 0, NULL, 0);
}

void cli_watch_folder(const char *path)
{
	unfinished.whole = path;
}

/* By calls alone that a signal may make. */
void cli_remove_folder(const char *path)
{
	pid_t child = fork();

	if (child == 0) {
		execl("/bin/rm", "rm", "-rf", "--", path, (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

static void clean_up(int number)
{
	static const char wipe[] = "\r\033[K";

	ssize_t wiped = cli_progress_drawn()
		? write(STDERR_FILENO, wipe, sizeof wipe - 1) : 0;
	(void)wiped;
	if (unfinished.whole != NULL)
		cli_remove_folder(unfinished.whole);
	for (size_t i = 0; i < unfinished.file_count; i++)
		kl_output_abandon(&unfinished.files[i]);
	for (size_t i = 0; i < unfinished.folder_count; i++)
		kl_folder_abandon(&unfinished.folders[i]);
	signal(number, SIG_DFL);
	raise(number);
}

void cli_watch_signals(void)
{
	const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = clean_up };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct sigaction before;
		if (sigaction(numbers[i], NULL, &before) == 0
				&& before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
	/* A closed pipe, or a file that may not grow, is an error of writing, told in
	 * a sentence. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

void cli_set_style(struct cli_options *options)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	const char *columns = getenv("COLUMNS");
	bool terminal = options->output == NULL && isatty(STDOUT_FILENO);
	struct winsize size;

	options->style.color = options->color_given ? options->color
		: terminal && (no_color == NULL || no_color[0] == '\0')
			&& term != NULL && strcmp(term, "dumb") != 0;
	if (!terminal)
		return;
	if (columns != NULL && atoi(columns) > 0)
		options->style.width = (size_t)atoi(columns);
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		options->style.width = size.ws_col;
	else
		options->style.width = 80;
}
