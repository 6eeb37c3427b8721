#ifndef ARCHIVE_ARCHIVE_API_H
#define ARCHIVE_ARCHIVE_API_H

#include "http/program.h"

/* The rule of the archive, what is held by whom, and the holds of an incident. */
extern const struct route archive_api_routes[];

#endif
