#include "format/stencil.h"

#include <stdio.h>
#include <stdlib.h>

enum hole { LINE, COLUMN, ROW, VALUE, LABEL, FINGERPRINT, HOLES, NONE = HOLES };
enum {
	PARTS = 24,
	STEP = 32,                      /* bytes that are copied at once */
	NUMBER = 20                     /* digits at most */
};

/* Text, and the hole behind it. */
struct part {
	uint32_t length;
	enum hole hole;
};

struct kl_stencil {
	size_t count;                   /* 0: there is none for these findings */
	struct part parts[PARTS];
	size_t room;                    /* of all, with the longest texts */
	struct kl_text_buffer text;     /* of all parts, and STEP bytes */
};

/* What nobody meets in the words of rules and registers; if so, the stencil does not
 * give what is made of another finding. */
static const char made_up_value[] = "vQ7zKx93Wb1", made_up_label[] = "Lm4RtY82Hc6pN";
static const uint64_t made_up_line = UINT64_C(7318274650192837465),
	made_up_column = UINT64_C(6152839406172839405),
	made_up_row = UINT64_C(8273645019283746501);

/* Another, of other lengths. */
static const char other_value[] = "0a", other_label[] = "Zorg en welzijn (2)";

static void take_plain(struct kl_stencils *stencils, bool strict)
{
	for (int c = 0; c < 256; c++)
		stencils->plain[c] = kl_is_digit((char)c) || kl_is_letter((char)c)
			? 2 : 0;
	for (const char *at = strict ? " .-_/():+" : " .-_/():+,;"; *at != '\0'; at++)
		stencils->plain[(unsigned char)*at] = 1;
}

/* Whether it stands the same in every format. */
static bool is_plain(const struct kl_stencils *stencils, struct kl_span text)
{
	const unsigned char *at = (const unsigned char *)text.at;
	size_t i = 0;

	if (text.length == 0 || text.length > KL_STENCIL_TEXT
			|| stencils->plain[at[0]] != 2
			|| stencils->plain[at[text.length - 1]] != 2)
		return false;
	while (i < text.length && stencils->plain[at[i]] != 0)
		i++;
	return i == text.length;
}

static bool can_fit(const struct kl_stencils *stencils,
	const struct kl_finding *finding)
{
	const struct kl_place *place = &finding->place;

	return finding->mold != NULL && finding->waiver == NULL && place->line > 0
		&& place->column > 0 && place->row > 0
		&& (finding->value.length == 0 || is_plain(stencils, finding->value))
		&& (finding->label.at == NULL || is_plain(stencils, finding->label));
}

static struct kl_span put_in(struct kl_span was, const char *text)
{
	return was.length > 0 ? kl_span_of(text) : was;
}

/* The same finding elsewhere. What is blank stays so: it has words of its own. */
static struct kl_finding make_up(const struct kl_finding *finding, bool other)
{
	struct kl_finding made = *finding;

	made.place.line = other ? 12 : made_up_line;
	made.place.column = other ? 3 : made_up_column;
	made.place.row = other ? 4567890 : made_up_row;
	made.value = put_in(finding->value, other ? other_value : made_up_value);
	made.label = put_in(finding->label, other ? other_label : made_up_label);
	return made;
}

/* What the holes of a finding are filled with. */
struct filling {
	char numbers[3][NUMBER + 1];
	char fingerprint[KL_FINGERPRINT];
	struct kl_span of[HOLES];
};

static void fill(const struct kl_finding *finding, const struct kl_style *style,
	struct filling *filling)
{
	const uint64_t numbers[] = { finding->place.line, finding->place.column,
		finding->place.row };

	for (int i = LINE; i <= ROW; i++) {
		snprintf(filling->numbers[i], sizeof filling->numbers[i], "%llu",
			(unsigned long long)numbers[i]);
		filling->of[i] = kl_span_of(filling->numbers[i]);
	}
	filling->of[VALUE] = finding->value;
	filling->of[LABEL] = finding->label;
	kl_finding_fingerprint(finding, style, filling->fingerprint);
	filling->of[FINGERPRINT] = kl_span_of(filling->fingerprint);
}

static enum hole hole_at(const char *at, size_t length,
	const struct filling *filling)
{
	int i = LINE;

	while (i < HOLES && (filling->of[i].length == 0
			|| filling->of[i].length > length
			|| memcmp(filling->of[i].at, at, filling->of[i].length) != 0))
		i++;
	return (enum hole)i;
}

static void cut(struct kl_stencil *stencil, struct kl_span text,
	const struct filling *filling)
{
	static const char after[STEP];
	size_t from = 0, at = 0;

	stencil->room = text.length + STEP;
	while (at <= text.length && stencil->count < PARTS) {
		enum hole hole = at < text.length ? hole_at(text.at + at,
			text.length - at, filling) : NONE;
		if (hole == NONE && at < text.length) {
			at++;
			continue;
		}
		stencil->parts[stencil->count++] = (struct part){
			(uint32_t)(at - from), hole };
		kl_text_add(&stencil->text, (struct kl_span){ text.at + from,
			at - from });
		stencil->room += KL_STENCIL_TEXT + STEP;
		from = at = at + (hole == NONE ? 1 : filling->of[hole].length);
	}
	if (at <= text.length)
		stencil->count = 0;
	kl_text_add(&stencil->text, (struct kl_span){ after, STEP });
}

static char *put_number(char *at, uint64_t number)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324"
		"25262728293031323334353637383940414243444546474849"
		"50515253545556575859606162636465666768697071727374"
		"75767778798081828384858687888990919293949596979899";
	char digits[NUMBER];
	size_t from = NUMBER;

	for (; number >= 100; number /= 100) {
		from -= 2;
		memcpy(digits + from, pairs + 2 * (number % 100), 2);
	}
	if (number >= 10) {
		from -= 2;
		memcpy(digits + from, pairs + 2 * number, 2);
	} else {
		digits[--from] = (char)('0' + number);
	}
	memcpy(at, digits + from, NUMBER - from);
	return at + (NUMBER - from);
}

static char *put_text(char *at, struct kl_span text)
{
	if (text.length > 0)
		memcpy(at, text.at, text.length);
	return at + text.length;
}

static char *put(char *at, enum hole hole, const struct kl_finding *finding,
	const struct kl_style *style)
{
	switch (hole) {
	case LINE:
		return put_number(at, finding->place.line);
	case COLUMN:
		return put_number(at, finding->place.column);
	case ROW:
		return put_number(at, finding->place.row);
	case VALUE:
		return put_text(at, finding->value);
	case LABEL:
		return put_text(at, finding->label);
	case FINGERPRINT:
		kl_finding_fingerprint(finding, style, at);
		return at + KL_FINGERPRINT - 1;
	case NONE:
		break;
	}
	return at;
}

/* More is copied than is needed, which costs less than to know how much. */
static void use(const struct kl_stencil *stencil, const struct kl_finding *finding,
	const struct kl_style *style, struct kl_text_buffer *out)
{
	const char *text = stencil->text.at;

	if (out->failed || (out->capacity - out->length <= stencil->room
			&& !kl_grow(out->at, out->capacity,
				out->length + stencil->room + 1))) {
		out->failed = true;
		return;
	}
	char *at = out->at + out->length;
	for (size_t i = 0; i < stencil->count; i++) {
		const struct part *part = &stencil->parts[i];
		for (size_t j = 0; j < part->length; j += STEP)
			memcpy(at + j, text + j, STEP);
		text += part->length;
		at = put(at + part->length, part->hole, finding, style);
	}
	*at = '\0';
	out->length = (size_t)(at - out->at);
}

/* Whether the stencil gives what the format makes. */
static bool gives(const struct kl_stencil *stencil,
	const struct kl_stencil_source *source, const struct kl_finding *finding)
{
	struct kl_text_buffer made = { 0 }, whole = { 0 };

	use(stencil, finding, source->style, &made);
	source->add(source->context, finding, &whole);
	bool same = !made.failed && !whole.failed
		&& kl_span_equal(kl_text_span(&made), kl_text_span(&whole));
	kl_text_release(&made);
	kl_text_release(&whole);
	return same;
}

static struct kl_stencil *make(const struct kl_stencil_source *source,
	const struct kl_finding *finding)
{
	struct kl_stencil *stencil = calloc(1, sizeof *stencil);
	const struct kl_finding made_up = make_up(finding, false);
	const struct kl_finding other = make_up(finding, true);
	struct kl_text_buffer text = { 0 };
	struct filling filling;

	if (stencil == NULL)
		return NULL;
	source->add(source->context, &made_up, &text);
	fill(&made_up, source->style, &filling);
	if (!text.failed)
		cut(stencil, kl_text_span(&text), &filling);
	if (text.failed || stencil->text.failed || !gives(stencil, source, &other)
			|| !gives(stencil, source, finding))
		stencil->count = 0;
	kl_text_release(&text);
	return stencil;
}

/* NULL: memory is out. */
static const struct kl_stencil *find(struct kl_stencils *stencils,
	const struct kl_stencil_source *source, const struct kl_finding *finding)
{
	enum { NOVELTIES = KL_NOVELTY_KNOWN + 1 };
	const size_t blank = finding->value.length == 0;
	const size_t at = ((size_t)finding->mold->number * NOVELTIES
		+ (size_t)finding->novelty) * 2 + blank, had = stencils->capacity;

	if (!kl_grow(stencils->list, stencils->capacity, at + 1))
		return NULL;
	if (stencils->capacity > had)
		memset(stencils->list + had, 0, (stencils->capacity - had)
			* sizeof *stencils->list);
	if (stencils->list[at] == NULL)
		stencils->list[at] = make(source, finding);
	return stencils->list[at];
}

bool kl_stencils_add(struct kl_stencils *stencils,
	const struct kl_stencil_source *source, const struct kl_finding *finding,
	struct kl_text_buffer *out)
{
	if (stencils->plain['a'] == 0)
		take_plain(stencils, source->strict);
	const struct kl_stencil *stencil = can_fit(stencils, finding)
		? find(stencils, source, finding) : NULL;
	if (stencil == NULL || stencil->count == 0)
		return false;
	use(stencil, finding, source->style, out);
	return true;
}

void kl_stencils_release(struct kl_stencils *stencils)
{
	for (size_t i = 0; i < stencils->capacity; i++) {
		if (stencils->list[i] != NULL)
			kl_text_release(&stencils->list[i]->text);
		free(stencils->list[i]);
	}
	free(stencils->list);
}
