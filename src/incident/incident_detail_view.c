#include "incident/incident_detail_view.h"

#include "base/random.h"
#include "db/archive.h"
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

/* Where it is: what is not among the present ones is looked for in the archive, which the rest of the request then reads. */
static enum rc find_incident(struct request *rq, struct incident *incident)
{
	const int64_t organization_id = rq->viewer->organization_id;
	const struct str number = param(rq, "number");
	enum rc rc = uuid_is_valid(number) ? incident_by_uuid(rq->db, rq->arena, organization_id, number, incident)
					   : incident_by_number(rq->db, rq->arena, organization_id, number, incident);

	if (rc == RC_NOT_FOUND && db_archive_open(rq->db) == RC_OK) {
		rc = incident_by_number(rq->db, rq->arena, organization_id, number, incident);
		if (rc != RC_OK)
			db_archive_close(rq->db);
	}
	return rc;
}

/* What does not fit is loaded again each time. */
struct incident_lists {
	struct {
		incident_list_load *load;
		struct rows rows;
	} at[16];
	size_t count;
};

enum rc incident_shown_rows(struct request *rq, const struct incident_shown *shown, const struct incident_count *count,
			    incident_list_load *load, struct rows *rows)
{
	struct incident_lists *lists = shown->lists;

	*rows = (struct rows){0};
	if (count && incident_count_of(&shown->around, count) == 0)
		return RC_OK;
	for (size_t i = 0; i < lists->count; i++)
		if (lists->at[i].load == load) {
			*rows = lists->at[i].rows;
			return RC_OK;
		}
	enum rc rc = load(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, rows);
	if (rc == RC_OK && lists->count < sizeof lists->at / sizeof *lists->at) {
		lists->at[lists->count].load = load;
		lists->at[lists->count++].rows = *rows;
	}
	return rc;
}

/* The rest, once the incident and what stands around it are known. */
static enum rc complete(struct request *rq, struct incident_shown *out)
{
	const struct incident *incident = &out->incident;
	const struct zone *zone;
	enum rc rc = workflow_of(rq->db, incident, &out->workflow);

	if (rc != RC_OK)
		return rc;
	out->lists = ARENA_NEW(rq->arena, struct incident_lists);
	out->may_manage = incident_may_manage(rq->viewer, incident);
	out->shows_work = incident_shows_work(rq->viewer, incident);
	if (!incident_shows_reporter(rq->viewer, incident))
		out->around.reporter = STR_NONE;
	if (zone_find(out->around.zone, &zone) == RC_OK)
		rq->zone = zone;
	return RC_OK;
}

enum rc incident_shown_find(struct request *rq, struct incident_shown *out)
{
	enum rc rc = find_incident(rq, &out->incident);

	if (rc == RC_OK && !incident_is_visible(rq->viewer, &out->incident))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = incident_around(rq->db, rq->arena, rq->viewer, &out->incident, &out->around);
	return rc == RC_OK ? complete(rq, out) : rc;
}

enum rc incident_shown_made(struct request *rq, const struct incident *made, struct incident_shown *out)
{
	out->incident = *made;
	if (!incident_is_visible(rq->viewer, made))
		return RC_NOT_FOUND;
	enum rc rc = incident_around_bare(rq->db, rq->viewer, made, &out->around);
	return rc == RC_OK ? complete(rq, out) : rc;
}

struct str incident_shown_lock(const struct request *rq, const struct incident_shown *shown, enum record_area area)
{
	const char *why = workflow_lock(shown->workflow, &shown->incident, area);

	return why ? rq_tr(rq, why) : STR_NONE;
}

bool incident_shown_may(const struct incident_shown *shown, enum record_area area)
{
	return shown->may_manage && !workflow_lock(shown->workflow, &shown->incident, area);
}

enum rc incident_shown_unlocked(struct request *rq, const struct incident_shown *shown, enum record_area area)
{
	struct str why = incident_shown_lock(rq, shown, area);

	if (!why.len)
		return RC_OK;
	problem_add_text(rq, "", why);
	return RC_LOCKED;
}

enum rc incident_shown_change(struct request *rq, enum record_area area, struct incident_shown *out)
{
	enum rc rc = incident_shown_find(rq, out);

	if (rc == RC_OK && !out->may_manage)
		rc = RC_DENIED;
	return rc == RC_OK ? incident_shown_unlocked(rq, out, area) : rc;
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
