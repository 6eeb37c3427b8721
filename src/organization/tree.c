#include "organization/tree.h"

#include <stdlib.h>
#include <string.h>

/* The nodes with ways down: indexes, NOWHERE where there is none. */
struct links {
	const struct tree_node *nodes;
	size_t count;
	struct by_id {
		int64_t id;
		size_t index;
	} * sorted;
	size_t *parent, *first, *next;
};

static const size_t NOWHERE = SIZE_MAX;

static int compare_ids(const void *a, const void *b)
{
	const struct by_id *left = a, *right = b;
	return (left->id > right->id) - (left->id < right->id);
}

static size_t index_of(const struct links *links, int64_t id)
{
	const struct by_id wanted = {.id = id};
	const struct by_id *found = NULL;

	if (links->count > 0)
		found = bsearch(&wanted, links->sorted, links->count, sizeof wanted, compare_ids);
	return found ? found->index : NOWHERE;
}

static struct links link_up(struct arena *arena, const struct tree_node *nodes, size_t count)
{
	struct links links = {
		.nodes = nodes,
		.count = count,
		.sorted = ARENA_ARRAY(arena, struct by_id, count),
		.parent = ARENA_ARRAY(arena, size_t, count),
		.first = ARENA_ARRAY(arena, size_t, count),
		.next = ARENA_ARRAY(arena, size_t, count),
	};

	for (size_t i = 0; i < count; i++) {
		links.sorted[i] = (struct by_id){nodes[i].id, i};
		links.first[i] = links.next[i] = NOWHERE;
	}
	if (count > 0)
		qsort(links.sorted, count, sizeof *links.sorted, compare_ids);
	/* From the last, so that each list of children comes out in the given order. */
	for (size_t i = count; i-- > 0;) {
		size_t parent = nodes[i].parent_id ? index_of(&links, nodes[i].parent_id) : NOWHERE;
		links.parent[i] = parent;
		if (parent == NOWHERE)
			continue;
		links.next[i] = links.first[parent];
		links.first[parent] = i;
	}
	return links;
}

/* What is placed so far. */
struct walk {
	const struct links *links;
	struct tree_place *places;
	size_t count;
	bool *seen;
};

/* The node and everything below it, without recursion: rows may form a chain of any length. */
static void place_below(struct walk *walk, size_t top)
{
	const struct links *links = walk->links;
	size_t at = top;
	int depth = 0;

	while (at != NOWHERE && !walk->seen[at]) {
		walk->seen[at] = true;
		walk->places[walk->count++] = (struct tree_place){at, depth};
		if (links->first[at] != NOWHERE) {
			at = links->first[at];
			depth++;
			continue;
		}
		while (at != top && links->next[at] == NOWHERE) {
			at = links->parent[at];
			depth--;
		}
		at = at == top ? NOWHERE : links->next[at];
	}
}

struct tree_place *tree_order(struct arena *arena, const struct tree_node *nodes, size_t count)
{
	const struct links links = link_up(arena, nodes, count);
	struct walk walk = {
		.links = &links,
		.places = ARENA_ARRAY(arena, struct tree_place, count),
		.seen = ARENA_ARRAY(arena, bool, count),
	};

	for (size_t i = 0; i < count; i++)
		if (links.parent[i] == NOWHERE)
			place_below(&walk, i);
	/* Whatever hangs in a circle; it should not, but must not vanish either. */
	for (size_t i = 0; i < count; i++)
		if (!walk.seen[i])
			place_below(&walk, i);
	return walk.places;
}

/* Levels from the node down, itself included. */
static int height_of(struct arena *arena, const struct links *links, size_t top)
{
	struct walk walk = {
		.links = links,
		.places = ARENA_ARRAY(arena, struct tree_place, links->count),
		.seen = ARENA_ARRAY(arena, bool, links->count),
	};
	int height = 0;

	place_below(&walk, top);
	for (size_t i = 0; i < walk.count; i++)
		if (walk.places[i].depth + 1 > height)
			height = walk.places[i].depth + 1;
	return height;
}

enum tree_fault tree_may_move(struct arena *arena, const struct tree_node *nodes, size_t count, int64_t id,
			      int64_t parent_id, int deepest)
{
	const struct links links = link_up(arena, nodes, count);
	size_t self = id ? index_of(&links, id) : NOWHERE;
	int above = 0;

	if (parent_id == 0)
		return TREE_FINE;
	size_t at = index_of(&links, parent_id);
	if (at == NOWHERE)
		return TREE_ABSENT;
	for (; at != NOWHERE; at = links.parent[at]) {
		if (at == self || (size_t)above > count)
			return TREE_CYCLE;
		above++;
	}
	int height = self == NOWHERE ? 1 : height_of(arena, &links, self);
	return above + height > deepest ? TREE_DEEP : TREE_FINE;
}
