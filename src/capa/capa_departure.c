#include "capa/capa_departure.h"

#include "capa/capa_change.h"
#include "capa/capa_departure_store.h"

/* What the leaver holds goes to the heir where rules allow it; true when anything does. */
static bool hand_over_roles(struct departure *departure, struct capa *capa)
{
	const int64_t leaver = departure->person->id, heir = departure->heir_id;
	const bool is_open = capa_is_open((enum capa_status)capa->status);
	bool is_changed = false;

	if (is_open && capa->responsible_id == leaver && heir && capa->verifier_id != heir) {
		capa->responsible_id = heir;
		is_changed = true;
	}
	if (capa->verifier_id == leaver && heir && capa->responsible_id != heir) {
		capa->verifier_id = heir;
		is_changed = true;
	}
	departure->left_over += (is_open && capa->responsible_id == leaver) + (capa->verifier_id == leaver);
	return is_changed;
}

static enum rc hand_over(struct departure *departure)
{
	const struct person *person = departure->person;
	const struct capa_doer doer = {
		.actor = *departure->actor,
		.name = departure->actor->name,
		.today = departure->today,
	};
	struct rows rows;
	enum rc rc = capa_departure_held(departure->db, departure->arena, person->organization_id, person->id, &rows);

	for (size_t i = 0; i < rows.count && rc == RC_OK; i++) {
		const struct capa *before = ROW(struct capa, rows, i);
		struct capa after = *before;
		if (!hand_over_roles(departure, &after))
			continue;
		rc = capa_edit(departure->db, departure->arena, &doer, before, &after, departure->reason);
		departure->handed_over += rc == RC_OK;
		departure->left_over += rc == RC_LOCKED;
		if (rc == RC_LOCKED)
			rc = RC_OK;
	}
	return rc;
}

const struct departure_duty capa_departure = {"actions", hand_over};
