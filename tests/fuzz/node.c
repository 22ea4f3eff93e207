/*
 * YAML and JSON as a tree from any bytes: within its bounds, every text valid,
 * every place in the file.
 */
#include "base/text.h"
#include "fuzz.h"
#include "rule/node.h"

static size_t nodes;
static uint64_t lines;

static void check_map(const struct kl_node *map)
{
	fuzz_must(map->count % 2 == 0);
	for (size_t i = 0; i < map->count; i += 2) {
		fuzz_must(map->items[i]->kind == KL_NODE_SCALAR);
		/* Keys differ, so each finds its own value. */
		fuzz_must(kl_node_get(map, map->items[i]->text.at)
			== map->items[i + 1]);
	}
}

static void check_node(const struct kl_node *node, int depth)
{
	fuzz_must(++nodes <= KL_NODES_MOST && depth <= KL_NODE_DEPTH);
	fuzz_must(node->line > 0 && node->column > 0 && node->line <= lines);
	if (node->kind == KL_NODE_SCALAR) {
		fuzz_must(node->text.at != NULL
			&& strlen(node->text.at) == node->text.length);
		fuzz_must(kl_utf8_check(node->text) == node->text.length);
		return;
	}
	if (node->kind == KL_NODE_MAP)
		check_map(node);
	for (size_t i = 0; i < node->count; i++)
		check_node(node->items[i], depth + 1);
}

static void check_calls(const struct kl_node *root)
{
	static const char *const known[] = { "rules", "resources", "klopt" };
	struct kl_error error = { 0 };
	enum kl_status status;

	(void)kl_node_is_null(root);
	status = kl_node_need_text(root, "file", "key", "a text", &error);
	fuzz_check_error(status, &error);
	if (root->kind != KL_NODE_MAP)
		return;
	error = (struct kl_error){ 0 };
	status = kl_node_keys(root, "file", known, 3, &error);
	fuzz_check_error(status, &error);
	error = (struct kl_error){ 0 };
	status = kl_node_missing(root, "file", "this", "rules", &error);
	fuzz_check_error(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct kl_node untouched = { 0 }, *root = &untouched;
	struct kl_arena arena = { 0 };
	struct kl_error error = { 0 };
	const char *path = fuzz_write("file.yaml", bytes, size);
	enum kl_status status = kl_node_read(path, &arena, &root, &error);

	fuzz_check_error(status, &error);
	if (status == KL_OK) {
		nodes = 0;
		lines = size + 1;
		check_node(root, 1);
		check_calls(root);
	} else {
		fuzz_must(root == &untouched);
		fuzz_must(error.line <= size + 1);
	}
	kl_arena_release(&arena);
	return 0;
}
