#ifndef INCIDENT_INCIDENT_DETAIL_STORE_H
#define INCIDENT_INCIDENT_DETAIL_STORE_H

#include "db/db.h"
#include "identity/viewer.h"
#include "incident/incident.h"

/* One incident and what stands around it, for its pages. Whether the viewer may see it is for the caller to
 * ask. */

enum rc incident_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			   struct incident *out) MUST_CHECK;
enum rc incident_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			 struct incident *out) MUST_CHECK;
enum rc incident_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		       struct incident *out) MUST_CHECK;

/*
 * How much of something hangs on an incident: an expression of SQL over i, the incident's row, kept in the store of the
 * feature that it belongs to. All that are in use are counted by the one statement of incident_around, so that
 * whoever has nothing there need not ask for it.
 */
struct incident_count {
	const char *sql;
};
enum { INCIDENT_COUNTS_MOST = 24 };
/* For the life of the process; the same one may be named again. What is beyond INCIDENT_COUNTS_MOST is not counted. */
void incident_count_use(const struct incident_count *count);

/* Names of what the row names by id, and how much there is of the rest. */
struct incident_around {
	struct str establishment;
	struct str zone; /* of the establishment */
	struct str area;
	struct str department;
	struct str business_unit;
	struct str project;
	struct str team;
	struct str category;
	struct str reporter;
	struct str manager;
	struct str lead;
	struct str approver;
	struct str merged_into; /* number of that incident, and its state */
	int merged_status;
	int64_t injured_count;
	int64_t witness_count;
	int64_t file_count;
	int64_t comment_count;
	int64_t message_count; /* of those, what the reporter may read */
	int64_t counted[INCIDENT_COUNTS_MOST]; /* see incident_count_of */
};
extern const struct record incident_around_record;
/*
 * For a viewer of the incident's organization. Names of places, groups and the category are those that are kept
 * in the process (lookup_store.h): they stay until the next call of lookup_of.
 */
enum rc incident_around(struct db *db, struct arena *arena, const struct viewer *viewer,
			const struct incident *incident, struct incident_around *out) MUST_CHECK;

/*
 * The same of an incident on which nothing hangs yet, without asking, for the request that made it. RC_NOT_FOUND: it names
 * what is not kept in the process, so it has to be asked for.
 */
enum rc incident_around_bare(struct db *db, const struct viewer *viewer, const struct incident *incident,
			     struct incident_around *out) MUST_CHECK;

/* What was counted; INCIDENT_NOT_COUNTED: that count is not in use here. */
int64_t incident_count_of(const struct incident_around *around, const struct incident_count *count);
enum { INCIDENT_NOT_COUNTED = -1 };

/* Not removed; rows are struct witness. */
enum rc incident_witnesses(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct rows *rows) MUST_CHECK;

/* A file or a comment with the name of the person behind it. */
struct incident_file {
	int64_t id;
	struct str uuid;
	struct str name;
	struct str type;
	int64_t size;
	bool has_preview;
	int64_t added_by_id;
	struct str added_by;
	moment created_at;
};
extern const struct record incident_file_record;
/* Those not withdrawn, oldest first; rows are struct incident_file. */
enum rc incident_files(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows) MUST_CHECK;
/* One that is not withdrawn. */
enum rc incident_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t incident_id, struct str uuid, struct attachment *out) MUST_CHECK;

struct incident_comment {
	int64_t id;
	int audience;
	int64_t author_id;
	struct str author;
	struct str body;
	moment created_at;
};
extern const struct record incident_comment_record;
enum { COMMENT_PAGE = 100 };
/*
 * Newest first, one more than COMMENT_PAGE where there are more; before_id 0 starts with the newest.
 * only_messages leaves internal notes out.
 */
enum rc incident_comments(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  bool only_messages, int64_t before_id, struct rows *rows) MUST_CHECK;

/* People who could manage or lead: active accounts with a role for it; rows are struct incident_candidate. */
struct incident_candidate {
	int64_t id;
	struct str name;
	struct str roles; /* codes of all roles that the person holds, comma separated */
};
extern const struct record incident_candidate_record;
/* Does one of the roles hold the permission? Limits to places are asked when it is used. */
bool incident_candidate_may(const struct incident_candidate *candidate, enum permission permission);
enum rc incident_candidates(struct db *db, struct arena *arena, int64_t organization_id,
			    struct rows *rows) MUST_CHECK;

/* The account of the person who reported; 0: none. */
enum rc incident_reporter_account(struct db *db, struct arena *arena, const struct incident *incident,
				  int64_t *account_id) MUST_CHECK;

#endif
