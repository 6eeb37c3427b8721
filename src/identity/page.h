#ifndef IDENTITY_PAGE_H
#define IDENTITY_PAGE_H

#include "http/program.h"

/* What every page of a signed-in viewer shows: navigation, name, zone. A hook of struct program. */
void page_decorate(struct request *rq, struct view *page);

/* Sends somebody who is not signed in to the sign-in page and back. A hook of struct program. */
enum rc page_challenge(struct request *rq, struct response *rs);

#endif
