#include "clean/code.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"
#include "code/crebo.h"
#include "code/mend.h"
#include "table/cell.h"

static struct kl_clean_code *add(struct kl_clean_codes *codes,
	const struct kl_rule *rule)
{
	if (!kl_grow(codes->items, codes->capacity, codes->count + 1))
		return NULL;
	struct kl_clean_rule_code *item = &codes->items[codes->count++];
	*item = (struct kl_clean_rule_code){ .rule = rule,
		.code = { .form = KL_CODES_NO_FORM } };
	return &item->code;
}

static enum kl_status read_register(struct kl_clean_codes *codes,
	const struct kl_rule *rule, const struct kl_search *search,
	struct kl_clean_code *code, struct kl_error *error)
{
	const struct kl_argument *named = kl_rule_argument(rule, "register");

	if (!named->given)
		return KL_OK;
	struct kl_clean_register *made = kl_arena_alloc(&codes->arena,
		sizeof *made);
	if (made == NULL)
		return kl_no_memory(error);
	made->next = codes->registers;
	codes->registers = made;
	code->reg = &made->reg;
	return kl_register_read(&made->reg, named->words[0].text, rule->path,
		search, error);
}

static struct kl_span separator_of(const struct kl_argument *argument)
{
	if (!argument->given)
		return (struct kl_span){ 0 };
	const struct kl_span text = argument->words[0].text;
	const struct kl_span trimmed = kl_span_trim(text);
	return trimmed.length > 0 ? trimmed : text;
}

/* A list that stands in a table is not known before that is read: of such codes
 * only the form is certain. */
static enum kl_status read_rule(struct kl_clean_codes *codes,
	const struct kl_rule *rule, const struct kl_search *search,
	struct kl_error *error)
{
	const bool crebo = strcmp(rule->words->name, "crebo") == 0;

	if (!crebo && strcmp(rule->words->name, "codes") != 0)
		return KL_OK;
	const struct kl_argument *column = kl_rule_argument(rule, "column");
	const struct kl_argument *form = crebo ? NULL
		: kl_rule_argument(rule, "form");
	const struct kl_argument *list = crebo ? NULL
		: kl_rule_argument(rule, "list");
	const struct kl_argument *reg = kl_rule_argument(rule, "register");
	if (!column->given || (!crebo && !form->given && !list->given
			&& !reg->given))
		return KL_OK;
	struct kl_clean_code *code = add(codes, rule);
	if (code == NULL)
		return kl_no_memory(error);
	code->column = column->words[0].text;
	code->crebo = crebo;
	code->some_rows = rule->when != NULL || rule->unless_count > 0;
	if (!crebo) {
		if (form->given)
			code->form = (enum kl_codes_form)form->choice;
		code->listed = list->words;
		code->listed_count = list->given ? list->word_count : 0;
		code->separator = separator_of(kl_rule_argument(rule,
			"separator"));
	}
	return read_register(codes, rule, search, code, error);
}

/* crebo=COLUMN, brin=COLUMN ... */
static enum kl_status take_given(struct kl_clean_codes *codes,
	const struct kl_match *given, struct kl_error *error)
{
	struct kl_span forms[KL_CODES_NO_FORM + 1];
	size_t form = 0;

	for (size_t i = 0; i < KL_CODES_NO_FORM; i++)
		forms[i] = kl_span_of(kl_codes_form_names[i]);
	forms[KL_CODES_NO_FORM] = kl_span_of("crebo");
	while (form <= KL_CODES_NO_FORM
			&& !kl_span_equal(forms[form], given->field.text))
		form++;
	if (form > KL_CODES_NO_FORM) {
		size_t near = kl_text_nearest(given->field.text, forms,
			KL_CODES_NO_FORM + 1);
		bool found = near <= KL_CODES_NO_FORM;
		return kl_fail(error, KL_USAGE, NULL, 0, 0, "option --code: '%.*s' "
			"is no form of codes%s%s%s", (int)given->field.text.length,
			given->field.text.at, kl_translate(found
				? KL_TEXT("; did you mean '")
				: KL_TEXT("; there are crebo, brin, vestiging, "
					"bevoegd-gezag, gemeente, rio and lob")),
			found ? forms[near].at : "", found ? "'?" : "");
	}
	struct kl_clean_code *code = add(codes, NULL);
	if (code == NULL)
		return kl_no_memory(error);
	code->column = given->value.text;
	code->crebo = form == KL_CODES_NO_FORM;
	code->form = (enum kl_codes_form)form;
	return KL_OK;
}

enum kl_status kl_clean_codes_read(struct kl_clean_codes *codes,
	const struct kl_rules *rules, const struct kl_search *search,
	const struct kl_match *given, size_t given_count, struct kl_error *error)
{
	enum kl_status status = KL_OK;

	for (size_t i = 0; i < given_count && status == KL_OK; i++)
		status = take_given(codes, &given[i], error);
	for (size_t i = 0; i < rules->count && status == KL_OK; i++)
		status = read_rule(codes, &rules->rules[i], search, error);
	return status;
}

enum kl_status kl_clean_codes_used(const struct kl_clean_codes *codes,
	struct kl_error *error)
{
	for (size_t i = 0; i < codes->count; i++) {
		const struct kl_clean_rule_code *item = &codes->items[i];
		if (item->rule == NULL && !item->used)
			return kl_fail(error, KL_USAGE, NULL, 0, 0,
				"option --code: no table has a column '%.*s'",
				(int)item->code.column.length, item->code.column.at);
	}
	return KL_OK;
}

void kl_clean_codes_release(struct kl_clean_codes *codes)
{
	for (struct kl_clean_register *at = codes->registers; at != NULL;
			at = at->next)
		kl_register_release(&at->reg);
	free(codes->items);
	kl_arena_release(&codes->arena);
}

bool kl_clean_code_by_pattern(const struct kl_field *field,
	struct kl_clean_code *out)
{
	const struct kl_pattern *pattern = field->constraints.pattern;
	const struct kl_pattern_table *places = pattern == NULL ? NULL
		: kl_pattern_table(pattern);
	uint32_t digits = 0;

	if (field->type > KL_TYPE_STRING || places == NULL || places->length < 2)
		return false;
	for (int byte = 0; byte < 256; byte++) {
		const uint32_t stands = places->places[byte];
		bool digit = byte >= '0' && byte <= '9';
		bool capital = byte >= 'A' && byte <= 'Z';
		if (stands != 0 && !digit && !capital)
			return false;
		digits |= digit ? stands : 0;
	}
	*out = (struct kl_clean_code){ .column = field->name,
		.form = KL_CODES_NO_FORM, .places = places };
	return digits != 0;
}

static bool is_listed(const struct kl_clean_code *code, struct kl_span text)
{
	if (code->reg != NULL && kl_register_find(code->reg, text) != NULL)
		return true;
	for (size_t i = 0; i < code->listed_count; i++) {
		if (kl_span_equal(kl_span_trim(code->listed[i].text), text))
			return true;
	}
	return code->reg == NULL && code->listed_count == 0;
}

static bool has_form(const struct kl_clean_code *code, struct kl_span text)
{
	return code->crebo ? kl_crebo_is_form(text) : code->places != NULL
		? kl_pattern_table_has(code->places, text)
		: kl_codes_has_form(code->form, text);
}

static bool accepts(void *context, struct kl_span text)
{
	const struct kl_clean_code *code = context;

	return has_form(code, text) && is_listed(code, text);
}

static enum kl_clean_word word_of(enum kl_message reason)
{
	switch (reason) {
	case KL_MESSAGE_why_group:
		return KL_CLEAN_code_group;
	case KL_MESSAGE_why_lost_zeros:
		return KL_CLEAN_code_last_zeros;
	case KL_MESSAGE_why_decimals:
		return KL_CLEAN_code_decimals;
	case KL_MESSAGE_why_letter_o:
		return KL_CLEAN_code_letter_o;
	case KL_MESSAGE_why_quote:
		return KL_CLEAN_code_quote;
	case KL_MESSAGE_why_zeros:
		return KL_CLEAN_code_zeros;
	case KL_MESSAGE_why_lower_case:
		return KL_CLEAN_code_lower_case;
	case KL_MESSAGE_why_ligature:
		return KL_CLEAN_code_ligature;
	case KL_MESSAGE_why_scientific:
		return KL_CLEAN_code_scientific;
	case KL_MESSAGE_why_exponent:
		return KL_CLEAN_code_exponent;
	default:
		return KL_CLEAN_code_blanks;
	}
}

/* Zeros that were lost at the end are only sure if a register has the code. */
static struct kl_span mend_crebo(const struct kl_clean_code *code,
	struct kl_span text, struct kl_arena *arena, struct kl_clean_why *why,
	enum kl_clean_word *left)
{
	char repair[KL_CREBO_DIGITS + 1];
	enum kl_message reason;

	/* Of five digits, or a code of another kind: nothing of it is damaged. */
	if (has_form(code, text) || kl_crebo_other_kind(text, &reason))
		return text;
	if (!kl_crebo_repair(text, repair, &reason)) {
		*left = KL_CLEAN_not_code;
	} else if (!is_listed(code, kl_span_of(repair))) {
		*left = KL_CLEAN_not_listed;
	} else if (reason == KL_MESSAGE_why_lost_zeros && code->reg == NULL) {
		*left = KL_CLEAN_not_code;
	} else {
		*why = kl_clean_why(word_of(reason));
		return kl_arena_span(arena, kl_span_of(repair));
	}
	return text;
}

static struct kl_span mend_other(const struct kl_clean_code *code,
	struct kl_span text, struct kl_arena *arena, struct kl_clean_why *why,
	enum kl_clean_word *left)
{
	struct kl_clean_code form_only = *code;
	struct kl_codes_repair repair;

	if (accepts((void *)code, text))
		return text;
	if (kl_codes_mend(code->form, text, accepts, (void *)code, &repair)) {
		for (size_t i = 0; i < repair.reason_count; i++)
			why->words[i] = word_of(repair.reasons[i]);
		return kl_arena_span(arena, (struct kl_span){ repair.code,
			repair.length });
	}
	/* Of the right form and not in the register: nothing of it is damaged. */
	if (has_form(code, text))
		return text;
	form_only.reg = NULL;
	form_only.listed_count = 0;
	*left = code->form != KL_CODES_NO_FORM && (code->reg != NULL
			|| code->listed_count > 0)
		&& kl_codes_mend(code->form, text, accepts, &form_only, &repair)
		? KL_CLEAN_not_listed : KL_CLEAN_not_code;
	return text;
}

/* A mark instead of a code: n.v.t., -. */
static bool is_mark(struct kl_span text)
{
	struct kl_reading reading;
	struct kl_cell cell;

	kl_reading_init(&reading);
	kl_cell_read(text, &reading, &cell);
	return cell.kind == KL_CELL_UNKNOWN
		|| (cell.kind == KL_CELL_EXACT && !kl_is_digit(text.at[text.length - 1]));
}

static struct kl_span mend_one(const struct kl_clean_code *code,
	struct kl_span text, struct kl_arena *arena, struct kl_clean_why *why,
	enum kl_clean_word *left)
{
	struct kl_span mended = (code->crebo ? mend_crebo : mend_other)(code, text,
		arena, why, left);

	if (*left != KL_CLEAN_NOTHING && (code->some_rows || is_mark(text)))
		*left = KL_CLEAN_NOTHING;
	return mended;
}

struct kl_span kl_clean_mend(const struct kl_clean_code *code,
	struct kl_span text, struct kl_arena *arena, struct kl_clean_why *why,
	enum kl_clean_word *left)
{
	struct kl_text_buffer joined = { 0 };
	struct kl_span rest = text, item;
	bool changed = false;

	if (code->separator.length == 0)
		return mend_one(code, text, arena, why, left);
	for (bool first = true; kl_span_next(&rest, code->separator, &item);
			first = false) {
		struct kl_span bare = kl_span_trim(item), mended = bare;
		struct kl_clean_why reason = { { KL_CLEAN_NOTHING } };
		if (bare.length > 0)
			mended = mend_one(code, bare, arena, &reason, left);
		joined.failed |= mended.at == NULL && bare.length > 0;
		if (!first)
			kl_text_add(&joined, code->separator);
		changed = changed || reason.words[0] != KL_CLEAN_NOTHING;
		for (size_t i = 0; i < KL_CLEAN_REASONS; i++)
			kl_clean_why_note(why, reason.words[i]);
		/* The blanks around it stay. */
		kl_text_add(&joined, (struct kl_span){ item.at,
			bare.length > 0 ? (size_t)(bare.at - item.at) : item.length });
		kl_text_add(&joined, mended);
		if (bare.length > 0)
			kl_text_add(&joined, (struct kl_span){ bare.at + bare.length,
				(size_t)(item.at + item.length - bare.at) - bare.length });
	}
	if (joined.failed)
		text.at = NULL;
	else if (changed)
		text = kl_arena_span(arena, kl_text_span(&joined));
	kl_text_release(&joined);
	return text;
}
