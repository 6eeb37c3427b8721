#include "client/client_curl.h"

#include <stdlib.h>

#include "base/log.h"

CURL *client_curl_new(void)
{
	CURL *curl = curl_easy_init();

	if (!curl) {
		LOG(LOG_ERROR, "client.curl", "libcurl cannot start");
		abort();
	}
	return curl;
}

void client_curl_must(CURLcode code, const char *option)
{
	if (code == CURLE_OK)
		return;
	LOG(LOG_ERROR, "client.curl", "%s: %s", option, curl_easy_strerror(code));
	abort();
}

int64_t client_curl_setting(const struct config *config, const char *key, int64_t fallback)
{
	return config ? config_int(config, key) : fallback;
}

void client_curl_usual(struct arena *arena, CURL *curl, const struct config *config)
{
	enum { CONNECT_SECONDS = 5 };
	const struct str ca_file = config ? config_text(config, "client.ca_file") : STR("");
	const int64_t seconds = client_curl_setting(config, "client.connect_timeout", CONNECT_SECONDS);

	client_curl_set(curl, CURLOPT_NOSIGNAL, 1L);
	client_curl_set(curl, CURLOPT_PROXY, "");
	client_curl_set(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	client_curl_set(curl, CURLOPT_CONNECTTIMEOUT, (long)seconds);
	client_curl_set(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	client_curl_set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	client_curl_set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (ca_file.len)
		client_curl_set(curl, CURLOPT_CAINFO, arena_cstr(arena, ca_file));
}
