#include "staff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/password.h"

static const struct viewer *asking;
static struct staff *opened;

int staff_setup(struct staff *s, void **state)
{
	int status = database_setup(state);

	s->d = *state;
	opened = s;
	return status;
}

int staff_teardown(void **state)
{
	arena_free(opened->client.arena);
	return database_teardown(state);
}

/* --- rows --- */

void staff_organization(struct staff *s, int n)
{
	staff_run(
		s,
		"INSERT INTO organization (id, code, name, created_at) VALUES (%d, 'o%d', 'Company %d', NOW(6))",
		n, n, n);
	staff_place(s, n, n);
}

void staff_place(struct staff *s, int id, int organization)
{
	staff_run(
		s,
		"INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
		" VALUES (%d, %d, UUID(), 'P%d', 'Place %d', 'UTC', NOW(6), NOW(6))",
		id, organization, id, id);
}

void staff_viewer(struct staff *s, int n, enum role role, int organization)
{
	staff_viewer_at(s, n, role, organization, 0);
}

void staff_viewer_at(struct staff *s, int n, enum role role, int organization, int place)
{
	struct grant *grant = ARENA_NEW(s->d->arena, struct grant);
	const int account = n + s->accounts_from;

	assert_true(n < STAFF_MOST);
	staff_run(
		s,
		"INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
		" updated_at) VALUES (%d, %d, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))",
		n, organization, n, n);
	staff_run(
		s,
		"INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, %d, %d, 'l%d', NOW(6))",
		account, organization, n, n);
	*grant = (struct grant){role, place, 0};
	s->viewers[n] = (struct viewer){
		.organization_id = organization,
		.organization_zone = STR("UTC"),
		.account_id = account,
		.person_id = n,
		.name = arena_printf(s->d->arena, "Given Person%d", n),
		.auth_method = STR("password"),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

void staff_grant(struct staff *s, int n)
{
	const struct viewer *viewer = &s->viewers[n];

	staff_run(s,
		  "INSERT INTO role_grant (organization_id, account_id, role, until_on, created_at)"
		  " VALUES (%lld, %lld, '%s', '2199-01-01', NOW(6))",
		  (long long)viewer->organization_id, (long long)viewer->account_id,
		  codes_code(&role_codes, viewer->grants[0].role));
}

void staff_password(struct staff *s, int n, const char *password)
{
	struct str hash = password_hash(s->d->arena, str_of(password));

	staff_run(s, "UPDATE account SET password_hash = '%.*s', password_set_at = NOW(6) WHERE id = %lld",
		  STR_ARG(hash), (long long)s->viewers[n].account_id);
}

void staff_incident(struct staff *s, int id, const char *status, int reporter, int manager)
{
	staff_run(
		s,
		"INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		" reported_at, establishment_id, severity, reporting, reporter_id, manager_id, source, created_at, updated_at)"
		" VALUES (%d, 1, UUID(), 'INC-20241001-%04d', 'safety', '%s', 'A fall from a ladder', 'Somebody fell.',"
		" '2024-10-01', '2024-10-01', 1, 'low', 'named', %d, %d, 'wizard', '2024-10-01', '2024-10-01')",
		id, id, status, reporter, manager);
	staff_run(s,
		  "INSERT INTO incident_text (incident_id, organization_id, words) VALUES (%d, 1, 'words')",
		  id);
}

/* --- SQL --- */

void staff_run(struct staff *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(s->d->arena, format, args);
	va_end(args);
	database_run(s->d->db, sql.at);
}

const char *staff_read(struct staff *s, const char *sql)
{
	struct str *values;
	size_t count;

	assert_int_equal(connection_column(s->d->db, s->d->arena, str_of(sql), &values, &count), RC_OK);
	return count && values[0].at ? values[0].at : "";
}

int64_t staff_number(struct staff *s, const char *sql)
{
	return database_number(s->d->db, sql);
}

/* --- requests --- */

enum rc staff_identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

void staff_open(struct staff *s, const struct program *program)
{
	struct server *server;

	assert_int_equal(server_open(s->d->arena, program, s->d->config, s->d->db, &server), RC_OK);
	s->client.server = *server;
	opened = s;
}

void staff_portal(struct staff *s, const struct route *const *routes)
{
	struct program *program = ARENA_NEW(s->d->arena, struct program);

	*program = (struct program){.name = "portal",
				    .routes = routes,
				    .identify = staff_identify,
				    .authorise = session_authorise,
				    .account = "owner"};
	staff_open(s, program);
}

void staff_ask(struct staff *s, int who)
{
	asking = &s->viewers[who];
}

int staff_get(struct staff *s, int who, const char *path)
{
	staff_ask(s, who);
	return client_get(&s->client, path);
}

int staff_post(struct staff *s, int who, const char *path, const char *form)
{
	staff_ask(s, who);
	return client_post(&s->client, path, form);
}

bool staff_shows(struct staff *s, const char *text)
{
	return str_find(client_text(&s->client), str_of(text)) >= 0;
}
