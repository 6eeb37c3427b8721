#include "organization/departure.h"

#include "event/event.h"
#include "identity/account_change.h"
#include "organization/departure_store.h"

static const struct departure_duty *const *duties; /* what the program has set */

const char departure_refusal[] = N_("The only administrator cannot leave; make somebody else one first");

void departure_use(const struct departure_duty *const *more)
{
	duties = more;
}

static enum rc switch_off(const struct departure *departure)
{
	const struct person *person = departure->person;
	const struct account_change change = {departure->db, departure->arena, departure->actor, departure->reason};
	struct account account;
	enum rc rc = departure_account(departure->db, departure->arena, person->organization_id, person->id, &account);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	return rc == RC_OK ? account_change_active(&change, &account, false, departure->today) : rc;
}

enum rc departure_take(struct departure *departure)
{
	const struct person *person = departure->person;
	enum rc rc = switch_off(departure);

	if (rc == RC_OK)
		rc = departure_heir(departure->db, departure->arena, person->organization_id, person->id,
				    &departure->heir_id);
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	for (size_t i = 0; duties && duties[i] && rc == RC_OK; i++)
		rc = duties[i]->hand_over(departure);
	if (rc != RC_OK)
		return rc;
	const struct event left = {
		.kind = "person.left",
		.subject = "person",
		.subject_id = person->id,
		.payload = arena_printf(departure->arena, "{\"heir_id\":%lld,\"handed_over\":%lld,\"left_over\":%lld}",
					(long long)departure->heir_id, (long long)departure->handed_over,
					(long long)departure->left_over),
	};
	rc = event_add(departure->db, departure->arena, departure->actor, &left);
	if (rc != RC_OK || !departure->left_over)
		return rc;
	/* Nobody was there to take it over: somebody has to hear of it. */
	const struct event work = {
		.kind = "person.work_left", .subject = "person", .subject_id = person->id, .payload = left.payload};
	return event_add(departure->db, departure->arena, departure->actor, &work);
}
