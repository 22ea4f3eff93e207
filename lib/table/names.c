#include "table/names.h"

#include "base/text.h"

static bool fold(struct kl_text_buffer *out, struct kl_span name)
{
	out->length = 0;
	kl_text_add_name(out, name);
	return !out->failed;
}

bool kl_names_index(struct kl_index *index, const struct kl_span *names,
	size_t count)
{
	struct kl_text_buffer name = { 0 };
	bool fine = true;

	for (size_t i = 0; i < count && fine; i++)
		fine = fold(&name, names[i]) && kl_index_add(index,
			kl_text_span(&name), (uint32_t)i, NULL, NULL);
	kl_text_release(&name);
	return fine;
}

size_t kl_names_count(const struct kl_index *index, const struct kl_span *cells,
	size_t count)
{
	struct kl_text_buffer name = { 0 };
	uint32_t which;
	size_t found = 0;

	for (size_t i = 0; i < count && !name.failed; i++)
		found += fold(&name, cells[i])
			&& kl_index_find(index, kl_text_span(&name), &which);
	bool failed = name.failed;
	kl_text_release(&name);
	return failed ? SIZE_MAX : found;
}

/* A comparison in the making. */
struct comparing {
	const struct kl_wanted *wanted;
	struct kl_index header, asked;  /* names as they stand */
	struct kl_index missing;        /* asked for and not in the header: folded */
	size_t *hits;                   /* of each that is missing: names like it */
	bool *doubtful;                 /* it is like another that is missing */
	struct kl_text_buffer name;
};

static bool list_names(struct comparing *c, const struct kl_span *header,
	size_t count)
{
	bool fine = true;

	for (size_t i = 0; i < count && fine; i++)
		fine = kl_index_add(&c->header, kl_span_trim(header[i]), 0, NULL,
			NULL);
	return fine;
}

static bool list_missing(struct comparing *c)
{
	uint32_t which;
	bool found;

	for (size_t i = 0; i < c->wanted->count; i++) {
		struct kl_span name = c->wanted->names[i];
		if (!kl_index_add(&c->asked, name, 0, NULL, &found))
			return false;
		if (found || kl_index_find(&c->header, name, &which))
			continue;
		if (!fold(&c->name, name) || !kl_index_add(&c->missing,
				kl_text_span(&c->name), (uint32_t)i, &which, &found))
			return false;
		c->doubtful[which] = found;
	}
	return true;
}

static bool find_likes(struct comparing *c, const struct kl_span *header,
	size_t count, struct kl_taken *out, size_t *taken)
{
	uint32_t which;

	for (size_t i = 0; i < count; i++) {
		struct kl_span name = kl_span_trim(header[i]);
		if (name.length == 0 || kl_index_find(&c->asked, name, &which))
			continue;
		if (!fold(&c->name, name))
			return false;
		if (!kl_index_find(&c->missing, kl_text_span(&c->name), &which))
			continue;
		c->hits[which]++;
		out[(*taken)++] = (struct kl_taken){ .column = i, .text = name,
			.name = c->wanted->names[which] };
	}
	for (size_t i = 0; i < *taken; i++) {
		if (!fold(&c->name, out[i].name) || !kl_index_find(&c->missing,
				kl_text_span(&c->name), &which))
			return false;
		out[i].doubtful = c->doubtful[which] || c->hits[which] > 1;
	}
	return true;
}

bool kl_names_compare(const struct kl_wanted *wanted,
	const struct kl_span *header, size_t count, struct kl_arena *arena,
	struct kl_taken **out, size_t *taken)
{
	struct comparing c = { .wanted = wanted };

	*taken = 0;
	*out = kl_arena_alloc(arena, (count + 1) * sizeof **out);
	c.hits = kl_arena_alloc(arena, (wanted->count + 1) * sizeof *c.hits);
	c.doubtful = kl_arena_alloc(arena,
		(wanted->count + 1) * sizeof *c.doubtful);
	bool fine = *out != NULL && c.hits != NULL && c.doubtful != NULL
		&& list_names(&c, header, count) && list_missing(&c)
		&& (c.missing.count == 0
			|| find_likes(&c, header, count, *out, taken));
	kl_index_release(&c.header);
	kl_index_release(&c.asked);
	kl_index_release(&c.missing);
	kl_text_release(&c.name);
	return fine;
}
