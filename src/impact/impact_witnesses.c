#include "impact/impact.h"
#include "impact/statement_store.h"
#include "incident/injured_store.h"

static const char *const names[] = {"full_name", "contact", NULL};
const struct form impact_witnesses_form = {&witness_record, names, NULL};

static enum rc find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		    struct str uuid, void *row)
{
	return witness_by_uuid(db, arena, organization_id, incident_id, uuid, row);
}

static enum rc complete(struct request *rq, void *row)
{
	struct witness *witness = row;
	int64_t person_id;
	struct str name;
	enum rc rc = impact_person_typed(rq, witness->full_name, &person_id, &name);

	if (rc == RC_OK && person_id) {
		witness->person_id = person_id;
		witness->full_name = name;
	}
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	struct witness *witness = row;
	int64_t revoked;

	(void)arena;
	if (!before)
		return witness_insert(db, witness);
	int64_t version = ((const struct witness *)before)->version;
	witness->version = version + 1;
	enum rc rc = witness_update(db, version, witness);
	/* Nobody states anything for who is no witness. */
	if (rc == RC_OK && witness->removed_at != MOMENT_NONE)
		rc = witness_link_revoke(db, witness->organization_id, witness->id, witness->removed_at, &revoked);
	return rc;
}

static enum rc check_removal(struct request *rq, const void *row)
{
	const struct witness *witness = row;
	struct rows rows;
	enum rc rc = statement_list(rq->db, rq->arena, witness->organization_id, witness->incident_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		if (ROW(struct witness_statement, rows, i)->witness_id == witness->id)
			return problem_add(rq, "", N_("There is a statement of this witness, so the entry stays"));
	return rc;
}

const struct impact_kind impact_witnesses = {
	.name = "witnesses",
	.title = N_("Witness"),
	.removal = N_("The witness no longer shows, and links for a statement end. The audit trail keeps the entry."),
	.form = &impact_witnesses_form,
	.template = "impact/witness",
	.find = find,
	.complete = complete,
	.write = write,
	.check_removal = check_removal,
};
