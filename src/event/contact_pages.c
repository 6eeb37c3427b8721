#include "event/contact_pages.h"

#include <stddef.h>

#include "base/base64.h"
#include "base/random.h"
#include "client/client_guard.h"
#include "event/bounce_store.h"
#include "event/channel_data.h"
#include "event/contact.h"
#include "event/phone.h"
#include "event/push_key.h"
#include "event/push_message.h"
#include "event/push_store.h"
#include "event/sms_text.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/session.h"
#include "identity/viewer.h"

static const struct code said[] = {
	{"code", N_("A code is on its way to your phone.")},
	{"phone", N_("Your mobile number is confirmed.")},
	{"phone-removed", N_("Your mobile number has been removed.")},
	{"push", N_("This browser gets messages now.")},
	{"push-removed", N_("The browser gets no more messages.")},
	{"mail", N_("Mails go to your address again.")},
	{"test", N_("A test message is on its way to you.")},
	{NULL, NULL},
};

struct typed {
	struct str number;
	struct str code;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(number), .label = N_("Mobile number"), .flags = FIELD_REQUIRED, .max = 40,
	 .hint = N_("With the code of the country, such as +1 202 555 0123"), .autocomplete = "tel"},
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Code from the message"), .flags = FIELD_REQUIRED, .max = 12,
	 .hint = N_("Six digits; they hold for ten minutes"), .autocomplete = "one-time-code"},
	FIELD_END,
};
#undef OFFSET
static const struct record typed_record = {"typed", sizeof(struct typed), typed_fields};
static const char *const number_names[] = {"number", NULL}, *const code_names[] = {"code", NULL};
static const struct form number_form = {&typed_record, number_names, NULL};
static const struct form code_form = {&typed_record, code_names, NULL};

static bool has_sms(const struct request *rq)
{
	return config_text(rq->config, "sms.url").len > 0;
}

/* --- the page --- */

static enum rc add_mail(struct request *rq, struct view *page, const struct contact *contact)
{
	const struct str address = contact_mail(contact);
	struct mail_bounce bounce;

	view_text(page, "mail", address);
	if (contact->mail_stopped_at == MOMENT_NONE)
		return RC_OK;
	enum rc rc = bounce_of(rq->db, rq->arena, rq->viewer->organization_id, address, &bounce);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	struct view *stopped = view_object(page, "stopped");
	view_moment(stopped, "at", bounce.stopped_at);
	view_text(stopped, "words", bounce.reason);
	return RC_OK;
}

static enum rc add_phone(struct request *rq, struct view *page)
{
	struct account_phone phone;

	view_flag(page, "has_sms", has_sms(rq));
	enum rc rc = phone_find(rq->db, rq->arena, rq->viewer->account_id, &phone);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	struct view *at = view_object(page, "phone");
	view_text(at, "number", phone.number);
	view_moment(at, "confirmed_at", phone.confirmed_at);
	view_flag(at, "is_open", phone.confirmed_at == MOMENT_NONE && phone.code_hash.len > 0);
	return RC_OK;
}

static enum rc add_browsers(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "browsers");
	struct str key;
	struct rows rows;

	if (push_key_is_used(rq->config) && push_key_public(rq->arena, rq->config, &key) == RC_OK)
		view_text(page, "push_key", key);
	enum rc rc = push_subscription_list(rq->db, rq->arena, rq->viewer->account_id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct push_subscription *row = ROW(struct push_subscription, rows, i);
		struct view *item = view_add(list);
		view_int(item, "id", row->id);
		view_text(item, "agent", row->agent);
		view_moment(item, "since", row->created_at);
		view_text(item, "hash", hex(rq->arena, row->endpoint_hash));
	}
	return rc;
}

static enum rc show(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct contact contact;
	enum rc rc = contact_of(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &contact);

	if (rc == RC_OK)
		rc = add_mail(rq, page, &contact);
	if (rc == RC_OK)
		rc = add_phone(rq, page);
	if (rc == RC_OK)
		rc = add_browsers(rq, page);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "number_form", &number_form, NULL);
	form_view(rq, page, "code_form", &code_form, NULL);
	page_said(rq, page, said);
	return respond_page(rq, rs, "event/contact", page);
}

/* --- mobile number --- */

struct asking {
	struct change change;
	struct str number, code;
	struct delivery message;
	const char *refusal;
};

static enum rc write_code(struct db *db, void *closure)
{
	struct asking *asking = closure;
	struct request *rq = asking->change.rq;
	struct account_phone before = {.account_id = rq->viewer->account_id, .code_sent_at = MOMENT_NONE,
				       .organization_id = rq->viewer->organization_id};
	enum rc rc = phone_lock(db, rq->arena, rq->viewer->account_id, &before);
	const bool is_new = rc == RC_NOT_FOUND;

	if (rc != RC_OK && !is_new)
		return rc;
	if (is_new)
		before = (struct account_phone){.account_id = rq->viewer->account_id, .code_sent_at = MOMENT_NONE,
						.organization_id = rq->viewer->organization_id};
	asking->refusal = phone_send_refusal(&before, rq->now);
	if (asking->refusal)
		return RC_INVALID;
	const struct account_phone after = phone_with_code(rq->arena, &before, asking->number, asking->code, rq->now);
	rc = phone_save(db, &after);
	if (rc == RC_OK)
		rc = delivery_add(db, rq->arena, &asking->message, rq->now, NULL);
	asking->change.answer = STR("/account/contact?said=code#phone");
	return rc == RC_OK ? audit_change(db, rq->arena, &asking->change.actor, "account.phone_changed", &account_phone_record,
					  rq->viewer->account_id, 0, is_new ? NULL : &before, &after, STR(""))
			   : rc;
}

static enum rc make_message(struct request *rq, struct asking *asking)
{
	struct channel_data data = {.is_mandatory = true};
	enum rc rc = channel_data_seal(rq->arena, rq->config, asking->code, rq->now + MINUTES(PHONE_CODE_MINUTES), &data.sealed);

	asking->message = (struct delivery){
		.organization_id = rq->viewer->organization_id, .channel = STR("sms"), .address = asking->number,
		.body_text = rq_tr(rq, N_("Muster: {secret} is the code that confirms this number. Tell it to nobody.")),
		.data = channel_data_text(rq->arena, &data),
	};
	return rc;
}

static enum rc phone_post(struct request *rq, struct response *rs)
{
	struct asking asking = {.change = change_of(rq), .code = phone_code(rq->arena)};
	struct typed typed;

	if (!has_sms(rq))
		return RC_NOT_FOUND;
	record_clear(&typed_record, &typed);
	if (form_read(rq, &number_form, &typed) != RC_OK)
		return show(rq, rs);
	if (!sms_number(rq->arena, typed.number, config_text(rq->config, "sms.calling_code"), &asking.number)) {
		enum rc rc = problem_add(rq, "number", N_("Not a telephone number"));
		return rc == RC_INVALID ? show(rq, rs) : rc;
	}
	enum rc rc = make_message(rq, &asking);
	if (rc == RC_OK)
		rc = change_run(&asking.change, rs, "account_phone", write_code, &asking);
	if (rc == RC_INVALID && asking.refusal && problem_add(rq, "number", asking.refusal) == RC_INVALID)
		return show(rq, rs);
	return rc;
}

struct trying {
	struct change change;
	struct str typed;
	const char *refusal;
};

/* A wrong code is counted, so that the transaction must not be rolled back for it. */
static enum rc write_try(struct db *db, void *closure)
{
	struct trying *trying = closure;
	struct request *rq = trying->change.rq;
	struct account_phone before, after;
	enum rc rc = phone_lock(db, rq->arena, rq->viewer->account_id, &before);

	if (rc != RC_OK)
		return rc;
	trying->refusal = phone_try(rq->arena, &before, trying->typed, rq->now, &after);
	rc = phone_save(db, &after);
	if (rc != RC_OK || trying->refusal)
		return rc;
	const struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	return audit_change(db, rq->arena, &actor, "account.phone_confirmed", &account_phone_record, rq->viewer->account_id, 0,
			    &before, &after, STR(""));
}

static enum rc code_post(struct request *rq, struct response *rs)
{
	struct trying trying = {.change = change_of(rq)};
	struct typed typed;

	record_clear(&typed_record, &typed);
	if (form_read(rq, &code_form, &typed) != RC_OK)
		return show(rq, rs);
	trying.typed = typed.code;
	enum rc rc = db_transaction(rq->db, "account_phone_code", write_try, &trying);
	if (rc != RC_OK)
		return rc;
	if (trying.refusal && problem_add(rq, "code", trying.refusal) == RC_INVALID)
		return show(rq, rs);
	return respond_redirect(rq, rs, STR("/account/contact?said=phone#phone"));
}

static enum rc write_phone_removal(struct db *db, void *closure)
{
	struct change *change = closure;
	struct request *rq = change->rq;
	struct account_phone before;
	enum rc rc = phone_lock(db, rq->arena, rq->viewer->account_id, &before);

	if (rc == RC_OK)
		rc = phone_delete(db, rq->viewer->account_id);
	change->answer = STR("/account/contact?said=phone-removed#phone");
	return rc == RC_OK ? audit_change(db, rq->arena, &change->actor, "account.phone_removed", &account_phone_record,
					  rq->viewer->account_id, 0, &before, NULL, STR(""))
			   : rc;
}

static enum rc phone_remove_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "account_phone_removal", write_phone_removal, &change);
}

/* --- browsers --- */

struct subscribing {
	struct change change;
	struct push_subscription row;
};

static enum rc note(struct db *db, struct change *change, const char *action)
{
	const struct audit_entry entry = {.action = action, .subject = "account",
					  .subject_id = change->rq->viewer->account_id};

	return audit_append(db, &change->actor, &entry);
}

static enum rc write_subscription(struct db *db, void *closure)
{
	struct subscribing *subscribing = closure;
	enum rc rc = push_subscription_save(db, subscribing->change.rq->arena, &subscribing->row);

	subscribing->change.answer = STR("/account/contact?said=push#browsers");
	return rc == RC_OK ? note(db, &subscribing->change, "account.push_added") : rc;
}

/* The script fills the form in from what the browser says; nothing of it is believed. */
static enum rc read_subscription(struct request *rq, struct push_subscription *row)
{
	const struct client_guard *guard;
	const char *problem;
	enum rc rc = client_guard_load(rq->arena, rq->config, &guard);

	*row = (struct push_subscription){
		.organization_id = rq->viewer->organization_id, .account_id = rq->viewer->account_id,
		.endpoint = pairs_get(&rq->form, "endpoint"), .created_at = rq->now,
		.agent = session_agent(rq->arena, request_header(rq, "user-agent")),
	};
	if (rc != RC_OK)
		return rc;
	if (!base64_url_bytes(rq->arena, pairs_get(&rq->form, "p256dh"), &row->p256dh) ||
	    !base64_url_bytes(rq->arena, pairs_get(&rq->form, "auth"), &row->auth) || row->auth.len != PUSH_AUTH_BYTES ||
	    !push_message_key_is_valid(row->p256dh) || row->endpoint.len > 1000)
		return problem_add(rq, "", N_("The browser gave no usable subscription"));
	rc = client_guard_url(rq->arena, guard, row->endpoint, &problem);
	return rc == RC_OK ? RC_OK : problem_add(rq, "", problem);
}

static enum rc push_post(struct request *rq, struct response *rs)
{
	struct subscribing subscribing = {.change = change_of(rq)};

	if (!push_key_is_used(rq->config))
		return RC_NOT_FOUND;
	enum rc rc = read_subscription(rq, &subscribing.row);
	if (rc == RC_INVALID)
		return show(rq, rs);
	return rc == RC_OK ? change_run(&subscribing.change, rs, "push_subscription", write_subscription, &subscribing) : rc;
}

static enum rc write_push_removal(struct db *db, void *closure)
{
	struct change *change = closure;
	int64_t id;

	if (!str_to_int(param(change->rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = push_subscription_delete(db, change->rq->viewer->account_id, id);
	change->answer = STR("/account/contact?said=push-removed#browsers");
	return rc == RC_OK ? note(db, change, "account.push_removed") : rc;
}

static enum rc push_remove_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "push_removal", write_push_removal, &change);
}

/* --- mails that came back, tests --- */

static enum rc write_again(struct db *db, void *closure)
{
	struct change *change = closure;
	struct request *rq = change->rq;
	struct contact contact;
	struct mail_bounce bounce;
	enum rc rc = contact_of(db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &contact);

	change->answer = STR("/account/contact?said=mail");
	if (rc == RC_OK)
		rc = bounce_of(db, rq->arena, rq->viewer->organization_id, contact_mail(&contact), &bounce);
	/* Somebody else was faster. */
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = bounce_forget(db, rq->viewer->organization_id, bounce.id);
	return rc == RC_OK ? note(db, change, "account.mail_again") : rc;
}

static enum rc mail_again_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "mail_again", write_again, &change);
}

static enum rc write_test(struct db *db, void *closure)
{
	struct change *change = closure;
	struct request *rq = change->rq;
	const struct channel_data data = {.is_mandatory = true, .path = STR("/account/contact"), .is_urgent = true,
					  .locale = str_of(catalogue_locale(rq->catalogue))};
	const struct delivery delivery = {
		.organization_id = rq->viewer->organization_id, .channel = param(rq, "channel"),
		.account_id = rq->viewer->account_id, .subject = rq_tr(rq, N_("Test message of Muster")),
		.body_text = rq_tr(rq, N_("This is a test. Nothing has happened, and nothing is to be done.")),
		.data = channel_data_text(rq->arena, &data),
	};
	const struct str back = pairs_get(&rq->form, "back");

	change->answer = str_is(back, "admin") ? STR("/admin/channels?said=test") : STR("/account/contact?said=test");
	enum rc rc = delivery_add(db, rq->arena, &delivery, rq->now, NULL);
	return rc == RC_OK ? note(db, change, "account.channel_tested") : rc;
}

static enum rc test_post(struct request *rq, struct response *rs)
{
	static const char *const channels[] = {"mail", "sms", "push"};
	struct change change = change_of(rq);

	for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
		if (str_is(param(rq, "channel"), channels[i]))
			return change_run(&change, rs, "channel_test", write_test, &change);
	return RC_NOT_FOUND;
}

static const struct api_schema push_body = {
	"PushSubscription", "What a browser answers to pushManager.subscribe",
	(const struct api_member[]){
		{API_TEXT, "endpoint", .flags = API_REQUIRED},
		{API_TEXT, "p256dh", .flags = API_REQUIRED, .help = "65 bytes, base64url"},
		{API_TEXT, "auth", .flags = API_REQUIRED, .help = "16 bytes, base64url"},
		API_MEMBERS_END,
	}};

#define OWN(method_, path_, handle_, flags_, help_, ...) \
	{.method = method_, .path = path_, .needs = MAY_SIGN_IN, .handle = handle_, .flags = flags_, .help = help_, __VA_ARGS__}
#define OFFERED(id, ...) .api = API_CHANGE(id, "Account", API_ACCOUNT_WRITE, __VA_ARGS__)
const struct route contact_routes[] = {
	OWN(METHOD_GET, "/account/contact", show, 0, "how messages reach oneself",
	 .offered_by = "getContact"),
	OWN(METHOD_POST, "/account/phone", phone_post, ROUTE_LIMITED, "give a mobile number and have a code sent there",
	    OFFERED("sendPhoneCode", API_FORM("PhoneNumber", &number_form))),
	OWN(METHOD_POST, "/account/phone/code", code_post, ROUTE_LIMITED, "confirm it with the code",
	    OFFERED("confirmPhone", API_FORM("PhoneCode", &code_form))),
	OWN(METHOD_POST, "/account/phone/remove", phone_remove_post, 0, "take the mobile number away",
	    OFFERED("removePhone", NULL)),
	OWN(METHOD_POST, "/account/push", push_post, 0, "this browser takes web push",
	    OFFERED("addPushBrowser", &push_body)),
	OWN(METHOD_POST, "/account/push/{id}/remove", push_remove_post, 0, "a browser takes no more web push",
	    OFFERED("removePushBrowser", NULL)),
	OWN(METHOD_POST, "/account/mail-again", mail_again_post, 0, "mails came back, but the address is right",
	    OFFERED("ownMailAgain", NULL)),
	OWN(METHOD_POST, "/account/test/{channel}", test_post, ROUTE_LIMITED, "send a test message to oneself",
	    OFFERED("testChannel", NULL)),
	ROUTE_END,
};
