#ifndef AUDIT_LOG_STORE_H
#define AUDIT_LOG_STORE_H

#include "audit/log_entry.h"
#include "audit/merkle.h"
#include "db/db.h"

/* The sealed log as it is stored. */

/* For merkle_get; closure is a struct log_source. RC_FAULT: the stored tree has a hole. */
struct log_source {
	struct db *db;
	struct arena *arena;
};
enum rc log_hash(void *closure, unsigned level, uint64_t position, struct digest *out) MUST_CHECK;

/* How many entries are sealed. */
enum rc log_size(struct db *db, int64_t *size, moment *last_sealed_at) MUST_CHECK;

struct log_checkpoint {
	int64_t id;
	int64_t tree_size;
	struct str root;
	moment signed_at;
	struct str note;
};
extern const struct record log_checkpoint_record;

/* The newest. RC_NOT_FOUND: nothing was signed yet. */
enum rc log_checkpoint_newest(struct db *db, struct arena *arena, struct log_checkpoint *out) MUST_CHECK;
/* The first over more than size entries: the one that covers entry number size. */
enum rc log_checkpoint_over(struct db *db, struct arena *arena, int64_t size, struct log_checkpoint *out) MUST_CHECK;
enum rc log_checkpoint_of_size(struct db *db, struct arena *arena, int64_t size, struct log_checkpoint *out) MUST_CHECK;
enum rc log_checkpoint_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row),
			    void *closure) MUST_CHECK;

struct log_cosignature {
	int64_t id;
	int64_t checkpoint_id;
	int64_t tree_size;       /* of that checkpoint */
	struct str witness;
	struct str key_id;
	moment cosigned_at;
	struct str line;
	moment received_at;
};
extern const struct record log_cosignature_record;
enum rc log_cosignatures(struct db *db, struct arena *arena, int64_t checkpoint_id, struct rows *out) MUST_CHECK;
/* What that witness signed last. */
enum rc log_cosignature_newest(struct db *db, struct arena *arena, struct str witness,
			       struct log_cosignature *out) MUST_CHECK;
/* RC_DUPLICATE: it is there already. */
enum rc log_cosignature_add(struct db *db, const struct log_cosignature *cosignature) MUST_CHECK;

/* Entries of one incident, of one subject or one alone, with their places; seq is NUMBER_NONE while unsealed. Oldest first. */
enum rc log_entries_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct rows *out) MUST_CHECK;
enum rc log_entry_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			struct log_entry *out) MUST_CHECK;
enum rc log_entry_by_seq(struct db *db, struct arena *arena, int64_t seq, struct log_entry *out) MUST_CHECK;
/* Every sealed entry in the order of seq; those whose entry is gone have no recorded_at. */
enum rc log_entry_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row),
		       void *closure) MUST_CHECK;
/* How many entries there are, sealed or not. */
enum rc log_entry_count(struct db *db, int64_t *count) MUST_CHECK;

struct log_loose {
	int64_t id;
	moment recorded_at;      /* MOMENT_NONE: it is pending and gone */
	bool is_pending;
	moment since;            /* when it was written */
};
/* Entries without a seal, one by one: looks at all of them. */
enum rc log_loose_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row),
		       void *closure) MUST_CHECK;
/* Those that the sealer knows of alone: quick. */
enum rc log_pending_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row),
			 void *closure) MUST_CHECK;

/* The entry that has waited longest for its seal. */
struct log_waiting {
	moment since;            /* MOMENT_NONE: none waits */
};
enum rc log_waiting(struct db *db, struct log_waiting *out) MUST_CHECK;

struct log_verification {
	int64_t id;
	moment started_at;
	int64_t took_us;
	int64_t status;
	struct str report;
	moment told_at;
};
extern const struct record log_verification_record;
enum rc log_verification_newest(struct db *db, struct arena *arena, struct log_verification *out) MUST_CHECK;
enum rc log_verification_add(struct db *db, const struct log_verification *verification) MUST_CHECK;
enum rc log_verification_told(struct db *db, int64_t id, moment now) MUST_CHECK;

#endif
