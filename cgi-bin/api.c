#include "api_tables.h"
#include "departure_duties.h"
#include "event/answer.h"
#include "http/api_mount.h"
#include "identity/api_token.h"
#include "identity/page.h"
#include "import_list.h"
#include "organization/import_kinds.h"
#include "organization/names_audit.h"
#include "portal_tables.h"
#include "record_parts.h"
#include "reports_tables.h"

/* What pages do is offered by their own handlers: the routes of theirs that have an operation, below /api/v1. */
static const struct route *const *const pages[] = {portal_tables, reports_tables, NULL};

static const struct route *const *mounted;

static void print_openapi(struct arena *arena, const struct config *config, struct text *out)
{
	api_document_print(arena, mounted, config, out);
}

static const struct program_option options[] = {
	{"openapi", "print the OpenAPI document, then end", print_openapi},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);

	mounted = api_mount(arena, api_tables, pages);
	const struct program api = {
		.name = "api",
		.help = "JSON interface for other systems",
		.account = "api",
		.routes = mounted,
		.options = options,
		.identify = api_token_identify,
		.authorise = api_token_authorise,
		.decorate = page_decorate,
		.call = answer_call,
		.is_api = true,
	};

	record_use(record_parts);
	departure_use(departure_duties);
	import_kinds_use(import_list);
	audit_naming_use(&names_audit);
	int status = program_main(argc, argv, &api);
	arena_free(arena);
	return status;
}
