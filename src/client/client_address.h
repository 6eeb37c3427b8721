#ifndef CLIENT_ADDRESS_H
#define CLIENT_ADDRESS_H

#include "base/str.h"

/* Internet addresses as 128 bits; IPv4 is ::ffff:a.b.c.d, in whatever way it was written into IPv6. */
struct client_address {
	unsigned char bytes[16];
};

struct sockaddr;

/* Of AF_INET or AF_INET6; false for any other family. */
bool client_address_of(const struct sockaddr *address, struct client_address *out);

/* A range: all addresses that share the first `bits` bits. */
struct client_range {
	struct client_address first;
	int bits;                    /* 0 to 128; those of IPv4 begin at 96 */
};

/* "10.0.0.0/8", "10.1.2.3", "fd00::/8", "::1"; false when it is neither, or has bits behind its prefix. */
bool client_range_parse(struct str text, struct client_range *out);
bool client_range_has(const struct client_range *range, const struct client_address *address);

enum client_reach {
	CLIENT_PUBLIC,
	CLIENT_PRIVATE,              /* RFC 1918, RFC 6598, RFC 4193 */
	CLIENT_SPECIAL,              /* never a service of others: loopback, link-local, metadata ... */
};
/* *bits receives the prefix of the range that says so; 0 for CLIENT_PUBLIC. */
enum client_reach client_address_reach(const struct client_address *address, int *bits);

#endif
