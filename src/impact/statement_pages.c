#include "impact/statement_pages.h"

#include "base/random.h"
#include "event/event.h"
#include "event/submission.h"
#include "http/api_once.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "impact/impact.h"
#include "impact/impact_record.h"
#include "impact/statement_store.h"
#include "incident/incident_change_store.h"
#include "incident/injured_store.h"
#include "organization/names_store.h"
#include "view/qr.h"

/* A new link is shown for some minutes; what stands in the address meanwhile is sealed. */
static const char shown_purpose[] = "witness link shown";
#define SHOWN_LIFE MINUTES(15)

static const struct code said[] = {
	{"revoked", N_("The link opens no more.")},
	{"kept", N_("The statement is kept and cannot be changed.")},
	{NULL, NULL},
};

static const char *const interview_names[] = {"statement", "signed_name", NULL};
static const struct form interview_form = {&witness_statement_record, interview_names, NULL};

struct witness_visit {
	struct incident_shown shown;
	struct witness witness;
};

static enum rc load(struct request *rq, struct witness_visit *v)
{
	const struct incident *incident = &v->shown.incident;
	struct str uuid = param(rq, "uuid");

	if (!v->shown.shows_work || !uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return witness_by_uuid(rq->db, rq->arena, incident->organization_id, incident->id, uuid, &v->witness);
}

static struct str page_href(struct request *rq, const struct witness_visit *v, const char *behind)
{
	return incident_href(rq->arena, &v->shown.incident,
			     arena_printf(rq->arena, "/witnesses/%.*s%s", STR_ARG(v->witness.uuid), behind).at);
}

static enum rc add_links(struct request *rq, struct view *page, const struct witness_visit *v, struct names *names)
{
	struct view_list *list = view_list(page, "links");
	struct rows rows;
	enum rc rc = witness_link_list(rq->db, rq->arena, v->witness.organization_id, v->witness.incident_id, &rows);
	bool is_open = false;

	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct witness_link),
				       offsetof(struct witness_link, created_by_id));
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct witness_link *link = ROW(struct witness_link, rows, i);
		enum witness_link_state state = witness_link_state(link, rq->now);
		if (link->witness_id != v->witness.id)
			continue;
		struct view *item = view_add(list);
		view_merge(item, &witness_link_record, link);
		view_code(item, "state", &witness_link_state_codes, (int)state);
		view_text(item, "by", names_get(names, NAMES_PERSON, link->created_by_id));
		is_open = is_open || state == WITNESS_LINK_OPEN;
	}
	view_flag(page, "has_open_link", is_open);
	return rc;
}

static enum rc add_statements(struct request *rq, struct view *page, const struct witness_visit *v,
			      struct names *names)
{
	struct view_list *list = view_list(page, "statements");
	struct rows rows;
	enum rc rc = statement_list(rq->db, rq->arena, v->witness.organization_id, v->witness.incident_id, &rows);

	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct witness_statement),
				       offsetof(struct witness_statement, recorded_by_id));
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct witness_statement *row = ROW(struct witness_statement, rows, i);
		if (row->witness_id != v->witness.id)
			continue;
		struct view *item = view_add(list);
		view_merge(item, &witness_statement_record, row);
		view_text(item, "hash", hex(rq->arena, row->sha256));
		view_flag(item, "is_intact", witness_statement_is_intact(rq->arena, row));
		view_text(item, "by", names_get(names, NAMES_PERSON, row->recorded_by_id));
	}
	return rc;
}

static struct str link_address(const struct request *rq, struct str token)
{
	return arena_printf(rq->arena, "%.*s/w/%.*s", STR_ARG(config_text(rq->config, "web.anonymous_url")), STR_ARG(token));
}

/* The address of a link that was just made, once. */
static void add_new_link(struct request *rq, struct view *page)
{
	struct str token;
	struct str sealed = pairs_get(&rq->query, "link");

	if (!sealed.len || secret_open(rq->arena, request_secret(rq), shown_purpose, sealed, rq->now, &token) != RC_OK)
		return;
	struct str address = link_address(rq, token);
	view_text(page, "address", address);
	view_html(page, "svg", qr_svg(rq->arena, address, rq_tr(rq, N_("QR code of the link"))));
	view_int(page, "days", STATEMENT_LINK_DAYS);
}

static enum rc show(struct request *rq, struct response *rs, const struct witness_visit *v)
{
	struct view *page = view_new(rq->arena);
	struct names *names = names_new(rq->db, rq->arena, v->witness.organization_id);

	impact_crumbs(rq, page, v->witness.full_name);
	view_record(page, "witness", &witness_record, &v->witness);
	view_text(page, "own_href", page_href(rq, v, ""));
	impact_card(rq, &v->shown, page);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	form_view(rq, page, "form", &interview_form, NULL);
	add_new_link(rq, page);
	page_said(rq, page, said);
	enum rc rc = add_links(rq, page, v, names);
	if (rc == RC_OK)
		rc = add_statements(rq, page, v, names);
	return rc == RC_OK ? respond_page(rq, rs, "impact/statements", page) : rc;
}

static enum rc witness_get(struct request *rq, struct response *rs)
{
	struct witness_visit v;
	enum rc rc = incident_shown_find(rq, &v.shown);

	if (rc == RC_OK)
		rc = load(rq, &v);
	return rc == RC_OK ? show(rq, rs, &v) : rc;
}

static enum rc load_for_change(struct request *rq, struct witness_visit *v)
{
	enum rc rc = incident_shown_change(rq, AREA_IMPACTS, &v->shown);
	return rc == RC_OK ? load(rq, v) : rc;
}

/* --- links --- */

struct link_work {
	struct change change;
	const struct witness_visit *v;
	struct str token; /* empty: only end those there are */
	moment expires_at;
};

static enum rc tell_link(struct db *db, const struct link_work *work, const char *kind, int64_t subject_id)
{
	struct arena *arena = work->change.rq->arena;
	const struct event event = {
		.kind = kind,
		.subject = "witness",
		.subject_id = subject_id,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)work->v->shown.incident.id),
	};

	return event_add(db, arena, &work->change.actor, &event);
}

static enum rc insert_link(struct db *db, const struct link_work *work)
{
	struct request *rq = work->change.rq;
	const struct witness *witness = &work->v->witness;
	struct witness_link link;

	record_clear(&witness_link_record, &link);
	link.organization_id = witness->organization_id;
	link.uuid = uuid_new(rq->arena, rq->now);
	link.incident_id = witness->incident_id;
	link.witness_id = witness->id;
	link.token_hash = sha256(rq->arena, work->token);
	link.created_by_id = rq->viewer->person_id;
	link.created_at = rq->now;
	link.expires_at = work->expires_at;
	enum rc rc = witness_link_insert(db, &link);
	return rc == RC_OK ? audit_change(db, rq->arena, &work->change.actor, "witness_link.created",
					  &witness_link_record, link.id, link.incident_id, NULL, &link, STR(""))
			   : rc;
}

/* At most one link of a witness is open: a new one ends those before. */
static enum rc write_link(struct db *db, void *closure)
{
	struct link_work *work = closure;
	const struct witness *witness = &work->v->witness;
	const struct actor *actor = &work->change.actor;
	struct arena *arena = work->change.rq->arena;
	struct incident incident;
	int64_t ended = 0;
	enum rc rc = incident_lock_area(db, arena, actor->organization_id, witness->incident_id, AREA_IMPACTS, &incident);

	if (rc == RC_OK)
		rc = witness_link_revoke(db, witness->organization_id, witness->id, actor->now, &ended);
	if (rc == RC_OK && ended)
		rc = audit_append(db, actor,
				  &(struct audit_entry){.action = "witness_link.revoked",
							.subject = "witness",
							.subject_id = witness->id,
							.subject_version = witness->version,
							.incident_id = witness->incident_id});
	if (rc == RC_OK && work->token.len)
		rc = insert_link(db, work);
	if (rc != RC_OK)
		return rc;
	return tell_link(db, work, work->token.len ? "witness_link.created" : "witness_link.revoked", witness->id);
}

static enum rc answer_link(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct link_work *work = closure;

	return api_once_link(rq, link_address(rq, work->token), work->expires_at, answer);
}

/* Where the page shows the new link: sealed in its address. */
static struct str shown_href(struct request *rq, const struct link_work *work)
{
	struct text answer = TEXT_IN(rq->arena);

	text_add(&answer, page_href(rq, work->v, "?link="));
	text_url(&answer, secret_seal(rq->arena, request_secret(rq), shown_purpose, work->token, rq->now + SHOWN_LIFE));
	return text_str(&answer);
}

static enum rc link_post(struct request *rq, struct response *rs)
{
	struct witness_visit v;
	struct link_work work = {.change = change_of(rq), .v = &v};
	enum rc rc = load_for_change(rq, &v);

	if (rc != RC_OK)
		return rc;
	work.change.actor = incident_actor(rq, &v.shown.incident);
	work.token = token_new(rq->arena);
	work.expires_at = rq->now + DAYS(STATEMENT_LINK_DAYS);
	work.change.answer = rq->api ? page_href(rq, &v, "") : shown_href(rq, &work);
	api_call_answers(rq, answer_link, &work);
	return change_run(&work.change, rs, "witness_link", write_link, &work);
}

static enum rc revoke_post(struct request *rq, struct response *rs)
{
	struct witness_visit v;
	struct link_work work = {.change = change_of(rq), .v = &v, .token = STR("")};
	enum rc rc = load_for_change(rq, &v);

	if (rc != RC_OK)
		return rc;
	work.change.actor = incident_actor(rq, &v.shown.incident);
	work.change.answer = page_href(rq, &v, "?said=revoked");
	return change_run(&work.change, rs, "witness_link_revoke", write_link, &work);
}

/* --- interviews --- */

struct interview_work {
	struct change change;
	const struct witness_visit *v;
	struct witness_statement statement;
};

static enum rc write_interview(struct db *db, void *closure)
{
	struct interview_work *work = closure;
	const struct actor *actor = &work->change.actor;
	struct arena *arena = work->change.rq->arena;
	struct witness_statement statement = work->statement;
	struct incident incident;
	enum rc rc = incident_lock_area(db, arena, actor->organization_id, statement.incident_id, AREA_IMPACTS, &incident);

	if (rc == RC_OK)
		rc = statement_insert(db, &statement);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "witness_statement.recorded", &witness_statement_record, statement.id,
				  statement.incident_id, NULL, &statement, STR(""));
	const struct event event = {
		.kind = "witness_statement.recorded",
		.subject = "witness_statement",
		.subject_id = statement.id,
		.payload = arena_printf(arena, "{\"incident\":%lld}", (long long)statement.incident_id),
	};
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

static enum rc interview_post(struct request *rq, struct response *rs)
{
	struct witness_visit v;
	struct interview_work work = {.change = change_of(rq), .v = &v};
	struct witness_statement *statement = &work.statement;
	enum rc rc = load_for_change(rq, &v);

	if (rc != RC_OK)
		return rc;
	record_clear(&witness_statement_record, statement);
	rc = form_read(rq, &interview_form, statement);
	if (rc == RC_OK && rq->viewer->person_id == 0)
		rc = problem_add(rq, "", N_("Your account is nobody's, so it cannot record interviews"));
	if (rc != RC_OK)
		return rc == RC_INVALID ? show(rq, rs, &v) : rc;
	statement->organization_id = v.witness.organization_id;
	statement->uuid = uuid_new(rq->arena, rq->now);
	statement->incident_id = v.witness.incident_id;
	statement->witness_id = v.witness.id;
	statement->kind = STATEMENT_INTERVIEW;
	statement->locale = str_of(catalogue_locale(rq->catalogue));
	statement->sha256 = sha256(rq->arena, statement->statement);
	statement->recorded_by_id = rq->viewer->person_id;
	statement->recorded_at = rq->now;
	work.change.actor = incident_actor(rq, &v.shown.incident);
	work.change.answer = page_href(rq, &v, "?said=kept");
	return change_run(&work.change, rs, "interview", write_interview, &work);
}

#define WITNESS_PATH "/incidents/{number}/witnesses/{uuid}"
const struct route statement_routes[] = {
	{.method = METHOD_GET,
	 .path = WITNESS_PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = witness_get,
	 .help = "a witness: statements, and the link for one",
	 .offered_by = "listWitnesses listStatements listWitnessLinks"},
	{.method = METHOD_POST,
	 .path = WITNESS_PATH "/link",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = link_post,
	 .help = "makes a link for a statement; ends those before",
	 .api = &(const struct api_operation){.id = "makeWitnessLink", .tag = "Impacts", .scope = API_INCIDENTS_WRITE,
					      .answer = &api_once_link_schema}},
	{.method = METHOD_POST,
	 .path = WITNESS_PATH "/revoke",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = revoke_post,
	 .help = "ends the link",
	 .api = API_CHANGE("revokeWitnessLink", "Impacts", API_INCIDENTS_WRITE, NULL)},
	{.method = METHOD_POST,
	 .path = WITNESS_PATH "/interview",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = interview_post,
	 .help = "keeps what was said in an interview",
	 .api = API_CHANGE("addStatement", "Impacts", API_INCIDENTS_WRITE, API_FORM("Interview", &interview_form),
			   .flags = API_SANDBOX)},
	ROUTE_END,
};
