#include "impact/impact_pages.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"
#include "event/event.h"
#include "identity/viewer.h"
#include "impact/impact.h"
#include "incident/incident_change_store.h"
#include "organization/people_store.h"

static const struct impact_kind *const kinds[] = {
	&impact_people, &impact_assets, &impact_orders, &impact_violations, &impact_costs, &impact_witnesses,
};

static const struct impact_kind *kind_asked(const struct request *rq)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(param(rq, "kind"), kinds[i]->name))
			return kinds[i];
	return NULL;
}

static void *member(const struct impact_kind *kind, const char *name, void *row)
{
	const struct field *field = record_field(kind->form->record, str_of(name));
	return field ? (char *)row + field->offset : NULL;
}

static void set_number(const struct impact_kind *kind, const char *name, void *row, int64_t value)
{
	void *at = member(kind, name, row);

	if (at)
		memcpy(at, &value, sizeof value);
}

void impact_crumbs(struct request *rq, struct view *page, struct str title)
{
	struct view_list *crumbs = NULL;
	struct str number = param(rq, "number");

	edit_crumb(page, &crumbs, "/incidents", rq_tr(rq, N_("Incidents")));
	edit_crumb(page, &crumbs, arena_printf(rq->arena, "/incidents/%.*s", STR_ARG(number)).at, number);
	edit_crumb(page, &crumbs, "", title);
}

enum rc impact_person_typed(struct request *rq, struct str typed, int64_t *person_id, struct str *name)
{
	struct str rest = str_trim(typed), number;
	struct person person;

	*person_id = 0;
	*name = rest;
	if (!str_split(&rest, ' ', &number) || number.len == 0)
		return RC_OK;
	enum rc rc = person_by_number(rq->db, rq->arena, rq->viewer->organization_id, number, &person);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	*person_id = person.id;
	*name = arena_printf(rq->arena, "%.*s %.*s", STR_ARG(person.given_name), STR_ARG(person.family_name));
	return RC_OK;
}

/* Between the page and the change the incident may have moved on. */
static enum rc lock(struct db *db, struct arena *arena, const struct edit *edit)
{
	struct incident incident;
	return incident_lock_area(db, arena, edit->actor->organization_id, edit->incident_id, AREA_IMPACTS, &incident);
}

static enum rc tell(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
		    const void *row)
{
	const struct record *record = edit->form->record;
	const struct field *id = record_field(record, STR("id"));
	struct event event = {
		.kind = arena_printf(arena, "%s.%s", record->name, edit->before ? "changed" : "created").at,
		.subject = record->name,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)edit->incident_id),
	};

	memcpy(&event.subject_id, (const char *)row + id->offset, sizeof event.subject_id);
	return event_add(db, arena, actor, &event);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	const struct impact_kind *kind = kind_asked(rq);

	impact_crumbs(rq, page, rq_tr(rq, kind->title));
	if (param(rq, "uuid").len && kind->removal)
		view_printf(page, "remove_href", "%.*s/remove", STR_ARG(rq->path));
	return kind->decorate ? kind->decorate(rq, page, row) : RC_OK;
}

/* Everything about one page of the editor. */
struct editing {
	struct incident_shown shown;
	const struct impact_kind *kind;
	struct actor actor;
	struct edit edit;
};

static enum rc begin_edit(struct request *rq, struct editing *e, const void *before, void *row)
{
	const struct incident *incident = &e->shown.incident;

	e->actor = incident_actor(rq, incident);
	e->edit = (struct edit){
		.form = e->kind->form,
		.rules = e->kind->rules,
		.before = before,
		.row = row,
		.complete = e->kind->complete,
		.write = e->kind->write,
		.template = e->kind->template ? e->kind->template : "impact/edit",
		.title = rq_tr(rq, e->kind->title),
		.cancel_href = incident_href(rq->arena, incident, ""),
		.answer = incident_href(rq->arena, incident, arena_printf(rq->arena, "#part-%s", e->kind->name).at).at,
		.decorate = decorate,
		.incident_id = incident->id,
		.actor = &e->actor,
		.lock = lock,
		.tell = tell,
	};
	return e->kind->offer ? e->kind->offer(rq, &e->shown, row) : RC_OK;
}

static enum rc begin_new(struct request *rq, struct editing *e)
{
	e->kind = kind_asked(rq);
	if (!e->kind)
		return RC_NOT_FOUND;
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, &e->shown);
	if (rc != RC_OK)
		return rc;
	const struct record *record = e->kind->form->record;
	void *row = arena_alloc(rq->arena, 1, record->size);
	struct str *uuid = member(e->kind, "uuid", row);
	record_clear(record, row);
	*uuid = uuid_new(rq->arena, rq->now);
	set_number(e->kind, "organization_id", row, e->shown.incident.organization_id);
	set_number(e->kind, "incident_id", row, e->shown.incident.id);
	set_number(e->kind, "version", row, 1);
	set_number(e->kind, "created_at", row, rq->now);
	set_number(e->kind, "updated_at", row, rq->now);
	rc = e->kind->begin ? e->kind->begin(rq, &e->shown, row) : RC_OK;
	return rc == RC_OK ? begin_edit(rq, e, NULL, row) : rc;
}

enum rc impact_find(struct request *rq, const struct impact_kind *kind, struct incident_shown *shown, void *row)
{
	struct str uuid = param(rq, "uuid");
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, shown);

	if (rc == RC_OK && !uuid_is_valid(uuid))
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? kind->find(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, uuid, row)
			   : rc;
}

static enum rc begin_stored(struct request *rq, struct editing *e)
{
	e->kind = kind_asked(rq);
	if (!e->kind)
		return RC_NOT_FOUND;
	const struct record *record = e->kind->form->record;
	void *before = arena_alloc(rq->arena, 1, record->size);
	enum rc rc = impact_find(rq, e->kind, &e->shown, before);
	if (rc != RC_OK)
		return rc;
	void *row = record_copy(rq->arena, record, before);
	set_number(e->kind, "updated_at", row, rq->now);
	return begin_edit(rq, e, before, row);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_new(rq, &e);
	return rc == RC_OK ? edit_show(rq, rs, &e.edit) : rc;
}

enum rc impact_add(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_new(rq, &e);
	return rc == RC_OK ? edit_save(rq, rs, &e.edit) : rc;
}

static enum rc stored_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_stored(rq, &e);
	return rc == RC_OK ? edit_show(rq, rs, &e.edit) : rc;
}

enum rc impact_edit(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_stored(rq, &e);
	return rc == RC_OK ? edit_save(rq, rs, &e.edit) : rc;
}

/* --- taking off the record --- */

struct removal {
	struct str reason;
};
static const struct field removal_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "reason",
	 .offset = offsetof(struct removal, reason),
	 .label = N_("Reason"),
	 .flags = FIELD_REQUIRED,
	 .max = 2000},
	FIELD_END,
};
static const struct record removal_record = {"removal", sizeof(struct removal), removal_fields};
static const char *const removal_names[] = {"reason", NULL};
const struct form impact_removal_form = {&removal_record, removal_names, NULL};

struct removing {
	struct change change;
	const struct editing *e;
	struct str reason;
};

static enum rc write_removal(struct db *db, void *closure)
{
	struct removing *removing = closure;
	const struct editing *e = removing->e;
	struct arena *arena = removing->change.rq->arena;
	const struct record *record = e->kind->form->record;
	void *row = record_copy(arena, record, e->edit.before);
	int64_t *id = member(e->kind, "id", row);
	enum rc rc = lock(db, arena, &e->edit);

	set_number(e->kind, "removed_at", row, removing->change.actor.now);
	set_number(e->kind, "updated_at", row, removing->change.actor.now);
	if (rc == RC_OK)
		rc = e->kind->write(db, arena, e->edit.before, row);
	removing->change.answer = str_of(e->edit.answer);
	if (rc != RC_OK)
		return rc;
	const char *action = arena_printf(arena, "%s.removed", record->name).at;
	rc = audit_change(db, arena, &removing->change.actor, action, record, *id, e->edit.incident_id, e->edit.before,
			  NULL, removing->reason);
	const struct event event = {
		.kind = action,
		.subject = record->name,
		.subject_id = *id,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)e->edit.incident_id),
	};
	return rc == RC_OK ? event_add(db, arena, &removing->change.actor, &event) : rc;
}

static enum rc show_removal(struct request *rq, struct response *rs, const struct editing *e)
{
	struct view *page = view_new(rq->arena);

	impact_crumbs(rq, page, rq_tr(rq, e->kind->title));
	view_text(page, "page_title", e->edit.title);
	view_text(page, "removal", rq_tr(rq, e->kind->removal));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", e->edit.cancel_href);
	form_view(rq, page, "form", &impact_removal_form, NULL);
	return respond_page(rq, rs, "impact/remove", page);
}

static enum rc begin_removal(struct request *rq, struct editing *e)
{
	enum rc rc = begin_stored(rq, e);
	return rc == RC_OK && !e->kind->removal ? RC_NOT_FOUND : rc;
}

static enum rc remove_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_removal(rq, &e);

	return rc == RC_OK ? show_removal(rq, rs, &e) : rc;
}

enum rc impact_remove(struct request *rq, struct response *rs)
{
	struct editing e;
	struct removal typed = {STR_NONE};
	enum rc rc = begin_removal(rq, &e);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &impact_removal_form, &typed);
	if (rc == RC_OK && e.kind->check_removal)
		rc = e.kind->check_removal(rq, e.edit.before);
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_removal(rq, rs, &e) : rc;
	struct removing removing = {change_of(rq), &e, typed.reason};
	removing.change.actor = e.actor;
	return change_run(&removing.change, rs, "impact_remove", write_removal, &removing);
}

#define KIND_PATH "/incidents/{number}/impacts/{kind}"
const struct route impact_routes[] = {
	{.method = METHOD_GET,
	 .path = KIND_PATH "/new",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = new_get,
	 .help = "the form for an entry: people, assets, violations, costs or witnesses"},
	{.method = METHOD_POST,
	 .path = KIND_PATH "/new",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = impact_add,
	 .help = "adds it",
	 .offered_by = "addInjured addDamagedAsset addViolation addCost addWitness"},
	{.method = METHOD_GET,
	 .path = KIND_PATH "/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = stored_get,
	 .help = "the form of a stored entry"},
	{.method = METHOD_POST,
	 .path = KIND_PATH "/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = impact_edit,
	 .help = "changes it",
	 .offered_by = "changeInjured changeDamagedAsset changeCost changeWitness"},
	{.method = METHOD_GET,
	 .path = KIND_PATH "/{uuid}/remove",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = remove_get,
	 .help = "asks why an entry is taken off the record"},
	{.method = METHOD_POST,
	 .path = KIND_PATH "/{uuid}/remove",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = impact_remove,
	 .help = "takes it off; the row stays",
	 .offered_by = "removeInjured removeDamagedAsset removeViolation removeCost removeWitness"},
	ROUTE_END,
};
