#include "impact/training_requirement_pages.h"

#include <stddef.h>

#include "http/api_operation.h"
#include "identity/page.h"
#include "impact/course_choices_view.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"

#define LIST "/admin/training-requirements"
static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

static struct str course_name(struct rows courses, int64_t id)
{
	for (size_t i = 0; i < courses.count; i++)
		if (ROW(struct training_course, courses, i)->id == id)
			return ROW(struct training_course, courses, i)->name;
	return STR("");
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows"), *crumbs = NULL;
	struct names *names = names_new(rq->db, rq->arena, organization_id);
	struct rows rows, courses;
	enum rc rc = training_requirement_list(rq->db, rq->arena, organization_id, true, &rows);

	if (rc == RC_OK)
		rc = training_course_list(rq->db, rq->arena, organization_id, true, &courses);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_ESTABLISHMENT, rows, sizeof(struct training_requirement),
				       offsetof(struct training_requirement, establishment_id));
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_UNIT, rows, sizeof(struct training_requirement),
				       offsetof(struct training_requirement, department_id));
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_requirement *row = ROW(struct training_requirement, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &training_requirement_record, row);
		view_text(item, "course", course_name(courses, row->course_id));
		view_text(item, "establishment", names_get(names, NAMES_ESTABLISHMENT, row->establishment_id));
		view_text(item, "department", names_get(names, NAMES_UNIT, row->department_id));
		view_flag(item, "has_days", row->within_days > 0);
	}
	edit_crumb(page, &crumbs, "/training/completion", rq_tr(rq, N_("Training")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Required training")));
	page_said(rq, page, said);
	return respond_page(rq, rs, "impact/training-requirements", page);
}

static const char *const names[] = {"course_id", "establishment_id", "department_id", "job_title", "applies_from",
				    "within_days", "is_active", NULL};
static const struct form form = {&training_requirement_record, names, NULL};

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? training_requirement_update(db, row) : training_requirement_insert(db, row);
}

static enum rc offer(struct request *rq, const struct training_requirement *requirement)
{
	enum rc rc = course_choices(rq, "course_id", requirement->course_id);

	if (rc == RC_OK)
		rc = choices_establishments(rq, "establishment_id", requirement->establishment_id);
	return rc == RC_OK ? choices_units(rq, "department_id", UNIT_DEPARTMENT, requirement->department_id) : rc;
}

static enum rc begin(struct request *rq, const struct training_requirement *before, struct training_requirement *row,
		     struct edit *edit)
{
	row->updated_at = rq->now;
	*edit = (struct edit){
		.form = &form,
		.before = before,
		.row = row,
		.write = write,
		.template = "organization/edit",
		.title = rq_tr(rq, N_("Required training")),
		.cancel_href = STR(LIST),
		.answer = LIST "?said=saved",
	};
	return offer(rq, row);
}

static enum rc begin_new(struct request *rq, struct training_requirement *row, struct edit *edit)
{
	record_clear(&training_requirement_record, row);
	row->organization_id = rq->viewer->organization_id;
	row->applies_from = zone_day(rq->zone, rq->now);
	row->within_days = 30;
	row->is_active = true;
	row->version = 1;
	return begin(rq, NULL, row, edit);
}

static enum rc begin_stored(struct request *rq, struct training_requirement *before, struct edit *edit)
{
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "requirement", &id);

	if (rc == RC_OK)
		rc = training_requirement_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	return rc == RC_OK ? begin(rq, before, record_copy(rq->arena, &training_requirement_record, before), edit) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct training_requirement row;
	struct edit edit;
	enum rc rc = begin_new(rq, &row, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct training_requirement row;
	struct edit edit;
	enum rc rc = begin_new(rq, &row, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc stored_get(struct request *rq, struct response *rs)
{
	struct training_requirement before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc stored_post(struct request *rq, struct response *rs)
{
	struct training_requirement before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route training_requirement_routes[] = {
	{METHOD_GET, LIST, MAY_KEEP_TRAINING, 0, list_get, "who needs which course", .offered_by = "listTrainingRequirements"},
	{METHOD_GET, LIST "/new", MAY_KEEP_TRAINING, 0, new_get, "the form for a new requirement"},
	{METHOD_POST, LIST "/new", MAY_KEEP_TRAINING, 0, new_post, "adds it",
	 .api = API_CHANGE("addTrainingRequirement", "Training", API_DIRECTORY_WRITE, API_FORM("NewTrainingRequirement", &form),
			   .status = 201, .path = "/api/v1/training/requirements")},
	{METHOD_GET, LIST "/{requirement}", MAY_KEEP_TRAINING, 0, stored_get, "the form of one requirement"},
	{METHOD_POST, LIST "/{requirement}", MAY_KEEP_TRAINING, 0, stored_post, "changes or retires it",
	 .api = API_CHANGE("changeTrainingRequirement", "Training", API_DIRECTORY_WRITE, API_FORM("TrainingRequirementEdit", &form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/training/requirements/{requirement}")},
	ROUTE_END,
};
