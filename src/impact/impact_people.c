#include "impact/impact.h"
#include "impact/injury_store.h"
#include "incident/injured_store.h"
#include "organization/people.h"
#include "organization/people_store.h"

static const char *const names[] = {"full_name", "job_title", "employment", "injury", "care", NULL};
const struct form impact_people_form = {&injured_person_record, names, NULL};

static enum rc find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		    struct str uuid, void *row)
{
	return injured_by_uuid(db, arena, organization_id, incident_id, uuid, row);
}

/* Whose name is masked for the viewer is nobody to be changed. */
static enum rc offer(struct request *rq, const struct incident_shown *shown, const void *row)
{
	return incident_shows_injured(rq->viewer, &shown->incident, row) ? RC_OK : RC_NOT_FOUND;
}

static enum rc begin(struct request *rq, const struct incident_shown *shown, void *row)
{
	struct injured_person *injured = row;

	(void)rq;
	(void)shown;
	injured->employment = EMPLOYMENT_PAYROLL;
	injured->care = CARE_UNKNOWN;
	return RC_OK;
}

/* A number at the front names somebody of the list, whose particulars fill what was left empty. */
static enum rc complete(struct request *rq, void *row)
{
	struct injured_person *injured = row;
	struct person person;
	int64_t person_id;
	struct str name;
	enum rc rc = impact_person_typed(rq, injured->full_name, &person_id, &name);

	if (rc != RC_OK || person_id == 0)
		return rc;
	injured->person_id = person_id;
	injured->full_name = name;
	rc = person_by_id(rq->db, rq->arena, rq->viewer->organization_id, person_id, &person);
	if (rc == RC_OK && !injured->job_title.len)
		injured->job_title = person.job_title;
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	struct injured_person *injured = row;

	(void)arena;
	if (!before)
		return injured_insert(db, injured);
	int64_t version = ((const struct injured_person *)before)->version;
	injured->version = version + 1;
	return injured_update(db, version, injured);
}

/* What the log of OSHA rests on cannot go away below it. */
static enum rc check_removal(struct request *rq, const void *row)
{
	const struct injured_person *injured = row;
	struct rows rows;
	enum rc rc = injured_rows(rq->db, rq->arena, injured->organization_id, injured->incident_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct injured_row *at = ROW(struct injured_row, rows, i);
		if (at->id == injured->id && at->has_case)
			return problem_add(rq, "", N_("There is an OSHA case for this person, so the entry stays. Decide there"
						      " that the case is not recordable."));
	}
	return rc;
}

const struct impact_kind impact_people = {
	.name = "people",
	.title = N_("Injured or ill person"),
	.removal = N_("The person no longer shows as injured or ill in this incident. The audit trail keeps the entry."),
	.form = &impact_people_form,
	.template = "impact/person",
	.find = find,
	.begin = begin,
	.offer = offer,
	.complete = complete,
	.write = write,
	.check_removal = check_removal,
};
