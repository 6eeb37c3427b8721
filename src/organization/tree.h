#ifndef ORGANIZATION_TREE_H
#define ORGANIZATION_TREE_H

#include "base/str.h"

/* Rows that name their parent: areas of an establishment, units of one kind, people and their managers. */
struct tree_node {
	int64_t id;
	int64_t parent_id; /* 0: top */
};

enum {
	TREE_DEEPEST = 8,        /* levels of places and groups */
	TREE_DEEPEST_PEOPLE = 30 /* levels of management */
};

/* A row where it stands when all are shown. */
struct tree_place {
	size_t index; /* into the nodes */
	int depth;    /* from 0 */
};

/*
 * All nodes once, parents before their children, siblings in the given order. A node whose parent is not
 * among them stands at the top.
 */
struct tree_place *tree_order(struct arena *arena, const struct tree_node *nodes, size_t count);

enum tree_fault {
	TREE_FINE,
	TREE_ABSENT, /* the parent is not among the nodes */
	TREE_CYCLE,  /* the parent is the node itself or below it */
	TREE_DEEP    /* something would come to stand too deep */
};

/* May id (0: a new node) stand below parent_id? deepest is the greatest number of levels. */
enum tree_fault tree_may_move(struct arena *arena, const struct tree_node *nodes, size_t count, int64_t id,
			      int64_t parent_id, int deepest);

#endif
