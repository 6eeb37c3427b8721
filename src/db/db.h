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
 * are expanded from the record tables; their parameters come first, then the given ones.
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

enum param_kind { PARAM_NULL, PARAM_INT, PARAM_TEXT, PARAM_MOMENT, PARAM_DAY };
struct param {
	enum param_kind kind;
	int64_t number;
	struct str text;
};

#define P_NULL ((struct param){.kind = PARAM_NULL})
#define P_INT(n) ((struct param){.kind = PARAM_INT, .number = (n)})
#define P_TEXT(s) ((struct param){.kind = PARAM_TEXT, .text = (s)})          /* STR_NONE binds NULL */
#define P_MOMENT(m) ((struct param){.kind = PARAM_MOMENT, .number = (m)})    /* MOMENT_NONE binds NULL */
#define P_DAY(d) ((struct param){.kind = PARAM_DAY, .number = (d)})          /* DAY_NONE binds NULL */
/* An internal id; 0 binds NULL. */
#define P_ID(n) ((struct param){.kind = (n) ? PARAM_INT : PARAM_NULL, .number = (n)})
/* The argument list of the calls below: PARAMS(P_INT(id), P_TEXT(code)) or NO_PARAMS. */
#define PARAMS(...) (const struct param[]){__VA_ARGS__}, sizeof((const struct param[]){__VA_ARGS__}) / sizeof(struct param)
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
void db_close(struct db *db);
/* RC_OK when the server answers. Reconnects if the connection was lost and no transaction is open. */
enum rc db_ping(struct db *db) MUST_CHECK;

/*
 * Exactly one row into *row, texts in the arena. RC_NOT_FOUND: none. More than one is RC_FAULT.
 * Members that the statement does not select are left as record_clear makes them.
 */
enum rc db_one(struct db *db, struct arena *arena, const struct statement *statement,
	       const struct param *params, size_t count, void *row) MUST_CHECK;
/* All rows, at most 100000; more is RC_FAULT (page them). */
enum rc db_list(struct db *db, struct arena *arena, const struct statement *statement,
		const struct param *params, size_t count, struct rows *rows) MUST_CHECK;
/* Row by row without keeping them; each() gets memory that is reused. Stops at the first rc that is not RC_OK. */
enum rc db_each(struct db *db, const struct statement *statement, const struct param *params,
		size_t count, enum rc (*each)(void *closure, struct arena *arena, void *row),
		void *closure) MUST_CHECK;

struct written {
	int64_t id;       /* AUTO_INCREMENT of an INSERT */
	int64_t affected; /* rows found (not only changed) */
};
/*
 * INSERT, UPDATE, DELETE. values is the record for {values} or {assignments}, else NULL.
 * RC_DUPLICATE: a unique key; RC_INVALID: a CHECK or foreign key refused. written may be NULL.
 */
enum rc db_write(struct db *db, const struct statement *statement, const void *values,
		 const struct param *params, size_t count, struct written *written) MUST_CHECK;

/*
 * Runs body in a transaction and commits; runs it again after deadlock, lock wait timeout or
 * certification failure, up to five times with growing random pauses, then RC_BUSY. body touches the database
 * and its closure's results only. A commit whose outcome is unknown is RC_UNAVAILABLE: callers
 * settle it by their submission id. Nested calls join the open transaction.
 */
enum rc db_transaction(struct db *db, const char *name, enum rc (*body)(struct db *db, void *closure),
		       void *closure) MUST_CHECK;

/*
 * A statement put together at run time from constant fragments (filters, sort orders): never from
 * input. Kept for the life of the process by its text, at most 512 of them.
 */
const struct statement *db_compose(const char *name, const struct record *row, struct str sql);

#endif
