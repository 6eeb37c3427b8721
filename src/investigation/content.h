#ifndef INVESTIGATION_CONTENT_H
#define INVESTIGATION_CONTENT_H

#include "investigation/findings.h"

/*
 * The exact content of an investigation as JSON: what its signatures are bound to. The same content gives the same
 * bytes: members in a fixed order, values as stored, no versions, no times of saving, no rounds.
 */
struct str content_json(struct arena *arena, const struct incident *incident, const struct findings *findings);

#endif
