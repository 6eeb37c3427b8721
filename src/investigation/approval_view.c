#include "investigation/approval_view.h"

#include "investigation/approval.h"
#include "investigation/content.h"
#include "signature/signature_form.h"

bool approval_may_reopen(const struct request *rq, const struct investigation_shown *v)
{
	const struct incident *incident = &v->shown.incident;

	return v->findings.investigation.state == INVESTIGATION_APPROVED &&
	       !incident_shown_lock(rq, &v->shown, AREA_INVESTIGATION).len &&
	       incident_may_manage(rq->viewer, incident) &&
	       (viewer_has_role(rq->viewer, ROLE_EHS_SPECIALIST) || viewer_has_role(rq->viewer, ROLE_ADMINISTRATOR));
}

enum rc approval_view(struct request *rq, const struct investigation_shown *v, struct view *page)
{
	const struct incident *incident = &v->shown.incident;
	const struct investigation *i = &v->findings.investigation;
	struct rows signatures = {0};
	enum rc rc = signature_list(rq->db, rq->arena, incident->organization_id, SIGNATURE_INVESTIGATION, i->id,
				    &signatures);

	if (rc != RC_OK)
		return rc;
	signature_list_view(rq, page, &signatures, content_json(rq->arena, incident, &v->findings));
	const char *why_not = investigation_why_not_decide(rq->viewer, incident, i, approval_submitter(&signatures));
	view_flag(page, "may_submit", !v->lock.len && !investigation_why_not_submit(rq->viewer, incident, i));
	view_flag(page, "may_decide", !why_not);
	if (why_not && i->state == INVESTIGATION_PENDING && viewer_may(rq->viewer, MAY_APPROVE_INVESTIGATIONS))
		view_text(page, "why_not_decide", rq_tr(rq, why_not));
	view_flag(page, "may_reopen", approval_may_reopen(rq, v));
	/* The reason of the last rejection stays in sight while it is reworked. */
	for (size_t n = signatures.count; n > 0 && investigation_is_open(i); n--) {
		const struct signature *s = ROW(struct signature, signatures, n - 1);
		if (s->meaning != MEANING_REJECTED)
			continue;
		view_text(page, "rejected_by", s->signer_name);
		view_text(page, "rejected_because", s->reason);
		view_moment(page, "rejected_at", s->signed_at);
		break;
	}
	return RC_OK;
}
