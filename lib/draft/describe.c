/* The descriptor, written. */
#include <errno.h>
#include <inttypes.h>

#include "rule/scalar.h"
#include "draft/sample.h"
#include "rule/descriptor.h"

/* Constraints are for tables of some rows; an enum for a few texts that come
 * back three times on average. */
enum { ROWS = 3, ENUM_MOST = 12, ENUM_TIMES = 3, ENUM_TEXT = 60 };
enum { UNIQUE_ROWS = 5, PATTERN_ROWS = 5, PATTERN_TEXT = 20 };

static const char *type_of(const struct kl_draft_column *column)
{
	static const char *const types[] = { [KL_DRAFT_EMPTY] = "string",
		[KL_DRAFT_TEXT] = "string", [KL_DRAFT_INTEGER] = "integer",
		[KL_DRAFT_NUMBER] = "number", [KL_DRAFT_BOOLEAN] = "boolean",
		[KL_DRAFT_DATE] = "date" };

	return types[column->kind];
}

static bool is_key(const struct kl_draft_table *table,
	const struct kl_draft_column *column)
{
	size_t i = 0;

	while (i < table->key_count && table->key[i] != column->index)
		i++;
	return i < table->key_count;
}

static bool is_enum(const struct kl_draft_column *column)
{
	if (column->kind != KL_DRAFT_TEXT || column->code
			|| kl_name_has(column->name, "naam name", true)
			|| column->value_count < 2 || column->value_count > ENUM_MOST
			|| column->filled < ENUM_TIMES * column->value_count)
		return false;
	for (size_t v = 0; v < column->value_count; v++) {
		struct kl_span text = column->values[v].text;
		/* A cell with several values has more of them than were seen. */
		if (text.length > ENUM_TEXT || kl_utf8_check(text) != text.length
				|| memchr(text.at, '|', text.length) != NULL
				|| memchr(text.at, ';', text.length) != NULL)
			return false;
	}
	return true;
}

static char class_of(char c)
{
	return kl_is_digit(c) ? '9' : c >= 'A' && c <= 'Z' ? 'A'
		: c >= 'a' && c <= 'z' ? 'a' : c;
}

/* Whether all texts have the same digits, capitals, letters and signs at the same
 * places: with a digit at least, and no sign beyond ASCII. */
static bool has_pattern(const struct kl_draft_column *column)
{
	struct kl_span model = column->values[0].text;
	bool digit = false;

	if (column->value_count < PATTERN_ROWS || model.length > PATTERN_TEXT
			|| model.length < 2)
		return false;
	for (size_t i = 0; i < model.length; i++) {
		digit = digit || kl_is_digit(model.at[i]);
		if (model.at[i] < ' ' || model.at[i] > '~')
			return false;
	}
	for (size_t v = 1; v < column->value_count && digit; v++) {
		struct kl_span text = column->values[v].text;
		digit = text.length == model.length;
		for (size_t i = 0; i < text.length && digit; i++)
			digit = class_of(text.at[i]) == class_of(model.at[i]);
	}
	return digit;
}

static void add_pattern(struct kl_text_buffer *out, struct kl_span model)
{
	struct kl_text_buffer pattern = { 0 };

	for (size_t i = 0, end; i < model.length; i = end) {
		char class = class_of(model.at[i]);
		bool sign = class != '9' && class != 'A' && class != 'a';
		for (end = i + 1; end < model.length && !sign
				&& class_of(model.at[end]) == class; )
			end++;
		if (sign)
			kl_text_printf(&pattern, class == ' ' || class == '-'
				|| class == '/' || class == '_' ? "%c" : "\\%c", class);
		else
			kl_text_puts(&pattern, class == '9' ? "[0-9]"
				: class == 'A' ? "[A-Z]" : "[a-z]");
		if (end - i > 1)
			kl_text_printf(&pattern, "{%zu}", end - i);
	}
	kl_text_puts(out, "pattern: ");
	kl_scalar_add(out, kl_text_span(&pattern));
	out->failed = out->failed || pattern.failed;
	kl_text_release(&pattern);
}

static void add_enum(struct kl_text_buffer *out,
	const struct kl_draft_column *column)
{
	kl_text_puts(out, "enum: [");
	for (size_t v = 0; v < column->value_count; v++) {
		kl_text_puts(out, v > 0 ? ", " : "");
		kl_scalar_add(out, column->values[v].text);
	}
	kl_text_puts(out, "]");
}

/* "constraints: {required: true, ...}", if there are any. */
static void add_constraints(struct kl_text_buffer *out,
	const struct kl_draft_table *table, const struct kl_draft_column *column)
{
	struct kl_text_buffer list = { 0 };
	const bool text = column->kind == KL_DRAFT_TEXT;

	if (column->missing == 0 && table->row_count >= ROWS)
		kl_text_puts(&list, "required: true");
	if (text && column->missing == 0 && table->row_count >= UNIQUE_ROWS
			&& column->value_count == table->row_count
			&& !(is_key(table, column) && table->key_count == 1))
		kl_text_puts(&list, ", unique: true");
	if (column->ranged && kl_column_is_number(column)
			&& kl_decimal_sign(column->least) >= 0
			&& table->row_count >= ROWS)
		kl_text_puts(&list, list.length > 0 ? ", minimum: 0" : "minimum: 0");
	bool listed = is_enum(column);
	bool shaped = !listed && text && column->form == KL_CODES_NO_FORM
		&& !column->crebo && has_pattern(column);
	if (listed || shaped)
		kl_text_puts(&list, list.length > 0 ? ", " : "");
	if (listed)
		add_enum(&list, column);
	if (shaped)
		add_pattern(&list, column->values[0].text);
	if (list.length > 0) {
		kl_text_puts(out, ", constraints: {");
		kl_text_add(out, kl_text_span(&list));
		kl_text_puts(out, "}");
	}
	out->failed = out->failed || list.failed;
	kl_text_release(&list);
}

/* How its figures and dates are written, where that is not the default. */
static void add_notation(struct kl_text_buffer *out,
	const struct kl_draft_column *column)
{
	const struct kl_reading *reading = &column->reading;

	if (column->kind == KL_DRAFT_DATE && column->format != NULL) {
		kl_text_puts(out, ", format: ");
		kl_scalar_add(out, kl_span_of(column->format));
	}
	if (!kl_column_is_number(column))
		return;
	if (reading->decimal_char != '.')
		kl_text_printf(out, ", decimalChar: \"%c\"", reading->decimal_char);
	if (reading->group_char.length > 0) {
		kl_text_puts(out, ", groupChar: ");
		kl_scalar_add(out, reading->group_char);
	}
	if (!reading->bare_number)
		kl_text_puts(out, ", bareNumber: false");
}

static void add_range(struct kl_text_buffer *out,
	const struct kl_draft_column *column)
{
	char least[KL_DECIMAL_TEXT], most[KL_DECIMAL_TEXT];
	char point = column->reading.decimal_char;

	kl_decimal_format(column->least, point, least);
	kl_decimal_format(column->most, point, most);
	if (kl_decimal_compare(column->least, column->most) == 0)
		kl_text_printf(out, "  # always %s", least);
	else
		kl_text_printf(out, "  # %s to %s", least, most);
}

static void add_misfits(struct kl_text_buffer *out,
	const struct kl_draft_table *table, const struct kl_draft_column *column)
{
	const char *type = column->kind == KL_DRAFT_DATE ? "date" : "number";

	if (column->misfits == 0)
		return;
	kl_text_printf(out, "        # %" PRIu64 " of %" PRIu64 " cells %s no %s: '",
		column->misfits, column->filled, column->misfits == 1 ? "is" : "are",
		type);
	kl_scalar_add_remark(out, kl_sample_cell(column, column->misfit), 40);
	kl_text_printf(out, "' in %s %" PRIu64 "\n",
		table->table->dialect.sheet != NULL ? "row" : "line",
		table->lines[column->misfit]);
}

static void add_field(struct kl_text_buffer *out,
	const struct kl_draft_table *table, const struct kl_draft_column *column)
{
	add_misfits(out, table, column);
	kl_text_puts(out, "        - {name: ");
	kl_scalar_add(out, column->name);
	kl_text_printf(out, ", type: %s", type_of(column));
	add_notation(out, column);
	add_constraints(out, table, column);
	kl_text_puts(out, "}");
	if (column->ranged && kl_column_is_number(column))
		add_range(out, column);
	else if (column->kind == KL_DRAFT_EMPTY)
		kl_text_puts(out, "  # nothing stands in it");
	else if (is_enum(column))
		kl_text_printf(out, "  # the %zu that were seen", column->value_count);
	kl_text_puts(out, "\n");
}

static void add_keys(struct kl_text_buffer *out, const struct kl_draft *draft,
	const struct kl_draft_table *table)
{
	struct kl_span names[3];
	bool foreign = false;

	for (size_t i = 0; i < table->key_count; i++)
		names[i] = table->columns[table->key[i]].name;
	if (table->key_count > 0) {
		kl_text_puts(out, "      primaryKey: ");
		if (table->key_count == 1)
			kl_scalar_add(out, names[0]);
		else
			kl_scalar_add_list(out, names, table->key_count);
		kl_text_printf(out, "  # different in all %zu rows\n",
			table->row_count);
	}
	for (size_t i = 0; i < table->column_count; i++) {
		const struct kl_draft_column *column = &table->columns[i];
		const struct kl_draft_table *other = kl_draft_reference(draft, table,
			column);
		if (other == NULL)
			continue;
		kl_text_puts(out, foreign ? "" : "      foreignKeys:\n");
		foreign = true;
		kl_text_puts(out, "        - {fields: ");
		kl_scalar_add(out, column->name);
		kl_text_puts(out, ", reference: {resource: ");
		kl_scalar_add(out, kl_span_of(other->table->name));
		kl_text_puts(out, ", fields: ");
		kl_scalar_add(out, other->columns[other->key[0]].name);
		kl_text_printf(out, "}}  # all %zu values stand there\n",
			column->value_count);
	}
}

static void add_schema(struct kl_text_buffer *out, const struct kl_draft *draft,
	const struct kl_draft_table *table)
{
	size_t usable = 0;

	for (size_t i = 0; i < table->column_count; i++)
		usable += table->columns[i].usable;
	if (usable == 0)
		return;
	kl_text_puts(out, "    schema:\n");
	if (usable < table->column_count)
		kl_text_puts(out, "      fieldsMatch: subset  # a name stands twice, or is "
			"blank\n");
	kl_text_puts(out, "      fields:\n");
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].usable)
			add_field(out, table, &table->columns[i]);
	}
	add_keys(out, draft, table);
}

/* Where the header stands. Blank columns beside the table are only left out where
 * nothing is declared. */
static bool has_header_row(const struct kl_draft_table *table)
{
	return table->title.at != NULL && !table->narrowed;
}

static void add_dialect(struct kl_text_buffer *out,
	const struct kl_draft_table *table)
{
	const char *sheet = table->table->dialect.sheet;
	bool header = has_header_row(table);
	bool delimiter = sheet == NULL && table->column_count > 1
		&& table->dialect.delimiter != ',';

	if (sheet == NULL && !header && !delimiter)
		return;
	kl_text_puts(out, "    dialect: {");
	if (sheet != NULL) {
		kl_text_puts(out, "sheetName: ");
		kl_scalar_add(out, kl_span_of(sheet));
	}
	if (delimiter) {
		kl_text_puts(out, "delimiter: ");
		kl_scalar_add(out, (struct kl_span){ &table->dialect.delimiter, 1 });
	}
	if (header)
		kl_text_printf(out, "%sheaderRows: [%" PRIu64 "]",
			sheet != NULL || delimiter ? ", " : "", table->header_row);
	kl_text_puts(out, "}\n");
}

/* Encoding, and what stands around the table. */
static void add_frame(struct kl_text_buffer *out,
	const struct kl_draft_table *table)
{
	enum kl_encoding encoding = table->dialect.encoding;

	if (table->title.at != NULL) {
		kl_text_puts(out, "    title: ");
		kl_scalar_add(out, table->title);
		kl_text_puts(out, "\n");
	}
	/* The mark says which of the two it is. */
	if (table->dialect.marked && (encoding == KL_UTF_16LE
			|| encoding == KL_UTF_16BE))
		encoding = KL_UTF_16;
	if (encoding != KL_ENCODING_OPEN && encoding != KL_UTF_8)
		kl_text_printf(out, "    encoding: %s\n", kl_encoding_name(encoding));
	if (table->notes > 0)
		kl_text_printf(out, "    klopt: {footerRows: %zu}  # notes below the "
			"table\n", table->notes);
}

/* What a steward should know of the rows. */
static void add_rows(struct kl_text_buffer *out,
	const struct kl_draft_table *table)
{
	if (!table->headed) {
		kl_text_puts(out, "    # Nothing stands in it.\n");
		return;
	}
	if (table->cut)
		kl_text_printf(out, "    # From the first %zu of %" PRIu64 " rows.\n",
			table->row_count, table->rows);
	else
		kl_text_printf(out, "    # %zu row%s.\n", table->row_count,
			table->row_count == 1 ? "" : "s");
	if (table->blank_rows > 0)
		kl_text_printf(out, "    # Rows that are blank, not counted: %" PRIu64
			".\n", table->blank_rows);
	if (table->narrowed)
		kl_text_puts(out, "    # Blank columns beside the table are left out.\n");
	if (table->ragged > 0)
		kl_text_printf(out, "    # Rows with more or fewer cells than the header: %"
			PRIu64 ".\n", table->ragged);
}

static void add_resource(struct kl_text_buffer *out,
	const struct kl_draft *draft, const struct kl_draft_table *table)
{
	kl_text_puts(out, "\n  - name: ");
	kl_scalar_add(out, kl_span_of(table->table->name));
	kl_text_puts(out, "\n    path: ");
	kl_scalar_add(out, table->path);
	kl_text_puts(out, "\n");
	if (!kl_describe_is_readable(NULL, table->path))
		kl_text_puts(out, "    format: csv\n");
	add_rows(out, table);
	add_frame(out, table);
	add_dialect(out, table);
	add_schema(out, draft, table);
}

static void add_markers(struct kl_text_buffer *out, const struct kl_draft *draft)
{
	char text[KL_INTERVAL_TEXT], high[KL_DECIMAL_TEXT];

	kl_text_puts(out, draft->marker_count > 0 ? "  markers:\n" : "");
	for (size_t i = 0; i < draft->marker_count; i++) {
		const struct kl_marker *marker = &draft->markers[i];
		kl_text_puts(out, "    ");
		kl_scalar_add(out, marker->mark);
		kl_decimal_format(marker->interval.low.at, '.', text);
		kl_decimal_format(marker->interval.high.at, '.', high);
		if (marker->unknown)
			kl_text_puts(out, ": unknown");
		else if (kl_interval_is_point(&marker->interval))
			kl_text_printf(out, ": %s", text);
		else
			kl_text_printf(out, ": [%s, %s]", text, high);
		kl_text_printf(out, "  # %" PRIu64 " cell%s among numbers\n",
			draft->marker_cells[i], draft->marker_cells[i] == 1 ? "" : "s");
	}
}

enum kl_status kl_draft_describe(const struct kl_draft *draft,
	struct kl_span name, const char *rules, FILE *stream,
	struct kl_error *error)
{
	struct kl_text_buffer out = { 0 };

	kl_text_puts(&out, "# A descriptor to start from, made of what stands in the "
		"files. The comments say what\n# was seen: read them, mend what is wrong, "
		"and add titles and sources.\n");
	if (draft->always[KL_ERROR] > 0) {
		kl_text_puts(&out, "# klopt check tells of types, constraints, keys and "
			"rows: ");
		char findings[KL_DRAFT_FINDINGS];
		kl_draft_findings(draft->always, findings);
		kl_text_puts(&out, findings);
		kl_text_puts(&out, ".\n");
	}
	kl_text_puts(&out, "$schema: https://datapackage.org/profiles/2.0/datapackage.json\nname: ");
	kl_scalar_add(&out, name);
	kl_text_puts(&out, "\n");
	if (draft->enabled > 0 || draft->marker_count > 0)
		kl_text_puts(&out, "klopt:\n");
	if (draft->enabled > 0) {
		kl_text_puts(&out, "  rules: [");
		kl_scalar_add(&out, kl_span_of(rules));
		kl_text_puts(&out, "]\n");
	}
	add_markers(&out, draft);
	kl_text_puts(&out, "resources:\n");
	for (size_t t = 0; t < draft->table_count; t++)
		add_resource(&out, draft, &draft->tables[t]);
	enum kl_status status = out.failed ? kl_no_memory(error) : KL_OK;
	if (status == KL_OK && fwrite(out.at, 1, out.length, stream) != out.length)
		status = kl_io_error(error, errno, NULL, "write the descriptor");
	kl_text_release(&out);
	return status;
}
