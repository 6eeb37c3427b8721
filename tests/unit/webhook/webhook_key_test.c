#include "../unit.h"
#include "webhook/webhook_key.h"

#include <string.h>

#include "base/base64.h"

static struct arena *arena;

/* The example of the specification's own libraries: secret, id, time, body and what comes of them. */
static void a_known_message_has_the_known_signature(void **state)
{
	(void)state;
	struct webhook_key key = {.kind = WEBHOOK_KEY_HMAC};
	struct str secret;

	assert_true(base64_bytes(arena, STR("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA="), &secret));
	assert_int_equal(secret.len, WEBHOOK_SECRET);
	memcpy(key.secret, secret.at, secret.len);
	struct str signature = webhook_key_sign(arena, &key, STR("msg_p5jXN8AQM9LWM0D4loKWxJek"), 1614265330,
						STR("{\"test\": 2432232314}"));
	assert_true(str_starts(signature, STR("v1,")));
	/* Computed by OpenSSL over id.timestamp.body. */
	assert_string_equal(signature.at, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	assert_string_equal(webhook_key_text(arena, &key).at, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=");
	struct webhook_key read;
	assert_true(webhook_key_read(arena, webhook_key_text(arena, &key), &read));
	assert_memory_equal(read.secret, key.secret, WEBHOOK_SECRET);
	static const char *const others[] = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
					     "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA="};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(webhook_key_read(arena, str_of(others[i]), &read));
}

/* RFC 8032 7.1, test 1: the public key of a seed. */
static void a_seed_has_its_public_key(void **state)
{
	(void)state;
	static const unsigned char seed[WEBHOOK_SECRET] = {
		0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
		0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
	};
	struct webhook_key key = {.kind = WEBHOOK_KEY_ED25519};

	memcpy(key.secret, seed, sizeof seed);
	assert_string_equal(webhook_key_text(arena, &key).at, "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
	struct str signature = webhook_key_sign(arena, &key, STR("a"), 1, STR("{}"));
	assert_true(str_starts(signature, STR("v1a,")));
	assert_int_equal(signature.len, 4 + 88);
}

static void new_ones_differ_and_are_wiped(void **state)
{
	(void)state;
	struct webhook_key a = webhook_key_new(WEBHOOK_KEY_HMAC), b = webhook_key_new(WEBHOOK_KEY_HMAC);
	static const unsigned char none[WEBHOOK_SECRET];

	assert_memory_not_equal(a.secret, b.secret, WEBHOOK_SECRET);
	assert_false(str_equal(webhook_key_sign(arena, &a, STR("x"), 1, STR("{}")), webhook_key_sign(arena, &b, STR("x"), 1, STR("{}"))));
	webhook_key_wipe(&a);
	assert_memory_equal(a.secret, none, WEBHOOK_SECRET);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_message_has_the_known_signature),
		cmocka_unit_test(a_seed_has_its_public_key),
		cmocka_unit_test(new_ones_differ_and_are_wiped),
	};

	return cmocka_run_group_tests_name("webhook_key", tests, setup, teardown);
}
