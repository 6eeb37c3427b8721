#ifndef ORGANIZATION_PEOPLE_PAGES_H
#define ORGANIZATION_PEOPLE_PAGES_H

#include "http/program.h"

/* The people of the organization, for administrators. Personal particulars have a page of their own. */
extern const struct route people_routes[], person_routes[];

#endif
