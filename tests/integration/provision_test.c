/* From an outside identity to person, account and roles, against a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "identity/provision.h"
#include "identity/provision_store.h"
#include "identity/role_mapping_store.h"

static struct database *d;
static const moment now = SECONDS(1798761600); /* 2027-01-01 00:00 UTC */
static const struct provision_rules strict = {.match = 0, .role = ROLE_EMPLOYEE};
static const struct provision_rules open_door = {
	.match = PROVISION_MATCH_NUMBER | PROVISION_MATCH_EMAIL, .may_create = true, .role = ROLE_EMPLOYEE};

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, email,"
			    " is_active, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'E1', 'Eva', 'Stern', 'eva@acme.example', TRUE, NOW(), NOW()),"
			    " (2, 1, UUID(), 'E2', 'Tim', 'Twin', 'shared@acme.example', TRUE, NOW(), NOW()),"
			    " (3, 1, UUID(), 'E3', 'Tom', 'Twin', 'shared@acme.example', TRUE, NOW(), NOW()),"
			    " (4, 1, UUID(), 'E4', 'Gus', 'Gone', 'gus@acme.example', FALSE, NOW(), NOW()),"
			    " (5, 2, UUID(), 'E9', 'Olga', 'Other', 'olga@other.example', TRUE, NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES"
			    " (1, 1, 1, 'eva', NOW()), (5, 2, 5, 'olga', NOW())");
	return 0;
}

static struct provision_identity identity(const char *subject)
{
	return (struct provision_identity){
		.source = PROVISION_OIDC,
		.organization_id = 1,
		.issuer = STR("https://id.example"),
		.subject = str_of(subject),
		.login = str_of(subject),
		.given_name = STR("New"),
		.family_name = STR("Comer"),
		.has_groups = true,
	};
}

struct going {
	const struct provision_identity *identity;
	const struct provision_rules *rules;
	struct provision_result result;
};

static enum rc run(struct db *db, void *closure)
{
	struct going *going = closure;
	struct actor actor = actor_command(1, "system", "sign-in", now);
	enum rc rc = provision_account(db, d->arena, &actor, going->identity, going->rules, &going->result);

	return rc == RC_OK ? provision_roles(db, d->arena, &actor, going->identity, going->result.account.id,
					     day_of(2027, 1, 1))
			   : rc;
}

static enum rc go(const struct provision_identity *who, const struct provision_rules *rules, struct provision_result *out)
{
	struct going going = {.identity = who, .rules = rules};
	enum rc rc = db_transaction(d->db, "provision", run, &going);

	*out = going.result;
	return rc;
}

static int64_t number(const char *format, ...)
{
	char sql[600];
	va_list args;

	va_start(args, format);
	assert_true(vsnprintf(sql, sizeof sql, format, args) < (int)sizeof sql);
	va_end(args);
	return database_number(d->db, sql);
}

static void nobody_is_made_or_matched_unless_allowed(void **state)
{
	struct provision_identity who = identity("eva");
	struct provision_result result;

	(void)state;
	who.employee_number = STR("E1");
	who.email = STR("eva@acme.example");
	who.is_email_proven = true;
	assert_int_equal(go(&who, &strict, &result), RC_NOT_FOUND);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM identity_link"), 0);
}

static void a_number_leads_to_the_account_and_the_link_stays(void **state)
{
	struct provision_identity who = identity("eva-at-id");
	struct provision_result result;

	(void)state;
	who.employee_number = STR("E1");
	assert_int_equal(go(&who, &open_door, &result), RC_OK);
	assert_int_equal(result.account.id, 1);
	assert_true(result.is_linked && !result.is_created);
	/* From now on neither number nor rules matter. */
	who.employee_number = STR_NONE;
	assert_int_equal(go(&who, &strict, &result), RC_OK);
	assert_int_equal(result.account.id, 1);
	assert_false(result.is_linked);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'account.linked'"), 1);
	/* Another identity of the same issuer cannot take the account over. */
	struct provision_identity thief = identity("thief");
	thief.employee_number = STR("E1");
	assert_int_equal(go(&thief, &open_door, &result), RC_CONFLICT);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM identity_link"), 1);
}

static void addresses_count_only_when_proven_and_unique(void **state)
{
	struct provision_identity who = identity("twin");
	struct provision_result result;

	(void)state;
	who.email = STR("shared@acme.example");
	who.is_email_proven = true;
	assert_int_equal(go(&who, &open_door, &result), RC_OK);
	assert_true(result.is_created);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM account WHERE person_id IN (2, 3)"), 0);
	struct provision_identity other = identity("not-eva");
	other.email = STR("eva@acme.example");
	assert_int_equal(go(&other, &open_door, &result), RC_OK);
	assert_int_not_equal(result.account.id, 1);
	/* Nor is it written down: mails would go to somebody else. */
	assert_int_equal(number("SELECT COUNT(*) AS number FROM person WHERE email = 'eva@acme.example'"), 1);
}

static void people_who_are_gone_and_other_tenants_are_not_found(void **state)
{
	struct provision_identity gone = identity("gus"), other = identity("olga-at-id");
	struct provision_result result;

	(void)state;
	gone.employee_number = STR("E4");
	assert_int_equal(go(&gone, &open_door, &result), RC_CONFLICT); /* the number is theirs forever */
	other.email = STR("olga@other.example");
	other.is_email_proven = true;
	assert_int_equal(go(&other, &open_door, &result), RC_OK);
	assert_true(result.account.id != 5 && result.is_created);
	/* The sign-in name of another tenant is taken. */
	struct provision_identity name = identity("olga");
	assert_int_equal(go(&name, &open_door, &result), RC_CONFLICT);
}

static void too_little_makes_nobody(void **state)
{
	struct provision_identity who = identity("nameless"), subject = identity("");
	struct provision_result result;

	(void)state;
	who.given_name = who.family_name = STR_NONE;
	assert_int_equal(go(&who, &open_door, &result), RC_INVALID);
	assert_int_equal(go(&subject, &open_door, &result), RC_INVALID);
	who = identity("no-login");
	who.login = STR_NONE;
	assert_int_equal(go(&who, &open_door, &result), RC_INVALID);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM person WHERE family_name = 'Comer' AND employee_number = 'no-login'"), 0);
}

static void the_person_follows_where_that_is_set(void **state)
{
	struct provision_rules following = open_door;
	struct provision_identity who = identity("eva-at-id");
	struct provision_result result;

	(void)state;
	who.given_name = STR("Evelyn");
	who.job_title = STR("Welder");
	who.family_name = STR_NONE;
	assert_int_equal(go(&who, &open_door, &result), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM person WHERE id = 1 AND given_name = 'Eva'"), 1);
	following.updates_person = true;
	assert_int_equal(go(&who, &following, &result), RC_OK);
	assert_int_equal(go(&who, &following, &result), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM person WHERE id = 1 AND given_name = 'Evelyn'"
				" AND family_name = 'Stern' AND job_title = 'Welder' AND version = 2"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'person.updated' AND subject_id = 1"), 1);
}

static void each_source_touches_its_own_roles_only(void **state)
{
	const struct str groups[] = {STR("ehs"), STR("leads")};
	struct provision_identity oidc = identity("eva-at-id"), scim = identity("eva-at-id");
	struct provision_result result;

	(void)state;
	database_run(d->db, "INSERT INTO role_mapping (id, organization_id, source, group_name, role, until_on, created_at) VALUES"
			    " (1, 1, 'oidc', 'ehs', 'ehs_specialist', NULL, NOW()), (2, 1, 'oidc', 'past', 'operator', NULL, NOW()),"
			    " (3, 1, 'scim', 'leads', 'supervisor', NULL, NOW()), (4, 2, 'oidc', 'ehs', 'administrator', NULL, NOW()),"
			    " (5, 1, 'oidc', 'leads', 'auditor', '2026-12-31', NOW())");
	database_run(d->db, "INSERT INTO role_grant (organization_id, account_id, role, created_at) VALUES (1, 1, 'operator', NOW())");
	oidc.groups = scim.groups = groups;
	oidc.group_count = scim.group_count = 2;
	scim.source = PROVISION_SCIM;
	assert_int_equal(go(&oidc, &strict, &result), RC_OK);
	assert_int_equal(go(&scim, &strict, &result), RC_OK);
	assert_int_equal(go(&oidc, &strict, &result), RC_OK);
	const char *held = "SELECT COUNT(*) AS number FROM role_grant WHERE account_id = 1 AND role = '%s' AND mapping_id %s";
	assert_int_equal(number(held, "ehs_specialist", "= 1"), 1);
	assert_int_equal(number(held, "supervisor", "= 3"), 1);
	assert_int_equal(number(held, "operator", "IS NULL"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM role_grant WHERE account_id = 1"), 3);
	oidc.has_groups = false;
	assert_int_equal(go(&oidc, &strict, &result), RC_OK);
	assert_int_equal(number(held, "ehs_specialist", "= 1"), 0);
	assert_int_equal(number(held, "supervisor", "= 3"), 1);
	assert_int_equal(number(held, "operator", "IS NULL"), 1);
}

static void the_last_administrator_by_a_group_is_seen(void **state)
{
	int64_t others;

	(void)state;
	database_run(d->db, "INSERT INTO role_mapping (id, organization_id, source, group_name, role, created_at) VALUES"
			    " (9, 1, 'oidc', 'admins', 'administrator', NOW())");
	database_run(d->db, "INSERT INTO role_grant (organization_id, account_id, role, mapping_id, created_at) VALUES"
			    " (1, 1, 'administrator', 9, NOW())");
	assert_int_equal(role_mapping_other_administrators(d->db, d->arena, 1, 9, day_of(2027, 1, 1), &others), RC_OK);
	assert_int_equal(others, 0);
	assert_int_equal(role_mapping_delete(d->db, 2, 9), RC_NOT_FOUND);
	assert_int_equal(role_mapping_delete(d->db, 1, 9), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM role_grant WHERE role = 'administrator' AND account_id = 1"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_made_or_matched_unless_allowed),
		cmocka_unit_test(a_number_leads_to_the_account_and_the_link_stays),
		cmocka_unit_test(addresses_count_only_when_proven_and_unique),
		cmocka_unit_test(people_who_are_gone_and_other_tenants_are_not_found),
		cmocka_unit_test(too_little_makes_nobody),
		cmocka_unit_test(the_person_follows_where_that_is_set),
		cmocka_unit_test(each_source_touches_its_own_roles_only),
		cmocka_unit_test(the_last_administrator_by_a_group_is_seen),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
