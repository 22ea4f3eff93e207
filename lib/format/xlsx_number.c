/* Which cells become numbers: those that a number format prints as they are. */
#include "format/printed.h"
#include "format/xlsx.h"

bool kl_xlsx_is_number(const struct kl_field *field)
{
	return field != NULL && (field->type == KL_TYPE_INTEGER
		|| field->type == KL_TYPE_NUMBER);
}

bool kl_xlsx_number(struct kl_span text, const struct kl_reading *reading,
	double *number, int *shape)
{
	struct kl_decimal value;
	bool grouped;

	if (!kl_printed_number(text, reading, &value, &grouped))
		return false;
	*number = kl_decimal_double(value);
	*shape = (grouped ? KL_XLSX_GROUPED : KL_XLSX_NUMBER) + value.decimals;
	return true;
}
