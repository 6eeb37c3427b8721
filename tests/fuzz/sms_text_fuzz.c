/* Any text as a short message, any line as a number: the first always fits, the second is E.164 or refused. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "event/sms_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str text = {(const char *)data, size}, number;

	if (sms_number(arena, text, STR("1"), &number)) {
		assert(number.len >= 9 && number.len <= 16 && number.at[0] == '+' && number.at[1] != '0');
		for (size_t i = 1; i < number.len; i++)
			assert(number.at[i] >= '0' && number.at[i] <= '9');
	}
	if (size < 5000 && str_is_utf8(text)) {
		struct str fitting = sms_fit(arena, text, 2);
		assert(str_is_utf8(fitting) && sms_size(fitting).segments <= 2);
		assert(str_find(fitting, STR("\n")) < 0);
	}
	arena_free(arena);
	return 0;
}
