#ifndef OSHA_CERTIFICATION_SIGN_H
#define OSHA_CERTIFICATION_SIGN_H

#include "base/config.h"
#include "osha/certification_store.h"

/*
 * Signing in two steps, so that the file is on disk before the row that names it. First, outside a
 * transaction: prints Form 300A with the executive's name, keeps it below paths.var and fills figures and
 * hashes. log is as it is to be signed; its own certification is not looked at.
 */
enum rc certification_prepare(struct arena *arena, const struct config *config, const struct osha_log *log,
			      struct certification *certification) MUST_CHECK;
/*
 * Second, in the caller's transaction: row, signature, audit entry osha.certified and event. RC_DENIED: the actor
 * may not sign (signature_sign).
 */
enum rc certification_sign(struct db *db, struct arena *arena, const struct actor *actor,
			   struct certification *certification) MUST_CHECK;

#endif
