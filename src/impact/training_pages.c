#include "impact/training_pages.h"

#include <stddef.h>

#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "impact/training_store.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"
#include "organization/people_store.h"

enum { PAGE = 50, SOON_DAYS = 60 };

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

static day today(const struct request *rq)
{
	return zone_day(rq->zone, rq->now);
}

static struct view *add_row(struct view_list *list, const struct training_row *row, day on)
{
	const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
	struct view *item = view_add(list);

	view_merge(item, &training_row_record, row);
	view_flag(item, "is_expired", training_state_on(&record, on) == TRAINING_EXPIRED);
	view_flag(item, "expires_soon", row->expires_on != DAY_NONE && row->expires_on >= on &&
						row->expires_on <= on + SOON_DAYS);
	return item;
}

/* --- everybody --- */

/* ?expiring=1: what has expired or soon will, soonest first; else the newest. ?after=DAY.ID goes on. */
static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows");
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	bool is_expiring = str_is(pairs_get(&rq->query, "expiring"), "1");
	struct str after = pairs_get(&rq->query, "after"), on;
	day until = is_expiring ? today(rq) + SOON_DAYS : DAY_NONE, after_on;
	int64_t after_id = is_expiring ? 0 : INT64_MAX;
	struct rows rows;

	if (!str_split(&after, '.', &on) || !day_parse(on, &after_on) || !str_to_int(after, 1, INT64_MAX, &after_id))
		after_on = is_expiring ? day_of(1900, 1, 1) : day_of(2199, 12, 31);
	enum rc rc = training_list(rq->db, rq->arena, rq->viewer->organization_id, until, after_on, after_id, PAGE + 1,
				   &rows);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct training_row),
				       offsetof(struct training_row, person_id));
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count && i < PAGE; i++) {
		const struct training_row *row = ROW(struct training_row, rows, i);
		view_text(add_row(list, row, today(rq)), "person", names_get(names, NAMES_PERSON, row->person_id));
	}
	if (rows.count > PAGE) {
		const struct training_row *last = ROW(struct training_row, rows, PAGE - 1);
		struct str key = day_text(rq->arena, is_expiring ? last->expires_on : last->completed_on);
		view_printf(page, "next_href", "/training?%safter=%.*s.%lld", is_expiring ? "expiring=1&" : "",
			    STR_ARG(key), (long long)last->id);
	}
	view_flag(page, "may_keep", true);
	view_flag(page, "is_newest", !is_expiring);
	view_flag(page, "is_expiring", is_expiring);
	return respond_page(rq, rs, "impact/training", page);
}

/* --- one person --- */

static enum rc find_person(struct request *rq, struct person *person)
{
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "person", &id);

	return rc == RC_OK ? person_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, person) : rc;
}

static void add_crumbs(struct request *rq, struct view *page, const struct person *person)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/training", rq_tr(rq, N_("Training")));
	edit_crumb(page, &crumbs, "",
		   arena_printf(rq->arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name)));
}

static enum rc person_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows");
	struct person person;
	struct rows rows;
	enum rc rc = find_person(rq, &person);

	if (rc == RC_OK)
		rc = training_of_person(rq->db, rq->arena, person.organization_id, person.id, DAY_NONE, &rows);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++)
		add_row(list, ROW(struct training_row, rows, i), today(rq));
	view_record(page, "person", &person_record, &person);
	view_flag(page, "may_keep", viewer_may(rq->viewer, MAY_KEEP_TRAINING));
	add_crumbs(rq, page, &person);
	page_said(rq, page, said);
	return respond_page(rq, rs, "impact/person-training", page);
}

static const char *const record_names[] = {"course_id", "completed_on", "expires_on", "evidence", NULL};
static const struct form record_form = {&training_record_record, record_names, NULL};

/* Without a day of its own it holds as long as the course says. */
static enum rc complete(struct request *rq, void *row)
{
	struct training_record *record = row;
	struct training_course course;

	if (record->expires_on != DAY_NONE || record->course_id == 0)
		return RC_OK;
	enum rc rc = training_course_by_id(rq->db, rq->arena, record->organization_id, record->course_id, &course);
	if (rc == RC_OK)
		record->expires_on = training_expires(record->completed_on, course.valid_months);
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? training_record_update(db, row) : training_record_insert(db, row);
}

static enum rc offer_courses(struct request *rq, int64_t keep_id)
{
	struct rows rows;
	enum rc rc = training_course_list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_course *course = ROW(struct training_course, rows, i);
		if (course->is_active || course->id == keep_id)
			choices[count++] = (struct choice){course->id, course->name};
	}
	form_choices(rq, "course_id", choices, count);
	return RC_OK;
}

static enum rc begin(struct request *rq, const struct person *person, const struct training_record *before,
		     struct training_record *record, struct edit *edit)
{
	const char *back = arena_printf(rq->arena, "/people/%lld/training", (long long)person->id).at;

	record->updated_at = rq->now;
	*edit = (struct edit){
		.form = &record_form,
		.rules = training_record_rules,
		.before = before,
		.row = record,
		.complete = complete,
		.write = write,
		.template = "organization/edit",
		.title = arena_printf(rq->arena, "%.*s %.*s", STR_ARG(person->given_name),
				      STR_ARG(person->family_name)),
		.cancel_href = str_of(back),
		.answer = arena_printf(rq->arena, "%s?said=saved", back).at,
	};
	return offer_courses(rq, before ? before->course_id : 0);
}

static enum rc begin_new(struct request *rq, struct training_record *record, struct edit *edit)
{
	struct person person;
	enum rc rc = find_person(rq, &person);

	record_clear(&training_record_record, record);
	if (rc != RC_OK)
		return rc;
	record->organization_id = person.organization_id;
	record->person_id = person.id;
	record->version = 1;
	return begin(rq, &person, NULL, record, edit);
}

static enum rc begin_stored(struct request *rq, struct training_record *before, struct edit *edit)
{
	struct person person;
	int64_t id = 0;
	enum rc rc = find_person(rq, &person);

	if (rc == RC_OK)
		rc = edit_param_id(rq, "record", &id);
	if (rc == RC_OK)
		rc = training_record_by_id(rq->db, rq->arena, person.organization_id, id, before);
	if (rc == RC_OK && before->person_id != person.id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? begin(rq, &person, before, record_copy(rq->arena, &training_record_record, before), edit) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct training_record record;
	struct edit edit;
	enum rc rc = begin_new(rq, &record, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct training_record record;
	struct edit edit;
	enum rc rc = begin_new(rq, &record, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc stored_get(struct request *rq, struct response *rs)
{
	struct training_record before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc stored_post(struct request *rq, struct response *rs)
{
	struct training_record before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route training_routes[] = {
	{.method = METHOD_GET,
	 .path = "/training",
	 .needs = MAY_KEEP_TRAINING,
	 .handle = list_get,
	 .help = "training records of everybody; ?expiring=1 what needs renewal",
	 .offered_by = "listTrainingOfAll"},
	{.method = METHOD_GET,
	 .path = "/people/{person}/training",
	 .needs = MAY_SEE_PEOPLE,
	 .handle = person_get,
	 .help = "training records of one person",
	 .offered_by = "listTraining"},
	{.method = METHOD_GET,
	 .path = "/people/{person}/training/new",
	 .needs = MAY_KEEP_TRAINING,
	 .handle = new_get,
	 .help = "the form for a completed course"},
	{.method = METHOD_POST,
	 .path = "/people/{person}/training/new",
	 .needs = MAY_KEEP_TRAINING,
	 .handle = new_post,
	 .help = "adds it",
	 .offered_by = "addTraining"},
	{.method = METHOD_GET,
	 .path = "/people/{person}/training/{record}",
	 .needs = MAY_KEEP_TRAINING,
	 .handle = stored_get,
	 .help = "the form of one record"},
	{.method = METHOD_POST,
	 .path = "/people/{person}/training/{record}",
	 .needs = MAY_KEEP_TRAINING,
	 .handle = stored_post,
	 .help = "corrects it",
	 .api = API_CHANGE("correctTraining", "Training", API_DIRECTORY_WRITE, API_FORM("TrainingText", &record_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
