#include "operations/operations_api.h"

#include <stddef.h>

#include "http/api_call.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "operations/postmortem_pages.h"
#include "operations/postmortem_store.h"
#include "operations/timeline_pages.h"
#include "operations/timeline_store.h"
#include "organization/names_store.h"

/* --- the timeline ------------------------------------------------------------------ */

static const char *const entry_names[] = {"uuid", "kind", "happened_at", "text", "created_at", NULL};
static const struct form entry_fields = {&timeline_entry_record, entry_names, NULL};
static const struct api_schema entry_schema = {
	"TimelineEntry", "What was seen, decided or done during an outage",
	(const struct api_member[]){
		{API_FIELDS, .form = &entry_fields},
		{API_TEXT, "by", .flags = API_NULLABLE, .help = "who wrote it"},
		API_MEMBERS_END,
	}};
static const struct api_schema timeline_schema = {
	"Timeline", "The entries of an incident by the time of what happened",
	(const struct api_member[]){{API_LIST, "items", .of = &entry_schema}, API_MEMBERS_END}};
static const struct api_schema new_entry_schema = {
	"NewTimelineEntry", "An entry; kind and text may come as event_type and content",
	(const struct api_member[]){
		{API_CODE, "kind", .codes = &timeline_kind_codes, .help = "left out: a note"},
		{API_MOMENT, "happened_at", .help = "left out: now"},
		{API_TEXT, "text", .help = "what happened, at most 5000 characters"},
		{API_TEXT, "event_type", .help = "the same as kind; one that is not known makes a note"},
		{API_TEXT, "content", .help = "the same as text"},
		API_MEMBERS_END,
	}};

static void put_entry(struct api_json *json, const struct timeline_entry *entry, struct str by)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &entry_fields, entry);
	api_json_text(json, "by", by.len ? by : STR_NONE);
	api_json_end(json);
}

/* The incident that the address names, for those who work on it. */
static enum rc find_outage(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && shown->incident.reg != REGISTER_OPERATIONS)
		return RC_NOT_FOUND;
	return rc == RC_OK && !shown->shows_work ? RC_DENIED : rc;
}

static enum rc timeline_get(struct request *rq, struct response *rs)
{
	struct names *people = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct api_json json = api_call_json(rq, 3);
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = find_outage(rq, &shown);

	if (rc == RC_OK)
		rc = timeline_list(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc == RC_OK)
		rc = names_load_column(people, NAMES_PERSON, rows, sizeof(struct timeline_entry),
				       offsetof(struct timeline_entry, person_id));
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_list(&json, "items");
	for (size_t i = 0; i < rows.count; i++) {
		const struct timeline_entry *entry = ROW(struct timeline_entry, rows, i);
		put_entry(&json, entry, names_get(people, NAMES_PERSON, entry->person_id));
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc answer_entry(struct request *rq, void *closure, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);

	put_entry(&json, closure, rq->viewer->name);
	answer->location = arena_printf(rq->arena, "/api/v1/incidents/%.*s/events", STR_ARG(param(rq, "number")));
	answer->body = api_json_str(&json);
	return RC_OK;
}

static void use_for(struct request *rq, const char *name, struct str value)
{
	if (value.len && !pairs_get(&rq->form, name).len)
		pairs_add(rq->arena, &rq->form, str_of(name), value);
}

static enum rc timeline_post(struct request *rq, struct response *rs)
{
	struct timeline_entry *entry = ARENA_NEW(rq->arena, struct timeline_entry);
	struct str kind = arena_lower(rq->arena, pairs_get(&rq->form, "event_type"));

	use_for(rq, "kind", codes_find(&timeline_kind_codes, kind) > 0 ? kind : STR("note"));
	use_for(rq, "text", pairs_get(&rq->form, "content"));
	use_for(rq, "happened_at", moment_text(rq->arena, rq->now));
	api_call_answers(rq, answer_entry, entry);
	return timeline_take(rq, rs, entry);
}

/* --- the postmortem ---------------------------------------------------------------- */

static const struct api_schema postmortem_schema = {
	"Postmortem", "The analysis of an outage; who does not work on the incident gets the published summary only",
	(const struct api_member[]){
		{API_CODE, "state", .codes = &postmortem_state_codes},
		{API_TEXT, "impact_summary", .flags = API_NULLABLE, .help = "Markdown, as are all texts here"},
		{API_TEXT, "root_cause", .flags = API_NULLABLE},
		{API_TEXT, "timeline", .flags = API_NULLABLE},
		{API_TEXT, "what_went_well", .flags = API_NULLABLE},
		{API_TEXT, "what_went_wrong", .flags = API_NULLABLE},
		{API_TEXT, "public_summary", .flags = API_NULLABLE},
		{API_TEXT, "internal_notes", .flags = API_NULLABLE},
		{API_MOMENT, "published_at", .flags = API_NULLABLE},
		{API_INT, "version"},
		API_MEMBERS_END,
	}};
static const struct api_schema postmortem_body = {
	"PostmortemText", "What is written in a postmortem; published by an operation of its own",
	(const struct api_member[]){{API_FIELDS, .form = &postmortem_form}, API_MEMBERS_END}};

static void put_postmortem(struct api_json *json, const struct postmortem *postmortem, bool shows_work)
{
	const bool is_public = shows_work || postmortem->state == POSTMORTEM_PUBLISHED;
	const struct { const char *name; struct str text; } texts[] = {
		{"impact_summary", postmortem->impact_summary},   {"root_cause", postmortem->root_cause},
		{"timeline", postmortem->timeline},               {"what_went_well", postmortem->what_went_well},
		{"what_went_wrong", postmortem->what_went_wrong}, {"public_summary", postmortem->public_summary},
		{"internal_notes", postmortem->internal_notes},
	};

	api_json_begin(json, NULL);
	api_json_code(json, "state", &postmortem_state_codes, postmortem->state);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const bool is_shown = shows_work || (is_public && str_is(str_of(texts[i].name), "public_summary"));
		api_json_text(json, texts[i].name, is_shown && texts[i].text.len ? texts[i].text : STR_NONE);
	}
	api_json_moment(json, "published_at", postmortem->published_at);
	api_json_int(json, "version", postmortem->version);
	api_json_end(json);
}

static enum rc find_postmortem(struct request *rq, struct incident_shown *shown, struct postmortem *postmortem)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && shown->incident.reg != REGISTER_OPERATIONS)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = postmortem_of_incident(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, postmortem);
	return rc;
}

static enum rc postmortem_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct incident_shown shown;
	struct postmortem postmortem;
	enum rc rc = find_postmortem(rq, &shown, &postmortem);

	if (rc != RC_OK)
		return rc;
	put_postmortem(&json, &postmortem, shown.shows_work);
	return api_call_respond(rq, rs, &json, postmortem.version);
}

static enum rc answer_postmortem(struct request *rq, void *closure, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);
	struct incident_shown shown;
	struct postmortem postmortem;
	enum rc rc = find_postmortem(rq, &shown, &postmortem);

	(void)closure;
	if (rc != RC_OK)
		return rc;
	put_postmortem(&json, &postmortem, shown.shows_work);
	answer->location = arena_printf(rq->arena, "/api/v1/incidents/%.*s/postmortem", STR_ARG(shown.incident.number));
	answer->version = postmortem.version;
	answer->body = api_json_str(&json);
	return RC_OK;
}

/* Begins one; a second is a conflict, it is changed with PUT. */
static enum rc postmortem_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct postmortem postmortem;
	enum rc rc = find_postmortem(rq, &shown, &postmortem);

	if (rc == RC_OK)
		return RC_CONFLICT;
	if (rc != RC_NOT_FOUND)
		return rc;
	api_call_answers(rq, answer_postmortem, NULL);
	return postmortem_take(rq, rs);
}

static enum rc postmortem_put(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct postmortem postmortem;
	enum rc rc = find_postmortem(rq, &shown, &postmortem);

	if (rc != RC_OK)
		return rc;
	api_call_answers(rq, answer_postmortem, NULL);
	return postmortem_take(rq, rs);
}

#define OPERATION .tag = "Operations"
#define EVENTS "/api/v1/incidents/{number}/events"
#define POSTMORTEM "/api/v1/incidents/{number}/postmortem"
const struct route operations_api_routes[] = {
	{METHOD_GET, EVENTS, MAY_SEE_INCIDENTS, 0, timeline_get, "the timeline of an operations incident",
	 &(const struct api_operation){.id = "listTimeline", OPERATION, .scope = API_INCIDENTS_READ, .flags = API_SANDBOX,
				       .answer = &timeline_schema}},
	{METHOD_POST, EVENTS, MAY_MANAGE_INCIDENTS, 0, timeline_post, "adds an entry to the timeline",
	 &(const struct api_operation){.id = "addTimelineEntry", OPERATION, .scope = API_INCIDENTS_WRITE, .flags = API_SANDBOX,
				       .body = &new_entry_schema, .answer = &entry_schema, .status = 201,
				       .example = "{\"event_type\":\"action\",\"content\":\"Traffic moved to the second site\"}"}},
	{METHOD_GET, POSTMORTEM, MAY_SEE_INCIDENTS, 0, postmortem_get, "the postmortem of an operations incident",
	 &(const struct api_operation){.id = "getPostmortem", OPERATION, .scope = API_INCIDENTS_READ,
				       .flags = API_VERSIONED | API_SANDBOX, .answer = &postmortem_schema}},
	{METHOD_POST, POSTMORTEM, MAY_MANAGE_INCIDENTS, 0, postmortem_post, "begins the postmortem",
	 &(const struct api_operation){.id = "createPostmortem", OPERATION, .scope = API_INCIDENTS_WRITE, .flags = API_SANDBOX,
				       .body = &postmortem_body, .answer = &postmortem_schema, .status = 201}},
	{METHOD_PUT, POSTMORTEM, MAY_MANAGE_INCIDENTS, 0, postmortem_put, "writes the postmortem anew",
	 &(const struct api_operation){.id = "replacePostmortem", OPERATION, .scope = API_INCIDENTS_WRITE,
				       .flags = API_VERSIONED | API_SANDBOX, .body = &postmortem_body,
				       .answer = &postmortem_schema}},
	ROUTE_END,
};
