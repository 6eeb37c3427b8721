#include "osha/log_view.h"

#include "audit/audit.h"
#include "base/random.h"
#include "identity/viewer.h"
#include "organization/place_store.h"
#include "osha/case.h"
#include "osha/log_store.h"
#include "osha/overview_store.h"

/* The viewer knows the tenant; no statement is needed for it. */
static struct organization organization_of(const struct viewer *viewer)
{
	return (struct organization){
		.id = viewer->organization_id,
		.code = viewer->organization_code,
		.name = viewer->organization_name,
		.zone = viewer->organization_zone,
	};
}

enum rc log_view_load(struct request *rq, struct log_view *v, bool keep)
{
	struct organization organization = organization_of(rq->viewer);
	day today = zone_day(rq->zone, rq->now);
	enum rc rc;

	if (!str_to_int(param(rq, "year"), LOG_YEAR_FIRST, day_civil(today).year + 1, &v->year))
		return RC_NOT_FOUND;
	rc = establishment_by_code(rq->db, rq->arena, organization.id, param(rq, "code"), &v->place);
	if (rc != RC_OK)
		return rc;
	struct scope scope = {.establishment_id = v->place.id};
	if (!viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope))
		return RC_NOT_FOUND;
	if (zone_find(v->place.zone, &rq->zone) == RC_FAULT)
		return RC_FAULT;
	v->today = zone_day(rq->zone, rq->now);
	v->is_editable = case_is_editable(v->year, v->today);
	v->may_keep = viewer_may_in(rq->viewer, MAY_KEEP_OSHA, scope);
	v->href = arena_printf(rq->arena, "/osha/%.*s/%lld", STR_ARG(v->place.code), (long long)v->year);
	if (keep && !v->may_keep)
		return RC_DENIED;
	return log_collect(rq->db, rq->arena, &organization, &v->place, v->year, rq->now, &v->log);
}

static void add_tabs(struct request *rq, const struct log_view *v, const char *tab, struct view *page)
{
	static const struct {
		const char *segment, *label;
		bool keepers_only;
	} tabs[] = {
		{"log", N_("Log (Form 300)"), false},
		{"summary", N_("Summary (Form 300A)"), false},
		{"ita", N_("Electronic filing"), false},
		{"history", N_("Changes"), false},
		{"privacy", N_("Privacy list"), true},
	};
	struct view_list *list = view_list(page, "tabs");

	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
		if (tabs[i].keepers_only && !v->may_keep)
			continue;
		struct view *item = view_add(list);
		view_printf(item, "href", "%.*s/%s", STR_ARG(v->href), tabs[i].segment);
		view_text(item, "label", rq_tr(rq, tabs[i].label));
		view_flag(item, "current", str_is(str_of(tab), tabs[i].segment));
	}
}

void log_view_page(struct request *rq, const struct log_view *v, const char *tab, struct view *page)
{
	struct view_list *crumbs = view_list(page, "crumbs");
	struct view *osha = view_add(crumbs);

	view_printf(osha, "href", "/osha?year=%lld", (long long)v->year);
	view_text(osha, "label", rq_tr(rq, N_("OSHA records")));
	view_record(page, "place", &establishment_record, &v->place);
	view_text(page, "company", v->log.establishment.company);
	view_int(page, "year", v->year);
	view_text(page, "here", v->href);
	view_printf(page, "older_href", "/osha/%.*s/%lld/%s", STR_ARG(v->place.code), (long long)v->year - 1,
		    tab);
	if (v->year < day_civil(v->today).year)
		view_printf(page, "newer_href", "/osha/%.*s/%lld/%s", STR_ARG(v->place.code),
			    (long long)v->year + 1, tab);
	view_flag(page, "may_keep", v->may_keep);
	view_flag(page, "is_editable", v->is_editable);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	const struct osha_certification *signed_by = v->log.certification;
	view_flag(page, "is_certified", signed_by != NULL);
	view_flag(page, "is_changed_since", signed_by && signed_by->changed_since);
	add_tabs(rq, v, tab, page);
}

void log_view_totals(const struct osha_log *log, struct view *page)
{
	static const char *const outcomes[OSHA_OUTCOMES] = {NULL, "total_g", "total_h", "total_i", "total_j"};
	static const char *const types[OSHA_TYPES] = {NULL,      "total_1", "total_2", "total_3",
						      "total_4", "total_5", "total_6"};
	struct osha_totals totals = osha_log_totals(log->cases, log->case_count);

	for (int i = 1; i < OSHA_OUTCOMES; i++)
		view_int(page, outcomes[i], totals.outcomes[i]);
	for (int i = 1; i < OSHA_TYPES; i++)
		view_int(page, types[i], totals.types[i]);
	view_int(page, "total_k", totals.days_away);
	view_int(page, "total_l", totals.days_restricted);
	view_int(page, "total_cases", totals.cases);
}

enum rc log_view_read_privacy(struct db *db, struct request *rq, const struct log_view *v, struct rows *rows)
{
	const struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	enum rc rc = overview_privacy_list(db, rq->arena, v->place.organization_id, v->place.id, v->year, rows);

	if (rc != RC_OK)
		return rc;
	const struct audit_entry entry = {
		.action = "osha.privacy_list_read",
		.subject = "establishment",
		.subject_id = v->place.id,
		.changes = arena_printf(rq->arena, "{\"year\":[null,%lld],\"names\":[null,%zu]}", (long long)v->year, rows->count),
	};
	return audit_append(db, &actor, &entry);
}
