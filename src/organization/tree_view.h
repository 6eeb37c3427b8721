#ifndef ORGANIZATION_TREE_VIEW_H
#define ORGANIZATION_TREE_VIEW_H

#include "http/request.h"
#include "organization/tree.h"

/* A list of rows in the order of their tree, each with depth and, for indentation, levels[]. */
void tree_view(struct arena *arena, struct view *page, const char *name, const struct record *record,
	       struct rows rows, const struct tree_node *nodes);
/* Tells why a row cannot stand below the parent that was chosen; RC_OK when it can. */
enum rc tree_check(struct request *rq, const char *field, enum tree_fault fault) MUST_CHECK;

#endif
