#include "identity/sign_in.h"

#include <stddef.h>

#include "base/random.h"
#include "http/limit.h"
#include "identity/account_store.h"
#include "identity/attempt.h"
#include "identity/enter.h"
#include "identity/header_pages.h"
#include "identity/kept.h"
#include "identity/ldap_directory.h"
#include "identity/oidc.h"
#include "identity/oidc_pages.h"
#include "identity/page.h"
#include "identity/password.h"
#include "identity/second_factor.h"
#include "identity/session_store.h"

/* Passwords tried for one name at the directory in ten minutes, from everywhere. */
enum { DIRECTORY_ATTEMPTS = 20 };

struct sign_in {
	struct str login;
	struct str password;
	struct str code;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct sign_in, member)
static const struct field sign_in_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(login),
	 .label = N_("E-mail or sign-in name"),
	 .flags = FIELD_REQUIRED,
	 .max = 254,
	 .autocomplete = "username"},
	{.kind = FIELD_TEXT,
	 OFFSET(password),
	 .label = N_("Password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST},
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = 40,
	 .hint = N_("Six digits of your authenticator app, or one of your recovery codes"),
	 .autocomplete = "one-time-code"},
	FIELD_END,
};
#undef OFFSET
static const struct record sign_in_record = {"sign_in", sizeof(struct sign_in), sign_in_fields};
static const char *const sign_in_names[] = {"login", "password", NULL};
static const struct form sign_in_form = {&sign_in_record, sign_in_names, NULL};
static const char *const code_names[] = {"code", NULL};
static const struct form code_form = {&sign_in_record, code_names, NULL};

/* Where to go afterwards; only an address of our own. */
static struct str next_of(const struct request *rq)
{
	struct str next = pairs_get(rq->method == METHOD_POST ? &rq->form : &rq->query, "next");
	return path_is_own(next) ? next : STR("/");
}

static const struct code said[] = {
	{"password", N_("Your password has been changed. Sign in with the new one.")},
	{"out", N_("You are signed out.")},
	{"back", N_("Your session has ended and the form was not sent. Sign in, then go back to it with your browser.")},
	{NULL, NULL},
};

static enum rc show(struct request *rq, struct response *rs, const char *name, const struct form *form,
		    struct view *page)
{
	form_view(rq, page, "form", form, NULL);
	view_text(page, "next", next_of(rq));
	page_said(rq, page, said);
	kept_on(rq, page);
	if (rq->retry_after)
		rs->status = rc_http_status(RC_TOO_MANY);
	return respond_page(rq, rs, name, page);
}

/* The other ways in, beside the form. */
static void offer_ways(struct request *rq, struct view *page, struct str next)
{
	struct text query = TEXT_IN(rq->arena);

	text_cstr(&query, "?next=");
	text_url(&query, next);
	if (oidc_is_on(rq->config))
		view_text(page, "provider", oidc_name(rq->config));
	view_flag(page, "has_header", header_is_on(rq->config));
	view_text(page, "next_query", text_str(&query));
}

static enum rc show_sign_in(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	offer_ways(rq, page, next_of(rq));
	return show(rq, rs, "identity/sign-in", &sign_in_form, page);
}

enum rc sign_in_show_code(struct request *rq, struct response *rs)
{
	return show(rq, rs, "identity/sign-in-code", &code_form, view_new(rq->arena));
}

enum rc sign_in_again(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &sign_in_form, NULL);
	view_cstr(page, "next", "/");
	offer_ways(rq, page, STR("/"));
	kept_begin(rq, page);
	rs->status = rc_http_status(RC_UNAUTHENTICATED);
	return respond_page(rq, rs, "identity/sign-in", page);
}

static enum rc sign_in_get(struct request *rq, struct response *rs)
{
	return rq->viewer ? respond_redirect(rq, rs, next_of(rq)) : show_sign_in(rq, rs);
}

/* A password that fitted, on its way into the database. */
struct fitted {
	struct entering entering;
	struct str rehash; /* the password's hash with today's settings, where the stored one is weaker */
};

static enum rc write_password_step(struct db *db, void *closure)
{
	const struct fitted *fitted = closure;
	const struct account *account = fitted->entering.account;
	enum rc rc = fitted->rehash.at ? account_set_password(db, account->id, fitted->rehash, account->password_set_at)
				       : RC_OK;

	return rc == RC_OK ? enter_write(db, &fitted->entering) : rc;
}

static enum rc password_fitted(struct request *rq, struct response *rs, const struct account *account,
			       struct str password)
{
	struct fitted fitted = {
		.entering = {.rq = rq,
			     .account = account,
			     .method = "password",
			     .token = token_new(rq->arena),
			     .is_pending = account_has_totp(account)},
	};
	if (password_needs_rehash(rq->arena, account->password_hash))
		fitted.rehash = password_hash(rq->arena, password);
	enum rc rc = db_transaction(rq->db, "sign_in", write_password_step, &fitted);
	return rc == RC_OK ? enter_answer(rq, rs, &fitted.entering, next_of(rq)) : rc;
}

/* Everybody's password here counts, or that of the account for emergencies only. */
static bool may_use_password(const struct request *rq, const struct account *account)
{
	return account->is_break_glass || str_is(config_text(rq->config, "sign_in.passwords"), "all");
}

/* RC_DENIED: the directory does not know this name with this password either, or there is none. */
static enum rc try_directory(struct request *rq, struct response *rs, struct str login, struct str password)
{
	struct enter_outside outside = {.method = "ldap", .asks_second_factor = true};
	struct provision_identity *identity = &outside.identity;

	if (!ldap_directory_is_on(rq->config))
		return RC_DENIED;
	/* Names without an account here have no delay of their own. */
	struct str subject = arena_printf(rq->arena, "directory %.*s", STR_ARG(login));
	enum rc rc = request_count(rq, subject.at, DIRECTORY_ATTEMPTS);
	if (rc == RC_OK)
		rc = ldap_directory_sign_in(rq->arena, rq->config, login, password, identity);
	if (rc == RC_OK)
		rc = enter_organization(rq, &identity->organization_id);
	if (rc != RC_OK)
		return rc;
	outside.origin = (struct session_origin){.issuer = identity->issuer, .subject = identity->subject};
	return enter_from_outside(rq, rs, &outside, next_of(rq));
}

static enum rc refused(struct request *rq, struct response *rs, const struct account *account, struct str login)
{
	enum rc rc = attempt_failed(rq, account, "session.failed", login);

	if (rc != RC_OK)
		return rc;
	problem_add(rq, "", N_("The sign-in name or the password is not right."));
	return show_sign_in(rq, rs);
}

static enum rc sign_in_post(struct request *rq, struct response *rs)
{
	struct sign_in typed;
	struct account account;

	record_clear(&sign_in_record, &typed);
	if (form_read(rq, &sign_in_form, &typed) != RC_OK)
		return show_sign_in(rq, rs);
	struct str login = account_login(rq->arena, typed.login);
	enum rc rc = account_by_login(rq->db, rq->arena, login, &account);
	if (rc == RC_NOT_FOUND)
		account = (struct account){.failed_at = MOMENT_NONE};
	else if (rc != RC_OK)
		return rc;
	if (!attempt_is_due(rq, &account))
		return show_sign_in(rq, rs);
	/* The same work whether or not there is an account, so that time does not tell. */
	if (password_fits(rq->arena, account.password_hash, typed.password) && may_use_password(rq, &account))
		return password_fitted(rq, rs, &account, typed.password);
	rc = try_directory(rq, rs, login, typed.password);
	if (rc == RC_DENIED)
		return refused(rq, rs, &account, login);
	if (rc == RC_TOO_MANY) {
		rq->retry_after = LIMIT_WINDOW / SECONDS(1);
		problem_add(rq, "", N_("Too many failed attempts. Wait a few minutes and try again."));
		return show_sign_in(rq, rs);
	}
	if (rc != RC_UNAVAILABLE || !ldap_directory_is_on(rq->config))
		return rc;
	problem_add(rq, "", N_("The directory of your organization cannot be reached at the moment. Try again soon."));
	return show_sign_in(rq, rs);
}

/* Who waits for the second factor. RC_NOT_FOUND: nobody. */
static enum rc pending_account(struct request *rq, struct session *session, struct account *account)
{
	enum rc rc = session_pending(rq, session);
	return rc == RC_OK ? account_active(rq->db, rq->arena, session->account_id, account) : rc;
}

static enum rc code_get(struct request *rq, struct response *rs)
{
	struct session session;
	struct account account;
	enum rc rc = pending_account(rq, &session, &account);

	if (rc == RC_NOT_FOUND)
		return respond_redirect(rq, rs, STR("/sign-in"));
	return rc == RC_OK ? sign_in_show_code(rq, rs) : rc;
}

/* A second factor on its way into the database. */
struct coded {
	struct entering entering;
	const struct session *pending; /* the session that ends with it */
	struct str typed;
	bool is_refused;
};

static enum rc write_code_step(struct db *db, void *closure)
{
	struct coded *coded = closure;
	struct entering *entering = &coded->entering;
	enum rc rc = second_factor_accept(entering->rq, entering->account, coded->typed, &entering->method);

	coded->is_refused = rc == RC_INVALID;
	if (entering->origin)
		entering->method = "ldap_totp";
	if (rc == RC_OK)
		rc = session_delete(db, entering->account->id, coded->pending->id);
	return rc == RC_OK ? enter_write(db, entering) : rc;
}

static enum rc code_post(struct request *rq, struct response *rs)
{
	struct session session;
	struct account account;
	struct sign_in typed;
	enum rc rc = pending_account(rq, &session, &account);

	if (rc == RC_NOT_FOUND) {
		problem_add(rq, "", N_("That took too long. Please sign in again."));
		return show_sign_in(rq, rs);
	}
	if (rc != RC_OK)
		return rc;
	record_clear(&sign_in_record, &typed);
	if (form_read(rq, &code_form, &typed) != RC_OK || !attempt_is_due(rq, &account))
		return sign_in_show_code(rq, rs);
	const struct session_origin origin = {.issuer = session.issuer, .subject = session.subject};
	struct coded coded = {
		.entering = {.rq = rq,
			     .account = &account,
			     .origin = session.issuer.len ? &origin : NULL,
			     .token = token_new(rq->arena)},
		.pending = &session,
		.typed = typed.code,
	};
	rc = db_transaction(rq->db, "sign_in_code", write_code_step, &coded);
	if (rc == RC_OK)
		return enter_answer(rq, rs, &coded.entering, next_of(rq));
	if (!coded.is_refused)
		return rc;
	rc = attempt_failed(rq, &account, "session.code_failed", STR_NONE);
	if (rc != RC_OK)
		return rc;
	problem_add(rq, "code", N_("This code is not right, or it was used already."));
	return sign_in_show_code(rq, rs);
}

static enum rc write_sign_out(struct db *db, void *closure)
{
	struct request *rq = closure;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.ended", .subject = "account", .subject_id = rq->viewer->account_id};
	enum rc rc = session_end(rq);
	return rc == RC_OK ? audit_append(db, &actor, &entry) : rc;
}

static enum rc sign_out_post(struct request *rq, struct response *rs)
{
	struct session_origin origin;
	enum rc rc = session_origin_of(rq->db, rq->arena, rq->viewer->account_id, rq->viewer->session_id, &origin);

	if (rc == RC_OK)
		rc = db_transaction(rq->db, "sign_out", write_sign_out, rq);
	if (rc != RC_OK)
		return rc;
	session_forget(rq, rs);
	rq->viewer = NULL;
	rc = oidc_signed_out(rq, rs, &origin);
	return rc == RC_NOT_FOUND ? respond_redirect(rq, rs, STR("/sign-in?said=out")) : rc;
}

const struct route sign_in_routes[] = {
	{.method = METHOD_GET,
	 .path = "/sign-in",
	 .flags = ROUTE_PUBLIC,
	 .handle = sign_in_get,
	 .help = "the sign-in form"},
	{.method = METHOD_POST,
	 .path = "/sign-in",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = sign_in_post,
	 .help = "sign in with a password"},
	{.method = METHOD_GET,
	 .path = "/sign-in/code",
	 .flags = ROUTE_PUBLIC,
	 .handle = code_get,
	 .help = "the second factor"},
	{.method = METHOD_POST,
	 .path = "/sign-in/code",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED,
	 .handle = code_post,
	 .help = "sign in with the second factor"},
	{.method = METHOD_POST,
	 .path = "/sign-out",
	 .needs = MAY_SIGN_IN,
	 .handle = sign_out_post,
	 .help = "end this session"},
	ROUTE_END,
};
