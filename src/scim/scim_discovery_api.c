#include "scim/scim_discovery_api.h"

#include "identity/permission.h"
#include "scim/scim_answer_api.h"
#include "scim/scim_bulk_api.h"

static enum rc config_get(struct request *rq, struct response *rs)
{
	struct str base = scim_answer_base(rq);

	return scim_answer_text(rq, rs, arena_printf(rq->arena,
		"{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig\"],"
		"\"documentationUri\":\"%.*s/api/v1\",\"patch\":{\"supported\":true},"
		"\"bulk\":{\"supported\":true,\"maxOperations\":%d,\"maxPayloadSize\":%lld},"
		"\"filter\":{\"supported\":true,\"maxResults\":%d},\"changePassword\":{\"supported\":false},"
		"\"sort\":{\"supported\":true},\"etag\":{\"supported\":true},"
		"\"authenticationSchemes\":[{\"type\":\"oauthbearertoken\",\"name\":\"API key\","
		"\"description\":\"An API key with the scope scim, sent as a bearer token\",\"primary\":true}],"
		"\"meta\":{\"resourceType\":\"ServiceProviderConfig\",\"location\":\"%.*s/ServiceProviderConfig\"}}",
		STR_ARG(config_text(rq->config, "web.public_url")), SCIM_BULK_MOST,
		(long long)config_int(rq->config, "http.form_bytes"), SCIM_PAGE_MOST, STR_ARG(base)));
}

static const struct scim_type_of_resource *const types[] = {&scim_users, &scim_groups};
static const struct scim_schema *const schemas[] = {&scim_user_schema, &scim_enterprise_schema, &scim_group_schema};
enum { TYPES = sizeof types / sizeof *types, SCHEMAS = sizeof schemas / sizeof *schemas };

static struct str type_json(struct request *rq, const struct scim_type_of_resource *type)
{
	struct str extensions = STR("");

	if (type->extension)
		extensions = arena_printf(rq->arena, ",\"schemaExtensions\":[{\"schema\":\"%s\",\"required\":false}]",
					  type->extension->id);
	return arena_printf(rq->arena,
			    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:ResourceType\"],\"id\":\"%s\",\"name\":\"%s\","
			    "\"description\":\"%s\",\"endpoint\":\"%s\",\"schema\":\"%s\"%.*s,\"meta\":{\"resourceType\":\"ResourceType\","
			    "\"location\":\"%.*s/ResourceTypes/%s\"}}",
			    type->name, type->name, type->core->help, type->path, type->core->id, STR_ARG(extensions),
			    STR_ARG(scim_answer_base(rq)), type->name);
}

static enum rc list(struct request *rq, struct response *rs, const struct str *items, int count)
{
	struct text out = TEXT_IN(rq->arena);

	/* A filter would hide what everybody has to see (RFC 7644, 4). */
	if (pairs_get(&rq->query, "filter").len)
		return RC_DENIED;
	text_printf(&out, "{\"schemas\":[\"%s\"],\"totalResults\":%d,\"startIndex\":1,\"itemsPerPage\":%d,\"Resources\":[",
		    SCIM_URN_LIST, count, count);
	for (int i = 0; i < count; i++) {
		text_cstr(&out, i ? "," : "");
		text_add(&out, items[i]);
	}
	text_cstr(&out, "]}");
	return scim_answer_text(rq, rs, text_str(&out));
}

static enum rc types_get(struct request *rq, struct response *rs)
{
	struct str items[TYPES];

	for (int i = 0; i < TYPES; i++)
		items[i] = type_json(rq, types[i]);
	return list(rq, rs, items, TYPES);
}

static enum rc type_get(struct request *rq, struct response *rs)
{
	for (int i = 0; i < TYPES; i++)
		if (str_is(param(rq, "id"), types[i]->name))
			return scim_answer_text(rq, rs, type_json(rq, types[i]));
	return RC_NOT_FOUND;
}

static enum rc schemas_get(struct request *rq, struct response *rs)
{
	struct str items[SCHEMAS];

	for (int i = 0; i < SCHEMAS; i++)
		items[i] = scim_schema_json(rq->arena, schemas[i], scim_answer_base(rq));
	return list(rq, rs, items, SCHEMAS);
}

static enum rc schema_get(struct request *rq, struct response *rs)
{
	for (int i = 0; i < SCHEMAS; i++)
		if (str_equal_nocase(param(rq, "id"), str_of(schemas[i]->id)))
			return scim_answer_text(rq, rs, scim_schema_json(rq->arena, schemas[i], scim_answer_base(rq)));
	return RC_NOT_FOUND;
}

const struct route scim_discovery_routes[] = {
	{METHOD_GET, "/scim/v2/ServiceProviderConfig", MAY_ADMINISTER, 0, config_get, "what provisioning can do here",
	 SCIM_OPERATION("scimConfig", .status = 200)},
	{METHOD_GET, "/scim/v2/ResourceTypes", MAY_ADMINISTER, 0, types_get, "kinds of resources", SCIM_OPERATION("scimTypes", .status = 200)},
	{METHOD_GET, "/scim/v2/ResourceTypes/{id}", MAY_ADMINISTER, 0, type_get, "one kind of resource", SCIM_OPERATION("scimType", .status = 200)},
	{METHOD_GET, "/scim/v2/Schemas", MAY_ADMINISTER, 0, schemas_get, "attributes of users and groups",
	 SCIM_OPERATION("scimSchemas", .status = 200)},
	{METHOD_GET, "/scim/v2/Schemas/{id}", MAY_ADMINISTER, 0, schema_get, "attributes of one schema", SCIM_OPERATION("scimSchema", .status = 200)},
	ROUTE_END,
};
