#include "http/api_mount.h"

#include <string.h>

static const char prefix[] = "/api/v1";

static size_t tables_count(const struct route *const *tables)
{
	size_t count = 0;

	while (tables[count])
		count++;
	return count;
}

/* As the interface takes it: a token instead of a session and its form token, JSON instead of a form. */
static struct route offered(struct arena *arena, const struct route *route, const char *before)
{
	struct route made = *route;

	if (before[0] && route->api->method)
		made.method = route->api->method;
	if (before[0] && route->api->path)
		made.path = route->api->path;
	else if (before[0])
		made.path = arena_printf(arena, "%s%s", before, route->path).at;
	made.flags |= ROUTE_NO_CSRF | (before[0] ? ROUTE_OFFERED : 0);
	if (method_changes(made.method))
		made.flags |= ROUTE_BODY;
	if (route->api && (route->api->flags & API_ANONYMOUS))
		made.flags |= ROUTE_PUBLIC;
	else if (route->api)
		made.flags &= ~(unsigned)(ROUTE_PUBLIC | ROUTE_WITHOUT_DB);
	return made;
}

static const struct route *copy_table(struct arena *arena, const struct route *table, const char *before)
{
	size_t count = 0, made = 0;

	while (table[count].path)
		count++;
	struct route *copy = ARENA_ARRAY(arena, struct route, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!before[0] || table[i].api)
			copy[made++] = offered(arena, &table[i], before);
	copy[made] = (struct route)ROUTE_END;
	return copy;
}

const struct route *const *api_mount(struct arena *arena, const struct route *const *own,
				     const struct route *const *const *pages)
{
	size_t count = tables_count(own), made = 0;

	for (size_t i = 0; pages[i]; i++)
		count += tables_count(pages[i]);
	const struct route **all = ARENA_ARRAY(arena, const struct route *, count + 1);
	for (size_t i = 0; own[i]; i++)
		all[made++] = copy_table(arena, own[i], "");
	for (size_t i = 0; pages[i]; i++)
		for (size_t j = 0; pages[i][j]; j++)
			all[made++] = copy_table(arena, pages[i][j], prefix);
	return all;
}

bool api_mount_is_page(const struct route *route)
{
	return route->api && (route->flags & ROUTE_OFFERED || route->api->answer == &api_done_schema);
}
