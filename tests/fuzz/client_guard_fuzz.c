/* Any list of hosts and any URL: a URL that is kept never leads to loopback or a metadata service by its literal address. */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "client/client_address.h"
#include "client/client_guard.h"
#include "client/client_url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_url(struct arena *arena, struct str text)
{
	const struct client_guard *guard;
	struct client_url url, again;
	const char *problem;
	struct str mistake;
	struct in_addr four;

	assert(client_guard_parse(arena, STR("public, 10.0.0.0/8"), false, &guard, &mistake) == RC_OK);
	if (client_guard_url(arena, guard, text, &problem) != RC_OK)
		return;
	assert(client_url_parse(arena, text, &url) == RC_OK);
	assert(url.host.len > 0 && url.port > 0 && url.port < 65536);
	/* What will be requested reads as the same. */
	assert(client_url_parse(arena, url.whole, &again) == RC_OK);
	assert(str_equal(url.host, again.host) && url.port == again.port && url.is_https == again.is_https);
	if (inet_pton(AF_INET, arena_cstr(arena, url.host), &four) == 1)
		assert((ntohl(four.s_addr) >> 24) != 127 && ntohl(four.s_addr) != 0xa9fea9fe);
}

/* Input: the list, a line end, then the URL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(0);
	struct str rest = {(const char *)data, size}, list = STR_NONE, mistake;
	const struct client_guard *guard;
	const struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	if (str_split(&rest, '\n', &list) && client_guard_parse(arena, list, false, &guard, &mistake) == RC_OK &&
	    client_guard_allows(guard, STR("localhost"), 80, (const struct sockaddr *)&loopback))
		assert(str_find(list, STR("127.")) >= 0 || str_find(list, STR(":")) >= 0);
	try_url(arena, rest);
	arena_free(arena);
	return 0;
}
