#include "deadline/specialist.h"

#include "identity/role_grant_store.h"

enum rc specialist_list(struct db *db, struct arena *arena, int64_t organization_id, day today,
			struct rows *specialists)
{
	return role_grant_holders(db, arena, organization_id, ROLE_EHS_SPECIALIST, today, specialists);
}

int64_t specialist_of(const struct rows *specialists, int64_t establishment_id)
{
	int64_t everywhere = 0;

	for (size_t i = 0; i < specialists->count; i++) {
		const struct role_ending *holder = ROW(struct role_ending, *specialists, i);
		if (holder->establishment_id == establishment_id)
			return holder->person_id;
		if (!holder->establishment_id && !everywhere)
			everywhere = holder->person_id;
	}
	return everywhere;
}
