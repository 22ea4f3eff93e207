/*
 * libklopt: does it add up? The public face.
 *
 * A run, from start to end (tests/library/check.c is a whole program):
 *
 *   kl_dataset_init, kl_rules_init     zero both; release works from then on
 *   kl_dataset_read                    what to check: a descriptor or a folder,
 *     or kl_dataset_add_file           or files, one by one       rule/dataset.h
 *   kl_check_words                     what rules can say         check/check.h
 *   kl_rules_read                      what should hold: rule files, those that
 *                                      dataset.rules names too    rule/rules.h
 *   kl_search_file                     where such a file is       rule/register.h
 *   kl_dataset_link                    once all tables are known
 *   kl_run_names, kl_run               the engine                 run.h
 *   kl_rules_release, kl_dataset_release
 *
 * Where findings go: struct kl_format. kl_format_find has those of klopt -f; your
 * own is a struct with a function that gets each finding (format/format.h). It says
 * things by kl_finding_message, kl_place_add, kl_code_name, kl_severity_name
 * (finding/finding.h), into a struct kl_text_buffer (base/text.h). What appears
 * whole or not at all: kl_output_open, kl_output_commit (base/output.h).
 *
 * Shapes. Text is UTF-8: a NUL-terminated `const char *`, or a struct kl_span of
 * bytes that stand elsewhere (base/span.h). Lines, columns and rows count from 1, 0
 * is none. Numbers are exact decimals (base/decimal.h). KL_VERSION is the version.
 *
 * Ownership. A struct with _init or _new belongs to the caller, who releases it by
 * _release or _free, also after a failure; a struct that may start as zeros says so.
 * What a call is given is borrowed, and must stay as long as what it made; what it
 * gives, pointers into a dataset, rules, report or finding, lives as long as these.
 * A finding lives until its function returns: kl_finding_copy keeps it.
 *
 * Errors. A call that can fail gives an enum kl_status and takes a struct kl_error,
 * on the caller's stack, as its last parameter: untouched on success, else status,
 * path, line, column and a sentence (base/status.h). Pointers are NULL and flags
 * false when memory is out. What is wrong with data is a finding and no error; what
 * could not be checked is told to kl_run.problem and counted.
 *
 * The library prints nothing, exits never, and keeps no global state: two runs with
 * a dataset and rules each can go on in two threads. Its texts are in the language
 * that the process chose by setlocale and bindtextdomain for the domain "klopt".
 * Each header tells of its own calls; names that begin with kl_scope_, kl_report_
 * and kl_equations_ are for checks.
 */
#ifndef KL_KLOPT_H
#define KL_KLOPT_H

#include "base/output.h"
#include "base/version.h"
#include "check/check.h"
#include "format/format.h"
#include "run.h"

#endif
