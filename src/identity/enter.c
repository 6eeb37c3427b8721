#include "identity/enter.h"

#include "base/log.h"
#include "base/random.h"
#include "event/event.h"
#include "identity/account_store.h"
#include "identity/kept.h"
#include "identity/sign_in.h"
#include "identity/viewer_store.h"

/* Whoever uses the account for emergencies is seen: the worker opens an incident. */
static enum rc alarm(struct db *db, struct request *rq, const struct actor *actor, int64_t account_id)
{
	const struct event event = {.kind = "account.break_glass_used", .subject = "account", .subject_id = account_id};
	struct audit_entry entry = {
		.action = "account.break_glass_used", .subject = "account", .subject_id = account_id};
	enum rc rc = audit_append(db, actor, &entry);

	return rc == RC_OK ? event_add(db, rq->arena, actor, &event) : rc;
}

static enum rc note_entry(struct db *db, const struct entering *entering, struct viewer *viewer)
{
	struct request *rq = entering->rq;
	enum rc rc = account_signed_in(db, entering->account->id, rq->now);

	if (rc != RC_OK)
		return rc;
	viewer->auth_method = str_of(entering->method);
	struct actor actor = actor_of(viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.started", .subject = "account", .subject_id = entering->account->id};
	rc = audit_append(db, &actor, &entry);
	return rc == RC_OK && entering->account->is_break_glass ? alarm(db, rq, &actor, entering->account->id) : rc;
}

enum rc enter_write(struct db *db, const struct entering *entering)
{
	struct request *rq = entering->rq;
	struct viewer viewer;
	enum rc rc = rq->viewer ? session_end(rq) : RC_OK;

	if (rc == RC_OK)
		rc = viewer_load(db, rq->arena, entering->account->id, zone_day(NULL, rq->now), &viewer);
	if (rc == RC_OK)
		rc = session_begin(rq, entering->token, &viewer, entering->method, entering->is_pending,
				   entering->origin);
	return rc == RC_OK && !entering->is_pending ? note_entry(db, entering, &viewer) : rc;
}

struct str enter_next(struct str asked)
{
	return path_is_own(asked) ? asked : STR("/");
}

enum rc enter_answer(struct request *rq, struct response *rs, const struct entering *entering, struct str next)
{
	struct text to = TEXT_IN(rq->arena);

	session_hand_over(rq, rs, entering->token);
	if (entering->is_pending && kept_is_there(rq))
		return sign_in_show_code(rq, rs);
	if (!entering->is_pending)
		return kept_is_there(rq) ? kept_offer(rq, rs) : respond_redirect(rq, rs, enter_next(next));
	text_cstr(&to, "/sign-in/code?next=");
	text_url(&to, enter_next(next));
	return respond_redirect(rq, rs, text_str(&to));
}

enum rc enter_organization(struct request *rq, int64_t *organization_id)
{
	struct str code = config_text(rq->config, "sign_in.organization");
	enum rc rc = account_organization(rq->db, rq->arena, code.len ? code : STR_NONE, organization_id);

	return rc == RC_NOT_FOUND ? FAULT("sign_in.organization", "set sign_in.organization to the code of one") : rc;
}

/* --- refusals ------------------------------------------------------------------------ */

static const struct {
	const char *code, *text;
} refusals[] = {
	[ENTER_NOT_PROVED] = {"not_proved", N_("The answer of your organization's sign-in could not be accepted. It may have taken too "
					       "long, or belonged to another window.")},
	[ENTER_CANCELLED] = {"cancelled", N_("Your organization's sign-in was cancelled or refused.")},
	[ENTER_AWAY] = {"away", N_("Your organization's sign-in cannot be reached at the moment.")},
	[ENTER_NO_ACCOUNT] = {"no_account", N_("Your organization knows you, but you have no account here yet. Ask the "
					       "administrator for one.")},
	[ENTER_SWITCHED_OFF] = {"switched_off", N_("Your account here is switched off. Ask the administrator.")},
	[ENTER_NO_ROLE] = {"no_role", N_("Your account has no role here at present. Ask the administrator.")},
	[ENTER_TAKEN] = {"taken", N_("Your name or number here belongs to another identity. The administrator must look at "
				     "it.")},
	[ENTER_OTHER_PERSON] = {"other_person", N_("The sign-in was made by somebody else than the one who is signed in here. "
						   "Nothing was signed.")},
};

struct refusing {
	struct request *rq;
	enum enter_refusal refusal;
	const char *reason;
	struct str issuer;
};

static enum rc write_refusal(struct db *db, void *closure)
{
	const struct refusing *refusing = closure;
	struct request *rq = refusing->rq;
	struct actor actor = actor_command(0, "system", "sign-in", rq->now);
	struct text changes = TEXT_IN(rq->arena);
	struct audit_entry entry = {.action = "session.outside_refused", .subject = "account"};

	if (rq->viewer)
		actor = actor_of(rq->viewer, rq->id, rq->now);
	actor.request_id = rq->id;
	text_printf(&changes, "{\"refusal\":[null,\"%s\"],\"reason\":[null,", refusals[refusing->refusal].code);
	text_json(&changes, str_of(refusing->reason));
	text_cstr(&changes, "],\"issuer\":[null,");
	text_json(&changes, refusing->issuer.at ? refusing->issuer : STR(""));
	text_cstr(&changes, "]}");
	entry.changes = text_str(&changes);
	return audit_append(db, &actor, &entry);
}

enum rc enter_refuse(struct request *rq, struct response *rs, enum enter_refusal refusal, const char *reason,
		     struct str issuer)
{
	struct refusing refusing = {rq, refusal, reason, issuer};
	struct view *page = view_new(rq->arena);
	enum rc rc = db_transaction(rq->db, "sign_in_refused", write_refusal, &refusing);

	if (rc != RC_OK)
		return rc;
	LOG(LOG_WARN, "sign_in.refused", "%s: %s", refusals[refusal].code, reason);
	view_text(page, "refusal", rq_tr(rq, refusals[refusal].text));
	view_flag(page, "is_signed_in", rq->viewer != NULL);
	rs->status = rc_http_status(refusal == ENTER_AWAY ? RC_UNAVAILABLE : RC_DENIED);
	rs->cache = "no-store";
	return respond_page(rq, rs, "identity/sign-in-failed", page);
}

/* --- outside identities ------------------------------------------------------------- */

struct coming {
	struct entering entering;
	const struct enter_outside *outside;
	struct provision_result result;
	enum enter_refusal refusal;
	bool is_refused;
};

static enum rc refuse(struct coming *coming, enum enter_refusal refusal)
{
	coming->refusal = refusal;
	coming->is_refused = true;
	return RC_DENIED;
}

static enum rc check_entry(struct db *db, struct coming *coming)
{
	struct request *rq = coming->entering.rq;
	struct viewer viewer;

	if (!coming->result.account.is_active)
		return refuse(coming, ENTER_SWITCHED_OFF);
	enum rc rc = viewer_load(db, rq->arena, coming->result.account.id, zone_day(NULL, rq->now), &viewer);
	return rc == RC_OK && !viewer.roles ? refuse(coming, ENTER_NO_ROLE) : rc;
}

static enum rc write_entry(struct db *db, void *closure)
{
	struct coming *coming = closure;
	struct request *rq = coming->entering.rq;
	const struct provision_identity *identity = &coming->outside->identity;
	const struct provision_rules rules = provision_rules_of(rq->config);
	struct actor actor = actor_command(identity->organization_id, "system", "sign-in", rq->now);

	actor.request_id = rq->id;
	coming->is_refused = false;
	enum rc rc = provision_account(db, rq->arena, &actor, identity, &rules, &coming->result);
	if (rc == RC_NOT_FOUND || rc == RC_INVALID)
		return refuse(coming, ENTER_NO_ACCOUNT);
	if (rc == RC_CONFLICT)
		return refuse(coming, ENTER_TAKEN);
	if (rc == RC_OK)
		rc = provision_roles(db, rq->arena, &actor, identity, coming->result.account.id,
				     zone_day(NULL, rq->now));
	if (rc == RC_OK)
		rc = check_entry(db, coming);
	coming->entering.account = &coming->result.account;
	coming->entering.is_pending =
		coming->outside->asks_second_factor && account_has_totp(&coming->result.account);
	return rc == RC_OK ? enter_write(db, &coming->entering) : rc;
}

enum rc enter_from_outside(struct request *rq, struct response *rs, const struct enter_outside *outside, struct str next)
{
	struct coming coming = {
		.entering = {.rq = rq,
			     .method = outside->method,
			     .origin = &outside->origin,
			     .token = token_new(rq->arena)},
		.outside = outside,
	};
	enum rc rc = db_transaction(rq->db, "sign_in_outside", write_entry, &coming);

	if (rc == RC_OK)
		return enter_answer(rq, rs, &coming.entering, next);
	return coming.is_refused ? enter_refuse(rq, rs, coming.refusal, outside->method, outside->origin.issuer) : rc;
}
