#include "base/alarm.h"

#include <fcntl.h>
#include <syslog.h>
#include <unistd.h>

bool alarm_say(struct arena *arena, struct str path, struct str text, moment now)
{
	struct str line = arena_printf(arena, "%.*s %.*s\n", STR_ARG(moment_text(arena, now)), STR_ARG(text));
	int fd = open(arena_cstr(arena, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);

	syslog(LOG_CRIT | LOG_DAEMON, "muster: %.*s", STR_ARG(text));
	if (fd < 0)
		return false;
	bool is_written = write(fd, line.at, line.len) == (ssize_t)line.len;
	return close(fd) == 0 && is_written;
}
