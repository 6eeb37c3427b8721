#include <stddef.h>

#include "identity/page.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/master_pages.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"

enum { PAGE = 50 };

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

/* What the list's form asks. */
struct asset_asked {
	struct str q;
	int64_t establishment_id;
	bool all;
	struct str after; /* number of the last asset of the page before */
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct asset_asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(q), .label = N_("Number, name or serial number"), .max = 100},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment")},
	{.kind = FIELD_BOOL, OFFSET(all), .label = N_("Also those not in use")},
	{.kind = FIELD_TEXT, OFFSET(after), .max = 60},
	FIELD_END,
};
#undef OFFSET
static const struct record asked_record = {"asset_asked", sizeof(struct asset_asked), asked_fields};
static const char *const asked_names[] = {"q", "establishment_id", "all", "after", NULL};
static const char *const shown_names[] = {"q", "establishment_id", "all", NULL};
static const struct form asked_form = {&asked_record, asked_names, NULL};
static const struct form shown_form = {&asked_record, shown_names, NULL};

static struct str next_href(struct request *rq, const struct asset_asked *asked, struct str after)
{
	struct text text = TEXT_IN(rq->arena);

	text_cstr(&text, "/admin/assets?q=");
	text_url(&text, asked->q);
	if (asked->establishment_id)
		text_printf(&text, "&establishment_id=%lld", (long long)asked->establishment_id);
	if (asked->all)
		text_cstr(&text, "&all=1");
	text_cstr(&text, "&after=");
	text_url(&text, after);
	return text_str(&text);
}

static enum rc add_rows(struct request *rq, struct view *page, const struct rows *rows, size_t count)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct view_list *list = view_list(page, "rows");
	enum rc rc = names_load_column(names, NAMES_ESTABLISHMENT, *rows, sizeof(struct asset),
				       offsetof(struct asset, establishment_id));

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		const struct asset *asset = ROW(struct asset, *rows, i);
		struct view *item = view_add(list);
		view_merge(item, &asset_record, asset);
		view_text(item, "establishment",
			  names_get(names, NAMES_ESTABLISHMENT, asset->establishment_id));
	}
	return rc;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct asset_asked asked;
	struct rows rows = {0};
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&asked_record, &asked);
	if (rc == RC_OK)
		rc = query_read(rq, &asked_form, &asked);
	const struct asset_filter filter = {
		.words = asked.q,
		.establishment_id = asked.establishment_id,
		.with_inactive = asked.all,
		.after = asked.after,
		.most = PAGE + 1,
	};
	if (rc == RC_OK)
		rc = asset_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	if (rc == RC_OK)
		rc = add_rows(rq, page, &rows, rows.count > PAGE ? PAGE : rows.count);
	if (rc != RC_OK)
		return rc;
	if (rows.count > PAGE)
		view_text(page, "next_href", next_href(rq, &asked, ROW(struct asset, rows, PAGE - 1)->code));
	view_flag(page, "is_later", asked.after.len > 0);
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Assets")));
	form_view(rq, page, "filter", &shown_form, &asked);
	page_said(rq, page, said);
	return respond_page(rq, rs, "impact/assets", page);
}

static const char *const asset_names[] = {"code", "name", "kind", "establishment_id", "area_id", "serial", "is_active",
					  NULL};
static const struct form asset_form = {&asset_record, asset_names, NULL};

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? asset_update(db, row) : asset_insert(db, row);
}

/* The areas offered are those of the establishment that was chosen last. */
static enum rc begin(struct request *rq, const struct asset *before, struct asset *asset, struct edit *edit)
{
	struct str typed = pairs_get(&rq->form, "establishment_id");
	int64_t establishment_id = asset->establishment_id;

	if (typed.at && !str_to_int(typed, 1, INT64_MAX, &establishment_id))
		establishment_id = 0;
	asset->updated_at = rq->now;
	*edit = (struct edit){
		.form = &asset_form,
		.before = before,
		.row = asset,
		.write = write,
		.template = "organization/edit",
		.title = before ? before->name : rq_tr(rq, N_("New asset")),
		.cancel_href = STR("/admin/assets"),
		.answer = "/admin/assets?said=saved",
	};
	enum rc rc = choices_establishments(rq, "establishment_id", asset->establishment_id);
	return rc == RC_OK ? choices_areas(rq, "area_id", establishment_id, asset->area_id) : rc;
}

static enum rc begin_new(struct request *rq, struct asset *asset, struct edit *edit)
{
	record_clear(&asset_record, asset);
	asset->organization_id = rq->viewer->organization_id;
	asset->kind = ASSET_MACHINE;
	asset->is_active = true;
	asset->version = 1;
	return begin(rq, NULL, asset, edit);
}

static enum rc begin_stored(struct request *rq, struct asset *before, struct edit *edit)
{
	int64_t id = 0;
	/* Other systems know an asset by its number. */
	enum rc rc = rq->api ? asset_by_code(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "asset"), before)
			     : edit_param_id(rq, "asset", &id);

	if (rc == RC_OK && !rq->api)
		rc = asset_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	return rc == RC_OK ? begin(rq, before, record_copy(rq->arena, &asset_record, before), edit) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct asset asset;
	struct edit edit;
	enum rc rc = begin_new(rq, &asset, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct asset asset;
	struct edit edit;
	enum rc rc = begin_new(rq, &asset, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc asset_get(struct request *rq, struct response *rs)
{
	struct asset before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc asset_post(struct request *rq, struct response *rs)
{
	struct asset before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route asset_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/assets",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "machines, vehicles and buildings, with search",
	 .offered_by = "listAssets"},
	{.method = METHOD_GET,
	 .path = "/admin/assets/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new one"},
	{.method = METHOD_POST,
	 .path = "/admin/assets/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "adds it",
	 .api = API_CHANGE("addAsset", "Directory", API_DIRECTORY_WRITE, API_FORM("NewAsset", &asset_form), .status = 201,
			   .path = "/api/v1/assets")},
	{.method = METHOD_GET,
	 .path = "/admin/assets/{asset}",
	 .needs = MAY_ADMINISTER,
	 .handle = asset_get,
	 .help = "the form of one"},
	{.method = METHOD_POST,
	 .path = "/admin/assets/{asset}",
	 .needs = MAY_ADMINISTER,
	 .handle = asset_post,
	 .help = "changes or retires it",
	 .api = API_CHANGE("changeAsset", "Directory", API_DIRECTORY_WRITE, API_FORM("AssetText", &asset_form),
			   .method = METHOD_PATCH, .path = "/api/v1/assets/{asset}", .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
