#include <string.h>

#include "scim/scim_group_change.h"

enum { NAME_MOST = 255, STEPS_MOST = 20000 };

static enum rc refuse(struct scim_fault *fault, const char *type, const char *detail)
{
	*fault = (struct scim_fault){type, detail};
	return RC_BAD_REQUEST;
}

static void add_step(struct arena *arena, struct scim_group_wish *wish, enum scim_member_action action, struct str uuid)
{
	enum { FIRST_ROOM = 64 };

	if (wish->step_count == wish->step_room) {
		const size_t room = wish->step_room ? wish->step_room * 2 : FIRST_ROOM;
		wish->steps = arena_grow(arena, wish->steps, wish->step_count * sizeof *wish->steps,
					 room * sizeof *wish->steps);
		wish->step_room = room;
	}
	wish->steps[wish->step_count++] = (struct scim_member_step){action, uuid};
}

/* One user or several, as objects or by their ids alone. */
static enum rc add_members(struct arena *arena, struct scim_group_wish *wish, enum scim_member_action action,
			   const json_t *value, struct scim_fault *fault)
{
	const size_t count = json_is_array(value) ? json_array_size(value) : 1;

	if (wish->step_count + count > STEPS_MOST)
		return refuse(fault, "tooMany", "at most 20,000 members are taken at once");
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
		struct str uuid = json_is_string(one)
					  ? arena_str(arena, (struct str){json_string_value(one), json_string_length(one)})
					  : scim_member_text(arena, one, "value");
		if (!uuid.len)
			return refuse(fault, "invalidValue", "members have to be named by the id of a user, as value");
		add_step(arena, wish, action, uuid);
	}
	return RC_OK;
}

static enum rc take_text(struct str *member, struct arena *arena, const json_t *value, struct scim_fault *fault)
{
	*member = STR_NONE;
	if (json_is_null(value))
		return RC_OK;
	if (!json_is_string(value))
		return refuse(fault, "invalidValue", "displayName and externalId are texts");
	*member = str_trim(arena_str(arena, (struct str){json_string_value(value), json_string_length(value)}));
	return str_is_utf8(*member) && str_points(*member) <= NAME_MOST
		       ? RC_OK
		       : refuse(fault, "invalidValue", "displayName and externalId have at most 255 characters");
}

static enum rc take_member(struct arena *arena, struct scim_group_wish *wish, const struct scim_attribute *attribute,
			   const json_t *value, struct scim_fault *fault)
{
	enum rc rc;

	if (strcmp(attribute->name, "displayName") == 0) {
		rc = take_text(&wish->display_name, arena, value, fault);
		return rc == RC_OK && !wish->display_name.len ? refuse(fault, "invalidValue", "displayName is required") : rc;
	}
	if (strcmp(attribute->name, "externalId") == 0) {
		wish->has_external_id = true;
		return take_text(&wish->external_id, arena, value, fault);
	}
	return RC_OK;
}

enum rc scim_group_wish_sent(struct arena *arena, const json_t *sent, struct scim_group_wish *wish,
			     struct scim_fault *fault)
{
	const json_t *name = scim_member(sent, "displayName"), *external = scim_member(sent, "externalId"),
		     *members = scim_member(sent, "members");
	const struct scim_attribute *table = scim_group_schema.attributes;

	*wish = (struct scim_group_wish){0};
	enum rc rc = name ? take_member(arena, wish, scim_attribute_of(table, STR("displayName")), name, fault)
			  : refuse(fault, "invalidValue", "displayName is required");
	wish->has_external_id = true;
	if (rc == RC_OK && external)
		rc = take_text(&wish->external_id, arena, external, fault);
	add_step(arena, wish, SCIM_MEMBER_CLEAR, STR(""));
	if (rc == RC_OK && members && !json_is_null(members))
		rc = add_members(arena, wish, SCIM_MEMBER_ADD, members, fault);
	return rc;
}

/* --- PATCH ------------------------------------------------------------------------------------ */

enum operation { ADD, REPLACE, REMOVE };

static enum rc patch_members(struct arena *arena, struct scim_group_wish *wish, enum operation operation,
			     const struct scim_path *path, const json_t *value, struct scim_fault *fault)
{
	if (path->where) {
		struct str uuid = scim_filter_equals(path->where, "members", "value");
		if (!uuid.len || operation != REMOVE)
			return refuse(fault, "invalidPath", "members are chosen by members[value eq \"id\"], to be removed");
		add_step(arena, wish, SCIM_MEMBER_REMOVE, uuid);
		return RC_OK;
	}
	if (operation == REMOVE && !json_is_array(value)) {
		add_step(arena, wish, SCIM_MEMBER_CLEAR, STR(""));
		return RC_OK;
	}
	if (operation == REPLACE)
		add_step(arena, wish, SCIM_MEMBER_CLEAR, STR(""));
	return add_members(arena, wish, operation == REMOVE ? SCIM_MEMBER_REMOVE : SCIM_MEMBER_ADD, value, fault);
}

static enum rc patch_at(struct arena *arena, struct scim_group_wish *wish, enum operation operation,
			const struct scim_path *path, const json_t *value, struct scim_fault *fault)
{
	if (path->is_unkept)
		return RC_OK;
	if (path->attribute->flags & SCIM_READ_ONLY)
		return refuse(fault, "mutability", "this attribute cannot be changed");
	if (strcmp(path->attribute->name, "members") == 0)
		return patch_members(arena, wish, operation, path, value, fault);
	if (operation != REMOVE)
		return take_member(arena, wish, path->attribute, value, fault);
	if (path->attribute->flags & SCIM_REQUIRED)
		return refuse(fault, "mutability", "this attribute is required");
	wish->has_external_id = true;
	wish->external_id = STR_NONE;
	return RC_OK;
}

static enum rc patch_whole(struct arena *arena, struct scim_group_wish *wish, enum operation operation,
			   const json_t *value, struct scim_fault *fault)
{
	json_t *at = (json_t *)(uintptr_t)value;
	enum rc rc = json_is_object(value) && operation != REMOVE
			     ? RC_OK
			     : refuse(fault, operation == REMOVE ? "noTarget" : "invalidValue",
				      "without a path the value has to be an object");

	for (void *i = json_object_iter(at); i && rc == RC_OK; i = json_object_iter_next(at, i)) {
		struct scim_path path;
		const char *why;
		if (scim_path_read(arena, &scim_groups, str_of(json_object_iter_key(i)), &path, &why) != RC_OK)
			continue;
		if (!path.is_unkept && (path.attribute->flags & SCIM_READ_ONLY))
			continue;
		rc = patch_at(arena, wish, operation, &path, json_object_iter_value(i), fault);
	}
	return rc;
}

static enum rc patch_one(struct arena *arena, struct scim_group_wish *wish, const json_t *one, struct scim_fault *fault)
{
	static const char *const words[] = {"add", "replace", "remove"};
	struct str word = scim_member_text(arena, one, "op"), text = scim_member_text(arena, one, "path");
	const json_t *value = scim_member(one, "value");
	struct scim_path path;
	size_t at = 0;

	while (at < 3 && !(word.at && str_equal_nocase(word, str_of(words[at]))))
		at++;
	if (at == 3)
		return refuse(fault, "invalidSyntax", "op has to be add, replace or remove");
	if (at != REMOVE && !value)
		return refuse(fault, "invalidValue", "the value is missing");
	if (!text.len)
		return patch_whole(arena, wish, (enum operation)at, value, fault);
	fault->type = "invalidPath";
	if (scim_path_read(arena, &scim_groups, text, &path, &fault->detail) != RC_OK)
		return RC_BAD_REQUEST;
	*fault = (struct scim_fault){0};
	return patch_at(arena, wish, (enum operation)at, &path, value, fault);
}

enum rc scim_group_wish_patch(struct arena *arena, const json_t *patch, struct scim_group_wish *wish,
			      struct scim_fault *fault)
{
	const json_t *operations = scim_member(patch, "Operations");
	enum rc rc = RC_OK;

	*wish = (struct scim_group_wish){0};
	if (!json_is_array(operations) || json_array_size(operations) == 0)
		return refuse(fault, "invalidSyntax", "Operations has to be a list of operations");
	if (json_array_size(operations) > SCIM_OPERATIONS_MOST)
		return refuse(fault, "tooMany", "at most 1,000 operations are taken at once");
	for (size_t i = 0; i < json_array_size(operations) && rc == RC_OK; i++)
		rc = patch_one(arena, wish, json_array_get(operations, i), fault);
	return rc;
}
