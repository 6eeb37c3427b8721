#include "incident/category_pages.h"

#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "incident/category_store.h"
#include "organization/edit_pages.h"

static const struct code said[] = {{"saved", N_("The change has been saved.")}, {NULL, NULL}};
static const char *const new_names[] = {"name", "code", "position", NULL};
static const char *const edit_names[] = {"name", "code", "position", "is_active", NULL};
static const struct form new_form = {&category_record, new_names, NULL};
static const struct form edit_form = {&category_record, edit_names, NULL};
static const struct rule no_rules[] = {RULE_END};

static int register_asked(const struct request *rq)
{
	int reg = codes_find(&register_codes, pairs_get(&rq->query, "register"));

	return reg > 0 ? reg : REGISTER_SAFETY;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL, *tabs = view_list(page, "tabs");
	int reg = register_asked(rq);
	struct rows rows;
	enum rc rc = category_list(rq->db, rq->arena, rq->viewer->organization_id, reg, false, &rows);

	if (rc != RC_OK)
		return rc;
	for (int i = 1; i < codes_count(&register_codes); i++) {
		struct view *tab = view_add(tabs);
		view_printf(tab, "href", "/admin/categories?register=%s", codes_code(&register_codes, i));
		view_text(tab, "label", rq_tr(rq, codes_label(&register_codes, i)));
		view_flag(tab, "current", i == reg);
	}
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Categories")));
	view_cstr(page, "register_code", codes_code(&register_codes, reg));
	view_records(page, "rows", &category_record, rows.at, rows.count);
	page_said(rq, page, said);
	return respond_page(rq, rs, "incident/categories", page);
}

static enum rc write_category(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? category_update(db, row) : category_insert(db, row);
}

static struct edit begin(struct request *rq, const struct category *before, struct category *category)
{
	const char *back = arena_printf(rq->arena, "/admin/categories?register=%s",
					codes_code(&register_codes, category->reg)).at;

	return (struct edit){
		.form = before ? &edit_form : &new_form,
		.rules = no_rules,
		.before = before,
		.row = category,
		.write = write_category,
		.template = "organization/edit",
		.title = before ? before->name : rq_tr(rq, N_("New category")),
		.cancel_href = str_of(back),
		.answer = arena_printf(rq->arena, "%s&said=saved", back).at,
	};
}

static struct edit begin_new(struct request *rq, struct category *category)
{
	record_clear(&category_record, category);
	category->organization_id = rq->viewer->organization_id;
	category->reg = register_asked(rq);
	category->is_active = true;
	category->position = 1000;
	return begin(rq, NULL, category);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct category category;
	struct edit edit = begin_new(rq, &category);

	return edit_show(rq, rs, &edit);
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct category category;
	struct edit edit = begin_new(rq, &category);

	return edit_save(rq, rs, &edit);
}

static enum rc begin_stored(struct request *rq, struct category *before, struct edit *edit)
{
	int64_t id = 0;
	enum rc rc = edit_param_id(rq, "category", &id);

	if (rc == RC_OK)
		rc = category_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	if (rc == RC_OK)
		*edit = begin(rq, before, record_copy(rq->arena, &category_record, before));
	return rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct category before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct category before;
	struct edit edit;
	enum rc rc = begin_stored(rq, &before, &edit);

	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static const struct api_parameter in_register[] = {
	{"register", API_CODE, &register_codes, "the register it belongs to; without: safety"}, {.name = NULL}};

const struct route category_routes[] = {
	{METHOD_GET, "/admin/categories", MAY_ADMINISTER, 0, list_get, "kinds of incidents of a register (?register=)",
	 .offered_by = "listCategories"},
	{METHOD_GET, "/admin/categories/new", MAY_ADMINISTER, 0, new_get, "the form for a new category"},
	{METHOD_POST, "/admin/categories/new", MAY_ADMINISTER, 0, new_post, "add it",
	 .api = API_CHANGE("addCategory", "Administration", API_ADMIN_WRITE, API_FORM("NewCategory", &new_form), .status = 201,
			   .path = "/api/v1/categories",
			   .query = in_register)},
	{METHOD_GET, "/admin/categories/{category}", MAY_ADMINISTER, 0, edit_get, "the form to rename or retire one"},
	{METHOD_POST, "/admin/categories/{category}", MAY_ADMINISTER, 0, edit_post, "rename or retire it",
	 .api = API_CHANGE("changeCategory", "Administration", API_ADMIN_WRITE, API_FORM("Category", &edit_form), .method = METHOD_PATCH,
			   .path = "/api/v1/categories/{category}", .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
