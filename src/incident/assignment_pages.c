#include "incident/assignment_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "incident/assignment_store.h"
#include "incident/category_store.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"
#include "organization/place_store.h"

enum { BACKTEST_MOST = 500 };

static const struct code said[] = {
	{"saved", N_("The change has been saved.")}, {"moved", N_("The order has been changed.")}, {NULL, NULL},
};
static const char *const rule_names[] = {
	"name", "register", "establishment_id", "area_id", "department_id", "category_id", "severity", "is_active", NULL,
};
static const struct form rule_form = {&assignment_rule_record, rule_names, NULL};
static const char *const try_names[] = {
	"register", "establishment_id", "area_id", "department_id", "category_id", "severity", NULL,
};
/* The same questions about a report that is only imagined; nothing of it is required. */
static const struct form try_form = {&assignment_rule_record, try_names, NULL};
static const struct rule no_rules[] = {RULE_END};

/* Everything that the pages name, loaded once. */
struct rules {
	struct rows rules;
	struct rows areas;
	struct rows categories;
	struct names *names;
};

static enum rc load(struct request *rq, struct rules *r)
{
	int64_t organization_id = rq->viewer->organization_id;
	enum rc rc = assignment_rules(rq->db, rq->arena, organization_id, &r->rules);

	r->names = names_new(rq->db, rq->arena, organization_id);
	if (rc == RC_OK)
		rc = area_list(rq->db, rq->arena, organization_id, 0, &r->areas);
	if (rc == RC_OK)
		rc = category_list(rq->db, rq->arena, organization_id, 0, false, &r->categories);
	const struct { enum names_kind kind; size_t offset; } columns[] = {
		{NAMES_ESTABLISHMENT, offsetof(struct assignment_rule, establishment_id)},
		{NAMES_AREA, offsetof(struct assignment_rule, area_id)},
		{NAMES_UNIT, offsetof(struct assignment_rule, department_id)},
		{NAMES_PERSON, offsetof(struct assignment_rule, manager_id)},
	};
	for (size_t i = 0; rc == RC_OK && i < sizeof columns / sizeof *columns; i++)
		rc = names_load_column(r->names, columns[i].kind, r->rules, sizeof(struct assignment_rule), columns[i].offset);
	if (rc == RC_OK)
		rc = names_load_column(r->names, NAMES_ESTABLISHMENT, r->areas, sizeof(struct area),
				       offsetof(struct area, establishment_id));
	return rc;
}

static void offer(struct request *rq, const struct rules *r)
{
	struct choice *areas = ARENA_ARRAY(rq->arena, struct choice, r->areas.count + 1);
	struct choice *categories = ARENA_ARRAY(rq->arena, struct choice, r->categories.count + 1);

	for (size_t i = 0; i < r->areas.count; i++) {
		const struct area *area = ROW(struct area, r->areas, i);
		struct str place = names_get(r->names, NAMES_ESTABLISHMENT, area->establishment_id);
		areas[i] = (struct choice){area->id, arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(place), STR_ARG(area->name))};
	}
	for (size_t i = 0; i < r->categories.count; i++) {
		const struct category *category = ROW(struct category, r->categories, i);
		categories[i] = (struct choice){category->id, category->name};
	}
	form_choices(rq, "area_id", areas, r->areas.count);
	form_choices(rq, "category_id", categories, r->categories.count);
}

static enum rc offer_all(struct request *rq, const struct rules *r)
{
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	offer(rq, r);
	return rc == RC_OK ? choices_units(rq, "department_id", UNIT_DEPARTMENT, 0) : rc;
}

/* --- the list, with what the rules would have done -------------------------------- */

static struct str category_name(const struct rules *r, int64_t id)
{
	for (size_t i = 0; i < r->categories.count; i++)
		if (ROW(struct category, r->categories, i)->id == id)
			return ROW(struct category, r->categories, i)->name;
	return STR("");
}

static const struct assignment_rule *choose(struct request *rq, const struct rules *r, const struct incident *incident)
{
	size_t count;
	int64_t *path = assignment_path(rq->arena, r->areas.at, r->areas.count, incident->area_id, &count);

	return assignment_choose(r->rules.at, r->rules.count, incident, path, count);
}

/* How many of the newest incidents each rule would have taken; index rules.count: none fits. */
static enum rc backtest(struct request *rq, const struct rules *r, int64_t **hits, size_t *tried)
{
	struct rows rows;
	const struct assignment_rule *first = r->rules.at;
	enum rc rc = assignment_recent(rq->db, rq->arena, rq->viewer->organization_id, BACKTEST_MOST, &rows);

	if (rc != RC_OK)
		return rc;
	*hits = ARENA_ARRAY(rq->arena, int64_t, r->rules.count + 1);
	*tried = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		const struct assignment_rule *rule = choose(rq, r, ROW(struct incident, rows, i));
		(*hits)[rule ? (size_t)(rule - first) : r->rules.count]++;
	}
	return RC_OK;
}

static void show_rule(struct request *rq, struct view_list *list, const struct rules *r, size_t i, int64_t hits)
{
	const struct assignment_rule *rule = ROW(struct assignment_rule, r->rules, i);
	struct view *entry = view_add(list);
	bool is_last = i + 1 == r->rules.count || !ROW(struct assignment_rule, r->rules, i + 1)->is_active;

	view_merge(entry, &assignment_rule_record, rule);
	view_int(entry, "n", (int64_t)i + 1);
	view_text(entry, "establishment", names_get(r->names, NAMES_ESTABLISHMENT, rule->establishment_id));
	view_text(entry, "area", names_get(r->names, NAMES_AREA, rule->area_id));
	view_text(entry, "department", names_get(r->names, NAMES_UNIT, rule->department_id));
	view_text(entry, "category", category_name(r, rule->category_id));
	view_text(entry, "manager", names_get(r->names, NAMES_PERSON, rule->manager_id));
	view_int(entry, "hits", hits);
	view_flag(entry, "may_rise", rule->is_active && i > 0);
	view_flag(entry, "may_sink", rule->is_active && !is_last);
	view_text(entry, "submission", uuid_new(rq->arena, rq->now));
}

static const struct assignment_rule *choose_asked(struct request *rq, const struct rules *r, const struct assignment_rule *asked)
{
	struct incident imagined;

	record_clear(&incident_record, &imagined);
	imagined.reg = asked->reg;
	imagined.establishment_id = asked->establishment_id;
	imagined.area_id = asked->area_id;
	imagined.department_id = asked->department_id;
	imagined.category_id = asked->category_id;
	imagined.severity = asked->severity;
	return choose(rq, r, &imagined);
}

enum rc assignment_pages_try(struct request *rq, struct assignment_trial *out)
{
	struct assignment_rule asked;
	struct rules r;
	enum rc rc = load(rq, &r);

	record_clear(&assignment_rule_record, &asked);
	*out = (struct assignment_trial){.is_asked = pairs_has(&rq->query, "register")};
	if (rc == RC_OK)
		rc = offer_all(rq, &r);
	if (rc == RC_OK)
		rc = query_read(rq, &try_form, &asked);
	if (rc == RC_OK)
		rc = backtest(rq, &r, &out->hits, &out->tried);
	if (rc != RC_OK)
		return rc;
	out->rules = r.rules;
	out->chosen = out->is_asked ? choose_asked(rq, &r, &asked) : NULL;
	out->manager = out->chosen ? names_get(r.names, NAMES_PERSON, out->chosen->manager_id) : STR_NONE;
	return RC_OK;
}

/* "Who would get it?": answered when the question is in the address. */
static enum rc show_trial(struct request *rq, struct view *page, const struct rules *r)
{
	struct assignment_rule asked;

	record_clear(&assignment_rule_record, &asked);
	enum rc rc = query_read(rq, &try_form, &asked);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	form_view(rq, page, "trial", &try_form, &asked);
	if (rc != RC_OK || !pairs_has(&rq->query, "register"))
		return RC_OK;
	const struct assignment_rule *rule = choose_asked(rq, r, &asked);
	struct view *result = view_object(page, "result");
	view_text(result, "manager", rule ? names_get(r->names, NAMES_PERSON, rule->manager_id) : STR(""));
	view_text(result, "why", rule ? assignment_words(rq->arena, rule) : STR(""));
	return RC_OK;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rules"), *crumbs = NULL;
	struct rules r;
	int64_t *hits;
	size_t tried;
	enum rc rc = load(rq, &r);

	if (rc == RC_OK)
		rc = offer_all(rq, &r);
	if (rc == RC_OK)
		rc = backtest(rq, &r, &hits, &tried);
	if (rc == RC_OK)
		rc = show_trial(rq, page, &r);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < r.rules.count; i++)
		show_rule(rq, list, &r, i, hits[i]);
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Rules")));
	view_int(page, "tried", (int64_t)tried);
	view_int(page, "unmatched", hits[r.rules.count]);
	view_flag(page, "has_unmatched", hits[r.rules.count] > 0);
	page_said(rq, page, said);
	return respond_page(rq, rs, "incident/rules", page);
}

/* --- one rule ------------------------------------------------------------------------ */

static enum rc read_manager(struct request *rq, void *row)
{
	struct assignment_rule *rule = row;
	struct str text = pairs_get(&rq->form, "manager");

	if (form_leaves_out(rq, "manager"))
		return RC_OK;
	if (!str_trim(text).len)
		return problem_add(rq, "manager", N_("Name the person who becomes the manager"));
	return choices_person(rq, "manager", text, &rule->manager_id);
}

static enum rc show_manager(struct request *rq, struct view *page, const void *row)
{
	const struct assignment_rule *rule = row;
	struct str text = pairs_get(&rq->form, "manager");
	enum rc rc = text.at ? RC_OK : choices_person_text(rq, rule->manager_id, &text);

	view_text(page, "manager_text", text);
	view_text(page, "manager_problem", problem_of(rq, "manager"));
	return rc;
}

static enum rc write_rule(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? assignment_rule_update(db, row) : assignment_rule_insert(db, row);
}

static enum rc begin(struct request *rq, const struct assignment_rule *before, struct assignment_rule *rule, struct edit *edit)
{
	struct rules r;

	*edit = (struct edit){
		.form = &rule_form,
		.rules = no_rules,
		.before = before,
		.row = rule,
		.complete = read_manager,
		.write = write_rule,
		.template = "incident/rule-edit",
		.title = before ? before->name : rq_tr(rq, N_("New rule")),
		.cancel_href = STR("/admin/rules"),
		.answer = "/admin/rules?said=saved",
		.decorate = show_manager,
	};
	enum rc rc = load(rq, &r);
	return rc == RC_OK ? offer_all(rq, &r) : rc;
}

static enum rc begin_new(struct request *rq, struct assignment_rule *rule, struct edit *edit)
{
	record_clear(&assignment_rule_record, rule);
	rule->organization_id = rq->viewer->organization_id;
	rule->is_active = true;
	return begin(rq, NULL, rule, edit);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct assignment_rule rule;
	struct edit edit;
	enum rc rc = begin_new(rq, &rule, &edit);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct assignment_rule rule;
	struct edit edit;
	enum rc rc = begin_new(rq, &rule, &edit);

	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc begin_stored(struct request *rq, struct assignment_rule *before, struct edit *edit)
{
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "rule", &id);

	if (rc == RC_OK)
		rc = assignment_rule_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	return rc == RC_OK ? begin(rq, before, record_copy(rq->arena, &assignment_rule_record, before), edit) : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct assignment_rule before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct assignment_rule before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

/* --- the order -------------------------------------------------------------------------- */

struct moving {
	struct change change;
	int64_t id;
	int by;                      /* -1: one up, 1: one down */
};

/* Exchanges the rule with its neighbour and numbers all anew, so that equal positions come right. */
static enum rc move_body(struct db *db, void *closure)
{
	struct moving *m = closure;
	struct arena *arena = m->change.rq->arena;
	struct rows rows;
	enum rc rc = assignment_rules(db, arena, m->change.actor.organization_id, &rows);
	struct assignment_rule *rules = rows.at;
	size_t at = 0;

	m->change.answer = STR("/admin/rules?said=moved");
	while (rc == RC_OK && at < rows.count && rules[at].id != m->id)
		at++;
	if (rc != RC_OK || at == rows.count)
		return rc != RC_OK ? rc : RC_NOT_FOUND;
	size_t to = at + (size_t)m->by;
	if (to >= rows.count || !rules[to].is_active || !rules[at].is_active)
		return RC_OK; /* the first and the last stay where they are */
	struct assignment_rule moved = rules[at];
	rules[at] = rules[to];
	rules[to] = moved;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		struct assignment_rule next = rules[i];
		next.position = ((int64_t)i + 1) * 10;
		if (next.position == rules[i].position)
			continue;
		rc = assignment_rule_update(db, &next);
		if (rc == RC_OK)
			rc = audit_change(db, arena, &m->change.actor, "assignment_rule.moved", &assignment_rule_record, next.id, 0,
					  &rules[i], &next, STR(""));
	}
	return rc;
}

static enum rc move_post(struct request *rq, struct response *rs)
{
	struct moving moving = {.change = change_of(rq), .by = str_is(pairs_get(&rq->form, "to"), "up") ? -1 : 1};
	enum rc rc = edit_param_id(rq, "rule", &moving.id);

	return rc == RC_OK ? change_run(&moving.change, rs, "assignment_rule", move_body, &moving) : rc;
}

const struct route assignment_routes[] = {
	{METHOD_GET, "/admin/rules", MAY_ADMINISTER, 0, list_get, "who manages a new incident; trial and backtest",
	 .offered_by = "listRules tryRules"},
	{METHOD_GET, "/admin/rules/new", MAY_ADMINISTER, 0, new_get, "the form for a new rule"},
	{METHOD_POST, "/admin/rules/new", MAY_ADMINISTER, 0, new_post, "add it",
	 .api = API_CHANGE("addRule", "Administration", API_ADMIN_WRITE, API_BODY("NewRule", {API_FIELDS, .form = &rule_form}, {API_TEXT, "manager", .flags = API_REQUIRED, .help = "employee number or name"}),
			   .status = 201,
			   .path = "/api/v1/rules")},
	{METHOD_GET, "/admin/rules/{rule}", MAY_ADMINISTER, 0, edit_get, "the form to change or retire a rule"},
	{METHOD_POST, "/admin/rules/{rule}", MAY_ADMINISTER, 0, edit_post, "change or retire it",
	 .api = API_CHANGE("changeRule", "Administration", API_ADMIN_WRITE, API_BODY("Rule", {API_FIELDS, .form = &rule_form}, {API_TEXT, "manager", .help = "employee number or name"}),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/rules/{rule}")},
	{METHOD_POST, "/admin/rules/{rule}/move", MAY_ADMINISTER, 0, move_post, "one up or down in the order",
	 .api = API_CHANGE("moveRule", "Administration", API_ADMIN_WRITE, API_BODY("RuleMove", {API_TEXT, "to", .flags = API_REQUIRED, .help = "up or down"}),
			   .path = "/api/v1/rules/{rule}/move")},
	ROUTE_END,
};
