#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "http/urlencoded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct pairs pairs;

	if (urlencoded_parse(arena, (struct str){(const char *)data, size}, 100, &pairs) == RC_OK) {
		assert(pairs.count <= 100);
		for (size_t i = 0; i < pairs.count; i++)
			assert(str_is_utf8(pairs.at[i].name) && str_is_utf8(pairs.at[i].value) &&
			       pairs.at[i].value.at);
	}
	arena_free(arena);
	return 0;
}
