#ifndef NOTIFY_PREFERENCE_PAGES_H
#define NOTIFY_PREFERENCE_PAGES_H

#include "http/program.h"
#include "notify/preference.h"

/* How one wants to be told: channels, quiet hours, digest, absence. */
extern const struct route preference_routes[];

/* What becomes of a group's mails: now, digest or off. */
extern const struct codes preference_mail_codes;
int preference_pages_mail(const struct notify_preference *preference, enum notify_group group);

#endif
