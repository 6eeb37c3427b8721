#include "deadline/deadline_api.h"

#include <stddef.h>

#include "deadline/deadline_list_store.h"
#include "deadline/refresh.h"
#include "deadline/stage.h"
#include "http/api_call.h"
#include "incident/incident_detail_view.h"
#include "organization/names_store.h"

static const struct code state_rows[] = {
	{"", ""}, {"open", N_("Open")}, {"overdue", N_("Overdue")}, {"met", N_("Met")}, {NULL, NULL},
};
static const struct codes state_codes = {"deadline_state", state_rows};
enum { STATE_OPEN = 1, STATE_OVERDUE, STATE_MET };

static const char *const names[] = {
	"kind", "reference", "zone", "starts_at", "due_at", "due_on", "is_provisional", "met_at", "establishment_id", NULL,
};
static const struct form fields = {&deadline_record, names, NULL};
static const struct api_schema line_schema = {
	"Deadline", "By when something has to be done",
	(const struct api_member[]){
		{API_FIELDS, .form = &fields},
		{API_TEXT, "title", .help = "what has to be done, in English"},
		{API_TEXT, "citation", .flags = API_NULLABLE, .help = "paragraph of law"},
		{API_CODE, "state", .codes = &state_codes},
		{API_CODE, "stage", .codes = &deadline_stage_codes, .flags = API_NULLABLE,
		 .help = "the last that was told; null: none yet"},
		{API_TEXT, "responsible", .flags = API_NULLABLE, .help = "name; null: nobody is named"},
		{API_LINK, "page", .flags = API_NULLABLE, .help = "for people: where it is met"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"DeadlineList", "A page of deadlines",
	(const struct api_member[]){
		{API_LIST, "items", .of = &line_schema},
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"},
		API_MEMBERS_END,
	}};
static const struct api_schema of_incident_schema = {
	"IncidentDeadlines", "The open deadlines of an incident, as its record has them at this moment",
	(const struct api_member[]){{API_LIST, "items", .of = &line_schema}, API_MEMBERS_END}};

static int state_of(const struct deadline *d, moment now)
{
	if (d->met_at != MOMENT_NONE)
		return STATE_MET;
	return deadline_is_late(d, now) ? STATE_OVERDUE : STATE_OPEN;
}

static void put_line(struct request *rq, struct api_json *json, const struct deadline *d, struct str responsible)
{
	const char *citation = deadline_citation(d);
	const int stage = d->stage > STAGE_ESCALATED ? STAGE_ESCALATED : (int)d->stage;

	api_json_begin(json, NULL);
	api_json_fields(json, &fields, d);
	api_json_cstr(json, "title", deadline_title(d));
	api_json_text(json, "citation", *citation ? str_of(citation) : STR_NONE);
	api_json_code(json, "state", &state_codes, state_of(d, rq->now));
	api_json_code(json, "stage", &deadline_stage_codes, d->is_quiet ? STAGE_NONE : stage);
	api_json_text(json, "responsible", responsible.len ? responsible : STR_NONE);
	api_json_text(json, "page", deadline_href(rq->arena, d));
	api_json_end(json);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct deadline_filter filter = {.scope = DEADLINE_MINE};
	struct deadline_page page;

	for (size_t i = 0; i < rq->query.count; i++)
		deadline_filter_set(&filter, rq->query.at[i].name, rq->query.at[i].value);
	enum rc rc = deadline_list(rq->db, rq->arena, rq->viewer, &filter, rq->now, api_call_limit(rq, DEADLINE_PAGE), &page);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < page.count; i++)
		put_line(rq, &json, &page.lines[i].deadline, page.lines[i].responsible);
	return api_call_listed(rq, rs, &json, page.after.is_set ? deadline_cursor_text(rq->arena, &page.after) : STR_NONE);
}

/* Nothing for its reporter: what they are promised is on their own page. */
static enum rc of_incident(struct request *rq, const struct incident_shown *shown, struct rows *rows)
{
	struct refresh *refresh = ARENA_NEW(rq->arena, struct refresh);

	*rows = (struct rows){NULL, 0};
	if (!shown->shows_work)
		return RC_OK;
	enum rc rc = refresh_begin_look(rq->db, rq->arena, rq->viewer->organization_id, rq->now, refresh);
	return rc == RC_OK ? refresh_look(refresh, &shown->incident, rows) : rc;
}

static enum rc incident_get(struct request *rq, struct response *rs)
{
	struct names *people = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct api_json json = api_call_json(rq, 3);
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = of_incident(rq, &shown, &rows);
	if (rc == RC_OK)
		rc = names_load_column(people, NAMES_PERSON, rows, sizeof(struct deadline),
				       offsetof(struct deadline, responsible_id));
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rows.count; i++) {
		const struct deadline *d = ROW(struct deadline, rows, i);
		if (deadline_is_open(d) && deadline_list_shows(rq->viewer, d))
			put_line(rq, &json, d, names_get(people, NAMES_PERSON, d->responsible_id));
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

const struct route deadline_api_routes[] = {
	{METHOD_GET, "/api/v1/deadlines", MAY_SIGN_IN, 0, list_get, "deadlines, soonest first, filtered, by pages",
	 &(const struct api_operation){.id = "listDeadlines", .tag = "Deadlines", .scope = API_INCIDENTS_READ,
				       .flags = API_LISTED, .answer = &list_schema, .filters = deadline_filter_parameters}},
	{METHOD_GET, "/api/v1/incidents/{number}/deadlines", MAY_SEE_INCIDENTS, 0, incident_get,
	 "the open deadlines of an incident",
	 &(const struct api_operation){.id = "listIncidentDeadlines", .tag = "Deadlines", .scope = API_INCIDENTS_READ,
				       .flags = API_SANDBOX, .answer = &of_incident_schema}},
	ROUTE_END,
};
