/* Any bytes as a mail that came back. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "event/bounce.h"
#include "event/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct bounce bounce;

	if (bounce_parse(arena, (struct str){(const char *)data, size}, &bounce) == RC_OK) {
		assert(bounce.kind != BOUNCE_NONE);
		assert(!bounce.id.at || uuid_is_valid(bounce.id));
		assert(bounce.status.len <= 11);
		struct str reason = mail_reason(arena, bounce.words);
		assert(reason.len <= 300 && str_is_utf8(reason) && str_find(reason, STR("@")) < 0);
	}
	arena_free(arena);
	return 0;
}
