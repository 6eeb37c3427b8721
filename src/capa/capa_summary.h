#ifndef CAPA_CAPA_SUMMARY_H
#define CAPA_CAPA_SUMMARY_H

#include "incident/summary.h"

/* The actions of an incident in its summary report. */
summary_section capa_summary;

#endif
