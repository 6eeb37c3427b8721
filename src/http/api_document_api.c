#include "http/api_document_api.h"

#include "http/api_openapi.h"
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

void api_document_print(struct arena *arena, const struct route *const *tables, const struct config *config, struct text *out)
{
	if (api_openapi_write(arena, tables, config_text(config, "web.public_url"), out) != RC_OK)
		text_cstr(out, "{}\n");
}

const struct route api_document_routes[] = {
	{METHOD_GET, "/api/v1/openapi.json", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, openapi_get, "this interface as an OpenAPI 3.1 document"},
	ROUTE_END,
};
