/*
 * A worker as the product's own, with consumers and a channel that outbox_kill_test.c can look at: every event is
 * written down by two consumers, the second of which fails now and then after writing, and becomes a delivery to the
 * receiver at the socket below the folder of files.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/random.h"
#include "event/delivery.h"
#include "event/outbox.h"

STATEMENT(kill_note, NULL, NULL, "INSERT INTO kill_taken (consumer, event_id) VALUES (?, ?)");

static enum rc note(const struct worker_call *call, int64_t consumer, const struct event_row *event)
{
	return db_write(call->db, &kill_note, NULL, PARAMS(P_INT(consumer), P_INT(event->id)), NULL);
}

static enum rc take_first(const struct worker_call *call, const struct event_row *event)
{
	return note(call, 1, event);
}

static enum rc take_second(const struct worker_call *call, const struct event_row *event)
{
	struct delivery delivery = {
		.organization_id = event->organization_id, .channel = STR("kill"), .event_id = event->id,
		.recipient = STR("receiver"), .subject = event->uuid,
	};
	enum rc rc = note(call, 2, event);

	if (rc == RC_OK)
		rc = delivery_add(call->db, call->arena, &delivery, call->now, NULL);
	return rc == RC_OK && random_below(100) == 0 ? RC_INVALID : rc;
}

static bool exchange(const char *path, struct str uuid)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const struct timeval patience = {.tv_sec = 5};
	char answer[4] = "";
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	bool is_sent = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
		       connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
		       write(fd, uuid.at, uuid.len) == (ssize_t)uuid.len && read(fd, answer, 2) == 2;
	if (fd >= 0)
		close(fd);
	return is_sent && strcmp(answer, "ok") == 0;
}

static enum rc send_one(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	struct str var = config_path(call->arena, call->config, "paths.var");

	*outcome = exchange(arena_printf(call->arena, "%.*s/kill.sock", STR_ARG(var)).at, delivery->uuid)
			   ? (struct delivery_outcome){.result = DELIVERY_SENT}
			   : (struct delivery_outcome){.result = DELIVERY_LATER, .reason = STR("no answer")};
	return RC_OK;
}

/* The product's pauses are longer; the test must not wait for them. */
static const moment pauses[] = {SECONDS(1), SECONDS(1), SECONDS(1), SECONDS(1), SECONDS(1), SECONDS(1), SECONDS(1), SECONDS(1)};
static const struct delivery_channel channel = {
	.name = "kill", .help = "to the test", .pauses = pauses, .pause_count = sizeof pauses / sizeof *pauses, .send = send_one,
};
static const struct event_consumer first = {"first", "writes down", take_first, NULL};
static const struct event_consumer second = {"second", "writes down and sends", take_second, NULL};

static enum rc run_alone(const struct worker_call *call)
{
	struct event_row none = {.id = 0};

	return note(call, 3, &none);
}
static const struct worker_task alone = {"alone", HOURS(1), run_alone, "is to be run once for all workers"};

int main(int argc, char **argv)
{
	static const struct event_consumer *const consumers[] = {&first, &second, NULL};
	static const struct delivery_channel *const channels[] = {&channel, NULL};
	static const struct worker_task *const tasks[] = {&alone, NULL}, *const shared[] = {&outbox_task, &delivery_task, NULL};

	outbox_use(consumers);
	delivery_use(channels);
	return worker_main(argc, argv, tasks, shared);
}
