#include "capa/capa_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "capa/flag_store.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "incident/attachment_file.h"
#include "incident/incident_detail_view.h"
#include "investigation/cause_store.h"
#include "organization/names_store.h"
#include "signature/signature_form.h"

static const struct code said[] = {
	{"created", N_("The action is created.")},
	{"changed", N_("Saved.")},
	{"noted", N_("Kept.")},
	{"done", N_("Done.")},
	{"revoked", N_("The link does not work any more.")},
	{NULL, NULL},
};

struct note {
	struct str note;
};
static const struct field note_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "note",
	 .offset = offsetof(struct note, note),
	 .label = N_("What has been done"),
	 .max = 10000},
	FIELD_END,
};
static const struct record note_record = {"capa_note", sizeof(struct note), note_fields};
static const char *const note_names[] = {"note", NULL};
static const struct form note_form = {&note_record, note_names, NULL};

/* --- what the page shows --- */

static enum rc add_names(struct request *rq, struct view *page, const struct capa *capa)
{
	struct names *names = names_new(rq->db, rq->arena, capa->organization_id);
	const int64_t people[] = {capa->responsible_id, capa->creator_id, capa->verifier_id};
	enum rc rc = names_load(names, NAMES_PERSON, people, 3);

	if (rc == RC_OK)
		rc = names_load(names, NAMES_ESTABLISHMENT, &capa->establishment_id, 1);
	if (rc == RC_OK)
		rc = names_load(names, NAMES_UNIT, &capa->department_id, 1);
	if (rc != RC_OK)
		return rc;
	view_text(page, "responsible",
		  capa_responsible(capa, names_get(names, NAMES_PERSON, capa->responsible_id)));
	view_text(page, "creator", names_get(names, NAMES_PERSON, capa->creator_id));
	view_text(page, "verifier", names_get(names, NAMES_PERSON, capa->verifier_id));
	view_text(page, "establishment", names_get(names, NAMES_ESTABLISHMENT, capa->establishment_id));
	view_text(page, "department", names_get(names, NAMES_UNIT, capa->department_id));
	return RC_OK;
}

static enum rc add_cause(struct request *rq, struct view *page, const struct capa_shown *shown)
{
	const struct capa *capa = &shown->capa;
	struct cause cause;

	if (!capa->cause_id || !incident_is_visible(rq->viewer, &shown->incident))
		return RC_OK;
	enum rc rc = cause_by_id(rq->db, rq->arena, capa->organization_id, capa->incident_id, capa->cause_id, &cause);
	if (rc != RC_OK)
		return rc;
	view_text(page, "cause", cause.text);
	view_int(page, "cause_position", cause.entry.position);
	view_code(page, "cause_factor", &factor_codes, cause.factor);
	return RC_OK;
}

/* The one before it, and those that follow from it. */
static enum rc add_relatives(struct request *rq, struct view *page, const struct capa *capa)
{
	struct capa former;
	struct rows rows;
	enum rc rc = capa_following(rq->db, rq->arena, capa->organization_id, capa->id, &rows);

	if (rc != RC_OK)
		return rc;
	view_records(page, "following", &capa_record, rows.at, rows.count);
	if (!capa->follows_id)
		return RC_OK;
	rc = capa_by_id(rq->db, rq->arena, capa->organization_id, capa->follows_id, &former);
	if (rc == RC_OK)
		view_text(page, "follows", former.number);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The steps that somebody might take from this state: as buttons, or with every reason why not. */
static void add_steps(struct request *rq, struct view *page, const struct capa_shown *shown)
{
	struct view_list *list = view_list(page, "steps");
	const day today = zone_day(rq->zone, rq->now);

	for (int step = 1; step < CAPA_STEP_COUNT; step++) {
		const struct capa_move *move = capa_move_of((enum capa_step)step);
		struct capa_reasons reasons;
		bool may = capa_check((enum capa_step)step, &shown->capa, shown->rights, shown->is_locked, today,
				      &reasons);
		bool is_for_viewer = shown->rights & move->right || step == STEP_VERIFY;
		if (!(move->from & 1u << shown->capa.status) || !is_for_viewer ||
		    (step == STEP_EFFECTIVE && shown->capa.effectiveness == EFFECT_EFFECTIVE))
			continue;
		struct view *item = view_add(list);
		view_text(item, "label", rq_tr(rq, codes_label(&capa_step_codes, step)));
		view_flag(item, "is_main", step != STEP_CANCEL && step != STEP_RETURN && step != STEP_NOT_EFFECTIVE);
		if (may)
			view_text(item, "href",
				  arena_printf(rq->arena, "%.*s/step/%s",
					       STR_ARG(capa_href(rq->arena, &shown->capa, "")),
					       codes_code(&capa_step_codes, step)));
		struct view_list *why = view_list(item, "reasons");
		for (size_t i = 0; i < reasons.count; i++)
			view_text(view_add(why), "why", rq_tr(rq, reasons.at[i]));
	}
}

static enum rc add_flags(struct request *rq, struct view *page, const struct capa_shown *shown)
{
	struct view_list *list = view_list(page, "flags");
	struct rows rows;
	enum rc rc = flag_list(rq->db, rq->arena, shown->capa.organization_id, shown->capa.id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct capa_flag *flag = ROW(struct capa_flag, rows, i);
		struct view *item = view_add(list);
		view_record(item, "flag", &capa_flag_record, flag);
		if (flag->dismissed_at == MOMENT_NONE && shown->rights & CAPA_MAY_MANAGE)
			view_text(item, "dismiss_href",
				  arena_printf(rq->arena, "%.*s/flags/%lld",
					       STR_ARG(capa_href(rq->arena, &shown->capa, "")), (long long)flag->id));
	}
	return rc;
}

static enum rc add_signatures(struct request *rq, struct view *page, const struct capa *capa)
{
	struct rows rows;
	struct str content;
	enum rc rc = signature_list(rq->db, rq->arena, capa->organization_id, SIGNATURE_CAPA, capa->id, &rows);

	if (rc == RC_OK && rows.count)
		rc = capa_content(rq->db, rq->arena, capa, &content);
	if (rc == RC_OK)
		signature_list_view(rq, page, &rows, rows.count ? content : STR_NONE);
	return rc;
}

static enum rc add_link(struct request *rq, struct view *page, const struct capa_shown *shown)
{
	struct rows rows;

	if (!shown->capa.outside_name.len || !(shown->rights & CAPA_MAY_MANAGE))
		return RC_OK;
	enum rc rc = capa_links(rq->db, rq->arena, shown->capa.organization_id, shown->capa.id, &rows);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "has_outside", true);
	view_flag(page, "may_link", capa_is_open((enum capa_status)shown->capa.status));
	if (rows.count && capa_link_is_open(ROW(struct capa_link, rows, 0), rq->now))
		view_record(page, "link", &capa_link_record, ROW(struct capa_link, rows, 0));
	return RC_OK;
}

static bool may_progress(const struct capa_shown *shown)
{
	return shown->rights & CAPA_MAY_PROGRESS && capa_is_open((enum capa_status)shown->capa.status) &&
	       !capa_is_held(&shown->capa, shown->is_locked);
}

static void add_flags_of_viewer(struct request *rq, struct view *page, const struct capa_shown *shown)
{
	bool is_open = capa_is_open((enum capa_status)shown->capa.status);

	view_flag(page, "may_progress", may_progress(shown));
	view_flag(page, "may_edit", shown->rights & CAPA_MAY_MANAGE && is_open &&
					    !capa_is_held(&shown->capa, shown->is_locked));
	view_flag(page, "is_held", capa_is_held(&shown->capa, shown->is_locked) && is_open);
	view_flag(page, "is_late_round", shown->capa.round > 1);
	bool may_follow = shown->has_incident ? capa_may_create(rq->viewer, &shown->incident) && !shown->is_locked
					      : capa_may_create_in(rq->viewer, (struct scope){0, 0});
	if (may_follow && shown->capa.effectiveness == EFFECT_NOT_EFFECTIVE)
		view_text(page, "follow_href",
			  arena_printf(rq->arena, "%s%.*s/new?follows=%.*s",
				       shown->has_incident ? "/incidents/" : "/capas",
				       STR_ARG(shown->has_incident
						       ? arena_concat(rq->arena, shown->incident.number, STR("/capa"))
						       : STR("")),
				       STR_ARG(shown->capa.number)));
}

static enum rc respond_capa(struct request *rq, struct response *rs, const struct capa_shown *shown)
{
	const struct capa *capa = &shown->capa;
	struct view *page = capa_page(rq, shown, NULL);
	struct str base = capa_href(rq->arena, capa, "/files");
	enum rc rc = add_names(rq, page, capa);

	if (rc == RC_OK)
		rc = add_cause(rq, page, shown);
	if (rc == RC_OK)
		rc = add_relatives(rq, page, capa);
	if (rc == RC_OK)
		rc = add_flags(rq, page, shown);
	if (rc == RC_OK)
		rc = add_signatures(rq, page, capa);
	if (rc == RC_OK)
		rc = add_link(rq, page, shown);
	if (rc == RC_OK)
		rc = capa_files_view(rq, page, capa, base, true);
	if (rc == RC_OK)
		rc = capa_history_view(rq, page, capa, true);
	if (rc != RC_OK)
		return rc;
	add_steps(rq, page, shown);
	add_flags_of_viewer(rq, page, shown);
	form_view(rq, page, "form", &note_form, NULL);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "files_problem", problem_of(rq, "files"));
	page_said(rq, page, said);
	return respond_page(rq, rs, "capa/capa", page);
}

static enum rc capa_get(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	enum rc rc = capa_shown_find(rq, &shown);

	return rc == RC_OK ? respond_capa(rq, rs, &shown) : rc;
}

/* --- progress --- */

struct progress {
	struct change change;
	struct capa_doer doer;
	const struct capa *capa;
	struct str note;
	struct attachment *files;
	size_t count;
};

static enum rc write_progress(struct db *db, void *closure)
{
	struct progress *p = closure;
	struct arena *arena = p->change.rq->arena;

	p->change.answer = capa_href(arena, p->capa, "?said=noted");
	return capa_progress(db, arena, &p->doer, p->capa, p->note, p->files, p->count);
}

static enum rc progress_post(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct progress p = {.change = change_of(rq)};
	struct note typed = {STR_NONE};
	enum rc rc = capa_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	if (!(shown.rights & CAPA_MAY_PROGRESS))
		return RC_DENIED;
	if (!may_progress(&shown)) {
		problem_add(rq, "", N_("Only open actions take progress and evidence"));
		return RC_LOCKED;
	}
	rc = form_read(rq, &note_form, &typed);
	if (rc == RC_OK)
		rc = capa_take_files(rq, &p.files, &p.count);
	if (rc == RC_OK && !typed.note.len && p.count == 0)
		rc = problem_add(rq, "note", N_("Write what has been done, or add a file"));
	if (rc == RC_INVALID)
		return respond_capa(rq, rs, &shown);
	if (rc != RC_OK)
		return rc;
	p.doer = capa_doer_of(rq);
	p.capa = &shown.capa;
	p.note = typed.note;
	return change_run(&p.change, rs, "capa_progress", write_progress, &p);
}

/* --- evidence --- */

static enum rc find_file(struct request *rq, struct capa_file *file)
{
	struct capa_shown shown;
	enum rc rc = capa_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	return capa_file_by_uuid(rq->db, rq->arena, shown.capa.organization_id, shown.capa.id, param(rq, "uuid"), file);
}

static enum rc file_get(struct request *rq, struct response *rs)
{
	struct capa_file file;
	enum rc rc = find_file(rq, &file);

	if (rc != RC_OK)
		return rc;
	return respond_file(rq, rs, attachment_file_path(rq->arena, file.sha256), arena_cstr(rq->arena, file.type),
			    file.name, attachment_file_is_picture(file.type));
}

static enum rc preview_get(struct request *rq, struct response *rs)
{
	struct capa_file file;
	enum rc rc = find_file(rq, &file);

	if (rc == RC_OK && !file.preview_sha256.at)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	return respond_file(rq, rs, attachment_file_path(rq->arena, file.preview_sha256), "image/jpeg", file.name, true);
}

const struct route capa_routes[] = {
	{METHOD_GET, "/capas/{number}", MAY_SEE_INCIDENTS, 0, capa_get, "one action",
	 .offered_by = "getCapa"},
	{METHOD_POST, "/capas/{number}/progress", MAY_SEE_INCIDENTS, ROUTE_UPLOAD, progress_post,
	 "adds progress and evidence",
	 API_CHANGE("addCapaProgress", "Actions", API_CAPAS_WRITE, API_FORM("ActionProgress", &note_form), .flags = API_SANDBOX,
		    .about = "Files come as multipart/form-data in the field files.")},
	{METHOD_GET, "/capas/{number}/files/{uuid}", MAY_SEE_INCIDENTS, 0, file_get, "a file of evidence",
	 .api = &(const struct api_operation){.id = "getCapaFile", .tag = "Actions", .scope = API_CAPAS_READ, .flags = API_STREAMED,
					      .types = "application/octet-stream image/* application/pdf text/plain"}},
	{METHOD_GET, "/capas/{number}/files/{uuid}/preview", MAY_SEE_INCIDENTS, 0, preview_get, "a small picture of it",
	 .api = &(const struct api_operation){.id = "getCapaFilePreview", .tag = "Actions", .scope = API_CAPAS_READ, .flags = API_STREAMED,
					      .types = "image/jpeg"}},
	ROUTE_END,
};
