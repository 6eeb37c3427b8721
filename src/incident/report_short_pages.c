#include <stddef.h>

#include "base/random.h"
#include "identity/claim.h"
#include "identity/permission.h"
#include "identity/session.h"
#include "incident/lookup_store.h"
#include "incident/report_form.h"
#include "incident/report_pages.h"
#include "incident/report_send_pages.h"

static enum rc show(struct report_form *form, struct response *rs)
{
	struct request *rq = form->rq;
	struct view *page = view_new(rq->arena);
	struct str submission = pairs_get(&rq->form, "submission");
	enum rc rc = report_form_offer(form, STEP_COUNT);

	if (rc != RC_OK)
		return rc;
	report_form_show(form, page, STEP_COUNT, "");
	report_form_hide(form, page);
	view_text(page, "claim", claim_seal(rq));
	view_text(page, "submission", uuid_is_valid(submission) ? submission : uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "incident/report-short", page);
}

/*
 * A new form without the database: the places are those that this process knows, the time is left to whoever writes
 * it, because the clocks of the place are not known here.
 */
static enum rc show_away(struct report_form *form, struct response *rs)
{
	struct request *rq = form->rq;
	struct view *page = view_new(rq->arena);
	const struct lookup *lookup = lookup_kept();
	size_t count = lookup ? lookup->kinds[LOOKUP_ESTABLISHMENT].count : 0, offered = 0;
	struct choice *places = ARENA_ARRAY(rq->arena, struct choice, count + 1);

	for (size_t i = 0; i < count; i++) {
		const struct lookup_row *row = &lookup->kinds[LOOKUP_ESTABLISHMENT].rows[i];
		if (row->is_active)
			places[offered++] = (struct choice){row->id, row->name};
	}
	if (!offered)
		return report_send_away(rq, rs);
	rq->csrf = session_form_token(rq);
	form_choices(rq, "establishment_id", places, offered);
	report_form_show(form, page, STEP_COUNT, "");
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "incident/report-short-away", page);
}

static enum rc short_get(struct request *rq, struct response *rs)
{
	struct report_form form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)};
	const struct lookup *known;
	enum rc rc = report_send_allowed(rq);

	if (rc == RC_UNAVAILABLE)
		return show_away(&form, rs);
	/* Remembered for show_away, should the database be away next time. */
	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &known);
	if (rc == RC_OK)
		rc = report_form_begin(&form, true);
	return rc == RC_OK ? show(&form, rs) : rc;
}

static enum rc short_post(struct request *rq, struct response *rs)
{
	struct report_form form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)};
	struct report_sending sending = {.answers = &form.answers, .source = SOURCE_SHORT};
	enum rc allowed = report_send_allowed(rq);

	if (allowed != RC_OK && allowed != RC_UNAVAILABLE)
		return allowed;
	answers_set(&form.answers, "register", STR("safety"));
	answers_set(&form.answers, "is_time_known", STR("1"));
	report_form_take_all(&form);
	enum rc files = report_form_take_files(&form);
	if (files != RC_OK && files != RC_INVALID)
		return files;
	enum rc rc = allowed == RC_OK ? report_form_begin(&form, false) : allowed;
	if (rc == RC_UNAVAILABLE)
		return files == RC_OK ? report_send_later(rq, rs, &sending) : files;
	if (rc == RC_OK && report_form_check(&form, STEP_COUNT) == RC_FAULT)
		rc = RC_FAULT;
	if (rc != RC_OK)
		return rc;
	sending.own_establishment_id = form.here ? form.here->id : 0;
	return rq->problem_count ? show(&form, rs) : report_send(rq, rs, &sending);
}

const struct route report_short_routes[] = {
	{METHOD_GET, "/report/short", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, short_get, "a report in at most six answers"},
	{METHOD_POST, "/report/short", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB | ROUTE_UPLOAD, short_post,
	 "sends it; kept on disk while the database is away",
	 .offered_by = "createIncident"},
	ROUTE_END,
};
