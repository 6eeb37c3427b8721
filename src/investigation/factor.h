#ifndef INVESTIGATION_FACTOR_H
#define INVESTIGATION_FACTOR_H

#include "base/record.h"

/*
 * Contributing factors in two levels, "equipment.guard": what causes are counted and compared by. Codes are kept for
 * good; labels name the group first, "Equipment: guard missing or defeated".
 */
extern const struct codes factor_codes;

/* The first level alone: "equipment", "Equipment and tools". */
extern const struct codes factor_group_codes;

/* The group of a factor, an index of factor_group_codes; 0 for 0. */
int factor_group(int factor);

#endif
