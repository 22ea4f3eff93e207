#include <string.h>

#include "cli.h"

/* The Makefile gives those of the static program, one KL_TOOL(name) each. */
#ifndef KL_TOOLS
#define KL_TOOLS
#endif

#define KL_TOOL(name) cli_main cli_main_##name;
KL_TOOLS
#undef KL_TOOL

static const struct {
	const char *name;
	cli_main *run;
} within[] = {
#define KL_TOOL(name) { #name, cli_main_##name },
	KL_TOOLS
#undef KL_TOOL
	{ NULL, NULL }
};

cli_main *cli_within(const char *name)
{
	for (size_t i = 0; within[i].name != NULL; i++) {
		if (strcmp(within[i].name, name) == 0)
			return within[i].run;
	}
	return NULL;
}
