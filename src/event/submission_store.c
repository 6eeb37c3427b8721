#include "event/submission_store.h"

#include <stddef.h>

struct answer_row {
	struct str answer;
};
static const struct field answer_fields[] = {
	{.kind = FIELD_TEXT, .name = "answer", .offset = offsetof(struct answer_row, answer), .max = 500},
	FIELD_END,
};
static const struct record answer_record = {"submission", sizeof(struct answer_row), answer_fields};

STATEMENT(submission_insert, NULL, NULL,
	  "INSERT INTO submission (id, organization_id, answer, created_at) VALUES (?, ?, ?, ?)");
STATEMENT(submission_update, NULL, NULL, "UPDATE submission SET answer = ? WHERE id = ?");
STATEMENT(submission_by_id, &answer_record, NULL,
	  "SELECT answer FROM submission WHERE id = ? AND organization_id = ?");

STATEMENT(submission_delete_old, NULL, NULL, "DELETE FROM submission WHERE created_at < ? ORDER BY created_at LIMIT 5000");

enum rc submission_claim_answered(struct db *db, int64_t organization_id, struct str id, struct str answer, moment now)
{
	struct str known = answer.at ? answer : STR("");

	return db_write(db, &submission_insert, NULL,
			PARAMS(P_TEXT(id), P_INT(organization_id), P_TEXT(known), P_MOMENT(now)), NULL);
}

enum rc submission_claim_ahead(struct db *db, int64_t organization_id, struct str id, struct str answer, moment now)
{
	return db_write_ahead(db, &submission_insert, NULL,
			      PARAMS(P_TEXT(id), P_INT(organization_id), P_TEXT(answer.at ? answer : STR("")), P_MOMENT(now)));
}

enum rc submission_claim(struct db *db, int64_t organization_id, struct str id, moment now)
{
	return submission_claim_answered(db, organization_id, id, STR_NONE, now);
}

enum rc submission_answer(struct db *db, struct str id, struct str answer)
{
	return db_write(db, &submission_update, NULL, PARAMS(P_TEXT(answer), P_TEXT(id)), NULL);
}

enum rc submission_find(struct db *db, struct arena *arena, int64_t organization_id, struct str id,
			struct str *answer)
{
	struct answer_row row;
	enum rc rc = db_one(db, arena, &submission_by_id, PARAMS(P_TEXT(id), P_INT(organization_id)), &row);

	if (rc == RC_OK)
		*answer = row.answer;
	return rc;
}

enum rc submission_expire(struct db *db, moment before)
{
	return db_write(db, &submission_delete_old, NULL, PARAMS(P_MOMENT(before)), NULL);
}
