/*
 * Three workers are killed (-9) two hundred times while events are written. In the end every event was taken by
 * every consumer exactly once and in order, every delivery has reached the receiver under one id, and nothing waits.
 */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "event/event.h"

extern char **environ;

enum { WORKERS = 3, KILLS = 200, SUBJECTS = 40, UUID = 36, OPEN = 64 };

static struct database *d;

static struct {
	int listening;
	int at[OPEN];
	size_t count;
	int64_t received, refused;
} receiver;

static int setup(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW())");
	database_run(d->db, "CREATE TABLE kill_taken (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, consumer BIGINT NOT NULL,"
			    " event_id BIGINT NOT NULL, KEY event (event_id, consumer))");
	database_run(d->db, "CREATE TABLE kill_received (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, uuid UUID NOT NULL, KEY uuid (uuid))");
	snprintf(address.sun_path, sizeof address.sun_path, "%s/kill.sock", d->folder);
	unlink(address.sun_path);
	receiver.listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(receiver.listening, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(receiver.listening, 64), 0);
	signal(SIGPIPE, SIG_IGN);
	return 0;
}

/* --- the receiver ---------------------------------------------------------------- */

/* Now and then it takes what came but the sender does not learn of it, or it refuses. */
static void answer(int fd)
{
	char uuid[UUID + 1] = "";
	ssize_t got = read(fd, uuid, UUID);
	uint32_t mood = random_below(50);

	if (got != UUID || mood == 0) {
		receiver.refused += got == UUID;
	} else {
		database_run(d->db, arena_printf(d->arena, "INSERT INTO kill_received (uuid) VALUES ('%s')", uuid).at);
		receiver.received++;
		if (mood != 1 && write(fd, "ok", 2) != 2)
			receiver.refused++;
	}
	close(fd);
}

/* Serves for so many milliseconds. */
static void serve(int milliseconds)
{
	moment until = moment_now() + SECONDS(milliseconds) / 1000;

	for (moment now = moment_now(); now < until; now = moment_now()) {
		struct pollfd watched[OPEN + 1] = {{.fd = receiver.listening, .events = POLLIN}};
		for (size_t i = 0; i < receiver.count; i++)
			watched[i + 1] = (struct pollfd){.fd = receiver.at[i], .events = POLLIN};
		size_t count = receiver.count, kept = 0;
		if (poll(watched, count + 1, (int)((until - now) / 1000) + 1) <= 0)
			continue;
		for (size_t i = 0; i < count; i++) {
			if (watched[i + 1].revents)
				answer(receiver.at[i]);
			else
				receiver.at[kept++] = receiver.at[i];
		}
		receiver.count = kept;
		int fd = watched[0].revents && kept < OPEN ? accept4(receiver.listening, NULL, NULL, SOCK_CLOEXEC) : -1;
		if (fd >= 0)
			receiver.at[receiver.count++] = fd;
	}
}

/* --- workers ------------------------------------------------------------------------- */

static pid_t start_worker(void)
{
	static const char name[] = "outbox_worker_program";
	char path[400];
	pid_t pid;
	posix_spawn_file_actions_t actions;

	ssize_t len = readlink("/proc/self/exe", path, sizeof path - sizeof name);
	assert_true(len > 0 && (size_t)len < sizeof path - sizeof name);
	path[len] = 0;
	memcpy(strrchr(path, '/') + 1, name, sizeof name);
	char *argv[] = {path, NULL};
	posix_spawn_file_actions_init(&actions);
	if (!getenv("MUSTER_TEST_LOG"))
		posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	assert_int_equal(posix_spawn(&pid, path, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void end_worker(pid_t pid, int number)
{
	int status;

	assert_int_equal(kill(pid, number), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (number == SIGTERM)
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	else
		assert_true(WIFSIGNALED(status));
}

/* --- events ---------------------------------------------------------------------------- */

static enum rc write_some(struct db *db, void *closure)
{
	struct arena *arena = closure;
	struct actor actor = actor_command(1, "system", "test", moment_now());
	enum rc rc = RC_OK;

	for (uint32_t i = random_below(4) + 1; rc == RC_OK && i > 0; i--) {
		struct event event = {.kind = "test.happened", .subject = "test", .subject_id = random_below(SUBJECTS) + 1};
		rc = event_add(db, arena, &actor, &event);
	}
	return rc;
}

static void produce(void)
{
	struct arena *arena = arena_new(0);

	for (int i = 0; i < 4; i++)
		assert_int_equal(db_transaction(d->db, "test", write_some, arena), RC_OK);
	arena_free(arena);
}

static int64_t number(const char *sql)
{
	return database_number(d->db, sql);
}

static void nothing_is_lost_or_taken_twice(void **state)
{
	(void)state;
	pid_t workers[WORKERS];
	moment start = moment_now();

	for (size_t i = 0; i < WORKERS; i++)
		workers[i] = start_worker();
	for (int i = 0; i < KILLS; i++) {
		produce();
		serve(20 + (int)random_below(180));
		size_t victim = random_below(WORKERS);
		end_worker(workers[victim], SIGKILL);
		workers[victim] = start_worker();
	}
	moment killed = moment_now();
	static const char open_sql[] = "SELECT (SELECT COUNT(*) FROM event WHERE state = 'waiting')"
				       " + (SELECT COUNT(*) FROM delivery WHERE state = 'waiting') AS number";
	for (int rounds = 0; number(open_sql) > 0 && rounds < 900; rounds++)
		serve(200);
	for (size_t i = 0; i < WORKERS; i++)
		end_worker(workers[i], SIGTERM);

	int64_t events = number("SELECT COUNT(*) AS number FROM event");
	print_message("%lld events, %d kills in %.1f s, the rest in %.1f s; %lld received, %lld of them again, %lld refused\n",
		      (long long)events, KILLS, (double)(killed - start) / 1e6, (double)(moment_now() - killed) / 1e6,
		      (long long)receiver.received,
		      (long long)(receiver.received - number("SELECT COUNT(DISTINCT uuid) AS number FROM kill_received")),
		      (long long)receiver.refused);
	assert_true(events >= 4 * KILLS);
	assert_int_equal(number(open_sql), 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state <> 'done'"), 0);
	/* Each consumer has each event once, and nothing else. */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM kill_taken WHERE consumer = 1"), events);
	assert_int_equal(number("SELECT COUNT(DISTINCT event_id) AS number FROM kill_taken WHERE consumer = 1"), events);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM kill_taken WHERE consumer = 2"), events);
	assert_int_equal(number("SELECT COUNT(DISTINCT event_id) AS number FROM kill_taken WHERE consumer = 2"), events);
	/* One delivery each; every one is known to the receiver by its own id, and no other id is. */
	assert_int_equal(number("SELECT COUNT(DISTINCT event_id) AS number FROM delivery WHERE state = 'sent'"), events);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery"), events);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery d LEFT JOIN kill_received r ON r.uuid = d.uuid WHERE r.id IS NULL"), 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM kill_received r LEFT JOIN delivery d ON d.uuid = r.uuid WHERE d.id IS NULL"), 0);
	/* In the order of writing for each subject. */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM (SELECT e.id, LAG(e.id) OVER (PARTITION BY e.subject_id ORDER BY t.id) AS earlier"
				" FROM kill_taken t JOIN event e ON e.id = t.event_id WHERE t.consumer = 1) x WHERE earlier > id"), 0);
	/* However often workers were started, the task that is due once an hour ran once. */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM kill_taken WHERE consumer = 3"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM worker_process WHERE ended_at IS NULL"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_lost_or_taken_twice)};

	return cmocka_run_group_tests_name("outbox_kill", tests, setup, database_teardown);
}
