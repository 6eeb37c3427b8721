#include "incident/incident_detail_view.h"

#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/incident_store.h"

struct str incident_href(struct arena *arena, const struct incident *incident, const char *behind)
{
	struct text href = TEXT_IN(arena);

	text_cstr(&href, "/incidents/");
	text_url(&href, incident->number);
	text_cstr(&href, behind);
	return text_str(&href);
}

enum rc incident_shown_find(struct request *rq, struct incident_shown *out)
{
	struct incident *incident = &out->incident;
	const struct zone *zone;
	enum rc rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"),
					incident);

	if (rc == RC_OK && !incident_is_visible(rq->viewer, incident))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = incident_around(rq->db, rq->arena, incident, &out->around);
	if (rc != RC_OK)
		return rc;
	out->may_manage = incident_may_manage(rq->viewer, incident);
	out->shows_work = incident_shows_work(rq->viewer, incident);
	if (!incident_shows_reporter(rq->viewer, incident))
		out->around.reporter = STR_NONE;
	if (zone_find(out->around.zone, &zone) == RC_OK)
		rq->zone = zone;
	return RC_OK;
}

enum rc incident_shown_manage(struct request *rq, struct incident_shown *out)
{
	enum rc rc = incident_shown_find(rq, out);
	return rc == RC_OK && !out->may_manage ? RC_DENIED : rc;
}

static void add_tab(struct view_list *tabs, struct str label, struct str href, int64_t count, bool is_current)
{
	struct view *tab = view_add(tabs);

	view_text(tab, "label", label);
	view_text(tab, "href", href);
	view_int(tab, "count", count);
	view_flag(tab, "current", is_current);
}

static void add_tabs(struct request *rq, struct view *page, const struct incident_shown *shown,
		     enum incident_tab tab)
{
	const struct incident *incident = &shown->incident;
	const struct incident_around *around = &shown->around;
	struct view_list *tabs = view_list(page, "tabs");
	struct arena *arena = rq->arena;

	add_tab(tabs, rq_tr(rq, N_("Summary")), incident_href(arena, incident, ""), 0, tab == TAB_SUMMARY);
	if (around->injured_count && incident->reg == REGISTER_SAFETY && viewer_may(rq->viewer, MAY_SEE_OSHA))
		add_tab(tabs, rq_tr(rq, N_("OSHA")), incident_href(arena, incident, "/osha"),
			around->injured_count, tab == TAB_OSHA);
	add_tab(tabs, rq_tr(rq, N_("Files")), incident_href(arena, incident, "/files"), around->file_count,
		tab == TAB_FILES);
	add_tab(tabs, rq_tr(rq, N_("Comments")), incident_href(arena, incident, "/comments"),
		shown->shows_work ? around->comment_count : around->message_count, tab == TAB_COMMENTS);
	if (shown->shows_work)
		add_tab(tabs, rq_tr(rq, N_("Audit Trail")), incident_href(arena, incident, "/audit"), 0,
			tab == TAB_AUDIT);
}

static void add_crumbs(struct request *rq, struct view *page, const struct incident *incident)
{
	struct view_list *crumbs = view_list(page, "crumbs");
	struct view *list = view_add(crumbs), *own = view_add(crumbs);

	view_text(list, "label", rq_tr(rq, N_("Incidents")));
	view_cstr(list, "href", "/incidents");
	view_text(own, "label", incident->number);
}

struct view *incident_page(struct request *rq, const struct incident_shown *shown, enum incident_tab tab)
{
	const struct incident *incident = &shown->incident;
	struct view *page = view_new(rq->arena);
	bool is_open = incident_is_open((enum status)incident->status);

	view_record(page, "incident", &incident_record, incident);
	view_record(page, "around", &incident_around_record, &shown->around);
	view_text(page, "incident_href", incident_href(rq->arena, incident, ""));
	view_flag(page, "may_manage", shown->may_manage);
	view_flag(page, "shows_work", shown->shows_work);
	view_flag(page, "is_overdue",
		  is_open && incident->target_on != DAY_NONE &&
			  incident->target_on < zone_day(rq->zone, rq->now));
	view_flag(page, "is_open", is_open);
	add_tabs(rq, page, shown, tab);
	add_crumbs(rq, page, incident);
	return page;
}

struct actor incident_actor(const struct request *rq, const struct incident *incident)
{
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	bool is_reporter = rq->viewer->person_id && rq->viewer->person_id == incident->reporter_id;

	return is_reporter ? incident_reporter_actor(&actor, (enum reporting)incident->reporting) : actor;
}

struct str incident_person_shown(const struct request *rq, const struct incident *incident, int64_t person_id,
				 struct str name)
{
	bool is_reporter = person_id == 0 || person_id == incident->reporter_id;

	if (person_id == 0 && incident->reporting != REPORTING_ANONYMOUS)
		return rq_tr(rq, N_("The system"));
	if (is_reporter && !incident_shows_reporter(rq->viewer, incident))
		return rq_tr(rq, N_("The reporter"));
	return name;
}
