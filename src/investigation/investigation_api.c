#include "investigation/investigation_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "investigation/investigation_view.h"
#include "investigation/part.h"

static const struct form frame_fields = {&investigation_record, NULL, NULL};
static const struct form evidence_fields = {&evidence_record, NULL, NULL};
static const struct form chain_fields = {&why_chain_record, NULL, NULL};
static const struct form why_fields = {&why_record, NULL, NULL};
static const struct form item_fields = {&fishbone_item_record, NULL, NULL};
static const struct form event_fields = {&sequence_event_record, NULL, NULL};
static const struct form cause_fields = {&cause_record, NULL, NULL};
static const struct api_schema evidence_schema = API_RECORD_OF("Evidence", "What was secured", &evidence_fields);
static const struct api_schema chain_schema = API_RECORD_OF("WhyChain", "A problem that is asked after with Why", &chain_fields);
static const struct api_schema why_schema = API_RECORD_OF("Why", "One Why and its answer", &why_fields);
static const struct api_schema item_schema = API_RECORD_OF("FishboneItem", "A cause on the fishbone", &item_fields);
static const struct api_schema event_schema = API_RECORD_OF("SequenceEvent", "An event or condition of the timeline", &event_fields);
static const struct api_schema cause_schema = API_RECORD_OF("Cause", "A cause that was found", &cause_fields);
static const struct api_schema investigation_schema = {
	"Investigation", "The frame of an investigation and everything that was found",
	(const struct api_member[]){
		{API_FIELDS, .form = &frame_fields},
		{API_LIST, "evidence", .of = &evidence_schema},
		{API_LIST, "problems", .of = &chain_schema},
		{API_LIST, "whys", .of = &why_schema},
		{API_LIST, "fishbone", .of = &item_schema},
		{API_LIST, "timeline", .of = &event_schema},
		{API_LIST, "causes", .of = &cause_schema},
		API_MEMBERS_END,
	}};

static void put_rows(struct api_json *json, const char *name, const struct form *fields, const void *at, size_t count, size_t size)
{
	api_json_list(json, name);
	for (size_t i = 0; i < count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, fields, (const char *)at + i * size);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc investigation_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct investigation_shown v;
	enum rc rc = investigation_shown_find(rq, &v);

	if (rc != RC_OK)
		return rc;
	const struct findings *f = &v.findings;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &frame_fields, &f->investigation);
	put_rows(&json, "evidence", &evidence_fields, f->evidence, f->evidence_count, sizeof *f->evidence);
	put_rows(&json, "problems", &chain_fields, f->chains, f->chain_count, sizeof *f->chains);
	put_rows(&json, "whys", &why_fields, f->whys, f->why_count, sizeof *f->whys);
	put_rows(&json, "fishbone", &item_fields, f->items, f->item_count, sizeof *f->items);
	put_rows(&json, "timeline", &event_fields, f->events, f->event_count, sizeof *f->events);
	put_rows(&json, "causes", &cause_fields, f->causes, f->cause_count, sizeof *f->causes);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, f->investigation.version);
}

/* --- what is changed on its own, with its version -------------------------------------------- */

static const char *const settings_names[] = {"effect", "has_whys", "has_fishbone", "has_timeline", "approval_due_on", "scope", NULL};
static const struct form settings_fields = {&investigation_record, settings_names, NULL};
static const struct api_schema settings_schema = API_RECORD_OF("InvestigationFrame", "How it is done, and by when it is decided", &settings_fields);
static const char *const conclusion_names[] = {"conclusion", NULL};
static const struct form conclusion_fields = {&investigation_record, conclusion_names, NULL};
static const struct api_schema conclusion_schema = API_RECORD_OF("InvestigationConclusion", "Markdown", &conclusion_fields);
static const struct api_schema entry_schema = {
	"InvestigationEntryRead", "An entry of a part",
	(const struct api_member[]){
		{API_TEXT, "part", .help = "problems, whys, fishbone, timeline, evidence or causes"},
		{API_ANY, "entry", .help = "as it stands in the list of that part in getInvestigation"},
		API_MEMBERS_END,
	}};

static enum rc settings_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = investigation_shown_find(rq, &v);

	return rc == RC_OK ? api_call_row(rq, rs, &settings_fields, &v.findings.investigation, v.findings.investigation.version) : rc;
}

static enum rc conclusion_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = investigation_shown_find(rq, &v);

	return rc == RC_OK ? api_call_row(rq, rs, &conclusion_fields, &v.findings.investigation,
					  v.findings.investigation.conclusion_version) : rc;
}

static const struct {
	const struct entry_kind *kind;
	const struct form *fields;
} shown_as[] = {
	{&evidence_entries, &evidence_fields}, {&why_chain_entries, &chain_fields}, {&why_entries, &why_fields},
	{&fishbone_entries, &item_fields}, {&sequence_event_entries, &event_fields}, {&cause_entries, &cause_fields},
};

static enum rc entry_get(struct request *rq, struct response *rs)
{
	const struct part *part = part_find(param(rq, "part"));
	struct api_json json = api_call_json(rq, 1);
	struct investigation_shown v;
	union entry_row row;
	enum rc rc = part ? investigation_shown_find(rq, &v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = part_entry(rq, &v, part, &row);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "part", param(rq, "part"));
	api_json_begin(&json, "entry");
	for (size_t i = 0; i < sizeof shown_as / sizeof *shown_as; i++)
		if (shown_as[i].kind == part->kind)
			api_json_fields(&json, shown_as[i].fields, &row);
	api_json_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, row.entry.version);
}

#define AT "/api/v1/incidents/{number}/investigation/"
#define READS(id_, answer_) \
	&(const struct api_operation){.id = (id_), .tag = "Investigations", .scope = API_INVESTIGATIONS_READ, .flags = API_VERSIONED, .answer = &(answer_)}
const struct route investigation_api_routes[] = {
	{METHOD_GET, AT "settings", MAY_SEE_INCIDENTS, 0, settings_get, "how it is done", READS("getInvestigationSettings", settings_schema)},
	{METHOD_GET, AT "conclusion", MAY_SEE_INCIDENTS, 0, conclusion_get, "its conclusion", READS("getConclusion", conclusion_schema)},
	{METHOD_GET, AT "{part}/{uuid}", MAY_SEE_INCIDENTS, 0, entry_get, "one entry", READS("getInvestigationEntry", entry_schema)},
	{METHOD_GET, "/api/v1/incidents/{number}/investigation", MAY_SEE_INCIDENTS, 0, investigation_get,
	 "an investigation with everything that was found",
	 &(const struct api_operation){.id = "getInvestigation", .tag = "Investigations", .scope = API_INVESTIGATIONS_READ,
				       .answer = &investigation_schema}},
	ROUTE_END,
};
