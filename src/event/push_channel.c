#include "event/push_channel.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/text.h"
#include "client/client_http.h"
#include "client/client_url.h"
#include "event/channel_data.h"
#include "event/channel_store.h"
#include "event/contact.h"
#include "event/mail.h"
#include "event/push_key.h"
#include "event/push_message.h"
#include "event/push_store.h"

enum { TITLE_MOST = 200, BODY_MOST = 500, TOPIC = 32, KEPT_SECONDS = 86400, WORDS = 200 };

static enum rc ended(struct delivery_outcome *outcome, enum delivery_result result, const char *reason)
{
	*outcome = (struct delivery_outcome){.result = result, .reason = str_of(reason)};
	return RC_OK;
}

/* Cut between characters. */
static struct str cut(struct str text, size_t most)
{
	struct str kept = str_slice(text, 0, most);

	while (kept.len && !str_is_utf8(kept))
		kept.len--;
	return kept;
}

static void add_member(struct text *out, const char *name, struct str value)
{
	text_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", name);
	text_json(out, value);
}

/* What the service worker shows: public/src/worker/sw.mjs reads the same names. */
static struct str payload_of(struct arena *arena, const struct delivery *delivery, const struct channel_data *data)
{
	struct text out = TEXT_IN(arena);
	const struct str title =
		channel_data_marked(arena, delivery, delivery->subject.at ? delivery->subject : STR("Muster"));

	text_char(&out, '{');
	add_member(&out, "title", cut(title, TITLE_MOST));
	add_member(&out, "body", cut(delivery->body_text.at ? delivery->body_text : STR(""), BODY_MOST));
	add_member(&out, "path", data->path.len ? data->path : STR("/"));
	add_member(&out, "tag", delivery->thread.len ? delivery->thread : delivery->uuid);
	add_member(&out, "lang", data->locale.len ? data->locale : STR("en"));
	text_char(&out, '}');
	return text_str(&out);
}

static void judge(const struct worker_call *call, enum rc rc, const struct client_answer *answer,
		  struct delivery_outcome *outcome)
{
	const bool is_later = answer->status == 408 || answer->status == 429 || answer->status >= 500;

	*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .status = answer->status, .reason = answer->failure};
	if (rc != RC_OK) {
		/* The browser says where its service is: an address that is not allowed never will be. */
		if (rc == RC_DENIED || rc == RC_INVALID)
			outcome->result = DELIVERY_NEVER;
		return;
	}
	outcome->reason = mail_reason(call->arena, arena_printf(call->arena, "HTTP %d %.*s", answer->status,
								STR_ARG(str_slice(answer->body, 0, WORDS))));
	if (answer->retry_after > 0)
		outcome->wait = SECONDS(answer->retry_after);
	if (answer->status >= 200 && answer->status < 300)
		outcome->result = DELIVERY_SENT;
	else if (answer->status == 404 || answer->status == 410)
		outcome->result = DELIVERY_GONE;
	else if (!is_later)
		outcome->result = DELIVERY_NEVER;
}

static enum rc post(const struct worker_call *call, const struct delivery *delivery, const struct channel_data *data,
		    const struct push_subscription *to, struct delivery_outcome *outcome)
{
	struct client_header headers[6] = {
		{STR("Content-Encoding"), STR("aes128gcm")},
		{STR("Content-Type"), STR("application/octet-stream")},
		{STR("TTL"), arena_printf(call->arena, "%d", KEPT_SECONDS)},
		{STR("Urgency"), data->is_urgent ? STR("high") : STR("normal")},
		{STR("Authorization"), STR("")},
	};
	struct client_request request = {.config = call->config, .method = "POST", .url = to->endpoint, .headers = headers,
					 .header_count = 5};
	struct client_answer answer;
	struct client_url url;
	enum rc rc = client_url_parse(call->arena, to->endpoint, &url);

	if (rc == RC_OK)
		rc = push_message_encrypt(call->arena, to->p256dh, to->auth, payload_of(call->arena, delivery, data),
					  &request.body);
	if (rc == RC_INVALID)
		return ended(outcome, DELIVERY_GONE, "the subscription is malformed");
	if (rc == RC_OK)
		rc = push_key_authorization(call->arena, call->config, url.origin, call->now, &headers[4].value);
	if (rc == RC_OK)
		rc = client_guard_load(call->arena, call->config, &request.guard);
	if (rc != RC_OK)
		return rc;
	if (delivery->thread.len)
		headers[request.header_count++] = (struct client_header){
			STR("Topic"), str_slice(base64_url(call->arena, sha256(call->arena, delivery->thread)), 0, TOPIC)};
	judge(call, client_send(call->arena, &request, &answer), &answer, outcome);
	return RC_OK;
}

static enum rc send(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct channel_data data;
	struct push_subscription to;
	struct contact holder;
	struct rows rows;

	if (!push_key_is_used(call->config))
		return ended(outcome, DELIVERY_NEVER, "push.contact is not set");
	if (channel_data_read(call->arena, delivery->data, &data) != RC_OK)
		return ended(outcome, DELIVERY_NEVER, "the delivery's data is malformed");
	enum rc rc = contact_of(call->db, call->arena, delivery->organization_id, delivery->account_id, &holder);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !holder.is_active))
		return ended(outcome, DELIVERY_NEVER, "the account is closed");
	if (rc != RC_OK)
		return rc;
	if (!data.subscription_id) {
		rc = push_subscription_list(call->db, call->arena, delivery->account_id, &rows);
		if (rc == RC_OK)
			return rows.count ? ended(outcome, DELIVERY_SENT, "handed to each browser")
					  : ended(outcome, DELIVERY_NEVER, "no browser takes push");
		return rc;
	}
	rc = push_subscription_find(call->db, call->arena, delivery->organization_id, data.subscription_id, &to);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && to.account_id != delivery->account_id))
		return ended(outcome, DELIVERY_NEVER, "the browser takes push no more");
	return rc == RC_OK ? post(call, delivery, &data, &to, outcome) : rc;
}

/* In the transaction that ends the delivery for the account: one for each browser, so that none gets it twice. */
static enum rc share_out(const struct worker_call *call, const struct delivery *delivery, struct channel_data *data)
{
	struct rows rows;
	enum rc rc = push_subscription_list(call->db, call->arena, delivery->account_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		struct delivery one = *delivery;
		data->subscription_id = ROW(struct push_subscription, rows, i)->id;
		one.id = 0;
		one.recipient = arena_printf(call->arena, "%.*s/%lld", STR_ARG(delivery->uuid),
					     (long long)data->subscription_id);
		one.data = channel_data_text(call->arena, data);
		one.not_before = 0;
		rc = delivery_add(call->db, call->arena, &one, call->now, NULL);
	}
	return rc;
}

static enum rc settle(const struct worker_call *call, const struct delivery *delivery,
		      const struct delivery_outcome *outcome, bool is_dead)
{
	struct channel_data data;
	enum rc rc;

	(void)is_dead;
	if (channel_data_read(call->arena, delivery->data, &data) != RC_OK)
		return RC_OK;
	if (!data.subscription_id)
		return outcome->result == DELIVERY_SENT ? share_out(call, delivery, &data) : RC_OK;
	rc = channel_note(call->db, delivery->organization_id, delivery->channel, outcome, call->now);
	if (rc == RC_OK && outcome->result == DELIVERY_GONE) {
		rc = push_subscription_delete(call->db, delivery->account_id, data.subscription_id);
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	return rc;
}

static const moment pauses[] = {SECONDS(30), MINUTES(2), MINUTES(10), HOURS(1), HOURS(4), HOURS(12)};

const struct delivery_channel push_channel = {
	.name = "push", .help = "web push to the browsers of an account", .pauses = pauses,
	.pause_count = sizeof pauses / sizeof *pauses, .send = send, .settle = settle,
};

static enum rc make_key(const struct worker_call *call)
{
	struct str authorization;

	if (!push_key_is_used(call->config))
		return RC_OK;
	return push_key_authorization(call->arena, call->config, STR("https://localhost"), call->now, &authorization);
}

const struct worker_task push_key_task = {
	"push-key", HOURS(1), make_key, "makes the key by which push services know this installation",
};
