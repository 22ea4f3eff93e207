#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>

time_t kl_check_time(void)
{
	const char *given = getenv("SOURCE_DATE_EPOCH");
	char *end;

	if (given != NULL && *given != '\0') {
		errno = 0;
		long long seconds = strtoll(given, &end, 10);
		if (errno == 0 && *end == '\0' && seconds >= 0)
			return (time_t)seconds;
	}
	return time(NULL);
}

struct kl_date kl_check_date(void)
{
	struct kl_date date = { 0 };
	time_t now = kl_check_time();
	struct tm utc;

	if (gmtime_r(&now, &utc) != NULL)
		date = (struct kl_date){ utc.tm_year + 1900, utc.tm_mon + 1,
			utc.tm_mday };
	return date;
}
