#include "identity/viewer_kept.h"

#include "base/moment.h"
#include "identity/viewer_store.h"

enum { PLACES = 64, BLOCK = 1024 };

/* An account's place is found by its id; another one takes it over. */
static struct place {
	struct arena *arena;
	struct viewer viewer; /* account_id 0: nobody */
	day today;
} places[PLACES];

static bool holds(const struct place *place, const struct session *session, day today)
{
	return place->viewer.account_id == session->account_id &&
	       place->viewer.directory_version == session->directory_version && place->today == today;
}

static enum rc fill(struct db *db, struct place *place, const struct session *session, day today)
{
	if (place->arena)
		arena_reset(place->arena);
	else
		place->arena = arena_new(BLOCK);
	place->viewer.account_id = 0;
	place->today = today;
	return viewer_load(db, place->arena, session->account_id, today, &place->viewer);
}

enum rc viewer_of_session(struct db *db, const struct session *session, moment now, struct viewer *viewer)
{
	struct place *place = &places[(uint64_t)session->account_id % PLACES];
	const day today = zone_day(NULL, now);
	enum rc rc = holds(place, session, today) ? RC_OK : fill(db, place, session, today);

	if (rc != RC_OK)
		return rc;
	*viewer = place->viewer;
	viewer->inbox_version = session->inbox_version;
	viewer->session_id = session->id;
	viewer->auth_method = session->method;
	viewer->acr = session->acr;
	viewer->amr = session->amr;
	viewer->signed_in_at = session->created_at;
	return RC_OK;
}
