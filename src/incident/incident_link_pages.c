#include "incident/incident_link_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "incident/incident_change_store.h"
#include "incident/incident_link_store.h"

/* --- the card --- */

/* Numbers and titles of incidents that the viewer may not see are not shown: only that there is one. */
static void add_linked(struct request *rq, const struct incident_shown *shown, const struct linked_incident *linked,
		       struct view_list *list)
{
	struct view *item = view_add(list);

	if (linked->kind == LINK_NONE)
		view_text(item, "how", rq_tr(rq, N_("Duplicate")));
	else if (linked->kind == LINK_LED_TO && !linked->is_source)
		view_text(item, "how", rq_tr(rq, N_("Came from")));
	else
		view_code(item, "how", &link_kind_codes, linked->kind);
	if (incident_is_visible(rq->viewer, &linked->other)) {
		view_merge(item, &linked_incident_record, linked);
		view_text(item, "href", incident_href(rq->arena, &linked->other, ""));
	}
	view_flag(item, "may_remove", shown->may_manage && linked->kind != LINK_NONE);
	view_int(item, "link", linked->link_id);
}

static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct view_list *list = view_list(card, "linked");
	struct rows rows;
	enum rc rc = incident_shown_rows(rq, shown, &incident_link_count, incident_links, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		add_linked(rq, shown, ROW(struct linked_incident, rows, i), list);
	view_flag(card, "may_link", shown->may_manage);
	view_flag(card, "may_merge", shown->may_manage && !shown->incident.merged_into_id);
	view_text(card, "submission", uuid_new(rq->arena, rq->now));
	return rc;
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

const struct record_part incident_link_part = {
	.name = "linked",
	.position = 400,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "incident/linked-card",
	.shown = shows_work,
	.load = load,
	.counts = {&incident_link_count},
};

/* --- adding and removing links --- */

struct link_form {
	struct str number;
	int kind;
	struct str reason;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct link_form, member)
static const struct field link_fields[] = {
	{.kind = FIELD_CODE,
	 OFFSET(kind),
	 .label = N_("How they are linked"),
	 .flags = FIELD_REQUIRED,
	 .codes = &link_kind_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(number),
	 .label = N_("Number of the other incident"),
	 .flags = FIELD_REQUIRED,
	 .max = 24,
	 .hint = N_("For example: INC-20260301-0004")},
	{.kind = FIELD_PROSE, OFFSET(reason), .label = N_("Reason"), .flags = FIELD_REQUIRED, .max = 2000},
	FIELD_END,
};
#undef OFFSET
static const struct record link_form_record = {"link_form", sizeof(struct link_form), link_fields};
static const char *const link_names[] = {"kind", "number", NULL};
static const char *const merge_names[] = {"number", "reason", NULL};
static const char *const reason_names[] = {"reason", NULL};
static const struct form link_form = {&link_form_record, link_names, NULL};
static const struct form merge_form = {&link_form_record, merge_names, NULL};
static const struct form reason_form = {&link_form_record, reason_names, NULL};

/* Links hold no fact of the incident itself: every state takes them, from those who manage it. */
static enum rc find_managed(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);
	return rc == RC_OK && !shown->may_manage ? RC_DENIED : rc;
}

/* The incident whose number was typed, as far as the viewer may see it. */
static enum rc find_other(struct request *rq, const struct incident_shown *shown, struct str number,
			  struct incident *other)
{
	enum rc rc = incident_by_number(rq->db, rq->arena, shown->incident.organization_id, number, other);

	if (rc == RC_OK && !incident_is_visible(rq->viewer, other))
		rc = RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		return problem_add(rq, "number", N_("There is no incident of that number"));
	if (rc == RC_OK && other->id == shown->incident.id)
		return problem_add(rq, "number", N_("This is the incident itself"));
	if (rc == RC_OK && other->environment != shown->incident.environment)
		return problem_add(rq, "number", N_("Sandbox and production do not mix"));
	return rc;
}

static enum rc respond_form(struct request *rq, struct response *rs, const struct incident_shown *shown,
			    const struct form *form, const char *template, const struct link_form *typed)
{
	struct view *page;
	enum rc rc = record_page(rq, shown, "", &page);

	if (rc != RC_OK)
		return rc;
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, ""));
	form_view(rq, page, "form", form, typed);
	return respond_page(rq, rs, template, page);
}

static enum rc link_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = find_managed(rq, &shown);

	return rc == RC_OK ? respond_form(rq, rs, &shown, &link_form, "incident/link", NULL) : rc;
}

struct linking {
	struct change change;
	struct incident_link link;
};

static enum rc write_link(struct db *db, void *closure)
{
	struct linking *linking = closure;
	enum rc rc = incident_link_add(db, linking->change.rq->arena, &linking->change.actor, &linking->link);

	/* Linked so already: what was asked for is there. */
	return rc == RC_DUPLICATE ? RC_OK : rc;
}

static enum rc link_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct incident other;
	struct link_form typed = {0};
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &link_form, &typed);
	if (rc == RC_OK)
		rc = find_other(rq, &shown, typed.number, &other);
	if (rc == RC_INVALID)
		return respond_form(rq, rs, &shown, &link_form, "incident/link", &typed);
	if (rc != RC_OK)
		return rc;
	struct linking linking = {
		.change = change_of(rq),
		.link = {.organization_id = shown.incident.organization_id,
			 .incident_id = shown.incident.id,
			 .other_id = other.id,
			 .kind = typed.kind,
			 .created_at = rq->now},
	};
	linking.change.answer = incident_href(rq->arena, &shown.incident, "#part-linked");
	return change_run(&linking.change, rs, "incident_link", write_link, &linking);
}

static enum rc write_removal(struct db *db, void *closure)
{
	struct linking *linking = closure;
	return incident_link_remove(db, linking->change.rq->arena, &linking->change.actor, linking->link.incident_id,
				    linking->link.id);
}

static enum rc unlink_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct linking linking = {.change = change_of(rq)};
	enum rc rc = find_managed(rq, &shown);

	if (rc == RC_OK && !str_to_int(param(rq, "link"), 1, INT64_MAX, &linking.link.id))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	linking.link.incident_id = shown.incident.id;
	linking.change.answer = incident_href(rq->arena, &shown.incident, "#part-linked");
	return change_run(&linking.change, rs, "incident_unlink", write_removal, &linking);
}

/* --- duplicates --- */

static enum rc load_merged(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct incident other;
	enum rc rc = incident_by_number(rq->db, rq->arena, shown->incident.organization_id, shown->around.merged_into,
					&other);

	if (rc != RC_OK)
		return rc;
	view_code(card, "merged_status", &status_codes, other.status);
	if (incident_is_visible(rq->viewer, &other)) {
		view_text(card, "merged_into", other.number);
		view_text(card, "merged_href", incident_href(rq->arena, &other, ""));
	}
	view_flag(card, "may_unmerge", shown->may_manage);
	return RC_OK;
}

static bool is_merged(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->incident.merged_into_id != 0;
}

const struct record_part incident_merged_part = {
	.name = "merged",
	.position = 50,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_BANNER,
	.template = "incident/merged-banner",
	.shown = is_merged,
	.load = load_merged,
};

static enum rc merge_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	return shown.incident.merged_into_id
		       ? respond_form(rq, rs, &shown, &reason_form, "incident/unmerge", NULL)
		       : respond_form(rq, rs, &shown, &merge_form, "incident/merge", NULL);
}

struct merging {
	struct change change;
	int64_t incident_id;
	int64_t into_id; /* 0: stands for itself again */
	struct str reason;
};

/* In the trail of the incident that goes on, too. */
static enum rc audit_survivor(struct db *db, const struct merging *m, int64_t survivor_id, const char *action)
{
	struct audit_entry entry = {
		.action = action,
		.subject = "incident",
		.subject_id = survivor_id,
		.incident_id = survivor_id,
		.reason = m->reason,
		.changes = arena_printf(m->change.rq->arena, "{\"duplicate_id\":[null,%lld]}",
					(long long)m->incident_id),
	};
	return audit_append(db, &m->change.actor, &entry);
}

/* Neither of two may be a duplicate itself, nor have duplicates of its own: one step from every duplicate. */
static enum rc check_merge(struct db *db, struct request *rq, const struct merging *m, const struct incident *before)
{
	struct incident into;
	int64_t own_duplicates;
	enum rc rc = incident_lock(db, rq->arena, before->organization_id, m->into_id, &into);

	if (rc == RC_OK)
		rc = incident_merged_count(db, rq->arena, before->organization_id, before->id, &own_duplicates);
	if (rc != RC_OK)
		return rc;
	if (into.reg != before->reg)
		return problem_add(rq, "number", N_("It is of another register"));
	if (into.merged_into_id)
		return problem_add(rq, "number", N_("It is a duplicate itself"));
	if (own_duplicates)
		return problem_add(rq, "number", N_("This incident has duplicates of its own: separate them first"));
	return RC_OK;
}

static enum rc write_merge(struct db *db, void *closure)
{
	struct merging *m = closure;
	struct request *rq = m->change.rq;
	struct incident before;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, m->incident_id, &before);

	if (rc == RC_OK && (before.merged_into_id != 0) == (m->into_id != 0))
		rc = RC_CONFLICT;
	if (rc == RC_OK && m->into_id)
		rc = check_merge(db, rq, m, &before);
	if (rc != RC_OK)
		return rc;
	struct incident after = before;
	after.merged_into_id = m->into_id;
	rc = incident_change(db, rq->arena, &m->change.actor, m->into_id ? "incident.merged" : "incident.separated",
			     &before, &after, m->reason);
	if (rc != RC_OK)
		return rc;
	return audit_survivor(db, m, m->into_id ? m->into_id : before.merged_into_id,
			      m->into_id ? "incident.duplicate_added" : "incident.duplicate_removed");
}

static enum rc merge_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct incident other = {0};
	struct link_form typed = {0};
	struct merging m = {.change = change_of(rq)};
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &merge_form, &typed);
	if (rc == RC_OK)
		rc = find_other(rq, &shown, typed.number, &other);
	if (rc == RC_OK) {
		m.incident_id = shown.incident.id;
		m.into_id = other.id;
		m.reason = typed.reason;
		m.change.answer = incident_href(rq->arena, &shown.incident, "");
		rc = change_run(&m.change, rs, "incident_merge", write_merge, &m);
	}
	return rc == RC_INVALID ? respond_form(rq, rs, &shown, &merge_form, "incident/merge", &typed) : rc;
}

static enum rc unmerge_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct link_form typed = {0};
	struct merging m = {.change = change_of(rq)};
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	if (form_read(rq, &reason_form, &typed) != RC_OK)
		return respond_form(rq, rs, &shown, &reason_form, "incident/unmerge", &typed);
	m.incident_id = shown.incident.id;
	m.reason = typed.reason;
	m.change.answer = incident_href(rq->arena, &shown.incident, "");
	return change_run(&m.change, rs, "incident_unmerge", write_merge, &m);
}

const struct route incident_link_routes[] = {
	{METHOD_GET, "/incidents/{number}/links", MAY_SEE_INCIDENTS, 0, link_get, "asks which incident to link"},
	{METHOD_POST, "/incidents/{number}/links", MAY_SEE_INCIDENTS, 0, link_post, "links it",
	 .api = API_CHANGE("linkIncident", "Incidents", API_INCIDENTS_WRITE, API_FORM("IncidentLink", &link_form), .status = 201, .flags = API_SANDBOX)},
	{METHOD_POST, "/incidents/{number}/links/{link}/remove", MAY_SEE_INCIDENTS, 0, unlink_post, "removes a link",
	 .api = API_CHANGE("unlinkIncident", "Incidents", API_INCIDENTS_WRITE, NULL, .flags = API_SANDBOX)},
	{METHOD_GET, "/incidents/{number}/merge", MAY_SEE_INCIDENTS, 0, merge_get, "asks of what it is a duplicate"},
	{METHOD_POST, "/incidents/{number}/merge", MAY_SEE_INCIDENTS, 0, merge_post, "merges a duplicate",
	 .api = API_CHANGE("mergeIncident", "Incidents", API_INCIDENTS_WRITE, API_FORM("Merge", &merge_form), .flags = API_SANDBOX)},
	{METHOD_POST, "/incidents/{number}/separate", MAY_SEE_INCIDENTS, 0, unmerge_post, "takes a merge back",
	 .api = API_CHANGE("separateIncident", "Incidents", API_INCIDENTS_WRITE, API_FORM("Separation", &reason_form), .flags = API_SANDBOX)},
	ROUTE_END,
};
