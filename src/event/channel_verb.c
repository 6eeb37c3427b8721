#include "event/channel_verb.h"

#include <stdio.h>
#include <string.h>

#include "base/command.h"
#include "base/random.h"
#include "event/channel_data.h"
#include "event/mail_channel.h"
#include "event/push_channel.h"
#include "event/push_store.h"
#include "event/sms_channel.h"

static const struct delivery_channel *const channels[] = {&mail_channel, &sms_channel, &push_channel};

static const struct delivery_channel *channel_named(const char *name)
{
	for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
		if (strcmp(channels[i]->name, name) == 0)
			return channels[i];
	return NULL;
}

static const char *const results[] = {"nothing done", "taken", "not now, would be tried again", "refused",
				      "gone: the receiver is no more", "held back"};

/* One attempt. The address may be new, so nothing is noted of the outcome. */
static int attempt(const struct verb_call *call, const struct delivery_channel *channel, struct delivery *delivery)
{
	const struct worker_call worker = {.arena = call->arena, .config = call->config, .db = call->db,
					   .now = delivery->created_at};
	struct delivery_outcome outcome = {.result = DELIVERY_NONE};
	enum rc rc = channel->send(&worker, delivery, &outcome);

	if (rc != RC_OK) {
		fprintf(stderr, "muster channel: %s\n", rc_meaning(rc));
		return EXIT_FAILED;
	}
	printf("%s: %s%s%.*s\n", channel->name, results[outcome.result], outcome.reason.len ? ": " : "",
	       STR_ARG(outcome.reason));
	return outcome.result == DELIVERY_SENT ? EXIT_OK : EXIT_FAILED;
}

static int push_all(const struct verb_call *call, struct delivery *delivery, const char *login)
{
	struct rows rows;
	int status = EXIT_OK;
	enum rc rc = push_subscription_of_login(call->db, call->arena, str_of(login), &rows);

	if (rc != RC_OK || rows.count == 0) {
		fprintf(stderr, "muster channel: %s\n", rc == RC_OK ? "no browser of that account takes push" : rc_meaning(rc));
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < rows.count; i++) {
		const struct push_subscription *to = ROW(struct push_subscription, rows, i);
		const struct channel_data data = {.subscription_id = to->id, .is_urgent = true};
		delivery->organization_id = to->organization_id;
		delivery->account_id = to->account_id;
		delivery->data = channel_data_text(call->arena, &data);
		if (attempt(call, &push_channel, delivery) != EXIT_OK)
			status = EXIT_FAILED;
	}
	return status;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster channel", .usage = "test mail|sms|push ADDRESS",
		.help = "Sends a test message at once and tells what the other side said. ADDRESS is a mail address, a number as\n"
			"+12025550123, or for push the sign-in name of an account: each of its browsers is tried.",
		.least = 3, .most = 3,
	};
	int status;
	const int first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	const struct delivery_channel *channel = channel_named(argv[first + 1]);
	if (strcmp(argv[first], "test") != 0 || !channel) {
		fprintf(stderr, "muster channel: test mail, test sms or test push; see --help\n");
		return EXIT_USAGE;
	}
	const moment now = moment_now();
	const struct channel_data data = {.is_mandatory = true};
	struct delivery delivery = {
		.uuid = uuid_new(call->arena, now), .channel = str_of(channel->name), .address = str_of(argv[first + 2]),
		.subject = STR("Test message of Muster"),
		.body_text = STR("This is a test. Nothing has happened, and nothing is to be done."),
		.data = channel_data_text(call->arena, &data), .created_at = now, .attempts = 1,
	};
	return channel == &push_channel ? push_all(call, &delivery, argv[first + 2]) : attempt(call, channel, &delivery);
}

const struct verb channel_verb = {
	.name = "channel", .help = "send a test message by mail, sms or push", .account = "worker", .run = run,
};
