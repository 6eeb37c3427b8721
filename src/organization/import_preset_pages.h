#ifndef ORGANIZATION_IMPORT_PRESET_PAGES_H
#define ORGANIZATION_IMPORT_PRESET_PAGES_H

#include "http/program.h"

/* Sources of files: made from the header of one, then set column by column. */
extern const struct route import_preset_routes[];

#endif
