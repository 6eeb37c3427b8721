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

enum { STAFF_MOST = 12 };
struct staff {
	struct database *d;
	struct client client;
	struct viewer viewers[STAFF_MOST];
};

/* Who asks next; one program is tested at a time. */
static const struct viewer *staff_asking;

static inline enum rc staff_identify(struct request *rq)
{
	rq->viewer = staff_asking;
	return RC_OK;
}

static inline void staff_run(struct staff *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void staff_run(struct staff *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(s->d->arena, format, args);
	va_end(args);
	database_run(s->d->db, sql.at);
}

/* The first column of the first row; "" when there is none. */
static inline const char *staff_read(struct staff *s, const char *sql)
{
	struct str *values;
	size_t count;

	assert_int_equal(connection_column(s->d->db, s->d->arena, str_of(sql), &values, &count), RC_OK);
	return count && values[0].at ? values[0].at : "";
}

/* Organization and establishment n. */
static inline void staff_organization(struct staff *s, int n)
{
	staff_run(s, "INSERT INTO organization (id, code, name, created_at) VALUES (%d, 'o%d', 'Company %d', NOW(6))", n, n, n);
	staff_run(s,
		  "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
		  " VALUES (%d, %d, UUID(), 'P%d', 'Place %d', 'UTC', NOW(6), NOW(6))", n, n, n, n);
}

/* Person and account n with a role everywhere: "Given PersonN", employee EN. */
static inline void staff_viewer(struct staff *s, int n, enum role role, int organization)
{
	struct grant *grant = ARENA_NEW(s->d->arena, struct grant);

	staff_run(s,
		  "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
		  " updated_at) VALUES (%d, %d, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))", n, organization, n, n);
	staff_run(s,
		  "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, %d, %d, 'l%d', NOW(6))",
		  n, organization, n, n);
	*grant = (struct grant){role, 0, 0};
	s->viewers[n] = (struct viewer){
		.organization_id = organization,
		.organization_zone = STR("UTC"),
		.account_id = n,
		.person_id = n,
		.name = arena_printf(s->d->arena, "Given Person%d", n),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

static inline void staff_open(struct staff *s, const struct program *program)
{
	struct server *server;

	assert_int_equal(server_open(s->d->arena, program, s->d->config, s->d->db, &server), RC_OK);
	s->client.server = *server;
}

static inline int staff_get(struct staff *s, int who, const char *path)
{
	staff_asking = &s->viewers[who];
	return client_get(&s->client, path);
}

static inline int staff_post(struct staff *s, int who, const char *path, const char *form)
{
	staff_asking = &s->viewers[who];
	return client_post(&s->client, path, form);
}

static inline bool staff_shows(struct staff *s, const char *text)
{
	return str_find(client_text(&s->client), str_of(text)) >= 0;
}

#endif
