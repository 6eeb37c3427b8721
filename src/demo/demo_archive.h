#ifndef DEMO_DEMO_ARCHIVE_H
#define DEMO_DEMO_ARCHIVE_H

#include "demo/demo.h"

/* What was closed in the company's first weeks lies in the archive, so that there is something to look at. */
enum rc demo_archive(struct demo *demo, const struct config *config) MUST_CHECK;

#endif
