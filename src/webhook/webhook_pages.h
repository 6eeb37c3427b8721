#ifndef WEBHOOK_WEBHOOK_PAGES_H
#define WEBHOOK_WEBHOOK_PAGES_H

#include "http/program.h"
#include "webhook/webhook_store.h"

/* Endpoints: list, form, secrets, switching on and off. */
extern const struct route webhook_routes[];

/* The endpoint in the address of this request; RC_NOT_FOUND when it is not one of the viewer's organization. */
enum rc webhook_pages_find(struct request *rq, struct webhook_endpoint *endpoint) MUST_CHECK;

#endif
