#include "client/client_http.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "base/trace.h"
#include "client/client_curl.h"
#include "client/client_url.h"

enum { MOST_HEADERS = 100, MOST_HEADER_BYTES = 64 * 1024, MOST_BYTES = 1024 * 1024, SECONDS_MOST = 20 };

struct exchange {
	struct arena *arena;
	const struct client_request *request;
	struct client_url url;
	struct client_answer *answer;
	struct text body;
	size_t most_bytes, header_bytes;
	bool is_proxied;             /* connections go to the proxy, which stands in the settings */
	bool is_denied;
};

/* --- what libcurl calls --- */

/* The one place where a connection begins: the address here is the address that is connected to. */
static curl_socket_t open_socket(void *closure, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct exchange *exchange = closure;
	const struct client_guard *guard = exchange->request->guard;

	(void)purpose;
	if (guard && !exchange->is_proxied &&
	    !client_guard_allows(guard, exchange->url.host, exchange->url.port, &address->addr)) {
		exchange->is_denied = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *closure)
{
	struct exchange *exchange = closure;
	const size_t len = size * count, room = exchange->most_bytes - exchange->body.len;

	text_add(&exchange->body, (struct str){bytes, len < room ? len : room});
	if (len <= room)
		return len;
	exchange->answer->is_cut = true;
	return 0;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *closure)
{
	struct exchange *exchange = closure;
	struct client_answer *answer = exchange->answer;
	const size_t len = size * count;
	struct str line = {bytes, len};

	exchange->header_bytes += len;
	if (exchange->header_bytes > MOST_HEADER_BYTES)
		return 0;
	/* A status line begins the headers of another answer: those before were of a 1xx one. */
	if (str_starts(line, STR("HTTP/"))) {
		answer->header_count = 0;
		return len;
	}
	ptrdiff_t colon = str_find(line, STR(":"));
	if (colon > 0 && answer->header_count < MOST_HEADERS)
		answer->headers[answer->header_count++] = (struct client_header){
			.name = arena_lower(exchange->arena, str_slice(line, 0, (size_t)colon)),
			.value = arena_str(exchange->arena, str_trim(str_slice(line, (size_t)colon + 1, len))),
		};
	return len;
}

/* --- the request --- */

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return s.len > 0;
}

static bool is_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	return true;
}

static struct curl_slist *added(struct curl_slist *list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(list, line);

	if (!longer)
		abort();
	return longer;
}

/* NULL with *rc set when one of the headers is malformed. */
static struct curl_slist *header_lines(struct arena *arena, const struct client_request *request, enum rc *rc)
{
	/* No waiting for permission to send a body. */
	struct curl_slist *list = added(NULL, "Expect:");
	struct str trace = trace_parent(arena);

	if (trace.at)
		list = added(list, arena_printf(arena, "traceparent: %.*s", STR_ARG(trace)).at);
	*rc = RC_OK;
	for (size_t i = 0; i < request->header_count; i++) {
		const struct client_header *header = &request->headers[i];
		if (!is_token(header->name) || !is_value(header->value)) {
			curl_slist_free_all(list);
			*rc = RC_INVALID;
			return NULL;
		}
		/* "Name;" is how libcurl sends a header without a value. */
		list = added(list, header->value.len
			? arena_printf(arena, "%.*s: %.*s", STR_ARG(header->name), STR_ARG(header->value)).at
			: arena_printf(arena, "%.*s;", STR_ARG(header->name)).at);
	}
	return list;
}

static void set_method(CURL *curl, const struct client_request *request)
{
	const char *method = request->method ? request->method : request->body.at ? "POST" : "GET";

	if (request->body.at) {
		client_curl_set(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
		client_curl_set(curl, CURLOPT_POSTFIELDS, request->body.at);
	}
	if (strcmp(method, "HEAD") == 0)
		client_curl_set(curl, CURLOPT_NOBODY, 1L);
	else
		client_curl_set(curl, CURLOPT_CUSTOMREQUEST, method);
}

static void set_request(CURL *curl, struct exchange *exchange, struct curl_slist *headers)
{
	const struct client_request *request = exchange->request;
	const int64_t timeout = request->timeout
		? request->timeout : client_curl_setting(request->config, "client.timeout", SECONDS_MOST);

	client_curl_usual(exchange->arena, curl, request->config);
	client_curl_set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	client_curl_set(curl, CURLOPT_URL, exchange->url.whole.at);
	if (exchange->is_proxied)
		client_curl_set(curl, CURLOPT_PROXY, config_text(request->config, "client.proxy").at);
	client_curl_set(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	client_curl_set(curl, CURLOPT_TIMEOUT, (long)timeout);
	client_curl_set(curl, CURLOPT_FOLLOWLOCATION, 0L);
	client_curl_set(curl, CURLOPT_USERAGENT,
			arena_printf(exchange->arena, "Muster/%s",
				     muster_version + strcspn(muster_version, "0123456789")).at);
	client_curl_set(curl, CURLOPT_HTTPHEADER, headers);
	client_curl_set(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	client_curl_set(curl, CURLOPT_OPENSOCKETDATA, exchange);
	client_curl_set(curl, CURLOPT_WRITEFUNCTION, take_body);
	client_curl_set(curl, CURLOPT_WRITEDATA, exchange);
	client_curl_set(curl, CURLOPT_HEADERFUNCTION, take_header);
	client_curl_set(curl, CURLOPT_HEADERDATA, exchange);
	set_method(curl, request);
}

/* --- the answer --- */

static void read_answer(CURL *curl, struct exchange *exchange)
{
	struct client_answer *answer = exchange->answer;
	curl_off_t number;
	long status;
	char *text;

	if (curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK)
		answer->status = (int)status;
	if (curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &number) == CURLE_OK)
		answer->took = number;
	if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &number) == CURLE_OK &&
	    client_answer_header(answer, "retry-after").at)
		answer->retry_after = number;
	if (curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &text) == CURLE_OK && text)
		answer->peer = arena_str(exchange->arena, str_of(text));
	answer->body = text_str(&exchange->body);
}

/* The proxy connects where it likes: what can be said of the host is said before. RC_DENIED: it may not be asked for. */
static enum rc choose_way(struct exchange *exchange)
{
	const struct client_request *request = exchange->request;
	const struct client_guard *direct;
	struct str problem;

	if (!request->config || !config_text(request->config, "client.proxy").len)
		return RC_OK;
	if (client_guard_parse(exchange->arena, config_text(request->config, "client.direct"), false, &direct, &problem) != RC_OK)
		return FAULT("client.direct", "%.*s", STR_ARG(problem));
	exchange->is_proxied = !client_guard_lists(direct, exchange->url.host, exchange->url.port);
	if (exchange->is_proxied && request->guard &&
	    !client_guard_proxied(request->guard, exchange->url.host, exchange->url.port))
		return RC_DENIED;
	return RC_OK;
}

static enum rc denied(struct exchange *exchange)
{
	exchange->answer->failure = arena_printf(exchange->arena, "the address of %.*s is not on the list client.allow",
						 STR_ARG(exchange->url.host));
	return RC_DENIED;
}

static enum rc perform(CURL *curl, struct exchange *exchange)
{
	char reason[CURL_ERROR_SIZE] = "";
	struct client_answer *answer = exchange->answer;

	client_curl_set(curl, CURLOPT_ERRORBUFFER, reason);
	CURLcode code = curl_easy_perform(curl);
	read_answer(curl, exchange);
	if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && answer->is_cut))
		return RC_OK;
	answer->status = 0;
	if (exchange->is_denied && code == CURLE_COULDNT_CONNECT)
		return denied(exchange);
	answer->failure = arena_str(exchange->arena, str_of(reason[0] ? reason : curl_easy_strerror(code)));
	return RC_UNAVAILABLE;
}

enum rc client_send(struct arena *arena, const struct client_request *request, struct client_answer *answer)
{
	struct exchange exchange = {
		.arena = arena, .request = request, .answer = answer, .body = TEXT_IN(arena),
		.most_bytes = request->most_bytes
			? request->most_bytes
			: (size_t)client_curl_setting(request->config, "client.most_bytes", MOST_BYTES),
	};
	enum rc rc;

	*answer = (struct client_answer){.headers = ARENA_ARRAY(arena, struct client_header, MOST_HEADERS),
					 .body = STR(""), .peer = STR(""), .failure = STR(""), .retry_after = -1};
	if (client_url_parse(arena, request->url, &exchange.url) != RC_OK) {
		answer->failure = STR("not a URL of http or https");
		return RC_INVALID;
	}
	struct curl_slist *headers = header_lines(arena, request, &rc);
	if (rc != RC_OK || (request->method && !is_token(str_of(request->method)))) {
		answer->failure = STR("a header is malformed");
		curl_slist_free_all(headers);
		return RC_INVALID;
	}
	rc = choose_way(&exchange);
	if (rc != RC_OK) {
		curl_slist_free_all(headers);
		return rc == RC_DENIED ? denied(&exchange) : rc;
	}
	CURL *curl = client_curl_new();
	set_request(curl, &exchange, headers);
	rc = perform(curl, &exchange);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return rc;
}

struct str client_answer_header(const struct client_answer *answer, const char *name)
{
	for (size_t i = 0; i < answer->header_count; i++)
		if (str_is(answer->headers[i].name, name))
			return answer->headers[i].value;
	return STR_NONE;
}

struct str client_answer_type(struct arena *arena, const struct client_answer *answer)
{
	struct str rest = client_answer_header(answer, "content-type"), type;

	return str_split(&rest, ';', &type) ? arena_lower(arena, str_trim(type)) : STR("");
}
