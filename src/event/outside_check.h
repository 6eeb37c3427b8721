#ifndef EVENT_OUTSIDE_CHECK_H
#define EVENT_OUTSIDE_CHECK_H

#include "db/doctor.h"

/* What muster doctor says of what stands around: the certificate in front of the portal, the mail server, signed mail. */
void outside_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found);

/* How a certificate is found that ends then: FINDING_WARN within three weeks, FINDING_FAIL afterwards. */
enum finding_level outside_check_expiry(moment expires_at, moment now);

#endif
