#ifndef IMPACT_TRAINING_COMPLETION_PAGES_H
#define IMPACT_TRAINING_COMPLETION_PAGES_H

#include "http/program.h"

/* How many have the training that they need, where they lack, and who. */
extern const struct route training_completion_routes[];
/* The same as a workbook; for the program `reports`. */
extern const struct route training_download_routes[];

#endif
