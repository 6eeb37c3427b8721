#include "organization/place_pages.h"

#include "base/random.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/place_store.h"
#include "organization/place_view.h"

enum { NAICS_DIGITS = 6 };

static const struct code said[] = {
	{"saved", N_("The establishment has been saved.")},
	{"added", N_("The establishment has been added. Its areas and yearly hours come next.")},
	{NULL, NULL},
};

static const char *const place_names[] = {
	"code",  "name",      "company_name",  "is_active",       "street",        "city",
	"state", "zip",       "zone",          "naics_code",      "naics_vintage", "industry_description",
	"ein",   "ownership", "keeps_records", "emergency_phone", "muster_point",  NULL,
};
static const struct form place_form = {&establishment_record, place_names, NULL};

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	bool with_retired = str_is(pairs_get(&rq->query, "all"), "1");
	struct rows rows;
	enum rc rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, !with_retired, &rows);

	if (rc != RC_OK)
		return rc;
	view_records(page, "rows", &establishment_record, rows.at, rows.count);
	view_flag(page, "with_retired", with_retired);
	struct view_list *crumbs = NULL;
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Establishments")));
	return respond_page(rq, rs, "organization/places", page);
}

static enum rc add_industry(struct request *rq, struct view *page, const struct establishment *place)
{
	struct str title = STR_NONE;
	enum rc rc = place->naics_code.len
			     ? naics_title(rq->db, rq->arena, place->naics_vintage, place->naics_code, &title)
			     : RC_OK;

	view_text(page, "naics_title", title.at ? title : STR(""));
	return rc;
}

static enum rc place_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct establishment place;
	enum rc rc = place_of_address(rq, &place);

	if (rc == RC_OK)
		rc = add_industry(rq, page, &place);
	if (rc != RC_OK)
		return rc;
	place_frame(rq, page, &place, "");
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/place", page);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	return add_industry(rq, page, row);
}

/* The code must be one of its edition; of 2012 no titles are kept. */
static enum rc check_industry(struct request *rq, void *row)
{
	const struct establishment *place = row;
	struct str title = STR_NONE;
	const bool is_known = place->naics_vintage == 2017 || place->naics_vintage == 2022;
	enum rc rc = RC_OK;

	if (place->naics_code.len != NAICS_DIGITS || !is_known)
		return RC_OK;
	rc = naics_title(rq->db, rq->arena, place->naics_vintage, place->naics_code, &title);
	return rc == RC_OK && !title.at
		       ? problem_add(rq, "naics_code", N_("This edition has no such industry"))
		       : rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? establishment_update(db, row) : establishment_insert(db, row);
}

static struct edit edit_new(struct request *rq, struct establishment *place)
{
	record_clear(&establishment_record, place);
	place->organization_id = rq->viewer->organization_id;
	place->uuid = uuid_new(rq->arena, rq->now);
	place->zone = rq->viewer->organization_zone;
	place->naics_vintage = 2022;
	place->keeps_records = KEEPS_RECORDS_YES;
	place->is_active = true;
	place->version = 1;
	place->created_at = place->updated_at = rq->now;
	return (struct edit){
		.form = &place_form,
		.rules = establishment_rules,
		.row = place,
		.complete = check_industry,
		.write = write,
		.template = "organization/place-edit",
		.title = rq_tr(rq, N_("Add an establishment")),
		.cancel_href = STR("/admin/places"),
		.answer = "/admin/places/{id}?said=added",
		.decorate = decorate,
	};
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct establishment place;
	const struct edit edit = edit_new(rq, &place);
	return edit_show(rq, rs, &edit);
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct establishment place;
	const struct edit edit = edit_new(rq, &place);
	return edit_save(rq, rs, &edit);
}

static enum rc edit_stored(struct request *rq, struct establishment *before, struct edit *edit)
{
	enum rc rc = place_of_address(rq, before);

	if (rc != RC_OK)
		return rc;
	struct establishment *place = record_copy(rq->arena, &establishment_record, before);
	place->updated_at = rq->now;
	*edit = (struct edit){
		.form = &place_form,
		.rules = establishment_rules,
		.before = before,
		.row = place,
		.complete = check_industry,
		.write = write,
		.template = "organization/place-edit",
		.title = before->name,
		.cancel_href = arena_printf(rq->arena, "/admin/places/%lld", (long long)before->id),
		.answer = "/admin/places/{id}?said=saved",
		.decorate = decorate,
	};
	return RC_OK;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct establishment before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct establishment before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route place_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/places",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "establishments",
	 .offered_by = "listPlaces"},
	{.method = METHOD_GET,
	 .path = "/admin/places/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new establishment"},
	{.method = METHOD_POST,
	 .path = "/admin/places/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "add an establishment",
	 .api = API_CHANGE("addPlace", "Directory", API_DIRECTORY_WRITE, API_FORM("NewPlace", &place_form),
			   .status = 201,
			   .path = "/api/v1/places")},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}",
	 .needs = MAY_ADMINISTER,
	 .handle = place_get,
	 .help = "one establishment",
	 .offered_by = "getPlace"},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/edit",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "the form to change it"},
	{.method = METHOD_POST,
	 .path = "/admin/places/{place}/edit",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "change it",
	 .api = API_CHANGE("changePlace", "Directory", API_DIRECTORY_WRITE, API_FORM("Place", &place_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/places/{place}")},
	ROUTE_END,
};
