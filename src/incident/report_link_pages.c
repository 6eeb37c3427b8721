#include "incident/report_link_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "incident/report_link_store.h"
#include "organization/choices_view.h"
#include "organization/place_store.h"
#include "view/qr.h"

static const char *const link_names[] = {
	"name", "area_id", "department_id", "project_id", "report_type", "expires_on", NULL};
static const struct form link_form = {&report_link_record, link_names, NULL};

static day today(const struct request *rq)
{
	return zone_day(rq->zone, rq->now);
}

static void show_link(struct request *rq, struct view *view, const struct report_link *link)
{
	enum report_link_state state = report_link_state(link, today(rq));

	view_merge(view, &report_link_record, link);
	view_code(view, "state", &report_link_state_codes, (int)state);
	view_flag(view, "is_open", state == LINK_OPEN);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "links");
	struct rows rows;
	enum rc rc = report_link_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		show_link(rq, view_add(list), ROW(struct report_link, rows, i));
	return rc == RC_OK ? respond_page(rq, rs, "report-link/list", page) : rc;
}

/* The establishment comes first, because areas are offered for one; it stays in the address or the form. */
static enum rc offer_choices(struct request *rq, int64_t *establishment_id, struct str *place)
{
	struct establishment establishment;
	struct str typed = pairs_get(method_changes(rq->method) ? &rq->form : &rq->query, "establishment_id");

	*place = STR("");
	*establishment_id = 0;
	if (typed.len && !str_to_int(typed, 1, INT64_MAX, establishment_id))
		return RC_BAD_REQUEST;
	enum rc rc = choices_establishments(rq, "establishment_id", 0);
	if (rc == RC_OK && *establishment_id) {
		rc = establishment_by_id(rq->db, rq->arena, rq->viewer->organization_id, *establishment_id,
					 &establishment);
		*place = rc == RC_OK ? establishment.name : *place;
	}
	if (rc == RC_OK)
		rc = choices_areas(rq, "area_id", *establishment_id, 0);
	if (rc == RC_OK)
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, 0);
	return rc == RC_OK ? choices_units(rq, "project_id", UNIT_PROJECT, 0) : rc;
}

static enum rc show_new(struct request *rq, struct response *rs, int64_t establishment_id, struct str place)
{
	static const char *const place_names[] = {"establishment_id", NULL};
	static const struct form place_form = {&report_link_record, place_names, NULL};
	struct view *page = view_new(rq->arena);
	struct report_link link;

	record_clear(&report_link_record, &link);
	link.establishment_id = establishment_id;
	form_view(rq, page, "place_form", &place_form, &link);
	form_view(rq, page, "form", &link_form, &link);
	view_int(page, "chosen", establishment_id);
	view_text(page, "place", place);
	view_cstr(page, "cancel_href", "/admin/links");
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "report-link/new", page);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	int64_t establishment_id;
	struct str place;
	enum rc rc = offer_choices(rq, &establishment_id, &place);

	return rc == RC_OK ? show_new(rq, rs, establishment_id, place) : rc;
}

struct link_work {
	struct change change;
	struct report_link link;
};

static enum rc write_new(struct db *db, void *closure)
{
	struct link_work *work = closure;
	struct request *rq = work->change.rq;
	enum rc rc = report_link_insert(db, &work->link);

	if (rc == RC_OK)
		rc = audit_change(db, rq->arena, &work->change.actor, "report_link.created",
				  &report_link_record, work->link.id, 0, NULL, &work->link, STR(""));
	work->change.answer = arena_printf(rq->arena, "/admin/links/%.*s", STR_ARG(work->link.uuid));
	return rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct link_work work = {.change = change_of(rq)};
	int64_t establishment_id;
	struct str place;
	enum rc rc = offer_choices(rq, &establishment_id, &place);

	if (rc != RC_OK)
		return rc;
	record_clear(&report_link_record, &work.link);
	if (form_read(rq, &link_form, &work.link) != RC_OK)
		return show_new(rq, rs, establishment_id, place);
	if (work.link.expires_on != DAY_NONE && work.link.expires_on < today(rq)) {
		problem_add(rq, "expires_on", N_("This day is over already"));
		return show_new(rq, rs, establishment_id, place);
	}
	work.link.organization_id = rq->viewer->organization_id;
	work.link.establishment_id = establishment_id;
	work.link.uuid = uuid_new(rq->arena, rq->now);
	work.link.token = report_link_token(rq->arena);
	work.link.version = 1;
	work.link.created_at = rq->now;
	return change_run(&work.change, rs, "report_link_new", write_new, &work);
}

static enum rc find_link(struct request *rq, struct report_link *link)
{
	return report_link_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "uuid"), link);
}

static void add_code(struct request *rq, struct view *page, const struct report_link *link)
{
	struct str address = report_link_address(rq->arena, rq->config, link);

	view_html(page, "svg",
		  qr_svg(rq->arena, address, arena_printf(rq->arena, "QR code: %.*s", STR_ARG(address))));
	view_text(page, "address", address);
}

static enum rc add_place(struct request *rq, struct view *page, const struct report_link *link)
{
	struct establishment establishment;

	if (!link->establishment_id)
		return RC_OK;
	enum rc rc = establishment_by_id(rq->db, rq->arena, link->organization_id, link->establishment_id,
					 &establishment);
	if (rc == RC_OK)
		view_text(page, "place", establishment.name);
	return rc;
}

static enum rc link_page(struct request *rq, struct response *rs, const char *template)
{
	struct view *page = view_new(rq->arena);
	struct report_link link;
	enum rc rc = find_link(rq, &link);

	if (rc == RC_OK)
		rc = add_place(rq, page, &link);
	if (rc != RC_OK)
		return rc;
	add_code(rq, page, &link);
	show_link(rq, page, &link);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, template, page);
}

static enum rc link_get(struct request *rq, struct response *rs)
{
	return link_page(rq, rs, "report-link/link");
}

static enum rc poster_get(struct request *rq, struct response *rs)
{
	return link_page(rq, rs, "report-link/poster");
}

static enum rc qr_get(struct request *rq, struct response *rs)
{
	struct report_link link;
	enum rc rc = find_link(rq, &link);

	if (rc != RC_OK)
		return rc;
	return respond_bytes(rq, rs, "image/svg+xml", STR("report-link.svg"),
			     qr_svg(rq->arena, report_link_address(rq->arena, rq->config, &link), link.name));
}

static enum rc write_revoked(struct db *db, void *closure)
{
	struct link_work *work = closure;
	struct request *rq = work->change.rq;
	struct report_link after = work->link;
	enum rc rc = report_link_revoke(db, after.organization_id, after.id, rq->now);

	after.revoked_at = rq->now;
	if (rc == RC_OK)
		rc = audit_change(db, rq->arena, &work->change.actor, "report_link.revoked",
				  &report_link_record, after.id, 0, &work->link, &after, STR(""));
	work->change.answer = arena_printf(rq->arena, "/admin/links/%.*s", STR_ARG(after.uuid));
	return rc;
}

static enum rc revoke_post(struct request *rq, struct response *rs)
{
	struct link_work work = {.change = change_of(rq)};
	enum rc rc = find_link(rq, &work.link);

	return rc == RC_OK ? change_run(&work.change, rs, "report_link_revoke", write_revoked, &work) : rc;
}

const struct route report_link_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/links",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "invitations to report, with counts"},
	{.method = METHOD_GET,
	 .path = "/admin/links/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "form for a new invitation",
	 .offered_by = "addReportLink"},
	{.method = METHOD_POST,
	 .path = "/admin/links",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "make an invitation",
	 .api = API_CHANGE("addReportLink", "Administration", API_ADMIN_WRITE, API_BODY("NewReportLink", {API_FIELDS, .form = &link_form}, {API_INT, "establishment_id"}),
			   .status = 201,
			   .path = "/api/v1/report-links")},
	{.method = METHOD_GET,
	 .path = "/admin/links/{uuid}",
	 .needs = MAY_ADMINISTER,
	 .handle = link_get,
	 .help = "one invitation: link, QR code, counts",
	 .offered_by = "listReportLinks getReportLink"},
	{.method = METHOD_GET,
	 .path = "/admin/links/{uuid}/poster",
	 .needs = MAY_ADMINISTER,
	 .handle = poster_get,
	 .help = "a page to print and hang up, in English and Spanish",
	 .offered_by = "exportReportPoster"},
	{.method = METHOD_GET,
	 .path = "/admin/links/{uuid}/qr.svg",
	 .needs = MAY_ADMINISTER,
	 .handle = qr_get,
	 .help = "the QR code as a file",
	 .api = &(const struct api_operation){.id = "getReportLinkCode", .tag = "Administration", .scope = API_ADMIN_READ, .flags = API_STREAMED,
					      .types = "image/svg+xml", .path = "/api/v1/report-links/{uuid}/qr.svg"}},
	{.method = METHOD_POST,
	 .path = "/admin/links/{uuid}/revoke",
	 .needs = MAY_ADMINISTER,
	 .handle = revoke_post,
	 .help = "an invitation opens no more",
	 .api = API_CHANGE("revokeReportLink", "Administration", API_ADMIN_WRITE, NULL,
			   .path = "/api/v1/report-links/{uuid}/revoke")},
	ROUTE_END,
};
