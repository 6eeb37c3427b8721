#ifndef WEBHOOK_WEBHOOK_H
#define WEBHOOK_WEBHOOK_H

#include "base/record.h"

/* Endpoints and what is sent to them: rules without SQL, HTTP or clock. */

/* Is it a type of event: dotted names of letters, digits and _? At most 60 characters. */
bool webhook_is_type(struct str type);

/*
 * The filter of an endpoint: types and beginnings of types ("capa.*", "*"), separated by blanks or commas. False when
 * an entry is neither, or there is none.
 */
bool webhook_types_are_valid(struct str types);
bool webhook_types_have(struct str types, struct str type);

/* What an event tells of, looked up for its message. */
struct webhook_subject {
	struct str number;           /* of the incident; STR_NONE: none is concerned */
	struct str uuid;
	struct str environment;
};

struct webhook_message {
	struct str type;
	struct str event_uuid;
	moment at;
	struct str organization;     /* code */
	struct str environment;
	struct str subject;
	int64_t subject_id;
	struct str payload;          /* JSON object of the event */
	struct str portal;           /* address of the portal, without a slash at the end */
	const struct webhook_subject *incident;
};

/*
 * {"type":...,"timestamp":...,"data":{...}}, minified: ids, numbers, codes and a link. Of the payload go codes, numbers
 * and flags alone, and none that name a person.
 */
struct str webhook_body(struct arena *arena, const struct webhook_message *message);

/* The incident that an event is about: its subject, or what its payload names. 0: none. */
int64_t webhook_incident_of(struct str subject, int64_t subject_id, struct str payload);

/* Standard Webhooks' table: ten attempts in about three days. */
enum { WEBHOOK_PAUSES = 9 };
extern const moment webhook_pauses[WEBHOOK_PAUSES];

/* How long an endpoint that asked for less for the step-th time in a row (from 1) is left alone at least. */
moment webhook_slow_pause(int64_t step);

/* What a status of an answer means. */
enum webhook_answer {
	WEBHOOK_TAKEN,               /* 2xx */
	WEBHOOK_REFUSED,             /* anything else: tried again, also 3xx, which is not followed */
	WEBHOOK_SLOWER,              /* 429, 502, 504 */
	WEBHOOK_GONE,                /* 410: the endpoint wants no more */
};
enum webhook_answer webhook_answer_of(int status);

#endif
