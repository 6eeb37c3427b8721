#include "identity/sign_in.h"

#include <stddef.h>

#include "base/random.h"
#include "identity/account_store.h"
#include "identity/attempt.h"
#include "identity/kept.h"
#include "identity/page.h"
#include "identity/password.h"
#include "identity/second_factor.h"
#include "identity/session.h"
#include "identity/session_store.h"
#include "identity/viewer_store.h"

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
	{"back", N_("Your session has ended and the form was not sent. Sign in, then go back to it with your browser.")},
	{NULL, NULL},
};

static enum rc show(struct request *rq, struct response *rs, const char *name, const struct form *form)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", form, NULL);
	view_text(page, "next", next_of(rq));
	page_said(rq, page, said);
	kept_on(rq, page);
	if (rq->retry_after)
		rs->status = rc_http_status(RC_TOO_MANY);
	return respond_page(rq, rs, name, page);
}

static enum rc show_sign_in(struct request *rq, struct response *rs)
{
	return show(rq, rs, "identity/sign-in", &sign_in_form);
}

static enum rc show_code(struct request *rq, struct response *rs)
{
	return show(rq, rs, "identity/sign-in-code", &code_form);
}

enum rc sign_in_again(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &sign_in_form, NULL);
	view_cstr(page, "next", "/");
	kept_begin(rq, page);
	rs->status = rc_http_status(RC_UNAUTHENTICATED);
	return respond_page(rq, rs, "identity/sign-in", page);
}

static enum rc sign_in_get(struct request *rq, struct response *rs)
{
	return rq->viewer ? respond_redirect(rq, rs, next_of(rq)) : show_sign_in(rq, rs);
}

/* A sign-in on its way into the database. */
struct entering {
	struct request *rq;
	const struct account *account;
	const struct session *pending; /* the session that ends with it; NULL: none */
	struct str typed;              /* the second factor */
	struct str rehash; /* the password's hash with today's settings, where the stored one is weaker */
	const char *method;
	struct str token;
	bool is_pending;
	bool is_refused;
};

static enum rc begin(struct db *db, struct entering *entering)
{
	struct request *rq = entering->rq;
	const struct account *account = entering->account;
	struct viewer viewer;
	enum rc rc = viewer_load(db, rq->arena, account->id, zone_day(NULL, rq->now), &viewer);

	if (rc == RC_OK)
		rc = session_begin(rq, entering->token, &viewer, entering->method, entering->is_pending);
	if (rc != RC_OK || entering->is_pending)
		return rc;
	rc = account_signed_in(db, account->id, rq->now);
	if (rc != RC_OK)
		return rc;
	viewer.auth_method = str_of(entering->method);
	struct actor actor = actor_of(&viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.started", .subject = "account", .subject_id = account->id};
	return audit_append(db, &actor, &entry);
}

static enum rc write_password_step(struct db *db, void *closure)
{
	struct entering *entering = closure;
	struct request *rq = entering->rq;
	enum rc rc = RC_OK;

	if (rq->viewer)
		rc = session_end(rq);
	if (rc == RC_OK && entering->rehash.at)
		rc = account_set_password(db, entering->account->id, entering->rehash,
					  entering->account->password_set_at);
	return rc == RC_OK ? begin(db, entering) : rc;
}

static enum rc enter(struct request *rq, struct response *rs)
{
	return kept_is_there(rq) ? kept_offer(rq, rs) : respond_redirect(rq, rs, next_of(rq));
}

static enum rc password_fitted(struct request *rq, struct response *rs, const struct account *account,
			       struct str password)
{
	struct entering entering = {
		.rq = rq,
		.account = account,
		.method = "password",
		.token = token_new(rq->arena),
		.is_pending = account_has_totp(account),
	};
	if (password_needs_rehash(rq->arena, account->password_hash))
		entering.rehash = password_hash(rq->arena, password);
	enum rc rc = db_transaction(rq->db, "sign_in", write_password_step, &entering);
	if (rc != RC_OK)
		return rc;
	session_hand_over(rq, rs, entering.token);
	if (!entering.is_pending)
		return enter(rq, rs);
	if (kept_is_there(rq))
		return show_code(rq, rs);
	struct text to = TEXT_IN(rq->arena);
	text_cstr(&to, "/sign-in/code?next=");
	text_url(&to, next_of(rq));
	return respond_redirect(rq, rs, text_str(&to));
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
	if (password_fits(rq->arena, account.password_hash, typed.password))
		return password_fitted(rq, rs, &account, typed.password);
	rc = attempt_failed(rq, &account, "session.failed", login);
	if (rc != RC_OK)
		return rc;
	problem_add(rq, "", N_("The sign-in name or the password is not right."));
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
	return rc == RC_OK ? show_code(rq, rs) : rc;
}

static enum rc write_code_step(struct db *db, void *closure)
{
	struct entering *entering = closure;
	enum rc rc =
		second_factor_accept(entering->rq, entering->account, entering->typed, &entering->method);

	entering->is_refused = rc == RC_INVALID;
	if (rc == RC_OK)
		rc = session_delete(db, entering->account->id, entering->pending->id);
	return rc == RC_OK ? begin(db, entering) : rc;
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
		return show_code(rq, rs);
	struct entering entering = {
		.rq = rq,
		.account = &account,
		.pending = &session,
		.typed = typed.code,
		.token = token_new(rq->arena),
	};
	rc = db_transaction(rq->db, "sign_in_code", write_code_step, &entering);
	if (rc == RC_OK) {
		session_hand_over(rq, rs, entering.token);
		return enter(rq, rs);
	}
	if (!entering.is_refused)
		return rc;
	rc = attempt_failed(rq, &account, "session.code_failed", STR_NONE);
	if (rc != RC_OK)
		return rc;
	problem_add(rq, "code", N_("This code is not right, or it was used already."));
	return show_code(rq, rs);
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
	enum rc rc = db_transaction(rq->db, "sign_out", write_sign_out, rq);
	if (rc != RC_OK)
		return rc;
	session_forget(rq, rs);
	return respond_redirect(rq, rs, STR("/sign-in"));
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
