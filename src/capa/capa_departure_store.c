#include "capa/capa_departure_store.h"

/* Up to 2 of status_rank an action is open, 3 is completed. */
STATEMENT(actions_held, &capa_record, NULL,
	  "(SELECT {columns} FROM capa FORCE INDEX (responsible) WHERE organization_id = ? AND responsible_id = ?"
	  " AND status_rank <= 2 LIMIT 2000)"
	  " UNION (SELECT {columns} FROM capa FORCE INDEX (verifier) WHERE organization_id = ? AND verifier_id = ?"
	  " AND status_rank <= 3 LIMIT 2000)");

enum rc capa_departure_held(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			    struct rows *rows)
{
	return db_list(db, arena, &actions_held,
		       PARAMS(P_INT(organization_id), P_INT(person_id), P_INT(organization_id), P_INT(person_id)), rows);
}
