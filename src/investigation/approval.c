#include "investigation/approval.h"

#include "event/event.h"
#include "incident/incident_advance.h"
#include "investigation/content.h"
#include "investigation/findings_store.h"
#include "signature/signature_store.h"

struct step {
	int meaning;
	enum investigation_state to;
	bool from_open;              /* begins while the content may be changed; else while it waits */
	const char *action;          /* of the audit trail, and event kind */
};
static const struct step steps[] = {
	{MEANING_AUTHORED, INVESTIGATION_PENDING, true, "investigation.submitted"},
	{MEANING_APPROVED, INVESTIGATION_APPROVED, false, "investigation.approved"},
	{MEANING_REJECTED, INVESTIGATION_REJECTED, false, "investigation.rejected"},
};

static const struct step *step_of(int meaning)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i].meaning == meaning)
			return &steps[i];
	return NULL;
}

static enum rc sign(struct db *db, struct arena *arena, const struct actor *actor, const struct incident *incident,
		    const struct investigation *after, const struct decision *decision)
{
	struct findings findings;
	struct signature signature;
	enum rc rc = findings_load(db, arena, incident, &findings);

	if (rc != RC_OK)
		return rc;
	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_INVESTIGATION;
	signature.subject_id = after->id;
	signature.incident_id = incident->id;
	signature.round = after->round;
	signature.meaning = decision->meaning;
	signature.reason = decision->reason;
	signature.zone = decision->zone;
	signature.content = content_json(arena, incident, &findings);
	return signature_sign(db, arena, actor, &signature);
}

enum rc approval_sign(struct db *db, struct arena *arena, const struct actor *actor, const struct incident *incident,
		      const struct investigation *before, const struct decision *decision)
{
	const struct step *step = step_of(decision->meaning);
	struct investigation after = *before;

	if (!step)
		return RC_BAD_REQUEST;
	if (step->from_open ? !investigation_is_open(before) : before->state != INVESTIGATION_PENDING)
		return RC_CONFLICT;
	after.state = step->to;
	after.round += step->from_open;
	const struct event event = {step->action, "incident", incident->id,
				    arena_printf(arena, "{\"round\":%lld}", (long long)after.round),
				    codes_code(&environment_codes, incident->environment)};
	enum rc rc = sign(db, arena, actor, incident, &after, decision);
	if (rc == RC_OK)
		rc = investigation_change(db, arena, actor, step->action, before, &after, decision->reason);
	if (rc == RC_OK)
		rc = event_add(db, arena, actor, &event);
	if (rc == RC_OK && step->to == INVESTIGATION_APPROVED)
		rc = incident_advance(db, arena, actor, incident->id, N_("Investigation approved"));
	return rc;
}

enum rc approval_reopen(struct db *db, struct arena *arena, const struct actor *actor,
			const struct investigation *before, struct str reason)
{
	struct investigation after = *before;

	if (before->state != INVESTIGATION_APPROVED)
		return RC_CONFLICT;
	after.state = INVESTIGATION_IN_PROGRESS;
	return investigation_change(db, arena, actor, "investigation.reopened", before, &after, reason);
}

int64_t approval_submitter(const struct rows *signatures)
{
	int64_t account_id = 0;

	for (size_t i = 0; i < signatures->count; i++)
		if (ROW(struct signature, *signatures, i)->meaning == MEANING_AUTHORED)
			account_id = ROW(struct signature, *signatures, i)->signer_id;
	return account_id;
}
