#include "investigation/evidence_view.h"

#include "base/random.h"
#include "investigation/evidence_store.h"

static const char *const custody_names[] = {"action", "happened_at", "from_name", "to_name", "note", NULL};
const struct form custody_form = {&custody_record, custody_names, NULL};

static enum rc add_file(struct request *rq, const struct investigation_shown *v, const struct evidence *evidence,
			struct view *page)
{
	struct attachment file;
	enum rc rc = evidence_file(rq->db, rq->arena, evidence, &file);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	view_text(page, "file_name", file.name);
	view_text(page, "sha256", hex(rq->arena, evidence->sha256));
	view_flag(page, "is_withdrawn", file.is_hidden);
	view_text(page, "file_href",
		  incident_href(rq->arena, &v->shown.incident,
				arena_printf(rq->arena, "/files/%.*s", STR_ARG(file.uuid)).at));
	return RC_OK;
}

enum rc evidence_view_more(struct request *rq, const struct investigation_shown *v, const union entry_row *row,
			   struct view *page)
{
	const struct evidence *evidence = &row->evidence;
	struct custody fresh;
	struct rows custody, checks;
	enum rc rc = add_file(rq, v, evidence, page);

	if (rc == RC_OK)
		rc = custody_list(rq->db, rq->arena, evidence, &custody);
	if (rc == RC_OK)
		rc = evidence_checks(rq->db, rq->arena, evidence, &checks);
	if (rc != RC_OK)
		return rc;
	view_text(page, "evidence_href",
		  investigation_href(rq->arena, &v->shown.incident,
				     arena_printf(rq->arena, "/evidence/%.*s", STR_ARG(evidence->entry.uuid)).at));
	view_flag(page, "may_write_custody", investigation_may_edit(rq->viewer, &v->shown.incident));
	view_int(page, "n", evidence->entry.position);
	view_record(page, "evidence", &evidence_record, evidence);
	view_records(page, "custody", &custody_record, custody.at, custody.count);
	view_records(page, "checks", &evidence_check_record, checks.at, checks.count);
	record_clear(&custody_record, &fresh);
	fresh.happened_at = rq->now;
	form_view(rq, page, "custody_form", &custody_form, &fresh);
	view_text(page, "custody_submission", uuid_new(rq->arena, rq->now));
	view_text(page, "verify_submission", uuid_new(rq->arena, rq->now));
	return RC_OK;
}
