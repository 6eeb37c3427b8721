#include "identity/account_pages.h"

#include <stddef.h>

#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/page.h"
#include "identity/role_grant_store.h"
#include "identity/session_store.h"

static const struct code said[] = {
	{"password", N_("Your password has been changed, and your other sessions have ended.")},
	{"language", N_("The language has been changed.")},
	{"session", N_("The session has ended.")},
	{"sessions", N_("All other sessions have ended.")},
	{"second-factor-off", N_("The second factor is switched off.")},
	{NULL, NULL},
};

/* The languages that texts exist in, each by its own name, and the choice of the browser. */
static const struct {
	const char *code, *label;
} languages[] = {{"", N_("As my browser asks")}, {"en", "English"}, {"es", "Español"}};

static void add_languages(struct request *rq, struct view *page, struct str chosen)
{
	struct view_list *list = view_list(page, "choices");

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct view *item = view_add(list);
		view_cstr(item, "code", languages[i].code);
		view_text(item, "label", rq_tr(rq, languages[i].label));
		view_flag(item, "selected", str_is(chosen.at ? chosen : STR(""), languages[i].code));
	}
}

static enum rc add_sessions(struct request *rq, struct view *page)
{
	struct rows rows;
	enum rc rc = session_list(rq->db, rq->arena, rq->viewer->account_id, rq->now, &rows);
	struct view_list *list = view_list(page, "sessions");

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct session *session = ROW(struct session, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &session_record, session);
		view_flag(item, "is_this", session->id == rq->viewer->session_id);
	}
	view_flag(page, "has_others", rc == RC_OK && rows.count > 1);
	return rc;
}

static enum rc add_roles(struct request *rq, struct view *page)
{
	struct rows rows;
	enum rc rc = role_grant_list(rq->db, rq->arena, rq->viewer->account_id, &rows);

	if (rc == RC_OK)
		view_records(page, "held", &role_grant_line_record, rows.at, rows.count);
	return rc;
}

static enum rc account_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct account_line line;
	struct account account;
	int64_t left;
	const int64_t id = rq->viewer->account_id;
	enum rc rc = account_line_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &line);

	if (rc == RC_OK)
		rc = add_sessions(rq, page);
	if (rc == RC_OK)
		rc = add_roles(rq, page);
	if (rc == RC_OK)
		rc = account_active(rq->db, rq->arena, id, &account);
	if (rc == RC_OK)
		rc = account_token_left(rq->db, rq->arena, id, "recovery", &left);
	if (rc != RC_OK)
		return rc;
	view_record(page, "account", &account_line_record, &line);
	view_int(page, "codes_left", left);
	view_flag(page, "has_password", account.password_hash.len > 0);
	add_languages(rq, page, rq->viewer->locale);
	page_said(rq, page, said);
	return respond_page(rq, rs, "identity/account", page);
}

/* --- language --- */

static enum rc write_language(struct db *db, void *closure)
{
	struct change *change = closure;
	struct request *rq = change->rq;
	struct account before, after;
	struct str locale = pairs_get(&rq->form, "locale");
	enum rc rc = account_active(db, rq->arena, rq->viewer->account_id, &before);

	if (rc != RC_OK)
		return rc;
	after = before;
	after.locale = locale.len ? locale : STR_NONE;
	change->answer = STR("/account?said=language");
	rc = account_set_locale(db, before.id, after.locale);
	return rc == RC_OK ? audit_change(db, rq->arena, &change->actor, "account.language_changed",
					  &account_record, before.id, 0, &before, &after, STR(""))
			   : rc;
}

static enum rc language_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);
	struct str locale = pairs_get(&rq->form, "locale");

	for (size_t i = 0; locale.at && i < sizeof languages / sizeof *languages; i++)
		if (str_is(locale, languages[i].code))
			return change_run(&change, rs, "account_language", write_language, &change);
	return RC_BAD_REQUEST;
}

/* --- sessions --- */

static enum rc note_ended(struct db *db, struct change *change, const char *action)
{
	struct audit_entry entry = {
		.action = action, .subject = "account", .subject_id = change->rq->viewer->account_id};

	return audit_append(db, &change->actor, &entry);
}

static enum rc write_end(struct db *db, void *closure)
{
	struct change *change = closure;
	int64_t id;

	if (!str_to_int(param(change->rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	change->answer = STR("/account?said=session");
	enum rc rc = session_delete(db, change->rq->viewer->account_id, id);
	return rc == RC_OK ? note_ended(db, change, "session.ended_other") : rc;
}

static enum rc end_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "session_end", write_end, &change);
}

static enum rc write_end_others(struct db *db, void *closure)
{
	struct change *change = closure;
	const struct viewer *viewer = change->rq->viewer;
	enum rc rc = session_delete_others(db, viewer->account_id, viewer->session_id);

	change->answer = STR("/account?said=sessions");
	return rc == RC_OK ? note_ended(db, change, "session.ended_others") : rc;
}

static enum rc end_others_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "session_end_others", write_end_others, &change);
}

const struct route account_routes[] = {
	{.method = METHOD_GET,
	 .path = "/account",
	 .needs = MAY_SIGN_IN,
	 .handle = account_get,
	 .help = "one's own account",
	 .offered_by = "getAccount listSessions"},
	{.method = METHOD_POST,
	 .path = "/account/language",
	 .needs = MAY_SIGN_IN,
	 .handle = language_post,
	 .help = "choose the language",
	 .api = API_CHANGE("setLanguage", "Account", API_ACCOUNT_WRITE,
			   API_BODY("Language", {API_TEXT, "locale", .flags = API_REQUIRED,
						 .help = "en, es; empty: as the browser asks"}))},
	{.method = METHOD_POST,
	 .path = "/account/sessions/end-others",
	 .needs = MAY_SIGN_IN,
	 .handle = end_others_post,
	 .help = "end all other sessions",
	 .api = API_CHANGE("endSessions", "Account", API_ACCOUNT_WRITE, NULL,
			   .about = "Ends all sessions of browsers. Keys and tokens stay.")},
	{.method = METHOD_POST,
	 .path = "/account/sessions/{id}/end",
	 .needs = MAY_SIGN_IN,
	 .handle = end_post,
	 .help = "end one session",
	 .api = API_CHANGE("endSession", "Account", API_ACCOUNT_WRITE, NULL)},
	ROUTE_END,
};
