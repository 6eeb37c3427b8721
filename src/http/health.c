#include "http/health.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "http/counters.h"
#include "http/metric.h"
#include "http/response.h"
#include "http/server.h"

enum { FINDINGS_MOST = 32 };

#define KEPT SECONDS(1)

static void look_at_database(const struct health_call *call, struct finding *out)
{
	const moment before = moment_now();
	enum rc rc = db_ping(call->db);

	*out = (struct finding){
		.level = rc == RC_OK ? FINDING_OK : FINDING_FAIL,
		.subject = N_("Database"),
		.says = rc == RC_OK ? arena_printf(call->arena, "%.1f ms", (double)(moment_now() - before) / 1000.0)
				    : str_of(rc_meaning(rc)),
		.advice = N_("Start MariaDB, or look at its log and at database.socket in the settings. Reports are kept in "
			     "the spool meanwhile."),
	};
}

/* What is missing is made when it is needed; then the folder above has to allow it. */
static void look_at_spool(const struct health_call *call, struct finding *out)
{
	struct str var = config_path(call->arena, call->config, "paths.var");
	struct str spool = arena_printf(call->arena, "%.*s/spool", STR_ARG(var));
	int failed = access(spool.at, W_OK | X_OK);

	if (failed && errno == ENOENT)
		failed = access(arena_cstr(call->arena, var), W_OK | X_OK);
	*out = (struct finding){
		.level = failed ? FINDING_FAIL : FINDING_OK,
		.subject = N_("Spool"),
		.says = failed ? str_of(strerror(errno)) : spool,
		.advice = N_("Let the programs write to this folder: reports are kept there while the database is away."),
	};
}

static void look_at_disk(const struct health_call *call, struct finding *out)
{
	const char *var = arena_cstr(call->arena, config_path(call->arena, call->config, "paths.var"));

	if (!doctor_disk(call->arena, var, out))
		*out = (struct finding){.level = FINDING_FAIL, .says = str_of(strerror(errno))};
	out->subject = N_("Disk");
	out->advice = N_("Make room: without it reports can be neither stored nor spooled.");
}

static void look_at_clock(const struct health_call *call, struct finding *out)
{
	doctor_clock(call->db, call->arena, out);
	out->subject = N_("Clock");
	out->advice = N_("Let both hosts follow the same time server.");
}

static void add(struct doctor_findings *found, const struct finding *finding)
{
	if (found->count == FINDINGS_MOST)
		return;
	found->at[found->count] = *finding;
	if (finding->level == FINDING_OK)
		found->at[found->count].advice = NULL;
	if (finding->level > found->worst)
		found->worst = finding->level;
	found->count++;
}

struct doctor_findings health_look(const struct health_call *call, const struct program *program)
{
	struct doctor_findings found = {.at = ARENA_ARRAY(call->arena, struct finding, FINDINGS_MOST)};
	struct finding finding;
	bool has_database = call->db != NULL;

	if (call->db) {
		look_at_database(call, &finding);
		has_database = finding.level == FINDING_OK;
		if (program->is_anonymous && !has_database)
			finding.level = FINDING_WARN;
		add(&found, &finding);
	}
	look_at_spool(call, &finding);
	add(&found, &finding);
	look_at_disk(call, &finding);
	add(&found, &finding);
	if (!has_database)
		return found;
	look_at_clock(call, &finding);
	add(&found, &finding);
	for (const struct health_check *const *check = program->checks; check && *check; check++) {
		(*check)->look(call, &finding);
		add(&found, &finding);
	}
	return found;
}

/* --- addresses ----------------------------------------------------------------------- */

/* Without a name any program answers, else the one that is meant. */
static bool is_meant(const struct request *rq)
{
	struct str name = param(rq, "program");

	return !name.at || str_is(name, rq->program->name);
}

static enum rc say(struct request *rq, struct response *rs, int status, const char *line)
{
	rs->status = status;
	rs->cache = "no-store";
	return respond_bytes(rq, rs, "text/plain; charset=utf-8", STR_NONE, str_of(line));
}

static enum rc health_get(struct request *rq, struct response *rs)
{
	return is_meant(rq) ? say(rq, rs, 200, "ok\n") : RC_NOT_FOUND;
}

static bool is_ready(struct request *rq)
{
	struct server *server = rq->server;
	const struct health_call call = {rq->arena, rq->config, rq->db, rq->now};
	const bool is_kept = server && server->readiness_at <= rq->now && rq->now - server->readiness_at < KEPT;

	if (is_kept)
		return server->is_ready;
	bool is_now = health_look(&call, rq->program).worst != FINDING_FAIL;
	if (server) {
		server->is_ready = is_now;
		server->readiness_at = rq->now;
	}
	return is_now;
}

static enum rc ready_get(struct request *rq, struct response *rs)
{
	if (!is_meant(rq))
		return RC_NOT_FOUND;
	return is_ready(rq) ? say(rq, rs, 200, "ready\n") : say(rq, rs, 503, "not ready\n");
}

/* The web server decides who may ask: conf/nginx/muster/metrics.conf and its likeness for Apache. */
static enum rc metrics_get(struct request *rq, struct response *rs)
{
	static const struct metric_source *const none[] = {NULL};
	const struct metric_call call = {rq->arena, rq->config, rq->db, rq->now};
	struct str var = config_path(rq->arena, rq->config, "paths.var");
	struct text text = TEXT_IN(rq->arena);
	enum rc rc = counters_write(&text, rq->arena, arena_printf(rq->arena, "%.*s/run", STR_ARG(var)));

	if (rc == RC_OK) {
		metric_head(&text, "muster_build_info", "gauge", "Always 1; the version is the label.");
		metric_line(&text, "muster_build_info", 1, METRIC_LABELS({"version", str_of(muster_version)}));
		metric_write(&text, &call, rq->program->metrics ? rq->program->metrics : none);
		rs->cache = "no-store";
		rc = respond_bytes(rq, rs, "text/plain; version=0.0.4; charset=utf-8", STR_NONE, text_str(&text));
	}
	return rc;
}

enum { PROBE = ROUTE_PUBLIC | ROUTE_WITHOUT_DB | ROUTE_ANY_HOST | ROUTE_NO_CSRF };

#define PROBE_ROUTES                                                                                              \
	{.method = METHOD_GET, .path = "/healthz", .flags = PROBE, .handle = health_get, .help = "the process answers"}, \
	{.method = METHOD_GET, .path = "/healthz/{program}", .flags = PROBE, .handle = health_get,                  \
	 .help = "the same of one program"},                                                                           \
	{.method = METHOD_GET, .path = "/readyz", .flags = PROBE, .handle = ready_get,                              \
	 .help = "what it needs is there"},                                                                            \
	{.method = METHOD_GET, .path = "/readyz/{program}", .flags = PROBE, .handle = ready_get,                    \
	 .help = "the same of one program"}

const struct route health_probe_routes[] = {
	PROBE_ROUTES,
	ROUTE_END,
};

const struct route health_routes[] = {
	PROBE_ROUTES,
	{.method = METHOD_GET, .path = "/metrics", .flags = PROBE, .handle = metrics_get,
	 .help = "figures for monitoring, in the text format of Prometheus"},
	ROUTE_END,
};
