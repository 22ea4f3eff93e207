/* The first look at a file. */
#include "table/framing.h"

/* A call says so when it has seen enough. */
static const enum kl_status ENOUGH = KL_CLOSED;

/* The first records, as rows of a table without a header. */
static enum kl_status look_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	struct kl_look *look = context;

	(void)row;
	(void)error;
	look->window.delimiter = used->delimiter;
	return KL_OK;
}

static enum kl_status look_batch(void *context, const struct kl_batch *batch,
	struct kl_error *error)
{
	struct kl_look *look = context;

	if (!kl_window_take(&look->window, batch))
		return kl_no_memory(error);
	return kl_window_full(&look->window) ? ENOUGH : KL_OK;
}

static void forget(struct kl_look *look)
{
	kl_arena_release(&look->window.arena);
	look->window = (struct kl_window){ .count = 0 };
	look->head = (struct kl_head){ .line = 0 };
}

static enum kl_status find_head(struct kl_look *look, struct kl_framed *framed,
	struct kl_dialect dialect, struct kl_error *error)
{
	const struct kl_reader_calls calls = { .header = look_header,
		.batch = look_batch, .context = look, .most = KL_FRAME_ROWS };
	struct kl_layout layout = { .join = { " ", 1 } };
	struct kl_window *window = &look->window;
	struct kl_error unread;

	forget(look);
	if (dialect.layout != NULL)
		layout.comment = dialect.layout->comment;
	dialect.layout = &layout;
	enum kl_status status = framed->read(framed->context, true, &dialect,
		&calls, &unread);
	if (status == KL_NO_MEMORY)
		return kl_no_memory(error);
	if (status != KL_OK && status != ENOUGH)
		window->count = 0;
	/* The last record may go on where looking ended, and a quote that is open
	 * there makes rows that are none. */
	if (framed->cut && !kl_window_full(window) && window->count > 0)
		window->count--;
	for (size_t i = 0; i < window->count && framed->cut; i++) {
		if (window->rows[i].plain)
			window->count = i;
	}
	return kl_head_find(window, dialect.wanted, &look->head) ? KL_OK
		: kl_no_memory(error);
}

static enum kl_status check_header(void *context, const struct kl_row *row,
	const struct kl_dialect *used, struct kl_error *error)
{
	char *delimiter = context;

	(void)row;
	(void)error;
	*delimiter = used->delimiter;
	return ENOUGH;
}

/* Whether what stands from the header on is split as it was when it was found. */
static enum kl_status check_delimiter(struct kl_look *look,
	struct kl_framed *framed, const struct kl_dialect *dialect,
	struct kl_error *error)
{
	char delimiter = '\0';
	const struct kl_reader_calls calls = { .header = check_header,
		.batch = look_batch, .context = &delimiter };
	const struct kl_dialect found = kl_look_dialect(look, dialect);
	struct kl_error unread;

	if (look->head.line == 0 || dialect->delimiter != '\0')
		return KL_OK;
	if (framed->read(framed->context, true, &found, &calls, &unread)
			== KL_NO_MEMORY)
		return kl_no_memory(error);
	if (delimiter != look->window.delimiter)
		look->head = (struct kl_head){ .line = 0 };
	return KL_OK;
}

static enum kl_status look_with(struct kl_look *look, struct kl_framed *framed,
	const struct kl_dialect *dialect, char delimiter, struct kl_error *error)
{
	struct kl_dialect with = *dialect;

	with.delimiter = delimiter;
	enum kl_status status = find_head(look, framed, with, error);
	return status != KL_OK ? status
		: check_delimiter(look, framed, dialect, error);
}

/* Whether the first records can be those of a table that is split rightly. */
static bool is_even(const struct kl_window *window)
{
	return window->count < 2 || (window->rows[0].count > 1
		&& window->rows[0].count == window->rows[1].count);
}

/* Names and lists in the rows of one column have commas too: "Jansen, Piet". */
static bool is_plausible(const struct kl_look *look,
	const struct kl_wanted *wanted)
{
	const struct kl_window *window = &look->window;
	size_t header = look->head.index;

	return look->head.line == 0 || (wanted != NULL && wanted->declared > 0)
		|| kl_head_is_apart(window, header)
		|| (window->delimiter != ','
			&& kl_row_filled(&window->rows[header], 3) > 2);
}

/* Titles and notes can be so many that the rows of a small table do not tell its
 * delimiter from the first record on: then each is tried. */
enum kl_status kl_frame_look(struct kl_look *look, struct kl_framed *framed,
	const struct kl_dialect *dialect, struct kl_error *error)
{
	enum kl_status status = look_with(look, framed, dialect,
		dialect->delimiter, error);

	if (status != KL_OK || look->head.line > 0 || dialect->delimiter != '\0'
			|| is_even(&look->window)
			|| look->window.rows[0].raw.at == NULL)
		return status;
	for (const char *at = ";,\t|"; *at != '\0' && status == KL_OK
			&& look->head.line == 0; at++) {
		status = look_with(look, framed, dialect, *at, error);
		if (!is_plausible(look, dialect->wanted))
			look->head = (struct kl_head){ .line = 0 };
	}
	return status != KL_OK || look->head.line > 0 ? status
		: look_with(look, framed, dialect, dialect->delimiter, error);
}

struct kl_dialect kl_look_dialect(struct kl_look *look,
	const struct kl_dialect *dialect)
{
	struct kl_dialect found = *dialect;

	if (look->head.line == 0)
		return found;
	look->layout = (struct kl_layout){ .join = { " ", 1 } };
	if (dialect->layout != NULL)
		look->layout = *dialect->layout;
	look->header_row = look->head.line;
	look->layout.header_rows = &look->header_row;
	look->layout.header_count = 1;
	look->layout.declared = true;
	found.layout = &look->layout;
	return found;
}

void kl_look_release(struct kl_look *look)
{
	forget(look);
}
