#include "organization/import_pages.h"

#include "base/csv.h"
#include "base/random.h"
#include "identity/page.h"
#include "organization/import_api.h"
#include "organization/import_batch_store.h"
#include "organization/import_keep.h"
#include "organization/import_kinds.h"
#include "organization/import_page.h"
#include "organization/import_undo.h"

enum { SHOWN_MOST = 500 };

static const struct code said[] = {
	{"done", N_("The file has been imported.")},
	{"given_up", N_("Nothing was imported.")},
	{"undone", N_("The import has been taken back.")},
	{NULL, NULL},
};

/* --- what would happen, and the decision --- */

static enum rc find_batch(struct request *rq, struct import_batch *batch)
{
	struct str uuid = param(rq, "batch");

	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return import_batch_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, batch);
}

/* Refused rows first of all: they are what somebody has to act upon. The rest is in the CSV file. */
static void add_results(struct request *rq, struct view *page, struct str results)
{
	enum { LINE, OUTCOME, WHAT, COLUMN, PROBLEM };
	struct view_list *list = view_list(page, "rows");
	size_t shown = 0, left_out = 0;

	for (int pass = 0; pass < 2; pass++) {
		struct csv_reader csv = csv_reader(rq->arena, results);
		struct csv_row row;
		const char *why;
		bool is_header = true;
		while (csv_next(&csv, &row, &why) == RC_OK) {
			int outcome = codes_find(&import_outcome_codes, csv_cell(&row, OUTCOME));
			if (is_header || (outcome == IMPORT_REFUSED) != (pass == 0)) {
				is_header = false;
				continue;
			}
			if (shown == SHOWN_MOST) {
				left_out++;
				continue;
			}
			struct view *item = view_add(list);
			/* What the file lacks has no line in it. */
			view_text(item, "line", str_is(csv_cell(&row, LINE), "0") ? STR("–") : csv_cell(&row, LINE));
			view_code(item, "outcome", &import_outcome_codes, outcome);
			view_text(item, "what", csv_unguard(csv_cell(&row, WHAT)));
			view_text(item, "column", csv_unguard(csv_cell(&row, COLUMN)));
			view_text(item, "message", csv_unguard(csv_cell(&row, PROBLEM)));
			shown++;
		}
	}
	view_int(page, "left_out", (int64_t)left_out);
}

/* What stays as it is comes first. */
static void add_undone(struct request *rq, struct view *page, struct str results)
{
	enum { WHAT, OUTCOME, PROBLEM };
	struct view_list *list = view_list(page, "undone");
	size_t counts[IMPORT_STAYS + 1] = {0}, shown = 0;

	for (int pass = 0; pass < 2; pass++) {
		struct csv_reader csv = csv_reader(rq->arena, results);
		struct csv_row row;
		const char *why;
		while (csv_next(&csv, &row, &why) == RC_OK) {
			int outcome = codes_find(&import_undo_codes, csv_cell(&row, OUTCOME));
			if (outcome <= 0 || (outcome == IMPORT_STAYS) != (pass == 0))
				continue;
			counts[outcome]++;
			if (shown++ >= SHOWN_MOST)
				continue;
			struct view *item = view_add(list);
			view_text(item, "what", csv_unguard(csv_cell(&row, WHAT)));
			view_code(item, "outcome", &import_undo_codes, outcome);
			view_text(item, "message", csv_unguard(csv_cell(&row, PROBLEM)));
		}
	}
	view_int(page, "put_back", (int64_t)counts[IMPORT_PUT_BACK]);
	view_int(page, "taken_out", (int64_t)counts[IMPORT_TAKEN_OUT]);
	view_int(page, "stays", (int64_t)counts[IMPORT_STAYS]);
}

static enum rc show_batch(struct request *rq, struct response *rs, const struct import_batch *batch)
{
	struct view *page = view_new(rq->arena);
	const struct import_kind *kind = import_kind_named(batch->kind);
	struct str label = kind ? rq_tr(rq, kind->label) : batch->kind;

	view_record(page, "batch", &import_batch_record, batch);
	view_text(page, "page_title", label);
	view_flag(page, "is_open", batch->state == IMPORT_BATCH_CHECKED && kind);
	view_flag(page, "has_good", batch->rows_new + batch->rows_changed + batch->rows_ended > 0);
	view_flag(page, "is_done", batch->state == IMPORT_BATCH_DONE && kind);
	bool kept;
	enum rc rc = import_change_kept(rq->db, rq->arena, batch->id, &kept);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "may_undo", kept && kind && batch->state == IMPORT_BATCH_DONE);
	view_flag(page, "has_refused", batch->rows_refused > 0);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	add_results(rq, page, batch->results.at ? batch->results : STR(""));
	view_flag(page, "is_undone", batch->state == IMPORT_BATCH_UNDONE);
	add_undone(rq, page, batch->undo_results.at ? batch->undo_results : STR(""));
	import_page_crumbs(rq, page, "/admin/import", label);
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/import-batch", page);
}

static enum rc batch_get(struct request *rq, struct response *rs)
{
	struct import_batch batch;
	enum rc rc = find_batch(rq, &batch);
	return rc == RC_OK ? show_batch(rq, rs, &batch) : rc;
}

static enum rc results_get(struct request *rq, struct response *rs)
{
	struct import_batch batch;
	enum rc rc = find_batch(rq, &batch);

	if (rc != RC_OK)
		return rc;
	return respond_bytes(rq, rs, "text/csv; charset=utf-8",
			     arena_printf(rq->arena, "import-%s.csv", batch.kind.at),
			     batch.results.at ? batch.results : STR(""));
}

struct keeping {
	struct change change;
	struct import_batch *batch;
	const struct import_kind *kind;
	const struct import_preset *preset; /* NULL: none */
	struct import_result result;
	struct import_undo_result undone;
};

/* With everything written, or given up: the content is not kept any longer than needed. */
static enum rc finish(struct db *db, struct keeping *keeping, enum import_batch_state state)
{
	struct request *rq = keeping->change.rq;
	struct import_batch after = *keeping->batch;

	after.state = (int)state;
	after.content = STR_NONE;
	after.finished_at = rq->now;
	if (state == IMPORT_BATCH_DONE)
		import_keep_outcome(rq->arena, &after, &keeping->result);
	enum rc rc = import_batch_finish(db, &after);
	if (rc != RC_OK)
		return rc;
	keeping->change.answer = import_page_batch(rq->arena, &after,
					       state == IMPORT_BATCH_DONE ? "?said=done" : "?said=given_up");
	return audit_change(db, rq->arena, &keeping->change.actor, "import_batch.updated",
			    &import_batch_record, after.id, 0, keeping->batch, &after, STR(""));
}

static enum rc finish_done(struct db *db, void *closure, const struct import_result *result)
{
	(void)result;
	return finish(db, closure, IMPORT_BATCH_DONE);
}

static enum rc import_now(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	struct import_run run = import_page_run(keeping->change.rq);

	(void)db;
	run.batch_id = keeping->batch->id;
	run.preset = keeping->preset;
	return import_file(&run, keeping->kind, keeping->batch->content, false, &keeping->result, finish_done,
			   keeping);
}

static enum rc give_up(struct db *db, void *closure)
{
	return finish(db, closure, IMPORT_BATCH_GIVEN_UP);
}

static enum rc batch_post(struct request *rq, struct response *rs)
{
	struct import_batch batch;
	struct keeping keeping = {.change = change_of(rq), .batch = &batch};
	bool is_import = !str_is(pairs_get(&rq->form, "decision"), "give_up");
	enum rc rc = find_batch(rq, &batch);

	if (rc != RC_OK)
		return rc;
	keeping.kind = import_kind_named(batch.kind);
	if (!keeping.kind)
		return RC_NOT_FOUND;
	if (batch.state != IMPORT_BATCH_CHECKED && rq->api)
		return RC_CONFLICT;
	if (batch.state != IMPORT_BATCH_CHECKED)
		return respond_redirect(rq, rs, import_page_batch(rq->arena, &batch, ""));
	rc = import_page_preset(rq, batch.preset_id, keeping.kind, &keeping.preset);
	if (rc != RC_OK)
		return rc;
	api_call_answers(rq, import_api_answer, &batch.uuid);
	rc = change_run(&keeping.change, rs, "import_decided", is_import ? import_now : give_up, &keeping);
	if (rc != RC_INVALID)
		return rc;
	/* What is stored has changed since the dry run, and rows are refused now. */
	if (keeping.result.held.len)
		problem_add(rq, "", N_("Somebody has to agree to what is missing, so nothing was imported."));
	else
		problem_add(rq, "", N_("Some rows were refused, so nothing was imported."));
	import_keep_outcome(rq->arena, &batch, &keeping.result);
	return show_batch(rq, rs, &batch);
}

/* --- taking it back --- */

static enum rc undo_get(struct request *rq, struct response *rs)
{
	struct import_batch batch;
	struct view *page = view_new(rq->arena);
	enum rc rc = find_batch(rq, &batch);

	if (rc != RC_OK)
		return rc;
	if (batch.state != IMPORT_BATCH_DONE)
		return respond_redirect(rq, rs, import_page_batch(rq->arena, &batch, ""));
	const struct import_kind *kind = import_kind_named(batch.kind);
	view_record(page, "batch", &import_batch_record, &batch);
	view_text(page, "page_title", kind ? rq_tr(rq, kind->label) : batch.kind);
	view_int(page, "put_back", batch.rows_changed + batch.rows_ended);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", import_page_batch(rq->arena, &batch, ""));
	view_flag(page, "is_people", str_is(batch.kind, "people"));
	import_page_crumbs(rq, page, "/admin/import", rq_tr(rq, N_("Take the import back")));
	return respond_page(rq, rs, "organization/import-undo", page);
}

static enum rc undo(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	struct import_run run = import_page_run(keeping->change.rq);

	(void)db;
	keeping->change.answer = import_page_batch(keeping->change.rq->arena, keeping->batch, "?said=undone");
	return import_undo(&run, keeping->kind, keeping->batch, &keeping->undone);
}

static enum rc undo_post(struct request *rq, struct response *rs)
{
	struct import_batch batch;
	struct keeping keeping = {.change = change_of(rq), .batch = &batch};
	enum rc rc = find_batch(rq, &batch);

	if (rc != RC_OK)
		return rc;
	keeping.kind = import_kind_named(batch.kind);
	if (!keeping.kind)
		return RC_NOT_FOUND;
	api_call_answers(rq, import_api_answer, &batch.uuid);
	rc = change_run(&keeping.change, rs, "import_undone", undo, &keeping);
	if (rc != RC_CONFLICT || rq->api)
		return rc;
	return respond_redirect(rq, rs, import_page_batch(rq->arena, &batch, ""));
}

static const struct code decision_rows[] = {{"", ""}, {"all", ""}, {"skip", ""}, {"give_up", ""}, {NULL, NULL}};
static const struct codes decision_codes = {"import_decision", decision_rows};

const struct route import_batch_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/import/batches/{batch}",
	 .needs = MAY_ADMINISTER,
	 .handle = batch_get,
	 .help = "what a file would change, or has changed",
	 .offered_by = "getImport"},
	{.method = METHOD_POST,
	 .path = "/admin/import/batches/{batch}",
	 .needs = MAY_ADMINISTER,
	 .handle = batch_post,
	 .help = "import it, or give it up",
	 .api = &(const struct api_operation){
		 .id = "decideImport", .tag = "Imports", .scope = API_ADMIN_WRITE, .answer = &import_api_batch_schema,
		 .body = API_BODY("ImportDecision",
				  {API_CODE, "decision", .codes = &decision_codes, .flags = API_REQUIRED,
				   .help = "all: nothing is written when a row is refused; skip: without the refused rows"},
				  {API_BOOL, "agreed", .help = "all that is missing may be switched off; asked for where `held` says so"}),
		 .path = "/api/v1/imports/batches/{batch}"}},
	{.method = METHOD_GET,
	 .path = "/admin/import/batches/{batch}/results.csv",
	 .needs = MAY_ADMINISTER,
	 .handle = results_get,
	 .help = "the result of every row",
	 .api = &(const struct api_operation){.id = "getImportResults", .tag = "Imports", .scope = API_ADMIN_READ,
					      .flags = API_STREAMED, .types = "text/csv",
					      .path = "/api/v1/imports/batches/{batch}/results.csv"}},
	{.method = METHOD_GET,
	 .path = "/admin/import/batches/{batch}/undo",
	 .needs = MAY_ADMINISTER,
	 .handle = undo_get,
	 .help = "what taking an import back means",
	 .offered_by = "getImport"},
	{.method = METHOD_POST,
	 .path = "/admin/import/batches/{batch}/undo",
	 .needs = MAY_ADMINISTER,
	 .handle = undo_post,
	 .help = "take an import back",
	 .api = &(const struct api_operation){
		 .id = "undoImport", .tag = "Imports", .scope = API_ADMIN_WRITE, .answer = &import_api_batch_schema,
		 .path = "/api/v1/imports/batches/{batch}/undo"}},
	ROUTE_END,
};
