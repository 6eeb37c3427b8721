#include "http/server.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/trace.h"
#include "http/fastcgi_answer.h"
#include "http/pairs.h"
#include "http/parse.h"

enum { ARENA_BLOCK = 128 * 1024, SOCKET_SECONDS = 60 };

/* Set by signals, which arrive only while the loop waits. */
static volatile sig_atomic_t is_stopping;

static void on_stop(int number)
{
	(void)number;
	is_stopping = 1;
}

/* A handler that never ends takes one process with it, not the pool; the supervisor starts the next. */
static void on_alarm(int number)
{
	static const char line[] = "{\"level\":\"error\",\"event\":\"http.request_too_long\"}\n";
	(void)number;
	if (write(STDERR_FILENO, line, sizeof line - 1) < 0)
		_exit(EXIT_FAILED);
	_exit(EXIT_FAILED);
}

/*
 * libfcgi does not go on after a signal interrupts it, so all are blocked but while waiting. Returns the
 * mask for waiting. Must come before FCGX_Init, which otherwise installs handlers of its own.
 */
static sigset_t take_signals(void)
{
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM};
	static const int stops[] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP};
	const struct sigaction stop = {.sa_handler = on_stop}, ignore = {.sa_handler = SIG_IGN},
			       alarm_action = {.sa_handler = on_alarm};
	sigset_t all, waiting;

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		sigaction(stops[i], &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGALRM, &alarm_action, NULL);
	sigfillset(&all);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		sigdelset(&all, faults[i]);
	sigprocmask(SIG_BLOCK, &all, &waiting);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		sigdelset(&waiting, stops[i]);
	return waiting;
}

static ptrdiff_t read_body(void *closure, char *at, size_t room)
{
	FCGX_Stream *in = closure;
	int wanted = room > 1 << 20 ? 1 << 20 : (int)room;
	int got = FCGX_GetStr(at, wanted, in);

	return got >= 0 && FCGX_GetError(in) == 0 ? got : -1;
}

/* A piece of a stream; its memory may be gone afterwards. */
static enum rc put(void *sink, struct str bytes)
{
	fastcgi_put(sink, bytes);
	return fastcgi_flush(sink);
}

/* The parameters by name; everything that begins with HTTP_ is a header. */
static void read_params(struct arena *arena, char **params, struct raw_request *raw)
{
	const struct { const char *name; struct str *value; } wanted[] = {
		{"REQUEST_METHOD", &raw->method},       {"REQUEST_URI", &raw->uri},
		{"CONTENT_TYPE", &raw->content_type},   {"CONTENT_LENGTH", &raw->content_length},
		{"HTTPS", &raw->https},                 {"REQUEST_SCHEME", &raw->scheme},
		{"REMOTE_ADDR", &raw->address},         {"REQUEST_ID", &raw->id},
		{"MUSTER_SENDFILE", &raw->sendfile},    {"MUSTER_HAS_SESSION", &raw->has_session},
		{"REMOTE_USER", &raw->remote_user},
	};

	for (; *params; params++) {
		struct str value = str_of(*params), name;
		if (!str_split(&value, '=', &name) || !value.at)
			continue;
		struct str header = parse_header_name(arena, name);
		if (header.at && value.len > 0)
			pairs_add(arena, &raw->headers, header, value);
		for (size_t i = 0; i < sizeof wanted / sizeof *wanted && !header.at; i++)
			if (str_is(name, wanted[i].name))
				*wanted[i].value = value;
	}
}

/*
 * What an anonymous program must not keep it does not even look at, should the web server pass it on by
 * mistake.
 */
static void forget_identity(struct arena *arena, struct raw_request *raw)
{
	static const char *const kept[] = {"host",   "origin",          "sec-fetch-site",
					   "accept", "accept-language", "if-none-match"};
	struct pairs headers = {0};

	for (size_t i = 0; i < raw->headers.count; i++)
		for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
			if (str_is(raw->headers.at[i].name, kept[k]))
				pairs_add(arena, &headers, raw->headers.at[i].name, raw->headers.at[i].value);
	raw->headers = headers;
	raw->address = STR_NONE;
	raw->remote_user = STR_NONE;
	raw->id = STR_NONE;
}

/* Whoever reaches a port can call themselves anybody; a unix socket belongs to the web server's group. */
static bool is_unix_socket(int fd)
{
	int domain = AF_UNSPEC;
	socklen_t len = sizeof domain;

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == 0 && domain == AF_UNIX;
}

static struct db_usage usage(const struct server *server)
{
	return server->db ? db_usage(server->db) : (struct db_usage){0};
}

/* Counts the request and writes its line of the log. */
static void note_request(const struct request *rq, const struct response *rs, struct db_usage before)
{
	const struct db_usage after = usage(rq->server);
	const int64_t took = moment_now() - rq->now;
	const struct db_usage used = {
		.statements = after.statements - before.statements,
		.microseconds = after.microseconds - before.microseconds,
		.connects = after.connects - before.connects,
		.retries = after.retries - before.retries,
	};

	counters_end(rq->server->counters, rq->route, rs->status, took, &used);

	/* The route's pattern, never the address itself: it may hold a token. */
	if (rs->status < 500 && rq->program->is_anonymous)
		return;
	LOG_MEMBERS(LOG_INFO, "http.request", {"method", .text = method_name(rq->method)},
		    {"route", .text = rq->route ? rq->route->path : "-"}, {"status", .number = rs->status},
		    {"took_us", .number = took}, {"database_us", .number = used.microseconds},
		    {"statements", .number = (int64_t)used.statements});
}

static void add_timing(struct request *rq, struct response *rs, struct db_usage before)
{
	struct db_usage after = usage(rq->server);
	int64_t database = after.microseconds - before.microseconds;
	int64_t own = moment_now() - rq->now - database;

	/* Only for people whom we know: how long a wrong secret takes is nobody's business. */
	if (rq->viewer)
		response_header(rs, "Server-Timing",
				arena_printf(rq->arena, "own;dur=%.2f, db;dur=%.2f", (double)own / 1000.0,
					     (double)database / 1000.0));
}

static void send_answer(const FCGX_Request *fcgi, struct request *rq, struct response *rs)
{
	struct fastcgi_answer out;
	enum rc rc = RC_OK;

	fastcgi_begin(&out, fcgi->ipcFd, (uint16_t)fcgi->requestId);
	fastcgi_put(&out, response_head(rq, rs));
	if (rq->method != METHOD_HEAD && rs->stream)
		rc = rs->stream(rs->stream_closure, put, &out);
	else if (rq->method != METHOD_HEAD)
		fastcgi_put(&out, text_str(&rs->body));
	if (rc == RC_OK)
		rc = fastcgi_end(&out);
	/* Half an answer must not look like a whole one. */
	if (rc != RC_OK)
		shutdown(fcgi->ipcFd, SHUT_RDWR);
}

static void answer(struct server *server, FCGX_Request *fcgi, struct arena *arena)
{
	struct raw_request raw = {0};
	struct body body = {.source = {read_body, fcgi->in}, .length = -1};
	struct db_usage before = usage(server);
	struct request rq;
	struct response rs;

	server_request(server, arena, &rq);
	counters_begin(server->counters, rq.now);
	read_params(arena, fcgi->envp, &raw);
	if (server->program->is_anonymous)
		forget_identity(arena, &raw);
	if (!is_unix_socket(fcgi->ipcFd))
		raw.remote_user = STR_NONE;
	rq.unread = &body;
	enum rc rc = parse_request(&rq, &raw);
	log_request_id(rq.id);
	trace_begin(pairs_get(&raw.headers, "traceparent"));
	if (rc == RC_OK)
		program_handle(server->program, &rq, &rs);
	else
		program_refuse(&rq, &rs, rc);
	body_drain(&rq);
	add_timing(&rq, &rs, before);
	send_answer(fcgi, &rq, &rs);
	note_request(&rq, &rs, before);
	log_request_id(NULL);
	trace_end();
	/* A body may have held a password, a receipt or a narrative. */
	if (server->program->is_anonymous || method_changes(rq.method))
		arena_wipe(arena);
	else
		arena_reset(arena);
}

/* The web server is local; who does not move for a minute is gone. */
static void limit_waiting(int fd)
{
	const struct timeval wait = {.tv_sec = SOCKET_SECONDS};

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

/*
 * Kept connections would park this process on one. libfcgi's own closing waits until the web server has closed
 * too; that is needed only where something is left to read, which otherwise would cut the answer off.
 */
static void end_connection(FCGX_Request *fcgi)
{
	const bool is_read = FCGX_GetChar(fcgi->in) == EOF;

	FCGX_Free(fcgi, !is_read);
	if (!is_read)
		return;
	close(fcgi->ipcFd);
	fcgi->ipcFd = -1;
}

/*
 * An epoll instance for the socket that all processes of the pool listen on: of those that wait, a connection
 * wakes one. -1 with errno.
 */
static int watch(int listen_fd)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE};
	const int fd = epoll_create1(EPOLL_CLOEXEC);

	return fd >= 0 && epoll_ctl(fd, EPOLL_CTL_ADD, listen_fd, &event) == 0 ? fd : -1;
}

struct listening {
	int watched;       /* see watch() */
	sigset_t waiting;  /* the mask for waiting */
};

/* Nobody waits for this any more. */
static void watch_over(struct server *server, struct arena *arena)
{
	moment now = moment_now();

	if (!server->program->watch || server->is_db_away || now < server->watched_at + MINUTES(1))
		return;
	server->watched_at = now;
	server->program->watch(server->config, server->db, arena, now);
	arena_reset(arena);
}

/* 0, or a negative errno after which there is nothing more to accept. */
static int serve_all(struct server *server, FCGX_Request *fcgi, const struct listening *listening,
		     int64_t most_requests, unsigned request_seconds)
{
	struct arena *arena = arena_new(ARENA_BLOCK);
	struct epoll_event event;
	int rc = 0;

	for (int64_t n = 0; !is_stopping && n < most_requests;) {
		if (epoll_pwait(listening->watched, &event, 1, -1, &listening->waiting) < 0)
			continue;
		rc = FCGX_Accept_r(fcgi);
		if (rc == -EAGAIN)
			continue; /* a sibling was faster */
		if (rc < 0)
			break;
		limit_waiting(fcgi->ipcFd);
		alarm(request_seconds);
		answer(server, fcgi, arena);
		end_connection(fcgi);
		watch_over(server, arena);
		alarm(0);
		n++;
	}
	arena_free(arena);
	return rc == -EAGAIN ? 0 : rc;
}

int serve(struct server *server, int listen_fd, int64_t most_requests, unsigned request_seconds)
{
	const struct listening listening = {.waiting = take_signals(), .watched = watch(listen_fd)};
	FCGX_Request fcgi;

	if (listening.watched < 0 || fcntl(listen_fd, F_SETFL, fcntl(listen_fd, F_GETFL) | O_NONBLOCK) != 0 ||
	    FCGX_Init() != 0 || FCGX_InitRequest(&fcgi, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return EXIT_FAILED;
	int rc = serve_all(server, &fcgi, &listening, most_requests, request_seconds);
	if (rc < 0)
		LOG(LOG_ERROR, "http.accept", "errno=%d", -rc);
	FCGX_Free(&fcgi, 1);
	close(listening.watched);
	return rc < 0 ? EXIT_FAILED : EXIT_OK;
}
