/*
 * The one clock.
 */
#ifndef KL_BASE_CLOCK_H
#define KL_BASE_CLOCK_H

#include <time.h>

#include "base/date.h"

/* When the check was made: now, or SOURCE_DATE_EPOCH, which makes the same of the
 * same input (https://reproducible-builds.org/specs/source-date-epoch/). */
time_t kl_check_time(void);
/* The day of that, in UTC. */
struct kl_date kl_check_date(void);

#endif
