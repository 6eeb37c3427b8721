#include "audit/reading.h"

#include "audit/audit.h"

enum rc audit_read(struct request *rq, const char *subject, int64_t subject_id, int64_t incident_id)
{
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	const struct audit_entry entry = {
		.action = arena_printf(rq->arena, "%s.read", subject).at,
		.subject = subject,
		.subject_id = subject_id,
		.incident_id = incident_id,
	};
	return audit_append(rq->db, &actor, &entry);
}
