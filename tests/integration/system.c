#include "system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/answer.h"
#include "http/api_call.h"
#include "http/api_mount.h"

static enum rc identify(struct request *rq)
{
	struct api_call *call = ARENA_NEW(rq->arena, struct api_call);

	*call = (struct api_call){.scopes = UINT64_MAX};
	rq->api = call;
	return staff_identify(rq);
}

void system_open(struct staff *s, const struct route *const *own, const struct route *const *pages)
{
	const struct route *const *const all[] = {pages, NULL};
	struct program *program = ARENA_NEW(s->d->arena, struct program);

	*program = (struct program){.name = "api",
				    .routes = api_mount(s->d->arena, own, all),
				    .identify = identify,
				    .authorise = session_authorise,
				    .call = answer_call,
				    .is_api = true,
				    .account = "owner"};
	staff_open(s, program);
}

static int send_with(struct staff *s, int who, const char *method, const char *path, const char *header,
		     const char *value, const char *json)
{
	staff_ask(s, who);
	client_begin(&s->client, method, path);
	if (header)
		client_header(&s->client, header, value);
	client_body(&s->client, "application/json", str_of(json));
	return client_send(&s->client);
}

int system_send(struct staff *s, int who, const char *method, const char *path, int version, const char *json)
{
	if (!version)
		return send_with(s, who, method, path, NULL, NULL, json);
	return send_with(s, who, method, path, "if-match", arena_printf(s->d->arena, "\"%d\"", version).at,
			 json);
}

int system_send_keyed(struct staff *s, int who, const char *method, const char *path, const char *key,
		      const char *json)
{
	return send_with(s, who, method, path, "idempotency-key", key, json);
}
