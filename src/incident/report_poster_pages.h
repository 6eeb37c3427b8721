#ifndef INCIDENT_REPORT_POSTER_PAGES_H
#define INCIDENT_REPORT_POSTER_PAGES_H

#include "http/program.h"

/* Posters as files, for the program `reports`. */
extern const struct route report_poster_routes[];

#endif
