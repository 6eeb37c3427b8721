#ifndef DEMO_DEMO_CAPA_H
#define DEMO_DEMO_CAPA_H

#include "demo/demo.h"

/*
 * Corrective and preventive actions in every state, on incidents that wait for them, on the latest that are closed, and
 * some that stand for themselves; told by actions.csv. After the investigations, whose causes they answer.
 */
enum rc demo_capa_load(struct demo *demo) MUST_CHECK;

#endif
