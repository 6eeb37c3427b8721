#include "organization/unit_pages.h"

#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/people_store.h"
#include "organization/tree_view.h"

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};

static const struct code titles[] = {
	{"", ""},
	{"department", N_("Departments")},
	{"business_unit", N_("Business units")},
	{"team", N_("Teams")},
	{"project", N_("Projects")},
	{NULL, NULL},
};
static const struct codes title_codes = {"unit_kind", titles};

static const char *const unit_names[] = {"code", "name", "parent_id", "is_active", NULL};

static enum rc load(struct request *rq, enum unit_kind kind, struct rows *rows, struct tree_node **nodes)
{
	enum rc rc = unit_list(rq->db, rq->arena, rq->viewer->organization_id, kind, false, rows);

	if (rc != RC_OK)
		return rc;
	*nodes = ARENA_ARRAY(rq->arena, struct tree_node, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct unit *unit = ROW(struct unit, *rows, i);
		(*nodes)[i] = (struct tree_node){unit->id, unit->parent_id};
	}
	return RC_OK;
}

/* The kind of the query; departments where it names none. */
static enum unit_kind kind_asked(const struct request *rq)
{
	int kind = codes_find(&unit_kind_codes, pairs_get(&rq->query, "kind"));
	return kind > UNIT_NONE ? (enum unit_kind)kind : UNIT_DEPARTMENT;
}

static void add_frame(struct request *rq, struct view *page, enum unit_kind kind)
{
	struct view_list *crumbs = NULL, *tabs = view_list(page, "tabs");

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, codes_label(&title_codes, (int)kind)));
	for (int i = 1; titles[i].code; i++) {
		struct view *tab = view_add(tabs);
		view_printf(tab, "href", "/admin/units?kind=%s", titles[i].code);
		view_text(tab, "label", rq_tr(rq, titles[i].label));
		view_flag(tab, "current", i == (int)kind);
	}
	view_text(page, "page_title", rq_tr(rq, codes_label(&title_codes, (int)kind)));
	view_cstr(page, "kind_code", codes_code(&unit_kind_codes, (int)kind));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	const enum unit_kind kind = kind_asked(rq);
	struct rows rows;
	struct tree_node *nodes;
	enum rc rc = load(rq, kind, &rows, &nodes);

	if (rc != RC_OK)
		return rc;
	add_frame(rq, page, kind);
	tree_view(rq->arena, page, "rows", &unit_record, rows, nodes);
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/units", page);
}

static enum rc check_place_in_tree(struct request *rq, const void *row)
{
	const struct unit *unit = row;
	struct rows rows;
	struct tree_node *nodes;
	enum rc rc = load(rq, (enum unit_kind)unit->kind, &rows, &nodes);

	if (rc != RC_OK)
		return rc;
	return tree_check(
		rq, "parent_id",
		tree_may_move(rq->arena, nodes, rows.count, unit->id, unit->parent_id, TREE_DEEPEST));
}

static const struct form unit_form = {&unit_record, unit_names, check_place_in_tree};

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? unit_update(db, row) : unit_insert(db, row);
}

static enum rc begin(struct request *rq, const struct unit *before, struct unit *unit, struct edit *edit)
{
	const char *back =
		arena_printf(rq->arena, "/admin/units?kind=%s", codes_code(&unit_kind_codes, unit->kind)).at;

	*edit = (struct edit){
		.form = &unit_form,
		.rules = unit_rules,
		.before = before,
		.row = unit,
		.write = write,
		.template = "organization/edit",
		.title = before ? before->name : rq_tr(rq, codes_label(&unit_kind_codes, unit->kind)),
		.cancel_href = str_of(back),
		.answer = arena_printf(rq->arena, "%s&said=saved", back).at,
	};
	return choices_units(rq, "parent_id", (enum unit_kind)unit->kind, unit->parent_id);
}

static enum rc edit_new(struct request *rq, struct unit *unit, struct edit *edit)
{
	record_clear(&unit_record, unit);
	unit->organization_id = rq->viewer->organization_id;
	unit->kind = (int)kind_asked(rq);
	unit->is_active = true;
	unit->version = 1;
	return begin(rq, NULL, unit, edit);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct unit unit;
	struct edit edit;
	enum rc rc = edit_new(rq, &unit, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct unit unit;
	struct edit edit;
	enum rc rc = edit_new(rq, &unit, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc edit_stored(struct request *rq, struct unit *before, struct edit *edit)
{
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "unit", &id);

	if (rc == RC_OK)
		rc = unit_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	return rc == RC_OK ? begin(rq, before, record_copy(rq->arena, &unit_record, before), edit) : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct unit before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct unit before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static const struct api_parameter of_kind[] = {
	{"kind", API_CODE, &unit_kind_codes, "what it is; without: a department"}, {.name = NULL}};

const struct route unit_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/units",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "departments, business units, teams or projects (?kind=)",
	 .offered_by = "listUnits"},
	{.method = METHOD_GET,
	 .path = "/admin/units/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new one of a kind"},
	{.method = METHOD_POST,
	 .path = "/admin/units/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "add it",
	 .api = API_CHANGE("addUnit", "Directory", API_DIRECTORY_WRITE, API_FORM("NewUnit", &unit_form),
			   .status = 201,
			   .path = "/api/v1/units",
			   .query = of_kind)},
	{.method = METHOD_GET,
	 .path = "/admin/units/{unit}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "the form to rename, move or retire one"},
	{.method = METHOD_POST,
	 .path = "/admin/units/{unit}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "rename, move or retire it",
	 .api = API_CHANGE("changeUnit", "Directory", API_DIRECTORY_WRITE, API_FORM("Unit", &unit_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/units/{unit}")},
	ROUTE_END,
};
