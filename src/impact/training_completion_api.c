#include "impact/training_completion_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"

#define SUM_MEMBERS                                                                                                        \
	{API_INT, "people", .help = "who need something"}, {API_INT, "up_to_date", .help = "of these, with nothing overdue"}, \
	{API_NUMBER, "rate", .flags = API_NULLABLE, .help = "percent; null: nobody needs anything"}, \
	{API_INT, "required", .help = "pairs of person and course"}, {API_INT, "current"}, {API_INT, "pending"}, {API_INT, "overdue"}
static const struct api_schema part_schema = {
	"TrainingCompletionPart", "An establishment, department or course",
	(const struct api_member[]){{API_INT, "id", .flags = API_NULLABLE}, SUM_MEMBERS, API_MEMBERS_END}};
static const struct api_schema completion_schema = {
	"TrainingCompletion", "How many people have the training that they need",
	(const struct api_member[]){
		{API_DAY, "on"}, SUM_MEMBERS, {API_LIST, "establishments", .of = &part_schema},
		{API_LIST, "departments", .of = &part_schema}, {API_LIST, "courses", .of = &part_schema}, API_MEMBERS_END}};

static void put_sum(struct api_json *json, const struct training_sum *sum)
{
	const int64_t rate = training_sum_rate(sum);

	api_json_int(json, "people", sum->people);
	api_json_int(json, "up_to_date", sum->up_to_date);
	if (rate < 0)
		api_json_null(json, "rate");
	else
		api_json_raw(json, "rate", arena_printf(json->text.arena, "%lld.%lld", (long long)(rate / 10), (long long)(rate % 10)));
	api_json_int(json, "required", sum->needs);
	api_json_int(json, "current", sum->current);
	api_json_int(json, "pending", sum->pending);
	api_json_int(json, "overdue", sum->overdue);
}

static void put_sums(struct api_json *json, const char *name, const struct training_sums *sums)
{
	api_json_list(json, name);
	for (size_t i = 0; i < sums->count; i++) {
		api_json_begin(json, NULL);
		api_json_id(json, "id", sums->at[i].id);
		put_sum(json, &sums->at[i]);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static int64_t asked(const struct request *rq, const char *name)
{
	int64_t id;

	return str_to_int(pairs_get(&rq->query, name), 1, INT64_MAX, &id) ? id : 0;
}

static struct training_question question_of(const struct request *rq)
{
	return (struct training_question){
		.establishment_id = asked(rq, "establishment"),
		.department_id = asked(rq, "department"),
		.course_id = asked(rq, "course"),
		.is_overdue_only = !str_is(pairs_get(&rq->query, "all"), "true"),
		.today = zone_day(rq->zone, rq->now),
	};
}

static enum rc completion_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	const struct training_question question = question_of(rq);
	struct training_completion completion;
	enum rc rc = training_completion_collect(rq->db, rq->arena, rq->viewer, &question, false, &completion);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_day(&json, "on", question.today);
	put_sum(&json, &completion.all);
	put_sums(&json, "establishments", &completion.by_establishment);
	put_sums(&json, "departments", &completion.by_department);
	put_sums(&json, "courses", &completion.by_course);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- who needs what ---------------------------------------------------------------------- */

static const char *const need_names[] = {"employee_number", "given_name", "family_name", "completed_on", "due_on", "standing", NULL};
static const struct form need_fields = {&training_need_record, need_names, NULL};
static const struct api_schema need_schema = {
	"TrainingNeed", "A person and a course that they need",
	(const struct api_member[]){
		{API_FIELDS, .form = &need_fields}, {API_INT, "course_id"}, {API_INT, "establishment_id", .flags = API_NULLABLE},
		{API_INT, "department_id", .flags = API_NULLABLE}, API_MEMBERS_END}};

static void put_need(struct api_json *json, const struct training_need *need)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &need_fields, need);
	api_json_int(json, "course_id", need->course_id);
	api_json_id(json, "establishment_id", need->establishment_id);
	api_json_id(json, "department_id", need->department_id);
	api_json_end(json);
}

static const struct api_schema needs_schema = {
	"TrainingNeedList", "The longest overdue first",
	(const struct api_member[]){
		{API_LIST, "items", .of = &need_schema}, {API_LINK, "next", .flags = API_NULLABLE}, API_MEMBERS_END}};

static enum rc needs_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_list(rq);
	const size_t limit = api_call_limit(rq, 500);
	const struct training_question question = question_of(rq);
	struct training_completion completion;
	enum rc rc = training_completion_collect(rq->db, rq->arena, rq->viewer, &question, true, &completion);

	if (rc != RC_OK)
		return rc;
	size_t at = training_completion_after(&completion, pairs_get(&rq->query, "after"));
	const size_t end = completion.need_count - at > limit ? at + limit : completion.need_count;
	for (; at < end; at++)
		put_need(&json, &completion.needs[at]);
	return api_call_listed(rq, rs, &json,
			       end < completion.need_count ? training_need_key(rq->arena, &completion.needs[end - 1]) : STR_NONE);
}

/* --- requirements ------------------------------------------------------------------------ */

static const char *const requirement_names[] = {"job_title", "applies_from", "within_days", "is_active", NULL};
static const struct form requirement_fields = {&training_requirement_record, requirement_names, NULL};
static const struct api_schema requirement_schema = {
	"TrainingRequirement", "A course that people of a place, department or job title must have",
	(const struct api_member[]){
		{API_INT, "id"}, {API_INT, "course_id"}, {API_TEXT, "course", .help = "its code"},
		{API_INT, "establishment_id", .flags = API_NULLABLE}, {API_INT, "department_id", .flags = API_NULLABLE},
		{API_FIELDS, .form = &requirement_fields}, {API_INT, "version", .help = "for If-Match of a change"}, API_MEMBERS_END}};
static const struct api_schema requirements_schema = {
	"TrainingRequirementList", "All of them, by course",
	(const struct api_member[]){{API_LIST, "items", .of = &requirement_schema}, API_MEMBERS_END}};

static struct str course_code(struct rows courses, int64_t id)
{
	for (size_t i = 0; i < courses.count; i++)
		if (ROW(struct training_course, courses, i)->id == id)
			return ROW(struct training_course, courses, i)->code;
	return STR("");
}

static void put_requirement(struct api_json *json, const struct training_requirement *row, struct rows courses)
{
	api_json_begin(json, NULL);
	api_json_int(json, "id", row->id);
	api_json_int(json, "course_id", row->course_id);
	api_json_text(json, "course", course_code(courses, row->course_id));
	api_json_id(json, "establishment_id", row->establishment_id);
	api_json_id(json, "department_id", row->department_id);
	api_json_fields(json, &requirement_fields, row);
	api_json_int(json, "version", row->version);
	api_json_end(json);
}

static enum rc requirement_get(struct request *rq, struct response *rs)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct api_json json = api_call_json(rq, 1);
	struct training_requirement row;
	struct rows courses;
	int64_t id;

	if (!str_to_int(param(rq, "requirement"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = training_requirement_by_id(rq->db, rq->arena, organization_id, id, &row);
	if (rc == RC_OK)
		rc = training_course_list(rq->db, rq->arena, organization_id, true, &courses);
	if (rc != RC_OK)
		return rc;
	put_requirement(&json, &row, courses);
	return api_call_respond(rq, rs, &json, row.version);
}

static enum rc requirements_get(struct request *rq, struct response *rs)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct api_json json = api_call_json(rq, 3);
	struct rows rows, courses;
	enum rc rc = training_requirement_list(rq->db, rq->arena, organization_id, true, &rows);

	if (rc == RC_OK)
		rc = training_course_list(rq->db, rq->arena, organization_id, true, &courses);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rows.count; i++)
		put_requirement(&json, ROW(struct training_requirement, rows, i), courses);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

#define PARTS {"establishment", API_INT, NULL, "id"}, {"department", API_INT, NULL, "id; with those below it"}, {"course", API_INT, NULL, "id"}
static const struct api_parameter completion_query[] = {PARTS, {.name = NULL}};
static const struct api_parameter needs_query[] = {PARTS, {"all", API_BOOL, NULL, "also what is current or not due yet"}, {.name = NULL}};

const struct route training_completion_api_routes[] = {
	{METHOD_GET, "/api/v1/training/completion", MAY_SEE_PEOPLE, 0, completion_get, "share of people with all required training",
	 &(const struct api_operation){.id = "getTrainingCompletion", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .answer = &completion_schema, .query = completion_query}},
	{METHOD_GET, "/api/v1/training/needs", MAY_SEE_PEOPLE, 0, needs_get, "required courses that are overdue, the longest first",
	 &(const struct api_operation){.id = "listTrainingNeeds", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .flags = API_LISTED, .answer = &needs_schema, .query = needs_query}},
	{METHOD_GET, "/api/v1/training/requirements", MAY_KEEP_TRAINING, 0, requirements_get, "who needs which course",
	 &(const struct api_operation){.id = "listTrainingRequirements", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .answer = &requirements_schema}},
	{METHOD_GET, "/api/v1/training/requirements/{requirement}", MAY_KEEP_TRAINING, 0, requirement_get, "one of them",
	 &(const struct api_operation){.id = "getTrainingRequirement", .tag = "Training", .scope = API_DIRECTORY_READ,
				       .flags = API_VERSIONED, .answer = &requirement_schema}},
	ROUTE_END,
};
