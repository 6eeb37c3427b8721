#ifndef HTTP_API_SCHEMA_H
#define HTTP_API_SCHEMA_H

#include "http/api_json.h"

/* JSON Schema (2020-12, as OpenAPI 3.1 wants it) of what the tables describe. */

/* What a schema is for: its required members and what may be null differ. */
enum api_schema_use { API_USE_ANSWER, API_USE_BODY, API_USE_PATCH };

/* All schemas of a document, each with its use; met while others are written. */
struct api_schemas {
	struct arena *arena;
	struct { const struct api_schema *schema; enum api_schema_use use; } at[1000];
	size_t count;
	bool is_wrong; /* two of one name */
};

/* "#/components/schemas/Incident" as {"$ref":...}; remembers the schema. name as in api_json_begin. */
void api_schema_refer(struct api_schemas *all, struct api_json *json, const char *name, const struct api_schema *schema,
		      enum api_schema_use use);
/* All that were referred to, and what those refer to, as members of the present object. */
void api_schema_write(struct api_schemas *all, struct api_json *json);

/* The schema of a single value: a member without fields, or a parameter. */
void api_schema_value(struct api_json *json, enum api_type type, const struct codes *codes, bool is_nullable);
/* Of a field. */
void api_schema_field(struct api_json *json, const struct field *field, enum api_schema_use use);

/* An example that fits, as JSON. */
struct str api_schema_example(struct arena *arena, const struct api_schema *schema);

#endif
