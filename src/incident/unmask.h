#ifndef INCIDENT_UNMASK_H
#define INCIDENT_UNMASK_H

#include "base/record.h"

/*
 * Seeing who sent a confidential report: one administrator asks with a reason, another one decides, and the
 * reporter sees both. The name is shown to these two alone, for two days.
 */
struct unmask_request {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t requested_by_id; /* account */
	struct str reason;
	moment requested_at;
	int64_t decided_by_id; /* 0: waits */
	int is_approved;       /* enum answer */
	moment decided_at;
	moment ends_at;
	int64_t version;
	struct str requested_by; /* names, as read with the row */
	struct str decided_by;
};
extern const struct record unmask_request_record;

enum unmask_state { UNMASK_NONE, UNMASK_WAITS, UNMASK_APPROVED, UNMASK_ENDED, UNMASK_REFUSED };
extern const struct codes unmask_state_codes;

#define UNMASK_SHOWN_FOR DAYS(2)

enum unmask_state unmask_state(const struct unmask_request *request, moment now);
/* Another administrator than the one who asked. */
bool unmask_may_decide(const struct unmask_request *request, int64_t account_id);
/* One of the two, while it lasts. */
bool unmask_shows_name(const struct unmask_request *request, int64_t account_id, moment now);

#endif
