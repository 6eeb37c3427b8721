#ifndef INVESTIGATION_INVESTIGATION_H
#define INVESTIGATION_INVESTIGATION_H

#include "identity/viewer.h"
#include "incident/incident.h"

/* The root cause analysis of one incident: its frame, and who may do what with it. What was found is in findings.h. */

enum investigation_state {
	INVESTIGATION_NONE,
	INVESTIGATION_IN_PROGRESS,
	INVESTIGATION_PENDING,       /* submitted; nobody changes it until it is decided */
	INVESTIGATION_APPROVED,
	INVESTIGATION_REJECTED,      /* open again; the next change makes it "in progress" */
};
extern const struct codes investigation_state_codes;

struct investigation {
	int64_t id;                  /* 0: nothing is written yet */
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int state;
	bool has_whys;
	bool has_fishbone;
	bool has_timeline;
	struct str effect;           /* what is to be explained: the head of the fishbone */
	struct str scope;
	day approval_due_on;
	struct str conclusion;       /* Markdown as typed */
	int64_t conclusion_version;
	int64_t round;               /* how often it was submitted */
	int64_t version;             /* of everything but the conclusion */
	moment created_at;
	moment updated_at;
};
extern const struct record investigation_record;

/* The frame that is shown before anything was written: in progress, the incident's title to be explained. */
struct investigation investigation_new(const struct incident *incident);

/* Not submitted and not approved: its content may be changed. */
bool investigation_is_open(const struct investigation *investigation);

/* People on the team besides the lead; the list is kept in incident.investigation_team. */
enum { INVESTIGATION_TEAM_MOST = 12 };
size_t investigation_team(const struct incident *incident, int64_t people[static INVESTIGATION_TEAM_MOST]);
struct str investigation_team_text(struct arena *arena, const int64_t *people, size_t count);
bool investigation_is_on_team(const struct incident *incident, int64_t person_id);

/*
 * Works on the content: the named lead and the team, where they may investigate anywhere, and EHS specialists of the
 * place. Managing an incident is not enough.
 */
bool investigation_may_edit(const struct viewer *viewer, const struct incident *incident);
/* Names the team, decides about the frame: as before, and who manages the incident. */
bool investigation_may_arrange(const struct viewer *viewer, const struct incident *incident);

/* NULL: may submit. Else why not, in English for the catalogue. */
const char *investigation_why_not_submit(const struct viewer *viewer, const struct incident *incident,
					 const struct investigation *investigation);
/*
 * NULL: may approve or reject; the approver is the one who is named or a superadmin, and has no part in the
 * investigation. submitter_id: account whose signature stands under the submission.
 */
const char *investigation_why_not_decide(const struct viewer *viewer, const struct incident *incident,
					 const struct investigation *investigation, int64_t submitter_id);

#endif
