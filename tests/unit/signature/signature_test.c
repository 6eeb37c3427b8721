#include "../unit.h"

#include "base/random.h"
#include "signature/signature.h"

static void it_covers_exactly_what_was_signed(void **state)
{
	struct signature signature;

	record_clear(&signature_record, &signature);
	signature.content = STR("{\"conclusion\":\"The guard was off\"}");
	signature.content_sha256 = hex(*state, sha256(*state, signature.content));
	assert_true(signature_is_intact(*state, &signature));
	assert_true(signature_covers(*state, &signature, STR("{\"conclusion\":\"The guard was off\"}")));
	assert_false(signature_covers(*state, &signature, STR("{\"conclusion\":\"The guard was on\"}")));
	assert_false(signature_covers(*state, &signature, STR("")));
}

static void content_that_was_changed_later_is_found(void **state)
{
	struct signature signature;

	record_clear(&signature_record, &signature);
	signature.content_sha256 = hex(*state, sha256(*state, STR("before")));
	signature.content = STR("after");
	assert_false(signature_is_intact(*state, &signature));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(it_covers_exactly_what_was_signed),
		UNIT(content_that_was_changed_later_is_found),
	};
	return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
