#ifndef DEADLINE_SOURCE_H
#define DEADLINE_SOURCE_H

#include "db/db.h"
#include "deadline/stage.h"
#include "organization/place.h"

struct capa;
struct incident;

/*
 * Where deadlines come from. Each source asks one feature for its dates, through that feature's functions, and
 * adds what follows, met ones too: the rows of the table become what all sources together say.
 */
struct source_call {
	struct db *db;
	struct arena *arena;
	moment now;
	int64_t organization_id;
	const struct deadline_rule *rules;   /* by kind */
	struct deadline *at;                 /* what was added so far */
	size_t count, room;
	const struct incident *incident;     /* sources of an incident: it, its place and zone; else NULL */
	const struct establishment *place;
	const struct zone *zone;
	int64_t specialist_id;               /* EHS specialist of the place, 0: nobody */
};

/* A deadline of that kind as the call makes them all; of the incident, where there is one. */
struct deadline source_begin(const struct source_call *call, enum deadline_kind kind, int64_t subject_id, int64_t part);
/* Of a day where the zone of the deadline is; DAY_NONE adds nothing later. */
void source_set_day(struct deadline *deadline, const struct zone *zone, day on);
/* Keeps it; not where its kind is switched off, or it has no date. */
void source_add(struct source_call *call, const struct deadline *deadline);

struct deadline_source {
	const char *name;
	enum rc (*collect)(struct source_call *call);
};
/* Of one incident; ended by an empty row. */
extern const struct deadline_source source_of_incident[];
/* Of the whole organization, with the kinds that each fills alone. */
struct deadline_wide_source {
	const char *name;
	enum rc (*collect)(struct source_call *call);
	unsigned kinds;                      /* bits 1u << enum deadline_kind */
};
extern const struct deadline_wide_source source_wide[];

enum rc source_incident(struct source_call *call) MUST_CHECK;      /* target, opening, investigation */
enum rc source_capa(struct source_call *call) MUST_CHECK;          /* actions and their effect */
/* One action that stands for itself. */
void source_capa_one(struct source_call *call, const struct capa *capa);
enum rc source_reply(struct source_call *call) MUST_CHECK;         /* what the reporter is owed */
enum rc source_osha(struct source_call *call) MUST_CHECK;          /* 1904.39, 1904.29 */
enum rc source_release(struct source_call *call) MUST_CHECK;       /* CERCLA, EPCRA */
enum rc source_osha_year(struct source_call *call) MUST_CHECK;     /* 1904.32, 1904.41 */
enum rc source_training(struct source_call *call) MUST_CHECK;
enum rc source_role(struct source_call *call) MUST_CHECK;

#endif
