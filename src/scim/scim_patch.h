#ifndef SCIM_SCIM_PATCH_H
#define SCIM_SCIM_PATCH_H

#include <jansson.h>

#include "scim/scim_filter.h"

/*
 * Resources as JSON: their attributes by the table, and PATCH (RFC 7644, 3.5.2). Pure. Taken as well, because large
 * clients send it: operations in any case ("Add"), "True" and "False" for booleans, names with a point or a value path as
 * members of a value without path, a lone text for an attribute whose part is `value` (manager), and members to remove
 * given as value instead of in the path.
 */

/* The member of a JSON object by its name in any case; NULL: none. The resource keeps the pointer. */
json_t *scim_member(const json_t *object, const char *name);
/* The member's text, copied; STR_NONE: absent or no text. */
struct str scim_member_text(struct arena *arena, const json_t *object, const char *name);

/* For scim_filter_holds: resource is a json_t. */
bool scim_patch_value(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value);

/* What is wrong with an operation, in the words of the standard: "invalidPath". */
struct scim_fault {
	const char *type;
	const char *detail; /* English */
};

enum { SCIM_OPERATIONS_MOST = 1000 };

/* Changes the resource in place. RC_BAD_REQUEST with *fault; then it may be changed in part and is to be thrown away. */
enum rc scim_patch_apply(struct arena *arena, const struct scim_type_of_resource *type, json_t *resource,
			 const json_t *patch, struct scim_fault *fault) MUST_CHECK;

/*
 * A new resource with what a client sent of it and may write, by the names of the table: what POST and PUT mean. The
 * caller owns it (json_decref). NULL with *fault: a value has not the kind of its attribute.
 */
json_t *scim_patch_take(struct arena *arena, const struct scim_type_of_resource *type, const json_t *sent,
			struct scim_fault *fault);

#endif
