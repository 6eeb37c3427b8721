#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client.h"

static char folder[] = "/tmp/muster-program-XXXXXX";
static struct client client;
static struct arena *process;

/* What the hooks shall answer in the present test, and what was called. */
static struct hooks {
	enum rc identify, authorise, csrf, handler;
	char order[100];
} hooks;

struct viewer {
	int unused;
};
static const struct viewer somebody = {0};

static void note(const char *what)
{
	strncat(hooks.order, what, sizeof hooks.order - strlen(hooks.order) - 1);
}

static enum rc identify(struct request *rq)
{
	note("identify ");
	rq->viewer = str_is(request_cookie(rq, "session"), "good") ? &somebody : NULL;
	return hooks.identify;
}

static enum rc authorise(const struct request *rq, int needs)
{
	note("authorise ");
	assert_int_equal(needs, 42);
	return rq->viewer ? hooks.authorise : RC_UNAUTHENTICATED;
}

static enum rc check_csrf(const struct request *rq)
{
	note("csrf ");
	assert_true(method_changes(rq->method));
	return hooks.csrf;
}

static void decorate(struct request *rq, struct view *page)
{
	view_cstr(page, "who", rq->viewer ? "somebody" : "nobody");
}

static enum rc page(struct request *rq, struct response *rs)
{
	struct view *view = view_new(rq->arena);

	note("handler ");
	view_text(view, "id", param(rq, "id"));
	return hooks.handler == RC_OK ? respond_page(rq, rs, "page", view) : hooks.handler;
}

static enum rc form(struct request *rq, struct response *rs)
{
	note("handler ");
	if (pairs_has(&rq->form, "wrong")) {
		problem_add(rq, "wrong", "It is wrong.");
		return page(rq, rs);
	}
	return respond_redirect(rq, rs, STR("/done?x=1"));
}

static enum rc invalid(struct request *rq, struct response *rs)
{
	(void)rs;
	problem_add(rq, "title", "Say what happened.");
	return problem_add(rq, "people.0.name", "Who \"was\" it?");
}

static enum rc cookies(struct request *rq, struct response *rs)
{
	response_cookie(rq, rs, "session", STR("new"), 3600);
	response_cookie(rq, rs, "old", STR(""), 0);
	return respond_nothing(rq, rs);
}

static enum rc raw_body(struct request *rq, struct response *rs)
{
	return respond_json(rq, rs, rq->body);
}

static enum rc upload(struct request *rq, struct response *rs)
{
	struct upload *photo = upload_find(rq, "photo");
	struct stat st;

	if (!photo)
		return RC_NOT_FOUND;
	assert_int_equal(stat(arena_cstr(rq->arena, photo->path), &st), 0);
	assert_int_equal(st.st_size, photo->size);
	if (pairs_has(&rq->form, "take") &&
	    upload_take(photo, arena_printf(rq->arena, "%s/taken", folder)) != RC_OK)
		return RC_FAULT;
	return respond_bytes(rq, rs, "text/plain", STR("ä\"1\".txt"), photo->file_name);
}

static enum rc silent(struct request *rq, struct response *rs)
{
	(void)rq;
	(void)rs;
	return RC_OK;
}

static enum rc file(struct request *rq, struct response *rs)
{
	return respond_file(rq, rs, STR("files/ab/c d"), "image/png", STR("x.png"), true);
}

static enum rc away(struct request *rq, struct response *rs)
{
	return respond_redirect(rq, rs, pairs_get(&rq->query, "next"));
}

static const struct route routes[] = {
	{METHOD_GET, "/open/{id}", 0, ROUTE_PUBLIC, page, "a public page"},
	{METHOD_POST, "/open", 0, ROUTE_PUBLIC, form, "a public form"},
	{METHOD_GET, "/closed", 42, 0, page, "for somebody"},
	{METHOD_POST, "/closed", 42, 0, form, "for somebody"},
	{METHOD_GET, "/spool", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, page, "Report while the database is away"},
	{METHOD_POST, "/limited", 0, ROUTE_PUBLIC | ROUTE_LIMITED, form, "limited"},
	{METHOD_POST, "/machine", 0, ROUTE_PUBLIC | ROUTE_NO_CSRF | ROUTE_BODY, raw_body, "JSON"},
	{METHOD_POST, "/invalid", 0, ROUTE_PUBLIC, invalid, "always wrong"},
	{METHOD_POST, "/upload", 42, ROUTE_UPLOAD, upload, "a file"},
	{METHOD_GET, "/cookies", 0, ROUTE_PUBLIC, cookies, "cookies"},
	{METHOD_GET, "/silent", 0, ROUTE_PUBLIC, silent, "no answer"},
	{METHOD_GET, "/file", 0, ROUTE_PUBLIC, file, "a file of ours"},
	{METHOD_GET, "/away", 0, ROUTE_PUBLIC, away, "redirects"},
	{METHOD_GET, "/api/things", 42, 0, page, "machine"},
	ROUTE_END,
};
static const struct route *const tables[] = {routes, NULL};
static const struct program program = {
	.name = "test",
	.routes = tables,
	.identify = identify,
	.authorise = authorise,
	.check_csrf = check_csrf,
	.decorate = decorate,
};
static const struct program anonymous = {.name = "anonymous", .routes = tables, .is_anonymous = true};

static void write_file(const char *name, const char *content)
{
	struct str path = arena_printf(process, "%s/%s", folder, name);
	FILE *out = fopen(path.at, "w");

	assert_non_null(out);
	assert_true(fputs(content, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static int open_server(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	process = arena_new(0);
	struct str errors = arena_printf(process, "%s/error", folder),
		   uploads = arena_printf(process, "%s/upload", folder);
	if (mkdir(errors.at, 0700) != 0 || mkdir(uploads.at, 0700) != 0)
		return -1;
	write_file("page.mustache",
		   "page {{id}} for {{who}}{{#problems}} [{{id}}: {{message}}]{{/problems}}");
	write_file("error/page.mustache",
		   "error {{status}} {{title}} {{request_id}}{{#works}} ({{path}} {{label}}){{/works}}");
	client.server = (struct server){
		.var = str_of(folder),
		.templates = templates_open(str_of(folder)),
		.limits = {.form = 2000,
			   .file = 1000,
			   .files = 1500,
			   .fields = 10,
			   .file_count = 2,
			   .upload_folder = uploads},
		.most_per_address = 2,
		.most_per_site = 3,
	};
	struct str counts = arena_printf(process, "%s/limit", folder);
	return limit_open(process, counts, &client.server.limit) == RC_OK ? 0 : -1;
}

static int close_server(void **state)
{
	static const char *const names[] = {"page.mustache", "error/page.mustache", "limit", "taken"};
	(void)state;

	arena_free(client.arena);
	templates_close(client.server.templates);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(arena_printf(process, "%s/%s", folder, names[i]).at);
	rmdir(arena_printf(process, "%s/error", folder).at);
	rmdir(arena_printf(process, "%s/upload", folder).at);
	int left = rmdir(folder);
	arena_free(process);
	return left;
}

static int reset(void **state)
{
	(void)state;
	memset(&hooks, 0, sizeof hooks);
	client.server.program = &program;
	client.server.is_db_away = false;
	client.server.hosts = STR_NONE;
	return router_compile(process, tables, &client.server.router) == RC_OK ? 0 : -1;
}

static void test_page(void **state)
{
	(void)state;
	assert_int_equal(client_get(&client, "/open/a%3Cb"), 200);
	assert_string_equal(client_text(&client).at, "page a&lt;b for nobody");
	assert_true(str_is(client_line(&client, "Status"), "200 OK"));
	assert_true(str_is(client_line(&client, "Content-Type"), "text/html; charset=utf-8"));
	assert_true(str_is(client_line(&client, "Content-Length"), "22"));
	assert_true(str_ends(client.head, STR("\r\n\r\n")));
	assert_string_equal(hooks.order, "identify handler ");
}

static void test_security_headers(void **state)
{
	static const char *const always[] = {
		"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
		"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control",
	};
	static const char *const uris[] = {"/open/1", "/none", "/..", "/silent", "/cookies"};
	(void)state;

	for (size_t u = 0; u < sizeof uris / sizeof *uris; u++) {
		client_get(&client, uris[u]);
		for (size_t i = 0; i < sizeof always / sizeof *always; i++)
			assert_non_null(client_line(&client, always[i]).at);
	}
	client_get(&client, "/open/1");
	struct str policy = client_line(&client, "Content-Security-Policy");
	assert_true(str_find(policy, STR("default-src 'none'")) == 0);
	assert_true(str_find(policy, STR("require-trusted-types-for 'script'")) > 0);
	assert_true(str_find(policy, STR("unsafe")) < 0);
	assert_null(client_line(&client, "Strict-Transport-Security").at);
	client_begin(&client, "GET", "/open/1");
	client.raw.https = STR("on");
	client_send(&client);
	assert_non_null(client_line(&client, "Strict-Transport-Security").at);
}

static void test_routing(void **state)
{
	(void)state;
	assert_int_equal(client_get(&client, "/nothing"), 404);
	assert_non_null(strstr(client_text(&client).at, "error 404"));
	client_begin(&client, "DELETE", "/closed");
	assert_int_equal(client_send(&client), 405);
	assert_true(str_is(client_line(&client, "Allow"), "GET, HEAD, POST"));
	client_begin(&client, "TRACE", "/closed");
	assert_int_equal(client_send(&client), 405);
	assert_int_equal(client_get(&client, "/open/../closed"), 400);
	assert_int_equal(client_get(&client, "/silent"), 500);
	assert_non_null(strstr(client_text(&client).at, "00000000-0000-7000-8000-000000000000"));
	client_begin(&client, "HEAD", "/open/7");
	assert_int_equal(client_send(&client), 200);
}

static void test_order_of_refusals(void **state)
{
	(void)state;
	hooks.identify = RC_UNAVAILABLE;
	assert_int_equal(client_get(&client, "/closed"), 503);
	assert_string_equal(hooks.order, "identify ");
	client.server.is_db_away = false;

	hooks = (struct hooks){0};
	assert_int_equal(client_get(&client, "/closed"), 401);
	assert_string_equal(hooks.order, "identify authorise ");

	hooks = (struct hooks){.csrf = RC_DENIED};
	client_begin(&client, "POST", "/closed");
	client_header(&client, "cookie", "__Host-session=good");
	assert_int_equal(client_send(&client), 403);
	assert_string_equal(hooks.order, "identify authorise csrf ");

	hooks = (struct hooks){.authorise = RC_NOT_FOUND};
	client_begin(&client, "GET", "/closed");
	client_header(&client, "cookie", "session=good");
	assert_int_equal(client_send(&client), 404);

	hooks = (struct hooks){0};
	client_begin(&client, "POST", "/closed");
	client_header(&client, "cookie", "__Host-session=good");
	assert_int_equal(client_send(&client), 303);
	assert_string_equal(hooks.order, "identify authorise csrf handler ");
	assert_true(str_is(client_line(&client, "Location"), "/done?x=1"));
	assert_true(str_is(client_line(&client, "Cache-Control"), "no-store"));
}

static void test_other_origins(void **state)
{
	static const struct { const char *name, *value; int status; } origins[] = {
		{"sec-fetch-site", "same-origin", 303}, {"sec-fetch-site", "none", 303},
		{"sec-fetch-site", "cross-site", 403},  {"sec-fetch-site", "same-site", 403},
		{"origin", "http://localhost", 303},    {"origin", "null", 303},
		{"origin", "http://evil.example", 403}, {"origin", "localhost", 403},
	};
	(void)state;

	for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
		client_begin(&client, "POST", "/open");
		client_header(&client, origins[i].name, origins[i].value);
		assert_int_equal(client_send(&client), origins[i].status);
	}
	client_begin(&client, "POST", "/machine");
	client_header(&client, "origin", "http://other.example");
	client_body(&client, "application/json", STR("[]"));
	assert_int_equal(client_send(&client), 200);
}

static void test_problems(void **state)
{
	(void)state;
	assert_int_equal(client_post(&client, "/open", "wrong=1"), 422);
	assert_string_equal(client_text(&client).at, "page  for nobody [f-wrong: It is wrong.]");
	assert_int_equal(client_post(&client, "/invalid", "a=1"), 422);
	assert_non_null(strstr(client_text(&client).at, "error 422"));

	client_begin(&client, "POST", "/invalid");
	client_header(&client, "accept", "application/json");
	assert_int_equal(client_send(&client), 422);
	assert_true(str_is(client_line(&client, "Content-Type"), "application/problem+json"));
	assert_non_null(
		strstr(client_text(&client).at,
		       "\"status\":422,\"detail\":\"Nothing was saved "
		       "yet.\",\"code\":\"invalid\",\"request_id\":\"00000000-0000-7000-8000-"
		       "000000000000\",\"errors\":[{\"detail\":\"Say what happened.\",\"pointer\":\"/title\",\"parameter\":null},"
		       "{\"detail\":\"Who \\\"was\\\" it?\",\"pointer\":\"/people/0/name\",\"parameter\":null}]}"));

	assert_int_equal(client_get(&client, "/api/things"), 401);
	assert_true(str_is(client_line(&client, "WWW-Authenticate"), "Bearer"));
	assert_true(str_is(client_line(&client, "Content-Type"), "application/problem+json"));
}

static void test_bodies(void **state)
{
	(void)state;
	char large[3000];

	memset(large, 'x', sizeof large);
	client_begin(&client, "POST", "/open");
	client_body(&client, "application/x-www-form-urlencoded", (struct str){large, sizeof large});
	assert_int_equal(client_send(&client), 413);
	/* Without a declared length the limit counts all the same. */
	client_begin(&client, "POST", "/open");
	client_body(&client, "application/x-www-form-urlencoded", (struct str){large, sizeof large});
	client.raw.content_length = STR_NONE;
	assert_int_equal(client_send(&client), 413);

	client_begin(&client, "POST", "/open");
	client_body(&client, "application/x-www-form-urlencoded; charset=utf-8", STR("wrong=1"));
	client.raw.content_length = STR_NONE;
	client.sent_step = 1;
	assert_int_equal(client_send(&client), 422);
	/* Less than was declared: the sender broke off. */
	client_begin(&client, "POST", "/open");
	client_body(&client, "application/x-www-form-urlencoded", STR("a=1"));
	client.raw.content_length = STR("10");
	assert_int_equal(client_send(&client), 400);

	assert_int_equal(client_post(&client, "/open", "a=%zz"), 400);
	assert_int_equal(client_post(&client, "/open", "1&2&3&4&5&6&7&8&9&10&11"), 413);
	client_begin(&client, "POST", "/open");
	client_body(&client, "application/json", STR("{}"));
	assert_int_equal(client_send(&client), 415);
	client_begin(&client, "POST", "/open");
	client_body(&client, "multipart/form-data; boundary=x", STR("--x--"));
	assert_int_equal(client_send(&client), 415);
	client_begin(&client, "POST", "/machine");
	client_body(&client, "application/json", STR("{\"a\":1}"));
	assert_int_equal(client_send(&client), 200);
	assert_string_equal(client_text(&client).at, "{\"a\":1}");
}

static int uploads_left(void)
{
	DIR *dir = opendir(arena_printf(process, "%s/upload", folder).at);
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

#define FILE_PART(name, file, content)                                                          \
	"--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n" \
	"Content-Type: image/png\r\n\r\n" content "\r\n"
#define FIELD_PART(name, value) \
	"--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static int send_upload(const char *body)
{
	client_begin(&client, "POST", "/upload");
	client_header(&client, "cookie", "__Host-session=good");
	client_body(&client, "multipart/form-data; boundary=XyZ", str_of(body));
	return client_send(&client);
}

static void test_upload(void **state)
{
	(void)state;
	assert_int_equal(send_upload(FILE_PART("photo", "C:\\dir\\p.png", "PNG") "--XyZ--"), 200);
	assert_string_equal(client_text(&client).at, "p.png");
	assert_true(str_is(client_line(&client, "Content-Disposition"),
			   "attachment; filename=\"___1_.txt\"; filename*=UTF-8''%C3%A4%221%22.txt"));
	assert_int_equal(uploads_left(), 1);
	client_get(&client, "/open/1");
	assert_int_equal(uploads_left(), 0);

	assert_int_equal(send_upload(FILE_PART("photo", "p.png", "PNG") FIELD_PART("take", "1") "--XyZ--"),
			 200);
	client_get(&client, "/open/1");
	assert_int_equal(access(arena_printf(client.arena, "%s/taken", folder).at, R_OK), 0);

	assert_int_equal(send_upload(FILE_PART("photo", "", "") "--XyZ--"), 404);
	assert_int_equal(send_upload(FILE_PART("photo", "p", "x") FILE_PART("b", "b", "x")
					     FILE_PART("c", "c", "x") "--XyZ--"),
			 413);
	struct text large = TEXT_IN(process);
	text_cstr(&large, "--XyZ\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p\"\r\n\r\n");
	for (int i = 0; i < 1001; i++)
		text_char(&large, 'x');
	text_cstr(&large, "\r\n--XyZ--");
	assert_int_equal(send_upload(text_str(&large).at), 413);
	assert_int_equal(send_upload(FILE_PART("photo", "p", "x")), 400);
	client_get(&client, "/open/1");
	assert_int_equal(uploads_left(), 0);
}

/* Nobody may fill the disk before it is known who sends. */
static void test_upload_of_nobody(void **state)
{
	(void)state;
	client_begin(&client, "POST", "/upload");
	client_body(&client, "multipart/form-data; boundary=XyZ",
		    STR(FILE_PART("photo", "p", "x") "--XyZ--"));
	assert_int_equal(client_send(&client), 401);
	assert_int_equal(client.rq.upload_count, 0);
}

static void test_anonymous_upload_stays_in_memory(void **state)
{
	struct body_limits before = client.server.limits;
	(void)state;

	client.server.limits.upload_folder = STR_NONE;
	assert_int_equal(send_upload(FILE_PART("photo", "p.png", "PNG") FIELD_PART("take", "1") "--XyZ--"),
			 200);
	assert_int_equal(uploads_left(), 0);
	char content[4] = "";
	assert_int_equal(pread(upload_fd(upload_find(&client.rq, "photo")), content, 3, 0), 3);
	assert_string_equal(content, "PNG");
	client.server.limits = before;
}

static void test_cookies(void **state)
{
	(void)state;
	client_get(&client, "/cookies");
	assert_true(str_find(client.head,
			     STR("Set-Cookie: __Host-session=new; Path=/; HttpOnly; SameSite=Lax; Secure; "
				 "Max-Age=3600\r\n")) > 0);
	assert_true(str_find(client.head, STR("Set-Cookie: __Host-old=; Path=/; HttpOnly; SameSite=Lax; "
					      "Secure; Max-Age=0\r\n")) > 0);
	assert_int_equal(client.rs.status, 204);
	assert_null(client_line(&client, "Content-Length").at);

	client_begin(&client, "GET", "/cookies");
	client.raw.headers.at[0].value = STR("muster.example.com");
	client_send(&client);
	assert_true(
		str_find(client.head,
			 STR("Set-Cookie: session=new; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600\r\n")) >
		0);

	/* A cookie without the prefix may come from a neighbouring host: over TLS it does not count. */
	client_begin(&client, "GET", "/closed");
	client.raw.https = STR("on");
	client_header(&client, "cookie", "session=good");
	assert_int_equal(client_send(&client), 401);
}

static void test_compressed(void **state)
{
	char words[1200] = "";
	(void)state;

	for (size_t i = 0; i + 1 < sizeof words; i++)
		words[i] = (char)('a' + i % 7);
	const char *uri = arena_printf(process, "/open/%s", words).at;
	assert_int_equal(client_get(&client, uri), 200);
	assert_null(client_line(&client, "Content-Encoding").at);
	assert_true(str_is(client_line(&client, "Vary"), "Accept-Encoding"));
	client_begin(&client, "GET", uri);
	client_header(&client, "accept-encoding", "br, gzip");
	assert_int_equal(client_send(&client), 200);
	assert_true(str_is(client_line(&client, "Content-Encoding"), "gzip"));
	assert_true(client_text(&client).len < 200);
	assert_true(str_starts(client_text(&client), STR("\x1f\x8b")));
	assert_true(str_is(client_line(&client, "Content-Length"),
			   arena_printf(process, "%zu", client_text(&client).len).at));
	/* What it repeats of a request would show in its length. */
	client.server.program = &anonymous;
	client_begin(&client, "GET", uri);
	client_header(&client, "accept-encoding", "gzip");
	assert_int_equal(client_send(&client), 200);
	assert_null(client_line(&client, "Content-Encoding").at);
}

static void test_etag(void **state)
{
	(void)state;
	client_get(&client, "/open/1");
	struct str tag = arena_str(process, client_line(&client, "ETag"));
	assert_true(str_starts(tag, STR("W/\"")));
	assert_true(str_is(client_line(&client, "Cache-Control"), "no-cache"));
	client_begin(&client, "GET", "/open/1");
	client_header(&client, "if-none-match", tag.at);
	assert_int_equal(client_send(&client), 304);
	assert_int_equal(client_text(&client).len, 0);
	client_begin(&client, "GET", "/open/2");
	client_header(&client, "if-none-match", tag.at);
	assert_int_equal(client_send(&client), 200);

	client_begin(&client, "GET", "/closed");
	client_header(&client, "cookie", "__Host-session=good");
	assert_int_equal(client_send(&client), 200);
	assert_null(client_line(&client, "ETag").at);
	assert_true(str_is(client_line(&client, "Cache-Control"), "no-store"));
}

static void test_limited(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		client_begin(&client, "POST", "/limited");
		client.raw.address = STR("192.0.2.1");
		assert_int_equal(client_send(&client), i < 2 ? 303 : 429);
	}
	assert_non_null(client_line(&client, "Retry-After").at);
	client_begin(&client, "POST", "/limited");
	client.raw.address = STR("192.0.2.2");
	assert_int_equal(client_send(&client), 303);
	/* Without an address the site as a whole is counted. */
	for (int i = 0; i < 4; i++)
		assert_int_equal(client_post(&client, "/limited", ""), i < 3 ? 303 : 429);
}

static void test_database_away(void **state)
{
	(void)state;
	hooks.identify = RC_UNAVAILABLE;
	assert_int_equal(client_get(&client, "/spool"), 200);
	assert_int_equal(client_get(&client, "/open/1"), 503);
	assert_true(client.server.is_db_away);
	assert_non_null(client_line(&client, "Retry-After").at);
	assert_non_null(strstr(client_text(&client).at, "(/spool Report while the database is away)"));
}

static void test_hosts(void **state)
{
	(void)state;
	client.server.hosts = STR("muster.example.com, localhost");
	assert_int_equal(client_get(&client, "/open/1"), 200);
	client_begin(&client, "GET", "/open/1");
	client.raw.headers.at[0].value = STR("evil.example");
	assert_int_equal(client_send(&client), 400);
	client_begin(&client, "GET", "/open/1");
	client.raw.headers.at[0].value = STR("a\r\nb");
	assert_int_equal(client_send(&client), 400);
}

static void test_redirects_stay_here(void **state)
{
	static const char *const bad[] = {
		"//evil.example", "https://evil.example", "/\\evil", "", "x", "/a%0d%0ab", "/%09/evil"};
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		client_begin(&client, "GET", arena_printf(process, "/away?next=%s", bad[i]).at);
		assert_int_equal(client_send(&client), 500);
		assert_null(client_line(&client, "Location").at);
	}
	assert_int_equal(client_get(&client, "/away?next=/a/%C3%A9?q=1"), 303);
	assert_true(str_is(client_line(&client, "Location"), "/a/%C3%A9?q=1"));
}

static void test_files(void **state)
{
	(void)state;
	client_begin(&client, "GET", "/file");
	client.raw.sendfile = STR("accel");
	assert_int_equal(client_send(&client), 200);
	assert_true(str_is(client_line(&client, "X-Accel-Redirect"), "/files/ab/c%20d"));
	assert_true(str_find(client_line(&client, "Content-Security-Policy"), STR("sandbox")) > 0);
	assert_true(
		str_starts(client_line(&client, "Content-Disposition"), STR("inline; filename=\"x.png\"")));
	client_begin(&client, "GET", "/file");
	client.raw.sendfile = STR("xsendfile");
	assert_int_equal(client_send(&client), 200);
	assert_true(str_equal(client_line(&client, "X-Sendfile"),
			      arena_printf(process, "%s/files/ab/c d", folder)));
	assert_int_equal(client_get(&client, "/file"), 404);
}

static void test_anonymous(void **state)
{
	(void)state;
	client.server.program = &anonymous;
	assert_int_equal(client_get(&client, "/open/1"), 200);
	assert_true(str_is(client_line(&client, "Referrer-Policy"), "no-referrer"));
	assert_true(str_is(client_line(&client, "Cache-Control"), "no-store"));
	assert_null(client_line(&client, "ETag").at);
	assert_true(str_find(client_line(&client, "Permissions-Policy"), STR("(self)")) < 0);
	assert_int_equal(client_get(&client, "/closed"), 401);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_page, reset),
		cmocka_unit_test_setup(test_security_headers, reset),
		cmocka_unit_test_setup(test_routing, reset),
		cmocka_unit_test_setup(test_order_of_refusals, reset),
		cmocka_unit_test_setup(test_other_origins, reset),
		cmocka_unit_test_setup(test_problems, reset),
		cmocka_unit_test_setup(test_bodies, reset),
		cmocka_unit_test_setup(test_upload, reset),
		cmocka_unit_test_setup(test_upload_of_nobody, reset),
		cmocka_unit_test_setup(test_anonymous_upload_stays_in_memory, reset),
		cmocka_unit_test_setup(test_cookies, reset),
		cmocka_unit_test_setup(test_compressed, reset),
		cmocka_unit_test_setup(test_etag, reset),
		cmocka_unit_test_setup(test_limited, reset),
		cmocka_unit_test_setup(test_database_away, reset),
		cmocka_unit_test_setup(test_hosts, reset),
		cmocka_unit_test_setup(test_redirects_stay_here, reset),
		cmocka_unit_test_setup(test_files, reset),
		cmocka_unit_test_setup(test_anonymous, reset),
	};
	return cmocka_run_group_tests(tests, open_server, close_server);
}
