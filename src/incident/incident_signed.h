#ifndef INCIDENT_INCIDENT_SIGNED_H
#define INCIDENT_INCIDENT_SIGNED_H

#include "incident/record.h"

/*
 * What a signature on an incident covers: its fields as stored, without what moves along with every step (state,
 * version, times of changes). To be compared with signature_covers.
 */
struct str incident_signed_content(struct arena *arena, const struct incident *incident);

/* The card of the signatures with which it was closed. */
extern const struct record_part incident_signed_part;

#endif
