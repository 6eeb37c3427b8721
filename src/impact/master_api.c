#include "impact/master_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"
#include "organization/edit_pages.h"

static const char *const course_names[] = {"id", "code", "name", "valid_months", "is_active", "version", "updated_at", NULL};
static const struct form course_fields = {&training_course_record, course_names, NULL};
static const struct api_schema course_schema = API_RECORD_OF("Course", "A course that people are trained in", &course_fields);
static const struct api_schema courses_schema = API_LIST_OF("CourseList", "By code, retired ones too", &course_schema);
static const char *const rule_names[] = {"id", "code", "title", "kind", "course_id", "is_active", "version", "updated_at", NULL};
static const struct form rule_fields = {&safety_rule_record, rule_names, NULL};
static const struct api_schema rule_schema = API_RECORD_OF("SafetyRule", "A rule that can be broken", &rule_fields);
static const struct api_schema rules_schema = API_LIST_OF("SafetyRuleList", "By code, retired ones too", &rule_schema);

static enum rc courses_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = training_course_list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &course_fields, &rows, sizeof(struct training_course), STR_NONE) : rc;
}

static enum rc course_get(struct request *rq, struct response *rs)
{
	struct training_course course;
	int64_t id;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = training_course_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &course);
	return rc == RC_OK ? api_call_row(rq, rs, &course_fields, &course, course.version) : rc;
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = safety_rule_list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &rule_fields, &rows, sizeof(struct safety_rule), STR_NONE) : rc;
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct safety_rule rule;
	int64_t id;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = safety_rule_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &rule);
	return rc == RC_OK ? api_call_row(rq, rs, &rule_fields, &rule, rule.version) : rc;
}

#define READS(id_, answer_, flags_) \
	&(const struct api_operation){.id = (id_), .tag = "Training", .scope = API_DIRECTORY_READ, .answer = &(answer_), .flags = (flags_)}
const struct route master_api_routes[] = {
	{METHOD_GET, "/api/v1/courses", MAY_ADMINISTER, 0, courses_get, "courses", READS("listCourses", courses_schema, 0)},
	{METHOD_GET, "/api/v1/courses/{id}", MAY_ADMINISTER, 0, course_get, "one course", READS("getCourse", course_schema, API_VERSIONED)},
	{METHOD_GET, "/api/v1/safety-rules", MAY_ADMINISTER, 0, rules_get, "safety rules", READS("listSafetyRules", rules_schema, 0)},
	{METHOD_GET, "/api/v1/safety-rules/{id}", MAY_ADMINISTER, 0, rule_get, "one rule",
	 READS("getSafetyRule", rule_schema, API_VERSIONED)},
	ROUTE_END,
};
