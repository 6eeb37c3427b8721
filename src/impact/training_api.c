#include "impact/training_api.h"

#include "event/submission.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "impact/training_store.h"
#include "organization/user_store.h"

static const char *const row_names[] = {"id", "person_id", "course_code", "course", "completed_on", "expires_on", "evidence", NULL};
static const struct form row_fields = {&training_row_record, row_names, NULL};
static const struct api_schema row_schema = {
	"TrainingRecord", "A course that somebody has completed",
	(const struct api_member[]){
		{API_FIELDS, .form = &row_fields},
		{API_CODE, "state", .codes = &training_state_codes, .help = "today: valid or expired"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"TrainingRecordList", "Everything of one person: the newest of each course first, then what went before",
	(const struct api_member[]){
		{API_UUID, "user"},
		{API_TEXT, "employee_number"},
		{API_LIST, "items", .of = &row_schema},
		API_MEMBERS_END,
	}};

static void put_row(struct request *rq, struct api_json *json, const struct training_row *row)
{
	const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};

	api_json_begin(json, NULL);
	api_json_fields(json, &row_fields, row);
	api_json_code(json, "state", &training_state_codes, (int)training_state_on(&record, zone_day(rq->zone, rq->now)));
	api_json_end(json);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct user user;
	struct rows rows;
	enum rc rc = user_find(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "id"), &user);

	if (rc == RC_OK)
		rc = training_of_person(rq->db, rq->arena, rq->viewer->organization_id, user.id, DAY_NONE, &rows);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "user", user.uuid);
	api_json_text(&json, "employee_number", user.employee_number);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rows.count; i++)
		put_row(rq, &json, ROW(struct training_row, rows, i));
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- of everybody, and one record --------------------------------------------------------------- */

enum { PAGE = 100, SOON_DAYS = 60 };

static const struct api_schema all_schema = API_LIST_OF("TrainingList", "The newest first, or what runs out, the soonest first", &row_schema);

/* "2026-03-02.17": the day and id of the last row; false: none, or another thing. */
static bool read_cursor(struct str cursor, day *on, int64_t *id)
{
	struct str first;

	return str_split(&cursor, '.', &first) && day_parse(first, on) && str_to_int(cursor, 1, INT64_MAX, id);
}

static enum rc all_get(struct request *rq, struct response *rs)
{
	const struct str wish = pairs_get(&rq->query, "expiring"), cursor = pairs_get(&rq->query, "after");
	const bool is_expiring = str_is(wish, "true") || str_is(wish, "1");
	const size_t limit = api_call_limit(rq, PAGE);
	const day until = is_expiring ? zone_day(rq->zone, rq->now) + SOON_DAYS : DAY_NONE;
	day on = is_expiring ? day_of(1900, 1, 1) : day_of(2199, 12, 31);
	int64_t id = is_expiring ? 0 : INT64_MAX;
	struct str next = STR_NONE;
	struct rows rows;

	if (cursor.len && !read_cursor(cursor, &on, &id)) {
		problem_add(rq, "?after", N_("Take it from `next` of the page before"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = training_list(rq->db, rq->arena, rq->viewer->organization_id, until, on, id, (int64_t)limit + 1, &rows);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < rows.count && i < limit; i++)
		put_row(rq, &json, ROW(struct training_row, rows, i));
	if (rows.count > limit) {
		const struct training_row *last = ROW(struct training_row, rows, limit - 1);
		next = arena_printf(rq->arena, "%.*s.%lld", STR_ARG(day_text(rq->arena, is_expiring ? last->expires_on : last->completed_on)),
				    (long long)last->id);
	}
	return api_call_listed(rq, rs, &json, next);
}

static const char *const record_names[] = {"id", "person_id", "course_id", "completed_on", "expires_on", "evidence", "version",
					   "updated_at", NULL};
static const struct form record_fields = {&training_record_record, record_names, NULL};
static const struct api_schema record_schema = API_RECORD_OF("TrainingEntry", "One training record", &record_fields);

static enum rc record_get(struct request *rq, struct response *rs)
{
	struct training_record record;
	int64_t person, id;

	if (!str_to_int(param(rq, "person"), 1, INT64_MAX, &person) || !str_to_int(param(rq, "record"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = training_record_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &record);
	if (rc == RC_OK && record.person_id != person)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? api_call_row(rq, rs, &record_fields, &record, record.version) : rc;
}

/* --- a completion ------------------------------------------------------------------------------- */

static const char *const names[] = {"completed_on", "expires_on", "evidence", NULL};
static const struct form form = {&training_record_record, names, NULL};
static const struct api_schema new_schema = {
	"Completion", "A course completed; the same person, course and day once more changes what is stored",
	(const struct api_member[]){
		{API_TEXT, "course", .flags = API_REQUIRED, .help = "code or name of the course"},
		{API_FIELDS, .form = &form},
		API_MEMBERS_END,
	}};

struct completing {
	struct change change;
	struct training_record record;
	int64_t valid_months;
};

static enum rc find_course(struct request *rq, struct completing *completing)
{
	struct str said = str_trim(pairs_get(&rq->form, "course"));
	struct rows rows;
	enum rc rc = training_course_list(rq->db, rq->arena, rq->viewer->organization_id, false, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct training_course *course = ROW(struct training_course, rows, i);
		if (!str_equal_nocase(course->code, said) && !str_equal_nocase(course->name, said))
			continue;
		completing->record.course_id = course->id;
		completing->valid_months = course->valid_months;
		return RC_OK;
	}
	return rc == RC_OK ? problem_add(rq, "course", N_("There is none with this code")) : rc;
}

/* Learning systems tell the same completion more than once. */
static enum rc write(struct db *db, void *closure)
{
	struct completing *completing = closure;
	struct training_record *record = &completing->record, stored;
	struct arena *arena = completing->change.rq->arena;
	enum rc rc = training_record_on(db, arena, record->organization_id, record->person_id, record->course_id,
					record->completed_on, &stored);
	const bool is_known = rc == RC_OK;

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (is_known) {
		record->id = stored.id;
		record->version = stored.version;
		rc = training_record_update(db, record);
	} else {
		rc = training_record_insert(db, record);
	}
	if (rc == RC_OK)
		rc = audit_change(db, arena, &completing->change.actor,
				  is_known ? "training_record.updated" : "training_record.created", &training_record_record,
				  record->id, 0, is_known ? &stored : NULL, record, STR(""));
	completing->change.answer = arena_printf(arena, "/training/%lld", (long long)record->person_id);
	return rc;
}

static enum rc answer(struct request *rq, void *closure, struct api_answer *out)
{
	const struct completing *completing = closure;
	struct api_json json = API_JSON_IN(rq->arena);
	struct rows rows;
	enum rc rc = training_of_person(rq->db, rq->arena, completing->record.organization_id, completing->record.person_id,
					DAY_NONE, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		if (ROW(struct training_row, rows, i)->id == completing->record.id)
			put_row(rq, &json, ROW(struct training_row, rows, i));
	out->body = api_json_str(&json);
	return rc;
}

static enum rc completion_post(struct request *rq, struct response *rs)
{
	struct completing completing = {.change = change_of(rq)};
	struct training_record *record = &completing.record;
	struct user user;
	enum rc rc = user_find(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "id"), &user);

	if (rc != RC_OK)
		return rc;
	record_clear(&training_record_record, record);
	record->organization_id = rq->viewer->organization_id;
	record->person_id = user.id;
	record->version = 1;
	record->updated_at = rq->now;
	enum rc form_rc = form_read(rq, &form, record);
	rc = find_course(rq, &completing);
	if (rc == RC_OK)
		rc = form_rc;
	if (rc == RC_OK && record->expires_on == DAY_NONE)
		record->expires_on = training_expires(record->completed_on, completing.valid_months);
	for (const struct rule *rule = training_record_rules; rc == RC_OK && rule->field; rule++)
		if (!rule->holds(record))
			rc = problem_add(rq, rule->field, rule->why);
	if (rc != RC_OK)
		return rc;
	api_call_answers(rq, answer, &completing);
	return change_run(&completing.change, rs, "training_completed", write, &completing);
}

#define READ(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Training", .scope = API_DIRECTORY_READ, .flags = (more), .answer = &list_schema}
#define TOLD(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Training", .scope = API_DIRECTORY_WRITE, .flags = (more), \
				      .body = &new_schema, .answer = &row_schema, .status = 201}

static const struct api_parameter all_query[] = {
	{"expiring", API_BOOL, NULL, "true: what has expired, or will within 60 days"}, {.name = NULL}};
const struct route training_api_routes[] = {
	{METHOD_GET, "/api/v1/users/{id}/training", MAY_SEE_PEOPLE, 0, list_get, "training of one person", READ("listTraining", 0)},
	{METHOD_GET, "/api/users/{id}/training", MAY_SEE_PEOPLE, 0, list_get, "training of one person",
	 READ("listTrainingByAlias", API_ALIAS)},
	{METHOD_POST, "/api/v1/users/{id}/training", MAY_KEEP_TRAINING, 0, completion_post, "tell that a course was completed",
	 TOLD("addTraining", 0)},
	{METHOD_POST, "/api/users/{id}/training", MAY_KEEP_TRAINING, 0, completion_post, "tell that a course was completed",
	 TOLD("addTrainingByAlias", API_ALIAS)},
	{METHOD_GET, "/api/v1/training", MAY_KEEP_TRAINING, 0, all_get, "training of everybody",
	 &(const struct api_operation){.id = "listTrainingOfAll", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .flags = API_LISTED, .answer = &all_schema, .query = all_query}},
	{METHOD_GET, "/api/v1/people/{person}/training/{record}", MAY_KEEP_TRAINING, 0, record_get, "one training record",
	 &(const struct api_operation){.id = "getTraining", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .flags = API_VERSIONED, .answer = &record_schema}},
	ROUTE_END,
};
