#include "impact/statement_store.h"

#include <stddef.h>

STATEMENT(witness_links, &witness_link_record, NULL,
	  "SELECT id, organization_id, uuid, incident_id, witness_id, created_by_id, created_at, expires_at, opened_at,"
	  " revoked_at, used_at FROM witness_link WHERE incident_id = ? AND organization_id = ?"
	  " ORDER BY id DESC LIMIT 500");
STATEMENT(witness_link_add, NULL, &witness_link_record, "INSERT INTO witness_link ({names}) VALUES ({values})");
STATEMENT(witness_link_end, NULL, NULL,
	  "UPDATE witness_link SET revoked_at = ? WHERE witness_id = ? AND organization_id = ?"
	  " AND revoked_at IS NULL AND used_at IS NULL AND expires_at > ?");

STATEMENT(statements, &witness_statement_record, NULL,
	  "SELECT {columns} FROM witness_statement WHERE incident_id = ? AND organization_id = ?"
	  " ORDER BY id LIMIT 500");
STATEMENT(statement_add, NULL, &witness_statement_record,
	  "INSERT INTO witness_statement ({names}) VALUES ({values})");

#define OFFSET(member) .name = #member, .offset = offsetof(struct statement_invitation, member)
static const struct field invitation_fields[] = {
	{.kind = FIELD_ID, OFFSET(link_id)},
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_ID, OFFSET(incident_id)},
	{.kind = FIELD_ID, OFFSET(witness_id)},
	{.kind = FIELD_MOMENT, OFFSET(expires_at)},
	{.kind = FIELD_MOMENT, OFFSET(opened_at)},
	{.kind = FIELD_MOMENT, OFFSET(revoked_at)},
	{.kind = FIELD_MOMENT, OFFSET(used_at)},
	{.kind = FIELD_PROSE, OFFSET(draft), .max = 20000},
	{.kind = FIELD_TEXT, OFFSET(witness), .max = 200},
	{.kind = FIELD_TEXT, OFFSET(organization), .max = 200},
	{.kind = FIELD_TEXT, OFFSET(number), .max = 24},
	{.kind = FIELD_TEXT, OFFSET(place), .max = 100},
	{.kind = FIELD_TEXT, OFFSET(zone), .max = 60},
	{.kind = FIELD_MOMENT, OFFSET(occurred_at)},
	{.kind = FIELD_BOOL, OFFSET(is_time_known)},
	FIELD_END,
};
#undef OFFSET
const struct record statement_invitation_record = {"witness_link", sizeof(struct statement_invitation),
						   invitation_fields};

/* The token is the only thing a witness has; the organization follows from it. */
STATEMENT(invitation_of_token, &statement_invitation_record, NULL,
	  "SELECT l.id AS link_id, l.organization_id, l.incident_id, l.witness_id, l.expires_at, l.opened_at,"
	  " l.revoked_at, l.used_at, l.draft, w.full_name AS witness, o.name AS organization, i.number,"
	  " e.name AS place, e.zone, i.occurred_at, i.is_time_known FROM witness_link l"
	  " JOIN witness w ON w.id = l.witness_id JOIN incident i ON i.id = l.incident_id"
	  " JOIN organization o ON o.id = l.organization_id JOIN establishment e ON e.id = i.establishment_id"
	  " WHERE l.token_hash = ?");
#define STILL_OPEN " AND revoked_at IS NULL AND used_at IS NULL AND expires_at > ?"
STATEMENT(link_opened, NULL, NULL,
	  "UPDATE witness_link SET opened_at = ? WHERE id = ? AND organization_id = ? AND opened_at IS NULL");
STATEMENT(link_draft, NULL, NULL,
	  "UPDATE witness_link SET draft = ? WHERE id = ? AND organization_id = ?" STILL_OPEN);
STATEMENT(link_use, NULL, NULL,
	  "UPDATE witness_link SET used_at = ?, draft = NULL WHERE id = ? AND organization_id = ?" STILL_OPEN);

enum rc witness_link_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct rows *rows)
{
	return db_list(db, arena, &witness_links, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc witness_link_insert(struct db *db, struct witness_link *link)
{
	return db_insert(db, &witness_link_add, link, &link->id);
}

enum rc witness_link_revoke(struct db *db, int64_t organization_id, int64_t witness_id, moment now, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &witness_link_end, NULL,
			      PARAMS(P_MOMENT(now), P_INT(witness_id), P_INT(organization_id), P_MOMENT(now)),
			      &written);

	*count = written.affected;
	return rc;
}

enum rc statement_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows)
{
	return db_list(db, arena, &statements, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc statement_insert(struct db *db, struct witness_statement *statement)
{
	return db_insert(db, &statement_add, statement, &statement->id);
}

enum rc statement_invitation(struct db *db, struct arena *arena, struct str token_hash,
			     struct statement_invitation *out)
{
	return db_one(db, arena, &invitation_of_token, PARAMS(P_BYTES(token_hash)), out);
}

enum witness_link_state statement_invitation_state(const struct statement_invitation *invitation, moment now)
{
	const struct witness_link link = {
		.expires_at = invitation->expires_at,
		.revoked_at = invitation->revoked_at,
		.used_at = invitation->used_at,
	};

	return witness_link_state(&link, now);
}

enum rc witness_link_opened(struct db *db, const struct statement_invitation *invitation, moment now)
{
	return db_write(db, &link_opened, NULL,
			PARAMS(P_MOMENT(now), P_INT(invitation->link_id), P_INT(invitation->organization_id)), NULL);
}

enum rc witness_link_draft(struct db *db, const struct statement_invitation *invitation, struct str draft, moment now)
{
	return db_write_one(db, &link_draft, NULL,
			    PARAMS(P_TEXT(draft), P_INT(invitation->link_id), P_INT(invitation->organization_id),
				   P_MOMENT(now)),
			    RC_GONE);
}

enum rc witness_link_use(struct db *db, const struct statement_invitation *invitation, moment now)
{
	return db_write_one(db, &link_use, NULL,
			    PARAMS(P_MOMENT(now), P_INT(invitation->link_id), P_INT(invitation->organization_id),
				   P_MOMENT(now)),
			    RC_GONE);
}
