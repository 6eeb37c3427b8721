#include "../unit.h"

#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/random.h"
#include "identity/jwt.h"

static const enum jwk_algorithm all[] = {JWK_RS256, JWK_ES256, JWK_EDDSA};
static const moment now = SECONDS(1800000000);
static const char good[] = "{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"sub\":\"7\",\"exp\":1800000300,"
			   "\"iat\":1800000000,\"nonce\":\"n-1\"}";

static struct str new_path(struct arena *arena)
{
	return arena_printf(arena, "/tmp/muster-jwks-test-%.*s", STR_ARG(token_new(arena)));
}

/* A set with one new key; its file is gone. */
static void new_set(struct arena *arena, enum jwk_algorithm algorithm, struct jwk_set *set)
{
	struct str path = new_path(arena);

	assert_int_equal(jwks_file_load(arena, path, algorithm, set), RC_OK);
	assert_int_equal(unlink(arena_cstr(arena, path)), 0);
	assert_int_equal(unlink(arena_printf(arena, "%.*s.lock", STR_ARG(path)).at), 0);
}

static struct str sign(struct arena *arena, const struct jwk_set *set, const char *claims)
{
	struct str token;

	assert_int_equal(jwt_sign(arena, jwks_signer(set), "JWT", str_of(claims), &token), RC_OK);
	return token;
}

/* The token with another header, its signature kept. */
static struct str with_header(struct arena *arena, struct str token, const char *header)
{
	return arena_printf(arena, "%.*s%.*s", STR_ARG(base64_url(arena, str_of(header))),
			    STR_ARG(str_slice(token, (size_t)str_find(token, STR(".")), token.len)));
}

static void every_algorithm_signs_and_verifies_through_a_published_set(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct jwk_set own, published;
		struct jwt jwt;
		new_set(arena, all[i], &own);
		assert_int_equal(jwks_parse(arena, jwks_text(arena, &own), &published), RC_OK);
		assert_int_equal(published.count, 1);
		assert_false(published.at[0].is_private);
		assert_true(str_equal(published.at[0].id, own.at[0].id));
		struct str token = sign(arena, &own, good);
		assert_int_equal(jwt_verify(arena, token, &published, JWK_ANY, &jwt), RC_OK);
		assert_int_equal(jwt.algorithm, all[i]);
		assert_str(jwt_text(&jwt, "sub"), "7");
		assert_str(jwt.type, "JWT");
		assert_int_equal(jwt_verify(arena, token, &published, JWK_ANY & ~(unsigned)all[i], &jwt), RC_INVALID);
	}
}

static void nothing_secret_is_published(void **state)
{
	struct jwk_set set;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		new_set(*state, all[i], &set);
		struct str text = jwks_text(*state, &set);
		assert_true(str_find(text, STR("\"d\"")) < 0);
		assert_true(str_find(text, STR("\"p\"")) < 0);
		assert_true(str_find(text, STR("\"use\":\"sig\"")) > 0);
	}
}

static void a_changed_byte_is_forged(void **state)
{
	struct arena *arena = *state;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct jwk_set set;
		struct jwt jwt;
		new_set(arena, all[i], &set);
		struct str token = sign(arena, &set, good);
		struct str other = sign(arena, &set, "{\"iss\":\"https://id.example\",\"sub\":\"8\"}");
		struct str rest = token, header, claims, signature;
		assert_true(str_split(&rest, '.', &header) && str_split(&rest, '.', &claims));
		signature = str_slice(other, other.len - rest.len, rest.len);
		token = arena_printf(arena, "%.*s.%.*s.%.*s", STR_ARG(header), STR_ARG(claims), STR_ARG(signature));
		assert_int_not_equal(jwt_verify(arena, token, &set, JWK_ANY, &jwt), RC_OK);
	}
}

static void none_and_shared_secrets_are_refused(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"none\"}",  "{\"alg\":\"None\"}",  "{\"alg\":\"HS256\"}",
		"{\"alg\":\"rs256\"}", "{\"alg\":\"ES256K\"}", "{\"typ\":\"JWT\"}",
		"{\"alg\":7}",	       "{\"alg\":null}",      "{\"alg\":[\"RS256\"]}",
	};
	struct arena *arena = *state;
	struct jwk_set set;
	struct jwt jwt;

	new_set(arena, JWK_RS256, &set);
	struct str token = sign(arena, &set, good);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		assert_int_equal(jwt_verify(arena, with_header(arena, token, headers[i]), &set, JWK_ANY, &jwt),
				 RC_INVALID);
	struct str unsigned_token = arena_printf(arena, "%.*s.%.*s.", STR_ARG(base64_url(arena, STR("{\"alg\":\"none\"}"))),
						 STR_ARG(base64_url(arena, str_of(good))));
	assert_int_equal(jwt_verify(arena, unsigned_token, &set, JWK_ANY, &jwt), RC_INVALID);
}

static void a_key_serves_its_own_algorithm_only(void **state)
{
	struct arena *arena = *state;
	struct jwk_set rsa, ec, both = {.count = 2};
	struct jwt jwt;

	new_set(arena, JWK_RS256, &rsa);
	new_set(arena, JWK_ES256, &ec);
	both.at[0] = rsa.at[0];
	both.at[1] = ec.at[0];
	struct str header = arena_printf(arena, "{\"alg\":\"ES256\",\"kid\":\"%.*s\"}", STR_ARG(rsa.at[0].id));
	struct str token = with_header(arena, sign(arena, &rsa, good), header.at);
	assert_int_equal(jwt_verify(arena, token, &both, JWK_ANY, &jwt), RC_NOT_FOUND);
}

static void headers_with_twice_critical_or_odd_members_are_refused(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",
		"{\"alg\":\"EdDSA\",\"crit\":[\"exp\"]}",
		"{\"alg\":\"EdDSA\",\"kid\":7}",
		"[\"EdDSA\"]",
		"{\"alg\":\"EdDSA\"} ,",
	};
	struct arena *arena = *state;
	struct jwk_set set;
	struct jwt jwt;

	new_set(arena, JWK_EDDSA, &set);
	struct str token = sign(arena, &set, good);
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		assert_int_equal(jwt_verify(arena, with_header(arena, token, headers[i]), &set, JWK_ANY, &jwt),
				 RC_INVALID);
	assert_int_equal(jwt_read(arena, sign(arena, &set, "{\"sub\":\"1\",\"sub\":\"2\"}"), &jwt), RC_INVALID);
	assert_int_equal(jwt_read(arena, sign(arena, &set, "[1]"), &jwt), RC_INVALID);
}

static void only_three_parts_in_their_one_writing_are_a_token(void **state)
{
	struct arena *arena = *state;
	struct jwk_set set;
	struct jwt jwt;

	new_set(arena, JWK_EDDSA, &set);
	struct str token = sign(arena, &set, good);
	const struct str bad[] = {
		STR_NONE,
		STR(""),
		STR(".."),
		STR("a.b"),
		arena_concat(arena, token, STR(".")),
		arena_concat(arena, token, STR("=")),
		arena_concat(arena, token, STR("\n")),
		arena_concat(arena, STR(" "), token),
		str_slice(token, 0, token.len - 1),
		{arena_alloc(arena, JWT_BYTES_MOST + 1, 1), JWT_BYTES_MOST + 1},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_not_equal(jwt_verify(arena, bad[i], &set, JWK_ANY, &jwt), RC_OK);
}

static void a_key_unknown_by_name_may_be_asked_for_again(void **state)
{
	struct arena *arena = *state;
	struct jwk_set mine, other, two = {.count = 2};
	struct jwt jwt;

	new_set(arena, JWK_ES256, &mine);
	new_set(arena, JWK_ES256, &other);
	assert_int_equal(jwt_verify(arena, sign(arena, &mine, good), &other, JWK_ANY, &jwt), RC_NOT_FOUND);
	two.at[0] = mine.at[0];
	two.at[1] = other.at[0];
	mine.at[0].id = STR_NONE;
	struct str nameless = sign(arena, &mine, good);
	assert_int_equal(jwt_verify(arena, nameless, &two, JWK_ANY, &jwt), RC_INVALID);
	assert_int_equal(jwt_verify(arena, nameless, &mine, JWK_ANY, &jwt), RC_OK);
}

/* RFC 8037 A.3 and A.4; RFC 7515 A.3. */
static void vectors_of_the_rfcs_hold(void **state)
{
	struct arena *arena = *state;
	struct jwk_set set;
	struct jwt jwt;
	struct str signature;

	assert_int_equal(jwks_parse(arena, STR("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
		"\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}"), &set), RC_OK);
	assert_str(jwk_thumbprint(arena, &set.at[0]), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
	assert_true(base64_url_bytes(arena, STR("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
						"9g7sVvpAr_MuM0KAg"), &signature));
	assert_true(jwk_fits(&set.at[0], STR("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"), signature));

	assert_int_equal(jwks_parse(arena, STR("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
		"\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
		"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}"), &set), RC_OK);
	assert_int_equal(jwt_verify(arena, STR("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
		"Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8"
		"ISlSApmWQxfKTUJqPP3-Kg6NU1Q"), &set, JWK_ES256, &jwt), RC_OK);
	assert_str(jwt_text(&jwt, "iss"), "joe");
}

static void sets_take_what_they_can_use(void **state)
{
	static const char ed[] = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";
	static const struct {
		const char *format;
		enum rc rc;
	} cases[] = {
		{"{\"keys\":[{%s}]}", RC_OK},
		{"{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"},{%s}]}", RC_OK},
		{"{\"keys\":[{\"use\":\"enc\",%s}]}", RC_INVALID},
		{"{\"keys\":[{\"alg\":\"RS256\",%s}]}", RC_INVALID},
		{"{\"keys\":[{%s,\"crv\":\"Ed25519\"}]}", RC_INVALID},
		{"{\"keys\":{%s}}", RC_INVALID},
		{"[{%s}]", RC_INVALID},
		{"{%s}", RC_INVALID},
	};
	struct jwk_set set;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str format = str_of(cases[i].format), at = STR("%s");
		size_t cut = (size_t)str_find(format, at);
		struct str json = arena_concat(*state, arena_concat(*state, str_slice(format, 0, cut), str_of(ed)),
					       str_slice(format, cut + 2, format.len));
		assert_int_equal(jwks_parse(*state, json, &set), cases[i].rc);
	}
	assert_int_equal(jwks_parse(*state, STR_NONE, &set), RC_INVALID);
	/* A point that is not on the curve. */
	assert_int_equal(jwks_parse(*state, STR("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
		"\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\","
		"\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\"}]}"), &set), RC_INVALID);
}

static void claims_are_held_against_what_is_expected(void **state)
{
	static const struct {
		const char *claims, *refusal;
	} cases[] = {
		{good, NULL},
		{"{\"iss\":\"https://id.example/\",\"aud\":\"muster\",\"exp\":1800000300,\"nonce\":\"n-1\"}", "iss"},
		{"{\"aud\":\"muster\",\"exp\":1800000300,\"nonce\":\"n-1\"}", "iss"},
		{"{\"iss\":\"https://id.example\",\"exp\":1800000300,\"nonce\":\"n-1\"}", "aud"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"other\",\"exp\":1800000300,\"nonce\":\"n-1\"}", "aud"},
		{"{\"iss\":\"https://id.example\",\"aud\":[\"x\",7],\"exp\":1800000300,\"nonce\":\"n-1\"}", "aud"},
		{"{\"iss\":\"https://id.example\",\"aud\":[\"muster\"],\"exp\":1800000300,\"nonce\":\"n-1\"}", NULL},
		{"{\"iss\":\"https://id.example\",\"aud\":[\"muster\",\"x\"],\"exp\":1800000300,\"nonce\":\"n-1\"}", "azp"},
		{"{\"iss\":\"https://id.example\",\"aud\":[\"muster\",\"x\"],\"azp\":\"muster\",\"exp\":1800000300,"
		 "\"nonce\":\"n-1\"}", NULL},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"azp\":\"x\",\"exp\":1800000300,\"nonce\":\"n-1\"}", "azp"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"nonce\":\"n-1\"}", "exp"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":\"1800000300\",\"nonce\":\"n-1\"}", "exp"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1799999940,\"nonce\":\"n-1\"}", "exp"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1799999941.5,\"nonce\":\"n-1\"}", NULL},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":9e99,\"nonce\":\"n-1\"}", "exp"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300,\"nbf\":1800000061,\"nonce\":\"n-1\"}", "nbf"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300,\"nbf\":1800000060,\"nonce\":\"n-1\"}", NULL},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300,\"iat\":1800000061,\"nonce\":\"n-1\"}", "iat"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300,\"iat\":\"x\",\"nonce\":\"n-1\"}", "iat"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300,\"nonce\":\"n-2\"}", "nonce"},
		{"{\"iss\":\"https://id.example\",\"aud\":\"muster\",\"exp\":1800000300}", "nonce"},
	};
	const struct jwt_expected expected = {
		.issuer = STR("https://id.example"), .audience = STR("muster"), .client = STR("muster"),
		.nonce = STR("n-1"), .now = now,
	};
	struct jwk_set set;

	new_set(*state, JWK_EDDSA, &set);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct jwt jwt;
		assert_int_equal(jwt_verify(*state, sign(*state, &set, cases[i].claims), &set, JWK_EDDSA, &jwt), RC_OK);
		const char *refusal = jwt_refusal(&jwt, &expected);
		if (!cases[i].refusal)
			assert_null(refusal);
		else if (!refusal || strcmp(refusal, cases[i].refusal) != 0)
			fail_msg("%s: %s", cases[i].claims, refusal ? refusal : "accepted");
	}
}

static void lists_and_single_texts_read_alike(void **state)
{
	struct jwk_set set;
	struct jwt jwt;

	new_set(*state, JWK_EDDSA, &set);
	struct str token = sign(*state, &set, "{\"one\":\"a\",\"list\":[\"a\",7,\"b\"],\"yes\":true,\"said\":\"true\",\"no\":1}");
	assert_int_equal(jwt_read(*state, token, &jwt), RC_OK);
	assert_str(jwt_nth(&jwt, "one", 0), "a");
	assert_null(jwt_nth(&jwt, "one", 1).at);
	assert_str(jwt_nth(&jwt, "list", 2), "b");
	assert_null(jwt_nth(&jwt, "list", 1).at);
	assert_null(jwt_nth(&jwt, "list", 3).at);
	assert_null(jwt_nth(&jwt, "absent", 0).at);
	assert_true(jwt_lists(&jwt, "list", STR("b")));
	assert_false(jwt_lists(&jwt, "list", STR("c")));
	assert_true(jwt_is_true(&jwt, "yes") && jwt_is_true(&jwt, "said") && !jwt_is_true(&jwt, "no"));
}

static void rotation_keeps_old_keys_for_a_while(void **state)
{
	struct arena *arena = *state;
	struct str path = new_path(arena);
	struct jwk_set set, again;
	struct jwt jwt;

	assert_int_equal(jwks_file_stamp(arena, path), 0);
	assert_int_equal(jwks_file_load(arena, path, JWK_ES256, &set), RC_OK);
	uint64_t stamp = jwks_file_stamp(arena, path);
	struct str token = sign(arena, &set, good), first = set.at[0].id;
	assert_int_equal(jwks_file_rotate(arena, path, JWK_EDDSA, 2, &set), RC_OK);
	assert_true(jwks_file_stamp(arena, path) != stamp);
	assert_int_equal(jwks_file_load(arena, path, JWK_ES256, &again), RC_OK);
	assert_int_equal(again.count, 2);
	assert_int_equal(jwks_signer(&again)->algorithm, JWK_EDDSA);
	assert_true(str_equal(again.at[0].id, first));
	assert_int_equal(jwt_verify(arena, token, &again, JWK_ANY, &jwt), RC_OK);
	assert_int_equal(jwks_file_rotate(arena, path, JWK_EDDSA, 2, &set), RC_OK);
	assert_int_equal(jwt_verify(arena, token, &set, JWK_ANY, &jwt), RC_NOT_FOUND);
	assert_int_equal(unlink(arena_cstr(arena, path)), 0);
	assert_int_equal(unlink(arena_printf(arena, "%.*s.lock", STR_ARG(path)).at), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_algorithm_signs_and_verifies_through_a_published_set),
		UNIT(nothing_secret_is_published),
		UNIT(a_changed_byte_is_forged),
		UNIT(none_and_shared_secrets_are_refused),
		UNIT(a_key_serves_its_own_algorithm_only),
		UNIT(headers_with_twice_critical_or_odd_members_are_refused),
		UNIT(only_three_parts_in_their_one_writing_are_a_token),
		UNIT(a_key_unknown_by_name_may_be_asked_for_again),
		UNIT(vectors_of_the_rfcs_hold),
		UNIT(sets_take_what_they_can_use),
		UNIT(claims_are_held_against_what_is_expected),
		UNIT(lists_and_single_texts_read_alike),
		UNIT(rotation_keeps_old_keys_for_a_while),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
