/* A text that is read twice: its first bytes are kept. */
#include <stdlib.h>

#include "table/buffer.h"
#include "table/framing.h"

struct text {
	const struct kl_source *source;
	const char *path;
	size_t block;
	char *at;                       /* the first bytes */
	size_t size, given;
	bool looking, ended;            /* the source has no more */
	struct kl_framed framed;
};

static ssize_t read_again(void *context, void *buffer, size_t size)
{
	struct text *text = context;
	size_t left = text->size - text->given;

	if (left == 0)
		return text->looking || text->ended ? 0 : text->source->read(
			text->source->context, buffer, size);
	left = left < size ? left : size;
	memcpy(buffer, text->at + text->given, left);
	text->given += left;
	return (ssize_t)left;
}

/* What fails here fails again when it is read. */
static bool keep_first(struct text *text)
{
	ssize_t got = 1;

	text->at = malloc(KL_FRAME_BYTES);
	if (text->at == NULL)
		return false;
	while (text->size < KL_FRAME_BYTES && got > 0) {
		got = text->source->read(text->source->context,
			text->at + text->size, KL_FRAME_BYTES - text->size);
		text->size += got > 0 ? (size_t)got : 0;
	}
	text->ended = got == 0;
	text->framed.cut = !text->ended;
	return true;
}

/* A small text fits its buffers: large ones would be got and given back for each
 * of many small files. */
static size_t block_for(const struct text *text)
{
	enum { TO_SEE_THE_END = 8 };
	const size_t whole = text->size + TO_SEE_THE_END;

	return text->block == 0 && (text->looking || text->ended)
			&& whole < KL_BUFFER_BLOCK ? whole : text->block;
}

static enum kl_status read_text(void *context, bool look,
	const struct kl_dialect *dialect, const struct kl_reader_calls *calls,
	struct kl_error *error)
{
	struct text *text = context;
	const struct kl_source source = { read_again, text,
		text->source->failure };

	if (text->at == NULL && !keep_first(text))
		return kl_no_memory(error);
	text->given = 0;
	text->looking = look;
	return kl_read_table(&source, text->path, dialect, block_for(text), calls,
		error);
}

enum kl_status kl_read_framed_text(const struct kl_source *source,
	const char *path, const struct kl_dialect *dialect, size_t block,
	const struct kl_reader_calls *calls, struct kl_error *error)
{
	struct text text = { .source = source, .path = path, .block = block,
		.framed = { .read = read_text, .context = &text } };
	enum kl_status status = kl_read_framed(&text.framed, path, dialect,
		calls, error);

	free(text.at);
	return status;
}
