#include "capa/capa_pages.h"

#include <stddef.h>

#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "identity/permission.h"
#include "investigation/cause_store.h"
#include "organization/names_store.h"

static enum rc add_actions(struct request *rq, struct view *page, struct rows rows)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct view_list *list = view_list(page, "actions");
	const day today = zone_day(rq->zone, rq->now);
	enum rc rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct capa),
				       offsetof(struct capa, responsible_id));

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct capa *capa = ROW(struct capa, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &capa_record, capa);
		view_text(item, "responsible",
			  capa_responsible(capa, names_get(names, NAMES_PERSON, capa->responsible_id)));
		view_flag(item, "is_late", capa_is_overdue(capa, today));
	}
	return rc;
}

/* Each cause with the number of its actions, and the way to a new one. */
static enum rc add_causes(struct request *rq, struct view *page, const struct incident_shown *shown, struct rows rows,
			  bool may_create)
{
	struct view_list *list = view_list(page, "causes");
	struct rows causes;
	enum rc rc = cause_list(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, &causes);

	for (size_t i = 0; rc == RC_OK && i < causes.count; i++) {
		const struct cause *cause = ROW(struct cause, causes, i);
		struct view *item = view_add(list);
		int64_t count = 0;
		for (size_t n = 0; n < rows.count; n++) {
			const struct capa *capa = ROW(struct capa, rows, n);
			count += capa->cause_id == cause->entry.id && capa->status != CAPA_CANCELLED;
		}
		view_record(item, "cause", &cause_record, cause);
		view_int(item, "position", cause->entry.position);
		view_int(item, "action_count", count);
		if (may_create)
			view_text(item, "new_href",
				  incident_href(rq->arena, &shown->incident,
						arena_printf(rq->arena, "/capa/new?cause=%.*s",
							     STR_ARG(cause->entry.uuid)).at));
	}
	return rc;
}

static enum rc record_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct view *page;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = capa_of_incident(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc == RC_OK)
		rc = record_page(rq, &shown, capa_record_part.tab, &page);
	if (rc != RC_OK)
		return rc;
	struct str lock = incident_shown_lock(rq, &shown, AREA_ACTIONS);
	bool may_create = !lock.len && capa_may_create(rq->viewer, &shown.incident);
	view_text(page, "lock", lock);
	view_flag(page, "is_weak", capa_plan_is_weak(rows.at, rows.count));
	if (may_create)
		view_text(page, "new_href", incident_href(rq->arena, &shown.incident, "/capa/new"));
	rc = add_actions(rq, page, rows);
	if (rc == RC_OK && shown.shows_work)
		rc = add_causes(rq, page, &shown, rows, may_create);
	return rc == RC_OK ? respond_page(rq, rs, "capa/record", page) : rc;
}

/* --- what the record and its workflow ask --- */

static enum rc count_open(struct request *rq, const struct incident_shown *shown, int64_t *count)
{
	(void)rq;
	*count = incident_count_of(&shown->around, &capa_count_open);
	return RC_OK;
}

static enum rc set_facts(struct db *db, struct arena *arena, const struct incident *incident,
			 struct workflow_facts *facts)
{
	struct capa_counts counts;
	enum rc rc = capa_count_of_incident(db, arena, incident->organization_id, incident->id, &counts);

	if (rc != RC_OK)
		return rc;
	facts->actions_total = counts.total;
	facts->actions_open = counts.open;
	return RC_OK;
}

/* A plan of weak actions only, and causes that nothing is done about. */
static enum rc add_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	const struct incident *incident = &shown->incident;
	struct rows rows, causes;

	if (!incident_is_open((enum status)incident->status))
		return RC_OK;
	enum rc rc = incident_shown_rows(rq, shown, &capa_count_all, capa_of_incident, &rows);
	if (rc == RC_OK)
		rc = incident_shown_rows(rq, shown, &cause_count, cause_list, &causes);
	if (rc != RC_OK)
		return rc;
	if (capa_plan_is_weak(rows.at, rows.count))
		record_gap(gaps, rq_tr(rq, N_("Every action is weak: nothing keeps people safe without their doing")),
			   "/capa");
	for (size_t i = 0; i < causes.count; i++) {
		const struct cause *cause = ROW(struct cause, causes, i);
		bool is_answered = cause->kind != CAUSE_ROOT;
		for (size_t n = 0; n < rows.count && !is_answered; n++)
			is_answered = ROW(struct capa, rows, n)->cause_id == cause->entry.id;
		if (!is_answered)
			record_gap(gaps,
				   arena_printf(rq->arena, "%.*s: C%lld",
						STR_ARG(rq_tr(rq, N_("No action for a root cause"))),
						(long long)cause->entry.position),
				   "/capa");
	}
	return RC_OK;
}

const struct record_part capa_record_part = {
	.name = "capa",
	.position = RECORD_CAPA,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/capa",
	.label = N_("CAPA"),
	.count = count_open,
	.gaps = add_gaps,
	.counts = {&capa_count_all, &capa_count_open, &cause_count},
	.answers = 1u << GUARD_ACTIONS | 1u << GUARD_NO_OPEN_ACTIONS,
	.facts = set_facts,
};

const struct route capa_record_routes[] = {
	{METHOD_GET, "/incidents/{number}/capa", MAY_SEE_INCIDENTS, 0, record_get, "the actions of an incident",
	 .offered_by = "listIncidentCapas"},
	ROUTE_END,
};
