#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/moment.h"

struct child {
	pid_t pid;                   /* 0: waited for */
	int output;
	moment ends_at;
	bool is_at_end;              /* it has closed its output */
	int status;
};

static int add_files(posix_spawn_file_actions_t *actions, const struct child_order *order, int output)
{
	int error = order->input < 0
			    ? posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
			    : posix_spawn_file_actions_adddup2(actions, order->input, STDIN_FILENO);
	error = error ? error : posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	if (!error && !order->keeps_errors)
		error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	return error ? error : posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

/* Our own loop blocks signals and ignores SIGPIPE; a child shall not. */
static int add_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, usual;

	sigemptyset(&none);
	sigfillset(&usual);
	int error = posix_spawnattr_setsigmask(attributes, &none);
	error = error ? error : posix_spawnattr_setsigdefault(attributes, &usual);
	return error ? error
		     : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* posix_spawn leaves arguments and environment alone; its types are older than const. */
static char *const *as_given(const char *const *words)
{
	union { const char *const *given; char *const *wanted; } w = {.given = words};
	return w.wanted;
}

static int spawn(const struct child_order *order, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;

	if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0)
		abort();
	int error = add_files(&actions, order, output);
	error = error ? error : add_signals(&attributes);
	error = error ? error
		      : posix_spawn(pid, order->program, &actions, &attributes, as_given(order->arguments),
				    as_given(order->environment));
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* From outside, because posix_spawn sets none: what was done before they hold is only its start. */
static void limit(pid_t pid, int seconds)
{
	enum { FILE_BYTES = 1 << 30, FILES = 64 };
	const struct { __rlimit_resource_t what; rlim_t most; } limits[] = {
		{RLIMIT_CORE, 0},
		{RLIMIT_CPU, (rlim_t)seconds},
		{RLIMIT_FSIZE, FILE_BYTES},
		{RLIMIT_NOFILE, FILES},
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct rlimit both = {limits[i].most, limits[i].most};
		if (prlimit(pid, limits[i].what, &both, NULL) != 0 && errno != ESRCH)
			LOG(LOG_WARN, "child.limit", "errno=%d", errno);
	}
}

static void release(void *resource)
{
	child_end(resource);
}

enum rc child_start(struct arena *arena, const struct child_order *order, struct child **out)
{
	struct child *child = ARENA_NEW(arena, struct child);
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return FAULT("child.pipe", "errno=%d", errno);
	int error = spawn(order, ends[1], &child->pid);
	close(ends[1]);
	if (error) {
		close(ends[0]);
		return FAULT("child.start", "%s: errno=%d", order->arguments[0], error);
	}
	limit(child->pid, order->seconds);
	child->output = ends[0];
	child->ends_at = moment_now() + SECONDS(order->seconds);
	arena_defer(arena, release, child);
	*out = child;
	return RC_OK;
}

ptrdiff_t child_read(struct child *child, char *at, size_t room)
{
	for (;;) {
		struct pollfd ready = {.fd = child->output, .events = POLLIN};
		moment left = child->ends_at - moment_now();
		if (left <= 0)
			return -1;
		if (poll(&ready, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		ssize_t got = read(child->output, at, room);
		if (got < 0 && errno == EINTR)
			continue;
		child->is_at_end = got == 0;
		return got;
	}
}

int child_end(struct child *child)
{
	int status;

	if (!child->pid)
		return child->status;
	close(child->output);
	if (!child->is_at_end)
		kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			abort();
	child->pid = 0;
	child->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return child->status;
}

const char *const *child_environment(struct arena *arena)
{
	size_t count = 0, kept = 0;

	while (environ[count])
		count++;
	const char **list = ARENA_ARRAY(arena, const char *, count + 3);
	for (size_t i = 0; i < count; i++)
		if (strncmp(environ[i], "MUSTER_", 7) == 0)
			list[kept++] = environ[i];
	list[kept++] = "LANG=C.UTF-8";
	list[kept] = "TZ=UTC";
	return list;
}
