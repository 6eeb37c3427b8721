#include "http/api_document_api.h"

#include <string.h>

#include "http/api_openapi.h"
#include "http/api_problem.h"
#include "http/response.h"

/* Made once per process: nothing of it depends on who asks. */
static struct {
	struct arena *arena;
	struct str json;
} kept;

static enum rc document_of(const struct request *rq, struct str *json)
{
	struct text text;
	enum rc rc = RC_OK;

	if (!kept.arena) {
		kept.arena = arena_new(0);
		text = TEXT_IN(kept.arena);
		rc = api_openapi_write(kept.arena, rq->program->routes, config_text(rq->config, "web.public_url"), &text);
		kept.json = text_str(&text);
	}
	*json = kept.json;
	return rc;
}

static enum rc openapi_get(struct request *rq, struct response *rs)
{
	struct str json;
	enum rc rc = document_of(rq, &json);

	rs->cache = "no-cache";
	return rc == RC_OK ? respond_json(rq, rs, json) : rc;
}

/* --- for people --------------------------------------------------------------------- */

/* The members of a body or answer, one a line: name, kind, what it means. */
static void add_members(struct view *page, const char *name, const struct api_schema *schema)
{
	struct view_list *list = view_list(page, name);

	for (const struct api_member *m = schema->members; !api_member_is_end(m); m++) {
		if (m->type != API_FIELDS) {
			struct view *item = view_add(list);
			view_cstr(item, "member", m->name);
			view_cstr(item, "words", m->help ? m->help : "");
			view_flag(item, "is_required", (m->flags & API_REQUIRED) != 0);
			continue;
		}
		for (const struct field *field = m->form->record->fields; field->name; field++) {
			if (!api_operation_shows(m->form, field))
				continue;
			struct view *item = view_add(list);
			view_cstr(item, "member", field->name);
			view_cstr(item, "words", field->label ? field->label : "");
			view_flag(item, "is_required", (field->flags & FIELD_REQUIRED) && !(m->flags & API_OPTIONAL) &&
							       !api_operation_lists(m->optional, field->name));
		}
	}
}

static void add_parameters(struct view *item, const struct api_operation *operation)
{
	struct view_list *list = view_list(item, "parameters");

	for (const struct filter_parameter *p = operation->filters; p && p->name; p++)
		view_cstr(view_add(list), "parameter", p->name);
	for (const struct api_parameter *p = operation->query; p && p->name; p++)
		view_cstr(view_add(list), "parameter", p->name);
	if (operation->sorts)
		view_cstr(view_add(list), "parameter", "sort");
	if (operation->flags & API_LISTED) {
		view_cstr(view_add(list), "parameter", "after");
		view_cstr(view_add(list), "parameter", "limit");
	}
}

/* A line for a shell that does it: with the key in KEY. */
static struct str curl_line(struct request *rq, const struct route *route)
{
	struct text out = TEXT_IN(rq->arena);
	const struct api_operation *operation = route->api;

	text_cstr(&out, "curl");
	if (!(operation->flags & API_ANONYMOUS))
		text_cstr(&out, " -H \"Authorization: Bearer $KEY\"");
	if (method_changes(route->method))
		text_printf(&out, " -X %s", method_name(route->method));
	if (method_changes(route->method) && operation->flags & API_VERSIONED)
		text_cstr(&out, " -H 'If-Match: \"1\"'");
	if (method_changes(route->method) && operation->body) {
		struct str body = api_openapi_example(rq->arena, operation), part;
		text_cstr(&out, " -H 'Content-Type: application/json' -d '");
		for (bool is_first = true; str_split(&body, '\'', &part); is_first = false) {
			text_cstr(&out, is_first ? "" : "'\\''");
			text_add(&out, part);
		}
		text_char(&out, '\'');
	}
	struct str site = config_text(rq->config, "web.public_url");
	text_printf(&out, " '%.*s%s'", STR_ARG(site), route->path);
	return text_str(&out);
}

static void add_operation(struct request *rq, struct view_list *list, const struct route *route)
{
	const struct api_operation *operation = route->api;
	struct view *item = view_add(list);

	view_cstr(item, "operation", operation->id);
	view_cstr(item, "method", method_name(route->method));
	view_cstr(item, "address", route->path);
	view_cstr(item, "about", operation->about ? operation->about : route->help ? route->help : "");
	view_cstr(item, "scope", operation->scope ? codes_code(&api_scope_codes, operation->scope) : "");
	view_flag(item, "is_alias", (operation->flags & API_ALIAS) != 0);
	view_flag(item, "needs_version", method_changes(route->method) && operation->flags & API_VERSIONED);
	view_text(item, "curl", curl_line(rq, route));
	add_parameters(item, operation);
	if (operation->body)
		add_members(item, "members", operation->body);
	if (operation->answer)
		add_members(item, "answers", operation->answer);
}

static bool is_met(const struct route *const *tables, const struct route *until)
{
	for (; *tables; tables++)
		for (const struct route *route = *tables; route->path; route++) {
			if (route == until)
				return false;
			if (route->api && strcmp(route->api->tag, until->api->tag) == 0)
				return true;
		}
	return false;
}

static void add_tag(struct request *rq, struct view_list *tags, const char *tag)
{
	struct view *item = view_add(tags);
	struct view_list *list = view_list(item, "operations");

	view_cstr(item, "tag", tag);
	view_text(item, "anchor", arena_lower(rq->arena, str_of(tag)));
	for (const struct route *const *table = rq->program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			if (route->api && strcmp(route->api->tag, tag) == 0)
				add_operation(rq, list, route);
}

static enum rc guide_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *tags = view_list(page, "tags");

	for (const struct route *const *table = rq->program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			if (route->api && !is_met(rq->program->routes, route))
				add_tag(rq, tags, route->api->tag);
	view_text(page, "site", config_text(rq->config, "web.public_url"));
	return respond_page(rq, rs, "http/api", page);
}

static enum rc problems_get(struct request *rq, struct response *rs)
{
	static const enum rc kinds[] = {
#define X(name, http, meaning) name,
		RC_TABLE(X)
#undef X
	};
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "kinds");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (rc_http_status(kinds[i]) < 400)
			continue;
		struct view *item = view_add(list);
		view_text(item, "code", api_problem_code(rq->arena, kinds[i]));
		view_int(item, "http", rc_http_status(kinds[i]));
		view_cstr(item, "meaning", rc_meaning(kinds[i]));
	}
	return respond_page(rq, rs, "http/problems", page);
}

void api_document_print(struct arena *arena, const struct route *const *tables, const struct config *config, struct text *out)
{
	if (api_openapi_write(arena, tables, config_text(config, "web.public_url"), out) != RC_OK)
		text_cstr(out, "{}\n");
}

const struct route api_document_routes[] = {
	{METHOD_GET, "/api/v1/openapi.json", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, openapi_get, "this interface as an OpenAPI 3.1 document"},
	{METHOD_GET, "/api/v1", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, guide_get, "the same for people"},
	{METHOD_GET, "/api/v1/problems", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, problems_get, "kinds of problems"},
	ROUTE_END,
};
