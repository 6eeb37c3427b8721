#include "impact/master_pages.h"

#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "impact/course_choices_view.h"
#include "impact/training_store.h"
#include "impact/violation_store.h"
#include "organization/edit_pages.h"

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

/* Courses and rules: short lists that differ only in their rows. */
struct master {
	const char *name;   /* in addresses: /admin/NAME */
	const char *title;  /* English for the catalogue */
	const char *add;
	const struct form *form;
	enum rc (*list)(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
			struct rows *rows);
	enum rc (*find)(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, void *row);
	void (*begin)(struct request *rq, void *row);
	void (*touch)(struct request *rq, void *row);
	enum rc (*offer)(struct request *rq, const void *row);
	enum rc (*write)(struct db *db, struct arena *arena, const void *before, void *row);
};

/* --- courses --- */

static const char *const course_names[] = {"code", "name", "valid_months", "is_active", NULL};
static const struct form course_form = {&training_course_record, course_names, NULL};

static enum rc find_course(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, void *row)
{
	return training_course_by_id(db, arena, organization_id, id, row);
}

static void begin_course(struct request *rq, void *row)
{
	struct training_course *course = row;

	course->organization_id = rq->viewer->organization_id;
	course->is_active = true;
	course->version = 1;
}

static void touch_course(struct request *rq, void *row)
{
	((struct training_course *)row)->updated_at = rq->now;
}

static enum rc write_course(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? training_course_update(db, row) : training_course_insert(db, row);
}

/* --- rules --- */

static const char *const rule_names[] = {"code", "title", "kind", "course_id", "is_active", NULL};
static const struct form rule_form = {&safety_rule_record, rule_names, NULL};

static enum rc find_rule(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, void *row)
{
	return safety_rule_by_id(db, arena, organization_id, id, row);
}

static void begin_rule(struct request *rq, void *row)
{
	struct safety_rule *rule = row;

	rule->organization_id = rq->viewer->organization_id;
	rule->kind = RULE_SITE;
	rule->is_active = true;
	rule->version = 1;
}

static void touch_rule(struct request *rq, void *row)
{
	((struct safety_rule *)row)->updated_at = rq->now;
}

static enum rc offer_courses(struct request *rq, const void *row)
{
	return course_choices(rq, "course_id", ((const struct safety_rule *)row)->course_id);
}

static enum rc write_rule(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? safety_rule_update(db, row) : safety_rule_insert(db, row);
}

static const struct master masters[] = {
	{"courses", N_("Training courses"), N_("New course"), &course_form, training_course_list, find_course,
	 begin_course, touch_course, NULL, write_course},
	{"safety-rules", N_("Safety rules"), N_("New rule"), &rule_form, safety_rule_list, find_rule, begin_rule,
	 touch_rule, offer_courses, write_rule},
};

/* By its segment of the route. */
static const struct master *master_asked(const struct request *rq)
{
	for (size_t i = 0; i < sizeof masters / sizeof *masters; i++)
		if (str_find(str_of(rq->route->path), arena_printf(rq->arena, "/%s", masters[i].name)) >= 0)
			return &masters[i];
	return &masters[0];
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const struct master *master = master_asked(rq);
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct rows rows;
	enum rc rc = master->list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	if (rc != RC_OK)
		return rc;
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, master->title));
	view_text(page, "page_title", rq_tr(rq, master->title));
	view_cstr(page, "master", master->name);
	view_records(page, "rows", master->form->record, rows.at, rows.count);
	page_said(rq, page, said);
	return respond_page(rq, rs, "impact/masters", page);
}

static enum rc begin(struct request *rq, const struct master *master, const void *before, void *row, struct edit *edit)
{
	const char *list = arena_printf(rq->arena, "/admin/%s", master->name).at;

	master->touch(rq, row);
	*edit = (struct edit){
		.form = master->form,
		.before = before,
		.row = row,
		.write = master->write,
		.template = "organization/edit",
		.title = before ? field_text(rq->arena, record_field(master->form->record, STR("code")), before)
				: rq_tr(rq, master->add),
		.cancel_href = str_of(list),
		.answer = arena_printf(rq->arena, "%s?said=saved", list).at,
	};
	return master->offer ? master->offer(rq, row) : RC_OK;
}

static enum rc begin_new(struct request *rq, struct edit *edit)
{
	const struct master *master = master_asked(rq);
	void *row = arena_alloc(rq->arena, 1, master->form->record->size);

	record_clear(master->form->record, row);
	master->begin(rq, row);
	return begin(rq, master, NULL, row, edit);
}

static enum rc begin_stored(struct request *rq, struct edit *edit)
{
	const struct master *master = master_asked(rq);
	void *before = arena_alloc(rq->arena, 1, master->form->record->size);
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = master->find(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	return rc == RC_OK ? begin(rq, master, before, record_copy(rq->arena, master->form->record, before), edit) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct edit edit;
	enum rc rc = begin_new(rq, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct edit edit;
	enum rc rc = begin_new(rq, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc stored_get(struct request *rq, struct response *rs)
{
	struct edit edit;
	enum rc rc = begin_stored(rq, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc stored_post(struct request *rq, struct response *rs)
{
	struct edit edit;
	enum rc rc = begin_stored(rq, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

#define MASTER_CHANGE(id, form, ...) API_CHANGE(id, "Training", API_DIRECTORY_WRITE, form, __VA_ARGS__)
#define MASTER_ROUTES(name_, what, noun, form_)                                                                      \
	{.method = METHOD_GET, .path = "/admin/" name_, .needs = MAY_ADMINISTER, .handle = list_get, .help = what,    \
	 .offered_by = "list" noun "s get" noun},                                                                    \
	{.method = METHOD_GET, .path = "/admin/" name_ "/new", .needs = MAY_ADMINISTER, .handle = new_get,            \
	 .help = "the form for a new one"},                                                                          \
	{.method = METHOD_POST, .path = "/admin/" name_ "/new", .needs = MAY_ADMINISTER, .handle = new_post,          \
	 .help = "adds it",                                                                                          \
	 .api = MASTER_CHANGE("add" noun, API_FORM("New" noun, form_), .status = 201, .path = "/api/v1/" name_)},     \
	{.method = METHOD_GET, .path = "/admin/" name_ "/{id}", .needs = MAY_ADMINISTER, .handle = stored_get,        \
	 .help = "the form of one"},                                                                                 \
	{.method = METHOD_POST, .path = "/admin/" name_ "/{id}", .needs = MAY_ADMINISTER, .handle = stored_post,      \
	 .help = "changes or retires it",                                                                            \
	 .api = MASTER_CHANGE("change" noun, API_FORM(noun "Text", form_), .method = METHOD_PATCH,                    \
			      .path = "/api/v1/" name_ "/{id}", .flags = API_VERSIONED | API_PARTIAL)}

const struct route master_routes[] = {
	MASTER_ROUTES("courses", "courses that people are trained in", "Course", &course_form),
	MASTER_ROUTES("safety-rules", "rules that can be broken, and the training that teaches them", "SafetyRule", &rule_form),
	ROUTE_END,
};
