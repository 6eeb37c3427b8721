#include "capa/capa_outside_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "event/submission.h"
#include "identity/page.h"
#include "incident/anonymous_view.h"
#include "organization/place_store.h"

enum { TOKEN_LENGTH = 43 };

static const struct code said[] = {
	{"kept", N_("Thank you. What you wrote is kept.")},
	{"done", N_("Thank you. The action is marked as completed; somebody looks at it now.")},
	{NULL, NULL},
};

struct typed {
	struct str note;
	bool is_done;
};
static const struct field typed_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "note",
	 .offset = offsetof(struct typed, note),
	 .label = N_("What has been done"),
	 .max = 10000},
	{.kind = FIELD_BOOL,
	 .name = "is_done",
	 .offset = offsetof(struct typed, is_done),
	 .label = N_("All of it is done")},
	FIELD_END,
};
static const struct record typed_record = {"capa_outside", sizeof(struct typed), typed_fields};
static const char *const typed_names[] = {"note", "is_done", NULL};
static const struct form typed_form = {&typed_record, typed_names, NULL};

struct outside {
	struct change change;
	struct capa_link link;
	struct capa capa;
	struct capa_doer doer;
	struct establishment place;
	struct typed typed;
	struct attachment *files;
	size_t count;
};

/* The action of the link. RC_NOT_FOUND: no such link. RC_GONE: expired, revoked, or handed to somebody else. */
static enum rc find(struct request *rq, struct outside *o)
{
	struct str token = param(rq, "token");
	const struct zone *zone;
	enum rc rc = token.len == TOKEN_LENGTH
			     ? capa_link_by_hash(rq->db, rq->arena, sha256(rq->arena, token), &o->link)
			     : RC_NOT_FOUND;

	if (rc == RC_OK && !capa_link_is_open(&o->link, rq->now))
		rc = RC_GONE;
	if (rc == RC_OK)
		rc = capa_by_id(rq->db, rq->arena, o->link.organization_id, o->link.capa_id, &o->capa);
	if (rc == RC_OK && !str_equal(o->capa.outside_name, o->link.name))
		rc = RC_GONE;
	if (rc == RC_OK)
		rc = establishment_by_id(rq->db, rq->arena, o->capa.organization_id, o->capa.establishment_id,
					 &o->place);
	if (rc != RC_OK)
		return rc;
	if (zone_find(o->place.zone, &zone) == RC_OK)
		rq->zone = zone;
	o->doer = (struct capa_doer){
		.actor = actor_command(o->capa.organization_id, "system", "link", rq->now),
		.name = o->link.name,
		.is_outside = true,
		.today = zone_day(rq->zone, rq->now),
		.check_days = config_int(rq->config, "capa.effectiveness_days"),
	};
	o->doer.actor.name = o->link.name;
	o->doer.actor.auth_method = STR("link");
	o->change = (struct change){.rq = rq, .actor = o->doer.actor};
	return RC_OK;
}

static enum rc respond(struct request *rq, struct response *rs, const struct outside *o)
{
	struct view *page = anonymous_page(rq);
	enum rc rc = capa_files_view(rq, page, &o->capa, STR(""), false);

	if (rc == RC_OK)
		rc = capa_history_view(rq, page, &o->capa, false);
	if (rc != RC_OK)
		return rc;
	view_record(page, "capa", &capa_record, &o->capa);
	view_text(page, "establishment", o->place.name);
	view_moment(page, "expires_at", o->link.expires_at);
	view_flag(page, "is_open", capa_is_open((enum capa_status)o->capa.status));
	view_flag(page, "is_overdue", capa_is_overdue(&o->capa, o->doer.today));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "files_problem", problem_of(rq, "files"));
	form_view(rq, page, "form", &typed_form, NULL);
	page_said(rq, page, said);
	return respond_page(rq, rs, "capa/outside", page);
}

static enum rc write_opened(struct db *db, void *closure)
{
	struct outside *o = closure;

	return capa_link_opened(db, o->link.organization_id, o->link.id, o->doer.actor.now);
}

static enum rc outside_get(struct request *rq, struct response *rs)
{
	struct outside o;
	enum rc rc = find(rq, &o);

	if (rc == RC_OK)
		rc = db_transaction(rq->db, "capa_link_opened", write_opened, &o);
	return rc == RC_OK ? respond(rq, rs, &o) : rc;
}

static enum rc write_outside(struct db *db, void *closure)
{
	struct outside *o = closure;
	struct request *rq = o->change.rq;
	struct capa after;

	o->change.answer = arena_printf(rq->arena, "%.*s?said=%s", STR_ARG(rq->path), o->typed.is_done ? "done" : "kept");
	if (o->typed.is_done)
		return capa_step_take(db, rq->arena, &o->doer, o->capa.id, STEP_COMPLETE,
				      CAPA_MAY_SEE | CAPA_MAY_PROGRESS, o->typed.note, o->files, o->count, &after);
	return capa_progress(db, rq->arena, &o->doer, &o->capa, o->typed.note, o->files, o->count);
}

static enum rc check(struct request *rq, const struct outside *o)
{
	struct rows files;
	enum rc rc = capa_files(rq->db, rq->arena, o->capa.organization_id, o->capa.id, &files);

	if (rc != RC_OK)
		return rc;
	if (o->typed.is_done && !capa_is_backed(capa_files_of_round(&files, o->capa.round) + (int64_t)o->count, o->typed.note))
		return problem_add(rq, "note", N_("Add evidence, or say why there is none"));
	if (!o->typed.is_done && !o->typed.note.len && o->count == 0)
		return problem_add(rq, "note", N_("Write what has been done, or add a file"));
	return RC_OK;
}

static enum rc outside_post(struct request *rq, struct response *rs)
{
	struct outside o;
	enum rc rc = find(rq, &o);

	if (rc != RC_OK)
		return rc;
	anonymous_language(rq);
	o.typed = (struct typed){STR_NONE, false};
	if (!capa_is_open((enum capa_status)o.capa.status)) {
		problem_add(rq, "", N_("Only open actions take progress and evidence"));
		return RC_LOCKED;
	}
	rc = form_read(rq, &typed_form, &o.typed);
	if (rc == RC_OK)
		rc = capa_take_files(rq, &o.files, &o.count);
	if (rc == RC_OK)
		rc = check(rq, &o);
	if (rc == RC_INVALID)
		return respond(rq, rs, &o);
	return rc == RC_OK ? change_run(&o.change, rs, "capa_outside", write_outside, &o) : rc;
}

const struct route capa_outside_routes[] = {
	{METHOD_GET, "/a/{token}", 0, ROUTE_PUBLIC | ROUTE_LIMITED | ROUTE_WRITES, outside_get,
	 "one action for somebody outside"},
	{METHOD_POST, "/a/{token}", 0, ROUTE_PUBLIC | ROUTE_LIMITED | ROUTE_UPLOAD, outside_post,
	 "adds progress and evidence, completes it"},
	ROUTE_END,
};
