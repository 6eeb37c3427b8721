#include "identity/sign_in.h"

#include <stddef.h>

#include "base/random.h"
#include "identity/account_store.h"
#include "identity/password.h"
#include "identity/session.h"
#include "identity/viewer_store.h"

struct sign_in {
	struct str login;
	struct str password;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct sign_in, member)
static const struct field sign_in_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(login),
	 .label = N_("E-mail or sign-in name"),
	 .flags = FIELD_REQUIRED,
	 .max = 254},
	{.kind = FIELD_TEXT,
	 OFFSET(password),
	 .label = N_("Password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST},
	FIELD_END,
};
#undef OFFSET
static const struct record sign_in_record = {"sign_in", sizeof(struct sign_in), sign_in_fields};
static const char *const sign_in_names[] = {"login", "password", NULL};
static const struct form sign_in_form = {&sign_in_record, sign_in_names, NULL};

/* Where to go afterwards; only an address of our own. */
static struct str next_of(const struct request *rq)
{
	struct str next = pairs_get(rq->method == METHOD_POST ? &rq->form : &rq->query, "next");
	return path_is_own(next) ? next : STR("/");
}

static enum rc show_form(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &sign_in_form, NULL);
	view_text(page, "next", next_of(rq));
	return respond_page(rq, rs, "identity/sign-in", page);
}

static enum rc sign_in_get(struct request *rq, struct response *rs)
{
	return rq->viewer ? respond_redirect(rq, rs, next_of(rq)) : show_form(rq, rs);
}

struct attempt {
	struct request *rq;
	struct response *rs;
	struct account *account; /* id 0: no such account */
	struct str login;
	bool fits;
};

/* A failed attempt: what was typed is kept only as a hash, since people type passwords into the wrong field.
 */
static enum rc note_failure(struct db *db, const struct attempt *attempt)
{
	struct request *rq = attempt->rq;
	const struct account *account = attempt->account;
	struct actor actor = actor_command(account->organization_id, "anonymous", "", rq->now);
	struct audit_entry entry = {
		.action = "session.failed",
		.subject = "account",
		.subject_id = account->id,
		.changes = account->id
				   ? STR_NONE
				   : arena_printf(rq->arena, "{\"login_sha256\":\"%.*s\"}",
						  STR_ARG(hex(rq->arena, sha256(rq->arena, attempt->login)))),
	};
	enum rc rc = account->id ? account_failed(db, account->id, rq->now) : RC_OK;
	return rc == RC_OK ? audit_append(db, &actor, &entry) : rc;
}

static enum rc begin(struct db *db, const struct attempt *attempt)
{
	struct request *rq = attempt->rq;
	const struct account *account = attempt->account;
	struct viewer viewer;
	enum rc rc = viewer_load(db, rq->arena, account->id, zone_day(NULL, rq->now), &viewer);

	viewer.auth_method = STR("password");
	if (rc == RC_OK)
		rc = account_signed_in(db, account->id, rq->now);
	if (rc == RC_OK && password_needs_rehash(rq->arena, account->password_hash))
		rc = account_set_password(
			db, account->id, password_hash(rq->arena, pairs_get(&rq->form, "password")), rq->now);
	if (rc == RC_OK)
		rc = session_begin(rq, attempt->rs, &viewer, "password", false);
	if (rc != RC_OK)
		return rc;
	struct actor actor = actor_of(&viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.started", .subject = "account", .subject_id = account->id};
	return audit_append(db, &actor, &entry);
}

static enum rc write_attempt(struct db *db, void *closure)
{
	const struct attempt *attempt = closure;
	return attempt->fits ? begin(db, attempt) : note_failure(db, attempt);
}

static enum rc refuse_for_now(struct request *rq, struct response *rs, int64_t wait)
{
	rq->retry_after = wait;
	problem_add(rq, "", N_("Too many failed attempts. Wait a few minutes and try again."));
	rs->status = rc_http_status(RC_TOO_MANY);
	return show_form(rq, rs);
}

static enum rc sign_in_post(struct request *rq, struct response *rs)
{
	struct sign_in typed;
	struct account account;

	record_clear(&sign_in_record, &typed);
	if (form_read(rq, &sign_in_form, &typed) != RC_OK)
		return show_form(rq, rs);
	struct str login = account_login(rq->arena, typed.login);
	enum rc rc = account_by_login(rq->db, rq->arena, login, &account);
	if (rc == RC_NOT_FOUND)
		account = (struct account){.failed_at = MOMENT_NONE};
	else if (rc != RC_OK)
		return rc;

	int64_t wait = account_wait(&account, rq->now);
	if (wait)
		return refuse_for_now(rq, rs, wait);
	struct attempt attempt = {
		.rq = rq,
		.rs = rs,
		.account = &account,
		.login = login,
		.fits = password_fits(rq->arena, account.password_hash, typed.password),
	};
	rc = db_transaction(rq->db, "sign_in", write_attempt, &attempt);
	if (rc != RC_OK)
		return rc;
	if (attempt.fits)
		return respond_redirect(rq, rs, next_of(rq));
	problem_add(rq, "", N_("The sign-in name or the password is not right."));
	return show_form(rq, rs);
}

struct leaving {
	struct request *rq;
	struct response *rs;
};

static enum rc write_sign_out(struct db *db, void *closure)
{
	struct leaving *leaving = closure;
	struct request *rq = leaving->rq;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = "session.ended", .subject = "account", .subject_id = rq->viewer->account_id};
	enum rc rc = session_end(rq, leaving->rs);
	return rc == RC_OK ? audit_append(db, &actor, &entry) : rc;
}

static enum rc sign_out_post(struct request *rq, struct response *rs)
{
	struct leaving leaving = {rq, rs};
	enum rc rc = db_transaction(rq->db, "sign_out", write_sign_out, &leaving);
	return rc == RC_OK ? respond_redirect(rq, rs, STR("/sign-in")) : rc;
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
	{.method = METHOD_POST,
	 .path = "/sign-out",
	 .needs = MAY_SIGN_IN,
	 .handle = sign_out_post,
	 .help = "end this session"},
	ROUTE_END,
};
