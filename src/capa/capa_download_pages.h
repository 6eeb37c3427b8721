#ifndef CAPA_CAPA_DOWNLOAD_PAGES_H
#define CAPA_CAPA_DOWNLOAD_PAGES_H

#include "http/program.h"

/* The CAPA status report with the filters of the list; for the program `reports`. */
extern const struct route capa_download_routes[];

#endif
