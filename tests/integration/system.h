#ifndef TESTS_INTEGRATION_SYSTEM_H
#define TESTS_INTEGRATION_SYSTEM_H

/* The JSON interface as another system sees it, for tests of its operations: any scope, without tokens. */

#include "event/answer.h"
#include "http/api_call.h"
#include "http/api_mount.h"
#include "staff.h"

static inline enum rc system_identify(struct request *rq)
{
	struct api_call *call = ARENA_NEW(rq->arena, struct api_call);

	*call = (struct api_call){.scopes = UINT64_MAX};
	rq->api = call;
	return staff_identify(rq);
}

/* Opens a program of these tables; it lives as long as the database. */
static inline void system_open(struct staff *s, const struct route *const *own, const struct route *const *pages)
{
	const struct route *const *const all[] = {pages, NULL};
	struct program *program = ARENA_NEW(s->d->arena, struct program);

	*program = (struct program){.name = "api",
				    .routes = api_mount(s->d->arena, own, all),
				    .identify = system_identify,
				    .authorise = session_authorise,
				    .call = answer_call,
				    .is_api = true,
				    .account = "owner"};
	staff_open(s, program);
}

/* The status; version is that of If-Match, 0: none is sent. */
static inline int system_send(struct staff *s, int who, const char *method, const char *path, int version, const char *json)
{
	staff_asking = &s->viewers[who];
	client_begin(&s->client, method, path);
	if (version)
		client_header(&s->client, "if-match", arena_printf(s->client.arena, "\"%d\"", version).at);
	client_body(&s->client, "application/json", str_of(json));
	return client_send(&s->client);
}

#endif
