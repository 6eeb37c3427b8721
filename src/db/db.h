#ifndef DB_DB_H
#define DB_DB_H

#include "base/config.h"
#include "base/record.h"

/*
 * The only way to MariaDB. One connection per process, statements prepared once
 * per connection and kept. Nothing outside src/db includes mysql.h.
 */
struct db;

/*
 * One statement of the closed catalogue; declare with STATEMENT. In the text
 *   {columns}       the stored columns of row, comma separated
 *   {columns:x}     the same, each with the alias x. in front
 *   {names}         the stored columns of values   INSERT INTO t ({names}) VALUES ({values})
 *   {values}        a ? for each of them
 *   {assignments}   name = ? for each that is not FIELD_KEY   UPDATE t SET {assignments} WHERE ...
 * are expanded from the record tables. Given parameters fill the ? that are written in the text,
 * in its order; those of the placeholders come from the record.
 *
 * A member that is not given (STR_NONE, MOMENT_NONE, code 0 ...) is NULL in the row and back.
 * FIELD_NOT_NULL stores the empty text instead.
 * Columns: texts and codes VARCHAR or TEXT, FIELD_UUID UUID, FIELD_BYTES VARBINARY, FIELD_INT and
 * FIELD_MONEY an integer, FIELD_DECIMAL DECIMAL, FIELD_BOOL and FIELD_ANSWER BOOLEAN, FIELD_MOMENT
 * DATETIME(6), FIELD_DAY DATE, FIELD_CLOCK TIME.
 */
struct statement {
	const char *name;
	const char *sql;
	const struct record *row;    /* what a fetched row fills; columns go by name; NULL: no rows */
	const struct record *values; /* what {names}, {values}, {assignments} bind; NULL: nothing */
};

/*
 * STATEMENT(incident_by_number, &incident_record, NULL, "SELECT {columns} FROM incident WHERE ...");
 * Every one is registered in the linked program, so that a test prepares them all.
 */
#define STATEMENT(name_, row_, values_, sql_)                                                       \
	static const struct statement name_ = {#name_, sql_, row_, values_};                        \
	static const struct statement *const statement_registered_##name_                           \
		__attribute__((used, section("muster_statements"))) = &name_

/* All statements linked into this program. */
size_t statements_all(const struct statement *const **first);
/* The text as the server gets it, placeholders filled in; STR_NONE after a fault. */
struct str statement_text(struct arena *arena, const struct statement *statement);

enum param_kind { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_BYTES, PARAM_MOMENT, PARAM_DAY };
struct param {
	enum param_kind kind;
	int64_t number;
	struct str text;
};

#define P_NULL ((struct param){.kind = PARAM_NULL})
#define P_INT(n) ((struct param){.kind = PARAM_INT, .number = (n)})
#define P_TEXT(s) ((struct param){.kind = PARAM_TEXT, .text = (s)})          /* STR_NONE binds NULL */
#define P_BYTES(s) ((struct param){.kind = PARAM_BYTES, .text = (s)})        /* for VARBINARY: hashes, keys */
#define P_MOMENT(m) ((struct param){.kind = PARAM_MOMENT, .number = (m)})    /* MOMENT_NONE binds NULL */
#define P_DAY(d) ((struct param){.kind = PARAM_DAY, .number = (d)})          /* DAY_NONE binds NULL */
/* An internal id; 0 binds NULL. */
#define P_ID(n) ((struct param){.kind = (n) ? PARAM_INT : PARAM_NULL, .number = (n)})
/* The argument list of the calls below: PARAMS(P_INT(id), P_TEXT(code)) or NO_PARAMS. */
#define PARAMS(...)                          \
	(const struct param[]){__VA_ARGS__}, \
		sizeof((const struct param[]){__VA_ARGS__}) / sizeof(struct param)
#define NO_PARAMS NULL, 0

/* Rows of one result in arena memory. */
struct rows {
	void *at;
	size_t count;
};
#define ROW(type, rows, index) (&((type *)(rows).at)[index])

/*
 * account names the section of the settings with user and password ("portal", "report", ...).
 * Lazy: the first statement connects. RC_UNAVAILABLE later when the server is away.
 */
struct db *db_open(struct arena *arena, const struct config *config, const char *account);
/* Ends the connection and, with the last one, the driver. NULL is allowed. */
void db_close(struct db *db);
/* RC_OK when the server answers. Reconnects if the connection was lost and no transaction is open. */
enum rc db_ping(struct db *db) MUST_CHECK;

/*
 * Write protection for requests that only read: while on, db_write is RC_FAULT and transactions are
 * READ ONLY, each with one consistent view. Returns what it was. Not inside a transaction.
 */
bool db_read_only(struct db *db, bool on);

/* What was done since db_open: for Server-Timing, take the difference. */
struct db_usage {
	uint64_t statements;
	int64_t microseconds;    /* waiting for the server included */
	uint64_t connects;       /* connections made */
	uint64_t retries;        /* transactions run again after a conflict */
};
struct db_usage db_usage(const struct db *db);

/*
 * The constraint or unique key that the last RC_INVALID or RC_DUPLICATE came from, as named in the
 * migration ("employee_number"); "" when the server did not name one.
 */
struct str db_refused_by(const struct db *db);

/* Prepares the statement and checks its columns against its record without running it. */
enum rc db_prepare(struct db *db, const struct statement *statement) MUST_CHECK;

/*
 * Exactly one row into *row, texts in the arena. RC_NOT_FOUND: none. More than one is RC_FAULT.
 * Members that the statement does not select are left as record_clear makes them.
 */
enum rc db_one(struct db *db, struct arena *arena, const struct statement *statement,
	       const struct param *params, size_t count, void *row) MUST_CHECK;
/* All rows, at most 100000; more is RC_FAULT (page them). */
enum rc db_list(struct db *db, struct arena *arena, const struct statement *statement,
		const struct param *params, size_t count, struct rows *rows) MUST_CHECK;
/*
 * Row by row without keeping them; each() gets memory that is reused and must not use db. Stops at the
 * first rc that is not RC_OK and returns it.
 */
enum rc db_each(struct db *db, const struct statement *statement, const struct param *params,
		size_t count, enum rc (*each)(void *closure, struct arena *arena, void *row),
		void *closure) MUST_CHECK;

struct written {
	int64_t id;       /* AUTO_INCREMENT of an INSERT */
	int64_t affected; /* rows found (not only changed) */
};
/*
 * INSERT, UPDATE, DELETE. values is the record for {values} or {assignments}, else NULL.
 * RC_DUPLICATE: a unique key; RC_INVALID: a CHECK, a foreign key or the column's type refused (see
 * db_refused_by); RC_DENIED: a trigger did; RC_TOO_LARGE: more than the server takes at once.
 * RC_UNAVAILABLE outside a transaction: it may have been done nevertheless. written may be NULL.
 */
enum rc db_write(struct db *db, const struct statement *statement, const void *values,
		 const struct param *params, size_t count, struct written *written) MUST_CHECK;
/*
 * The same inside a transaction for who needs no result at once: it is sent, its answer read with that of the next call.
 * A failure is what the next call returns, or the transaction, which cannot commit any more.
 */
enum rc db_write_ahead(struct db *db, const struct statement *statement, const void *values, const struct param *params,
		       size_t count) MUST_CHECK;
/* An INSERT of one record; *id is set to its AUTO_INCREMENT. */
enum rc db_insert(struct db *db, const struct statement *statement, const void *values,
		  int64_t *id) MUST_CHECK;
/* An UPDATE or DELETE that has to find a row, else it is `absent`: RC_CONFLICT for another version, say. */
enum rc db_write_one(struct db *db, const struct statement *statement, const void *values,
		     const struct param *params, size_t count, enum rc absent) MUST_CHECK;

/*
 * Runs body in a transaction and commits; runs it again after deadlock, lock wait timeout or
 * certification failure, up to five times with growing random pauses, then RC_BUSY. body touches the database
 * and its closure's results only. A commit whose outcome is unknown is RC_UNAVAILABLE: callers
 * settle it by their submission id. Nested calls join the open transaction; when one of them fails,
 * everything is rolled back, and the outermost call returns that failure even if its body overlooks it.
 * Inside, any lost connection or conflict makes all further calls fail until the body returns.
 */
enum rc db_transaction(struct db *db, const char *name, enum rc (*body)(struct db *db, void *closure),
		       void *closure) MUST_CHECK;

/*
 * A statement put together at run time from constant fragments (filters, sort orders): never from
 * input. Kept for the life of the process by its text, at most 512 of them.
 */
const struct statement *db_compose(const char *name, const struct record *row, struct str sql);

#endif
