/* Tokens from anywhere: nothing that was not signed by the one known key is accepted. */
#include <stdlib.h>

#include "identity/jwt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nobody has its private half. */
static const struct str known = STR_INIT("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
					 "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}");

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct jwk_set *keys = ARENA_NEW(arena, struct jwk_set);
	const struct str token = {(const char *)data, size};
	struct jwt jwt;

	if (jwks_parse(arena, known, keys) != RC_OK || jwt_verify(arena, token, keys, JWK_ANY, &jwt) == RC_OK)
		abort();
	if (jwt_read(arena, token, &jwt) == RC_OK) {
		const struct jwt_expected expected = {.issuer = STR("joe"), .audience = STR("muster"), .now = 0};
		if (!jwt_refusal(&jwt, &expected) && !str_is(jwt_text(&jwt, "iss"), "joe"))
			abort();
		for (size_t i = 0; jwt_nth(&jwt, "aud", i).at; i++)
			if (!jwt_lists(&jwt, "aud", jwt_nth(&jwt, "aud", i)))
				abort();
	}
	arena_free(arena);
	return 0;
}
