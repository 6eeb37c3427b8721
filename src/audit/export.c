#include "audit/export.h"

#include "audit/audit.h"
#include "base/child.h"
#include "base/log.h"

enum { SECONDS_MOST = 300, CHUNK = 64 * 1024 };

static const struct { const char *format, *type; } types[] = {
	{"pdf", "application/pdf"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"csv", "text/csv; charset=utf-8"},
	{"json", "application/json"},
};

static const char *type_of(const char *format)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(str_of(format), types[i].format))
			return types[i].type;
	return "application/octet-stream";
}

const char *export_format(const struct request *rq, const char *const *formats)
{
	struct str wanted = pairs_get(&rq->query, "format");

	if (!wanted.len)
		return *formats;
	for (; *formats; formats++)
		if (str_is(wanted, *formats))
			return *formats;
	return NULL;
}

static enum rc start(struct request *rq, const struct export_order *order, struct child **child)
{
	struct str folder = config_path(rq->arena, rq->config, "paths.programs");
	size_t count = 0;

	while (order->options[count])
		count++;
	const char **arguments = ARENA_ARRAY(rq->arena, const char *, count + 3);
	arguments[0] = order->program;
	arguments[1] = "--announce";
	for (size_t i = 0; i < count; i++)
		arguments[i + 2] = order->options[i];
	const struct child_order child_order = {
		.program = arena_printf(rq->arena, "%.*s/%s", STR_ARG(folder), order->program).at,
		.arguments = arguments,
		.environment = child_environment(rq->arena),
		.input = -1,
		.keeps_errors = true,
		.seconds = SECONDS_MOST,
	};
	return child_start(rq->arena, &child_order, child);
}

/* The file on its way: what came with the announcement, then the rest. */
struct passage {
	struct child *child;
	struct str first;
	char *chunk;
};

/* Reads up to the end of the announced line. RC_NOT_FOUND: the program ended before it. */
static enum rc read_announcement(struct passage *passage, int64_t *rows)
{
	size_t len = 0;

	for (;;) {
		ptrdiff_t got = child_read(passage->child, passage->chunk + len, CHUNK - len);
		if (got < 0)
			return FAULT("export.time", "no answer in %d seconds", SECONDS_MOST);
		len += (size_t)got;
		struct str read = {passage->chunk, len};
		ptrdiff_t end = str_find(read, STR("\n"));
		if (end >= 0) {
			passage->first = str_slice(read, (size_t)end + 1, len);
			return str_to_int(str_slice(read, 0, (size_t)end), 0, INT64_MAX, rows)
				       ? RC_OK
				       : FAULT("export.announcement", "not a number");
		}
		if (got == 0)
			return RC_NOT_FOUND;
		if (len == CHUNK)
			return FAULT("export.announcement", "no line");
	}
}

/* As in the trail's other entries: name to [before, after]. */
static struct str changes_of(struct request *rq, const struct export_order *order, int64_t rows)
{
	struct text out = TEXT_IN(rq->arena);

	text_char(&out, '{');
	for (size_t i = 0; i < order->filter.count; i++) {
		text_json(&out, order->filter.at[i].name);
		text_cstr(&out, ":[null,");
		text_json(&out, order->filter.at[i].value);
		text_cstr(&out, "],");
	}
	text_printf(&out, "\"format\":[null,\"%s\"],\"rows\":[null,%lld]}", order->format, (long long)rows);
	return text_str(&out);
}

static enum rc write_entry(struct request *rq, const struct export_order *order, int64_t rows)
{
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_entry entry = {
		.action = order->action,
		.subject = order->subject,
		.subject_id = order->subject_id,
		.incident_id = order->incident_id,
		.changes = changes_of(rq, order, rows),
	};
	return audit_append(rq->db, &actor, &entry);
}

static enum rc pass_on(void *closure, response_write *write, void *sink)
{
	struct passage *passage = closure;
	enum rc rc = write(sink, passage->first);
	ptrdiff_t got = 0;

	while (rc == RC_OK && (got = child_read(passage->child, passage->chunk, CHUNK)) > 0)
		rc = write(sink, (struct str){passage->chunk, (size_t)got});
	if (rc == RC_OK && (got < 0 || child_end(passage->child) != 0))
		rc = FAULT("export.broken", "the report program ended early");
	return rc;
}

enum rc export_send(struct request *rq, struct response *rs, const struct export_order *order)
{
	struct passage *passage = ARENA_NEW(rq->arena, struct passage);
	int64_t rows;

	if (rq->method == METHOD_HEAD)
		return respond_nothing(rq, rs);
	passage->chunk = ARENA_ARRAY(rq->arena, char, CHUNK);
	enum rc rc = start(rq, order, &passage->child);
	if (rc == RC_OK)
		rc = read_announcement(passage, &rows);
	if (rc == RC_NOT_FOUND) {
		int status = child_end(passage->child);
		return status == 1 ? order->refused : FAULT("export.failed", "%s: status %d", order->program, status);
	}
	if (rc == RC_OK)
		rc = write_entry(rq, order, rows);
	if (rc != RC_OK)
		return rc;
	struct str name = arena_printf(rq->arena, "%.*s.%s", STR_ARG(order->file_stem), order->format);
	return respond_stream(rq, rs, type_of(order->format), name, pass_on, passage);
}
