#include "impact/injury_pages.h"

#include <stddef.h>
#include <string.h>

#include "audit/reading.h"
#include "base/random.h"
#include "event/event.h"
#include "event/submission.h"
#include "http/api_call.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "impact/impact.h"
#include "impact/impact_record.h"
#include "impact/injury_store.h"
#include "impact/oiics_store.h"
#include "impact/training_store.h"
#include "incident/incident_change_store.h"
#include "incident/injured_store.h"

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

static const char *const text_names[] = {"treatment", "returned_on", "restrictions", NULL};
static const struct form text_form = {&injury_record, text_names, NULL};
static const char *const code_names[] = {"part_code", "nature_code", "event_code", "source_code", "secondary_code",
					 NULL};
static const struct form code_form = {&injury_record, code_names, NULL};

/* The fields that hold a code, in the order of code_names. */
static const struct {
	enum oiics_structure structure;
	size_t offset;
} coded[] = {
	{OIICS_PART, offsetof(struct injury, part_code)},      {OIICS_NATURE, offsetof(struct injury, nature_code)},
	{OIICS_EVENT, offsetof(struct injury, event_code)},    {OIICS_SOURCE, offsetof(struct injury, source_code)},
	{OIICS_SOURCE, offsetof(struct injury, secondary_code)},
};
enum { CODED = sizeof coded / sizeof *coded };

/* One injured person on the page. */
struct injury_visit {
	struct incident_shown shown;
	struct injured_person person;
	struct injury injury;
	bool is_stored;
	struct rows found[CODED]; /* what a search for each code has found; struct oiics_code */
};

static struct str *code_at(struct injury *injury, size_t i)
{
	return (struct str *)(void *)((char *)injury + coded[i].offset);
}

static enum rc load(struct request *rq, struct injury_visit *v)
{
	const struct incident *incident = &v->shown.incident;
	struct str uuid = param(rq, "uuid");

	memset(v->found, 0, sizeof v->found);
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	enum rc rc = injured_by_uuid(rq->db, rq->arena, incident->organization_id, incident->id, uuid, &v->person);
	if (rc == RC_OK && (!impact_shows_medical(rq, &v->shown) ||
			    !incident_shows_injured(rq->viewer, incident, &v->person)))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	rc = injury_find(rq->db, rq->arena, incident->organization_id, v->person.id, &v->injury);
	v->is_stored = rc == RC_OK;
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&injury_record, &v->injury);
	v->injury.injured_person_id = v->person.id;
	v->injury.organization_id = incident->organization_id;
	v->injury.incident_id = incident->id;
	v->injury.marks = STR("");
	return RC_OK;
}

/* --- showing --- */

/* "422 Elbow(s)" for the code that is stored. */
static enum rc code_words(struct request *rq, enum oiics_structure structure, struct str code, struct str *words)
{
	struct oiics_code row;
	enum rc rc = code.len ? oiics_find(rq->db, rq->arena, structure, code, &row) : RC_NOT_FOUND;

	*words = rc == RC_OK ? oiics_text(rq->arena, &row) : code;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc add_codes(struct request *rq, struct view *page, struct injury_visit *v)
{
	struct view_list *list = view_list(page, "codes");
	struct injury worded = v->injury;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < CODED; i++)
		rc = code_words(rq, coded[i].structure, *code_at(&v->injury, i), code_at(&worded, i));
	for (size_t i = 0; rc == RC_OK && i < CODED; i++) {
		struct view *item = view_add(list);
		struct view_list *found = view_list(item, "found");
		struct form one = {&injury_record, (const char *const[]){code_names[i], NULL}, NULL};
		form_view(rq, item, "form", &one, &worded);
		view_cstr(item, "structure", codes_code(&oiics_structure_codes, (int)coded[i].structure));
		view_cstr(item, "key", code_names[i]);
		for (size_t j = 0; j < v->found[i].count; j++)
			view_merge(view_add(found), &oiics_code_record, ROW(struct oiics_code, v->found[i], j));
	}
	return rc;
}

static bool is_marked(const struct request *rq, struct str marks, const char *name)
{
	struct str mark;

	if (method_changes(rq->method)) {
		for (size_t n = 0; (mark = pairs_nth(&rq->form, "mark", n)).at; n++)
			if (str_is(mark, name))
				return true;
		return false;
	}
	while (str_split(&marks, ',', &mark))
		if (str_is(mark, name))
			return true;
	return false;
}

static void add_regions(struct request *rq, struct view *page, const struct injury *injury)
{
	struct view_list *fronts = view_list(page, "front"), *backs = view_list(page, "back");

	for (const struct body_region *at = body_regions; at->name; at++) {
		struct view *item = view_add(at->view == BODY_FRONT ? fronts : backs);
		view_cstr(item, "region", at->name);
		view_text(item, "label", rq_tr(rq, at->label));
		view_cstr(item, "path", at->path);
		view_flag(item, "selected", is_marked(rq, injury->marks, at->name));
	}
}

/* What the person was trained in on the day of the incident. */
static enum rc add_training(struct request *rq, struct view *page, const struct injury_visit *v)
{
	struct view_list *list = view_list(page, "trainings");
	day on = zone_day(rq->zone, v->shown.incident.occurred_at);
	struct rows rows = {0};
	enum rc rc = RC_OK;

	view_flag(page, "is_listed_person", v->person.person_id != 0);
	view_flag(page, "may_see_people", viewer_may(rq->viewer, MAY_SEE_PEOPLE));
	if (v->person.person_id)
		rc = training_of_person(rq->db, rq->arena, v->person.organization_id, v->person.person_id, on, &rows);
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_row *row = ROW(struct training_row, rows, i);
		const struct training_record record = {.completed_on = row->completed_on, .expires_on = row->expires_on};
		struct view *item = view_add(list);
		view_merge(item, &training_row_record, row);
		view_code(item, "state", &training_state_codes, (int)training_state_on(&record, on));
	}
	return rc;
}

static enum rc show(struct request *rq, struct response *rs, struct injury_visit *v)
{
	struct view *page = view_new(rq->arena);
	const struct incident *incident = &v->shown.incident;

	impact_crumbs(rq, page, v->person.full_name);
	view_record(page, "person", &injured_person_record, &v->person);
	view_record(page, "injury", &injury_record, &v->injury);
	impact_card(rq, &v->shown, page);
	view_flag(page, "may_see_cases",
		  incident->reg == REGISTER_SAFETY &&
			  viewer_may_in(rq->viewer, MAY_SEE_OSHA,
					(struct scope){incident->establishment_id, incident->department_id}));
	view_text(page, "case_href",
		  incident_href(rq->arena, incident,
				arena_printf(rq->arena, "/people/%.*s/case", STR_ARG(v->person.uuid)).at));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_int(page, "version", v->is_stored ? v->injury.version : 0);
	view_text(page, "cancel_href", incident_href(rq->arena, incident, ""));
	form_view(rq, page, "texts", &text_form, &v->injury);
	add_regions(rq, page, &v->injury);
	page_said(rq, page, said);
	enum rc rc = add_codes(rq, page, v);
	if (rc == RC_OK)
		rc = add_training(rq, page, v);
	return rc == RC_OK ? respond_page(rq, rs, "impact/injury", page) : rc;
}

static const char *const api_names[] = {
	"part_code", "nature_code", "event_code", "source_code", "secondary_code", "treatment", "returned_on", "restrictions", NULL,
};
static const struct form api_fields = {&injury_record, api_names, NULL};
static const struct api_schema injury_schema = {
	"Injury", "Medical particulars of an injured person",
	(const struct api_member[]){
		{API_FIELDS, .form = &api_fields},
		{API_TEXTS, "mark", .help = "places on the body"},
		API_MEMBERS_END,
	}};

static enum rc respond_injury(struct request *rq, struct response *rs, const struct injury_visit *v)
{
	struct api_json json = api_call_json(rq, 1);

	api_json_begin(&json, NULL);
	api_json_fields(&json, &api_fields, &v->injury);
	api_json_texts(&json, "mark", v->injury.marks);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, api_call_version(v->is_stored ? v->injury.version : 0));
}

static enum rc injury_get(struct request *rq, struct response *rs)
{
	struct injury_visit v;
	enum rc rc = incident_shown_find(rq, &v.shown);

	if (rc == RC_OK)
		rc = load(rq, &v);
	if (rc == RC_OK && (v.is_stored || v.person.is_private))
		rc = audit_read(rq, "injury", v.person.id, v.shown.incident.id);
	if (rc == RC_OK && rq->api)
		return respond_injury(rq, rs, &v);
	return rc == RC_OK ? show(rq, rs, &v) : rc;
}

/* --- changing --- */

/* A code at the front of what was typed, a choice among what was found, or words of which only one code has all. */
static enum rc read_code(struct request *rq, struct injury_visit *v, size_t i)
{
	struct str typed = str_trim(*code_at(&v->injury, i)), rest = typed, first;
	struct str pick = pairs_get(&rq->form, arena_printf(rq->arena, "%s_pick", code_names[i]).at);
	bool is_asked = str_is(pairs_get(&rq->form, "find"), code_names[i]);
	struct oiics_code row;

	if (pick.len)
		rest = typed = pick;
	if (!str_split(&rest, ' ', &first) || first.len == 0)
		return RC_OK;
	enum rc rc = is_asked ? RC_NOT_FOUND : oiics_find(rq->db, rq->arena, coded[i].structure, first, &row);
	if (rc == RC_NOT_FOUND) {
		rc = oiics_search(rq->db, rq->arena, coded[i].structure, typed, &v->found[i]);
		if (rc == RC_OK && v->found[i].count == 0)
			return problem_add(rq, code_names[i], N_("No code has all these words"));
		if (rc == RC_OK && (is_asked || v->found[i].count > 1))
			return is_asked ? RC_INVALID
					: problem_add(rq, code_names[i], N_("Several codes fit; choose one of them"));
		if (rc == RC_OK)
			row = *ROW(struct oiics_code, v->found[i], 0);
		v->found[i].count = 0;
	}
	if (rc == RC_OK)
		*code_at(&v->injury, i) = row.code;
	return rc;
}

static struct str read_marks(struct request *rq)
{
	struct text marks = TEXT_IN(rq->arena);
	struct str mark;

	for (size_t n = 0; (mark = pairs_nth(&rq->form, "mark", n)).at; n++) {
		text_add(&marks, mark);
		text_char(&marks, ',');
	}
	return body_marks_clean(rq->arena, text_str(&marks));
}

/* What was typed, into v->injury; the places on the body name the part where nobody has. */
static enum rc read(struct request *rq, struct injury_visit *v)
{
	enum rc rc = form_read(rq, &code_form, &v->injury), worst = rc;

	if (rc == RC_OK || rc == RC_INVALID)
		rc = form_read(rq, &text_form, &v->injury);
	worst = rc == RC_OK ? worst : rc;
	/* A change by the JSON interface may leave them as they are. */
	if (!rq->api || pairs_has(&rq->form, "mark"))
		v->injury.marks = read_marks(rq);
	for (size_t i = 0; (rc == RC_OK || rc == RC_INVALID) && i < CODED; i++) {
		rc = read_code(rq, v, i);
		worst = rc == RC_OK ? worst : rc;
	}
	if (v->injury.marks.len > 400)
		worst = problem_add(rq, "mark", N_("So many places are the whole body: choose fewer"));
	if (worst == RC_OK && !v->injury.part_code.len && v->injury.marks.len)
		v->injury.part_code = str_of(body_marks_code(v->injury.marks));
	return worst;
}

struct saving {
	struct change change;
	const struct injury_visit *v;
	const struct injury *before; /* NULL: the first */
	struct injury after;
};

static enum rc save(struct db *db, void *closure)
{
	struct saving *saving = closure;
	const struct injury_visit *v = saving->v;
	struct arena *arena = saving->change.rq->arena;
	const struct actor *actor = &saving->change.actor;
	struct incident incident;
	enum rc rc = incident_lock_area(db, arena, actor->organization_id, v->shown.incident.id, AREA_IMPACTS, &incident);

	if (rc == RC_OK)
		rc = saving->before ? injury_update(db, &saving->after) : injury_insert(db, &saving->after);
	if (rc == RC_DUPLICATE)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, saving->before ? "injury.changed" : "injury.created", &injury_record,
				  v->person.id, v->shown.incident.id, saving->before, &saving->after, STR(""));
	const struct event event = {
		.kind = "injury.changed",
		.subject = "injured_person",
		.subject_id = v->person.id,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)v->shown.incident.id),
	};
	saving->change.answer = arena_printf(arena, "%.*s?said=saved", STR_ARG(saving->change.rq->path));
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

static enum rc injury_post(struct request *rq, struct response *rs)
{
	struct injury_visit v;
	struct saving saving = {.change = change_of(rq), .v = &v};
	int64_t version = -1;
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, &v.shown);

	if (rc == RC_OK)
		rc = load(rq, &v);
	if (rc != RC_OK)
		return rc;
	const struct injury *before = record_copy(rq->arena, &injury_record, &v.injury);
	rc = read(rq, &v);
	str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
	if (rc == RC_OK && version != (v.is_stored ? before->version : 0)) {
		v.injury.version = before->version;
		rs->status = rc_http_status(RC_CONFLICT);
		problem_add(rq, "", N_("Somebody else has changed this meanwhile. Save again to replace their version with"
				       " what stands here."));
		return show(rq, rs, &v);
	}
	if (rc == RC_INVALID && rq->problem_count == 0)
		rs->status = rc_http_status(RC_OK);
	if (rc != RC_OK)
		return rc == RC_INVALID ? show(rq, rs, &v) : rc;
	saving.before = v.is_stored ? before : NULL;
	saving.after = v.injury;
	saving.after.updated_at = rq->now;
	if (!v.is_stored) {
		saving.after.version = 1;
		saving.after.created_at = rq->now;
	}
	saving.change.actor = incident_actor(rq, &v.shown.incident);
	return change_run(&saving.change, rs, "injury", save, &saving);
}

#define INJURY_PATH "/incidents/{number}/people/{uuid}/injury"
const struct route injury_routes[] = {
	{.method = METHOD_GET,
	 .path = INJURY_PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .flags = ROUTE_WRITES,
	 .handle = injury_get,
	 .help = "medical particulars of an injured person; leaves an audit entry",
	 .api = &(const struct api_operation){.id = "getInjury", .tag = "Impacts", .scope = API_INCIDENTS_READ, .answer = &injury_schema, .flags = API_VERSIONED | API_SANDBOX}},
	{.method = METHOD_POST,
	 .path = INJURY_PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = injury_post,
	 .help = "changes them, or searches for a code",
	 .api = API_CHANGE("changeInjury", "Impacts", API_INCIDENTS_WRITE,
			   API_BODY("InjuryText", {API_FIELDS, .form = &api_fields}, {API_TEXTS, "mark"}),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX,
			   .about = "Codes are those of OIICS, or words that only one of them has.")},
	ROUTE_END,
};
