#include "scim/scim_schema.h"

#include "base/text.h"

#define END { .name = NULL }

static const struct scim_attribute meta_subs[] = {
	{"resourceType", SCIM_STRING, SCIM_READ_ONLY | SCIM_EXACT, NULL, "kind of resource"},
	{"created", SCIM_DATE_TIME, SCIM_READ_ONLY, NULL, "when it was added"},
	{"lastModified", SCIM_DATE_TIME, SCIM_READ_ONLY, NULL, "when it was last changed"},
	{"location", SCIM_REFERENCE, SCIM_READ_ONLY | SCIM_EXACT, NULL, "its address"},
	{"version", SCIM_STRING, SCIM_READ_ONLY | SCIM_EXACT, NULL, "as in ETag"},
	END,
};

#define COMMON                                                                                                          \
	{"id", SCIM_STRING, SCIM_READ_ONLY | SCIM_EXACT | SCIM_UNIQUE | SCIM_ALWAYS | SCIM_COMMON, NULL, "given by us, for good"}, \
	{"externalId", SCIM_STRING, SCIM_EXACT | SCIM_COMMON, NULL, "the client's own id"},                                 \
	{"meta", SCIM_COMPLEX, SCIM_READ_ONLY | SCIM_COMMON, meta_subs, "about the resource"}

static const struct scim_attribute name_subs[] = {
	{"formatted", SCIM_STRING, SCIM_READ_ONLY, NULL, "given and family name together"},
	{"familyName", SCIM_STRING, 0, NULL, "family name"},
	{"givenName", SCIM_STRING, 0, NULL, "given name"},
	END,
};
static const struct scim_attribute email_subs[] = {
	{"value", SCIM_STRING, 0, NULL, "mail address"},
	{"type", SCIM_STRING, 0, NULL, "work"},
	{"primary", SCIM_BOOLEAN, 0, NULL, "the one that is used"},
	END,
};
static const struct scim_attribute phone_subs[] = {
	{"value", SCIM_STRING, 0, NULL, "telephone number"},
	{"type", SCIM_STRING, 0, NULL, "work or mobile"},
	{"primary", SCIM_BOOLEAN, 0, NULL, "the one that is used"},
	END,
};
static const struct scim_attribute user_group_subs[] = {
	{"value", SCIM_STRING, SCIM_READ_ONLY | SCIM_EXACT, NULL, "id of the group"},
	{"$ref", SCIM_REFERENCE, SCIM_READ_ONLY | SCIM_EXACT, NULL, "its address"},
	{"display", SCIM_STRING, SCIM_READ_ONLY, NULL, "its name"},
	END,
};
static const struct scim_attribute user_attributes[] = {
	COMMON,
	{"userName", SCIM_STRING, SCIM_REQUIRED | SCIM_UNIQUE, NULL, "name for signing in; never given to somebody else"},
	{"name", SCIM_COMPLEX, 0, name_subs, "the person's name"},
	{"displayName", SCIM_STRING, 0, NULL, "name as the client shows it"},
	{"title", SCIM_STRING, 0, NULL, "job title"},
	{"preferredLanguage", SCIM_STRING, 0, NULL, "language of pages and messages: en or es"},
	{"active", SCIM_BOOLEAN, 0, NULL, "may sign in; false ends sessions and hands open work over"},
	{"emails", SCIM_COMPLEX, SCIM_MULTI, email_subs, "one mail address: the primary one, or that of type work"},
	{"phoneNumbers", SCIM_COMPLEX, SCIM_MULTI, phone_subs, "one telephone number: that of type work, or else mobile"},
	{"groups", SCIM_COMPLEX, SCIM_MULTI | SCIM_READ_ONLY, user_group_subs, "groups of which the user is a member"},
	END,
};
const struct scim_schema scim_user_schema = {SCIM_URN_USER, "User", "Somebody who may sign in", user_attributes};

static const struct scim_attribute manager_subs[] = {
	{"value", SCIM_STRING, SCIM_EXACT, NULL, "id of the manager"},
	{"$ref", SCIM_REFERENCE, SCIM_READ_ONLY | SCIM_EXACT, NULL, "the manager's address"},
	{"displayName", SCIM_STRING, SCIM_READ_ONLY, NULL, "the manager's name"},
	END,
};
static const struct scim_attribute enterprise_attributes[] = {
	{"employeeNumber", SCIM_STRING, 0, NULL, "unique for good; leads to a person who is known already"},
	{"department", SCIM_STRING, 0, NULL, "code or name of a department; made when there is none"},
	{"division", SCIM_STRING, 0, NULL, "code or name of a business unit; made when there is none"},
	{"manager", SCIM_COMPLEX, 0, manager_subs, "to whom open work goes and overdue work is told"},
	END,
};
const struct scim_schema scim_enterprise_schema = {SCIM_URN_ENTERPRISE, "EnterpriseUser", "Employment of a user",
						   enterprise_attributes};

static const struct scim_attribute member_subs[] = {
	{"value", SCIM_STRING, SCIM_EXACT, NULL, "id of a user"},
	{"$ref", SCIM_REFERENCE, SCIM_READ_ONLY | SCIM_EXACT, NULL, "the user's address"},
	{"type", SCIM_STRING, 0, NULL, "User"},
	{"display", SCIM_STRING, SCIM_READ_ONLY, NULL, "the user's name"},
	END,
};
static const struct scim_attribute group_attributes[] = {
	COMMON,
	{"displayName", SCIM_STRING, SCIM_REQUIRED, NULL, "name of the group, by which it is mapped to a role"},
	{"members", SCIM_COMPLEX, SCIM_MULTI, member_subs, "users of the group"},
	END,
};
const struct scim_schema scim_group_schema = {SCIM_URN_GROUP, "Group", "Users who get roles together", group_attributes};

const struct scim_type_of_resource scim_users = {"User", "/Users", &scim_user_schema, &scim_enterprise_schema};
const struct scim_type_of_resource scim_groups = {"Group", "/Groups", &scim_group_schema, NULL};

const struct scim_attribute *scim_attribute_of(const struct scim_attribute *table, struct str name)
{
	for (; table && table->name; table++)
		if (str_equal_nocase(str_of(table->name), name))
			return table;
	return NULL;
}

bool scim_schema_is_unkept(struct str name)
{
	static const char *const names[] = {
		"schemas", "nickName", "profileUrl", "userType", "locale", "timezone", "password", "ims", "photos", "addresses",
		"entitlements", "roles", "x509Certificates", "costCenter", "organization", "middleName", "honorificPrefix",
		"honorificSuffix", "display", "type", "primary", "$ref",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal_nocase(str_of(names[i]), name))
			return true;
	return false;
}

static void put_attributes(struct text *out, const struct scim_attribute *table)
{
	static const char *const types[] = {"string", "boolean", "dateTime", "reference", "complex"};
	bool is_first = true;

	text_char(out, '[');
	for (; table->name; table++) {
		if (table->flags & SCIM_COMMON)
			continue;
		text_printf(out, "%s{\"name\":\"%s\",\"type\":\"%s\",\"multiValued\":%s,\"description\":", is_first ? "" : ",",
			    table->name, types[table->type], table->flags & SCIM_MULTI ? "true" : "false");
		is_first = false;
		text_json(out, str_of(table->help));
		text_printf(out, ",\"required\":%s,\"caseExact\":%s,\"mutability\":\"%s\",\"returned\":\"%s\",\"uniqueness\":\"%s\"",
			    table->flags & SCIM_REQUIRED ? "true" : "false",
			    table->flags & SCIM_EXACT || table->type == SCIM_REFERENCE ? "true" : "false",
			    table->flags & SCIM_READ_ONLY ? "readOnly" : "readWrite",
			    table->flags & SCIM_ALWAYS ? "always" : "default", table->flags & SCIM_UNIQUE ? "server" : "none");
		if (table->type == SCIM_REFERENCE)
			text_cstr(out, ",\"referenceTypes\":[\"uri\"]");
		if (table->subs) {
			text_cstr(out, ",\"subAttributes\":");
			put_attributes(out, table->subs);
		}
		text_char(out, '}');
	}
	text_char(out, ']');
}

struct str scim_schema_json(struct arena *arena, const struct scim_schema *schema, struct str base)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out, "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Schema\"],\"id\":\"%s\",\"name\":\"%s\","
		    "\"description\":", schema->id, schema->name);
	text_json(&out, str_of(schema->help));
	text_cstr(&out, ",\"attributes\":");
	put_attributes(&out, schema->attributes);
	text_cstr(&out, ",\"meta\":{\"resourceType\":\"Schema\",\"location\":");
	text_json(&out, arena_printf(arena, "%.*s/Schemas/%s", STR_ARG(base), schema->id));
	text_cstr(&out, "}}");
	return text_str(&out);
}
