#include "organization/tree_view.h"

void tree_view(struct arena *arena, struct view *page, const char *name, const struct record *record,
	       struct rows rows, const struct tree_node *nodes)
{
	const struct tree_place *order = tree_order(arena, nodes, rows.count);
	struct view_list *list = view_list(page, name);

	for (size_t i = 0; i < rows.count; i++) {
		struct view *item = view_add(list);
		struct view_list *levels = view_list(item, "levels");
		view_merge(item, record, (const char *)rows.at + order[i].index * record->size);
		for (int depth = 0; depth < order[i].depth; depth++)
			view_flag(view_add(levels), "is_level", true);
		view_int(item, "depth", order[i].depth);
	}
}

enum rc tree_check(struct request *rq, const char *field, enum tree_fault fault)
{
	static const char *const why[] = {
		[TREE_ABSENT] = N_("Choose one of the values offered"),
		[TREE_CYCLE] = N_("This would make a circle"),
		[TREE_DEEP] = N_("This would stand too many levels deep"),
	};
	return fault == TREE_FINE ? RC_OK : problem_add(rq, field, why[fault]);
}
