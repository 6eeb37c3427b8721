#ifndef SCIM_SCIM_SCHEMA_H
#define SCIM_SCIM_SCHEMA_H

#include "base/str.h"

/*
 * The attributes of users and groups (RFC 7643): the one table behind /Schemas, filters, PATCH and what is read from
 * and written to JSON. Names are compared without regard to ASCII case (2.1).
 */
#define SCIM_URN_USER       "urn:ietf:params:scim:schemas:core:2.0:User"
#define SCIM_URN_GROUP      "urn:ietf:params:scim:schemas:core:2.0:Group"
#define SCIM_URN_ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
#define SCIM_URN_LIST       "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#define SCIM_URN_ERROR      "urn:ietf:params:scim:api:messages:2.0:Error"
#define SCIM_URN_PATCH      "urn:ietf:params:scim:api:messages:2.0:PatchOp"

enum scim_type { SCIM_STRING, SCIM_BOOLEAN, SCIM_DATE_TIME, SCIM_REFERENCE, SCIM_COMPLEX };

enum scim_attribute_flag {
	SCIM_MULTI     = 1u << 0, /* a list */
	SCIM_REQUIRED  = 1u << 1,
	SCIM_EXACT     = 1u << 2, /* capitals count */
	SCIM_READ_ONLY = 1u << 3,
	SCIM_UNIQUE    = 1u << 4, /* within the organization */
	SCIM_ALWAYS    = 1u << 5, /* returned whatever the client asks for */
	SCIM_COMMON    = 1u << 6, /* of every resource: not listed in a schema */
};

struct scim_attribute {
	const char *name;
	enum scim_type type;
	unsigned flags;
	const struct scim_attribute *subs; /* of a complex one, ended by a row without name; else NULL */
	const char *help;
};

struct scim_schema {
	const char *id;
	const char *name;
	const char *help;
	const struct scim_attribute *attributes; /* ended by a row without name */
};

struct scim_type_of_resource {
	const char *name;                   /* "User" */
	const char *path;                   /* "/Users" */
	const struct scim_schema *core;
	const struct scim_schema *extension; /* NULL: none */
};
extern const struct scim_schema scim_user_schema, scim_enterprise_schema, scim_group_schema;
extern const struct scim_type_of_resource scim_users, scim_groups;

/* An attribute of the table by its name; NULL: none. */
const struct scim_attribute *scim_attribute_of(const struct scim_attribute *table, struct str name);
/* Of RFC 7643 and not kept here: taken without complaint and left out. */
bool scim_schema_is_unkept(struct str name);

/* The schema as /Schemas shows it. */
struct str scim_schema_json(struct arena *arena, const struct scim_schema *schema, struct str base);

#endif
