#ifndef EVENT_CHANNEL_DATA_H
#define EVENT_CHANNEL_DATA_H

#include "event/delivery.h"

/*
 * delivery.data of the channels mail, sms and push, a JSON object; every member may be missing:
 *   "locale"     "es": language of what the channel adds
 *   "why"        why one gets it, translated (mail)
 *   "mandatory"  true: it cannot be ended, no way to the preferences is offered (mail)
 *   "sealed"     made by channel_data_seal: put in for "{secret}" in the bodies when it is sent, so that links that
 *                open something are not readable in the table
 *   "url"        page that a click opens, a path of this site, "/incidents/INC-1" (push)
 *   "urgent"     true: wakes a sleeping phone (push)
 *   "subscription"  id of one browser (push); the channel itself adds it
 */
struct channel_data {
	struct str locale;
	struct str why;
	struct str sealed;
	struct str path;
	bool is_mandatory;
	bool is_urgent;
	int64_t subscription_id;
};

/* RC_INVALID: no JSON object, or a member of another type. Empty text is an empty object. */
enum rc channel_data_read(struct arena *arena, struct str json, struct channel_data *out) MUST_CHECK;
/* The object's text. */
struct str channel_data_text(struct arena *arena, const struct channel_data *data);

/* At most 3900 bytes. RC_FAULT is logged. */
enum rc channel_data_seal(struct arena *arena, const struct config *config, struct str secret, moment expires_at,
			  struct str *sealed) MUST_CHECK;
/* body with what was sealed in place of each "{secret}". RC_DENIED: not sealed here. RC_GONE: expired. */
enum rc channel_data_open(struct arena *arena, const struct config *config, const struct channel_data *data, moment now,
			  struct str *body) MUST_CHECK;

/* text with "[Sandbox]" before it where it does not come from production and does not say so already. */
struct str channel_data_marked(struct arena *arena, const struct delivery *delivery, struct str text);

#endif
