#include "../unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "event/channel_data.h"

static const struct config *config;
static char folder[] = "/tmp/muster-channel.XXXXXX";

static int setup(void **state)
{
	static struct arena *arena;

	(void)state;
	arena = arena_new(0);
	assert_non_null(mkdtemp(folder));
	return config_parse(arena, arena_printf(arena, "[http]\nsecret_file = %s/key\n", folder), &config) != RC_OK;
}

static int teardown(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	unlink(arena_printf(arena, "%s/key", folder).at);
	arena_free(arena);
	return rmdir(folder);
}

static void what_is_written_is_read(void **state)
{
	const struct channel_data data = {.locale = STR("es"), .why = STR("You \"manage\" it"), .path = STR("/x"),
					  .is_mandatory = true, .is_urgent = true, .subscription_id = 7};
	struct channel_data read;

	assert_int_equal(channel_data_read(*state, channel_data_text(*state, &data), &read), RC_OK);
	assert_str(read.locale, "es");
	assert_str(read.why, "You \"manage\" it");
	assert_str(read.path, "/x");
	assert_true(read.is_mandatory && read.is_urgent && read.subscription_id == 7);
	assert_int_equal(channel_data_read(*state, STR(""), &read), RC_OK);
	assert_false(read.is_mandatory || read.locale.len);
	assert_int_equal(channel_data_read(*state, STR("[]"), &read), RC_INVALID);
	assert_int_equal(channel_data_read(*state, STR("{\"locale\":3}"), &read), RC_INVALID);
	assert_int_equal(channel_data_read(*state, STR("{\"locale\":\"a\",\"locale\":\"b\"}"), &read), RC_INVALID);
}

static void a_secret_is_sealed_until_it_is_sent(void **state)
{
	struct channel_data data = {.locale = STR("")};
	struct str body = STR("Open /reset/{secret}. Again: {secret}"), late = body;

	assert_int_equal(channel_data_seal(*state, config, STR("s3cret"), DAYS(20000), &data.sealed), RC_OK);
	assert_true(str_find(channel_data_text(*state, &data), STR("s3cret")) < 0);
	assert_int_equal(channel_data_open(*state, config, &data, DAYS(20000) - 1, &body), RC_OK);
	assert_str(body, "Open /reset/s3cret. Again: s3cret");
	assert_int_equal(channel_data_open(*state, config, &data, DAYS(20000) + SECONDS(1), &late), RC_GONE);
	data.sealed = STR("AAAA");
	assert_int_equal(channel_data_open(*state, config, &data, DAYS(1), &late), RC_DENIED);
	data.sealed = STR("");
	assert_int_equal(channel_data_open(*state, config, &data, DAYS(1), &late), RC_OK);
	assert_str(late, "Open /reset/{secret}. Again: {secret}");
}

static void the_sandbox_is_said_once(void **state)
{
	struct delivery delivery = {.environment = STR("sandbox")};

	assert_str(channel_data_marked(*state, &delivery, STR("INC-1")), "[Sandbox] INC-1");
	assert_str(channel_data_marked(*state, &delivery, STR("[SANDBOX] INC-1")), "[SANDBOX] INC-1");
	delivery.environment = STR("prod");
	assert_str(channel_data_marked(*state, &delivery, STR("INC-1")), "INC-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_is_written_is_read),
		UNIT(a_secret_is_sealed_until_it_is_sent),
		UNIT(the_sandbox_is_said_once),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
