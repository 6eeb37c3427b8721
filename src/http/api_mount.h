#ifndef HTTP_API_MOUNT_H
#define HTTP_API_MOUNT_H

#include "http/api_operation.h"

/*
 * The routes of the program `api`: those of own as they are, and of pages (the tables of other programs) the ones that
 * have an operation, below /api/v1. All are ended by NULL; the result lives in arena.
 */
const struct route *const *api_mount(struct arena *arena, const struct route *const *own,
				     const struct route *const *const *pages);

/* The route is a page's: its handler takes a form and answers with a page or a redirect. */
bool api_mount_is_page(const struct route *route);

#endif
