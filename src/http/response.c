#include "http/response.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "http/compress.h"
#include "http/form.h"
#include "http/server.h"

/*
 * Nothing from elsewhere, nothing inline, no frames; scripts may not build markup from text (Trusted Types).
 */
static const char strict_policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
	"font-src 'self'; connect-src 'self'; media-src 'self'; worker-src 'self'; manifest-src 'self'; "
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";
/* For files that people sent us and that are shown in the browser: no script, no origin. */
static const char file_policy[] = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";
/* The browser's own PDF viewer does not start in a sandbox. */
static const char pdf_policy[] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

static const char no_permissions[] =
	"accelerometer=(), autoplay=(), camera=(self), display-capture=(), encrypted-media=(), "
	"fullscreen=(self), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
static const char no_permissions_at_all[] =
	"accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
	"geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/* Bytes of a page, so that few of them are copied while it grows. */
enum { USUAL_PAGE = 64 * 1024 };

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{200, "OK"},
	{201, "Created"},
	{202, "Accepted"},
	{204, "No Content"},
	{303, "See Other"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{406, "Not Acceptable"},
	{409, "Conflict"},
	{410, "Gone"},
	{412, "Precondition Failed"},
	{413, "Content Too Large"},
	{415, "Unsupported Media Type"},
	{422, "Unprocessable Content"},
	{423, "Locked"},
	{428, "Precondition Required"},
	{429, "Too Many Requests"},
	{500, "Internal Server Error"},
	{503, "Service Unavailable"},
};

static const char *reason_of(int status)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Other";
}

void response_header(struct response *rs, const char *name, struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		assert(value.at[i] != '\r' && value.at[i] != '\n' && value.at[i] != '\0');
	text_cstr(&rs->headers, name);
	text_cstr(&rs->headers, ": ");
	text_add(&rs->headers, value);
	text_cstr(&rs->headers, "\r\n");
}

static bool is_secure(const struct request *rq)
{
	return rq->is_https || rq->is_local;
}

void response_cookie(struct request *rq, struct response *rs, const char *name, struct str value,
		     int64_t max_age)
{
	struct text line = TEXT_IN(rq->arena);

	assert(!rq->program->is_anonymous);
	text_printf(&line, "%s%s=", is_secure(rq) ? "__Host-" : "", name);
	text_add(&line, value);
	text_cstr(&line, "; Path=/; HttpOnly; SameSite=Lax");
	if (is_secure(rq))
		text_cstr(&line, "; Secure");
	if (max_age >= 0)
		text_printf(&line, "; Max-Age=%lld", (long long)max_age);
	response_header(rs, "Set-Cookie", text_str(&line));
}

struct str request_cookie(const struct request *rq, const char *name)
{
	/* Over TLS only the protected name counts: a neighbour on a sister host can set the plain one. */
	struct str host_name = arena_printf(rq->arena, "__Host-%s", name);
	struct str value = pairs_get(&rq->cookies, host_name.at);

	return value.at || rq->is_https ? value : pairs_get(&rq->cookies, name);
}

static void done(struct response *rs, int status, const char *type)
{
	if (rs->status == 0)
		rs->status = status;
	rs->type = type;
	rs->is_done = true;
}

struct str rq_assets(const struct request *rq)
{
	return rq->server->assets;
}

static void add_page_members(struct request *rq, struct view *page)
{
	view_cstr(page, "locale", catalogue_locale(rq->catalogue));
	view_cstr(page, "request_id", rq->id);
	view_text(page, "assets", rq_assets(rq));
	view_text(page, "anonymous_url", rq->server->anonymous_url);
	view_text(page, "path", rq->path);
	if (rq->csrf.at)
		view_text(page, "csrf", rq->csrf);
	view_flag(page, "has_problems", rq->problem_count > 0);
	struct view_list *list = view_list(page, "problems");
	for (size_t i = 0; i < rq->problem_count; i++) {
		struct view *problem = view_add(list);
		view_text(problem, "message", rq->problems[i].message);
		if (rq->problems[i].field[0])
			view_text(problem, "id", form_field_id(rq->arena, "", rq->problems[i].field));
	}
	if (rq->program->decorate)
		rq->program->decorate(rq, page);
}

enum rc respond_page(struct request *rq, struct response *rs, const char *name, struct view *page)
{
	const struct view_style style = {.zone = rq->zone, .catalogue = rq->catalogue};

	/* A program asked: what the page says of the input is in the problems. */
	if (rq->api) {
		rs->is_page = true;
		done(rs, 200, NULL);
		return RC_OK;
	}
	assert(rq->server);
	add_page_members(rq, page);
	text_reserve(&rs->body, USUAL_PAGE);
	enum rc rc = template_render(rq->server->templates, name, page, &style, &rs->body);
	if (rc == RC_OK)
		done(rs,
		     method_changes(rq->method) && rq->problem_count > 0 ? rc_http_status(RC_INVALID) : 200,
		     "text/html; charset=utf-8");
	return rc;
}

enum rc request_render(struct request *rq, const char *name, const struct view *root, const struct catalogue *catalogue,
		       struct str *out)
{
	const struct view_style style = {.zone = rq->zone, .catalogue = catalogue};
	struct text text = TEXT_IN(rq->arena);
	enum rc rc = template_render(rq->server->templates, name, root, &style, &text);

	if (rc == RC_OK)
		*out = text_str(&text);
	return rc;
}

bool path_is_own(struct str path)
{
	if (path.len == 0 || path.at[0] != '/')
		return false;
	/* "//host" and "/\host" lead elsewhere. */
	if (path.len > 1 && (path.at[1] == '/' || path.at[1] == '\\'))
		return false;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.at[i] <= ' ' || path.at[i] == 0x7f || path.at[i] == '\\')
			return false;
	return true;
}

enum rc respond_redirect(struct request *rq, struct response *rs, struct str path)
{
	struct text location = TEXT_IN(rq->arena);

	if (!path_is_own(path))
		return FAULT("response.redirect", "not a path of our own");
	rs->location = path;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.at[i] < 0x80)
			text_char(&location, path.at[i]);
		else
			text_url(&location, str_slice(path, i, 1));
	response_header(rs, "Location", text_str(&location));
	done(rs, 303, NULL);
	return RC_OK;
}

enum rc respond_elsewhere(struct request *rq, struct response *rs, struct str url)
{
	(void)rq;
	if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
		return FAULT("response.elsewhere", "no address");
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.at[i] <= ' ' || (unsigned char)url.at[i] >= 0x7f)
			return FAULT("response.elsewhere", "not a clean address");
	response_header(rs, "Location", url);
	rs->cache = "no-store";
	done(rs, 303, NULL);
	return RC_OK;
}

enum rc respond_json(struct request *rq, struct response *rs, struct str json)
{
	(void)rq;
	text_add(&rs->body, json);
	done(rs, 200, "application/json");
	return RC_OK;
}

enum rc respond_nothing(struct request *rq, struct response *rs)
{
	(void)rq;
	done(rs, 204, NULL);
	return RC_OK;
}

/* RFC 6266: an ASCII name for old clients, the real one beside it. */
static void disposition(struct request *rq, struct response *rs, struct str file_name, bool is_inline)
{
	struct text line = TEXT_IN(rq->arena);

	text_cstr(&line, is_inline ? "inline" : "attachment");
	text_cstr(&line, "; filename=\"");
	for (size_t i = 0; i < file_name.len; i++) {
		char c = file_name.at[i];
		bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '%' && c != '/';
		text_char(&line, is_plain ? c : '_');
	}
	text_cstr(&line, "\"; filename*=UTF-8''");
	text_url(&line, file_name);
	response_header(rs, "Content-Disposition", text_str(&line));
}

enum rc respond_bytes(struct request *rq, struct response *rs, const char *type, struct str file_name,
		      struct str bytes)
{
	if (file_name.len > 0)
		disposition(rq, rs, file_name, false);
	text_add(&rs->body, bytes);
	done(rs, 200, type);
	return RC_OK;
}

enum rc respond_stream(struct request *rq, struct response *rs, const char *type, struct str file_name,
		       response_stream *stream, void *closure)
{
	if (file_name.len > 0)
		disposition(rq, rs, file_name, false);
	rs->stream = stream;
	rs->stream_closure = closure;
	done(rs, 200, type);
	return RC_OK;
}

struct open_file {
	int fd;
};

static void close_file(void *resource)
{
	const struct open_file *file = resource;

	close(file->fd);
}

static enum rc stream_file(void *closure, response_write *write, void *sink)
{
	const struct open_file *file = closure;
	char bytes[64 * 1024];
	enum rc rc = RC_OK;
	ssize_t got = 0;

	while (rc == RC_OK && (got = read(file->fd, bytes, sizeof bytes)) > 0)
		rc = write(sink, (struct str){bytes, (size_t)got});
	return rc == RC_OK && got < 0 ? FAULT("response.file", "errno=%d", errno) : rc;
}

/* Without a web server that sends files: we read it ourselves. */
static enum rc send_file(struct request *rq, struct response *rs, struct str path)
{
	struct open_file *file = ARENA_NEW(rq->arena, struct open_file);
	struct stat st;

	file->fd = open(path.at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (file->fd < 0)
		return errno == ENOENT ? RC_NOT_FOUND : FAULT("response.file", "errno=%d", errno);
	arena_defer(rq->arena, close_file, file);
	if (fstat(file->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return RC_NOT_FOUND;
	response_header(rs, "Content-Length", arena_printf(rq->arena, "%lld", (long long)st.st_size));
	rs->stream = stream_file;
	rs->stream_closure = file;
	return RC_OK;
}

enum rc respond_file(struct request *rq, struct response *rs, struct str path_below_var, const char *type,
		     struct str file_name, bool is_inline)
{
	struct str path =
		arena_printf(rq->arena, "%.*s/%.*s", STR_ARG(rq->server->var), STR_ARG(path_below_var));
	enum rc rc = RC_OK;

	if (str_is(rq->sendfile, "accel")) {
		struct text uri = TEXT_IN(rq->arena);
		struct str rest = path_below_var, segment;
		while (str_split(&rest, '/', &segment)) {
			text_char(&uri, '/');
			text_url(&uri, segment);
		}
		response_header(rs, "X-Accel-Redirect", text_str(&uri));
	} else if (str_is(rq->sendfile, "xsendfile")) {
		response_header(rs, "X-Sendfile", path);
	} else {
		rc = send_file(rq, rs, path);
	}
	if (rc != RC_OK)
		return rc;
	rs->is_sent_elsewhere = !rs->stream;
	disposition(rq, rs, file_name, is_inline);
	rs->policy = str_is(str_of(type), "application/pdf") ? pdf_policy : file_policy;
	done(rs, 200, type);
	return RC_OK;
}

/*
 * Weak, because the web server may compress the body on its way; that of a version is strong, to be sent back as
 * If-Match by who changes it.
 */
static bool is_unchanged(struct request *rq, struct response *rs)
{
	unsigned char hash[16];
	char text[2 * sizeof hash + 1];

	crypto_generichash(hash, sizeof hash, (const unsigned char *)rs->body.at, rs->body.len, NULL, 0);
	sodium_bin2hex(text, sizeof text, hash, sizeof hash);
	const long long version = rs->version == RESPONSE_DEFAULTS ? 0 : (long long)rs->version;
	struct str tag = rs->version ? arena_printf(rq->arena, "\"%lld-%.16s\"", version, text)
				     : arena_printf(rq->arena, "\"%s\"", text);
	text_printf(&rs->headers, "ETag: %s%.*s\r\n", rs->version ? "" : "W/", STR_ARG(tag));
	struct str wanted = request_header(rq, "if-none-match");
	return str_find(wanted, tag) >= 0;
}

/* Shorter ones fit into a packet as they are. */
enum { COMPRESSED_LEAST = 1000 };

/* Nothing of the anonymous door is compressed: how long an answer is must not tell what it repeats. */
static void compress(struct request *rq, struct response *rs)
{
	const struct str type = str_of(rs->type);

	if (rs->stream || rq->program->is_anonymous || rs->body.len < COMPRESSED_LEAST ||
	    !(str_starts(type, STR("text/html")) || str_starts(type, STR("application/json"))))
		return;
	response_header(rs, "Vary", STR("Accept-Encoding"));
	if (!compress_is_accepted(request_header(rq, "accept-encoding")))
		return;
	struct text packed = TEXT_IN(rq->arena);
	if (!compress_gzip(text_str(&rs->body), &packed))
		return;
	rs->body = packed;
	response_header(rs, "Content-Encoding", STR("gzip"));
}

static void add_security_headers(const struct request *rq, struct response *rs)
{
	const bool is_anonymous = rq->program->is_anonymous;

	response_header(rs, "Content-Security-Policy", str_of(rs->policy ? rs->policy : strict_policy));
	response_header(rs, "X-Content-Type-Options", STR("nosniff"));
	response_header(rs, "Referrer-Policy", is_anonymous ? STR("no-referrer") : STR("same-origin"));
	response_header(rs, "Permissions-Policy",
			str_of(is_anonymous ? no_permissions_at_all : no_permissions));
	response_header(rs, "Cross-Origin-Opener-Policy", STR("same-origin"));
	response_header(rs, "Cross-Origin-Resource-Policy", STR("same-origin"));
	if (rq->is_https)
		response_header(rs, "Strict-Transport-Security", STR("max-age=31536000"));
}

struct str response_head(struct request *rq, struct response *rs)
{
	const bool is_private = rq->viewer || rq->program->is_anonymous || method_changes(rq->method);
	const char *cache = rs->cache ? rs->cache : is_private ? "no-store" : "no-cache";
	const bool may_match = rs->status == 200 && !method_changes(rq->method) && !rs->stream &&
			       rs->body.len > 0 && (!is_private || request_wants_json(rq));
	struct text head = TEXT_IN(rq->arena);

	if ((may_match || (rs->version && rs->status < 300)) && is_unchanged(rq, rs) && may_match) {
		rs->status = 304;
		rs->type = NULL;
		rs->body.len = 0;
	}
	compress(rq, rs);
	add_security_headers(rq, rs);
	response_header(rs, "Cache-Control", str_of(cache));
	if (rs->type)
		response_header(rs, "Content-Type", str_of(rs->type));
	if (!rs->stream && !rs->is_sent_elsewhere && rs->status != 204 && rs->status != 304)
		response_header(rs, "Content-Length", arena_printf(rq->arena, "%zu", rs->body.len));
	text_printf(&head, "Status: %d %s\r\n", rs->status, reason_of(rs->status));
	text_add(&head, text_str(&rs->headers));
	text_cstr(&head, "\r\n");
	return text_str(&head);
}
