#include "audit/export.h"

#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/file_store.h"
#include "base/child.h"
#include "base/base64.h"
#include "base/log.h"
#include "base/random.h"

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

/* The file on its way: what came with the announcement, then the rest. */
struct passage {
	struct request *rq;
	const struct export_order *order;
	struct child *child;
	struct str uuid;
	struct str file_name;
	struct str content;      /* hash of the data, as the program told; empty: it told none */
	struct str first;
	char *chunk;
	char *held;              /* the chunk before: kept back until it is known whether it is the last */
	size_t held_len;
	crypto_hash_sha256_state hash;
};

static enum rc start(struct passage *passage)
{
	struct request *rq = passage->rq;
	const struct export_order *order = passage->order;
	struct str folder = config_path(rq->arena, rq->config, "paths.programs");
	size_t count = 0, at = 2;

	while (order->options[count])
		count++;
	const char **arguments = ARENA_ARRAY(rq->arena, const char *, count + 4);
	arguments[0] = order->program;
	arguments[1] = "--announce";
	if (order->has_proof_page)
		arguments[at++] = arena_printf(rq->arena, "--proof=%.*s/proof/%.*s",
					       STR_ARG(config_text(rq->config, "web.public_url")),
					       STR_ARG(passage->uuid)).at;
	for (size_t i = 0; i < count; i++)
		arguments[at++] = order->options[i];
	const struct child_order child_order = {
		.program = arena_printf(rq->arena, "%.*s/%s", STR_ARG(folder), order->program).at,
		.arguments = arguments,
		.environment = child_environment(rq->arena),
		.input = -1,
		.keeps_errors = true,
		.seconds = SECONDS_MOST,
	};
	return child_start(rq->arena, &child_order, &passage->child);
}

/* "12" or "12 HASH". */
static bool take_announcement(struct passage *passage, struct str line, int64_t *rows)
{
	struct str number;

	if (!str_split(&line, ' ', &number))
		return false;
	passage->content = arena_str(passage->rq->arena, line);
	return str_to_int(number, 0, INT64_MAX, rows);
}

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
			return take_announcement(passage, str_slice(read, 0, (size_t)end), rows)
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

/* --- the file itself, in the trail and in the list by which its proof is found --- */

static enum rc write_file_entry(struct db *db, void *closure)
{
	struct passage *passage = closure;
	const struct export_order *order = passage->order;
	struct request *rq = passage->rq;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_file file = {.organization_id = rq->viewer->organization_id, .uuid = passage->uuid,
				  .account_id = rq->viewer->account_id, .file_name = passage->file_name,
				  .created_at = rq->now};
	crypto_hash_sha256_state state = passage->hash;
	unsigned char digest[crypto_hash_sha256_BYTES];
	struct text changes = TEXT_IN(rq->arena);

	crypto_hash_sha256_final(&state, digest);
	file.sha256 = (struct str){(const char *)digest, sizeof digest};
	if (passage->content.len && !base64_hex_bytes(rq->arena, passage->content, &file.content))
		return FAULT("export.announcement", "no hash");
	text_printf(&changes, "{\"sha256\":[null,\"%.*s\"],\"file\":[null,", STR_ARG(hex(rq->arena, file.sha256)));
	text_json(&changes, passage->file_name);
	text_printf(&changes, "],\"proof\":[null,\"%.*s\"]", STR_ARG(passage->uuid));
	if (passage->content.len)
		text_printf(&changes, ",\"content\":[null,\"%.*s\"]", STR_ARG(passage->content));
	text_char(&changes, '}');
	const struct audit_entry entry = {
		.action = "export.file", .subject = order->subject, .subject_id = order->subject_id,
		.incident_id = order->incident_id, .changes = text_str(&changes),
	};
	enum rc rc = audit_append_id(db, &actor, &entry, &file.entry_id);
	return rc == RC_OK ? audit_file_insert(db, &file) : rc;
}

/* One chunk behind: whoever has the whole file knows that its hash is in the trail. */
static enum rc hand_on(struct passage *passage, struct str bytes, response_write *write, void *sink)
{
	enum rc rc = passage->held_len ? write(sink, (struct str){passage->held, passage->held_len}) : RC_OK;

	memcpy(passage->held, bytes.at, bytes.len);
	passage->held_len = bytes.len;
	crypto_hash_sha256_update(&passage->hash, (const unsigned char *)bytes.at, bytes.len);
	return rc;
}

static enum rc pass_on(void *closure, response_write *write, void *sink)
{
	struct passage *passage = closure;
	ptrdiff_t got = 0;
	enum rc rc = passage->first.len ? hand_on(passage, passage->first, write, sink) : RC_OK;

	while (rc == RC_OK && (got = child_read(passage->child, passage->chunk, CHUNK)) > 0)
		rc = hand_on(passage, (struct str){passage->chunk, (size_t)got}, write, sink);
	if (rc == RC_OK && (got < 0 || child_end(passage->child) != 0))
		rc = FAULT("export.broken", "the report program ended early");
	if (rc == RC_OK)
		rc = db_transaction(passage->rq->db, "export-file", write_file_entry, passage);
	return rc == RC_OK && passage->held_len ? write(sink, (struct str){passage->held, passage->held_len}) : rc;
}

enum rc export_send(struct request *rq, struct response *rs, const struct export_order *order)
{
	struct passage *passage = ARENA_NEW(rq->arena, struct passage);
	struct export_order *kept = ARENA_NEW(rq->arena, struct export_order);
	int64_t rows;

	if (rq->method == METHOD_HEAD)
		return respond_nothing(rq, rs);
	*kept = *order;
	*passage = (struct passage){
		.rq = rq,
		.order = kept,
		.uuid = uuid_new(rq->arena, rq->now),
		.file_name = arena_printf(rq->arena, "%.*s.%s", STR_ARG(order->file_stem), order->format),
		.chunk = ARENA_ARRAY(rq->arena, char, CHUNK),
		.held = ARENA_ARRAY(rq->arena, char, CHUNK),
	};
	crypto_hash_sha256_init(&passage->hash);
	enum rc rc = start(passage);
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
	return respond_stream(rq, rs, type_of(order->format), passage->file_name, pass_on, passage);
}
