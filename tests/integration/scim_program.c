/*
 * For tests/tools/scim.test.mjs: applies patches and filters as the product does. Each line of standard input is
 * {"resource", "patch"} or {"resource", "filter"}; the answer is the patched resource, {"fault"}, or true or false.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scim/scim_patch.h"

static json_t *patched(struct arena *arena, json_t *request)
{
	json_t *resource = json_deep_copy(json_object_get(request, "resource"));
	struct scim_fault fault;

	if (scim_patch_apply(arena, &scim_users, resource, json_object_get(request, "patch"), &fault) == RC_OK)
		return resource;
	json_decref(resource);
	return json_pack("{s:s}", "fault", fault.type);
}

static json_t *filtered(struct arena *arena, json_t *request)
{
	const struct scim_filter *filter;
	const char *why;
	struct str text = str_of(json_string_value(json_object_get(request, "filter")));

	if (scim_filter_read(arena, &scim_users, text, &filter, &why) != RC_OK)
		return json_pack("{s:s}", "fault", why);
	return json_boolean(scim_filter_holds(filter, json_object_get(request, "resource"), scim_patch_value));
}

int main(void)
{
	struct arena *arena = arena_new(0);
	char *line = NULL;
	size_t room = 0;
	json_error_t error;

	for (ssize_t n; (n = getline(&line, &room, stdin)) > 0;) {
		json_t *request = json_loadb(line, (size_t)n, 0, &error);
		json_t *answer = json_object_get(request, "patch") ? patched(arena, request) : filtered(arena, request);
		char *text = json_dumps(answer, JSON_COMPACT | JSON_ENCODE_ANY);
		puts(text);
		free(text);
		json_decref(answer);
		json_decref(request);
		arena_reset(arena);
	}
	free(line);
	arena_free(arena);
	return 0;
}
