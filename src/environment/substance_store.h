#ifndef ENVIRONMENT_SUBSTANCE_STORE_H
#define ENVIRONMENT_SUBSTANCE_STORE_H

#include "db/db.h"
#include "environment/substance.h"

/* Substances of the federal lists and those of the organization. */

enum rc substance_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			struct substance *out) MUST_CHECK;

enum { SUBSTANCE_PAGE = 100 };
/*
 * By name, in use, beginning after the given name; words (may be empty) stand in name, other names, CAS
 * number or waste code. own: only those of the organization. One more than SUBSTANCE_PAGE where there are
 * more.
 */
enum rc substance_list(struct db *db, struct arena *arena, int64_t organization_id, struct str words,
		       bool own, struct str after, struct rows *rows) MUST_CHECK;

/* All own entries, retired ones too, at most 20,000; rows are struct substance. */
enum rc substance_own(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;

/*
 * What somebody typed: a CAS number or waste code at its front, or the name. RC_NOT_FOUND: nothing, or
 * several that fit equally; rows then has up to SUBSTANCE_PAGE that contain it.
 */
enum rc substance_typed(struct db *db, struct arena *arena, int64_t organization_id, struct str typed,
			struct substance *out, struct rows *rows) MUST_CHECK;

/* As fields show it: "67-64-1 Acetone". */
struct str substance_text(struct arena *arena, const struct substance *substance);

/* Own entries. Sets id. RC_DUPLICATE: the organization has one of that name. */
enum rc substance_insert(struct db *db, struct substance *substance) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. */
enum rc substance_update(struct db *db, struct substance *substance) MUST_CHECK;
/* For what should not have been imported. RC_INVALID: something refers to it. */
enum rc substance_remove(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

#endif
