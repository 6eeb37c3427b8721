#include "deadline/source.h"
#include "identity/role_grant_store.h"
#include "impact/training_store.h"

/* What runs out for one person: training records and temporary roles, in the zone of the organization. */

enum { DAYS_BACK = 400, DAYS_AHEAD = 90, CHUNK = 5000, TRAINING_MOST = 60000 };

static void add_training(struct source_call *call, const struct training_ending *row)
{
	struct deadline deadline = source_begin(call, DEADLINE_TRAINING, row->id, 0);

	deadline.establishment_id = row->establishment_id;
	deadline.department_id = row->department_id;
	deadline.responsible_id = row->person_id;
	deadline.reference = row->course_code;
	source_set_day(&deadline, call->zone, row->expires_on);
	if (row->renewed_on != DAY_NONE)
		deadline.met_at = zone_moment(call->zone, day_civil(row->renewed_on));
	source_add(call, &deadline);
}

enum rc source_training(struct source_call *call)
{
	const day today = zone_day(call->zone, call->now), until = today + DAYS_AHEAD;
	day from = today - DAYS_BACK;
	int64_t after_id = 0;
	struct rows rows = {.count = CHUNK};
	enum rc rc = RC_OK;

	while (rc == RC_OK && rows.count == CHUNK && call->count < TRAINING_MOST) {
		rc = training_ending_list(call->db, call->arena, call->organization_id, from, until, after_id, CHUNK,
					  &rows);
		for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
			const struct training_ending *row = ROW(struct training_ending, rows, i);
			add_training(call, row);
			from = row->expires_on;
			after_id = row->id;
		}
	}
	return rc;
}

enum rc source_role(struct source_call *call)
{
	const day today = zone_day(call->zone, call->now);
	struct rows rows;
	enum rc rc = role_grant_ending(call->db, call->arena, call->organization_id, today - DAYS_BACK, today + DAYS_AHEAD,
				       &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct role_ending *row = ROW(struct role_ending, rows, i);
		struct deadline deadline = source_begin(call, DEADLINE_ROLE, row->id, 0);
		deadline.establishment_id = row->establishment_id;
		deadline.department_id = row->department_id;
		deadline.responsible_id = row->person_id;
		deadline.reference = str_of(codes_code(&role_codes, row->role));
		source_set_day(&deadline, call->zone, row->until_on);
		if (call->now >= deadline.due_at)
			deadline.met_at = deadline.due_at;
		source_add(call, &deadline);
	}
	return rc;
}
