#ifndef OSHA_SUMMARY_PAGES_H
#define OSHA_SUMMARY_PAGES_H

#include "http/program.h"

/* /osha/{code}/{year}/summary: Form 300A, hours and headcount, certification, posting and filing. */
extern const struct route summary_routes[];

#endif
