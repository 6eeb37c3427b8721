#include <string.h>
#include <time.h>

#include "base/log.h"
#include "db/ahead.h"

enum { LIST_MOST = 100000, LIST_FIRST = 32 };

/* Everything one call needs; run() may be called twice for it. */
struct call {
	struct db *db;
	const struct statement *statement;
	const void *values;
	const struct param *params;
	size_t count;
};

static int64_t monotonic_us(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static enum rc failed(struct db *db, struct prepared *p, struct failure *failure)
{
	/* An error between two rows is left with the connection, not with the statement. */
	bool is_told = mysql_stmt_errno(p->handle) != 0;

	*failure = failure_of(db, p->statement->name,
			      is_told ? mysql_stmt_errno(p->handle) : mysql_errno(db->mysql),
			      is_told ? mysql_stmt_sqlstate(p->handle) : mysql_sqlstate(db->mysql),
			      is_told ? mysql_stmt_error(p->handle) : mysql_error(db->mysql));
	db->broken = failure->lost;
	return failure->rc;
}

/* Ready to be sent. */
static enum rc bound(const struct call *call, struct prepared **out, struct failure *failure)
{
	struct db *db = call->db;
	enum rc rc = prepared_get(db, call->statement, out, failure);
	struct prepared *p = *out;

	if (rc != RC_OK)
		return rc;
	if (db->read_only && !p->text.reads)
		return FAULT("db.read_only", "%s writes in a request that only reads", call->statement->name);
	return bind_all(db, p, call->values, call->params, call->count);
}

static enum rc execute(const struct call *call, struct prepared **out, struct failure *failure)
{
	struct db *db = call->db;
	enum rc rc = bound(call, out, failure);
	struct prepared *p = *out;

	if (rc != RC_OK)
		return rc;
	db->usage.statements++;
	if (ahead_is_needed(db)) {
		rc = ahead_execute(db, p, failure);
		if (rc != RC_OK)
			return rc;
	} else {
		db->must_begin = false;
		if (mysql_stmt_execute(p->handle))
			return failed(db, p, failure);
	}
	if (p->column_count == 0 && mysql_stmt_field_count(p->handle)) {
		rc = fetch_map(db, p); /* INSERT ... RETURNING shows its columns only now */
		if (rc != RC_OK)
			mysql_stmt_free_result(p->handle);
	}
	return rc;
}

/* What keeps a statement from being run just now. */
static enum rc check(const struct call *call)
{
	struct db *db = call->db;

	if (db->streaming)
		return FAULT("db.streaming", "%s: run between the rows of another statement",
			     call->statement->name);
	if (db->depth && !db->mysql && !db->must_begin && db->trouble == RC_OK)
		db->trouble = RC_UNAVAILABLE; /* never go on in a half transaction */
	return db->depth ? db->trouble : RC_OK;
}

/*
 * Executes; after a lost connection once more on a new one, unless a transaction has begun (all of it
 * has to be run again) or the server may have done the work already.
 */
static enum rc run_by(const struct call *call, struct prepared **out,
		      enum rc (*execute_by)(const struct call *call, struct prepared **out, struct failure *failure))
{
	struct db *db = call->db;
	struct failure failure = {0};
	enum rc rc = check(call);
	const bool was_connected = db->mysql != NULL, is_first = db->depth && db->must_begin;

	if (rc != RC_OK)
		return rc;
	rc = execute_by(call, out, &failure);
	if (!failure.lost)
		return rc;
	connection_drop(db);
	if (!was_connected || !(db->depth ? is_first : failure.unsent || (*out)->text.reads))
		return rc;
	if (is_first) { /* nothing of the transaction will stay */
		db->must_begin = true;
		db->trouble = RC_OK;
	}
	rc = execute_by(call, out, &failure);
	if (failure.lost)
		connection_drop(db);
	return rc;
}

static enum rc run(const struct call *call, struct prepared **out)
{
	return run_by(call, out, execute);
}

/* One more row: RC_NOT_FOUND after the last one. */
static enum rc next_row(struct db *db, struct prepared *p, struct arena *arena, void *row)
{
	struct failure failure;

	switch (mysql_stmt_fetch(p->handle)) {
	case 0:
	case MYSQL_DATA_TRUNCATED: /* long texts, which are taken in a second step */
		return fetch_row(p, arena, row);
	case MYSQL_NO_DATA:
		return RC_NOT_FOUND;
	default:
		return failed(db, p, &failure);
	}
}

/* Ends the reading of rows; what is left of the result is thrown away. */
static enum rc end_rows(struct db *db, struct prepared *p, enum rc rc)
{
	mysql_stmt_free_result(p->handle);
	if (db->broken)
		connection_drop(db);
	return rc;
}

static enum rc no_rows(const struct statement *statement)
{
	return FAULT("db.row", "%s: no rows to fetch", statement->name);
}

static enum rc one(const struct call *call, struct arena *arena, void *row)
{
	struct prepared *p;
	enum rc rc = run(call, &p);

	if (rc != RC_OK)
		return rc;
	if (p->column_count == 0)
		return no_rows(call->statement);
	rc = next_row(call->db, p, arena, row);
	if (rc == RC_OK) {
		int more = mysql_stmt_fetch(p->handle);
		struct failure failure;
		if (more == 0 || more == MYSQL_DATA_TRUNCATED)
			rc = FAULT("db.row", "%s: more than one row", call->statement->name);
		else if (more != MYSQL_NO_DATA)
			rc = failed(call->db, p, &failure);
	}
	return end_rows(call->db, p, rc);
}

enum rc db_one(struct db *db, struct arena *arena, const struct statement *statement,
	       const struct param *params, size_t count, void *row)
{
	int64_t start = monotonic_us();
	enum rc rc = one(&(struct call){db, statement, NULL, params, count}, arena, row);
	db->usage.microseconds += monotonic_us() - start;
	return rc;
}

static void make_room(struct arena *arena, size_t size, struct rows *rows, size_t *room)
{
	if (rows->count < *room)
		return;
	size_t more = *room ? *room * 2 : LIST_FIRST;
	void *grown = arena_alloc(arena, more, size);
	if (rows->count)
		memcpy(grown, rows->at, rows->count * size);
	rows->at = grown;
	*room = more;
}

static enum rc list(const struct call *call, struct arena *arena, struct rows *rows)
{
	struct prepared *p;
	size_t room = 0;
	enum rc rc = run(call, &p);

	*rows = (struct rows){0};
	if (rc != RC_OK)
		return rc;
	if (p->column_count == 0)
		return no_rows(call->statement);
	size_t size = call->statement->row->size;
	for (;;) {
		make_room(arena, size, rows, &room);
		rc = next_row(call->db, p, arena, (char *)rows->at + rows->count * size);
		if (rc == RC_OK && ++rows->count > LIST_MOST)
			rc = FAULT("db.row", "%s: more than %d rows", call->statement->name, LIST_MOST);
		if (rc != RC_OK)
			break;
	}
	rc = end_rows(call->db, p, rc == RC_NOT_FOUND ? RC_OK : rc);
	if (rc != RC_OK)
		*rows = (struct rows){0};
	return rc;
}

enum rc db_list(struct db *db, struct arena *arena, const struct statement *statement,
		const struct param *params, size_t count, struct rows *rows)
{
	int64_t start = monotonic_us();
	enum rc rc = list(&(struct call){db, statement, NULL, params, count}, arena, rows);
	db->usage.microseconds += monotonic_us() - start;
	return rc;
}

enum rc db_each(struct db *db, const struct statement *statement, const struct param *params, size_t count,
		enum rc (*each)(void *closure, struct arena *arena, void *row), void *closure)
{
	struct prepared *p;
	int64_t start = monotonic_us();
	enum rc rc = run(&(struct call){db, statement, NULL, params, count}, &p);

	if (rc != RC_OK)
		return rc;
	if (p->column_count == 0)
		return no_rows(statement);
	db->streaming = true;
	while (rc == RC_OK) {
		arena_reset(db->row_arena);
		void *row = arena_alloc(db->row_arena, 1, statement->row->size);
		rc = next_row(db, p, db->row_arena, row);
		if (rc == RC_NOT_FOUND)
			break;
		if (rc == RC_OK)
			rc = each(closure, db->row_arena, row);
	}
	db->streaming = false;
	arena_reset(db->row_arena);
	db->usage.microseconds += monotonic_us() - start;
	return rc == RC_NOT_FOUND ? end_rows(db, p, RC_OK) : end_rows(db, p, rc);
}

enum rc db_write(struct db *db, const struct statement *statement, const void *values,
		 const struct param *params, size_t count, struct written *written)
{
	struct prepared *p;
	int64_t start = monotonic_us();
	enum rc rc = run(&(struct call){db, statement, values, params, count}, &p);

	if (rc == RC_OK && written)
		*written = (struct written){
			.id = (int64_t)mysql_stmt_insert_id(p->handle),
			.affected = (int64_t)mysql_stmt_affected_rows(p->handle),
		};
	db->usage.microseconds += monotonic_us() - start;
	return rc;
}

/* Sends it with what comes next; without a transaction there is nothing that could wait for it. */
static enum rc execute_ahead(const struct call *call, struct prepared **out, struct failure *failure)
{
	enum rc rc = bound(call, out, failure);

	if (rc != RC_OK)
		return rc;
	call->db->usage.statements++;
	return ahead_send(call->db, *out, failure);
}

enum rc db_write_ahead(struct db *db, const struct statement *statement, const void *values, const struct param *params,
		       size_t count)
{
	struct prepared *p;

	if (!db->depth)
		return db_write(db, statement, values, params, count, NULL);
	return run_by(&(struct call){db, statement, values, params, count}, &p, execute_ahead);
}

enum rc db_insert(struct db *db, const struct statement *statement, const void *values, int64_t *id)
{
	struct written written;
	enum rc rc = db_write(db, statement, values, NO_PARAMS, &written);

	if (rc == RC_OK)
		*id = written.id;
	return rc;
}

enum rc db_write_one(struct db *db, const struct statement *statement, const void *values,
		     const struct param *params, size_t count, enum rc absent)
{
	struct written written;
	enum rc rc = db_write(db, statement, values, params, count, &written);

	return rc == RC_OK && written.affected == 0 ? absent : rc;
}

enum rc db_prepare(struct db *db, const struct statement *statement)
{
	struct prepared *p;
	struct failure failure;
	enum rc rc = prepared_get(db, statement, &p, &failure);

	if (failure.lost)
		connection_drop(db);
	return rc;
}
