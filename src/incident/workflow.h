#ifndef INCIDENT_WORKFLOW_H
#define INCIDENT_WORKFLOW_H

#include "incident/incident.h"

/*
 * Which state follows which, who may bring it about, what must hold, and what nobody changes meanwhile: rows of
 * workflow_state and workflow_transition. What has no row is refused. Pure; the rows come from workflow_store.h.
 */

/* Parts of an incident that a state can lock. */
enum record_area {
	AREA_UNNAMED,
	AREA_DETAILS,       /* what was reported: title, description, when, where, severity as reported, people named in the report */
	AREA_CONFIGURATION, /* manager, dates, risk, what it belongs to */
	AREA_IMPACTS,       /* people, assets, materials, violations, money, witnesses */
	AREA_INVESTIGATION, /* causes, evidence, conclusion */
	AREA_ACTIONS,       /* new actions and changes of open ones; the check of a completed one's effect stays possible */
	AREA_FILES,
	AREA_MESSAGES,      /* notes and messages */
};
extern const struct codes record_area_codes;

/*
 * What guards ask of an incident. Each feature fills in what it knows (record_part.facts); what nobody knows stays
 * unknown and is refused. Begin with WORKFLOW_FACTS_UNKNOWN.
 */
struct workflow_facts {
	moment now;                         /* of the request or run that asks */
	enum answer investigation_approved; /* signed by its approver, and not changed since */
	int64_t actions_total;              /* that are not cancelled; FACT_UNKNOWN */
	int64_t actions_open;               /* not Completed, Verified or Cancelled */
	enum answer reporter_answered;      /* a message went to the reporter, or there is nobody to answer */
	enum answer postmortem_published;
	enum answer retention_over;         /* closed for as long as the archive waits, and not held */
};
enum { FACT_UNKNOWN = -1 };
#define WORKFLOW_FACTS_UNKNOWN ((struct workflow_facts){.actions_total = FACT_UNKNOWN, .actions_open = FACT_UNKNOWN})

/* What must hold besides the right to do it. */
enum workflow_guard {
	GUARD_NONE,
	GUARD_INVESTIGATION,          /* switched on, and a lead is named */
	GUARD_NO_INVESTIGATION,       /* not switched on, or over: approved */
	GUARD_INVESTIGATION_APPROVED,
	GUARD_ACTIONS,                /* there are some */
	GUARD_NO_OPEN_ACTIONS,
	GUARD_REPORTER_ANSWERED,
	GUARD_POSTMORTEM,             /* SEV1 and SEV2 need one */
	GUARD_RETENTION_OVER,
};
/* Labels say why a step is refused; those of the second say what must hold. */
extern const struct codes workflow_guard_codes;
extern const struct codes workflow_condition_codes;

struct workflow_state {
	int64_t workflow_version_id;
	int status;
	int64_t position;
	struct str locks;   /* "details files": codes of record_area */
};
extern const struct record workflow_state_record;

struct transition {
	int64_t workflow_version_id;
	int from_status;
	int to_status;
	int64_t position;
	struct str label;   /* words of the button; see workflow_label */
	struct str permits; /* "manager:low supervisor:low ehs_specialist:critical"; empty: nobody, see is_automatic */
	struct str guards;  /* "no_open_actions reporter_answered": all of them */
	bool needs_reason;
	bool needs_signature;
	bool is_automatic;  /* taken by incident_advance as soon as its guards hold */
	bool is_active;
};
extern const struct record transition_record;

/* One version of one register's workflow; states and transitions by position. */
struct workflow {
	int64_t id; /* workflow_version.id */
	const struct workflow_state *states;
	size_t state_count;
	const struct transition *transitions; /* those in use */
	size_t transition_count;
};

const struct workflow_state *workflow_state_of(const struct workflow *workflow, int status);
/* NULL: no row allows it. */
const struct transition *workflow_step(const struct workflow *workflow, int from, int to);
/* The state locks that area. A state that the workflow does not know locks everything. */
bool workflow_locks(const struct workflow *workflow, int status, enum record_area area);
/*
 * Why an area of an incident is locked, in English for the catalogue: "Files are locked in this state."; NULL: it is
 * not. All of a duplicate is locked while it is merged into another incident.
 */
const char *workflow_lock(const struct workflow *workflow, const struct incident *incident, enum record_area area);

/* The label as an English text of the catalogue where it is one that ships with the product; else NULL: shown
 * as it is. */
const char *workflow_label(struct str label);

/* Why a transition cannot be taken now: all reasons, in English for the catalogue. */
struct workflow_reason {
	const char *text;
	const char *behind; /* where it can be mended, behind the incident's address ("/capa"), or NULL */
};
enum { WORKFLOW_REASONS_MOST = 16 };
struct workflow_reasons {
	struct workflow_reason at[WORKFLOW_REASONS_MOST];
	size_t count;
};

/* The guards of a transition: bits 1u << enum workflow_guard. */
unsigned workflow_guards(const struct transition *transition);
/*
 * May the viewer take this transition now? When not, reasons has every reason why, at least one. A signature and the
 * words of a reason are given with the step itself and are not asked here.
 */
bool workflow_check(const struct transition *transition, const struct incident *incident,
		    const struct workflow_facts *facts, const struct viewer *viewer,
		    struct workflow_reasons *reasons);
/* The same without a viewer, for automatic transitions: is it the incident's state, and do all guards hold? */
bool workflow_is_due(const struct transition *transition, const struct incident *incident,
		     const struct workflow_facts *facts);
/* The viewer is one whom the permits name, at the severity of the incident. */
bool workflow_permits(const struct transition *transition, const struct incident *incident,
		      const struct viewer *viewer);

#endif
