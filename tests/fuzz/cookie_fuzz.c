#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "http/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct pairs cookies = cookie_parse(arena, (struct str){(const char *)data, size});

	for (size_t i = 0; i < cookies.count; i++)
		assert(cookies.at[i].name.len > 0 && str_is_utf8(cookies.at[i].value));
	arena_free(arena);
	return 0;
}
