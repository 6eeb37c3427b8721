/* Filters and paths of provisioning: whatever is read can be applied. */
#include "scim/scim_patch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	const struct str text = {(const char *)data, size};
	const struct scim_filter *filter;
	struct scim_path path;
	struct scim_fault fault;
	const char *why;
	json_error_t error;
	json_t *resource = json_loads("{\"userName\":\"a\",\"active\":true,\"emails\":[{\"value\":\"x@y\",\"type\":\"work\"},"
				      "{\"value\":\"z\"}],\"name\":{\"givenName\":\"b\"}}", 0, &error);

	if (scim_filter_read(arena, &scim_users, text, &filter, &why) == RC_OK) {
		(void)scim_filter_holds(filter, resource, scim_patch_value);
		(void)scim_filter_equals(filter, "userName", NULL);
	}
	if (scim_path_read(arena, &scim_users, text, &path, &why) == RC_OK) {
		json_t *operation = json_pack("{s:s, s:s%, s:[{s:s, s:i}]}", "op", "add", "path", text.at, (int)text.len, "value",
					      "value", "v", "extra", 1);
		json_t *patch = operation ? json_pack("{s:[O]}", "Operations", operation) : NULL;
		if (patch && scim_patch_apply(arena, &scim_users, resource, patch, &fault) != RC_OK && !fault.type)
			__builtin_trap();
		json_decref(patch);
		json_decref(operation);
	}
	json_t *patch = json_loadb(text.at, text.len, 0, &error);
	if (patch && scim_patch_apply(arena, &scim_users, resource, patch, &fault) != RC_OK && !fault.type)
		__builtin_trap();
	json_decref(patch);
	json_decref(resource);
	arena_free(arena);
	return 0;
}
