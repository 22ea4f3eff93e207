/* Which column of a list is which of a register, and what form its codes have. */
#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"
#include "rule/convert.h"

enum { CODE = 0, NAMES_MOST = 12 };
enum { CREBO = 0, BRIN = 1, ANY = 6 };  /* of kl_conversion_forms */

/* What publishers call a column, in the order of kl_register_columns; compared
 * without case, accents and punctuation. No name stands twice. */
static const char *const usual[KL_REGISTER_COLUMNS][NAMES_MOST] = {
	{ "code", "crebo", "crebo code", "crebocode", "crebonummer", "crebo nummer",
		"opleidingcode", "opleidingscode", "brin", "brin nummer", "brinnummer",
		"instellingscode" },
	{ "naam", "name", "naam opleiding", "opleidingsnaam", "naam kwalificatie",
		"kwalificatie", "opleiding", "instellingsnaam", "omschrijving" },
	{ "soort", "soort opleiding", "type opleiding", "opleidingstype" },
	{ "niveau", "level", "mbo niveau", "niveau opleiding" },
	{ "leerweg", "leerwegen" },
	{ "dossier", "dossiercode", "dossiernummer", "kwalificatiedossier" },
	{ "domein", "domeincode", "opleidingsdomein" },
	{ "kbb brin", "brin kbb", "brin kenniscentrum", "lob brin", "brin lob" },
	{ "sector" },
	{ "bron" },
	{ "geldig van", "geldig vanaf", "begindatum", "ingangsdatum" },
	{ "laatste instroom", "laatste instroomdatum", "einddatum instroom" },
	{ "geldig tot", "geldig tot en met", "geldig t m", "einddatum" },
};

static enum kl_status no_column(const struct kl_conversion *c, size_t column,
	struct kl_span name, struct kl_error *error)
{
	size_t near = kl_text_nearest(name, c->names, c->header.count);
	struct kl_text_buffer text = { 0 };
	enum kl_status status;

	kl_text_printf(&text, kl_translate("option --%s: there is no column '"),
		kl_conversion_words.parameters[column].name);
	kl_text_add_visible(&text, name, 60);
	kl_text_puts(&text, near < c->header.count ? kl_translate("'; did you mean '")
		: kl_translate("'; the columns are "));
	for (size_t i = 0; i < c->header.count; i++) {
		if (near < c->header.count && i != near)
			continue;
		kl_text_puts(&text, i > 0 && near == c->header.count ? ", " : "");
		kl_text_add_visible(&text, c->names[i], 40);
	}
	kl_text_puts(&text, near < c->header.count ? "'?" : "");
	status = text.failed ? kl_no_memory(error)
		: kl_fail(error, KL_USAGE, NULL, 0, 0, "%s", text.at);
	kl_text_release(&text);
	return status;
}

static bool same_names(const struct kl_conversion *c, const bool *candidates)
{
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < c->header.count; i++) {
		if (candidates[i] && first == SIZE_MAX)
			first = i;
		else if (candidates[i]
				&& !kl_span_equal(c->names[i], c->names[first]))
			return false;
	}
	return true;
}

/* Not certain: the columns that may be meant, or all if none looks like it. */
static enum kl_status refuse(const struct kl_conversion *c, size_t column,
	const bool *candidates, struct kl_error *error)
{
	const char *option = kl_conversion_words.parameters[column].name;
	struct kl_text_buffer list = { 0 };
	size_t count = 0, some = 0;
	enum kl_status status;

	for (size_t i = 0; i < c->header.count; i++)
		some += candidates[i];
	for (size_t i = 0; i < c->header.count; i++) {
		if (some > 0 && !candidates[i])
			continue;
		kl_text_puts(&list, count++ > 0 ? ", " : "");
		kl_text_add_visible(&list, c->names[i], 40);
	}
	if (list.failed)
		status = kl_no_memory(error);
	else if (some > 1 && same_names(c, candidates))
		status = kl_fail(error, KL_USAGE, c->path, c->header.line, 0,
			"the column of the %s stands twice in the header: %s", option,
			list.at);
	else if (some > 0)
		status = kl_fail(error, KL_USAGE, c->path, c->header.line, 0,
			"the %s may stand in several columns: %s; say --%s COLUMN%s",
			option, list.at, option,
			column == CODE ? "" : kl_translate(", an empty one for none"));
	else
		status = kl_fail(error, KL_USAGE, c->path, c->header.line, 0,
			"no column looks like that of the codes: say --code COLUMN, one of %s",
			list.at);
	kl_text_release(&list);
	return status;
}

/* An option: the very name, else the only one that is the same folded. */
static enum kl_status take_given(struct kl_conversion *c, size_t column,
	bool *candidates, struct kl_error *error)
{
	const struct kl_span name = kl_span_trim(c->arguments[column].words[0].text);
	size_t exact = 0, alike = 0, at[2] = { 0 };

	for (size_t i = 0; i < c->header.count; i++) {
		bool same = kl_span_equal(c->names[i], name);
		candidates[i] = same || kl_text_same_folded(c->names[i], name);
		if (same && exact++ == 0)
			at[0] = i;
		if (candidates[i] && alike++ == 0)
			at[1] = i;
	}
	if (alike == 0)
		return no_column(c, column, name, error);
	if (exact != 1 && (exact > 1 || alike > 1))
		return refuse(c, column, candidates, error);
	c->columns[column] = (struct kl_conversion_column){ KL_WAY_GIVEN,
		at[exact != 1] };
	return KL_OK;
}

static bool is_taken(const struct kl_conversion *c, size_t index)
{
	for (size_t i = 0; i < KL_REGISTER_COLUMNS; i++) {
		if (c->columns[i].way != KL_WAY_NONE && c->columns[i].index == index)
			return true;
	}
	return false;
}

static bool has_usual_name(size_t column, struct kl_span name)
{
	for (size_t i = 0; i < NAMES_MOST && usual[column][i] != NULL; i++) {
		if (kl_text_same_folded(name, kl_span_of(usual[column][i])))
			return true;
	}
	return false;
}

static enum kl_status take_candidate(struct kl_conversion *c, size_t column,
	const bool *candidates, enum kl_conversion_way way, struct kl_error *error)
{
	size_t count = 0, at = 0;

	for (size_t i = 0; i < c->header.count; i++) {
		if (candidates[i] && count++ == 0)
			at = i;
	}
	if (count > 1)
		return refuse(c, column, candidates, error);
	if (count == 1)
		c->columns[column] = (struct kl_conversion_column){ way, at };
	return KL_OK;
}

/* Rows whose cell in a column of the list has this form. */
static uint64_t count_form(const struct kl_conversion *c, size_t index, int form)
{
	uint64_t count = 0;

	for (size_t i = 0; i < c->row_count; i++) {
		const struct kl_row *row = &c->rows[i].row;
		count += index < row->count && kl_conversion_has_form(form,
			kl_span_trim(row->cells[index]));
	}
	return count;
}

/* Nine of ten rows. */
static bool is_nearly_all(const struct kl_conversion *c, uint64_t count)
{
	return 10 * count >= 9 * (uint64_t)c->row_count;
}

/* The form of more than half of the cells, of those that can be told apart: any
 * is none, and a bevoegd gezag looks like a crebo. -1: there is none. */
static int form_of(const struct kl_conversion *c, size_t index)
{
	static const int apart[] = { CREBO, BRIN, 2, 4, 5 };

	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
		if (2 * count_form(c, index, apart[i]) > c->row_count)
			return apart[i];
	}
	return -1;
}

/* A column with codes of one form, but for a note below them or the like. */
static bool has_codes(const struct kl_conversion *c, size_t index)
{
	int form = form_of(c, index);

	return form >= 0 && is_nearly_all(c, count_form(c, index, form));
}

/* Whether nearly every cell of the column is another. False when memory is out,
 * too: then the column is not guessed. */
static bool tells_apart(const struct kl_conversion *c, size_t index)
{
	struct kl_index seen = { 0 };
	bool fine = true;

	for (size_t i = 0; i < c->row_count && fine; i++) {
		const struct kl_row *row = &c->rows[i].row;
		if (index < row->count)
			fine = kl_index_add(&seen, kl_span_trim(row->cells[index]), 0,
				NULL, NULL);
	}
	fine = fine && is_nearly_all(c, seen.count);
	kl_index_release(&seen);
	return fine;
}

static enum kl_status guess_code(struct kl_conversion *c, bool *candidates,
	struct kl_error *error)
{
	for (size_t i = 0; i < c->header.count; i++)
		candidates[i] = !is_taken(c, i) && has_codes(c, i)
			&& tells_apart(c, i);
	enum kl_status status = take_candidate(c, CODE, candidates,
		KL_WAY_CONTENTS, error);
	return status != KL_OK || c->columns[CODE].way != KL_WAY_NONE ? status
		: refuse(c, CODE, candidates, error);
}

static enum kl_status find_columns(struct kl_conversion *c, bool *candidates,
	struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < KL_REGISTER_COLUMNS && status == KL_OK; i++) {
		const struct kl_argument *argument = &c->arguments[i];
		if (argument->given
				&& kl_span_trim(argument->words[0].text).length > 0)
			status = take_given(c, i, candidates, error);
	}
	for (size_t i = 0; i < KL_REGISTER_COLUMNS && status == KL_OK; i++) {
		if (c->arguments[i].given)
			continue;
		for (size_t j = 0; j < c->header.count; j++)
			candidates[j] = !is_taken(c, j) && has_usual_name(i, c->names[j]);
		status = take_candidate(c, i, candidates, KL_WAY_NAME, error);
	}
	if (status == KL_OK && c->columns[CODE].way == KL_WAY_NONE)
		status = guess_code(c, candidates, error);
	return status;
}

/* A column that is called crebo or BRIN has these. */
static int form_by_name(struct kl_span name)
{
	struct kl_text_buffer folded = { 0 };
	int form = -1;

	kl_text_add_folded(&folded, name);
	if (folded.length >= 5 && memcmp(folded.at, "crebo", 5) == 0)
		form = CREBO;
	else if (folded.length >= 4 && memcmp(folded.at, "brin", 4) == 0)
		form = BRIN;
	kl_text_release(&folded);
	return form;
}

static void find_form(struct kl_conversion *c)
{
	const struct kl_argument *given = &c->arguments[KL_CONVERT_FORM];
	size_t index = c->columns[CODE].index;

	c->form_way = KL_WAY_GIVEN;
	c->form = given->choice;
	if (!given->given) {
		c->form_way = KL_WAY_NAME;
		c->form = form_by_name(c->names[index]);
	}
	if (c->form < 0) {
		c->form_way = KL_WAY_CONTENTS;
		c->form = form_of(c, index);
	}
	if (c->form < 0) {
		c->form_way = KL_WAY_NONE;
		c->form = ANY;
	}
	c->of_form = count_form(c, index, c->form);
}

enum kl_status kl_conversion_find(struct kl_conversion *c,
	struct kl_error *error)
{
	bool *candidates = calloc(c->header.count + 1, sizeof *candidates);

	if (candidates == NULL)
		return kl_no_memory(error);
	enum kl_status status = find_columns(c, candidates, error);
	free(candidates);
	if (status == KL_OK)
		find_form(c);
	return status;
}
