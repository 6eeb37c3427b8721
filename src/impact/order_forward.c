#include "impact/order_forward.h"

#include <jansson.h>

#include "base/file.h"
#include "base/text.h"
#include "client/client_http.h"
#include "impact/order_store.h"

enum { NUMBER_MOST = 60, TOKEN_MOST = 8192 };
static const char accepted[] = "accepted as ";

/* --- the message ---------------------------------------------------------------------------- */

static void put(struct text *json, const char *name, struct str value)
{
	text_printf(json, "%s\"%s\":", json->len > 1 ? "," : "", name);
	if (value.at)
		text_json(json, value);
	else
		text_cstr(json, "null");
}

static struct str body_of(const struct worker_call *call, const struct order_message *order)
{
	struct text json = TEXT_IN(call->arena);
	struct str site = config_text(call->config, "web.public_url");

	text_char(&json, '{');
	put(&json, "number", order->number);
	put(&json, "task", order->task);
	put(&json, "asset_code", order->asset_code);
	put(&json, "asset", order->asset);
	put(&json, "establishment_code", order->establishment_code);
	put(&json, "establishment", order->establishment);
	put(&json, "incident", order->incident);
	put(&json, "opened_at", moment_text(call->arena, order->opened_at));
	put(&json, "href", arena_printf(call->arena, "%.*s/incidents/%.*s", STR_ARG(site), STR_ARG(order->incident)));
	text_char(&json, '}');
	return text_str(&json);
}

static enum rc take(const struct worker_call *call, const struct event_row *event)
{
	struct str url = config_text(call->config, "cmms.url");
	struct order_message order;

	if (!str_is(event->kind, "work_order.created") || !url.len)
		return RC_OK;
	enum rc rc = order_message(call->db, call->arena, event->organization_id, event->subject_id, &order);
	if (rc != RC_OK || !str_is(order.environment, "prod"))
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	const struct delivery delivery = {
		.organization_id = event->organization_id,
		.channel = STR("cmms"),
		.event_id = event->id,
		.recipient = order.number,
		.incident_id = order.incident_id,
		.address = url,
		.subject = arena_printf(call->arena, "%lld", (long long)event->subject_id),
		.data = body_of(call, &order),
	};
	rc = delivery_add(call->db, call->arena, &delivery, call->now, NULL);
	return rc == RC_OK ? order_set_forward(call->db, event->organization_id, event->subject_id, FORWARD_WAITING, STR_NONE,
					       STR_NONE, call->now)
			   : rc;
}

const struct event_consumer order_consumer = {"cmms", "sends new work orders to the maintenance system", take, NULL};

/* --- on its way ------------------------------------------------------------------------------- */

struct str order_forward_number(struct arena *arena, struct str json)
{
	static const char *const names[] = {"number", "workOrderNumber", "externalNumber", "id"};
	json_error_t error;
	json_t *root = json_loadb(json.at ? json.at : "", json.len, 0, &error);
	struct str found = STR_NONE;

	for (size_t i = 0; i < sizeof names / sizeof *names && !found.len; i++) {
		const json_t *at = json_object_get(root, names[i]);
		if (json_is_string(at))
			found = arena_str(arena, (struct str){json_string_value(at), json_string_length(at)});
		else if (json_is_integer(at))
			found = arena_printf(arena, "%lld", (long long)json_integer_value(at));
	}
	json_decref(root);
	found = str_trim(found);
	return found.len && found.len <= NUMBER_MOST && str_is_utf8(found) ? found : STR_NONE;
}

/* "Bearer ..." of the file, where one is set. */
static enum rc load_token(const struct worker_call *call, struct str *value)
{
	struct str path = config_text(call->config, "cmms.token_file"), token;

	*value = STR_NONE;
	if (!path.len)
		return RC_OK;
	enum rc rc = file_read(call->arena, arena_cstr(call->arena, path), TOKEN_MOST, &token);
	if (rc == RC_OK)
		*value = arena_printf(call->arena, "Bearer %.*s", STR_ARG(str_trim(token)));
	return rc;
}

static struct delivery_outcome outcome_of(struct arena *arena, const struct client_answer *answer)
{
	const bool is_taken = answer->status >= 200 && answer->status < 300;
	const bool is_refused = answer->status >= 400 && answer->status < 500 && answer->status != 408 &&
				answer->status != 409 && answer->status != 425 && answer->status != 429;
	struct str number = is_taken ? order_forward_number(arena, answer->body) : STR_NONE;

	return (struct delivery_outcome){
		.result = is_taken ? DELIVERY_SENT : is_refused ? DELIVERY_NEVER : DELIVERY_LATER,
		.status = answer->status,
		.wait = answer->retry_after > 0 ? SECONDS(answer->retry_after) : 0,
		.reason = number.len ? arena_printf(arena, "%s%.*s", accepted, STR_ARG(number))
				     : is_taken ? STR_NONE : arena_printf(arena, "HTTP %d", answer->status),
	};
}

static enum rc send(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct client_answer answer = {0};
	struct str token;
	enum rc rc = load_token(call, &token);

	if (rc != RC_OK) {
		*outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .reason = STR("cmms.token_file cannot be read")};
		return RC_OK;
	}
	const struct client_header headers[] = {
		{STR("content-type"), STR("application/json")},
		{STR("accept"), STR("application/json")},
		{STR("idempotency-key"), delivery->uuid},
		{STR("authorization"), token},
	};
	const struct client_request request = {
		.config = call->config,
		.method = "POST",
		.url = delivery->address,
		.headers = headers,
		.header_count = sizeof headers / sizeof *headers - (token.len ? 0 : 1),
		.body = delivery->data,
	};
	rc = client_send(call->arena, &request, &answer);
	*outcome = rc == RC_OK ? outcome_of(call->arena, &answer)
			       : (struct delivery_outcome){.result = DELIVERY_LATER, .is_endpoint_away = true, .reason = answer.failure};
	return RC_OK;
}

/* The order shows where it stands; its number over there stands in the note of the attempt. */
static enum rc settle(const struct worker_call *call, const struct delivery *delivery,
		      const struct delivery_outcome *outcome, bool is_dead)
{
	struct str number = STR_NONE, front = str_of(accepted);
	int64_t order_id;

	if (!str_to_int(delivery->subject, 1, INT64_MAX, &order_id))
		return RC_OK;
	if (outcome->result == DELIVERY_SENT && str_starts(outcome->reason, front))
		number = str_slice(outcome->reason, front.len, outcome->reason.len);
	const enum work_order_forward forward = outcome->result == DELIVERY_SENT ? FORWARD_SENT
						: is_dead			  ? FORWARD_FAILED
										  : FORWARD_WAITING;
	return order_set_forward(call->db, delivery->organization_id, order_id, forward,
				 forward == FORWARD_SENT ? STR_NONE : outcome->reason, number, call->now);
}

static const moment pauses[] = {
	SECONDS(10), MINUTES(1), MINUTES(5), MINUTES(30), HOURS(2), HOURS(6), HOURS(12), HOURS(24), HOURS(24),
};
const struct delivery_channel order_channel = {
	.name = "cmms",
	.help = "work orders for the maintenance system",
	.pauses = pauses,
	.pause_count = sizeof pauses / sizeof *pauses,
	.send = send,
	.settle = settle,
};
