#ifndef INCIDENT_SUMMARY_DOWNLOAD_PAGES_H
#define INCIDENT_SUMMARY_DOWNLOAD_PAGES_H

#include "http/program.h"

/* The summary report of one incident, for those who work on it; for the program `reports`. */
extern const struct route summary_download_routes[];

#endif
