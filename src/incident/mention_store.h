#ifndef INCIDENT_MENTION_STORE_H
#define INCIDENT_MENTION_STORE_H

#include "audit/audit.h"
#include "incident/incident.h"
#include "incident/mention.h"

struct mention_people {
	struct mention_person *at; /* by name */
	size_t count;
};
/*
 * Those who may be named in notes of the incident: accounts in use whose holders see the work on it
 * (incident_shows_work), by role or because the incident names them. One statement.
 */
enum rc mention_people_of(struct db *db, struct arena *arena, const struct incident *incident, day today,
			  struct mention_people *out) MUST_CHECK;

/* One mark of a comment with whom it means. */
struct comment_mention {
	int64_t id;
	int64_t organization_id;
	int64_t incident_id;
	int64_t comment_id;
	int64_t person_id;
	struct str mark;
};
extern const struct record comment_mention_record;
/* Of the comments of an incident from one to another, both included; rows are struct comment_mention. */
enum rc mention_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     int64_t first_comment_id, int64_t last_comment_id, struct rows *rows) MUST_CHECK;
/*
 * Keeps whom a new comment names, and tells each of them once (comment.mentioned). people[i] is meant by
 * marks[i].
 */
enum rc mention_add(struct db *db, struct arena *arena, const struct actor *actor,
		    const struct comment *comment, const struct str *marks, const int64_t *people,
		    size_t count) MUST_CHECK;

#endif
