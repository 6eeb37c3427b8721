#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "http/pairs.h"
#include "http/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Input: the host, a line end, then the path with its query. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct request rq = {.arena = arena};
	struct raw_request raw = {.method = STR("GET"), .uri = {(const char *)data, size}};
	struct str host;

	if (str_split(&raw.uri, '\n', &host))
		pairs_add(arena, &raw.headers, STR("host"), host);
	if (parse_request(&rq, &raw) == RC_OK) {
		assert(rq.path.at[0] == '/' && str_is_utf8(rq.path));
		assert(str_find(rq.path, STR("/../")) < 0 && !str_ends(rq.path, STR("/..")));
		assert(str_find(rq.path, STR("//")) < 0 && str_find(rq.path, STR("\\")) < 0);
	}
	arena_free(arena);
	return 0;
}
