/* Which cells become numbers: those that a number format prints as they are. And
 * how these are written. */
#include <float.h>

#include "format/printed.h"
#include "format/xlsx.h"

bool kl_xlsx_is_number(const struct kl_field *field)
{
	return field != NULL && (field->type == KL_TYPE_INTEGER
		|| field->type == KL_TYPE_NUMBER);
}

bool kl_xlsx_number(struct kl_span text, const struct kl_reading *reading,
	struct kl_decimal *number, int *shape)
{
	bool grouped;

	if (!kl_printed_number(text, reading, number, &grouped))
		return false;
	*shape = (grouped ? KL_XLSX_GROUPED : KL_XLSX_NUMBER) + number->decimals;
	return true;
}

enum { WRITTEN = 16, SMALLEST = -4 };   /* of %.16G: digits, exponent */

/* Whether the double nearest to number / 10^decimals gives it again when it is
 * rounded to 16 digits: that of 9.2 gives 9.199999999999999. The double is
 * m / 2^e; both are brought to one denominator, where everything fits: number has
 * at most 15 digits, m 53 bits, and they are less than half a unit of m apart. */
static bool comes_back(int64_t number, int decimals, int digits)
{
	enum { FRACTION = DBL_MANT_DIG - 1, BIAS = DBL_MAX_EXP - 1 };
	double nearest = kl_decimal_double((struct kl_decimal){ number, decimals });
	uint64_t bits;

	/* frexp is in the library of mathematics, which nothing else needs. */
	_Static_assert(sizeof bits == sizeof nearest && FRACTION == 52, "IEEE 754");
	memcpy(&bits, &nearest, sizeof bits);
	int exponent = FRACTION + BIAS - (int)(bits >> FRACTION);
	uint64_t one = UINT64_C(1) << FRACTION, m = (bits & (one - 1)) | one;
	kl_int128 apart = (kl_int128)m * kl_power_of_ten(decimals)
		- ((kl_int128)number << exponent);
	if (apart < 0)
		apart = -apart;
	return 2 * apart * kl_power_of_ten(WRITTEN - digits)
		< (kl_int128)1 << exponent;
}

/* Backwards from `end`: where the digits begin. Not for negative numbers. */
static char *put_digits(char *end, int64_t number, int decimals)
{
	for (int i = 0; number > 0 || i <= decimals; i++) {
		if (i == decimals && i > 0)
			*--end = '.';
		*--end = (char)('0' + number % 10);
		number /= 10;
	}
	return end;
}

size_t kl_xlsx_number_text(struct kl_decimal value, char *out)
{
	char text[KL_DECIMAL_TEXT], *end = text + sizeof text;
	int64_t number = (int64_t)value.coefficient;
	int decimals = value.decimals, digits = 0;
	const bool minus = number < 0;

	number = minus ? -number : number;
	for (; decimals > 0 && number % 10 == 0; decimals--)
		number /= 10;
	for (int64_t rest = number; rest > 0; rest /= 10)
		digits++;
	if (decimals > 0 && (digits - 1 - decimals < SMALLEST
			|| !comes_back(number, decimals, digits)))
		return (size_t)snprintf(out, KL_DECIMAL_TEXT, "%.16G",
			kl_decimal_double(value));
	char *begin = put_digits(end, number, decimals);
	if (minus)
		*--begin = '-';
	memcpy(out, begin, (size_t)(end - begin));
	return (size_t)(end - begin);
}
