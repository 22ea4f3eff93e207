/*
 * What a text in a column of programme codes is, by its form alone.
 *
 * The ranges were seen in an official list of 4 103 codes: 10001-10938,
 * 11000-11070 and 12001-12005 programmes by attainment targets (eindtermen);
 * 22xxx and 23xxx qualification dossiers; 50xxx-57xxx partial qualifications;
 * 79xxx domains.
 */
#ifndef KL_CODE_CREBO_H
#define KL_CODE_CREBO_H

#include "base/date.h"
#include "finding/finding.h"

enum { KL_CREBO_DIGITS = 5 };

bool kl_crebo_is_form(struct kl_span text);

/* A code of another kind: the phrase that names it, as KL_MESSAGE_kind_brin.
 * False: it has the form of none of them. For text of five digits only the
 * ranges that no programme has. */
bool kl_crebo_other_kind(struct kl_span text, enum kl_message *kind);

/* The crebo that the text probably was, and the phrase for what happened to it.
 * False: nothing is near. `repair` holds KL_CREBO_DIGITS + 1 bytes. */
bool kl_crebo_repair(struct kl_span text, char *repair, enum kl_message *why);

/* Level as a digit: "1", "MBO-1", "niveau 1", "Mbo1 opleidingen"; 0: none, or
 * more than one. */
int kl_crebo_level(struct kl_span text);

/* Whether the programme is one by attainment targets. Such programmes take no
 * new leerjaar 1 from 1 August 2012, no leerjaar 2 from 1 August 2013, and so on. */
bool kl_crebo_by_targets(struct kl_span code);
struct kl_date kl_crebo_targets_closed(int leerjaar);

#endif
