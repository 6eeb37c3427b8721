#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/program.h"

/* The routes of a program, compiled into a tree by segment. */
struct router;

/* tables is ended by NULL. RC_FAULT (logged): a malformed path, or two routes for one method and path. */
enum rc router_compile(struct arena *arena, const struct route *const *tables,
		       struct router **out) MUST_CHECK;

/*
 * The route for a method and decoded path; a segment as written wins over a {name}. Fills params.
 * RC_NOT_FOUND, or RC_METHOD with *allow set to the value of an Allow header.
 */
enum rc router_find(const struct router *router, struct arena *arena, enum method method, struct str path,
		    const struct route **route, struct pairs *params, struct str *allow) MUST_CHECK;

/* The table as text, one route a line: method, path, who, help. For --routes and the manual. */
void router_print(const struct route *const *tables, struct text *out);

#endif
