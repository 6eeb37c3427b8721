#include "operations/timeline_pages.h"

#include <stddef.h>

#include "audit/audit_list_store.h"
#include "audit/audit_view.h"
#include "base/random.h"
#include "event/submission.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "incident/incident_change_store.h"
#include "operations/timeline_store.h"
#include "organization/names_store.h"

static const char *const names[] = {"kind", "happened_at", "text", NULL};
const struct form timeline_form = {&timeline_entry_record, names, NULL};

static const struct code said[] = {
	{"added", N_("The entry has been added.")},
	{NULL, NULL},
};

static const char *icon_of(int kind)
{
	static const char *const icons[] = {"dot", "eye", "exclamation-triangle", "clipboard-check", "flag", "megaphone",
					    "search", "check-lg", "pencil"};
	return kind > 0 && (size_t)kind < sizeof icons / sizeof *icons ? icons[kind] : icons[0];
}

static void add_entry(struct request *rq, struct view *item, const struct timeline_entry *entry, struct str who)
{
	view_cstr(item, "icon", icon_of(entry->kind));
	view_text(item, "who", who.len ? who : rq_tr(rq, N_("Another system")));
	view_text(item, "what", rq_tr(rq, timeline_kind_act(entry->kind)));
	view_moment(item, "at", entry->happened_at);
	view_text(item, "text", entry->text);
}

/* The changes of state come from the audit trail; newest first. */
static void add_step(struct request *rq, struct view *item, const struct audit_line *line)
{
	view_cstr(item, "icon", "flag");
	view_text(item, "who", line->actor_name.len ? line->actor_name : rq_tr(rq, N_("The system")));
	view_text(item, "what", audit_view_action(rq->catalogue, line->action));
	view_moment(item, "at", line->recorded_at);
	view_text(item, "reason", line->reason);
	audit_view_changes(view_list(item, "changes"), rq->arena, rq->catalogue, line->subject, line->changes);
}

/* Both in the order of time; of the steps, which come newest first, the newest fifty. */
static enum rc add_entries(struct request *rq, struct view *page, const struct incident *incident)
{
	const struct audit_filter filter = {.organization_id = incident->organization_id,
					    .incident_id = incident->id,
					    .action = STR("incident.status"),
					    .from = MOMENT_NONE,
					    .until = MOMENT_NONE};
	struct names *people = names_new(rq->db, rq->arena, incident->organization_id);
	struct view_list *list = view_list(page, "entries");
	struct rows entries, steps;
	enum rc rc = timeline_list(rq->db, rq->arena, incident->organization_id, incident->id, &entries);

	if (rc == RC_OK)
		rc = names_load_column(people, NAMES_PERSON, entries, sizeof(struct timeline_entry),
				       offsetof(struct timeline_entry, person_id));
	if (rc == RC_OK)
		rc = audit_list(rq->db, rq->arena, &filter, &steps);
	if (rc != RC_OK)
		return rc;
	size_t step = steps.count > AUDIT_PAGE ? AUDIT_PAGE : steps.count;
	for (size_t i = 0;;) {
		const struct audit_line *line = step > 0 ? ROW(struct audit_line, steps, step - 1) : NULL;
		const struct timeline_entry *entry = i < entries.count ? ROW(struct timeline_entry, entries, i) : NULL;
		if (!line && !entry)
			break;
		if (!entry || (line && line->recorded_at < entry->happened_at)) {
			add_step(rq, view_add(list), line);
			step--;
		} else {
			add_entry(rq, view_add(list), entry, names_get(people, NAMES_PERSON, entry->person_id));
			i++;
		}
	}
	view_flag(page, "is_exact", true);
	view_flag(page, "is_cut", entries.count == TIMELINE_MOST || steps.count > AUDIT_PAGE);
	return RC_OK;
}

static enum rc respond_timeline(struct request *rq, struct response *rs, const struct incident_shown *shown,
				const struct timeline_entry *typed)
{
	struct timeline_entry blank;
	struct view *page;
	enum rc rc = record_page(rq, shown, timeline_part.tab, &page);

	if (rc == RC_OK)
		rc = add_entries(rq, page, &shown->incident);
	if (rc != RC_OK)
		return rc;
	record_clear(&timeline_entry_record, &blank);
	blank.happened_at = rq->now;
	view_text(page, "lock", incident_shown_lock(rq, shown, AREA_MESSAGES));
	view_flag(page, "may_write", incident_shown_may(shown, AREA_MESSAGES));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	form_view(rq, page, "form", &timeline_form, typed ? typed : &blank);
	page_said(rq, page, said);
	return respond_page(rq, rs, "operations/timeline", page);
}

static bool part_shown(const struct request *rq, const struct incident_shown *shown)
{
	return rq->viewer && shown->shows_work;
}

static enum rc timeline_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && shown.incident.reg != REGISTER_OPERATIONS)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && !part_shown(rq, &shown))
		rc = RC_DENIED;
	return rc == RC_OK ? respond_timeline(rq, rs, &shown, NULL) : rc;
}

struct adding {
	struct change change;
	struct actor actor;
	const struct incident *incident;
	struct timeline_entry *entry;
};

static enum rc write_entry(struct db *db, void *closure)
{
	struct adding *a = closure;
	struct arena *arena = a->change.rq->arena;
	struct incident locked;
	enum rc rc = incident_lock_area(db, arena, a->incident->organization_id, a->incident->id, AREA_MESSAGES, &locked);

	a->change.answer = incident_href(arena, a->incident, "/timeline?said=added");
	return rc == RC_OK ? timeline_add(db, arena, &a->actor, a->entry) : rc;
}

enum rc timeline_take(struct request *rq, struct response *rs, struct timeline_entry *entry)
{
	struct incident_shown shown;
	struct adding a = {.change = change_of(rq), .incident = &shown.incident, .entry = entry};
	enum rc rc = incident_shown_change(rq, AREA_MESSAGES, &shown);

	if (rc == RC_OK && shown.incident.reg != REGISTER_OPERATIONS)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	record_clear(&timeline_entry_record, entry);
	if (form_read(rq, &timeline_form, entry) != RC_OK)
		return respond_timeline(rq, rs, &shown, entry);
	a.actor = incident_actor(rq, &shown.incident);
	entry->organization_id = shown.incident.organization_id;
	entry->incident_id = shown.incident.id;
	entry->uuid = uuid_new(rq->arena, rq->now);
	entry->person_id = rq->viewer->person_id;
	entry->created_at = rq->now;
	return change_run(&a.change, rs, "timeline_add", write_entry, &a);
}

static enum rc timeline_post(struct request *rq, struct response *rs)
{
	struct timeline_entry entry;
	return timeline_take(rq, rs, &entry);
}

const struct record_part timeline_part = {
	.name = "timeline",
	.position = RECORD_TIMELINE,
	.registers = RECORD_OPERATIONS,
	.tab = "/timeline",
	.label = N_("Timeline"),
	.shown = part_shown,
};

const struct route timeline_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/timeline",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = timeline_get,
	 .help = "the timeline of an operations incident",
	 .offered_by = "listTimeline"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/timeline",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = timeline_post,
	 .help = "adds an entry to the timeline",
	 .offered_by = "addTimelineEntry"},
	ROUTE_END,
};
