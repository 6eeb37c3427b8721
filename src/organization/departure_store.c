#include "organization/departure_store.h"

#include <stddef.h>

#include "organization/people.h"

struct found {
	int64_t id;
};
static const struct field found_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct found, id)},
	FIELD_END,
};
static const struct record found_record = {"found", sizeof(struct found), found_fields};

STATEMENT(heir_upwards, &found_record, NULL,
	  "WITH RECURSIVE chain (id, manager_id, level) AS"
	  " (SELECT id, manager_id, 0 FROM person WHERE id = ? AND organization_id = ?"
	  " UNION ALL SELECT m.id, m.manager_id, c.level + 1 FROM chain c"
	  " JOIN person m ON m.id = c.manager_id AND m.organization_id = ? WHERE c.level < 29)"
	  " SELECT p.id FROM chain JOIN person p ON p.id = chain.id JOIN account a ON a.person_id = p.id"
	  " WHERE p.organization_id = ? AND chain.level > 0 AND p.is_active AND a.is_active"
	  " ORDER BY chain.level LIMIT 1");
STATEMENT(account_of_leaver, &account_record, NULL,
	  "SELECT id, organization_id, person_id, login, locale, is_active, version, created_at FROM account WHERE person_id = ? AND organization_id = ? AND is_active");
STATEMENT(people_leaving, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND is_active = TRUE AND left_on < ?"
	  " ORDER BY left_on LIMIT 200");

enum rc departure_heir(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id, int64_t *heir_id)
{
	struct found found = {0};
	enum rc rc = db_one(db, arena, &heir_upwards,
			    PARAMS(P_INT(person_id), P_INT(organization_id), P_INT(organization_id),
				   P_INT(organization_id)),
			    &found);
	*heir_id = found.id;
	return rc;
}

enum rc departure_account(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			  struct account *account)
{
	return db_one(db, arena, &account_of_leaver, PARAMS(P_INT(person_id), P_INT(organization_id)), account);
}

enum rc departure_due(struct db *db, struct arena *arena, int64_t organization_id, int64_t today, struct rows *rows)
{
	return db_list(db, arena, &people_leaving, PARAMS(P_INT(organization_id), P_DAY(today)), rows);
}
