#ifndef INCIDENT_INCIDENT_STORE_H
#define INCIDENT_INCIDENT_STORE_H

#include "audit/audit.h"
#include "incident/incident_report.h"

/*
 * The one way in: every report, from whatever form, import or queue, becomes an incident here. Takes a number,
 * chooses the incident manager where none is given, writes the incident with injured people, witnesses,
 * attachments, its words for search, the audit entries and the events incident.created and
 * incident.assigned, in one transaction (the caller's when one is open; its body may run again). All texts of
 * the report must outlive the call.
 *
 * RC_INVALID: the establishment, area, department or category is not one of the organization, or a value breaks
 * a rule of the table. created receives what was written, with id, uuid and number.
 */
enum rc incident_create(struct db *db, struct arena *arena, const struct actor *actor,
			const struct incident_report *report, struct incident *created) MUST_CHECK;

/*
 * The number that the next report of the actor gets, taken before its transaction: to be put into the report, so that
 * its page is known beforehand. A report that comes to nothing leaves a gap.
 */
enum rc incident_create_number(struct db *db, struct arena *arena, const struct actor *actor, struct str *number) MUST_CHECK;

/*
 * Before the transaction in which incident_create is called: takes the number from its counter, so that those who
 * file at the same time do not wait for each other. May be left out where nobody else waits.
 */
enum rc incident_create_prepare(struct db *db, const struct actor *actor) MUST_CHECK;

/*
 * Adds files, whose content is on disk already, to an incident that exists, each with its audit entry: within the
 * caller's transaction. added_by_id: person, 0 where the reporter is not to be named.
 */
enum rc incident_attach(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			int64_t added_by_id, const struct attachment *attachments, size_t count) MUST_CHECK;

/*
 * The actor as the audit trail may name it for a report: without the time of day for an anonymous one, without a
 * name for a confidential one.
 */
struct actor incident_reporter_actor(const struct actor *actor, enum reporting reporting);

/*
 * One more person of a stored incident, with its audit entry, in the caller's transaction. incident_id is set; id,
 * uuid and what is not given are filled in.
 */
enum rc incident_add_injured(struct db *db, struct arena *arena, const struct actor *actor, struct injured_person *row,
			     struct str reason) MUST_CHECK;
enum rc incident_add_witness(struct db *db, struct arena *arena, const struct actor *actor, struct witness *row,
			     struct str reason) MUST_CHECK;
/* RC_CONFLICT: somebody else was faster. Nothing is written when nothing differs. */
enum rc incident_change_injured(struct db *db, struct arena *arena, const struct actor *actor,
				const struct injured_person *before, struct injured_person *after) MUST_CHECK;

#endif
