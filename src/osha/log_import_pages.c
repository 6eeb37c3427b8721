#include "osha/log_import_pages.h"

#include <stddef.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/log.h"
#include "event/answer.h"
#include "identity/viewer.h"
#include "organization/place_store.h"
#include "osha/form_text.h"
#include "osha/log_import.h"

/* Between looking through and bringing in, the page itself keeps the file: it has to fit into a form. */
enum { FILE_MOST = 768 * 1024, SHOWN_MOST = 500 };

/* What holds where the file does not say. */
struct wish {
	int64_t establishment_id;
	int64_t year;
};
static const struct field wish_fields[] = {
	{.kind = FIELD_ID, .name = "establishment", .offset = offsetof(struct wish, establishment_id),
	 .label = N_("Establishment"), .hint = N_("Where the file has no column for it")},
	{.kind = FIELD_INT, .name = "year", .offset = offsetof(struct wish, year), .label = N_("Year"),
	 .flags = FIELD_OPTIONAL, .least = 1971, .most = 2199, .hint = N_("Where the file has no column for it")},
	FIELD_END,
};
static const struct record wish_record = {"log_import", sizeof(struct wish), wish_fields};
static const char *const wish_names[] = {"establishment", "year", NULL};
static const struct form wish_form = {.record = &wish_record, .names = wish_names};

static const struct establishment *place_of(struct rows places, int64_t id)
{
	for (size_t i = 0; i < places.count; i++)
		if (ROW(struct establishment, places, i)->id == id)
			return ROW(struct establishment, places, i);
	return NULL;
}

/* The establishments whose log the viewer keeps. */
static enum rc offer_places(struct request *rq, struct rows *places)
{
	enum rc rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, true, places);
	size_t count = 0;

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, places->count + 1);
	for (size_t i = 0; i < places->count; i++) {
		const struct establishment *place = ROW(struct establishment, *places, i);
		struct scope scope = {.establishment_id = place->id};
		if (viewer_may_in(rq->viewer, MAY_KEEP_OSHA, scope))
			choices[count++] = (struct choice){
				place->id,
				arena_printf(rq->arena, "%.*s %.*s", STR_ARG(place->code), STR_ARG(place->name))};
	}
	form_choices(rq, "establishment", choices, count);
	return RC_OK;
}

static enum rc read_upload(struct request *rq, const struct upload *upload, struct str *file)
{
	char *bytes = arena_alloc(rq->arena, (size_t)upload->size + 1, 1);
	size_t got = 0;

	while (got < (size_t)upload->size) {
		ssize_t n = pread(upload_fd(upload), bytes + got, (size_t)upload->size - got, (off_t)got);
		if (n <= 0)
			return FAULT("log_import.read", "an upload cannot be read");
		got += (size_t)n;
	}
	*file = encoding_utf8(rq->arena, (struct str){bytes, got});
	return RC_OK;
}

/* The uploaded file, or else what was pasted or kept. */
static enum rc read_file(struct request *rq, struct str *file)
{
	const struct upload *upload = upload_find(rq, "file");

	*file = pairs_get(&rq->form, "text");
	if (upload && upload->size > FILE_MOST)
		return problem_add(rq, "file", N_("This file is too large for a page; use muster import cases"));
	if (upload)
		return read_upload(rq, upload, file);
	return str_trim(*file).len ? RC_OK : problem_add(rq, "text", N_("Choose a file or paste its rows"));
}

static void show_row(struct request *rq, struct view_list *list, const struct import_row *row,
		     const struct import_problem *problem)
{
	struct view *item = view_add(list);

	(void)rq;
	view_int(item, "line", (int64_t)row->line);
	view_text(item, "what", row->what);
	view_code(item, "outcome", &import_outcome_codes, (int)row->outcome);
	view_text(item, "column", problem ? problem->column : STR(""));
	view_text(item, "message", problem ? problem->message : STR(""));
}

static void show_rows(struct request *rq, struct view *page, const struct import_result *result)
{
	struct view_list *list = view_list(page, "rows");
	size_t shown = 0;

	/* Refused lines first: they are what a person has to look at. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < result->count && shown < SHOWN_MOST; i++) {
			const struct import_row *row = &result->rows[i];
			if ((row->outcome == IMPORT_REFUSED) != (pass == 0))
				continue;
			shown++;
			if (!row->problems)
				show_row(rq, list, row, NULL);
			for (const struct import_problem *at = row->problems; at; at = at->next)
				show_row(rq, list, row, at);
		}
	view_int(page, "left_out", (int64_t)(result->count - shown));
}

static void show_result(struct request *rq, struct view *page, const struct import_result *result, struct str file)
{
	struct view *shown = view_object(page, "result");

	view_int(shown, "new", (int64_t)result->outcomes[IMPORT_NEW]);
	view_int(shown, "same", (int64_t)result->outcomes[IMPORT_SAME]);
	view_int(shown, "refused", (int64_t)result->outcomes[IMPORT_REFUSED]);
	view_text(shown, "ignored", result->ignored);
	view_flag(shown, "is_done", result->is_done);
	view_flag(shown, "may_all", !result->is_done && result->outcomes[IMPORT_NEW] && !result->outcomes[IMPORT_REFUSED]);
	view_flag(shown, "may_skip", !result->is_done && result->outcomes[IMPORT_NEW] && result->outcomes[IMPORT_REFUSED]);
	view_text(shown, "file", file);
	show_rows(rq, page, result);
}

static enum rc show(struct request *rq, struct response *rs, const struct wish *wish,
		    const struct import_result *result, struct str file)
{
	struct view *page = view_new(rq->arena);
	struct view_list *columns = view_list(page, "columns");
	struct str problem = problem_of(rq, "text"), file_problem = problem_of(rq, "file");

	for (int i = 0; i < LOG_COLUMNS; i++)
		view_cstr(view_add(columns), "column", form_text_log_columns[i]);
	form_view(rq, page, "form", &wish_form, wish);
	view_text(page, "typed", result ? STR("") : file);
	view_text(page, "text_problem", problem.at ? problem : file_problem.at ? file_problem : STR(""));
	view_cstr(page, "cancel_href", "/osha");
	if (wish && wish->establishment_id)
		view_int(page, "establishment_id", wish->establishment_id);
	if (wish && wish->year != NUMBER_NONE)
		view_int(page, "year_given", wish->year);
	if (result)
		show_result(rq, page, result, file);
	return respond_page(rq, rs, "osha/import", page);
}

static enum rc import_get(struct request *rq, struct response *rs)
{
	struct rows places;
	enum rc rc = offer_places(rq, &places);
	return rc == RC_OK ? show(rq, rs, NULL, NULL, STR("")) : rc;
}

/* --- by the JSON interface --- */

static const struct api_schema row_schema = {
	"PastCase", "What a line does or did; a refused one once for each reason",
	(const struct api_member[]){
		{API_INT, "line"},
		{API_CODE, "outcome", .codes = &import_outcome_codes},
		{API_TEXT, "what", .help = "its case number"},
		{API_TEXT, "column", .flags = API_NULLABLE},
		{API_TEXT, "problem", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema result_schema = {
	"PastLog", "What a file of a past log does or did",
	(const struct api_member[]){
		{API_BOOL, "is_done", .help = "false: looked through only, or rows were refused"},
		{API_INT, "new"},
		{API_INT, "same"},
		{API_INT, "refused"},
		{API_TEXT, "ignored", .help = "columns that mean nothing here"},
		{API_LIST, "rows", .of = &row_schema, .help = "at most 500"},
		API_MEMBERS_END,
	}};

static void put_row(struct api_json *json, const struct import_row *row, const struct import_problem *problem)
{
	api_json_begin(json, NULL);
	api_json_int(json, "line", (int64_t)row->line);
	api_json_code(json, "outcome", &import_outcome_codes, (int)row->outcome);
	api_json_text(json, "what", row->what);
	api_json_text(json, "column", problem ? problem->column : STR_NONE);
	api_json_text(json, "problem", problem ? problem->message : STR_NONE);
	api_json_end(json);
}

static struct str result_json(struct request *rq, const struct import_result *result, bool is_done)
{
	struct api_json json = API_JSON_IN(rq->arena);

	api_json_begin(&json, NULL);
	api_json_bool(&json, "is_done", is_done);
	api_json_int(&json, "new", (int64_t)result->outcomes[IMPORT_NEW]);
	api_json_int(&json, "same", (int64_t)result->outcomes[IMPORT_SAME]);
	api_json_int(&json, "refused", (int64_t)result->outcomes[IMPORT_REFUSED]);
	api_json_text(&json, "ignored", result->ignored.at ? result->ignored : STR(""));
	api_json_list(&json, "rows");
	for (size_t i = 0; i < result->count && i < SHOWN_MOST; i++) {
		if (!result->rows[i].problems)
			put_row(&json, &result->rows[i], NULL);
		for (const struct import_problem *at = result->rows[i].problems; at; at = at->next)
			put_row(&json, &result->rows[i], at);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_json_str(&json);
}

static enum rc answer_done(struct request *rq, void *closure, struct api_answer *answer)
{
	answer->body = result_json(rq, closure, true);
	return RC_OK;
}

/* In the transaction that brings it in: the answer is kept with it. */
static enum rc settle(struct db *db, void *closure, const struct import_result *result)
{
	struct request *rq = closure;

	(void)result;
	return answer_change(db, rq, STR("/osha"));
}

static enum rc try_file(struct request *rq, const struct wish *wish, struct rows places, struct str file,
			struct import_result *result)
{
	const struct establishment *place = place_of(places, wish->establishment_id);
	struct str decision = pairs_get(&rq->form, "decision");
	bool is_skip = str_is(decision, "skip");
	const char *why = NULL;
	struct import_run run = {
		.db = rq->db,
		.arena = rq->arena,
		.actor = actor_of(rq->viewer, rq->id, rq->now),
		.zone = rq->zone,
		.catalogue = rq->catalogue,
		.skip_refused = is_skip,
		.why = &why,
		.establishment = place ? place->code : STR_NONE,
		.year = wish->year == NUMBER_NONE ? 0 : wish->year,
		.viewer = rq->viewer,
	};
	const bool is_dry = !is_skip && !str_is(decision, "all");
	api_call_answers(rq, answer_done, result);
	enum rc rc = import_file(&run, &import_cases, file, is_dry, result, rq->api && !is_dry ? settle : NULL, rq);

	for (const struct import_problem *at = result->problems; rc == RC_OK && at; at = at->next)
		problem_add_text(rq, "text",
				 at->column.len ? arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(at->column),
							       STR_ARG(at->message))
						: at->message);
	return rc;
}

static enum rc import_post(struct request *rq, struct response *rs)
{
	struct rows places;
	struct wish wish;
	struct str file = STR("");
	struct import_result result;

	record_clear(&wish_record, &wish);
	enum rc rc = offer_places(rq, &places);
	if (rc == RC_OK)
		rc = form_read(rq, &wish_form, &wish);
	if (rc == RC_OK)
		rc = read_file(rq, &file);
	if (rc == RC_OK)
		rc = try_file(rq, &wish, places, file, &result);
	if (rc == RC_INVALID || (rc == RC_OK && result.problems))
		return show(rq, rs, &wish, NULL, file.at ? file : STR(""));
	/* What was brought in has its answer already. */
	if (rc == RC_OK && rq->api)
		return result.is_done ? RC_OK : respond_json(rq, rs, result_json(rq, &result, false));
	return rc == RC_OK ? show(rq, rs, &wish, &result, file) : rc;
}

static const struct code decision_rows[] = {{"", ""}, {"look", ""}, {"all", ""}, {"skip", ""}, {NULL, NULL}};
static const struct codes decision_codes = {"log_import_decision", decision_rows};

const struct route log_import_routes[] = {
	{METHOD_GET, "/osha/import", MAY_KEEP_OSHA, 0, import_get, "bring in a past log"},
	{METHOD_POST, "/osha/import", MAY_KEEP_OSHA, ROUTE_UPLOAD, import_post, "look a past log through, or bring it in",
	 &(const struct api_operation){
		 .id = "importOshaLog", .tag = "OSHA", .scope = API_OSHA_WRITE, .answer = &result_schema,
		 .body = API_BODY("PastLogFile", {API_FIELDS, .form = &wish_form},
				  {API_TEXT, "text", .flags = API_REQUIRED, .help = "the file itself, CSV with a header row"},
				  {API_CODE, "decision", .codes = &decision_codes,
				   .help = "look: nothing is written; all: nothing is written when a line is refused; skip: without those"})}},
	ROUTE_END,
};
