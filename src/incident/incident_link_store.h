#ifndef INCIDENT_INCIDENT_LINK_STORE_H
#define INCIDENT_INCIDENT_LINK_STORE_H

#include "audit/audit.h"
#include "incident/incident_detail_store.h"

/* Incidents that have to do with each other, and duplicates of one. */

enum link_kind { LINK_NONE, LINK_RELATED, LINK_SAME_CAUSE, LINK_LED_TO };
extern const struct codes link_kind_codes;

struct incident_link {
	int64_t id;
	int64_t organization_id;
	int64_t incident_id;
	int64_t other_id;
	int kind;
	bool is_removed;
	moment created_at;
};
extern const struct record incident_link_record;

/* A linked incident as seen from one of both ends: enough to say whether the viewer may see it. */
struct linked_incident {
	int64_t link_id;
	int kind;       /* enum link_kind; LINK_NONE: a duplicate that was merged into this one */
	bool is_source; /* LINK_LED_TO: it is this one that led to the other */
	struct incident other; /* only what is shown of it, and what says who may see it */
};
extern const struct record linked_incident_record;

/* Both ways, and the duplicates merged into it; newest link first, at most 200; rows are struct linked_incident. */
enum rc incident_links(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows) MUST_CHECK;
/* How many. */
extern const struct incident_count incident_link_count;
/* RC_DUPLICATE: they are linked so already. One that was removed comes back. */
enum rc incident_link_add(struct db *db, struct arena *arena, const struct actor *actor,
			  struct incident_link *link) MUST_CHECK;
/* RC_NOT_FOUND: not one of that incident's. */
enum rc incident_link_remove(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			     int64_t link_id) MUST_CHECK;

/* How many duplicates were merged into it. */
enum rc incident_merged_count(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			      int64_t *count) MUST_CHECK;

#endif
