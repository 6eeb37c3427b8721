#include "capa/capa_edit_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "incident/record.h"
#include "investigation/cause_store.h"
#include "organization/choices_view.h"

/* What the form has besides the fields of the action. */
struct typed {
	struct str responsible; /* employee number or name */
	struct str reason;      /* of a changed due date */
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(responsible),
	 .label = N_("Responsible person"),
	 .hint = N_("Employee number or name"),
	 .max = 250,
	 .autocomplete = "off"},
	{.kind = FIELD_TEXT,
	 OFFSET(reason),
	 .label = N_("Why the due date changes"),
	 .hint = N_("Only when it does; the former date stays in the history"),
	 .max = 2000},
	FIELD_END,
};
#undef OFFSET
static const struct record typed_record = {"capa_typed", sizeof(struct typed), typed_fields};
static const char *const person_names[] = {"responsible", NULL}, *const reason_names[] = {"reason", NULL};
static const struct form person_form = {&typed_record, person_names, NULL},
			 reason_form = {&typed_record, reason_names, NULL};

#define WHAT "title", "description", "type", "strength", "priority", "outside_name", "outside_email", "verifier_id", \
	     "due_on", "effectiveness_check_on"
static const char *const of_incident_names[] = {"cause_id", WHAT, NULL};
static const char *const place_names[] = {"establishment_id", "department_id", WHAT, NULL};
static const char *const free_names[] = {WHAT, NULL};
static const struct form of_incident_form = {&capa_record, of_incident_names, NULL},
			 place_form = {&capa_record, place_names, NULL}, free_form = {&capa_record, free_names, NULL};

/* One page of the form: of which action, and from where. */
struct editing {
	struct change change;
	struct capa_doer doer;
	struct incident_shown shown; /* where has_incident */
	bool has_incident;
	bool is_new;
	const struct form *form;
	struct capa before, capa;
	struct typed typed;
	int64_t version;
};

/* --- choices --- */

static enum rc offer_causes(struct request *rq, const struct editing *e)
{
	struct rows rows;
	enum rc rc = cause_list(rq->db, rq->arena, e->capa.organization_id, e->capa.incident_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *at = ARENA_ARRAY(rq->arena, struct choice, rows.count + 2);
	size_t count = 0;
	bool is_there = e->before.cause_id == 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct cause *cause = ROW(struct cause, rows, i);
		at[count++] = (struct choice){cause->entry.id, arena_printf(rq->arena, "C%lld %.*s",
									    (long long)cause->entry.position,
									    STR_ARG(cause->text))};
		is_there = is_there || cause->entry.id == e->before.cause_id;
	}
	if (!is_there)
		at[count++] = (struct choice){e->before.cause_id, rq_tr(rq, N_("A cause that was taken out"))};
	form_choices(rq, "cause_id", at, count);
	return RC_OK;
}

static enum rc offer_verifiers(struct request *rq, const struct editing *e)
{
	struct rows rows;
	enum rc rc = incident_candidates(rq->db, rq->arena, e->capa.organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *at = ARENA_ARRAY(rq->arena, struct choice, rows.count + 2);
	size_t count = 0;
	bool is_there = e->before.verifier_id == 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct incident_candidate *row = ROW(struct incident_candidate, rows, i);
		at[count++] = (struct choice){row->id, row->name};
		is_there = is_there || row->id == e->before.verifier_id;
	}
	if (!is_there) {
		at[count].id = e->before.verifier_id;
		rc = choices_person_text(rq, e->before.verifier_id, &at[count++].label);
	}
	form_choices(rq, "verifier_id", at, count);
	return rc;
}

static enum rc offer(struct request *rq, const struct editing *e)
{
	enum rc rc = offer_verifiers(rq, e);

	if (rc == RC_OK && e->form == &of_incident_form)
		rc = offer_causes(rq, e);
	if (rc == RC_OK && e->form == &place_form)
		rc = choices_establishments(rq, "establishment_id", 0);
	if (rc == RC_OK && e->form == &place_form)
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, 0);
	return rc;
}

/* --- reading --- */

static void check(struct request *rq, const struct editing *e)
{
	const struct capa *capa = &e->capa;
	const struct scope scope = {capa->establishment_id, capa->department_id};

	if (!capa->responsible_id && !capa->outside_name.len)
		problem_add(rq, "responsible", N_("Name who is to do it"));
	if (capa->responsible_id && capa->outside_name.len)
		problem_add(rq, "outside_name", N_("Name one of the two: a person of the company, or somebody outside"));
	if (!capa->outside_name.len && capa->outside_email.len)
		problem_add(rq, "outside_name", N_("Whose address is it?"));
	if (capa->verifier_id && capa->verifier_id == capa->responsible_id)
		problem_add(rq, "verifier_id", N_("Name somebody else than the one who does it"));
	if (e->is_new && !e->has_incident && !capa_may_create_in(rq->viewer, scope))
		problem_add(rq, "establishment_id", N_("Your role does not reach there"));
	if (e->is_new && capa->due_on != DAY_NONE && capa->due_on < zone_day(rq->zone, rq->now))
		problem_add(rq, "due_on", N_("lies in the past"));
	if (!e->is_new && e->capa.due_on != e->before.due_on && str_trim(e->typed.reason).len == 0)
		problem_add(rq, "reason", N_("Say why the due date changes"));
}

/* Ids of nobody become NULL; an empty text of the one outside is nobody. */
static enum rc read_form(struct request *rq, struct editing *e)
{
	enum rc rc = form_read(rq, e->form, &e->capa);

	if (rc == RC_OK || rc == RC_INVALID)
		rc = form_read(rq, &person_form, &e->typed);
	if ((rc == RC_OK || rc == RC_INVALID) && !e->is_new)
		rc = form_read(rq, &reason_form, &e->typed);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	rc = choices_person(rq, "responsible", e->typed.responsible, &e->capa.responsible_id);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	if (!e->capa.outside_name.len)
		e->capa.outside_name = STR_NONE;
	if (rq->problem_count == 0)
		check(rq, e);
	return rq->problem_count ? RC_INVALID : RC_OK;
}

/* --- showing --- */

static const char *heading(const struct editing *e)
{
	return e->is_new ? N_("New action") : N_("Change the action");
}

static enum rc respond_form(struct request *rq, struct response *rs, struct editing *e)
{
	struct capa_shown shown = {.capa = e->before};
	struct view *page;
	enum rc rc = RC_OK;

	if (e->is_new && e->has_incident)
		rc = record_page(rq, &e->shown, "/capa", &page);
	else if (e->is_new)
		page = view_new(rq->arena);
	else
		page = capa_page(rq, &shown, heading(e));
	if (rc != RC_OK)
		return rc;
	view_text(page, "page_title", rq_tr(rq, heading(e)));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_int(page, "version", e->before.version);
	view_flag(page, "is_new", e->is_new);
	view_flag(page, "is_free", e->form == &place_form);
	form_view(rq, page, "form", e->form, &e->capa);
	form_view(rq, page, "person", &person_form, &e->typed);
	form_view(rq, page, "moved", &reason_form, &e->typed);
	if (e->is_new)
		view_text(page, "cancel_href", e->has_incident ? incident_href(rq->arena, &e->shown.incident, "/capa")
							       : STR("/capas"));
	return respond_page(rq, rs, e->is_new && e->has_incident ? "capa/new" : "capa/edit", page);
}

/* --- new ones --- */

/* A new one from the address: ?cause=UUID, ?follows=CAPA-... */
static enum rc fill_in(struct request *rq, struct editing *e)
{
	struct str cause_uuid = pairs_get(&rq->query, "cause"), follows = pairs_get(&rq->query, "follows");
	struct cause cause;
	struct capa former;
	enum rc rc = RC_OK;

	if (cause_uuid.len && e->has_incident && uuid_is_valid(cause_uuid))
		rc = cause_by_uuid(rq->db, rq->arena, e->capa.organization_id, e->capa.incident_id, cause_uuid, &cause);
	else
		cause_uuid = STR_NONE;
	if (rc == RC_OK && cause_uuid.len)
		e->capa.cause_id = cause.entry.id;
	if (rc != RC_OK || !follows.len)
		return rc;
	rc = capa_by_number(rq->db, rq->arena, e->capa.organization_id, follows, &former);
	if (rc == RC_OK && former.incident_id != e->capa.incident_id)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	e->capa.follows_id = former.id;
	e->capa.cause_id = former.cause_id;
	e->capa.title = former.title;
	e->capa.establishment_id = former.establishment_id;
	e->capa.department_id = former.department_id;
	return RC_OK;
}

static enum rc begin_new(struct request *rq, struct editing *e)
{
	bool has_incident = param(rq, "number").len > 0;
	enum rc rc = has_incident ? incident_shown_find(rq, &e->shown) : RC_OK;

	if (rc != RC_OK)
		return rc;
	e->is_new = true;
	e->has_incident = has_incident;
	e->form = has_incident ? &of_incident_form : &place_form;
	e->change = change_of(rq);
	e->doer = capa_doer_of(rq);
	record_clear(&capa_record, &e->before);
	e->before.organization_id = rq->viewer->organization_id;
	e->before.environment = has_incident ? e->shown.incident.environment : ENVIRONMENT_PROD;
	e->before.priority = PRIORITY_MEDIUM;
	e->before.type = CAPA_CORRECTIVE;
	if (!has_incident && !capa_may_create_in(rq->viewer, (struct scope){0, 0}))
		return RC_DENIED;
	if (has_incident) {
		e->before.incident_id = e->shown.incident.id;
		e->before.establishment_id = e->shown.incident.establishment_id;
		e->before.department_id = e->shown.incident.department_id;
		if (!capa_may_create(rq->viewer, &e->shown.incident))
			return RC_DENIED;
		rc = incident_shown_unlocked(rq, &e->shown, AREA_ACTIONS);
	}
	e->capa = e->before;
	if (rc == RC_OK)
		rc = fill_in(rq, e);
	return rc == RC_OK ? offer(rq, e) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct editing e = {.is_new = true};
	enum rc rc = begin_new(rq, &e);

	return rc == RC_OK ? respond_form(rq, rs, &e) : rc;
}

static enum rc write_new(struct db *db, void *closure)
{
	struct editing *e = closure;
	struct arena *arena = e->change.rq->arena;
	enum rc rc = capa_create(db, arena, &e->doer, &e->capa);

	if (rc == RC_OK)
		e->change.answer = capa_href(arena, &e->capa, "?said=created");
	return rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct editing e = {.is_new = true};
	enum rc rc = begin_new(rq, &e);

	if (rc == RC_OK)
		rc = read_form(rq, &e);
	if (rc == RC_INVALID)
		return respond_form(rq, rs, &e);
	return rc == RC_OK ? change_run(&e.change, rs, "capa_create", write_new, &e) : rc;
}

/* --- changes --- */

static enum rc begin_change(struct request *rq, struct editing *e)
{
	struct capa_shown shown;
	enum rc rc = capa_shown_find(rq, &shown);

	if (rc == RC_OK && !(shown.rights & CAPA_MAY_MANAGE))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	if (capa_is_held(&shown.capa, shown.is_locked) || !capa_is_open((enum capa_status)shown.capa.status)) {
		problem_add(rq, "", N_("Only open actions can be changed"));
		return RC_LOCKED;
	}
	e->change = change_of(rq);
	e->doer = capa_doer_of(rq);
	e->before = e->capa = shown.capa;
	e->form = shown.capa.incident_id ? &of_incident_form : &free_form;
	rc = choices_person_text(rq, e->capa.responsible_id, &e->typed.responsible);
	return rc == RC_OK ? offer(rq, e) : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct editing e = {.is_new = false};
	enum rc rc = begin_change(rq, &e);

	return rc == RC_OK ? respond_form(rq, rs, &e) : rc;
}

static enum rc write_change(struct db *db, void *closure)
{
	struct editing *e = closure;
	struct arena *arena = e->change.rq->arena;
	struct capa before;
	enum rc rc = capa_by_id(db, arena, e->before.organization_id, e->before.id, &before);

	if (rc == RC_OK && before.version != e->version)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = capa_edit(db, arena, &e->doer, &before, &e->capa, e->typed.reason);
	e->change.answer = capa_href(arena, &e->capa, "?said=changed");
	return rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct editing e = {.is_new = false};
	enum rc rc = begin_change(rq, &e);

	if (rc == RC_OK && !str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &e.version))
		rc = RC_BAD_REQUEST;
	if (rc == RC_OK)
		rc = read_form(rq, &e);
	if (rc == RC_INVALID)
		return respond_form(rq, rs, &e);
	if (rc == RC_OK)
		rc = change_run(&e.change, rs, "capa_edit", write_change, &e);
	if (rc != RC_CONFLICT)
		return rc;
	problem_add(rq, "", N_("Somebody else has changed this meanwhile. Save again to replace the other version."));
	rs->status = rc_http_status(RC_CONFLICT);
	return respond_form(rq, rs, &e);
}

#define WHO {API_FIELDS, .form = &person_form}
#define OFFERED(id, body_) API_CHANGE(id, "Actions", API_CAPAS_WRITE, body_, .flags = API_SANDBOX)

#define NEW_HELP "the form for a new action"
const struct route capa_edit_routes[] = {
	{METHOD_GET, "/capas/new", MAY_MANAGE_INCIDENTS, 0, new_get, NEW_HELP},
	{METHOD_POST, "/capas/new", MAY_MANAGE_INCIDENTS, 0, new_post, "creates an action that stands for itself",
	 OFFERED("createCapa", API_BODY("NewAction", {API_FIELDS, .form = &place_form}, WHO))},
	{METHOD_GET, "/incidents/{number}/capa/new", MAY_SEE_INCIDENTS, 0, new_get, NEW_HELP},
	{METHOD_POST, "/incidents/{number}/capa/new", MAY_SEE_INCIDENTS, 0, new_post, "creates an action for an incident",
	 OFFERED("createIncidentCapa", API_BODY("NewIncidentAction", {API_FIELDS, .form = &of_incident_form}, WHO))},
	{METHOD_GET, "/capas/{number}/edit", MAY_SEE_INCIDENTS, 0, edit_get, "the form of what is to be done, by whom and when"},
	{METHOD_POST, "/capas/{number}/edit", MAY_SEE_INCIDENTS, 0, edit_post, "changes what is to be done, by whom or when",
	 API_CHANGE("changeCapa", "Actions", API_CAPAS_WRITE,
		    API_BODY("ActionChange", {API_FIELDS, .form = &of_incident_form}, WHO, {API_FIELDS, .form = &reason_form}),
		    .method = METHOD_PATCH, .path = "/api/v1/capas/{number}",
		    .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX, .about = "A new due date needs a reason.")},
	ROUTE_END,
};
