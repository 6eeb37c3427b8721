#ifndef INVESTIGATION_ENTRY_H
#define INVESTIGATION_ENTRY_H

#include <stddef.h>

#include "base/record.h"

/*
 * What the parts of an investigation have in common: evidence, problems and their Whys, causes on the fishbone, events
 * of the timeline, causes. The first member of each of their structs.
 */
struct entry {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t investigation_id;
	int64_t position;            /* evidence and causes: E1, C1; never used again */
	bool is_removed;
	int64_t version;
	int64_t added_by_id;         /* person */
	moment created_at;
	moment updated_at;
};

#define ENTRY_FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
/* clang-format off */
#define ENTRY_FIELD(kind_, type, member, flags_) \
	{.kind = (kind_), .name = #member, .offset = offsetof(type, entry) + offsetof(struct entry, member), .flags = (flags_)}
/* The rows of a field table for the members of entry. */
#define ENTRY_FIELDS(type)                                                          \
	ENTRY_FIELD(FIELD_ID, type, id, ENTRY_FIXED),                               \
	ENTRY_FIELD(FIELD_ID, type, organization_id, ENTRY_FIXED),                  \
	ENTRY_FIELD(FIELD_UUID, type, uuid, FIELD_STORED | FIELD_KEY),              \
	ENTRY_FIELD(FIELD_ID, type, incident_id, ENTRY_FIXED),                      \
	ENTRY_FIELD(FIELD_ID, type, investigation_id, ENTRY_FIXED),                 \
	ENTRY_FIELD(FIELD_INT, type, position, FIELD_STORED),                       \
	ENTRY_FIELD(FIELD_BOOL, type, is_removed, FIELD_STORED),                    \
	ENTRY_FIELD(FIELD_INT, type, version, FIELD_STORED | FIELD_QUIET),          \
	ENTRY_FIELD(FIELD_ID, type, added_by_id, FIELD_STORED | FIELD_KEY),         \
	ENTRY_FIELD(FIELD_MOMENT, type, created_at, ENTRY_FIXED),                   \
	ENTRY_FIELD(FIELD_MOMENT, type, updated_at, FIELD_STORED | FIELD_QUIET)
/* clang-format on */

#endif
