#include "deadline/rule_pages.h"

#include "base/random.h"
#include "deadline/deadline_store.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"

/* Who hears of deadlines when, and the days on which nobody is told: kept by administrators. */

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{"added", N_("The day is added.")},
	{"removed", N_("The day is removed.")},
	{NULL, NULL},
};

/* --- all kinds, and the days off --- */

static const char *const off_names[] = {"off_on", "name", "establishment_id", NULL};
static const struct form off_form = {&day_off_record, off_names, NULL};

/* For deadline/time.mustache; nothing where there is none. */
static void add_time(struct view *item, const char *name, int64_t amount, int unit)
{
	if (amount)
		view_int(view_object(item, name), codes_code(&deadline_unit_codes, unit), amount);
}

static enum rc add_rules(struct request *rq, struct view *page)
{
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	struct view_list *list = view_list(page, "rules");
	enum rc rc = deadline_rules(rq->db, rq->arena, rq->viewer->organization_id, rules);

	for (int kind = 1; rc == RC_OK && kind < DEADLINE_KIND_COUNT; kind++) {
		struct deadline_rule *rule = &rules[kind];
		const struct deadline example = {.kind = kind};
		struct view *item = view_add(list);
		deadline_rule_split(rule);
		view_code(item, "kind", &deadline_kind_codes, kind);
		view_cstr(item, "citation", deadline_citation(&example));
		view_flag(item, "is_active", rule->is_active || deadline_is_law((enum deadline_kind)kind));
		view_flag(item, "is_due_told", rule->is_due_told);
		view_flag(item, "is_window", deadline_is_window((enum deadline_kind)kind));
		view_flag(item, "on_working_days", rule->on_working_days);
		view_int(item, "steps", rule->escalate_minutes ? rule->escalate_steps : 0);
		add_time(item, "term", rule->term_minutes ? rule->term : 0, rule->term_unit);
		add_time(item, "lead", rule->lead, rule->lead_unit);
		add_time(item, "escalate", rule->escalate, rule->escalate_unit);
	}
	return rc;
}

static enum rc add_days(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "days");
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct rows rows;
	enum rc rc = deadline_days_off(rq->db, rq->arena, rq->viewer->organization_id, zone_day(rq->zone, rq->now), &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct day_off *off = ROW(struct day_off, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &day_off_record, off);
		view_text(item, "establishment", names_of_field(names, "establishment_id", off->establishment_id));
		view_text(item, "submission", uuid_new(rq->arena, rq->now));
	}
	return rc;
}

static enum rc show(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct day_off none;
	enum rc rc = add_rules(rq, page);

	if (rc == RC_OK)
		rc = add_days(rq, page);
	if (rc != RC_OK)
		return rc;
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Deadlines")));
	record_clear(&day_off_record, &none);
	form_view(rq, page, "form", &off_form, &none);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "deadline/rules", page);
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	return rc == RC_OK ? show(rq, rs) : rc;
}

struct off_change {
	struct change change;
	struct day_off off;
};

static enum rc write_added(struct db *db, void *closure)
{
	struct off_change *c = closure;
	struct day_off off = c->off;
	enum rc rc = deadline_day_off_insert(db, &off);

	if (rc == RC_OK)
		rc = audit_change(db, c->change.rq->arena, &c->change.actor, "deadline_day_off.created", &day_off_record,
				  off.id, 0, NULL, &off, STR(""));
	return rc;
}

static enum rc days_post(struct request *rq, struct response *rs)
{
	struct off_change c = {.change = change_of(rq)};
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&day_off_record, &c.off);
	if (rc == RC_OK)
		rc = form_read(rq, &off_form, &c.off);
	if (rc == RC_INVALID)
		return show(rq, rs);
	if (rc != RC_OK)
		return rc;
	c.off.organization_id = rq->viewer->organization_id;
	c.off.created_at = rq->now;
	c.change.answer = STR("/admin/deadlines?said=added#days");
	return change_run(&c.change, rs, "deadline_day_off", write_added, &c);
}

static enum rc write_removed(struct db *db, void *closure)
{
	struct off_change *c = closure;
	enum rc rc = deadline_day_off_remove(db, c->off.organization_id, c->off.id);

	if (rc == RC_OK)
		rc = audit_change(db, c->change.rq->arena, &c->change.actor, "deadline_day_off.removed", &day_off_record,
				  c->off.id, 0, &c->off, NULL, STR(""));
	return rc;
}

static enum rc day_remove_post(struct request *rq, struct response *rs)
{
	struct off_change c = {.change = change_of(rq)};
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = deadline_day_off_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &c.off);
	if (rc != RC_OK)
		return rc;
	c.change.answer = STR("/admin/deadlines?said=removed#days");
	return change_run(&c.change, rs, "deadline_day_off", write_removed, &c);
}

/* --- one kind --- */

const char *const *rule_pages_names(enum deadline_kind kind)
{
	static const char *const with_term[] = {"is_active", "term", "term_unit", "lead", "lead_unit", "escalate",
						"escalate_unit", "escalate_steps", "on_working_days", NULL};
	static const char *const usual[] = {"is_active", "lead", "lead_unit", "is_due_told", "escalate", "escalate_unit",
					    "escalate_steps", "on_working_days", NULL};
	static const char *const law[] = {"lead", "lead_unit", "is_due_told", "escalate", "escalate_unit",
					  "escalate_steps", "on_working_days", NULL};
	static const char *const window[] = {"lead", "lead_unit", "is_due_told", "on_working_days", NULL};

	if (kind == DEADLINE_OPEN_CRITICAL || kind == DEADLINE_OPEN_HIGH)
		return with_term;
	if (deadline_is_window(kind))
		return window;
	return deadline_is_law(kind) ? law : usual;
}

static enum rc write_rule(struct db *db, struct arena *arena, const void *before, void *row)
{
	struct deadline_rule *rule = row;

	(void)arena;
	(void)before;
	deadline_rule_join(rule);
	return deadline_rule_put(db, rule);
}

/* Whoever waits by the old rule is looked at by the new one. */
static enum rc recheck(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
		       const void *row)
{
	const struct deadline_rule *rule = row;

	(void)arena;
	(void)edit;
	return deadline_recheck(db, rule->organization_id, (enum deadline_kind)rule->kind, actor->now);
}

static enum rc begin(struct request *rq, struct form *form, struct edit *edit)
{
	const int kind = codes_find(&deadline_kind_codes, param(rq, "kind"));
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	enum rc rc = kind > 0 ? deadline_rules(rq->db, rq->arena, rq->viewer->organization_id, rules) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc;
	deadline_rule_split(&rules[kind]);
	*form = (struct form){&deadline_rule_record, rule_pages_names((enum deadline_kind)kind), NULL};
	const void *before = record_copy(rq->arena, &deadline_rule_record, &rules[kind]);
	struct deadline_rule *row = record_copy(rq->arena, &deadline_rule_record, &rules[kind]);
	row->updated_at = rq->now;
	*edit = (struct edit){
		.form = form,
		.before = before,
		.row = row,
		.write = write_rule,
		.template = "deadline/rule",
		.title = rq_tr(rq, codes_label(&deadline_kind_codes, kind)),
		.cancel_href = STR("/admin/deadlines"),
		.answer = "/admin/deadlines?said=saved",
		.tell = recheck,
	};
	return RC_OK;
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct form form;
	struct edit edit;
	enum rc rc = begin(rq, &form, &edit);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

/* Every member that a rule of some kind has; the page's form has those of its kind alone. */
static const char *const every_name[] = {"is_active", "term", "term_unit", "lead", "lead_unit", "is_due_told", "escalate",
					 "escalate_unit", "escalate_steps", "on_working_days", NULL};
static const struct form every_form = {&deadline_rule_record, every_name, NULL};

/* What a rule of this kind cannot say is not passed over in silence. */
static enum rc refuse_others(struct request *rq, const char *const *names)
{
	enum rc rc = RC_OK;

	for (const char *const *name = every_name; *name; name++)
		if (pairs_has(&rq->form, *name) && !api_operation_lists(names, *name))
			rc = problem_add(rq, *name, N_("Cannot be set for deadlines of this kind"));
	return rc;
}

static enum rc rule_post(struct request *rq, struct response *rs)
{
	struct form form;
	struct edit edit;
	enum rc rc = begin(rq, &form, &edit);

	if (rc == RC_OK)
		rc = refuse_others(rq, form.names);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

#define OFFERED(id, ...) .api = API_CHANGE(id, "Administration", API_ADMIN_WRITE, __VA_ARGS__)

const struct route rule_routes[] = {
	{METHOD_GET, "/admin/deadlines", MAY_ADMINISTER, 0, rules_get, "who hears of which deadlines when, and days off",
	 .offered_by = "listDeadlineRules listDaysOff getDayOff"},
	{METHOD_POST, "/admin/deadlines/days", MAY_ADMINISTER, 0, days_post, "add a day off",
	 OFFERED("addDayOff", API_FORM("NewDayOff", &off_form), .status = 201, .path = "/api/v1/days-off")},
	{METHOD_POST, "/admin/deadlines/days/{id}/remove", MAY_ADMINISTER, 0, day_remove_post, "remove a day off",
	 OFFERED("removeDayOff", NULL, .path = "/api/v1/days-off/{id}/remove")},
	{METHOD_GET, "/admin/deadlines/rules/{kind}", MAY_ADMINISTER, 0, rule_get, "the form for one kind",
	 .offered_by = "getDeadlineRule"},
	{METHOD_POST, "/admin/deadlines/rules/{kind}", MAY_ADMINISTER, 0, rule_post, "change it",
	 OFFERED("changeDeadlineRule", API_FORM("DeadlineRuleChange", &every_form), .method = METHOD_PATCH,
		 .path = "/api/v1/deadline-rules/{kind}", .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
