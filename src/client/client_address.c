#include "client/client_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum { V4_BITS = 96, LONGEST = INET6_ADDRSTRLEN + 4 };

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
static const unsigned char nat64[12] = {0x00, 0x64, 0xff, 0x9b};
static const unsigned char compatible[12];

static void set_v4(struct client_address *out, const unsigned char *four)
{
	unsigned char copy[4];

	memcpy(copy, four, sizeof copy);
	memcpy(out->bytes, mapped, sizeof mapped);
	memcpy(out->bytes + 12, copy, sizeof copy);
}

/* An IPv4 address inside of an IPv6 one leads to the IPv4 address, so it is judged as that. */
static void unwrap(struct client_address *address)
{
	unsigned char *b = address->bytes;

	if (memcmp(b, nat64, sizeof nat64) == 0)
		set_v4(address, b + 12);
	else if (memcmp(b, compatible, sizeof compatible) == 0 && (b[12] || b[13] || b[14]))
		set_v4(address, b + 12);
	else if (b[0] == 0x20 && b[1] == 0x02)
		set_v4(address, b + 2);
}

bool client_address_of(const struct sockaddr *address, struct client_address *out)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, address, sizeof v4);
		set_v4(out, (const unsigned char *)&v4.sin_addr);
		return true;
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, address, sizeof v6);
		memcpy(out->bytes, &v6.sin6_addr, sizeof out->bytes);
		unwrap(out);
		return true;
	}
	return false;
}

static bool has_prefix(const struct client_address *address, const struct client_address *prefix, int bits)
{
	const size_t whole = (size_t)bits / 8;

	if (memcmp(address->bytes, prefix->bytes, whole) != 0)
		return false;
	if (bits % 8 == 0)
		return true;
	const unsigned mask = 0xffu << (8 - bits % 8) & 0xffu;
	return ((address->bytes[whole] ^ prefix->bytes[whole]) & mask) == 0;
}

bool client_range_has(const struct client_range *range, const struct client_address *address)
{
	return has_prefix(address, &range->first, range->bits);
}

static bool is_clear_behind(const struct client_range *range)
{
	for (int bit = range->bits; bit < 128; bit++)
		if (range->first.bytes[bit / 8] & 0x80u >> bit % 8)
			return false;
	return true;
}

bool client_range_parse(struct str text, struct client_range *out)
{
	struct str rest = text, address;
	char name[LONGEST];
	unsigned char four[4];
	int64_t bits = -1;

	if (!str_split(&rest, '/', &address) || address.len == 0 || address.len >= sizeof name)
		return false;
	if (address.len < text.len && !str_to_int(rest, 0, 128, &bits))
		return false;
	memcpy(name, address.at, address.len);
	name[address.len] = '\0';
	if (strlen(name) != address.len)
		return false;
	if (inet_pton(AF_INET, name, four) == 1) {
		if (bits > 32)
			return false;
		set_v4(&out->first, four);
		out->bits = bits < 0 ? 128 : V4_BITS + (int)bits;
	} else if (inet_pton(AF_INET6, name, out->first.bytes) == 1) {
		/* A range of a disguise is no range of what it stands for. */
		if (bits < 0)
			unwrap(&out->first);
		out->bits = bits < 0 ? 128 : (int)bits;
	} else {
		return false;
	}
	return is_clear_behind(out);
}

/* IANA's special-purpose registries (RFC 6890), and where clouds keep their metadata. */
static const struct {
	const char *range;
	enum client_reach reach;
} ranges[] = {
	{"0.0.0.0/8", CLIENT_SPECIAL},          /* this network */
	{"127.0.0.0/8", CLIENT_SPECIAL},        /* loopback */
	{"169.254.0.0/16", CLIENT_SPECIAL},     /* link-local, metadata of most clouds */
	{"100.100.100.200", CLIENT_SPECIAL},    /* metadata of one cloud */
	{"168.63.129.16", CLIENT_SPECIAL},      /* and of another */
	{"192.0.0.0/24", CLIENT_SPECIAL},       /* protocol assignments */
	{"192.0.2.0/24", CLIENT_SPECIAL},       /* documentation */
	{"198.18.0.0/15", CLIENT_SPECIAL},      /* benchmarks */
	{"198.51.100.0/24", CLIENT_SPECIAL},    /* documentation */
	{"203.0.113.0/24", CLIENT_SPECIAL},     /* documentation */
	{"192.88.99.0/24", CLIENT_SPECIAL},     /* 6to4 relays */
	{"224.0.0.0/4", CLIENT_SPECIAL},        /* multicast */
	{"240.0.0.0/4", CLIENT_SPECIAL},        /* reserved, broadcast */
	{"::", CLIENT_SPECIAL},                 /* unspecified */
	{"::1", CLIENT_SPECIAL},                /* loopback */
	{"fd00:ec2::254", CLIENT_SPECIAL},      /* metadata */
	{"fd20:ce::254", CLIENT_SPECIAL},       /* metadata */
	{"fe80::/10", CLIENT_SPECIAL},          /* link-local */
	{"ff00::/8", CLIENT_SPECIAL},           /* multicast */
	{"100::/64", CLIENT_SPECIAL},           /* discard */
	{"64:ff9b:1::/48", CLIENT_SPECIAL},     /* local translation: leads to any IPv4 address */
	{"2001::/23", CLIENT_SPECIAL},          /* protocol assignments, Teredo */
	{"2001:db8::/32", CLIENT_SPECIAL},      /* documentation */
	{"3fff::/20", CLIENT_SPECIAL},          /* documentation */
	{"10.0.0.0/8", CLIENT_PRIVATE},
	{"100.64.0.0/10", CLIENT_PRIVATE},
	{"172.16.0.0/12", CLIENT_PRIVATE},
	{"192.168.0.0/16", CLIENT_PRIVATE},
	{"fc00::/7", CLIENT_PRIVATE},
	{"fec0::/10", CLIENT_PRIVATE},
};

enum client_reach client_address_reach(const struct client_address *address, int *bits)
{
	struct client_range range;

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (client_range_parse(str_of(ranges[i].range), &range) && client_range_has(&range, address)) {
			*bits = range.bits;
			return ranges[i].reach;
		}
	*bits = 0;
	/* Nothing of IPv6 outside 2000::/3 is in public use. */
	const bool is_v4 = memcmp(address->bytes, mapped, sizeof mapped) == 0;
	return is_v4 || (address->bytes[0] & 0xe0) == 0x20 ? CLIENT_PUBLIC : CLIENT_PRIVATE;
}
