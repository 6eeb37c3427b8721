#ifndef TESTS_INTEGRATION_SYSTEM_H
#define TESTS_INTEGRATION_SYSTEM_H

/* The JSON interface as another system sees it, for tests of its operations: any scope, without tokens. */

#include "staff.h"

/* Opens a program of these tables; it lives as long as the database. */
void system_open(struct staff *s, const struct route *const *own, const struct route *const *pages);

/* The status; version is that of If-Match, 0: none is sent. */
int system_send(struct staff *s, int who, const char *method, const char *path, int version,
		const char *json);
/* The same with an Idempotency-Key. */
int system_send_keyed(struct staff *s, int who, const char *method, const char *path, const char *key,
		      const char *json);

#endif
