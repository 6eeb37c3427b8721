#include "scim/scim_answer_api.h"

#include <string.h>

#include "identity/viewer.h"

const struct api_parameter scim_answer_query[] = {
	{"filter", API_TEXT, NULL, "as in RFC 7644, 3.4.2.2: userName eq \"ana@example.com\""},
	{"sortBy", API_TEXT, NULL, "an attribute, such as name.familyName"},
	{"sortOrder", API_TEXT, NULL, "ascending or descending"},
	{"startIndex", API_INT, NULL, "position of the first one, from 1"},
	{"count", API_INT, NULL, "so many on a page, at most 200"},
	{"attributes", API_TEXT, NULL, "only these, comma separated"},
	{"excludedAttributes", API_TEXT, NULL, "all but these"},
	{.name = NULL},
};

static void release(void *value)
{
	json_decref(value);
}

struct str scim_answer_base(struct request *rq)
{
	return arena_printf(rq->arena, "%.*s/scim/v2", STR_ARG(config_text(rq->config, "web.public_url")));
}

enum rc scim_answer_fault(struct request *rq, enum rc rc, const struct scim_fault *fault)
{
	if (fault->type)
		problem_add_text(rq, fault->type, str_of(fault->detail));
	return rc;
}

enum rc scim_answer_body(struct request *rq, json_t **out)
{
	const struct scim_fault fault = {"invalidSyntax", "the body has to be a JSON object"};
	json_error_t error;

	*out = json_loadb(rq->body.at ? rq->body.at : "", rq->body.len, JSON_REJECT_DUPLICATES, &error);
	if (*out)
		arena_defer(rq->arena, release, *out);
	return json_is_object(*out) ? RC_OK : scim_answer_fault(rq, RC_BAD_REQUEST, &fault);
}

/* --- answers --------------------------------------------------------------------------------- */

enum rc scim_answer_text(struct request *rq, struct response *rs, struct str json)
{
	return respond_bytes(rq, rs, "application/scim+json; charset=utf-8", STR(""), json);
}

static enum rc answer_json(struct request *rq, struct response *rs, json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);
	struct str copy = arena_str(rq->arena, str_of(text));

	free(text);
	json_decref(root);
	return scim_answer_text(rq, rs, copy);
}

/* Kinds of errors that are told by their status alone have no scimType. */
static const char *fault_type(const struct request *rq, enum rc rc)
{
	if (rc == RC_DUPLICATE)
		return "uniqueness";
	if (rc == RC_BAD_REQUEST)
		return rq->problem_count && rq->problems[0].field[0] ? rq->problems[0].field : "invalidSyntax";
	return rc == RC_INVALID ? "invalidValue" : NULL;
}

void scim_answer_refuse(struct request *rq, struct response *rs, enum rc rc)
{
	json_t *root = json_object(), *schemas = json_array();
	const char *type = fault_type(rq, rc);
	struct str detail = rq->problem_count ? rq->problems[0].message : str_of(rc_meaning(rc));

	json_array_append_new(schemas, json_string(SCIM_URN_ERROR));
	json_object_set_new(root, "schemas", schemas);
	json_object_set_new(root, "status", json_string(arena_printf(rq->arena, "%d", rc_http_status(rc)).at));
	if (type)
		json_object_set_new(root, "scimType", json_string(type));
	json_object_set_new(root, "detail", json_stringn(detail.at ? detail.at : "", detail.len));
	rs->status = rc_http_status(rc);
	if (answer_json(rq, rs, root) != RC_OK)
		rs->is_done = true;
}

/* --- parts of resources --------------------------------------------------------------------- */

static bool names(struct request *rq, const char *parameter, const char *attribute, struct str sub)
{
	struct str rest = pairs_get(&rq->query, parameter), name;

	while (str_split(&rest, ',', &name)) {
		name = str_trim(name);
		ptrdiff_t colon = -1;
		for (size_t i = 0; i < name.len; i++)
			if (name.at[i] == ':')
				colon = (ptrdiff_t)i;
		if (colon >= 0 && !str_equal_nocase(name, str_of(attribute)))
			name = str_slice(name, (size_t)colon + 1, name.len);
		if (str_equal_nocase(name, str_of(attribute)))
			return true;
		struct str front = STR(""), back = name;
		str_split(&back, '.', &front);
		if (str_equal_nocase(front, str_of(attribute)) && (!sub.len || str_equal_nocase(back, sub)))
			return true;
	}
	return false;
}

bool scim_answer_wants(struct request *rq, const char *attribute)
{
	if (pairs_get(&rq->query, "attributes").len)
		return names(rq, "attributes", attribute, STR(""));
	return !names(rq, "excludedAttributes", attribute, STR(""));
}

static bool is_always(const char *name)
{
	return strcmp(name, "schemas") == 0 || strcmp(name, "id") == 0;
}

static void keep_wanted(struct request *rq, json_t *object)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(object, next, name, value) {
		if (strcmp(name, SCIM_URN_ENTERPRISE) == 0 && !names(rq, "attributes", name, STR("")) &&
		    !names(rq, "excludedAttributes", name, STR(""))) {
			keep_wanted(rq, value);
			if (json_object_size(value) == 0)
				json_object_del(object, name);
		} else if (!is_always(name) && !scim_answer_wants(rq, name)) {
			json_object_del(object, name);
		}
	}
}

json_t *scim_answer_only(struct request *rq, const struct scim_type_of_resource *type, json_t *resource)
{
	(void)type;
	if (pairs_get(&rq->query, "attributes").len || pairs_get(&rq->query, "excludedAttributes").len)
		keep_wanted(rq, resource);
	return resource;
}

enum rc scim_answer_one(struct request *rq, struct response *rs, const struct scim_type_of_resource *type,
			json_t *resource, int64_t version, bool is_new)
{
	struct str location = arena_printf(rq->arena, "%.*s%s/%s", STR_ARG(scim_answer_base(rq)), type->path,
					   json_string_value(json_object_get(resource, "id")));

	response_header(rs, "ETag", arena_printf(rq->arena, "W/\"%lld\"", (long long)version));
	response_header(rs, is_new ? "Location" : "Content-Location", location);
	rs->status = is_new ? 201 : 200;
	return answer_json(rq, rs, scim_answer_only(rq, type, resource));
}

/* --- lists ------------------------------------------------------------------------------------ */

enum rc scim_answer_asked(struct request *rq, const struct scim_type_of_resource *type, struct scim_page *page)
{
	struct str filter = pairs_get(&rq->query, "filter");
	int64_t start = 1, count = SCIM_PAGE_USUAL;
	struct scim_fault fault = {"invalidFilter", NULL};

	*page = (struct scim_page){.filter = NULL};
	/* A number below 1 is 1, a negative count is 0 (3.4.2.4). */
	str_to_int(pairs_get(&rq->query, "startIndex"), INT64_MIN, INT64_MAX, &start);
	str_to_int(pairs_get(&rq->query, "count"), INT64_MIN, INT64_MAX, &count);
	page->start = start < 1 ? 0 : (size_t)start - 1;
	page->most = count < 0 ? 0 : count > SCIM_PAGE_MOST ? SCIM_PAGE_MOST : (size_t)count;
	page->resources = json_array();
	arena_defer(rq->arena, release, page->resources);
	enum rc rc = RC_OK;
	if (str_trim(filter).len)
		rc = scim_filter_read(rq->arena, type, filter, &page->filter, &fault.detail);
	if (rc != RC_OK)
		return scim_answer_fault(rq, RC_BAD_REQUEST, &fault);
	fault.type = "invalidPath";
	rc = scim_sort_read(rq->arena, type, pairs_get(&rq->query, "sortBy"), pairs_get(&rq->query, "sortOrder"), &page->sort,
			    &fault.detail);
	return rc == RC_OK ? RC_OK : scim_answer_fault(rq, RC_BAD_REQUEST, &fault);
}

size_t scim_answer_choose(struct request *rq, struct scim_page *page, const void *const *resources, size_t count,
			  scim_value_at *value_at, const void **shown)
{
	const void **held = ARENA_ARRAY(rq->arena, const void *, count + 1);
	size_t held_count = 0, shown_count = 0;

	for (size_t i = 0; i < count; i++)
		if (!page->filter || scim_filter_holds(page->filter, resources[i], value_at))
			held[held_count++] = resources[i];
	scim_sort_apply(rq->arena, &page->sort, held, held_count, value_at);
	page->total = held_count;
	for (size_t i = page->start; i < held_count && shown_count < page->most; i++)
		shown[shown_count++] = held[i];
	return shown_count;
}

enum rc scim_answer_list(struct request *rq, struct response *rs, struct scim_page *page)
{
	json_t *root = json_object(), *schemas = json_array();

	json_array_append_new(schemas, json_string(SCIM_URN_LIST));
	json_object_set_new(root, "schemas", schemas);
	json_object_set_new(root, "totalResults", json_integer((json_int_t)page->total));
	json_object_set_new(root, "startIndex", json_integer((json_int_t)page->start + 1));
	json_object_set_new(root, "itemsPerPage", json_integer((json_int_t)json_array_size(page->resources)));
	json_object_set(root, "Resources", page->resources);
	return answer_json(rq, rs, root);
}

/* --- versions, changes -------------------------------------------------------------------------- */

enum rc scim_answer_version(const struct request *rq, int64_t version)
{
	struct str tags = request_header(rq, "if-match"), tag;
	int64_t named;

	if (!tags.len || str_is(str_trim(tags), "*"))
		return RC_OK;
	while (str_split(&tags, ',', &tag)) {
		tag = str_trim(tag);
		if (str_starts(tag, STR("W/")))
			tag = str_slice(tag, 2, tag.len);
		if (tag.len > 2 && str_to_int(str_slice(tag, 1, tag.len - 2), 0, INT64_MAX, &named) && named == version)
			return RC_OK;
	}
	return RC_STALE;
}

struct scim_change scim_answer_change(struct request *rq)
{
	return (struct scim_change){
		.db = rq->db,
		.arena = rq->arena,
		.actor = actor_of(rq->viewer, rq->id, rq->now),
		.today = zone_day(rq->zone, rq->now),
	};
}
