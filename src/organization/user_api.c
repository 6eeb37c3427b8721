#include "organization/user_api.h"

#include "base/random.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "organization/people_store.h"
#include "organization/place_store.h"
#include "organization/user_store.h"

enum { PAGE = 200 };

static const char *const names[] = {
	"employee_number", "given_name", "family_name", "email", "phone", "job_title", "employment", "establishment_code",
	"establishment", "department_code", "department", "business_unit", "team", "manager_number", "manager", "hired_on",
	"left_on", "is_active", "version", "updated_at", NULL,
};
static const struct form fields = {&user_record, names, NULL};
static const struct api_schema schema = {
	"User", "Somebody who works here; no personal particulars",
	(const struct api_member[]){
		{API_UUID, "id"},
		{API_FIELDS, .form = &fields},
		{API_LINK, "href"},
		{API_LINK, "training"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"UserList", "A page of people, by name",
	(const struct api_member[]){
		{API_LIST, "items", .of = &schema},
		{API_LINK, "next", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};

static void put_user(struct request *rq, struct api_json *json, const struct user *user)
{
	api_json_begin(json, NULL);
	api_json_text(json, "id", user->uuid);
	api_json_fields(json, &fields, user);
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/users/%.*s", STR_ARG(user->uuid)));
	api_json_text(json, "training", arena_printf(rq->arena, "/api/v1/users/%.*s/training", STR_ARG(user->uuid)));
	api_json_end(json);
}

static enum rc find_place(struct request *rq, int64_t *id)
{
	struct str code = str_trim(pairs_get(&rq->query, "establishment"));
	struct establishment place;

	if (!code.len)
		return RC_OK;
	enum rc rc = establishment_by_code(rq->db, rq->arena, rq->viewer->organization_id, code, &place);
	*id = rc == RC_OK ? place.id : 0;
	return rc == RC_NOT_FOUND ? problem_add(rq, "?establishment", N_("There is none with this code")) : rc;
}

static enum rc find_department(struct request *rq, int64_t *id)
{
	struct str code = str_trim(pairs_get(&rq->query, "department"));
	struct unit unit;

	if (!code.len)
		return RC_OK;
	enum rc rc = unit_by_code(rq->db, rq->arena, rq->viewer->organization_id, UNIT_DEPARTMENT, code, &unit);
	*id = rc == RC_OK ? unit.id : 0;
	return rc == RC_NOT_FOUND ? problem_add(rq, "?department", N_("There is none with this code")) : rc;
}

static enum rc find_after(struct request *rq, struct user *last, const struct user **after)
{
	struct str cursor = pairs_get(&rq->query, "after");

	if (!uuid_is_valid(cursor))
		return RC_OK;
	enum rc rc = user_find(rq->db, rq->arena, rq->viewer->organization_id, cursor, last);
	*after = rc == RC_OK ? last : NULL;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, PAGE);
	struct str since = pairs_get(&rq->query, "updated_since");
	struct user_filter filter = {
		.words = str_trim(pairs_get(&rq->query, "q")),
		.with_inactive = str_is(pairs_get(&rq->query, "all"), "true") || str_is(pairs_get(&rq->query, "all"), "1"),
		.since = MOMENT_NONE,
		.most = (int64_t)limit + 1,
	};
	struct user last;
	struct rows rows;

	if (since.len && !moment_parse(since, &filter.since))
		return problem_add(rq, "?updated_since", N_("Enter a date and time such as 2026-03-14 09:30"));
	enum rc rc = find_place(rq, &filter.establishment_id);
	if (rc == RC_OK)
		rc = find_department(rq, &filter.department_id);
	if (rc == RC_OK)
		rc = find_after(rq, &last, &filter.after);
	if (rc == RC_OK)
		rc = user_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	if (rc != RC_OK)
		return rc;
	const size_t shown = rows.count > limit ? limit : rows.count;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < shown; i++)
		put_user(rq, &json, ROW(struct user, rows, i));
	return api_call_listed(rq, rs, &json, rows.count > shown ? ROW(struct user, rows, shown - 1)->uuid : STR_NONE);
}

static enum rc user_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct user user;
	enum rc rc = user_find(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "id"), &user);

	if (rc != RC_OK)
		return rc;
	put_user(rq, &json, &user);
	return api_call_respond(rq, rs, &json, user.version);
}

static const struct api_parameter query[] = {
	{"q", API_TEXT, NULL, "words in name, employee number or mail address, in this order"},
	{"establishment", API_TEXT, NULL, "code of the home establishment"},
	{"department", API_TEXT, NULL, "code of the department"},
	{"all", API_BOOL, NULL, "also those who have left"},
	{"updated_since", API_MOMENT, NULL, "changed then or later"},
	{.name = NULL},
};
#define LISTED(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Directory", .scope = API_DIRECTORY_READ, .flags = API_LISTED | (more), \
				      .answer = &list_schema, .query = query}
#define READ(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Directory", .scope = API_DIRECTORY_READ, .flags = API_VERSIONED | (more), \
				      .answer = &schema}

const struct route user_api_routes[] = {
	{METHOD_GET, "/api/v1/users", MAY_SEE_PEOPLE, 0, list_get, "people with department and manager", LISTED("listUsers", 0)},
	{METHOD_GET, "/api/users", MAY_SEE_PEOPLE, 0, list_get, "people with department and manager",
	 LISTED("listUsersByAlias", API_ALIAS)},
	{METHOD_GET, "/api/v1/users/{id}", MAY_SEE_PEOPLE, 0, user_get, "one person, by id or employee number", READ("getUser", 0)},
	{METHOD_GET, "/api/users/{id}", MAY_SEE_PEOPLE, 0, user_get, "one person, by id or employee number",
	 READ("getUserByAlias", API_ALIAS)},
	ROUTE_END,
};
