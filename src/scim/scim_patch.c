#include "scim/scim_patch.h"

#include <string.h>

#include "base/text.h"

static enum rc refuse(struct scim_fault *fault, const char *type, const char *detail)
{
	*fault = (struct scim_fault){type, detail};
	return RC_BAD_REQUEST;
}

/* --- members by name --------------------------------------------------------------------- */

static const char *key_of(const json_t *object, const char *name)
{
	/* Iterators are not const, and do not change it. */
	json_t *at = (json_t *)(uintptr_t)object;

	for (void *i = json_object_iter(at); i; i = json_object_iter_next(at, i))
		if (str_equal_nocase(str_of(json_object_iter_key(i)), str_of(name)))
			return json_object_iter_key(i);
	return NULL;
}

json_t *scim_member(const json_t *object, const char *name)
{
	json_t *found = json_object_get(object, name);
	const char *key = found || !json_is_object(object) ? NULL : key_of(object, name);

	return key ? json_object_get(object, key) : found;
}

struct str scim_member_text(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *at = scim_member(object, name);

	if (!json_is_string(at))
		return STR_NONE;
	return arena_str(arena, (struct str){json_string_value(at), json_string_length(at)});
}

static void set(json_t *object, const char *name, json_t *value)
{
	const char *key = key_of(object, name);

	if (key && strcmp(key, name) != 0)
		json_object_del(object, key);
	json_object_set_new(object, name, value);
}

static void drop(json_t *object, const char *name)
{
	const char *key = key_of(object, name);

	if (key)
		json_object_del(object, key);
}

/* --- what filters compare -------------------------------------------------------------- */

static bool take_value(const json_t *at, const struct scim_attribute *attribute, struct scim_value *value)
{
	*value = (struct scim_value){.kind = SCIM_NULL};
	if (json_is_boolean(at)) {
		value->kind = SCIM_TRUTH;
		value->truth = json_is_true(at);
	} else if (json_is_string(at)) {
		value->kind = SCIM_TEXT;
		value->text = (struct str){json_string_value(at), json_string_length(at)};
		if (attribute->type == SCIM_DATE_TIME && moment_parse(value->text, &value->at))
			value->kind = SCIM_MOMENT;
	} else if (json_is_object(at)) {
		value->kind = SCIM_TRUTH; /* it is there */
		value->truth = true;
	}
	return at != NULL;
}

bool scim_patch_value(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value)
{
	const json_t *at = resource;

	if (path->is_extension)
		at = scim_member(at, SCIM_URN_ENTERPRISE);
	at = scim_member(at, path->attribute->name);
	if (json_is_array(at))
		at = json_array_get(at, position);
	else if (position > 0)
		return false;
	if (!at)
		return false;
	if (!path->sub)
		return take_value(at, path->attribute, value);
	if (!take_value(scim_member(at, path->sub->name), path->sub, value))
		value->kind = SCIM_NULL;
	return true;
}

/* --- values as their attribute has them ------------------------------------------------ */

struct patching {
	struct arena *arena;
	const struct scim_type_of_resource *type;
	json_t *resource;
	struct scim_fault *fault;
};

static json_t *fit(struct patching *p, const struct scim_attribute *attribute, const json_t *value, bool is_one);

static json_t *refuse_value(struct patching *p, const struct scim_attribute *attribute)
{
	refuse(p->fault, "invalidValue",
	       arena_printf(p->arena, "%s has a value of another kind", attribute->name).at);
	return NULL;
}

static json_t *fit_boolean(struct patching *p, const struct scim_attribute *attribute, const json_t *value)
{
	if (json_is_boolean(value))
		return json_boolean(json_is_true(value));
	const char *text = json_string_value(value);
	if (text && str_equal_nocase(str_of(text), STR("true")))
		return json_true();
	if (text && str_equal_nocase(str_of(text), STR("false")))
		return json_false();
	return refuse_value(p, attribute);
}

/* The parts that may be written; a lone text is the part `value`. */
static json_t *fit_complex(struct patching *p, const struct scim_attribute *attribute, const json_t *value)
{
	json_t *made = json_object();
	const bool has_value = scim_attribute_of(attribute->subs, STR("value")) != NULL;

	if (json_is_string(value) && has_value) {
		json_object_set_new(made, "value", json_string(json_string_value(value)));
		return made;
	}
	for (const struct scim_attribute *sub = attribute->subs; json_is_object(value) && sub->name; sub++) {
		const json_t *at = scim_member(value, sub->name);
		json_t *fitted = at && !json_is_null(at) && !(sub->flags & SCIM_READ_ONLY) ? fit(p, sub, at, true) : NULL;
		if (p->fault->type)
			break;
		if (fitted)
			json_object_set_new(made, sub->name, fitted);
	}
	if (!json_is_object(value))
		refuse_value(p, attribute);
	if (!p->fault->type)
		return made;
	json_decref(made);
	return NULL;
}

static json_t *fit_list(struct patching *p, const struct scim_attribute *attribute, const json_t *value)
{
	json_t *made = json_array();
	const size_t count = json_is_array(value) ? json_array_size(value) : 1;

	for (size_t i = 0; i < count && !p->fault->type; i++) {
		json_t *fitted = fit(p, attribute, json_is_array(value) ? json_array_get(value, i) : value, true);
		if (fitted)
			json_array_append_new(made, fitted);
	}
	if (!p->fault->type)
		return made;
	json_decref(made);
	return NULL;
}

/* A new value for the attribute (is_one: for one of its values); NULL with p->fault. */
static json_t *fit(struct patching *p, const struct scim_attribute *attribute, const json_t *value, bool is_one)
{
	if ((attribute->flags & SCIM_MULTI) && !is_one)
		return fit_list(p, attribute, value);
	/* A single complex attribute in a list of one: some clients wrap everything. */
	if (json_is_array(value) && json_array_size(value) == 1)
		value = json_array_get(value, 0);
	switch (attribute->type) {
	case SCIM_BOOLEAN:
		return fit_boolean(p, attribute, value);
	case SCIM_COMPLEX:
		return fit_complex(p, attribute, value);
	default:
		if (json_is_string(value))
			return json_string(json_string_value(value));
		if (json_is_integer(value))
			return json_string(arena_printf(p->arena, "%lld", (long long)json_integer_value(value)).at);
		return refuse_value(p, attribute);
	}
}

/* --- operations -------------------------------------------------------------------------- */

enum operation { ADD, REPLACE, REMOVE };

/* The object that holds the attribute: the resource, or its extension (made when needed). */
static json_t *holder(struct patching *p, const struct scim_path *path, bool may_make)
{
	if (!path->is_extension)
		return p->resource;
	json_t *extension = scim_member(p->resource, p->type->extension->id);
	if (!extension && may_make) {
		extension = json_object();
		set(p->resource, p->type->extension->id, extension);
	}
	return extension;
}

static void merge(json_t *into, const json_t *from)
{
	json_t *at = (json_t *)(uintptr_t)from;

	for (void *i = json_object_iter(at); i; i = json_object_iter_next(at, i))
		set(into, json_object_iter_key(i), json_incref(json_object_iter_value(i)));
}

static bool is_primary(const json_t *value)
{
	return json_is_true(scim_member(value, "primary"));
}

/* Only one value is the primary one: the newest that says so (2.4). */
static void keep_one_primary(json_t *list, const json_t *newest)
{
	for (size_t i = 0; is_primary(newest) && i < json_array_size(list); i++)
		if (json_array_get(list, i) != newest && is_primary(json_array_get(list, i)))
			set(json_array_get(list, i), "primary", json_false());
}

static json_t *list_of(json_t *object, const struct scim_attribute *attribute)
{
	json_t *list = scim_member(object, attribute->name);

	if (!json_is_array(list)) {
		list = json_array();
		set(object, attribute->name, list);
	}
	return list;
}

static void append(json_t *list, json_t *value)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), value)) {
			json_decref(value);
			return;
		}
	json_array_append_new(list, value);
	keep_one_primary(list, value);
}

/* All of the attribute, without a choice among its values. */
static enum rc put_whole(struct patching *p, enum operation operation, const struct scim_path *path, const json_t *value)
{
	const struct scim_attribute *attribute = path->attribute;
	json_t *object = holder(p, path, true), *fitted = fit(p, attribute, value, false);

	if (!fitted)
		return RC_BAD_REQUEST;
	if (attribute->flags & SCIM_MULTI) {
		json_t *list = list_of(object, attribute);
		if (operation == REPLACE)
			json_array_clear(list);
		for (size_t i = 0; i < json_array_size(fitted); i++)
			append(list, json_incref(json_array_get(fitted, i)));
		json_decref(fitted);
		return RC_OK;
	}
	json_t *present = scim_member(object, attribute->name);
	if (attribute->type == SCIM_COMPLEX && json_is_object(present)) {
		merge(present, fitted);
		json_decref(fitted);
		return RC_OK;
	}
	set(object, attribute->name, fitted);
	return RC_OK;
}

static enum rc put_part(struct patching *p, const struct scim_path *path, const json_t *value)
{
	json_t *object = holder(p, path, true), *fitted = fit(p, path->sub, value, true);

	if (!fitted)
		return RC_BAD_REQUEST;
	json_t *present = scim_member(object, path->attribute->name);
	if (path->attribute->flags & SCIM_MULTI) {
		/* Of all values: emails.type. */
		for (size_t i = 0; i < json_array_size(present); i++)
			set(json_array_get(present, i), path->sub->name, json_incref(fitted));
		json_decref(fitted);
		return RC_OK;
	}
	if (!json_is_object(present)) {
		present = json_object();
		set(object, path->attribute->name, present);
	}
	set(present, path->sub->name, fitted);
	return RC_OK;
}

/* A value of which the choice says what it is: what is added by emails[type eq "work"].value has that type. */
static void begin_value(json_t *made, const struct scim_filter *where)
{
	if (where->node == SCIM_AND) {
		begin_value(made, where->left);
		begin_value(made, where->right);
	}
	if (where->node != SCIM_COMPARE || where->operator != SCIM_EQ || !where->path.sub)
		return;
	if (where->value.kind == SCIM_TEXT)
		set(made, where->path.sub->name, json_stringn(where->value.text.at, where->value.text.len));
	if (where->value.kind == SCIM_TRUTH)
		set(made, where->path.sub->name, json_boolean(where->value.truth));
}

/* The choice is asked of each value alone, as if it were the only one. */
static bool is_chosen(const struct scim_path *path, json_t *value)
{
	json_t *alone = json_object(), *values = json_array();

	json_array_append(values, value);
	json_object_set_new(alone, path->attribute->name, values);
	struct scim_filter has = {.node = SCIM_HAS, .path = {.attribute = path->attribute}, .left = path->where};
	const bool found = scim_filter_holds(&has, alone, scim_patch_value);
	json_decref(alone);
	return found;
}

static enum rc change_value(struct patching *p, const struct scim_path *path, json_t *list, json_t *at, const json_t *value)
{
	json_t *fitted = fit(p, path->sub ? path->sub : path->attribute, value, true);

	if (!fitted)
		return RC_BAD_REQUEST;
	if (path->sub) {
		set(at, path->sub->name, fitted);
	} else {
		merge(at, fitted);
		json_decref(fitted);
	}
	keep_one_primary(list, at);
	return RC_OK;
}

static enum rc put_chosen(struct patching *p, enum operation operation, const struct scim_path *path, const json_t *value)
{
	json_t *list = list_of(holder(p, path, true), path->attribute);
	size_t chosen = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < json_array_size(list) && rc == RC_OK; i++)
		if (is_chosen(path, json_array_get(list, i))) {
			rc = change_value(p, path, list, json_array_get(list, i), value);
			chosen++;
		}
	if (rc != RC_OK || chosen)
		return rc;
	if (operation == REPLACE)
		return refuse(p->fault, "noTarget", "none of the values is meant by the path");
	json_t *made = json_object();
	begin_value(made, path->where);
	json_array_append_new(list, made);
	return change_value(p, path, list, made, value);
}

/* Where none is meant there is nothing to remove, and the aim is reached. */
static void remove_chosen(const struct scim_path *path, json_t *object)
{
	json_t *list = object ? scim_member(object, path->attribute->name) : NULL;

	for (size_t i = json_array_size(list); i > 0; i--) {
		json_t *at = json_array_get(list, i - 1);
		if (!is_chosen(path, at))
			continue;
		if (path->sub)
			drop(at, path->sub->name);
		else
			json_array_remove(list, i - 1);
	}
}

/* members with the ones that go as value, in place of a choice in the path. */
static void remove_listed(struct patching *p, json_t *object, const struct scim_attribute *attribute, const json_t *value)
{
	json_t *list = scim_member(object, attribute->name);

	for (size_t i = json_array_size(list); i > 0; i--) {
		struct str id = scim_member_text(p->arena, json_array_get(list, i - 1), "value");
		for (size_t j = 0; j < json_array_size(value); j++)
			if (id.at && str_equal(id, scim_member_text(p->arena, json_array_get(value, j), "value"))) {
				json_array_remove(list, i - 1);
				break;
			}
	}
}

static enum rc remove_at(struct patching *p, const struct scim_path *path, const json_t *value)
{
	json_t *object = holder(p, path, false);

	if (!path->attribute) {
		drop(p->resource, p->type->extension->id);
		return RC_OK;
	}
	if ((path->sub ? path->sub : path->attribute)->flags & SCIM_REQUIRED)
		return refuse(p->fault, "mutability", "this attribute is required");
	if (path->where)
		remove_chosen(path, object);
	if (path->where || !object)
		return RC_OK;
	if (!path->sub && (path->attribute->flags & SCIM_MULTI) && json_is_array(value) && json_array_size(value) > 0) {
		remove_listed(p, object, path->attribute, value);
		return RC_OK;
	}
	json_t *present = scim_member(object, path->attribute->name);
	if (!path->sub)
		drop(object, path->attribute->name);
	else if (json_is_array(present))
		for (size_t i = 0; i < json_array_size(present); i++)
			drop(json_array_get(present, i), path->sub->name);
	else if (present)
		drop(present, path->sub->name);
	return RC_OK;
}

static enum rc apply_members(struct patching *p, enum operation operation, const json_t *value, const char *prefix);

static bool is_empty(const json_t *value)
{
	return !value || json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
	       (json_is_object(value) && json_object_size(value) == 0);
}

static enum rc apply_at(struct patching *p, enum operation operation, const struct scim_path *path, const json_t *value)
{
	if (path->is_unkept)
		return RC_OK;
	if (!path->attribute)
		return operation == REMOVE ? remove_at(p, path, value)
					   : apply_members(p, operation, value, p->type->extension->id);
	if ((path->attribute->flags & SCIM_READ_ONLY) || (path->sub && (path->sub->flags & SCIM_READ_ONLY)))
		return refuse(p->fault, "mutability",
			      arena_printf(p->arena, "%s cannot be changed", path->attribute->name).at);
	/* Nothing in the place of a value takes the present one away. */
	if (operation == ADD && (!value || json_is_null(value)))
		return RC_OK;
	if (operation == REMOVE ||
	    (operation == REPLACE && is_empty(value) && !(path->attribute->flags & SCIM_REQUIRED) && !path->where))
		return remove_at(p, path, operation == REMOVE ? value : NULL);
	if (path->where)
		return put_chosen(p, operation, path, value);
	return path->sub ? put_part(p, path, value) : put_whole(p, operation, path, value);
}

/* A value without path: each member is a path of its own. Members that mean nothing here are left out. */
static enum rc apply_members(struct patching *p, enum operation operation, const json_t *value, const char *prefix)
{
	json_t *at = (json_t *)(uintptr_t)value;
	enum rc rc = RC_OK;

	if (!json_is_object(value))
		return refuse(p->fault, "invalidValue", "without a path the value has to be an object");
	for (void *i = json_object_iter(at); i && rc == RC_OK; i = json_object_iter_next(at, i)) {
		struct str name = str_of(json_object_iter_key(i));
		struct scim_path path;
		const char *why;
		if (prefix)
			name = arena_printf(p->arena, "%s:%.*s", prefix, STR_ARG(name));
		if (scim_path_read(p->arena, p->type, name, &path, &why) != RC_OK)
			continue;
		if (path.attribute && (path.attribute->flags & SCIM_READ_ONLY))
			continue;
		rc = apply_at(p, operation, &path, json_object_iter_value(i));
	}
	return rc;
}

static enum rc apply_one(struct patching *p, const json_t *one)
{
	static const char *const words[] = {"add", "replace", "remove"};
	struct str word = scim_member_text(p->arena, one, "op"), text = scim_member_text(p->arena, one, "path");
	const json_t *value = scim_member(one, "value");
	struct scim_path path;
	const char *why;
	size_t at = 0;

	while (at < 3 && !(word.at && str_equal_nocase(word, str_of(words[at]))))
		at++;
	if (at == 3)
		return refuse(p->fault, "invalidSyntax", "op has to be add, replace or remove");
	if (at != REMOVE && !value)
		return refuse(p->fault, "invalidValue", "the value is missing");
	if (!text.len)
		return at == REMOVE ? refuse(p->fault, "noTarget", "remove needs a path")
				    : apply_members(p, (enum operation)at, value, NULL);
	if (scim_path_read(p->arena, p->type, text, &path, &why) != RC_OK)
		return refuse(p->fault, "invalidPath", why);
	return apply_at(p, (enum operation)at, &path, value);
}

enum rc scim_patch_apply(struct arena *arena, const struct scim_type_of_resource *type, json_t *resource,
			 const json_t *patch, struct scim_fault *fault)
{
	struct patching p = {arena, type, resource, fault};
	const json_t *operations = scim_member(patch, "Operations");
	enum rc rc = RC_OK;

	*fault = (struct scim_fault){0};
	if (!json_is_array(operations) || json_array_size(operations) == 0)
		return refuse(fault, "invalidSyntax", "Operations has to be a list of operations");
	if (json_array_size(operations) > SCIM_OPERATIONS_MOST)
		return refuse(fault, "tooMany", "at most 1,000 operations are taken at once");
	for (size_t i = 0; i < json_array_size(operations) && rc == RC_OK; i++)
		rc = apply_one(&p, json_array_get(operations, i));
	return rc;
}

json_t *scim_patch_take(struct arena *arena, const struct scim_type_of_resource *type, const json_t *sent,
			struct scim_fault *fault)
{
	struct patching p = {arena, type, json_object(), fault};

	*fault = (struct scim_fault){0};
	if (!json_is_object(sent))
		refuse(fault, "invalidSyntax", "the resource has to be an object");
	else if (apply_members(&p, ADD, sent, NULL) == RC_OK)
		return p.resource;
	json_decref(p.resource);
	return NULL;
}
