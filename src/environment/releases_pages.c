#include "environment/releases_pages.h"

#include "base/random.h"
#include "environment/followup_store.h"
#include "environment/release_store.h"
#include "environment/releases_view.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "incident/incident_change_store.h"
#include "incident/work.h"

static const struct code said[] = {
	{"told", N_("The entry has been added to the contact log.")},
	{"followup", N_("The text of the follow-up has been kept.")},
	{NULL, NULL},
};

static const char *const notice_names[] = {
	"agency",    "agency_name", "kind", "told_at",     "told_by",
	"spoken_to", "reference",   "said", "next_due_at", NULL,
};
static const struct form notice_form = {&release_notice_record, notice_names, NULL};
static const char *const followup_names[] = {
	"health_risks", "medical_advice", "precautions",   "actions_taken",
	"changes",      "contact_name",   "contact_phone", NULL,
};
static const struct form followup_form = {&release_followup_record, followup_names, NULL};

/* --- the tab --- */

/* Each entry, and whether a later one corrects it. */
static void add_notices(struct view *page, const struct rows *notices)
{
	struct view_list *list = view_list(page, "notices");

	for (size_t i = 0; i < notices->count; i++) {
		const struct release_notice *notice = ROW(struct release_notice, *notices, i);
		struct view *item = view_add(list);
		bool is_corrected = false;
		for (size_t j = 0; j < notices->count; j++)
			is_corrected |= ROW(struct release_notice, *notices, j)->corrects_id == notice->id;
		view_merge(item, &release_notice_record, notice);
		view_flag(item, "is_corrected", is_corrected);
		view_flag(item, "is_correction", notice->corrects_id != 0);
	}
}

static enum rc add_followup(struct request *rq, struct view *page, const struct incident *incident)
{
	struct release_followup *followup = ARENA_NEW(rq->arena, struct release_followup);
	enum rc rc = followup_newest(rq->db, rq->arena, incident->organization_id, incident->id, followup);
	const bool is_begun = rc == RC_OK;

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (!is_begun) {
		record_clear(&release_followup_record, followup);
		followup->actions_taken = incident->immediate_actions;
		followup->contact_name = rq->viewer->name;
	}
	view_flag(page, "has_followup", is_begun);
	form_view(rq, page, "followup", &followup_form, followup);
	return RC_OK;
}

static enum rc show(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;
	struct release_notice *notice = ARENA_NEW(rq->arena, struct release_notice);
	struct release_duty *duty = ARENA_NEW(rq->arena, struct release_duty);
	struct rows notices;
	struct view *page;
	enum rc rc = record_page(rq, shown, release_tab_part.tab, &page);

	if (rc == RC_OK)
		rc = releases_view(rq, page, incident, true);
	if (rc == RC_OK)
		rc = release_notice_list(rq->db, rq->arena, incident->organization_id, incident->id,
					 &notices);
	if (rc == RC_OK)
		rc = release_duty_find(rq->db, rq->arena, incident->organization_id, incident->id, duty);
	if (rc == RC_OK)
		rc = releases_duty_view(rq, page, incident, duty);
	if (rc == RC_OK && release_duty_needs_followup(duty))
		rc = add_followup(rq, page, incident);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	add_notices(page, &notices);
	record_clear(&release_notice_record, notice);
	notice->told_at = rq->now;
	notice->told_by = rq->viewer->name;
	notice->kind = NOTICE_CALL;
	form_view(rq, page, "notice", &notice_form, notice);
	view_text(page, "corrects", pairs_get(&rq->query, "corrects"));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_flag(page, "may_change", incident_shown_may(shown, AREA_IMPACTS));
	view_flag(page, "may_tell", shown->may_manage);
	page_said(rq, page, said);
	return respond_page(rq, rs, "environment/releases", page);
}

static enum rc find_shown(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);
	return rc == RC_OK && !shown->shows_work ? RC_NOT_FOUND : rc;
}

static enum rc releases_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = find_shown(rq, &shown);

	return rc == RC_OK ? show(rq, rs, &shown) : rc;
}

/* --- contact log and follow-up: duties outlive the locks of an incident's states, so both stay open --- */

struct telling {
	struct change change;
	struct incident incident;
	struct release_notice notice;
	struct release_followup followup;
};

static enum rc write_notice(struct db *db, void *closure)
{
	struct telling *t = closure;
	struct arena *arena = t->change.rq->arena;
	struct incident incident;
	enum rc rc = incident_lock(db, arena, t->incident.organization_id, t->incident.id, &incident);

	t->notice.incident_id = t->incident.id;
	return rc == RC_OK ? release_notice_add(db, arena, &t->change.actor, incident.establishment_id,
						&t->notice)
			   : rc;
}

static enum rc write_followup(struct db *db, void *closure)
{
	struct telling *t = closure;
	struct arena *arena = t->change.rq->arena;
	struct incident incident;
	enum rc rc = incident_lock(db, arena, t->incident.organization_id, t->incident.id, &incident);

	t->followup.incident_id = t->incident.id;
	return rc == RC_OK ? followup_add(db, arena, &t->change.actor, &t->followup) : rc;
}

static enum rc find_managed(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && !shown->may_manage)
		rc = RC_DENIED;
	return rc == RC_OK && shown->incident.status == STATUS_ARCHIVED ? RC_LOCKED : rc;
}

/* The entry that this one corrects must be one of the incident. */
static enum rc find_corrected(struct request *rq, const struct incident *incident, int64_t *id)
{
	struct str uuid = pairs_get(&rq->form, "corrects");
	struct rows notices;

	*id = 0;
	if (!uuid.len)
		return RC_OK;
	enum rc rc =
		release_notice_list(rq->db, rq->arena, incident->organization_id, incident->id, &notices);
	for (size_t i = 0; rc == RC_OK && i < notices.count; i++)
		if (str_equal(ROW(struct release_notice, notices, i)->uuid, uuid))
			*id = ROW(struct release_notice, notices, i)->id;
	return rc == RC_OK && !*id ? RC_BAD_REQUEST : rc;
}

static enum rc notice_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct telling t = {.change = change_of(rq)};
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	record_clear(&release_notice_record, &t.notice);
	rc = form_read(rq, &notice_form, &t.notice);
	if (rc == RC_OK)
		rc = find_corrected(rq, &shown.incident, &t.notice.corrects_id);
	if (rc != RC_OK)
		return rc == RC_INVALID ? show(rq, rs, &shown) : rc;
	t.incident = shown.incident;
	t.change.answer = incident_href(rq->arena, &shown.incident, "/releases?said=told");
	return change_run(&t.change, rs, "release_notice", write_notice, &t);
}

static enum rc followup_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct telling t = {.change = change_of(rq)};
	enum rc rc = find_managed(rq, &shown);

	if (rc != RC_OK)
		return rc;
	record_clear(&release_followup_record, &t.followup);
	rc = form_read(rq, &followup_form, &t.followup);
	if (rc != RC_OK)
		return rc == RC_INVALID ? show(rq, rs, &shown) : rc;
	t.incident = shown.incident;
	t.change.answer = incident_href(rq->arena, &shown.incident, "/releases?said=followup");
	return change_run(&t.change, rs, "release_followup", write_followup, &t);
}

/* --- parts of the record --- */

static bool for_workers(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

static enum rc count_releases(struct request *rq, const struct incident_shown *shown, int64_t *count)
{
	(void)rq;
	*count = incident_count_of(&shown->around, &release_count);
	return RC_OK;
}

static enum rc load_card(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	view_flag(card, "may_change", incident_shown_may(shown, AREA_IMPACTS));
	if (incident_count_of(&shown->around, &release_count) == 0)
		return RC_OK;
	return releases_view(rq, card, &shown->incident, false);
}

/* RC_NOT_FOUND: it has had no release. */
static enum rc find_duty(struct request *rq, const struct incident_shown *shown, struct release_duty *duty)
{
	if (incident_count_of(&shown->around, &release_duty_count) == 0)
		return RC_NOT_FOUND;
	return release_duty_find(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, duty);
}

static enum rc load_banner(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct release_duty *duty = ARENA_NEW(rq->arena, struct release_duty);
	enum rc rc = find_duty(rq, shown, duty);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK || !duty->is_open)
		return rc;
	view_flag(card, "is_open_duty", true);
	return releases_duty_view(rq, card, &shown->incident, duty);
}

static enum rc add_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	struct release_duty duty;
	enum rc rc = find_duty(rq, shown, &duty);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	if (duty.is_incomplete)
		record_gap(gaps, rq_tr(rq, N_("Released material without an amount")), "/releases");
	if (release_duty_needs_nrc(&duty) && duty.nrc_told_at == MOMENT_NONE)
		record_gap(gaps, rq_tr(rq, N_("No call to the National Response Center is recorded")),
			   "/releases");
	if ((release_duty_needs_local(&duty) && duty.local_told_at == MOMENT_NONE) ||
	    (release_duty_needs_state(&duty) && duty.state_told_at == MOMENT_NONE))
		record_gap(gaps, rq_tr(rq, N_("No call to state and local planning bodies is recorded")),
			   "/releases");
	if (release_duty_needs_followup(&duty) && duty.state_told_at != MOMENT_NONE &&
	    (duty.state_written_at == MOMENT_NONE || duty.local_written_at == MOMENT_NONE))
		record_gap(gaps, rq_tr(rq, N_("The written follow-up notice is not sent")), "/releases");
	return RC_OK;
}

const struct record_part release_tab_part = {
	.name = "releases",
	.position = RECORD_RELEASES,
	.registers = RECORD_SAFETY | RECORD_ENVIRONMENT,
	.tab = "/releases",
	.label = N_("Releases"),
	.shown = for_workers,
	.count = count_releases,
	.counts = {&release_count},
};
const struct record_part release_card_part = {
	.name = "materials",
	.position = 120,
	.registers = RECORD_SAFETY | RECORD_ENVIRONMENT,
	.template = "environment/card",
	.shown = for_workers,
	.load = load_card,
	.gaps = add_gaps,
	.counts = {&release_count, &release_duty_count},
};
const struct record_part release_banner_part = {
	.name = "release-duty",
	.position = 90,
	.registers = RECORD_SAFETY | RECORD_ENVIRONMENT,
	.column = RECORD_BANNER,
	.template = "environment/banner",
	.shown = for_workers,
	.load = load_banner,
	.counts = {&release_duty_count},
};

/* --- my work --- */

static enum rc load_due(const struct work_asked *asked, struct rows *items)
{
	struct rows rows;
	enum rc rc = release_due_list(asked->db, asked->arena, asked->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct work_item *list = ARENA_ARRAY(asked->arena, struct work_item, rows.count + 1);
	items->at = list;
	items->count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct release_due *due = ROW(struct release_due, rows, i);
		struct scope scope = {due->establishment_id, due->department_id};
		if (!viewer_may_in(asked->viewer, MAY_KEEP_OSHA, scope))
			continue;
		list[items->count++] = (struct work_item){
			.number = due->number,
			.title = due->title,
			.href = arena_printf(asked->arena, "/incidents/%.*s/releases", STR_ARG(due->number)),
			.detail = due->establishment,
			.severity = due->severity,
			.status = due->status,
			.due_on = due->due_on,
			.at = due->known_at,
			.is_overdue =
				!due->is_told || (due->due_on != DAY_NONE && due->due_on < asked->today),
		};
	}
	return RC_OK;
}

static const struct work_source release_work = {
	"releases", N_("Agencies to be told of a release"), NULL, 5, MAY_KEEP_OSHA, load_due,
};
WORK_SOURCE(release_work);

#define PATH "/incidents/{number}/releases"
const struct route releases_routes[] = {
	{.method = METHOD_GET,
	 .path = PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = releases_get,
	 .help = "what was released, and whom to tell",
	 .offered_by = "listReleases"},
	{.method = METHOD_POST,
	 .path = PATH "/notices",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = notice_post,
	 .help = "records that an agency was told",
	 .api = API_CHANGE("addReleaseNotice", "Releases", API_RELEASES_WRITE, API_BODY("ReleaseNotice", {API_FIELDS, .form = &notice_form}, {API_UUID, "corrects", .help = "the entry that this one corrects"}),
			   .status = 201)},
	{.method = METHOD_POST,
	 .path = PATH "/followup",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = followup_post,
	 .help = "keeps the text of the written follow-up notice",
	 .api = API_CHANGE("writeReleaseFollowup", "Releases", API_RELEASES_WRITE, API_FORM("ReleaseFollowup", &followup_form))},
	ROUTE_END,
};
