#ifndef ARCHIVE_ARCHIVE_PAGES_H
#define ARCHIVE_ARCHIVE_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Legal holds of an incident, and when closed incidents go into the archive. */
extern const struct route archive_routes[];

/* Says on top of a record that it is archived or held. */
extern const struct record_part archive_banner_part;
/* The hold of a record, beside its configuration; knows when its time of keeping is over. */
extern const struct record_part archive_hold_part;

/* The incident in the address, for those who may hold it; what is archived is out of reach for every removal already. */
enum rc archive_pages_find(struct request *rq, struct incident_shown *shown) MUST_CHECK;

#endif
