#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/moment.h"
#include "base/text.h"
#include "base/trace.h"

enum { LONGEST_DETAIL = 2000 };

static struct {
	const char *program;
	const char *request_id;
	enum log_level least;
	struct arena *arena;
} state = {.program = "muster", .least = LOG_INFO};

static const char *const levels[] = {"debug", "info", "warn", "error"};

void log_start(const char *program, enum log_level least)
{
	state.program = program;
	state.least = least;
}

void log_level_name(struct str name)
{
	for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
		if (str_is(name, levels[level]))
			state.least = (enum log_level)level;
}

void log_request_id(const char *id)
{
	state.request_id = id;
}

static void add_member(struct text *line, const char *name, struct str value)
{
	if (line->len > 1)
		text_char(line, ',');
	text_json(line, str_of(name));
	text_char(line, ':');
	text_json(line, value);
}

/* Details may quote a library's message: what is not UTF-8 is shown as "?". */
static struct str readable(struct arena *arena, struct str s)
{
	if (str_is_utf8(s))
		return s;
	char *at = arena_alloc(arena, s.len + 1, 1);
	for (size_t i = 0; i < s.len; i++)
		at[i] = (unsigned char)s.at[i] < 0x80 ? s.at[i] : '?';
	return (struct str){at, s.len};
}

/* One write for the whole line, so that lines of several processes do not mix. */
static void write_line(struct str line)
{
	while (line.len) {
		ssize_t written = write(STDERR_FILENO, line.at, line.len);
		if (written < 0 && errno != EINTR)
			return;
		if (written > 0)
			line = str_slice(line, (size_t)written, line.len);
	}
}

/* What every line begins with. */
static void begin_line(struct text *line, enum log_level level, const char *event)
{
	text_char(line, '{');
	add_member(line, "at", moment_text(state.arena, moment_now()));
	add_member(line, "level", str_of(levels[level]));
	add_member(line, "program", str_of(state.program));
	text_printf(line, ",\"pid\":%ld", (long)getpid());
	if (state.request_id)
		add_member(line, "request", readable(state.arena, str_of(state.request_id)));
	if (trace_id())
		add_member(line, "trace", str_of(trace_id()));
	add_member(line, "event", str_of(event));
}

static void end_line(struct text *line, const char *file, int line_number)
{
	add_member(line, "source", arena_printf(state.arena, "%s:%d", file, line_number));
	text_cstr(line, "}\n");
	write_line(text_str(line));
	arena_reset(state.arena);
}

static bool is_wanted(enum log_level level)
{
	if (level >= state.least && !state.arena)
		state.arena = arena_new(0);
	return level >= state.least;
}

void log_line(enum log_level level, const char *file, int line_number, const char *event, const char *format,
	      ...)
{
	char detail[LONGEST_DETAIL];
	int saved = errno;
	va_list args;

	if (!is_wanted(level))
		return;
	va_start(args, format);
	vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	struct text line = TEXT_IN(state.arena);
	begin_line(&line, level, event);
	add_member(&line, "detail", readable(state.arena, str_of(detail)));
	end_line(&line, file, line_number);
	errno = saved;
}

void log_members(enum log_level level, const char *file, int line_number, const char *event,
		 const struct log_member *members, size_t count)
{
	int saved = errno;

	if (!is_wanted(level))
		return;
	struct text line = TEXT_IN(state.arena);
	begin_line(&line, level, event);
	for (size_t i = 0; i < count; i++)
		if (members[i].text)
			add_member(&line, members[i].name, readable(state.arena, str_of(members[i].text)));
		else
			text_printf(&line, ",\"%s\":%lld", members[i].name, (long long)members[i].number);
	end_line(&line, file, line_number);
	errno = saved;
}
