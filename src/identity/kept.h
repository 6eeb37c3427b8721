#ifndef IDENTITY_KEPT_H
#define IDENTITY_KEPT_H

#include "http/response.h"

/*
 * What was typed into a form whose session had expired: it travels through the sign-in in hidden fields and
 * is offered for sending afterwards, so that no text is lost. Passwords and tokens are left out.
 */

/* This form may be kept: it comes from a page of ours and has no files. */
bool kept_is_possible(const struct request *rq);
/* Puts the expired form into the page: kept[] {name value}, kept_path, kept_characters. */
void kept_begin(struct request *rq, struct view *page);
/* Carries what this request brought along on to the next page. */
void kept_on(struct request *rq, struct view *page);
/* This request brought something along. */
bool kept_is_there(const struct request *rq);
/* The page from which it is sent once more. */
enum rc kept_offer(struct request *rq, struct response *rs) MUST_CHECK;

/*
 * The same for a way that leads through another site: what this request brought along, or its own form where it was
 * not kept yet, waits in the database for what *token stands for; STR_NONE: there is nothing. kept_take brings it
 * back into this request, once. RC_NOT_FOUND: nothing waits any more.
 */
enum rc kept_store(struct request *rq, struct str *token) MUST_CHECK;
enum rc kept_take(struct request *rq, struct str token) MUST_CHECK;
/* Adds a field to what was brought along. */
void kept_add(struct request *rq, const char *name, struct str value);

#endif
