#ifndef DB_FAILURE_H
#define DB_FAILURE_H

#include "db/db.h"

/* Inside src/db only: what a failed call means and what may be done about it. */
struct failure {
	unsigned code;    /* of the server or of Connector/C; 0: none */
	enum rc rc;
	bool lost;        /* the connection is of no use any more */
	bool unsent;      /* and the server did not run the statement: it may be sent again */
	bool conflict;    /* the transaction may be run again */
};

/*
 * Classifies an error, logs it where it is ours or the server's, and remembers the constraint that
 * refused. what names the statement. Inside a transaction it also records that this cannot commit.
 */
struct failure failure_of(struct db *db, const char *what, unsigned code, const char *state,
			  const char *message);

#endif
