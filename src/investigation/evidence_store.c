#include "investigation/evidence_store.h"

const struct content_holder evidence_file_content[] = {
	{"evidence", "sha256"},
	{NULL, NULL},
};

STATEMENT(evidence_attachment, &attachment_record, NULL,
	  "SELECT {columns} FROM attachment WHERE id = ? AND incident_id = ? AND organization_id = ?");
STATEMENT(custody_of_evidence, &custody_record, NULL,
	  "SELECT {columns} FROM evidence_custody WHERE evidence_id = ? AND organization_id = ? ORDER BY id LIMIT 1000");
STATEMENT(custody_insert, NULL, &custody_record, "INSERT INTO evidence_custody ({names}) VALUES ({values})");
STATEMENT(checks_of_evidence, &evidence_check_record, NULL,
	  "SELECT {columns} FROM evidence_check WHERE evidence_id = ? AND organization_id = ? ORDER BY id LIMIT 1000");
STATEMENT(check_insert, NULL, &evidence_check_record, "INSERT INTO evidence_check ({names}) VALUES ({values})");

enum rc evidence_file(struct db *db, struct arena *arena, const struct evidence *evidence, struct attachment *out)
{
	return db_one(db, arena, &evidence_attachment,
		      PARAMS(P_INT(evidence->attachment_id), P_INT(evidence->entry.incident_id),
			     P_INT(evidence->entry.organization_id)),
		      out);
}

enum rc custody_list(struct db *db, struct arena *arena, const struct evidence *evidence, struct rows *rows)
{
	return db_list(db, arena, &custody_of_evidence,
		       PARAMS(P_INT(evidence->entry.id), P_INT(evidence->entry.organization_id)), rows);
}

enum rc evidence_checks(struct db *db, struct arena *arena, const struct evidence *evidence, struct rows *rows)
{
	return db_list(db, arena, &checks_of_evidence,
		       PARAMS(P_INT(evidence->entry.id), P_INT(evidence->entry.organization_id)), rows);
}

enum rc custody_add(struct db *db, struct arena *arena, const struct actor *actor, const struct evidence *evidence,
		    struct custody *custody)
{
	custody->organization_id = evidence->entry.organization_id;
	custody->evidence_id = evidence->entry.id;
	enum rc rc = db_insert(db, &custody_insert, custody, &custody->id);
	return rc == RC_OK ? audit_change(db, arena, actor, "evidence.custody", &custody_record, custody->id,
					  evidence->entry.incident_id, NULL, custody, STR_NONE)
			   : rc;
}

enum rc evidence_check_add(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct evidence *evidence, struct evidence_check *check)
{
	check->organization_id = evidence->entry.organization_id;
	check->evidence_id = evidence->entry.id;
	enum rc rc = db_insert(db, &check_insert, check, &check->id);
	return rc == RC_OK ? audit_change(db, arena, actor, "evidence.checked", &evidence_check_record, check->id,
					  evidence->entry.incident_id, NULL, check, STR_NONE)
			   : rc;
}
