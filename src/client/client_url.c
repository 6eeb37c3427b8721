#include "client/client_url.h"

#include <curl/curl.h>
#include <stdlib.h>

enum { LONGEST = 2000 };

/* The part in the arena; STR_NONE when the URL has none. */
static struct str part_of(struct arena *arena, CURLU *url, CURLUPart part, unsigned flags)
{
	char *text = NULL;

	if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
		return STR_NONE;
	struct str copy = arena_str(arena, str_of(text));
	curl_free(text);
	return copy;
}

static bool is_visible(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] <= ' ' || s.at[i] > '~')
			return false;
	return s.len > 0 && s.len <= LONGEST;
}

/* Of a name, or of an IPv6 address in brackets: nothing that another reader could take for something else. */
static bool is_host(struct str host)
{
	const bool is_v6 = str_starts(host, STR("[")) && str_ends(host, STR("]"));
	const struct str inside = is_v6 ? str_slice(host, 1, host.len - 2) : host;

	for (size_t i = 0; i < inside.len; i++) {
		char c = inside.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != (is_v6 ? ':' : '-') && c != '_')
			return false;
	}
	return inside.len > 0;
}

static enum rc read_parts(struct arena *arena, CURLU *url, struct client_url *out)
{
	const struct str scheme = part_of(arena, url, CURLUPART_SCHEME, 0);
	int64_t port;

	out->is_https = str_is(scheme, "https");
	out->host = arena_lower(arena, part_of(arena, url, CURLUPART_HOST, 0));
	out->whole = part_of(arena, url, CURLUPART_URL, 0);
	if ((!out->is_https && !str_is(scheme, "http")) || !is_host(out->host) || !out->whole.at)
		return RC_INVALID;
	if (part_of(arena, url, CURLUPART_USER, 0).at || part_of(arena, url, CURLUPART_PASSWORD, 0).at ||
	    part_of(arena, url, CURLUPART_FRAGMENT, 0).at)
		return RC_INVALID;
	if (!str_to_int(part_of(arena, url, CURLUPART_PORT, CURLU_DEFAULT_PORT), 1, 65535, &port))
		return RC_INVALID;
	out->port = (int)port;
	const bool is_usual = port == (out->is_https ? 443 : 80);
	out->origin = is_usual ? arena_printf(arena, "%.*s://%.*s", STR_ARG(scheme), STR_ARG(out->host))
			       : arena_printf(arena, "%.*s://%.*s:%d", STR_ARG(scheme), STR_ARG(out->host), out->port);
	if (str_starts(out->host, STR("[")))
		out->host = str_slice(out->host, 1, out->host.len - 2);
	return RC_OK;
}

enum rc client_url_parse(struct arena *arena, struct str url, struct client_url *out)
{
	*out = (struct client_url){.host = STR_NONE};
	if (!is_visible(url))
		return RC_INVALID;
	CURLU *parsed = curl_url();
	if (!parsed)
		abort();
	enum rc rc = RC_INVALID;
	if (curl_url_set(parsed, CURLUPART_URL, arena_cstr(arena, url), 0) == CURLUE_OK)
		rc = read_parts(arena, parsed, out);
	curl_url_cleanup(parsed);
	return rc;
}
