
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity/page.h"
#include "identity/role_grant.h"
#include "identity/viewer.h"

static const struct grant grants[] = {
	{ROLE_EMPLOYEE, 0, 0},
	{ROLE_SUPERVISOR, 5, 0},
	{ROLE_EHS_SPECIALIST, 6, 9},
};
static const struct viewer viewer = {
	.roles = 1u << ROLE_EMPLOYEE | 1u << ROLE_SUPERVISOR | 1u << ROLE_EHS_SPECIALIST,
	.grants = grants,
	.grant_count = 3,
};

static void nobody_may_nothing(void **state)
{
	(void)state;
	for (int permission = NO_PERMISSION; permission < PERMISSION_COUNT; permission++) {
		assert_false(viewer_may(NULL, (enum permission)permission));
		assert_false(viewer_may_in(NULL, (enum permission)permission, (struct scope){5, 9}));
	}
	assert_false(viewer_may(&viewer, NO_PERMISSION));
}

static void a_role_without_limits_holds_everywhere(void **state)
{
	(void)state;
	assert_true(viewer_may_in(&viewer, MAY_REPORT, (struct scope){5, 0}));
	assert_true(viewer_may_in(&viewer, MAY_REPORT, (struct scope){77, 78}));
	assert_true(viewer_may_in(&viewer, MAY_REPORT, (struct scope){0}));
}

static void a_limited_role_holds_only_there(void **state)
{
	(void)state;
	assert_true(viewer_may(&viewer, MAY_MANAGE_INCIDENTS));
	assert_true(viewer_may_in(&viewer, MAY_MANAGE_INCIDENTS, (struct scope){5, 3}));
	assert_true(viewer_may_in(&viewer, MAY_MANAGE_INCIDENTS, (struct scope){6, 9}));
	assert_false(viewer_may_in(&viewer, MAY_MANAGE_INCIDENTS, (struct scope){6, 8}));
	assert_false(viewer_may_in(&viewer, MAY_MANAGE_INCIDENTS, (struct scope){7, 9}));
	assert_false(viewer_may_in(&viewer, MAY_MANAGE_INCIDENTS, (struct scope){0}));
	assert_true(viewer_may_in(&viewer, MAY_KEEP_OSHA, (struct scope){6, 9}));
	assert_false(viewer_may_in(&viewer, MAY_KEEP_OSHA, (struct scope){5, 9}));
	assert_false(viewer_may(&viewer, MAY_ADMINISTER));
}

static void the_trail_of_everything_is_for_roles_without_limits(void **state)
{
	static const struct grant limited = {ROLE_AUDITOR, 5, 0}, unlimited = {ROLE_AUDITOR, 0, 0};
	struct viewer auditor = {.roles = 1u << ROLE_AUDITOR, .grants = &limited, .grant_count = 1};

	(void)state;
	assert_false(viewer_may(&auditor, MAY_SEE_AUDIT));
	assert_true(viewer_may(&auditor, MAY_SEE_OSHA));
	auditor.grants = &unlimited;
	assert_true(viewer_may(&auditor, MAY_SEE_AUDIT));
}

static void an_auditor_reads_and_changes_nothing(void **state)
{
	static const enum permission changing[] = {MAY_REPORT, MAY_MANAGE_INCIDENTS, MAY_EDIT_REPORTS,
						   MAY_UNMASK, MAY_KEEP_OSHA,        MAY_ADMINISTER};

	(void)state;
	for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
		assert_false(permission_roles(changing[i]) & R_AUDITOR);
	assert_true(permission_roles(MAY_SEE_AUDIT) & R_AUDITOR);
	assert_true(permission_roles(MAY_SEE_OSHA) & R_AUDITOR);
}

static void roles_are_given_within_their_rules(void **state)
{
	const char *field;
	struct role_grant grant = {.role = ROLE_AUDITOR, .until_on = DAY_NONE};

	(void)state;
	assert_non_null(role_grant_refusal(&grant, 100, &field));
	assert_string_equal(field, "until_on");
	grant.until_on = 99;
	assert_non_null(role_grant_refusal(&grant, 100, &field));
	grant.until_on = 100;
	assert_null(role_grant_refusal(&grant, 100, &field));
	grant = (struct role_grant){.role = ROLE_ADMINISTRATOR, .until_on = DAY_NONE, .establishment_id = 4};
	assert_non_null(role_grant_refusal(&grant, 100, &field));
	assert_string_equal(field, "role");
	grant.establishment_id = 0;
	assert_null(role_grant_refusal(&grant, 100, &field));
}

static void initials_are_whole_letters(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_true(str_is(page_initials(arena, STR("Ada Lovelace")), "AL"));
	assert_true(str_is(page_initials(arena, STR("Émile van der Öst")), "ÉÖ"));
	assert_true(str_is(page_initials(arena, STR("Cher")), "C"));
	assert_true(str_is(page_initials(arena, STR("  ")), ""));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_may_nothing),
		cmocka_unit_test(a_role_without_limits_holds_everywhere),
		cmocka_unit_test(a_limited_role_holds_only_there),
		cmocka_unit_test(the_trail_of_everything_is_for_roles_without_limits),
		cmocka_unit_test(an_auditor_reads_and_changes_nothing),
		cmocka_unit_test(roles_are_given_within_their_rules),
		cmocka_unit_test(initials_are_whole_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
