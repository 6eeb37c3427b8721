#ifndef AUDIT_READING_H
#define AUDIT_READING_H

#include "http/request.h"

/*
 * Who looks at medical facts or at an identity that is kept apart leaves an entry "SUBJECT.read". For handlers of GET
 * routes with ROUTE_WRITES, before anything is shown: when the entry cannot be written, nothing is.
 * tests/integration/reading_test.c asks every address for such facts.
 */
enum rc audit_read(struct request *rq, const char *subject, int64_t subject_id, int64_t incident_id) MUST_CHECK;

#endif
