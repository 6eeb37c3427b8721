#ifndef OSHA_ITA_PAGES_H
#define OSHA_ITA_PAGES_H

#include "http/program.h"

/* /osha/{code}/{year}/ita: what still keeps a year from being sent to OSHA, record by record. */
extern const struct route ita_routes[];

#endif
