#ifndef ENVIRONMENT_FOLLOWUP_PAGES_H
#define ENVIRONMENT_FOLLOWUP_PAGES_H

#include "http/program.h"

/* The written follow-up notice as a file; for the program reports. */
extern const struct route followup_routes[];

#endif
