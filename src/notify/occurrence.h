#ifndef NOTIFY_OCCURRENCE_H
#define NOTIFY_OCCURRENCE_H

#include "capa/capa.h"
#include "incident/incident.h"
#include "notify/event_kind.h"

/* What happened, as far as rules and texts look at it. */
struct occurrence {
	const struct event_kind_row *kind;
	int64_t organization_id;
	int64_t event_id;            /* 0: only imagined */
	moment at;
	int64_t actor_account_id;    /* 0: the system, or not to be known */
	int environment;             /* enum environment */
	bool has_incident, has_action;
	struct incident incident;    /* record_clear where there is none; a place and a severity where it is imagined */
	struct capa action;
	int64_t person_id;           /* whose task it is; 0: nobody's */
	int64_t superior_id;         /* where the event names them; 0: looked up */
	int64_t superior_2_id;       /* of an escalation: whoever is next */
	struct str number;           /* of the incident or, where there is none, of the action or the place */
	struct str what;             /* code of the deadline, name of the task */
	moment due_at;               /* MOMENT_NONE: no date */
	bool is_due_by_day;          /* the day matters, due_at is its end */
	bool is_discreet;            /* the title may tell who was hurt or who reported */
};

/* Of what an anonymous reporter did nobody is to learn the minute (ANO-09). */
bool occurrence_is_anonymous(const struct occurrence *o);
/* Whose superiors are meant: the person whose task it is, who is responsible for the action, the incident manager. */
int64_t occurrence_principal(const struct occurrence *o);
/* What somebody with this scope of a role must cover; 0 where it has none. */
struct scope occurrence_scope(const struct occurrence *o);

#endif
