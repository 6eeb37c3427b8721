#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "db/db.h"

/* Inside src/db only: the text of a statement as the server gets it. */
struct expansion {
	struct str sql;
	const struct field *
		*sources; /* for each ?: the member of values, or NULL: the next given parameter */
	size_t source_count;
	bool reads;                      /* changes nothing: SELECT without FOR UPDATE, SHOW, EXPLAIN */
};

/* Fills in the placeholders that db.h describes. RC_FAULT, logged: unknown or without a record. */
enum rc statement_expand(struct arena *arena, const struct statement *statement,
			 struct expansion *out) MUST_CHECK;

#endif
