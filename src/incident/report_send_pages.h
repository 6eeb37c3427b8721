#ifndef INCIDENT_REPORT_SEND_PAGES_H
#define INCIDENT_REPORT_SEND_PAGES_H

#include "http/program.h"
#include "incident/report_form.h"

/* What the wizard and the short form do with a report that is complete. */

struct report_sending {
	const struct answers *answers;
	enum source source;
	struct str draft;            /* uuid of the draft that it was; STR_NONE */
	struct str impact_areas;     /* codes with commas between; STR_NONE: not told */
	struct str *number;          /* receives the incident's number; may be NULL */
	struct incident *made;       /* receives the incident, where neither people nor files came with it; may be NULL */
	int64_t own_establishment_id; /* see struct incident_report */
};

/*
 * Files it for the viewer and redirects to the page with its number, once for each submission id. Keeps it on
 * disk when the database goes away meanwhile.
 */
enum rc report_send(struct request *rq, struct response *rs, const struct report_sending *sending) MUST_CHECK;
/* Keeps it for the worker and answers with a receipt: the database is away. */
enum rc report_send_later(struct request *rq, struct response *rs, const struct report_sending *sending) MUST_CHECK;
/*
 * For a route that answers without the database: RC_OK when a viewer is there whose form this is, RC_UNAVAILABLE
 * when the database is away, RC_UNAUTHENTICATED or RC_DENIED otherwise.
 */
enum rc report_send_allowed(struct request *rq) MUST_CHECK;

/* Instead of a form while the database is away: what still works. */
enum rc report_send_away(struct request *rq, struct response *rs) MUST_CHECK;

extern const struct route report_sent_routes[];

#endif
