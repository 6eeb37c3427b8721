#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says in how large pieces the rest arrives. */
struct pieces {
	struct str left;
	size_t step;
};

static ptrdiff_t read_piece(void *closure, char *at, size_t room)
{
	struct pieces *p = closure;
	size_t len = p->step < room ? p->step : room;

	assert(room > 0);
	if (len > p->left.len)
		len = p->left.len;
	if (len > 0)
		memcpy(at, p->left.at, len);
	p->left = str_slice(p->left, len, p->left.len);
	return (ptrdiff_t)len;
}

struct seen {
	struct arena *arena;
	size_t bytes, parts;
	bool is_open;
};

static enum rc begin(void *closure, const struct part *part)
{
	struct seen *seen = closure;

	assert(!seen->is_open && str_is_utf8(part->name));
	struct str name = multipart_file_name(seen->arena, part->file_name);
	assert(str_find(name, STR("/")) < 0 && str_find(name, STR("\\")) < 0 && !str_is(name, ".."));
	seen->is_open = true;
	seen->parts++;
	return RC_OK;
}

static enum rc bytes(void *closure, struct str some)
{
	struct seen *seen = closure;

	assert(seen->is_open && some.len > 0);
	seen->bytes += some.len;
	return RC_OK;
}

static enum rc end(void *closure)
{
	struct seen *seen = closure;

	assert(seen->is_open);
	seen->is_open = false;
	return RC_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct arena *arena = arena_new(0);
	struct pieces pieces = {{(const char *)data + 1, size - 1}, (size_t)data[0] + 1};
	struct seen seen = {.arena = arena};
	const struct byte_source source = {read_piece, &pieces};
	const struct part_sink sink = {begin, bytes, end, &seen};
	enum rc rc = multipart_read(arena, STR("XyZ"), 20, &source, &sink);

	assert(seen.parts <= 20 && seen.bytes < size);
	assert(rc != RC_OK || !seen.is_open);
	arena_free(arena);
	return 0;
}
