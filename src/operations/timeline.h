#ifndef OPERATIONS_TIMELINE_H
#define OPERATIONS_TIMELINE_H

#include "base/record.h"

/* One entry of an incident's timeline. Entries are added only; a mistake is put right by another one. */
struct timeline_entry {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int kind;           /* timeline_kind_codes */
	moment happened_at;
	struct str text;
	int64_t person_id;  /* who wrote it; 0: another system */
	moment created_at;
};
extern const struct record timeline_entry_record;
extern const struct codes timeline_kind_codes;

/* What somebody did who wrote such an entry, for "NAME took an action". English for the catalogue. */
const char *timeline_kind_act(int kind);

#endif
