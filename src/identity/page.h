#ifndef IDENTITY_PAGE_H
#define IDENTITY_PAGE_H

#include "http/program.h"

/* What every page of a signed-in viewer shows: navigation, name, zone. A hook of struct program. */
void page_decorate(struct request *rq, struct view *page);

/* Sends somebody who is not signed in to the sign-in page and back. A hook of struct program. */
enum rc page_challenge(struct request *rq, struct response *rs);

/* First letters of the first and the last word, for the round mark of a person. */
struct str page_initials(struct arena *arena, struct str name);

/* Says what was done when the page was reached by a redirect to PATH?said=CODE; said is ended by a row whose
 * code is NULL. */
void page_said(struct request *rq, struct view *page, const struct code *said);

#endif
