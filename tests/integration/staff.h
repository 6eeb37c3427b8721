#ifndef TESTS_INTEGRATION_STAFF_H
#define TESTS_INTEGRATION_STAFF_H

/*
 * Organizations with a place each, people who ask, and what they ask a program, for integration tests of pages: one
 * answer at a time, without sockets.
 */

#include "../unit/http/client.h"
#include "database.h"
#include "db/connection.h"
#include "identity/session.h"

enum { STAFF_MOST = 16 };
struct staff {
	struct database *d;
	struct client client;
	struct viewer viewers[STAFF_MOST];
	int accounts_from;           /* added to a person's number for that of the account */
};

/* Group setup begins with this, after it come rows and staff_open; 0 as cmocka wants. Group teardown. */
int staff_setup(struct staff *s, void **state);
int staff_teardown(void **state);

/* Organization and establishment n: "on", "Company n"; "Pn", "Place n". */
void staff_organization(struct staff *s, int n);
/* One more establishment: "Pid", "Place id". */
void staff_place(struct staff *s, int id, int organization);
/* Person and account n with a role everywhere: "Given Personn", employee En, login ln. */
void staff_viewer(struct staff *s, int n, enum role role, int organization);
/* The same with the role at one establishment. */
void staff_viewer_at(struct staff *s, int n, enum role role, int organization, int place);
/* Their role as a row too, for what looks for people by it. */
void staff_grant(struct staff *s, int n);
/* What their account is protected by. */
void staff_password(struct staff *s, int n, const char *password);
/* "INC-20241001-" and id in four digits, of organization and establishment 1: low, safety, "A fall from a
 * ladder". */
void staff_incident(struct staff *s, int id, const char *status, int reporter, int manager);

void staff_run(struct staff *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The first column of the first row; "" when there is none. */
const char *staff_read(struct staff *s, const char *sql);
/* The column "number" of the only row. */
int64_t staff_number(struct staff *s, const char *sql);

/* For a program's table: whoever the test says is signed in. */
enum rc staff_identify(struct request *rq);
/* One program is tested at a time. */
void staff_open(struct staff *s, const struct program *program);
/* The portal of these routes, as which most pages are tested. */
void staff_portal(struct staff *s, const struct route *const *routes);
/* The status of the answer. */
int staff_get(struct staff *s, int who, const char *path);
int staff_post(struct staff *s, int who, const char *path, const char *form);
/* For a request that the test puts together itself. */
void staff_ask(struct staff *s, int who);
/* Whether the answer holds that text. */
bool staff_shows(struct staff *s, const char *text);

#endif
