#include "scim/scim_user.h"

#include <stddef.h>
#include <string.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct scim_user, member)
static const struct field user_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_TEXT, OFFSET(external_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_TEXT, OFFSET(display_name), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(email)},
	{.kind = FIELD_TEXT, OFFSET(phone)},
	{.kind = FIELD_TEXT, OFFSET(job_title)},
	{.kind = FIELD_TEXT, OFFSET(locale)},
	{.kind = FIELD_TEXT, OFFSET(employee_number)},
	{.kind = FIELD_TEXT, OFFSET(department)},
	{.kind = FIELD_TEXT, OFFSET(division)},
	{.kind = FIELD_UUID, OFFSET(manager_uuid)},
	{.kind = FIELD_TEXT, OFFSET(manager)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	{.kind = FIELD_MOMENT, OFFSET(deleted_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	{.kind = FIELD_INT, OFFSET(version)},
	FIELD_END,
};
#undef OFFSET
const struct record scim_user_record = {"scim_user", sizeof(struct scim_user), user_fields};

static const char stand_in[] = "ext-";

struct str scim_user_stand_in(struct arena *arena, struct str uuid)
{
	return arena_printf(arena, "%s%.*s", stand_in, STR_ARG(uuid));
}

/* --- the members that are one text each ------------------------------------------------- */

/* Where a text of the user stands in the resource. */
static const struct place {
	bool is_extension;
	const char *attribute;
	const char *sub;
	size_t offset;
	size_t max;
} places[] = {
	{false, "id", NULL, offsetof(struct scim_user, uuid), 0},
	{false, "externalId", NULL, offsetof(struct scim_user, external_id), 255},
	{false, "userName", NULL, offsetof(struct scim_user, login), 254},
	{false, "name", "givenName", offsetof(struct scim_user, given_name), 100},
	{false, "name", "familyName", offsetof(struct scim_user, family_name), 100},
	{false, "displayName", NULL, offsetof(struct scim_user, display_name), 220},
	{false, "title", NULL, offsetof(struct scim_user, job_title), 255},
	{false, "preferredLanguage", NULL, offsetof(struct scim_user, locale), 35},
	{false, "emails", "value", offsetof(struct scim_user, email), 254},
	{false, "phoneNumbers", "value", offsetof(struct scim_user, phone), 40},
	{true, "employeeNumber", NULL, offsetof(struct scim_user, employee_number), 50},
	{true, "department", NULL, offsetof(struct scim_user, department), 120},
	{true, "division", NULL, offsetof(struct scim_user, division), 120},
	{true, "manager", "value", offsetof(struct scim_user, manager_uuid), 36},
	{true, "manager", "displayName", offsetof(struct scim_user, manager), 0},
};
enum { PLACES = sizeof places / sizeof *places };

static struct str text_at(const struct scim_user *user, const struct place *place)
{
	struct str text = *(const struct str *)(const void *)((const char *)user + place->offset);

	if (place->offset == offsetof(struct scim_user, employee_number) && str_starts(text, STR("ext-")))
		return STR("");
	return text;
}

static bool is_at(const struct place *place, const struct scim_path *path)
{
	if (place->is_extension != path->is_extension || strcmp(place->attribute, path->attribute->name) != 0)
		return false;
	return !place->sub ? !path->sub : path->sub && strcmp(place->sub, path->sub->name) == 0;
}

static bool is_attribute(const struct scim_path *path, const char *attribute, const char *sub)
{
	return strcmp(path->attribute->name, attribute) == 0 &&
	       (!sub || (path->sub && strcmp(path->sub->name, sub) == 0));
}

/* What is not one text of the user. */
static bool other_value(const struct scim_user *user, const struct scim_path *path, struct scim_value *value)
{
	*value = (struct scim_value){.kind = SCIM_NULL};
	if (is_attribute(path, "active", NULL)) {
		value->kind = SCIM_TRUTH;
		value->truth = user->is_active;
	} else if (is_attribute(path, "meta", "created") || is_attribute(path, "meta", "lastModified")) {
		value->kind = SCIM_MOMENT;
		value->at = is_attribute(path, "meta", "created") ? user->created_at : user->updated_at;
	} else if (is_attribute(path, "meta", "resourceType")) {
		value->kind = SCIM_TEXT;
		value->text = STR("User");
	} else if (is_attribute(path, "emails", NULL) || is_attribute(path, "phoneNumbers", NULL)) {
		const bool is_there = is_attribute(path, "emails", NULL) ? user->email.len > 0 : user->phone.len > 0;
		value->kind = path->sub && strcmp(path->sub->name, "type") == 0 ? SCIM_TEXT : SCIM_TRUTH;
		value->text = STR("work");
		value->truth = true;
		return is_there;
	} else if (is_attribute(path, "name", NULL) || is_attribute(path, "manager", NULL)) {
		value->kind = SCIM_TRUTH;
		value->truth = true;
		return is_attribute(path, "name", NULL) || user->manager_uuid.len > 0;
	}
	return value->kind != SCIM_NULL;
}

bool scim_user_value(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value)
{
	const struct scim_user *user = resource;

	if (position > 0)
		return false;
	for (size_t i = 0; i < PLACES; i++) {
		if (!is_at(&places[i], path))
			continue;
		*value = (struct scim_value){.kind = SCIM_TEXT, .text = text_at(user, &places[i])};
		return value->text.len > 0;
	}
	return other_value(user, path, value);
}

/* --- to JSON ------------------------------------------------------------------------------ */

static void put(json_t *object, const char *name, struct str value)
{
	if (value.len)
		json_object_set_new(object, name, json_stringn(value.at, value.len));
}

static void put_one_of_list(json_t *root, const char *name, struct str value)
{
	if (!value.len)
		return;
	json_t *list = json_array(), *one = json_object();
	put(one, "value", value);
	put(one, "type", STR("work"));
	json_object_set_new(one, "primary", json_true());
	json_array_append_new(list, one);
	json_object_set_new(root, name, list);
}

static json_t *object_in(json_t *root, const char *name)
{
	json_t *object = json_object_get(root, name);

	if (!object) {
		object = json_object();
		json_object_set_new(root, name, object);
	}
	return object;
}

static void put_places(json_t *root, const struct scim_user *user)
{
	for (size_t i = 0; i < PLACES; i++) {
		const struct place *place = &places[i];
		struct str value = text_at(user, place);
		if (!value.len || strcmp(place->attribute, "emails") == 0 || strcmp(place->attribute, "phoneNumbers") == 0)
			continue;
		json_t *holder = place->is_extension ? object_in(root, SCIM_URN_ENTERPRISE) : root;
		put(place->sub ? object_in(holder, place->attribute) : holder, place->sub ? place->sub : place->attribute,
		    value);
	}
}

static void put_groups(struct arena *arena, json_t *root, struct str base, const struct scim_user_group *groups, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *one = json_object();
		put(one, "value", groups[i].uuid);
		put(one, "$ref", arena_printf(arena, "%.*s/Groups/%.*s", STR_ARG(base), STR_ARG(groups[i].uuid)));
		put(one, "display", groups[i].name);
		json_array_append_new(list, one);
	}
	json_object_set_new(root, "groups", list);
}

json_t *scim_user_json(struct arena *arena, struct str base, const struct scim_user *user,
		       const struct scim_user_group *groups, size_t group_count)
{
	json_t *root = json_object(), *schemas = json_array(), *meta = json_object();
	struct str location = arena_printf(arena, "%.*s/Users/%.*s", STR_ARG(base), STR_ARG(user->uuid));

	json_array_append_new(schemas, json_string(SCIM_URN_USER));
	json_array_append_new(schemas, json_string(SCIM_URN_ENTERPRISE));
	json_object_set_new(root, "schemas", schemas);
	put_places(root, user);
	put(object_in(root, "name"), "formatted",
	    arena_printf(arena, "%.*s %.*s", STR_ARG(user->given_name), STR_ARG(user->family_name)));
	json_object_set_new(root, "active", json_boolean(user->is_active));
	put_one_of_list(root, "emails", user->email);
	put_one_of_list(root, "phoneNumbers", user->phone);
	if (user->manager_uuid.len)
		put(object_in(object_in(root, SCIM_URN_ENTERPRISE), "manager"), "$ref",
		    arena_printf(arena, "%.*s/Users/%.*s", STR_ARG(base), STR_ARG(user->manager_uuid)));
	put_groups(arena, root, base, groups, group_count);
	put(meta, "resourceType", STR("User"));
	put(meta, "created", moment_text(arena, user->created_at));
	put(meta, "lastModified", moment_text(arena, user->updated_at));
	put(meta, "location", location);
	put(meta, "version", arena_printf(arena, "W/\"%lld\"", (long long)user->version));
	json_object_set_new(root, "meta", meta);
	return root;
}

/* --- from JSON ---------------------------------------------------------------------------- */

/* Of several values the primary one, then the first of the first type that is there, then the first. */
static struct str choose(struct arena *arena, const json_t *list, const char *const *types)
{
	const size_t count = json_array_size(list);

	for (size_t i = 0; i < count; i++)
		if (json_is_true(scim_member(json_array_get(list, i), "primary")))
			return scim_member_text(arena, json_array_get(list, i), "value");
	for (; *types; types++)
		for (size_t i = 0; i < count; i++) {
			struct str type = scim_member_text(arena, json_array_get(list, i), "type");
			if (type.at && str_equal_nocase(type, str_of(*types)))
				return scim_member_text(arena, json_array_get(list, i), "value");
		}
	return count ? scim_member_text(arena, json_array_get(list, 0), "value") : STR_NONE;
}

static struct str read_place(struct arena *arena, const json_t *resource, const struct place *place)
{
	static const char *const mails[] = {"work", NULL}, *const phones[] = {"work", "mobile", NULL};
	const json_t *holder = place->is_extension ? scim_member(resource, SCIM_URN_ENTERPRISE) : resource;
	const json_t *at = scim_member(holder, place->attribute);

	if (json_is_array(at))
		return choose(arena, at, strcmp(place->attribute, "emails") == 0 ? mails : phones);
	return place->sub ? scim_member_text(arena, at, place->sub) : scim_member_text(arena, holder, place->attribute);
}

/* "en-US" is "en"; what pages are not written in is as the browser asks. */
static struct str language(struct str said)
{
	struct str front;

	str_split(&said, '-', &front);
	if (str_equal_nocase(front, STR("en")))
		return STR("en");
	return str_equal_nocase(front, STR("es")) ? STR("es") : STR_NONE;
}

static void make_names(struct scim_user *user)
{
	struct str rest = user->display_name.len ? user->display_name : user->login, first = rest;

	if (!user->given_name.len && !user->family_name.len) {
		str_split(&rest, ' ', &first);
		user->given_name = str_slice(first, 0, 100);
		user->family_name = str_slice(str_trim(rest), 0, 100);
	}
	if (!user->given_name.len)
		user->given_name = STR("-");
	if (!user->family_name.len)
		user->family_name = STR("-");
}

enum rc scim_user_read(struct arena *arena, const json_t *resource, struct scim_user *user, struct scim_fault *fault)
{
	const struct str number = user->employee_number;

	for (size_t i = 0; i < PLACES; i++) {
		const struct place *place = &places[i];
		struct str value = place->max ? read_place(arena, resource, place) : STR_NONE;
		if (!place->max)
			continue;
		value = value.at ? str_trim(value) : value;
		if (value.len && (!str_is_utf8(value) || str_points(value) > place->max)) {
			*fault = (struct scim_fault){"invalidValue",
						     arena_printf(arena, "%s has more than %zu characters", place->attribute,
								  place->max).at};
			return RC_BAD_REQUEST;
		}
		*(struct str *)(void *)((char *)user + place->offset) = value.len ? value : STR_NONE;
	}
	const json_t *active = scim_member(resource, "active");
	if (json_is_boolean(active))
		user->is_active = json_is_true(active);
	/* A number is for good: it can be replaced, not taken away. */
	if (!user->employee_number.len)
		user->employee_number = number;
	user->locale = language(user->locale);
	user->login = user->login.at ? arena_lower(arena, user->login) : STR_NONE;
	if (!user->login.len) {
		*fault = (struct scim_fault){"invalidValue", "userName is required"};
		return RC_BAD_REQUEST;
	}
	make_names(user);
	return RC_OK;
}
