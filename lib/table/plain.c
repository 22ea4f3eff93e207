#include "table/plain.h"

static bool is_in_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-';
}

void kl_plain_init(struct kl_plain *plain, const struct kl_reading *reading,
	bool whole)
{
	char group = reading->group_char.length > 0 ? *reading->group_char.at : 0;

	*plain = (struct kl_plain){ .numbers = false };
	plain->suspect[' '] = plain->suspect['\t'] = true;
	for (size_t i = 0; i < reading->marker_count; i++) {
		struct kl_span mark = reading->markers[i].mark;
		if (mark.length > 0)
			plain->suspect[(unsigned char)*mark.at] = true;
	}
	plain->numbers = reading->rounded == KL_NOT_ROUNDED
		&& !is_in_number(group) && !is_in_number(reading->decimal_char)
		&& group != reading->decimal_char;
	plain->decimal_char = whole ? 0 : reading->decimal_char;
}
