#include "client/client_tls.h"

#include "base/text.h"
#include "client/client_curl.h"

enum { SECONDS_TO_WAIT = 10 };

moment client_tls_moment(struct str text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct str parts[5] = {{NULL, 0}}, part, clock[3];
	int64_t month_day, year, seconds[3];
	size_t count = 0;

	/* A day of one digit stands behind two blanks. */
	while (count < 5 && str_split(&text, ' ', &part))
		if (part.len)
			parts[count++] = part;
	if (count < 4 || parts[0].len != 3 || (count == 5 && !str_is(parts[4], "GMT")))
		return MOMENT_NONE;
	const ptrdiff_t month = str_find(str_of(months), parts[0]);
	if (month < 0 || month % 3 != 0 || !str_to_int(parts[1], 1, 31, &month_day) || !str_to_int(parts[3], 1970, 9999, &year) ||
	    !day_is_valid((int)year, (int)month / 3 + 1, (int)month_day))
		return MOMENT_NONE;
	struct str rest = parts[2];
	for (int i = 0; i < 3; i++)
		if (!str_split(&rest, ':', &clock[i]) || !str_to_int(clock[i], 0, i ? 60 : 23, &seconds[i]))
			return MOMENT_NONE;
	return DAYS((moment)day_of((int)year, (int)month / 3 + 1, (int)month_day)) + HOURS(seconds[0]) + MINUTES(seconds[1]) +
	       SECONDS(seconds[2]);
}

static size_t drop(char *bytes, size_t size, size_t count, void *closure)
{
	(void)bytes;
	(void)closure;
	return size * count;
}

/* The first certificate is the server's own. */
static moment expiry_of(CURL *curl)
{
	static const char label[] = "Expire date:";
	struct curl_certinfo *shown = NULL;

	if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &shown) != CURLE_OK || !shown || shown->num_of_certs < 1)
		return MOMENT_NONE;
	for (const struct curl_slist *line = shown->certinfo[0]; line; line = line->next)
		if (str_starts(str_of(line->data), str_of(label)))
			return client_tls_moment(str_slice(str_of(line->data), sizeof label - 1, 200));
	return MOMENT_NONE;
}

static CURLcode look(struct arena *arena, const struct config *config, struct str url, bool is_trusting, struct client_tls *out)
{
	char reason[CURL_ERROR_SIZE] = "";
	CURL *curl = client_curl_new();
	long status = 0;

	client_curl_usual(arena, curl, config);
	client_curl_set(curl, CURLOPT_URL, arena_cstr(arena, url));
	client_curl_set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	client_curl_set(curl, CURLOPT_NOBODY, 1L);
	client_curl_set(curl, CURLOPT_CERTINFO, 1L);
	client_curl_set(curl, CURLOPT_TIMEOUT, (long)SECONDS_TO_WAIT);
	client_curl_set(curl, CURLOPT_WRITEFUNCTION, drop);
	client_curl_set(curl, CURLOPT_ERRORBUFFER, reason);
	if (is_trusting) {
		client_curl_set(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		client_curl_set(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	CURLcode code = curl_easy_perform(curl);
	if (curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK)
		out->status = (int)status;
	out->expires_at = expiry_of(curl);
	if (code != CURLE_OK && !is_trusting)
		out->failure = arena_str(arena, str_of(reason[0] ? reason : curl_easy_strerror(code)));
	curl_easy_cleanup(curl);
	return code;
}

void client_tls_look(struct arena *arena, const struct config *config, struct str url, struct client_tls *out)
{
	*out = (struct client_tls){.expires_at = MOMENT_NONE, .failure = STR("")};
	CURLcode code = look(arena, config, url, false, out);
	out->is_reached = code == CURLE_OK;
	out->is_trusted = code == CURLE_OK && str_starts(url, STR("https://"));
	if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR)
		out->is_reached = look(arena, config, url, true, out) == CURLE_OK;
}
