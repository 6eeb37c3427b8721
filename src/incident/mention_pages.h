#ifndef INCIDENT_MENTION_PAGES_H
#define INCIDENT_MENTION_PAGES_H

#include "http/program.h"
#include "incident/incident_detail_store.h"
#include "incident/mention_store.h"

/* Naming people in notes: who can be, and how it is shown. */
extern const struct route mention_routes[];

/* Whom the text of a note means, in its order. */
enum { MENTIONS_MOST = 10 };
struct mentioned {
	struct str marks[MENTIONS_MOST];
	int64_t people[MENTIONS_MOST];
	size_t count;
};
/*
 * RC_INVALID with a problem at the field where somebody is named who is not known or may not see the work on
 * the incident: the message is the same for both. No statement for a text without @.
 */
enum rc mention_read(struct request *rq, const struct incident *incident, struct str text, const char *field,
		     struct mentioned *out) MUST_CHECK;

/* The texts of comments as HTML, in their order. One statement, none where no text has an @. */
enum rc mention_comments_html(struct request *rq, const struct incident *incident, struct rows comments,
			      struct str *html) MUST_CHECK;

#endif
