#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include <stdlib.h>
#include <string.h>

#include "http/pairs.h"
#include "http/parse.h"
#include "http/server.h"

/* A client without sockets: a request is parsed and handled in this process. */
struct client {
	struct server server;
	struct arena *arena;         /* of the answer looked at; made anew by client_send */
	struct raw_request raw;      /* of the next request */
	struct str sent;             /* its body */
	size_t sent_step;            /* in pieces of so many bytes; 0: at once */
	struct body body;
	struct request rq;
	struct response rs;
	struct str head;             /* status and header lines */
};

static inline ptrdiff_t client_read(void *closure, char *at, size_t room)
{
	struct client *client = closure;
	size_t len = client->sent.len < room ? client->sent.len : room;

	if (client->sent_step && len > client->sent_step)
		len = client->sent_step;
	if (len > 0)
		memcpy(at, client->sent.at, len);
	client->sent = str_slice(client->sent, len, client->sent.len);
	return (ptrdiff_t)len;
}

/* Forgets the last answer and begins a request. */
static inline void client_begin(struct client *client, const char *method, const char *uri)
{
	arena_free(client->arena);
	client->arena = arena_new(0);
	client->raw = (struct raw_request){.method = str_of(method), .uri = str_of(uri)};
	client->sent = STR_NONE;
	client->sent_step = 0;
	pairs_add(client->arena, &client->raw.headers, STR("host"), STR("localhost"));
}

static inline void client_header(struct client *client, const char *name, const char *value)
{
	pairs_add(client->arena, &client->raw.headers, str_of(name), str_of(value));
}

static inline void client_body(struct client *client, const char *type, struct str body)
{
	client->raw.content_type = str_of(type);
	client->raw.content_length = arena_printf(client->arena, "%zu", body.len);
	client->sent = body;
}

/* The status; everything else is in client->rq, rs and head. */
static inline int client_send(struct client *client)
{
	client->body = (struct body){.source = {client_read, client}, .length = -1};
	client->rq = (struct request){
		.arena = client->arena,
		.server = &client->server,
		.program = client->server.program,
		.config = client->server.config,
		.db = client->server.db,
		.now = DAYS(20000),
		.id = "00000000-0000-7000-8000-000000000000",
		.path = STR("/"),
		.unread = &client->body,
	};
	enum rc rc = parse_request(&client->rq, &client->raw);
	if (rc == RC_OK)
		program_handle(client->server.program, &client->rq, &client->rs);
	else
		program_refuse(&client->rq, &client->rs, rc);
	client->head = response_head(&client->rq, &client->rs);
	return client->rs.status;
}

static inline int client_get(struct client *client, const char *uri)
{
	client_begin(client, "GET", uri);
	return client_send(client);
}

static inline int client_post(struct client *client, const char *uri, const char *form)
{
	client_begin(client, "POST", uri);
	client_body(client, "application/x-www-form-urlencoded", str_of(form));
	return client_send(client);
}

/* The whole header line, or STR_NONE. */
static inline struct str client_line(const struct client *client, const char *name)
{
	struct str rest = client->head, line, key;

	while (str_split(&rest, '\n', &line)) {
		struct str value = line;
		if (str_split(&value, ':', &key) && str_equal_nocase(key, str_of(name)))
			return str_trim(value);
	}
	return STR_NONE;
}

static inline struct str client_text(struct client *client)
{
	return text_str(&client->rs.body);
}

#endif
