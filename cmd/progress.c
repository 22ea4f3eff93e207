/* How far the work is, on one line of the terminal that is wiped before anything
 * else is said, for work of more than a second. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli.h"

enum { NARROWEST = 20, MEGABYTE = 1000000 };

static const double wait_first = 1.0, wait_next = 0.2;  /* seconds */

static struct {
	const char *program;            /* NULL: nothing is shown */
	double begin, last;             /* seconds */
	bool drawn;
} shown;

/* Very many findings are told by another thread than the one that checks. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool cli_progress_begin(const char *program, const struct cli_options *options)
{
	const char *term = getenv("TERM");

	if (options->style.quiet || !isatty(STDERR_FILENO) || term == NULL
			|| strcmp(term, "dumb") == 0)
		return false;
	shown.program = program;
	shown.begin = shown.last = seconds();
	return true;
}

/* What the bytes tell: "45 %, 450 of 1000 MB" or "450 MB", and the time left. */
static void add_bytes(struct kl_text_buffer *line,
	const struct kl_progress *progress, double passed)
{
	unsigned long long read = progress->read / MEGABYTE;
	uint64_t size = progress->size;

	if (progress->read == 0)
		return;
	if (size < progress->read) {
		kl_text_printf(line, kl_translate(", %llu MB"), read);
		return;
	}
	double part = (double)progress->read / (double)size;
	double left = passed / part - passed;
	kl_text_printf(line, kl_translate(", %d %% of %llu MB, %.0f s left"),
		(int)(part * 100), (unsigned long long)(size / MEGABYTE), left);
}

static size_t width_of_terminal(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0
		&& size.ws_col > NARROWEST ? size.ws_col : 80;
}

static void draw(const struct kl_progress *progress, double passed)
{
	struct kl_text_buffer line = { 0 }, cut = { 0 };

	kl_text_printf(&line, "%s: %s: ", shown.program, progress->table);
	kl_text_printf(&line, kl_translate("%llu rows, %llu findings"),
		(unsigned long long)progress->rows,
		(unsigned long long)progress->findings);
	add_bytes(&line, progress, passed);
	if (!line.failed)
		kl_text_add_visible(&cut, kl_text_span(&line),
			width_of_terminal() - 1);
	if (!line.failed && !cut.failed) {
		shown.drawn = true;
		fprintf(stderr, "\r%s\033[K", cut.at);
	}
	kl_text_release(&line);
	kl_text_release(&cut);
}

void cli_progress(void *context, const struct kl_progress *progress)
{
	(void)context;
	double now = seconds();
	if (shown.program == NULL || now - shown.begin < wait_first
			|| now - shown.last < wait_next)
		return;
	shown.last = now;
	pthread_mutex_lock(&lock);
	draw(progress, now - shown.begin);
	pthread_mutex_unlock(&lock);
}

bool cli_progress_drawn(void)
{
	return shown.drawn;
}

void cli_progress_clear(void)
{
	if (shown.program == NULL)
		return;
	pthread_mutex_lock(&lock);
	if (shown.drawn)
		fputs("\r\033[K", stderr);
	shown.drawn = false;
	pthread_mutex_unlock(&lock);
}

void cli_progress_end(void)
{
	cli_progress_clear();
	shown.program = NULL;
}
