#include "identity/page.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/place_pages.h"
#include "organization/place_store.h"
#include "organization/place_view.h"
#include "organization/tree_view.h"

static const struct code said[] = {
	{"saved", N_("The area has been saved.")},
	{"added", N_("The area has been added.")},
	{NULL, NULL},
};

static const char *const area_names[] = {"code", "name", "kind", "parent_id", "is_active", NULL};

/* The tree of one establishment, as nodes. */
static enum rc load(struct request *rq, int64_t place_id, struct rows *rows, struct tree_node **nodes)
{
	enum rc rc = area_list(rq->db, rq->arena, rq->viewer->organization_id, place_id, rows);

	if (rc != RC_OK)
		return rc;
	*nodes = ARENA_ARRAY(rq->arena, struct tree_node, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct area *area = ROW(struct area, *rows, i);
		(*nodes)[i] = (struct tree_node){area->id, area->parent_id};
	}
	return RC_OK;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct establishment place;
	struct rows rows = {NULL, 0};
	struct tree_node *nodes = NULL;
	enum rc rc = place_of_address(rq, &place);

	if (rc == RC_OK)
		rc = load(rq, place.id, &rows, &nodes);
	if (rc != RC_OK)
		return rc;
	place_frame(rq, page, &place, "areas");
	tree_view(rq->arena, page, "rows", &area_record, rows, nodes);
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/areas", page);
}

/* Parent and the area itself must form a tree of the same establishment. */
static enum rc check_place_in_tree(struct request *rq, const void *row)
{
	const struct area *area = row;
	struct rows rows;
	struct tree_node *nodes;
	enum rc rc = load(rq, area->establishment_id, &rows, &nodes);

	if (rc != RC_OK)
		return rc;
	return tree_check(
		rq, "parent_id",
		tree_may_move(rq->arena, nodes, rows.count, area->id, area->parent_id, TREE_DEEPEST));
}

static const struct form area_form = {&area_record, area_names, check_place_in_tree};

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? area_update(db, row) : area_insert(db, row);
}

static enum rc begin(struct request *rq, const struct area *before, struct area *area,
		     const struct establishment *place, struct edit *edit)
{
	const char *back = arena_printf(rq->arena, "/admin/places/%lld/areas", (long long)place->id).at;

	*edit = (struct edit){
		.form = &area_form,
		.rules = area_rules,
		.before = before,
		.row = area,
		.write = write,
		.template = "organization/edit",
		.title = before ? before->name : rq_tr(rq, N_("Add an area")),
		.cancel_href = str_of(back),
		.answer = arena_printf(rq->arena, "%s?said=%s", back, before ? "saved" : "added").at,
	};
	return choices_areas(rq, "parent_id", place->id, area->parent_id);
}

static enum rc edit_new(struct request *rq, struct area *area, struct edit *edit)
{
	struct establishment place;
	int64_t parent = 0;
	enum rc rc = place_of_address(rq, &place);

	if (rc != RC_OK)
		return rc;
	record_clear(&area_record, area);
	area->organization_id = place.organization_id;
	area->establishment_id = place.id;
	area->kind = AREA_AREA;
	area->is_active = true;
	area->version = 1;
	if (str_to_int(pairs_get(&rq->query, "parent"), 1, INT64_MAX, &parent))
		area->parent_id = parent;
	return begin(rq, NULL, area, &place, edit);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct area area;
	struct edit edit;
	enum rc rc = edit_new(rq, &area, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct area area;
	struct edit edit;
	enum rc rc = edit_new(rq, &area, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc edit_stored(struct request *rq, struct area *before, struct edit *edit)
{
	struct establishment place;
	int64_t id = 0;
	enum rc rc = place_of_address(rq, &place);

	if (rc == RC_OK)
		rc = edit_param_id(rq, "area", &id);
	if (rc == RC_OK)
		rc = area_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	if (rc == RC_OK && before->establishment_id != place.id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? begin(rq, before, record_copy(rq->arena, &area_record, before), &place, edit)
			   : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct area before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct area before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route area_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/areas",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "the areas of an establishment",
	 .offered_by = "listAreas"},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/areas/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new area"},
	{.method = METHOD_POST,
	 .path = "/admin/places/{place}/areas/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "add an area",
	 .api = API_CHANGE("addArea", "Directory", API_DIRECTORY_WRITE, API_FORM("NewArea", &area_form),
			   .status = 201,
			   .path = "/api/v1/places/{place}/areas")},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/areas/{area}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "the form to rename, move or retire an area"},
	{.method = METHOD_POST,
	 .path = "/admin/places/{place}/areas/{area}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "rename, move or retire it",
	 .api = API_CHANGE("changeArea", "Directory", API_DIRECTORY_WRITE, API_FORM("Area", &area_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/places/{place}/areas/{area}")},
	ROUTE_END,
};
