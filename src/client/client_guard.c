#include "client/client_guard.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/record.h"
#include "client/client_address.h"
#include "client/client_url.h"

enum { MOST_ENTRIES = 200, MOST_OWN = 64 };

/* One entry of the list: "public", a name or a range. */
struct entry {
	bool is_public;
	struct str name;             /* lower case; ".example.com" for "*.example.com"; STR_NONE for the others */
	struct client_range range;
	int port;                    /* 0: any */
};

struct client_guard {
	struct entry entries[MOST_ENTRIES];
	size_t count;
	struct client_address own[MOST_OWN];
	size_t own_count;
};

static bool is_host_name(struct str name)
{
	if (name.len == 0 || name.len > 253 || name.at[0] == '-' || name.at[0] == '.')
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
			return false;
	}
	/* What ends in a number is meant for an address. */
	char last = name.at[name.len - 1];
	return !(last >= '0' && last <= '9') || str_find(name, STR(".")) < 0;
}

/* Cuts ":port" off; an IPv6 address needs brackets to have one. */
static bool take_port(struct str *text, int *port)
{
	int64_t number;
	struct str host = *text, digits;

	*port = 0;
	if (str_starts(host, STR("["))) {
		ptrdiff_t end = str_find(host, STR("]"));
		if (end < 0)
			return false;
		*text = str_slice(host, 1, (size_t)end - 1);
		digits = str_slice(host, (size_t)end + 1, host.len);
	} else {
		ptrdiff_t colon = str_find(host, STR(":"));
		if (colon < 0 || str_find(str_slice(host, (size_t)colon + 1, host.len), STR(":")) >= 0)
			return true;
		*text = str_slice(host, 0, (size_t)colon);
		digits = str_slice(host, (size_t)colon, host.len);
	}
	if (digits.len == 0)
		return true;
	if (digits.at[0] != ':' || !str_to_int(str_slice(digits, 1, digits.len), 1, 65535, &number))
		return false;
	*port = (int)number;
	return true;
}

static bool entry_parse(struct arena *arena, struct str text, struct entry *out)
{
	struct str host = arena_lower(arena, text);

	*out = (struct entry){.name = STR_NONE};
	if (!take_port(&host, &out->port))
		return false;
	if (str_is(host, "public")) {
		out->is_public = true;
		return true;
	}
	if (client_range_parse(host, &out->range))
		return true;
	out->name = host;
	if (str_starts(host, STR("*."))) {
		out->name = str_slice(host, 1, host.len);
		host = str_slice(host, 2, host.len);
	}
	return is_host_name(host);
}

static void take_own_addresses(struct client_guard *guard)
{
	struct ifaddrs *list;

	if (getifaddrs(&list) != 0) {
		LOG(LOG_WARN, "guard.interfaces", "cannot be listed");
		return;
	}
	for (const struct ifaddrs *at = list; at && guard->own_count < MOST_OWN; at = at->ifa_next)
		if (at->ifa_addr && client_address_of(at->ifa_addr, &guard->own[guard->own_count]))
			guard->own_count++;
	freeifaddrs(list);
}

enum rc client_guard_parse(struct arena *arena, struct str list, bool own_addresses, const struct client_guard **out,
			   struct str *problem)
{
	struct client_guard *guard = ARENA_NEW(arena, struct client_guard);
	struct str rest = list, part;

	while (str_split(&rest, ',', &part)) {
		part = str_trim(part);
		if (part.len == 0)
			continue;
		if (guard->count == MOST_ENTRIES) {
			*problem = arena_printf(arena, "more than %d entries", MOST_ENTRIES);
			return RC_INVALID;
		}
		if (!entry_parse(arena, part, &guard->entries[guard->count++])) {
			*problem = arena_printf(arena, "\"%.*s\" is no host, address or range", STR_ARG(part));
			return RC_INVALID;
		}
	}
	if (own_addresses)
		take_own_addresses(guard);
	*out = guard;
	return RC_OK;
}

enum rc client_guard_load(struct arena *arena, const struct config *config, const struct client_guard **out)
{
	struct str problem;
	enum rc rc = client_guard_parse(arena, config_text(config, "client.allow"), true, out, &problem);

	if (rc == RC_INVALID)
		LOG(LOG_ERROR, "guard.setting", "client.allow: %.*s", STR_ARG(problem));
	return rc;
}

/* The longest prefix of a range that says the address is special; 0: it is not. */
static int special_bits(const struct client_guard *guard, const struct client_address *address)
{
	int bits;

	for (size_t i = 0; i < guard->own_count; i++)
		if (memcmp(&guard->own[i], address, sizeof *address) == 0)
			return 128;
	return client_address_reach(address, &bits) == CLIENT_SPECIAL ? bits : 0;
}

static bool is_named(const struct entry *entry, struct str host)
{
	return entry->name.at && (entry->name.at[0] == '.' ? str_ends(host, entry->name) : str_equal(host, entry->name));
}

/* The name as entries are written: lower case, without the dot of the root. */
struct host_name {
	char bytes[256];
	struct str name;
};

static bool name_of(struct str host, struct host_name *out)
{
	if (host.len > sizeof out->bytes)
		return false;
	for (size_t i = 0; i < host.len; i++)
		out->bytes[i] = host.at[i] >= 'A' && host.at[i] <= 'Z' ? (char)(host.at[i] | 0x20) : host.at[i];
	out->name = (struct str){out->bytes, host.len};
	if (str_ends(out->name, STR(".")))
		out->name.len--;
	return true;
}

bool client_guard_allows(const struct client_guard *guard, struct str host, int port, const struct sockaddr *address)
{
	struct client_address at;
	struct host_name asked;
	int bits;

	if (!client_address_of(address, &at) || !name_of(host, &asked))
		return false;
	const int special = special_bits(guard, &at);
	const bool is_public = client_address_reach(&at, &bits) == CLIENT_PUBLIC;
	for (size_t i = 0; i < guard->count; i++) {
		const struct entry *entry = &guard->entries[i];
		if (entry->port && entry->port != port)
			continue;
		if (!entry->is_public && !entry->name.at) {
			if (client_range_has(&entry->range, &at) && entry->range.bits >= special)
				return true;
		} else if (!special && (entry->is_public ? is_public : is_named(entry, asked.name))) {
			return true;
		}
	}
	return false;
}

static bool as_sockaddr(struct str host, struct sockaddr_storage *out)
{
	char text[INET6_ADDRSTRLEN];
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	/* A zone ("fe80::1%eth0") does not matter for what kind of address it is. */
	ptrdiff_t zone = str_find(host, STR("%"));
	if (zone >= 0)
		host = str_slice(host, 0, (size_t)zone);
	if (host.len >= sizeof text)
		return false;
	memcpy(text, host.at, host.len);
	text[host.len] = '\0';
	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
		memcpy(out, &v4, sizeof v4);
		return true;
	}
	if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
		memcpy(out, &v6, sizeof v6);
		return true;
	}
	return false;
}

static bool is_local_name(struct str host)
{
	return str_is(host, "localhost") || str_ends(host, STR(".localhost"));
}

bool client_guard_lists(const struct client_guard *guard, struct str host, int port)
{
	struct sockaddr_storage address;
	struct client_address at;
	struct host_name asked;
	const bool is_address = as_sockaddr(host, &address) && client_address_of((struct sockaddr *)&address, &at);

	if (!name_of(host, &asked))
		return false;
	for (size_t i = 0; i < guard->count; i++) {
		const struct entry *entry = &guard->entries[i];
		if ((entry->port && entry->port != port) || entry->is_public)
			continue;
		if (entry->name.at ? is_named(entry, asked.name) : is_address && client_range_has(&entry->range, &at))
			return true;
	}
	return false;
}

bool client_guard_proxied(const struct client_guard *guard, struct str host, int port)
{
	struct sockaddr_storage address;
	struct host_name asked;

	if (as_sockaddr(host, &address))
		return client_guard_allows(guard, host, port, (struct sockaddr *)&address);
	if (!name_of(host, &asked) || is_local_name(asked.name))
		return false;
	for (size_t i = 0; i < guard->count; i++) {
		const struct entry *entry = &guard->entries[i];
		if ((!entry->port || entry->port == port) && (entry->is_public || is_named(entry, asked.name)))
			return true;
	}
	return false;
}

enum rc client_guard_url(struct arena *arena, const struct client_guard *guard, struct str url, const char **problem)
{
	struct client_url parts;
	struct sockaddr_storage address;

	*problem = N_("must be an address like https://hooks.example.com/muster");
	if (client_url_parse(arena, url, &parts) != RC_OK)
		return RC_INVALID;
	*problem = N_("this host is not on the list of hosts that Muster may call");
	if (as_sockaddr(parts.host, &address))
		return client_guard_allows(guard, parts.host, parts.port, (struct sockaddr *)&address) ? RC_OK
												       : RC_DENIED;
	return is_local_name(parts.host) ? RC_DENIED : RC_OK;
}
