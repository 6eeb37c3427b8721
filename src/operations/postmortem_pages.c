#include "operations/postmortem_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/event.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "incident/incident_change_store.h"
#include "operations/postmortem_store.h"
#include "operations/timeline_store.h"
#include "operations/timeline_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"
#include "view/markdown.h"

#define TAB "/postmortem"

static const char *const names[] = {"impact_summary",  "root_cause",	 "timeline",	   "what_went_well",
				    "what_went_wrong", "public_summary", "internal_notes", NULL};
const struct form postmortem_form = {&postmortem_record, names, NULL};

static const struct code said[] = {
	{"saved", N_("Saved.")},
	{"published", N_("The postmortem is published.")},
	{"revised", N_("The postmortem is a draft again.")},
	{NULL, NULL},
};

/* The incident with its postmortem; one that is not begun has id 0. */
struct shown {
	struct incident_shown incident;
	struct postmortem postmortem;
};

static enum rc find_postmortem(struct request *rq, struct shown *s)
{
	const struct incident *incident = &s->incident.incident;

	if (incident->reg != REGISTER_OPERATIONS)
		return RC_NOT_FOUND;
	enum rc rc = postmortem_of_incident(rq->db, rq->arena, incident->organization_id, incident->id, &s->postmortem);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&postmortem_record, &s->postmortem);
	return RC_OK;
}

static enum rc find(struct request *rq, struct shown *s)
{
	enum rc rc = incident_shown_find(rq, &s->incident);
	return rc == RC_OK ? find_postmortem(rq, s) : rc;
}

static enum rc find_for_change(struct request *rq, struct shown *s)
{
	enum rc rc = incident_shown_change(rq, AREA_INVESTIGATION, &s->incident);
	return rc == RC_OK ? find_postmortem(rq, s) : rc;
}

static struct str href(struct request *rq, const struct shown *s, const char *behind)
{
	return incident_href(rq->arena, &s->incident.incident, behind);
}

/* --- the tab --- */

/* What the viewer may read: drafts and notes are for those who work on it, the summary for everybody. */
static void add_sections(struct request *rq, struct view *page, const struct shown *s)
{
	struct view_list *list = view_list(page, "sections");
	const bool is_published = s->postmortem.state == POSTMORTEM_PUBLISHED;
	struct postmortem postmortem = s->postmortem;

	for (const char *const *name = names; *name; name++) {
		const struct field *field = record_field(&postmortem_record, str_of(*name));
		struct str text = *FIELD_AT(struct str, &postmortem, field);
		const bool is_public = field->offset == offsetof(struct postmortem, public_summary);
		if (!s->incident.shows_work && !(is_public && is_published))
			continue;
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, field->label));
		if (text.len)
			view_html(item, "body", markdown_html(rq->arena, text));
	}
}

static void add_missing(struct request *rq, struct view *page, const struct postmortem *postmortem)
{
	const struct field *missing[POSTMORTEM_NEEDS];
	size_t count = postmortem_missing(postmortem, missing);
	struct view_list *list = view_list(page, "missing");

	for (size_t i = 0; i < count; i++)
		view_text(view_add(list), "label", rq_tr(rq, missing[i]->label));
}

static enum rc add_publisher(struct request *rq, struct view *page, const struct postmortem *postmortem)
{
	struct names *people = names_new(rq->db, rq->arena, postmortem->organization_id);
	enum rc rc = names_load(people, NAMES_PERSON, &postmortem->published_by_id, 1);

	view_text(page, "published_by", names_get(people, NAMES_PERSON, postmortem->published_by_id));
	return rc;
}

static enum rc respond_postmortem(struct request *rq, struct response *rs, const struct shown *s)
{
	const struct postmortem *postmortem = &s->postmortem;
	const bool may_change = incident_shown_may(&s->incident, AREA_INVESTIGATION);
	struct view *page;
	enum rc rc = record_page(rq, &s->incident, TAB, &page);

	if (rc == RC_OK && postmortem->published_by_id)
		rc = add_publisher(rq, page, postmortem);
	if (rc != RC_OK)
		return rc;
	view_text(page, "lock", incident_shown_lock(rq, &s->incident, AREA_INVESTIGATION));
	view_flag(page, "is_begun", postmortem->id != 0);
	view_flag(page, "is_published", postmortem->state == POSTMORTEM_PUBLISHED);
	view_flag(page, "may_edit", may_change && postmortem->state != POSTMORTEM_PUBLISHED);
	view_flag(page, "may_revise", may_change && postmortem->state == POSTMORTEM_PUBLISHED);
	view_flag(page, "is_needed", s->incident.incident.severity >= SEVERITY_HIGH);
	view_flag(page, "shows_work", s->incident.shows_work);
	view_record(page, "postmortem", &postmortem_record, postmortem);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "publish_problem", problem_of(rq, "state"));
	if (postmortem->id) {
		add_sections(rq, page, s);
		add_missing(rq, page, postmortem);
	}
	page_said(rq, page, said);
	return respond_page(rq, rs, "operations/postmortem", page);
}

static enum rc postmortem_get(struct request *rq, struct response *rs)
{
	struct shown s;
	enum rc rc = find(rq, &s);
	return rc == RC_OK ? respond_postmortem(rq, rs, &s) : rc;
}

/* --- writing --- */

static enum rc lock(struct db *db, struct arena *arena, const struct edit *edit)
{
	struct incident incident;
	return incident_lock_area(db, arena, edit->actor->organization_id, edit->incident_id, AREA_INVESTIGATION,
				  &incident);
}

/* What was published meanwhile is not written over. */
static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	const struct postmortem *postmortem = row;
	struct postmortem stored;

	if (!before)
		return postmortem_insert(db, row);
	enum rc rc = postmortem_lock(db, arena, postmortem->organization_id, postmortem->incident_id, &stored);
	if (rc == RC_OK && stored.state == POSTMORTEM_PUBLISHED)
		return RC_CONFLICT;
	return rc == RC_OK ? postmortem_update(db, row) : rc;
}

static enum rc tell(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
		    const void *row)
{
	const struct postmortem *postmortem = row;
	struct event event = {
		.kind = edit->before ? "postmortem.changed" : "postmortem.created",
		.subject = "postmortem",
		.subject_id = postmortem->id,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)postmortem->incident_id),
	};
	return event_add(db, arena, actor, &event);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	struct view_list *crumbs = NULL;
	struct str number = param(rq, "number");
	struct str path = arena_printf(rq->arena, "/incidents/%.*s", STR_ARG(number));

	(void)row;
	edit_crumb(page, &crumbs, "/incidents", rq_tr(rq, N_("Incidents")));
	edit_crumb(page, &crumbs, path.at, number);
	edit_crumb(page, &crumbs, arena_printf(rq->arena, "%s" TAB, path.at).at, rq_tr(rq, N_("Postmortem")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Write")));
	return RC_OK;
}

/* A new one begins with what the timeline says. */
static enum rc begin_new(struct request *rq, const struct incident *incident, struct postmortem *row)
{
	struct rows entries;
	enum rc rc = timeline_list(rq->db, rq->arena, incident->organization_id, incident->id, &entries);

	if (rc != RC_OK)
		return rc;
	*row = (struct postmortem){
		.organization_id = incident->organization_id,
		.uuid = uuid_new(rq->arena, rq->now),
		.incident_id = incident->id,
		.state = POSTMORTEM_DRAFT,
		.timeline = timeline_markdown(rq->arena, rq->catalogue, rq->zone, entries.at, entries.count),
		.published_at = MOMENT_NONE,
		.version = 1,
		.created_at = rq->now,
	};
	return RC_OK;
}

struct editing {
	struct shown shown;
	struct postmortem row;
	struct actor actor;
	struct edit edit;
};

static enum rc begin_edit(struct request *rq, struct editing *e)
{
	enum rc rc = find_for_change(rq, &e->shown);
	const struct incident *incident = &e->shown.incident.incident;

	if (rc == RC_OK && e->shown.postmortem.state == POSTMORTEM_PUBLISHED)
		rc = RC_LOCKED;
	if (rc != RC_OK)
		return rc;
	e->row = e->shown.postmortem;
	if (!e->row.id)
		rc = begin_new(rq, incident, &e->row);
	e->row.updated_at = rq->now;
	e->actor = incident_actor(rq, incident);
	e->edit = (struct edit){
		.form = &postmortem_form,
		.before = e->shown.postmortem.id ? &e->shown.postmortem : NULL,
		.row = &e->row,
		.write = write,
		.template = "operations/postmortem-edit",
		.title = rq_tr(rq, N_("Postmortem")),
		.cancel_href = href(rq, &e->shown, TAB),
		.answer = href(rq, &e->shown, TAB "?said=saved").at,
		.decorate = decorate,
		.incident_id = incident->id,
		.actor = &e->actor,
		.lock = lock,
		.tell = tell,
	};
	return rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_edit(rq, &e);
	return rc == RC_OK ? edit_show(rq, rs, &e.edit) : rc;
}

enum rc postmortem_take(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin_edit(rq, &e);
	return rc == RC_OK ? edit_save(rq, rs, &e.edit) : rc;
}

/* --- publishing, and taking back --- */

struct step {
	struct change change;
	const struct shown *shown;
	struct actor actor;
	struct str reason; /* of taking back */
	int to;
};

static enum rc write_step(struct db *db, void *closure)
{
	struct step *step = closure;
	struct request *rq = step->change.rq;
	const struct incident *incident = &step->shown->incident.incident;
	const bool publishes = step->to == POSTMORTEM_PUBLISHED;
	const struct field *missing[POSTMORTEM_NEEDS];
	struct postmortem before;
	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, incident->organization_id, incident->id, AREA_INVESTIGATION, &locked);

	if (rc == RC_OK)
		rc = postmortem_lock(db, rq->arena, incident->organization_id, incident->id, &before);
	if (rc == RC_OK && (before.state == step->to || (publishes && postmortem_missing(&before, missing))))
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	struct postmortem after = before;
	after.state = step->to;
	after.published_at = publishes ? rq->now : MOMENT_NONE;
	after.published_by_id = publishes ? rq->viewer->person_id : 0;
	after.updated_at = rq->now;
	step->change.answer = href(rq, step->shown, publishes ? TAB "?said=published" : TAB "?said=revised");
	return postmortem_change(db, rq->arena, &step->actor, publishes ? "postmortem.published" : "postmortem.revised",
				 &before, &after, step->reason);
}

static enum rc take_step(struct request *rq, struct response *rs, const struct shown *s, int to, struct str reason)
{
	struct step step = {.change = change_of(rq),
			    .shown = s,
			    .actor = incident_actor(rq, &s->incident.incident),
			    .reason = reason,
			    .to = to};
	return change_run(&step.change, rs, "postmortem_step", write_step, &step);
}

static enum rc publish_post(struct request *rq, struct response *rs)
{
	const struct field *missing[POSTMORTEM_NEEDS];
	struct shown s;
	enum rc rc = find_for_change(rq, &s);

	if (rc == RC_OK && !s.postmortem.id)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	if (s.postmortem.state == POSTMORTEM_DRAFT && postmortem_missing(&s.postmortem, missing)) {
		rs->status = rc_http_status(problem_add(rq, "state", N_("Something is missing that a postmortem needs")));
		return respond_postmortem(rq, rs, &s);
	}
	return take_step(rq, rs, &s, POSTMORTEM_PUBLISHED, STR_NONE);
}

struct revision {
	struct str reason;
};
static const struct field revision_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "reason",
	 .offset = offsetof(struct revision, reason),
	 .label = N_("Reason"),
	 .flags = FIELD_REQUIRED,
	 .max = 2000},
	FIELD_END,
};
static const struct record revision_record = {"postmortem_revision", sizeof(struct revision), revision_fields};
static const char *const revision_names[] = {"reason", NULL};
static const struct form revision_form = {&revision_record, revision_names, NULL};

static enum rc show_revision(struct request *rq, struct response *rs, const struct shown *s)
{
	struct view *page = view_new(rq->arena);
	enum rc rc = decorate(rq, page, NULL);

	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", href(rq, s, TAB));
	form_view(rq, page, "form", &revision_form, NULL);
	return rc == RC_OK ? respond_page(rq, rs, "operations/postmortem-revise", page) : rc;
}

static enum rc find_published(struct request *rq, struct shown *s)
{
	enum rc rc = find_for_change(rq, s);
	return rc == RC_OK && s->postmortem.state != POSTMORTEM_PUBLISHED ? RC_NOT_FOUND : rc;
}

static enum rc revise_get(struct request *rq, struct response *rs)
{
	struct shown s;
	enum rc rc = find_published(rq, &s);
	return rc == RC_OK ? show_revision(rq, rs, &s) : rc;
}

static enum rc revise_post(struct request *rq, struct response *rs)
{
	struct revision typed = {STR_NONE};
	struct shown s;
	enum rc rc = find_published(rq, &s);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &revision_form, &typed);
	return rc == RC_OK ? take_step(rq, rs, &s, POSTMORTEM_DRAFT, typed.reason) : show_revision(rq, rs, &s);
}

/* --- what the record and its workflow ask --- */

static enum rc set_facts(struct db *db, struct arena *arena, const struct incident *incident,
			 struct workflow_facts *facts)
{
	struct postmortem postmortem;
	enum rc rc = postmortem_of_incident(db, arena, incident->organization_id, incident->id, &postmortem);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	facts->postmortem_published =
		rc == RC_OK && postmortem.state == POSTMORTEM_PUBLISHED ? ANSWER_YES : ANSWER_NO;
	return RC_OK;
}

/* SEV1 and SEV2 do not close without one; asked once the outage is over. */
static enum rc add_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	const struct incident *incident = &shown->incident;
	struct workflow_facts facts = WORKFLOW_FACTS_UNKNOWN;

	if (incident->status != STATUS_RESOLVED || incident->severity < SEVERITY_HIGH)
		return RC_OK;
	enum rc rc = set_facts(rq->db, rq->arena, incident, &facts);
	if (rc == RC_OK && facts.postmortem_published != ANSWER_YES)
		record_gap(gaps, rq_tr(rq, N_("The postmortem is not published")), TAB);
	return rc;
}

static bool part_shown(const struct request *rq, const struct incident_shown *shown)
{
	(void)shown;
	return rq->viewer != NULL;
}

const struct record_part postmortem_part = {
	.name = "postmortem",
	.position = RECORD_POSTMORTEM,
	.registers = RECORD_OPERATIONS,
	.tab = TAB,
	.label = N_("Postmortem"),
	.shown = part_shown,
	.gaps = add_gaps,
	.answers = 1u << GUARD_POSTMORTEM,
	.facts = set_facts,
};

#define OFFERED(id, body) API_CHANGE(id, "Operations", API_INCIDENTS_WRITE, body, .flags = API_SANDBOX)

#define PATH "/incidents/{number}" TAB
const struct route postmortem_routes[] = {
	{.method = METHOD_GET,
	 .path = PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = postmortem_get,
	 .help = "the postmortem of an operations incident",
	 .offered_by = "getPostmortem"},
	{.method = METHOD_GET,
	 .path = PATH "/edit",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = edit_get,
	 .help = "its form",
	 .offered_by = "getPostmortem"},
	{.method = METHOD_POST,
	 .path = PATH "/edit",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = postmortem_take,
	 .help = "begins or changes it",
	 .offered_by = "createPostmortem replacePostmortem"},
	{.method = METHOD_POST,
	 .path = PATH "/publish",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = publish_post,
	 .help = "publishes the postmortem",
	 .api = OFFERED("publishPostmortem", NULL)},
	{.method = METHOD_GET,
	 .path = PATH "/revise",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = revise_get,
	 .help = "asks why a published one is taken back"},
	{.method = METHOD_POST,
	 .path = PATH "/revise",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = revise_post,
	 .help = "makes a published postmortem a draft again",
	 .api = OFFERED("revisePostmortem", API_FORM("PostmortemRevision", &revision_form))},
	ROUTE_END,
};
