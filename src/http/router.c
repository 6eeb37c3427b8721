#include "http/router.h"

#include <inttypes.h>

#include "base/log.h"
#include "http/pairs.h"

enum { MOST_SEGMENTS = 32 };

struct node {
	struct str segment;          /* as written; unused below a {name} */
	struct node *sibling;
	struct node *children;       /* segments as written */
	struct node *any;            /* {name} */
	const struct route *routes[METHOD_COUNT];
	bool is_end;
};

struct router {
	struct node root;
};

static const char *const method_names[] = {
	[METHOD_GET] = "GET",     [METHOD_HEAD] = "HEAD",     [METHOD_POST] = "POST",   [METHOD_PUT] = "PUT",
	[METHOD_PATCH] = "PATCH", [METHOD_DELETE] = "DELETE", [METHOD_OPTIONS] = "OPTIONS", [METHOD_OTHER] = "OTHER",
};

const char *method_name(enum method method)
{
	return method_names[method];
}

bool method_changes(enum method method)
{
	return method == METHOD_POST || method == METHOD_PUT || method == METHOD_PATCH ||
	       method == METHOD_DELETE;
}

static bool is_param(struct str segment)
{
	return segment.len > 2 && segment.at[0] == '{' && segment.at[segment.len - 1] == '}';
}

static struct node *child(const struct node *node, struct str segment)
{
	struct node *at = node->children;

	while (at && !str_equal(at->segment, segment))
		at = at->sibling;
	return at;
}

static struct node *child_made(struct arena *arena, struct node *node, struct str segment)
{
	if (is_param(segment)) {
		if (!node->any)
			node->any = ARENA_NEW(arena, struct node);
		return node->any;
	}
	struct node *made = child(node, segment);
	if (!made) {
		made = ARENA_NEW(arena, struct node);
		made->segment = segment;
		made->sibling = node->children;
		node->children = made;
	}
	return made;
}

static enum rc add(struct arena *arena, struct router *router, const struct route *route)
{
	struct str rest = str_of(route->path), segment;
	struct node *node = &router->root;
	size_t depth = 0;

	if (rest.len == 0 || rest.at[0] != '/' || route->method >= METHOD_COUNT ||
	    route->method == METHOD_HEAD || !route->handle)
		return FAULT("routes.malformed", "%s", route->path);
	rest = str_slice(rest, 1, rest.len);
	while (rest.len > 0 && str_split(&rest, '/', &segment)) {
		if (segment.len == 0 || ++depth > MOST_SEGMENTS)
			return FAULT("routes.malformed", "%s", route->path);
		node = child_made(arena, node, segment);
	}
	if (node->routes[route->method])
		return FAULT("routes.twice", "%s %s", method_name(route->method), route->path);
	node->routes[route->method] = route;
	node->is_end = true;
	return RC_OK;
}

enum rc router_compile(struct arena *arena, const struct route *const *tables, struct router **out)
{
	struct router *router = ARENA_NEW(arena, struct router);
	enum rc rc = RC_OK;

	for (; *tables && rc == RC_OK; tables++)
		for (const struct route *route = *tables; route->path && rc == RC_OK; route++)
			rc = add(arena, router, route);
	*out = router;
	return rc;
}

/* Visits each node of the tree once at most, whatever the path. */
static const struct node *descend(const struct node *node, struct str rest)
{
	struct str segment;

	if (!node)
		return NULL;
	if (!str_split(&rest, '/', &segment))
		return node->is_end ? node : NULL;
	const struct node *found = descend(child(node, segment), rest);
	return found || segment.len == 0 ? found : descend(node->any, rest);
}

static void fill_params(struct arena *arena, const struct route *route, struct str path, struct pairs *params)
{
	struct str pattern = str_of(route->path), name, value;

	*params = (struct pairs){0};
	while (str_split(&pattern, '/', &name) && str_split(&path, '/', &value))
		if (is_param(name))
			pairs_add(arena, params, str_slice(name, 1, name.len - 2), value);
}

static struct str allowed(struct arena *arena, const struct node *node)
{
	struct text text = TEXT_IN(arena);

	for (int method = 0; method < METHOD_COUNT; method++) {
		if (!node->routes[method == METHOD_HEAD ? METHOD_GET : method])
			continue;
		if (text.len > 0)
			text_cstr(&text, ", ");
		text_cstr(&text, method_names[method]);
	}
	return text_str(&text);
}

enum rc router_find(const struct router *router, struct arena *arena, enum method method, struct str path,
		    const struct route **route, struct pairs *params, struct str *allow)
{
	if (path.len == 0 || path.at[0] != '/')
		return RC_NOT_FOUND;
	struct str rest = path.len == 1 ? STR_NONE : str_slice(path, 1, path.len);
	const struct node *node = descend(&router->root, rest);
	if (!node)
		return RC_NOT_FOUND;
	enum method wanted = method == METHOD_HEAD ? METHOD_GET : method;
	*route = wanted < METHOD_COUNT ? node->routes[wanted] : NULL;
	if (!*route) {
		*allow = allowed(arena, node);
		return RC_METHOD;
	}
	fill_params(arena, *route, path, params);
	return RC_OK;
}

void router_print(const struct route *const *tables, struct text *out)
{
	static const struct { unsigned flag; const char *word; } words[] = {
		{ROUTE_PUBLIC, "public"},   {ROUTE_UPLOAD, "upload"},      {ROUTE_NO_CSRF, "machine"},
		{ROUTE_LIMITED, "limited"}, {ROUTE_WITHOUT_DB, "no-db"},   {ROUTE_BODY, "body"},
		{ROUTE_ANY_HOST, "any-host"},
	};

	for (; *tables; tables++)
		for (const struct route *route = *tables; route->path; route++) {
			text_printf(out, "%-6s %-48s ", method_name(route->method), route->path);
			size_t from = out->len;
			for (size_t i = 0; i < sizeof words / sizeof *words; i++)
				if (route->flags & words[i].flag)
					text_printf(out, "%s%s", out->len > from ? "," : "", words[i].word);
			if (out->len == from)
				text_char(out, '-');
			text_printf(out, "%*s %s\n", out->len - from < 20 ? (int)(20 - (out->len - from)) : 0,
				    "", route->help ? route->help : "");
		}
}
