#include "organization/import_preset_pages.h"

#include "base/csv.h"
#include "base/random.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/import_api.h"
#include "organization/import_kinds.h"
#include "organization/import_page.h"
#include "organization/import_preset_store.h"

enum { FIXED_ROWS = 4 };

static const struct code said[] = {
	{"made", N_("The source has been added. Check what its columns mean.")},
	{"saved", N_("The change has been saved.")},
	{NULL, NULL},
};

static const char *const names[] = {
	"name", "day_order", "missing", "missing_most", "skip_refused", "file_pattern", "is_active", NULL,
};
static const struct form form = {&import_preset_record, names, NULL};

static const char *const first_names[] = {"name", NULL};
static const struct form first_form = {&import_preset_record, first_names, NULL};

static void add_crumbs(struct request *rq, struct view *page, struct str label)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/import", rq_tr(rq, N_("Import")));
	edit_crumb(page, &crumbs, label.len ? "/admin/import/presets" : "", rq_tr(rq, N_("Sources")));
	if (label.len)
		edit_crumb(page, &crumbs, "", label);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "rows"), *kinds = view_list(page, "kinds");
	const struct import_kind *kind;
	struct rows rows;
	enum rc rc = import_preset_list(rq->db, rq->arena, rq->viewer->organization_id, false, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct import_preset *preset = ROW(struct import_preset, rows, i);
		struct view *item = view_add(list);
		kind = import_kind_named(preset->kind);
		view_merge(item, &import_preset_record, preset);
		view_text(item, "label", kind ? rq_tr(rq, kind->label) : preset->kind);
	}
	for (size_t i = 0; (kind = import_kind_at(i)); i++) {
		if (kind->rewrite)
			continue;
		struct view *item = view_add(kinds);
		view_cstr(item, "name", kind->name);
		view_text(item, "label", rq_tr(rq, kind->label));
	}
	add_crumbs(rq, page, STR(""));
	return rc == RC_OK ? respond_page(rq, rs, "organization/import-presets", page) : rc;
}

/* --- a new one, from the header of a file --- */

static enum rc find_kind(const struct request *rq, const struct import_kind **kind)
{
	*kind = import_kind_named(param(rq, "kind"));
	return *kind && !(*kind)->rewrite ? RC_OK : RC_NOT_FOUND;
}

static enum rc show_new(struct request *rq, struct response *rs, const struct import_kind *kind,
			const struct import_preset *preset)
{
	struct view *page = view_new(rq->arena);
	struct str typed = pairs_get(&rq->form, "text"), problem = problem_of(rq, "text");

	form_view(rq, page, "form", &first_form, preset);
	view_cstr(page, "kind_name", kind->name);
	view_text(page, "kind_label", rq_tr(rq, kind->label));
	view_text(page, "typed", typed.at ? typed : STR(""));
	view_text(page, "text_problem", problem.at ? problem : STR(""));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_cstr(page, "cancel_href", "/admin/import/presets");
	add_crumbs(rq, page, rq_tr(rq, N_("Add a source")));
	return respond_page(rq, rs, "organization/import-preset-new", page);
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	const struct import_kind *kind;
	enum rc rc = find_kind(rq, &kind);

	return rc == RC_OK ? show_new(rq, rs, kind, NULL) : rc;
}

/* Each title with the field that it names by itself. */
static enum rc map_header(struct request *rq, const struct import_kind *kind, struct str content, struct str *json)
{
	const struct import_run run = {.arena = rq->arena, .catalogue = rq->catalogue};
	struct csv_reader csv = csv_reader(rq->arena, content);
	struct csv_row header;
	const char *why;
	struct import_map map = {0};
	enum rc rc = csv_next(&csv, &header, &why);

	if (rc == RC_NOT_FOUND || (rc == RC_OK && header.count > IMPORT_MAP_COLUMNS_MOST))
		return problem_add(rq, "text", N_("The first row has to name the columns"));
	if (rc != RC_OK)
		return problem_add(rq, "text", why);
	struct import_map_column *columns = ARENA_ARRAY(rq->arena, struct import_map_column, header.count);
	for (size_t i = 0; i < header.count; i++) {
		const struct str title = str_trim(header.cells[i]);
		if (!title.len)
			continue;
		columns[map.count].from = title;
		columns[map.count++].to = import_column_named(&run, kind, title);
	}
	map.columns = columns;
	*json = import_map_json(rq->arena, &map);
	return RC_OK;
}

struct making {
	struct change change;
	struct import_preset *preset;
};

static enum rc make(struct db *db, void *closure)
{
	struct making *making = closure;
	struct arena *arena = making->change.rq->arena;
	enum rc rc = import_preset_insert(db, making->preset);

	if (rc != RC_OK)
		return rc;
	making->change.answer = arena_printf(arena, "/admin/import/presets/%lld?said=made", (long long)making->preset->id);
	return audit_change(db, arena, &making->change.actor, "import_preset.created", &import_preset_record,
			    making->preset->id, 0, NULL, making->preset, STR(""));
}

static void begin(struct request *rq, const struct import_kind *kind, struct import_preset *preset)
{
	record_clear(&import_preset_record, preset);
	preset->organization_id = rq->viewer->organization_id;
	preset->kind = str_of(kind->name);
	preset->day_order = DAY_ORDER_ISO;
	preset->missing = IMPORT_MISSING_KEEP;
	preset->missing_most = 5;
	preset->is_active = true;
	preset->version = 1;
	preset->updated_at = rq->now;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	const struct import_kind *kind;
	struct import_preset preset;
	struct making making = {.change = change_of(rq), .preset = &preset};
	struct str content = STR(""), file_name = STR("");
	enum rc rc = find_kind(rq, &kind);

	if (rc != RC_OK)
		return rc;
	begin(rq, kind, &preset);
	enum rc form_rc = form_read(rq, &first_form, &preset);
	rc = import_page_upload(rq, &file_name, &content);
	if (rc == RC_OK)
		rc = map_header(rq, kind, content, &preset.columns_json);
	if (form_rc == RC_OK && !import_preset_rules[0].holds(&preset))
		form_rc = problem_add(rq, "name", import_preset_rules[0].why);
	rc = rc == RC_OK ? form_rc : rc;
	api_call_answers(rq, import_api_answer_preset, &preset);
	if (rc == RC_OK)
		rc = change_run(&making.change, rs, "import_preset", make, &making);
	if (rc == RC_DUPLICATE)
		rc = problem_add(rq, "name", N_("This is taken already"));
	return rc == RC_INVALID ? show_new(rq, rs, kind, &preset) : rc;
}

/* --- what its columns mean --- */

static struct str key_of(struct request *rq, const char *group, size_t at, const char *name)
{
	return arena_printf(rq->arena, "%s.%zu.%s", group, at, name);
}

static struct str typed_of(struct request *rq, const char *group, size_t at, const char *name)
{
	struct str typed = pairs_get(&rq->form, key_of(rq, group, at, name).at);
	return typed.at ? typed : STR("");
}

/* Two columns may not fill one field, and the key must be there. */
static enum rc check_targets(struct request *rq, const struct import_kind *kind, const struct import_map *map)
{
	const struct import_run run = {.arena = rq->arena, .catalogue = rq->catalogue};

	for (size_t i = 0; i < map->count; i++) {
		if (!map->columns[i].to.len)
			continue;
		if (!import_column_named(&run, kind, map->columns[i].to).len)
			return RC_NOT_FOUND;
		for (size_t j = 0; j < i; j++)
			if (str_equal(map->columns[j].to, map->columns[i].to))
				return problem_add_text(rq, "columns", arena_printf(rq->arena, "%.*s: %.*s",
						STR_ARG(map->columns[i].to),
						STR_ARG(rq_tr(rq, N_("Only one column may fill this")))));
	}
	return RC_OK;
}

/* The table of columns as it was typed, back into the record. */
static enum rc complete(struct request *rq, void *row)
{
	struct import_preset *preset = row;
	const struct import_kind *kind = import_kind_named(preset->kind);
	size_t count = form_group_count(rq, "column", IMPORT_MAP_COLUMNS_MOST), line;
	struct import_map_column *columns = ARENA_ARRAY(rq->arena, struct import_map_column, count + FIXED_ROWS);
	struct import_map map = {columns, 0};
	enum rc rc = kind ? RC_OK : RC_NOT_FOUND;

	/* A change by the JSON interface may leave them as they are. */
	if (rq->api && !count && !form_group_count(rq, "fixed", FIXED_ROWS))
		return rc;
	for (size_t i = 0; i < count; i++) {
		struct import_map_column *column = &columns[map.count];
		column->from = typed_of(rq, "column", i, "from");
		column->to = typed_of(rq, "column", i, "to");
		if (!column->from.len)
			continue;
		map.count++;
		if (import_map_values_read(rq->arena, typed_of(rq, "column", i, "values"), column, &line) == RC_OK)
			continue;
		struct str words = rq_tr(rq, N_("write each value once, as theirs = ours, line"));
		rc = problem_add_text(rq, "columns", arena_printf(rq->arena, "%.*s: %.*s %zu", STR_ARG(column->from),
								  STR_ARG(words), line));
	}
	for (size_t i = 0; i < FIXED_ROWS; i++) {
		struct str to = typed_of(rq, "fixed", i, "to"), value = str_trim(typed_of(rq, "fixed", i, "value"));
		if (to.len && value.len)
			columns[map.count++] = (struct import_map_column){.from = STR(""), .to = to, .fixed = value};
	}
	enum rc checked = kind ? check_targets(rq, kind, &map) : RC_NOT_FOUND;
	preset->columns_json = import_map_json(rq->arena, &map);
	preset->updated_at = rq->now;
	return rc == RC_OK ? checked : rc;
}

static void add_targets(struct request *rq, struct view *item, const struct import_kind *kind, struct str chosen)
{
	struct view_list *list = view_list(item, "targets");

	for (const char *const *name = kind->fields; *name; name++) {
		struct view *target = view_add(list);
		view_cstr(target, "code", *name);
		view_text(target, "label", rq_tr(rq, record_field(kind->record, str_of(*name))->label));
		view_flag(target, "selected", str_is(chosen, *name));
	}
	for (const struct import_reference *at = kind->references; at->field; at++) {
		struct view *target = view_add(list);
		view_cstr(target, "code", at->column);
		view_text(target, "label", rq_tr(rq, record_field(kind->record, str_of(at->field))->label));
		view_flag(target, "selected", str_is(chosen, at->column));
	}
}

static void add_column(struct request *rq, struct view_list *list, const struct import_kind *kind, size_t at,
		       const struct import_map_column *column)
{
	struct view *item = view_add(list);
	struct str typed = pairs_get(&rq->form, key_of(rq, "column", at, "values").at);

	view_int(item, "at", (int64_t)at);
	view_text(item, "from", column->from);
	view_text(item, "values", typed.at ? typed : import_map_values_text(rq->arena, column));
	view_int(item, "rows", column->value_count > 2 ? 4 : column->value_count ? 2 : 1);
	add_targets(rq, item, kind, column->to);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	const struct import_preset *preset = row;
	const struct import_kind *kind = import_kind_named(preset->kind);
	struct view_list *columns = view_list(page, "columns"), *fixed = view_list(page, "fixed");
	struct str problem = problem_of(rq, "columns");
	struct import_map map;
	size_t at = 0, fixed_at = 0;
	enum rc rc = kind ? import_map_read(rq->arena, preset->columns_json, &map) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < map.count; i++)
		if (map.columns[i].from.len)
			add_column(rq, columns, kind, at++, &map.columns[i]);
	for (size_t i = 0; i < map.count + FIXED_ROWS && fixed_at < FIXED_ROWS; i++) {
		static const struct import_map_column none = {STR_INIT(""), STR_INIT(""), STR_INIT(""), NULL, 0};
		const struct import_map_column *column = i < map.count ? &map.columns[i] : &none;
		if (column->from.len)
			continue;
		struct view *item = view_add(fixed);
		view_int(item, "at", (int64_t)fixed_at++);
		view_text(item, "value", column->fixed);
		add_targets(rq, item, kind, column->to);
	}
	view_text(page, "kind_label", rq_tr(rq, kind->label));
	view_cstr(page, "kind_name", kind->name);
	view_int(page, "preset_id", preset->id);
	view_text(page, "columns_problem", problem.at ? problem : STR(""));
	view_flag(page, "may_end", record_field(kind->record, STR("is_active")) != NULL);
	page_said(rq, page, said);
	add_crumbs(rq, page, preset->name);
	return RC_OK;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	(void)before;
	return import_preset_update(db, row);
}

static enum rc edit_stored(struct request *rq, struct import_preset *before, struct edit *edit)
{
	int64_t id;
	enum rc rc = edit_param_id(rq, "preset", &id);

	if (rc == RC_OK)
		rc = import_preset_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	if (rc != RC_OK)
		return rc;
	*edit = (struct edit){
		.form = &form,
		.rules = import_preset_rules,
		.before = before,
		.row = record_copy(rq->arena, &import_preset_record, before),
		.complete = complete,
		.write = write,
		.template = "organization/import-preset",
		.title = before->name,
		.cancel_href = STR("/admin/import/presets"),
		.answer = "/admin/import/presets/{id}?said=saved",
		.decorate = decorate,
	};
	return RC_OK;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct import_preset before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct import_preset before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route import_preset_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/import/presets",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "sources of files and how each is read",
	 .offered_by = "listImportSources"},
	{.method = METHOD_GET,
	 .path = "/admin/import/{kind}/preset",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for a new source"},
	{.method = METHOD_POST,
	 .path = "/admin/import/{kind}/preset",
	 .needs = MAY_ADMINISTER,
	 .flags = ROUTE_UPLOAD,
	 .handle = new_post,
	 .help = "add a source by the header of a file",
	 .api = &(const struct api_operation){
		 .id = "addImportSource", .tag = "Imports", .scope = API_ADMIN_WRITE, .status = 201, .answer = &import_api_preset_schema,
		 .body = API_BODY("NewImportSource", {API_FIELDS, .form = &first_form},
				  {API_TEXT, "text", .flags = API_REQUIRED, .help = "a file of it; the header is enough"}),
		 .path = "/api/v1/imports/kinds/{kind}/presets"}},
	{.method = METHOD_GET,
	 .path = "/admin/import/presets/{preset}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "what the columns of a source mean",
	 .offered_by = "getImportSource"},
	{.method = METHOD_POST,
	 .path = "/admin/import/presets/{preset}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "change it",
	 .api = API_CHANGE("changeImportSource", "Imports", API_ADMIN_WRITE,
			   API_BODY("ImportSourceText", {API_FIELDS, .form = &form}, IMPORT_API_COLUMNS), .method = METHOD_PATCH,
			   .flags = API_VERSIONED | API_PARTIAL, .path = "/api/v1/imports/presets/{preset}",
			   .about = "Columns and fixed values are replaced together where either is sent.")},
	ROUTE_END,
};
