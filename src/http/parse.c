#include "http/parse.h"

#include "http/body.h"
#include "http/cookie.h"
#include "http/host.h"
#include "http/urlencoded.h"

enum {
	LONGEST_PATH = 2048,
	LONGEST_QUERY = 8192,
	LONGEST_HEADERS = 32 * 1024,
	MOST_QUERY_PAIRS = 200,
};

struct str request_header(const struct request *rq, const char *name)
{
	return pairs_get(&rq->headers, name);
}

struct str parse_header_name(struct arena *arena, struct str cgi_name)
{
	if (!str_starts(cgi_name, STR("HTTP_")))
		return STR_NONE;
	struct str rest = str_slice(cgi_name, 5, cgi_name.len);
	char *at = arena_alloc(arena, rest.len + 1, 1);
	for (size_t i = 0; i < rest.len; i++) {
		char c = rest.at[i];
		at[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return (struct str){at, rest.len};
}

static enum method method_of(struct str name)
{
	for (int method = 0; method < METHOD_OTHER; method++)
		if (str_is(name, method_name(method)))
			return method;
	return METHOD_OTHER;
}

static bool is_clean_segment(struct str segment)
{
	if (str_is(segment, ".") || str_is(segment, ".."))
		return false;
	for (size_t i = 0; i < segment.len; i++) {
		unsigned char c = (unsigned char)segment.at[i];
		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return false;
	}
	return str_is_utf8(segment);
}

enum rc parse_path(struct arena *arena, struct str raw, struct str *out)
{
	struct text text = TEXT_IN(arena);
	struct str rest, segment;

	if (raw.len == 0 || raw.at[0] != '/')
		return RC_BAD_REQUEST;
	if (raw.len > LONGEST_PATH)
		return RC_TOO_LARGE;
	rest = str_slice(raw, 1, raw.len);
	while (str_split(&rest, '/', &segment)) {
		if (segment.len == 0 && rest.at)
			return RC_BAD_REQUEST;
		if (!urlencoded_decode(arena, segment, false, &segment) || !is_clean_segment(segment))
			return RC_BAD_REQUEST;
		text_char(&text, '/');
		text_add(&text, segment);
	}
	*out = text_str(&text);
	return RC_OK;
}

static enum rc take_uri(struct request *rq, struct str uri)
{
	struct str path;

	if (!str_split(&uri, '?', &path))
		return RC_BAD_REQUEST;
	enum rc rc = parse_path(rq->arena, path, &rq->path);
	if (rc != RC_OK || !uri.at)
		return rc;
	if (uri.len > LONGEST_QUERY)
		return RC_TOO_LARGE;
	rq->raw_query = uri;
	return urlencoded_parse(rq->arena, uri, MOST_QUERY_PAIRS, &rq->query);
}

static enum rc take_headers(struct request *rq, const struct raw_request *raw)
{
	size_t sum = 0;

	for (size_t i = 0; i < raw->headers.count; i++)
		sum += raw->headers.at[i].name.len + raw->headers.at[i].value.len;
	if (sum > LONGEST_HEADERS)
		return RC_TOO_LARGE;
	rq->headers = raw->headers;
	rq->content_type = raw->content_type;
	rq->accept_language = request_header(rq, "accept-language");
	rq->cookies = cookie_parse(rq->arena, request_header(rq, "cookie"));

	struct str host = request_header(rq, "host");
	if (!host_is_valid(host))
		return RC_BAD_REQUEST;
	rq->host = host;
	rq->is_local = host_is_local(host);
	return RC_OK;
}

static bool is_request_id(struct str id)
{
	for (size_t i = 0; i < id.len; i++) {
		char c = id.at[i];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'))
			return false;
	}
	return id.len >= 16 && id.len <= 64;
}

enum rc parse_request(struct request *rq, const struct raw_request *raw)
{
	rq->method = method_of(raw->method);
	rq->is_https = str_equal_nocase(raw->https, STR("on")) || str_equal_nocase(raw->scheme, STR("https"));
	rq->sendfile = raw->sendfile;
	rq->has_session_elsewhere = str_is(raw->has_session, "1");
	rq->address = raw->address.len > 0 ? raw->address : STR_NONE;
	rq->remote_user = raw->remote_user.len > 0 ? raw->remote_user : STR_NONE;
	if (is_request_id(raw->id))
		rq->id = arena_cstr(rq->arena, raw->id);

	enum rc rc = take_uri(rq, raw->uri);
	enum rc headers = take_headers(rq, raw);
	if (rc == RC_OK)
		rc = headers;
	if (rc == RC_OK && rq->unread) {
		rq->unread->length = -1;
		if (raw->content_length.len > 0 &&
		    !str_to_int(raw->content_length, 0, INT64_MAX, &rq->unread->length))
			rc = RC_BAD_REQUEST;
	}
	return rc;
}
