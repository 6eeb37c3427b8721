#include "identity/claim.h"

#include "http/program.h"
#include "identity/session.h"

static const char purpose[] = "claim";

struct str claim_seal(struct request *rq)
{
	const struct viewer *viewer = rq->viewer;

	if (!viewer)
		return STR("");
	struct str payload = arena_printf(rq->arena, "%.*s %lld %lld %lld %.*s", STR_ARG(rq->csrf),
					  (long long)viewer->organization_id, (long long)viewer->account_id,
					  (long long)viewer->person_id, STR_ARG(viewer->organization_zone));
	moment ends_at = rq->now + HOURS(config_int(rq->config, "session.absolute_hours"));
	return secret_seal(rq->arena, request_secret(rq), purpose, payload, ends_at);
}

static bool take_id(struct str *rest, int64_t *id)
{
	struct str part;

	return str_split(rest, ' ', &part) && str_to_int(part, 0, INT64_MAX, id);
}

bool claim_open(struct request *rq, struct claim *out)
{
	struct str rest, token;
	struct str sealed = pairs_get(&rq->form, "claim");

	if (!sealed.len || !session_sent_form(rq) ||
	    secret_open(rq->arena, request_secret(rq), purpose, sealed, rq->now, &rest) != RC_OK)
		return false;
	if (!str_split(&rest, ' ', &token) || !str_equal(token, pairs_get(&rq->form, "csrf")))
		return false;
	if (!take_id(&rest, &out->organization_id) || !take_id(&rest, &out->account_id) || !take_id(&rest, &out->person_id))
		return false;
	out->zone = rest;
	return true;
}
