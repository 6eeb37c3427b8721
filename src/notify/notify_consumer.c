#include "notify/notify_consumer.h"

#include "base/log.h"
#include "notify/judge.h"
#include "notify/message.h"
#include "notify/message_text_store.h"
#include "notify/notification_store.h"
#include "notify/occurrence_store.h"
#include "notify/policy_store.h"

/* Everything about one event and one of its kinds. */
struct telling {
	const struct worker_call *call;
	const struct notify_policy *policy;
	const struct message_texts *texts;
	const struct occurrence *occurrence;
};

static enum rc send(const struct telling *t, const struct plan_line *line, const struct notification *n, enum channel channel)
{
	const struct plan_channel *planned = &line->channels[channel];
	struct arena *arena = t->call->arena;
	struct message message = message_of(arena, t->policy, t->occurrence, line, n);
	struct delivery delivery = {
		.organization_id = n->organization_id,
		.environment = str_of(codes_code(&environment_codes, n->environment)),
		.channel = str_of(channel_code(channel)),
		.event_id = n->event_id,
		.recipient = arena_printf(arena, "%.*s:%lld", STR_ARG(n->kind), (long long)n->account_id),
		.notification_id = n->id,
		.account_id = n->account_id,
		.incident_id = message.is_reporter ? 0 : n->incident_id,
		.not_before = planned->sending == SENDING_LATER ? planned->at : MOMENT_NONE,
	};

	message.config = t->call->config;
	message.texts = t->texts;
	message_fill(arena, &message, channel, &delivery);
	return delivery_add(t->call->db, arena, &delivery, n->created_at, NULL);
}

static enum rc tell_one(const struct telling *t, const struct plan_line *line)
{
	struct notification n = notification_of(t->call->arena, t->occurrence, line, t->call->now);
	enum rc rc = notification_insert(t->call->db, &n);

	for (int channel = CHANNEL_MAIL; rc == RC_OK && channel < CHANNEL_COUNT; channel++) {
		enum sending sending = line->channels[channel].sending;
		if (sending == SENDING_NOW || sending == SENDING_LATER)
			rc = send(t, line, &n, (enum channel)channel);
	}
	return rc;
}

static enum rc tell(const struct worker_call *call, const struct event_row *event, const struct payload *payload,
		    const struct event_kind_row *kind, const struct judging *judging)
{
	struct occurrence occurrence;
	struct message_texts texts;
	struct plan plan;

	if (!kind || !judge_concerns(judging->rules, kind))
		return RC_OK;
	enum rc rc = occurrence_load(call->db, call->arena, event, payload, kind, &occurrence);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* archived or forgotten meanwhile: nobody is told of it */
	if (rc == RC_OK)
		rc = judge_plan(judging, &occurrence, &plan);
	if (rc == RC_OK)
		rc = message_texts_of(call->db, judging->policy, &texts);
	const struct telling telling = {call, judging->policy, &texts, &occurrence};
	for (size_t i = 0; rc == RC_OK && i < plan.count; i++)
		if (plan_line_reaches(&plan.lines[i]))
			rc = tell_one(&telling, &plan.lines[i]);
	return rc;
}

/* After these somebody may turn out to be badly hurt. */
static bool may_be_severe(struct str kind)
{
	static const char *const kinds[] = {
		"incident.created",       "injured_person.created", "injured_person.changed",
		"injury.changed",         "osha_case.created",      "osha_case.decided",
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i]))
			return true;
	return false;
}

static enum rc tell_severe(const struct worker_call *call, const struct event_row *event, const struct payload *payload,
			   const struct judging *judging)
{
	const int64_t incident_id = str_is(event->subject, "incident") ? event->subject_id : payload->incident_id;
	bool is_severe = false;
	enum rc rc = RC_OK;

	if (incident_id && may_be_severe(event->kind))
		rc = occurrence_is_severe(call->db, call->arena, event->organization_id, incident_id, &is_severe);
	if (rc == RC_OK && is_severe)
		rc = tell(call, event, payload, event_kind_find(STR("incident.severe_injury")), judging);
	return rc;
}

/* The policy and the people met so far, read once for a batch. */
static struct {
	struct outbox_memory memory;
	struct notify_policy policy;
	struct candidates *people;
} kept;

static enum rc begin(const struct worker_call *call, int64_t organization_id, struct judging *judging)
{
	enum rc rc = RC_OK;

	if (!outbox_memory_holds(&kept.memory, call, organization_id)) {
		rc = policy_of(call->db, kept.memory.arena, organization_id, &kept.policy);
		kept.people = candidates_new(call->db, kept.memory.arena, organization_id, call->now);
		if (rc == RC_OK)
			outbox_memory_set(&kept.memory, call, organization_id);
	}
	judging->policy = &kept.policy;
	judging->candidates = kept.people;
	return rc == RC_OK ? policy_rules(call->db, &kept.policy, &judging->rules) : rc;
}

static enum rc take(const struct worker_call *call, const struct event_row *event)
{
	struct payload payload;
	struct judging judging = {.db = call->db, .arena = call->arena, .now = call->now};

	if (payload_read(call->arena, event->payload, &payload) != RC_OK)
		return FAULT("notify.payload", "event %lld: no JSON object", (long long)event->id);
	const char *other = payload_kind(&payload, event->kind);
	const struct event_kind_row *kind = event_kind_find(other ? str_of(other) : event->kind);
	if (!kind)
		return RC_OK;
	enum rc rc = begin(call, event->organization_id, &judging);
	if (rc != RC_OK)
		return rc;
	judging.delay = plan_delay();
	rc = tell(call, event, &payload, kind, &judging);
	if (rc == RC_OK)
		rc = tell_severe(call, event, &payload, &judging);
	if (rc != RC_OK)
		kept.memory.batch = 0; /* somebody may have been asked for and not found */
	return rc;
}

const struct event_consumer notify_consumer = {
	.name = "notify",
	.help = "tells people what concerns them, by the rules",
	.take = take,
};
