/*
 * All tables of a run, each once for all its rules, by as many threads as there may be.
 * What comes out does not depend on how many. For the files of run/.
 */
#ifndef KL_RUN_TABLES_H
#define KL_RUN_TABLES_H

#include "run/engine.h"

/* Parts of the engine, made when they are needed: places name the sheets that they
 * read, so that they live as long as the engine. */
struct kl_tables;

enum kl_status kl_engine_tables(struct kl_engine *engine, struct kl_error *error);
void kl_tables_free(struct kl_tables *tables);

#endif
