#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include <mysql.h>

#include "db/db.h"
#include "db/failure.h"

/* Inside src/db only: one connection and what is kept for it. */

struct prepared;
enum { AHEAD_MOST = 8 };

struct db {
	const struct config *config;
	const char *account;
	bool creates;             /* makes the database when it is missing: the owner's connection */
	MYSQL *mysql;             /* NULL: not connected */
	uint64_t packet;          /* max_allowed_packet of the server */
	struct arena *kept;       /* texts and bindings of prepared statements */
	struct arena *row_arena;  /* one row at a time of db_each */
	struct prepared **slots;  /* open addressing by the statement's address */
	size_t slot_room, slot_count;
	int depth;                /* of nested db_transaction calls */
	enum rc trouble;          /* why the open transaction cannot commit, or RC_OK */
	bool must_begin;          /* it is open for its caller; the server will be told with the first statement */
	bool is_manual;           /* the server was told (autocommit = 0); told otherwise with what follows the end */
	struct prepared *ahead[AHEAD_MOST]; /* sent, answer not read yet; NULL: autocommit */
	size_t ahead_count;
	bool read_only;
	bool reads_archive;         /* db_archive_open; such statements are prepared apart from the others */
	struct rows archive_tables; /* struct archive_table, once it was opened */
	struct str archive_schema;
	bool streaming;           /* db_each is between two rows */
	bool broken;              /* the connection was lost while rows were read */
	char refused_by[65];
	struct db_usage usage;
};

/* Connects if there is no connection. RC_UNAVAILABLE when the server is away. */
enum rc connection_need(struct db *db) MUST_CHECK;
/* Drops the connection; its statements are prepared again on the next one. */
void connection_drop(struct db *db);
/* One constant text without parameters and without rows: BEGIN, DDL. */
enum rc connection_run(struct db *db, struct str sql) MUST_CHECK;
/* The same, telling what failed. */
struct failure connection_try(struct db *db, struct str sql);
/*
 * The first column of a constant text that cannot be prepared (SHOW GRANTS). RC_NOT_FOUND: there is no
 * such user.
 */
enum rc connection_column(struct db *db, struct arena *arena, struct str sql, struct str **values,
			  size_t *count) MUST_CHECK;

#endif
