#ifndef INCIDENT_SUMMARY_PROGRAM_H
#define INCIDENT_SUMMARY_PROGRAM_H

#include "incident/summary.h"

/* main() of incident-report: 0 written, 1 failed or refused, 2 wrong usage. sections, ended by NULL, in their order. */
int summary_program_main(int argc, char **argv, summary_section *const *sections);

#endif
