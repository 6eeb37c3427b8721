#ifndef IDENTITY_ISSUER_KEYS_H
#define IDENTITY_ISSUER_KEYS_H

#include "db/doctor.h"
#include "identity/jwt.h"

/*
 * The keys of the outside issuer whose tokens the JSON interface takes (api.issuer): a JWK Set in a file (api.issuer_keys), or
 * behind an address (api.issuer_keys_url), which wins. What the address gave lies in the database: the worker fetches it when
 * its time has run out (Cache-Control, between five minutes and a day), every process reads it from there. A token that
 * names a key which the set lacks is a sign of a rotation: then it is fetched at once, once a minute for all processes together.
 * Keys that could not be fetched again for api.issuer_keys_hours count no longer.
 */

bool issuer_keys_are_on(const struct config *config);

/*
 * A token whose signature is by one of these keys; its claims are the caller's to judge. RC_INVALID, RC_DENIED, RC_NOT_FOUND: as
 * jwt_verify; the issuer does not know such a key. RC_UNAVAILABLE: nobody can tell, because its keys cannot be had.
 */
enum rc issuer_keys_verify(struct db *db, struct arena *arena, const struct config *config, moment now, struct str token,
			   struct jwt *out) MUST_CHECK;

/* For the worker: fetches the set when it is due. RC_UNAVAILABLE: it could not be had (logged, kept for muster doctor). */
enum rc issuer_keys_refresh(struct db *db, struct arena *arena, const struct config *config, moment now) MUST_CHECK;

/* Seconds for which an answer with this Cache-Control is good; STR_NONE: it has none. */
int64_t issuer_keys_lifetime(struct str cache_control);

/* What muster doctor says: asks the address, or reads the file. */
void issuer_keys_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found);

#endif
