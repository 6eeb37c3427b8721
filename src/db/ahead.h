#ifndef DB_AHEAD_H
#define DB_AHEAD_H

#include "db/prepared.h"

/*
 * Inside src/db only: what a transaction sends without waiting for the answer. START TRANSACTION goes out with the first
 * statement, and writes whose result nobody needs at once with the next one: a request waits for the server less often.
 * Answers come in the order of sending and are read before anything else is asked of the connection.
 */

/* Sends a bound statement, after START TRANSACTION where that is still to be sent; its answer is read by ahead_settle. */
enum rc ahead_send(struct db *db, struct prepared *prepared, struct failure *failure) MUST_CHECK;
/* Sends the statement and reads all answers, its own last: what mysql_stmt_execute is without anything ahead. */
enum rc ahead_execute(struct db *db, struct prepared *prepared, struct failure *failure) MUST_CHECK;
/*
 * Reads the answers that are still to come. The first that is a failure is returned, and the transaction cannot commit.
 * failure->lost: the caller drops the connection.
 */
enum rc ahead_settle(struct db *db, struct failure *failure) MUST_CHECK;
/* Before a text is sent: START TRANSACTION first, and no answer outstanding. */
enum rc ahead_catch_up(struct db *db, struct failure *failure) MUST_CHECK;

#endif
