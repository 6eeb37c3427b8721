#ifndef INCIDENT_REPORT_POSTER_H
#define INCIDENT_REPORT_POSTER_H

#include "base/moment.h"
#include "base/str.h"

/* A sheet to hang up: the invitation to report in English and Spanish, with its QR code, as PDF on letter paper. */
struct report_poster {
	struct str organization;
	struct str name;    /* of the invitation: place or campaign */
	struct str place;   /* establishment; may be empty */
	struct str address; /* what the code holds, printed below it */
	moment made_at;
};

/* RC_INVALID: the address is too long for a code. */
enum rc report_poster_pdf(struct arena *arena, const struct report_poster *poster, struct str *bytes) MUST_CHECK;

/* main() of the program report-poster. */
int report_poster_main(int argc, char **argv);

#endif
