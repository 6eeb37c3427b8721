#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/request.h"

/*
 * The id of a form control in the page, for labels and for links from the list of problems:
 * "f-people-0-name".
 */
struct str form_field_id(struct arena *arena, const char *prefix, const char *name);

#endif
