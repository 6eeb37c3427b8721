#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

/*
 * Structured log: one JSON object a line on standard error. No personal text:
 * never a name, an address, a narrative or a form value, only ids and codes.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* program is shown in every line. Lines below least are dropped. */
void log_start(const char *program, enum log_level least);
/* The same least level by its name: "debug", "info", "warn" or "error"; others change nothing. */
void log_level_name(struct str name);
/* Added to every line until changed; NULL for none. Points at memory of the caller. */
void log_request_id(const char *id);

void log_line(enum log_level level, const char *file, int line, const char *event,
	      const char *format, ...) __attribute__((format(printf, 5, 6)));

/* event is a fixed dotted name ("db.connect"); the format gives its details. */
/* One member of a line of facts: a text, or where that is NULL a number. */
struct log_member {
	const char *name;
	const char *text;
	int64_t number;
};
/* A line whose facts are members of their own instead of a detail, for programs that read logs. */
void log_members(enum log_level level, const char *file, int line, const char *event,
		 const struct log_member *members, size_t count);

#define LOG_MEMBERS(level, event, ...)                                                          \
	log_members((level), __FILE__, __LINE__, (event), (const struct log_member[]){__VA_ARGS__}, \
		    sizeof((const struct log_member[]){__VA_ARGS__}) / sizeof(struct log_member))
#define LOG(level, event, ...) log_line((level), __FILE__, __LINE__, (event), __VA_ARGS__)
/* Logs where our own fault was found and evaluates to RC_FAULT. */
#define FAULT(event, ...) (LOG(LOG_ERROR, (event), __VA_ARGS__), RC_FAULT)

#endif
