/* What the cells of a column are: numbers in some notation, dates, text. */
#include "base/moment.h"
#include "draft/sample.h"

/* A type is proposed when at least nine of ten cells that are no marks have it;
 * the first that has not is named in the comment. */
static bool is_most(uint64_t fits, uint64_t of)
{
	return fits > 0 && 10 * fits >= 9 * of;
}

/* A name is judged by its beginning; the words are ours. */
enum { NAME_SIZE = 512, WORD_SIZE = 64 };

bool kl_name_has(struct kl_span name, const char *words, bool within)
{
	char folded[NAME_SIZE], text[NAME_SIZE + 2], wanted[WORD_SIZE];
	struct kl_span list = kl_span_of(words), word;
	bool has = false;

	kl_text_fold(name, folded, sizeof folded);
	snprintf(text, sizeof text, " %s ", folded);
	while (!has && kl_span_next(&list, kl_span_of(" "), &word)) {
		snprintf(wanted, sizeof wanted, within ? "%.*s" : " %.*s ",
			(int)word.length, word.at);
		has = strstr(text, wanted) != NULL;
	}
	return has;
}

bool kl_draft_is_mark(struct kl_span text, struct kl_cell *cell)
{
	struct kl_reading reading;

	kl_reading_init(&reading);
	kl_cell_read(text, &reading, cell);
	return cell->kind != KL_CELL_TEXT && cell->kind != KL_CELL_TOO_LONG
		&& (*text.at == '<' || !kl_span_has_digit(text));
}

/* A number with signs around it, "(=3,7%)"; with letters it is something else. */
static bool is_dressed(struct kl_span text)
{
	bool sign = false;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		if (kl_is_letter(c))
			return false;
		sign = sign || c == '%' || (text.length - i > 3
			&& memcmp(text.at + i, "\xe2\x82\xac", 3) == 0);
	}
	return sign;
}

/* The notations, those that say least first. */
enum { NOTATIONS = 7 };
static const struct {
	char decimal_char;
	const char *group;
	bool bare;
} notations[NOTATIONS] = {
	{ '.', "", true }, { ',', "", true }, { ',', ".", true },
	{ '.', ",", true }, { ',', " ", true }, { ',', "", false },
	{ '.', "", false },
};

static void set_notation(struct kl_reading *reading, size_t i)
{
	kl_reading_init(reading);
	reading->decimal_char = notations[i].decimal_char;
	reading->group_char = kl_span_of(notations[i].group);
	reading->bare_number = notations[i].bare;
}

/* Nothing but what a number is written with. */
static bool is_undressed(struct kl_span text)
{
	size_t i = 0;

	while (i < text.length && text.at[i] != '\0'
			&& strchr("0123456789+-., ", text.at[i]) != NULL)
		i++;
	return i == text.length;
}

static bool reads(struct kl_span text, const struct kl_reading *reading,
	struct kl_cell *cell)
{
	kl_cell_read(text, reading, cell);
	return cell->kind == KL_CELL_EXACT && (reading->bare_number
		|| is_undressed(text) || is_dressed(text));
}

struct tally {
	uint64_t cells;                 /* that are no marks */
	uint64_t fits[NOTATIONS];
	uint64_t percent;
	bool zeros;                     /* a number of digits only begins with 0 */
	bool long_digits;               /* all are of one length, of 8 digits or more */
	size_t length;
};

static void tally_digits(struct tally *tally, struct kl_span text)
{
	size_t i = 0;

	while (i < text.length && kl_is_digit(text.at[i]))
		i++;
	bool digits = i == text.length;
	tally->zeros = tally->zeros || (digits && i > 1 && *text.at == '0');
	tally->long_digits = digits && i >= 8
		&& (tally->length == 0 || (tally->long_digits && tally->length == i));
	tally->length = i;
}

static void tally_values(const struct kl_draft_column *column,
	struct tally *tally)
{
	struct kl_reading readings[NOTATIONS];
	struct kl_cell cell;

	for (size_t i = 0; i < NOTATIONS; i++)
		set_notation(&readings[i], i);
	for (size_t v = 0; v < column->value_count; v++) {
		const struct kl_draft_value *value = &column->values[v];
		if (kl_draft_is_mark(value->text, &cell))
			continue;
		tally->cells += value->count;
		if (memchr(value->text.at, '%', value->text.length) != NULL)
			tally->percent += value->count;
		tally_digits(tally, value->text);
		for (size_t i = 0; i < NOTATIONS; i++) {
			if (reads(value->text, &readings[i], &cell))
				tally->fits[i] += value->count;
		}
	}
}

/* 1.179 beside 344: three digits behind every point, and whole numbers too, are
 * thousands. */
static bool are_thousands(const struct kl_draft_column *column,
	const struct kl_reading *reading)
{
	uint64_t whole = 0, grouped = 0;
	struct kl_cell cell;

	for (size_t v = 0; v < column->value_count; v++) {
		struct kl_span text = column->values[v].text;
		if (!reads(text, reading, &cell) || !kl_span_has_digit(text))
			continue;
		bool zero = *text.at == '0' && text.length > 1;
		if (cell.value.decimals == 0)
			whole++;
		else if (cell.value.decimals == 3 && !zero)
			grouped++;
		else
			return false;
	}
	return whole > 0 && grouped > 0;
}

static void set_bounds(struct kl_draft_column *column, struct kl_decimal value)
{
	if (!column->ranged || kl_decimal_compare(value, column->least) < 0)
		column->least = value;
	if (!column->ranged || kl_decimal_compare(value, column->most) > 0)
		column->most = value;
	column->ranged = true;
}

static void note_misfit(struct kl_draft_column *column,
	const struct kl_draft_value *value)
{
	if (column->misfits == 0)
		column->misfit = value->row;
	column->misfits += value->count;
}

static void take_numbers(struct kl_draft_column *column)
{
	bool whole = true;
	struct kl_cell cell;

	column->misfits = 0;
	for (size_t v = 0; v < column->value_count; v++) {
		const struct kl_draft_value *value = &column->values[v];
		if (kl_draft_is_mark(value->text, &cell))
			continue;
		if (!reads(value->text, &column->reading, &cell)) {
			note_misfit(column, value);
			continue;
		}
		whole = whole && cell.value.decimals == 0;
		set_bounds(column, cell.value);
	}
	column->kind = whole && !column->percent ? KL_DRAFT_INTEGER
		: KL_DRAFT_NUMBER;
}

static bool is_year(const struct kl_draft_column *column)
{
	return column->kind == KL_DRAFT_INTEGER && column->ranged
		&& kl_name_has(column->name, "jaar year cohort", true)
		&& kl_decimal_compare(column->least, kl_decimal_of(1900)) >= 0
		&& kl_decimal_compare(column->most, kl_decimal_of(2100)) <= 0;
}

/* "GemeenteNr", "leerlingnr." */
static bool ends_in_nr(struct kl_span name)
{
	struct kl_text_buffer folded = { 0 };

	kl_text_add_folded(&folded, name);
	bool ends = !folded.failed && folded.length > 2
		&& memcmp(folded.at + folded.length - 2, "nr", 2) == 0;
	kl_text_release(&folded);
	return ends;
}

/* What is called a code or a number of something is text, also when it has
 * digits only. */
static bool is_named_code(struct kl_span name)
{
	return (kl_name_has(name, "code crebo brin nummer", true)
			|| kl_name_has(name, "nr id postcode bsn", false)
			|| ends_in_nr(name))
		&& !kl_name_has(name, "aantal number", false);
}

static bool profile_numbers(struct kl_draft_column *column)
{
	struct tally tally = { 0 };
	size_t best = 0;

	tally_values(column, &tally);
	for (size_t i = 1; i < NOTATIONS; i++) {
		if (tally.fits[i] > tally.fits[best])
			best = i;
	}
	if (!is_most(tally.fits[best], tally.cells) || tally.zeros
			|| (best < 2 && (tally.long_digits || column->code)))
		return false;
	set_notation(&column->reading, best);
	if (best < 2 && are_thousands(column, &column->reading))
		set_notation(&column->reading, best == 0 ? 2 : 3);
	column->percent = tally.percent > 0 || (column->name.length > 0
		&& (kl_name_has(column->name, "pct perc procent percentage aandeel",
			false) || memchr(column->name.at, '%', column->name.length)
			!= NULL));
	take_numbers(column);
	column->year = is_year(column);
	return true;
}

static bool is_date(struct kl_span text, const char *format)
{
	struct kl_moment moment;

	return format == NULL
		? kl_moment_parse(KL_MOMENT_DATE, text, &moment)
		: kl_moment_match(kl_span_of(format), text, &moment);
}

static bool profile_dates(struct kl_draft_column *column)
{
	static const char *const formats[] = { NULL, "%d-%m-%Y", "%d/%m/%Y",
		"%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d" };
	bool named = kl_name_has(column->name, "datum date", true);

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		uint64_t fits = 0, cells = 0;
		struct kl_cell cell;
		column->misfits = 0;
		for (size_t v = 0; v < column->value_count; v++) {
			const struct kl_draft_value *value = &column->values[v];
			if (kl_draft_is_mark(value->text, &cell) && cell.kind
					== KL_CELL_UNKNOWN)
				continue;
			cells += value->count;
			if (is_date(value->text, formats[i]))
				fits += value->count;
			else
				note_misfit(column, value);
		}
		/* Eight digits can be anything. */
		if (is_most(fits, cells) && (named || formats[i] == NULL
				|| formats[i][2] != '%')) {
			column->kind = KL_DRAFT_DATE;
			column->format = formats[i];
			return true;
		}
	}
	column->misfits = 0;
	return false;
}

static bool are_booleans(const struct kl_draft_column *column)
{
	static const char *const words[] = { "true", "True", "TRUE", "false",
		"False", "FALSE" };
	size_t words_found = 0;

	for (size_t v = 0; v < column->value_count; v++) {
		size_t i = 0;
		while (i < 6 && !kl_span_is(column->values[v].text, words[i]))
			i++;
		words_found += i < 6;
	}
	return words_found == column->value_count;
}

void kl_draft_profile(struct kl_draft_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct kl_draft_column *column = &table->columns[i];
		kl_reading_init(&column->reading);
		column->form = KL_CODES_NO_FORM;
		column->code = is_named_code(column->name);
		column->missing = column->blank;
		if (column->value_count == 0)
			column->kind = KL_DRAFT_EMPTY;
		else if (are_booleans(column))
			column->kind = KL_DRAFT_BOOLEAN;
		else if (!profile_dates(column) && !profile_numbers(column))
			column->kind = KL_DRAFT_TEXT;
	}
}
