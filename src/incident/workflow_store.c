#include "incident/workflow_store.h"

/* The same for every organization. */
#define COLUMNS "SELECT register, from_status, to_status, label, permits, guard, needs_reason FROM workflow_transition"

STATEMENT(workflow_from_status, &transition_record, NULL,
	  COLUMNS " WHERE register = ? AND from_status = ? AND is_active AND NOT is_automatic ORDER BY position");
STATEMENT(workflow_one_step, &transition_record, NULL,
	  COLUMNS " WHERE register = ? AND from_status = ? AND to_status = ? AND is_active");

static struct param code(const struct codes *codes, int value)
{
	return P_TEXT(str_of(codes_code(codes, value)));
}

enum rc workflow_from(struct db *db, struct arena *arena, int reg, int status, struct rows *rows)
{
	return db_list(db, arena, &workflow_from_status,
		       PARAMS(code(&register_codes, reg), code(&status_codes, status)), rows);
}

enum rc workflow_step(struct db *db, struct arena *arena, int reg, int from, int to, struct transition *out)
{
	return db_one(db, arena, &workflow_one_step,
		      PARAMS(code(&register_codes, reg), code(&status_codes, from), code(&status_codes, to)), out);
}
