#include "environment/release_pages.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"
#include "environment/release_keep.h"
#include "environment/substance_store.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "incident/incident_change_store.h"
#include "organization/edit_pages.h"

/* --- the form --- */

static const char *const names[] = {
	"name",
	"amount",
	"unit",
	"is_whole_container",
	"specific_gravity",
	"certainty",
	"released_from",
	"released_to",
	"is_continuing",
	"known_at",
	"source",
	"released_where",
	"is_contained",
	"to_air",
	"to_water",
	"to_land",
	"to_sewer",
	"is_off_site",
	"recovered",
	"exclusion",
	"permit",
	"permit_number",
	"permitted",
	"disposition",
	"is_oil",
	"reached_water",
	"has_sheen",
	"is_transport",
	"continuous_upper",
	NULL,
};

static enum rc check_release(struct request *rq, const void *row);
static const struct form form = {&release_record, names, check_release};

static enum rc check_release(struct request *rq, const void *row)
{
	const struct release *release = row;

	if (release->amount != NUMBER_NONE && !release->unit)
		problem_add(rq, "unit", N_("Choose the unit of the amount"));
	if (release->released_to != MOMENT_NONE && release->released_to < release->released_from)
		problem_add(rq, "released_to", N_("It cannot have ended before it began"));
	if (release->is_continuing && release->released_to != MOMENT_NONE)
		problem_add(rq, "is_continuing", N_("It either goes on or has ended"));
	return rq->problem_count ? RC_INVALID : RC_OK;
}

/* One constituent as it is typed. */
struct typed {
	struct str substance;
	int64_t strength;
	int strength_unit;
	int form;
};
#define AT(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_TEXT,
	 AT(substance),
	 .label = N_("Substance or waste code"),
	 .hint = N_("Name, CAS number or waste code"),
	 .max = 255},
	{.kind = FIELD_DECIMAL,
	 AT(strength),
	 .label = N_("Strength"),
	 .flags = FIELD_OPTIONAL,
	 .most = 100000000000,
	 .hint = N_("Of a range the upper end; empty: not known")},
	{.kind = FIELD_CODE, AT(strength_unit), .label = N_("Strength in"), .codes = &strength_unit_codes},
	{.kind = FIELD_CODE, AT(form), .label = N_("Form"), .codes = &substance_form_codes},
	FIELD_END,
};
#undef AT
static const struct record typed_record = {"typed_component", sizeof(struct typed), typed_fields};
static const char *const typed_names[] = {"substance", "strength", "strength_unit", "form", NULL};
static const struct form typed_form = {&typed_record, typed_names, NULL};

/* What the form edits; the release is first, so that the editor's row is the whole. */
struct entered {
	struct release release;
	moment occurred_at;
	struct typed typed[RELEASE_COMPONENTS_MOST];
	size_t typed_count;
	struct release_component parts[RELEASE_COMPONENTS_MOST];
	size_t part_count;
};

/* Everything about one page of the editor; edit is first, so that its callbacks find the rest. */
struct editing {
	struct edit edit;
	struct incident_shown shown;
	struct actor actor;
	struct entered entered;
	struct release before;
};

static void tell_choices(struct request *rq, const char *key, const struct rows *rows)
{
	struct text message = TEXT_IN(rq->arena);
	enum { TOLD = 5 };

	if (rows->count == 0) {
		problem_add(rq, key, N_("No substance of that name or number is listed"));
		return;
	}
	text_add(&message, rq_tr(rq, N_("Several fit; enter one of them:")));
	for (size_t i = 0; i < rows->count && i < TOLD; i++) {
		text_cstr(&message, i ? "; " : " ");
		text_add(&message, substance_text(rq->arena, ROW(struct substance, *rows, i)));
	}
	problem_add_text(rq, key, text_str(&message));
}

static enum rc take_part(struct request *rq, struct entered *entered, size_t at)
{
	const char *prefix = arena_printf(rq->arena, "part.%zu.", at).at;
	struct typed *typed = &entered->typed[at];
	struct substance substance;
	struct rows rows;

	record_clear(&typed_record, typed);
	enum rc rc = form_read_prefixed(rq, &typed_form, prefix, typed);
	if (rc != RC_OK || !str_trim(typed->substance).len)
		return rc == RC_INVALID ? RC_OK : rc; /* the problem is noted */
	rc = substance_typed(rq->db, rq->arena, rq->viewer->organization_id, typed->substance, &substance,
			     &rows);
	if (rc == RC_NOT_FOUND) {
		tell_choices(rq, arena_printf(rq->arena, "%ssubstance", prefix).at, &rows);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	typed->substance = substance_text(rq->arena, &substance);
	if (typed->strength != NUMBER_NONE && !typed->strength_unit)
		typed->strength_unit = STRENGTH_WEIGHT_PERCENT;
	struct release_component *part = &entered->parts[entered->part_count++];
	record_clear(&release_component_record, part);
	part->substance_id = substance.id;
	part->same_as = substance.same_as;
	part->strength = typed->strength;
	part->strength_unit = typed->strength_unit;
	part->form = typed->form;
	return RC_OK;
}

static enum rc complete(struct request *rq, void *row)
{
	struct entered *entered = row;
	enum rc rc = RC_OK;

	if (entered->release.released_from == MOMENT_NONE)
		entered->release.released_from = entered->occurred_at;
	entered->typed_count = form_group_count(rq, "part", RELEASE_COMPONENTS_MOST);
	entered->part_count = 0;
	for (size_t i = 0; rc == RC_OK && i < entered->typed_count; i++)
		rc = take_part(rq, entered, i);
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? release_update(db, row) : release_insert(db, row);
}

/* Between the page and the change the incident may have moved on. */
static enum rc lock(struct db *db, struct arena *arena, const struct edit *edit)
{
	struct incident incident;
	return incident_lock_area(db, arena, edit->actor->organization_id, edit->incident_id, AREA_IMPACTS,
				  &incident);
}

static enum rc compare(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
		       const void *row)
{
	const struct editing *e = (const struct editing *)(const void *)edit;
	struct release_component *parts =
		ARENA_ARRAY(arena, struct release_component, e->entered.part_count + 1);

	memcpy(parts, e->entered.parts, e->entered.part_count * sizeof *parts);
	return release_keep(db, arena, actor, row, parts, e->entered.part_count,
			    edit->before ? "changed" : "entered");
}

static void add_crumbs(struct request *rq, struct view *page, struct str title)
{
	struct view_list *crumbs = NULL;
	struct str number = param(rq, "number");

	edit_crumb(page, &crumbs, "/incidents", rq_tr(rq, N_("Incidents")));
	edit_crumb(page, &crumbs, arena_printf(rq->arena, "/incidents/%.*s", STR_ARG(number)).at, number);
	edit_crumb(page, &crumbs, "", title);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	enum { LEAST = 2, SPARE = 1 };
	const struct entered *entered = row;
	struct view_list *list = view_list(page, "parts");
	size_t count = entered->typed_count + SPARE > LEAST ? entered->typed_count + SPARE : LEAST;

	add_crumbs(rq, page, rq_tr(rq, N_("Released material")));
	for (size_t i = 0; i < count && i < RELEASE_COMPONENTS_MOST; i++) {
		struct view *item = view_add(list);
		const char *prefix = arena_printf(rq->arena, "part.%zu.", i).at;
		form_view_prefixed(rq, item, "part", &typed_form, prefix,
				   i < entered->typed_count ? &entered->typed[i] : NULL);
	}
	view_flag(page, "may_keep_substances", viewer_may(rq->viewer, MAY_KEEP_SUBSTANCES));
	if (param(rq, "uuid").len)
		view_printf(page, "withdraw_href", "%.*s/withdraw", STR_ARG(rq->path));
	return RC_OK;
}

static void begin(struct request *rq, struct editing *e, const struct release *before)
{
	const struct incident *incident = &e->shown.incident;

	e->actor = incident_actor(rq, incident);
	e->entered.occurred_at = incident->occurred_at;
	e->edit = (struct edit){
		.form = &form,
		.before = before,
		.row = &e->entered,
		.complete = complete,
		.write = write,
		.template = "environment/release",
		.title = rq_tr(rq, N_("Released material")),
		.cancel_href = incident_href(rq->arena, incident, "/releases"),
		.answer = incident_href(rq->arena, incident, "/releases").at,
		.decorate = decorate,
		.incident_id = incident->id,
		.actor = &e->actor,
		.lock = lock,
		.tell = compare,
	};
}

static enum rc begin_new(struct request *rq, struct editing *e)
{
	struct release *release = &e->entered.release;
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, &e->shown);

	if (rc != RC_OK)
		return rc;
	const struct incident *incident = &e->shown.incident;
	record_clear(&release_record, release);
	release->uuid = uuid_new(rq->arena, rq->now);
	release->organization_id = incident->organization_id;
	release->incident_id = incident->id;
	release->establishment_id = incident->establishment_id;
	release->environment = incident->environment;
	release->released_from = incident->occurred_at;
	release->version = 1;
	release->created_at = release->updated_at = rq->now;
	begin(rq, e, NULL);
	return RC_OK;
}

static enum rc load_parts(struct request *rq, struct editing *e)
{
	struct rows rows;
	enum rc rc = release_components(rq->db, rq->arena, e->before.organization_id, e->before.id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct release_component *part = ROW(struct release_component, rows, i);
		struct substance substance;
		rc = substance_by_id(rq->db, rq->arena, e->before.organization_id, part->substance_id,
				     &substance);
		if (rc == RC_OK)
			e->entered.typed[e->entered.typed_count++] =
				(struct typed){substance_text(rq->arena, &substance), part->strength,
					       part->strength_unit, part->form};
	}
	return rc;
}

static enum rc find(struct request *rq, struct editing *e)
{
	struct str uuid = param(rq, "uuid");
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, &e->shown);

	if (rc == RC_OK && !uuid_is_valid(uuid))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = release_by_uuid(rq->db, rq->arena, e->shown.incident.organization_id,
				     e->shown.incident.id, uuid, &e->before);
	return rc == RC_OK && e->before.withdrawn_at != MOMENT_NONE ? RC_NOT_FOUND : rc;
}

static enum rc begin_stored(struct request *rq, struct editing *e)
{
	enum rc rc = find(rq, e);

	if (rc == RC_OK)
		rc = load_parts(rq, e);
	if (rc != RC_OK)
		return rc;
	e->entered.release = e->before;
	e->entered.release.updated_at = rq->now;
	begin(rq, e, &e->before);
	return RC_OK;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	enum rc rc = begin_new(rq, e);
	return rc == RC_OK ? edit_show(rq, rs, &e->edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	enum rc rc = begin_new(rq, e);
	return rc == RC_OK ? edit_save(rq, rs, &e->edit) : rc;
}

static enum rc stored_get(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	enum rc rc = begin_stored(rq, e);
	return rc == RC_OK ? edit_show(rq, rs, &e->edit) : rc;
}

static enum rc stored_post(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	enum rc rc = begin_stored(rq, e);
	return rc == RC_OK ? edit_save(rq, rs, &e->edit) : rc;
}

/* --- entered in error --- */

static const char *const withdraw_names[] = {"withdrawn_reason", NULL};
static const struct form withdraw_form = {&release_record, withdraw_names, NULL};

struct withdrawing {
	struct change change;
	const struct editing *e;
	struct str reason;
};

static enum rc write_withdrawal(struct db *db, void *closure)
{
	struct withdrawing *w = closure;
	struct arena *arena = w->change.rq->arena;
	struct release after = w->e->before;
	struct incident incident;
	enum rc rc = incident_lock_area(db, arena, after.organization_id, after.incident_id, AREA_IMPACTS,
					&incident);

	after.withdrawn_at = w->change.actor.now;
	after.withdrawn_reason = w->reason;
	after.updated_at = w->change.actor.now;
	w->change.answer = incident_href(arena, &w->e->shown.incident, "/releases");
	if (rc == RC_OK)
		rc = release_update(db, &after);
	if (rc == RC_OK)
		rc = audit_change(db, arena, &w->change.actor, "incident_material.withdrawn", &release_record,
				  after.id, after.incident_id, &w->e->before, &after, w->reason);
	return rc == RC_OK ? release_keep(db, arena, &w->change.actor, &after, NULL, 0, "withdrawn") : rc;
}

static enum rc show_withdrawal(struct request *rq, struct response *rs, const struct editing *e)
{
	struct view *page = view_new(rq->arena);

	add_crumbs(rq, page, rq_tr(rq, N_("Released material")));
	view_text(page, "material", e->before.name);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &e->shown.incident, "/releases"));
	form_view(rq, page, "form", &withdraw_form, NULL);
	return respond_page(rq, rs, "environment/withdraw", page);
}

static enum rc withdraw_get(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	enum rc rc = find(rq, e);
	return rc == RC_OK ? show_withdrawal(rq, rs, e) : rc;
}

static enum rc withdraw_post(struct request *rq, struct response *rs)
{
	struct editing *e = ARENA_NEW(rq->arena, struct editing);
	struct release typed;
	enum rc rc = find(rq, e);

	if (rc != RC_OK)
		return rc;
	record_clear(&release_record, &typed);
	rc = form_read(rq, &withdraw_form, &typed);
	if (rc == RC_OK && !typed.withdrawn_reason.len)
		rc = problem_add(rq, "withdrawn_reason", N_("Give a reason"));
	if (rc != RC_OK)
		return rc == RC_INVALID ? show_withdrawal(rq, rs, e) : rc;
	struct withdrawing w = {change_of(rq), e, typed.withdrawn_reason};
	w.change.actor = incident_actor(rq, &e->shown.incident);
	return change_run(&w.change, rs, "release_withdraw", write_withdrawal, &w);
}

#define PATH "/incidents/{number}/releases"
static const struct api_schema part_body = {
	"ReleasePart", NULL, (const struct api_member[]){{API_FIELDS, .form = &typed_form}, API_MEMBERS_END}};
static const struct api_schema release_body = {
	"Release", "What was released, when, to what, and its constituents",
	(const struct api_member[]){{API_FIELDS, .form = &form}, {API_LIST, "part", .of = &part_body}, API_MEMBERS_END}};

const struct route release_routes[] = {
	{.method = METHOD_GET,
	 .path = PATH "/new",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = new_get,
	 .help = "the form for a released material"},
	{.method = METHOD_POST,
	 .path = PATH "/new",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = new_post,
	 .help = "adds it and compares it with the reportable quantities",
	 .api = API_CHANGE("addRelease", "Releases", API_RELEASES_WRITE, &release_body,
			   .status = 201,
			   .path = "/api/v1/incidents/{number}/releases")},
	{.method = METHOD_GET,
	 .path = PATH "/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = stored_get,
	 .help = "the form of a released material"},
	{.method = METHOD_POST,
	 .path = PATH "/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = stored_post,
	 .help = "changes it and compares it anew",
	 .api = API_CHANGE("changeRelease", "Releases", API_RELEASES_WRITE, &release_body,
			   .method = METHOD_PUT,
			   .flags = API_VERSIONED)},
	{.method = METHOD_GET,
	 .path = PATH "/{uuid}/withdraw",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = withdraw_get,
	 .help = "asks why it was entered in error"},
	{.method = METHOD_POST,
	 .path = PATH "/{uuid}/withdraw",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = withdraw_post,
	 .help = "withdraws it",
	 .api = API_CHANGE("withdrawRelease", "Releases", API_RELEASES_WRITE, API_FORM("ReleaseWithdrawal", &withdraw_form))},
	ROUTE_END,
};
