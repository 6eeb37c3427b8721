/*
 * Who reads medical facts, or an identity that is kept apart, leaves an entry. Every address of the portal is asked over
 * the made-up company, in which those facts are marks: an answer that holds a mark must have left an entry.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int portal_main(int argc, char **argv);
#define main portal_main
#include "../../cgi-bin/portal.c"
#undef main

#include "demo/demo_verb.h"
#include "identity/viewer_store.h"
#include "staff.h"

static struct staff s;

static const char *const accounts[] = {"ehs@demo.example", "administrator@demo.example", "auditor@demo.example"};
enum { ACCOUNTS = sizeof accounts / sizeof *accounts };

/* Values of the placeholders of addresses: those of one case that is full of marks. */
static struct str number, uuid, person, place;

static const char *const marks[] = {"MARKSTREET", "MARKPHYSICIAN", "MARKTREATMENT", "MARKMEDICAL", "MARKPRIVATE"};

static struct str asked(const char *sql)
{
	return str_of(staff_read(&s, sql));
}

static void set_marks(void)
{
	database_run(s.d->db, "UPDATE person SET street = 'MARKSTREET'");
	database_run(s.d->db,
		     "UPDATE osha_case_report SET street = 'MARKSTREET', physician = 'MARKPHYSICIAN'");
	database_run(
		s.d->db,
		"UPDATE osha_case_facts SET other_treatment = 'MARKTREATMENT', diagnosis_text = 'MARKMEDICAL'");
	database_run(s.d->db, "UPDATE injured_person SET full_name = 'MARKPRIVATE' WHERE is_private");
}

static int setup(void **state)
{
	static struct program program;

	database_setup_demo(state);
	s.d = *state;
	struct verb_call call = {.arena = s.d->arena, .config = s.d->config, .db = s.d->db};
	char name[] = "demo", *argv[] = {name, NULL};
	assert_int_equal(demo_verb.run(&call, 1, argv), 0); /* which does nothing when it is loaded */
	set_marks();
	number = asked(
		"SELECT i.number FROM osha_case c JOIN incident i ON i.id = c.incident_id WHERE c.is_privacy"
		" ORDER BY c.id DESC LIMIT 1");
	uuid = asked(
		"SELECT CAST(p.uuid AS CHAR) FROM osha_case c JOIN injured_person p ON p.id = c.injured_person_id"
		" WHERE c.is_privacy ORDER BY c.id DESC LIMIT 1");
	person = asked("SELECT p.employee_number FROM person p JOIN injured_person i ON i.person_id = p.id"
		       " ORDER BY i.id DESC LIMIT 1");
	place = asked("SELECT e.code FROM osha_case c JOIN establishment e ON e.id = c.establishment_id"
		      " WHERE c.is_privacy ORDER BY c.id DESC LIMIT 1");
	for (int i = 0; i < ACCOUNTS; i++) {
		int64_t id = database_number(
			s.d->db,
			arena_printf(s.d->arena, "SELECT id AS number FROM account WHERE login = '%s'",
				     accounts[i])
				.at);
		assert_int_equal(
			viewer_load(s.d->db, s.d->arena, id, (day)(moment_now() / DAYS(1)), &s.viewers[i]),
			RC_OK);
	}
	record_use(record_parts);
	audit_naming_use(&names_audit);
	import_kinds_use(import_list);
	program = portal;
	program.identify = staff_identify;
	staff_open(&s, &program);
	return 0;
}

static int64_t readings(void)
{
	return database_number(
		s.d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE action LIKE '%read' OR action LIKE"
			 " '%seen' OR action LIKE 'export.%'");
}

/* "/incidents/{number}/people/{uuid}/case" with values. */
static struct str filled(const char *path)
{
	const struct {
		struct str name, value;
	} values[] = {
		{STR("{number}"), number}, {STR("{uuid}"), uuid}, {STR("{person}"), person}, {STR("{code}"), place},
		{STR("{year}"), str_slice(number, 4, 4)},
	};
	struct text out = TEXT_IN(s.d->arena);
	struct str rest = str_of(path);

	while (rest.len) {
		bool is_value = false;
		for (size_t i = 0; i < sizeof values / sizeof *values && !is_value; i++) {
			if (!str_starts(rest, values[i].name))
				continue;
			text_add(&out, values[i].value);
			rest = str_slice(rest, values[i].name.len, rest.len);
			is_value = true;
		}
		if (!is_value) {
			text_char(&out, rest.at[0]);
			rest = str_slice(rest, 1, rest.len);
		}
	}
	return text_str(&out);
}

static const char *mark_in(struct str body)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_find(body, str_of(marks[i])) >= 0)
			return marks[i];
	return NULL;
}

static void no_sealed_fact_is_read_without_an_entry(void **state)
{
	(void)state;
	int asked_for = 0, with_marks = 0, silent = 0;

	for (int who = 0; who < ACCOUNTS; who++)
		for (const struct route *const *table = portal_tables; *table; table++)
			for (const struct route *route = *table; route->path; route++) {
				if (route->method != METHOD_GET)
					continue;
				struct str path = filled(route->path);
				int64_t before = readings();
				staff_ask(&s, who);
				if (client_get(&s.client, path.at) != 200)
					continue;
				asked_for++;
				const char *mark = mark_in(client_text(&s.client));
				with_marks += mark != NULL;
				if (mark && readings() == before) {
					print_error("%s shows %s to %s without an entry\n", path.at, mark, accounts[who]);
					silent++;
				}
			}
	assert_true(asked_for > 60);
	assert_true(with_marks >= 4);
	assert_int_equal(silent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_sealed_fact_is_read_without_an_entry),
	};
	return cmocka_run_group_tests_name("reading", tests, setup, staff_teardown);
}
