#ifndef INVESTIGATION_EVIDENCE_STORE_H
#define INVESTIGATION_EVIDENCE_STORE_H

#include "audit/audit.h"
#include "incident/content_store.h"
#include "investigation/findings.h"

/* What hangs on a piece of evidence: its file, its chain of custody, the checks of its hash. */

/* Also when the file was withdrawn. RC_NOT_FOUND: it has none. */
enum rc evidence_file(struct db *db, struct arena *arena, const struct evidence *evidence,
		      struct attachment *out) MUST_CHECK;

/* Oldest first; rows are struct custody and struct evidence_check. */
enum rc custody_list(struct db *db, struct arena *arena, const struct evidence *evidence,
		     struct rows *rows) MUST_CHECK;
enum rc evidence_checks(struct db *db, struct arena *arena, const struct evidence *evidence,
			struct rows *rows) MUST_CHECK;

/* Add one, with its audit entry, in the caller's transaction; set id and the evidence's own ids. */
enum rc custody_add(struct db *db, struct arena *arena, const struct actor *actor, const struct evidence *evidence,
		    struct custody *custody) MUST_CHECK;
enum rc evidence_check_add(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct evidence *evidence, struct evidence_check *check) MUST_CHECK;

/* Columns with hashes of contents below var/files. */
extern const struct content_holder evidence_file_content[];

#endif
