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

void client_curl_usual(struct arena *arena, CURL *curl, const struct config *config)
{
	const struct str ca_file = config_text(config, "client.ca_file");

	client_curl_set(curl, CURLOPT_NOSIGNAL, 1L);
	client_curl_set(curl, CURLOPT_PROXY, "");
	client_curl_set(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	client_curl_set(curl, CURLOPT_CONNECTTIMEOUT, (long)config_int(config, "client.connect_timeout"));
	client_curl_set(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	client_curl_set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	client_curl_set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (ca_file.len)
		client_curl_set(curl, CURLOPT_CAINFO, arena_cstr(arena, ca_file));
}
