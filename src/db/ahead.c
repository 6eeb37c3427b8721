#include "db/ahead.h"

/*
 * Transactions are begun and ended for a connection as a whole. After START TRANSACTION, a server that gives the
 * transaction up (a deadlock, another node's commit) would run what is already on its way on its own, and keep it; this
 * way it begins another one, which is rolled back.
 */
static const char *const autocommit[] = {"SET autocommit = 0", "SET autocommit = 1"};
enum { AUTOCOMMIT_LEN = sizeof "SET autocommit = 0" - 1 };

static void skip_answers(struct db *db, bool on)
{
	const my_bool skip = on;

	mysql_options(db->mysql, MARIADB_OPT_SKIP_READ_RESPONSE, &skip);
}

static enum rc failed(struct db *db, struct prepared *p, struct failure *failure)
{
	const bool is_told = p && mysql_stmt_errno(p->handle) != 0;

	*failure = failure_of(db, p ? p->statement->name : "autocommit", is_told ? mysql_stmt_errno(p->handle) : mysql_errno(db->mysql),
			      is_told ? mysql_stmt_sqlstate(p->handle) : mysql_sqlstate(db->mysql),
			      is_told ? mysql_stmt_error(p->handle) : mysql_error(db->mysql));
	return failure->rc;
}

/* p NULL: autocommit, as the connection needs it now. */
static enum rc send_one(struct db *db, struct prepared *p, struct failure *failure)
{
	skip_answers(db, true);
	const bool is_sent = p ? mysql_stmt_execute(p->handle) == 0
			       : mysql_send_query(db->mysql, autocommit[!db->is_manual], AUTOCOMMIT_LEN) == 0;
	skip_answers(db, false);
	if (!is_sent)
		return failed(db, p, failure);
	db->ahead[db->ahead_count++] = p;
	return RC_OK;
}

bool ahead_is_needed(const struct db *db)
{
	return db->ahead_count > 0 || db->is_manual != (db->depth > 0 && !db->read_only);
}

static enum rc send_autocommit(struct db *db, struct failure *failure)
{
	const bool is_manual = db->depth > 0 && !db->read_only;

	if (db->is_manual == is_manual)
		return RC_OK;
	db->is_manual = is_manual;
	return send_one(db, NULL, failure);
}

static enum rc read_one(struct db *db, struct prepared *p, struct failure *failure)
{
	const bool is_read = p ? db->mysql->methods->db_read_execute_response(p->handle) == 0
			       : mysql_read_query_result(db->mysql) == 0;

	return is_read ? RC_OK : failed(db, p, failure);
}

enum rc ahead_send(struct db *db, struct prepared *prepared, struct failure *failure)
{
	enum rc rc = RC_OK;

	if (db->ahead_count + 2 > AHEAD_MOST)
		rc = ahead_settle(db, failure);
	if (rc == RC_OK)
		rc = send_autocommit(db, failure);
	db->must_begin = false;
	return rc == RC_OK ? send_one(db, prepared, failure) : rc;
}

enum rc ahead_settle(struct db *db, struct failure *failure)
{
	enum rc rc = RC_OK;
	const size_t count = db->ahead_count;

	db->ahead_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct failure other = {.rc = RC_OK};
		enum rc read = read_one(db, db->ahead[i], rc == RC_OK ? failure : &other);
		if (rc == RC_OK)
			rc = read;
		if (failure->lost || other.lost) {
			failure->lost = true;
			break;
		}
	}
	if (rc != RC_OK && db->depth && db->trouble == RC_OK)
		db->trouble = rc; /* nobody was there to deal with it */
	return rc;
}

enum rc ahead_execute(struct db *db, struct prepared *prepared, struct failure *failure)
{
	struct failure own = {.rc = RC_OK};
	enum rc rc = ahead_send(db, prepared, failure);

	if (rc != RC_OK)
		return rc;
	db->ahead_count--; /* its own answer is the last */
	rc = ahead_settle(db, failure);
	if (failure->lost)
		return rc;
	const bool is_read = db->mysql->methods->db_read_execute_response(prepared->handle) == 0;
	if (rc == RC_OK)
		return is_read ? RC_OK : failed(db, prepared, failure);
	if (is_read)
		mysql_stmt_free_result(prepared->handle);
	else if (failed(db, prepared, &own) != RC_OK && own.lost)
		failure->lost = true;
	return rc;
}

enum rc ahead_catch_up(struct db *db, struct failure *failure)
{
	enum rc rc = RC_OK;

	*failure = (struct failure){.rc = RC_OK};
	if (db->mysql)
		rc = send_autocommit(db, failure);
	db->must_begin = false;
	return rc == RC_OK ? ahead_settle(db, failure) : rc;
}
