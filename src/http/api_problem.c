#include "http/api_problem.h"

#include <string.h>

#include "base/trace.h"
#include "http/api_json.h"

struct str api_problem_code(struct arena *arena, enum rc rc)
{
	return arena_lower(arena, str_of(rc_name(rc) + strlen("RC_")));
}

static struct str pointer_of(struct arena *arena, const char *field)
{
	struct text out = TEXT_IN(arena);

	if (*field == '/')
		return str_of(field);
	text_char(&out, '/');
	for (; *field; field++)
		text_char(&out, *field == '.' ? '/' : *field);
	return text_str(&out);
}

/* What a request without a body asks stands in its query. */
static void put_error(struct api_json *json, const struct request *rq, const struct problem *problem)
{
	const bool is_named = problem->field[0] == '?';
	const bool is_parameter = is_named || (!method_changes(rq->method) && problem->field[0]);

	api_json_begin(json, NULL);
	api_json_text(json, "detail", problem->message);
	api_json_text(json, "pointer", is_parameter || !problem->field[0] ? STR_NONE
									   : pointer_of(json->text.arena, problem->field));
	api_json_text(json, "parameter", is_parameter ? str_of(problem->field + is_named) : STR_NONE);
	api_json_end(json);
}

void api_problem_write(struct request *rq, struct response *rs, enum rc rc, const struct api_problem_text *text)
{
	struct api_json json = API_JSON_IN(rq->arena);
	const struct str code = api_problem_code(rq->arena, rc);
	const struct str site = rq->config ? config_text(rq->config, "web.public_url") : STR("");

	api_json_begin(&json, NULL);
	api_json_text(&json, "type", arena_printf(rq->arena, "%.*s/api/v1/problems#%.*s", STR_ARG(site), STR_ARG(code)));
	api_json_text(&json, "title", rq_tr(rq, text->title));
	api_json_int(&json, "status", rs->status);
	api_json_text(&json, "detail", rq_tr(rq, text->detail));
	api_json_text(&json, "code", code);
	api_json_cstr(&json, "request_id", rq->id ? rq->id : "");
	if (trace_id())
		api_json_cstr(&json, "trace_id", trace_id());
	api_json_list(&json, "errors");
	for (size_t i = 0; i < rq->problem_count; i++)
		put_error(&json, rq, &rq->problems[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	text_add(&rs->body, api_json_str(&json));
	text_char(&rs->body, '\n');
	rs->type = "application/problem+json";
	rs->is_done = true;
}
