#include "webhook/webhook_channel.h"

#include <inttypes.h>

#include "audit/audit.h"
#include "base/log.h"
#include "base/text.h"
#include "client/client_http.h"
#include "event/delivery_store.h"
#include "view/catalogue.h"

enum { NOTE_SUCCESS_SECONDS = 60, HEADERS = 5 };

/* --- one attempt --- */

/* "v1,... v1,... v1a,..." by all keys that hold; RC_NOT_FOUND: none could be opened. */
static enum rc sign(const struct worker_call *call, const struct webhook_endpoint *endpoint,
		    const struct delivery *delivery, int64_t timestamp, struct str *signatures)
{
	struct text out = TEXT_IN(call->arena);
	struct secret secret;
	struct rows keys;
	enum rc rc = secret_load(call->arena, config_path(call->arena, call->config, "http.secret_file"), &secret);

	if (rc == RC_OK)
		rc = webhook_keys(call->db, call->arena, endpoint->id, call->now, &keys);
	for (size_t i = 0; rc == RC_OK && i < keys.count; i++) {
		struct webhook_key key;
		const struct webhook_key_row *row = ROW(struct webhook_key_row, keys, i);
		if (webhook_key_open(call->arena, &secret, endpoint->uuid, row, call->now, &key) != RC_OK) {
			LOG(LOG_ERROR, "webhook.key", "key %lld cannot be opened", (long long)row->id);
			continue;
		}
		if (out.len)
			text_char(&out, ' ');
		text_add(&out, webhook_key_sign(call->arena, &key, delivery->uuid, timestamp, delivery->data));
		webhook_key_wipe(&key);
	}
	*signatures = text_str(&out);
	return rc == RC_OK && out.len == 0 ? RC_NOT_FOUND : rc;
}

static struct delivery_outcome outcome_of(struct arena *arena, const struct client_answer *answer)
{
	static const enum delivery_result results[] = {
		[WEBHOOK_TAKEN] = DELIVERY_SENT, [WEBHOOK_REFUSED] = DELIVERY_LATER,
		[WEBHOOK_SLOWER] = DELIVERY_LATER, [WEBHOOK_GONE] = DELIVERY_GONE,
	};
	enum webhook_answer means = webhook_answer_of(answer->status);

	return (struct delivery_outcome){
		.result = results[means],
		.status = answer->status,
		.wait = answer->retry_after > 0 ? SECONDS(answer->retry_after) : 0,
		.reason = means == WEBHOOK_TAKEN ? STR_NONE : arena_printf(arena, "HTTP %d", answer->status),
	};
}

static enum rc post(const struct worker_call *call, const struct webhook_endpoint *endpoint,
		    const struct delivery *delivery, struct str signatures, int64_t timestamp, struct client_answer *answer)
{
	const struct client_guard *guard;
	const struct client_header headers[HEADERS] = {
		{STR("content-type"), STR("application/json")},
		{STR("user-agent"), STR("Muster")},
		{STR("webhook-id"), delivery->uuid},
		{STR("webhook-timestamp"), arena_printf(call->arena, "%" PRId64, timestamp)},
		{STR("webhook-signature"), signatures},
	};
	enum rc rc = client_guard_load(call->arena, call->config, &guard);

	if (rc != RC_OK)
		return rc;
	const struct client_request request = {
		.config = call->config, .guard = guard, .method = "POST", .url = endpoint->url, .headers = headers,
		.header_count = HEADERS, .body = delivery->data, .timeout = WEBHOOK_SECONDS, .most_bytes = 1024,
	};
	return client_send(call->arena, &request, answer);
}

static enum rc send_to(const struct worker_call *call, const struct webhook_endpoint *endpoint,
		       const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct client_answer answer = {0};
	struct str signatures;
	int64_t timestamp = call->now / SECONDS(1);
	enum rc rc = sign(call, endpoint, delivery, timestamp, &signatures);

	if (rc == RC_NOT_FOUND) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .reason = STR("no secret can be opened")};
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	rc = post(call, endpoint, delivery, signatures, timestamp, &answer);
	if (rc == RC_OK)
		*outcome = outcome_of(call->arena, &answer);
	else
		*outcome = (struct delivery_outcome){
			.result = DELIVERY_LATER, .is_endpoint_away = true,
			.reason = answer.failure.len ? answer.failure : str_of(rc_meaning(rc))};
	return RC_OK;
}

static enum rc send(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct webhook_endpoint endpoint;
	enum rc rc = webhook_by_id(call->db, call->arena, delivery->organization_id, delivery->endpoint_id, &endpoint);

	if (rc == RC_NOT_FOUND || (rc == RC_OK && !endpoint.is_active)) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_NEVER, .reason = STR("the endpoint is switched off")};
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	/* Environments never mix, also when an endpoint was moved after the message was written. */
	if (!str_is(delivery->environment, codes_code(&webhook_environment_codes, endpoint.environment))) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_NEVER, .reason = STR("of another environment")};
		return RC_OK;
	}
	if (endpoint.slow_until != MOMENT_NONE && endpoint.slow_until > call->now) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_HELD, .wait = endpoint.slow_until - call->now};
		return RC_OK;
	}
	return send_to(call, &endpoint, delivery, outcome);
}

/* --- afterwards --- */

static void after_success(struct webhook_after *after, const struct webhook_endpoint *before, moment now)
{
	struct webhook_endpoint *e = &after->endpoint;

	after->is_changed = before->failing_since != MOMENT_NONE || before->slow_step > 0 ||
			    before->last_success_at == MOMENT_NONE ||
			    before->last_success_at < now - SECONDS(NOTE_SUCCESS_SECONDS);
	e->last_success_at = now;
	e->failing_since = MOMENT_NONE;
	e->warned_at = MOMENT_NONE;
	e->slow_step = 0;
	e->slow_until = MOMENT_NONE;
}

static void after_failure(struct webhook_after *after, const struct delivery_outcome *outcome, moment now)
{
	struct webhook_endpoint *e = &after->endpoint;

	after->is_changed = true;
	e->last_failure_at = now;
	e->last_reason = outcome->reason;
	if (e->failing_since == MOMENT_NONE)
		e->failing_since = now;
	if (webhook_answer_of((int)outcome->status) == WEBHOOK_SLOWER) {
		moment pause = webhook_slow_pause(++e->slow_step);
		e->slow_until = now + (outcome->wait > pause ? outcome->wait : pause);
	}
	after->switches_off = outcome->result == DELIVERY_GONE || e->failing_since < now - HOURS(WEBHOOK_OFF_HOURS);
	after->warns = !after->switches_off && e->warned_at == MOMENT_NONE &&
		       e->failing_since < now - HOURS(WEBHOOK_WARN_HOURS);
	if (after->warns)
		e->warned_at = now;
	if (after->switches_off) {
		e->is_active = false;
		e->off_at = now;
		e->off_reason = outcome->result == DELIVERY_GONE ? STR("It answered 410 Gone") : STR("It failed for five days");
	}
}

struct webhook_after webhook_channel_after(const struct webhook_endpoint *before, const struct delivery_outcome *outcome,
					   moment now)
{
	struct webhook_after after = {.endpoint = *before};

	if (outcome->result == DELIVERY_SENT)
		after_success(&after, before, now);
	else if (before->is_active)
		after_failure(&after, outcome, now);
	return after;
}

/* A mail to who looks after it, in their language; nobody to tell is no failure. */
static enum rc tell_owner(const struct worker_call *call, const struct webhook_after *after)
{
	const struct webhook_endpoint *e = &after->endpoint;
	struct arena *arena = call->arena;
	struct webhook_owner owner;
	enum rc rc = webhook_owner_find(call->db, arena, e->organization_id, e->owner_account_id, &owner);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	const struct catalogue *words = catalogue_find(config_path(arena, call->config, "paths.locale"), owner.locale);
	struct str title = after->switches_off ? tr(words, N_("A webhook has been switched off"))
					       : tr(words, N_("A webhook has been failing for a day"));
	struct str advice = after->switches_off
				    ? tr(words, N_("Nothing is sent to it any more. When it is mended, switch it on and send again what"
						   " it missed."))
				    : tr(words, N_("It is switched off after five days of failure. What fails is tried again meanwhile."));
	const struct delivery mail = {
		.organization_id = e->organization_id,
		.channel = STR("mail"),
		.recipient = arena_printf(arena, "webhook:%.*s:%s:%lld", STR_ARG(e->uuid), after->switches_off ? "off" : "warned",
					  (long long)(call->now / SECONDS(1))),
		.account_id = owner.id,
		.address = owner.email,
		.subject = arena_printf(arena, "%.*s: %.*s", STR_ARG(title), STR_ARG(e->name)),
		.body_text = arena_printf(arena, "%.*s: %.*s\n\n%.*s (%.*s)\n\n%.*s\n\n%.*s/admin/webhooks/%.*s\n", STR_ARG(title),
					  STR_ARG(e->name), STR_ARG(e->url), STR_ARG(e->last_reason), STR_ARG(advice),
					  STR_ARG(config_text(call->config, "web.public_url")), STR_ARG(e->uuid)),
	};
	return delivery_add(call->db, arena, &mail, call->now, NULL);
}

static enum rc note_off(const struct worker_call *call, const struct webhook_endpoint *e)
{
	const struct actor actor = actor_command(e->organization_id, "system", "worker", call->now);
	const struct audit_entry entry = {
		.action = "webhook_endpoint.switched_off", .subject = "webhook_endpoint", .subject_id = e->id,
		.subject_version = e->version, .reason = e->off_reason,
	};

	return audit_append(call->db, &actor, &entry);
}

static enum rc settle(const struct worker_call *call, const struct delivery *delivery,
		      const struct delivery_outcome *outcome, bool is_dead)
{
	struct webhook_endpoint before;
	enum rc rc = webhook_by_id(call->db, call->arena, delivery->organization_id, delivery->endpoint_id, &before);

	(void)is_dead;
	if (rc == RC_NOT_FOUND || outcome->result == DELIVERY_NEVER)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	struct webhook_after after = webhook_channel_after(&before, outcome, call->now);
	if (!after.is_changed)
		return RC_OK;
	rc = webhook_note(call->db, &after.endpoint);
	if (rc == RC_OK && after.endpoint.slow_until != MOMENT_NONE && after.endpoint.slow_until > call->now)
		rc = delivery_hold(call->db, delivery, after.endpoint.slow_until);
	if (rc == RC_OK && after.switches_off)
		rc = note_off(call, &after.endpoint);
	return rc == RC_OK && (after.warns || after.switches_off) ? tell_owner(call, &after) : rc;
}

const struct delivery_channel webhook_channel = {
	.name = "webhook",
	.help = "signed messages to other systems",
	.pauses = webhook_pauses,
	.pause_count = WEBHOOK_PAUSES,
	.send = send,
	.settle = settle,
};
