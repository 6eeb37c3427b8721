/* The bands of the risk matrix. */
#include "../unit.h"

#include "incident/risk.h"

static void bands_follow_the_score(void **state)
{
	(void)state;
	assert_int_equal(risk_band(0, 3), RISK_NONE);
	assert_int_equal(risk_band(3, 0), RISK_NONE);
	assert_int_equal(risk_band(1, 1), RISK_LOW);
	assert_int_equal(risk_band(2, 2), RISK_LOW);
	assert_int_equal(risk_band(1, 5), RISK_MODERATE);
	assert_int_equal(risk_band(3, 3), RISK_MODERATE);
	assert_int_equal(risk_band(2, 5), RISK_HIGH);
	assert_int_equal(risk_band(3, 5), RISK_EXTREME);
	assert_int_equal(risk_score(5, 5), 25);
}

/* More of either is never less risk. */
static void bands_never_fall(void **state)
{
	(void)state;
	for (int likelihood = 1; likelihood <= RISK_STEPS; likelihood++)
		for (int consequence = 1; consequence < RISK_STEPS; consequence++) {
			assert_true(risk_band(likelihood, consequence) <= risk_band(likelihood, consequence + 1));
			assert_true(risk_band(consequence, likelihood) <= risk_band(consequence + 1, likelihood));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bands_follow_the_score),
		cmocka_unit_test(bands_never_fall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
