#include "webhook/webhook_consumer.h"

#include "base/random.h"
#include "event/delivery.h"
#include "organization/organization.h"

static enum rc add_delivery(struct db *db, struct arena *arena, const struct webhook_endpoint *endpoint,
			    const struct webhook_message *message, int64_t event_id, int64_t incident_id, moment now)
{
	const struct delivery delivery = {
		.organization_id = endpoint->organization_id,
		.environment = message->environment,
		.channel = STR("webhook"),
		.event_id = event_id,
		.recipient = event_id ? arena_printf(arena, "endpoint:%lld", (long long)endpoint->id) : STR_NONE,
		.endpoint_id = endpoint->id,
		.incident_id = incident_id,
		.address = endpoint->url,
		.subject = message->type,
		.data = webhook_body(arena, message),
	};

	return delivery_add(db, arena, &delivery, now, NULL);
}

/* Of what an event of a sandbox incident tells nothing goes to production, whatever the event itself says. */
static struct str environment_of(const struct event_row *event, const struct webhook_subject *incident)
{
	return str_is(incident->environment, "sandbox") ? incident->environment : event->environment;
}

static bool wants(const struct webhook_endpoint *endpoint, struct str environment, struct str kind)
{
	return str_is(environment, codes_code(&webhook_environment_codes, endpoint->environment)) &&
	       webhook_types_have(endpoint->types, kind);
}

static enum rc add_all(const struct worker_call *call, const struct event_row *event, const struct rows *endpoints)
{
	struct webhook_subject incident = {0};
	struct organization organization;
	int64_t incident_id = webhook_incident_of(event->subject, event->subject_id, event->payload);
	enum rc rc = organization_by_id(call->db, call->arena, event->organization_id, &organization);

	if (rc == RC_OK && incident_id)
		rc = webhook_subject_find(call->db, call->arena, event->organization_id, incident_id, &incident);
	/* Removed meanwhile: the event says what there is to say. */
	if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	const struct webhook_message message = {
		.type = event->kind,
		.event_uuid = event->uuid,
		.at = event->created_at,
		.organization = organization.code,
		.environment = environment_of(event, &incident),
		.subject = event->subject,
		.subject_id = event->subject_id,
		.payload = event->payload,
		.portal = config_text(call->config, "web.public_url"),
		.incident = &incident,
	};
	for (size_t i = 0; rc == RC_OK && i < endpoints->count; i++) {
		const struct webhook_endpoint *endpoint = ROW(struct webhook_endpoint, *endpoints, i);
		if (wants(endpoint, message.environment, event->kind))
			rc = add_delivery(call->db, call->arena, endpoint, &message, event->id, incident_id, call->now);
	}
	return rc;
}

/* Read once for a batch; whether one is still in use is asked again before anything is sent. */
static enum rc endpoints_of(const struct worker_call *call, int64_t organization_id, struct rows *endpoints)
{
	static struct outbox_memory memory;
	static struct rows kept;
	enum rc rc = RC_OK;

	if (!outbox_memory_holds(&memory, call, organization_id)) {
		rc = webhook_list_active(call->db, memory.arena, organization_id, &kept);
		if (rc == RC_OK)
			outbox_memory_set(&memory, call, organization_id);
	}
	*endpoints = kept;
	return rc;
}

static enum rc take(const struct worker_call *call, const struct event_row *event)
{
	struct rows endpoints;
	enum rc rc = endpoints_of(call, event->organization_id, &endpoints);

	if (rc != RC_OK || endpoints.count == 0 || !webhook_is_type(event->kind))
		return rc;
	return add_all(call, event, &endpoints);
}

const struct event_consumer webhook_consumer = {
	"webhook", "sends events to other systems that asked for them", take, NULL,
};

enum rc webhook_consumer_test(struct db *db, struct arena *arena, const struct config *config,
			      const struct webhook_endpoint *endpoint, struct str organization_code, moment now)
{
	const struct webhook_message message = {
		.type = STR("webhook.test"),
		.event_uuid = uuid_new(arena, now),
		.at = now,
		.organization = organization_code,
		.environment = str_of(codes_code(&webhook_environment_codes, endpoint->environment)),
		.payload = STR("{}"),
		.portal = config_text(config, "web.public_url"),
	};

	return add_delivery(db, arena, endpoint, &message, 0, 0, now);
}
