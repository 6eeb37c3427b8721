#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "incident/attachment_file.h"

enum { SECONDS_MOST = 30, OUTPUT_MOST = 256 * 1024 * 1024 };

struct helper {
	pid_t pid;
	int from;                    /* reads what it writes */
};

/* With nothing but its two descriptors, no environment and no signal blocked. */
static enum rc helper_start(const char *program, const char *type, int fd, struct helper *helper)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return FAULT("attachment.pipe", "errno=%d", errno);
	if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0)
		abort();
	sigemptyset(&none);
	int error = posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	error = error ? error : posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	error = error ? error : posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	error = error ? error : posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	error = error ? error : posix_spawnattr_setsigmask(&attributes, &none);
	error = error ? error : posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	char *const environment[] = {NULL};
	const char *const arguments[] = {"picture", type, NULL};
	/* posix_spawn leaves the arguments alone; its type is older than const. */
	union { const char *const *given; char *const *wanted; } words = {.given = arguments};
	error = error ? error : posix_spawn(&helper->pid, program, &actions, &attributes, words.wanted, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	helper->from = ends[0];
	if (!error)
		return RC_OK;
	close(ends[0]);
	return FAULT("attachment.spawn", "errno=%d", error);
}

/* Everything it writes, until it ends, is too slow or writes too much. */
static bool helper_read(const struct helper *helper, struct text *out)
{
	moment ends_at = moment_now() + SECONDS(SECONDS_MOST);

	for (;;) {
		struct pollfd ready = {.fd = helper->from, .events = POLLIN};
		moment left = ends_at - moment_now();
		if (left <= 0 || out->len > OUTPUT_MOST)
			return false;
		if (poll(&ready, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		char *at = text_reserve(out, 256 * 1024);
		ssize_t got = read(helper->from, at, 256 * 1024);
		if (got == 0)
			return true;
		if (got > 0)
			out->len += (size_t)got;
		else if (errno != EINTR)
			return false;
	}
}

/* Its exit status, or -1 when it was ended by a signal. */
static int helper_end(const struct helper *helper, bool is_complete)
{
	int status;

	close(helper->from);
	if (!is_complete)
		kill(helper->pid, SIGKILL);
	while (waitpid(helper->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool take_number(struct str *rest, char end, size_t *out)
{
	struct str part;
	int64_t value;

	if (!str_split(rest, end, &part) || !str_to_int(part, 1, OUTPUT_MOST, &value))
		return false;
	*out = (size_t)value;
	return true;
}

enum rc attachment_file_redraw(struct arena *arena, const struct config *config, int fd, const char *type, struct str *full,
			       struct str *preview, const char **why)
{
	enum { TOO_LARGE = 4 };
	struct str program = arena_printf(arena, "%s/picture", config_path(arena, config, "paths.programs").at);
	struct text output = TEXT_IN(arena);
	struct helper helper;
	size_t full_len, preview_len;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return FAULT("attachment.seek", "errno=%d", errno);
	enum rc rc = helper_start(program.at, type, fd, &helper);
	if (rc != RC_OK)
		return rc;
	int status = helper_end(&helper, helper_read(&helper, &output));
	struct str rest = text_str(&output);
	if (status == 0 && take_number(&rest, ' ', &full_len) && take_number(&rest, '\n', &preview_len) &&
	    rest.len == full_len + preview_len) {
		*full = str_slice(rest, 0, full_len);
		*preview = str_slice(rest, full_len, preview_len);
		return RC_OK;
	}
	LOG(LOG_INFO, "attachment.picture", "refused, status=%d", status);
	*why = status == TOO_LARGE ? N_("This picture has too many pixels")
				   : N_("This picture cannot be read; it may be broken or cut off");
	return RC_INVALID;
}
