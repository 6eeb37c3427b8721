#ifndef DEMO_DEMO_INVESTIGATION_H
#define DEMO_DEMO_INVESTIGATION_H

#include "demo/demo.h"

/*
 * Investigations in every state: those that run are begun, submitted or rejected; the latest that are over are approved
 * and signed. One row of investigations.csv for each category of incidents.
 */
enum rc demo_investigation_load(struct demo *demo, const struct config *config) MUST_CHECK;

#endif
