#ifndef IDENTITY_SIGN_IN_CHECK_H
#define IDENTITY_SIGN_IN_CHECK_H

#include "db/doctor.h"

/* What muster doctor says of the ways to sign in: provider, directory, web server, lists of passwords. */
void sign_in_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found);

#endif
