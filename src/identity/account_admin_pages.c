#include "identity/account_admin_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "identity/page.h"
#include "identity/provision_store.h"
#include "identity/reset_mail.h"
#include "identity/role_grant_store.h"
#include "identity/session_store.h"

/* What the forms of these pages ask. */
struct entry {
	struct str person;
	struct str login;
	int role;
	int64_t establishment_id;
	int64_t department_id;
	day until_on;
	struct str reason;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct entry, member)
static const struct field entry_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(person),
	 .label = N_("Employee number or mail address"),
	 .flags = FIELD_REQUIRED,
	 .max = 254,
	 .hint = N_("The person must be in the list of people already.")},
	{.kind = FIELD_TEXT,
	 OFFSET(login),
	 .label = N_("Sign-in name"),
	 .max = 254,
	 .hint = N_("Leave empty for the mail address.")},
	{.kind = FIELD_CODE,
	 OFFSET(role),
	 .label = N_("Role"),
	 .flags = FIELD_REQUIRED,
	 .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Only at this establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Only in this department")},
	{.kind = FIELD_DAY,
	 OFFSET(until_on),
	 .label = N_("Last day"),
	 .hint = N_("Leave empty for no end. An auditor needs one.")},
	{.kind = FIELD_TEXT,
	 OFFSET(reason),
	 .label = N_("Reason"),
	 .flags = FIELD_REQUIRED,
	 .max = 500,
	 .hint = N_("Kept in the audit trail.")},
	FIELD_END,
};
#undef OFFSET
static const struct record entry_record = {"entry", sizeof(struct entry), entry_fields};

static struct role_grant grant_of(const struct request *rq, const struct entry *entry, int64_t account_id)
{
	return (struct role_grant){
		.organization_id = rq->viewer->organization_id,
		.account_id = account_id,
		.role = entry->role,
		.establishment_id = entry->establishment_id,
		.department_id = entry->department_id,
		.until_on = entry->until_on,
		.created_at = rq->now,
	};
}

static enum rc check_grant(struct request *rq, const void *row)
{
	const char *field;
	struct role_grant grant = grant_of(rq, row, 0);
	const char *why = role_grant_refusal(&grant, zone_day(rq->zone, rq->now), &field);

	return why ? problem_add(rq, field, why) : RC_OK;
}

static const char *const new_names[] = {"person",        "login",    "role",   "establishment_id",
					"department_id", "until_on", "reason", NULL};
static const struct form new_form = {&entry_record, new_names, check_grant};
static const char *const role_names[] = {"role",     "establishment_id", "department_id",
					 "until_on", "reason",           NULL};
static const struct form role_form = {&entry_record, role_names, check_grant};
static const char *const reason_names[] = {"reason", NULL};
static const struct form reason_form = {&entry_record, reason_names, NULL};

typedef enum rc limit_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *limits);

static enum rc offer(struct request *rq, const char *field, limit_list *list)
{
	struct rows rows;
	enum rc rc = list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		choices[i] = (struct choice){ROW(struct role_grant_limit, rows, i)->id,
					     ROW(struct role_grant_limit, rows, i)->name};
	form_choices(rq, field, choices, rows.count);
	return RC_OK;
}

static enum rc offer_limits(struct request *rq)
{
	enum rc rc = offer(rq, "establishment_id", role_grant_establishments);

	return rc == RC_OK ? offer(rq, "department_id", role_grant_departments) : rc;
}

/* --- the list --- */

/* "administrator,auditor" in words. */
static struct str role_words(struct request *rq, struct str codes)
{
	struct text text = TEXT_IN(rq->arena);
	struct str code;

	while (str_split(&codes, ',', &code)) {
		int role = codes_find(&role_codes, code);
		if (role <= 0)
			continue;
		if (text.len)
			text_cstr(&text, ", ");
		text_add(&text, rq_tr(rq, codes_label(&role_codes, role)));
	}
	return text_str(&text);
}

static void add_pager(struct request *rq, struct view *page, struct str words, struct str last, bool has_more)
{
	struct text text = TEXT_IN(rq->arena);

	text_cstr(&text, "/admin/accounts?q=");
	text_url(&text, words);
	if (pairs_get(&rq->query, "after").len)
		view_text(page, "first_href", arena_str(rq->arena, text_str(&text)));
	text_cstr(&text, "&after=");
	text_url(&text, last);
	if (has_more)
		view_text(page, "next_href", text_str(&text));
}

static const struct code list_said[] = {{"created", N_("The account has been made.")}, {NULL, NULL}};

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows");
	struct str words = pairs_get(&rq->query, "q"), last = STR("");
	struct rows rows;
	enum rc rc = account_page(rq->db, rq->arena, rq->viewer->organization_id, words,
				  pairs_get(&rq->query, "after"), &rows);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count && i < ACCOUNT_PAGE; i++) {
		const struct account_line *line = ROW(struct account_line, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &account_line_record, line);
		view_text(item, "role_words", role_words(rq, line->roles));
		last = line->login;
	}
	view_text(page, "q", words.at ? words : STR(""));
	add_pager(rq, page, words, last, rows.count > ACCOUNT_PAGE);
	page_said(rq, page, list_said);
	return respond_page(rq, rs, "identity/accounts", page);
}

/* --- one account --- */

static const struct code account_said[] = {
	{"created", N_("The account has been made. Mail the person a link to set a password.")},
	{"role", N_("The roles have been changed. The person signs in anew.")},
	{"off", N_("The account is switched off, and its sessions have ended.")},
	{"on", N_("The account is switched on again.")},
	{"mailed", N_("A link to set a password is on its way.")},
	{"second-factor-off", N_("The second factor is switched off.")},
	{"unlinked", N_("The outside identity leads here no more, and the sessions have ended.")},
	{NULL, NULL},
};

static enum rc find_account(struct request *rq, struct account *account)
{
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	return account_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, account);
}

static enum rc show_account(struct request *rq, struct response *rs, const struct account *account)
{
	struct view *page = view_new(rq->arena);
	struct account_line line;
	struct rows grants, sessions, links;
	enum rc rc = account_line_by_id(rq->db, rq->arena, account->organization_id, account->id, &line);

	if (rc == RC_OK)
		rc = role_grant_list(rq->db, rq->arena, account->id, &grants);
	if (rc == RC_OK)
		rc = session_list(rq->db, rq->arena, account->id, rq->now, &sessions);
	if (rc == RC_OK)
		rc = identity_link_list(rq->db, rq->arena, account->organization_id, account->id, &links);
	if (rc == RC_OK)
		rc = offer_limits(rq);
	if (rc != RC_OK)
		return rc;
	view_record(page, "account", &account_line_record, &line);
	view_records(page, "links", &identity_link_record, links.at, links.count);
	view_records(page, "held", &role_grant_line_record, grants.at, grants.count);
	view_int(page, "session_count", (int64_t)sessions.count);
	form_view(rq, page, "form", &role_form, NULL);
	page_said(rq, page, account_said);
	return respond_page(rq, rs, "identity/account-admin", page);
}

static enum rc account_admin_get(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = find_account(rq, &account);

	return rc == RC_OK ? show_account(rq, rs, &account) : rc;
}

/* --- changes --- */

struct altering {
	struct change change;
	struct account account;
	struct role_grant grant;
	struct str reason;
	int64_t grant_id;
	int64_t link_id;
	bool is_active;
	struct str token;
	struct delivery mail;
};

static struct account_change account_change_of(struct altering *altering, struct db *db)
{
	return (struct account_change){db, altering->change.rq->arena, &altering->change.actor,
				       altering->reason};
}

static struct str answer(struct altering *altering, const char *said)
{
	return arena_printf(altering->change.rq->arena, "/admin/accounts/%lld?said=%s",
			    (long long)altering->account.id, said);
}

static day today(const struct altering *altering)
{
	const struct request *rq = altering->change.rq;

	return zone_day(rq->zone, rq->now);
}

static enum rc show_new(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &new_form, NULL);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_cstr(page, "cancel_href", "/admin/accounts");
	return respond_page(rq, rs, "identity/account-new", page);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	enum rc rc = offer_limits(rq);

	return rc == RC_OK ? show_new(rq, rs) : rc;
}

static enum rc write_new(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct account_change change = account_change_of(altering, db);
	enum rc rc = account_change_create(&change, &altering->account, &altering->grant);

	altering->change.answer = answer(altering, "created");
	return rc;
}

static enum rc find_person(struct request *rq, const struct entry *entry, struct account *account)
{
	struct account_person person;
	enum rc rc =
		account_person_find(rq->db, rq->arena, rq->viewer->organization_id, entry->person, &person);

	if (rc == RC_NOT_FOUND)
		return problem_add(rq, "person", N_("Nobody in use has this number or address"));
	if (rc != RC_OK)
		return rc;
	record_clear(&account_record, account);
	account->organization_id = rq->viewer->organization_id;
	account->person_id = person.id;
	account->login = account_login(rq->arena, entry->login.len ? entry->login : person.email);
	account->is_active = true;
	account->version = 1;
	account->created_at = rq->now;
	return account->login.len
		       ? RC_OK
		       : problem_add(rq, "login", N_("The person has no mail address: give a name"));
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.change = change_of(rq)};
	struct entry entry;
	enum rc rc = offer_limits(rq);

	record_clear(&entry_record, &entry);
	if (rc == RC_OK)
		rc = form_read(rq, &new_form, &entry);
	if (rc == RC_OK)
		rc = find_person(rq, &entry, &altering.account);
	if (rc == RC_OK) {
		altering.grant = grant_of(rq, &entry, 0);
		altering.reason = entry.reason;
		rc = change_run(&altering.change, rs, "account_new", write_new, &altering);
	}
	if (rc == RC_DUPLICATE)
		rc = problem_add(rq, "person",
				 N_("This person has an account already, or the sign-in name is taken"));
	return rc == RC_INVALID ? show_new(rq, rs) : rc;
}

/* A last administrator's refusal is told on the account's page. */
static enum rc told(struct request *rq, struct response *rs, const struct account *account, enum rc rc)
{
	if (rc == RC_CONFLICT)
		rc = problem_add(rq, "", N_("This is the last administrator. Make somebody else one first."));
	return rc == RC_INVALID ? show_account(rq, rs, account) : rc;
}

static enum rc write_role(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct account_change change = account_change_of(altering, db);

	altering->change.answer = answer(altering, "role");
	return account_change_grant(&change, &altering->grant);
}

static enum rc role_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.change = change_of(rq)};
	struct entry entry;
	enum rc rc = find_account(rq, &altering.account);

	record_clear(&entry_record, &entry);
	if (rc == RC_OK)
		rc = offer_limits(rq);
	if (rc == RC_OK)
		rc = form_read(rq, &role_form, &entry);
	if (rc == RC_OK) {
		altering.grant = grant_of(rq, &entry, altering.account.id);
		altering.reason = entry.reason;
		rc = change_run(&altering.change, rs, "account_role", write_role, &altering);
	}
	return told(rq, rs, &altering.account, rc);
}

/* The changes that ask for nothing but a reason. */
static enum rc alter(struct request *rq, struct response *rs, struct altering *altering,
		     enum rc (*write)(struct db *, void *))
{
	struct entry entry;
	enum rc rc = find_account(rq, &altering->account);

	altering->change = change_of(rq);
	record_clear(&entry_record, &entry);
	if (rc == RC_OK)
		rc = form_read(rq, &reason_form, &entry);
	if (rc == RC_OK) {
		altering->reason = entry.reason;
		rc = change_run(&altering->change, rs, "account_alter", write, altering);
	}
	return told(rq, rs, &altering->account, rc);
}

static enum rc write_revoke(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct account_change change = account_change_of(altering, db);

	altering->change.answer = answer(altering, "role");
	return account_change_revoke(&change, &altering->account, altering->grant_id, today(altering));
}

static enum rc revoke_post(struct request *rq, struct response *rs)
{
	struct altering altering = {0};

	if (!str_to_int(pairs_get(&rq->form, "grant"), 1, INT64_MAX, &altering.grant_id))
		return RC_BAD_REQUEST;
	return alter(rq, rs, &altering, write_revoke);
}

static enum rc write_unlink(struct db *db, void *closure)
{
	struct altering *altering = closure;
	const struct account *account = &altering->account;
	struct account_change change = account_change_of(altering, db);
	enum rc rc = identity_link_delete(db, account->organization_id, account->id, altering->link_id);

	altering->change.answer = answer(altering, "unlinked");
	if (rc == RC_OK)
		rc = session_delete_others(db, account->id, 0);
	return rc == RC_OK ? account_change_note(&change, "account.unlinked", account->id) : rc;
}

static enum rc unlink_post(struct request *rq, struct response *rs)
{
	struct altering altering = {0};

	if (!str_to_int(pairs_get(&rq->form, "link"), 1, INT64_MAX, &altering.link_id))
		return RC_BAD_REQUEST;
	return alter(rq, rs, &altering, write_unlink);
}

static enum rc write_active(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct account_change change = account_change_of(altering, db);

	altering->change.answer = answer(altering, altering->is_active ? "on" : "off");
	return account_change_active(&change, &altering->account, altering->is_active, today(altering));
}

static enum rc off_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.is_active = false};

	return alter(rq, rs, &altering, write_active);
}

static enum rc on_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.is_active = true};

	return alter(rq, rs, &altering, write_active);
}

static enum rc write_totp_off(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct account_change change = account_change_of(altering, db);

	altering->change.answer = answer(altering, "second-factor-off");
	enum rc rc = session_delete_others(db, altering->account.id, 0);
	return rc == RC_OK ? account_change_totp(&change, &altering->account, STR_NONE, 0, MOMENT_NONE) : rc;
}

static enum rc totp_off_post(struct request *rq, struct response *rs)
{
	struct altering altering = {0};

	return alter(rq, rs, &altering, write_totp_off);
}

static enum rc write_reset(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct request *rq = altering->change.rq;
	struct account_change change = account_change_of(altering, db);

	altering->change.answer = answer(altering, "mailed");
	enum rc rc = account_change_offer_reset(&change, &altering->account, sha256(rq->arena, altering->token),
						rq->now + HOURS(RESET_MAIL_HOURS));
	return rc == RC_OK ? delivery_add(db, rq->arena, &altering->mail, rq->now, NULL) : rc;
}

static enum rc reset_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.change = change_of(rq), .token = token_new(rq->arena)};
	struct str to;
	enum rc rc = find_account(rq, &altering.account);

	if (rc == RC_OK && !altering.account.is_active)
		rc = problem_add(rq, "", N_("The account is switched off."));
	if (rc == RC_OK && reset_mail_address(rq, &altering.account, &to) == RC_NOT_FOUND)
		rc = problem_add(rq, "", N_("The person has no mail address."));
	if (rc == RC_OK)
		rc = reset_mail_make(rq, &altering.account, altering.token, &altering.mail);
	if (rc == RC_OK)
		rc = change_run(&altering.change, rs, "account_reset", write_reset, &altering);
	return told(rq, rs, &altering.account, rc);
}

const struct route account_admin_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/accounts",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "accounts",
	 .offered_by = "listAccounts"},
	{.method = METHOD_GET,
	 .path = "/admin/accounts/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "make an account"},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "make it",
	 .api = API_CHANGE("createAccount", "Administration", API_ADMIN_WRITE, API_FORM("NewAccount", &new_form),
			   .status = 201,
			   .path = "/api/v1/accounts")},
	{.method = METHOD_GET,
	 .path = "/admin/accounts/{id}",
	 .needs = MAY_ADMINISTER,
	 .handle = account_admin_get,
	 .help = "one account",
	 .offered_by = "getOneAccount"},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/roles",
	 .needs = MAY_ADMINISTER,
	 .handle = role_post,
	 .help = "give a role",
	 .api = API_CHANGE("grantRole", "Administration", API_ADMIN_WRITE, API_FORM("RoleGrant", &role_form),
			   .path = "/api/v1/accounts/{id}/roles")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/roles/remove",
	 .needs = MAY_ADMINISTER,
	 .handle = revoke_post,
	 .help = "take a role away",
	 .api = API_CHANGE("revokeRole", "Administration", API_ADMIN_WRITE, API_BODY("RoleRemoval", {API_FIELDS, .form = &reason_form}, {API_INT, "grant", .flags = API_REQUIRED, .help = "id of the role given"}),
			   .path = "/api/v1/accounts/{id}/roles/remove")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/unlink",
	 .needs = MAY_ADMINISTER,
	 .handle = unlink_post,
	 .help = "take an outside identity away",
	 .api = API_CHANGE("unlinkAccount", "Administration", API_ADMIN_WRITE,
			   API_BODY("IdentityRemoval", {API_FIELDS, .form = &reason_form}, {API_INT, "link", .flags = API_REQUIRED, .help = "id of the identity"}),
			   .path = "/api/v1/accounts/{id}/unlink")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/off",
	 .needs = MAY_ADMINISTER,
	 .handle = off_post,
	 .help = "switch an account off",
	 .api = API_CHANGE("switchAccountOff", "Administration", API_ADMIN_WRITE, API_FORM("AccountOff", &reason_form),
			   .path = "/api/v1/accounts/{id}/off")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/on",
	 .needs = MAY_ADMINISTER,
	 .handle = on_post,
	 .help = "switch it on again",
	 .api = API_CHANGE("switchAccountOn", "Administration", API_ADMIN_WRITE, API_FORM("AccountOn", &reason_form),
			   .path = "/api/v1/accounts/{id}/on")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/reset",
	 .needs = MAY_ADMINISTER,
	 .handle = reset_post,
	 .help = "mail a link to set a password",
	 .api = API_CHANGE("mailPasswordLink", "Administration", API_ADMIN_WRITE, API_FORM("PasswordLink", &reason_form),
			   .path = "/api/v1/accounts/{id}/reset")},
	{.method = METHOD_POST,
	 .path = "/admin/accounts/{id}/second-factor-off",
	 .needs = MAY_ADMINISTER,
	 .handle = totp_off_post,
	 .help = "switch a lost second factor off",
	 .api = API_CHANGE("switchSecondFactorOff", "Administration", API_ADMIN_WRITE, API_FORM("SecondFactorOff", &reason_form),
			   .path = "/api/v1/accounts/{id}/second-factor-off")},
	ROUTE_END,
};
