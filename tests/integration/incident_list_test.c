/*
 * Lists of incidents against a real database: whoever looks sees exactly what incident_is_visible says, in
 * every order, over all pages; every composed statement finds its rows by the index that it names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "database.h"
#include "db/connection.h"
#include "incident/incident_list_plan_store.h"

enum { INCIDENTS = 400, PLACES = 3, UNITS = 2, PEOPLE = 6 };

static struct database *d;
static int64_t organization;
static struct rows incidents;
static int64_t first_place, first_unit, first_person;

STATEMENT(test_incidents, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE organization_id = ? ORDER BY id LIMIT 5000");

static int64_t newest(const char *table)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT MAX(id) AS number FROM %s", table).at);
}

static int64_t add_organization(const char *code)
{
	database_runf(d, "INSERT INTO organization (code, name, zone, created_at) VALUES ('%s', '%s', 'UTC',"
	    " '2026-01-01')",
	    code, code);
	int64_t id = newest("organization");
	for (int i = 0; i < PLACES; i++)
		database_runf(d, "INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at,"
		    " updated_at)"
		    " VALUES (%lld, UUID(), 'P%d', 'Place %d', 'UTC', '2026-01-01', '2026-01-01')",
		    (long long)id, i, i);
	for (int i = 0; i < UNITS; i++)
		database_runf(d, "INSERT INTO unit (organization_id, kind, code, name) VALUES (%lld, 'department',"
		    " 'D%d', 'Department %d')",
		    (long long)id, i, i);
	for (int i = 0; i < PEOPLE; i++)
		database_runf(d, "INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name,"
		    " created_at, updated_at)"
		    " VALUES (%lld, UUID(), '%d', 'Given', 'Name%d', '2026-01-01', '2026-01-01')",
		    (long long)id, i, i);
	return id;
}

static const char *pick(const struct codes *codes, unsigned n, int count)
{
	return codes_code(codes, 1 + (int)(n % (unsigned)count));
}

/* Every combination turns up; times repeat, so that ties are decided by the id. */
static void add_incident(int64_t org, int i)
{
	unsigned n = (unsigned)i * 2654435761u >> 7;
	unsigned reporting = 1 + n / 7 % 3;
	struct str reporter =
		reporting == REPORTING_ANONYMOUS
			? STR("NULL")
			: arena_printf(d->arena, "%lld", (long long)(first_person + n / 11 % PEOPLE));
	struct str manager =
		n % 4 ? arena_printf(d->arena, "%lld", (long long)(first_person + n / 13 % PEOPLE))
		      : STR("NULL");

	database_runf(d, "INSERT INTO incident (organization_id, uuid, number, register, report_type, environment,"
	    " status, title, description,"
	    " occurred_at, reported_at, establishment_id, department_id, severity, reporting, reporter_id,"
	    " manager_id,"
	    " investigation_lead_id, target_on, source, created_at, updated_at) VALUES (%lld, UUID(),"
	    " 'INC-202603%02d-%04d', '%s',"
	    " '%s', 'prod', '%s', 'Title %d', 'Words', '2026-03-%02d 10:00:00', '2026-03-%02d 12:00:00',"
	    " %lld, %s, '%s', '%s', %s,"
	    " %s, %s, %s, 'demo', '2026-03-01', '2026-04-%02d 08:00:00')",
	    (long long)org, 1 + i % 28, i, pick(&register_codes, n, 3), pick(&report_type_codes, n / 3, 3),
	    pick(&status_codes, n / 5, 11), i, 1 + (int)(n % 20), 1 + (int)(n % 20) + i % 3,
	    (long long)(first_place + n / 17 % PLACES),
	    n % 3 ? arena_printf(d->arena, "%lld", (long long)(first_unit + n / 19 % UNITS)).at : "NULL",
	    pick(&severity_codes, n / 23, 4), codes_code(&reporting_codes, (int)reporting), reporter.at,
	    manager.at,
	    n % 5 ? "NULL" : arena_printf(d->arena, "%lld", (long long)(first_person + n / 29 % PEOPLE)).at,
	    n % 6 ? "NULL" : "'2026-03-10'", 1 + (int)(n / 31 % 20));
	database_runf(d, "INSERT INTO incident_text (incident_id, organization_id, words) VALUES (%lld, %lld, ' forklift"
	    " number%d %s ')",
	    (long long)newest("incident"), (long long)org, i % 10,
	    i % 10 == 3 ? "pallet rack" : "rack pallet");
}

/* Some have an approver, some a team of two; who is named so sees them. */
static void name_members(int64_t org)
{
	database_runf(d, "UPDATE incident SET investigation_approver_id = %lld + id %% %d WHERE organization_id = %lld AND id %% 7 = 0"
	    " AND investigation_lead_id IS NULL",
	    (long long)first_person, PEOPLE, (long long)org);
	database_runf(d, "UPDATE incident SET investigation_team = CONCAT(%lld + id %% %d, ',', %lld + (id + 3) %% %d)"
	    " WHERE organization_id = %lld AND id %% 11 = 0",
	    (long long)first_person, PEOPLE, (long long)first_person, PEOPLE, (long long)org);
	database_runf(d, "INSERT INTO incident_member SELECT i.organization_id, p.id, i.id FROM incident i JOIN person p"
	    " ON p.id = i.investigation_approver_id OR FIND_IN_SET(p.id, i.investigation_team)"
	    " WHERE i.organization_id = %lld",
	    (long long)org);
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	for (int org = 0; org < 2; org++) {
		organization = add_organization(org ? "second" : "first");
		first_place = newest("establishment") - PLACES + 1;
		first_unit = newest("unit") - UNITS + 1;
		first_person = newest("person") - PEOPLE + 1;
		database_run(d->db, "BEGIN");
		for (int i = 0; i < (org ? INCIDENTS : 40); i++)
			add_incident(organization, i);
		name_members(organization);
		database_run(d->db, "COMMIT");
	}
	assert_int_equal(db_list(d->db, d->arena, &test_incidents, PARAMS(P_INT(organization)), &incidents),
			 RC_OK);
	assert_int_equal(incidents.count, INCIDENTS);
	return 0;
}

/* Viewers: by role, by limits, by several roles; each also as the person who reported, manages, leads. */
enum { VIEWERS = 14 };
static struct viewer viewer_at(struct arena *arena, int n)
{
	int64_t place = first_place, unit = first_unit;
	const struct {
		enum role role;
		int64_t establishment_id, department_id;
	} grants[VIEWERS][2] = {
		{{ROLE_EMPLOYEE, 0, 0}},
		{{ROLE_SUPERVISOR, place, 0}},
		{{ROLE_SUPERVISOR, 0, unit}},
		{{ROLE_SUPERVISOR, place + 1, unit + 1}},
		{{ROLE_EHS_SPECIALIST, 0, 0}},
		{{ROLE_EHS_SPECIALIST, place, 0}, {ROLE_OPERATOR, 0, 0}},
		{{ROLE_OPERATOR, 0, 0}},
		{{ROLE_SUPERADMIN, 0, 0}},
		{{ROLE_AUDITOR, 0, 0}},
		{{ROLE_ADMINISTRATOR, 0, 0}},
		{{ROLE_INVESTIGATOR, 0, 0}},
		{{ROLE_SUPERVISOR, place, 0}, {ROLE_SUPERVISOR, place + 2, 0}},
		{{ROLE_OPERATOR, place, unit}, {ROLE_SUPERVISOR, place + 1, 0}},
		{{ROLE_NONE, 0, 0}},
	};
	struct grant *own = ARENA_ARRAY(arena, struct grant, 2);
	struct viewer viewer = {
		.organization_id = organization,
		.organization_zone = STR("UTC"),
		.person_id = first_person + n % PEOPLE,
		.grants = own,
	};

	for (int i = 0; i < 2 && grants[n][i].role; i++) {
		own[viewer.grant_count++] = (struct grant){grants[n][i].role, grants[n][i].establishment_id,
							   grants[n][i].department_id};
		viewer.roles |= 1u << grants[n][i].role;
	}
	return viewer;
}

static const struct incident *incident_at(size_t i)
{
	return ROW(struct incident, incidents, i);
}

static const struct incident *incident_of(int64_t id)
{
	for (size_t i = 0; i < incidents.count; i++)
		if (incident_at(i)->id == id)
			return incident_at(i);
	return NULL;
}

static const day today = 20528; /* 2026-03-16 */

/* The filter once more, written down a second time. */
static bool fits(const struct viewer *v, const struct incident_filter *f, const struct incident *i)
{
	moment when = f->is_by_reported ? i->reported_at : i->occurred_at;
	bool is_open = incident_is_open((enum status)i->status);
	bool is_mine = i->reporter_id == v->person_id || i->manager_id == v->person_id ||
		       i->investigation_lead_id == v->person_id;

	return (!f->reg || f->reg == i->reg) && (!f->report_type || f->report_type == i->report_type) &&
	       (!f->statuses || (f->statuses & (1u << i->status))) &&
	       (!f->severities || (f->severities & (1u << i->severity))) &&
	       (!f->establishment_id || f->establishment_id == i->establishment_id) &&
	       (!f->department_id || f->department_id == i->department_id) &&
	       (!f->manager_id || f->manager_id == i->manager_id) && (!f->is_unassigned || !i->manager_id) &&
	       (!f->is_open || is_open) && (!f->is_mine || is_mine) &&
	       (!f->is_overdue || (is_open && i->target_on != DAY_NONE && i->target_on < today)) &&
	       (f->from == DAY_NONE || when >= DAYS(f->from)) &&
	       (f->to == DAY_NONE || when < DAYS(f->to + 1)) &&
	       (!f->reporter.len || (i->reporter_id == f->reporter_id &&
				     (i->reporting == REPORTING_NAMED || i->reporter_id == v->person_id)));
}

static int64_t key_of(enum incident_sort sort, const struct incident_line *line)
{
	switch (sort) {
	case SORT_OCCURRED:
		return line->occurred_at;
	case SORT_REPORTED:
		return line->reported_at;
	case SORT_UPDATED:
		return line->updated_at;
	case SORT_SEVERITY:
		return line->severity;
	case SORT_STATUS:
		return line->status;
	case SORT_ESTABLISHMENT:
		return line->establishment_id;
	default:
		return 0;
	}
}

static bool is_in_order(const struct incident_filter *f, const struct incident_line *a,
			const struct incident_line *b)
{
	int64_t before = key_of(f->sort, a), after = key_of(f->sort, b);
	int sign = f->is_ascending ? 1 : -1;

	if (f->sort == SORT_NUMBER)
		return str_compare(a->number, b->number) * sign < 0;
	return before == after || (after > before) == f->is_ascending;
}

/* Goes forward over all pages, then back again; both ways find the same rows. Returns how many. */
static size_t walk(struct arena *arena, const struct viewer *v, const struct incident_filter *given,
		   bool *seen)
{
	struct incident_filter f = *given;
	struct incident_page page;
	struct incident_line last = {0};
	size_t total = 0, back = 0;

	for (bool is_first = true;; is_first = false) {
		assert_int_equal(incident_list(d->db, arena, v, &f, today, &page), RC_OK);
		assert_int_equal(page.before.is_set, !is_first);
		for (size_t i = 0; i < page.count; i++) {
			if (total++)
				assert_true(is_in_order(&f, &last, &page.lines[i]));
			last = page.lines[i];
			seen[incident_of(last.id) - incident_at(0)] = true;
		}
		if (!page.after.is_set)
			break;
		f.after = page.after;
	}
	back = page.count;
	while (page.before.is_set) {
		f.after.is_set = false;
		f.before = page.before;
		assert_int_equal(incident_list(d->db, arena, v, &f, today, &page), RC_OK);
		back += page.count;
	}
	assert_int_equal(back, total);
	return total;
}

static void check(const struct viewer *v, const struct incident_filter *f)
{
	struct arena *arena = arena_new(0);
	bool *seen = ARENA_ARRAY(arena, bool, INCIDENTS);
	size_t found = walk(arena, v, f, seen), expected = 0;
	int64_t count;

	for (size_t i = 0; i < incidents.count; i++) {
		bool is_wanted = incident_is_visible(v, incident_at(i)) && fits(v, f, incident_at(i));
		expected += is_wanted;
		assert_int_equal(seen[i], is_wanted);
	}
	assert_int_equal(found, expected);
	assert_int_equal(incident_count(d->db, arena, v, f, today, &count), RC_OK);
	assert_int_equal(count, expected);
	arena_free(arena);
}

static void every_viewer_sees_what_the_rule_says(void **state)
{
	(void)state;
	for (int n = 0; n < VIEWERS; n++) {
		struct viewer v = viewer_at(d->arena, n);
		for (int sort = 0; sort < INCIDENT_SORT_COUNT * 2; sort++) {
			struct incident_filter f = incident_filter_none();
			f.sort = (enum incident_sort)(sort / 2);
			f.is_ascending = sort % 2;
			check(&v, &f);
		}
	}
}

static const char *const queries[] = {
	"register=safety",
	"register=operations&sort=severity",
	"type=near_miss",
	"status=new",
	"status=new&status=closed&sort=-updated",
	"severity=critical",
	"severity=high&severity=low&open=1",
	"overdue=1",
	"unassigned=1",
	"mine=1",
	"mine=1&sort=status",
	"from=2026-03-05&to=2026-03-09",
	"by=reported&from=2026-03-05",
	"reporter=3",
	"open=1&overdue=1&type=incident&sort=-number",
};

static struct incident_filter filter_of(struct str query)
{
	struct incident_filter f = incident_filter_none();

	for (struct str pair, name; str_split(&query, '&', &pair);) {
		str_split(&pair, '=', &name);
		assert_true(incident_filter_set(&f, name, pair));
	}
	if (f.reporter.len)
		f.reporter_id = first_person + 3;
	return f;
}

static void every_filter_means_what_it_says(void **state)
{
	(void)state;
	for (int n = 0; n < VIEWERS; n++) {
		struct viewer v = viewer_at(d->arena, n);
		for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
			struct incident_filter f = filter_of(str_of(queries[i]));
			check(&v, &f);
			f.establishment_id = first_place + 1;
			check(&v, &f);
			f.department_id = first_unit;
			f.manager_id = first_person + n % 3;
			check(&v, &f);
		}
	}
}

static size_t found_by(const struct viewer *v, const char *q)
{
	struct incident_filter f = incident_filter_none();
	struct incident_page page;

	f.q = str_of(q);
	assert_int_equal(incident_list(d->db, d->arena, v, &f, today, &page), RC_OK);
	return page.count;
}

static void words_and_numbers_find(void **state)
{
	(void)state;
	struct viewer all = viewer_at(d->arena, 7), own = viewer_at(d->arena, 0);

	assert_int_equal(found_by(&all, "number3"), 40);
	assert_int_equal(found_by(&all, "\"pallet rack\""), 40);
	assert_int_equal(found_by(&all, "numb pal*et"), 50);
	assert_int_equal(found_by(&all, "forklift number7 +-(@\"~<>"), 40);
	assert_int_equal(found_by(&all, "INC-20260301-0000"), 1);
	assert_int_equal(found_by(&all, "inc-20260301"), 15);
	assert_int_equal(found_by(&all, "20260301-"), 15);
	assert_int_equal(found_by(&all, "at"), 0);
	assert_true(found_by(&own, "number3") < 40);
}

static void the_log_finds_its_incidents(void **state)
{
	(void)state;
	struct viewer all = viewer_at(d->arena, 7);
	struct incident_filter f = incident_filter_none();
	struct incident_page page;
	int64_t count;

	/* Every tenth with days away, two of which have another recordable case beside it; a death. */
	database_runf(d, "UPDATE incident SET case_outcomes = 4 WHERE organization_id = %lld AND id MOD 10 = 0", (long long)organization);
	database_runf(d, "UPDATE incident SET case_outcomes = 20 WHERE organization_id = %lld AND id MOD 10 = 0 ORDER BY id LIMIT 2",
	    (long long)organization);
	database_runf(d, "UPDATE incident SET case_outcomes = 2 WHERE organization_id = %lld AND id MOD 10 = 1 LIMIT 1", (long long)organization);
	assert_true(incident_filter_set(&f, STR("outcome"), STR("other")));
	assert_int_equal(incident_list(d->db, d->arena, &all, &f, today, &page), RC_OK);
	assert_int_equal(page.count, 2);
	assert_true(incident_filter_set(&f, STR("outcome"), STR("death")));
	assert_true(incident_filter_set(&f, STR("outcome"), STR("days_away")));
	assert_false(incident_filter_set(&f, STR("outcome"), STR("bruise")));
	assert_int_equal(incident_count(d->db, d->arena, &all, &f, today, &count), RC_OK);
	assert_int_equal(count, INCIDENTS / 10 + 1);
	for (int sort = 0; sort < INCIDENT_SORT_COUNT; sort++) {
		f.sort = (enum incident_sort)sort;
		assert_int_equal(incident_list(d->db, d->arena, &all, &f, today, &page), RC_OK);
		assert_int_equal(page.count, INCIDENTS / 10 + 1);
	}
	database_runf(d, "UPDATE incident SET case_outcomes = 0 WHERE organization_id = %lld", (long long)organization);
}

static bool uses_index(MYSQL_RES *plan, const char *index, const char *table)
{
	bool found = false;

	for (MYSQL_ROW row; (row = mysql_fetch_row(plan));) {
		if (row[2] && strcmp(row[2], table) == 0 && row[5])
			found = found || strcmp(row[5], index) == 0;
		/* Filters that exclude each other are found out before any index. */
		if (row[9] && strstr(row[9], "Impossible WHERE"))
			found = true;
	}
	return found;
}

/* The text with its values, for EXPLAIN. */
static struct str with_values(struct str sql, const struct param *params, size_t count)
{
	struct text out = TEXT_IN(d->arena);
	size_t next = 0;

	for (size_t i = 0; i < sql.len; i++) {
		if (sql.at[i] != '?') {
			text_char(&out, sql.at[i]);
			continue;
		}
		assert_true(next < count);
		const struct param *p = &params[next++];
		if (p->kind == PARAM_INT)
			text_int(&out, p->number);
		else if (p->kind == PARAM_TEXT && p->text.at)
			text_printf(&out, "'%.*s'", STR_ARG(p->text));
		else if (p->kind == PARAM_DAY)
			text_printf(&out, "'%.*s'", STR_ARG(day_text(d->arena, (day)p->number)));
		else if (p->kind == PARAM_MOMENT)
			text_printf(&out, "'%.19s'", moment_text(d->arena, p->number).at);
		else
			text_cstr(&out, "NULL");
	}
	assert_int_equal(next, count);
	return text_str(&out);
}

static void explain(const struct viewer *v, const struct incident_filter *f)
{
	struct incident_list_plan plan;
	assert_int_equal(incident_list_plan(d->db, d->arena, v, f, today, INCIDENT_PAGE + 1, &plan), RC_OK);
	struct incident_query query = incident_list_plan_page(d->arena, &plan);
	struct str text = text_str(&query.sql);
	struct str rest = text;
	ptrdiff_t at = str_find(text, STR(" FOR "));

	text = with_values(str_slice(text, (size_t)at + 5, text.len), query.params, query.count);
	for (ptrdiff_t hit; (hit = str_find(rest, STR("FORCE INDEX ("))) >= 0;) {
		rest = str_slice(rest, (size_t)hit + 13, rest.len);
		struct str copy = rest, index;
		str_split(&copy, ')', &index);
		assert_int_equal(connection_run(d->db, arena_concat(d->arena, STR("EXPLAIN "), text)), RC_OK);
		MYSQL_RES *explained = mysql_store_result(d->db->mysql);
		if (!uses_index(explained, arena_cstr(d->arena, index), "i"))
			fail_msg("index %.*s is not used: %.*s", STR_ARG(index), STR_ARG(text));
		mysql_free_result(explained);
	}
}

static void every_variant_uses_its_index(void **state)
{
	(void)state;
	for (int n = 0; n < VIEWERS; n++) {
		struct viewer v = viewer_at(d->arena, n);
		for (int sort = 0; sort < INCIDENT_SORT_COUNT * 2; sort++) {
			struct incident_filter f = incident_filter_none();
			f.sort = (enum incident_sort)(sort / 2);
			f.is_ascending = sort % 2;
			explain(&v, &f);
			f.after = (struct incident_cursor){true, f.sort == SORT_SEVERITY ? 2 : DAYS(20500),
							   STR("INC-2026"), DAYS(20500), 100};
			explain(&v, &f);
		}
		struct incident_filter recordable = filter_of(STR("outcome=death&outcome=days_away&from=2026-01-01"));
		explain(&v, &recordable);
		for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
			struct incident_filter f = filter_of(str_of(queries[i]));
			explain(&v, &f);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_viewer_sees_what_the_rule_says),
		cmocka_unit_test(every_filter_means_what_it_says),
		cmocka_unit_test(words_and_numbers_find),
		cmocka_unit_test(the_log_finds_its_incidents),
		cmocka_unit_test(every_variant_uses_its_index),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
