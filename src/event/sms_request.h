#ifndef EVENT_SMS_REQUEST_H
#define EVENT_SMS_REQUEST_H

#include "client/client_http.h"

/*
 * The request to a provider of short messages, whose interface the settings describe. In sms.url, sms.headers and sms.body
 * stand for the message: {to} (+12025550123), {digits} (12025550123), {text}, {id} (the same on every attempt), {secret}
 * (content of sms.secret_file). Each is escaped for where it stands: percent-encoded in the URL and in a form, as the inside
 * of a JSON string in JSON.
 */
struct sms_message {
	struct str to;               /* E.164 */
	struct str text;
	struct str id;               /* UUID */
	struct str secret;
};

/*
 * Fills method, url, headers and body. RC_INVALID: a placeholder that is none of these, or a header without a colon;
 * *problem says which.
 */
enum rc sms_request_make(struct arena *arena, const struct config *config, const struct sms_message *message,
			 struct client_request *out, struct str *problem) MUST_CHECK;

/* Whether the provider took it: the status is one of sms.success, and the body holds sms.success_text. */
bool sms_request_is_taken(const struct config *config, const struct client_answer *answer);

#endif
