#include "scim/scim_bulk_api.h"

#include <stdlib.h>
#include <string.h>

#include "http/pairs.h"
#include "http/router.h"
#include "http/server.h"
#include "identity/permission.h"
#include "scim/scim_answer_api.h"

#define URN_RESPONSE "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
#define MARK         "bulkId:"

enum stage { WAITING, RUNNING, DONE };
struct operation {
	const json_t *source;
	struct str method, path, bulk_id, version;
	enum stage stage;
	struct str id;          /* of what it made or changed; STR_NONE: nothing */
	struct str location, new_version;
	int status;
	json_t *response;       /* the error; NULL: none */
};

struct bulk {
	struct request *rq;
	struct operation *operations;
	size_t count;
	int64_t errors, errors_most; /* 0: however many */
};

static void release(void *value)
{
	json_decref(value);
}

static bool is_success(const struct operation *operation)
{
	return operation->status >= 200 && operation->status < 300;
}

/* --- one operation ------------------------------------------------------------------------- */

static struct request request_of(const struct bulk *bulk, const struct operation *operation, struct str path, struct str body)
{
	struct request rq = *bulk->rq;

	rq.path = path;
	rq.body = body;
	rq.headers = rq.query = (struct pairs){0};
	rq.problems = NULL;
	rq.problem_count = 0;
	if (operation->version.len)
		pairs_add(rq.arena, &rq.headers, STR("if-match"), operation->version);
	return rq;
}

/* What a bulk request may do: the changes of users and groups, nothing else. */
static enum rc find_handler(struct request *rq, struct str method)
{
	static const enum method methods[] = {METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE};
	size_t i = 0;

	while (i < sizeof methods / sizeof *methods && !str_equal_nocase(method, str_of(method_name(methods[i]))))
		i++;
	if (i == sizeof methods / sizeof *methods)
		return scim_answer_fault(rq, RC_BAD_REQUEST, &(struct scim_fault){"invalidSyntax", "method is POST, PUT, PATCH or DELETE"});
	rq->method = methods[i];
	enum rc rc = router_find(rq->server->router, rq->arena, rq->method, rq->path, &rq->route, &rq->params, &rq->allow);
	if (rc == RC_OK && !str_starts(rq->path, STR("/scim/v2/Users")) && !str_starts(rq->path, STR("/scim/v2/Groups")))
		rc = RC_NOT_FOUND;
	return rc;
}

static void note_result(const struct bulk *bulk, struct operation *operation, const struct request *rq, struct response *rs)
{
	struct str text = text_str(&rs->body);
	json_t *answer = text.len ? json_loadb(text.at, text.len, 0, NULL) : NULL;
	const json_t *meta = json_object_get(answer, "meta");

	operation->status = rs->status;
	if (answer)
		arena_defer(bulk->rq->arena, release, answer);
	if (!is_success(operation)) {
		operation->response = answer;
		if (rq->method == METHOD_POST)
			return;
	}
	operation->location = scim_member_text(bulk->rq->arena, meta, "location");
	if (!operation->location.len)
		operation->location = arena_printf(bulk->rq->arena, "%.*s%.*s", STR_ARG(scim_answer_base(bulk->rq)),
						   STR_ARG(str_slice(rq->path, sizeof "/scim/v2" - 1, rq->path.len)));
	operation->new_version = scim_member_text(bulk->rq->arena, meta, "version");
	operation->id = is_success(operation) ? scim_member_text(bulk->rq->arena, answer, "id") : STR_NONE;
}

/* fault: refused before it came to its handler; NULL: it did not. */
static void perform(struct bulk *bulk, struct operation *operation, struct str path, struct str body,
		    const struct scim_fault *fault, enum rc rc)
{
	struct arena *arena = bulk->rq->arena;
	struct request rq = request_of(bulk, operation, arena_printf(arena, "/scim/v2%.*s", STR_ARG(path)), body);
	struct response rs = {.status = 200, .body = TEXT_IN(arena), .headers = TEXT_IN(arena)};

	if (fault)
		rc = scim_answer_fault(&rq, rc, fault);
	if (rc == RC_OK)
		rc = find_handler(&rq, operation->method);
	if (rc == RC_OK && rq.method == METHOD_POST && !operation->bulk_id.len)
		rc = scim_answer_fault(&rq, RC_BAD_REQUEST, &(struct scim_fault){"invalidSyntax", "POST needs a bulkId"});
	if (rc == RC_OK)
		rc = rq.route->handle(&rq, &rs);
	if (rc != RC_OK) {
		rs = (struct response){.body = TEXT_IN(arena), .headers = TEXT_IN(arena)};
		scim_answer_refuse(&rq, &rs, rc);
	}
	note_result(bulk, operation, &rq, &rs);
	operation->stage = DONE;
	bulk->errors += !is_success(operation);
}

/* --- references ------------------------------------------------------------------------------ */

static void work(struct bulk *bulk, struct operation *operation);

static struct operation *named(const struct bulk *bulk, struct str bulk_id)
{
	for (size_t i = 0; i < bulk->count; i++)
		if (bulk_id.len && str_equal(bulk->operations[i].bulk_id, bulk_id))
			return &bulk->operations[i];
	return NULL;
}

/* The id that a bulkId stands for; its operation comes first. STR_NONE: there is none, it failed, or it waits for this one. */
static struct str id_of(struct bulk *bulk, struct str bulk_id)
{
	struct operation *operation = named(bulk, bulk_id);

	if (operation && operation->stage == WAITING)
		work(bulk, operation);
	return operation && operation->stage == DONE ? operation->id : STR_NONE;
}

/* Puts ids where bulkIds stand; false when one has none. */
static bool resolve(struct bulk *bulk, json_t *value)
{
	const char *name;
	json_t *member;
	size_t i;

	json_object_foreach(value, name, member) {
		struct str text = scim_member_text(bulk->rq->arena, value, name);
		if (json_is_string(member) && str_starts(text, STR(MARK))) {
			struct str id = id_of(bulk, str_slice(text, sizeof MARK - 1, text.len));
			if (!id.len || json_string_setn(member, id.at, id.len) != 0)
				return false;
		} else if (!resolve(bulk, member)) {
			return false;
		}
	}
	json_array_foreach(value, i, member)
		if (!resolve(bulk, member))
			return false;
	return true;
}

/* "/Groups/bulkId:g1" */
static bool resolve_path(struct bulk *bulk, struct str *path)
{
	const ptrdiff_t at = str_find(*path, STR("/" MARK));

	if (at < 0)
		return true;
	struct str id = id_of(bulk, str_slice(*path, (size_t)at + sizeof MARK, path->len));
	*path = arena_printf(bulk->rq->arena, "%.*s/%.*s", (int)at, path->at, STR_ARG(id));
	return id.len > 0;
}

static void work(struct bulk *bulk, struct operation *operation)
{
	static const struct scim_fault unresolved = {"invalidValue", "a bulkId that it names stands for nothing, or waits for it"};
	json_t *data = json_deep_copy(json_object_get(operation->source, "data"));
	struct str path = operation->path;

	operation->stage = RUNNING;
	const bool is_resolved = resolve_path(bulk, &path) && (!data || resolve(bulk, data));
	char *text = data ? json_dumps(data, JSON_COMPACT) : NULL;
	struct str body = text ? arena_str(bulk->rq->arena, str_of(text)) : STR("");
	free(text);
	json_decref(data);
	perform(bulk, operation, path, body, is_resolved ? NULL : &unresolved, is_resolved ? RC_OK : RC_CONFLICT);
}

/* --- the request ------------------------------------------------------------------------------- */

static enum rc read_bulk(struct request *rq, const json_t *sent, struct bulk *bulk)
{
	static const struct scim_fault no_list = {"invalidSyntax", "Operations has to be a list of objects"},
				       too_many = {"tooMany", "more operations than maxOperations"};
	const json_t *list = scim_member(sent, "Operations"), *source;
	size_t i;

	*bulk = (struct bulk){.rq = rq, .count = json_array_size(list)};
	bulk->errors_most = json_integer_value(scim_member(sent, "failOnErrors"));
	if (!json_is_array(list))
		return scim_answer_fault(rq, RC_BAD_REQUEST, &no_list);
	if (bulk->count > SCIM_BULK_MOST)
		return scim_answer_fault(rq, RC_TOO_LARGE, &too_many);
	bulk->operations = ARENA_ARRAY(rq->arena, struct operation, bulk->count + 1);
	json_array_foreach(list, i, source) {
		if (!json_is_object(source))
			return scim_answer_fault(rq, RC_BAD_REQUEST, &no_list);
		bulk->operations[i] = (struct operation){
			.source = source,
			.method = scim_member_text(rq->arena, source, "method"),
			.path = scim_member_text(rq->arena, source, "path"),
			.bulk_id = scim_member_text(rq->arena, source, "bulkId"),
			.version = scim_member_text(rq->arena, source, "version"),
			.id = STR_NONE,
		};
	}
	return RC_OK;
}

static void put(json_t *object, const char *name, struct str value)
{
	if (value.len)
		json_object_set_new(object, name, json_stringn(value.at, value.len));
}

static json_t *result_of(struct request *rq, const struct operation *operation)
{
	json_t *result = json_object();

	put(result, "method", operation->method);
	put(result, "bulkId", operation->bulk_id);
	put(result, "location", operation->location);
	put(result, "version", operation->new_version);
	put(result, "status", arena_printf(rq->arena, "%d", operation->status));
	if (operation->response)
		json_object_set(result, "response", operation->response);
	return result;
}

static enum rc bulk_post(struct request *rq, struct response *rs)
{
	struct bulk bulk;
	json_t *sent;
	enum rc rc = scim_answer_body(rq, &sent);

	if (rc == RC_OK)
		rc = read_bulk(rq, sent, &bulk);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < bulk.count && (bulk.errors_most <= 0 || bulk.errors < bulk.errors_most); i++)
		if (bulk.operations[i].stage == WAITING)
			work(&bulk, &bulk.operations[i]);
	json_t *root = json_object(), *schemas = json_array(), *results = json_array();
	json_array_append_new(schemas, json_string(URN_RESPONSE));
	json_object_set_new(root, "schemas", schemas);
	for (size_t i = 0; i < bulk.count; i++)
		if (bulk.operations[i].stage == DONE)
			json_array_append_new(results, result_of(rq, &bulk.operations[i]));
	json_object_set_new(root, "Operations", results);
	char *text = json_dumps(root, JSON_COMPACT);
	struct str answer = arena_str(rq->arena, str_of(text));
	free(text);
	json_decref(root);
	return scim_answer_text(rq, rs, answer);
}

const struct route scim_bulk_routes[] = {
	{METHOD_POST, "/scim/v2/Bulk", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, bulk_post,
	 "many changes of users and groups in one request", SCIM_OPERATION("scimBulk", .status = 200)},
	ROUTE_END,
};
