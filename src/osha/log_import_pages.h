#ifndef OSHA_LOG_IMPORT_PAGES_H
#define OSHA_LOG_IMPORT_PAGES_H

#include "http/program.h"

/* /osha/import: a past log from a file, looked through first and brought in when the keeper says so. */
extern const struct route log_import_routes[];

#endif
