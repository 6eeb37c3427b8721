#ifndef CONTENT_HOLDERS_H
#define CONTENT_HOLDERS_H

#include "capa/capa_store.h"
#include "incident/content_store.h"
#include "investigation/evidence_store.h"
#include "osha/certification_content.h"

/* Every column with the hash of a content below var/files. Each feature exports its own; they are listed here alone. */
static const struct content_holder *const content_holders[] = {
	incident_content,
	evidence_file_content,
	capa_file_content,
	certification_content,
	NULL,
};

#endif
