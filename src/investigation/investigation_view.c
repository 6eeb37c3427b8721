#include "investigation/investigation_view.h"

#include <string.h>

#include "base/random.h"
#include "incident/incident_change_store.h"
#include "investigation/gaps.h"

#define TAB "/investigation"

struct str investigation_href(struct arena *arena, const struct incident *incident, const char *behind)
{
	return incident_href(arena, incident, arena_printf(arena, TAB "%s", behind).at);
}

static struct str lock_words(struct request *rq, const struct investigation_shown *v)
{
	struct str lock = incident_shown_lock(rq, &v->shown, AREA_INVESTIGATION);

	if (lock.len)
		return lock;
	if (v->findings.investigation.state == INVESTIGATION_PENDING)
		return rq_tr(rq, N_("It is submitted: nobody changes it until it is decided."));
	if (v->findings.investigation.state == INVESTIGATION_APPROVED)
		return rq_tr(rq, N_("It is approved and signed. To change it, open it again."));
	return STR("");
}

enum rc investigation_shown_find(struct request *rq, struct investigation_shown *out)
{
	enum rc rc = incident_shown_find(rq, &out->shown);

	if (rc == RC_OK && out->shown.incident.reg == REGISTER_OPERATIONS)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && !out->shown.shows_work)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = findings_load(rq->db, rq->arena, &out->shown.incident, &out->findings);
	if (rc != RC_OK)
		return rc;
	out->lock = lock_words(rq, out);
	out->may_edit = !out->lock.len && investigation_may_edit(rq->viewer, &out->shown.incident);
	return RC_OK;
}

enum rc investigation_shown_edit(struct request *rq, struct investigation_shown *out)
{
	enum rc rc = investigation_shown_find(rq, out);

	if (rc == RC_OK && !investigation_may_edit(rq->viewer, &out->shown.incident))
		rc = RC_DENIED;
	if (rc == RC_OK && out->lock.len) {
		problem_add_text(rq, "", out->lock);
		rc = RC_LOCKED;
	}
	return rc;
}

enum rc investigation_lock_for(struct db *db, const struct change *change, const struct incident *incident,
			       struct investigation *out)
{
	struct request *rq = change->rq;
	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, incident->organization_id, incident->id, AREA_INVESTIGATION,
					&locked);

	if (rc == RC_OK && !investigation_may_edit(rq->viewer, &locked))
		rc = RC_DENIED;
	return rc == RC_OK ? investigation_lock(db, rq->arena, &change->actor, &locked, out) : rc;
}

struct section {
	const char *path;
	const char *label;
	const char *icon;
};
static const struct section sections[] = {
	{"", N_("Overview"), "list-ul"},
	{"/whys", N_("5 Whys"), "search"},
	{"/fishbone", N_("Fishbone"), "funnel"},
	{"/timeline", N_("Timeline"), "clock"},
	{"/evidence", N_("Evidence"), "paperclip"},
	{"/causes", N_("Causes"), "flag"},
	{"/conclusion", N_("Conclusion"), "pencil"},
};

/* Methods that were not chosen have no page of their own, unless something was written there. */
static bool is_shown(const struct section *section, const struct findings *f)
{
	const struct investigation *i = &f->investigation;

	if (strcmp(section->path, "/whys") == 0)
		return i->has_whys || f->chain_count;
	if (strcmp(section->path, "/fishbone") == 0)
		return i->has_fishbone || f->item_count;
	if (strcmp(section->path, "/timeline") == 0)
		return i->has_timeline || f->event_count;
	return true;
}

static size_t count_of(const struct section *section, const struct findings *f)
{
	return strcmp(section->path, "/whys") == 0     ? f->chain_count :
	       strcmp(section->path, "/fishbone") == 0 ? f->item_count :
	       strcmp(section->path, "/timeline") == 0 ? f->event_count :
	       strcmp(section->path, "/evidence") == 0 ? f->evidence_count :
	       strcmp(section->path, "/causes") == 0   ? f->cause_count :
							 0;
}

enum rc investigation_page(struct request *rq, const struct investigation_shown *v, const char *section,
			   struct view **out)
{
	const struct incident *incident = &v->shown.incident;
	enum rc rc = record_page(rq, &v->shown, TAB, out);
	struct view *page = *out;

	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "sections");
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		if (!is_shown(&sections[i], &v->findings))
			continue;
		struct view *item = view_add(list);
		view_text(item, "section_label", rq_tr(rq, sections[i].label));
		view_text(item, "section_href", investigation_href(rq->arena, incident, sections[i].path));
		view_int(item, "section_count", (int64_t)count_of(&sections[i], &v->findings));
		view_flag(item, "is_here", strcmp(sections[i].path, section) == 0);
	}
	view_record(page, "investigation", &investigation_record, &v->findings.investigation);
	view_text(page, "investigation_href", investigation_href(rq->arena, incident, ""));
	view_flag(page, "may_edit", v->may_edit);
	view_text(page, "lock", v->lock);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return RC_OK;
}

static struct str gap_words(struct request *rq, const struct gap *gap)
{
	struct str words = rq_tr(rq, gap->text), slot = STR("{what}");
	ptrdiff_t at = str_find(words, slot);

	if (at < 0)
		return words;
	return arena_printf(rq->arena, "%.*s%.*s%.*s", (int)at, words.at, STR_ARG(gap->what),
			    STR_ARG(str_slice(words, (size_t)at + slot.len, words.len)));
}

static struct str gap_behind(struct arena *arena, const struct gap *gap)
{
	if (!gap->uuid.len)
		return str_of(gap->part);
	return arena_printf(arena, "%s/%.*s", gap->part, STR_ARG(gap->uuid));
}

void investigation_view_gaps(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	struct gaps gaps = gaps_of(rq->arena, &v->shown.incident, &v->findings);
	struct view_list *list = view_list(page, "gaps");

	for (size_t i = 0; i < gaps.count; i++) {
		struct view *item = view_add(list);
		view_text(item, "gap", gap_words(rq, &gaps.at[i]));
		view_text(item, "gap_href",
			  investigation_href(rq->arena, &v->shown.incident, gap_behind(rq->arena, &gaps.at[i]).at));
	}
}

static bool part_shown(const struct request *rq, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;

	return rq->viewer && shown->shows_work &&
	       (incident->investigation_required || incident->investigation_lead_id ||
		incident->status == STATUS_INVESTIGATION || incident->status == STATUS_UNDER_INVESTIGATION ||
		investigation_may_edit(rq->viewer, incident));
}

/* On Summary one line for all of its gaps: they are listed on the tab. */
static enum rc part_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	struct investigation i;

	if (!shown->incident.investigation_required)
		return RC_OK;
	enum rc rc = RC_NOT_FOUND;
	if (incident_count_of(&shown->around, &investigation_count) != 0)
		rc = investigation_find(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, &i);
	if (rc == RC_NOT_FOUND)
		i = investigation_new(&shown->incident);
	else if (rc != RC_OK)
		return rc;
	if (i.state == INVESTIGATION_PENDING)
		record_gap(gaps, rq_tr(rq, N_("The investigation waits for approval")), TAB);
	else if (i.state == INVESTIGATION_REJECTED)
		record_gap(gaps, rq_tr(rq, N_("The investigation was rejected and has to be reworked")), TAB);
	else if (i.state != INVESTIGATION_APPROVED)
		record_gap(gaps, rq_tr(rq, N_("The investigation is not submitted yet")), TAB);
	return RC_OK;
}

/* What is approved cannot be changed without opening it again, so the state alone answers. */
static enum rc part_facts(struct db *db, struct arena *arena, const struct incident *incident,
			  struct workflow_facts *facts)
{
	struct investigation i;
	enum rc rc = investigation_find(db, arena, incident->organization_id, incident->id, &i);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	facts->investigation_approved = rc == RC_OK && i.state == INVESTIGATION_APPROVED ? ANSWER_YES : ANSWER_NO;
	return RC_OK;
}

const struct record_part investigation_part = {
	.name = "investigation",
	.position = RECORD_INVESTIGATION,
	.registers = RECORD_SAFETY | RECORD_ENVIRONMENT,
	.tab = TAB,
	.label = N_("Investigation"),
	.shown = part_shown,
	.gaps = part_gaps,
	.counts = {&investigation_count},
	.answers = 1u << GUARD_NO_INVESTIGATION | 1u << GUARD_INVESTIGATION_APPROVED,
	.facts = part_facts,
};
