#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

/* A real MariaDB for a test program: cmocka's group setup and teardown, and what tests ask of it. */

#include "db/db.h"

struct database {
	struct arena *arena;             /* for the whole program */
	const struct config *config;
	struct db *db;                   /* the owner's connection */
	const char *folder;              /* of the server */
	bool is_ours;                    /* started by this program */
};

/*
 * Group setup: takes the server of MUSTER_TEST_DATABASE or starts one for this program, makes a schema of
 * its own with all migrations and seeds. *state is the struct database. Returns 0 as cmocka wants.
 */
int database_setup(void **state);
/* The same with an empty schema. */
int database_setup_empty(void **state);
/*
 * The same with what the instance at rest in the folder MUSTER_TEST_DEMO has in its database: the demo organization, on
 * a server of this program alone. Without that folder as database_setup: the test loads the organization itself.
 */
int database_setup_demo(void **state);
/* Group teardown: drops the schema, ends a server that it started. */
int database_teardown(void **state);

/* Another connection with the owner's rights; closed by the caller. */
struct db *database_connect(const struct database *database);
/* One statement that gives no rows; a failure fails the test. */
void database_run(struct db *db, const char *sql);
/* The number that a SELECT of one row and one column named "number" gives. */
int64_t database_number(struct db *db, const char *sql);
/* Both with values in the text, on the owner's connection. */
void database_runf(const struct database *database, const char *format, ...) __attribute__((format(printf, 2, 3)));
int64_t database_numberf(const struct database *database, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Starts, kills (-9) or stops the server of a folder. */
void database_server_start(const char *folder);
void database_server_kill(const char *folder);
void database_server_stop(const char *folder);
/* Removes a folder below the temporary folder with everything in it. */
void database_remove_folder(const char *folder);

#endif
