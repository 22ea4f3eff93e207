/* Columns of codes: crebo, BRIN and the others, by name and by what stands there. */
#include <inttypes.h>
#include <stdlib.h>

#include "code/crebo.h"
#include "code/mend.h"
#include "draft/shape.h"
#include "rule/search.h"

/* What is called so is a column of these codes if every second code has the form, or
 * can be mended; what is not called so, if nine of ten have it, of three different
 * codes at least. A list of crebo is meant where it has every second code. */
enum { NAMED = 5, BY_CONTENTS = 9, FEW = 3, CREBO_FEW = 5, CREBO_LISTED = 8 };

static const char *const separators[] = { "", "|", ";", ",", "/", "+" };
enum { SEPARATORS = sizeof separators / sizeof *separators };

/* What a column was found to be. */
struct found {
	struct kl_draft_table *table;
	const struct kl_draft_column *column;
	const struct kl_draft_column *names;    /* of the codes, as a register has
	                                           them; NULL: there are none */
	bool told;                      /* it stands in a proposal */
	bool crebo;
	enum kl_codes_form form;
	bool named;
	const char *separator;
	uint64_t codes, fits;           /* different ones; those that have the form */
	uint64_t damaged;               /* of a named column: that can be mended */
	size_t reg;                     /* SIZE_MAX: no list has them */
	uint64_t listed;
};

struct codes {
	struct kl_draft *draft;
	struct kl_register *registers;
	size_t register_count, register_capacity;
	bool registers_read;
	bool failed;                    /* memory was out */
	struct found *found;
	size_t found_count, found_capacity;
};

static bool has_form(const struct found *found, struct kl_span code)
{
	return found->crebo ? kl_crebo_is_form(code)
		: kl_codes_has_form(found->form, code);
}

static bool accepts(void *context, struct kl_span code)
{
	return has_form(context, code);
}

static bool is_damaged(struct found *found, struct kl_span code)
{
	struct kl_codes_repair repair;
	char crebo[KL_CREBO_DIGITS + 1];
	enum kl_message why;

	return found->crebo ? kl_crebo_repair(code, crebo, &why)
		: kl_codes_mend(found->form, code, accepts, found, &repair);
}

static void count_fits(const struct kl_draft_column *column, struct found *found)
{
	struct kl_span separator = kl_span_of(found->separator), code;

	found->codes = found->fits = found->damaged = 0;
	for (size_t v = 0; v < column->value_count; v++) {
		struct kl_span rest = column->values[v].text;
		struct kl_cell cell;
		if (kl_draft_is_mark(rest, &cell))
			continue;
		while (kl_span_next(&rest, separator, &code)) {
			code = kl_span_trim(code);
			found->codes++;
			if (has_form(found, code))
				found->fits++;
			else if (found->named)
				found->damaged += is_damaged(found, code);
		}
	}
}

/* One code in a cell, or several where that fits better. */
static void count_form(const struct kl_draft_column *column, struct found *found)
{
	struct found best = *found;

	best.codes = best.fits = best.damaged = 0;
	for (size_t i = 0; i < SEPARATORS; i++) {
		found->separator = separators[i];
		count_fits(column, found);
		if (best.codes == 0 || (i > 0 && found->codes > best.codes
				&& found->fits * best.codes > best.fits * found->codes))
			best = *found;
	}
	*found = best;
}

static bool is_enough(const struct found *found)
{
	uint64_t share = found->named ? NAMED : BY_CONTENTS;
	uint64_t codes = found->fits + found->damaged;

	return codes > 0 && 10 * codes >= share * found->codes
		&& (found->named || codes >= FEW);
}

static bool try_form(const struct kl_draft_column *column,
	enum kl_codes_form form, bool named, struct found *found)
{
	*found = (struct found){ .form = form, .named = named, .reg = SIZE_MAX };
	count_form(column, found);
	return is_enough(found);
}

/* The other forms. Digits alone could be anything, so they go by the name. */
static bool find_form(const struct kl_draft_column *column, struct found *found)
{
	struct kl_span name = column->name;
	bool lob = kl_name_has(name, "lob kbb kenniscentrum", true);
	bool brin = kl_name_has(name, "brin instellingscode", true);

	if (column->kind != KL_DRAFT_TEXT)
		return false;
	if (try_form(column, KL_CODES_VESTIGING, false, found)
			|| try_form(column, KL_CODES_RIO, false, found)
			|| try_form(column, lob ? KL_CODES_LOB : KL_CODES_BRIN,
				brin || lob, found))
		return true;
	if (kl_name_has(name, "gemeente", true) && column->code)
		return try_form(column, KL_CODES_GEMEENTE, true, found);
	if (kl_name_has(name, "bevoegd", true) && column->code)
		return try_form(column, KL_CODES_BEVOEGD_GEZAG, true, found);
	return false;
}

/* The draft goes on without it, but not in silence. */
static void tell_unread(struct codes *codes, enum kl_status status,
	const struct kl_error *why)
{
	if (status == KL_NO_MEMORY)
		codes->failed = true;
	else if (status != KL_OK && codes->draft->unread != NULL)
		codes->draft->unread(codes->draft->context, why);
}

static void read_register(void *context, const struct kl_register *about)
{
	struct codes *codes = context;
	struct kl_error why;

	if (!kl_grow(codes->registers, codes->register_capacity,
			codes->register_count + 1)) {
		codes->failed = true;
		return;
	}
	struct kl_register *reg = &codes->registers[codes->register_count];
	enum kl_status status = kl_register_read(reg, kl_span_of(about->id), NULL,
		codes->draft->search, &why);
	if (status == KL_OK)
		codes->register_count++;
	else
		kl_register_release(reg);
	tell_unread(codes, status, &why);
}

static void read_registers(struct codes *codes)
{
	struct kl_error why;

	if (codes->registers_read || codes->draft->search == NULL)
		return;
	codes->registers_read = true;
	tell_unread(codes, kl_register_list(codes->draft->search, read_register,
		codes, &why), &why);
}

static uint64_t count_listed(const struct kl_draft_column *column,
	const struct found *found, const struct kl_register *reg)
{
	struct kl_span separator = kl_span_of(found->separator), code;
	uint64_t listed = 0;

	for (size_t v = 0; v < column->value_count; v++) {
		struct kl_span rest = column->values[v].text;
		while (kl_span_next(&rest, separator, &code))
			listed += kl_register_find(reg, kl_span_trim(code)) != NULL;
	}
	return listed;
}

static bool find_crebo(struct codes *codes, const struct kl_draft_column *column,
	struct found *found)
{
	*found = (struct found){ .crebo = true, .form = KL_CODES_NO_FORM,
		.named = kl_name_has(column->name, "crebo", true),
		.reg = SIZE_MAX };
	count_form(column, found);
	if (!is_enough(found))
		return false;
	read_registers(codes);
	for (size_t i = 0; i < codes->register_count; i++) {
		uint64_t listed = count_listed(column, found, &codes->registers[i]);
		if (listed > found->listed) {
			found->listed = listed;
			found->reg = i;
		}
	}
	if (2 * found->listed < found->fits)
		found->reg = SIZE_MAX;
	return found->named || (found->fits >= CREBO_FEW
		&& 10 * found->listed >= CREBO_LISTED * found->codes);
}

/* Whether a column has the names of the codes as the register has them, in every
 * second of the first rows. */
static bool has_names(const struct kl_draft_table *table,
	const struct kl_draft_column *codes, const struct kl_draft_column *names,
	const struct kl_register *reg)
{
	enum { ROWS = 1000 };
	size_t known = 0, same = 0;

	if (names == codes || names->kind != KL_DRAFT_TEXT || !names->usable)
		return false;
	for (size_t row = 0; row < table->row_count && row < ROWS; row++) {
		const struct kl_register_entry *entry = kl_register_find(reg,
			kl_sample_cell(codes, row));
		if (entry == NULL || entry->name.length == 0)
			continue;
		known++;
		same += kl_text_same_folded(entry->name,
			kl_sample_cell(names, row));
	}
	return same > 0 && 2 * same >= known;
}

static const struct kl_draft_column *find_names(const struct codes *codes,
	const struct found *found)
{
	const struct kl_draft_table *table = found->table;

	if (found->reg == SIZE_MAX || *found->separator != '\0')
		return NULL;
	for (size_t i = 0; i < table->column_count; i++) {
		if (has_names(table, found->column, &table->columns[i],
				&codes->registers[found->reg]))
			return &table->columns[i];
	}
	return NULL;
}

static void add_separator(struct kl_drafting *drafting, const struct found *found)
{
	if (*found->separator == '\0')
		return;
	kl_text_puts(&drafting->body, "separator: ");
	kl_scalar_add(&drafting->body, kl_span_of(found->separator));
	kl_text_puts(&drafting->body, "\n");
}

static void add_register(const struct codes *codes,
	struct kl_drafting *drafting, const struct found *found)
{
	if (found->reg == SIZE_MAX) {
		kl_text_puts(&drafting->why, "No list of crebo that ships with klopt has "
			"half of them: name one of your own with 'register'.\n");
		return;
	}
	const struct kl_register *reg = &codes->registers[found->reg];
	kl_text_puts(&drafting->body, "register: ");
	kl_scalar_add(&drafting->body, kl_span_of(reg->id));
	kl_text_puts(&drafting->body, "\n");
	kl_text_printf(&drafting->held, ", %" PRIu64 " stand%s in %s",
		found->listed, found->listed == 1 ? "s" : "", reg->id);
	if (found->names == NULL)
		return;
	kl_text_puts(&drafting->body, "name: ");
	kl_scalar_add(&drafting->body, found->names->name);
	kl_text_puts(&drafting->body, "\n");
}

/* What the tables of one rule have together. */
static void add_up(struct found *sum, const struct found *more)
{
	sum->codes += more->codes;
	sum->fits += more->fits;
	sum->damaged += more->damaged;
	sum->listed += more->listed;
}

static bool propose(struct codes *codes, const struct found *found,
	const struct kl_draft_table *const *tables, size_t count)
{
	struct kl_drafting drafting = { .draft = codes->draft, .enabled = true };
	struct kl_text_buffer *body = &drafting.body;
	const struct kl_draft_column *column = found->column;
	/* The check of crebo takes one code in a cell. */
	bool crebo = found->crebo && *found->separator == '\0';
	const char *form = found->crebo ? "crebo" : kl_codes_form_names[found->form];

	kl_text_puts(body, "column: ");
	kl_scalar_add(body, column->name);
	kl_text_puts(body, "\n");
	add_separator(&drafting, found);
	if (!found->crebo)
		kl_text_printf(body, "form: %s\n", form);
	kl_text_printf(&drafting.why, "%s.\n", found->named
		? "By the name of the column" : "By what stands in the column");
	kl_text_printf(&drafting.held, "%" PRIu64 " of %" PRIu64 " different codes "
		"%s the form of %s", found->fits, found->codes,
		found->codes == 1 ? "has" : "have", form);
	if (found->damaged > 0)
		kl_text_printf(&drafting.held, ", %" PRIu64 " can be mended",
			found->damaged);
	if (found->crebo)
		add_register(codes, &drafting, found);
	if (found->form == KL_CODES_BRIN && column->value_count == 1 && count == 1
			&& tables[0]->row_count >= FEW)
		kl_text_puts(body, "# one: yes      # all rows have the same code\n");
	kl_scalar_add_remark(&drafting.told, column->name, 60);
	kl_text_printf(&drafting.told, " (%s)", form);
	kl_drafting_bounds(&drafting, tables, count);
	kl_drafting_name(&drafting, column->name);
	if (found->crebo && !crebo && found->reg == SIZE_MAX)
		drafting.enabled = false;
	return kl_drafting_add(&drafting, crebo ? KL_DRAFT_CREBO : KL_DRAFT_CODES,
		tables, count);
}

static bool same_rule(const struct found *a, const struct found *b)
{
	return kl_span_equal(a->column->name, b->column->name)
		&& a->crebo == b->crebo && a->form == b->form && a->reg == b->reg
		&& strcmp(a->separator, b->separator) == 0
		&& (a->names == NULL) == (b->names == NULL)
		&& (a->names == NULL || kl_span_equal(a->names->name, b->names->name));
}

/* Columns of one name that are the same kind of code make one rule. */
static bool propose_all(struct codes *codes)
{
	const struct kl_draft_table **tables = kl_arena_alloc(
		&codes->draft->arena, (codes->found_count + 1) * sizeof *tables);

	if (tables == NULL)
		return false;
	for (size_t i = 0; i < codes->found_count; i++) {
		struct found sum = codes->found[i];
		size_t count = 0;
		if (sum.told)
			continue;
		for (size_t j = i; j < codes->found_count; j++) {
			struct found *other = &codes->found[j];
			if (!same_rule(&sum, other))
				continue;
			if (j > i)
				add_up(&sum, other);
			other->told = true;
			tables[count++] = other->table;
		}
		if (!propose(codes, &sum, tables, count))
			return false;
	}
	return true;
}

static bool find_in(struct codes *codes, struct kl_draft_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct kl_draft_column *column = &table->columns[i];
		struct found found;
		bool whole = column->kind == KL_DRAFT_INTEGER && !column->year;
		if (!column->usable || (column->kind != KL_DRAFT_TEXT && !whole))
			continue;
		if (!find_crebo(codes, column, &found) && !find_form(column, &found))
			continue;
		/* A code is text. */
		column->kind = KL_DRAFT_TEXT;
		column->misfits = 0;
		column->code = true;
		column->crebo = found.crebo;
		column->form = found.form;
		found.table = table;
		found.column = column;
		found.names = find_names(codes, &found);
		if (!kl_grow(codes->found, codes->found_capacity,
				codes->found_count + 1))
			return false;
		codes->found[codes->found_count++] = found;
	}
	return true;
}

bool kl_draft_find_codes(struct kl_draft *draft)
{
	struct codes codes = { .draft = draft };
	bool fine = true;

	for (size_t t = 0; t < draft->table_count && fine; t++)
		fine = find_in(&codes, &draft->tables[t]);
	fine = fine && !codes.failed && propose_all(&codes);
	free(codes.found);
	for (size_t i = 0; i < codes.register_count; i++)
		kl_register_release(&codes.registers[i]);
	free(codes.registers);
	return fine;
}
