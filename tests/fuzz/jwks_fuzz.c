/* Key sets from anywhere: what is read is published again with the same keys. */
#include <stdlib.h>

#include "identity/jwks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set), *again = ARENA_NEW(arena, struct jwk_set);

	if (jwks_parse(arena, (struct str){(const char *)data, size}, set) == RC_OK) {
		if (jwks_parse(arena, jwks_text(arena, set), again) != RC_OK || again->count != set->count)
			abort();
		for (size_t i = 0; i < set->count; i++)
			if (!str_equal(jwk_thumbprint(arena, &set->at[i]),
				       jwk_thumbprint(arena, &again->at[set->count - 1 - i])))
				abort();
	}
	arena_free(arena);
	return 0;
}
