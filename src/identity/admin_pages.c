#include "identity/admin_pages.h"

#include <string.h>

#include "http/response.h"
#include "identity/viewer.h"

/* What is administered, in the order shown; a row appears where the program answers its address. */
static const struct {
	const char *href, *icon, *title, *detail;
} areas[] = {
	{"/admin/places", "building", N_("Places"), N_("Establishments, areas, yearly hours and headcount")},
	{"/admin/people", "people", N_("People"), N_("Employees and contractors, their managers and units")},
	{"/admin/units", "list-ul", N_("Units"), N_("Departments, business units, teams and projects")},
	{"/admin/import", "upload", N_("Import"), N_("Places, people and hours from CSV files")},
	{"/admin/accounts", "key", N_("Accounts"), N_("Who may sign in, with which roles")},
	{"/admin/sign-in", "unlock", N_("Sign-in"), N_("Ways to sign in from outside, and which groups have which roles")},
	{"/admin/keys", "key", N_("API keys"), N_("Other systems that work in somebody's name")},
	{"/admin/rules", "clipboard-check", N_("Rules"), N_("Who manages a new incident")},
	{"/admin/notifications", "bell", N_("Who is told"), N_("Which events are told to whom, by which ways")},
	{"/admin/workflows", "flag", N_("Workflows"), N_("States, steps, who may take them and what they lock")},
	{"/admin/categories", "list-ul", N_("Categories"), N_("What kinds of incidents there are")},
	{"/admin/deadlines", "clock", N_("Deadlines"), N_("Who is told when, escalation, days off")},
	{"/admin/assets", "gear", N_("Assets"), N_("Machines, vehicles and buildings that can be damaged")},
	{"/admin/courses", "clipboard-check", N_("Training courses"), N_("What people are trained in, and for how long it holds")},
	{"/admin/training-requirements", "clipboard-check", N_("Required training"), N_("Who needs which course, and from when on")},
	{"/training", "people", N_("Training records"), N_("Who has completed what, and what needs renewal")},
	{"/training/completion", "people", N_("Training completion"), N_("How many have the training that they need, and who lacks it")},
	{"/admin/safety-rules", "list-ul", N_("Safety rules"), N_("Regulations, rules of the site and permits that can be broken")},
	{"/admin/links", "qr-code", N_("Report links"), N_("Links and QR codes for places and campaigns")},
	{"/admin/substances", "droplet", N_("Substances"), N_("Reportable quantities, safety data sheets, own entries")},
	{"/admin/agencies", "telephone", N_("Agencies"), N_("Whom to call after a release")},
	{"/admin/channels", "envelope", N_("Channels"), N_("Mail, short messages and web push, and whether they work")},
	{"/admin/archive", "archive", N_("Archive"), N_("When closed incidents are archived, and what is held")},
	{"/admin/webhooks", "link-45deg", N_("Webhooks"), N_("Other systems that are told what happens here")},
	{"/admin/outbox", "envelope", N_("Outbox"), N_("Messages and events that could not be delivered")},
	{"/admin/tasks", "clock-history", N_("Tasks"), N_("Scheduled work and the workers that do it")},
	{"/admin/system", "gear", N_("System"), N_("What is not ready and what to do, and how the programs fare")},
	{"/admin/exchange", "download", N_("Backups and exports"), N_("How to take everything out, and what was")},
	{"/admin/audit", "clock-history", N_("Audit trail"),
	 N_("Everything that was done, by whom and when")},
};

/* The permission that the page of that address needs; NO_PERMISSION when there is none. */
static enum permission needs_of(const struct program *program, const char *path)
{
	for (const struct route *const *table = program->routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			if (route->method == METHOD_GET && strcmp(route->path, path) == 0)
				return (enum permission)route->needs;
	return NO_PERMISSION;
}

static enum rc admin_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "areas");

	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
		if (!viewer_may(rq->viewer, needs_of(rq->program, areas[i].href)))
			continue;
		struct view *item = view_add(list);
		view_cstr(item, "href", areas[i].href);
		view_cstr(item, "icon", areas[i].icon);
		view_text(item, "title", rq_tr(rq, areas[i].title));
		view_text(item, "detail", rq_tr(rq, areas[i].detail));
	}
	return respond_page(rq, rs, "identity/admin", page);
}

const struct route admin_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin",
	 .needs = MAY_ADMINISTER,
	 .handle = admin_get,
	 .help = "administration"},
	ROUTE_END,
};
