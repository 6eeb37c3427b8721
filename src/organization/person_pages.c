#include "base/random.h"
#include "audit/reading.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"
#include "organization/departure.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"
#include "organization/people_pages.h"
#include "organization/people_store.h"
#include "organization/tree_view.h"

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{"added", N_("The person has been added.")},
	{NULL, NULL},
};

static const char *const person_names[] = {
	"employee_number", "given_name",
	"family_name",     "job_title",
	"employment",      "email",
	"phone",           "establishment_id",
	"department_id",   "business_unit_id",
	"team_id",         "hired_on",   "left_on",
	"is_active",       NULL,
};
static const struct form person_form = {&person_record, person_names, NULL};
static const char *const particular_names[] = {"born_on", "sex", "street", "city", "state", "zip", NULL};
static const struct form particular_form = {&person_record, particular_names, NULL};

static enum rc find_person(struct request *rq, struct person *person)
{
	return person_named(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "person"), person);
}

static struct str full_name(struct request *rq, const struct person *person)
{
	return arena_printf(rq->arena, "%.*s %.*s", STR_ARG(person->given_name),
			    STR_ARG(person->family_name));
}

/* --- the page of one person --- */

static void add_people(struct request *rq, struct view *page, const char *name, struct rows rows, size_t from)
{
	struct view_list *list = view_list(page, name);

	for (size_t i = from; i < rows.count; i++) {
		const struct person *person = ROW(struct person, rows, i);
		struct view *item = view_add(list);
		view_text(item, "name", full_name(rq, person));
		view_text(item, "initials", page_initials(rq->arena, full_name(rq, person)));
		view_text(item, "detail", person->job_title.at ? person->job_title : STR(""));
		view_printf(item, "href", "/admin/people/%lld", (long long)person->id);
	}
}

static enum rc add_groups(struct request *rq, struct view *page, const struct person *person)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	const int64_t units[] = {person->department_id, person->business_unit_id, person->team_id};
	enum rc rc = names_load(names, NAMES_ESTABLISHMENT, &person->establishment_id, 1);

	if (rc == RC_OK)
		rc = names_load(names, NAMES_UNIT, units, sizeof units / sizeof *units);
	view_text(page, "establishment", names_get(names, NAMES_ESTABLISHMENT, person->establishment_id));
	view_text(page, "department", names_get(names, NAMES_UNIT, person->department_id));
	view_text(page, "business_unit", names_get(names, NAMES_UNIT, person->business_unit_id));
	view_text(page, "team", names_get(names, NAMES_UNIT, person->team_id));
	return rc;
}

static void add_crumbs(struct request *rq, struct view *page, const struct person *person)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/people", rq_tr(rq, N_("People")));
	edit_crumb(page, &crumbs, "", full_name(rq, person));
}

static enum rc person_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct person person;
	struct rows chain = {NULL, 0}, reports = {NULL, 0};
	const int64_t organization_id = rq->viewer->organization_id;
	enum rc rc = find_person(rq, &person);

	if (rc == RC_OK)
		rc = person_chain(rq->db, rq->arena, organization_id, person.id, &chain);
	if (rc == RC_OK)
		rc = person_reports(rq->db, rq->arena, organization_id, person.id, &reports);
	if (rc == RC_OK)
		rc = add_groups(rq, page, &person);
	if (rc != RC_OK)
		return rc;
	for (const char *const *name = particular_names; *name; name++)
		field_clear(record_field(&person_record, str_of(*name)), &person);
	view_record(page, "person", &person_record, &person);
	add_people(rq, page, "chain", chain, 1);
	add_people(rq, page, "reports", reports, 0);
	add_crumbs(rq, page, &person);
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/person", page);
}

/* --- adding and changing --- */

/* Nobody may come to stand below themselves. */
static enum rc check_manager(struct request *rq, const struct person *person)
{
	struct rows rows;
	enum rc rc = person_managers(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct tree_node *nodes = ARENA_ARRAY(rq->arena, struct tree_node, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct person *at = ROW(struct person, rows, i);
		nodes[i] = (struct tree_node){at->id, at->manager_id};
	}
	return tree_check(rq, "manager",
			  tree_may_move(rq->arena, nodes, rows.count, person->id, person->manager_id,
					TREE_DEEPEST_PEOPLE));
}

/* So that a conflict shows a name where the record holds an id. */
static enum rc name_manager(struct request *rq, int64_t id)
{
	struct choice *choice = ARENA_NEW(rq->arena, struct choice);

	choice->id = id;
	form_choices(rq, "manager_id", choice, 1);
	return choices_person_text(rq, id, &choice->label);
}

static enum rc complete(struct request *rq, void *row)
{
	struct person *person = row;
	enum rc rc = name_manager(rq, person->manager_id);

	if (rc == RC_OK)
		rc = choices_person(rq, "manager", pairs_get(&rq->form, "manager"), &person->manager_id);
	if (rc == RC_OK)
		rc = name_manager(rq, person->manager_id);
	if (rc == RC_OK && person->left_on != DAY_NONE)
		person->is_active = person_is_here(NULL, person, zone_day(rq->zone, rq->now));
	return rc == RC_OK && person->manager_id ? check_manager(rq, person) : rc;
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	const struct person *person = row;
	struct str text = pairs_get(&rq->form, "manager"), problem = problem_of(rq, "manager");
	enum rc rc = text.at ? RC_OK : choices_person_text(rq, person->manager_id, &text);

	view_text(page, "manager_text", text);
	view_text(page, "manager_problem", problem.at ? problem : STR(""));
	return rc;
}

/* Whoever is switched off, or whose last day is over, leaves with all that follows. */
static enum rc tell(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
		    const void *row)
{
	const struct person *before = edit->before, *after = row;
	struct departure departure = {
		.db = db,
		.arena = arena,
		.actor = actor,
		.person = before,
		.today = zone_day(NULL, actor->now),
		.reason = STR(""),
	};

	return before && before->is_active && !after->is_active ? departure_take(&departure) : RC_OK;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? person_update(db, row) : person_insert(db, row);
}

static enum rc offer_groups(struct request *rq, const struct person *person)
{
	enum rc rc = choices_establishments(rq, "establishment_id", person->establishment_id);

	if (rc == RC_OK)
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, person->department_id);
	if (rc == RC_OK)
		rc = choices_units(rq, "business_unit_id", UNIT_BUSINESS_UNIT, person->business_unit_id);
	if (rc == RC_OK)
		rc = choices_units(rq, "team_id", UNIT_TEAM, person->team_id);
	return rc;
}

static enum rc edit_new(struct request *rq, struct person *person, struct edit *edit)
{
	record_clear(&person_record, person);
	person->organization_id = rq->viewer->organization_id;
	person->uuid = uuid_new(rq->arena, rq->now);
	person->employment = EMPLOYMENT_PAYROLL;
	person->is_active = true;
	person->version = 1;
	person->created_at = person->updated_at = rq->now;
	*edit = (struct edit){
		.form = &person_form,
		.rules = person_rules,
		.row = person,
		.complete = complete,
		.write = write,
		.template = "organization/person-edit",
		.title = rq_tr(rq, N_("Add a person")),
		.cancel_href = STR("/admin/people"),
		.answer = "/admin/people/{id}?said=added",
		.decorate = decorate,
	};
	return offer_groups(rq, person);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct person person;
	struct edit edit;
	enum rc rc = edit_new(rq, &person, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct person person;
	struct edit edit;
	enum rc rc = edit_new(rq, &person, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc edit_stored(struct request *rq, struct person *before, struct edit *edit)
{
	enum rc rc = find_person(rq, before);

	if (rc != RC_OK)
		return rc;
	struct person *person = record_copy(rq->arena, &person_record, before);
	person->updated_at = rq->now;
	*edit = (struct edit){
		.form = &person_form,
		.rules = person_rules,
		.before = before,
		.row = person,
		.complete = complete,
		.write = write,
		.template = "organization/person-edit",
		.title = full_name(rq, before),
		.cancel_href = arena_printf(rq->arena, "/admin/people/%lld", (long long)before->id),
		.answer = "/admin/people/{id}?said=saved",
		.decorate = decorate,
		.tell = tell,
	};
	return offer_groups(rq, person);
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct person before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct person before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);

	if (rc != RC_OK)
		return rc;
	rc = edit_save(rq, rs, &edit);
	if (rc != RC_CONFLICT || !before.is_active || ((const struct person *)edit.row)->is_active)
		return rc;
	problem_add(rq, "is_active", departure_refusal);
	return edit_show(rq, rs, &edit);
}

/* --- personal particulars --- */

static enum rc edit_particulars(struct request *rq, struct person *before, struct edit *edit)
{
	enum rc rc = edit_stored(rq, before, edit);

	edit->form = &particular_form;
	edit->complete = NULL;
	edit->decorate = NULL;
	edit->template = "organization/particulars";
	return rc;
}

static enum rc particulars_get(struct request *rq, struct response *rs)
{
	struct person before;
	struct edit edit;
	enum rc rc = edit_particulars(rq, &before, &edit);

	if (rc == RC_OK)
		rc = audit_read(rq, "person", before.id, 0);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc particulars_post(struct request *rq, struct response *rs)
{
	struct person before;
	struct edit edit;
	enum rc rc = edit_particulars(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route person_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/people/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new person"},
	{.method = METHOD_POST,
	 .path = "/admin/people/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "add a person",
	 .api = API_CHANGE("addPerson", "Directory", API_DIRECTORY_WRITE, API_BODY("NewPerson", {API_FIELDS, .form = &person_form}, {API_TEXT, "manager", .help = "employee number or name"}),
			   .status = 201,
			   .path = "/api/v1/people")},
	{.method = METHOD_GET,
	 .path = "/admin/people/{person}",
	 .needs = MAY_ADMINISTER,
	 .handle = person_get,
	 .help = "one person",
	 .offered_by = "getPerson"},
	{.method = METHOD_GET,
	 .path = "/admin/people/{person}/edit",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "the form to change the person"},
	{.method = METHOD_POST,
	 .path = "/admin/people/{person}/edit",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "change the person",
	 .api = API_CHANGE("changePerson", "Directory", API_DIRECTORY_WRITE, API_BODY("Person", {API_FIELDS, .form = &person_form}, {API_TEXT, "manager", .help = "employee number or name"}),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/people/{person}")},
	{.method = METHOD_GET,
	 .path = "/admin/people/{person}/particulars",
	 .needs = MAY_ADMINISTER,
	 .flags = ROUTE_WRITES,
	 .handle = particulars_get,
	 .help = "birth, sex and home address, as the OSHA forms ask"},
	{.method = METHOD_POST,
	 .path = "/admin/people/{person}/particulars",
	 .needs = MAY_ADMINISTER,
	 .handle = particulars_post,
	 .help = "change them",
	 .api = API_CHANGE("changeParticulars", "Directory", API_DIRECTORY_WRITE, API_FORM("Particulars", &particular_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/people/{person}/particulars")},
	ROUTE_END,
};
