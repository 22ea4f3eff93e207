/*
 * libklopt: does it add up? The public face.
 *
 *   struct kl_dataset dataset;     what to check     rule/dataset.h
 *   struct kl_rules rules;         what should hold  rule/rules.h
 *   kl_run(&run, &verdict, &error) the engine        run.h
 *
 * The library prints nothing, exits never, and keeps no global state.
 */
#ifndef KL_KLOPT_H
#define KL_KLOPT_H

#include "base/output.h"
#include "base/version.h"
#include "check/check.h"
#include "format/format.h"
#include "run.h"

#endif
