#include "event/sms_channel.h"

#include "base/file.h"
#include "event/channel_data.h"
#include "event/channel_store.h"
#include "event/contact.h"
#include "event/event.h"
#include "event/mail.h"
#include "event/sms_request.h"
#include "event/sms_text.h"

enum { MOST_SECRET = 4096, SECONDS_A_DAY = 86400, WORDS = 200, RESERVED_SHARE = 10 };

/* Older than this nobody is to be woken by it. */
#define HELD_MOST DAYS(2)

static enum rc refused(struct delivery_outcome *outcome, const char *reason)
{
	*outcome = (struct delivery_outcome){.result = DELIVERY_NEVER, .reason = str_of(reason)};
	return RC_OK;
}

static enum rc fault_of_settings(struct delivery_outcome *outcome, struct str reason)
{
	*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .is_endpoint_away = true, .reason = reason};
	return RC_OK;
}

static day today(moment now)
{
	return (day)(now / SECONDS(SECONDS_A_DAY));
}

static enum rc find_number(const struct worker_call *call, const struct delivery *delivery, struct str *to,
			   struct delivery_outcome *outcome)
{
	struct contact contact;

	*to = delivery->address;
	if (!delivery->account_id)
		return sms_number(call->arena, *to, STR("1"), to) ? RC_OK : refused(outcome, "there is no number");
	enum rc rc = contact_of(call->db, call->arena, delivery->organization_id, delivery->account_id, &contact);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !contact.is_active))
		return refused(outcome, "the account is closed");
	if (rc == RC_OK && !contact.phone.len)
		return refused(outcome, "no mobile number is confirmed");
	*to = contact.phone;
	return rc;
}

/* The last tenth of a day is kept for what is urgent and for codes that somebody waits for. */
static enum rc check_cap(const struct worker_call *call, const struct delivery *delivery,
			 struct delivery_outcome *outcome)
{
	const int64_t cap = config_int(call->config, "sms.daily_cap");
	const moment tomorrow = SECONDS(SECONDS_A_DAY) * (today(call->now) + 1);
	struct channel_data data;
	struct sms_day sent;
	enum rc rc = channel_sms_day(call->db, call->arena, delivery->organization_id, today(call->now), &sent);

	if (rc == RC_OK && channel_data_read(call->arena, delivery->data, &data) != RC_OK)
		return refused(outcome, "the delivery's data is malformed");
	if (rc != RC_OK)
		return rc;
	const bool is_first_class = data.is_urgent || data.sealed.len > 0;
	if (sent.sent < (is_first_class ? cap : cap - cap / RESERVED_SHARE))
		return RC_OK;
	if (data.sealed.len)
		return refused(outcome, "sms.daily_cap is reached, and tomorrow what it brings has expired");
	if (delivery->created_at + HELD_MOST < tomorrow)
		return refused(outcome, "held back by sms.daily_cap until it was too old");
	*outcome = (struct delivery_outcome){.result = DELIVERY_HELD, .wait = tomorrow - call->now,
					     .reason = STR("sms.daily_cap is reached; it goes out tomorrow")};
	return RC_OK;
}

/* Administrators are told once a day. */
static enum rc held(const struct worker_call *call, const struct delivery *delivery)
{
	const struct actor actor = actor_command(delivery->organization_id, "system", "sms", call->now);
	const struct event event = {.kind = "sms.held", .subject = "organization", .subject_id = delivery->organization_id};
	bool is_first;
	enum rc rc = channel_sms_held(call->db, call->arena, delivery->organization_id, today(call->now), &is_first);

	return rc == RC_OK && is_first ? event_add(call->db, call->arena, &actor, &event) : rc;
}

static enum rc make_text(const struct worker_call *call, const struct delivery *delivery, struct str *text)
{
	struct channel_data data;
	enum rc rc = channel_data_read(call->arena, delivery->data, &data);

	*text = delivery->body_text.at ? delivery->body_text : STR("");
	if (rc == RC_OK)
		rc = channel_data_open(call->arena, call->config, &data, call->now, text);
	if (rc == RC_OK)
		*text = sms_fit(call->arena, channel_data_marked(call->arena, delivery, *text),
				(size_t)config_int(call->config, "sms.most_segments"));
	return rc == RC_OK && text->len == 0 ? RC_INVALID : rc;
}

/* The provider's words may hold the number that was sent to it. */
static struct str words_of(const struct worker_call *call, const struct client_answer *answer)
{
	struct str words = mail_reason(call->arena, str_slice(answer->body, 0, WORDS));
	char *at = arena_alloc(call->arena, words.len + 1, 1);
	size_t digits = 0;

	for (size_t i = 0; i < words.len; i++) {
		const bool is_digit = words.at[i] >= '0' && words.at[i] <= '9';
		digits = is_digit ? digits + 1 : 0;
		at[i] = digits > 5 ? '#' : words.at[i];
	}
	return arena_printf(call->arena, "HTTP %d: %s", answer->status, at);
}

/* What the provider cannot take now is tried again; any other refusal is of this message. */
static void judge(const struct worker_call *call, enum rc rc, const struct client_answer *answer,
		  struct delivery_outcome *outcome)
{
	const bool is_later = answer->status == 408 || answer->status == 429 || answer->status >= 500;
	const bool is_ours = answer->status == 401 || answer->status == 403 || answer->status == 404;

	*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .status = answer->status, .is_endpoint_away = true};
	if (rc != RC_OK) {
		outcome->reason = answer->failure;
		return;
	}
	outcome->reason = words_of(call, answer);
	if (answer->retry_after > 0)
		outcome->wait = SECONDS(answer->retry_after);
	outcome->is_endpoint_away = is_later || is_ours;
	if (sms_request_is_taken(call->config, answer))
		outcome->result = DELIVERY_SENT;
	else if (!is_later && !is_ours)
		outcome->result = DELIVERY_NEVER;
}

static enum rc send_text(const struct worker_call *call, struct sms_message *message, struct delivery_outcome *outcome)
{
	struct client_request request;
	struct client_answer answer;
	struct str problem;
	enum rc rc = file_read(call->arena, config_path(call->arena, call->config, "sms.secret_file").at, MOST_SECRET,
			       &message->secret);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return fault_of_settings(outcome, STR("sms.secret_file cannot be read"));
	message->secret = str_trim(rc == RC_OK ? message->secret : STR(""));
	rc = sms_request_make(call->arena, call->config, message, &request, &problem);
	if (rc != RC_OK)
		return fault_of_settings(outcome, problem);
	judge(call, client_send(call->arena, &request, &answer), &answer, outcome);
	return RC_OK;
}

static enum rc send(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct sms_message message = {.id = delivery->uuid, .secret = STR("")};
	enum rc rc;

	if (!config_text(call->config, "sms.url").len)
		return refused(outcome, "sms.url is not set");
	rc = find_number(call, delivery, &message.to, outcome);
	if (rc == RC_OK && outcome->result == DELIVERY_NONE)
		rc = check_cap(call, delivery, outcome);
	if (rc != RC_OK || outcome->result != DELIVERY_NONE)
		return rc;
	rc = make_text(call, delivery, &message.text);
	if (rc == RC_GONE)
		return refused(outcome, "what it was to bring has expired");
	if (rc == RC_INVALID || rc == RC_DENIED)
		return refused(outcome, "there is no text");
	return rc == RC_OK ? send_text(call, &message, outcome) : rc;
}

static enum rc settle(const struct worker_call *call, const struct delivery *delivery,
		      const struct delivery_outcome *outcome, bool is_dead)
{
	enum rc rc = channel_note(call->db, delivery->organization_id, delivery->channel, outcome, call->now);

	(void)is_dead;
	if (rc == RC_OK && outcome->result == DELIVERY_SENT)
		rc = channel_sms_count(call->db, delivery->organization_id, today(call->now));
	return rc;
}

/* An alarm that comes half a day late by telephone wakes people for nothing. */
static const moment pauses[] = {SECONDS(30), MINUTES(2), MINUTES(10), MINUTES(30), HOURS(1)};

const struct delivery_channel sms_channel = {
	.name = "sms", .help = "short messages through the provider of the settings", .pauses = pauses,
	.pause_count = sizeof pauses / sizeof *pauses, .send = send, .settle = settle, .held = held,
};
