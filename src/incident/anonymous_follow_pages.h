#ifndef INCIDENT_ANONYMOUS_FOLLOW_PAGES_H
#define INCIDENT_ANONYMOUS_FOLLOW_PAGES_H

#include "http/program.h"

/* The way back: by the typed receipt at /r or by the link /r/<token>, to state, messages and more files. */
extern const struct route anonymous_follow_routes[];

#endif
