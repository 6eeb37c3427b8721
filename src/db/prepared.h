#ifndef DB_PREPARED_H
#define DB_PREPARED_H

#include "db/connection.h"
#include "db/statement.h"

/* Inside src/db only: a statement prepared on a connection, with its buffers. */

/* Storage behind one MYSQL_BIND. */
struct cell {
	int64_t number;
	MYSQL_TIME time;
	char bytes[64];     /* digits of decimals, texts that fit */
	unsigned long length;
	my_bool is_null;
	my_bool is_cut;
};

struct way; /* fetch.c */

struct prepared {
	const struct statement *statement;
	bool reads_archive;
	struct expansion text;
	MYSQL_STMT *handle;              /* NULL: not prepared on the present connection */
	size_t param_count;
	MYSQL_BIND *params;
	struct cell *param_cells;
	size_t column_count;             /* 0: not mapped yet */
	size_t column_room;
	MYSQL_BIND *columns;
	struct cell *cells;
	const struct field **fields;     /* which member each column fills */
	const struct way **ways;         /* and how */
};

/* Prepared and checked against its records; connects when needed. */
enum rc prepared_get(struct db *db, const struct statement *statement, struct prepared **out,
		     struct failure *failure) MUST_CHECK;
/* Closes every handle; texts and buffers stay. The connection must be closed already. */
void prepared_forget(struct db *db);

/* Values of the statement's record and the given parameters into the buffers. */
enum rc bind_all(struct db *db, struct prepared *prepared, const void *values, const struct param *params,
		 size_t count) MUST_CHECK;

/* Finds the member for every column and checks that the types fit. */
enum rc fetch_map(struct db *db, struct prepared *prepared) MUST_CHECK;
/* The present row into the record at row, which is cleared first. */
enum rc fetch_row(struct prepared *prepared, struct arena *arena, void *row) MUST_CHECK;

#endif
