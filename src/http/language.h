#ifndef HTTP_LANGUAGE_H
#define HTTP_LANGUAGE_H

#include "view/catalogue.h"

/*
 * The catalogue for an Accept-Language header (RFC 9110, section 12.5.4): the most wanted language that we
 * have; NULL is English. folder holds the .mo files.
 */
const struct catalogue *language_choose(struct arena *arena, struct str accept_language, struct str folder);

#endif
