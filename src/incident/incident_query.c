#include "incident/incident_query.h"

#include <string.h>

void incident_query_add(struct incident_query *query, const char *fragment)
{
	text_cstr(&query->sql, fragment);
}

void incident_query_value(struct incident_query *query, struct param value)
{
	if (query->count == query->room) {
		size_t room = query->room ? query->room * 2 : 64;
		struct param *grown = ARENA_ARRAY(query->sql.arena, struct param, room);
		if (query->count)
			memcpy(grown, query->params, query->count * sizeof *grown);
		query->params = grown;
		query->room = room;
	}
	query->params[query->count++] = value;
}
