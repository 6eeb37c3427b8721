/*
 * What a page can do, the JSON interface can do: every route of the programs for people is an operation itself (.api), names
 * the operations that do or give the same (.offered_by), draws the form of a change that is offered, or stands below
 * with the reason why it is not.
 */
#include "../unit.h"

#include <string.h>

#include "http/api_mount.h"
#include "http/api_openapi.h"

#include "../../../cgi-bin/api_tables.h"
#include "../../../cgi-bin/intake_tables.h"
#include "../../../cgi-bin/portal_tables.h"
#include "../../../cgi-bin/reports_tables.h"

/* A path that ends with * stands for all that begin so. */
static const struct exception {
	const char *path;
	const char *why;
} exceptions[] = {
	{"/healthz*", "monitoring asks each program itself, without a token"},
	{"/readyz*", "monitoring asks each program itself, without a token"},
	{"/metrics", "monitoring asks the host itself, without a token"},
	{"/sign-in*", "gives a browser its session; the interface has tokens"},
	{"/sign-out", "ends the session of a browser; a token ends with its key"},
	{"/forgotten-password*", "for those who cannot sign in, by a mail to a person"},
	{"/reset-password/{token}", "opened from that mail; the address is the secret"},
	{"/language", "a cookie of the browser; the interface has Accept-Language"},
	{"/admin", "shows nothing but the ways to other pages"},
	{"/drafts*", "what a person has half typed into a form of a page"},
	{"/report/sent/{number}", "thanks a person; the answer of createIncident says the same"},
	{"/report/receipt/{id}", "of a report that waits while the database is away; the interface says 503 and keeps nothing"},
	{"/report/anonymous*", "whoever comes to the interface brings a token, an address and a log: no report without a name"},
	{"/report/{token}", "the same, for those who came by an invitation"},
	{"/r", "the receipt of such a report; whoever holds it has no account"},
	{"/r/{token}", "the same by its link"},
	{"/w/{token}", "a witness without an account signs in person; staff have addStatement"},
	{"/a/{token}", "somebody outside without an account; staff have addCapaProgress"},
	{"/calendar/{file}", "is read by calendar programs, which bring no token: the address is the secret"},
	{"/audit/checkpoint", "a machine's address already, for witnesses of the log, who have no account"},
	{"/audit/cosignature", "the same"},
	{"/audit/keys", "the same, for whoever checks a proof"},
	{NULL, NULL},
};

static const struct route *const *const pages[] = {portal_tables, reports_tables, NULL};
static const struct route *const *const programs[] = {portal_tables, reports_tables, intake_tables, NULL};

static bool has_operation(const struct route *const *tables, struct str id)
{
	for (size_t i = 0; tables[i]; i++)
		for (const struct route *route = tables[i]; route->path; route++)
			if (route->api && str_is(id, route->api->id))
				return true;
	return false;
}

static bool is_path(const char *pattern, const char *path)
{
	const size_t length = strlen(pattern);

	return pattern[length - 1] == '*' ? strncmp(pattern, path, length - 1) == 0 : strcmp(pattern, path) == 0;
}

static const struct exception *exception_of(const struct route *route)
{
	for (const struct exception *one = exceptions; one->path; one++)
		if (is_path(one->path, route->path))
			return one;
	return NULL;
}

/* The page shows the form of a change at the same address, and that change is offered. */
static bool draws_offered_form(const struct route *route, const struct route *table)
{
	for (const struct route *other = table; other->path && route->method == METHOD_GET; other++)
		if (method_changes(other->method) && strcmp(other->path, route->path) == 0 && (other->api || other->offered_by))
			return true;
	return false;
}

/* Every route of these programs, with what the check finds wrong. */
static size_t look_at_all(size_t (*look)(const struct route *route, const struct route *table, void *closure), void *closure)
{
	size_t wrong = 0;

	for (size_t p = 0; programs[p]; p++)
		for (size_t i = 0; programs[p][i]; i++)
			for (const struct route *route = programs[p][i]; route->path; route++)
				wrong += look(route, programs[p][i], closure);
	return wrong;
}

static size_t is_missing(const struct route *route, const struct route *table, void *closure)
{
	(void)closure;
	if (route->api || route->offered_by || draws_offered_form(route, table) || exception_of(route))
		return 0;
	print_error("%s %s (%s) is not offered by the JSON interface\n", method_name(route->method), route->path, route->help);
	return 1;
}

static void what_pages_do_is_offered(void **state)
{
	(void)state;
	assert_int_equal(look_at_all(is_missing, NULL), 0);
}

static size_t is_unknown(const struct route *route, const struct route *table, void *closure)
{
	const struct route *const *const *tables = closure;
	struct str rest = str_of(route->offered_by ? route->offered_by : ""), id;
	size_t wrong = 0;

	(void)table;
	while (rest.len && str_split(&rest, ' ', &id))
		if (!has_operation(*tables, id)) {
			print_error("%s %s names an operation %.*s that is none\n", method_name(route->method), route->path, STR_ARG(id));
			wrong++;
		}
	return wrong;
}

static void named_operations_are_there(void **state)
{
	const struct route *const *tables = api_mount(*state, api_tables, pages);

	assert_int_equal(look_at_all(is_unknown, &tables), 0);
}

static size_t is_of_exception(const struct route *route, const struct route *table, void *closure)
{
	const struct exception *const *one = closure;

	return exception_of(route) == *one && !route->api && !route->offered_by && !draws_offered_form(route, table);
}

static void exceptions_are_of_routes_and_have_reasons(void **state)
{
	(void)state;
	for (const struct exception *one = exceptions; one->path; one++) {
		if (!look_at_all(is_of_exception, &one))
			fail_msg("%s needs no exception", one->path);
		assert_true(strlen(one->why) > 0);
	}
}

/* Names of operations and schemas are each one thing, and all of them find room. */
static void all_operations_are_described(void **state)
{
	struct text document = TEXT_IN(*state);

	assert_int_equal(api_openapi_write(*state, api_mount(*state, api_tables, pages), STR("http://localhost"), &document), RC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_pages_do_is_offered),
		UNIT(named_operations_are_there),
		UNIT(exceptions_are_of_routes_and_have_reasons),
		UNIT(all_operations_are_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
