#include "exchange/system_pages.h"

#include <stdlib.h>

#include "event/schedule.h"
#include "exchange/backup_age.h"
#include "http/counters.h"
#include "http/health.h"
#include "http/response.h"
#include "identity/permission.h"

enum { SERVER_ERRORS = 4 };

#define MEBIBYTE (1024 * 1024)

/* --- findings ------------------------------------------------------------------------------- */

static void add_finding(struct request *rq, struct view_list *list, const struct finding *finding)
{
	struct view *item = view_add(list);

	view_text(item, "subject", rq_tr(rq, finding->subject));
	view_text(item, "says", finding->says);
	view_flag(item, "is_ok", finding->level == FINDING_OK);
	view_flag(item, "is_warning", finding->level == FINDING_WARN);
	view_flag(item, "is_failed", finding->level == FINDING_FAIL);
	view_text(item, "advice", finding->level != FINDING_OK && finding->advice ? rq_tr(rq, finding->advice) : STR_NONE);
}

static void look_at_worker(struct request *rq, struct finding *out)
{
	struct schedule_state state;
	enum rc rc = schedule_state(rq->db, rq->arena, rq->config, rq->now, &state);

	*out = (struct finding){
		.level = FINDING_FAIL, .subject = N_("Worker"), .says = str_of(rc_meaning(rc)),
		.advice = N_("Start the worker: without it nothing is sent, sealed, reminded of or archived."),
	};
	if (rc != RC_OK || !state.is_ever_seen || state.is_silent) {
		if (rc == RC_OK)
			out->says = state.seen_at == MOMENT_NONE ? STR("-") : moment_text(rq->arena, state.seen_at);
		return;
	}
	out->level = state.late.count ? FINDING_WARN : FINDING_OK;
	out->says = arena_printf(rq->arena, "%.1f s", (double)(rq->now - state.seen_at) / (double)SECONDS(1));
	out->advice = N_("Some tasks are late: Administration, Tasks names them and why they fail.");
	if (state.late.count)
		out->says = ROW(struct task_row, state.late, 0)->name;
}

static void look_at_backup(struct request *rq, struct finding *out)
{
	struct backup_age age;
	enum rc rc = backup_age_look(rq->db, rq->arena, rq->config, rq->now, &age);

	*out = (struct finding){
		.level = rc != RC_OK || age.is_stale ? FINDING_FAIL : age.ended_at == MOMENT_NONE ? FINDING_WARN : FINDING_OK,
		.subject = N_("Backup"),
		.says = rc != RC_OK ? str_of(rc_meaning(rc)) : age.ended_at == MOMENT_NONE ? STR("-")
												 : moment_text(rq->arena, age.ended_at),
		.advice = N_("Set up muster backup with its timer, or look at why it did not run."),
	};
}

struct system_findings system_pages_look(struct request *rq)
{
	const struct health_call call = {rq->arena, rq->config, rq->db, rq->now};
	const struct doctor_findings found = health_look(&call, rq->program);
	void (*const more[])(struct request *rq, struct finding *out) = {look_at_worker, look_at_backup};
	const size_t more_count = sizeof more / sizeof *more;
	struct system_findings out = {.worst = found.worst, .is_ready = found.worst != FINDING_FAIL};

	for (size_t i = 0; i < found.count && out.count < SYSTEM_FINDINGS_MOST - more_count; i++)
		out.at[out.count++] = found.at[i];
	for (size_t i = 0; i < more_count; i++) {
		struct finding *finding = &out.at[out.count++];
		more[i](rq, finding);
		out.worst = finding->level > out.worst ? finding->level : out.worst;
	}
	return out;
}

static void add_findings(struct request *rq, struct view *page)
{
	const struct system_findings found = system_pages_look(rq);
	struct view_list *list = view_list(page, "findings");

	for (size_t i = 0; i < found.count; i++)
		add_finding(rq, list, &found.at[i]);
	view_flag(page, "is_well", found.worst == FINDING_OK);
	view_flag(page, "is_ready", found.is_ready);
}

/* --- programs ---------------------------------------------------------------------------------- */

static void add_program(struct view_list *list, const struct counted_program *program)
{
	struct view *item = view_add(list);
	uint64_t count = 0, microseconds = 0, errors = 0;

	for (size_t i = 0; i < program->route_count; i++) {
		count += program->routes[i].count;
		microseconds += program->routes[i].microseconds;
		errors += program->routes[i].answers[SERVER_ERRORS];
	}
	view_text(item, "name", program->name);
	view_int(item, "processes", program->processes);
	view_int(item, "busy", program->busy);
	view_printf(item, "memory", "%.0f", (double)program->memory / MEBIBYTE);
	view_int(item, "count", (int64_t)count);
	view_int(item, "errors", (int64_t)errors);
	view_flag(item, "has_mean", count > 0);
	if (count)
		view_printf(item, "mean", "%.1f", (double)microseconds / (double)count / 1000.0);
}

/* Where most of the time goes, over all programs. */
enum { SHOWN = 10 };

struct busy_route {
	struct str program;
	const struct counted_route *route;
};

static int by_time(const void *a, const void *b)
{
	const struct busy_route *x = a, *y = b;

	return (x->route->microseconds < y->route->microseconds) - (x->route->microseconds > y->route->microseconds);
}

static void add_routes(struct request *rq, struct view *page, const struct counted_program *programs, size_t count)
{
	struct view_list *list = view_list(page, "routes");
	size_t total = 0, filled = 0;

	for (size_t i = 0; i < count; i++)
		total += programs[i].route_count;
	struct busy_route *all = ARENA_ARRAY(rq->arena, struct busy_route, total + 1);
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < programs[i].route_count; r++)
			if (programs[i].routes[r].count)
				all[filled++] = (struct busy_route){programs[i].name, &programs[i].routes[r]};
	qsort(all, filled, sizeof *all, by_time);
	for (size_t i = 0; i < filled && i < SHOWN; i++) {
		const struct counted_route *route = all[i].route;
		struct view *item = view_add(list);
		view_text(item, "program", all[i].program);
		view_text(item, "method", route->method);
		view_text(item, "path", route->path);
		view_int(item, "count", (int64_t)route->count);
		view_printf(item, "mean", "%.1f", (double)route->microseconds / (double)route->count / 1000.0);
		view_int(item, "errors", (int64_t)route->answers[SERVER_ERRORS]);
	}
}

static enum rc add_programs(struct request *rq, struct view *page)
{
	struct str var = config_path(rq->arena, rq->config, "paths.var");
	struct view_list *list = view_list(page, "programs");
	struct counted_program *programs;
	size_t count;
	enum rc rc = counters_read(rq->arena, arena_printf(rq->arena, "%.*s/run", STR_ARG(var)), &programs, &count);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		add_program(list, &programs[i]);
	add_routes(rq, page, programs, count);
	return RC_OK;
}

static enum rc system_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);

	add_findings(rq, page);
	enum rc rc = add_programs(rq, page);
	return rc == RC_OK ? respond_page(rq, rs, "exchange/system", page) : rc;
}

const struct route system_routes[] = {
	{.method = METHOD_GET, .path = "/admin/system", .needs = MAY_ADMINISTER, .handle = system_get,
	 .help = "what is not ready, and how the programs fare",
	 .offered_by = "getSystem"},
	ROUTE_END,
};
