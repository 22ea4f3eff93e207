/* The parameter tables as text, for the manual page of rule files and for the
 * completion of shells: check, key, what stands for the value, its choices, and
 * a line about it, with tabs between. */
#include <stdio.h>

#include "check/check.h"
#include "rule/chart.h"

static void print_words(const struct kl_words *words)
{
	for (size_t i = 0; i < words->parameter_count; i++) {
		const struct kl_parameter *parameter = &words->parameters[i];
		printf("%s\t%s\t%s\t", words->name, parameter->name,
			parameter->meta != NULL ? parameter->meta : "");
		for (size_t j = 0; parameter->choices != NULL
				&& parameter->choices[j] != NULL; j++)
			printf("%s%s", j > 0 ? " " : "", parameter->choices[j]);
		printf("\t%s\n", parameter->summary);
	}
}

int main(void)
{
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);

	for (size_t i = 0; i < count; i++)
		print_words(words[i]);
	print_words(&kl_chart_words);
	return fflush(stdout) == 0 ? 0 : 1;
}
