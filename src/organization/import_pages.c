#include "organization/import_pages.h"

#include <unistd.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/random.h"
#include "event/submission.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/import_batch_store.h"
#include "organization/import_kinds.h"

enum { FILE_MOST = 16 << 20, SHOWN_MOST = 500 };

static const struct code said[] = {
	{"done", N_("The file has been imported.")},
	{"given_up", N_("Nothing was imported.")},
	{NULL, NULL},
};

static enum rc kind_of_address(const struct request *rq, const struct import_kind **kind)
{
	*kind = import_kind_named(param(rq, "kind"));
	return *kind ? RC_OK : RC_NOT_FOUND;
}

static struct import_run run_of(struct request *rq)
{
	return (struct import_run){
		.db = rq->db,
		.arena = rq->arena,
		.actor = actor_of(rq->viewer, rq->id, rq->now),
		.zone = rq->zone,
		.catalogue = rq->catalogue,
		.skip_refused = str_is(pairs_get(&rq->form, "decision"), "skip"),
	};
}

static void add_crumbs(struct request *rq, struct view *page, const char *href, struct str label)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, href, rq_tr(rq, N_("Import")));
	if (label.len)
		edit_crumb(page, &crumbs, "", label);
}

/* --- what can be imported --- */

static enum rc index_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *kinds = view_list(page, "kinds"), *list = view_list(page, "rows");
	struct rows rows;
	enum rc rc = import_batch_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	const struct import_kind *kind;
	for (size_t i = 0; (kind = import_kind_at(i)); i++) {
		struct view *item = view_add(kinds);
		view_cstr(item, "name", kind->name);
		view_text(item, "label", rq_tr(rq, kind->label));
	}
	for (size_t i = 0; i < rows.count; i++) {
		const struct import_batch *batch = ROW(struct import_batch, rows, i);
		struct view *item = view_add(list);
		kind = import_kind_named(batch->kind);
		view_merge(item, &import_batch_record, batch);
		view_text(item, "label", kind ? rq_tr(rq, kind->label) : batch->kind);
	}
	add_crumbs(rq, page, "", STR(""));
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
	add_crumbs(rq, page, "/admin/import", rq_tr(rq, kind->label));
	return respond_page(rq, rs, "organization/import-file", page);
}

static enum rc file_get(struct request *rq, struct response *rs)
{
	const struct import_kind *kind;
	enum rc rc = kind_of_address(rq, &kind);
	return rc == RC_OK ? show_file(rq, rs, kind) : rc;
}

static enum rc read_upload(struct request *rq, const struct upload *upload, struct str *content)
{
	if (upload->size > FILE_MOST)
		return problem_add(rq, "text", N_("The file is larger than 16 MB; divide it"));
	char *bytes = arena_alloc(rq->arena, (size_t)upload->size + 1, 1);
	size_t got = 0;
	while (got < (size_t)upload->size) {
		ssize_t n = pread(upload_fd(upload), bytes + got, (size_t)upload->size - got, (off_t)got);
		if (n <= 0)
			return FAULT("import.read", "an upload cannot be read");
		got += (size_t)n;
	}
	*content = encoding_utf8(rq->arena, (struct str){bytes, got});
	return RC_OK;
}

/* The uploaded file, or else what was pasted. */
static enum rc read_content(struct request *rq, struct import_batch *batch)
{
	const struct upload *upload = upload_find(rq, "file");

	batch->content = pairs_get(&rq->form, "text");
	if (upload) {
		batch->file_name = upload->file_name;
		return read_upload(rq, upload, &batch->content);
	}
	return str_trim(batch->content).len ? RC_OK
					    : problem_add(rq, "text", N_("Choose a file or paste its rows"));
}

static void set_outcome(struct arena *arena, struct import_batch *batch, const struct import_result *result)
{
	batch->rows_new = (int64_t)result->outcomes[IMPORT_NEW];
	batch->rows_changed = (int64_t)result->outcomes[IMPORT_CHANGED];
	batch->rows_same = (int64_t)result->outcomes[IMPORT_SAME];
	batch->rows_refused = (int64_t)result->outcomes[IMPORT_REFUSED];
	batch->results = import_result_csv(arena, result);
}

struct keeping {
	struct change change;
	struct import_batch *batch;
	const struct import_kind *kind;
	struct import_result result;
};

static struct str batch_address(struct arena *arena, const struct import_batch *batch, const char *more)
{
	return arena_printf(arena, "/admin/import/batches/%.*s%s", STR_ARG(batch->uuid), more);
}

static enum rc keep(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	struct arena *arena = keeping->change.rq->arena;
	enum rc rc = import_batch_insert(db, keeping->batch);

	keeping->change.answer = batch_address(arena, keeping->batch, "");
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
	struct import_run run = run_of(rq);
	struct import_batch batch;
	struct keeping keeping = {.change = change_of(rq), .batch = &batch};
	enum rc rc = kind_of_address(rq, &keeping.kind);

	if (rc != RC_OK)
		return rc;
	record_clear(&import_batch_record, &batch);
	batch.organization_id = rq->viewer->organization_id;
	batch.uuid = uuid_new(rq->arena, rq->now);
	batch.kind = str_of(keeping.kind->name);
	batch.state = IMPORT_BATCH_CHECKED;
	batch.actor_id = rq->viewer->account_id;
	batch.created_at = rq->now;
	rc = read_content(rq, &batch);
	if (rc == RC_OK)
		rc = import_file(&run, keeping.kind, batch.content, true, &keeping.result, NULL, NULL);
	if (rc == RC_OK && keeping.result.problems)
		rc = tell_file_problems(rq, &keeping.result);
	if (rc == RC_INVALID)
		return show_file(rq, rs, keeping.kind);
	if (rc != RC_OK)
		return rc;
	batch.sha256 = sha256(rq->arena, batch.content);
	set_outcome(rq->arena, &batch, &keeping.result);
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
			view_text(item, "line", csv_cell(&row, LINE));
			view_code(item, "outcome", &import_outcome_codes, outcome);
			view_text(item, "what", csv_unguard(csv_cell(&row, WHAT)));
			view_text(item, "column", csv_unguard(csv_cell(&row, COLUMN)));
			view_text(item, "message", csv_unguard(csv_cell(&row, PROBLEM)));
			shown++;
		}
	}
	view_int(page, "left_out", (int64_t)left_out);
}

static enum rc show_batch(struct request *rq, struct response *rs, const struct import_batch *batch)
{
	struct view *page = view_new(rq->arena);
	const struct import_kind *kind = import_kind_named(batch->kind);
	struct str label = kind ? rq_tr(rq, kind->label) : batch->kind;

	view_record(page, "batch", &import_batch_record, batch);
	view_text(page, "page_title", label);
	view_flag(page, "is_open", batch->state == IMPORT_BATCH_CHECKED && kind);
	view_flag(page, "has_good", batch->rows_new + batch->rows_changed > 0);
	view_flag(page, "has_refused", batch->rows_refused > 0);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	add_results(rq, page, batch->results.at ? batch->results : STR(""));
	add_crumbs(rq, page, "/admin/import", label);
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

/* With everything written, or given up: the content is not kept any longer than needed. */
static enum rc finish(struct db *db, struct keeping *keeping, enum import_batch_state state)
{
	struct request *rq = keeping->change.rq;
	struct import_batch after = *keeping->batch;

	after.state = (int)state;
	after.content = STR_NONE;
	after.finished_at = rq->now;
	if (state == IMPORT_BATCH_DONE)
		set_outcome(rq->arena, &after, &keeping->result);
	enum rc rc = import_batch_finish(db, &after);
	if (rc != RC_OK)
		return rc;
	keeping->change.answer = batch_address(rq->arena, &after,
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
	struct import_run run = run_of(keeping->change.rq);

	(void)db;
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
	if (batch.state != IMPORT_BATCH_CHECKED)
		return respond_redirect(rq, rs, batch_address(rq->arena, &batch, ""));
	rc = change_run(&keeping.change, rs, "import_decided", is_import ? import_now : give_up, &keeping);
	if (rc != RC_INVALID)
		return rc;
	/* What is stored has changed since the dry run, and rows are refused now. */
	problem_add(rq, "", N_("Some rows were refused, so nothing was imported."));
	set_outcome(rq->arena, &batch, &keeping.result);
	return show_batch(rq, rs, &batch);
}

const struct route import_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/import",
	 .needs = MAY_ADMINISTER,
	 .handle = index_get,
	 .help = "what can be imported, and what was"},
	{.method = METHOD_GET,
	 .path = "/admin/import/{kind}",
	 .needs = MAY_ADMINISTER,
	 .handle = file_get,
	 .help = "the form for a file of one kind"},
	{.method = METHOD_POST,
	 .path = "/admin/import/{kind}",
	 .needs = MAY_ADMINISTER,
	 .flags = ROUTE_UPLOAD,
	 .handle = file_post,
	 .help = "look a file through"},
	{.method = METHOD_GET,
	 .path = "/admin/import/{kind}/template.csv",
	 .needs = MAY_ADMINISTER,
	 .handle = template_get,
	 .help = "an empty file with all columns"},
	{.method = METHOD_GET,
	 .path = "/admin/import/batches/{batch}",
	 .needs = MAY_ADMINISTER,
	 .handle = batch_get,
	 .help = "what a file would change, or has changed"},
	{.method = METHOD_POST,
	 .path = "/admin/import/batches/{batch}",
	 .needs = MAY_ADMINISTER,
	 .handle = batch_post,
	 .help = "import it, or give it up"},
	{.method = METHOD_GET,
	 .path = "/admin/import/batches/{batch}/results.csv",
	 .needs = MAY_ADMINISTER,
	 .handle = results_get,
	 .help = "the result of every row"},
	ROUTE_END,
};
