#include "investigation/evidence_pages.h"

#include "http/api_operation.h"
#include "incident/attachment_file.h"
#include "incident/incident_change_store.h"
#include "investigation/evidence_store.h"
#include "investigation/evidence_view.h"

struct evidence_writing {
	struct change change;
	const struct investigation_shown *v;
	const struct evidence *evidence;
	struct custody custody;
	struct evidence_check check;
};

static enum rc find(struct request *rq, struct investigation_shown *v, union entry_row *row)
{
	enum rc rc = investigation_shown_find(rq, v);

	return rc == RC_OK ? part_entry(rq, v, part_find(STR("evidence")), row) : rc;
}

static struct str evidence_href(struct request *rq, const struct investigation_shown *v,
				const struct evidence *evidence)
{
	struct str behind = arena_printf(rq->arena, "/evidence/%.*s", STR_ARG(evidence->entry.uuid));

	return investigation_href(rq->arena, &v->shown.incident, behind.at);
}

/* --- chain of custody --- */

static enum rc respond_custody(struct request *rq, struct response *rs, const struct investigation_shown *v,
			       const union entry_row *row, const struct custody *typed)
{
	struct view *page;
	enum rc rc = investigation_page(rq, v, "/evidence", &page);

	if (rc == RC_OK)
		rc = evidence_view_more(rq, v, row, page);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "custody_form", &custody_form, typed);
	view_flag(page, "is_custody", true);
	return respond_page(rq, rs, "investigation/evidence-one", page);
}

static enum rc write_custody(struct db *db, void *closure)
{
	struct evidence_writing *w = closure;
	struct request *rq = w->change.rq;
	const struct incident *incident = &w->v->shown.incident;
	struct incident locked;
	struct custody custody = w->custody;
	enum rc rc = incident_lock(db, rq->arena, incident->organization_id, incident->id, &locked);

	if (rc == RC_OK && !investigation_may_edit(rq->viewer, &locked))
		rc = RC_DENIED;
	w->change.answer = evidence_href(rq, w->v, w->evidence);
	return rc == RC_OK ? custody_add(db, rq->arena, &w->change.actor, w->evidence, &custody) : rc;
}

/*
 * The chain goes on after the investigation is approved: a part is given back, a sample is examined later. It is not part
 * of what was signed.
 */
static enum rc custody_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	union entry_row row;
	struct evidence_writing w = {.change = change_of(rq), .v = &v, .evidence = &row.evidence};
	enum rc rc = find(rq, &v, &row);

	if (rc == RC_OK && !investigation_may_edit(rq->viewer, &v.shown.incident))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	record_clear(&custody_record, &w.custody);
	w.custody.recorded_by_id = rq->viewer->person_id;
	w.custody.recorded_by = rq->viewer->name;
	w.custody.created_at = rq->now;
	if (form_read(rq, &custody_form, &w.custody) != RC_OK)
		return respond_custody(rq, rs, &v, &row, &w.custody);
	return change_run(&w.change, rs, "custody_add", write_custody, &w);
}

/* --- check of the hash --- */

static enum rc write_check(struct db *db, void *closure)
{
	struct evidence_writing *w = closure;
	struct evidence_check check = w->check;

	w->change.answer = evidence_href(w->change.rq, w->v, w->evidence);
	return evidence_check_add(db, w->change.rq->arena, &w->change.actor, w->evidence, &check);
}

/* Whoever works on the incident may look whether a file is still what it was, also an auditor. */
static enum rc verify_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	union entry_row row;
	struct evidence_writing w = {.change = change_of(rq), .v = &v, .evidence = &row.evidence};
	struct str found = STR_NONE;
	enum rc rc = find(rq, &v, &row);

	if (rc == RC_OK && !row.evidence.sha256.at)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	rc = attachment_file_hash(rq->arena, rq->config, row.evidence.sha256, &found);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	record_clear(&evidence_check_record, &w.check);
	w.check.result = rc != RC_OK				? CHECK_MISSING
			 : str_equal(found, row.evidence.sha256) ? CHECK_EQUAL
								 : CHECK_CHANGED;
	w.check.found_sha256 = found;
	w.check.checked_by_id = rq->viewer->person_id;
	w.check.checked_by = rq->viewer->name;
	w.check.checked_at = rq->now;
	return change_run(&w.change, rs, "evidence_check", write_check, &w);
}

const struct route evidence_routes[] = {
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/investigation/evidence/{uuid}/custody",
	 .needs = MAY_INVESTIGATE,
	 .handle = custody_post,
	 .help = "adds a link to the chain of custody",
	 .api = API_CHANGE("addCustody", "Investigations", API_INVESTIGATIONS_WRITE, API_FORM("Custody", &custody_form),
			   .status = 201)},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/investigation/evidence/{uuid}/verify",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = verify_post,
	 .help = "compares the stored file with its registered hash",
	 .api = API_CHANGE("verifyEvidence", "Investigations", API_INVESTIGATIONS_WRITE, NULL)},
	ROUTE_END,
};
