#include "operations/desk_pages.h"

#include "http/api_call.h"
#include "identity/permission.h"
#include "operations/postmortem_list_store.h"

/* The list of incidents with its filters set. */
static enum rc incidents_get(struct request *rq, struct response *rs)
{
	return respond_redirect(rq, rs, STR("/incidents?register=operations&open=1"));
}

/* "MICROSECONDS-ID"; anything else is the first page. */
static struct postmortem_cursor read_cursor(struct str text)
{
	struct postmortem_cursor cursor = {.updated_at = MOMENT_NONE};
	struct str rest = text, at;

	if (!str_split(&rest, '-', &at) || !str_to_int(at, 1, INT64_MAX, &cursor.updated_at) ||
	    !str_to_int(rest, 1, INT64_MAX, &cursor.id))
		cursor.updated_at = MOMENT_NONE;
	return cursor;
}

static const char *const line_names[] = {"number", "title", "severity", "status", "state", "published_at", "updated_at", NULL};
static const struct form line_fields = {&postmortem_line_record, line_names, NULL};
static const struct api_schema line_schema = API_RECORD_OF("PostmortemLine", "An incident with the state of its postmortem", &line_fields);
static const struct api_schema lines_schema = {
	"PostmortemList", "A page of postmortems; with the first the incidents that wait for one",
	(const struct api_member[]){
		{API_LIST, "waiting", .of = &line_schema},
		{API_LIST, "items", .of = &line_schema},
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"},
		API_MEMBERS_END,
	}};

static void put_lines(struct api_json *json, const char *name, const struct rows *rows, size_t most)
{
	api_json_list(json, name);
	for (size_t i = 0; i < rows->count && i < most; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, &line_fields, ROW(struct postmortem_line, *rows, i));
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc respond_lines(struct request *rq, struct response *rs, const struct rows *rows, const struct rows *waiting)
{
	struct api_json json = api_call_json(rq, 3);
	struct str next = STR_NONE;

	if (rows->count > POSTMORTEM_PAGE) {
		const struct postmortem_line *last = ROW(struct postmortem_line, *rows, POSTMORTEM_PAGE - 1);
		next = arena_printf(rq->arena, "/api/v1/postmortems?after=%lld-%lld", (long long)last->updated_at, (long long)last->id);
	}
	api_json_begin(&json, NULL);
	put_lines(&json, "waiting", waiting, waiting->count);
	put_lines(&json, "items", rows, POSTMORTEM_PAGE);
	api_json_text(&json, "next", next);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc postmortems_get(struct request *rq, struct response *rs)
{
	const struct postmortem_cursor cursor = read_cursor(pairs_get(&rq->query, "after"));
	struct view *page = view_new(rq->arena);
	struct rows rows, waiting = {0};
	enum rc rc = postmortem_page(rq->db, rq->arena, rq->viewer, cursor, &rows);

	if (rc == RC_OK && cursor.updated_at == MOMENT_NONE)
		rc = postmortem_waiting(rq->db, rq->arena, rq->viewer, &waiting);
	if (rc != RC_OK)
		return rc;
	if (rq->api)
		return respond_lines(rq, rs, &rows, &waiting);
	const bool is_cut = rows.count > POSTMORTEM_PAGE;
	view_records(page, "waiting", &postmortem_line_record, waiting.at, waiting.count);
	view_records(page, "postmortems", &postmortem_line_record, rows.at, is_cut ? POSTMORTEM_PAGE : rows.count);
	if (is_cut) {
		const struct postmortem_line *last = ROW(struct postmortem_line, rows, POSTMORTEM_PAGE - 1);
		view_printf(page, "older_href", "/desk/postmortems?after=%lld-%lld", (long long)last->updated_at,
			    (long long)last->id);
	}
	return respond_page(rq, rs, "operations/postmortems", page);
}

static const struct api_parameter after_query[] = {{"after", API_TEXT, NULL, "from `next`"}, {.name = NULL}};

const struct route desk_routes[] = {
	{.method = METHOD_GET,
	 .path = "/desk/incidents",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = incidents_get,
	 .help = "open operations incidents",
	 .offered_by = "listIncidents"},
	{.method = METHOD_GET,
	 .path = "/desk/postmortems",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = postmortems_get,
	 .help = "postmortems, and the incidents that wait for one",
	 .api = &(const struct api_operation){.id = "listPostmortems", .tag = "Operations", .scope = API_INCIDENTS_READ, .answer = &lines_schema,
					      .query = after_query, .path = "/api/v1/postmortems"}},
	ROUTE_END,
};
