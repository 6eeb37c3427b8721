#include "exchange/system_api.h"

#include "audit/digest.h"
#include "exchange/backup_age.h"
#include "exchange/exchange_store.h"
#include "exchange/system_pages.h"
#include "http/api_call.h"
#include "http/counters.h"
#include "identity/permission.h"
#include "identity/viewer.h"

/* --- the installation ------------------------------------------------------------------------ */

static const struct code level_rows[] = {{"ok", ""}, {"warning", ""}, {"failed", ""}, {NULL, NULL}};
static const struct codes level_codes = {"finding_level", level_rows};

static const struct api_schema finding_schema = {
	"Finding", "Something that was looked at",
	(const struct api_member[]){
		{API_TEXT, "subject"},
		{API_TEXT, "level", .help = "ok, warning or failed"},
		{API_TEXT, "says", .help = "a measure, a code or a path"},
		{API_TEXT, "advice", .flags = API_NULLABLE, .help = "what to do; null: nothing"},
		API_MEMBERS_END,
	}};
static const struct api_schema program_schema = {
	"RunningProgram", "A program of this machine, since its counters began",
	(const struct api_member[]){
		{API_TEXT, "name"},
		{API_INT, "processes"},
		{API_INT, "busy", .help = "of them, answering at this moment"},
		{API_INT, "memory", .help = "resident bytes, all together"},
		{API_INT, "requests"},
		{API_INT, "server_errors"},
		{API_NUMBER, "seconds", .help = "spent on all requests"},
		API_MEMBERS_END,
	}};
static const struct api_schema system_schema = {
	"System", "What is not ready, and how the programs fare",
	(const struct api_member[]){
		{API_TEXT, "level", .help = "the worst of the findings"},
		{API_LIST, "findings", .of = &finding_schema},
		{API_LIST, "programs", .of = &program_schema},
		API_MEMBERS_END,
	}};

static void put_finding(struct request *rq, struct api_json *json, const struct finding *finding)
{
	const char *advice = finding->level != FINDING_OK ? finding->advice : NULL;

	api_json_begin(json, NULL);
	api_json_cstr(json, "subject", finding->subject);
	api_json_cstr(json, "level", codes_code(&level_codes, (int)finding->level));
	api_json_text(json, "says", finding->says.at ? finding->says : STR(""));
	api_json_text(json, "advice", advice ? rq_tr(rq, advice) : STR_NONE);
	api_json_end(json);
}

enum { SERVER_ERRORS = 4 };

static void put_program(struct request *rq, struct api_json *json, const struct counted_program *program)
{
	uint64_t count = 0, microseconds = 0, errors = 0;

	for (size_t i = 0; i < program->route_count; i++) {
		count += program->routes[i].count;
		microseconds += program->routes[i].microseconds;
		errors += program->routes[i].answers[SERVER_ERRORS];
	}
	api_json_begin(json, NULL);
	api_json_text(json, "name", program->name);
	api_json_int(json, "processes", program->processes);
	api_json_int(json, "busy", program->busy);
	api_json_int(json, "memory", program->memory);
	api_json_int(json, "requests", (int64_t)count);
	api_json_int(json, "server_errors", (int64_t)errors);
	api_json_raw(json, "seconds", arena_printf(rq->arena, "%.6f", (double)microseconds / (double)SECONDS(1)));
	api_json_end(json);
}

static enum rc system_get(struct request *rq, struct response *rs)
{
	struct str var = config_path(rq->arena, rq->config, "paths.var");
	struct api_json json = api_call_json(rq, 1);
	struct counted_program *programs;
	size_t count;
	enum rc rc = counters_read(rq->arena, arena_printf(rq->arena, "%.*s/run", STR_ARG(var)), &programs, &count);

	if (rc != RC_OK)
		return rc;
	struct system_findings found = system_pages_look(rq);
	api_json_begin(&json, NULL);
	api_json_cstr(&json, "level", codes_code(&level_codes, (int)found.worst));
	api_json_list(&json, "findings");
	for (size_t i = 0; i < found.count; i++)
		put_finding(rq, &json, &found.at[i]);
	api_json_list_end(&json);
	api_json_list(&json, "programs");
	for (size_t i = 0; i < count; i++)
		put_program(rq, &json, &programs[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- exports and backups ------------------------------------------------------------------------ */

static const char *const run_names[] = {"kind", "started_at", "ended_at", "is_done", "target", "table_rows", "file_count", "bytes",
					"has_secrets", "message", NULL};
static const struct form run_fields = {&exchange_run_record, run_names, NULL};
static const struct api_schema run_schema = {
	"ExchangeRun", "An export, backup, import or restore",
	(const struct api_member[]){
		{API_FIELDS, .form = &run_fields},
		{API_BOOL, "is_of_all", .help = "of all organizations"},
		{API_TEXT, "manifest", .flags = API_NULLABLE, .help = "SHA-256 of the manifest, in hexadecimal"},
		API_MEMBERS_END,
	}};
static const struct api_schema runs_schema = {
	"Exchanges", "What was taken out and in, newest first, at most 50",
	(const struct api_member[]){
		{API_MOMENT, "backup_at", .flags = API_NULLABLE, .help = "end of the last backup"},
		{API_BOOL, "is_backup_stale", .help = "older than backup.stale_hours of the settings"},
		{API_LIST, "items", .of = &run_schema},
		API_MEMBERS_END,
	}};

static void put_run(struct request *rq, struct api_json *json, const struct exchange_run *run)
{
	struct digest manifest;

	api_json_begin(json, NULL);
	api_json_fields(json, &run_fields, run);
	api_json_bool(json, "is_of_all", run->organization_id == 0);
	api_json_text(json, "manifest", digest_read(run->manifest, &manifest) ? digest_hex(rq->arena, &manifest) : STR_NONE);
	api_json_end(json);
}

static enum rc exchanges_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct backup_age age;
	struct rows runs;
	enum rc rc = exchange_list(rq->db, rq->arena, rq->viewer->organization_id, &runs);

	if (rc == RC_OK)
		rc = backup_age_look(rq->db, rq->arena, rq->config, rq->now, &age);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_moment(&json, "backup_at", age.ended_at);
	api_json_bool(&json, "is_backup_stale", age.is_stale);
	api_json_list(&json, "items");
	for (size_t i = 0; i < runs.count; i++)
		put_run(rq, &json, ROW(struct exchange_run, runs, i));
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

#define READS(id_, answer_) &(const struct api_operation){.id = (id_), .tag = "Administration", .scope = API_ADMIN_READ, .answer = &(answer_)}
const struct route system_api_routes[] = {
	{METHOD_GET, "/api/v1/system", MAY_ADMINISTER, 0, system_get, "what is not ready, and how the programs fare",
	 READS("getSystem", system_schema)},
	{METHOD_GET, "/api/v1/exchanges", MAY_ADMINISTER, 0, exchanges_get, "exports, backups, imports and restores",
	 READS("listExchanges", runs_schema)},
	ROUTE_END,
};
