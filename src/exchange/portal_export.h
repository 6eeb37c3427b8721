#ifndef EXCHANGE_PORTAL_EXPORT_H
#define EXCHANGE_PORTAL_EXPORT_H

#include "exchange/manifest.h"
#include "exchange/secrets_pack.h"
#include "incident/content_store.h"

/*
 * Everything that the portal keeps, in open formats (docs/export.md): all tables as JSON Lines with a JSON Schema each,
 * the archive, the contents under their hash, proofs of the audit log, and a manifest. All tables are seen at one moment;
 * the portal may go on. Rows are read one by one: memory does not grow with them.
 */
struct portal_export {
	const char *target;                         /* folder, "-": tar on standard output */
	int64_t organization_id;                    /* 0: everything */
	struct str organization_code;
	const struct secrets_lock *lock;            /* NULL: the keys are left out */
	const struct content_holder *const *holders; /* columns that name contents, ended by NULL */
	bool is_quiet;                              /* no lines of progress on standard error */
};

struct portal_export_result {
	int64_t rows, missing;
	struct contents_summary files;
	struct digest manifest;
};

/*
 * db is the owner's. RC_CONFLICT: the folder is not empty. Contents that are damaged or missing are told, counted and
 * left out.
 */
enum rc portal_export(struct db *db, struct arena *arena, const struct config *config, const struct portal_export *order,
		      struct portal_export_result *out) MUST_CHECK;

/*
 * The manifest's parts of the tables alone, by reading them as the export does and writing nothing: whether a portal
 * that was rebuilt is the same.
 */
enum rc portal_export_parts(struct db *db, struct arena *arena, const struct config *config,
			    struct manifest *out) MUST_CHECK;

/* about.json and README.md, which a backup has as well. */
struct str portal_export_about(struct arena *arena, const struct manifest *manifest, const struct digest *sha256,
			       const char *secrets);

#endif
