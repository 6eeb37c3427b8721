#ifndef INVESTIGATION_FINDINGS_H
#define INVESTIGATION_FINDINGS_H

#include "investigation/cause.h"
#include "investigation/investigation.h"

/* What an investigation found: evidence, problems with their Whys, the fishbone, the timeline, the causes. */

enum evidence_kind {
	EVIDENCE_NONE,
	EVIDENCE_FILE,
	EVIDENCE_PHYSICAL,
	EVIDENCE_DOCUMENT,
	EVIDENCE_INTERVIEW,
	EVIDENCE_STATEMENT,
	EVIDENCE_MEASUREMENT,
	EVIDENCE_OBSERVATION,
};
extern const struct codes evidence_kind_codes;

/* Shown as E1, E2 ... by entry.position. */
struct evidence {
	struct entry entry;
	int kind;
	struct str title;
	struct str description;
	int64_t attachment_id;       /* 0: not a file of the incident */
	struct str sha256;           /* of that file when it was registered: 32 raw bytes */
	struct str collected_by;
	moment collected_at;
	struct str kept_where;
};
extern const struct record evidence_record;

extern const struct codes custody_action_codes;

/* A link of the chain of custody; never changed. */
struct custody {
	int64_t id;
	int64_t organization_id;
	int64_t evidence_id;
	moment happened_at;
	int action;
	struct str from_name;
	struct str to_name;
	struct str note;
	int64_t recorded_by_id;      /* person */
	struct str recorded_by;
	moment created_at;
};
extern const struct record custody_record;

enum check_result { CHECK_NONE, CHECK_EQUAL, CHECK_CHANGED, CHECK_MISSING };
extern const struct codes check_result_codes;

/* One comparison of a file with its registered hash; never changed. */
struct evidence_check {
	int64_t id;
	int64_t organization_id;
	int64_t evidence_id;
	int result;
	struct str found_sha256;
	int64_t checked_by_id;       /* person */
	struct str checked_by;
	moment checked_at;
};
extern const struct record evidence_check_record;

/* A problem that is asked after with Why. */
struct why_chain {
	struct entry entry;
	struct str problem;
};
extern const struct record why_chain_record;

struct why {
	struct entry entry;
	int64_t chain_id;
	struct str question;         /* STR_NONE: Why? */
	struct str answer;
	bool is_assumption;
	struct str evidence;
};
extern const struct record why_record;

enum branch {
	BRANCH_NONE,
	BRANCH_MAN,
	BRANCH_MACHINE,
	BRANCH_METHOD,
	BRANCH_MATERIAL,
	BRANCH_MEASUREMENT,
	BRANCH_ENVIRONMENT,
	BRANCH_COUNT
};
extern const struct codes branch_codes;

struct fishbone_item {
	struct entry entry;
	int branch;
	int64_t parent_id;           /* 0: on the bone itself */
	struct str text;
	bool is_significant;
	bool is_assumption;
	struct str evidence;
};
extern const struct record fishbone_item_record;

enum event_kind { EVENT_NONE, EVENT_EVENT, EVENT_CONDITION };
extern const struct codes event_kind_codes;
extern const struct codes event_flag_codes;

struct sequence_event {
	struct entry entry;
	int kind;
	moment happened_at;
	bool is_approximate;
	struct str what;
	struct str actor;
	int flag;                    /* gap in knowledge, barrier that held, failed or was missing; 0: none */
	bool is_assumption;
	struct str evidence;
};
extern const struct record sequence_event_record;

/* Everything of one investigation, in the order in which it is shown, without what was taken out. */
struct findings {
	struct investigation investigation;
	struct evidence *evidence;
	size_t evidence_count;
	struct why_chain *chains;
	size_t chain_count;
	struct why *whys;            /* of all chains, by position */
	size_t why_count;
	struct fishbone_item *items; /* of all branches, by position */
	size_t item_count;
	struct sequence_event *events;
	size_t event_count;
	struct cause *causes;
	size_t cause_count;
};

/* The last Why of a chain, NULL when there is none; the one that a root cause is taken from. */
const struct why *findings_last_why(const struct findings *findings, int64_t chain_id);
/* The cause taken from an answer or from an item of the fishbone; NULL: none. 0 names nothing. */
const struct cause *findings_cause_of(const struct findings *findings, int64_t why_id, int64_t item_id);
/* The evidence with that position, NULL when there is none or it was taken out. */
const struct evidence *findings_evidence(const struct findings *findings, int64_t position);

#endif
