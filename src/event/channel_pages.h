#ifndef EVENT_CHANNEL_PAGES_H
#define EVENT_CHANNEL_PAGES_H

#include "event/channel_store.h"
#include "http/program.h"

/* /admin/channels: whether mail, short messages and web push are set up and work, and addresses from which mails came back. */
extern const struct route channel_routes[];

/* A way out of the house. */
struct channel_way {
	const char *code;            /* "mail" */
	const char *title;           /* for the catalogue */
	struct str way;              /* where messages go, without secrets; STR_NONE: not set up */
	const char *without;         /* what to say then, for the catalogue */
};
enum { CHANNEL_WAYS = 3 };
void channel_pages_ways(struct request *rq, struct channel_way ways[CHANNEL_WAYS]);
/* Its last attempt failed; state may be NULL: there was none. */
bool channel_pages_fails(const struct channel_state *state);

#endif
