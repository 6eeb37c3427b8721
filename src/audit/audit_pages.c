#include "audit/audit_pages.h"

#include <stddef.h>

#include "audit/audit.h"
#include "audit/audit_list_store.h"
#include "audit/audit_view.h"
#include "base/csv.h"
#include "http/api_operation.h"

static const struct audit_naming_source *names_from;

void audit_naming_use(const struct audit_naming_source *source)
{
	names_from = source;
}

/* The filters of the list, in the address. */
struct asked {
	struct str actor;
	struct str action;
	struct str subject;
	int64_t subject_id;
	day from_on;
	day until_on;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(actor), .label = N_("Who"), .max = 100},
	{.kind = FIELD_TEXT, OFFSET(action), .label = N_("Action"), .max = 60},
	{.kind = FIELD_TEXT, OFFSET(subject), .label = N_("Kind of record"), .max = 60},
	{.kind = FIELD_ID, OFFSET(subject_id), .label = N_("Record number")},
	{.kind = FIELD_DAY, OFFSET(from_on), .label = N_("From")},
	{.kind = FIELD_DAY, OFFSET(until_on), .label = N_("To")},
	FIELD_END,
};
#undef OFFSET
static const struct record asked_record = {"asked", sizeof(struct asked), asked_fields};
static const char *const asked_names[] = {"actor",   "action",   "subject", "subject_id",
					  "from_on", "until_on", NULL};
static const struct form asked_form = {&asked_record, asked_names, NULL};

/* Midnight at which a day begins where the organization is. */
static moment begin_of(const struct request *rq, day d)
{
	return d == DAY_NONE ? MOMENT_NONE : zone_moment(rq->zone, day_civil(d));
}

static enum rc read_filter(struct request *rq, struct asked *asked, struct audit_filter *filter)
{
	record_clear(&asked_record, asked);
	enum rc rc = query_read(rq, &asked_form, asked);

	*filter = (struct audit_filter){
		.organization_id = rq->viewer->organization_id,
		.actor = asked->actor,
		.action = asked->action,
		.subject = asked->subject,
		.subject_id = asked->subject_id,
		.from = begin_of(rq, asked->from_on),
		.until = begin_of(rq, asked->until_on == DAY_NONE ? DAY_NONE : asked->until_on + 1),
	};
	return rc;
}

/* The filters as a query: "?actor=...&". */
static struct text filter_query(struct request *rq, const char *path)
{
	struct text text = TEXT_IN(rq->arena);

	text_cstr(&text, path);
	text_char(&text, '?');
	for (const char *const *name = asked_names; *name; name++) {
		struct str value = pairs_get(&rq->query, *name);
		if (!value.len)
			continue;
		text_printf(&text, "%s=", *name);
		text_url(&text, value);
		text_char(&text, '&');
	}
	return text;
}

static void add_entry(struct request *rq, struct view_list *list, const struct audit_naming *naming,
		      const struct audit_line *line)
{
	struct view *item = view_add(list);

	view_merge(item, &audit_line_record, line);
	view_text(item, "who", line->actor_name.len ? line->actor_name : rq_tr(rq, N_("The system")));
	struct str what = audit_view_action(rq->catalogue, line->action);
	view_text(item, "what", what);
	view_flag(item, "has_words", !str_equal(what, line->action));
	audit_view_named_changes(view_list(item, "changes"), rq->arena, rq->catalogue, line->subject, line->changes,
				 naming);
}

static void add_links(struct request *rq, struct view *page, int64_t last_id, bool has_more)
{
	struct text older = filter_query(rq, "/admin/audit");
	struct text file = filter_query(rq, "/admin/audit.csv");

	view_text(page, "csv_href", str_slice(text_str(&file), 0, file.len - 1));
	if (pairs_get(&rq->query, "before").len)
		view_text(page, "newest_href",
			  arena_str(rq->arena, str_slice(text_str(&older), 0, older.len - 1)));
	text_printf(&older, "before=%lld", (long long)last_id);
	if (has_more)
		view_text(page, "older_href", text_str(&older));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "entries");
	struct asked asked;
	struct audit_filter filter;
	struct rows rows = {0};
	int64_t last_id = 0;
	enum rc rc = read_filter(rq, &asked, &filter);

	if (pairs_has(&rq->query, "before") &&
	    !str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &filter.before_id))
		return RC_BAD_REQUEST;
	if (rc == RC_OK)
		rc = audit_list(rq->db, rq->arena, &filter, &rows);
	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	struct audit_naming naming = {.name = names_from ? names_from->name : NULL,
				      .closure = names_from ? names_from->begin(rq) : NULL};
	for (size_t i = 0; i < rows.count && i < AUDIT_PAGE; i++) {
		add_entry(rq, list, naming.name ? &naming : NULL, ROW(struct audit_line, rows, i));
		last_id = ROW(struct audit_line, rows, i)->id;
	}
	form_view(rq, page, "filter", &asked_form, &asked);
	add_links(rq, page, last_id, rows.count > AUDIT_PAGE);
	return respond_page(rq, rs, "audit/list", page);
}

/* --- as a file --- */

struct export
{
	struct request *rq;
	struct audit_filter filter;
	struct text text;
	response_write *write;
	void *sink;
};

static enum rc write_line(void *closure, struct arena *arena, void *row)
{
	struct export *export = closure;
	const struct audit_line *line = row;
	struct csv_writer csv = CSV_WRITER(&export->text, true);

	export->text.len = 0;
	csv_put_int(&csv, line->id);
	csv_put(&csv, moment_text(arena, line->recorded_at));
	csv_put(&csv, line->actor_kind);
	csv_put(&csv, line->actor_name);
	csv_put(&csv, line->auth_method);
	csv_put(&csv, line->action);
	csv_put(&csv, line->subject);
	csv_put_int(&csv, line->subject_id);
	csv_put(&csv, line->reason);
	csv_put(&csv, line->changes);
	csv_put(&csv, line->request_id);
	csv_end(&csv);
	return export->write(export->sink, text_str(&export->text));
}

static enum rc stream_lines(void *closure, response_write *write, void *sink)
{
	static const char *const head[] = {"id",          "recorded_at", "actor_kind", "actor",
					   "auth_method", "action",      "subject",    "subject_id",
					   "reason",      "changes",     "request_id"};
	struct export *export = closure;
	struct csv_writer csv = CSV_WRITER(&export->text, true);

	export->write = write;
	export->sink = sink;
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		csv_put(&csv, str_of(head[i]));
	csv_end(&csv);
	enum rc rc = write(sink, text_str(&export->text));
	return rc == RC_OK ? audit_list_each(export->rq->db, export->rq->arena, &export->filter, write_line,
					     export)
			   : rc;
}

static enum rc csv_get(struct request *rq, struct response *rs)
{
	struct export *export = ARENA_NEW(rq->arena, struct export);
	struct asked asked;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct text said = TEXT_IN(rq->arena);

	export->rq = rq;
	export->text = TEXT_IN(rq->arena);
	enum rc rc = read_filter(rq, &asked, &export->filter);
	if (rc != RC_OK)
		return rc;
	text_cstr(&said, "{\"filter\":[null,");
	text_json(&said, rq->raw_query.at ? rq->raw_query : STR(""));
	text_cstr(&said, "]}");
	struct audit_entry entry = {
		.action = "export.audit", .subject = "audit_entry", .changes = text_str(&said)};
	rc = audit_append(rq->db, &actor, &entry);
	return rc == RC_OK ? respond_stream(rq, rs, "text/csv; charset=utf-8", STR("audit.csv"), stream_lines,
					    export)
			   : rc;
}

static const struct api_parameter audit_query[] = {
	{"actor", API_TEXT, NULL, "beginning of the printed name"}, {"action", API_TEXT, NULL, "beginning of the dotted verb"},
	{"subject", API_TEXT, NULL, "kind of record"},              {"subject_id", API_INT, NULL, NULL},
	{"from_on", API_DAY, NULL, NULL},                           {"until_on", API_DAY, NULL, "included"},
	{.name = NULL}};

const struct route audit_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/audit",
	 .needs = MAY_SEE_AUDIT,
	 .handle = list_get,
	 .help = "the audit trail",
	 .offered_by = "listAudit"},
	{.method = METHOD_GET,
	 .path = "/admin/audit.csv",
	 .needs = MAY_SEE_AUDIT,
	 .flags = ROUTE_WRITES,
	 .handle = csv_get,
	 .help = "the audit trail as a file",
	 .api = &(const struct api_operation){.id = "exportAudit", .tag = "Audit", .scope = API_AUDIT_READ, .flags = API_STREAMED,
					      .types = "text/csv",
					      .query = audit_query, .path = "/api/v1/audit.csv"}},
	ROUTE_END,
};
