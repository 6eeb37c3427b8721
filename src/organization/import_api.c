#include "organization/import_api.h"

#include "base/csv.h"
#include "base/random.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/import_batch_store.h"
#include "organization/import_kinds.h"
#include "organization/import_preset_store.h"
#include "organization/import_undo.h"

enum { ROWS_MOST = 500 };

/* --- what can be imported ----------------------------------------------------------- */

static const struct api_schema import_column_schema = {
	"ImportColumn", "A column that a file may have",
	(const struct api_member[]){
		{API_TEXT, "name"},
		{API_TEXT, "label", .help = "files may name it so too"},
		{API_BOOL, "is_key", .help = "rows are known by it"},
		{API_BOOL, "is_needed"},
		{API_TEXTS, "values", .help = "the only ones; none: anything"},
		API_MEMBERS_END,
	}};
static const struct api_schema kind_schema = {
	"ImportKind", "Something that files can bring",
	(const struct api_member[]){
		{API_TEXT, "name"},
		{API_TEXT, "label"},
		{API_LIST, "columns", .of = &import_column_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema kinds_schema = API_LIST_OF("ImportKindList", "In the order in which a new organization needs them", &kind_schema);

static bool is_key(const struct import_kind *kind, const char *name)
{
	return api_operation_lists(kind->key, name);
}

static void put_column(struct request *rq, struct api_json *json, const char *name, const struct field *field, bool is_of_key)
{
	api_json_begin(json, NULL);
	api_json_cstr(json, "name", name);
	api_json_text(json, "label", rq_tr(rq, field->label));
	api_json_bool(json, "is_key", is_of_key);
	api_json_bool(json, "is_needed", (field->flags & FIELD_REQUIRED) != 0);
	api_json_list(json, "values");
	for (int i = 1; field->kind == FIELD_CODE && field->codes->rows[i].code; i++)
		api_json_cstr(json, NULL, field->codes->rows[i].code);
	api_json_list_end(json);
	api_json_end(json);
}

static enum rc kinds_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_list(rq);
	const struct import_kind *kind;

	for (size_t i = 0; (kind = import_kind_at(i)); i++) {
		api_json_begin(&json, NULL);
		api_json_cstr(&json, "name", kind->name);
		api_json_text(&json, "label", rq_tr(rq, kind->label));
		api_json_list(&json, "columns");
		for (const char *const *name = kind->fields; *name; name++)
			put_column(rq, &json, *name, record_field(kind->record, str_of(*name)), is_key(kind, *name));
		for (const struct import_reference *at = kind->references; at->field; at++)
			put_column(rq, &json, at->column, record_field(kind->record, str_of(at->field)), is_key(kind, at->field));
		api_json_list_end(&json);
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

/* --- files ---------------------------------------------------------------------------- */

static const char *const batch_names[] = {
	"uuid", "kind", "preset_id", "source", "file_name", "state", "rows_new", "rows_changed", "rows_same", "rows_refused", "rows_ended",
	"held", "created_at", "finished_at", "undone_at", NULL,
};
static const struct form batch_fields = {&import_batch_record, batch_names, NULL};
static const struct api_schema line_schema = API_RECORD_OF("ImportLine", "A file and what became of it", &batch_fields);
static const struct api_schema list_schema = API_LIST_OF("ImportList", "The newest first, from pages, commands and the drop folder", &line_schema);
static const struct api_schema row_schema = {
	"ImportRow", "What a row does or did; a refused one once for each reason",
	(const struct api_member[]){
		{API_INT, "line", .help = "0: what the file lacks"},
		{API_CODE, "outcome", .codes = &import_outcome_codes},
		{API_TEXT, "what", .help = "its key"},
		{API_TEXT, "column", .flags = API_NULLABLE},
		{API_TEXT, "problem", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema undone_schema = {
	"ImportUndone", "What became of a row when the import was taken back",
	(const struct api_member[]){
		{API_TEXT, "what"},
		{API_CODE, "outcome", .codes = &import_undo_codes},
		{API_TEXT, "problem", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
const struct api_schema import_api_batch_schema = {
	"Import", "A file, what its rows do or did, and what became of it",
	(const struct api_member[]){
		{API_FIELDS, .form = &batch_fields},
		{API_LIST, "rows", .of = &row_schema, .help = "refused ones first, at most 500; the file of results has all"},
		{API_BOOL, "has_more_rows"},
		{API_LIST, "undone", .of = &undone_schema, .help = "what stays as it is first, at most 500"},
		API_MEMBERS_END,
	}};

static void put_cell(struct api_json *json, const char *name, const struct csv_row *row, size_t at)
{
	struct str cell = csv_unguard(csv_cell(row, at));

	api_json_text(json, name, cell.len ? cell : STR_NONE);
}

static void put_row(struct api_json *json, const struct csv_row *row, int outcome)
{
	int64_t line = 0;

	str_to_int(csv_cell(row, 0), 0, INT64_MAX, &line);
	api_json_begin(json, NULL);
	api_json_int(json, "line", line);
	api_json_code(json, "outcome", &import_outcome_codes, outcome);
	api_json_text(json, "what", csv_unguard(csv_cell(row, 2)));
	put_cell(json, "column", row, 3);
	put_cell(json, "problem", row, 4);
	api_json_end(json);
}

static void put_undone(struct api_json *json, const struct csv_row *row, int outcome)
{
	api_json_begin(json, NULL);
	api_json_text(json, "what", csv_unguard(csv_cell(row, 0)));
	api_json_code(json, "outcome", &import_undo_codes, outcome);
	put_cell(json, "problem", row, 2);
	api_json_end(json);
}

/* The rows of a kept result, those with this outcome first; false when some were left out. */
static bool put_results(struct request *rq, struct api_json *json, const char *name, struct str csv_text, const struct codes *codes,
			int first, void (*put)(struct api_json *json, const struct csv_row *row, int outcome))
{
	size_t shown = 0, met = 0;

	api_json_list(json, name);
	for (int pass = 0; pass < 2 && csv_text.len; pass++) {
		struct csv_reader csv = csv_reader(rq->arena, csv_text);
		struct csv_row row;
		const char *why;
		while (csv_next(&csv, &row, &why) == RC_OK) {
			/* The header is no outcome. */
			const int outcome = codes_find(codes, csv_cell(&row, 1));
			if (outcome <= 0 || (outcome == first) != (pass == 0))
				continue;
			met++;
			if (shown < ROWS_MOST) {
				put(json, &row, outcome);
				shown++;
			}
		}
	}
	api_json_list_end(json);
	return shown == met;
}

static void put_batch(struct request *rq, struct api_json *json, const struct import_batch *batch)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &batch_fields, batch);
	const bool has_all = put_results(rq, json, "rows", batch->results, &import_outcome_codes, IMPORT_REFUSED, put_row);
	api_json_bool(json, "has_more_rows", !has_all);
	put_results(rq, json, "undone", batch->undo_results, &import_undo_codes, IMPORT_STAYS, put_undone);
	api_json_end(json);
}

static enum rc find_batch(struct request *rq, struct str uuid, struct import_batch *batch)
{
	return uuid_is_valid(uuid) ? import_batch_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, batch) : RC_NOT_FOUND;
}

enum rc import_api_answer(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct str *uuid = closure;
	struct api_json json = API_JSON_IN(rq->arena);
	struct import_batch batch;
	enum rc rc = find_batch(rq, *uuid, &batch);

	if (rc != RC_OK)
		return rc;
	put_batch(rq, &json, &batch);
	if (answer->status == 201)
		answer->location = arena_printf(rq->arena, "/api/v1/imports/batches/%.*s", STR_ARG(*uuid));
	answer->body = api_json_str(&json);
	return RC_OK;
}

static enum rc batch_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct import_batch batch;
	enum rc rc = find_batch(rq, param(rq, "batch"), &batch);

	if (rc != RC_OK)
		return rc;
	put_batch(rq, &json, &batch);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, IMPORT_BATCH_PAGE);
	struct str after = pairs_get(&rq->query, "after"), next = STR_NONE;
	struct rows rows;
	int64_t before = 0;

	if (after.len && !str_to_int(after, 1, INT64_MAX, &before)) {
		problem_add(rq, "?after", N_("Take it from `next` of the page before"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = import_batch_list(rq->db, rq->arena, rq->viewer->organization_id, before, &rows);
	if (rc != RC_OK)
		return rc;
	if (rows.count > limit) {
		rows.count = limit;
		next = arena_printf(rq->arena, "%lld", (long long)ROW(struct import_batch, rows, limit - 1)->id);
	}
	return api_call_rows(rq, rs, &batch_fields, &rows, sizeof(struct import_batch), next);
}

/* --- sources --------------------------------------------------------------------------- */

static const char *const preset_names[] = {
	"id", "kind", "name", "day_order", "missing", "missing_most", "skip_refused", "file_pattern", "is_active", "version", "updated_at", NULL,
};
static const struct form preset_fields = {&import_preset_record, preset_names, NULL};
static const struct api_schema preset_line_schema = API_RECORD_OF("ImportSourceLine", "A source of files", &preset_fields);
static const struct api_schema presets_schema = API_LIST_OF("ImportSourceList", "By name", &preset_line_schema);
const struct api_schema import_api_column_schema = {
	"ImportSourceColumn", "A column of the source's files",
	(const struct api_member[]){
		{API_TEXT, "from", .flags = API_REQUIRED, .help = "its title in the file"},
		{API_TEXT, "to", .help = "the column of the kind; empty: it is left out"},
		{API_TEXT, "values", .help = "lines \"FTE = payroll\": which of theirs stands for which of ours"},
		API_MEMBERS_END,
	}};
const struct api_schema import_api_fixed_schema = {
	"ImportSourceFixed", "What every row gets that the file does not say",
	(const struct api_member[]){
		{API_TEXT, "to", .flags = API_REQUIRED},
		{API_TEXT, "value", .flags = API_REQUIRED},
		API_MEMBERS_END,
	}};
const struct api_schema import_api_preset_schema = {
	"ImportSource", "How the files of one source are read",
	(const struct api_member[]){
		{API_FIELDS, .form = &preset_fields},
		IMPORT_API_COLUMNS,
		API_MEMBERS_END,
	}};

static enum rc put_preset(struct request *rq, struct api_json *json, const struct import_preset *preset)
{
	struct import_map map;
	enum rc rc = import_map_read(rq->arena, preset->columns_json, &map);

	if (rc != RC_OK)
		return rc;
	api_json_begin(json, NULL);
	api_json_fields(json, &preset_fields, preset);
	api_json_list(json, "column");
	for (size_t i = 0; i < map.count; i++) {
		if (!map.columns[i].from.len)
			continue;
		api_json_begin(json, NULL);
		api_json_text(json, "from", map.columns[i].from);
		api_json_text(json, "to", map.columns[i].to);
		api_json_text(json, "values", import_map_values_text(rq->arena, &map.columns[i]));
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_list(json, "fixed");
	for (size_t i = 0; i < map.count; i++) {
		if (map.columns[i].from.len)
			continue;
		api_json_begin(json, NULL);
		api_json_text(json, "to", map.columns[i].to);
		api_json_text(json, "value", map.columns[i].fixed);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_end(json);
	return RC_OK;
}

enum rc import_api_answer_preset(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct import_preset *preset = closure;
	struct api_json json = API_JSON_IN(rq->arena);
	enum rc rc = put_preset(rq, &json, preset);

	answer->location = arena_printf(rq->arena, "/api/v1/imports/presets/%lld", (long long)preset->id);
	answer->version = preset->version;
	answer->body = api_json_str(&json);
	return rc;
}

static enum rc presets_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = import_preset_list(rq->db, rq->arena, rq->viewer->organization_id, false, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &preset_fields, &rows, sizeof(struct import_preset), STR_NONE) : rc;
}

static enum rc preset_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct import_preset preset;
	int64_t id;
	enum rc rc = edit_param_id(rq, "preset", &id);

	if (rc == RC_OK)
		rc = import_preset_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &preset);
	if (rc == RC_OK)
		rc = put_preset(rq, &json, &preset);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, preset.version) : rc;
}

#define READS(id_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = "Imports", .scope = API_ADMIN_READ, .answer = &(answer_), __VA_ARGS__}
const struct route import_api_routes[] = {
	{METHOD_GET, "/api/v1/imports", MAY_ADMINISTER, 0, list_get, "files that were imported or wait for a decision",
	 READS("listImports", list_schema, .flags = API_LISTED)},
	{METHOD_GET, "/api/v1/imports/kinds", MAY_ADMINISTER, 0, kinds_get, "what can be imported, with the columns of its files",
	 READS("listImportKinds", kinds_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/imports/batches/{batch}", MAY_ADMINISTER, 0, batch_get, "what a file would change, or has changed",
	 READS("getImport", import_api_batch_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/imports/presets", MAY_ADMINISTER, 0, presets_get, "sources of files",
	 READS("listImportSources", presets_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/imports/presets/{preset}", MAY_ADMINISTER, 0, preset_get, "how the files of one source are read",
	 READS("getImportSource", import_api_preset_schema, .flags = API_VERSIONED)},
	ROUTE_END,
};
