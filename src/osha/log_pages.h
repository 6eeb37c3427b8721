#ifndef OSHA_LOG_PAGES_H
#define OSHA_LOG_PAGES_H

#include "http/program.h"

/* /osha and /osha/{code}/{year}/log, /privacy: the year at a glance, the log as the form looks, its names. */
extern const struct route log_routes[];

#endif
