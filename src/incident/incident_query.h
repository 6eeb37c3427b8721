#ifndef INCIDENT_INCIDENT_QUERY_H
#define INCIDENT_INCIDENT_QUERY_H

#include "base/text.h"
#include "db/db.h"

/*
 * A statement while it is put together: constant fragments, and the values of their "?" in the same order.
 * What people typed is only ever a value.
 */
struct incident_query {
	struct text sql;
	struct param *params;
	size_t count, room;
};

#define INCIDENT_QUERY_IN(arena_) ((struct incident_query){.sql = TEXT_IN(arena_)})

/* fragment is a constant of ours; the values follow with incident_query_value. */
void incident_query_add(struct incident_query *query, const char *fragment);
void incident_query_value(struct incident_query *query, struct param value);

#endif
