#ifndef CAPA_CAPA_STORE_H
#define CAPA_CAPA_STORE_H

#include "capa/capa.h"
#include "capa/capa_step.h"
#include "db/db.h"
#include "incident/content_store.h"
#include "incident/incident_detail_store.h"

/* Actions, their history, evidence and links: rows only. Who may see them is for the caller to ask. */

enum rc capa_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
		       struct capa *out) MUST_CHECK;
enum rc capa_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		   struct capa *out) MUST_CHECK;
/* The row, locked until the transaction ends. */
enum rc capa_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		  struct capa *out) MUST_CHECK;
/* Of an incident, oldest first; rows are struct capa. At most 500. */
enum rc capa_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			 struct rows *rows) MUST_CHECK;
/* Those that follow from one whose effect was not enough, oldest first. */
enum rc capa_following(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		       struct rows *rows) MUST_CHECK;

/* All of an incident, cancelled ones too, and the open ones, for its page. */
extern const struct incident_count capa_count_all, capa_count_open;
/* How many of an incident are not cancelled, and how many of them are open. */
struct capa_counts {
	int64_t total;
	int64_t open;
};
enum rc capa_count_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct capa_counts *out) MUST_CHECK;

/* The serial of the next number of that year, within the caller's transaction: whoever comes next waits for it. */
enum rc capa_serial_next(struct db *db, int64_t organization_id, int64_t year, int64_t *serial) MUST_CHECK;
enum rc capa_insert(struct db *db, struct capa *capa) MUST_CHECK;
/* Writes everything. RC_CONFLICT: it is not at before_version any more. */
enum rc capa_update(struct db *db, const struct capa *capa, int64_t before_version) MUST_CHECK;
/* The same of what somebody outside may bring about: state, completion, day of the check. */
enum rc capa_update_outside(struct db *db, const struct capa *capa, int64_t before_version) MUST_CHECK;

enum rc capa_step_insert(struct db *db, struct capa_entry *entry) MUST_CHECK;
/* Oldest first; rows are struct capa_entry. At most 1000. */
enum rc capa_steps(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows) MUST_CHECK;

enum rc capa_file_insert(struct db *db, struct capa_file *file) MUST_CHECK;
/* Oldest first; rows are struct capa_file. At most 500. */
enum rc capa_files(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows) MUST_CHECK;
/* Of those rows, the evidence of one round. */
int64_t capa_files_of_round(const struct rows *files, int64_t round);
enum rc capa_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
			  struct str uuid, struct capa_file *out) MUST_CHECK;

/* By the hash of its token, whatever became of it. */
enum rc capa_link_by_hash(struct db *db, struct arena *arena, struct str sha256, struct capa_link *out) MUST_CHECK;
enum rc capa_link_insert(struct db *db, struct capa_link *link) MUST_CHECK;
/* Newest first; rows are struct capa_link. At most 100. */
enum rc capa_links(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows) MUST_CHECK;
/* All of an action that are not revoked yet. */
enum rc capa_link_revoke_all(struct db *db, int64_t organization_id, int64_t capa_id, moment now) MUST_CHECK;
enum rc capa_link_opened(struct db *db, int64_t organization_id, int64_t id, moment now) MUST_CHECK;

/* Columns with hashes of contents below var/files. */
extern const struct content_holder capa_file_content[];

#endif
