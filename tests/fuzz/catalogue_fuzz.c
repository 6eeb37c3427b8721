/* Input: a .mo file. Whatever it says, texts lie inside of it and forms can be chosen. */
#include "view/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str bytes = arena_str(arena, (struct str){(const char *)data, size});
	const struct catalogue *catalogue = size ? catalogue_read(arena, bytes, "xx") : NULL;

	if (catalogue) {
		/* The first kilobyte cut into words, as texts to look for. */
		struct str rest = str_slice(bytes, 0, 1024), word;
		while (str_split(&rest, '\0', &word))
			if (tr_str(catalogue, word).len > size)
				__builtin_trap();
		for (uint64_t n = 0; n < 130; n++)
			(void)tr_n(catalogue, "one", "many", n);
		if (catalogue_plural(catalogue, UINT64_MAX) >= CATALOGUE_FORMS)
			__builtin_trap();
	}
	arena_free(arena);
	return 0;
}
