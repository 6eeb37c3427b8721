#ifndef CAPA_CAPA_H
#define CAPA_CAPA_H

#include "incident/incident.h"

/*
 * A corrective or preventive action (ISO 45001, 10.2): who may do what with it, and what follows what. Pure.
 */

enum capa_type { CAPA_NO_TYPE, CAPA_CORRECTIVE, CAPA_PREVENTIVE };
/* The hierarchy of controls (ISO 45001, 8.1.2), strongest first. */
enum capa_strength {
	STRENGTH_NONE,
	STRENGTH_ELIMINATION,
	STRENGTH_SUBSTITUTION,
	STRENGTH_ENGINEERING,
	STRENGTH_ADMINISTRATIVE,
	STRENGTH_PPE,
	STRENGTH_COUNT
};
enum capa_priority { PRIORITY_NONE, PRIORITY_LOW, PRIORITY_MEDIUM, PRIORITY_HIGH };
enum capa_status { CAPA_NO_STATUS, CAPA_OPEN, CAPA_IN_PROGRESS, CAPA_COMPLETED, CAPA_VERIFIED, CAPA_CANCELLED,
		   CAPA_STATUS_COUNT };
enum capa_effectiveness { EFFECT_NONE, EFFECT_EFFECTIVE, EFFECT_NOT_EFFECTIVE };

extern const struct codes capa_type_codes;
extern const struct codes capa_strength_codes;
extern const struct codes capa_priority_codes;
extern const struct codes capa_status_codes;
extern const struct codes capa_effectiveness_codes;

struct capa {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str number;           /* CAPA-YYYY-NNNN */
	int environment;
	int64_t incident_id;         /* 0: stands for itself */
	int64_t cause_id;            /* entry.id of a cause of that incident */
	int64_t follows_id;          /* the action whose effect was not enough */
	int64_t establishment_id;
	int64_t department_id;
	struct str title;
	struct str description;
	int type;
	int strength;
	int priority;
	int64_t responsible_id;      /* person; 0: somebody outside, named by outside_name */
	struct str outside_name;
	struct str outside_email;
	int64_t creator_id;          /* person */
	int64_t verifier_id;         /* person; 0: whoever may */
	day due_on;
	int status;
	int64_t round;               /* from 1; one more each time it is reopened */
	moment completed_at;
	day completed_on;            /* at the establishment */
	int64_t completed_by_id;     /* person; 0: the one outside */
	moment verified_at;
	day effectiveness_check_on;  /* from when on its effect can be judged */
	int effectiveness;
	struct str effectiveness_notes;
	moment effectiveness_at;
	int64_t reopened_count;
	int64_t flag_count;          /* incidents that speak against its effect; see radar.h */
	bool is_settled;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record capa_record;

/* What a signature covers: what was to be done, by whom, and when it was done. */
extern const struct record capa_signed_record;

/* Open or In Progress. */
bool capa_is_open(enum capa_status status);
/* Open beyond its due date. */
bool capa_is_overdue(const struct capa *capa, day today);
/* Administrative control or protective equipment: works only as long as people think of it. */
bool capa_is_weak(enum capa_strength strength);
/* There are some, and every one is weak; cancelled ones do not count. */
bool capa_plan_is_weak(const struct capa *capas, size_t count);

/* What a viewer may do with an action, whatever its state. */
enum capa_right {
	CAPA_MAY_SEE = 1u << 0,
	CAPA_MAY_PROGRESS = 1u << 1, /* notes, evidence, start, complete */
	CAPA_MAY_MANAGE = 1u << 2,   /* change, hand over, cancel */
	CAPA_MAY_VERIFY = 1u << 3,
	CAPA_MAY_JUDGE = 1u << 4,    /* whether it was effective */
};
/*
 * incident is that of the action, NULL when it stands for itself. The one who is responsible, and the one who
 * completed it, never verify or judge it.
 */
unsigned capa_rights(const struct viewer *viewer, const struct capa *capa, const struct incident *incident);
/* May the viewer make actions for this incident? */
bool capa_may_create(const struct viewer *viewer, const struct incident *incident);
/* May the viewer make one that stands for itself, there? With scope {0, 0}: anywhere at all? */
bool capa_may_create_in(const struct viewer *viewer, struct scope scope);

enum capa_step {
	STEP_NONE,
	STEP_START,
	STEP_COMPLETE,
	STEP_VERIFY,
	STEP_RETURN,        /* completed, but not as it should be */
	STEP_CANCEL,
	STEP_REINSTATE,
	STEP_EFFECTIVE,
	STEP_NOT_EFFECTIVE, /* opens the next round */
	CAPA_STEP_COUNT
};
/* Codes are the last part of the step's address; labels are the words of its button. */
extern const struct codes capa_step_codes;

enum capa_need {
	NEEDS_REASON = 1u << 0,
	NEEDS_SIGNATURE = 1u << 1,
	NEEDS_EVIDENCE = 1u << 2, /* of this round, or a reason why there is none */
};

/* One way on. */
struct capa_move {
	enum capa_step step;
	unsigned from;          /* bits 1u << enum capa_status */
	enum capa_status to;
	enum capa_right right;
	unsigned needs;
};
const struct capa_move *capa_move_of(enum capa_step step);

/* Why a step cannot be taken now: all reasons, in English for the catalogue. */
enum { CAPA_REASONS_MOST = 6 };
struct capa_reasons {
	const char *at[CAPA_REASONS_MOST];
	size_t count;
};
/*
 * May somebody with these rights take the step today? is_locked: the state of its incident locks actions. That
 * holds no action back that was reopened, or is judged, after its incident was closed.
 */
bool capa_check(enum capa_step step, const struct capa *capa, unsigned rights, bool is_locked, day today,
		struct capa_reasons *reasons);
/* The state of the incident keeps this action from being changed. */
bool capa_is_held(const struct capa *capa, bool is_locked);

/* Evidence of this round, or the words why there is none. */
bool capa_is_backed(int64_t evidence_count, struct str reason);

/*
 * Takes the step: state, round, and the dates that go with them. check_days from completion on its effect can be
 * judged, unless that day is set. What was checked and written down is for the caller.
 */
void capa_take(struct capa *capa, enum capa_step step, int64_t person_id, struct str words, moment now, day today,
	       int64_t check_days);

/* CAPA-2026-0042; serial from 1, four digits or more. */
struct str capa_number(struct arena *arena, int year, int64_t serial);

#endif
