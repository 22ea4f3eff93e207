/* The JSON Schemas of rule and waiver files offer what the parameter tables offer. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "rule/chart.h"
#include "rule/waivers.h"

static json_t *load_file(const char *path)
{
	json_error_t error;
	json_t *schema = json_load_file(path, 0, &error);

	cr_assert_not_null(schema, "line %d: %s", error.line, error.text);
	return schema;
}

static json_t *load(void)
{
	return load_file("rules/schemas/rules.schema.json");
}

static json_t *properties_of(json_t *schema, const char *definition)
{
	json_t *properties = json_object_get(json_object_get(json_object_get(schema,
		"$defs"), definition), "properties");

	cr_assert(json_is_object(properties), "no $defs/%s", definition);
	return properties;
}

/* Takes the key off, so that what is left at the end is too much. */
static void take(json_t *properties, const char *check, const char *key)
{
	cr_expect(json_object_del(properties, key) == 0, "%s: no key '%s'", check,
		key);
}

/* "level.column" is the key column of the mapping at level. */
static void take_parameter(json_t *properties, const struct kl_words *words,
	const char *name)
{
	const char *dot = strchr(name, '.');
	char group[64];

	if (dot == NULL) {
		json_t *value = json_object_get(properties, name);
		cr_expect_not_null(value, "%s: no key '%s'", words->name, name);
		return;
	}
	snprintf(group, sizeof group, "%.*s", (int)(dot - name), name);
	json_t *value = json_object_get(properties, group);
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	char quoted[80];
	snprintf(quoted, sizeof quoted, "\"%s\":", dot + 1);
	cr_expect(text != NULL && strstr(text, quoted) != NULL, "%s: no key '%s'",
		words->name, name);
	free(text);
}

static bool is_parameter(const struct kl_words *words, const char *key)
{
	for (size_t i = 0; i < words->parameter_count; i++) {
		size_t length = strcspn(words->parameters[i].name, ".");
		if (strlen(key) == length && strncmp(key,
				words->parameters[i].name, length) == 0)
			return true;
	}
	return false;
}

Test(schemas, keys_are_the_parameters)
{
	static const char *const common[] = { "id", "check", "tables", "severity",
		"title", "description", "when", "unless", "replaces" };
	json_t *schema = load();
	size_t count;
	const struct kl_words *const *words = kl_check_words(&count);

	for (size_t i = 0; i < count; i++) {
		json_t *properties = properties_of(schema, words[i]->name);
		for (size_t j = 0; j < sizeof common / sizeof *common; j++)
			take(properties, words[i]->name, common[j]);
		for (size_t j = 0; j < words[i]->parameter_count; j++)
			take_parameter(properties, words[i],
				words[i]->parameters[j].name);
		const char *key;
		json_t *value;
		json_object_foreach(properties, key, value) {
			cr_expect(is_parameter(words[i], key),
				"%s: key '%s' is no parameter",
				words[i]->name, key);
		}
	}
	json_decref(schema);
}

Test(schemas, keys_of_charts)
{
	json_t *schema = load(), *value;
	json_t *properties = properties_of(schema, kl_chart_words.name);
	const char *key;

	take(properties, kl_chart_words.name, "description");
	for (size_t i = 0; i < kl_chart_words.parameter_count; i++)
		take_parameter(properties, &kl_chart_words,
			kl_chart_words.parameters[i].name);
	json_object_foreach(properties, key, value)
		cr_expect(is_parameter(&kl_chart_words, key),
			"chart: key '%s' is no parameter", key);
	json_decref(schema);
}

Test(schemas, keys_of_waivers)
{
	json_t *schema = load_file("rules/schemas/waivers.schema.json");
	json_t *properties = properties_of(schema, kl_waiver_words.name);

	for (size_t i = 0; i < kl_waiver_words.parameter_count; i++)
		take(properties, kl_waiver_words.name,
			kl_waiver_words.parameters[i].name);
	cr_expect_eq(json_object_size(properties), 0, "keys that are no parameters");
	json_decref(schema);
}

Test(schemas, codes_are_the_registry)
{
	json_t *schema = load();
	json_t *codes = json_object_get(json_object_get(json_object_get(schema,
		"$defs"), "code"), "enum");

	for (size_t i = 0; i < json_array_size(codes); i++) {
		const char *name = json_string_value(json_array_get(codes, i));
		enum kl_code code;
		cr_expect(name != NULL && kl_code_find(kl_span_of(name), &code),
			"'%s' is no code", name);
	}
	for (int i = 0; i < KL_CODES; i++) {
		/* No rule tells those, and none can be waived. */
		bool found = kl_code_is_of_waivers((enum kl_code)i);
		for (size_t j = 0; j < json_array_size(codes); j++)
			found = found || strcmp(kl_code_name((enum kl_code)i),
				json_string_value(json_array_get(codes, j))) == 0;
		cr_expect(found, "code %s is not in the schema",
			kl_code_name((enum kl_code)i));
	}
	json_decref(schema);
}
