#ifndef CLIENT_GUARD_H
#define CLIENT_GUARD_H

#include "base/config.h"

/*
 * Where requests to addresses that people typed in may go (server-side request forgery). The setting client.allow
 * lists, comma separated, each with ":port" behind it where only that port is meant:
 *
 *   public            every address of the public internet
 *   hooks.example.com, *.example.com
 *                     hosts by name, public or private, whatever their address is now
 *   10.1.0.0/16, 10.1.2.3, fd00:1::/32, [fd00::1]:8443
 *                     addresses; a host whose name is not listed may have one of them
 *
 * Loopback, link-local, multicast and documentation addresses, the metadata services of clouds and this machine's
 * own addresses (where its database listens) are refused even then; only an address or range that lies inside
 * of them lets them through, never a name, "public" or a range around them. IPv4 in the disguises of IPv6
 * (mapped, compatible, 6to4, NAT64) counts as that IPv4 address.
 */
struct client_guard;
struct sockaddr;

/*
 * RC_INVALID: *problem (in the arena) says which entry is not understood and why. own_addresses: take in the
 * addresses of this machine's interfaces.
 */
enum rc client_guard_parse(struct arena *arena, struct str list, bool own_addresses, const struct client_guard **out,
			   struct str *problem) MUST_CHECK;
/* From client.allow; a mistake there is logged and RC_INVALID. */
enum rc client_guard_load(struct arena *arena, const struct config *config, const struct client_guard **out) MUST_CHECK;

/* Whether this address may be connected to on behalf of host (as in the URL, without brackets). */
bool client_guard_allows(const struct client_guard *guard, struct str host, int port, const struct sockaddr *address);

/* Whether the host itself, a name or an address, has an entry of the list; "public" is none. */
bool client_guard_lists(const struct client_guard *guard, struct str host, int port);
/*
 * Whether a proxy may be asked for this host. Its address is unknown here, so names need an entry or "public", and it is
 * the proxy that has to keep names from leading into the house; addresses are judged as ever.
 */
bool client_guard_proxied(const struct client_guard *guard, struct str host, int port);

/*
 * For forms: may this URL be kept? RC_INVALID: no URL of http or https, or with user, password or fragment, or longer
 * than 2000 bytes. RC_DENIED: the host is an address that is refused, or "localhost". *problem is English for the
 * catalogue. A name's address is looked at when it is connected to, never here.
 */
enum rc client_guard_url(struct arena *arena, const struct client_guard *guard, struct str url,
			 const char **problem) MUST_CHECK;

#endif
