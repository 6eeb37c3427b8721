#ifndef DEMO_DEMO_CAPA_H
#define DEMO_DEMO_CAPA_H

#include "demo/demo.h"

/*
 * Corrective and preventive actions in every state, on incidents that wait for them, on the latest that are closed, and
 * some that stand for themselves; told by actions.csv. After the investigations, whose causes they answer.
 */
enum rc demo_capa_load(struct demo *demo) MUST_CHECK;

/* What the worker would find at once: later reports that speak against an action. Before demo_store_quiet, so that nobody is
 * told of what happened in made-up years. */
enum rc demo_capa_compare(struct demo *demo) MUST_CHECK;

#endif
