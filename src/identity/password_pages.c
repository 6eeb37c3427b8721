#include "identity/password_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/breached.h"
#include "identity/confirm.h"
#include "identity/password.h"
#include "identity/provision_store.h"
#include "identity/reset_mail.h"
#include "identity/session.h"

struct typed {
	struct str login;
	struct str password;
	struct str new_password;
	struct str new_password_again;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(login),
	 .label = N_("E-mail or sign-in name"),
	 .flags = FIELD_REQUIRED,
	 .max = 254,
	 .autocomplete = "username"},
	{.kind = FIELD_TEXT,
	 OFFSET(password),
	 .label = N_("Present password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST},
	{.kind = FIELD_TEXT,
	 OFFSET(new_password),
	 .label = N_("New password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST,
	 .hint = N_("At least ten characters. Several words are easy to remember.")},
	{.kind = FIELD_TEXT,
	 OFFSET(new_password_again),
	 .label = N_("New password once more"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST},
	FIELD_END,
};
#undef OFFSET
static const struct record typed_record = {"typed", sizeof(struct typed), typed_fields};

static enum rc check_same(struct request *rq, const void *row)
{
	const struct typed *typed = row;

	return str_equal(typed->new_password, typed->new_password_again)
		       ? RC_OK
		       : problem_add(rq, "new_password_again", N_("The two new passwords differ"));
}

static const char *const login_names[] = {"login", NULL};
static const struct form login_form = {&typed_record, login_names, NULL};
static const char *const change_names[] = {"password", "new_password", "new_password_again", NULL};
static const struct form change_form = {&typed_record, change_names, check_same};
static const char *const reset_names[] = {"new_password", "new_password_again", NULL};
static const struct form reset_form = {&typed_record, reset_names, check_same};

static enum rc show(struct request *rq, struct response *rs, const char *name, const struct form *form)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", form, NULL);
	view_cstr(page, "cancel_href", rq->viewer ? "/account" : "/sign-in");
	if (rq->retry_after)
		rs->status = rc_http_status(RC_TOO_MANY);
	return respond_page(rq, rs, name, page);
}

static enum rc refuse_weak(struct request *rq, struct str password, struct str login)
{
	const char *why = password_refusal(password, login);

	if (!why)
		why = breached_refusal(rq->arena, rq->config, password);
	return why ? problem_add(rq, "new_password", why) : RC_OK;
}

/* --- one's own password --- */

struct replacing {
	struct request *rq;
	const struct account *account;
	struct str hash;
	struct str token_hash; /* of the mailed link; STR_NONE: changed while signed in */
	struct str session;    /* token of the session that goes on */
};

static enum rc write_change(struct db *db, void *closure)
{
	const struct replacing *replacing = closure;
	struct request *rq = replacing->rq;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct account_change change = {db, rq->arena, &actor, STR("")};
	enum rc rc =
		account_change_password(&change, replacing->account, replacing->hash, rq->viewer->session_id);

	return rc == RC_OK ? session_renew(rq, replacing->session) : rc;
}

static enum rc change_get(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = account_active(rq->db, rq->arena, rq->viewer->account_id, &account);

	/* Whoever signs in from outside has none here to change. */
	if (rc != RC_OK || !account.password_hash.len)
		return rc == RC_OK ? respond_redirect(rq, rs, STR("/account")) : rc;
	return show(rq, rs, "identity/password", &change_form);
}

static enum rc change_post(struct request *rq, struct response *rs)
{
	struct typed typed;
	struct account account;

	record_clear(&typed_record, &typed);
	enum rc rc = form_read(rq, &change_form, &typed);
	if (rc == RC_OK)
		rc = refuse_weak(rq, typed.new_password, rq->viewer->login);
	if (rc == RC_OK)
		rc = identity_confirm_owner(rq, "password");
	if (rc == RC_INVALID)
		return show(rq, rs, "identity/password", &change_form);
	if (rc == RC_OK)
		rc = account_active(rq->db, rq->arena, rq->viewer->account_id, &account);
	if (rc != RC_OK)
		return rc;
	struct replacing replacing = {
		.rq = rq,
		.account = &account,
		.hash = password_hash(rq->arena, typed.new_password),
		.session = token_new(rq->arena),
	};
	rc = db_transaction(rq->db, "password_change", write_change, &replacing);
	if (rc != RC_OK)
		return rc;
	session_hand_over(rq, rs, replacing.session);
	return respond_redirect(rq, rs, STR("/account?said=password"));
}

/* --- forgotten --- */

struct request_for_link {
	struct request *rq;
	const struct account *account; /* id 0: no such account */
	struct str login;
	struct str token;
	struct delivery mail;
};

static enum rc write_request(struct db *db, void *closure)
{
	const struct request_for_link *asked = closure;
	struct request *rq = asked->rq;
	struct actor actor =
		actor_command(asked->account->organization_id, "system", "forgotten password", rq->now);
	struct account_change change = {db, rq->arena, &actor, STR("")};
	struct audit_entry unknown = {.action = "account.reset_unknown", .subject = "account"};

	actor.request_id = rq->id;
	if (asked->account->id) {
		enum rc rc = account_change_offer_reset(&change, asked->account, sha256(rq->arena, asked->token),
							rq->now + HOURS(RESET_MAIL_HOURS));
		return rc == RC_OK ? delivery_add(db, rq->arena, &asked->mail, rq->now, NULL) : rc;
	}
	unknown.changes = arena_printf(rq->arena, "{\"login_sha256\":[null,\"%.*s\"]}",
				       STR_ARG(hex(rq->arena, sha256(rq->arena, asked->login))));
	return audit_append(db, &actor, &unknown);
}

static enum rc forgotten_get(struct request *rq, struct response *rs)
{
	return show(rq, rs, "identity/forgotten-password", &login_form);
}

/*
 * RC_NOT_FOUND: a password of one's own would go past what lets this account in from outside. An administrator can still mail
 * a link for one.
 */
static enum rc may_ask(struct request *rq, const struct account *account)
{
	struct rows links;

	if (account->password_hash.len || account->is_break_glass)
		return RC_OK;
	enum rc rc = identity_link_list(rq->db, rq->arena, account->organization_id, account->id, &links);
	return rc == RC_OK && links.count ? RC_NOT_FOUND : rc;
}

/* The same answer in about the same time whether or not there is an account. */
static enum rc forgotten_post(struct request *rq, struct response *rs)
{
	struct typed typed;
	struct account account;
	struct str to = STR_NONE;

	record_clear(&typed_record, &typed);
	if (form_read(rq, &login_form, &typed) != RC_OK)
		return show(rq, rs, "identity/forgotten-password", &login_form);
	struct request_for_link asked = {
		.rq = rq,
		.account = &account,
		.login = account_login(rq->arena, typed.login),
		.token = token_new(rq->arena),
	};
	enum rc rc = account_by_login(rq->db, rq->arena, asked.login, &account);
	if (rc == RC_OK)
		rc = may_ask(rq, &account);
	if (rc == RC_OK)
		rc = reset_mail_address(rq, &account, &to);
	if (rc == RC_NOT_FOUND)
		account = (struct account){0};
	else if (rc != RC_OK)
		return rc;
	rc = account.id ? reset_mail_make(rq, &account, asked.token, &asked.mail) : RC_OK;
	if (rc == RC_OK)
		rc = db_transaction(rq->db, "forgotten_password", write_request, &asked);
	if (rc != RC_OK)
		return rc;
	return respond_redirect(rq, rs, STR("/forgotten-password/sent"));
}

static enum rc sent_get(struct request *rq, struct response *rs)
{
	return respond_page(rq, rs, "identity/forgotten-password-sent", view_new(rq->arena));
}

/* --- the mailed link --- */

static enum rc account_of_link(struct request *rq, struct str token_hash, struct account *account)
{
	int64_t id;
	enum rc rc = account_token_find(rq->db, rq->arena, "password_reset", token_hash, rq->now, &id);

	if (rc == RC_OK)
		rc = account_active(rq->db, rq->arena, id, account);
	return rc == RC_NOT_FOUND ? RC_GONE : rc;
}

static enum rc show_reset(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &reset_form, NULL);
	/* The address is the secret: no other page shall learn it. */
	rs->cache = "no-store";
	return respond_page(rq, rs, "identity/reset-password", page);
}

static enum rc reset_get(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = account_of_link(rq, sha256(rq->arena, param(rq, "token")), &account);

	return rc == RC_OK ? show_reset(rq, rs) : rc;
}

static enum rc write_reset(struct db *db, void *closure)
{
	const struct replacing *replacing = closure;
	struct request *rq = replacing->rq;
	struct actor actor =
		actor_command(replacing->account->organization_id, "system", "mailed link", rq->now);
	struct account_change change = {db, rq->arena, &actor, STR("")};
	enum rc rc = account_token_use(db, "password_reset", replacing->token_hash, rq->now);

	actor.request_id = rq->id;
	if (rc == RC_NOT_FOUND)
		return RC_GONE;
	return rc == RC_OK ? account_change_password(&change, replacing->account, replacing->hash, 0) : rc;
}

static enum rc reset_post(struct request *rq, struct response *rs)
{
	struct typed typed;
	struct account account;
	struct replacing replacing = {
		.rq = rq,
		.account = &account,
		.token_hash = sha256(rq->arena, param(rq, "token")),
	};
	enum rc rc = account_of_link(rq, replacing.token_hash, &account);

	if (rc != RC_OK)
		return rc;
	record_clear(&typed_record, &typed);
	rc = form_read(rq, &reset_form, &typed);
	if (rc == RC_OK)
		rc = refuse_weak(rq, typed.new_password, account.login);
	if (rc != RC_OK)
		return show_reset(rq, rs);
	replacing.hash = password_hash(rq->arena, typed.new_password);
	rc = db_transaction(rq->db, "password_reset", write_reset, &replacing);
	return rc == RC_OK ? respond_redirect(rq, rs, STR("/sign-in?said=password")) : rc;
}

const struct route password_routes[] = {
	{.method = METHOD_GET,
	 .path = "/account/password",
	 .needs = MAY_SIGN_IN,
	 .handle = change_get,
	 .help = "change one's password"},
	{.method = METHOD_POST,
	 .path = "/account/password",
	 .needs = MAY_SIGN_IN,
	 .flags = ROUTE_LIMITED,
	 .handle = change_post,
	 .help = "set a new password",
	 .api = API_CHANGE("changePassword", "Account", API_ACCOUNT_WRITE,
			   API_BODY("PasswordChange", {API_TEXT, "new_password", .flags = API_REQUIRED},
				    {API_TEXT, "new_password_again", .flags = API_REQUIRED}, API_OWNER),
			   .flags = API_PASSWORD, .about = "Sets a new password and ends all sessions of browsers.")},
	{.method = METHOD_GET,
	 .path = "/forgotten-password",
	 .flags = ROUTE_PUBLIC,
	 .handle = forgotten_get,
	 .help = "ask for a link to set a new password"},
	{.method = METHOD_POST,
	 .path = "/forgotten-password",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = forgotten_post,
	 .help = "mail the link"},
	{.method = METHOD_GET,
	 .path = "/forgotten-password/sent",
	 .flags = ROUTE_PUBLIC,
	 .handle = sent_get,
	 .help = "what happens next"},
	{.method = METHOD_GET,
	 .path = "/reset-password/{token}",
	 .flags = ROUTE_PUBLIC,
	 .handle = reset_get,
	 .help = "choose a new password"},
	{.method = METHOD_POST,
	 .path = "/reset-password/{token}",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = reset_post,
	 .help = "set the new password"},
	ROUTE_END,
};
