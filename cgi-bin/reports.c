#include "event/answer.h"
#include "http/api_mount.h"
#include "identity/api_token.h"
#include "identity/page.h"
#include "identity/session.h"
#include "reports_tables.h"

static const struct program reports = {
	.name = "reports",
	.help = "downloads: starts report programs and passes on what they write",
	.account = "report",
	.routes = reports_tables,
	.identify = session_identify,
	.authorise = session_authorise,
	.check_csrf = session_check_csrf,
	.challenge = page_challenge,
	.decorate = page_decorate,
};

/* What is asked for below /api comes with a token, everything else with a session. */
static bool is_of_interface(const struct request *rq)
{
	return str_starts(rq->path, STR("/api/"));
}

static enum rc identify(struct request *rq)
{
	return is_of_interface(rq) ? api_token_identify(rq) : session_identify(rq);
}

static enum rc authorise(const struct request *rq, int needs)
{
	return is_of_interface(rq) ? api_token_authorise(rq, needs) : session_authorise(rq, needs);
}

static const struct route *const of_interface[] = {export_alias_routes, NULL};
static const struct route *const *const pages[] = {reports_tables, NULL};

/* Every table as it is, and once more below /api/v1. */
static const struct route *const *tables(struct arena *arena)
{
	const struct route *const *mounted = api_mount(arena, of_interface, pages);
	size_t count = sizeof reports_tables / sizeof *reports_tables - 1, more = 0;

	while (mounted[more])
		more++;
	const struct route **all = ARENA_ARRAY(arena, const struct route *, count + more + 1);
	for (size_t i = 0; i < count; i++)
		all[i] = reports_tables[i];
	for (size_t i = 0; i < more; i++)
		all[count + i] = mounted[i];
	return all;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct program program = reports;

	program.routes = tables(arena);
	program.identify = identify;
	program.authorise = authorise;
	program.call = answer_call;
	int status = program_main(argc, argv, &program);
	arena_free(arena);
	return status;
}
