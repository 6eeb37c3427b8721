#ifndef DB_AHEAD_H
#define DB_AHEAD_H

#include "db/prepared.h"

/*
 * Inside src/db only: what is sent without waiting for the answer. The beginning of a transaction goes out with its first
 * statement, and writes whose result nobody needs at once with the next one: a request waits for the server less often.
 * Answers come in the order of sending and are read before anything else is asked of the connection.
 */

/* Whether something has to go before the next statement, or is still to be answered. */
bool ahead_is_needed(const struct db *db);
/* Sends a bound statement, after the beginning or the end of a transaction where that is due; ahead_settle reads its answer. */
enum rc ahead_send(struct db *db, struct prepared *prepared, struct failure *failure) MUST_CHECK;
/* Sends the statement and reads all answers, its own last: what mysql_stmt_execute is without anything ahead. */
enum rc ahead_execute(struct db *db, struct prepared *prepared, struct failure *failure) MUST_CHECK;
/*
 * Reads the answers that are still to come. The first that is a failure is returned, and the transaction cannot commit.
 * failure->lost: the caller drops the connection.
 */
enum rc ahead_settle(struct db *db, struct failure *failure) MUST_CHECK;
/* Before a text is sent: what has to go before it, and no answer outstanding. */
enum rc ahead_catch_up(struct db *db, struct failure *failure) MUST_CHECK;

#endif
