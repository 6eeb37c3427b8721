#ifndef OSHA_LOG_HISTORY_PAGES_H
#define OSHA_LOG_HISTORY_PAGES_H

#include "http/program.h"

/* What changed on a log between two days. */
extern const struct route log_history_routes[];

#endif
