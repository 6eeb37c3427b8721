#ifndef CLIENT_CURL_H
#define CLIENT_CURL_H

#include <curl/curl.h>

#include "base/config.h"

/* Inside src/client only: what every handle of libcurl gets. */

/* Ends the process when there is no memory or libcurl cannot start. */
CURL *client_curl_new(void) __attribute__((returns_nonnull));

/* No signals, no proxy of the environment, certificates checked, client.ca_file, client.connect_timeout, TLS 1.2. */
void client_curl_usual(struct arena *arena, CURL *curl, const struct config *config);

/* A setting client.*; fallback where there are no settings. */
int64_t client_curl_setting(const struct config *config, const char *key, int64_t fallback);

/* An option that this libcurl has to know; ends the process when it does not. */
#define client_curl_set(curl, option, value) client_curl_must(curl_easy_setopt((curl), (option), (value)), #option)
void client_curl_must(CURLcode code, const char *option);

#endif
