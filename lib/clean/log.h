/*
 * The log of changes: CSV with the header path,line,field,from,to,why, or JSON
 * Lines with records of these fields. What does not apply is empty, or null. The
 * path of a sheet is that of its workbook and its name: levering.xlsx:Blad1.
 */
#ifndef KL_CLEAN_LOG_H
#define KL_CLEAN_LOG_H

#include <stdio.h>

#include "clean/clean.h"

/* Each writes one change; neither has a buffer of its own. Errors: KL_IO,
 * KL_CLOSED, KL_NO_MEMORY. */
enum kl_status kl_clean_log_csv_begin(FILE *stream, struct kl_error *error);
enum kl_status kl_clean_log_csv(FILE *stream,
	const struct kl_clean_event *event, struct kl_error *error);
enum kl_status kl_clean_log_jsonl(FILE *stream,
	const struct kl_clean_event *event, struct kl_error *error);

#endif
