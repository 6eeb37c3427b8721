/* Webhooks against a database: which endpoints an event goes to, and how outcomes change them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "webhook/webhook_channel.h"
#include "webhook/webhook_consumer.h"

static struct database *d;

static int64_t number(const char *sql)
{
	return database_number(d->db, sql);
}

static struct worker_call call_at(moment now)
{
	return (struct worker_call){.arena = d->arena, .config = d->config, .db = d->db, .now = now};
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW()),"
			    " (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, email, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', 'eva@example.com', NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'eva', NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, environment, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'INC-1', 'safety', 'new', 'Cut', 'Jane cut her finger', NOW(), NOW(), 1, 'low', 'wizard', 'prod', NOW(), NOW()),"
			    " (2, 1, UUID(), 'INC-2', 'safety', 'new', 'Cut', 'Jane cut her finger', NOW(), NOW(), 1, 'low', 'wizard', 'sandbox', NOW(), NOW())");
	return 0;
}

static int64_t an_endpoint(int64_t organization_id, const char *types, const char *environment)
{
	struct webhook_endpoint endpoint;
	struct webhook_key key = webhook_key_new(WEBHOOK_KEY_HMAC);
	struct secret secret = {{7}};
	moment now = moment_now();

	record_clear(&webhook_endpoint_record, &endpoint);
	endpoint.organization_id = organization_id;
	endpoint.uuid = uuid_new(d->arena, now);
	endpoint.name = STR("Tickets");
	endpoint.url = STR("https://hooks.example.com/muster");
	endpoint.types = str_of(types);
	endpoint.environment = codes_find(&webhook_environment_codes, str_of(environment));
	endpoint.owner_account_id = 1;
	endpoint.is_active = true;
	endpoint.created_at = now;
	endpoint.updated_at = now;
	assert_int_equal(webhook_insert(d->db, &endpoint), RC_OK);
	assert_int_equal(webhook_key_add(d->db, d->arena, &secret, &endpoint, &key, now, now), RC_OK);
	return endpoint.id;
}

static int empty(void **state)
{
	(void)state;
	static const char *const tables[] = {"delivery", "webhook_key", "webhook_endpoint"};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		database_run(d->db, arena_printf(d->arena, "DELETE FROM %s", tables[i]).at);
	return 0;
}

static int64_t next_event_id = 100;

static void take(const char *kind, const char *environment, int64_t incident_id)
{
	struct worker_call call = call_at(moment_now());
	const struct event_row event = {
		.id = next_event_id++, .uuid = uuid_new(d->arena, call.now), .organization_id = 1, .environment = str_of(environment),
		.kind = str_of(kind), .subject = STR("incident"), .subject_id = incident_id, .payload = STR("{\"severity\":\"low\"}"),
		.created_at = call.now,
	};

	assert_int_equal(webhook_consumer.take(&call, &event), RC_OK);
}

static int64_t sent_to(int64_t endpoint_id)
{
	return number(arena_printf(d->arena, "SELECT COUNT(*) AS number FROM delivery WHERE endpoint_id = %lld",
				   (long long)endpoint_id).at);
}

static void environments_never_mix(void **state)
{
	(void)state;
	int64_t prod = an_endpoint(1, "*", "prod"), sandbox = an_endpoint(1, "*", "sandbox");

	take("incident.created", "prod", 1);
	assert_int_equal(sent_to(prod), 1);
	assert_int_equal(sent_to(sandbox), 0);
	/* An event of a sandbox incident that forgot to say so is one of the sandbox all the same. */
	take("incident.created", "sandbox", 2);
	take("comment.created", "prod", 2);
	assert_int_equal(sent_to(prod), 1);
	assert_int_equal(sent_to(sandbox), 2);
	/* An endpoint that changes sides takes nothing with it. */
	database_run(d->db, "UPDATE webhook_endpoint SET environment = 'prod'");
	struct worker_call call = call_at(moment_now());
	struct delivery delivery = {.organization_id = 1, .endpoint_id = sandbox, .environment = STR("sandbox"), .data = STR("{}")};
	struct delivery_outcome outcome = {0};
	assert_int_equal(webhook_channel.send(&call, &delivery, &outcome), RC_OK);
	assert_int_equal(outcome.result, DELIVERY_NEVER);
}

static void an_event_goes_to_those_who_asked_for_its_type(void **state)
{
	(void)state;
	an_endpoint(1, "incident.created capa.*", "prod");
	an_endpoint(2, "*", "prod");
	an_endpoint(1, "osha.*", "prod");
	int64_t off = an_endpoint(1, "*", "prod");
	database_run(d->db, arena_printf(d->arena, "UPDATE webhook_endpoint SET is_active = FALSE WHERE id = %lld", (long long)off).at);
	take("incident.created", "prod", 1);
	take("incident.closed", "prod", 1);
	take("capa.assigned", "prod", 1);
	take("not a type", "prod", 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery"), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE data LIKE '%\"number\":\"INC-1\"%' AND data LIKE"
				" '%\"severity\":\"low\"%' AND data NOT LIKE '%Jane%' AND incident_id = 1 AND organization_id = 1"), 2);
}

static void the_owner_hears_of_long_failure_and_of_the_end(void **state)
{
	(void)state;
	int64_t id = an_endpoint(1, "*", "prod");
	const struct delivery delivery = {.organization_id = 1, .endpoint_id = id, .channel = STR("webhook")};
	const struct delivery_outcome failed = {.result = DELIVERY_LATER, .status = 500, .reason = STR("HTTP 500")};
	const char *mails = "SELECT COUNT(*) AS number FROM delivery WHERE channel = 'mail' AND address = 'eva@example.com'";
	moment start = moment_now();

	for (int hours = 0; hours < 60; hours += 6) {
		struct worker_call call = call_at(start + HOURS(hours));
		assert_int_equal(webhook_channel.settle(&call, &delivery, &failed, false), RC_OK);
	}
	assert_int_equal(number(mails), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE body_text LIKE '%HTTP 500%' AND body_text LIKE '%/admin/webhooks/%'"), 1);
	struct worker_call call = call_at(start + HOURS(121));
	assert_int_equal(webhook_channel.settle(&call, &delivery, &failed, true), RC_OK);
	assert_int_equal(number(mails), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM webhook_endpoint WHERE NOT is_active AND off_reason IS NOT NULL"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'webhook_endpoint.switched_off'"), 1);
	/* What was under way meanwhile neither mails again nor switches it on. */
	const struct delivery_outcome sent = {.result = DELIVERY_SENT, .status = 200};
	assert_int_equal(webhook_channel.settle(&call, &delivery, &failed, true), RC_OK);
	assert_int_equal(webhook_channel.settle(&call, &delivery, &sent, false), RC_OK);
	assert_int_equal(number(mails), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM webhook_endpoint WHERE is_active"), 0);
}

static void secrets_are_sealed_for_one_endpoint(void **state)
{
	(void)state;
	int64_t id = an_endpoint(1, "*", "prod");
	struct secret secret = {{7}}, other = {{8}};
	struct webhook_endpoint endpoint;
	struct webhook_key key, second = webhook_key_new(WEBHOOK_KEY_HMAC);
	struct rows keys;
	moment now = moment_now();

	assert_int_equal(webhook_by_id(d->db, d->arena, 2, id, &endpoint), RC_NOT_FOUND);
	assert_int_equal(webhook_by_id(d->db, d->arena, 1, id, &endpoint), RC_OK);
	assert_int_equal(webhook_key_add(d->db, d->arena, &secret, &endpoint, &second, now, now + HOURS(24)), RC_OK);
	assert_int_equal(webhook_keys(d->db, d->arena, id, now + HOURS(23), &keys), RC_OK);
	assert_int_equal(keys.count, 2);
	assert_int_equal(webhook_keys(d->db, d->arena, id, now + HOURS(25), &keys), RC_OK);
	assert_int_equal(keys.count, 1);
	const struct webhook_key_row *row = ROW(struct webhook_key_row, keys, 0);
	assert_int_equal(webhook_key_open(d->arena, &secret, endpoint.uuid, row, now, &key), RC_OK);
	assert_memory_equal(key.secret, second.secret, WEBHOOK_SECRET);
	assert_int_equal(webhook_key_open(d->arena, &other, endpoint.uuid, row, now, &key), RC_DENIED);
	assert_int_equal(webhook_key_open(d->arena, &secret, uuid_new(d->arena, now), row, now, &key), RC_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(environments_never_mix, empty),
		cmocka_unit_test_setup(an_event_goes_to_those_who_asked_for_its_type, empty),
		cmocka_unit_test_setup(the_owner_hears_of_long_failure_and_of_the_end, empty),
		cmocka_unit_test_setup(secrets_are_sealed_for_one_endpoint, empty),
	};

	return cmocka_run_group_tests_name("webhook", tests, setup, database_teardown);
}
