#ifndef OSHA_CERTIFICATION_CONTENT_H
#define OSHA_CERTIFICATION_CONTENT_H

#include "incident/content_store.h"

/* Columns with hashes of contents below var/files: the Forms 300A as they were certified. */
extern const struct content_holder certification_content[];

#endif
