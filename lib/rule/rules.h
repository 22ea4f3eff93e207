/*
 * Rule files: what should hold, apart from the data.
 */
#ifndef KL_RULE_RULES_H
#define KL_RULE_RULES_H

#include "finding/finding.h"
#include "rule/dataset.h"
#include "rule/parameter.h"

struct kl_severity_choice {
	enum kl_code code;
	enum kl_severity severity;
};

/* Rows that a rule leaves out, with the reason. */
struct kl_unless {
	struct kl_word when;            /* an expression of expression/expression.h */
	struct kl_span because;
};

struct kl_rule {
	const char *id;                 /* unique; the check's name if none is given */
	const struct kl_words *words;   /* of its check */
	const struct kl_word *tables;   /* names and globs; none: every table */
	size_t table_count;
	const struct kl_argument *arguments;    /* one for each parameter */
	const struct kl_word *when;     /* an expression: which rows it is about; NULL:
	                                   all */
	const struct kl_unless *unless; /* of these, those that it leaves out */
	size_t unless_count;
	bool severity_given;            /* `severity: warning`: for every code of */
	enum kl_severity severity;      /*   the rule whose default is not info */
	const struct kl_severity_choice *severities;    /* `severity: {code: ...}` */
	size_t severity_count;
	const char *path;               /* of the rule file; NULL: command line */
	uint32_t line, column;          /* of its id or first key */
};

struct kl_rules {
	struct kl_rule *rules;
	size_t count, capacity;
	struct kl_chart *charts;        /* rule/chart.h, in the order read */
	size_t chart_count, chart_capacity;
	struct kl_index ids;            /* to the index of their rule */
	struct kl_arena arena;
};

void kl_rules_init(struct kl_rules *rules);
void kl_rules_release(struct kl_rules *rules);

/* Adds the rules of a file. `checks` are the words of all checks. Its keys are
 * rules, resources, klopt, charts, title, description; of a rule: id, check, title,
 * description, tables, severity, when, unless, replaces, and the parameters of its
 * check. Every mistake is KL_INVALID with file, line, column and, for an unknown
 * key, check, code or choice, the nearest that exists. Two rules of one id are a
 * mistake, also over several files, unless the later has `replaces: yes`: it
 * takes the place of one of an earlier file.
 *
 * The file may bring `resources` and `klopt` as in a descriptor (but for
 * klopt.rules). They go to `dataset`; if that is NULL they are an error. Paths are
 * seen from dataset->folder.
 * - If there is a descriptor, its tables stay as they are where a name stands
 *   in both; the other resources are added.
 * - If the tables are those of a plain folder, the resources take their place:
 *   CSV files that no resource names are no tables any more.
 * - If the tables are files named one by one, no table is added: a resource
 *   describes the file of its name, or of the same file name as its path.
 * - `klopt` goes before the package's and holds for the resources of this file,
 *   and for tables that nothing is declared of. */
enum kl_status kl_rules_read(struct kl_rules *rules, const char *path,
	const struct kl_words *const *checks, size_t check_count,
	struct kl_dataset *dataset, const struct kl_dataset_options *options,
	struct kl_error *error);

/* Adds a rule that was given as options: it applies to every table. Arguments,
 * one for each parameter, are borrowed. Errors: KL_NO_MEMORY. */
enum kl_status kl_rules_add(struct kl_rules *rules, const struct kl_words *words,
	const struct kl_argument *arguments, struct kl_error *error);

/* True if the rule applies to a table of this name (fnmatch on its globs). */
bool kl_rule_applies(const struct kl_rule *rule, const char *table);

/* True if the name is one of the words, or a glob among them matches it. */
bool kl_word_matches(const struct kl_word *words, size_t count,
	const char *name);

/* The same rule, as if it applied to the one table that an argument of type TABLE
 * names; as it is where that was not given. */
struct kl_rule kl_rule_about(const struct kl_rule *rule,
	const struct kl_argument *table);

/* The argument of a parameter by name; never NULL; its check must have it. */
const struct kl_argument *kl_rule_argument(const struct kl_rule *rule,
	const char *parameter);

/* The severity that the rule gives to a code. */
enum kl_severity kl_rule_severity(const struct kl_rule *rule, enum kl_code code);

#endif
