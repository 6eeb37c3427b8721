#ifndef NOTIFY_PAYLOAD_H
#define NOTIFY_PAYLOAD_H

#include "base/moment.h"

/* Ids and codes of an event. */
struct payload {
	int64_t incident_id;         /* incident_id or incident */
	int64_t capa_id;
	int64_t deadline_id;
	int64_t person_id;
	int64_t responsible_id;
	int64_t manager_id;
	int64_t escalated_to_id;
	int64_t establishment_id;
	int64_t department_id;
	struct str audience, as;     /* of comments; of investigation.assigned */
	struct str what;             /* code of the deadline, name of the task */
	struct str number;
	moment due_at;
	bool is_due_by_day;
};
/* RC_INVALID: no JSON object. Members that are not known are passed over. */
enum rc payload_read(struct arena *arena, struct str json, struct payload *out) MUST_CHECK;
/*
 * The kind that the event is told as, where it is another one: comment.created stands for internal notes only, and who
 * joins a team is told apart from its lead. NULL: as it is.
 */
const char *payload_kind(const struct payload *payload, struct str kind);

#endif
