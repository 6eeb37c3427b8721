#include "investigation/investigation_api.h"

#include <string.h>

#include "http/api_call.h"
#include "identity/viewer.h"
#include "incident/incident_detail_store.h"
#include "investigation/investigation_view.h"
#include "investigation/part.h"

static const struct form frame_fields = {&investigation_record, NULL, NULL};
static const struct form evidence_fields = {&evidence_record, NULL, NULL};
static const struct form chain_fields = {&why_chain_record, NULL, NULL};
static const struct form why_fields = {&why_record, NULL, NULL};
static const struct form item_fields = {&fishbone_item_record, NULL, NULL};
static const struct form event_fields = {&sequence_event_record, NULL, NULL};
static const struct form cause_fields = {&cause_record, NULL, NULL};
/* Numbers of rows; uuids stand beside them. */
static const char *const old_names[] = {"id", "incident_id", "investigation_id", "added_by_id", "chain_id", "why_id", "item_id",
					"parent_id", "attachment_id", NULL};
#define ENTRY_OF(name_, help_, form_, ...)                                                                           \
	{(name_), (help_), (const struct api_member[]){                                                               \
		{API_FIELDS, .form = (form_), .deprecated = old_names}, __VA_ARGS__ API_MEMBERS_END}}
#define LEADS_TO(name_, help_) {API_UUID, (name_), .flags = API_NULLABLE, .help = (help_)},
static const struct api_schema evidence_schema = ENTRY_OF("Evidence", "What was secured", &evidence_fields,
							   LEADS_TO("attachment", "the file of the incident"));
static const struct api_schema chain_schema = ENTRY_OF("WhyChain", "A problem that is asked after with Why", &chain_fields,);
static const struct api_schema why_schema = ENTRY_OF("Why", "One Why and its answer", &why_fields,
						      LEADS_TO("chain", "the problem"));
static const struct api_schema item_schema = ENTRY_OF("FishboneItem", "A cause on the fishbone", &item_fields,
						       LEADS_TO("parent", "the cause that it stands behind"));
static const struct api_schema event_schema = ENTRY_OF("SequenceEvent", "An event or condition of the timeline", &event_fields,);
static const struct api_schema cause_schema = ENTRY_OF("Cause", "A cause that was found", &cause_fields,
							LEADS_TO("why", "the answer that it was found in")
							LEADS_TO("item", "the fishbone's cause that it was found in"));
static const char *const old_frame_names[] = {"id", "incident_id", NULL};
static const struct api_schema investigation_schema = {
	"Investigation", "The frame of an investigation and everything that was found",
	(const struct api_member[]){
		{API_FIELDS, .form = &frame_fields, .deprecated = old_frame_names},
		{API_LIST, "evidence", .of = &evidence_schema},
		{API_LIST, "problems", .of = &chain_schema},
		{API_LIST, "whys", .of = &why_schema},
		{API_LIST, "fishbone", .of = &item_schema},
		{API_LIST, "timeline", .of = &event_schema},
		{API_LIST, "causes", .of = &cause_schema},
		API_MEMBERS_END,
	}};

/* The uuid of the row with that id among rows that begin with their entry; STR_NONE: none. */
static struct str uuid_of(const void *rows, size_t count, size_t size, int64_t id)
{
	for (size_t i = 0; id && i < count; i++) {
		const struct entry *entry = (const void *)((const char *)rows + i * size);
		if (entry->id == id)
			return entry->uuid;
	}
	return STR_NONE;
}

/* What an entry of an investigation is shown with. */
struct showing {
	const struct findings *findings;
	struct rows files;           /* struct incident_file */
};

static enum rc begin_showing(struct request *rq, const struct investigation_shown *v, struct showing *out)
{
	out->findings = &v->findings;
	return incident_files(rq->db, rq->arena, v->shown.incident.organization_id, v->shown.incident.id, &out->files);
}

static struct str file_of(const struct showing *showing, int64_t id)
{
	for (size_t i = 0; id && i < showing->files.count; i++)
		if (ROW(struct incident_file, showing->files, i)->id == id)
			return ROW(struct incident_file, showing->files, i)->uuid;
	return STR_NONE;
}

static void put_evidence(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	api_json_fields(json, &evidence_fields, row);
	api_json_text(json, "attachment", file_of(showing, row->evidence.attachment_id));
}

static void put_chain(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	(void)showing;
	api_json_fields(json, &chain_fields, row);
}

static void put_why(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	const struct findings *f = showing->findings;

	api_json_fields(json, &why_fields, row);
	api_json_text(json, "chain", uuid_of(f->chains, f->chain_count, sizeof *f->chains, row->why.chain_id));
}

static void put_item(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	const struct findings *f = showing->findings;

	api_json_fields(json, &item_fields, row);
	api_json_text(json, "parent", uuid_of(f->items, f->item_count, sizeof *f->items, row->item.parent_id));
}

static void put_event(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	(void)showing;
	api_json_fields(json, &event_fields, row);
}

static void put_cause(struct api_json *json, const struct showing *showing, const union entry_row *row)
{
	const struct findings *f = showing->findings;

	api_json_fields(json, &cause_fields, row);
	api_json_text(json, "why", uuid_of(f->whys, f->why_count, sizeof *f->whys, row->cause.why_id));
	api_json_text(json, "item", uuid_of(f->items, f->item_count, sizeof *f->items, row->cause.item_id));
}

/* By kind of entry; name is that of the list in getInvestigation. */
static const struct shown_kind {
	const struct entry_kind *kind;
	const char *name;
	void (*put)(struct api_json *json, const struct showing *showing, const union entry_row *row);
} shown_kinds[] = {
	{&evidence_entries, "evidence", put_evidence}, {&why_chain_entries, "problems", put_chain}, {&why_entries, "whys", put_why},
	{&fishbone_entries, "fishbone", put_item}, {&sequence_event_entries, "timeline", put_event}, {&cause_entries, "causes", put_cause},
};

static void put_rows(struct api_json *json, const struct showing *showing, const struct shown_kind *kind, const void *at, size_t count)
{
	const struct record *record = entry_record(kind->kind);

	api_json_list(json, kind->name);
	for (size_t i = 0; i < count; i++) {
		union entry_row row;
		memcpy(&row, (const char *)at + i * record->size, record->size);
		api_json_begin(json, NULL);
		kind->put(json, showing, &row);
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
	struct showing showing;
	rc = begin_showing(rq, &v, &showing);
	if (rc != RC_OK)
		return rc;
	const struct findings *f = &v.findings;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &frame_fields, &f->investigation);
	put_rows(&json, &showing, &shown_kinds[0], f->evidence, f->evidence_count);
	put_rows(&json, &showing, &shown_kinds[1], f->chains, f->chain_count);
	put_rows(&json, &showing, &shown_kinds[2], f->whys, f->why_count);
	put_rows(&json, &showing, &shown_kinds[3], f->items, f->item_count);
	put_rows(&json, &showing, &shown_kinds[4], f->events, f->event_count);
	put_rows(&json, &showing, &shown_kinds[5], f->causes, f->cause_count);
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

static enum rc entry_get(struct request *rq, struct response *rs)
{
	const struct part *part = part_find(param(rq, "part"));
	struct api_json json = api_call_json(rq, 1);
	struct investigation_shown v;
	struct showing showing;
	union entry_row row;
	enum rc rc = part ? investigation_shown_find(rq, &v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = part_entry(rq, &v, part, &row);
	if (rc == RC_OK)
		rc = begin_showing(rq, &v, &showing);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "part", param(rq, "part"));
	api_json_begin(&json, "entry");
	for (size_t i = 0; i < sizeof shown_kinds / sizeof *shown_kinds; i++)
		if (shown_kinds[i].kind == part->kind)
			shown_kinds[i].put(&json, &showing, &row);
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
