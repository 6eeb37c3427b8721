#ifndef NOTIFY_AIM_STORE_H
#define NOTIFY_AIM_STORE_H

#include "db/db.h"
#include "notify/plan.h"

/* At whom rules aim: the people behind "incident manager", "watchers", "EHS specialists there". */
struct aims {
	struct aim *at;
	size_t count, room;
};

/* For rules that fit the occurrence; at most four statements, whatever the number of rules and people. */
enum rc aims_find(struct db *db, struct arena *arena, const struct occurrence *o, const struct notify_rule *const *rules,
		  size_t count, moment now, struct aims *out) MUST_CHECK;

#endif
