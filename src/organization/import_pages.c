#include "organization/import_pages.h"

#include "base/random.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/import_api.h"
#include "organization/import_batch_store.h"
#include "organization/import_keep.h"
#include "organization/import_kinds.h"
#include "organization/import_page.h"
#include "organization/import_preset_store.h"

static enum rc kind_of_address(const struct request *rq, const struct import_kind **kind)
{
	*kind = import_kind_named(param(rq, "kind"));
	return *kind ? RC_OK : RC_NOT_FOUND;
}

/* --- what can be imported --- */

static enum rc index_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *kinds = view_list(page, "kinds"), *list = view_list(page, "rows");
	struct rows rows;
	int64_t before = 0;

	str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &before);
	enum rc rc = import_batch_list(rq->db, rq->arena, rq->viewer->organization_id, before, &rows);
	if (rc != RC_OK)
		return rc;
	const struct import_kind *kind;
	for (size_t i = 0; (kind = import_kind_at(i)); i++) {
		struct view *item = view_add(kinds);
		view_cstr(item, "name", kind->name);
		view_text(item, "label", rq_tr(rq, kind->label));
	}
	size_t shown = rows.count > IMPORT_BATCH_PAGE ? IMPORT_BATCH_PAGE : rows.count;
	if (rows.count > shown)
		view_int(page, "older", ROW(struct import_batch, rows, shown - 1)->id);
	view_flag(page, "is_later", before > 0);
	for (size_t i = 0; i < shown; i++) {
		const struct import_batch *batch = ROW(struct import_batch, rows, i);
		struct view *item = view_add(list);
		kind = import_kind_named(batch->kind);
		view_merge(item, &import_batch_record, batch);
		view_text(item, "label", kind ? rq_tr(rq, kind->label) : batch->kind);
	}
	import_page_crumbs(rq, page, "", STR(""));
	return respond_page(rq, rs, "organization/import-list", page);
}

/* --- the file --- */

static void add_column(struct request *rq, struct view_list *list, const char *name,
		       const struct field *field, bool is_key)
{
	struct view *item = view_add(list);
	struct text values = TEXT_IN(rq->arena);

	view_cstr(item, "column", name);
	view_text(item, "meaning", rq_tr(rq, field->label));
	view_flag(item, "is_key", is_key);
	view_flag(item, "is_needed", (field->flags & FIELD_REQUIRED) != 0);
	for (int i = 1; field->kind == FIELD_CODE && field->codes->rows[i].code; i++) {
		text_cstr(&values, i > 1 ? ", " : "");
		text_cstr(&values, field->codes->rows[i].code);
	}
	view_text(item, "values", text_str(&values));
}

static bool is_key(const struct import_kind *kind, const char *name)
{
	for (const char *const *key = kind->key; *key; key++)
		if (str_is(str_of(*key), name))
			return true;
	return false;
}

/* The sources of this kind, to choose from. */
static enum rc add_presets(struct request *rq, struct view *page, const struct import_kind *kind)
{
	struct view_list *list = view_list(page, "presets");
	struct str chosen = pairs_get(&rq->form, "preset");
	struct rows rows;
	enum rc rc = import_preset_list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	if (!chosen.at)
		chosen = pairs_get(&rq->query, "preset");
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct import_preset *preset = ROW(struct import_preset, rows, i);
		if (!str_is(preset->kind, kind->name))
			continue;
		struct view *item = view_add(list);
		view_int(item, "id", preset->id);
		view_text(item, "name", preset->name);
		view_flag(item, "selected", str_equal(chosen, arena_printf(rq->arena, "%lld", (long long)preset->id)));
	}
	view_flag(page, "may_preset", kind->rewrite == NULL);
	return rc;
}

static enum rc show_file(struct request *rq, struct response *rs, const struct import_kind *kind)
{
	struct view *page = view_new(rq->arena);
	struct view_list *columns = view_list(page, "columns");
	struct str typed = pairs_get(&rq->form, "text"), problem = problem_of(rq, "text");

	for (const char *const *name = kind->fields; *name; name++)
		add_column(rq, columns, *name, record_field(kind->record, str_of(*name)),
			   is_key(kind, *name));
	for (const struct import_reference *at = kind->references; at->field; at++)
		add_column(rq, columns, at->column, record_field(kind->record, str_of(at->field)),
			   is_key(kind, at->field));
	view_cstr(page, "kind_name", kind->name);
	view_text(page, "page_title", rq_tr(rq, kind->label));
	view_text(page, "typed", typed.at ? typed : STR(""));
	view_text(page, "text_problem", problem.at ? problem : STR(""));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_cstr(page, "cancel_href", "/admin/import");
	import_page_crumbs(rq, page, "/admin/import", rq_tr(rq, kind->label));
	enum rc rc = add_presets(rq, page, kind);
	return rc == RC_OK ? respond_page(rq, rs, "organization/import-file", page) : rc;
}

static enum rc file_get(struct request *rq, struct response *rs)
{
	const struct import_kind *kind;
	enum rc rc = kind_of_address(rq, &kind);
	return rc == RC_OK ? show_file(rq, rs, kind) : rc;
}

struct keeping {
	struct change change;
	struct import_batch *batch;
	const struct import_kind *kind;
	struct import_result result;
};

static enum rc keep(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	struct arena *arena = keeping->change.rq->arena;
	enum rc rc = import_batch_insert(db, keeping->batch);

	keeping->change.answer = import_page_batch(arena, keeping->batch, "");
	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, &keeping->change.actor, "import_batch.created", &import_batch_record,
			    keeping->batch->id, 0, NULL, keeping->batch, STR(""));
}

static enum rc tell_file_problems(struct request *rq, const struct import_result *result)
{
	for (const struct import_problem *at = result->problems; at; at = at->next)
		problem_add_text(rq, "text",
				 at->column.len ? arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(at->column),
							       STR_ARG(at->message))
						: at->message);
	return RC_INVALID;
}

static enum rc file_post(struct request *rq, struct response *rs)
{
	struct import_run run = import_page_run(rq);
	struct import_batch batch;
	struct keeping keeping = {.change = change_of(rq), .batch = &batch};
	enum rc rc = kind_of_address(rq, &keeping.kind);

	if (rc != RC_OK)
		return rc;
	int64_t preset_id = 0;
	str_to_int(pairs_get(&rq->form, "preset"), 1, INT64_MAX, &preset_id);
	rc = import_page_preset(rq, preset_id, keeping.kind, &run.preset);
	if (rc != RC_OK)
		return rc;
	batch = (struct import_batch){.file_name = STR("")};
	rc = import_page_upload(rq, &batch.file_name, &batch.content);
	if (rc == RC_OK)
		rc = import_file(&run, keeping.kind, batch.content, true, &keeping.result, NULL, NULL);
	if (rc == RC_OK && keeping.result.problems)
		rc = tell_file_problems(rq, &keeping.result);
	if (rc == RC_INVALID)
		return show_file(rq, rs, keeping.kind);
	if (rc != RC_OK)
		return rc;
	import_keep_begin(&run, keeping.kind, rq->api ? IMPORT_FROM_API : IMPORT_FROM_PAGE, batch.file_name, batch.content, &batch);
	import_keep_outcome(rq->arena, &batch, &keeping.result);
	api_call_answers(rq, import_api_answer, &batch.uuid);
	return change_run(&keeping.change, rs, "import_checked", keep, &keeping);
}

static enum rc template_get(struct request *rq, struct response *rs)
{
	const struct import_kind *kind;
	enum rc rc = kind_of_address(rq, &kind);

	if (rc != RC_OK)
		return rc;
	return respond_bytes(rq, rs, "text/csv; charset=utf-8", arena_printf(rq->arena, "%s.csv", kind->name),
			     import_template(rq->arena, kind));
}

const struct route import_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/import",
	 .needs = MAY_ADMINISTER,
	 .handle = index_get,
	 .help = "what can be imported, and what was",
	 .offered_by = "listImports listImportKinds"},
	{.method = METHOD_GET,
	 .path = "/admin/import/{kind}",
	 .needs = MAY_ADMINISTER,
	 .handle = file_get,
	 .help = "the form for a file of one kind",
	 .offered_by = "listImportKinds"},
	{.method = METHOD_POST,
	 .path = "/admin/import/{kind}",
	 .needs = MAY_ADMINISTER,
	 .flags = ROUTE_UPLOAD,
	 .handle = file_post,
	 .help = "look a file through",
	 .api = &(const struct api_operation){
		 .id = "checkImport", .tag = "Imports", .scope = API_ADMIN_WRITE, .status = 201, .answer = &import_api_batch_schema,
		 .body = API_BODY("ImportFile", {API_TEXT, "text", .flags = API_REQUIRED, .help = "the file itself, CSV with a header row"},
				  {API_INT, "preset", .help = "its source"}),
		 .path = "/api/v1/imports/kinds/{kind}",
		 .about = "Looks a file through and keeps it for the decision: nothing is changed yet. As a form: `file`, `preset`."}},
	{.method = METHOD_GET,
	 .path = "/admin/import/{kind}/template.csv",
	 .needs = MAY_ADMINISTER,
	 .handle = template_get,
	 .help = "an empty file with all columns",
	 .api = &(const struct api_operation){.id = "getImportTemplate", .tag = "Imports", .scope = API_ADMIN_READ,
					      .flags = API_STREAMED, .types = "text/csv",
					      .path = "/api/v1/imports/kinds/{kind}/template.csv"}},
	ROUTE_END,
};
