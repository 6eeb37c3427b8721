#include "operations/desk_pages.h"

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
	 .help = "postmortems, and the incidents that wait for one"},
	ROUTE_END,
};
