#include "rule/waivers.h"

#include "base/translate.h"
#include "rule/rulefile.h"

enum { FINGERPRINT, RULE, CODE, TABLE, ROW, FIELD, REASON, OWNER, UNTIL,
	PARAMETERS };

static const struct kl_parameter parameters[PARAMETERS] = {
	[FINGERPRINT] = { "fingerprint", KL_PARAMETER_TEXT, "FINGERPRINT",
		"of the finding, as -f jsonl and -v tell it", NULL },
	[RULE] = { "rule", KL_PARAMETER_TEXT, "RULE", "id of its rule", NULL },
	[CODE] = { "code", KL_PARAMETER_TEXT, "CODE", "its code", NULL },
	[TABLE] = { "table", KL_PARAMETER_TEXT, "TABLE", "the table it is in", NULL },
	[ROW] = { "row", KL_PARAMETER_NUMBER, "NUMBER",
		"the record that it is in, the first after the header is 1", NULL },
	[FIELD] = { "field", KL_PARAMETER_TEXT, "COLUMN", "the column it is in",
		NULL },
	[REASON] = { "reason", KL_PARAMETER_TEXT, "TEXT",
		"why it need not be mended now", NULL },
	[OWNER] = { "owner", KL_PARAMETER_TEXT, "NAME", "who answers for that",
		NULL },
	[UNTIL] = { "until", KL_PARAMETER_DATE, "DATE",
		"the last day that it holds", NULL },
};

const struct kl_words kl_waiver_words = { "waiver",
	"a finding that is answered for until a date", parameters, PARAMETERS };

struct reading {
	struct kl_waivers *waivers;
	const char *path;
	struct kl_error *error;
};

/* `reason` and `owner` say something, or people would not know whom to ask. */
static enum kl_status check_needed(const struct reading *r,
	const struct kl_node *node, const struct kl_argument *arguments)
{
	for (int i = REASON; i <= UNTIL; i++) {
		const struct kl_argument *argument = &arguments[i];
		if (!argument->given)
			return kl_node_missing(node, r->path, "waiver",
				parameters[i].name, r->error);
		if (i != UNTIL && kl_span_is_blank(argument->words[0].text))
			return kl_fail(r->error, KL_INVALID, r->path, argument->line,
				argument->column, "'%s' is blank",
				parameters[i].name);
	}
	for (int i = FINGERPRINT; i < REASON; i++) {
		if (arguments[i].given)
			return KL_OK;
	}
	return kl_node_fail(node, r->path, r->error,
		"this waiver names no finding: give a fingerprint, or one or more of rule, code, table, row and field");
}

static enum kl_status unknown_code(const struct reading *r,
	const struct kl_argument *argument)
{
	struct kl_span known[KL_CODES];
	struct kl_span text = argument->words[0].text;

	for (int i = 0; i < KL_CODES; i++)
		known[i] = kl_span_of(kl_code_name((enum kl_code)i));
	size_t near = kl_text_nearest(text, known, KL_CODES);
	return kl_fail(r->error, KL_INVALID, r->path, argument->line,
		argument->column, "unknown code '%.*s'%s%s%s", (int)text.length,
		text.at, near < KL_CODES ? kl_translate("; did you mean '") : "",
		near < KL_CODES ? known[near].at : "",
		near < KL_CODES ? "'?" : kl_translate("; klopt list findings tells all"));
}

static enum kl_status take_code(const struct reading *r,
	const struct kl_argument *argument, struct kl_waiver *waiver)
{
	waiver->by_code = argument->given;
	if (!argument->given)
		return KL_OK;
	if (!kl_code_find(argument->words[0].text, &waiver->code))
		return unknown_code(r, argument);
	return !kl_code_is_of_waivers(waiver->code) ? KL_OK : kl_fail(r->error,
		KL_INVALID, r->path, argument->line, argument->column,
		"'%s' tells of waivers, and cannot be waived",
		kl_code_name(waiver->code));
}

static enum kl_status take_numbers(const struct reading *r,
	const struct kl_argument *arguments, struct kl_waiver *waiver)
{
	const struct kl_argument *row = &arguments[ROW];
	const struct kl_argument *fingerprint = &arguments[FINGERPRINT];

	if (row->given && (row->number.decimals > 0 || row->number.coefficient < 1
			|| row->number.coefficient > INT64_MAX))
		return kl_fail(r->error, KL_INVALID, r->path, row->line, row->column,
			"'row' takes the number of a record after the header, from 1");
	waiver->row = row->given ? (uint64_t)row->number.coefficient : 0;
	waiver->by_fingerprint = fingerprint->given;
	if (fingerprint->given && !kl_fingerprint_parse(
			fingerprint->words[0].text, &waiver->fingerprint))
		return kl_fail(r->error, KL_INVALID, r->path, fingerprint->line,
			fingerprint->column,
			"'fingerprint' takes 16 hexadecimal digits, as -f jsonl tells them");
	return KL_OK;
}

static struct kl_span text_of(const struct kl_argument *argument)
{
	return argument->given ? argument->words[0].text
		: (struct kl_span){ NULL, 0 };
}

static enum kl_status add(const struct reading *r, const struct kl_node *node,
	const struct kl_argument *arguments)
{
	struct kl_waivers *waivers = r->waivers;
	struct kl_waiver waiver = { .rule = text_of(&arguments[RULE]),
		.table = text_of(&arguments[TABLE]),
		.field = text_of(&arguments[FIELD]),
		.reason = arguments[REASON].words[0].text.at,
		.owner = arguments[OWNER].words[0].text.at,
		.until = arguments[UNTIL].date, .path = r->path,
		.line = node->line, .column = node->column };
	enum kl_status status = take_code(r, &arguments[CODE], &waiver);

	if (status == KL_OK)
		status = take_numbers(r, arguments, &waiver);
	if (status != KL_OK)
		return status;
	waiver.expired = kl_date_compare(waivers->today, waiver.until) > 0;
	if (waivers->count == KL_WAIVERS_MOST)
		return kl_fail(r->error, KL_LIMIT, r->path, node->line, node->column,
			"more than %d waivers", KL_WAIVERS_MOST);
	if (!kl_grow(waivers->list, waivers->capacity, waivers->count + 1))
		return kl_no_memory(r->error);
	waivers->list[waivers->count++] = waiver;
	return KL_OK;
}

static enum kl_status read_entry(const struct reading *r,
	const struct kl_node *node)
{
	struct kl_arena *arena = &r->waivers->arena;
	struct kl_argument *arguments = kl_arena_alloc(arena,
		PARAMETERS * sizeof *arguments);
	const struct kl_keys keys = { r->path, arena, &kl_waiver_words, NULL, 0,
		r->error };
	enum kl_status status = kl_node_need(node, r->path, KL_NODE_MAP, "waivers",
		"a list of mappings", r->error);

	if (arguments == NULL)
		return kl_no_memory(r->error);
	for (size_t i = 0; status == KL_OK && i < node->count; i += 2)
		status = kl_keys_read(&keys, node->items[i], node->items[i + 1],
			arguments);
	if (status == KL_OK)
		status = check_needed(r, node, arguments);
	return status == KL_OK ? add(r, node, arguments) : status;
}

/* The list of a file: NULL if nothing stands there yet. */
static enum kl_status read_list(const char *path, struct kl_arena *arena,
	const struct kl_node **list, struct kl_error *error)
{
	static const char *const keys[] = { "waivers", "title", "description" };
	struct kl_node *root;
	enum kl_status status = kl_node_read(path, arena, &root, error);

	if (status == KL_OK && root->kind != KL_NODE_MAP)
		status = kl_node_fail(root, path, error,
			"a waiver file is a mapping with a list at 'waivers'");
	if (status == KL_OK)
		status = kl_node_keys(root, path, keys, sizeof keys / sizeof *keys,
			error);
	if (status != KL_OK)
		return status;
	*list = kl_node_get(root, "waivers");
	if (*list == NULL)
		return kl_node_missing(root, path, "the waiver file", "waivers",
			error);
	if (kl_node_is_null(*list)) {
		*list = NULL;
		return KL_OK;
	}
	return kl_node_need(*list, path, KL_NODE_LIST, "waivers",
		"a list of mappings", error);
}

enum kl_status kl_waivers_read(struct kl_waivers *waivers, const char *path,
	struct kl_error *error)
{
	const struct reading r = { waivers,
		kl_arena_text(&waivers->arena, kl_span_of(path)), error };
	const struct kl_node *list;

	if (r.path == NULL)
		return kl_no_memory(error);
	enum kl_status status = read_list(path, &waivers->arena, &list, error);
	for (size_t i = 0; status == KL_OK && list != NULL && i < list->count; i++)
		status = read_entry(&r, list->items[i]);
	return status;
}
