#ifndef AUDIT_AUDIT_PAGES_H
#define AUDIT_AUDIT_PAGES_H

#include "http/program.h"

/* Where the names behind ids come from: higher features know them. begin is called once for a page. */
struct audit_naming_source {
	void *(*begin)(struct request *rq);
	struct str (*name)(void *closure, const char *field, int64_t id);
};
/* For the whole life of the program, before its first request; without it ids are numbers. */
void audit_naming_use(const struct audit_naming_source *source);

/* The audit trail of everything, for those who may see it. */
extern const struct route audit_routes[];

#endif
