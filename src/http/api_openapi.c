#include "http/api_openapi.h"

#include <ctype.h>
#include <string.h>

#include "base/command.h"
#include "base/log.h"
#include "http/api_mount.h"
#include "http/api_once.h"
#include "http/api_problem.h"
#include "http/api_schema.h"

struct document {
	struct arena *arena;
	struct api_json json;
	struct api_schemas schemas;
	const struct route *const *tables;
	struct str site;
};

static const char about[] =
	"Other systems read and write what people do on the pages: the same rules, permissions and words. "
	"Send an API key or a signed token as Authorization: Bearer. Every POST takes an Idempotency-Key; a change of a "
	"versioned resource takes the ETag as If-Match; lists go on at the address in `next`. Refusals are RFC 9457 problems.";

/* Problems that an operation may answer with; the others stand in every one. */
static const enum rc problems[] = {RC_BAD_REQUEST, RC_UNAUTHENTICATED, RC_DENIED, RC_NOT_FOUND, RC_NOT_ACCEPTABLE, RC_CONFLICT,
				   RC_STALE, RC_TOO_LARGE, RC_UNSUPPORTED, RC_INVALID, RC_LOCKED, RC_VERSION_NEEDED,
				   RC_TOO_MANY, RC_FAULT, RC_UNAVAILABLE};
enum { PROBLEMS = sizeof problems / sizeof *problems };

static struct str sentence(struct arena *arena, const char *help)
{
	struct str text = arena_str(arena, str_of(help ? help : ""));
	char *copy = arena_alloc(arena, text.len + 1, 1);

	memcpy(copy, text.at, text.len);
	if (text.len)
		copy[0] = (char)toupper((unsigned char)copy[0]);
	return (struct str){copy, text.len};
}

static bool may_answer(const struct route *route, enum rc rc)
{
	const struct api_operation *operation = route->api;
	const bool changes = method_changes(route->method);

	switch (rc) {
	case RC_UNAUTHENTICATED:
	case RC_DENIED:
	case RC_TOO_MANY:
		return !(operation->flags & API_ANONYMOUS);
	case RC_NOT_FOUND:
		return changes || strchr(route->path, '{') != NULL || operation->flags & API_STREAMED;
	case RC_STALE:
	case RC_VERSION_NEEDED:
		return changes && (operation->flags & API_VERSIONED);
	case RC_INVALID:
		return changes || operation->flags & API_STREAMED;
	case RC_CONFLICT:
	case RC_LOCKED:
	case RC_TOO_LARGE:
	case RC_UNSUPPORTED:
		return changes;
	default:
		return true;
	}
}

static void put_problem_responses(struct document *d, const struct route *route)
{
	for (size_t i = 0; i < PROBLEMS; i++) {
		struct str code = api_problem_code(d->arena, problems[i]);
		const int status = rc_http_status(problems[i]);
		if (!may_answer(route, problems[i]))
			continue;
		api_json_begin(&d->json, arena_printf(d->arena, "%d", status).at);
		api_json_text(&d->json, "$ref", arena_printf(d->arena, "#/components/responses/%.*s", STR_ARG(code)));
		api_json_end(&d->json);
	}
}

static void refer_header(struct document *d, const char *name, const char *component)
{
	api_json_begin(&d->json, name);
	api_json_text(&d->json, "$ref", arena_printf(d->arena, "#/components/headers/%s", component));
	api_json_end(&d->json);
}

static void put_headers(struct document *d, const struct api_operation *operation, int status)
{
	api_json_begin(&d->json, "headers");
	if (!(operation->flags & API_ANONYMOUS)) {
		refer_header(d, "RateLimit", "RateLimit");
		refer_header(d, "RateLimit-Policy", "RateLimitPolicy");
	}
	if (operation->flags & API_VERSIONED)
		refer_header(d, "ETag", "ETag");
	if (operation->flags & API_LISTED)
		refer_header(d, "Link", "Link");
	if (status == 201)
		refer_header(d, "Location", "Location");
	api_json_end(&d->json);
}

static void put_content(struct document *d, const struct api_operation *operation)
{
	struct str types = str_of(operation->types), type;

	if (!operation->answer && !operation->types)
		return;
	api_json_begin(&d->json, "content");
	while (str_split(&types, ' ', &type)) {
		api_json_begin(&d->json, arena_cstr(d->arena, type));
		api_json_begin(&d->json, "schema");
		api_json_end(&d->json);
		api_json_end(&d->json);
	}
	if (operation->answer && !operation->types) {
		api_json_begin(&d->json, "application/json");
		api_schema_refer(&d->schemas, &d->json, "schema", operation->answer, API_USE_ANSWER);
		api_json_end(&d->json);
	}
	api_json_end(&d->json);
}

static void put_responses(struct document *d, const struct route *route)
{
	const struct api_operation *operation = route->api;
	const int status = operation->status ? operation->status : operation->answer || operation->types ? 200 : 204;

	api_json_begin(&d->json, "responses");
	api_json_begin(&d->json, arena_printf(d->arena, "%d", status).at);
	api_json_cstr(&d->json, "description", status == 201 ? "Made" : status == 204 ? "Done" : "What was asked for");
	put_headers(d, operation, status);
	put_content(d, operation);
	api_json_end(&d->json);
	if (operation->flags & API_VERSIONED && !method_changes(route->method)) {
		api_json_begin(&d->json, "304");
		api_json_cstr(&d->json, "description", "As the client has it (If-None-Match)");
		api_json_end(&d->json);
	}
	put_problem_responses(d, route);
	api_json_end(&d->json);
}

/* --- parameters --------------------------------------------------------------------------- */

static void begin_parameter(struct document *d, const char *name, const char *in, const char *help, bool is_required)
{
	api_json_begin(&d->json, NULL);
	api_json_cstr(&d->json, "name", name);
	api_json_cstr(&d->json, "in", in);
	api_json_bool(&d->json, "required", is_required);
	if (help)
		api_json_cstr(&d->json, "description", help);
	api_json_begin(&d->json, "schema");
}

static void end_parameter(struct document *d)
{
	api_json_end(&d->json);
	api_json_end(&d->json);
}

static void put_parameter(struct document *d, const char *name, const char *in, enum api_type type,
			  const struct codes *codes, const char *help)
{
	begin_parameter(d, name, in, help, strcmp(in, "path") == 0);
	api_schema_value(&d->json, type, codes, false);
	end_parameter(d);
}

static void put_filter(struct document *d, const struct filter_parameter *p)
{
	static const enum api_type types[] = {[FILTER_TEXT] = API_TEXT, [FILTER_CODE] = API_CODE, [FILTER_CODES] = API_CODE,
					      [FILTER_ID] = API_INT,    [FILTER_DAY] = API_DAY,   [FILTER_FLAG] = API_CODE};

	begin_parameter(d, p->name, "query", p->kind == FILTER_CODES ? "may be given several times" : NULL, false);
	if (p->kind == FILTER_CODES) {
		api_json_cstr(&d->json, "type", "array");
		api_json_begin(&d->json, "items");
	}
	if (p->kind == FILTER_FLAG) {
		api_json_cstr(&d->json, "type", "string");
		api_json_texts(&d->json, "enum", str_of(p->word ? p->word : "1"));
	} else {
		api_schema_value(&d->json, types[p->kind], p->codes, false);
	}
	if (p->kind == FILTER_CODES)
		api_json_end(&d->json);
	end_parameter(d);
}

static void put_sorts(struct document *d, const char *const *sorts)
{
	begin_parameter(d, "sort", "query", "order; - in front for descending", false);
	api_json_cstr(&d->json, "type", "string");
	api_json_list(&d->json, "enum");
	for (; *sorts; sorts++) {
		api_json_cstr(&d->json, NULL, *sorts);
		api_json_text(&d->json, NULL, arena_printf(d->arena, "-%s", *sorts));
	}
	api_json_list_end(&d->json);
	end_parameter(d);
}

static void put_list_parameters(struct document *d)
{
	put_parameter(d, "after", "query", API_TEXT, NULL, "place in the list: taken from `next`, never made up");
	begin_parameter(d, "limit", "query", "items of a page; lists may give fewer", false);
	api_json_cstr(&d->json, "type", "integer");
	api_json_int(&d->json, "minimum", 1);
	api_json_int(&d->json, "maximum", 1000);
	end_parameter(d);
}

static void put_path_parameters(struct document *d, const char *path)
{
	struct str rest = str_of(path), segment;

	while (str_split(&rest, '/', &segment)) {
		if (segment.len < 3 || segment.at[0] != '{')
			continue;
		struct str name = str_slice(segment, 1, segment.len - 2);
		const bool is_uuid = str_is(name, "uuid");
		put_parameter(d, arena_cstr(d->arena, name), "path", is_uuid ? API_UUID : API_TEXT, NULL, NULL);
	}
}

static void put_parameters(struct document *d, const struct route *route)
{
	const struct api_operation *operation = route->api;

	api_json_list(&d->json, "parameters");
	put_path_parameters(d, route->path);
	for (const struct filter_parameter *p = operation->filters; p && p->name; p++)
		put_filter(d, p);
	for (const struct api_parameter *p = operation->query; p && p->name; p++)
		put_parameter(d, p->name, "query", p->type, p->codes, p->help);
	if (operation->sorts)
		put_sorts(d, operation->sorts);
	if (operation->flags & API_LISTED)
		put_list_parameters(d);
	if (operation->answer && !method_changes(route->method) && !operation->types)
		put_parameter(d, "fields", "query", API_TEXT, NULL, "only these members, comma separated");
	if (route->method == METHOD_POST)
		put_parameter(d, "Idempotency-Key", "header", API_TEXT, NULL,
			      "sent again with the same body gives the first answer again; kept for 24 hours");
	if (method_changes(route->method) && operation->flags & API_VERSIONED) {
		begin_parameter(d, "If-Match", "header", "ETag of what was looked at", true);
		api_schema_value(&d->json, API_TEXT, NULL, false);
		end_parameter(d);
	}
	api_json_list_end(&d->json);
}

/* --- operations ----------------------------------------------------------------------------- */

struct str api_openapi_example(struct arena *arena, const struct api_operation *operation)
{
	if (operation->example)
		return str_of(operation->example);
	return operation->body ? api_schema_example(arena, operation->body) : STR("{}");
}

static void put_files(struct document *d)
{
	api_json_begin(&d->json, "multipart/form-data");
	api_json_begin(&d->json, "schema");
	api_json_cstr(&d->json, "type", "object");
	api_json_begin(&d->json, "properties");
	api_json_begin(&d->json, "files");
	api_json_cstr(&d->json, "type", "array");
	api_json_begin(&d->json, "items");
	api_json_cstr(&d->json, "type", "string");
	api_json_cstr(&d->json, "contentMediaType", "application/octet-stream");
	api_json_end(&d->json);
	api_json_end(&d->json);
	api_json_end(&d->json);
	api_json_end(&d->json);
	api_json_end(&d->json);
}

static void put_body(struct document *d, const struct route *route)
{
	const struct api_operation *operation = route->api;
	const enum api_schema_use use = operation->flags & API_PARTIAL ? API_USE_PATCH : API_USE_BODY;
	const bool has_files = (route->flags & ROUTE_UPLOAD) != 0;

	if (!method_changes(route->method) || (!operation->body && !has_files))
		return;
	api_json_begin(&d->json, "requestBody");
	api_json_begin(&d->json, "content");
	if (operation->body) {
		api_json_begin(&d->json, operation->flags & API_RAW && operation->types ? operation->types : "application/json");
		api_schema_refer(&d->schemas, &d->json, "schema", operation->body, use);
		api_json_raw(&d->json, "example", api_openapi_example(d->arena, operation));
		api_json_end(&d->json);
	}
	if (has_files)
		put_files(d);
	api_json_end(&d->json);
	api_json_end(&d->json);
}

static void put_security(struct document *d, const struct api_operation *operation)
{
	api_json_list(&d->json, "security");
	if (!(operation->flags & API_ANONYMOUS)) {
		api_json_begin(&d->json, NULL);
		api_json_texts(&d->json, "bearer", STR(""));
		api_json_end(&d->json);
	}
	api_json_list_end(&d->json);
	/* Scopes have a place in the document for OAuth only. */
	if (operation->scope)
		api_json_cstr(&d->json, "x-scope", codes_code(&api_scope_codes, operation->scope));
}

static struct str description(struct document *d, const struct api_operation *operation, struct str summary)
{
	struct text out = TEXT_IN(d->arena);

	text_add(&out, operation->about ? str_of(operation->about) : summary);
	if (out.len > 0 && out.at[out.len - 1] != '.')
		text_char(&out, '.');
	if (operation->flags & API_PASSWORD)
		text_cstr(&out, " The body holds the account's password once more, as on the page.");
	if (api_once_in(operation->answer))
		text_cstr(&out, " What is secret in the answer is shown once: the same request with its Idempotency-Key gets null there.");
	if (operation->scope)
		text_printf(&out, " Needs the scope `%s`.", codes_code(&api_scope_codes, operation->scope));
	if (operation->flags & API_ALIAS)
		text_cstr(&out, " Another address of an operation below /api/v1, kept for those who know it.");
	if (operation->flags & API_SANDBOX)
		text_cstr(&out, " Also for tokens of the sandbox.");
	return text_str(&out);
}

static void put_operation(struct document *d, const struct route *route)
{
	const struct api_operation *operation = route->api;
	struct str summary = sentence(d->arena, route->help);

	api_json_begin(&d->json, arena_lower(d->arena, str_of(method_name(route->method))).at);
	api_json_cstr(&d->json, "operationId", operation->id);
	api_json_texts(&d->json, "tags", str_of(operation->tag));
	api_json_text(&d->json, "summary", summary);
	api_json_text(&d->json, "description", description(d, operation, summary));
	if (operation->flags & API_ALIAS)
		api_json_bool(&d->json, "deprecated", true);
	put_security(d, operation);
	put_parameters(d, route);
	put_body(d, route);
	put_responses(d, route);
	api_json_end(&d->json);
}

/* --- the document ------------------------------------------------------------------------------ */

/* Every route with an operation, in the order of the tables. */
static size_t collect(struct document *d, const struct route ***out)
{
	size_t count = 0, room = 0;

	for (const struct route *const *table = d->tables; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			room++;
	*out = ARENA_ARRAY(d->arena, const struct route *, room + 1);
	for (const struct route *const *table = d->tables; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			if (route->api)
				(*out)[count++] = route;
	return count;
}

static enum rc check_ids(const struct route *const *routes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(routes[i]->api->id, routes[k]->api->id) == 0)
				return FAULT("api.operation_twice", "%s", routes[i]->api->id);
	return RC_OK;
}

static void put_paths(struct document *d, const struct route *const *routes, size_t count)
{
	api_json_begin(&d->json, "paths");
	for (size_t i = 0; i < count; i++) {
		bool is_done = false;
		for (size_t k = 0; k < i && !is_done; k++)
			is_done = strcmp(routes[k]->path, routes[i]->path) == 0;
		if (is_done)
			continue;
		api_json_begin(&d->json, routes[i]->path);
		for (size_t k = i; k < count; k++)
			if (strcmp(routes[k]->path, routes[i]->path) == 0)
				put_operation(d, routes[k]);
		api_json_end(&d->json);
	}
	api_json_end(&d->json);
}

static void put_tags(struct document *d, const struct route *const *routes, size_t count)
{
	api_json_list(&d->json, "tags");
	for (size_t i = 0; i < count; i++) {
		bool is_done = false;
		for (size_t k = 0; k < i && !is_done; k++)
			is_done = strcmp(routes[k]->api->tag, routes[i]->api->tag) == 0;
		if (is_done)
			continue;
		api_json_begin(&d->json, NULL);
		api_json_cstr(&d->json, "name", routes[i]->api->tag);
		api_json_end(&d->json);
	}
	api_json_list_end(&d->json);
}

static void put_info(struct document *d)
{
	api_json_cstr(&d->json, "openapi", "3.1.0");
	api_json_begin(&d->json, "info");
	api_json_cstr(&d->json, "title", "Muster");
	api_json_cstr(&d->json, "version", "1");
	api_json_cstr(&d->json, "description", about);
	api_json_begin(&d->json, "contact");
	api_json_cstr(&d->json, "name", "The administrators of this installation");
	api_json_text(&d->json, "url", arena_printf(d->arena, "%.*s/api/v1", STR_ARG(d->site)));
	api_json_end(&d->json);
	api_json_end(&d->json);
	api_json_list(&d->json, "servers");
	api_json_begin(&d->json, NULL);
	api_json_text(&d->json, "url", d->site);
	api_json_end(&d->json);
	api_json_list_end(&d->json);
}

static void put_header_component(struct document *d, const char *name, const char *help)
{
	api_json_begin(&d->json, name);
	api_json_cstr(&d->json, "description", help);
	api_json_begin(&d->json, "schema");
	api_json_cstr(&d->json, "type", "string");
	api_json_end(&d->json);
	api_json_end(&d->json);
}

static void put_problem_components(struct document *d)
{
	api_json_begin(&d->json, "responses");
	for (size_t i = 0; i < PROBLEMS; i++) {
		api_json_begin(&d->json, api_problem_code(d->arena, problems[i]).at);
		api_json_text(&d->json, "description", sentence(d->arena, rc_meaning(problems[i])));
		api_json_begin(&d->json, "content");
		api_json_begin(&d->json, "application/problem+json");
		api_schema_refer(&d->schemas, &d->json, "schema", &api_problem_schema, API_USE_ANSWER);
		api_json_end(&d->json);
		api_json_end(&d->json);
		api_json_end(&d->json);
	}
	api_json_end(&d->json);
}

static void put_components(struct document *d)
{
	api_json_begin(&d->json, "components");
	api_json_begin(&d->json, "securitySchemes");
	api_json_begin(&d->json, "bearer");
	api_json_cstr(&d->json, "type", "http");
	api_json_cstr(&d->json, "scheme", "bearer");
	api_json_cstr(&d->json, "description", "An API key (mst_...), or a signed token made of one with POST /api/v1/token");
	api_json_end(&d->json);
	api_json_end(&d->json);
	api_json_begin(&d->json, "headers");
	put_header_component(d, "ETag", "Version of the resource, for If-Match and If-None-Match");
	put_header_component(d, "Link", "The next page (RFC 8288, rel=next)");
	put_header_component(d, "Location", "Address of what was made");
	put_header_component(d, "RateLimit", "What is left of the token's requests in this window");
	put_header_component(d, "RateLimitPolicy", "How many requests a token has in a window of so many seconds");
	api_json_end(&d->json);
	put_problem_components(d);
	api_json_begin(&d->json, "schemas");
	api_schema_write(&d->schemas, &d->json);
	api_json_end(&d->json);
	api_json_end(&d->json);
}

enum rc api_openapi_write(struct arena *arena, const struct route *const *tables, struct str site, struct text *out)
{
	struct document *d = ARENA_NEW(arena, struct document);
	const struct route **routes;

	*d = (struct document){.arena = arena, .json = API_JSON_IN(arena), .schemas = {.arena = arena}, .tables = tables, .site = site};
	const size_t count = collect(d, &routes);
	enum rc rc = check_ids(routes, count);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&d->json, NULL);
	put_info(d);
	put_tags(d, routes, count);
	put_paths(d, routes, count);
	put_components(d);
	api_json_end(&d->json);
	if (d->schemas.is_wrong)
		return FAULT("api.schemas", "see above");
	text_add(out, api_json_str(&d->json));
	text_char(out, '\n');
	return RC_OK;
}
