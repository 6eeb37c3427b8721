#ifndef CAPA_CAPA_STEP_H
#define CAPA_CAPA_STEP_H

#include "base/record.h"

/* What stands around an action: its history, its evidence, and the way in for somebody outside. */

/* Kinds of capa_step.step: the steps of capa.h by their codes, and what changes no state. */
enum capa_entry_kind {
	ENTRY_NONE,
	ENTRY_CREATED,
	ENTRY_NOTE,
	ENTRY_DUE_CHANGED,
	ENTRY_HANDED_OVER,
	ENTRY_START,
	ENTRY_COMPLETE,
	ENTRY_VERIFY,
	ENTRY_RETURN,
	ENTRY_CANCEL,
	ENTRY_REINSTATE,
	ENTRY_EFFECTIVE,
	ENTRY_NOT_EFFECTIVE,
	ENTRY_DISMISSED,
};
/* Labels tell what was done. */
extern const struct codes capa_entry_codes;

struct capa_entry {
	int64_t id;
	int64_t organization_id;
	int64_t capa_id;
	int64_t round;
	int kind;            /* column step */
	struct str body;     /* progress, or the reason */
	day due_before;      /* of a change of the due date */
	day due_after;
	int64_t made_by_id;  /* person; 0: somebody outside, or the system */
	struct str made_by;
	bool is_outside;
	moment made_at;
};
extern const struct record capa_entry_record;

/* Evidence that the action was done. */
struct capa_file {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t capa_id;
	int64_t round;
	struct str sha256;   /* 32 raw bytes */
	struct str name;
	struct str type;
	int64_t size;
	struct str preview_sha256;
	int64_t added_by_id; /* person */
	struct str added_by;
	moment created_at;
};
extern const struct record capa_file_record;

/* A secret link to one action, for somebody outside. */
struct capa_link {
	int64_t id;
	int64_t organization_id;
	int64_t capa_id;
	struct str token_sha256;
	struct str name;
	moment expires_at;
	moment revoked_at;
	moment opened_at;
	int64_t created_by_id;
	moment created_at;
};
extern const struct record capa_link_record;
bool capa_link_is_open(const struct capa_link *link, moment now);

#endif
