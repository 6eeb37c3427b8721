#ifndef EVENT_CONTACT_PAGES_H
#define EVENT_CONTACT_PAGES_H

#include "http/program.h"

/* /account/contact: how messages reach oneself - mail address, mobile number, browsers - and a test of each. */
extern const struct route contact_routes[];

#endif
