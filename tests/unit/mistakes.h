/*
 * Descriptors that are wrong, and the sentence of each. In a scratch folder.
 */
#ifndef KL_TEST_MISTAKES_H
#define KL_TEST_MISTAKES_H

#include "rule/dataset.h"
#include "scratch.h"

/* One table, and one with a schema to go on with. */
#define RESOURCE "resources:\n- name: a\n  path: a.csv\n"
#define SCHEMA RESOURCE "  schema:\n    fields:\n    - name: x\n"

/* What is told begins with the name of the file, and a place. */
struct mistake {
	const char *text, *told;
};

static inline void expect_mistakes(const struct mistake *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct kl_dataset dataset;
		struct kl_error error = { 0 };
		char told[KL_ERROR_TEXT];

		scratch_write("datapackage.yaml", cases[i].text);
		snprintf(told, sizeof told, "datapackage.yaml:%s", cases[i].told);
		kl_dataset_init(&dataset);
		cr_expect_eq(kl_dataset_read(&dataset, ".", true, NULL, &error),
			KL_INVALID, "%s", told);
		cr_expect_str_eq(scratch_told(&error), told);
		kl_dataset_release(&dataset);
	}
}

#endif
