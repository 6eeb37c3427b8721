#ifndef NOTIFY_PREFERENCE_H
#define NOTIFY_PREFERENCE_H

#include "notify/channel.h"
#include "notify/event_kind.h"

/* How somebody wants to be told: what is switched off, what is gathered, when it is quiet, and who is told as well while
 * they are away. Pure. */

enum digest { DIGEST_NONE, DIGEST_DAILY, DIGEST_WEEKLY };
extern const struct codes digest_codes;
extern const struct codes weekday_codes; /* 1: Monday ... 7: Sunday */

struct notify_preference {
	int64_t account_id;
	int64_t organization_id;
	struct str off;              /* "record.mail,action.push": groups that do not use a channel */
	struct str gathered;         /* "record,action": groups whose mails wait for the digest */
	clock_minutes quiet_from;    /* CLOCK_NONE: no quiet hours */
	clock_minutes quiet_until;   /* before quiet_from: over midnight */
	bool quiet_weekends;
	struct str zone;             /* of the quiet hours and of the digest; STR_NONE: that of the organization */
	int digest;                  /* enum digest */
	int digest_weekday;
	clock_minutes digest_at;
	day absent_from;
	day absent_until;            /* the last day; DAY_NONE: until further notice */
	int64_t delegate_id;         /* person */
	int64_t version;
	moment updated_at;
};
extern const struct record notify_preference_record;

/* Nothing chosen: everything at once, as the rules say. */
struct notify_preference preference_none(int64_t organization_id, int64_t account_id);
/* The group does not use the channel. */
bool preference_is_off(const struct notify_preference *preference, enum notify_group group, enum channel channel);
/* Mails of the group wait for the digest. */
bool preference_is_gathered(const struct notify_preference *preference, enum notify_group group);
/* "record.mail,..." of ticks; on[group][channel]. */
struct str preference_off_text(struct arena *arena, bool on[GROUP_COUNT][CHANNEL_COUNT]);
/* away on that local day, with somebody named */
bool preference_is_delegated(const struct notify_preference *preference, day today);

/* The first moment from at on that is not quiet; at itself where it is not. zone is that of the preference. */
moment preference_quiet_ends(const struct notify_preference *preference, const struct zone *zone, moment at);
/* When the digest that takes up what happens at that moment is sent. */
moment preference_digest_at(const struct notify_preference *preference, const struct zone *zone, moment at);

#endif
