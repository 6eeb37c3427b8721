#include "identity/second_factor_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "identity/confirm.h"
#include "identity/password.h"
#include "identity/recovery.h"
#include "identity/second_factor.h"
#include "identity/session.h"
#include "identity/totp.h"
#include "view/qr.h"

struct typed {
	struct str code;
	struct str password;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code that the app shows"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = 10,
	 .autocomplete = "one-time-code"},
	{.kind = FIELD_TEXT,
	 OFFSET(password),
	 .label = N_("Your password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = PASSWORD_MOST},
	FIELD_END,
};
#undef OFFSET
static const struct record typed_record = {"typed", sizeof(struct typed), typed_fields};
static const char *const on_names[] = {"code", "password", NULL};
static const struct form on_form = {&typed_record, on_names, NULL};
static const char *const password_names[] = {"password", NULL};
static const struct form password_form = {&typed_record, password_names, NULL};

static enum rc show_setup(struct request *rq, struct response *rs, struct str secret)
{
	struct view *page = view_new(rq->arena);
	struct str address = totp_address(rq->arena, secret, STR("Muster"), rq->viewer->login);

	form_view(rq, page, "form", &on_form, NULL);
	view_html(page, "svg",
		  qr_svg(rq->arena, address, rq_tr(rq, N_("QR code for the authenticator app"))));
	view_text(page, "key", totp_key_text(rq->arena, secret));
	view_text(page, "setup", second_factor_setup(rq, secret));
	view_cstr(page, "cancel_href", "/account");
	return respond_page(rq, rs, "identity/second-factor-on", page);
}

static enum rc show_off(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	form_view(rq, page, "form", &password_form, NULL);
	view_cstr(page, "cancel_href", "/account");
	return respond_page(rq, rs, "identity/second-factor-off", page);
}

static enum rc own_account(struct request *rq, struct account *account)
{
	return account_active(rq->db, rq->arena, rq->viewer->account_id, account);
}

struct switching {
	struct change change;
	const struct account *account;
	struct str sealed; /* STR_NONE: off */
	int64_t step;
	const struct str *codes;
	struct str session;
};

static enum rc write_switch(struct db *db, void *closure)
{
	const struct switching *switching = closure;
	struct request *rq = switching->change.rq;
	struct account_change change = {db, rq->arena, &switching->change.actor, STR("")};
	moment since = switching->sealed.at ? rq->now : MOMENT_NONE;
	enum rc rc =
		account_change_totp(&change, switching->account, switching->sealed, switching->step, since);

	if (rc == RC_OK && switching->codes)
		rc = second_factor_write_codes(rq, switching->account->id, switching->codes);
	return rc == RC_OK ? session_renew(rq, switching->session) : rc;
}

static enum rc show_codes(struct request *rq, struct response *rs, void *closure)
{
	const struct switching *switching = closure;
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "codes");

	if (switching->session.at)
		session_hand_over(rq, rs, switching->session);
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		view_text(view_add(list), "code", switching->codes[i]);
	rs->cache = "no-store";
	return respond_page(rq, rs, "identity/recovery-codes", page);
}

static enum rc answer_codes(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct switching *switching = closure;
	struct api_json json = API_JSON_IN(rq->arena);

	api_json_begin(&json, NULL);
	api_json_list(&json, "recovery_codes");
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		api_json_text(&json, NULL, switching->codes[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	answer->body = api_json_str(&json);
	return RC_OK;
}
static const struct change_secret codes_secret = {answer_codes, show_codes};

static enum rc setup_get(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = own_account(rq, &account);

	if (rc != RC_OK)
		return rc;
	return account_has_totp(&account) ? show_off(rq, rs) : show_setup(rq, rs, totp_secret_new(rq->arena));
}

static enum rc setup_post(struct request *rq, struct response *rs)
{
	struct account account;
	struct typed typed;
	struct str secret;
	enum rc rc = own_account(rq, &account);

	if (rc != RC_OK)
		return rc;
	if (account_has_totp(&account))
		return RC_CONFLICT;
	rc = second_factor_setup_open(rq, pairs_get(&rq->form, "setup"), &secret);
	if (rc != RC_OK && rq->api)
		return problem_add(rq, "setup", N_("This set-up has ended. Begin again."));
	if (rc != RC_OK)
		return respond_redirect(rq, rs, STR("/account/second-factor"));
	record_clear(&typed_record, &typed);
	rc = form_read(rq, &on_form, &typed);
	int64_t step = totp_accept(secret, typed.code, rq->now, 0);
	if (rc == RC_OK && !step)
		rc = problem_add(rq, "code",
				 N_("This is not the code of the moment. Check the clock of your phone."));
	if (rc == RC_OK)
		rc = identity_confirm_password(rq, "password");
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_setup(rq, rs, secret) : rc;
	struct switching switching = {
		.change = change_of(rq),
		.account = &account,
		.sealed = second_factor_seal(rq, account.id, secret),
		.step = step,
		.codes = second_factor_codes_new(rq->arena),
		.session = token_new(rq->arena),
	};
	switching.change.answer = STR("/account");
	return change_run_once(&switching.change, rs, "second_factor_on", write_switch, &switching, &codes_secret);
}

static enum rc confirmed_account(struct request *rq, struct account *account)
{
	enum rc rc = own_account(rq, account);

	if (rc == RC_OK && !account_has_totp(account))
		rc = RC_CONFLICT;
	return rc == RC_OK ? identity_confirm_owner(rq, "password") : rc;
}

static enum rc off_post(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = confirmed_account(rq, &account);

	if (rc != RC_OK)
		return rc == RC_INVALID ? show_off(rq, rs) : rc;
	struct switching switching = {
		.change = change_of(rq), .account = &account, .session = token_new(rq->arena)};
	rc = db_transaction(rq->db, "second_factor_off", write_switch, &switching);
	if (rc != RC_OK)
		return rc;
	session_hand_over(rq, rs, switching.session);
	return respond_redirect(rq, rs, STR("/account?said=second-factor-off"));
}

static enum rc write_codes(struct db *db, void *closure)
{
	const struct switching *switching = closure;
	struct request *rq = switching->change.rq;
	struct account_change change = {db, rq->arena, &switching->change.actor, STR("")};
	enum rc rc = second_factor_write_codes(rq, switching->account->id, switching->codes);

	return rc == RC_OK
		       ? account_change_note(&change, "account.recovery_codes_made", switching->account->id)
		       : rc;
}

static enum rc codes_post(struct request *rq, struct response *rs)
{
	struct account account;
	enum rc rc = confirmed_account(rq, &account);

	if (rc != RC_OK)
		return rc == RC_INVALID ? show_off(rq, rs) : rc;
	struct switching switching = {
		.change = change_of(rq), .account = &account, .codes = second_factor_codes_new(rq->arena)};
	switching.change.answer = STR("/account");
	return change_run_once(&switching.change, rs, "recovery_codes", write_codes, &switching, &codes_secret);
}

static const struct api_schema codes_schema = {
	"RecoveryCodes", "Each signs in once, without the app",
	(const struct api_member[]){{API_TEXTS, "recovery_codes", .flags = API_ONCE}, API_MEMBERS_END}};
#define OWNER_BODY API_BODY("Owner", API_OWNER)
const struct route second_factor_routes[] = {
	{.method = METHOD_GET,
	 .path = "/account/second-factor",
	 .needs = MAY_SIGN_IN,
	 .handle = setup_get,
	 .help = "set up the second factor"},
	{.method = METHOD_POST,
	 .path = "/account/second-factor",
	 .needs = MAY_SIGN_IN,
	 .flags = ROUTE_LIMITED,
	 .handle = setup_post,
	 .help = "switch the second factor on",
	 .api = &(const struct api_operation){
		 .id = "confirmSecondFactor", .tag = "Account", .scope = API_ACCOUNT_WRITE, .flags = API_PASSWORD,
		 .body = API_BODY("SecondFactorProof", {API_TEXT, "setup", .flags = API_REQUIRED},
				  {API_TEXT, "code", .flags = API_REQUIRED, .help = "that the app shows for the new secret"},
				  {API_TEXT, "password", .flags = API_REQUIRED}),
		 .answer = &codes_schema}},
	{.method = METHOD_POST,
	 .path = "/account/second-factor/codes",
	 .needs = MAY_SIGN_IN,
	 .flags = ROUTE_LIMITED,
	 .handle = codes_post,
	 .help = "make new recovery codes",
	 .api = &(const struct api_operation){
		 .id = "makeRecoveryCodes", .tag = "Account", .scope = API_ACCOUNT_WRITE, .flags = API_PASSWORD,
		 .body = OWNER_BODY,
		 .answer = &codes_schema}},
	{.method = METHOD_POST,
	 .path = "/account/second-factor/off",
	 .needs = MAY_SIGN_IN,
	 .flags = ROUTE_LIMITED,
	 .handle = off_post,
	 .help = "switch the second factor off",
	 .api = API_CHANGE("removeSecondFactor", "Account", API_ACCOUNT_WRITE, OWNER_BODY, .flags = API_PASSWORD)},
	ROUTE_END,
};
