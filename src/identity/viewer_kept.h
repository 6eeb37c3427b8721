#ifndef IDENTITY_VIEWER_KEPT_H
#define IDENTITY_VIEWER_KEPT_H

#include "db/db.h"
#include "identity/session.h"

/*
 * The viewer whose session this is. Some are kept in the process; one is read anew when the directory of its
 * organization has another version (an account was changed or deactivated, a role given or taken, a name
 * changed) or the day has, which may have ended a role. Texts and grants stay until another one is read.
 * RC_NOT_FOUND: the account is not in use.
 */
enum rc viewer_of_session(struct db *db, const struct session *session, moment now,
			  struct viewer *viewer) MUST_CHECK;

#endif
