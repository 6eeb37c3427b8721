#include "signature/signature_store.h"

#include "base/random.h"

#define WITHOUT_CONTENT                                                                                       \
	"SELECT id, organization_id, uuid, kind, subject_id, incident_id, round, meaning, reason, signer_id," \
	" signer_name, auth_method, acr, amr, signed_at, zone, content_sha256 FROM signature"

STATEMENT(signature_insert, NULL, &signature_record, "INSERT INTO signature ({names}) VALUES ({values})");
/* Index subject. */
STATEMENT(
	signature_of_subject, &signature_record, NULL,
	WITHOUT_CONTENT
	" FORCE INDEX (subject) WHERE organization_id = ? AND kind = ? AND subject_id = ? ORDER BY id LIMIT 500");
/* Index incident. */
STATEMENT(signature_of_incident, &signature_record, NULL,
	  WITHOUT_CONTENT " WHERE organization_id = ? AND incident_id = ? ORDER BY id LIMIT 500");
STATEMENT(signature_of_uuid, &signature_record, NULL,
	  "SELECT {columns} FROM signature WHERE uuid = ? AND organization_id = ?");
STATEMENT(
	signature_of_policy, &signature_record, NULL,
	WITHOUT_CONTENT
	" FORCE INDEX (subject) WHERE organization_id = ? AND kind = 'policy' AND subject_id = ? ORDER BY id LIMIT 1");

static enum rc sign(struct db *db, struct arena *arena, const struct actor *actor,
		    struct signature *signature)
{
	signature->id = 0;
	signature->organization_id = actor->organization_id;
	signature->uuid = uuid_new(arena, actor->now);
	signature->signer_id = actor->account_id;
	signature->signer_name = actor->name;
	signature->auth_method = actor->auth_method;
	signature->acr = actor->acr;
	signature->amr = actor->amr;
	signature->signed_at = actor->now;
	if (!signature->zone.len)
		signature->zone = STR("UTC");
	if (!signature->round)
		signature->round = 1;
	signature->content_sha256 = hex(arena, sha256(arena, signature->content));
	enum rc rc = db_insert(db, &signature_insert, signature, &signature->id);
	return rc == RC_OK
		       ? audit_change(db, arena, actor, "signature.signed", &signature_record, signature->id,
				      signature->incident_id, NULL, signature, signature->reason)
		       : rc;
}

enum rc signature_sign(struct db *db, struct arena *arena, const struct actor *actor,
		       struct signature *signature)
{
	struct signature policy;

	if (!actor->account_id)
		return RC_DENIED;
	enum rc rc = signature_policy(db, arena, actor->organization_id, actor->account_id, &policy);
	if (rc == RC_NOT_FOUND)
		return RC_DENIED;
	return rc == RC_OK ? sign(db, arena, actor, signature) : rc;
}

enum rc signature_policy(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			 struct signature *out)
{
	return db_one(db, arena, &signature_of_policy, PARAMS(P_INT(organization_id), P_INT(account_id)),
		      out);
}

enum rc signature_policy_accept(struct db *db, struct arena *arena, const struct actor *actor,
				struct str text)
{
	struct signature signature;

	if (!actor->account_id)
		return RC_DENIED;
	enum rc rc = signature_policy(db, arena, actor->organization_id, actor->account_id, &signature);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_POLICY;
	signature.subject_id = actor->account_id;
	signature.meaning = MEANING_ACCEPTED;
	signature.content = text;
	return sign(db, arena, actor, &signature);
}

enum rc signature_list(struct db *db, struct arena *arena, int64_t organization_id, enum signature_kind kind,
		       int64_t subject_id, struct rows *rows)
{
	return db_list(db, arena, &signature_of_subject,
		       PARAMS(P_INT(organization_id), P_TEXT(str_of(codes_code(&signature_kind_codes, kind))),
			      P_INT(subject_id)),
		       rows);
}

enum rc signature_list_incident(struct db *db, struct arena *arena, int64_t organization_id,
				int64_t incident_id, struct rows *rows)
{
	return db_list(db, arena, &signature_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)),
		       rows);
}

enum rc signature_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			  struct signature *out)
{
	return db_one(db, arena, &signature_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}
