#ifndef INCIDENT_INCIDENT_ALIAS_H
#define INCIDENT_INCIDENT_ALIAS_H

#include "incident/incident.h"

/*
 * Words of other systems for ours: "SEV3" is severity medium, "In Progress" the state of somebody working on it, which
 * is another one in each register. One table; what is in it is taken wherever the JSON interface reads these words.
 */

/* Our code for a word, in any case, with blanks, dashes or underscores; 0: it is none. reg 0: of any register. */
int incident_alias_severity(struct str word);
int incident_alias_status(struct str word, int reg);
/* The code of a category for a kind of incident such as "Equipment Failure"; STR_NONE: none is like it. */
struct str incident_alias_category(struct str word, int *reg);

#endif
