#include "demo/demo_people.h"

#include "base/random.h"
#include "demo/demo_store.h"
#include "identity/account_store.h"
#include "identity/password.h"
#include "identity/permission.h"
#include "organization/people_store.h"

const char *const demo_people_password = "muster-demo-300";

enum { PER_SUPERVISOR = 11, YEAR = 365 };

/* Who may look around, and at whose place they work. */
static const struct {
	const char *login;
	enum role role;
	const char *site;
	size_t position; /* among the people of that site */
	bool is_limited; /* to that site */
	int days;        /* until the role ends; 0: for good */
} account_rows[] = {
	{"administrator", ROLE_ADMINISTRATOR, "COL1", 1, false, 0},
	{"ehs", ROLE_EHS_SPECIALIST, "OMA1", 1, false, 0},
	{"ehs.dayton", ROLE_EHS_SPECIALIST, "DAY1", 1, true, 0},
	{"supervisor", ROLE_SUPERVISOR, "OMA1", 2, true, 0},
	{"employee", ROLE_EMPLOYEE, "OMA1", 20, false, 0},
	{"investigator", ROLE_INVESTIGATOR, "RNO1", 2, false, 0},
	{"operator", ROLE_OPERATOR, "COL1", 2, false, 0},
	{"superadmin", ROLE_SUPERADMIN, "COL1", 0, false, 0},
	{"auditor", ROLE_AUDITOR, "COL1", 8, false, 180},
};

struct making {
	struct demo *demo;
	struct demo_table jobs;
	struct str female, male, family;
	struct rows departments, teams;
	size_t serial;
};

static int64_t unit_id(const struct rows *units, struct str code)
{
	for (size_t i = 0; i < units->count; i++)
		if (str_equal(ROW(struct unit, *units, i)->code, code))
			return ROW(struct unit, *units, i)->id;
	return 0;
}

/* A job of the industry's list, by its weight. */
static size_t choose_job(struct making *m, struct str industry)
{
	size_t sum = 0;

	for (size_t i = 0; i < m->jobs.count; i++)
		if (str_equal(demo_table_cell(&m->jobs, i, "industry"), industry))
			sum += (size_t)demo_table_number(&m->jobs, i, "weight");
	size_t at = demo_random_below(&m->demo->random, sum);
	for (size_t i = 0; i < m->jobs.count; i++) {
		if (!str_equal(demo_table_cell(&m->jobs, i, "industry"), industry))
			continue;
		size_t weight = (size_t)demo_table_number(&m->jobs, i, "weight");
		if (at < weight)
			return i;
		at -= weight;
	}
	return 0;
}

static void name_person(struct making *m, struct person *row)
{
	struct demo_random *random = &m->demo->random;

	row->sex = demo_random_permille(random, 470) ? SEX_FEMALE : SEX_MALE;
	row->given_name = demo_words_one_of(random, row->sex == SEX_FEMALE ? m->female : m->male);
	row->family_name = demo_words_one_of(random, m->family);
	row->born_on =
		m->demo->today - (day)demo_random_between(random, INT64_C(19) * YEAR, INT64_C(64) * YEAR);
	row->hired_on =
		m->demo->today - (day)demo_random_between(random, INT64_C(3) * YEAR + 60, INT64_C(16) * YEAR);
	if (row->hired_on < row->born_on + 18 * YEAR)
		row->hired_on = row->born_on + 18 * YEAR;
	row->street =
		arena_printf(m->demo->arena, "%d %s Street", (int)demo_random_between(random, 100, 9900),
			     (const char *const[]){"Maple", "Cedar", "Birch", "Alder", "Willow",
						   "Juniper"}[demo_random_below(random, 6)]);
}

/* The first of a site lead it: manager, safety manager, then one supervisor for each eleven. */
static void place_person(struct making *m, struct demo_site *site, size_t position, struct person *row)
{
	size_t supervisors = 1 + (size_t)site->listed / PER_SUPERVISOR;
	const struct demo_person *first = &m->demo->people[site->first_person];

	row->manager_id = position == 0 ? 0 : first->id;
	if (position == 0) {
		row->job_title = STR("Site manager");
		row->department_id = unit_id(&m->departments, STR("ADMIN"));
	} else if (position == 1) {
		row->job_title = STR("Safety manager");
		row->department_id = unit_id(&m->departments, STR("EHS"));
	} else {
		size_t job = choose_job(m, site->industry);
		row->job_title = demo_table_cell(&m->jobs, job, "title");
		row->department_id = unit_id(&m->departments, demo_table_cell(&m->jobs, job, "department"));
		if (position < 2 + supervisors)
			row->job_title = arena_concat(m->demo->arena, row->job_title, STR(" supervisor"));
		else
			row->manager_id = first[2 + position % supervisors].id;
	}
}

static enum rc make_person(struct making *m, struct demo_site *site, size_t position)
{
	struct demo *demo = m->demo;
	struct demo_person *kept = &demo->people[demo->person_count];
	struct person row;

	record_clear(&person_record, &row);
	row.organization_id = demo->organization.id;
	row.uuid = uuid_new(demo->arena, demo->now);
	row.employee_number = arena_printf(demo->arena, "N%05zu", 10000 + 7 * m->serial++);
	name_person(m, &row);
	place_person(m, site, position, &row);
	row.employment = EMPLOYMENT_PAYROLL;
	row.establishment_id = site->row.id;
	row.business_unit_id = site->business_unit_id;
	row.team_id = position > 1 ? ROW(struct unit, m->teams, position % m->teams.count)->id : 0;
	row.city = site->row.city;
	row.state = site->row.state;
	row.zip = site->row.zip;
	row.is_active = true;
	row.version = 1;
	row.created_at = row.updated_at = demo->now;
	enum rc rc = person_insert(demo->db, &row);
	*kept = (struct demo_person){
		.id = row.id,
		.given_name = row.given_name,
		.family_name = row.family_name,
		.job_title = row.job_title,
		.department_id = row.department_id,
		.team_id = row.team_id,
		.is_hourly = position > 1,
		.site = (size_t)(site - demo->sites),
	};
	demo->person_count++;
	site->person_count++;
	return rc;
}

static enum rc make_rule(struct demo *demo, const struct demo_site *site, int64_t position)
{
	struct assignment_rule rule = {
		.organization_id = demo->organization.id,
		.position = position,
		.name = arena_concat(demo->arena, STR("Safety manager of "), site->row.code),
		.establishment_id = site->row.id,
		.manager_id = site->safety_manager_id,
		.is_active = true,
		.version = 1,
	};

	return demo_store_rule(demo->db, &rule);
}

static enum rc make_people(struct making *m)
{
	struct demo *demo = m->demo;
	size_t room = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < demo->site_count; i++)
		room += (size_t)demo->sites[i].listed;
	demo->people = ARENA_ARRAY(demo->arena, struct demo_person, room);
	for (size_t i = 0; rc == RC_OK && i < demo->site_count; i++) {
		struct demo_site *site = &demo->sites[i];
		site->first_person = demo->person_count;
		for (size_t p = 0; rc == RC_OK && p < (size_t)site->listed; p++)
			rc = make_person(m, site, p);
		if (rc != RC_OK)
			break;
		site->manager_id = demo->people[site->first_person].id;
		site->safety_manager_id = demo->people[site->first_person + 1].id;
		rc = make_rule(demo, site, (int64_t)i + 1);
	}
	return rc;
}

static enum rc make_account(struct demo *demo, size_t i, struct str hash)
{
	const struct demo_site *site = NULL;
	struct account row;

	for (size_t s = 0; s < demo->site_count; s++)
		if (str_is(demo->sites[s].row.code, account_rows[i].site))
			site = &demo->sites[s];
	if (!site)
		return RC_INVALID;
	const struct demo_person *person = &demo->people[site->first_person + account_rows[i].position];
	record_clear(&account_record, &row);
	row.organization_id = demo->organization.id;
	row.person_id = person->id;
	row.login = arena_printf(demo->arena, "%s@%.*s.example", account_rows[i].login,
				 STR_ARG(demo->organization.code));
	row.password_hash = hash;
	row.password_set_at = row.created_at = demo->now;
	row.is_active = true;
	row.version = 1;
	enum rc rc = account_insert(demo->db, &row);
	if (rc != RC_OK)
		return rc;
	const char *label = codes_label(&role_codes, (int)account_rows[i].role);
	demo->accounts[demo->account_count++] = (struct demo_account){
		.login = row.login,
		.account_id = row.id,
		.person_id = person->id,
		.name = arena_printf(demo->arena, "%.*s %.*s", STR_ARG(person->given_name),
				     STR_ARG(person->family_name)),
		.role = account_rows[i].is_limited
				? arena_printf(demo->arena, "%s of %s", label, account_rows[i].site)
				: str_of(label),
	};
	return demo_store_grant(demo->db, demo->organization.id, row.id, (int)account_rows[i].role,
				account_rows[i].is_limited ? site->row.id : 0,
				account_rows[i].days ? demo->today + account_rows[i].days : DAY_NONE,
				demo->now);
}

enum rc demo_people_load(struct demo *demo)
{
	enum { ACCOUNTS = sizeof account_rows / sizeof *account_rows };
	struct making m = {.demo = demo};
	struct demo_table names;
	enum rc rc = demo_table_read(demo->arena, demo->folder, "jobs.csv", &m.jobs);

	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "names.csv", &names);
	for (size_t i = 0; rc == RC_OK && i < names.count; i++) {
		struct str kind = demo_table_cell(&names, i, "kind"),
			   list = demo_table_cell(&names, i, "names");
		*(str_is(kind, "female") ? &m.female : str_is(kind, "male") ? &m.male : &m.family) = list;
	}
	if (rc == RC_OK)
		rc = unit_list(demo->db, demo->arena, demo->organization.id, UNIT_DEPARTMENT, true,
			       &m.departments);
	if (rc == RC_OK)
		rc = unit_list(demo->db, demo->arena, demo->organization.id, UNIT_TEAM, true, &m.teams);
	if (rc == RC_OK && m.teams.count == 0)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = make_people(&m);
	struct str hash = password_hash(demo->arena, str_of(demo_people_password));
	demo->accounts = ARENA_ARRAY(demo->arena, struct demo_account, ACCOUNTS);
	for (size_t i = 0; rc == RC_OK && i < ACCOUNTS; i++)
		rc = make_account(demo, i, hash);
	return rc;
}
