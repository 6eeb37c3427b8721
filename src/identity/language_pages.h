#ifndef IDENTITY_LANGUAGE_PAGES_H
#define IDENTITY_LANGUAGE_PAGES_H

#include "http/program.h"

/*
 * The language of whoever is not signed in: as the browser asks for, unless another was chosen in the head of a page. The
 * choice is a cookie that says nothing else, for a year.
 */
extern const struct route language_routes[];

/* The request's catalogue, where a choice was made. */
void language_take(struct request *rq);
/* The languages for the head of a page (partial/languages); nothing where the page answers a form. */
void language_offer(struct request *rq, struct view *page);

#endif
