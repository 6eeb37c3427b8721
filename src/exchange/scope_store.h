#ifndef EXCHANGE_SCOPE_STORE_H
#define EXCHANGE_SCOPE_STORE_H

#include "db/table.h"

/*
 * Which rows an export holds. Of everything: all tables but those that belong to this installation and not to its records
 * (sessions, leases, who runs). Of one organization: its own rows, what hangs on them by foreign keys, the code lists
 * that all share, and the hashes of the sealed log.
 */
struct scope {
	int64_t organization_id;     /* 0: everything */
	struct rows edges;           /* table_edges; needed for one organization only */
	const struct table *tables;
	size_t table_count;
};

/* False: the table is not exported. where is a condition on its rows, empty for all. */
bool scope_of(struct arena *arena, const struct scope *scope, const struct table *table, struct str *where);

/* The tables that no export holds, ended by NULL. */
extern const char *const scope_left_out[];

#endif
