#include "check/condition.h"

#include "base/translate.h"

enum { MOST_DECIMALS = 6 };

/* The part that fails: of terms joined by `and` the first that is false, of `if`
 * what must then hold; *given is the condition of that `if`. */
static const struct kl_tree *find_part(struct kl_binding *binding,
	const struct kl_tree *term, const struct kl_row *row,
	const struct kl_tree **given)
{
	struct kl_result value;

	for (;;) {
		const struct kl_tree *next = NULL;
		if (term->kind == KL_TREE_IF) {
			*given = term->operands[0];
			kl_evaluate_tree(binding, *given, row, &value);
			if (value.truth != KL_UNDECIDED || value.unknown)
				next = term->operands[!value.unknown
					&& value.truth == KL_HOLDS ? 1
					: term->count - 1];
		}
		for (size_t i = 0; term->kind == KL_TREE_AND && i < term->count
				&& next == NULL; i++) {
			kl_evaluate_tree(binding, term->operands[i], row, &value);
			if (!value.unknown && value.truth == KL_VIOLATED)
				next = term->operands[i];
		}
		if (next == NULL)
			return term;
		term = next;
	}
}

static void add_column(struct kl_condition *made, const struct kl_scope *scope,
	struct kl_binding *binding, const struct kl_tree *column,
	const struct kl_row *row)
{
	enum kl_expression_type type;
	struct kl_span name;
	size_t index = kl_binding_column(binding, column->slot, &type, &name);
	struct kl_finding *finding = &made->finding;

	for (size_t i = 0; i < finding->cell_count; i++) {
		if (kl_span_equal(made->cells[i].place.field, name))
			return;
	}
	if (index == SIZE_MAX || row == NULL
			|| finding->cell_count == KL_CONDITION_CELLS)
		return;
	made->cells[finding->cell_count++] = (struct kl_finding_cell){
		kl_scope_place(scope, row, index),
		kl_span_trim(kl_row_cell(row, index)) };
}

/* Columns of the row in a term, in the order written. */
static void add_columns(struct kl_condition *made, const struct kl_scope *scope,
	struct kl_binding *binding, const struct kl_tree *term,
	const struct kl_row *row)
{
	const struct kl_aggregate *a = term->aggregate;

	if (term->kind == KL_TREE_COLUMN)
		add_column(made, scope, binding, term, row);
	for (size_t i = 0; i < term->count; i++)
		add_columns(made, scope, binding, term->operands[i], row);
	for (size_t i = 0; a != NULL && i < a->key_count; i++)
		add_columns(made, scope, binding, a->keys[i].here, row);
}

static const char *relation_of(enum kl_tree_kind kind)
{
	switch (kind) {
	case KL_TREE_EQUAL: return "";
	case KL_TREE_UNEQUAL: return "!= ";
	case KL_TREE_LESS: return "< ";
	case KL_TREE_AT_MOST: return "<= ";
	case KL_TREE_MORE: return "> ";
	case KL_TREE_AT_LEAST: return ">= ";
	default: return NULL;
	}
}

static bool is_printed(const struct kl_tree *term)
{
	return term->kind == KL_TREE_COLUMN || term->kind == KL_TREE_NUMBER
		|| term->kind == KL_TREE_TEXT || term->kind == KL_TREE_DATE
		|| term->kind == KL_TREE_TRUTH;
}

/* What is told in a word; NULL: in figures or text of its own. */
static const char *word_of(const struct kl_result *value)
{
	if (value->unknown)
		return value->blank ? KL_TEXT("blank") : KL_TEXT("unknown");
	if (value->type != KL_OF_TRUTH)
		return NULL;
	return value->truth == KL_HOLDS ? KL_TEXT("true") : KL_TEXT("false");
}

static void add_result(struct kl_text_buffer *out, const struct kl_result *value,
	char decimal_char)
{
	char number[KL_RANGE_TEXT];

	switch (value->type) {
	case KL_OF_NUMBER:
		kl_range_format(&value->number, decimal_char, MOST_DECIMALS, number);
		kl_text_puts(out, number);
		return;
	case KL_OF_DATE:
		kl_date_format(value->date, number);
		kl_text_puts(out, number);
		return;
	default:
		kl_text_add(out, value->text);
		return;
	}
}

static void add_figure(struct kl_condition *made, const char *name,
	enum kl_figure_kind kind, struct kl_span text)
{
	made->figures[made->finding.figure_count++] = (struct kl_figure){
		.name = name, .kind = kind, .text = text };
}

/* A side of a comparison that no cell and no literal shows. */
static bool add_side(struct kl_condition *made, struct kl_binding *binding,
	const struct kl_expression *expression, const struct kl_tree *side,
	const struct kl_row *row, const char *const *names,
	struct kl_text_buffer *value)
{
	struct kl_result result;

	if (is_printed(side))
		return false;
	kl_evaluate_tree(binding, side, row, &result);
	if (word_of(&result) != NULL)
		kl_text_puts(value, kl_translate(word_of(&result)));
	else
		add_result(value, &result, made->finding.decimal_char);
	add_figure(made, names[0], KL_FIGURE_TEXT, kl_tree_text(expression, side));
	add_figure(made, names[1], KL_FIGURE_VALUE, kl_text_span(value));
	return true;
}

/* What should stand in the cell that is pointed at, if it is one side. */
static void set_expected(struct kl_condition *made, struct kl_binding *binding,
	const struct kl_tree *part, const struct kl_row *row)
{
	const struct kl_tree *cell = part->operands[0];
	enum kl_expression_type type;
	struct kl_result result;
	struct kl_span name;

	if (cell->kind != KL_TREE_COLUMN)
		return;
	kl_binding_column(binding, cell->slot, &type, &name);
	if (!kl_span_equal(name, made->finding.place.field))
		return;
	kl_text_puts(&made->expected, relation_of(part->kind));
	kl_evaluate_tree(binding, part->operands[1], row, &result);
	if (word_of(&result) != NULL)
		kl_text_puts(&made->expected, word_of(&result));
	else
		add_result(&made->expected, &result, made->finding.decimal_char);
	made->finding.expected = kl_text_span(&made->expected);
}

static void add_computed(struct kl_condition *made,
	struct kl_binding *binding, const struct kl_expression *expression,
	const struct kl_tree *part, const struct kl_row *row)
{
	static const char *const left[] = { "left", "left_value" };
	static const char *const right[] = { "right", "right_value" };
	bool compares = relation_of(part->kind) != NULL;
	bool asks = part->kind == KL_TREE_IN || part->kind == KL_TREE_BETWEEN
		|| part->kind == KL_TREE_MATCHES;
	bool first = (compares || asks) && add_side(made, binding, expression,
		part->operands[0], row, left, &made->left);
	bool second = compares && add_side(made, binding, expression,
		part->operands[1], row, right, &made->right);

	if (compares)
		set_expected(made, binding, part, row);
	struct kl_figure *computed = &made->figures[made->finding.figure_count++];
	*computed = (struct kl_figure){ .name = "computed",
		.kind = KL_FIGURE_SENTENCE };
	if (!first && !second)
		return;
	computed->kind = KL_FIGURE_PHRASE;
	computed->phrase = !second ? KL_MESSAGE_computed_left
		: first ? KL_MESSAGE_computed_both : KL_MESSAGE_computed_right;
}

static void point_at(struct kl_condition *made, const struct kl_scope *scope,
	const struct kl_row *row, size_t field)
{
	struct kl_finding *finding = &made->finding;
	const struct kl_finding_cell *first = &made->cells[0];

	finding->place = (struct kl_place){ .order = scope->table->order,
		.table = scope->table->name, .path = scope->table->shown };
	if (row == NULL)
		return;
	if (field != SIZE_MAX) {
		finding->place = kl_scope_place(scope, row, field);
		finding->value = kl_span_trim(kl_row_cell(row, field));
	} else if (finding->cell_count > 0) {
		finding->place = first->place;
		finding->value = first->value;
		field = kl_scope_column(scope, first->place.field);
	} else {
		finding->place = kl_scope_place(scope, row, 0);
		finding->place.field = (struct kl_span){ 0 };
	}
	finding->label = kl_scope_label(row, field);
}

bool kl_condition_tell(struct kl_condition *condition,
	const struct kl_scope *scope, struct kl_binding *binding,
	const struct kl_expression *expression, const struct kl_row *row,
	size_t field)
{
	struct kl_finding *finding = &condition->finding;
	const struct kl_tree *given = NULL;
	const struct kl_tree *part = find_part(binding, expression->root, row,
		&given);

	*finding = (struct kl_finding){ .code = KL_CODE_expression,
		.decimal_char = scope->table->reading.decimal_char,
		.figures = condition->figures, .cells = condition->cells };
	add_columns(condition, scope, binding, part, row);
	if (given != NULL)
		add_columns(condition, scope, binding, given, row);
	point_at(condition, scope, row, field);
	add_figure(condition, "condition", KL_FIGURE_TEXT,
		kl_tree_text(expression, given != NULL ? expression->root : part));
	add_computed(condition, binding, expression, part, row);
	finding->message = finding->cell_count > 0 ? KL_MESSAGE_expression
		: KL_MESSAGE_expression_alone;
	return !condition->left.failed && !condition->right.failed
		&& !condition->expected.failed;
}

void kl_condition_release(struct kl_condition *condition)
{
	kl_text_release(&condition->left);
	kl_text_release(&condition->right);
	kl_text_release(&condition->expected);
}
