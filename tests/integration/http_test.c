/* Speaks FastCGI over a socket to a small program that runs as ours do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/command.h"
#include "http/program.h"

static char folder[] = "/tmp/muster-http-XXXXXX";
static struct sockaddr_un address = {.sun_family = AF_UNIX};

/* --- the program --- */

static enum rc hello(struct request *rq, struct response *rs)
{
	return respond_bytes(rq, rs, "text/plain", STR_NONE,
			     arena_printf(rq->arena, "hello %.*s from %.*s with %.*s",
					  STR_ARG(param(rq, "name")), STR_ARG(rq->address),
					  STR_ARG(request_header(rq, "user-agent"))));
}

static enum rc sum(struct request *rq, struct response *rs)
{
	unsigned long total = 0;

	for (size_t i = 0; i < rq->body.len; i++)
		total += (unsigned char)rq->body.at[i];
	return respond_bytes(rq, rs, "text/plain", STR_NONE,
			     arena_printf(rq->arena, "%zu %lu", rq->body.len, total));
}

static enum rc upload(struct request *rq, struct response *rs)
{
	const struct upload *file = upload_find(rq, "file");
	struct rusage usage;

	if (!file)
		return RC_NOT_FOUND;
	getrusage(RUSAGE_SELF, &usage);
	return respond_bytes(rq, rs, "text/plain", STR_NONE,
			     arena_printf(rq->arena, "%lld %ld %.*s", (long long)file->size, usage.ru_maxrss,
					  STR_ARG(file->path)));
}

static enum rc pieces(void *closure, response_write *write_piece, void *sink)
{
	const bool *breaks = closure;
	enum rc rc = RC_OK;

	for (int i = 0; i < 50 && rc == RC_OK; i++)
		rc = write_piece(sink, STR("one of many pieces of an answer\n"));
	return *breaks ? RC_FAULT : rc;
}

static enum rc stream(struct request *rq, struct response *rs)
{
	static const bool breaks = true, does_not = false;

	return respond_stream(rq, rs, "text/plain", STR("list.txt"), pieces,
			      (void *)(uintptr_t)(str_is(param(rq, "how"), "broken") ? &breaks : &does_not));
}

static enum rc forever(struct request *rq, struct response *rs)
{
	while (pause() != 0)
		;
	return respond_nothing(rq, rs);
}

static const struct route routes[] = {
	{METHOD_GET, "/hello/{name}", 0, ROUTE_PUBLIC, hello, "says hello"},
	{METHOD_POST, "/sum", 0, ROUTE_PUBLIC | ROUTE_BODY, sum, "adds bytes"},
	{METHOD_POST, "/upload", 0, ROUTE_PUBLIC | ROUTE_UPLOAD, upload, "takes a file"},
	{METHOD_GET, "/stream/{how}", 0, ROUTE_PUBLIC, stream, "streams"},
	{METHOD_GET, "/forever", 0, ROUTE_PUBLIC, forever, "never ends"},
	ROUTE_END,
};
static const struct route *const tables[] = {routes, NULL};
static const struct program named = {.name = "named", .help = "A test.", .routes = tables};
static const struct program nameless = {.name = "nameless", .routes = tables, .is_anonymous = true};

/* Processes on one socket, as the supervisor starts them. */
enum { MOST_PROCESSES = 4 };
static pid_t processes[MOST_PROCESSES];

static void start(const struct program *program, int count)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	unlink(address.sun_path);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 64), 0);
	for (int i = 0; i < count; i++) {
		processes[i] = fork();
		if (processes[i] != 0)
			continue;
		char name[] = "program", *argv[] = {name, NULL}, log[120];
		snprintf(log, sizeof log, "%s/log", folder);
		int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
		if (out < 0 || dup2(fd, 0) < 0 || dup2(out, 2) < 0)
			_exit(99);
		close(fd);
		close(out);
		exit(program_main(1, argv, program));
	}
	close(fd);
}

static int ended(int index)
{
	int status;

	assert_int_equal(waitpid(processes[index], &status, 0), processes[index]);
	processes[index] = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void stop(void)
{
	for (int i = 0; i < MOST_PROCESSES; i++)
		if (processes[i]) {
			kill(processes[i], SIGTERM);
			assert_int_equal(ended(i), EXIT_OK);
		}
}

/* --- the web server's side --- */

struct sent {
	struct arena *arena;
	struct text params;
	struct text bytes;           /* records ready to be sent */
};

static void add_param(struct sent *sent, const char *name, const char *value)
{
	size_t name_len = strlen(name), value_len = strlen(value);

	assert_true(name_len < 128);
	text_char(&sent->params, (char)name_len);
	for (int shift = 24; shift >= 0; shift -= 8)
		text_char(&sent->params, (char)(value_len >> shift | (shift == 24 ? 0x80 : 0)));
	text_cstr(&sent->params, name);
	text_cstr(&sent->params, value);
}

static void add_record(struct sent *sent, int type, struct str content)
{
	do {
		struct str step = str_slice(content, 0, 60000);
		const char head[8] = {1, (char)type, 0, 1, (char)(step.len >> 8), (char)step.len, 0, 0};
		text_add(&sent->bytes, (struct str){head, sizeof head});
		text_add(&sent->bytes, step);
		content = str_slice(content, step.len, content.len);
	} while (content.len > 0);
}

/* Everything up to the body. */
static struct sent request(struct arena *arena, const char *method, const char *uri)
{
	/* Role responder, and the connection kept: as a web server might ask by mistake. */
	static const char begin[8] = {0, 1, 1};
	struct sent sent = {arena, TEXT_IN(arena), TEXT_IN(arena)};

	add_record(&sent, 1, (struct str){begin, sizeof begin});
	add_param(&sent, "REQUEST_METHOD", method);
	add_param(&sent, "REQUEST_URI", uri);
	add_param(&sent, "HTTP_HOST", "localhost");
	add_param(&sent, "HTTP_USER_AGENT", "Agent/7");
	add_param(&sent, "REMOTE_ADDR", "192.0.2.99");
	return sent;
}

static void end_params(struct sent *sent)
{
	add_record(sent, 4, text_str(&sent->params));
	add_record(sent, 4, STR(""));
}

static int connected(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	for (int tries = 0; connect(fd, (const struct sockaddr *)&address, sizeof address) != 0; tries++) {
		assert_true(tries < 200);
		usleep(10000);
	}
	return fd;
}

static void send_all(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t done = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
		assert_true(done > 0);
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
}

struct reply {
	struct str text;             /* of all STDOUT records */
	bool is_ended;               /* with an END_REQUEST record */
};

static struct reply received(struct arena *arena, int fd)
{
	struct text all = TEXT_IN(arena), out = TEXT_IN(arena);
	struct reply reply = {0};
	ssize_t got;

	do {
		got = recv(fd, text_reserve(&all, 65536), 65536, 0);
		all.len += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	close(fd);
	struct str rest = text_str(&all);
	while (rest.len >= 8) {
		const unsigned char *head = (const unsigned char *)rest.at;
		size_t len = (size_t)head[4] << 8 | head[5];
		if (head[1] == 6)
			text_add(&out, str_slice(rest, 8, len));
		reply.is_ended = head[1] == 3;
		rest = str_slice(rest, 8 + len + head[6], rest.len);
	}
	reply.text = text_str(&out);
	return reply;
}

static struct reply exchange(struct sent *sent)
{
	int fd = connected();

	send_all(fd, text_str(&sent->bytes));
	return received(sent->arena, fd);
}

static struct reply get(struct arena *arena, const char *method, const char *uri)
{
	struct sent sent = request(arena, method, uri);

	end_params(&sent);
	add_record(&sent, 5, STR(""));
	return exchange(&sent);
}

static struct str body_of(struct reply reply)
{
	ptrdiff_t at = str_find(reply.text, STR("\r\n\r\n"));

	return at < 0 ? STR_NONE : str_slice(reply.text, (size_t)at + 4, reply.text.len);
}

static struct str log_text(struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	FILE *in = fopen(arena_printf(arena, "%s/log", folder).at, "r");
	int c;

	while (in && (c = getc(in)) != EOF)
		text_char(&text, (char)c);
	if (in)
		fclose(in);
	return text_str(&text);
}

/* --- tests --- */

static void test_answers(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	start(&named, 1);
	struct reply reply = get(arena, "GET", "/hello/you?token=s3cret");
	assert_true(reply.is_ended);
	assert_true(str_starts(reply.text, STR("Status: 200 OK\r\n")));
	assert_true(str_is(body_of(reply), "hello you from 192.0.2.99 with Agent/7"));
	reply = get(arena, "HEAD", "/hello/you");
	assert_int_equal(body_of(reply).len, 0);
	assert_true(str_find(reply.text, STR("Content-Length: 38\r\n")) > 0);
	assert_true(str_starts(get(arena, "GET", "/nothing").text, STR("Status: 404 ")));
	assert_true(str_starts(get(arena, "GET", "/%2e%2e/").text, STR("Status: 400 ")));
	stop();
	/* One line a request, with the route and without what was asked for. */
	struct str log = log_text(arena);
	assert_true(str_find(log, STR("\"method\":\"GET\",\"route\":\"/hello/{name}\",\"status\":200")) > 0);
	assert_true(str_find(log, STR("s3cret")) < 0);
	assert_true(str_find(log, STR("hello/you")) < 0);
	assert_true(str_find(log, STR("192.0.2.99")) < 0);
	arena_free(arena);
}

static void test_anonymous_program_learns_nothing(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	unlink(arena_printf(arena, "%s/log", folder).at);
	start(&nameless, 1);
	assert_true(str_is(body_of(get(arena, "GET", "/hello/you")), "hello you from  with "));
	stop();
	assert_int_equal(log_text(arena).len, 0);
	arena_free(arena);
}

static struct sent post(struct arena *arena, size_t len, bool is_length_told)
{
	struct sent sent = request(arena, "POST", "/sum");

	add_param(&sent, "CONTENT_TYPE", "application/octet-stream");
	if (is_length_told)
		add_param(&sent, "CONTENT_LENGTH", arena_printf(arena, "%zu", len).at);
	end_params(&sent);
	return sent;
}

static struct str filler(struct arena *arena, size_t len)
{
	char *at = arena_alloc(arena, len + 1, 1);

	memset(at, 'a', len);
	return (struct str){at, len};
}

static void test_body_without_length(void **state)
{
	struct arena *arena = arena_new(0);
	struct sent sent = post(arena, 300000, false);
	(void)state;

	start(&named, 1);
	add_record(&sent, 5, filler(arena, 300000));
	add_record(&sent, 5, STR(""));
	assert_true(str_is(body_of(exchange(&sent)), "300000 29100000"));
	/* More than the limit is refused, and the sender can still put all of it on the line. */
	sent = post(arena, 3000000, false);
	add_record(&sent, 5, filler(arena, 3000000));
	add_record(&sent, 5, STR(""));
	assert_true(str_starts(exchange(&sent).text, STR("Status: 413 ")));
	stop();
	arena_free(arena);
}

static void test_stop_in_the_middle_of_a_body(void **state)
{
	struct arena *arena = arena_new(0);
	struct sent sent = post(arena, 1000000, true);
	(void)state;

	start(&named, 1);
	int fd = connected();
	add_record(&sent, 5, filler(arena, 400000));
	send_all(fd, text_str(&sent.bytes));
	usleep(100000);
	kill(processes[0], SIGTERM);
	kill(processes[0], SIGUSR1);
	usleep(100000);
	sent.bytes.len = 0;
	add_record(&sent, 5, filler(arena, 600000));
	add_record(&sent, 5, STR(""));
	send_all(fd, text_str(&sent.bytes));
	struct reply reply = received(arena, fd);
	assert_true(reply.is_ended);
	assert_true(str_is(body_of(reply), "1000000 97000000"));
	assert_int_equal(ended(0), EXIT_OK);
	arena_free(arena);
}

static void test_sender_who_breaks_off(void **state)
{
	struct arena *arena = arena_new(0);
	struct sent sent = post(arena, 1000, true);
	(void)state;

	start(&named, 1);
	add_record(&sent, 5, filler(arena, 10));
	int fd = connected();
	send_all(fd, text_str(&sent.bytes));
	close(fd);
	assert_true(str_starts(get(arena, "GET", "/hello/next").text, STR("Status: 200 ")));
	stop();
	arena_free(arena);
}

/* Files go to the disk piece by piece: 20 MB must not make the process large. */
static void test_large_upload(void **state)
{
	enum { SIZE = 20 * 1000 * 1000 };
	struct arena *arena = arena_new(0);
	struct sent sent = request(arena, "POST", "/upload");
	long long size;
	long most_kb;
	char path[200];
	(void)state;

	start(&named, 1);
	add_param(&sent, "CONTENT_TYPE", "multipart/form-data; boundary=XyZ");
	end_params(&sent);
	add_record(&sent, 5,
		   STR("--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"));
	add_record(&sent, 5, filler(arena, SIZE));
	add_record(&sent, 5, STR("\r\n--XyZ--\r\n"));
	add_record(&sent, 5, STR(""));
	struct str body = body_of(exchange(&sent));
	assert_int_equal(sscanf(arena_cstr(arena, body), "%lld %ld %199s", &size, &most_kb, path), 3);
	assert_int_equal(size, SIZE);
#ifndef __SANITIZE_ADDRESS__
	assert_true(most_kb < 16 * 1024);
#endif
	stop();
	assert_int_equal(access(path, F_OK), -1);
	arena_free(arena);
}

static void test_streams(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	start(&named, 1);
	struct reply whole = get(arena, "GET", "/stream/whole");
	assert_true(whole.is_ended);
	assert_int_equal(body_of(whole).len, 50 * 32);
	assert_true(str_find(whole.text, STR("Content-Length")) < 0);
	assert_false(get(arena, "GET", "/stream/broken").is_ended);
	assert_true(str_starts(get(arena, "GET", "/hello/next").text, STR("Status: 200 ")));
	stop();
	arena_free(arena);
}

static void test_several_processes(void **state)
{
	enum { CLIENTS = 8, EACH = 50 };
	(void)state;

	start(&named, MOST_PROCESSES);
	for (int i = 0; i < CLIENTS; i++) {
		if (fork() != 0)
			continue;
		for (int n = 0; n < EACH; n++) {
			struct arena *arena = arena_new(0);
			if (!str_starts(get(arena, "GET", "/hello/x").text, STR("Status: 200 ")))
				_exit(1);
			arena_free(arena);
		}
		_exit(0);
	}
	for (int i = 0; i < CLIENTS; i++) {
		int status;
		pid_t pid;
		do
			pid = waitpid(-1, &status, 0);
		while (pid < 0 && errno == EINTR);
		assert_int_equal(status, 0);
	}
	stop();
}

static void test_process_is_replaced(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	setenv("MUSTER_HTTP_REQUESTS_PER_PROCESS", "3", 1);
	start(&named, 1);
	for (int i = 0; i < 3; i++)
		assert_true(get(arena, "GET", "/hello/x").is_ended);
	assert_int_equal(ended(0), EXIT_OK);
	unsetenv("MUSTER_HTTP_REQUESTS_PER_PROCESS");
	arena_free(arena);
}

static void test_request_that_never_ends(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	setenv("MUSTER_HTTP_REQUEST_SECONDS", "1", 1);
	start(&named, 1);
	assert_false(get(arena, "GET", "/forever").is_ended);
	assert_int_equal(ended(0), EXIT_FAILED);
	unsetenv("MUSTER_HTTP_REQUEST_SECONDS");
	assert_true(str_find(log_text(arena), STR("http.request_too_long")) > 0);
	arena_free(arena);
}

static int make_folder(void **state)
{
	char path[120];
	(void)state;

	if (!mkdtemp(folder))
		return -1;
	snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
	snprintf(path, sizeof path, "%s/var", folder);
	setenv("MUSTER_VAR", path, 1);
	snprintf(path, sizeof path, "%s/templates", folder);
	setenv("MUSTER_PATHS_TEMPLATES", path, 1);
	return mkdir(path, 0700);
}

static int remove_folder(void **state)
{
	char command[] = "rm", option[] = "-rf", *argv[] = {command, option, folder, NULL};
	int status;
	(void)state;

	pid_t pid = fork();
	if (pid == 0) {
		execvp(command, argv);
		_exit(1);
	}
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_anonymous_program_learns_nothing),
		cmocka_unit_test(test_body_without_length),
		cmocka_unit_test(test_stop_in_the_middle_of_a_body),
		cmocka_unit_test(test_sender_who_breaks_off),
		cmocka_unit_test(test_large_upload),
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_several_processes),
		cmocka_unit_test(test_process_is_replaced),
		cmocka_unit_test(test_request_that_never_ends),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
