#include "event/mail_channel.h"

#include "base/log.h"
#include "event/bounce_store.h"
#include "event/channel_data.h"
#include "event/channel_store.h"
#include "event/contact.h"
#include "event/dkim.h"
#include "event/mail.h"
#include "event/mail_server.h"
#include "event/mail_view.h"

static enum rc refused(struct delivery_outcome *outcome, const char *reason)
{
	*outcome = (struct delivery_outcome){.result = DELIVERY_NEVER, .reason = str_of(reason)};
	return RC_OK;
}

/* Sets *to, or the outcome where there is nowhere to send it. */
static enum rc find_address(const struct worker_call *call, const struct delivery *delivery, struct str *to,
			    struct str *locale, struct delivery_outcome *outcome)
{
	struct contact contact;
	struct mail_bounce bounce;
	enum rc rc = RC_OK;

	*to = delivery->address;
	*locale = STR("");
	if (delivery->account_id) {
		rc = contact_of(call->db, call->arena, delivery->organization_id, delivery->account_id, &contact);
		if (rc == RC_NOT_FOUND || (rc == RC_OK && !contact.is_active))
			return refused(outcome, "the account is closed");
		if (rc != RC_OK)
			return rc;
		*to = contact_mail(&contact);
		*locale = contact.locale;
	}
	if (!mail_is_address(*to))
		return refused(outcome, "there is no mail address");
	rc = bounce_of(call->db, call->arena, delivery->organization_id, *to, &bounce);
	if (rc == RC_OK && bounce.stopped_at != MOMENT_NONE)
		return refused(outcome, "mails to this address came back; see Administration, Channels");
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc compose(const struct worker_call *call, const struct delivery *delivery, struct str locale,
		       struct mail *mail)
{
	struct channel_data data;
	const struct config *config = call->config;
	enum rc rc = channel_data_read(call->arena, delivery->data, &data);

	mail->text = delivery->body_text.at ? delivery->body_text : STR("");
	mail->html = delivery->body_html.len ? delivery->body_html : STR_NONE;
	if (data.locale.len)
		locale = data.locale;
	if (rc == RC_OK && !data.is_mandatory)
		mail->preferences = arena_printf(call->arena, "%.*s/account/notifications",
						 STR_ARG(config_text(config, "web.public_url")));
	if (rc == RC_OK && !mail->html.at) {
		const struct mail_view view = {.locale = locale, .title = mail->subject, .body = mail->text, .why = data.why,
					       .preferences = mail->preferences,
					       .is_fixed = data.is_mandatory && data.why.len};
		rc = mail_view_render(call->arena, config, &view, &mail->text, &mail->html);
	}
	if (rc == RC_OK)
		rc = channel_data_open(call->arena, config, &data, call->now, &mail->text);
	if (rc == RC_OK)
		rc = channel_data_open(call->arena, config, &data, call->now, &mail->html);
	if (str_is(delivery->environment, "sandbox"))
		mail->banner = mail_view_banner(call->arena, config, locale);
	return rc;
}

static enum rc spool(const struct worker_call *call, const struct mail *mail, struct delivery_outcome *outcome)
{
	enum rc rc = mail_spool(call->arena, config_path(call->arena, call->config, "mail.spool"), mail);

	*outcome = (struct delivery_outcome){
		.result = rc == RC_OK ? DELIVERY_SENT : rc == RC_INVALID ? DELIVERY_NEVER : DELIVERY_LATER,
		.reason = rc == RC_OK ? STR("put into the spool folder") : str_of(rc_meaning(rc)),
	};
	return RC_OK;
}

/* Whoever has to hear of an incident hears of it without a signature, too; muster doctor says what is wrong. */
static struct str signed_message(const struct worker_call *call, struct str message)
{
	struct dkim dkim;
	struct str why = STR(""), out;

	if (dkim_load(call->arena, call->config, &dkim, &why) != RC_OK) {
		LOG(LOG_ERROR, "mail.dkim", "%.*s", STR_ARG(why));
		return message;
	}
	return dkim.count && dkim_sign(call->arena, &dkim, call->now, message, &out) == RC_OK ? out : message;
}

static enum rc submit(const struct worker_call *call, const struct mail *mail, struct delivery_outcome *outcome)
{
	struct client_smtp server;
	struct client_smtp_mail message = {
		.from = mail_envelope(call->arena, mail->from, config_text(call->config, "mail.bounce"), mail->id, mail->to),
		.to = mail->to};
	struct client_smtp_answer answer;

	if (mail_server_of(call->arena, call->config, &server) != RC_OK) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .is_endpoint_away = true,
						     .reason = STR("mail.password_file cannot be read")};
		return RC_OK;
	}
	enum rc rc = mail_compose(call->arena, mail, &message.message);
	if (rc == RC_INVALID)
		return refused(outcome, "the sender, the recipient or the thread is malformed");
	message.message = signed_message(call, message.message);
	rc = client_smtp_send(call->arena, &server, &message, &answer);
	*outcome = (struct delivery_outcome){
		.result = rc == RC_OK ? DELIVERY_SENT : rc == RC_UNAVAILABLE ? DELIVERY_LATER : DELIVERY_NEVER,
		.status = answer.status,
		.reason = mail_reason(call->arena, rc == RC_OK ? answer.said : answer.failure),
		.is_endpoint_away = answer.is_server_away,
	};
	return RC_OK;
}

static enum rc send(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct mail mail = {
		.id = delivery->uuid, .from = config_text(call->config, "mail.from"),
		.from_name = config_text(call->config, "mail.from_name"),
		.reply_to = config_text(call->config, "mail.reply_to"), .subject = channel_data_marked(call->arena, delivery, delivery->subject),
		.thread = delivery->thread, .now = delivery->created_at,
	};
	struct str locale;
	enum rc rc = find_address(call, delivery, &mail.to, &locale, outcome);

	if (rc != RC_OK || outcome->result != DELIVERY_NONE)
		return rc;
	rc = compose(call, delivery, locale, &mail);
	if (rc == RC_GONE)
		return refused(outcome, "what it was to bring has expired");
	if (rc == RC_INVALID || rc == RC_DENIED)
		return refused(outcome, "the delivery's data is malformed");
	if (rc != RC_OK)
		return rc;
	return config_text(call->config, "mail.host").len ? submit(call, &mail, outcome) : spool(call, &mail, outcome);
}

/* A refusal of the recipient that says that there is no such mailbox (RFC 5321, 4.2.2; RFC 3463, 3.2). */
static bool is_no_such_address(const struct delivery_outcome *outcome)
{
	struct str rest = outcome->reason, word;

	if (outcome->result != DELIVERY_NEVER || !str_starts(rest, STR("RCPT: ")))
		return false;
	for (int i = 0; i < 2; i++)
		if (!str_split(&rest, ' ', &word))
			return false;
	const bool is_enhanced = str_starts(rest, STR("5."));
	if (is_enhanced)
		return str_starts(rest, STR("5.1.")) || str_starts(rest, STR("5.2.1"));
	return outcome->status == 550 || outcome->status == 551 || outcome->status == 553;
}

static enum rc settle(const struct worker_call *call, const struct delivery *delivery,
		      const struct delivery_outcome *outcome, bool is_dead)
{
	struct delivery_outcome looked = {.result = DELIVERY_NONE};
	struct str to, locale;
	enum rc rc = RC_OK;

	(void)is_dead;
	/* What is wrong with one address or message is no fault of the channel. */
	if (outcome->result == DELIVERY_SENT || outcome->is_endpoint_away)
		rc = channel_note(call->db, delivery->organization_id, delivery->channel, outcome, call->now);
	if (rc != RC_OK || !is_no_such_address(outcome))
		return rc;
	rc = find_address(call, delivery, &to, &locale, &looked);
	if (rc != RC_OK || looked.result != DELIVERY_NONE)
		return rc;
	const struct bounce bounce = {.kind = BOUNCE_HARD, .status = STR(""), .words = outcome->reason};
	return bounce_note(call->db, call->arena, delivery->organization_id, to, &bounce, (struct bounce_limits){0}, call->now);
}

/* Two days, as transfer agents do; what is for the hour comes soon after a short outage. */
static const moment pauses[] = {
	MINUTES(1), MINUTES(5), MINUTES(15), MINUTES(30), HOURS(1), HOURS(2), HOURS(4), HOURS(8), HOURS(12), HOURS(20),
};

const struct delivery_channel mail_channel = {
	.name = "mail", .help = "mails by SMTP, or into the spool folder", .pauses = pauses,
	.pause_count = sizeof pauses / sizeof *pauses, .send = send, .settle = settle,
};
