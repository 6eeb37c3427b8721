#include "capa/capa_view.h"

#include "capa/capa_store.h"
#include "identity/viewer.h"
#include "incident/attachment_file.h"
#include "incident/incident_detail_store.h"
#include "incident/workflow_store.h"
#include "organization/place_store.h"

struct str capa_href(struct arena *arena, const struct capa *capa, const char *behind)
{
	struct text href = TEXT_IN(arena);

	text_cstr(&href, "/capas/");
	text_url(&href, capa->number);
	text_cstr(&href, behind);
	return text_str(&href);
}

static enum rc find_incident(struct request *rq, struct capa_shown *out)
{
	const struct workflow *workflow;
	enum rc rc = incident_by_id(rq->db, rq->arena, out->capa.organization_id, out->capa.incident_id,
				    &out->incident);

	if (rc == RC_OK)
		rc = workflow_of(rq->db, &out->incident, &workflow);
	if (rc != RC_OK)
		return rc;
	out->has_incident = true;
	out->is_locked = workflow_locks(workflow, out->incident.status, AREA_ACTIONS);
	return RC_OK;
}

static enum rc find_zone(struct request *rq, struct capa_shown *out)
{
	struct establishment place;
	const struct zone *zone;
	enum rc rc = establishment_by_id(rq->db, rq->arena, out->capa.organization_id, out->capa.establishment_id,
					 &place);

	if (rc != RC_OK)
		return rc;
	out->zone_name = place.zone;
	if (zone_find(place.zone, &zone) == RC_OK)
		rq->zone = zone;
	return RC_OK;
}

enum rc capa_shown_find(struct request *rq, struct capa_shown *out)
{
	*out = (struct capa_shown){.has_incident = false};
	enum rc rc = capa_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"), &out->capa);
	if (rc == RC_OK && out->capa.incident_id)
		rc = find_incident(rq, out);
	if (rc != RC_OK)
		return rc;
	out->rights = capa_rights(rq->viewer, &out->capa, out->has_incident ? &out->incident : NULL);
	return out->rights ? find_zone(rq, out) : RC_NOT_FOUND;
}

struct capa_doer capa_doer_of(const struct request *rq)
{
	return (struct capa_doer){
		.actor = actor_of(rq->viewer, rq->id, rq->now),
		.person_id = rq->viewer->person_id,
		.name = rq->viewer->name,
		.today = zone_day(rq->zone, rq->now),
		.check_days = config_int(rq->config, "capa.effectiveness_days"),
	};
}

struct view *capa_page(struct request *rq, const struct capa_shown *shown, const char *title)
{
	const struct capa *capa = &shown->capa;
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = view_list(page, "crumbs");
	struct view *list = view_add(crumbs), *own = view_add(crumbs);

	view_text(list, "label", rq_tr(rq, N_("Actions")));
	view_cstr(list, "href", "/capas");
	view_text(own, "label", capa->number);
	if (title) {
		view_text(own, "href", capa_href(rq->arena, capa, ""));
		view_text(page, "page_title", rq_tr(rq, title));
	}
	view_record(page, "capa", &capa_record, capa);
	view_text(page, "capa_href", capa_href(rq->arena, capa, ""));
	view_text(page, "cancel_href", capa_href(rq->arena, capa, ""));
	view_flag(page, "is_overdue", capa_is_overdue(capa, zone_day(rq->zone, rq->now)));
	view_flag(page, "is_open", capa_is_open((enum capa_status)capa->status));
	if (shown->has_incident && incident_is_visible(rq->viewer, &shown->incident))
		view_record(page, "incident", &incident_record, &shown->incident);
	return page;
}

struct str capa_responsible(const struct capa *capa, struct str person_name)
{
	return capa->responsible_id ? person_name : capa->outside_name;
}

enum rc capa_take_files(struct request *rq, struct attachment **files, size_t *count)
{
	*files = ARENA_ARRAY(rq->arena, struct attachment, rq->upload_count + 1);
	*count = 0;
	for (size_t i = 0; i < rq->upload_count; i++) {
		const struct upload *upload = &rq->uploads[i];
		struct attachment *file = &(*files)[*count];
		const char *why = NULL;
		if (upload->size == 0)
			continue;
		record_clear(&attachment_record, file);
		enum rc rc = attachment_file_take(rq->arena, rq->config, upload_fd(upload), upload->size,
						  upload->file_name, file, &why);
		if (rc == RC_INVALID)
			problem_add(rq, "files", why);
		else if (rc != RC_OK)
			return rc;
		else
			(*count)++;
	}
	return rq->problem_count ? RC_INVALID : RC_OK;
}

/* "1.2 MB" */
static struct str size_words(struct arena *arena, int64_t bytes)
{
	if (bytes < 1000 * 1000)
		return arena_printf(arena, "%lld kB", (long long)(bytes + 999) / 1000);
	return arena_printf(arena, "%lld.%lld MB", (long long)bytes / 1000000, (long long)bytes / 100000 % 10);
}

enum rc capa_files_view(struct request *rq, struct view *page, const struct capa *capa, struct str base,
			bool shows_people)
{
	struct view_list *list = view_list(page, "files");
	struct rows rows;
	enum rc rc = capa_files(rq->db, rq->arena, capa->organization_id, capa->id, &rows);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct capa_file *file = ROW(struct capa_file, rows, i);
		struct view *item = view_add(list);
		struct str href = arena_printf(rq->arena, "%.*s/%.*s", STR_ARG(base), STR_ARG(file->uuid));
		view_text(item, "file_name", file->name);
		view_text(item, "href", href);
		view_text(item, "size", size_words(rq->arena, file->size));
		if (shows_people)
			view_text(item, "by", file->added_by);
		view_moment(item, "at", file->created_at);
		if (file->preview_sha256.at)
			view_text(item, "preview_href", arena_concat(rq->arena, href, STR("/preview")));
	}
	return RC_OK;
}

enum rc capa_history_view(struct request *rq, struct view *page, const struct capa *capa, bool shows_people)
{
	struct view_list *list = view_list(page, "entries");
	struct rows rows;
	enum rc rc = capa_steps(rq->db, rq->arena, capa->organization_id, capa->id, &rows);

	for (size_t i = rc == RC_OK ? rows.count : 0; i-- > 0;) {
		const struct capa_entry *entry = ROW(struct capa_entry, rows, i);
		struct view *item = view_add(list);
		view_record(item, "entry", &capa_entry_record, entry);
		view_flag(item, "shows_round", capa->round > 1);
		if (shows_people || entry->is_outside)
			view_text(item, "by", entry->made_by);
	}
	return rc;
}
