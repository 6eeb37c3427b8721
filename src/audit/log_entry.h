#ifndef AUDIT_LOG_ENTRY_H
#define AUDIT_LOG_ENTRY_H

#include "audit/digest.h"
#include "base/record.h"

/*
 * An entry of the trail as the log attests it. Its leaf is the hash of canonical bytes (docs/proof.md gives them
 * field by field); what is personal enters them as SHA-256(salt || value) only, so that it can be erased and the
 * leaf still be proved.
 */

enum { LOG_VALUES = 3, LOG_SALT_BYTES = 16, LOG_CANONICAL_MOST = 4096 };

struct log_entry {
	/* given by the sealer */
	int64_t seq;             /* from 0, without gaps */
	moment sealed_at;
	struct str leaf;         /* what is stored: 32 bytes */
	struct str commitments;  /* LOG_VALUES hashes: of the name, the reason, the changes */
	struct str salts;        /* as many salts; STR_NONE once erased */
	struct str nodes;        /* the whole subtrees that this leaf completes, from level 1 upwards */
	/* as they were written; numbers that are absent are NUMBER_NONE */
	int64_t id;
	moment recorded_at;      /* MOMENT_NONE: the entry itself is gone */
	int64_t organization_id;
	int64_t actor_id;
	int64_t on_behalf_of_id;
	int64_t subject_id;
	int64_t subject_version;
	int64_t incident_id;
	struct str actor_kind;
	struct str auth_method;
	struct str request_id;
	struct str environment;
	struct str action;
	struct str subject;
	struct str software;
	/* as commitments */
	struct str actor_name;   /* may be absent */
	struct str reason;
	struct str changes;
};
extern const struct record log_entry_record;

/* Hashes of the three values with the entry's salts. False: it has no salts. */
bool log_entry_commit(const struct log_entry *entry, struct digest commitments[LOG_VALUES]);
/* The bytes that the leaf is the hash of, at most LOG_CANONICAL_MOST; 0: a field is too long. */
size_t log_entry_canonical(const struct log_entry *entry, const struct digest commitments[LOG_VALUES],
			   unsigned char *at);
bool log_entry_leaf(const struct log_entry *entry, const struct digest commitments[LOG_VALUES],
		    struct digest *leaf);
/* Whether name, reason and changes are as an erasure leaves them. */
bool log_entry_is_erased(const struct log_entry *entry);

#endif
