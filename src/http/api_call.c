#include "http/api_call.h"

#include "http/program.h"

void api_call_answers(struct request *rq, api_answering *answering, void *closure)
{
	if (!rq->api)
		return;
	rq->api->answering = answering;
	rq->api->closure = closure;
}

struct api_json api_call_json(const struct request *rq, int depth)
{
	struct api_json json = API_JSON_IN(rq->arena);
	struct str fields = pairs_get(&rq->query, "fields");

	json.only = fields.len ? fields : STR_NONE;
	json.only_depth = depth;
	return json;
}

enum rc api_call_respond(struct request *rq, struct response *rs, struct api_json *json, int64_t version)
{
	rs->version = version;
	return respond_json(rq, rs, api_json_str(json));
}

struct api_json api_call_list(const struct request *rq)
{
	struct api_json json = api_call_json(rq, 3);

	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	return json;
}

/* This request's address with another cursor. */
static struct str next_address(const struct request *rq, struct str cursor)
{
	struct text out = TEXT_IN(rq->arena);
	char sign = '?';

	text_add(&out, rq->path);
	for (size_t i = 0; i < rq->query.count; i++) {
		if (str_is(rq->query.at[i].name, "after"))
			continue;
		text_char(&out, sign);
		text_url(&out, rq->query.at[i].name);
		text_char(&out, '=');
		text_url(&out, rq->query.at[i].value);
		sign = '&';
	}
	text_char(&out, sign);
	text_cstr(&out, "after=");
	text_url(&out, cursor);
	return text_str(&out);
}

enum rc api_call_listed(struct request *rq, struct response *rs, struct api_json *json, struct str next)
{
	struct str address = next.at ? next_address(rq, next) : STR_NONE;

	api_json_list_end(json);
	api_json_text(json, "next", address);
	api_json_end(json);
	if (address.at)
		response_header(rs, "Link", arena_printf(rq->arena, "<%.*s>; rel=\"next\"", STR_ARG(address)));
	return respond_json(rq, rs, api_json_str(json));
}

enum rc api_call_rows(struct request *rq, struct response *rs, const struct form *fields, const struct rows *rows, size_t size,
		      struct str next)
{
	struct api_json json = api_call_list(rq);

	for (size_t i = 0; i < rows->count; i++) {
		api_json_begin(&json, NULL);
		api_json_fields(&json, fields, (const char *)rows->at + i * size);
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, next);
}

enum rc api_call_row(struct request *rq, struct response *rs, const struct form *fields, const void *row, int64_t version)
{
	struct api_json json = api_call_json(rq, 1);

	api_json_begin(&json, NULL);
	api_json_fields(&json, fields, row);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, version);
}

size_t api_call_limit(const struct request *rq, size_t most)
{
	int64_t limit;

	return str_to_int(pairs_get(&rq->query, "limit"), 1, (int64_t)most, &limit) ? (size_t)limit : most;
}

int64_t api_call_version(int64_t stored)
{
	return stored ? stored : RESPONSE_DEFAULTS;
}

int64_t api_call_expected(const struct request *rq)
{
	return rq->api ? rq->api->expected : 0;
}

enum rc api_call_put(struct request *rq, struct response *rs, const struct api_answer *answer)
{
	rs->status = answer->status;
	rs->version = answer->version;
	if (answer->location.len)
		response_header(rs, "Location", answer->location);
	if (!answer->body.len) {
		rs->is_done = true;
		rs->type = NULL;
		return RC_OK;
	}
	return respond_json(rq, rs, answer->body);
}

static const char prefix[] = "/api/v1";

/* The longest beginning of the page's path that can be read here. */
static struct str readable(const struct request *rq, struct str page)
{
	size_t len = 0;

	while (len < page.len && page.at[len] != '?' && page.at[len] != '#')
		len++;
	while (len > 1) {
		struct str path = arena_printf(rq->arena, "%s%.*s", prefix, (int)len, page.at);
		if (request_route(rq, METHOD_GET, path))
			return path;
		do
			len--;
		while (len > 1 && page.at[len] != '/');
	}
	return STR_NONE;
}

struct str api_call_resource(const struct request *rq, struct str page)
{
	const struct str admin = STR("/admin/"), own = arena_printf(rq->arena, "%s%.*s", prefix, STR_ARG(rq->path));

	if (!str_starts(page, admin))
		return readable(rq, page);
	struct str found = readable(rq, str_slice(page, admin.len - 1, page.len));
	if (found.at && (str_starts(found, own) || str_starts(own, found)))
		return found;
	return readable(rq, rq->path);
}
