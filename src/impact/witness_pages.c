#include "impact/witness_pages.h"

#include "base/random.h"
#include "event/event.h"
#include "impact/statement_store.h"
#include "incident/anonymous_view.h"

static const char *const statement_names[] = {"statement", "signed_name", NULL};
static const struct form statement_form = {&witness_statement_record, statement_names, NULL};

enum { DRAFT_MOST = 80000 }; /* bytes; 20,000 characters */

/* Used, revoked, expired or never given out: one page, which tells only what the holder may know. */
static enum rc show_gone(struct request *rq, struct response *rs, enum witness_link_state state)
{
	struct view *page = anonymous_page(rq);

	view_code(page, "link_state", &witness_link_state_codes, (int)state);
	rs->status = rc_http_status(state == WITNESS_LINK_NONE ? RC_NOT_FOUND : RC_GONE);
	return respond_page(rq, rs, "impact/witness-gone", page);
}

static enum rc find(struct request *rq, struct statement_invitation *invitation, enum witness_link_state *state)
{
	const struct zone *zone;
	enum rc rc = statement_invitation(rq->db, rq->arena, sha256(rq->arena, param(rq, "token")), invitation);

	*state = rc == RC_OK ? statement_invitation_state(invitation, rq->now) : WITNESS_LINK_NONE;
	if (rc == RC_OK && zone_find(invitation->zone, &zone) == RC_OK)
		rq->zone = zone;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc show(struct request *rq, struct response *rs, const struct statement_invitation *invitation,
		    bool is_kept)
{
	struct view *page = anonymous_page(rq);
	struct witness_statement row;

	record_clear(&witness_statement_record, &row);
	row.statement = invitation->draft;
	view_record(page, "invitation", &statement_invitation_record, invitation);
	view_flag(page, "is_kept", is_kept);
	form_view(rq, page, "form", &statement_form, &row);
	view_text(page, "confirm_problem", problem_of(rq, "confirm"));
	return respond_page(rq, rs, "impact/witness-statement", page);
}

static enum rc invitation_get(struct request *rq, struct response *rs)
{
	struct statement_invitation invitation;
	enum witness_link_state state;
	enum rc rc = find(rq, &invitation, &state);

	if (rc == RC_OK && state != WITNESS_LINK_OPEN)
		return show_gone(rq, rs, state);
	if (rc == RC_OK && invitation.opened_at == MOMENT_NONE)
		rc = witness_link_opened(rq->db, &invitation, rq->now);
	return rc == RC_OK ? show(rq, rs, &invitation, false) : rc;
}

/* --- keeping a draft --- */

static enum rc keep_draft(struct request *rq, struct response *rs, struct statement_invitation *invitation)
{
	struct str typed = pairs_get(&rq->form, "statement");

	if (typed.len > DRAFT_MOST || !str_is_utf8(typed)) {
		problem_add(rq, "statement", N_("The statement is too long"));
		return show(rq, rs, invitation, false);
	}
	enum rc rc = witness_link_draft(rq->db, invitation, typed.len ? typed : STR_NONE, rq->now);
	return rc == RC_OK ? show(rq, rs, invitation, true) : rc;
}

/* --- signing --- */

struct signing {
	struct request *rq;
	const struct statement_invitation *invitation;
	struct witness_statement statement;
};

/* The link goes first: of two who hand in at once, one finds it used. */
static enum rc write_statement(struct db *db, void *closure)
{
	struct signing *signing = closure;
	struct request *rq = signing->rq;
	struct witness_statement statement = signing->statement;
	const struct actor actor = {
		.organization_id = statement.organization_id,
		.kind = "system",
		.name = arena_printf(rq->arena, "Statement link: %.*s", STR_ARG(signing->invitation->witness)),
		.auth_method = STR("link"),
		.request_id = "",
		.now = rq->now,
	};
	enum rc rc = witness_link_use(db, signing->invitation, rq->now);

	if (rc == RC_OK)
		rc = statement_insert(db, &statement);
	if (rc == RC_OK)
		rc = audit_change(db, rq->arena, &actor, "witness_statement.signed", &witness_statement_record,
				  statement.id, statement.incident_id, NULL, &statement, STR(""));
	const struct event event = {
		.kind = "witness_statement.signed",
		.subject = "witness_statement",
		.subject_id = statement.id,
		.payload = arena_printf(rq->arena, "{\"incident\":%lld}", (long long)statement.incident_id),
	};
	return rc == RC_OK ? event_add(db, rq->arena, &actor, &event) : rc;
}

static enum rc show_done(struct request *rq, struct response *rs, const struct signing *signing)
{
	struct view *page = anonymous_page(rq);

	view_record(page, "invitation", &statement_invitation_record, signing->invitation);
	view_record(page, "signed", &witness_statement_record, &signing->statement);
	view_text(page, "hash", hex(rq->arena, signing->statement.sha256));
	return respond_page(rq, rs, "impact/witness-done", page);
}

static enum rc sign(struct request *rq, struct response *rs, const struct statement_invitation *invitation)
{
	struct signing signing = {.rq = rq, .invitation = invitation};
	struct witness_statement *statement = &signing.statement;

	record_clear(&witness_statement_record, statement);
	enum rc rc = form_read(rq, &statement_form, statement);
	if (!pairs_get(&rq->form, "confirm").len && (rc == RC_OK || rc == RC_INVALID))
		rc = problem_add(rq, "confirm", N_("Confirm that the statement is true"));
	if (rc != RC_OK)
		return rc == RC_INVALID ? show(rq, rs, invitation, false) : rc;
	statement->organization_id = invitation->organization_id;
	statement->uuid = uuid_new(rq->arena, rq->now);
	statement->incident_id = invitation->incident_id;
	statement->witness_id = invitation->witness_id;
	statement->kind = STATEMENT_SIGNED;
	statement->locale = str_of(catalogue_locale(rq->catalogue));
	statement->sha256 = sha256(rq->arena, statement->statement);
	statement->recorded_at = rq->now;
	rc = db_transaction(rq->db, "witness_statement", write_statement, &signing);
	return rc == RC_OK ? show_done(rq, rs, &signing) : rc;
}

static enum rc invitation_post(struct request *rq, struct response *rs)
{
	struct statement_invitation invitation;
	enum witness_link_state state;

	anonymous_language(rq);
	enum rc rc = find(rq, &invitation, &state);
	if (rc == RC_OK && state == WITNESS_LINK_OPEN)
		rc = str_is(pairs_get(&rq->form, "action"), "sign") ? sign(rq, rs, &invitation)
								   : keep_draft(rq, rs, &invitation);
	else if (rc == RC_OK)
		return show_gone(rq, rs, state);
	/* Somebody ended or used it between the look and the change. */
	if (rc == RC_GONE && find(rq, &invitation, &state) == RC_OK)
		return show_gone(rq, rs, state);
	return rc;
}

const struct route witness_routes[] = {
	{.method = METHOD_GET,
	 .path = "/w/{token}",
	 .flags = ROUTE_PUBLIC | ROUTE_WRITES,
	 .handle = invitation_get,
	 .help = "the page on which a witness writes a statement"},
	{.method = METHOD_POST,
	 .path = "/w/{token}",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = invitation_post,
	 .help = "keeps a draft, or takes the signed statement"},
	ROUTE_END,
};
