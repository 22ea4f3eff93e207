#include "base/translate.h"
#include "draft_folder.h"

#include <string.h>

#include "base/text.h"
#include "rule/path.h"

const char *const cli_draft_endings[] = { ".csv", ".csv.gz", ".csv.zst",
	".xlsx", ".xlsm", NULL };
const char *const cli_draft_written[] = { "datapackage.yaml", "datapackage.yml",
	"datapackage.json", CLI_DRAFT_RULES, NULL };

static bool is_aside(const char *name, bool is_folder)
{
	for (size_t i = 0; cli_draft_endings[i] != NULL; i++) {
		if (!is_folder && kl_path_ends(kl_span_of(name), cli_draft_endings[i]))
			return false;
	}
	for (size_t i = 0; cli_draft_written[i] != NULL; i++) {
		if (strcmp(name, cli_draft_written[i]) == 0)
			return false;
	}
	return true;
}

enum kl_status cli_aside_add(struct cli_aside *aside, const char *folder,
	struct kl_arena *arena, struct kl_error *error)
{
	enum { SHOWN = 8, WIDTH = 60 };
	struct kl_text_buffer *out = &aside->names;
	const char **names;
	size_t count, more = 0;
	enum kl_status status = kl_path_list(arena, folder, NULL, &names, &count,
		error);

	for (size_t i = 0; status == KL_OK && i < count; i++) {
		const char *path = kl_path_join(arena, folder, kl_span_of(names[i]));
		bool is_folder = path != NULL && kl_path_is_folder(path);
		if (!is_aside(names[i], is_folder))
			continue;
		if (aside->count++ >= SHOWN) {
			more++;
			continue;
		}
		kl_text_puts(out, out->length > 0 ? ", " : "");
		kl_text_add_visible(out, kl_span_of(names[i]), WIDTH);
		kl_text_puts(out, is_folder ? "/" : "");
	}
	if (more > 0)
		kl_text_printf(out, kl_translate(" and %zu more"), more);
	return status == KL_OK && out->failed ? kl_no_memory(error) : status;
}
