/* Signatures in the database: who may sign, what is kept, that nothing changes it, one organization each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "database.h"
#include "signature/signature_store.h"

static struct database *d;
static const moment now = SECONDS(1798761600); /* 2027-01-01 00:00 UTC */

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'eva', NOW())");
	return 0;
}

static struct actor signer(void)
{
	return (struct actor){.organization_id = 1, .account_id = 1, .kind = "account", .name = STR("Eva Stern"),
			      .auth_method = STR("password"), .request_id = "r", .now = now};
}

static struct signature approval(int64_t subject_id)
{
	struct signature signature;

	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_INVESTIGATION;
	signature.subject_id = subject_id;
	signature.round = 3;
	signature.meaning = MEANING_APPROVED;
	signature.zone = STR("America/Chicago");
	signature.content = STR("{\"conclusion\":\"The guard was off\"}");
	return signature;
}

static void nobody_signs_before_accepting_the_policy(void **state)
{
	struct actor actor = signer(), nobody = signer();
	struct signature signature = approval(1), policy;

	(void)state;
	assert_int_equal(signature_sign(d->db, d->arena, &actor, &signature), RC_DENIED);
	assert_int_equal(signature_policy_accept(d->db, d->arena, &actor, STR("It binds.")), RC_OK);
	assert_int_equal(signature_policy_accept(d->db, d->arena, &actor, STR("It binds.")), RC_OK);
	assert_int_equal(signature_policy(d->db, d->arena, 1, 1, &policy), RC_OK);
	assert_int_equal(policy.meaning, MEANING_ACCEPTED);
	assert_int_equal(signature_sign(d->db, d->arena, &actor, &signature), RC_OK);
	nobody.account_id = 0;
	assert_int_equal(signature_sign(d->db, d->arena, &nobody, &signature), RC_DENIED);
}

static void a_signature_keeps_name_time_meaning_and_content(void **state)
{
	struct actor actor = signer();
	struct signature signature = approval(2), stored;
	struct rows rows;

	(void)state;
	assert_int_equal(signature_sign(d->db, d->arena, &actor, &signature), RC_OK);
	assert_int_equal(signature_by_uuid(d->db, d->arena, 1, signature.uuid, &stored), RC_OK);
	assert_true(str_is(stored.signer_name, "Eva Stern"));
	assert_true(str_is(stored.zone, "America/Chicago"));
	assert_int_equal(stored.meaning, MEANING_APPROVED);
	assert_int_equal(stored.round, 3);
	assert_int_equal(stored.signed_at, now);
	assert_true(signature_is_intact(d->arena, &stored));
	assert_int_equal(signature_list(d->db, d->arena, 1, SIGNATURE_INVESTIGATION, 2, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(signature_by_uuid(d->db, d->arena, 2, signature.uuid, &stored), RC_NOT_FOUND);
	assert_int_equal(signature_list(d->db, d->arena, 2, SIGNATURE_INVESTIGATION, 2, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
}

static void a_rejection_needs_its_reason(void **state)
{
	struct actor actor = signer();
	struct signature signature = approval(3);

	(void)state;
	signature.meaning = MEANING_REJECTED;
	assert_int_equal(signature_sign(d->db, d->arena, &actor, &signature), RC_INVALID);
	signature.reason = STR("The second why cites nothing");
	assert_int_equal(signature_sign(d->db, d->arena, &actor, &signature), RC_OK);
}

STATEMENT(forge, NULL, NULL, "UPDATE signature SET signer_name = 'Somebody else' WHERE organization_id = ?");
STATEMENT(forget, NULL, NULL, "DELETE FROM signature WHERE organization_id = ?");

static void nothing_changes_or_removes_a_signature(void **state)
{
	(void)state;
	assert_int_equal(db_write(d->db, &forge, NULL, PARAMS(P_INT(1)), NULL), RC_DENIED);
	assert_int_equal(db_write(d->db, &forget, NULL, PARAMS(P_INT(1)), NULL), RC_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_signs_before_accepting_the_policy),
		cmocka_unit_test(a_signature_keeps_name_time_meaning_and_content),
		cmocka_unit_test(a_rejection_needs_its_reason),
		cmocka_unit_test(nothing_changes_or_removes_a_signature),
	};
	return cmocka_run_group_tests_name("signature", tests, setup, database_teardown);
}
